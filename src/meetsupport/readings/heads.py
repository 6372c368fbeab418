"""
How many heads: of a delegation, a route, a coach, a building, a meal.

A participant counts with all companions, since each takes a seat, a bed and a meal. Participants who were substituted
or have left count nowhere; those on leave keep their room and their seat, and do not eat or ride.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

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


_Group: TypeAlias = "tuple[str, str]"
"""A kind of group that eats together (delegation, route, event), and its id."""


def _groups(meal: Meal) -> tuple[_Group, ...]:
    """List the groups of participants who eat a meal, each once; everybody of its event where none is named."""
    named = [("delegation", one) for one in meal.delegations] + [("route", one) for one in meal.routes]
    if not (named or meal.teams) and meal.event is not None:
        return (("event", meal.event),)
    return tuple(dict.fromkeys(named))


def _parted(groups: Iterable[_Group]) -> bool:
    """Say whether nobody can be in two of the groups: a participant has one delegation, and one route."""
    return len({kind for kind, _ in groups}) < 2  # noqa: PLR2004 - one kind or none


def _members(plan: Reader, group: _Group) -> tuple[Attending, ...]:
    kind, id = group
    if kind == "event":
        return plan.derive(_everybody, id)
    return plan.derive(_delegates if kind == "delegation" else _on_route, id)


@derived
def _eating(plan: Reader, group: _Group) -> int:
    """Count the heads of a group who eat, once for all its meals."""
    return sum(one.heads for one in _members(plan, group) if not one.away)


@derived(sensitive="health")
def _diets(plan: Reader, group: _Group) -> tuple[tuple[str, int], ...]:
    """Count the special diets of a group, once for all its meals."""
    return tuple(_counted(plan, _members(plan, group)).items())


def _counted(plan: Reader, eating: Iterable[Attending]) -> Counter[str]:
    found = (plan.get(Participant, one.participant) for one in eating if not one.away)
    return Counter(who.diet for who in found if who is not None and who.diet)


@derived
def _eaters(plan: Reader, meal: str) -> tuple[Attending, ...]:
    """List the participants of a meal's groups, each once: only where somebody may be in two of them."""
    found = plan.get(Meal, meal)
    groups = _groups(found) if found is not None else ()
    return tuple({one.participant: one for group in groups for one in _members(plan, group) if not one.away}.values())


@derived
def meal_heads(plan: Reader, meal: str) -> int:
    """Count who eats a meal: participants of its groups with companions, the people of its teams, and other guests."""
    found = plan.get(Meal, meal)
    if found is None:
        return 0
    groups = _groups(found)
    if _parted(groups):
        eating = sum(plan.derive(_eating, group) for group in groups)
    else:
        eating = sum(one.heads for one in plan.derive(_eaters, meal))
    staff = sum(len(plan.derive(_staff, team)) for team in dict.fromkeys(found.teams))
    return eating + staff + max(found.guests, 0)


@derived(sensitive="health")
def diets(plan: Reader, meal: str) -> tuple[str, ...]:
    """Count the special diets of a meal, without names: ``("halal × 3", "no nuts × 1")``."""
    found = plan.get(Meal, meal)
    groups = _groups(found) if found is not None else ()
    counts: Counter[str] = Counter()
    if _parted(groups):
        for group in groups:
            some = plan.derive(_diets, group)
            counts.update(dict(some))
    else:
        eating = plan.derive(_eaters, meal)
        counts = _counted(plan, eating)
    return tuple(f"{diet} × {counts[diet]}" for diet in sorted(counts))


@derived(sensitive="health")
def special_needs(plan: Reader, participant: str) -> tuple[str, ...]:
    """List what a participant needs: mobility first, then diet."""
    who = plan.get(Participant, participant)
    return tuple(need for need in (who.mobility, who.diet) if need) if who is not None else ()
