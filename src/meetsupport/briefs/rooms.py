"""What recipients must know of bookings, rooms, meals and openings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from meetsupport.briefs._words import NO_TIME, OPEN, called, contact, expected, guest, head_count, place_of, plain, span
from meetsupport.model import (
    Arrival,
    Booking,
    Lodging,
    Meal,
    Opening,
    Participant,
    Person,
    Place,
    Recipient,
    Room,
    Session,
    Stay,
)
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import GONE, hot_until, serve_at, session_heads, state_word

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def rooms(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the desk of a building who moves into which room, until when, and which rooms are not ready."""
    buildings: dict[str, Lodging] = {}
    if recipient.organization is not None:
        buildings.update((b.id, b) for b in plan.where(Lodging, organization=recipient.organization))
    if recipient.place is not None:
        buildings.update((b.id, b) for b in plan.where(Lodging, place=recipient.place))
    for building in buildings.values():
        for room in plan.where(Room, lodging=building.id):
            yield from _room(plan, building, room)


def _room(plan: Reader, building: Lodging, room: Room) -> Iterator[Line]:
    number = room.number or room.id
    stays = [stay for stay in plan.where(Stay, room=room.id) if not _gone(plan, stay)]
    for stay in stays:
        yield Line(
            f"stay:{stay.id}",
            "{lodging}, room {room}: {who}, {when}",
            window=plain(stay.window or building.window),
            lodging=building.name or building.id,
            room=number,
            who=_sleeper(plan, stay),
            when=span(stay.window or building.window),
        )
    if stays and room.state in {"fitting", "checked"}:
        yield Line(
            f"room:{room.id}",
            "{lodging}, room {room} is allotted, and its state is {state}",
            lodging=building.name or building.id,
            room=number,
            state=state_word(Room, room.state),
        )


def _gone(plan: Reader, stay: Stay) -> bool:
    found = plan.get(Participant, stay.participant) if stay.participant is not None else None
    return found is not None and found.state in GONE


def _sleeper(plan: Reader, stay: Stay) -> Value:
    if stay.participant is not None:
        return guest(plan, stay.participant, companions=True, title=False)
    return called(plan, Person, stay.person)


def own_rooms(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell somebody who works where they sleep."""
    if recipient.person is not None:
        for stay in plan.where(Stay, person=recipient.person):
            room = plan.get(Room, stay.room)
            if room is not None:
                yield Line(
                    f"stay:{stay.id}",
                    "you sleep in {lodging}, room {room}, {when}",
                    window=plain(stay.window),
                    lodging=called(plan, Lodging, room.lodging),
                    room=room.number or room.id,
                    when=span(stay.window),
                )


def delegation_rooms(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the head of a delegation which rooms its members have, and when."""
    if recipient.delegation is None:
        return
    for member in plan.where(Participant, delegation=recipient.delegation):
        for stay in plan.where(Stay, participant=member.id) if member.state not in GONE else ():
            room = plan.get(Room, stay.room)
            if room is not None:
                yield Line(
                    f"night:{stay.id}",
                    "{who}: {lodging}, room {room}, {when}",
                    window=plain(stay.window),
                    who=called(plan, Participant, member.id),
                    lodging=called(plan, Lodging, room.lodging),
                    room=room.number or room.id,
                    when=span(stay.window),
                )


def following(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a caterer, or the team that sees to meals, which meals follow sessions, and until when they must be hot."""
    meals: dict[str, Meal] = {}
    if recipient.organization is not None:
        meals.update((m.id, m) for m in plan.where(Meal, organization=recipient.organization))
    if recipient.team is not None:
        meals.update((m.id, m) for m in plan.where(Meal, team=recipient.team))
    for meal in meals.values():
        hot = hot_until(meal)
        session = plan.get(Session, meal.session) if meal.session is not None else None
        if session is not None:
            yield _follows(plan, meal, session)
        if hot is not None:
            yield Line(
                f"hot:{meal.id}", "{meal} is hot until {hot}", window=meal.window, meal=meal.name or meal.id, hot=hot
            )


def _follows(plan: Reader, meal: Meal, session: Session) -> Line:
    serve = serve_at(plan, meal)
    return Line(
        f"follows:{meal.id}",
        "{meal} follows {session} in {place}: serve at {serve}",
        window=meal.window,
        meal=meal.name or meal.id,
        session=session.title or session.id,
        place=place_of(plan, session.place),
        serve=NO_TIME if serve is None else serve,
    )


def kept(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell who owns or runs a place when it is kept and open, for what, and until when it will be confirmed."""
    places: dict[str, Place] = {}
    if recipient.organization is not None:
        places.update((p.id, p) for p in plan.where(Place, organization=recipient.organization))
    place = plan.get(Place, recipient.place) if recipient.place is not None else None
    if place is not None:
        places[place.id] = place
    for one in places.values():
        bookings = [b for b in plan.where(Booking, place=one.id) if b.state != "released"]
        for booking in bookings:
            yield _booking(plan, one, booking)
        for opening in plan.where(Opening, place=one.id):
            yield Line(
                f"opening:{opening.id}",
                "{place} is open {when}",
                window=plain(opening.window),
                place=one.name or one.id,
                when=span(opening.window),
            )
        yield from _sessions(plan, one, bookings)


def _booking(plan: Reader, place: Place, booking: Booking) -> Line:
    session = plan.get(Session, booking.session) if booking.session is not None else None
    purpose: Value = booking.purpose or OPEN
    if session is not None:
        purpose = session.title or session.id
    values: dict[str, Any] = {}
    template = "{place} is kept for {what}, {when}: {state}"
    if booking.state == "held" and booking.answer_by is not None:
        template = "{place} is kept for {what}, {when}: {state}, answer by {answer}"
        values["answer"] = booking.answer_by
    return Line(
        f"booking:{booking.id}",
        template,
        window=booking.window,
        place=place.name or place.id,
        what=purpose,
        when=span(booking.window),
        state=state_word(Booking, booking.state),
        **values,
    )


def _sessions(plan: Reader, place: Place, bookings: Iterable[Booking]) -> Iterator[Line]:
    """Tell which sessions are held in a place; what its booking says already is not told again."""
    booked = {(b.session, b.window) for b in bookings}
    for session in plan.where(Session, place=place.id):
        if (session.id, session.window) not in booked:
            yield Line(
                f"session:{session.id}",
                "{session} is held in {place}, {when}: {heads}",
                window=session.window,
                session=session.title or session.id,
                place=place.name or place.id,
                when=span(session.window),
                heads=head_count(session_heads(plan, session)),
            )


def to_meet(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the lead of a team the last arrival that its people are to meet, so that nobody goes home before."""
    if recipient.team is None:
        return
    people = plan.where(Person, team=recipient.team)
    waiting = [
        one
        for person in people
        for one in plan.where(Arrival, greeter=person.id)
        if one.state != "met" and one.due is not None
    ]
    last = max(waiting, key=lambda one: (one.due, one.id), default=None)
    if last is not None:
        yield Line(
            "last-arrival",
            "the last that your people meet is {number}, {place}, {due}; {greeter} is there",
            number=last.number or last.id,
            place=place_of(plan, last.place),
            due=expected(last),
            greeter=contact(plan, last.greeter),
        )


SECTIONS = (
    BriefSection("lodging", rooms, "Stays by room", "core.lodging-rooms"),
    BriefSection("duty", own_rooms, "Where somebody who works sleeps", "core.duty-rooms"),
    BriefSection("delegation", delegation_rooms, "Rooms of a delegation by night", "core.delegation-rooms"),
    BriefSection("caterer", following, "Meals that follow sessions", "core.caterer-rooms"),
    BriefSection("host", kept, "What a place is kept for", "core.host-rooms"),
    BriefSection("team-lead", to_meet, "The last arrival to be met", "core.team-lead-rooms"),
)
