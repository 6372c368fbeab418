"""What those who go with a tour, or receive it, must know: liaison officers and the hosts of stops."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import (
    OPEN,
    SOMEWHERE,
    called,
    contact,
    guest,
    head_count,
    place_of,
    span,
    trip_name,
    trip_on_route,
)
from meetsupport.core.messages import Message
from meetsupport.model import Call, Event, Organization, Recipient, Route, Trip
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import manifest, route_heads, special_needs, trip_heads, trips_of_call, unseated

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader
    from meetsupport.readings import Passenger

__all__ = ["SECTIONS"]


def liaison(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """
    Tell a liaison officer the coach, its passengers and its stops, and the chief liaison officer the counts of all.

    Who sits where is known here; what the passengers need is masked for roles that may not see it.
    """
    person = recipient.person
    if person is None:
        return
    for trip in plan.where(Trip, liaison=person):
        yield Line(
            f"trip:{trip.id}",
            "you are liaison officer of {trip}, vehicle {vehicle}, {when}: {heads}, seats {seats}",
            window=trip.window,
            trip=trip_on_route(plan, trip),
            vehicle=trip.vehicle or OPEN,
            when=span(trip.window),
            heads=head_count(plan.derive(trip_heads, trip.id)),
            seats=OPEN if trip.seats is None else trip.seats,
        )
        for crew in dict.fromkeys(trip.crew):
            yield Line(
                f"crew:{trip.id}:{crew}",
                "crew of {trip}: {person}",
                window=trip.window,
                trip=trip_name(trip),
                person=contact(plan, crew),
            )
        for passenger in plan.derive(manifest, trip.id):
            yield _passenger(plan, trip, passenger)
        for call in plan.where(Call, route=trip.route) if trip.route is not None else ():
            if call.trip in {None, trip.id}:
                yield _stop(plan, call, trip)
    for event in plan.where(Event, chief_liaison=person):
        yield from _counts(plan, event)


def _passenger(plan: Reader, trip: Trip, passenger: Passenger) -> Line:
    heads: Value = head_count(passenger.heads)
    if passenger.number:
        heads = Message.of("seat {number}, {heads}", number=passenger.number, heads=heads)
    needs = plan.derive(special_needs, passenger.participant)
    template = "on {trip}: {who}, {heads}" if needs == () else "on {trip}: {who}, {heads}; needs {needs}"
    return Line(
        f"seat:{passenger.seat}",
        template,
        window=trip.window,
        trip=trip_name(trip),
        who=guest(plan, passenger.participant, phone=True),
        heads=heads,
        **({} if needs == () else {"needs": needs}),
    )


def _stop(plan: Reader, call: Call, trip: Trip) -> Line:
    host = plan.get(Organization, call.host) if call.host is not None else None
    template = "{trip} stops at {place}, {when}"
    if host is not None:
        template = "{trip} stops at {place}, {when}; host {host}, contact {contact}"
    return Line(
        f"call:{call.id}:{trip.id}",
        template,
        window=call.window,
        trip=trip_name(trip),
        place=place_of(plan, call.place, SOMEWHERE),
        when=span(call.window),
        **({"host": host.name or host.id, "contact": contact(plan, host.contact)} if host is not None else {}),
    )


def _counts(plan: Reader, event: Event) -> Iterator[Line]:
    for trip in plan.where(Trip, event=event.id):
        if trip.route is not None:
            yield Line(
                f"count:{trip.id}",
                "{trip}: heads listed {listed}, counted {counted}; liaison officer {liaison}",
                window=trip.window,
                trip=trip_on_route(plan, trip),
                listed=plan.derive(trip_heads, trip.id),
                counted=Message.of("not yet") if trip.head_count is None else trip.head_count,
                liaison=contact(plan, trip.liaison),
            )


def host(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """
    Tell the host of a stop which coach comes, when, with how many, under whose lead, and whom it brings.

    The number is what the liaison officer counted, once that is known. One line a passenger, so that a notice names
    who is new and who is not coming. Whether a coach has left is not in it: that would need a new receipt for a list
    that has not changed.
    """
    if recipient.organization is None:
        return
    for call in plan.where(Call, host=recipient.organization):
        route = plan.get(Route, call.route)
        yield Line(
            f"call:{call.id}",
            "you receive the route {route} at {place}, {when}: {heads} chose it; in charge {lead}",
            window=call.window,
            route=called(plan, Route, call.route),
            place=place_of(plan, call.place, SOMEWHERE),
            when=span(call.window),
            heads=head_count(plan.derive(route_heads, call.route)),
            lead=contact(plan, route.lead if route is not None else None),
        )
        for trip in trips_of_call(plan, call):
            yield from _coach(plan, call, trip)
        for one in plan.derive(unseated, call.route):
            yield _unseated(plan, call, one)


def _coach(plan: Reader, call: Call, trip: Trip) -> Iterator[Line]:
    listed = plan.derive(trip_heads, trip.id)
    yield Line(
        f"call:{call.id}:coach:{trip.id}",
        "{trip}, vehicle {vehicle}, comes to {place}, {when}, with {heads}; liaison officer {liaison}",
        window=call.window,
        trip=trip_name(trip),
        vehicle=trip.vehicle or OPEN,
        place=place_of(plan, call.place, SOMEWHERE),
        when=span(call.window),
        heads=head_count(listed if trip.head_count is None else trip.head_count),
        liaison=contact(plan, trip.liaison),
    )
    for passenger in plan.derive(manifest, trip.id):
        needs = plan.derive(special_needs, passenger.participant)
        template = "on {trip} to {place}: {who}, {heads}"
        if needs != ():
            template = "on {trip} to {place}: {who}, {heads}; needs {needs}"
        yield Line(
            f"call:{call.id}:coach:{trip.id}:{passenger.participant}",
            template,
            window=call.window,
            who=guest(plan, passenger.participant),
            place=place_of(plan, call.place, SOMEWHERE),
            trip=trip_name(trip),
            heads=head_count(passenger.heads),
            **({} if needs == () else {"needs": needs}),
        )


def _unseated(plan: Reader, call: Call, participant: str) -> Line:
    needs = plan.derive(special_needs, participant)
    template = "no seat yet on a coach to {place}: {who}"
    if needs != ():
        template = "no seat yet on a coach to {place}: {who}; needs {needs}"
    return Line(
        f"call:{call.id}:unseated:{participant}",
        template,
        window=call.window,
        who=guest(plan, participant, companions=True),
        place=place_of(plan, call.place, SOMEWHERE),
        **({} if needs == () else {"needs": needs}),
    )


SECTIONS = (
    BriefSection("liaison", liaison, "Coach, passengers and stops of a liaison officer", "core.liaison"),
    BriefSection("host", host, "Coaches and guests that come to a stop", "core.host"),
)
