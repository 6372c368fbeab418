"""Who is cleared, tested, apart and held: 248 people before an opening, and forty days in a closed loop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import meetsupport_epidemic as epidemic

import meetsupport as ms
from meetsupport.plan import PlainReader
from meetsupport.readings import (
    Clearance,
    clearance,
    cohort_clearance,
    contacts,
    day_number,
    edition_on,
    loops_at,
    round_totals,
    vacancies,
)
from meetsupport.testing import FrozenClock, memory_desk

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def beijing(text: str) -> datetime:
    """Give a moment in China: ``2022-03-13T08:00``."""
    return ms.instant(f"{text}+08:00")


def window(start: str, end: str) -> ms.Window:
    return ms.Window(beijing(start), beijing(end))


def on(findings: Iterable[ms.Finding], code: str) -> dict[tuple[str, str], ms.Finding]:
    """What one rule found, by subject and key."""
    return {
        (one.subject.id if one.subject is not None else "", one.key): one
        for one in findings
        if one.code == f"core.{code}"
    }


def put(*records: ms.Record, by: str = "office") -> ms.Change:
    return ms.Change(tuple(ms.Put(record) for record in records), by=by)


def told(desk: ms.Desk, recipient: str) -> dict[str, str]:
    return {line.key: line.message.text() for line in desk.brief(recipient)}


def at_moment(desk: ms.Desk, person: str, moment: str) -> Clearance:
    when = beijing(moment)
    return clearance(PlainReader(desk.plan, when), ("Person", person), when)


# The commendation conference: 26 staff, 22 attendants and 200 students


GROUPS = {"staff": 26, "attendants": 22, "students": 200}
RESULT = "attendants-07"


def commendation() -> list[ms.Record]:
    people = [
        ms.Person(id=f"{group}-{number:02}" if heads < 100 else f"{group}-{number:03}", team=group)
        for group, heads in {**GROUPS, "band": 12, "honour": 9}.items()
        for number in range(1, heads + 1)
    ]
    return [
        ms.Event(id="praise", window=window("2020-09-22T09:00", "2020-09-22T12:00")),
        *(ms.Team(id=team, event="praise") for team in (*GROUPS, "band", "honour")),
        *people,
        *(ms.Cohort(id=group, event="praise", teams=(group,)) for group in GROUPS),
        ms.HealthProtocol(id="local", family="local", pathogen="sars-cov-2", starts=date(2020, 9, 18), grade="A"),
        ms.Requirement(id="negative", protocol="local", at="opening", test="pcr", within=3 * DAY),
        ms.Adoption(id="kept", event="praise", family="local"),
        ms.Post(id="door", event="praise", window=window("2020-09-22T06:00", "2020-09-22T12:00"), team="attendants"),
        *(ms.Duty(id=f"on-{one.id}", person=one.id, post="door") for one in people),
        *(
            ms.HealthTest(
                id=f"test-{one.id}",
                person=one.id,
                sampled=beijing("2020-09-20T09:00"),
                result="pending" if one.id == RESULT else "negative",
            )
            for one in people
            if one.team in GROUPS
        ),
    ]


def test_c1_08_of_248_one_waits_for_a_result_and_it_is_said_who() -> None:
    clock = FrozenClock(beijing("2020-09-21T21:00"))
    desk = memory_desk(commendation(), clock=clock)
    plan = PlainReader(desk.plan, clock())
    opening = beijing("2020-09-22T09:00")
    groups = {group: cohort_clearance(plan, group, opening) for group in GROUPS}
    assert {group: one.people for group, one in groups.items()} == GROUPS
    assert sum(one.people for one in groups.values()) == 26 + 22 + 200 == 248
    assert sum(one.clear for one in groups.values()) == 247
    assert groups["attendants"].pending == (("Person", RESULT),)
    (finding,) = on(desk.check(), "person-not-cleared").values()
    assert finding.subject == ms.Person.ref(RESULT)
    assert (finding.severity, finding.settle_by) == ("unsettled", opening)
    assert finding.message.text().endswith("a result is not there yet")
    clock.set(opening)
    assert on(desk.check(), "person-not-cleared")[RESULT, "Event:praise/negative"].severity == "blocking"
    clock.set(beijing("2020-09-21T23:00"))
    with desk.edit(by="laboratory") as edit:
        edit.set(ms.HealthTest, f"test-{RESULT}", result="negative")
    assert edit.impact is not None
    assert [one.subject for one in edit.impact.cleared] == [ms.Person.ref(RESULT)]
    assert on(desk.check(), "person-not-cleared") == {}


def test_c1_08_the_band_and_the_guard_of_honour_are_in_no_tested_group() -> None:
    desk = memory_desk(commendation(), clock=FrozenClock(beijing("2020-09-21T21:00")))
    found = on(desk.check(), "person-untested")
    assert len(found) == 12 + 9
    assert {subject.partition("-")[0] for subject, _ in found} == {"band", "honour"}
    impact = desk.apply(put(ms.Cohort(id="music", event="praise", teams=("band", "honour"))))
    assert len(on(impact.cleared, "person-untested")) == 21
    # Now they belong to a group, and none of them was tested.
    assert len(on(impact.raised, "person-not-cleared")) == 21


def test_c1_08_a_team_lead_who_may_not_see_health_is_told_a_number() -> None:
    clock = FrozenClock(beijing("2020-09-21T21:00"))
    desk = memory_desk(commendation(), clock=clock)
    desk.apply(
        put(
            ms.Requirement(id="negative", protocol="local", at="duty", test="pcr", within=3 * DAY),
            ms.Role(id="medical", sees=("personal", "health")),
            ms.Recipient(id="lead", kinds=("team-lead",), team="attendants"),
            ms.Recipient(id="doctor", kinds=("team-lead",), team="attendants", role="medical"),
        )
    )
    uncleared = {key: text for key, text in told(desk, "lead").items() if "uncleared" in key}
    assert uncleared == {"core.team-lead-health:uncleared": "1 of your people are not cleared for a duty"}
    assert f"core.team-lead-health:uncleared:on-{RESULT}" in told(desk, "doctor")


# The guest house: closed on 13 March 2022


def house(*more: ms.Record, **event: Any) -> list[ms.Record]:
    """A guest house without a fixed end: neither the event nor what it keeps has one."""
    return [
        ms.Event(id="house", received=beijing("2022-03-13T08:00"), **event),
        ms.Place(id="lobby", name="Front hall"),
        ms.Post(id="desk", event="house", place="lobby", name="Front desk"),
        ms.HealthProtocol(id="house-rules", family="house", pathogen="sars-cov-2", starts=date(2022, 3, 13), grade="A"),
        ms.Adoption(id="kept", event="house", family="house"),
        *more,
    ]


def duty(person: str, start: str, hours: float = 8, post: str = "desk", id: str = "") -> ms.Duty:
    begins = beijing(start)
    made = id or f"{person}-{start}"
    return ms.Duty(id=made, person=person, post=post, window=ms.Window(begins, begins + hours * HOUR))


def swab(person: str, sampled: str, result: str = "negative", after: float | None = None) -> ms.HealthTest:
    taken = beijing(sampled)
    known = taken + after * HOUR if after is not None else None
    return ms.HealthTest(id=f"{person}-{sampled}", person=person, sampled=taken, result=result, resulted=known)


def loop_of_forty_days(*, inclusive: bool) -> ms.Desk:
    return memory_desk(
        house(
            ms.Loop(id="inner", event="house"),
            ms.Cohort(id="inside", event="house", loop="inner", persons=("anna",)),
            ms.Person(id="anna"),
            ms.LoopStay(id="stay", loop="inner", person="anna", window=window("2022-03-13T20:00", "2023-01-01T00:00")),
            ms.Requirement(id="forty", protocol="house-rules", kind="stay", days=40, inclusive=inclusive),
            duty("anna", "2022-04-20T08:00"),
            duty("anna", "2022-04-21T08:00"),
            duty("anna", "2022-04-22T08:00"),
        ),
        clock=FrozenClock(beijing("2022-04-20T07:00")),
    )


def test_c4_01_21_april_is_the_fortieth_day_if_the_first_counts() -> None:
    first, day = date(2022, 3, 13), date(2022, 4, 21)
    assert day_number(first, day, inclusive=True) == 40
    assert day_number(first, day, inclusive=False) == 39
    counted = on(loop_of_forty_days(inclusive=True).check(), "person-not-cleared")
    assert set(counted) == {("anna", "Duty:anna-2022-04-20T08:00/forty")}
    after = on(loop_of_forty_days(inclusive=False).check(), "person-not-cleared")
    assert set(after) == {
        ("anna", "Duty:anna-2022-04-20T08:00/forty"),
        ("anna", "Duty:anna-2022-04-21T08:00/forty"),
    }


def test_c4_01_a_run_without_an_end_goes_on_being_tested() -> None:
    clock = FrozenClock(beijing("2022-04-21T12:00"))
    desk = memory_desk(
        house(
            ms.Person(id="anna"),
            ms.Cohort(id="inside", event="house", persons=("anna",)),
            ms.Requirement(id="daily", protocol="house-rules", kind="round", interval=DAY),
            swab("anna", "2022-04-20T08:00"),
        ),
        clock=clock,
    )
    (due,) = on(desk.check(), "person-test-round").values()
    assert due.settle_by == beijing("2022-04-22T00:00")
    clock.set(beijing("2024-02-29T12:00"))
    (overdue,) = on(desk.check(), "person-test-round").values()
    assert overdue.severity == "blocking"
    assert overdue.message.values["due"] == beijing("2024-02-29T00:00")


def two_loops() -> ms.Desk:
    """Eight at work inside, eight outside, and goods that change hands in the buffer."""
    people = [f"{side}-{number}" for side in ("in", "out") for number in range(1, 9)]
    desk = memory_desk(
        house(
            ms.Place(id="kitchen", name="Kitchen"),
            ms.Place(id="gate", name="Gate"),
            ms.Place(id="dock", name="Loading dock"),
            ms.Post(id="cook", event="house", place="kitchen", name="Cook"),
            ms.Post(id="guard", event="house", place="gate", name="Guard"),
            ms.Post(id="carry", event="house", place="dock", name="Carry"),
            *(ms.Person(id=person) for person in people),
            *(duty(f"in-{n}", "2022-03-20T08:00", post="cook") for n in range(1, 8)),
            *(duty(f"out-{n}", "2022-03-20T08:00", post="guard") for n in range(1, 8)),
            duty("out-8", "2022-03-20T08:00", 1, post="carry"),
            duty("in-8", "2022-03-20T09:00", 1, post="carry"),
        ),
        clock=FrozenClock(beijing("2022-03-19T08:00")),
    )
    zones = epidemic.double_loop(
        desk.plan, "house", inner=["lobby", "kitchen"], outer=["gate"], buffer=["dock"], by="office"
    )
    desk.apply(zones)
    desk.apply(
        put(
            ms.Cohort(id="inside", loop="house-inner", persons=tuple(p for p in people if p.startswith("in"))),
            ms.Cohort(id="outside", loop="house-outer", persons=tuple(p for p in people if p.startswith("out"))),
        )
    )
    return desk


def test_c4_02_two_loops_and_a_buffer_hold_until_one_breach_is_planted() -> None:
    desk = two_loops()
    plan = PlainReader(desk.plan, beijing("2022-03-19T08:00"))
    sunday = window("2022-03-20T08:00", "2022-03-20T16:00")
    assert loops_at(plan, ("Person", "in-3"), sunday) == ("house-inner",)
    assert (on(desk.check(), "person-loop"), on(desk.check(), "loops-meet")) == ({}, {})
    breach = desk.apply(put(duty("out-5", "2022-03-20T17:00", 1, post="cook", id="planted")))
    assert set(on(breach.raised, "person-loop")) == {("out-5", "Duty:planted")}
    assert on(breach.raised, "loops-meet") == {}


def test_c4_02_people_of_both_loops_who_meet_in_the_buffer_are_flagged() -> None:
    desk = two_loops()
    late = desk.apply(put(duty("out-8", "2022-03-20T08:00", 2, post="carry")))
    (meeting,) = on(late.raised, "loops-meet").values()
    assert meeting.key == "Place:dock:/house-inner/house-outer"
    assert meeting.message.values["when"] == beijing("2022-03-20T09:00")
    assert meeting.message.values["n"] == 2
    assert on(late.raised, "person-loop") == {}


def rounds(missing: str = "") -> ms.Desk:
    """200 people inside, tested each day, and 30 outside, tested every other day, up to 21 April."""
    inside = [f"in-{n:03}" for n in range(200)]
    outside = [f"out-{n:02}" for n in range(30)]
    start = beijing("2022-03-13T06:00")
    tests = [
        ms.HealthTest(id=f"{who}-{day:02}", person=who, sampled=start + day * DAY, result="negative")
        for people, every in ((inside, 1), (outside, 2))
        for who in people
        for day in range(0, 40, every)
    ]
    return memory_desk(
        house(
            *(ms.Person(id=one) for one in (*inside, *outside)),
            ms.Cohort(id="inside", event="house", kinds=("inside",), persons=tuple(inside)),
            ms.Cohort(id="outside", event="house", kinds=("outside",), persons=tuple(outside)),
            ms.Requirement(id="daily", protocol="house-rules", kind="round", interval=DAY, cohorts=("inside",)),
            ms.Requirement(id="other", protocol="house-rules", kind="round", interval=2 * DAY, cohorts=("outside",)),
            *(test for test in tests if not missing or test.id != missing),
            ms.Recipient(id="r-007", kinds=("duty",), person="in-007"),
        ),
        clock=FrozenClock(beijing("2022-04-21T20:00")),
    )


def test_c4_03_forty_rounds_inside_are_8000_tests_and_outside_there_are_twenty() -> None:
    desk = rounds()
    plan = PlainReader(desk.plan, beijing("2022-04-21T20:00"))
    inside = round_totals(plan, "inside", beijing("2022-04-21T20:00"))
    assert (inside.people, inside.rounds, inside.due, inside.taken) == (200, 40, 8_000, 200 * 40)
    outside = round_totals(plan, "outside", beijing("2022-04-21T20:00"))
    assert (outside.people, outside.rounds, outside.taken) == (30, 20, 30 * 20)
    assert (inside.overdue, outside.overdue) == ((), ())
    assert on(desk.check(), "person-test-round") == {}


def test_c4_03_who_misses_a_round_is_due_and_then_overdue_until_tested() -> None:
    desk = rounds(missing="in-007-39")
    (due,) = on(desk.check(), "person-test-round").values()
    assert (due.subject, due.settle_by) == (ms.Person.ref("in-007"), beijing("2022-04-22T00:00"))
    clock = FrozenClock(beijing("2022-04-22T00:30"))
    later = memory_desk(list(desk.plan), clock=clock)
    blocking = {
        subject for (subject, _), one in on(later.check(), "person-test-round").items() if one.severity == "blocking"
    }
    assert blocking == {"in-007"}
    assert "core.duty-health:overdue:daily" in told(later, "r-007")
    plan = PlainReader(later.plan, clock())
    assert round_totals(plan, "inside", clock()).overdue == (("Person", "in-007"),)
    sampled = later.apply(put(swab("in-007", "2022-04-22T00:20", "pending")))
    assert set(on(sampled.cleared, "person-test-round")) == {("in-007", "daily")}
    assert "core.duty-health:overdue:daily" not in told(later, "r-007")


def test_c4_03_rounds_are_planned_as_tasks_with_the_list_of_who_is_due() -> None:
    desk = memory_desk(
        house(ms.Person(id="a"), ms.Person(id="b"), ms.Cohort(id="inside", event="house", persons=("a", "b"))),
        clock=FrozenClock(beijing("2022-03-12T12:00")),
    )
    plan = epidemic.plan_rounds(
        desk.plan, ["inside"], first=beijing("2022-03-13T00:00"), interval=DAY, count=40, by="office", tests=True
    )
    impact = desk.apply(plan)
    assert (desk.plan.count(ms.Task), desk.plan.count(ms.HealthTest)) == (40, 80)
    assert len(on(impact.raised, "task-without-responsible")) == 40
    assert max(task.due for task in desk.plan.all(ms.Task) if task.due) == beijing("2022-04-22T00:00")


def one_person() -> list[ms.Record]:
    return house(
        ms.Person(id="anna"),
        ms.Cohort(id="inside", event="house", persons=("anna",)),
        ms.Requirement(id="fresh", protocol="house-rules", at="duty", test="pcr", within=2 * DAY),
        ms.Requirement(id="never", protocol="house-rules", kind="clear"),
        ms.Requirement(
            id="cool", protocol="house-rules", kind="temperature", within=DAY / 2, limit=Decimal("37.3"), at="entry"
        ),
        swab("anna", "2022-03-14T06:00", after=8),
        swab("anna", "2022-03-18T06:00", "positive", after=8),
        ms.HealthReport(id="morning", person="anna", at=beijing("2022-03-14T07:00"), temperature=Decimal("36.6")),
        ms.HealthReport(id="evening", person="anna", at=beijing("2022-03-15T19:00"), temperature=Decimal("37.3")),
        duty("anna", "2022-03-14T08:00"),
        duty("anna", "2022-03-16T08:00"),
        ms.Recipient(id="r-anna", kinds=("duty",), person="anna"),
    )


def test_c4_04_a_person_is_cleared_or_not_at_any_moment_with_reasons() -> None:
    desk = memory_desk(one_person(), clock=FrozenClock(beijing("2022-03-14T07:30")))

    def states(moment: str) -> dict[str, str]:
        return {one.requirement: one.state for one in at_moment(desk, "anna", moment).outcomes}

    assert states("2022-03-13T08:00") == {"fresh": "not met", "never": "met", "cool": "unknown"}
    assert states("2022-03-14T08:00") == {"fresh": "pending", "never": "met", "cool": "met"}
    assert at_moment(desk, "anna", "2022-03-14T15:00").clear
    # Sampled exactly 48 hours before still counts; a moment later it does not.
    assert states("2022-03-16T06:00")["fresh"] == "met"
    assert states("2022-03-16T06:01") == {"fresh": "not met", "never": "met", "cool": "not met"}
    shown = {
        one.requirement: (str(one.reason), one.records) for one in at_moment(desk, "anna", "2022-03-18T20:00").outcomes
    }
    assert shown["never"] == ("tested positive", (("HealthTest", "anna-2022-03-18T06:00"),))


def test_c4_04_duties_before_which_somebody_is_not_cleared_are_found_in_time() -> None:
    clock = FrozenClock(beijing("2022-03-14T07:30"))
    desk = memory_desk(one_person(), clock=clock)
    assert ("anna", "Duty:anna-2022-03-14T08:00/fresh") in on(desk.check(), "person-not-cleared")
    # For the duty on the 16th a test can be taken from the 14th at 8 on; before that nothing is open.
    assert ("anna", "Duty:anna-2022-03-16T08:00/fresh") not in on(desk.check(), "person-not-cleared")
    clock.set(beijing("2022-03-14T09:00"))
    assert on(desk.check(), "person-not-cleared")["anna", "Duty:anna-2022-03-16T08:00/fresh"].severity == "unsettled"
    assert told(desk, "r-anna")["core.duty-health:test:anna-2022-03-16T08:00/fresh"].endswith(
        "sampled from 2022-03-14 08:00 on (house-rules)"
    )


# Editions


CASE = "case"
MET = tuple(f"met-{n}" for n in range(1, 11))


def long_run(keeps: str = "covid-19") -> tuple[ms.Desk, FrozenClock]:
    """
    The run goes on past June. On 20 June ten people work beside a case, and later each of them beside one more.

    The extension is made up; the editions are not.
    """
    people = (CASE, *MET, *(f"second-{n}" for n in range(1, 11)))
    clock = FrozenClock(beijing("2022-06-21T12:00"))
    desk = memory_desk(
        [
            ms.Event(id="house", window=window("2022-03-13T00:00", "2023-03-01T00:00")),
            *(ms.Person(id=one) for one in people),
            ms.Cohort(id="all", event="house", persons=people),
            *(ms.Place(id=f"place-{n}") for n in range(11)),
            *(ms.Post(id=f"post-{n}", event="house", place=f"place-{n}") for n in range(11)),
            *(duty(one, "2022-06-20T08:00", 2, post="post-0") for one in (CASE, *MET)),
            *(duty(one, "2022-06-20T12:00", 2, post=f"post-{n}") for n, one in enumerate(MET, 1)),
            *(duty(f"second-{n}", "2022-06-20T13:00", 2, post=f"post-{n}") for n in range(1, 11)),
            *(duty(one, "2022-07-02T08:00", post="post-0", id=f"july-{one}") for one in MET),
            swab(CASE, "2022-06-20T07:00", "positive", after=12),
        ],
        plugins={"epidemic": epidemic},
        clock=clock,
    )
    desk.adopt("covid-19", by="office")
    desk.adopt(keeps, event="house", by="office")
    return desk, clock


def held(findings: Iterable[ms.Finding]) -> set[str]:
    return {key.split("/")[0].removeprefix("Person:") for _, key in on(findings, "contact-expected")}


def test_c4_05_the_edition_follows_from_the_day() -> None:
    desk, clock = long_run()
    plan = PlainReader(desk.plan, clock())
    editions = {
        "2022-03-13": "covid-19-before-9",
        "2022-04-21": "covid-19-before-9",
        "2022-06-27": "covid-19-before-9",
        "2022-06-28": "covid-19-9",
        "2022-11-11": "covid-19-20-measures",
        "2022-12-07": "covid-19-10-measures",
        "2023-01-08": "covid-19-class-b",
    }
    assert {day: edition_on(plan, "covid-19", date.fromisoformat(day)) for day in editions} == editions
    assert on(desk.check(), "adoption-without-edition") == {}


def test_c4_05_a_change_of_edition_judges_everybody_again() -> None:
    # Twelve days after: 21 days were asked before the ninth edition, and 10 are by it.
    stuck, _ = long_run("covid-19-before-9")
    assert held(stuck.check()) == set(MET)
    moved = stuck.apply(put(ms.Adoption(id="house.covid-19-before-9", event="house", family="covid-19")))
    assert held(moved.cleared) == set(MET)
    assert held(moved.raised) == set()


def test_c4_05_people_met_by_contacts_are_traced_until_the_twenty_measures() -> None:
    desk, _ = long_run()
    soon = desk.apply(put(*(duty(f"second-{n}", "2022-06-24T08:00", id=f"soon-{n}", post="post-0") for n in (1, 2))))
    assert held(soon.raised) == {"second-1", "second-2"}
    later, _ = long_run("covid-19-20-measures")
    impact = later.apply(put(duty("second-1", "2022-06-24T08:00", post="post-0", id="soon-1")))
    assert held(impact.raised) == set()


# A positive


def corridor() -> tuple[ms.Desk, FrozenClock]:
    """
    Cho works beside Dai, rides with Eve, and Dai shares a room with Fen. Gao was there too, five days before.

    Hua and Ivo have the skill of Dai; Ivo is not cleared.
    """
    people = {
        "cho": ("console",),
        "dai": ("console",),
        "eve": (),
        "fen": (),
        "gao": (),
        "hua": ("console",),
        "ivo": ("console",),
    }
    clock = FrozenClock(beijing("2022-04-10T20:00"))
    desk = memory_desk(
        house(
            *(ms.Person(id=one, skills=skills) for one, skills in people.items()),
            ms.Cohort(id="inside", event="house", persons=tuple(people)),
            ms.Requirement(id="fresh", protocol="house-rules", at="duty", within=2 * DAY),
            ms.Requirement(id="traced", protocol="house-rules", kind="contacts", within=4 * DAY, days=7, count=2),
            ms.Place(id="hall", name="Hall 1"),
            ms.Post(id="sound", event="house", place="hall", name="Sound desk", skill="console"),
            ms.Trip(id="shuttle", crew=("eve", "cho"), window=window("2022-04-09T18:00", "2022-04-09T19:00")),
            ms.Lodging(id="inn"),
            ms.Room(id="204", lodging="inn", beds=2),
            ms.Stay(id="s1", room="204", person="dai", window=window("2022-04-09T14:00", "2022-04-20T10:00")),
            ms.Stay(id="s2", room="204", person="fen", window=window("2022-04-09T14:00", "2022-04-20T10:00")),
            duty("gao", "2022-04-05T08:00", post="sound"),
            duty("cho", "2022-04-05T08:00", post="sound", id="cho-early"),
            duty("cho", "2022-04-09T08:00", post="sound"),
            duty("dai", "2022-04-09T08:00", post="sound"),
            duty("dai", "2022-04-12T08:00", post="sound", id="tuesday"),
            duty("cho", "2022-04-12T08:00", post="desk", id="front"),
            *(swab(one, "2022-04-11T06:00") for one in people if one not in {"cho", "ivo"}),
        ),
        clock=clock,
    )
    return desk, clock


def test_c4_06_a_positive_leads_to_who_met_whom_who_is_held_and_which_posts_fall_empty() -> None:
    desk, clock = corridor()
    impact = desk.apply(put(swab("cho", "2022-04-10T07:00", "positive", after=12), by="laboratory"))
    plan = PlainReader(desk.plan, clock())
    chain = contacts(plan, ("Person", "cho"), ms.Window(beijing("2022-04-06T07:00"), clock()))
    assert [(one.who[1], one.step, one.via[1], one.spot[:2]) for one in chain] == [
        ("dai", 1, "cho", ("Place", "hall")),
        ("eve", 1, "cho", ("Trip", "shuttle")),
        ("fen", 2, "dai", ("Room", "204")),
    ]
    week = window("2022-04-10T20:00", "2022-04-18T00:00")
    empty = vacancies(plan, [("Person", "cho"), *(one.who for one in chain)], week)
    assert [(one.duty, one.person, one.empty) for one in empty] == [("front", "cho", True), ("tuesday", "dai", True)]
    assert set(on(impact.raised, "contact-expected")) == {("", "Person:dai/Duty:tuesday/traced")}
    assert set(on(impact.raised, "positive-expected")) == {("", "Person:cho/Duty:front")}


def test_c4_06_who_is_cleared_has_the_skill_and_is_free_can_stand_in() -> None:
    desk, _ = corridor()
    impact = desk.apply(put(swab("cho", "2022-04-10T07:00", "positive", after=12), by="laboratory"))
    (finding,) = on(impact.raised, "contact-expected").values()
    assert finding.message.values["who"] == "dai"
    # Ivo is not cleared, and Hua is; if Hua is on duty elsewhere, nobody is left.
    assert str(finding.fix) == "take them off; hua can stand in"
    desk.apply(put(duty("hua", "2022-04-12T10:00", 1)))
    (again,) = on(desk.check(), "contact-expected").values()
    assert str(again.fix) == "take them off, and find somebody who is cleared"
    mended = desk.apply(put(duty("hua", "2022-04-12T08:00", post="sound", id="tuesday")))
    assert len(on(mended.cleared, "contact-expected")) == 1
