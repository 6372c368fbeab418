"""Days as an event counts them, and days off as the plan's calendar has them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from meetsupport.model import DayOff, Event
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "clock_of",
    "day_of",
    "has_days_off",
    "is_zone",
    "last_working_day",
    "off_day",
    "years_without_days_off",
    "zone_named",
]

SATURDAY = 5

LONGEST_BREAK = 30
"""How many days back a working day is looked for; the longest break of recent notices has nine days."""


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """Give the time zone of an IANA name, or ``None`` where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # OSError: the name of a folder of zones
        return None


def is_zone(name: str) -> bool:
    """Say whether a text is the IANA name of a time zone."""
    return zone_named(name) is not None


def day_of(plan: Reader, event: str | None, moment: datetime) -> date:
    """
    Give the day of a moment, as an event counts its days.

    Args:
        plan: What to read.
        event: The event's id. Without an event or a known zone, the day is that of the moment's own offset.
        moment: The moment.
    """
    found = plan.get(Event, event) if event is not None else None
    zone = zone_named(found.zone) if found is not None else None
    return (moment.astimezone(zone) if zone else moment).date()


def clock_of(plan: Reader, event: str | None, moment: datetime) -> datetime:
    """
    Give a moment with the offset that clocks have where an event is, so that it is shown as they show it.

    Args:
        plan: What to read.
        event: The event's id. Without an event or a known zone, the moment stays as it is.
        moment: The moment.
    """
    found = plan.get(Event, event) if event is not None else None
    zone = zone_named(found.zone) if found is not None else None
    try:
        local = moment.astimezone(zone) if zone is not None else moment
    except OverflowError:
        return moment
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))


def off_day(plan: Reader, day: date) -> bool:
    """Say whether a day is off: listed as such, or a weekend day that is not listed as worked."""
    listed = plan.where(DayOff, day=day)
    return not any(d.working for d in listed) if listed else day.weekday() >= SATURDAY


@derived
def has_days_off(plan: Reader, year: int) -> bool:
    """Say whether a plan has days off of a year, or days that are worked instead."""
    return any(one.day.year == year for one in plan.all(DayOff))


def years_without_days_off(plan: Reader, first: date, last: date) -> tuple[int, ...]:
    """List the years from a day to another of which a plan has no days off: there it counts weekends alone."""
    return tuple(year for year in range(first.year, last.year + 1) if not plan.derive(has_days_off, year))


def last_working_day(plan: Reader, day: date) -> date | None:
    """Give the last day before *day* on which one works, or ``None`` where none of the 30 days before is one."""
    for back in range(1, LONGEST_BREAK + 1):
        earlier = day - timedelta(days=back)
        if not off_day(plan, earlier):
            return earlier
    return None
