"""Nobody is in two places at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from meetsupport.core.records import Ref
from meetsupport.core.times import Window
from meetsupport.model import Appearance, Duty, Itinerary, Participant, Person, Post, Seat, Session, Trip
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import GONE, duty_window, spots

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES", "Engagement", "clashes"]

MOVING = "@moving"
"""The place of a participant's trips: two trips at once are another rule's finding. No id of a place looks like it."""


@attrs.frozen
class Engagement:
    """
    Something that somebody attends.

    Attributes:
        window: When.
        of: What it is.
        place: Where, by id; ``None`` where it is not known, or moves.
    """

    window: Window
    of: Ref[Any]
    place: str | None


def clashes(plan: Reader, engagements: Iterable[Engagement]) -> Iterator[tuple[Engagement, Engagement]]:
    """
    Find engagements that somebody cannot keep.

    Two engagements clash when their windows share a moment, and neither place is part of the other. An unknown place
    is part of none.

    Args:
        plan: What to read.
        engagements: What somebody attends.

    Returns:
        For each engagement that clashes with one that starts no later, one such pair, the later one first.
    """
    latest: dict[str | None, Engagement] = {}
    for one in sorted(engagements, key=lambda e: (e.window.start, str(e.of))):
        for place, earlier in list(latest.items()):
            if earlier.window.end <= one.window.start:
                del latest[place]
            elif not _together(plan, place, one.place):
                yield one, earlier
                break
        there = latest.get(one.place)
        if there is None or there.window.end < one.window.end:
            latest[one.place] = one


def _together(plan: Reader, one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return one == other or (
        MOVING not in {one, other} and (one in plan.derive(spots, other) or other in plan.derive(spots, one))
    )


def _appearances(plan: Reader, appearances: Iterable[Appearance]) -> Iterator[Engagement]:
    # Whoever speaks and chairs in one session attends it once.
    for session in dict.fromkeys(a.session for a in appearances):
        found = plan.get(Session, session)
        if found is not None and found.window is not None:
            yield Engagement(found.window, Session.ref(session), found.place)


def _itineraries(items: Iterable[Itinerary]) -> Iterator[Engagement]:
    for item in items:
        if item.window is not None:
            yield Engagement(item.window, Itinerary.ref(item.id), item.place)


def _of_person(plan: Reader, person: Person) -> Iterator[Engagement]:
    for duty in plan.where(Duty, person=person.id):
        window = duty_window(plan, duty)
        if window is not None:
            post = plan.get(Post, duty.post)
            yield Engagement(window, Duty.ref(duty.id), post.place if post is not None else None)
    yield from _appearances(plan, plan.where(Appearance, person=person.id))
    yield from _itineraries(plan.where(Itinerary, escorts=person.id))
    trips = {t.id: t for t in (*plan.where(Trip, liaison=person.id), *plan.where(Trip, crew=person.id))}
    for trip in trips.values():
        if trip.window is not None:
            yield Engagement(trip.window, Trip.ref(trip.id), None)


def _of_participant(plan: Reader, participant: Participant) -> Iterator[Engagement]:
    yield from _appearances(plan, plan.where(Appearance, participant=participant.id))
    yield from _itineraries(plan.where(Itinerary, participant=participant.id))
    for trip in dict.fromkeys(seat.trip for seat in plan.where(Seat, participant=participant.id)):
        found = plan.get(Trip, trip)
        if found is not None and found.window is not None:
            yield Engagement(found.window, Trip.ref(trip), MOVING)


def _problems(plan: Reader, engagements: Iterable[Engagement]) -> Iterator[Problem]:
    for later, earlier in clashes(plan, engagements):
        yield Problem(
            "{later} and {earlier} overlap, and are not in the same place",
            key=str(later.of),
            fix="move one of {later} and {earlier}, or send somebody else",
            about=(later.of, earlier.of),
            later=str(later.of),
            earlier=str(earlier.of),
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
