"""A small office: places that a few recipients must know of."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportArgumentType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.desk import Desk, Notice
from meetsupport.journal import Journal, open_journal
from meetsupport.model import Itinerary, Participant, Place, Recipient, Session
from meetsupport.plan import Change, Edit, Put, Reader
from meetsupport.plugins import BriefSection, Line
from meetsupport.testing import START, FrozenClock, RecordingChannel, memory_desk, plugin

HOUR = timedelta(hours=1)


def span(start: float, end: float) -> Window:
    """A window of hours after the clock's start."""
    return Window(START + start * HOUR, START + end * HOUR)


def tell(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Every place, every session with its window, and the phone of every participant."""
    for place in plan.all(Place):
        yield Line(f"place:{place.id}", "{place} is a {kind}", place=place.id, kind=place.kind)
    for session in plan.all(Session):
        yield Line(f"session:{session.id}", "{title}", title=session.title or session.id, window=session.window)
    for one in plan.all(Participant):
        yield Line(f"participant:{one.id}", "call {phone}", phone=one.phone)
    for item in plan.all(Itinerary):
        yield Line(f"item:{item.id}", "{title}", title=item.title)


def reader(one: str = "r", **about: Any) -> Recipient:
    """A recipient that is told of everything."""
    return Recipient(id=one, **{"kinds": ("all",), "addresses": (f"recording:{one}",), "language": "en", **about})


class SmallOffice:
    """A desk with a clock and a channel."""

    def __init__(self, *records: Record, journal: Journal | None = None, path: Path | None = None) -> None:
        self.clock = FrozenClock()
        self.channel = RecordingChannel()
        self.plugins = {"told": plugin(briefs=[BriefSection("all", tell)], channels=[self.channel])}
        self.journal = open_journal(path) if path is not None else journal
        self.desk = memory_desk(records, plugins=self.plugins, clock=self.clock, journal=self.journal)

    def another(self) -> Desk:
        """Open a second desk on the same journal."""
        return Desk(self.desk.journal, self.desk.registry, self.clock)

    def put(self, *records: Record, **about: Any) -> None:
        self.desk.apply(Change(tuple(Put(record) for record in records), **about))

    def edit(self, *edits: Edit) -> None:
        self.desk.apply(Change(edits))

    def notice(self, recipient: str = "r") -> Notice:
        found = self.desk.notice(recipient)
        assert found is not None
        return found

    def tell_all(self) -> None:
        """Send everything, and have everybody acknowledge it."""
        for notice in self.desk.send():
            self.desk.acknowledge(notice, by=notice.recipient)

    def lines(self, recipient: str = "r") -> list[str]:
        found = self.desk.notice(recipient)
        return [] if found is None else list(map(str, found.lines))
