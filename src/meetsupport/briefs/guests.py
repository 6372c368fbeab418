"""What the head of a delegation must know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from meetsupport.briefs._words import (
    OPEN,
    SOMEWHERE,
    called,
    contact,
    expected,
    guest,
    place_of,
    session_title,
    span,
    trip_name,
)
from meetsupport.core.messages import Message
from meetsupport.model import (
    Arrival,
    Delegation,
    Event,
    Lodging,
    Meal,
    Participant,
    Recipient,
    Route,
    Seat,
    Session,
    Trip,
)
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import GONE

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def delegation(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the head of a delegation its quota, the agenda, its meals, and where each member sleeps and rides."""
    found = plan.get(Delegation, recipient.delegation) if recipient.delegation is not None else None
    if found is None:
        return
    yield from _terms(plan, found)
    if found.event is not None:
        for session in plan.where(Session, event=found.event):
            yield Line(
                f"session:{session.id}",
                "{title}, {place}, {when}",
                window=session.window,
                title=session_title(session),
                place=place_of(plan, session.place),
                when=span(session.window),
            )
    for meal in _meals(plan, found):
        yield Line(
            f"meal:{meal.id}",
            "{meal}, {place}, {when}",
            window=meal.window,
            meal=meal.name or meal.id,
            place=place_of(plan, meal.place),
            when=span(meal.window),
        )
    for member in plan.where(Participant, delegation=found.id):
        if member.state not in GONE:
            yield from _member(plan, member)


def _terms(plan: Reader, found: Delegation) -> Iterator[Line]:
    """Tell the quota and until when to register, as far as there are any."""
    event = plan.get(Event, found.event) if found.event is not None else None
    closes = found.registers_by or (event.registration_closes if event is not None else None)
    values: dict[str, Any] = {"delegation": found.name or found.id}
    if found.quota is not None:
        values["quota"] = found.quota
        if found.approved:
            values["quota"] = Message.of(
                "{quota} and {approved} more approved", quota=found.quota, approved=found.approved
            )
    if closes is not None:
        values["closes"] = closes
    if found.quota is not None:
        template = "{delegation}: quota {quota}"
        if closes is not None:
            template = "{delegation}: quota {quota}; registration closes {closes}"
        yield Line(f"delegation:{found.id}", template, **values)
    elif closes is not None:
        yield Line(f"delegation:{found.id}", "{delegation}: registration closes {closes}", **values)


def _meals(plan: Reader, found: Delegation) -> Iterator[Meal]:
    yield from plan.where(Meal, delegations=found.id)
    if found.event is not None:
        for meal in plan.where(Meal, event=found.event):
            if not (meal.delegations or meal.routes or meal.teams):
                yield meal


def _member(plan: Reader, member: Participant) -> Iterator[Line]:
    """
    Tell where a member sleeps, how they arrive, ride and return.

    Of an arrival: what comes, when, whether it is late, and who meets it. That somebody is there, or was met, is no
    news that the head of the delegation could act on, so the line is the same before and after.
    """
    name = called(plan, Participant, member.id)
    who = guest(plan, member.id, companions=True, title=False)
    if member.lodging is None:
        yield Line(f"stay:{member.id}", "{who}: lodging not settled", who=who)
    else:
        yield Line(
            f"stay:{member.id}",
            "{who}: lodged in {lodging}, room {room}",
            who=who,
            lodging=called(plan, Lodging, member.lodging),
            room=OPEN if member.room == "" else member.room,
        )
    arrival = plan.get(Arrival, member.arrival) if member.arrival is not None else None
    if arrival is not None:
        yield Line(
            f"arrival:{member.id}",
            "{name} arrives with {number} at {place}, time of arrival {due}; met by {greeter}",
            name=name,
            number=arrival.number or arrival.id,
            place=place_of(plan, arrival.place, SOMEWHERE),
            due=expected(arrival),
            greeter=contact(plan, arrival.greeter),
        )
    if member.route is not None:
        yield Line(
            f"route:{member.id}", "{name} is on the route {route}", name=name, route=called(plan, Route, member.route)
        )
    for seat in plan.where(Seat, participant=member.id):
        trip = plan.get(Trip, seat.trip)
        if trip is not None:
            yield _seat(plan, name, seat, trip)
    yield _return(name, member)


def _seat(plan: Reader, name: Value, seat: Seat, trip: Trip) -> Line:
    on: Value = trip_name(trip)
    if seat.number:
        on = Message.of("{trip}, seat {number}", trip=on, number=seat.number)
    officer = trip.liaison is not None or trip.route is not None
    template = "{name} rides on {trip}, vehicle {vehicle}, {when}"
    if officer:
        template = "{name} rides on {trip}, vehicle {vehicle}, {when}; liaison officer {liaison}"
    return Line(
        f"seat:{seat.id}",
        template,
        window=trip.window,
        name=name,
        trip=on,
        vehicle=trip.vehicle or OPEN,
        when=span(trip.window),
        **({"liaison": contact(plan, trip.liaison)} if officer else {}),
    )


def _return(name: Value, member: Participant) -> Line:
    key = f"return:{member.id}"
    if member.departs is None and member.departs_on == "":
        return Line(key, "{name}: return not settled", name=name)
    departs = OPEN if member.departs is None else member.departs
    if member.departs_on == "":
        return Line(key, "{name}: return {departs}", name=name, departs=departs)
    return Line(key, "{name}: return {departs} with {number}", name=name, departs=departs, number=member.departs_on)


SECTIONS = (BriefSection("delegation", delegation, "Agenda, stay and trips of a delegation", "core.delegation"),)
