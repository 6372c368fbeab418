"""What the head of a delegation must know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import NOBODY, OPEN, called, phone_of, session_title, span, word
from meetsupport.model import (
    Arrival,
    Delegation,
    Event,
    Lodging,
    Meal,
    Participant,
    Person,
    Place,
    Recipient,
    Route,
    Seat,
    Session,
    Trip,
)
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import GONE

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def delegation(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the head of a delegation its quota, the agenda, its meals, and where each member sleeps and rides."""
    found = plan.get(Delegation, recipient.delegation) if recipient.delegation is not None else None
    if found is None:
        return
    event = plan.get(Event, found.event) if found.event is not None else None
    closes = found.registers_by or (event.registration_closes if event is not None else None)
    yield Line(
        f"delegation:{found.id}",
        "{delegation}: quota {quota}, {approved} more approved, registration closes {closes}",
        delegation=found.name or found.id,
        quota=OPEN if found.quota is None else found.quota,
        approved=found.approved,
        closes=closes or OPEN,
    )
    if found.event is not None:
        for session in plan.where(Session, event=found.event):
            yield Line(
                f"session:{session.id}",
                "{title}, {place}, {when}",
                window=session.window,
                title=session_title(session),
                place=called(plan, Place, session.place),
                when=span(session.window),
            )
    for meal in _meals(plan, found):
        yield Line(
            f"meal:{meal.id}",
            "{meal}, {place}, {when}",
            window=meal.window,
            meal=meal.name or meal.id,
            place=called(plan, Place, meal.place),
            when=span(meal.window),
        )
    for member in plan.where(Participant, delegation=found.id):
        if member.state not in GONE:
            yield from _member(plan, member)


def _meals(plan: Reader, found: Delegation) -> Iterator[Meal]:
    yield from plan.where(Meal, delegations=found.id)
    if found.event is not None:
        for meal in plan.where(Meal, event=found.event):
            if not (meal.delegations or meal.routes or meal.teams):
                yield meal


def _member(plan: Reader, member: Participant) -> Iterator[Line]:
    name = called(plan, Participant, member.id)
    yield Line(
        f"stay:{member.id}",
        "{name}: lodged in {lodging}, room {room}, {companions} companions",
        name=name,
        lodging=called(plan, Lodging, member.lodging),
        room=member.room,
        companions=member.companions,
    )
    arrival = plan.get(Arrival, member.arrival) if member.arrival is not None else None
    if arrival is not None:
        yield Line(
            f"arrival:{member.id}",
            "{name} arrives with {number} at {place}, due {due}, state {state}; met by {greeter} {phone}",
            name=name,
            number=arrival.number or arrival.id,
            place=called(plan, Place, arrival.place),
            due=arrival.due or OPEN,
            state=word(arrival.state),
            greeter=called(plan, Person, arrival.greeter, NOBODY),
            phone=phone_of(plan, arrival.greeter),
        )
    if member.route is not None:
        yield Line(
            f"route:{member.id}", "{name} is on the route {route}", name=name, route=called(plan, Route, member.route)
        )
    for seat in plan.where(Seat, participant=member.id):
        trip = plan.get(Trip, seat.trip)
        if trip is not None:
            yield Line(
                f"seat:{seat.id}",
                "{name} rides on {trip}, vehicle {vehicle}, seat {number}, {when}; liaison officer {liaison} {phone}",
                window=trip.window,
                name=name,
                trip=trip.name or trip.id,
                vehicle=trip.vehicle or OPEN,
                number=seat.number or OPEN,
                when=span(trip.window),
                liaison=called(plan, Person, trip.liaison, NOBODY),
                phone=phone_of(plan, trip.liaison),
            )
    yield Line(
        f"return:{member.id}",
        "{name} returns {departs} with {number}",
        name=name,
        departs=OPEN if member.departs is None else member.departs,
        number=member.departs_on,
    )


SECTIONS = (BriefSection("delegation", delegation, "Agenda, stay and trips of a delegation", "core.delegation"),)
