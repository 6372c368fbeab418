"""
Reading a calendar into a change.

What the exporter wrote comes back without loss: the record that it kept, with the title, the time and the place as
they stand in the calendar now, should somebody have changed them there. Any other VEVENT becomes a session.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import msgspec
from icalendar import Calendar, Component

from meetsupport.core.codec import decode_body
from meetsupport.core.errors import Fault, InvalidInput
from meetsupport.core.records import Record, evolved
from meetsupport.core.times import Window
from meetsupport.model import Duty, Event, Place, Session, Trip
from meetsupport.plan import Change, Edit, Plan, Put, Remove
from meetsupport.plugins import Source
from meetsupport_ical.parsing import calendars
from meetsupport_ical.writing import RECORD, Kept, clean
from meetsupport_ical.zones import Zones, zone_named

__all__ = ["read_calendar"]

_TYPES: dict[str, type[Record]] = {cls.__record__.name: cls for cls in (Session, Duty, Trip)}
_TITLES = {"Session": "title", "Trip": "name"}
_RECURRING = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
_NOT_READ = ("VTODO", "VJOURNAL", "VFREEBUSY")

MAX_FAULTS = 10_000
"""After how many faults reading stops: a file with more of them is of another kind."""

_kept = msgspec.json.Decoder(Kept)


def read_calendar(source: Source) -> Change:
    """
    Read a calendar.

    Sessions that are made of a foreign calendar belong to the event that the option ``event`` names, or to the only
    one that the plan has. A whole day is one of that event's zone. A session's id is a digest of the UID, since UIDs
    may hold addresses of people; so the same calendar, read again, changes the same sessions. A location is the place
    of that name, or a new one. A cancelled VEVENT removes its session.

    Args:
        source: The file, and the plan that it meets.

    Returns:
        What differs from the plan.

    Raises:
        UnreadableFile: It is no calendar, or too large.
        InvalidInput: Something in it cannot be taken; every fault is listed. Recurring VEVENTs are refused one by
            one: which occurrences the office wants as sessions is its own choice.
    """
    found = calendars(source.content, source.name)
    reading = _Reading(source)
    for calendar in found:
        reading.take(calendar)
    if reading.faults:
        raise InvalidInput(reading.faults, source.name)
    skipped = ", ".join(f"{n} {name}" for name, n in sorted(reading.skipped.items()))
    reason = f"read from {source.name}" + (f", passing over {skipped}" if skipped else "")
    return Change(tuple(reading.edits.values()), by=source.by, reason=reason, base=source.plan.revision)


class _Reading:
    """The state of reading one file."""

    def __init__(self, source: Source) -> None:
        self._plan: Plan = source.plan
        self.faults: list[Fault] = []
        self.edits: dict[tuple[str, str], Edit] = {}
        self.skipped: Counter[str] = Counter()
        self._seen: dict[tuple[str, str], str] = {}
        self._event = self._home_event(source.options.get("event"))
        self._home = None if self._event is None else zone_named(self._event.zone)
        self._number = 0

    def _home_event(self, wanted: object) -> Event | None:
        if wanted is not None:
            event = self._plan.get(Event, wanted) if isinstance(wanted, str) else None
            if event is None:
                self.faults.append(Fault("option event", f"invalid value {wanted!r}, expected the id of an event"))
            return event
        events = self._plan.all(Event)
        return events[0] if len(events) == 1 else None

    def take(self, calendar: Calendar) -> None:
        zones = Zones(calendar, self._home)
        self.faults += [Fault("VCALENDAR", f"{name or 'a line'} cannot be read") for name, _ in calendar.errors]
        for component in calendar.subcomponents:
            if component.name in _NOT_READ:
                self.skipped[str(component.name)] += 1
            elif component.name == "VEVENT" and len(self.faults) >= MAX_FAULTS:
                self.faults.append(Fault("VCALENDAR", f"{MAX_FAULTS} faults so far, the rest was not read"))
                return
            elif component.name == "VEVENT":
                self._number += 1
                uid = str(component.get("UID", ""))
                place = f"VEVENT {self._number}" + (f", UID {uid[:80]}" if uid else "")
                try:
                    self._take_event(component, zones, uid, place)
                except InvalidInput as error:
                    self.faults += [Fault(" ".join(filter(None, [place, f.place])), f.problem) for f in error.faults]
                except (ValueError, OverflowError) as error:
                    self.faults.append(Fault(place, str(error)))

    def _take_event(self, event: Component, zones: Zones, uid: str, place: str) -> None:
        faults = [Fault("", f"{name or 'a line'} cannot be read") for name, _ in event.errors]
        faults += [
            Fault("", f"{name} makes it recur, which is not read: write out the occurrences that you want")
            for name in _RECURRING
            if name in event
        ]
        if faults:
            raise InvalidInput(faults)
        window = zones.window(event)
        made = self._foreign(event, window, uid) if RECORD not in event else self._restored(event, window)
        key = made.__record__.name, made.id
        if key in self._seen:
            raise ValueError(f"it is the same {key[0]} {key[1]!r} as {self._seen[key]}")
        self._seen[key] = place
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            if self._plan.find(*key) is not None:
                self.edits[key] = Remove(*key)
        elif made != self._plan.find(*key):
            self.edits[key] = Put(made)

    # What the exporter wrote

    def _restored(self, event: Component, window: Window | None) -> Record:
        kept = _unpacked(event)
        cls = _TYPES.get(kept.type)
        if cls is None or self._plan.types.get(kept.type) is not cls.__record__:
            raise ValueError(f"invalid type {kept.type[:60]!r} in {RECORD}, expected one of {', '.join(_TYPES)}")
        record = decode_body(cls.__record__, bytes(kept.record))
        changed: dict[str, Any] = {}
        if _times(window) != (kept.shown.get("DTSTART"), kept.shown.get("DTEND")):
            if window is None:
                raise ValueError("its DTSTART was taken away")
            changed["window"] = window
        summary, location = (str(event.get(name, "")) for name in ("SUMMARY", "LOCATION"))
        if _essence(summary) != _essence(kept.shown.get("SUMMARY", "")):
            if kept.type not in _TITLES:
                raise ValueError("its SUMMARY was changed, but is that of the post: change the post")
            changed[_TITLES[kept.type]] = summary
        if _essence(location) != _essence(kept.shown.get("LOCATION", "")):
            if kept.type != "Session":
                raise ValueError(f"its LOCATION was changed, but a {kept.type} has none of its own")
            changed["place"] = self._place(location)
        return evolved(record, **changed) if changed else record

    # What others wrote

    def _foreign(self, event: Component, window: Window | None, uid: str) -> Session:
        if not uid:
            raise ValueError("it has no UID")
        if window is None:
            raise ValueError("it has no DTSTART")
        made_id = _digest(uid)
        old = self._plan.get(Session, made_id) or Session(id=made_id, event=self._event.id if self._event else None)
        kinds = _categories(event)
        return evolved(
            old,
            title=str(event.get("SUMMARY", "")),
            kind=kinds[0] if kinds else "",
            place=self._place(str(event.get("LOCATION", ""))),
            window=old.window if old.window == window else window,
        )

    def _place(self, location: str) -> str | None:
        """Give the place that a location names; one that no place has becomes a new one."""
        name = clean(location).strip()
        if not name:
            return None
        there = self._plan.where(Place, name=name)
        if len(there) > 1:
            raise ValueError(f"its LOCATION is the name of {len(there)} places: {', '.join(p.id for p in there[:5])}")
        if there:
            return there[0].id
        made = Place(id=_digest(name), name=name)
        if self._plan.get(Place, made.id) is None:
            self.edits.setdefault(("Place", made.id), Put(made))
        return made.id


def _unpacked(event: Component) -> Kept:
    raw = event[RECORD]
    try:
        return _kept.decode(base64.urlsafe_b64decode(re.sub(r"\s", "", str(raw)).encode("ascii")))
    except (binascii.Error, UnicodeError, msgspec.MsgspecError, RecursionError):
        raise ValueError(f"{RECORD} cannot be read: leave it as it was written, or take it out") from None


def _times(window: Window | None) -> tuple[str | None, str | None]:
    """Give the ends as the exporter notes them."""
    if window is None:
        return None, None
    start, end = window.start.astimezone(UTC), window.end.astimezone(UTC)
    return start.isoformat(), end.isoformat()


def _essence(text: str) -> str:
    """Give what counts of a text: calendar programs fold blanks and break lines as they like."""
    whole = text.replace("\\N", "").replace("\\n", "")
    return "".join(char for char in whole if char.isprintable() and not char.isspace())


def _digest(text: str) -> str:
    return "ical-" + hashlib.sha256(text.encode()).hexdigest()[:24]


def _categories(event: Component) -> list[str]:
    return list(_texts(event.get("CATEGORIES")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _texts(one)
    elif value is not None:
        yield from (str(one) for one in getattr(value, "cats", [value]) if str(one))
