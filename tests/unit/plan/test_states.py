"""What a state needs, and who must not be the same: refused of every change, whoever makes it and by which means."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.core.errors import RefusedTransition
from meetsupport.core.records import evolved
from meetsupport.plan import Change, Edit, Put, checked
from meetsupport.plugins import Importer
from meetsupport.testing import START, memory_desk, plugin
from tests.unit.plan.engine_room import plan_of

MENDED: dict[str, Any] = {"state": "mended", "mended_by": "p", "measures": "cable fixed"}
VERIFIED: dict[str, Any] = MENDED | {"state": "verified"}
ALONE: dict[str, Any] = VERIFIED | {"verified_by": "p"}
CLOSED = ms.Hazard(id="h", state="closed", mended_by="p", measures="cable fixed", verified_by="q")
PLAN = plan_of(
    ms.Person(id="p"),
    ms.Person(id="q"),
    ms.Hazard(id="h"),
    ms.Hazard(id="m", **MENDED),
    ms.Document(id="d", state="submitted", author="p", submitted_at=START),
    ms.Document(id="back", state="returned", author="p", submitted_at=START),
    ms.Handover(id="o", giver="p"),
)


def refused(*edits: Edit, **about: Any) -> str:
    with pytest.raises(RefusedTransition) as caught:
        checked(PLAN, Change(edits, **about), 1)
    return str(caught.value)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (ms.Hazard(id="h", state="owned"), "may not be 'owned' while owner is not set @ $.Hazard['h'].state"),
        (ms.Hazard(id="new", state="mended", mended_by="p"), "may not be 'mended' while measures is not set"),
        (ms.Hazard(id="m", **VERIFIED), "'verified' while verified_by is not set"),
        (ms.Document(id="d", state="approved", approver="q"), "may not be 'approved' while approved_at is not set"),
        (ms.Incident(id="new", state="handled"), "may not be 'handled' while handler is not set"),
        (ms.Document(id="new", state="submitted"), "may not be 'submitted' while submitted_at is not set"),
        (ms.Handover(id="o", giver="p", state="taken"), "may not be 'taken' while taker is not set"),
    ],
)
def test_a_state_needs_its_fields(record: ms.Record, problem: str) -> None:
    assert problem in refused(Put(record))


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (ms.Hazard(id="m", **ALONE), "mended_by and verified_by"),
        (
            ms.Document(id="d", submitted_at=START, state="submitted", author="p", approver="p"),
            "author and approver may not both be 'p'",
        ),
        (ms.Handover(id="o", giver="p", taker="p"), "giver and taker may not both be 'p'"),
    ],
)
def test_who_must_not_be_the_same_is_refused_in_any_state(record: ms.Record, problem: str) -> None:
    assert problem in refused(Put(record))


def test_a_state_that_is_kept_keeps_its_fields() -> None:
    assert "while mended_by is not set" in refused(Put(ms.Hazard(id="m", state="mended", measures="x")))


def test_calling_it_an_undo_is_no_way_round() -> None:
    assert "while owner is not set" in refused(Put(ms.Hazard(id="h", state="owned")), undoes=1)


def test_all_that_a_state_lacks_is_said_at_once() -> None:
    text = refused(Put(ms.Hazard(id="new", state="closed")))
    assert [name for name in ("mended_by", "measures", "verified_by") if f"while {name} is" in text] == [
        "mended_by",
        "measures",
        "verified_by",
    ]


def test_what_is_found_and_mended_on_the_spot_is_one_entry() -> None:
    edits, _, _ = checked(PLAN, Change.of(Put(ms.Hazard(id="new", found_by="p", **MENDED))), 1)
    assert [edit.key for edit in edits] == [("Hazard", "new")]


BORN: Sequence[ms.Record] = [
    ms.Hazard(id="new", **VERIFIED, verified_by="q"),
    evolved(CLOSED, id="new"),
    ms.Hazard(id="new", state="owned", owner="p"),
    ms.Incident(id="new", state="closed", handler="p", measures="valve shut"),
    ms.Document(id="new", state="superseded"),
    ms.Task(id="new", state="accepted", accepted_by="p"),
]
"""Records that begin where others must come step by step."""


@pytest.mark.parametrize("record", BORN, ids=lambda one: f"{one.__record__.name}-{one.state}")
def test_nothing_begins_where_it_must_come_step_by_step(record: ms.Record) -> None:
    assert "may not begin as" in refused(Put(record))


@pytest.mark.parametrize("record", BORN, ids=lambda one: f"{one.__record__.name}-{one.state}")
def test_what_stood_elsewhere_is_restored_as_it_stood(record: ms.Record) -> None:
    edits, after, _ = checked(PLAN, Change.of(Put(record), restores=True), 1)
    assert (len(edits), after.find(record.__record__.name, "new")) == (1, record)


def test_removing_a_record_first_is_no_way_round() -> None:
    assert "'found' may not become 'closed'" in refused(ms.Remove(ms.Hazard, "h"), Put(CLOSED))


@pytest.mark.parametrize("blank", ["\u3000 ", "\u200b", "\t\n", "\u00a0"])
def test_blanks_are_not_what_a_state_needs(blank: str) -> None:
    assert "while measures is not set" in refused(Put(ms.Hazard(id="h", state="mended", mended_by="p", measures=blank)))


@pytest.mark.parametrize("since", [START, START - timedelta(hours=1)])
def test_a_paper_is_submitted_again_only_later_than_before(since: datetime) -> None:
    again = ms.Document(id="back", state="submitted", author="p", submitted_at=since)
    assert "may become 'submitted' again only with a later submitted_at" in refused(Put(again))
    checked(PLAN, Change.of(Put(evolved(again, submitted_at=START + timedelta(seconds=1)))), 1)


def desk_with_a_hazard() -> ms.Desk:
    return memory_desk([ms.Person(id="p"), ms.Person(id="q"), ms.Hazard(id="h", **MENDED)])


def test_undo_opens_what_was_closed_and_keeps_what_its_state_needs() -> None:
    desk = desk_with_a_hazard()
    with desk.edit() as edit:
        edit.set(ms.Hazard, "h", state="verified", verified_by="q")
    with desk.edit() as close:
        close.set(ms.Hazard, "h", state="closed")
    desk.undo(close.impact.revision or 0)
    assert desk.get(ms.Hazard, "h").state == "verified"
    assert desk.get(ms.Hazard, "h").verified_by == "q"


BODIES = [
    pytest.param(
        {"id": "n", "state": "closed", "mended_by": "p", "measures": "x", "verified_by": "q"},
        "may not begin as 'closed', only as 'found' or 'mended'",
        id="begins",
    ),
    pytest.param({"id": "n", "state": "mended", "mended_by": "p"}, "while measures is not set", id="needs"),
    pytest.param(
        {"id": "n", "state": "verified", "mended_by": "p", "measures": "x", "verified_by": "p"},
        "may not both be 'p'",
        id="apart",
    ),
]


@pytest.mark.parametrize(("body", "problem"), BODIES)
def test_an_importer_is_refused_like_anybody(body: dict[str, Any], problem: str, tmp_path: Path) -> None:
    path = tmp_path / "hazards.json"
    path.write_text(json.dumps({"meetsupport": 1, "records": {"Hazard": [body]}}), encoding="utf-8")
    desk = desk_with_a_hazard()
    with pytest.raises(RefusedTransition, match=problem):
        desk.load(path)
    assert "n" not in desk.plan.table("Hazard")


@pytest.mark.parametrize(("body", "problem"), BODIES)
def test_a_synced_table_is_refused_like_anybody(body: dict[str, Any], problem: str) -> None:
    desk = desk_with_a_hazard()
    with pytest.raises(RefusedTransition, match=problem):
        desk.sync(ms.Hazard, [desk.get(ms.Hazard, "h"), body])


PEOPLE: tuple[ms.Record, ...] = (ms.Person(id="p"), ms.Person(id="q"))


def there(desk: ms.Desk) -> str:
    return desk.get(ms.Hazard, "h").state


def test_a_plan_file_comes_back_into_an_empty_desk_and_by_name_into_another(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    memory_desk([*PEOPLE, CLOSED]).export(str(path))
    empty, running = memory_desk(), memory_desk([*PEOPLE])
    empty.load(path)
    with pytest.raises(RefusedTransition, match="may not begin as 'closed'"):
        running.load(path)
    running.load(path, restores=True)
    assert (there(empty), there(running)) == ("closed", "closed")


def test_a_difference_between_plans_restores_what_stood() -> None:
    source, target = memory_desk([*PEOPLE, CLOSED]), memory_desk([ms.Person(id="p")])
    target.apply(target.plan.diff(source.plan))
    assert there(target) == "closed"


def test_undoing_the_removal_of_what_was_closed_brings_it_back_closed() -> None:
    desk = memory_desk([*PEOPLE, CLOSED])
    gone = desk.apply(Change.of(ms.Remove(ms.Hazard, "h"), override="chief"))
    desk.undo(gone.revision or 0)
    assert there(desk) == "closed"


@pytest.mark.parametrize("edit", [Put(evolved(CLOSED, mended_by="q", verified_by="p")), ms.Remove(ms.Hazard, "h")])
def test_who_mended_and_who_verified_stands_once_it_is_closed(edit: Put | ms.Remove) -> None:
    desk = memory_desk([*PEOPLE, CLOSED])
    with pytest.raises(ms.Frozen, match="mended_by, verified_by of what is 'closed' stand"):
        desk.apply(Change.of(edit))


def test_a_journal_with_what_was_restored_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    with ms.Desk.open(file) as desk:
        desk.apply(Change.of(*map(Put, (*PEOPLE, CLOSED)), restores=True))
    with ms.Desk.open(file) as desk:
        assert there(desk) == "closed"


def test_an_importer_does_not_decide_that_it_restores(tmp_path: Path) -> None:
    taking = Importer("ledger", (".ledger",), lambda source: Change.of(Put(CLOSED), by=source.by, restores=True))
    desk = memory_desk([*PEOPLE], plugins={"mycity": plugin(importers=[taking])})
    path = tmp_path / "hazards.ledger"
    path.write_bytes(b"x")
    with pytest.raises(RefusedTransition, match="may not begin as 'closed'"):
        desk.load(path)
