"""Nobody is in two places at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from meetsupport.core.records import Ref
from meetsupport.core.times import Window
from meetsupport.model import Appearance, Call, Duty, Itinerary, Participant, Person, Post, Seat, Session, Trip
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import GONE, duty_window, post_place, spots
from meetsupport.rules._words import ref_named

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES", "Engagement", "clashes"]

MOVING = "@moving"
"""
The place of a participant's trips: two trips at once are another rule's finding. For somebody who works it is a place
that a trip takes one to, so that two trips at once do clash. No id of a place looks like it.
"""


@attrs.frozen
class Engagement:
    """
    Something that somebody attends.

    Attributes:
        window: When.
        of: What it is.
        place: Where, by id; ``None`` where it is not known, or moves.
        calls: Other places that it takes one to: the stops of a coach.
    """

    window: Window
    of: Ref[Any]
    place: str | None
    calls: frozenset[str] = frozenset()


def clashes(plan: Reader, engagements: Iterable[Engagement]) -> Iterator[tuple[Engagement, Engagement]]:
    """
    Find engagements that somebody cannot keep.

    Two engagements clash when their windows share a moment, and neither place is part of the other, nor one that the
    other takes one to. An unknown place is part of none. What is over clashes no more.

    Args:
        plan: What to read.
        engagements: What somebody attends.

    Returns:
        For each engagement that clashes with one that starts no later, one such pair, the later one first.
    """
    latest: dict[tuple[str | None, frozenset[str]], Engagement] = {}
    for one in sorted(engagements, key=lambda e: (e.window.start, str(e.of))):
        for where, earlier in list(latest.items()):
            if earlier.window.end <= one.window.start:
                del latest[where]
            elif not _together(plan, earlier, one) and not plan.passed(min(earlier.window.end, one.window.end)):
                yield one, earlier
                break
        there = latest.get((one.place, one.calls))
        if there is None or there.window.end < one.window.end:
            latest[one.place, one.calls] = one


def _together(plan: Reader, one: Engagement, other: Engagement) -> bool:
    return (
        _within(plan, one.place, other.place)
        or any(_within(plan, call, other.place) for call in one.calls)
        or any(_within(plan, call, one.place) for call in other.calls)
    )


def _within(plan: Reader, one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return one == other or (
        MOVING not in {one, other} and (one in plan.derive(spots, other) or other in plan.derive(spots, one))
    )


def _calls(plan: Reader, trip: Trip) -> frozenset[str]:
    """List where a trip stops."""
    if trip.route is None:
        return frozenset()
    calls = plan.where(Call, route=trip.route)
    return frozenset(c.place for c in calls if c.place is not None and c.trip in {None, trip.id})


def _appearances(plan: Reader, appearances: Iterable[Appearance]) -> Iterator[Engagement]:
    # Whoever speaks and chairs in one session attends it once.
    for session in dict.fromkeys(a.session for a in appearances):
        found = plan.get(Session, session)
        if found is not None and found.window is not None:
            yield Engagement(found.window, Session.ref(session), found.place)


def _itineraries(items: Iterable[Itinerary]) -> Iterator[Engagement]:
    for item in items:
        if item.window is not None:
            # An item without a place may well be the drive itself.
            yield Engagement(item.window, Itinerary.ref(item.id), item.place or MOVING)


def _post_spot(plan: Reader, post: Post) -> str:
    """Say where a post is. Two duties at one post are in one place, even where nobody entered which."""
    return post_place(plan, post) or f"@post:{post.id}"


def _of_person(plan: Reader, person: Person) -> Iterator[Engagement]:
    for duty in plan.where(Duty, person=person.id):
        window = duty_window(plan, duty)
        if window is not None:
            post = plan.get(Post, duty.post)
            yield Engagement(window, Duty.ref(duty.id), _post_spot(plan, post) if post is not None else None)
    yield from _appearances(plan, plan.where(Appearance, person=person.id))
    yield from _itineraries(plan.where(Itinerary, escorts=person.id))
    trips = {t.id: t for t in (*plan.where(Trip, liaison=person.id), *plan.where(Trip, crew=person.id))}
    for trip in trips.values():
        if trip.window is not None:
            yield Engagement(trip.window, Trip.ref(trip.id), None, _calls(plan, trip) | {MOVING})


def _of_participant(plan: Reader, participant: Participant) -> Iterator[Engagement]:
    yield from _appearances(plan, plan.where(Appearance, participant=participant.id))
    yield from _itineraries(plan.where(Itinerary, participant=participant.id))
    for trip in dict.fromkeys(seat.trip for seat in plan.where(Seat, participant=participant.id)):
        found = plan.get(Trip, trip)
        if found is not None and found.window is not None:
            yield Engagement(found.window, Trip.ref(trip), MOVING, _calls(plan, found))


def _problems(plan: Reader, engagements: Iterable[Engagement]) -> Iterator[Problem]:
    for later, earlier in clashes(plan, engagements):
        yield Problem(
            "{later} and {earlier} overlap, and are not in the same place",
            key=str(later.of),
            fix="move one of {later} and {earlier}, or send somebody else",
            about=(later.of, earlier.of),
            later=ref_named(plan, later.of),
            earlier=ref_named(plan, earlier.of),
        )


def check_person(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find duties, appearances, escorts and trips of a person that overlap in different places."""
    return _problems(plan, _of_person(plan, person))


def check_participant(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find appearances, items of the itinerary and trips of a participant that overlap in different places."""
    if participant.state not in GONE:
        yield from _problems(plan, _of_participant(plan, participant))


_BASIS = "nobody can be in two places: one of the two would stand unmanned without anybody knowing"

RULES = (
    Rule("core.person-in-two-places", "Nobody works in two places at once", check_person, each=Person, basis=_BASIS),
    Rule(
        "core.participant-in-two-places",
        "No participant is expected in two places at once",
        check_participant,
        each=Participant,
        basis=_BASIS,
    ),
)
