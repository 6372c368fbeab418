"""Who answers for what, contractors and partners that can be relied on, training signed, guests asked, vehicles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from meetsupport.core.messages import Message
from meetsupport.model import (
    Answer,
    Coordination,
    Event,
    Organization,
    Person,
    Place,
    Responsibility,
    Survey,
    Training,
    Trip,
)
from meetsupport.plan import Table, derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    day_of,
    earlier_use,
    events_of_body,
    kind_word,
    matters_wanting,
    must_sign,
    satisfaction,
    unsigned,
    vehicle_clashes,
)
from meetsupport.rules._settling import event_over, over, trip_over
from meetsupport.rules._words import named

if TYPE_CHECKING:
    from datetime import date, datetime

    from meetsupport.plan import Reader

__all__ = ["RULES"]

ABOUT_AT_MOST = 5
"""How many of those who have not signed are named with a finding."""

_ANSWERABLE = ("contractor", "inner")
_MOMENT = timedelta(microseconds=1)


def check_owner(plan: Reader, matter: Responsibility) -> Iterator[Problem]:
    """Find a matter that nobody answers for, or more than one body, in this entry or in another one."""
    if event_over(plan, matter.event):
        return
    bodies = tuple(dict.fromkeys(matter.responsible))
    if not bodies:
        yield Problem(
            "nobody answers for {matter}", key="nobody", fix="name one body that answers for it", matter=_matter(matter)
        )
    elif len(bodies) > 1:
        yield Problem(
            "{bodies} all answer for {matter}, so that none does",
            key="several",
            fix="name one of {bodies} as responsible, and the others as supporting",
            about=[Organization.ref(body) for body in bodies],
            bodies=tuple(named(plan, Organization, body) for body in bodies),
            matter=_matter(matter),
        )
    yield from _owned_elsewhere(plan, matter)


def _matter(one: Responsibility) -> str:
    return one.matter or one.id


def _same(matter: str) -> str:
    """Give one form for all ways to write a matter: with blanks or without, in capitals or not."""
    return "".join(matter.split()).casefold()


@derived
def _first_owners(plan: Reader, event: str | None) -> Table[tuple[str, str | None], tuple[str, str]]:
    """Give for each matter of an event at a place the first body that answers for it, and the record that says so."""
    found: dict[tuple[str, str | None], tuple[str, str]] = {}
    for one in plan.where(Responsibility, event=event):
        for body in one.responsible[:1]:
            found.setdefault((_same(one.matter), one.place), (body, one.id))
    return Table(found)


@derived
def _first_owner(plan: Reader, matter: tuple[str | None, str, str | None]) -> tuple[str, str] | None:
    event, name, place = matter
    return plan.derive(_first_owners, event).get((name, place))


def _owned_elsewhere(plan: Reader, matter: Responsibility) -> Iterator[Problem]:
    """Find an entry of the same matter that gives it to another body."""
    if not matter.matter or not matter.responsible:
        return
    owner = plan.derive(_first_owner, (matter.event, _same(matter.matter), matter.place))
    if owner is None:
        return
    body, first = owner
    if first != matter.id and body not in matter.responsible:
        yield Problem(
            "{first} gives {matter} to {body}, and this entry to {other}",
            key=first,
            fix="let one body answer for it, and remove the other entry or make it a supporting one",
            about=(Responsibility.ref(first), Organization.ref(body)),
            first=first,
            matter=matter.matter,
            body=named(plan, Organization, body),
            other=named(plan, Organization, matter.responsible[0]),
        )


def check_place_covered(plan: Reader, place: Place) -> Iterator[Problem]:
    """Find a place that nobody answers for in a matter in which the places of its kind beside it have somebody."""
    for event, matter in plan.derive(matters_wanting, place.id):
        if not event_over(plan, event):
            yield Problem(
                "nobody answers for {matter} here, though somebody does at others of the kind {kind}",
                key=f"{event or ''}/{matter}",
                fix="name the body that answers for {matter} at {place}",
                matter=matter,
                kind=kind_word(place.kind),
                place=place.name or place.id,
            )


@derived
def _matrix_kept(plan: Reader, event: str) -> bool:
    """Say whether an event that is not over has a responsibility matrix."""
    return bool(plan.where(Responsibility, event=event)) and not event_over(plan, event)


@derived
def _matrices_kept(plan: Reader, _: None) -> bool:
    """Say whether any event does."""
    return any(plan.derive(_matrix_kept, event.id) for event in plan.all(Event))


def check_matter(plan: Reader, body: Organization) -> Iterator[Problem]:
    """Find an inner unit or a contractor that has no part in the matrix of any event that it works for."""
    if body.role not in _ANSWERABLE or any(
        plan.where(Responsibility, **{part: body.id}) for part in ("responsible", "supporting")
    ):
        return
    events = plan.derive(events_of_body, body.id)
    if any(plan.derive(_matrix_kept, event) for event in events) if events else plan.derive(_matrices_kept, None):
        yield Problem(
            "it answers for nothing, and supports nothing",
            fix="enter what it answers for or supports, or take it off the list",
        )


@derived
def _register_kept(plan: Reader, role: str) -> bool:
    return any(
        body.scope or body.qualification or body.qualified_until or body.on_call or body.response
        for body in plan.where(Organization, role=role)
    )


def check_contractor(plan: Reader, body: Organization) -> Iterator[Problem]:
    """
    Find a contractor whose entry in the register is not whole.

    The register is kept from the first entry on that says more than who the contractor is.
    """
    if body.role != "contractor" or not plan.derive(_register_kept, body.role):
        return
    missing = [
        word
        for value, word in (
            (body.scope, Message.of("its scope")),
            (body.qualification, Message.of("its licence")),
            (body.qualified_until, Message.of("until when the licence holds")),
            (body.on_call, Message.of("its on-call line")),
            (body.response, Message.of("its response time")),
        )
        if value is None or value == ""
    ]
    if missing:
        yield Problem("the register does not say: {missing}", fix="enter {missing}", missing=tuple(missing))


def check_qualified(plan: Reader, body: Organization) -> Iterator[Problem]:
    """Find a contractor whose licence ends before an event that it works for."""
    if body.role != "contractor" or body.qualified_until is None:
        return
    named = plan.derive(events_of_body, body.id)
    for last, event in _lasting(plan, named) if named else plan.derive(_all_lasting, None):
        if last <= body.qualified_until:
            break
        yield _unqualified(event, body.qualified_until, last)


def _lasting(plan: Reader, events: Iterable[str]) -> tuple[tuple[date, Event], ...]:
    """List those of some events that are not over, each with its last day, the last first."""
    found = [event for event in (plan.get(Event, id) for id in events) if event is not None]
    lasting = [
        (day_of(plan, event.id, _last_moment(event.window.end)), event)
        for event in found
        if event.window is not None and not over(plan, event.window)
    ]
    return tuple(sorted(lasting, key=lambda entry: entry[0], reverse=True))


@derived
def _all_lasting(plan: Reader, _: None) -> tuple[tuple[date, Event], ...]:
    return _lasting(plan, [event.id for event in plan.all(Event)])


def _last_moment(end: datetime) -> datetime:
    try:
        return end - _MOMENT
    except OverflowError:
        return end


def _unqualified(event: Event, until: date, last: date) -> Problem:
    return Problem(
        "its licence holds until {until}, and {event} lasts until {last}",
        key=event.id,
        fix="have the licence renewed, or another contractor ready from {until} on",
        about=(Event.ref(event.id),),
        until=until,
        event=event.name or event.id,
        last=last,
    )


def check_reachable(plan: Reader, body: Organization) -> Iterator[Problem]:
    """Find a partner body of the joint mechanism that nobody can call."""
    if (
        body.role == "partner"
        and body.contact is None
        and not body.on_call
        and plan.where(Coordination, invited=body.id)
    ):
        yield Problem(
            "it is part of the joint mechanism, and the directory does not say whom to call",
            fix="enter a contact or an on-call line",
        )


def check_signed(plan: Reader, training: Training) -> Iterator[Problem]:
    """Find a training that not all who must have signed for, from its limit on."""
    if event_over(plan, training.event):
        return
    missing = plan.derive(unsigned, training.id)
    if missing:
        event = plan.get(Event, training.event) if training.event is not None else None
        opens = event.window.start if event is not None and event.window is not None else None
        yield Problem(
            "{missing} of {people} people have not signed",
            fix="have them read it and sign, or take them off duty",
            settle_by=training.due or (training.window.end if training.window is not None else opens),
            about=[Person.ref(person) for person in missing[:ABOUT_AT_MOST]],
            missing=len(missing),
            people=len(plan.derive(must_sign, training.id)),
        )


def check_asked(plan: Reader, survey: Survey) -> Iterator[Problem]:
    """Find a survey without a single answer: what is said of satisfaction then is asserted, not counted."""
    counted = plan.derive(satisfaction, survey.id)
    if counted.answers:
        return
    event = plan.get(Event, survey.event) if survey.event is not None else None
    yield Problem(
        "{asked} were asked, and nobody answered: satisfaction would be asserted",
        fix="gather the answers, or say in the report that none were given",
        settle_by=event.window.end if event is not None and event.window is not None else None,
        asked=survey.asked,
    )


def check_counted(plan: Reader, survey: Survey) -> Iterator[Problem]:
    """Find a survey with more answers than were asked."""
    counted = plan.derive(satisfaction, survey.id)
    answers = counted.answers + counted.invalid
    if answers > max(survey.asked, 0):
        yield Problem(
            "{answers} answers were entered, and {asked} were asked",
            fix="enter how many were asked, or remove answers that were entered twice",
            answers=answers,
            asked=survey.asked,
        )


def check_score(plan: Reader, answer: Answer) -> Iterator[Problem]:
    """Find an answer with a score that there is not; it counts in no mean."""
    survey = plan.get(Survey, answer.survey)
    if survey is not None and not 1 <= answer.score <= survey.best:
        yield Problem(
            "the score {score} is not one of 1 to {best}",
            fix="enter the score as it was given",
            score=answer.score,
            best=survey.best,
        )


def check_vehicle(plan: Reader, trip: Trip) -> Iterator[Problem]:
    """Find a vehicle that is on two trips at once, of one event or of two."""
    if not trip.vehicle or trip_over(plan, trip):
        return
    earlier = earlier_use(plan.derive(vehicle_clashes, trip.vehicle), trip.id)
    other = plan.get(Trip, earlier) if earlier is not None else None
    if other is not None and not trip_over(plan, other):
        yield Problem(
            "{vehicle} is still on {other}",
            key=other.id,
            fix="take another vehicle for {trip} or {other}, or move one of them",
            about=(Trip.ref(other.id),),
            vehicle=trip.vehicle,
            trip=named(plan, Trip, trip.id),
            other=named(plan, Trip, other.id),
        )


_MATRIX = "working principle of event offices: each matter has one that answers for it (责任到人), others support it"
_REGISTER = (
    "review of two congresses side by side: seven contracted units for hall, guards, cleaning, water and power, fire "
    "equipment, lifts and canteen; a licence that has run out is none"
)
_GUESTS = (
    "review of two congresses side by side: the delegates' praise was asserted, and no figure was given anywhere; "
    "local standards on meeting services (DB5105/T 57, annex J; DB3707/T 037, annexes J and K) have a form for it"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "core.matter-owner", "Exactly one body answers for each matter", check_owner, each=Responsibility, basis=_MATRIX
    ),
    Rule(
        "core.place-uncovered",
        "Somebody answers for every place of a kind in each matter",
        check_place_covered,
        each=Place,
        severity="warning",
        basis=_MATRIX,
    ),
    Rule(
        "core.body-without-matter",
        "Every inner unit and contractor answers for something or supports it",
        check_matter,
        each=Organization,
        severity="warning",
        basis=_MATRIX,
    ),
    Rule(
        "core.contractor-incomplete",
        "The register says of every contractor what it must",
        check_contractor,
        each=Organization,
        severity="warning",
        basis=_REGISTER,
    ),
    Rule(
        "core.contractor-unqualified",
        "A contractor's licence holds until the event is over",
        check_qualified,
        each=Organization,
        basis=_REGISTER,
    ),
    Rule(
        "core.partner-unreachable",
        "The directory says whom to call at every partner body",
        check_reachable,
        each=Organization,
        severity="warning",
        basis="review of two congresses side by side: five partner bodies in a joint mechanism",
    ),
    Rule(
        "core.training-unsigned",
        "Everybody who must has signed for a training",
        check_signed,
        each=Training,
        basis="review of two congresses side by side: the lead hands out the work, and trains people, before they open",
    ),
    Rule(
        "core.survey-unanswered",
        "Satisfaction is counted, not asserted",
        check_asked,
        each=Survey,
        severity="warning",
        basis=_GUESTS,
    ),
    Rule(
        "core.survey-overcounted",
        "A survey has no more answers than were asked",
        check_counted,
        each=Survey,
        basis=_GUESTS,
    ),
    Rule("core.answer-out-of-range", "A score is one that there is", check_score, each=Answer, basis=_GUESTS),
    Rule(
        "core.vehicle-on-two-trips",
        "No vehicle is on two trips at once",
        check_vehicle,
        each=Trip,
        basis="a vehicle can be in one place only; events that share vehicles are planned in one plan so that it shows",
    ),
)
