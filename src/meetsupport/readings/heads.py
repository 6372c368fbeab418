"""
How many heads: of a delegation, a route, a coach, a building.

A participant counts with all companions, since each takes a seat, a bed and a meal. Participants who were substituted
or have left count nowhere; those on leave keep their room and their seat, and do not ride (nor eat: `eating`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import Delegation, Participant, Seat, Trip
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "ABSENT",
    "GONE",
    "Attending",
    "Passenger",
    "delegates",
    "delegation_heads",
    "event_heads",
    "everybody",
    "lodging_heads",
    "manifest",
    "on_route",
    "route_heads",
    "special_needs",
    "trip_heads",
    "unattached",
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
    return tuple(Attending(p.id, 1 + p.companions, p.state == "on-leave") for p in participants if p.state not in GONE)


@derived
def delegates(plan: Reader, delegation: str) -> tuple[Attending, ...]:
    """List the heads of a delegation."""
    return _attending(plan.where(Participant, delegation=delegation))


@derived
def unattached(plan: Reader, event: str) -> tuple[Attending, ...]:
    """List the heads of an event's participants without a delegation."""
    return _attending(plan.where(Participant, event=event, delegation=None))


@derived
def on_route(plan: Reader, route: str) -> tuple[Attending, ...]:
    """List the heads that chose a route."""
    return _attending(plan.where(Participant, route=route))


@derived
def everybody(plan: Reader, event: str) -> tuple[Attending, ...]:
    """List the heads that come to an event."""
    groups = [plan.derive(delegates, d.id) for d in plan.where(Delegation, event=event)]
    return tuple(one for group in (*groups, plan.derive(unattached, event)) for one in group)


@derived
def delegation_heads(plan: Reader, delegation: str) -> int:
    """Count the heads of a delegation, companions included."""
    return sum(one.heads for one in plan.derive(delegates, delegation))


@derived
def event_heads(plan: Reader, event: str) -> int:
    """Count the heads that come to an event: those of its delegations, and of participants without one."""
    return sum(one.heads for one in plan.derive(everybody, event))


@derived
def route_heads(plan: Reader, route: str) -> int:
    """Count the heads that chose a route and are not on leave."""
    return sum(one.heads for one in plan.derive(on_route, route) if not one.away)


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
        heads = 1 + who.companions if seat.heads is None else seat.heads
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
        one.participant for one in plan.derive(on_route, route) if not one.away and one.participant not in seated
    )


@derived(sensitive="health")
def special_needs(plan: Reader, participant: str) -> tuple[str, ...]:
    """List what a participant needs: mobility first, then diet."""
    who = plan.get(Participant, participant)
    return tuple(need for need in (who.mobility, who.diet) if need) if who is not None else ()
