"""Who is where with whom: at a place or a session, on a trip, in a room, at a table; and in which loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import attrs

from meetsupport.core.records import Record, Ref
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Cohort,
    Duty,
    Lodging,
    Loop,
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
from meetsupport.readings.health import PARTICIPANT, PERSON, Who, cohorts_of
from meetsupport.readings.health_tests import stays_of
from meetsupport.readings.whereabouts import duty_window, post_place, spots

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "Breach",
    "Meeting",
    "Presence",
    "Spot",
    "breaches",
    "loop_of_place",
    "loops_at",
    "meetings",
    "meetings_of",
    "presences_at",
    "presences_of",
]

Spot: TypeAlias = "tuple[str, str, str]"
"""Where people meet: the name of a record type, an id, and the block or table of a seat plan (otherwise empty)."""

AWAY = frozenset({"on-leave", "absent"})
"""The states of an appearance that does not take place."""

BUFFER = "buffer"


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


_REFS: dict[str, type[Record]] = {
    cls.__record__.name: cls for cls in (Appearance, Duty, Placement, Seat, Stay, Trip, Place, Session, Post, Room)
} | {"SeatPlan": SeatPlan}


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
    for person in dict.fromkeys([*trip.crew, *([trip.liaison] if trip.liaison is not None else [])]):
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


# Loops


@derived
def _loop_spans(plan: Reader, who: Who) -> tuple[tuple[str, Window | None], ...]:
    """List which loops somebody belongs to and when: by their stays, and without any by their cohorts."""
    stays = plan.derive(stays_of, who)
    if stays:
        return tuple((stay.loop, stay.window) for stay in stays)
    found = [plan.get(Cohort, one) for one in plan.derive(cohorts_of, who)]
    return tuple((one.loop, one.window) for one in found if one is not None and one.loop is not None)


def loops_at(plan: Reader, who: Who, window: Window) -> tuple[str, ...]:
    """
    List the loops that somebody belongs to in a window, by id.

    They are those of their stays (`LoopStay`); for somebody without any, those of their cohorts.
    """
    spans = plan.derive(_loop_spans, who)
    return tuple(sorted({loop for loop, span in spans if span is None or span.overlaps(window)}))


@derived
def loop_of_place(plan: Reader, place: str) -> str | None:
    """Say in which loop a place lies: its own, or that of the nearest larger place that has one."""
    for one in plan.derive(spots, place):
        found = plan.get(Place, one)
        if found is not None and found.loop is not None:
            return found.loop
    return None


def loop_of_spot(plan: Reader, spot: Spot) -> str | None:
    """Say in which loop a spot lies, if it lies in one."""
    kind, id, _ = spot
    if kind == "Place":
        return plan.derive(loop_of_place, id)
    if kind != "Room":
        return None
    room = plan.get(Room, id)
    if room is None or room.loop is not None:
        return room.loop if room is not None else None
    lodging = plan.get(Lodging, room.lodging)
    return plan.derive(loop_of_place, lodging.place) if lodging is not None and lodging.place is not None else None


@attrs.frozen
class Breach:
    """
    Somebody who is to be in a loop that is not theirs.

    Attributes:
        presence: Where and when.
        loop: The loop that the spot lies in.
        own: The loops that they belong to then; none for somebody from outside.
    """

    presence: Presence
    loop: str
    own: tuple[str, ...]


@derived
def breaches(plan: Reader, who: Who) -> tuple[Breach, ...]:
    """
    List where the plan puts somebody into a loop that is not theirs.

    A buffer may be entered from either side; `meetings` finds those who meet there. A place in no loop is for all.
    """
    found: list[Breach] = []
    for one in plan.derive(presences_of, who):
        loop = loop_of_spot(plan, one.spot)
        zone = plan.get(Loop, loop) if loop is not None else None
        if zone is None or zone.kind == BUFFER:
            continue
        own = loops_at(plan, who, one.window)
        if zone.id not in own:
            found.append(Breach(one, zone.id, own))
    return tuple(found)


@attrs.frozen
class Meeting:
    """
    Somebody who meets people of another loop.

    Attributes:
        presence: Who, where and when.
        loop: Their loop.
        other: The other loop.
        moment: When they first do.
    """

    presence: Presence
    loop: str
    other: str
    moment: datetime


@derived
def meetings(plan: Reader, spot: Spot) -> tuple[Meeting, ...]:
    """
    List who meets people of another loop at a spot, each with the first moment.

    People without a loop are of no other loop. It is one pass in the order of time and one against it: of each loop,
    among those who came before only whoever stays longest matters, and among those who come after only the next.
    """
    there = [(one, own[0]) for one in plan.derive(presences_at, spot) if (own := loops_at(plan, one.who, one.window))]
    found: dict[int, Meeting] = {}
    longest: dict[str, datetime] = {}
    for number, (one, loop) in enumerate(there):
        others = {other: end for other, end in longest.items() if other != loop and end > one.window.start}
        if others:
            found[number] = Meeting(one, loop, min(others), one.window.start)
        longest[loop] = max(longest.get(loop, one.window.end), one.window.end)
    next_of: dict[str, datetime] = {}
    for number in range(len(there) - 1, -1, -1):
        one, loop = there[number]
        coming = {other: start for other, start in next_of.items() if other != loop and start < one.window.end}
        if coming and number not in found:
            other = min(coming, key=lambda name: (coming[name], name))
            found[number] = Meeting(one, loop, other, coming[other])
        next_of[loop] = one.window.start
    return tuple(found[number] for number in sorted(found))


@derived
def meetings_of(plan: Reader, who: Who) -> tuple[Meeting, ...]:
    """List where somebody meets people of another loop, in the order of time."""
    at = dict.fromkeys(one.spot for one in plan.derive(presences_of, who))
    found = [one for spot in at for one in plan.derive(meetings, spot) if one.presence.who == who]
    return tuple(sorted(found, key=lambda one: (one.moment, one.presence.source)))
