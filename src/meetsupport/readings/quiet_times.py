"""
When work should rest: at night, after work, on days off.

Night is from 22:00 to 06:00 in the event's zone, as labour law in China has it for night work; other offices change
nothing by it, since it is only marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.readings.anchors import LONGEST_PLAN, anchor_time
from meetsupport.readings.calendar import off_day, zone_named
from meetsupport.readings.critical_path import DAY, Laid, later

if TYPE_CHECKING:
    from datetime import tzinfo

    from meetsupport.model import Event
    from meetsupport.plan import Reader

__all__ = ["Quiet", "evening", "night_hours", "off_days_of", "quiet_times"]

NIGHTFALL, DAYBREAK = time(22), time(6)
WORK_BEGINS, WORK_ENDS = time(8), time(18)


def _days(start: datetime, end: datetime, zone: tzinfo) -> Iterator[date]:
    try:
        day, last = start.astimezone(zone).date() - DAY, end.astimezone(zone).date()
        while day <= last:
            yield day
            day += DAY
    except OverflowError:
        return


def _nights(window: Window, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    for day in _days(window.start, window.end, zone):
        start = max(datetime.combine(day, NIGHTFALL, zone).astimezone(UTC), window.start)
        end = min(datetime.combine(day + DAY, DAYBREAK, zone).astimezone(UTC), window.end)
        if start < end:
            yield start, end


def night_hours(window: Window, zone: str = "") -> timedelta:
    """
    Say how much of a window is night: 22:00 to 06:00.

    Args:
        window: The window, half-open.
        zone: The IANA name of the zone whose clocks count; an unknown one is that of the window's own offset.
    """
    return sum(
        (end - start for start, end in _nights(window, zone_named(zone) or window.start.tzinfo or UTC)), timedelta(0)
    )


Spans = tuple[tuple[datetime, datetime], ...]


@attrs.frozen
class Quiet:
    """When work should rest: at night, on days off, after work, and on days off counted from evening to evening."""

    nights: Spans = ()
    off: Spans = ()
    shut: Spans = ()
    days_off: Spans = ()


def quiet_times(plan: Reader, event: Event, start: datetime, end: datetime) -> Quiet:
    """
    List when work should rest in a span.

    Days off count until the day before the first guests come; on the days of the event itself everybody works. A span
    of more than three years has none.
    """
    if not start < end or end - start > LONGEST_PLAN * DAY:
        return Quiet()
    zone = zone_named(event.zone) or start.tzinfo or UTC
    first_day = _first_day(event, zone)
    days = list(_days(start, end, zone))
    off = [day for day in days if day < first_day and off_day(plan, day)]
    return Quiet(
        nights=tuple(_nights(Window(start, end), zone)),
        off=tuple(_span_of(day, time(), day + DAY, time(), zone) for day in off),
        shut=tuple(_span_of(day, WORK_ENDS, day + DAY, WORK_BEGINS, zone) for day in days),
        days_off=tuple(_span_of(day - DAY, WORK_ENDS, day, WORK_ENDS, zone) for day in off),
    )


def _first_day(event: Event, zone: tzinfo) -> date:
    first = anchor_time(event, "arrival")
    return first.astimezone(zone).date() if first is not None else date.max


def _span_of(day: date, at: time, until: date, then: time, zone: tzinfo) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, at, zone).astimezone(UTC),
        datetime.combine(until, then, zone).astimezone(UTC),
    )


def evening(moment: datetime, zone: tzinfo) -> datetime:
    """Give the last end of a working day that is not after a moment."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() >= WORK_ENDS else local.date() - DAY
    return datetime.combine(day, WORK_ENDS, zone).astimezone(UTC)


def off_days_of(plan: Reader, event: Event, laid: Laid) -> tuple[date, ...]:
    """List the days off on which something is done; what takes a day or more counts from evening to evening."""
    zone = zone_named(event.zone) or UTC
    first_day = _first_day(event, zone)
    length = laid.finish - laid.start
    if length > LONGEST_PLAN * DAY:
        return ()
    found: list[date] = []
    for day in _days(laid.start, later(laid.finish, DAY), zone):
        if length >= DAY:
            start, end = _span_of(day - DAY, WORK_ENDS, day, WORK_ENDS, zone)
        else:
            start, end = _span_of(day, time(), day + DAY, time(), zone)
        if day < first_day and laid.start < end and laid.finish > start and off_day(plan, day):
            found.append(day)
    return tuple(found)
