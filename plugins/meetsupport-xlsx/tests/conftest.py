"""An office with a desk drawer: plans, workbooks written from them, and the hands of a clerk."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, settings
from meetsupport_xlsx.reading import read
from meetsupport_xlsx.writing import render_empty, render_workbook

from meetsupport import model
from meetsupport.core.codec import Contents
from meetsupport.core.records import Record, RecordType
from meetsupport.core.times import Window
from meetsupport.model import Delegation, Event, Participant, Person, Place, Session, Team
from meetsupport.plan import Change, PlainReader, Plan, Put
from meetsupport.plan.view import View
from meetsupport.plugins import Source

for profile, examples in (("quick", 10), ("ci", 60)):
    settings.register_profile(
        profile, max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile("quick")

NOW = datetime(2011, 6, 1, 1, 0, tzinfo=UTC)
CST = timezone(timedelta(hours=8))


class Office:
    """Makes plans and workbooks, and reads workbooks back."""

    def __init__(self) -> None:
        found: Iterable[type[Record]] = (getattr(model, name) for name in model.__all__)
        self.types: Mapping[str, RecordType[Any]] = {cls.__record__.name: cls.__record__ for cls in found}

    def plan(self, *records: Record, revision: int = 0) -> Plan:
        """Make a plan of records."""
        ordered = tuple(sorted(records, key=lambda record: record.__record__.name))
        return Plan.of(self.types, Contents(ordered, {}, ()), revision)

    def small(self, *more: Record) -> Plan:
        """Make a plan of a small conference with fictitious people, at revision 7."""
        return self.plan(
            Event(
                id="conference", name="年会", window=Window.of("2011-06-08T08:00:00+08:00", "2011-06-11T18:00:00+08:00")
            ),
            Place(id="hall-1", name="第一会议室", kind="hall", capacity=120, address="东楼二层"),
            Place(id="hall-2", name="第二会议室", kind="hall", capacity=80, address="西楼三层"),
            Team(id="team-1", name="会务组", lead="person-1"),
            Person(id="person-1", name="甲一", team="team-1", phone="01380000001", title="组长"),
            Person(
                id="person-2",
                name="乙二",
                team="team-1",
                phone="01380000002",
                title="科员",
                skills=("first aid", "English"),
            ),
            Delegation(id="d-1", name="东山代表团", event="conference", quota=12),
            Participant(
                id="p-1",
                name="丙三",
                delegation="d-1",
                rank="bureau",
                phone="01390000001",
                title="东山局局长",
                diet="清真",
            ),
            Participant(
                id="p-2", name="丁四", delegation="d-1", rank="division", phone="01390000002", title="东山局处长"
            ),
            Session(
                id="s-1",
                event="conference",
                title="开幕式",
                place="hall-1",
                window=Window.of("2011-06-09T08:30:00+08:00", "2011-06-09T10:00:00+08:00"),
            ),
            *more,
            revision=7,
        )

    def export(self, plan: Plan, language: str = "zh_CN", sees: Iterable[str] | None = None) -> bytes:
        """Write a workbook."""
        reader = PlainReader(plan, NOW)
        return render_workbook(reader if sees is None else View(reader, sees), None, language)

    def empty(self, language: str = "zh_CN") -> bytes:
        """Write an empty workbook."""
        return render_empty(PlainReader(self.plan(), NOW), None, language)

    def read(self, content: bytes, plan: Plan, *earlier: Plan, **options: Any) -> Change:
        """Read a workbook for a plan that has earlier revisions."""
        known = {one.revision: one for one in (*earlier, plan)}
        return read(Source("copy.xlsx", content, plan, lambda revision: known[revision], "clerk", NOW, options))

    def records(self, change: Change) -> dict[str, Record]:
        """Give the records that a change puts, by id."""
        puts = [edit.record for edit in change.edits if isinstance(edit, Put)]
        return {record.id: record for record in puts if isinstance(record, Record)}


def retyped(
    content: bytes, cells: Mapping[str, object] | None = None, work: Callable[[Any], None] | None = None
) -> bytes:
    """Open a workbook as an office program would, type into cells (``Sheet!C5``), and save it."""
    book: Any = openpyxl.load_workbook(io.BytesIO(content))
    for place, value in (cells or {}).items():
        title, _, cell = place.rpartition("!")
        book[title][cell] = value
    if work:
        work(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def made(*sheets: tuple[str, list[list[object]]], work: Callable[[Any], None] | None = None) -> bytes:
    """Make a workbook as somebody types one: titles and rows of cells."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
    if work:
        work(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def office() -> Office:
    return Office()


@pytest.fixture(scope="session")
def type_into() -> Callable[..., bytes]:
    return retyped


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    return made
