"""Rules about closed loops, and about how halls are set and aired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from meetsupport.core.messages import Message
from meetsupport.core.times import Window
from meetsupport.model import (
    Booking,
    Loop,
    Meal,
    Participant,
    Person,
    Place,
    Placement,
    Room,
    Round,
    SeatPlan,
    Session,
    Trip,
)
from meetsupport.plugins import Problem, Rule
from meetsupport.readings.health import PARTICIPANT, PERSON, Obligation, Who, event_asks
from meetsupport.readings.health_loops import Meeting, breaches, meetings
from meetsupport.readings.health_presence import Spot, larger, seat_spot, sharing, spot_ref
from meetsupport.readings.rounds import round_fault, round_slots
from meetsupport.rules._settling import over, settles
from meetsupport.rules._words import named, ref_named

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.core.records import Ref
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def check_person_loop(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find where somebody who works is sent into a loop that is not theirs."""
    yield from _breaches(plan, (PERSON, person.id))


def check_guest_loop(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find where somebody who takes part is sent into a loop that is not theirs."""
    yield from _breaches(plan, (PARTICIPANT, participant.id))


def _breaches(plan: Reader, who: Who) -> Iterator[Problem]:
    if not plan.all(Loop):
        return
    for one in plan.derive(breaches, who):
        if over(plan, one.presence.window):
            continue
        own: Value = tuple(named(plan, Loop, loop) for loop in one.own)
        yield Problem(
            "is to be at {what} in {loop}, {when}, and belongs to {own}"
            if one.outside == one.presence.window
            else "is to be at {what} in {loop}, {when}, and is not in it {outside}",
            key=f"{one.presence.source[0]}:{one.presence.source[1]}",
            fix="send somebody who belongs to {loop}, or enter that they move into it",
            about=(one.presence.ref, Loop.ref(one.loop)),
            what=ref_named(plan, spot_ref(one.presence.spot)),
            loop=named(plan, Loop, one.loop),
            when=one.presence.window,
            outside=one.outside,
            own=own if one.own else Message.of("no loop"),
        )


def check_meetings(plan: Reader) -> Iterator[Problem]:
    """Find spots where people of two loops meet; once for each spot and pair of loops."""
    if not plan.all(Loop):
        return
    for spot in _spots(plan):
        first: dict[tuple[str, ...], list[Meeting]] = {}
        for one in plan.derive(meetings, spot):
            if not over(plan, one.presence.window):
                first.setdefault(tuple(sorted((one.loop, one.other))), []).append(one)
        for (loop, other), met in first.items():
            earliest = min(met, key=lambda one: one.moment)
            yield Problem(
                "people of {loop} and {other} are at {what} together, first {when}: {n} people",
                key=f"{':'.join(spot)}/{loop}/{other}",
                fix="let the one leave, and the place be aired and disinfected, before the other comes",
                about=(spot_ref(spot), earliest.presence.ref),
                loop=named(plan, Loop, loop),
                other=named(plan, Loop, other),
                what=ref_named(plan, spot_ref(spot)),
                when=earliest.moment,
                n=len({one.presence.who for one in met}),
            )


def _spots(plan: Reader) -> Iterator[Spot]:
    yield from (("Place", one.id, "") for one in plan.all(Place))
    yield from (("Session", one.id, "") for one in plan.where(Session, place=None))
    yield from (("Trip", one.id, "") for one in plan.all(Trip))
    yield from (("Room", one.id, "") for one in plan.all(Room))
    for seats in plan.all(SeatPlan):
        near = {seat_spot(one) for one in plan.where(Placement, plan=seats.id)}
        yield from sorted(spot for spot in near if spot is not None)


# Halls


def _asks(plan: Reader, event: str | None, window: Window, kind: str) -> Iterator[Obligation]:
    if event is not None:
        asked = [one for one in plan.derive(event_asks, event) if one.requirement.kind == kind]
        yield from {one.requirement.id: one for one in asked if one.holds(window.start)}.values()


def check_spacing(plan: Reader, seats: SeatPlan) -> Iterator[Problem]:
    """Find seats that are closer together than a protocol allows, or of which nobody says how close they are."""
    session = plan.get(Session, seats.session) if seats.session is not None else None
    meal = plan.get(Meal, seats.meal) if seats.meal is not None else None
    window = session.window if session is not None else meal.window if meal is not None else None
    of = session.event if session is not None else meal.event if meal is not None else None
    event = seats.event or of
    if window is None or over(plan, window):
        return
    for one in _asks(plan, event, window, "spacing"):
        limit = one.requirement.limit
        if limit is None or (seats.apart_m is not None and seats.apart_m >= limit):
            continue
        yield Problem(
            "its seats are {apart} m apart, and {limit} m are asked"
            if seats.apart_m is not None
            else "nobody says how far its seats are apart; {limit} m are asked",
            key=one.requirement.id,
            fix="set the seats {limit} m apart, and enter the distance",
            settle_by=None if one.hint else settles(plan, event) or window.start,
            severity="hint" if one.hint else None,
            apart=seats.apart_m,
            limit=limit,
        )


def check_airing(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a session before which its place could not be aired, or while which nobody airs it."""
    window = session.window
    if session.place is None or window is None or over(plan, window):
        return
    for one in _asks(plan, session.event, window, "airing"):
        within, interval = one.requirement.within, one.requirement.interval
        if within is not None and within > timedelta():
            yield from _used_before(plan, session, session.place, one, Window(window.start - within, window.start))
        if interval is not None and window.length > interval and not _aired(plan, session.place, window, interval):
            yield Problem(
                "it lasts {length}, and nobody is to air {place} every {interval}",
                key=f"{one.requirement.id}/during",
                fix="set up a round of the kind airing for {place}, every {interval} from its start",
                settle_by=None if one.hint else window.start,
                severity="hint" if one.hint else None,
                length=window.length,
                place=named(plan, Place, session.place),
                interval=interval,
            )


def _used_before(plan: Reader, session: Session, place: str, one: Obligation, airing: Window) -> Iterator[Problem]:
    near = sharing(plan, place)
    bookings = (b for at in near for b in plan.overlapping(Booking, airing, place=at) if b.state != "released")
    used: list[tuple[Session | Booking, Ref[Any], Value]] = [
        (other, Session.ref(other.id), named(plan, Session, other.id))
        for at in near
        for other in plan.overlapping(Session, airing, place=at)
        if other.id != session.id
    ]
    # What is booked for a session is in use while the session lasts; that is found above.
    used += [
        (one, Booking.ref(one.id), one.purpose or one.id)
        for one in bookings
        if one.session is None and one.event != session.event
    ]
    for other, ref, what in used:
        yield Problem(
            "{place} cannot be aired for {within} before it: {other} is there until {until}",
            key=f"{one.requirement.id}/{other.id}",
            fix="begin later, or move one of the two",
            severity="hint" if one.hint else None,
            about=(ref,),
            place=named(plan, Place, place),
            within=airing.length,
            other=what,
            until=other.window.end if other.window is not None else None,
        )


def _aired(plan: Reader, place: str, window: Window, interval: timedelta) -> bool:
    """Say whether rounds air a place, or what it is a part of, often enough in a window, whatever became of them."""
    wholes = {place, *larger(plan, place)}
    for one in plan.where(Round, kind="airing"):
        if not wholes.isdisjoint(one.places) and not round_fault(one.rule):
            marks = [window.start, *(slot.at for slot in round_slots(plan, one.id, window)), window.end]
            if all(after - before <= interval for before, after in pairwise(marks)):
                return True
    return False


_LOOP = (
    "closed loops of official sessions of 2021: between venue and lodging only, by vehicles of their own, no visitors "
    "(local notices); zones and who belongs to them are records of the plan"
)

RULES = (
    Rule("core.person-loop", "Nobody who works enters another loop", check_person_loop, each=Person, basis=_LOOP),
    Rule(
        "core.participant-loop",
        "Nobody who takes part enters another loop",
        check_guest_loop,
        each=Participant,
        basis=_LOOP,
    ),
    Rule("core.loops-meet", "People of two loops do not meet", check_meetings, basis=_LOOP),
    Rule(
        "core.seat-spacing",
        "Seats are as far apart as a protocol asks",
        check_spacing,
        each=SeatPlan,
        basis="what the adopted protocol asks; meeting guidance of 2020: 1 m",
    ),
    Rule(
        "core.hall-airing",
        "A hall is aired before each session",
        check_airing,
        each=Session,
        basis="what the adopted protocol asks; meeting guidance of 2020: 30 minutes before",
    ),
)
