"""Desks, plugins and channels that live as long as a test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from meetsupport.core.records import Record
from meetsupport.core.times import Clock
from meetsupport.desk import BUILTIN, Desk
from meetsupport.journal import Journal, MemoryJournal
from meetsupport.model import ChecklistTemplate, HealthProtocol, Requirement, TemplateItem
from meetsupport.plan import Change, Put
from meetsupport.plugins import (
    BriefSection,
    Channel,
    Delivery,
    Exporter,
    Importer,
    Receipt,
    Registry,
    Rule,
    WorkCalendar,
    hookimpl,
)
from meetsupport.testing.clock import FrozenClock

__all__ = ["RecordingChannel", "memory_desk", "plugin"]


class RecordingChannel:
    """
    A channel that delivers nowhere and remembers everything.

    Args:
        name: The first part of the addresses that it serves.

    Attributes:
        deliveries: What it was given, in order; attempts that it refused too.
        answer: What it does with the next deliveries: ``True`` takes them, ``False`` refuses them; an exception is
            raised.
    """

    def __init__(self, name: str = "recording") -> None:
        self.name = name
        self.deliveries: list[Delivery] = []
        self.answer: bool | Exception = True

    @property
    def channel(self) -> Channel:
        """The value that a plugin hands over."""
        return Channel(self.name, self.send)

    @property
    def keys(self) -> list[str]:
        """The keys of what it was given, in order."""
        return [delivery.key for delivery in self.deliveries]

    def send(self, delivery: Delivery) -> Receipt:
        """Take a delivery, refuse it, or raise."""
        self.deliveries.append(delivery)
        if isinstance(self.answer, Exception):
            raise self.answer
        return Receipt(delivered=self.answer, detail="" if self.answer else "refused")


def plugin(  # noqa: PLR0913 - one for each hook
    *,
    records: Iterable[type[Record]] = (),
    rules: Iterable[Rule] = (),
    protocols: Iterable[HealthProtocol | Requirement] = (),
    checklists: Iterable[ChecklistTemplate | TemplateItem] = (),
    briefs: Iterable[BriefSection] = (),
    importers: Iterable[Importer] = (),
    exporters: Iterable[Exporter] = (),
    channels: Iterable[Channel | RecordingChannel] = (),
    calendars: Iterable[WorkCalendar] = (),
) -> object:
    """Make a plugin of values, as a module with hook implementations would give them."""
    given = {
        "meetsupport_records": tuple(records),
        "meetsupport_rules": tuple(rules),
        "meetsupport_protocols": tuple(protocols),
        "meetsupport_checklists": tuple(checklists),
        "meetsupport_briefs": tuple(briefs),
        "meetsupport_importers": tuple(importers),
        "meetsupport_exporters": tuple(exporters),
        "meetsupport_channels": tuple(c.channel if isinstance(c, RecordingChannel) else c for c in channels),
        "meetsupport_calendars": tuple(calendars),
    }
    return SimpleNamespace(**{hook: hookimpl(_giving(values)) for hook, values in given.items()})


def _giving(values: tuple[Any, ...]) -> Callable[[], tuple[Any, ...]]:
    # Each hook needs a function of its own: the mark is put on the function.
    return lambda: values


@cache
def _core() -> Registry:
    # Made once, and copied: to look at all that the core gives takes longer than most tests.
    return Registry.of({"core": BUILTIN})


def memory_desk(
    records: Iterable[Record] = (),
    *,
    plugins: Mapping[str, object] | None = None,
    clock: Clock | None = None,
    journal: Journal | None = None,
) -> Desk:
    """
    Open a desk in memory, with the built-in plugin and no installed ones.

    Args:
        records: What its plan holds from the first revision on.
        plugins: Further plugins, by name.
        clock: Tells the time; by default a `FrozenClock`.
        journal: What to keep entries in; by default a new one in memory.
    """
    registry = _core().without()
    for name, given in (plugins or {}).items():
        registry.add(name, given)
    desk = Desk(journal if journal is not None else MemoryJournal(), registry, clock or FrozenClock())
    puts = tuple(Put(record) for record in records)
    if puts:
        desk.apply(Change(puts, by="testing", restores=True))
    return desk
