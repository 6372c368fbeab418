"""Coaches: seats, passengers, head counts, liaison officers, and hosts who know who comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from meetsupport.model import Call, Organization, Participant, Recipient, Route, Seat, Trip
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import ABSENT, GONE, manifest, trip_heads, trips_of_call
from meetsupport.rules._settling import over, settles, trip_over
from meetsupport.rules._words import named

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["NOTICE_BEFORE_STOP", "RULES"]

NOTICE_BEFORE_STOP = timedelta(hours=1)
"""How long before a coach is due its host must know the list: in the review it was one hour away, and nobody did."""

WITHOUT_LIAISON = frozenset({"car", "shuttle", "standby"})
"""Kinds of trip that need no liaison officer; any other word is taken for a coach."""

_UNDER_WAY = frozenset({"departed"})
_COUNTED = frozenset({"boarded", "departed", "arrived"})

_LISTS = "review of a national conference: delegates changed their tour before boarding, and the manifests were wrong"


def check_seats(plan: Reader, trip: Trip) -> Iterator[Problem]:
    """Find a trip with more heads on its manifest than seats, until it is over."""
    if trip_over(plan, trip):
        return
    heads = plan.derive(trip_heads, trip.id)
    if trip.seats is not None and heads > trip.seats:
        yield Problem(
            "{heads} heads have to share {seats} seats",
            fix="move {over} to another coach, or order a larger one",
            heads=heads,
            seats=trip.seats,
            over=heads - trip.seats,
        )


def check_two_trips(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find trips of a passenger that overlap, and a trip on which the passenger has two seats, until they are over."""
    if participant.state in GONE:
        return
    held: dict[str, str] = {}
    for seat in plan.where(Seat, participant=participant.id):
        trip = plan.get(Trip, seat.trip)
        if trip is None or trip_over(plan, trip):
            continue
        if seat.trip in held:
            yield Problem(
                "has the seats {first} and {second} on {trip}",
                key=seat.id,
                fix="free the seat {second}",
                about=(Trip.ref(seat.trip),),
                first=held[seat.trip],
                second=seat.id,
                trip=named(plan, Trip, seat.trip),
            )
        held.setdefault(seat.trip, seat.id)
    trips = [trip for trip in (plan.get(Trip, one) for one in held) if trip is not None]
    timed = sorted((trip.window.start, trip.id, trip.window.end) for trip in trips if trip.window is not None)
    longest: tuple[str, datetime] | None = None
    for start, later, end in timed:
        if longest is not None and start < longest[1]:
            yield Problem(
                "has seats on {earlier} and {later}, which overlap",
                key=f"trip:{later}",
                fix="free the seat on {earlier} or on {later}",
                about=(Trip.ref(longest[0]), Trip.ref(later)),
                earlier=named(plan, Trip, longest[0]),
                later=named(plan, Trip, later),
            )
        if longest is None or end > longest[1]:
            longest = later, end


def check_unseated(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """
    Find a participant on a route without a seat on any of its trips.

    Seats may be open until the lists settle. Once all trips of the route are over, nobody wants one.
    """
    if participant.route is None or participant.state in ABSENT:
        return
    for seat in plan.where(Seat, participant=participant.id):
        trip = plan.get(Trip, seat.trip)
        if trip is not None and trip.route == participant.route:
            return
    trips = plan.where(Trip, route=participant.route)
    if trips and all(trip_over(plan, trip) for trip in trips):
        return
    route = plan.get(Route, participant.route)
    yield Problem(
        "is on the route {route} and has no seat on any of its coaches",
        fix="give a seat on a coach of {route}",
        settle_by=settles(plan, route.event if route is not None else None),
        route=named(plan, Route, participant.route),
    )


def check_stale_seat(plan: Reader, seat: Seat) -> Iterator[Problem]:
    """Find a seat that is held for somebody who will not sit on it. Who leaves after a trip has sat on it."""
    who, trip = plan.get(Participant, seat.participant), plan.get(Trip, seat.trip)
    if who is None or trip is None or trip_over(plan, trip):
        return
    if who.state in GONE:
        yield Problem(
            "is held for {participant}, who no longer comes",
            fix="free the seat on {trip}",
            about=(Participant.ref(who.id), Trip.ref(trip.id)),
            participant=who.id,
            trip=named(plan, Trip, trip.id),
        )
    elif who.route is not None and trip.route is not None and who.route != trip.route:
        yield Problem(
            "is held for {participant}, who changed to the route {route}",
            fix="free the seat on {trip}, and give one on a coach of {route}",
            about=(Participant.ref(who.id), Trip.ref(trip.id)),
            participant=who.id,
            trip=named(plan, Trip, trip.id),
            route=named(plan, Route, who.route),
        )


def check_head_count(plan: Reader, trip: Trip) -> Iterator[Problem]:
    """
    Find a trip that boarded without a head count, or with another count than its manifest.

    Who leaves or goes on leave after a trip has sat on it: once it has arrived, they may have been among the counted.
    """
    if trip.state not in _COUNTED:
        return
    if trip.head_count is None:
        yield Problem(
            "boarded without a head count", key="missing", fix="let the liaison officer count, and enter the number"
        )
        return
    listed = plan.derive(trip_heads, trip.id)
    most = listed
    if trip.state == "arrived":
        seats = plan.where(Seat, trip=trip.id)
        most += sum(_heads_of_absent(plan, seat) for seat in seats)
    if not listed <= trip.head_count <= most:
        yield Problem(
            "{counted} heads were counted, and the manifest has {listed}",
            key="differs",
            fix="call the roll, correct the manifest, and tell the stops",
            counted=trip.head_count,
            listed=listed,
        )


def _heads_of_absent(plan: Reader, seat: Seat) -> int:
    who = plan.get(Participant, seat.participant)
    if who is None or who.state not in ABSENT:
        return 0
    return 1 + who.companions if seat.heads is None else seat.heads


def check_liaison(plan: Reader, trip: Trip) -> Iterator[Problem]:
    """
    Find a coach with passengers, or on a route, that has no liaison officer. It may be open until it departs.

    Cars, shuttles and standby vehicles have a driver, and none.
    """
    if trip.kind in WITHOUT_LIAISON or trip_over(plan, trip):
        return
    if trip.liaison is None and (trip.route is not None or plan.where(Seat, trip=trip.id)):
        yield Problem(
            "has no liaison officer",
            fix="name a liaison officer for {trip}",
            settle_by=settles(plan, trip.event) or (trip.window.start if trip.window is not None else None),
            trip=named(plan, Trip, trip.id),
        )


def check_driver(plan: Reader, trip: Trip) -> Iterator[Problem]:
    """Find a trip that nobody drives: neither a crew nor a carrier, who would send one."""
    if not trip.crew and trip.organization is None and not trip_over(plan, trip):
        yield Problem(
            "nobody drives it",
            fix="enter the crew, or the carrier that sends one",
            settle_by=settles(plan, trip.event) or (trip.window.start if trip.window is not None else None),
        )


def check_seat_numbers(plan: Reader, trip: Trip) -> Iterator[Problem]:
    """Find numbered seats of a trip that several passengers hold."""
    if trip_over(plan, trip):
        return
    holders: dict[str, list[str]] = {}
    for passenger in plan.derive(manifest, trip.id):
        if passenger.number:
            holders.setdefault(passenger.number, []).append(passenger.seat)
    for number, seats in holders.items():
        if len(seats) > 1:
            yield Problem(
                "the seat {number} is given to {n} passengers",
                key=number,
                fix="give each of them a seat with a number of its own",
                about=tuple(Seat.ref(seat) for seat in seats),
                number=number,
                n=len(seats),
            )


def check_host(plan: Reader, call: Call) -> Iterator[Problem]:
    """
    Find a stop whose host does not know who comes.

    Each recipient that stands for the host must be informed from one hour before the planned time on, and at once
    when a coach has departed; until the coaches have called, or have all arrived at the end of their trips, or the
    planned time is over and none is on its way.
    """
    if call.host is None:
        return
    trips = trips_of_call(plan, call)
    departed = any(trip.state in _UNDER_WAY for trip in trips)
    if call.state != "planned" or (trips and all(trip.state == "arrived" for trip in trips)):
        return
    if over(plan, call.window) and not departed:
        return
    hosts = [r for r in plan.where(Recipient, organization=call.host) if "host" in r.kinds]
    if not hosts:
        yield Problem(
            "nobody stands for {host}, so that its lists reach nobody",
            key="nobody",
            fix="enter a recipient of the kind 'host' for {host}",
            host=named(plan, Organization, call.host),
        )
        return
    close = call.window is not None and plan.passed(call.window.start - NOTICE_BEFORE_STOP)
    if not (departed or close):
        return
    for host in hosts:
        if not plan.informed(host.id):
            yield Problem(
                "{recipient} has not acknowledged the list of the coach that is on its way",
                key=host.id,
                fix="call {recipient} and enter the receipt",
                about=(Recipient.ref(host.id),),
                recipient=host.id,
            )


RULES = (
    Rule(
        "core.trip-overbooked",
        "No trip has more passengers than seats",
        check_seats,
        each=Trip,
        basis="Road Traffic Safety Law, art. 49: no vehicle carries more people than it is approved for",
    ),
    Rule(
        "core.passenger-on-two-trips",
        "No passenger sits on two trips at once",
        check_two_trips,
        each=Participant,
        basis=_LISTS,
    ),
    Rule(
        "core.participant-unseated",
        "Everybody on a route has a seat",
        check_unseated,
        each=Participant,
        basis=_LISTS,
    ),
    Rule(
        "core.seat-stale",
        "No seat is held for somebody who will not sit on it",
        check_stale_seat,
        each=Seat,
        severity="warning",
        basis=_LISTS,
    ),
    Rule(
        "core.head-count",
        "The heads on a coach are counted, and agree with its manifest",
        check_head_count,
        each=Trip,
        basis="recovery in the reviewed conference: every liaison officer counts heads on the coach",
    ),
    Rule(
        "core.trip-without-liaison",
        "Each coach has a liaison officer",
        check_liaison,
        each=Trip,
        basis="practice of the reviewed conference: one liaison officer on each coach, one chief liaison officer",
    ),
    Rule(
        "core.trip-without-driver",
        "Each trip has a crew, or a carrier that sends one",
        check_driver,
        each=Trip,
        severity="warning",
        basis="a vehicle needs somebody who drives it, and the roster of drivers is made of the trips",
    ),
    Rule(
        "core.seat-number-twice",
        "No numbered seat is given to two passengers",
        check_seat_numbers,
        each=Trip,
        severity="warning",
        basis="two people cannot sit on one seat; the number is on the card that each of them holds",
    ),
    Rule(
        "core.host-uninformed",
        "The host of a stop knows who is on the coach that comes",
        check_host,
        each=Call,
        basis="review of a national conference: a coach was one hour from its stop, its host had no names or numbers",
    ),
)
