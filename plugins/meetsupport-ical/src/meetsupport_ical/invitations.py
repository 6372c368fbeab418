"""
Invitations and cancellations (iTIP, RFC 5546).

What is sent is the difference of two plans: the one that the attendee was last invited from, and the one now. A thing
that is new or looks different is requested, one that is gone is cancelled.

SEQUENCE is the revision of the plan in which the difference was found. RFC 5546, 2.1.4 demands that it never falls
and grows with each message that matters. A plan's revision grows with each change of anything, is the same on every
machine that reads the journal, and needs no counter of its own beside it, so it serves; that it skips numbers is
allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any, Literal

import attrs
from icalendar import Event as VEvent
from icalendar import vCalAddress

from meetsupport.core.errors import Fault, InvalidInput, UnknownReference
from meetsupport.core.records import Ref
from meetsupport.plan import Shown
from meetsupport_ical.appointments import Appointment, if_there
from meetsupport_ical.writing import MEDIA_TYPE, new_calendar, now_of, put, vevent

__all__ = ["Invitation", "invitations"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-:<-~]+")
_LARGEST = 2**31 - 1
"""The largest SEQUENCE: RFC 5545, 3.3.8."""


@attrs.frozen
class Invitation:
    """
    One message to the attendees. RFC 5546, 3.2.2 wants one for each UID.

    Attributes:
        uid: What it is about.
        method: ``REQUEST`` for something new or changed, ``CANCEL`` for something that is off.
        sequence: Its number; of two messages of one UID the higher one holds.
        content: The iCalendar file.
    """

    uid: str
    method: Literal["REQUEST", "CANCEL"]
    sequence: int
    content: bytes

    @property
    def media_type(self) -> str:
        """The media type to send it as (RFC 6047)."""
        return f"{MEDIA_TYPE}; method={self.method}; charset=utf-8"


def invitations(
    before: Shown | None,
    after: Shown,
    of: Ref[Any] | None,
    *,
    organizer: str,
    attendees: Sequence[str],
    language: str = "zh_CN",
) -> tuple[Invitation, ...]:
    """
    Compare two plans, and invite to what is new or changed and cancel what is gone.

    Args:
        before: The plan that the attendees were last invited from; ``None`` if they never were.
        after: The plan now.
        of: Whose appointments; see `meetsupport_ical.appointments.appointments`. One that is gone from *after* has
            none.
        organizer: The calendar address of the office: ``mailto:office@example.org``.
        attendees: The calendar addresses of those invited, at least one.
        language: The language of the labels.

    Returns:
        One message for each thing, in the order of their UIDs; nothing for what looks the same.

    Raises:
        UnknownReference: *of* is in neither plan.
        InvalidInput: An address is none, the revision is not after that of *before*, records of that
            type have no calendar, or a time cannot be written in UTC; every fault is listed.
    """
    faults = [*_bad_addresses(organizer, attendees)]
    sequence = after.revision
    lowest = 0 if before is None else before.revision + 1
    if not lowest <= sequence <= _LARGEST:
        faults.append(Fault("revision", f"invalid value {sequence}, expected {lowest} to {_LARGEST}"))
    if faults:
        raise InvalidInput(faults)
    if of is not None and not any(r is not None and r.get(of.type, of.id) is not None for r in (before, after)):
        raise UnknownReference(f"no {of.type.__record__.name} with the id {of.id!r}")
    old = {} if before is None else {one.uid: one for one in if_there(before, of, language)}
    new = {one.uid: one for one in if_there(after, of, language)}
    stamp = now_of(after)
    made: list[Invitation] = []
    for uid in sorted(old.keys() | new.keys()):
        gone = uid not in new
        if not gone and uid in old and _seen(old[uid]) == _seen(new[uid]):
            continue
        try:
            event = vevent(old[uid] if gone else new[uid], stamp, sequence)
        except InvalidInput as error:
            faults += error.faults
            continue
        made.append(_message(event, sequence, organizer, attendees, gone=gone))
    if faults:
        raise InvalidInput(faults)
    return tuple(made)


def _seen(one: Appointment) -> tuple[Any, ...]:
    """Give what an attendee sees; instants that are equal look equal, whatever their offset."""
    times = one.window.start.astimezone(UTC), one.window.end.astimezone(UTC)
    return times, one.summary, one.location, one.notes, one.kind, one.sensitive


def _message(event: VEvent, sequence: int, organizer: str, attendees: Sequence[str], *, gone: bool) -> Invitation:
    put(event, "ORGANIZER", vCalAddress(organizer))
    for address in attendees:
        attendee = vCalAddress(address)
        if not gone:
            attendee.params["PARTSTAT"] = "NEEDS-ACTION"
            attendee.params["RSVP"] = "TRUE"
        put(event, "ATTENDEE", attendee)
    if gone:
        del event["STATUS"]
        put(event, "STATUS", "CANCELLED")
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if gone else "REQUEST"
    calendar = new_calendar(method)
    calendar.add_component(event)
    return Invitation(str(event["UID"]), method, sequence, bytes(calendar.to_ical()))


def _bad_addresses(organizer: str, attendees: Sequence[str]) -> Iterator[Fault]:
    if not attendees:
        yield Fault("attendees", "none given, expected at least one calendar address")
    for place, address in [("organizer", organizer), *((f"attendees[{n}]", a) for n, a in enumerate(attendees))]:
        if not _ADDRESS.fullmatch(address):
            # The value is left out: an address is personal.
            yield Fault(place, "not a calendar address, expected something like mailto:office@example.org")
