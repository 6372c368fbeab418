"""What those who go with a tour, or receive it, must know: liaison officers and the hosts of stops."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import DASH, NOBODY, OPEN, called, phone_of, span
from meetsupport.model import Call, Event, Organization, Participant, Person, Place, Recipient, Route, Trip
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import manifest, route_heads, special_needs, trip_heads, trips_of_call, unseated

if TYPE_CHECKING:
    from meetsupport.plan import Reader

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
            "you are liaison officer of {trip}, vehicle {vehicle}, route {route}, {when}: {heads} heads, {seats} seats",
            window=trip.window,
            trip=trip.name or trip.id,
            vehicle=trip.vehicle or OPEN,
            route=called(plan, Route, trip.route),
            when=span(trip.window),
            heads=plan.derive(trip_heads, trip.id),
            seats=OPEN if trip.seats is None else trip.seats,
        )
        for crew in dict.fromkeys(trip.crew):
            yield Line(
                f"crew:{trip.id}:{crew}",
                "crew of {trip}: {person} {phone}",
                window=trip.window,
                trip=trip.name or trip.id,
                person=called(plan, Person, crew),
                phone=phone_of(plan, crew),
            )
        for passenger in plan.derive(manifest, trip.id):
            who = plan.get(Participant, passenger.participant)
            if who is not None:
                yield Line(
                    f"seat:{passenger.seat}",
                    "on {trip}: {name}, {title}, seat {number}, {heads} heads, telephone {phone}, needs {needs}",
                    window=trip.window,
                    trip=trip.name or trip.id,
                    name=called(plan, Participant, who.id),
                    title=who.title or DASH,
                    number=passenger.number or OPEN,
                    heads=passenger.heads,
                    phone=who.phone,
                    needs=plan.derive(special_needs, who.id),
                )
        for call in plan.where(Call, route=trip.route) if trip.route is not None else ():
            if call.trip in {None, trip.id}:
                yield _stop(plan, call, trip)
    for event in plan.where(Event, chief_liaison=person):
        yield from _counts(plan, event)


def _stop(plan: Reader, call: Call, trip: Trip) -> Line:
    host = plan.get(Organization, call.host) if call.host is not None else None
    contact = host.contact if host is not None else None
    return Line(
        f"call:{call.id}:{trip.id}",
        "{trip} stops at {place}, {when}; host {host}, contact {contact} {phone}",
        window=call.window,
        trip=trip.name or trip.id,
        place=called(plan, Place, call.place),
        when=span(call.window),
        host=called(plan, Organization, call.host),
        contact=called(plan, Person, contact, NOBODY),
        phone=phone_of(plan, contact),
    )


def _counts(plan: Reader, event: Event) -> Iterator[Line]:
    for trip in plan.where(Trip, event=event.id):
        if trip.route is not None:
            yield Line(
                f"count:{trip.id}",
                "{trip}, route {route}: {listed} heads listed, {counted} counted; liaison officer {liaison} {phone}",
                window=trip.window,
                trip=trip.name or trip.id,
                route=called(plan, Route, trip.route),
                listed=plan.derive(trip_heads, trip.id),
                counted=OPEN if trip.head_count is None else trip.head_count,
                liaison=called(plan, Person, trip.liaison, NOBODY),
                phone=phone_of(plan, trip.liaison),
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
            "you receive the route {route} at {place}, {when}: {heads} heads chose it; in charge {lead} {phone}",
            window=call.window,
            route=called(plan, Route, call.route),
            place=called(plan, Place, call.place),
            when=span(call.window),
            heads=plan.derive(route_heads, call.route),
            lead=called(plan, Person, route.lead if route is not None else None, NOBODY),
            phone=phone_of(plan, route.lead if route is not None else None),
        )
        for trip in trips_of_call(plan, call):
            yield from _coach(plan, call, trip)
        for one in plan.derive(unseated, call.route):
            yield _guest(
                plan,
                call,
                one,
                f"unseated:{one}",
                "{name}, {title}, has no seat yet on a coach to {place}, needs {needs}",
            )


def _coach(plan: Reader, call: Call, trip: Trip) -> Iterator[Line]:
    listed = plan.derive(trip_heads, trip.id)
    yield Line(
        f"call:{call.id}:coach:{trip.id}",
        "{trip}, vehicle {vehicle}, comes to {place}, {when}, with {heads} heads; liaison officer {liaison} {phone}",
        window=call.window,
        trip=trip.name or trip.id,
        vehicle=trip.vehicle or OPEN,
        place=called(plan, Place, call.place),
        when=span(call.window),
        heads=listed if trip.head_count is None else trip.head_count,
        liaison=called(plan, Person, trip.liaison, NOBODY),
        phone=phone_of(plan, trip.liaison),
    )
    for passenger in plan.derive(manifest, trip.id):
        yield _guest(
            plan,
            call,
            passenger.participant,
            f"coach:{trip.id}:{passenger.participant}",
            "{name}, {title}, comes to {place} on {trip}, {heads} heads, needs {needs}",
            trip=trip.name or trip.id,
            heads=passenger.heads,
        )


def _guest(plan: Reader, call: Call, participant: str, key: str, template: str, **more: str | int) -> Line:
    who = plan.get(Participant, participant)
    return Line(
        f"call:{call.id}:{key}",
        template,
        window=call.window,
        name=called(plan, Participant, participant),
        title=(who.title if who is not None else "") or DASH,
        place=called(plan, Place, call.place),
        needs=plan.derive(special_needs, participant),
        **more,
    )


SECTIONS = (
    BriefSection("liaison", liaison, "Coach, passengers and stops of a liaison officer", "core.liaison"),
    BriefSection("host", host, "Coaches and guests that come to a stop", "core.host"),
)
