"""What users of a desk write and get: type-checked, never run."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, assert_type

import meetsupport as ms
from meetsupport import (
    Change,
    Delegation,
    Desk,
    Finding,
    Impact,
    LogEntry,
    Moment,
    Notice,
    Participant,
    Person,
    Post,
    Put,
    Reader,
    Record,
    Ref,
    Remove,
    Report,
    Trip,
)
from meetsupport.plan import Plan


@ms.derived
def seats_in(plan: ms.Reader, place: str) -> int:
    return sum(one.capacity or 0 for one in plan.where(ms.Place, within=place))


def readings(desk: Desk, window: ms.Window) -> None:
    assert_type(desk.get(Person, "x"), Person)
    assert_type(desk.plan, Plan)
    assert_type(desk.plan.get(Person, "x"), Person | None)
    assert_type(desk.plan.where(Post, team="t"), tuple[Post, ...])
    assert_type(desk.plan.overlapping(Post, window), tuple[Post, ...])
    assert_type(desk.plan.all(Delegation), tuple[Delegation, ...])
    assert_type(desk.show(Person), tuple[Record, ...])
    assert_type(desk.derive(seats_in, "centre"), int)
    desk.derive(seats_in, 5)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    desk.get("Person", "x")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    desk.get(Person, 5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader: Reader = desk.view("reception")
    assert_type(reader.get(Person, "x"), Person | None)


def changes(desk: Desk, person: Person) -> None:
    with desk.edit(by="office", reason="late") as edit:
        assert_type(edit.get(Person, "x"), Person)
        assert_type(edit.set(Participant, "p-1", route="north"), Participant)
        assert_type(edit.add(Trip, "coach-3", seats=30), Trip)
        edit.remove(Trip, "coach-3")
        edit.set(person, route="north")  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue]
    assert_type(edit.impact, Impact)
    assert_type(edit.change, Change)
    assert_type(desk.apply(Change.of(Put(person), Remove(Person, "x"), by="office")), Impact)
    assert_type(desk.preview(edit.change), Impact)
    assert_type(desk.undo(3), Impact)
    assert_type(desk.sync(Person, [person], by="hr"), Impact)
    assert_type(desk.sync(Person, [{"id": "x", "name": "Somebody"}], by="hr"), Impact)
    desk.sync(Person, person)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert_type(desk.load("plan.json", by="clerk"), Impact)
    assert_type(desk.confirm(edit.impact.id, by="lead"), Impact)
    desk.apply(Put(person))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def findings(desk: Desk) -> None:
    report = desk.check()
    assert_type(report, Report)
    assert_type(report.clear, bool)
    for finding in report:
        assert_type(finding, Finding)
        assert_type(finding.code, str)
        assert_type(finding.message, ms.Message)
        assert_type(finding.subject, Ref[Any] | None)
        assert_type(finding.facts.records, tuple[Record, ...])
        finding.code = "x"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def told(desk: Desk, impact: Impact) -> None:
    assert_type(impact.notices, tuple[Notice, ...])
    assert_type(desk.notices(recipient="host"), tuple[Notice, ...])
    assert_type(desk.notice("host"), Notice | None)
    assert_type(desk.uninformed(), tuple[Notice, ...])
    assert_type(desk.informed("host"), bool)
    assert_type(desk.send(), tuple[Notice, ...])
    assert_type(desk.next_moment(), datetime | None)
    for notice in desk.notices():
        assert_type(notice.deadline, datetime | None)
        desk.acknowledge(notice, by="host", manner="telephone", called_by="office")
        desk.acknowledge(notice, by="host", manner="by pigeon")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        desk.acknowledge(notice)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def past(desk: Desk) -> None:
    assert_type(desk.at(revision=12), Moment)
    assert_type(desk.at(revision=12).check(), Report)
    assert_type(desk.log(), Iterator[LogEntry])
    assert_type(desk.export("manifest.md", of=Trip.ref("coach-3")), bytes)
    desk.at(revision=12).edit()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
