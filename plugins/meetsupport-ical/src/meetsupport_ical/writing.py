"""
Appointments as iCalendar (RFC 5545).

Times are written in UTC. Nothing here recurs, so a zone would add nothing but a VTIMEZONE that every client reads its
own way, while UTC is read by all of them as the same moment. Zones stand beside as ``X-WR-TIMEZONE``.

What a calendar has no field for stands in ``X-MEETSUPPORT-RECORD``: the whole record as JSON, and what was shown of
it, so that the importer can tell what was edited in a calendar program. It is base64, since clients disagree on how
to escape what they do not know.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from icalendar import Calendar, Component, vText
from icalendar import Event as VEvent

from meetsupport.core.codec import encode_body
from meetsupport.core.errors import Fault, InvalidInput
from meetsupport.core.records import Ref
from meetsupport.core.times import Window
from meetsupport.model import Event
from meetsupport.plan import Shown
from meetsupport_ical.appointments import Appointment, appointments

__all__ = ["MEDIA_TYPE", "PRODUCT", "RECORD", "Kept", "now_of", "vevent", "write_calendar"]

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//meetsupport//meetsupport-ical//EN"
RECORD = "X-MEETSUPPORT-RECORD"

_SECOND = timedelta(seconds=1)
# RFC 5545, 3.1: a text holds no control characters but the tab. A byte-order mark inside a file is dropped by readers.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")


class Kept(msgspec.Struct):
    """
    What `RECORD` holds.

    Attributes:
        type: The name of the record's type.
        record: The record.
        shown: By the property's name, what was shown of it.
    """

    type: str
    record: msgspec.Raw
    shown: dict[str, str]


class _Text(vText):
    """A text that is escaped as RFC 5545, 3.3.11 says; the library turns a backslash before an N into a line break."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def write_calendar(reader: Shown, of: Ref[Any] | None, language: str) -> bytes:
    """
    Write a calendar of sessions, duties and trips.

    Args:
        reader: What to read; a view where a role asks.
        of: Whose calendar; see `meetsupport_ical.appointments.appointments`.
        language: The language of the labels.

    Returns:
        An iCalendar file in UTF-8. Where the reader knows its revision, each SEQUENCE is that revision, so that a
        client which has an invitation of this plan takes it for no older one.

    Raises:
        UnknownReference: There is no such record.
        InvalidInput: Records of that type have no calendar, or a time cannot be written in UTC.
    """
    stamp = now_of(reader)
    sequence = reader.revision
    calendar = new_calendar()
    _describe(calendar, reader.all(Event))
    faults: list[Fault] = []
    for one in appointments(reader, of, language):
        try:
            event = vevent(one, stamp, sequence)
        except InvalidInput as error:
            faults += error.faults
            continue
        put(event, RECORD, kept(one, event))
        calendar.add_component(event)
    if faults:
        raise InvalidInput(faults)
    return bytes(calendar.to_ical())


def new_calendar(method: str | None = None) -> Calendar:
    """Begin a calendar, or with a method an iTIP message."""
    calendar = Calendar()
    put(calendar, "PRODID", PRODUCT)
    put(calendar, "VERSION", "2.0")
    put(calendar, "CALSCALE", "GREGORIAN")
    if method is not None:
        put(calendar, "METHOD", method)
    return calendar


def vevent(one: Appointment, stamp: datetime, sequence: int | None) -> VEvent:
    """
    Write an appointment.

    Raises:
        InvalidInput: Its window cannot be written in UTC.
    """
    try:
        start, end = span(one.window)
    except OverflowError:
        rt = one.record.__record__
        place = f"$.{rt.name}[{one.record.id!r}].{rt.window}"
        problem = f"invalid value {one.window}, expected years from 1 to 9999 in UTC"
        raise InvalidInput([Fault(place, problem)]) from None
    event = VEvent()
    put(event, "UID", one.uid)
    put(event, "DTSTAMP", stamp)
    put(event, "DTSTART", start)
    put(event, "DTEND", end)
    put(event, "STATUS", "CONFIRMED")
    put_text(event, "SUMMARY", one.summary)
    if one.location:
        put_text(event, "LOCATION", one.location)
    if one.notes:
        put_text(event, "DESCRIPTION", "\n".join(one.notes))
    if clean(one.kind):
        # The library takes a backslash before an N for a line break, and categories cannot be given ready made.
        put(event, "CATEGORIES", [clean(one.kind).replace("\\", "/")])
    if one.sensitive:
        put(event, "CLASS", "CONFIDENTIAL")
    if sequence is not None:
        put(event, "SEQUENCE", sequence)
    return event


def span(window: Window) -> tuple[datetime, datetime]:
    """
    Give a window's ends in UTC and whole seconds, which is all that iCalendar has.

    The first is rounded down and the second up, so that a window shorter than a second still has a length.

    Raises:
        OverflowError: An end has no year from 1 to 9999 in UTC.
    """
    start = window.start.astimezone(UTC).replace(microsecond=0)
    end = window.end.astimezone(UTC)
    return start, end if not end.microsecond else end.replace(microsecond=0) + _SECOND


def kept(one: Appointment, event: Component) -> vText:
    """Write what the importer needs to restore the record."""
    shown = {name: str(event.get(name, "")) for name in ("SUMMARY", "LOCATION")}
    for name in ("DTSTART", "DTEND"):
        when: Any = event[name]
        shown[name] = when.dt.isoformat()
    body = msgspec.json.encode(Kept(one.record.__record__.name, msgspec.Raw(encode_body(one.record)), shown))
    return vText(base64.urlsafe_b64encode(body).decode("ascii"))


def put(component: Component, name: str, value: Any) -> None:
    """Add a property; the library's types leave open what it takes."""
    into: Any = component
    into.add(name, value)


def put_text(component: Component, name: str, text: str) -> None:
    """Add a property of text."""
    put(component, name, _Text(clean(text)))


def clean(text: str) -> str:
    """Give a text as a calendar can hold it: line breaks are line feeds, and other control characters spaces."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def now_of(shown: Shown) -> datetime:
    """Give the moment at which a plan is looked at in whole seconds of UTC, for DTSTAMP."""
    return shown.now.astimezone(UTC).replace(microsecond=0)


def _describe(calendar: Calendar, events: Iterable[Event]) -> None:
    known: Mapping[str, Event] = {event.id: event for event in events}
    names = [str(event.name) for event in known.values() if str(event.name)]
    zones = {str(event.zone) for event in known.values()}
    if names:
        put_text(calendar, "X-WR-CALNAME", names[0] if len(names) == 1 else " / ".join(names))
    if len(zones) == 1:
        put_text(calendar, "X-WR-TIMEZONE", zones.pop())
