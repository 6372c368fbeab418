"""
How many heads: of a delegation, a route, a coach, a building, a meal.

A participant counts with all companions, since each takes a seat, a bed and a meal. Participants who were substituted
or have left count nowhere; those on leave keep their room and their seat, and do not eat or ride.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import Delegation, Meal, Participant, Person, Seat, Trip
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "ABSENT",
    "GONE",
    "Attending",
    "Passenger",
    "delegation_heads",
    "diets",
    "event_heads",
    "lodging_heads",
    "manifest",
    "meal_heads",
    "route_heads",
    "special_needs",
    "trip_heads",
    "unseated",
]

GONE = frozenset({"substituted", "left"})
"""The states of participants who no longer come."""

ABSENT = GONE | {"on-leave"}
"""The states of participants who are not there."""


@attrs.frozen
class Attending:
    """
    A participant with companions.

    Attributes:
        participant: The id.
        heads: One, and one for each companion.
        away: Whether on leave.
    """

    participant: str
    heads: int
    away: bool


@attrs.frozen
class Passenger:
    """
    A participant on the manifest of a trip.

    Attributes:
        participant: The id.
        seat: The id of the `Seat`.
        heads: Seats taken.
        number: The number of the seat.
    """

    participant: str
    seat: str
    heads: int
    number: str


def _attending(participants: Iterable[Participant]) -> tuple[Attending, ...]:
    return tuple(
        Attending(p.id, 1 + max(p.companions, 0), p.state == "on-leave") for p in participants if p.state not in GONE
    )


@derived
def _delegates(plan: Reader, delegation: str) -> tuple[Attending, ...]:
    return _attending(plan.where(Participant, delegation=delegation))


@derived
def _unattached(plan: Reader, event: str) -> tuple[Attending, ...]:
    return _attending(plan.where(Participant, event=event, delegation=None))


@derived
def _on_route(plan: Reader, route: str) -> tuple[Attending, ...]:
    return _attending(plan.where(Participant, route=route))


@derived
def _staff(plan: Reader, team: str) -> tuple[str, ...]:
    return tuple(p.id for p in plan.where(Person, team=team))


@derived
def _everybody(plan: Reader, event: str) -> tuple[Attending, ...]:
    groups = [plan.derive(_delegates, d.id) for d in plan.where(Delegation, event=event)]
    return tuple(one for group in (*groups, plan.derive(_unattached, event)) for one in group)


@derived
def delegation_heads(plan: Reader, delegation: str) -> int:
    """Count the heads of a delegation, companions included."""
    return sum(one.heads for one in plan.derive(_delegates, delegation))


@derived
def event_heads(plan: Reader, event: str) -> int:
    """Count the heads that come to an event: those of its delegations, and of participants without one."""
    return sum(one.heads for one in plan.derive(_everybody, event))


@derived
def route_heads(plan: Reader, route: str) -> int:
    """Count the heads that chose a route and are not on leave."""
    return sum(one.heads for one in plan.derive(_on_route, route) if not one.away)


@derived
def lodging_heads(plan: Reader, lodging: str) -> int:
    """Count the heads that sleep in a building. Who is on leave keeps the bed."""
    return sum(one.heads for one in _attending(plan.where(Participant, lodging=lodging)))


@derived
def manifest(plan: Reader, trip: str) -> tuple[Passenger, ...]:
    """
    List who rides on a trip, in the order of the ids of the seats.

    Somebody who holds a seat but has left, is on leave, or chose another route than the trip's, does not ride. Somebody
    who holds two seats rides once, on the first.
    """
    found = plan.get(Trip, trip)
    route = found.route if found is not None else None
    riding: dict[str, Passenger] = {}
    for seat in plan.where(Seat, trip=trip):
        who = plan.get(Participant, seat.participant)
        if who is None or who.state in ABSENT or (route and who.route and who.route != route):
            continue
        heads = 1 + max(who.companions, 0) if seat.heads is None else seat.heads
        riding.setdefault(who.id, Passenger(who.id, seat.id, heads, seat.number))
    return tuple(riding.values())


@derived
def trip_heads(plan: Reader, trip: str) -> int:
    """Count the heads on the manifest of a trip."""
    return sum(one.heads for one in plan.derive(manifest, trip))


@derived
def unseated(plan: Reader, route: str) -> tuple[str, ...]:
    """List the participants who chose a route and have no seat on any of its trips, in the order of their ids."""
    seated = {one.participant for trip in plan.where(Trip, route=route) for one in plan.derive(manifest, trip.id)}
    return tuple(
        one.participant for one in plan.derive(_on_route, route) if not one.away and one.participant not in seated
    )


@derived
def _eaters(plan: Reader, meal: str) -> tuple[tuple[Attending, ...], int]:
    """List the participants who eat a meal, each once, and count the staff."""
    found = plan.get(Meal, meal)
    if found is None:
        return (), 0
    groups = [plan.derive(_delegates, one) for one in found.delegations]
    groups += [plan.derive(_on_route, one) for one in found.routes]
    if not (found.delegations or found.routes or found.teams) and found.event is not None:
        groups.append(plan.derive(_everybody, found.event))
    eating = {one.participant: one for group in groups for one in group if not one.away}
    staff = {person for team in found.teams for person in plan.derive(_staff, team)}
    return tuple(eating[one] for one in sorted(eating)), len(staff)


@derived
def meal_heads(plan: Reader, meal: str) -> int:
    """Count who eats a meal: participants of its groups with companions, the people of its teams, and other guests."""
    eating, staff = plan.derive(_eaters, meal)
    found = plan.get(Meal, meal)
    return sum(one.heads for one in eating) + staff + (max(found.guests, 0) if found is not None else 0)


@derived(sensitive="health")
def diets(plan: Reader, meal: str) -> tuple[str, ...]:
    """Count the special diets of a meal, without names: ``("halal × 3", "no nuts × 1")``."""
    counts: Counter[str] = Counter()
    for one in plan.derive(_eaters, meal)[0]:
        who = plan.get(Participant, one.participant)
        if who is not None and who.diet:
            counts[who.diet] += 1
    return tuple(f"{diet} × {counts[diet]}" for diet in sorted(counts))


@derived(sensitive="health")
def special_needs(plan: Reader, participant: str) -> tuple[str, ...]:
    """List what a participant needs: mobility first, then diet."""
    who = plan.get(Participant, participant)
    return tuple(need for need in (who.mobility, who.diet) if need) if who is not None else ()
