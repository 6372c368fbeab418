"""Who is where with whom: at a place or a session, on a trip and where it stops, in a room, at a table, in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from meetsupport.core.records import Record, Ref
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Arrival,
    Call,
    Delegation,
    Duty,
    Event,
    Lodging,
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
from meetsupport.readings.attendance import open_at, sessions_open
from meetsupport.readings.engagements import AWAY
from meetsupport.readings.health import PARTICIPANT, PERSON, Who
from meetsupport.readings.rooms import within
from meetsupport.readings.whereabouts import duty_window, post_place, spots, trips_of_call

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["Presence", "Spot", "larger", "parts", "presences_at", "presences_of", "seat_spot", "sharing", "spot_ref"]

Spot: TypeAlias = "tuple[str, str, str]"
"""
Where people meet: the name of a record type, an id, and what of it: a block or table of a seat plan, `ROW` and the
number of a row, or `BESIDE` for the room that a participant shares; otherwise empty.
"""

ROW = "#"
BESIDE = "room"

ROOMS = frozenset({"hall", "room", "lounge", "restaurant", "gymnasium"})
"""Kinds of place that are one with their parts: whoever is in one is met in each of its zones and corners."""


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
    Call,
    Duty,
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


@derived
def parts(plan: Reader, spot: Spot) -> tuple[Spot, ...]:
    """List a spot and the smaller ones in it: whoever is posted to a hall is met in each of its zones."""
    kind, id, _ = spot
    place = plan.get(Place, id) if kind == "Place" else None
    if place is None or place.kind not in ROOMS:
        return (spot,)
    smaller = plan.derive(within, id)
    return (spot, *(("Place", one, "") for one in sorted(smaller - {id})))


def sharing(plan: Reader, place: str) -> tuple[str, ...]:
    """List the places that share the air of one: itself, its zones and corners, and the rooms that it is a part of."""
    return (*(id for _, id, _ in plan.derive(parts, ("Place", place, ""))), *larger(plan, place))


def larger(plan: Reader, place: str) -> Iterator[str]:
    """Give the larger places that a place is one with."""
    for one in plan.derive(spots, place)[1:]:
        found = plan.get(Place, one)
        if found is not None and found.kind in ROOMS:
            yield one


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
        return tuple(one for one in dict.fromkeys(_of_participant(plan, id)) if _comes(plan, one))
    # Two trips of a route call at its stops at one time, and whoever is on both is there once.
    return tuple(dict.fromkeys(_of_person(plan, id)))


def _of_person(plan: Reader, id: str) -> Iterator[Presence]:
    who = PERSON, id
    for duty in plan.where(Duty, person=id):
        post = plan.get(Post, duty.post)
        if post is not None:
            yield from _made(who, _post_spot(plan, post), duty_window(plan, duty), duty)
    for trip in {one.id: one for one in (*plan.where(Trip, crew=id), *plan.where(Trip, liaison=id))}.values():
        yield from _made(who, ("Trip", trip.id, ""), trip.window, trip)
        yield from _calls_of(plan, who, trip)
    appearances = plan.where(Appearance, person=id)
    stays, placements = plan.where(Stay, person=id), plan.where(Placement, person=id)
    yield from _shared(plan, who, appearances, stays, placements)


def _of_participant(plan: Reader, id: str) -> Iterator[Presence]:
    who = PARTICIPANT, id
    for seat in plan.where(Seat, participant=id):
        trip = plan.get(Trip, seat.trip)
        if trip is not None:
            yield from _made(who, ("Trip", trip.id, ""), trip.window, seat)
            yield from _calls_of(plan, who, trip)
    for session in plan.derive(sessions_open, id):
        yield from _made(who, _session_spot(session), session.window, session)
    guest = plan.get(Participant, id)
    spot = _own_room(plan, guest) if guest is not None else None
    if guest is not None and spot is not None:
        yield from _made(who, spot, _lodged(plan, guest), guest)
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
        spot = seat_spot(one)
        if seats is not None and spot is not None:
            yield from _made(who, spot, _plan_window(plan, seats), one)


def seat_spot(placement: Placement) -> Spot | None:
    """Say with whom somebody sits: those of the block or table, or else of the row."""
    if placement.block:
        return "SeatPlan", placement.plan, placement.block
    return ("SeatPlan", placement.plan, f"{ROW}{placement.row}") if placement.row is not None else None


def _calls_of(plan: Reader, who: Who, trip: Trip) -> Iterator[Presence]:
    """Give the stops of a trip, at which those who wait there are met."""
    calls = plan.where(Call, trip=trip.id)
    if trip.route is not None:
        calls = (*calls, *(one for one in plan.where(Call, route=trip.route) if one.trip is None))
    for call in calls:
        if call.place is not None:
            yield from _made(who, ("Place", call.place, ""), call.window, call)


def _own_room(plan: Reader, guest: Participant) -> Spot | None:
    """Say which room a participant is entered in; of a room without a record, whose of them comes first."""
    stays = plan.where(Stay, participant=guest.id)
    if not guest.room or guest.lodging is None or any(stay.window is not None for stay in stays):
        return None
    known = plan.where(Room, lodging=guest.lodging, number=guest.room)
    if known:
        return "Room", known[0].id, ""
    return PARTICIPANT, min(one.id for one in _roommates(plan, guest)), BESIDE


def _roommates(plan: Reader, guest: Participant) -> tuple[Participant, ...]:
    return plan.where(Participant, lodging=guest.lodging, room=guest.room)


def _lodged(plan: Reader, guest: Participant) -> Window | None:
    """Say from when to when a participant is in their room: from arriving to leaving, or as long as it is held."""
    house = plan.get(Lodging, guest.lodging) if guest.lodging is not None else None
    delegation = plan.get(Delegation, guest.delegation) if guest.delegation is not None else None
    id = delegation.event if delegation is not None else guest.event
    event = plan.get(Event, id) if id is not None else None
    whole = (house.window if house is not None else None) or (event.window if event is not None else None)
    arrival = plan.get(Arrival, guest.arrival) if guest.arrival is not None else None
    start = (arrival.due if arrival is not None else None) or (whole.start if whole is not None else None)
    end = guest.departs or (whole.end if whole is not None else None)
    return Window(start, end) if start is not None and end is not None and start < end else None


# By spot


@derived
def presences_at(plan: Reader, spot: Spot) -> tuple[Presence, ...]:
    """List who is at a spot and when, in the order of time; those too who are posted to what it is a part of."""
    found = [one for one in dict.fromkeys(_AT[spot[0]](plan, spot)) if _comes(plan, one)]
    for whole in larger(plan, spot[1]) if spot[0] == "Place" else ():
        found += [one for one in dict.fromkeys(_at_place(plan, ("Place", whole, ""))) if _comes(plan, one)]
    found.sort(key=lambda one: (one.window.start, one.window.end, one.who, one.source))
    return tuple(found)


def _comes(plan: Reader, one: Presence) -> bool:
    """Say whether somebody comes; whoever has left, or is on leave by now, was where they were due until then."""
    if one.who[0] == PERSON:
        return True
    guest = plan.get(Participant, one.who[1])
    if guest is None or guest.state == "substituted":
        return False
    with_all = one.source[0] == Session.__record__.name
    if guest.state == "left" or (guest.state == "on-leave" and with_all):
        return plan.passed(one.window.start) and (guest.departs is None or one.window.start < guest.departs)
    return True


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
    for guest in plan.derive(open_at, session.id):
        yield from _made((PARTICIPANT, guest), spot, session.window, session)


def _at_place(plan: Reader, spot: Spot) -> Iterator[Presence]:
    yield from _at_posts(plan, spot, plan.where(Post, place=spot[1]))
    for session in plan.where(Session, place=spot[1]):
        posts = tuple(post for post in plan.where(Post, session=session.id) if post.place is None)
        yield from _at_posts(plan, spot, posts)
        yield from _in_session(plan, spot, session)
    for call in plan.where(Call, place=spot[1]):
        for trip in trips_of_call(plan, call):
            for who in dict.fromkeys(one.who for one in _on_trip(plan, ("Trip", trip.id, ""))):
                yield from _made(who, spot, call.window, call)


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
    room = plan.get(Room, spot[1])
    entered = plan.where(Participant, lodging=room.lodging, room=room.number) if room is not None else ()
    yield from _entered(plan, spot, entered)


def _beside(plan: Reader, spot: Spot) -> Iterator[Presence]:
    guest = plan.get(Participant, spot[1])
    yield from _entered(plan, spot, _roommates(plan, guest) if guest is not None else ())


def _entered(plan: Reader, spot: Spot, people: Iterable[Participant]) -> Iterator[Presence]:
    """Give those who are entered in a room without a stay of their own."""
    for one in people:
        if _own_room(plan, one) == spot:
            yield from _made((PARTICIPANT, one.id), spot, _lodged(plan, one), one)


def _at_table(plan: Reader, spot: Spot) -> Iterator[Presence]:
    seats = plan.get(SeatPlan, spot[1])
    window = _plan_window(plan, seats) if seats is not None else None
    of_row = spot[2].startswith(ROW)
    there = (
        [one for one in plan.where(Placement, plan=spot[1], block="") if seat_spot(one) == spot]
        if of_row
        else plan.where(Placement, plan=spot[1], block=spot[2])
    )
    for one in there:
        yield from _made((PERSON, one.person) if one.person else None, spot, window, one)
        yield from _made((PARTICIPANT, one.participant) if one.participant else None, spot, window, one)


_AT = {
    "Place": _at_place,
    "Session": _at_session,
    "Post": _at_post,
    "Trip": _on_trip,
    PARTICIPANT: _beside,
    "Room": _in_room,
    "SeatPlan": _at_table,
}
