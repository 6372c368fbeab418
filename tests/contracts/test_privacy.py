"""What may end up in a log holds no sensitive value: neither a repr nor an error message."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import meetsupport as ms
from meetsupport import model
from meetsupport.core.messages import Message
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window, instant
from meetsupport.desk.known import BriefLine
from meetsupport.journal import Draft
from meetsupport.plan.change import Delta
from meetsupport.plugins import Delivery, Line, Problem, Source
from meetsupport.testing import memory_desk

SECRET = "Sekret-4711"  # noqa: S105 - what must not be shown
MOMENT = instant("2031-02-03T04:05:00+08:00")
TOLD = ("4711", "2031", "04:05", "47.11")
"""Any of these in a text gives a secret away."""


def secret_value(spec: FieldSpec) -> Any:
    values: dict[Any, Any] = {
        str: SECRET,
        bool: True,
        int: 4711,
        Decimal: Decimal("47.11"),
        date: MOMENT.date(),
        datetime: MOMENT,
        Window: Window(MOMENT, instant("2031-02-03T05:00:00+08:00")),
    }
    return (values[spec.base],) if spec.many else values[spec.base]


def sensitive() -> Iterator[tuple[type[ms.Record], FieldSpec]]:
    for name in sorted(model.__all__):
        rt = getattr(model, name).__record__
        for spec in rt.masked:
            yield rt.cls, spec


CASES = [pytest.param(cls, spec, id=f"{cls.__name__}.{spec.name}") for cls, spec in sensitive()]
GUEST = ms.Participant(id="p-1", name=SECRET, phone=SECRET, diet=SECRET)


def assert_discreet(text: str) -> None:
    assert not [part for part in TOLD if part in text], text


def test_there_are_sensitive_fields_of_each_sort() -> None:
    assert {spec.sensitive for _, spec in sensitive()} == {"personal", "health", "confidential"}


@pytest.mark.parametrize(("cls", "spec"), CASES)
def test_the_repr_of_a_record_and_of_what_holds_it_is_discreet(cls: type[ms.Record], spec: FieldSpec) -> None:
    record = cls(**{"id": "a", spec.name: secret_value(spec)})
    for holder in (record, ms.Put(record), ms.Change.of(ms.Put(record)), Delta("T", "a", None, record), [record]):
        assert_discreet(repr(holder))
        assert_discreet(str(holder))


REPRS: dict[str, Callable[[], object]] = {
    "message": lambda: Message.of("{name} comes", name=SECRET),
    "line": lambda: Line("k", "{name} comes", name=SECRET),
    "brief line": lambda: BriefLine("k", Message.of("{name} comes", name=SECRET)),
    "problem": lambda: Problem("{name} comes", name=SECRET, fix="call {name}"),
    "plan": lambda: memory_desk([GUEST]).plan,
    "desk": lambda: memory_desk([GUEST]),
    "impact": lambda: memory_desk([GUEST]).preview(ms.Change.of(ms.Remove(ms.Participant, "p-1"))),
    "notice": lambda: _desk_of_a_liaison_officer().notices(),
    "finding": lambda: tuple(_desk_of_a_liaison_officer().check()),
    "delivery": lambda: Delivery("k", "r", SECRET, SECRET, SECRET, "en", None, [SECRET]),
    "source": lambda: Source("a.csv", SECRET.encode(), memory_desk().plan, lambda _: memory_desk().plan, "me", MOMENT),
    "unknown fields": lambda: ms.Put(GUEST, {"x": b'"%s"' % SECRET.encode()}),
    "journalled draft": lambda: Draft("change", instant("2030-01-01T00:00:00Z"), (SECRET.encode(),)),
    "journalled entries": lambda: list(memory_desk([GUEST]).journal.read()),
    "log": lambda: list(memory_desk([GUEST]).log()),
}


def _desk_of_a_liaison_officer() -> ms.Desk:
    return memory_desk(
        [
            ms.Person(id="o", name=SECRET, phone=SECRET),
            GUEST,
            ms.Trip(id="t", liaison="o", seats=0),
            ms.Seat(id="s", trip="t", participant="p-1"),
            ms.Recipient(id="r", kinds=("liaison",), person="o", name=SECRET, addresses=(f"console:{SECRET}",)),
        ]
    )


@pytest.mark.parametrize("what", REPRS)
def test_the_repr_of_what_carries_values_is_discreet(what: str) -> None:
    assert_discreet(repr(REPRS[what]()).replace("2031, 2, 3", ""))


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(ms.MeetSupportError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize(("cls", "spec"), CASES)
def test_an_error_of_a_file_is_discreet(cls: type[ms.Record], spec: FieldSpec, tmp_path: Path) -> None:
    wrong = [{"hidden": SECRET}] if spec.many else {"start": SECRET, "end": SECRET}
    body = {"meetsupport": 1, "records": {cls.__record__.name: [{"id": "a", spec.name: wrong}]}}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    desk = memory_desk()
    text = refused(lambda: desk.load(path))
    assert_discreet(text)
    assert spec.name in text


@pytest.mark.parametrize(("cls", "spec"), CASES)
def test_an_error_of_a_table_of_rows_is_discreet(cls: type[ms.Record], spec: FieldSpec) -> None:
    desk = memory_desk()
    assert_discreet(refused(lambda: desk.sync(cls, [{"id": "a", spec.name: {"hidden": SECRET}}])))


@pytest.mark.parametrize(("cls", "spec"), CASES)
def test_an_error_of_an_edit_is_discreet(cls: type[ms.Record], spec: FieldSpec) -> None:
    desk = memory_desk([cls(id="a")])

    def set_wrongly() -> None:
        with desk.edit() as edit:
            edit.set(cls, "a", **{spec.name: {"hidden": SECRET}})

    assert_discreet(refused(set_wrongly))


@pytest.mark.parametrize(("cls", "spec"), CASES)
def test_a_refused_question_of_a_view_is_discreet(cls: type[ms.Record], spec: FieldSpec) -> None:
    view = memory_desk([cls(id="a")]).view("")
    value = secret_value(spec)
    assert_discreet(refused(lambda: view.where(cls, **{spec.name: value[0] if spec.many else value})))
