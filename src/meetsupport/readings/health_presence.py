"""Who is where with whom: at a place or a session, on a trip, in a room, at a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from meetsupport.core.records import Record, Ref
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Duty,
    Meal,
    Participant,
    Place,
    Placement,
    Post,
    Room,
    Seat,
    SeatPlan,
    Session,
    Stay,
    Trip,
)
from meetsupport.plan import derived
from meetsupport.readings.heads import GONE
from meetsupport.readings.health import PARTICIPANT, PERSON, Who
from meetsupport.readings.whereabouts import duty_window, post_place

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["Presence", "Spot", "presences_at", "presences_of", "spot_ref"]

Spot: TypeAlias = "tuple[str, str, str]"
"""Where people meet: the name of a record type, an id, and the block or table of a seat plan (otherwise empty)."""

AWAY = frozenset({"on-leave", "absent"})
"""The states of an appearance that does not take place."""


@attrs.frozen
class Presence:
    """
    Somebody at a spot for a time.

    Attributes:
        who: Who.
        spot: Where.
        window: When.
        source: The type and the id of the record that says so.
    """

    who: Who
    spot: Spot
    window: Window
    source: tuple[str, str]

    @property
    def ref(self) -> Ref[Record]:
        """The record that says so."""
        return _REFS[self.source[0]].ref(self.source[1])


_SOURCES: tuple[type[Record], ...] = (
    Appearance,
    Duty,
    Place,
    Placement,
    Post,
    Room,
    Seat,
    SeatPlan,
    Session,
    Stay,
    Trip,
)
_REFS: dict[str, type[Record]] = {cls.__record__.name: cls for cls in _SOURCES}


def spot_ref(spot: Spot) -> Ref[Record]:
    """Point to the record that a spot is named after."""
    return _REFS[spot[0]].ref(spot[1])


def _made(who: Who | None, spot: Spot, window: Window | None, source: Record) -> Iterator[Presence]:
    """Give a presence, where it is known who is there and when."""
    if who is not None and window is not None:
        yield Presence(who, spot, window, (source.__record__.name, source.id))


def _session_spot(session: Session) -> Spot:
    return ("Place", session.place, "") if session.place is not None else ("Session", session.id, "")


def _post_spot(plan: Reader, post: Post) -> Spot:
    place = post_place(plan, post)
    if place is not None:
        return "Place", place, ""
    return ("Session", post.session, "") if post.session is not None else ("Post", post.id, "")


def _plan_window(plan: Reader, seats: SeatPlan) -> Window | None:
    if seats.session is not None:
        session = plan.get(Session, seats.session)
        return session.window if session is not None else None
    meal = plan.get(Meal, seats.meal) if seats.meal is not None else None
    return meal.window if meal is not None else None


# By person


@derived
def presences_of(plan: Reader, who: Who) -> tuple[Presence, ...]:
    """
    List where somebody is by the plan: on duty, in sessions, on trips, in rooms, at tables.

    What has no time is left out, since nobody can say whom they meet there.
    """
    kind, id = who
    if kind == PARTICIPANT:
        guest = plan.get(Participant, id)
        if guest is None or guest.state in GONE:
            return ()
        return tuple(_of_participant(plan, id))
    return tuple(_of_person(plan, id))


def _of_person(plan: Reader, id: str) -> Iterator[Presence]:
    who = PERSON, id
    for duty in plan.where(Duty, person=id):
        post = plan.get(Post, duty.post)
        if post is not None:
            yield from _made(who, _post_spot(plan, post), duty_window(plan, duty), duty)
    for trip in {one.id: one for one in (*plan.where(Trip, crew=id), *plan.where(Trip, liaison=id))}.values():
        yield from _made(who, ("Trip", trip.id, ""), trip.window, trip)
    appearances = plan.where(Appearance, person=id)
    stays, placements = plan.where(Stay, person=id), plan.where(Placement, person=id)
    yield from _shared(plan, who, appearances, stays, placements)


def _of_participant(plan: Reader, id: str) -> Iterator[Presence]:
    who = PARTICIPANT, id
    for seat in plan.where(Seat, participant=id):
        trip = plan.get(Trip, seat.trip)
        if trip is not None:
            yield from _made(who, ("Trip", trip.id, ""), trip.window, seat)
    appearances = plan.where(Appearance, participant=id)
    stays, placements = plan.where(Stay, participant=id), plan.where(Placement, participant=id)
    yield from _shared(plan, who, appearances, stays, placements)


def _shared(
    plan: Reader,
    who: Who,
    appearances: tuple[Appearance, ...],
    stays: tuple[Stay, ...],
    placements: tuple[Placement, ...],
) -> Iterator[Presence]:
    for appearance in appearances:
        session = plan.get(Session, appearance.session)
        if session is not None and appearance.state not in AWAY:
            yield from _made(who, _session_spot(session), session.window, appearance)
    for stay in stays:
        yield from _made(who, ("Room", stay.room, ""), stay.window, stay)
    for one in placements:
        seats = plan.get(SeatPlan, one.plan)
        if seats is not None and one.block:
            yield from _made(who, ("SeatPlan", one.plan, one.block), _plan_window(plan, seats), one)


# By spot


@derived
def presences_at(plan: Reader, spot: Spot) -> tuple[Presence, ...]:
    """List who is at a spot and when, in the order of time."""
    found = [one for one in _AT[spot[0]](plan, spot) if _comes(plan, one.who)]
    found.sort(key=lambda one: (one.window.start, one.window.end, one.who, one.source))
    return tuple(found)


def _comes(plan: Reader, who: Who) -> bool:
    if who[0] == PERSON:
        return True
    guest = plan.get(Participant, who[1])
    return guest is not None and guest.state not in GONE


def _at_posts(plan: Reader, spot: Spot, posts: tuple[Post, ...]) -> Iterator[Presence]:
    for post in posts:
        if _post_spot(plan, post) == spot:
            for duty in plan.where(Duty, post=post.id):
                yield from _made((PERSON, duty.person), spot, duty_window(plan, duty), duty)


def _in_session(plan: Reader, spot: Spot, session: Session) -> Iterator[Presence]:
    for one in plan.where(Appearance, session=session.id):
        if one.state not in AWAY:
            # Whoever is entered as both is there as both, as with each record that names the two.
            yield from _made((PERSON, one.person) if one.person else None, spot, session.window, one)
            yield from _made((PARTICIPANT, one.participant) if one.participant else None, spot, session.window, one)


def _at_place(plan: Reader, spot: Spot) -> Iterator[Presence]:
    yield from _at_posts(plan, spot, plan.where(Post, place=spot[1]))
    for session in plan.where(Session, place=spot[1]):
        posts = tuple(post for post in plan.where(Post, session=session.id) if post.place is None)
        yield from _at_posts(plan, spot, posts)
        yield from _in_session(plan, spot, session)


def _at_session(plan: Reader, spot: Spot) -> Iterator[Presence]:
    session = plan.get(Session, spot[1])
    if session is not None and _session_spot(session) == spot:
        yield from _at_posts(plan, spot, plan.where(Post, session=session.id))
        yield from _in_session(plan, spot, session)


def _at_post(plan: Reader, spot: Spot) -> Iterator[Presence]:
    post = plan.get(Post, spot[1])
    if post is not None:
        yield from _at_posts(plan, spot, (post,))


def _on_trip(plan: Reader, spot: Spot) -> Iterator[Presence]:
    trip = plan.get(Trip, spot[1])
    if trip is None:
        return
    riding: tuple[str, ...] = trip.crew if trip.liaison in {None, *trip.crew} else (*trip.crew, str(trip.liaison))
    for person in riding:
        yield from _made((PERSON, person), spot, trip.window, trip)
    for seat in plan.where(Seat, trip=trip.id):
        yield from _made((PARTICIPANT, seat.participant), spot, trip.window, seat)


def _in_room(plan: Reader, spot: Spot) -> Iterator[Presence]:
    for stay in plan.where(Stay, room=spot[1]):
        yield from _made((PERSON, stay.person) if stay.person else None, spot, stay.window, stay)
        yield from _made((PARTICIPANT, stay.participant) if stay.participant else None, spot, stay.window, stay)


def _at_table(plan: Reader, spot: Spot) -> Iterator[Presence]:
    seats = plan.get(SeatPlan, spot[1])
    window = _plan_window(plan, seats) if seats is not None else None
    for one in plan.where(Placement, plan=spot[1], block=spot[2]):
        yield from _made((PERSON, one.person) if one.person else None, spot, window, one)
        yield from _made((PARTICIPANT, one.participant) if one.participant else None, spot, window, one)


_AT = {
    "Place": _at_place,
    "Session": _at_session,
    "Post": _at_post,
    "Trip": _on_trip,
    "Room": _in_room,
    "SeatPlan": _at_table,
}
