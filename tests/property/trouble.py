"""A plugin whose rules, sections and channels fail, or change their minds with time, as the plan has it."""

# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from meetsupport.core.errors import DerivationCycle, DerivationFailed
from meetsupport.core.times import Window
from meetsupport.model import Duty, Event, Participant, Person, Place, Recipient, Session, Task, Team, Trip
from meetsupport.plan import Reader, derived
from meetsupport.plugins import BriefSection, Channel, Delivery, Line, Problem, Receipt, Rule
from meetsupport.testing import IDS, START, plugin

SOON = Window(START, START + timedelta(hours=3))
SEASON = Window(START - timedelta(days=100), START + timedelta(days=100))


@derived
def depth(plan: Reader, place: str) -> int:
    """Count the places around a place; places in a ring need each other."""
    found = plan.get(Place, place)
    return 0 if found is None or found.within is None else 1 + plan.derive(depth, found.within)


@derived
def called(plan: Reader, team: str) -> tuple[str, ...]:
    """Name the people of a team; comes out equal after most changes, and as a list for some teams."""
    found = plan.get(Team, team)
    people = [person.id for person in plan.where(Person, team=team)]
    return people if found is not None and found.name == "•" else tuple(people)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def raises(plan: Reader, place: Place) -> Iterable[Problem]:
    if place.capacity == 1:
        raise ValueError(f"{place.id} is full")
    yield Problem("is a {kind}", kind=place.kind)
    if place.capacity == 2:
        raise LookupError(f"{place.id} is too late")


def rings(plan: Reader, place: Place) -> Iterable[Problem]:
    if plan.derive(depth, place.id):
        yield Problem("lies within {n}", n=plan.derive(depth, place.id), severity="hint")


def endures(plan: Reader, place: Place) -> Iterable[Problem]:
    try:
        plan.derive(depth, place.id)
    except DerivationCycle as error:
        yield Problem("is in a ring: {ring}", ring=str(error))


def repeats(plan: Reader, trip: Trip) -> Iterable[Problem]:
    yield Problem("runs")
    if trip.kind == "standby":
        yield Problem("runs twice")


def sums_up(plan: Reader) -> Iterable[Problem]:
    for number, found in enumerate(
        (
            plan.overlapping(Session, SOON),
            plan.overlapping(Session, SEASON),
            plan.overlapping(Session, SOON, kind="hall"),
            plan.overlapping(Task, SOON, responsible=IDS[0], state="open"),
            plan.overlapping(Duty, SEASON, person=IDS[0]),
            plan.where(Participant, state="met", route=None),
            plan.where(Participant, state="met", route=IDS[1]),
            plan.where(Task, due=None, needs_kinds="police"),
            plan.where(Task, after=()),
            plan.where(Task, after=IDS[1]),
            plan.where(Person),
        )
    ):
        if found:
            yield Problem("{found} answer question {number}", key=str(number), number=number, found=len(found))


def waits(plan: Reader, event: Event) -> Iterable[Problem]:
    if event.window is None:
        return
    stage = sum(plan.passed(moment) for moment in (event.window.start, event.window.end))
    yield Problem("stage {stage}", stage=stage, settle_by=event.settles)


def asks_who_knows(plan: Reader, team: Team) -> Iterable[Problem]:
    for recipient in plan.where(Recipient, team=team.id):
        if not plan.informed(recipient.id):
            yield Problem("{recipient} does not know", key=recipient.id, recipient=recipient.id)
    try:
        people = plan.derive(called, team.id)
    except DerivationFailed:
        return
    if people:
        yield Problem("has {people}", people=people)


def fails_for_some(plan: Reader, recipient: Recipient) -> Iterable[Line]:
    person = plan.get(Person, recipient.person) if recipient.person is not None else None
    if person is not None and "English" in person.skills:
        raise RuntimeError("no translation")
    for place in plan.all(Place):
        # The key moves with the kind, and the content does not.
        yield Line(f"{place.kind}:{place.id}", "{place} holds {capacity}", place=place.id, capacity=place.capacity)


def knows_the_time(plan: Reader, recipient: Recipient) -> Iterable[Line]:
    for session in plan.where(Session, place=recipient.place):
        if session.window is None:
            continue
        begun, over = (plan.passed(moment) for moment in (session.window.start, session.window.end))
        if over:
            continue
        template = "{session} has begun" if begun else "{session} is to come"
        yield Line(session.id, template, session=session.id, window=session.window)


def asks_in_vain(plan: Reader, recipient: Recipient) -> Iterable[Line]:
    if plan.informed(recipient.id):
        yield Line("never", "you know that you know")


def picky(delivery: Delivery) -> Receipt:
    if "withdrawn" in delivery.text.lower():
        raise ConnectionError("no")
    return Receipt(delivered=len(delivery.lines) % 2 == 0, detail="odd")


TROUBLE = plugin(
    rules=[
        Rule("trouble.raises", "Raises", raises, each=Place, basis="x"),
        Rule("trouble.rings", "Needs itself", rings, each=Place, basis="x"),
        Rule("trouble.endures", "Catches", endures, each=Place, basis="x", severity="hint"),
        Rule("trouble.repeats", "Repeats a key", repeats, each=Trip, basis="x", severity="warning"),
        Rule("trouble.sums-up", "Asks in every way", sums_up, basis="x"),
        Rule("trouble.waits", "Waits", waits, each=Event, basis="x"),
        Rule("trouble.dated", "Holds for a day", lambda _: [Problem("holds")], basis="x", valid=(START.date(), None)),
        Rule("trouble.asks", "Asks who knows", asks_who_knows, each=Team, basis="x"),
    ],
    briefs=[
        BriefSection("duty", fails_for_some, code="trouble.duty"),
        BriefSection("host", knows_the_time, code="trouble.host"),
        BriefSection("team-lead", knows_the_time, code="trouble.lead"),
        BriefSection("caterer", asks_in_vain, code="trouble.vain"),
    ],
    channels=[Channel("nowhere", picky)],
)
