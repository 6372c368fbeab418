"""Forty days, told by what happened on them."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from datetime import timedelta

import meetsupport as ms
from meetsupport.cli.demo.case import Case
from meetsupport.cli.demo.case4.days import WEEK, programme, rota, sittings, swabs
from meetsupport.cli.demo.case4.records import records
from meetsupport.cli.demo.case4.setting import DAYS, EVENT, ZONES, World, day, window
from meetsupport.cli.demo.office import Office
from meetsupport.readings.health_substitutes import substitutes

__all__ = ["BREACH", "CASE", "CONTACTS", "INFECTED", "POSITIVE", "tell_story"]

BREACH, POSITIVE = 12, 23
"""The days on which somebody of the periphery is put on duty inside, and somebody tests positive."""

INTRUDER, INFECTED = "periphery-05", "front-09"
CONTACTS = tuple(f"front-{n:02}" for n in (10, 11, 12, 13, 17))
"""Who sat in the shift briefing with the one who tests positive."""


REST = timedelta(hours=11)


def tell_story(office: Office, world: World) -> None:
    """Tell all of it, and how long the machine took for it."""
    say = world.say
    started = time.perf_counter()
    office.routine = frozenset({"core.task-gate-open", "core.person-test-round", "core.person-not-cleared"})
    office.look()
    office.tell(examples=("lead.front", "kitchen"))
    office.end()
    for number in range(1, DAYS + 1):
        _morning(office, number)
        if number == POSITIVE:
            positive(office, world)
        else:
            _tests(office, number)
        if number == BREACH:
            breach(office, world)
        else:
            _evening(office, world, number, _briefing(world) if number == POSITIVE - 2 else ())
        if number % WEEK == 0 or number == DAYS:
            _so_far(office, world, number)
    _close(office, world)
    office.teller.fact(
        "took",
        say("{n} changes in {seconds} s", n=office.desk.revision, seconds=round(time.perf_counter() - started)),
    )


# A day


def _morning(office: Office, number: int) -> None:
    """Say at eight that the halls are set for the morning."""
    office.pass_to(day(number, "08:00"))
    _set(office, number, "00:00", "14:00")


def _tests(office: Office, number: int) -> None:
    """Enter at two the results of the day's tests, and that halls and zones are done."""
    office.pass_to(day(number, "14:00"))
    if number > 1:
        gone = {INFECTED} if number > POSITIVE else set[str]()
        _put(office, swabs(number, gone=gone), by="office-02")
    _set(office, number, "14:00", "19:00", (f"disinfect-{zone}-{number:02}" for zone in ZONES))


def _evening(office: Office, world: World, number: int, more: Iterable[ms.Record] = ()) -> ms.Impact:
    """
    Publish in the evening what is planned for the next day, and before each new week its shifts.

    The run goes on after the fortieth day; the story does not.
    """
    office.pass_to(day(number, "19:30"))
    _set(office, number, "19:00", "24:00")
    made = [*(programme(world, number + 1) if number < DAYS else ()), *more]
    if number % WEEK == 0:
        # Without an end that is known, the run goes on for another week.
        made += rota(world, number + 1, _away(number))
        event = office.desk.get(ms.Event, EVENT)
        extended = ms.Window(day(1, "08:00"), day(min(number + WEEK, DAYS) + 1))
        with office.desk.edit(by="office-01", reason=office.say("another week")) as edit:
            edit.set(ms.Event, event.id, window=extended)
    impact = _put(office, made, by="affairs-01")
    office.tell_quietly()
    return impact


def _away(number: int) -> Collection[str]:
    return {INFECTED, *CONTACTS} if number > POSITIVE else ()


def _set(office: Office, number: int, start: str, end: str, more: Iterable[str] = ()) -> None:
    done = [f"set-{id}" for id, _, begins, _ in sittings(number) if start <= begins < end]
    with office.desk.edit(by="affairs-01", reason=office.say("set, aired, signed")) as edit:
        for task in (*done, *more):
            edit.set(ms.Task, task, state="done", result="passed")


def _put(office: Office, made: Iterable[ms.Record], *, by: str) -> ms.Impact:
    return office.desk.apply(ms.Change(tuple(ms.Put(record) for record in made), by=by))


def _briefing(world: World) -> Iterable[ms.Record]:
    """Give the shift briefing at which the one who tests positive on the next day sits with five others."""
    yield ms.Session(
        id="briefing",
        event=EVENT,
        title=world.say("Shift briefing of the guides"),
        kind="briefing",
        place="hall-3",
        window=window(POSITIVE - 1, "13:00", "13:30"),
        expected=1 + len(CONTACTS),
        turnover=timedelta(minutes=30),
    )
    for person in (INFECTED, *CONTACTS):
        yield ms.Appearance(id=f"briefing-{person}", session="briefing", person=person)


def _so_far(office: Office, world: World, number: int) -> None:
    """Add up, from the records, what an article would quote."""
    say, desk = world.say, office.desk
    office.begin(f"day-{number}", day(number, "20:00"), say("Day {n}: so far", n=number))
    tests = [one for one in desk.show("HealthTest") if isinstance(one, ms.HealthTest)]
    inside = [one for one in tests if not str(one.person).startswith("periphery")]
    meals = [one for one in desk.show("Meal") if isinstance(one, ms.Meal) and _before(one.window, number)]
    late = sum(meal.covers for meal in meals if meal.kind == "late")
    office.teller.fact(
        "so far",
        say(
            "{meetings} meetings, {boxes} boxes, {late} late meals, {inside} tests inside in {n} rounds, "
            "{outside} outside",
            meetings=sum(len(sittings(one)) for one in range(1, number + 1)),
            boxes=sum(meal.covers for meal in meals) - late,
            late=late,
            inside=len(inside),
            outside=len(tests) - len(inside),
            n=number,
        ),
    )
    office.unread()
    office.end()


def _before(held: ms.Window | None, number: int) -> bool:
    return held is not None and held.start < day(number + 1, "04:00")


# What happened


def breach(office: Office, world: World) -> None:
    """Put somebody of the periphery on duty inside, and see it before it happens."""
    say, desk = world.say, office.desk
    office.begin("breach", day(BREACH, "19:30"), say("Day 12: somebody of the periphery is sent inside"))
    repair = window(BREACH + 1, "13:00", "14:00")
    post = ms.Post(
        id="repair",
        event=EVENT,
        name=say("Repair of the screen"),
        place="hall-2",
        team="property",
        role=say("repair"),
        window=repair,
    )
    duty = ms.Duty(id="repair", person=INTRUDER, post="repair")
    office.did(
        say("The programme of day 13 has an electrician of the periphery repair a screen in hall 2."),
        _evening(office, world, BREACH, (post, duty)),
    )
    with desk.edit(by="office-01", reason=say("the loops stay apart")) as edit:
        edit.set(ms.Duty, "repair", person="property-07")
    office.mended(say("An electrician who lives inside does it."), edit.impact)
    office.tell()
    office.end()


def positive(office: Office, world: World) -> None:
    """Let a guide test positive: who met whom, who is held, which posts fall empty, who stands in."""
    say, desk = world.say, office.desk
    office.begin("positive", day(POSITIVE, "14:00"), say("Day 23: a guide tests positive"))
    office.did(
        say("The results of day 23: {who} is positive, 239 are negative.", who=INFECTED),
        _put(office, swabs(POSITIVE, positive=INFECTED), by="office-02"),
    )
    _set(office, POSITIVE, "14:00", "19:00", (f"disinfect-{zone}-{POSITIVE:02}" for zone in ZONES))
    moved = _replace(office)
    office.mended(
        say("{n} shifts are given to guides who are free, rested and cleared, but for tests still to come.", n=moved)
    )
    with desk.edit(by="office-01", reason=say("taken over by the hospital")) as edit:
        edit.set(ms.Person, INFECTED, team=None)
        edit.set(ms.LoopStay, f"loop-{INFECTED}", window=ms.Window(day(1), day(POSITIVE, "15:00")))
    office.mended(say("The hospital takes over who is ill; those who met them stay in their rooms."), edit.impact)
    office.tell()
    office.end()


def _replace(office: Office) -> int:
    """Give every duty of somebody who may not be there to the first who may."""
    desk = office.desk
    codes = {"core.positive-expected", "core.contact-expected", "core.person-not-cleared"}
    duties = sorted({ref.id for one in desk.check() if one.code in codes for ref in one.about if ref.type is ms.Duty})
    plan = desk.view()
    held = {duty.id: duty.window for duty in desk.show("Duty") if isinstance(duty, ms.Duty)}
    given: dict[str, list[ms.Window]] = {}
    with desk.edit(by="front-01", reason=office.say("held after a positive test")) as edit:
        for id in duties:
            shift = held[id]
            if shift is None:
                continue
            able = substitutes(plan, id)
            # The plan does not know yet what this change gives to whom.
            chosen = next(one for one in able if all(_rested(shift, other) for other in given.get(one, ())))
            given.setdefault(chosen, []).append(shift)
            edit.set(ms.Duty, id, person=chosen)
    return len(duties)


def _rested(one: ms.Window, other: ms.Window) -> bool:
    return one.start - other.end >= REST or other.start - one.end >= REST


def _close(office: Office, world: World) -> None:
    """Look once more, on day 40: the run goes on, but the story ends."""
    office.begin("end", day(DAYS, "21:30"), world.say("Day 40: everybody knows the plan of the day"))
    office.tell(examples=())
    office.end()


CASE = Case(
    title="Forty days in a closed loop",
    under="After the report of a real guest house. Every name is invented; the clock is turned by hand.",
    stem="guest-house",
    begins=day(1, "06:30"),
    records=records,
    tell=tell_story,
    loaded="{file}: {n} records, among them {Person} who work, {Participant} who lodge, {Recipient} to be told",
    counted=(ms.Person, ms.Participant, ms.Recipient),
)
