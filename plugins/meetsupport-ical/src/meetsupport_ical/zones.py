"""What moment a calendar's time is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar, Component, Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from meetsupport.core.times import Window

__all__ = ["Zones", "zone_named"]

_NAME_AT_END = re.compile(r"(?:[A-Za-z]+/)?[A-Za-z]+/[A-Za-z_+-]+[0-9]*$")


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """Give the IANA zone of that name, or ``None``."""
    return ZoneInfo(name) if name in _names() else None


class Zones:
    """
    The zones that one file speaks of.

    A name that IANA or Windows knows means what they say; any other, what the file's own VTIMEZONE says. The parser
    keeps the zones of every file that it ever read, so what it made of a name is not used.

    Args:
        calendar: The calendar.
        home: The zone that days are counted in, if it is known.
    """

    def __init__(self, calendar: Calendar, home: ZoneInfo | None) -> None:
        self._own = {str(one["TZID"]): one for one in _timezones(calendar) if "TZID" in one}
        self._made: dict[str, tzinfo] = {}
        self.home = home

    def window(self, event: Component) -> Window | None:
        """
        Give the window of a VEVENT, or ``None`` if it has no start.

        Raises:
            ValueError: It has none that can be told; the message says why.
        """
        if "DTSTART" not in event:
            return None
        start, whole_day = self._moment(event, "DTSTART")
        if "DTEND" in event:
            end, _ = self._moment(event, "DTEND")
        elif "DURATION" in event:
            length = getattr(event["DURATION"], "dt", None)
            if not isinstance(length, timedelta):
                raise ValueError("DURATION cannot be read")
            end = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
        elif whole_day:
            end = self._at_home(start.date() + timedelta(days=1))
        else:
            raise ValueError("it has neither DTEND nor DURATION")
        return Window(self._fixed(start), self._fixed(end))

    def _moment(self, event: Component, name: str) -> tuple[datetime, bool]:
        value: Any = event[name]
        if isinstance(value, list):
            raise ValueError(f"{name} stands twice")  # noqa: TRY004 - the file's fault
        when = getattr(value, "dt", None)
        if isinstance(when, datetime):
            tzid = value.params.get("TZID")
            if tzid is not None:
                return when.replace(tzinfo=self._zone(str(tzid))), False
            if when.tzinfo is None:
                raise ValueError(f"{name} {when.isoformat()} has no zone, expected UTC or a TZID")
            return when, False
        if isinstance(when, date):
            return self._at_home(when), True
        raise ValueError(f"{name} cannot be read")

    def _at_home(self, day: date) -> datetime:
        if self.home is None:
            raise ValueError(
                f"{day.isoformat()} is a whole day, but it is not known in which event's zone: give the event"
            )
        return datetime(day.year, day.month, day.day, tzinfo=self.home)

    def _fixed(self, when: datetime) -> datetime:
        """
        Give a moment a fixed offset, that of the home zone where there is one.

        Two moments of one zone compare by their wall clocks, which is wrong in the hour that a zone repeats.
        """
        moment = when.astimezone(UTC).astimezone(self.home or when.tzinfo)
        offset = moment.utcoffset()
        return moment.replace(tzinfo=timezone(offset) if offset else UTC)

    def _zone(self, tzid: str) -> tzinfo:
        if tzid not in self._made:
            self._made[tzid] = self._found(tzid)
        return self._made[tzid]

    def _found(self, tzid: str) -> tzinfo:
        cleaned = tzid.strip("/")
        known = zone_named(cleaned) or zone_named(WINDOWS_TO_OLSON.get(cleaned, ""))
        if known is not None:
            return known
        if tzid in self._own:
            try:
                component: Any = self._own[tzid]
                made: tzinfo = component.to_tz(lookup_tzid=False)
            except Exception as error:  # noqa: BLE001 - a VTIMEZONE may hold anything
                why = type(error).__name__
                raise ValueError(f"the VTIMEZONE of TZID {tzid[:60]!r} cannot be read: {why}") from None
            return made
        # RFC 5545, 3.2.19: /vendor/…/Area/City is a name of the vendor's, which as a rule ends with IANA's.
        at_end = _NAME_AT_END.search(cleaned)
        guessed = None if at_end is None else zone_named(at_end.group())
        if guessed is None:
            raise ValueError(f"unknown TZID {tzid[:60]!r} without a VTIMEZONE")
        return guessed


def _timezones(calendar: Calendar) -> Iterable[Timezone]:
    return (one for one in calendar.subcomponents if isinstance(one, Timezone))
