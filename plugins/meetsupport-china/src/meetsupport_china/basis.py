"""Words that the rules of this plugin share."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from meetsupport import Event
from meetsupport.readings import day_of, off_day

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["event_day", "event_days", "is_over", "last_day", "working_days_before"]

LONGEST = 400
"""How many days back a working day is looked for."""


def event_day(plan: Reader, event: Event) -> date | None:
    """Give the first day of an event, as it counts its days."""
    return day_of(plan, event.id, event.window.start) if event.window is not None else None


def last_day(plan: Reader, event: str | None, start: datetime, end: datetime) -> date:
    """Give the last day of a window. Its end is no part of it: what ends at midnight does not touch the next day."""
    return day_of(plan, event, max(start, end - timedelta(microseconds=1)))


def event_days(plan: Reader, event: Event) -> int:
    """Count the days on which an event is held."""
    first = event_day(plan, event)
    if first is None or event.window is None:
        return 0
    return (last_day(plan, event.id, event.window.start, event.window.end) - first).days + 1


def is_over(plan: Reader, event: str | None) -> bool:
    """Say whether an event is over, so that nothing about it can be mended any more."""
    found = plan.get(Event, event) if event is not None else None
    return found is not None and found.window is not None and plan.passed(found.window.end)


def working_days_before(plan: Reader, day: date, count: int) -> date:
    """
    Give the day that is so many working days before another; that day itself is not counted.

    It is right only if no year from the one to the other is among `years_without_days_off`.
    """
    for _ in range(LONGEST):
        if count <= 0:
            break
        day -= timedelta(days=1)
        count -= not off_day(plan, day)
    return day
