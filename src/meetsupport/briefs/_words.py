"""
What lines say of other records: names, and words for what is open.

Values may be masked, so none is tested for truth here or computed with; it is compared, which a masked one bears.

What must be settled and is not is said to be open, with the word for it. What need not be there at all is left out: a
line has its parts as values of their own, so that a notice can give the one that changed, and a part that may be
missing stands within the value that it belongs to.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from meetsupport.core.messages import Message
from meetsupport.core.times import Window
from meetsupport.model import Participant, Person, Place, Post, Route, Session
from meetsupport.plan import MASKED
from meetsupport.readings import kind_word

if TYPE_CHECKING:
    from datetime import datetime

    from meetsupport.core.messages import Value
    from meetsupport.core.records import Record
    from meetsupport.model import Arrival, Trip
    from meetsupport.plan import Reader

__all__ = [
    "NOBODY",
    "NO_PLACE",
    "NO_TIME",
    "OPEN",
    "SOMEWHERE",
    "called",
    "contact",
    "expected",
    "guest",
    "head_count",
    "minute",
    "place_of",
    "plain",
    "post_name",
    "session_title",
    "span",
    "trip_name",
    "trip_on_route",
]


_MINUTE = timedelta(minutes=1)

OPEN = Message.of("not settled")
NOBODY = Message.of("nobody yet")
NO_PLACE = Message.of("place not settled")
NO_TIME = Message.of("time not settled")
SOMEWHERE = Message.of("a place not settled yet")
"""For the middle of a sentence, where `NO_PLACE` is for a list."""


def minute(due: datetime | None) -> Window | None:
    """Give the minute at which something is due, so that a notice of it must have been read before."""
    try:
        return None if due is None else Window(due, due + _MINUTE)
    except OverflowError:
        return None


def called(plan: Reader, cls: type[Record], id: str | None, missing: Value = OPEN) -> Value:
    """
    Say what a record is called: its name, or its id where it has none.

    Args:
        plan: What to read.
        cls: A record type with a ``name``.
        id: The record's id. A masked id stays masked.
        missing: What to say where there is none.
    """
    if id is MASKED:
        return MASKED
    found: Any = plan.get(cls, id) if id is not None else None
    if found is None:
        return missing
    name: Value = found.id if found.name == "" else found.name
    return name


def place_of(plan: Reader, id: str | None, missing: Value = NO_PLACE) -> Value:
    """Say where something is."""
    return called(plan, Place, id, missing)


def session_title(session: Session) -> str:
    """Say what a session is called."""
    return session.title or session.id


def post_name(plan: Reader, post: Post) -> Value:
    """Say what a post is called, and what it is for where that is known: its session, or what is done there."""
    session = plan.get(Session, post.session) if post.session is not None else None
    purpose: Value = session_title(session) if session is not None else post.role and kind_word(post.role)
    name = post.name or post.id
    return Message.of("{name} ({what})", name=name, what=purpose) if purpose else name


def trip_name(trip: Trip) -> str:
    """Say what a trip is called."""
    return trip.name or trip.id


def trip_on_route(plan: Reader, trip: Trip) -> Value:
    """Say what a trip is called, and on which route it runs if it runs on one."""
    if trip.route is None:
        return trip_name(trip)
    return Message.of("{trip} (route {route})", trip=trip_name(trip), route=called(plan, Route, trip.route))


def contact(plan: Reader, person: str | None) -> Value:
    """Say whom to call: the name with the number, as far as there are any."""
    found = plan.get(Person, person) if person is not None else None
    if found is None:
        return NOBODY
    name = called(plan, Person, found.id)
    if found.phone is MASKED or found.phone == "":
        return name
    return Message.of("{name} {phone}", name=name, phone=found.phone)


def expected(arrival: Arrival) -> Value:
    """
    Say when an arrival is expected, and that it is late while it is.

    Of its states only *delayed* is in it: that it is there, or was met, asks nothing of those who wait for it.
    """
    due: Value = OPEN if arrival.due is None else arrival.due
    return Message.of("{due} (delayed)", due=due) if arrival.state == "delayed" else due


def guest(
    plan: Reader, participant: str, *, companions: bool = False, title: bool = True, phone: bool = False
) -> Value:
    """
    Say who somebody is who takes part.

    Args:
        plan: What to read.
        participant: The id.
        companions: Whether to say how many come along.
        title: Whether to say the body and the office held.
        phone: Whether to say the number.
    """
    who: Value = called(plan, Participant, participant)
    found = plan.get(Participant, participant)
    if found is None:
        return who
    if title and found.title:
        who = Message.of("{name}, {title}", name=who, title=found.title)
    if companions and found.companions > 0:
        template = "{who} with 1 companion" if found.companions == 1 else "{who} with {n} companions"
        who = Message.of(template, who=who, n=found.companions)
    if phone and found.phone is not MASKED and found.phone != "":
        who = Message.of("{who}, telephone {phone}", who=who, phone=found.phone)
    return who


def head_count(heads: int) -> Message:
    """Say how many heads."""
    return Message.of("1 head" if heads == 1 else "{n} heads", n=heads)


def span(window: Window | None) -> Value:
    """Say when something is; also where the window is masked."""
    return NO_TIME if window is None else window


def plain(window: Window | None) -> Window | None:
    """Give a window that a line can have as its own: none where it is masked."""
    return window if isinstance(window, Window) else None
