"""What somebody must have done, day by day, in a loop, and for which pathogen; who is watched; who meets a case."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from meetsupport.core.records import Record
from meetsupport.core.times import Window, instant
from meetsupport.model import (
    Adoption,
    Appearance,
    Arrival,
    Call,
    Cohort,
    Delegation,
    Duty,
    Event,
    HealthProtocol,
    HealthReport,
    HealthTest,
    Leave,
    Lodging,
    Loop,
    LoopStay,
    Participant,
    Person,
    Place,
    Placement,
    Post,
    Requirement,
    Room,
    Route,
    Seat,
    SeatPlan,
    Session,
    Stay,
    Trip,
)
from meetsupport.readings import (
    attendance,
    breaches,
    clearance,
    contacts,
    due_at,
    guest_lacks,
    meetings,
    presences_at,
    presences_of,
    round_totals,
    rounds_of,
    samples_due,
)
from meetsupport.readings.health_cases import standing_positives
from meetsupport.readings.health_rounds import rounds_due
from tests.unit.rules.judging import NOON, at, changed, judge, reader, span

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA, BO = ("Person", "anna"), ("Person", "bo")
EVENT = Event(id="e", zone="Asia/Shanghai", window=span(-24 * 20, 24 * 20))
OFFICE: tuple[Record, ...] = (
    EVENT,
    Person(id="anna"),
    Person(id="bo"),
    Loop(id="in", event="e"),
    Loop(id="out", event="e", kind="outer"),
    Cohort(id="c", event="e", persons=("anna",), loop="in"),
    HealthProtocol(id="f1", family="f", pathogen="flu"),
    Adoption(id="kept", event="e", family="f"),
)


def asked(kind: str, **about: object) -> Requirement:
    return Requirement(id="r", protocol="f1", kind=kind, **about)  # type: ignore[arg-type]


def state(asks: Requirement, *records: Record, moment: datetime = NOON) -> str:
    return clearance(reader(*OFFICE, asks, *records), ANNA, moment).state


# Reports


@pytest.mark.parametrize("kind", ["symptoms", "temperature"])
def test_each_of_the_days_before_needs_its_reports(kind: str) -> None:
    asks = asked(kind, within=14 * DAY, days=3, count=2, limit=Decimal("37.3"))
    reports = [
        HealthReport(id=f"{day}-{hour}", person="anna", at=at(hour - 12 - 24 * day), temperature=Decimal("36.5"))
        for day in (1, 2, 3)
        for hour in (8, 18)
    ]
    assert state(asks, *reports) == "met"
    assert state(asks, *reports[1:]) == "unknown"
    assert state(asks, *reports[:-1]) == "unknown"


def test_where_no_reports_are_asked_silence_is_no_symptom() -> None:
    assert state(asked("symptoms", within=3 * DAY)) == "met"


# Stays


def stay(start: float, end: float, loop: str = "in") -> LoopStay:
    return LoopStay(id=f"{loop}{start}", loop=loop, person="anna", window=span(start, end))


def test_stays_that_touch_add_up_and_those_with_a_gap_do_not() -> None:
    asks = asked("stay", days=7)
    assert state(asks, stay(-7 * 24, -72), stay(-72, 24)) == "met"
    assert state(asks, stay(-7 * 24, -72), stay(-71, 24)) == "not met"


def test_a_stay_in_another_loop_is_none() -> None:
    assert state(asked("stay", days=7), stay(-8 * 24, 24, "out")) == "not met"


def test_a_stay_without_an_end_leaves_nobody_out_of_the_rounds() -> None:
    daily = asked("round", interval=DAY)
    (closed,) = reader(*OFFICE, daily, stay(-8 * 24, 8 * 24)).derive(rounds_of, ANNA)
    (still,) = reader(*OFFICE, daily, LoopStay(id="s", loop="in", person="anna")).derive(rounds_of, ANNA)
    assert closed.stays == (span(-8 * 24, 8 * 24),)
    assert still.stays is None
    assert state(daily, LoopStay(id="s", loop="in", person="anna")) == "not met"


@pytest.mark.parametrize(
    ("starts", "kept", "first"),
    [
        (date(2030, 1, 1), None, "2030-05-16T00:00+08:00"),
        (date(2030, 6, 1), None, "2030-06-01T00:00+08:00"),
        (date(2030, 1, 1), span(-24 * 30, 24), "2030-05-06T12:00+08:00"),
        (None, None, "2030-05-16T12:00+08:00"),
    ],
    ids=[
        "the edition is older",
        "the edition is younger",
        "kept from before the event",
        "the edition has no first day",
    ],
)
def test_rounds_begin_with_the_event_unless_it_is_said_when(
    starts: date | None, kept: Window | None, first: str
) -> None:
    plan = reader(
        *(one for one in OFFICE if one.id not in {"f1", "kept"}),
        HealthProtocol(id="f1", family="f", starts=starts),
        Adoption(id="kept", event="e", family="f", window=kept),
        asked("round", interval=DAY),
    )
    (rounds,) = plan.derive(rounds_of, ANNA)
    assert rounds.begins(0) == instant(first)


def test_who_is_in_two_cohorts_keeps_the_rounds_of_each() -> None:
    """Those of a loop count while somebody is in it; those of all count every day, whatever the cohorts are called."""
    daily = asked("round", interval=DAY)
    for everybody in ("a-all", "z-all"):
        all_ = Cohort(id=everybody, event="e", persons=("anna", "bo"))
        plan = reader(*OFFICE, all_, daily, stay(-26, -20))
        (one,) = [due for due in rounds_due(plan, ANNA) if due[0].obligation.requirement.id == "r"]
        assert len(one[2]) == 20
        assert clearance(plan, ANNA, NOON).state == "not met"
        assert round_totals(plan, everybody, NOON).overdue == (ANNA, BO)
        inside = round_totals(plan, "c", NOON)
        assert (inside.people, inside.due, inside.overdue) == (1, 1, (ANNA,))


def test_the_days_of_an_event_begin_by_its_own_clock() -> None:
    edition = HealthProtocol(id="f1", family="f", pathogen="flu", starts=date(2030, 6, 1))
    office = (*(one for one in OFFICE if one.id != "f1"), edition, asked("round", interval=DAY))
    (found,) = judge(reader(*office), "core.person-test-round")
    due = found[1].message.values["due"]
    assert isinstance(due, datetime)
    assert (due.hour, due.utcoffset()) == (0, 8 * HOUR)


def test_whoever_left_a_loop_may_not_be_on_duty_in_it() -> None:
    there = (Place(id="hall", loop="in"), Post(id="po", event="e", place="hall"))
    shift = Duty(id="d", post="po", person="anna", window=span(0, 8))
    (found,) = reader(*OFFICE, *there, shift, stay(-24, 3), stay(4, 6, "out")).derive(breaches, ANNA)
    assert (found.outside, found.own) == (span(3, 8), ("out",))
    (kept,) = judge(reader(*OFFICE, *there, shift, stay(-24, 3)), "core.person-loop")
    assert kept[1].message.template.endswith("is not in it {outside}")
    assert reader(*OFFICE, *there, shift, stay(-24, 3), stay(3, 8)).derive(breaches, ANNA) == ()


# Pathogens


def swab(result: str, against: str = "", hours: float = -5, person: str = "anna") -> HealthTest:
    return HealthTest(id=f"{person}{hours}", person=person, sampled=at(hours), result=result, against=against)


OTHER: tuple[Record, ...] = (
    HealthProtocol(id="g1", family="g", pathogen="norovirus"),
    Adoption(id="also", event="e", family="g"),
    Requirement(id="s", protocol="g1", kind="test", within=DAY, at="arrival"),
)


@pytest.mark.parametrize(
    ("grade", "kinds", "cohorts", "severity"),
    [
        ("A", (), (), "blocking"),
        ("C", (), (), "hint"),
        ("A", ("cook",), (), "blocking"),
        ("A", ("cook",), ("doors",), None),
    ],
    ids=["asked of all", "a weak source", "of cooks, and who is one is not said", "of cooks, and this one is none"],
)
def test_whoever_is_on_duty_untested_is_found(
    grade: str, kinds: tuple[str, ...], cohorts: tuple[str, ...], severity: str | None
) -> None:
    plan = reader(
        *(one for one in OFFICE if one.id != "f1"),
        HealthProtocol(id="f1", family="f", grade=grade),
        asked("test", at="duty", within=DAY, cohorts=kinds),
        *(Cohort(id=one, event="e", persons=("bo",), kinds=("staff",)) for one in cohorts),
        Post(id="door", event="e"),
        Duty(id="d", person="bo", post="door", window=span(0, 4)),
    )
    found = [problem.severity or "blocking" for _, problem in judge(plan, "core.person-untested")]
    assert found == ([severity] if severity else [])


def test_a_test_for_something_else_shows_nothing() -> None:
    asks = asked("test", within=DAY)
    assert state(asks, swab("negative", "flu")) == "met"
    assert state(asks, swab("negative", "norovirus")) == "not met"
    assert state(asked("clear"), swab("positive", "norovirus")) == "met"


def test_where_tests_are_for_two_pathogens_one_that_does_not_say_for_which_clears_nobody() -> None:
    asks = asked("test", within=DAY)
    plan = reader(*OFFICE, *OTHER, asks, swab("negative"))
    assert {one.state for one in clearance(plan, ANNA, NOON).outcomes} == {"not met"}
    assert state(asks, swab("negative")) == "met"


def test_a_case_of_something_else_holds_nobody() -> None:
    together = (
        Post(id="po", event="e", place="hall"),
        Place(id="hall"),
        *(Duty(id=f"d{who}", post="po", person=who, window=span(-8, -6)) for who in ("anna", "bo")),
    )
    asks = asked("contacts", within=DAY, days=7)
    assert state(asks, *together, swab("positive", "flu", person="bo")) == "not met"
    assert state(asks, *together, swab("positive", "norovirus", person="bo")) == "met"


def test_tests_that_are_too_close_together_are_told_as_that() -> None:
    asks = asked("test", within=3 * DAY, count=2, apart=DAY)
    plan = reader(*OFFICE, asks, swab("negative", hours=-27), swab("negative", hours=-4))
    (outcome,) = clearance(plan, ANNA, NOON).outcomes
    assert outcome.reason is not None
    assert outcome.reason.template == "negative tests are too close together"


# Who is watched


@pytest.mark.parametrize(("inclusive", "last"), [(False, 3), (True, 2)])
def test_who_arrived_is_held_for_so_many_days(inclusive: bool, last: int) -> None:  # noqa: FBT001 - a parameter
    guest: tuple[Record, ...] = (
        Arrival(id="train", event="e", due=NOON),
        Participant(id="pat", event="e", arrival="train"),
        Cohort(id="g", event="e", participants=("pat",)),
        asked("observation", after="arrival", days=3, inclusive=inclusive),
    )
    plan = reader(*OFFICE, *guest)
    held = [day for day in range(6) if not clearance(plan, ("Participant", "pat"), NOON + day * DAY).clear]
    assert held == list(range(last + 1))


def test_who_left_a_loop_is_tested_on_the_days_that_are_asked() -> None:
    asks = asked("observation", after="leaving", days=5, on_days=(1, 3, 5))
    plan = reader(*OFFICE, asks, stay(-24 * 6, -24 * 3), stay(-24 * 3, 0), swab("negative", hours=20))
    due = plan.derive(samples_due, ANNA)
    assert [(one.number, one.window, one.taken) for one in due] == [
        (number, Window(at(24 * number - 12), at(24 * number + 12)), number == 1) for number in (1, 3, 5)
    ]


def test_who_is_held_is_tested_twice_a_day_where_that_is_asked() -> None:
    asks = asked("contacts", within=DAY, days=2, interval=12 * HOUR)
    together = (
        Post(id="po", event="e"),
        *(Duty(id=f"d{who}", post="po", person=who, window=span(-8, -6)) for who in ("anna", "bo")),
    )
    plan = reader(*OFFICE, asks, *together, swab("positive", person="bo"))
    # The case was known at seven in the morning; the second day after that ends 65 hours later.
    assert [one.window for one in plan.derive(samples_due, ANNA)] == [
        *(span(-5 + 12 * n, 7 + 12 * n) for n in range(5)),
        span(55, 60),
    ]


# Who is due where


def guests(*records: Record) -> tuple[Record, ...]:
    return (
        Delegation(id="d", event="e"),
        Participant(id="pat", delegation="d"),
        Participant(id="quinn", delegation="d", state="on-leave"),
        Cohort(id="g", event="e", delegations=("d",)),
        Place(id="hall", kind="hall"),
        *records,
    )


MAIN = Session(id="main", event="e", kind="plenary", place="hall", window=span(20, 22))


DUE: list[tuple[tuple[Record, ...], set[str]]] = [
    ((), {"main"}),
    ((Session(id="side", event="e", window=span(21, 23)),), {"main"}),
    ((Session(id="after", event="e", window=span(22, 23)),), {"main", "after"}),
    (
        (
            Session(id="tour-1", event="e", window=span(23, 25)),
            Session(id="tour-2", event="e", window=span(24, 26)),
        ),
        {"main"},
    ),
    ((Session(id="try", event="e", kind="rehearsal", window=span(23, 25)),), {"main"}),
    ((Leave(id="l", participant="pat", window=span(21, 30)),), set()),
    ((Appearance(id="a", session="main", participant="quinn"),), set()),
]


@pytest.mark.parametrize(("others", "due"), DUE)
def test_participants_are_due_where_all_of_their_delegation_are(others: tuple[Record, ...], due: set[str]) -> None:
    plan = reader(*OFFICE, *guests(MAIN, *others))
    sessions = ("main", "side", "after", "tour-1", "tour-2", "try")
    assert {one for one in sessions if "pat" in plan.derive(due_at, one)} == due


def test_whoever_is_due_with_a_delegation_is_judged_before_the_sitting() -> None:
    plan = reader(*OFFICE, *guests(MAIN, asked("test", at="entry", within=DAY)))
    assert [one.source for one in plan.derive(guest_lacks, "pat")] == [("Session", "main")]
    assert plan.derive(guest_lacks, "quinn") == ()


def test_nobody_is_counted_as_due_at_a_rehearsal_to_which_nobody_is_named() -> None:
    trial = Session(id="try", event="e", kind="rehearsal", window=span(0, 1))
    assert reader(*OFFICE, *guests(trial)).derive(attendance, "try") == ()


# Contacts


def met(*records: Record, case: tuple[str, str] = ("Participant", "pat")) -> set[str]:
    plan = reader(EVENT, *records)
    return {one.who[1] for one in contacts(plan, case, span(-100, 100), 1)}


PEOPLE: tuple[Record, ...] = tuple(Participant(id=one, event="e") for one in ("pat", "quinn", "ray"))


@pytest.mark.parametrize(
    ("about", "others"),
    [
        (dict[str, Any](), {"quinn", "ray"}),
        ({"state": "on-leave"}, {"quinn", "ray"}),
        ({"state": "left"}, {"quinn", "ray"}),
        ({"state": "left", "departs": at(-9)}, set[str]()),
        ({"state": "substituted"}, set[str]()),
    ],
    ids=["there", "on leave", "left", "left before", "never came"],
)
def test_whoever_is_away_by_now_has_met_those_they_sat_with(about: dict[str, Any], others: set[str]) -> None:
    hall = (
        Session(id="past", event="e", kind="plenary", window=span(-8, -6)),
        Session(id="to-come", event="e", kind="plenary", window=span(6, 8)),
    )
    guests = [Participant(id=one, event="e", **(about if one == "pat" else {})) for one in ("pat", "quinn", "ray")]
    plan = reader(EVENT, *hall, *guests)
    assert {one.who[1] for one in contacts(plan, ("Participant", "pat"), span(-100, 100), 1)} == others
    there = {one.source[1] for one in plan.derive(presences_of, ("Participant", "pat"))}
    assert there == ({"past", "to-come"} if not about else {"past"} if others else set())


def test_a_negative_of_the_same_minute_takes_no_positive_back() -> None:
    positive = changed(swab("positive"), id="ill")
    assert standing_positives(reader(*OFFICE, positive, swab("negative")), ANNA) == (positive,)
    assert standing_positives(reader(*OFFICE, positive, swab("negative", hours=-4)), ANNA) == ()


def test_who_shares_a_room_that_is_only_a_number_is_met() -> None:
    house = Lodging(id="inn", event="e", window=span(-24, 24))
    sleepers = [
        Participant(id=one, event="e", lodging="inn", room=room)
        for one, room in (("pat", "301"), ("quinn", "301"), ("ray", "302"))
    ]
    assert met(house, *sleepers) == {"quinn"}


def test_a_stay_without_a_time_does_not_hide_the_room_that_is_entered() -> None:
    house = Lodging(id="inn", event="e", window=span(-24, 24))
    sleepers = [Participant(id=one, event="e", lodging="inn", room="301") for one in ("pat", "quinn")]
    assert met(house, *sleepers, Room(id="r", lodging="inn"), Stay(id="s", room="r", participant="quinn")) == {"quinn"}


def test_who_sits_in_the_same_row_is_met() -> None:
    hall: tuple[Record, ...] = (
        Session(id="s", event="e", kind="talks", window=span(1, 2)),
        SeatPlan(id="plan", event="e", session="s", kind="hall"),
        *(
            Placement(id=f"p-{one}", plan="plan", participant=one, row=row, number=number)
            for number, (one, row) in enumerate((("pat", 1), ("quinn", 1), ("ray", 2)))
        ),
    )
    assert met(*PEOPLE, *hall) == {"quinn"}


def test_who_waits_at_a_stop_is_met_by_those_on_the_coach() -> None:
    tour: tuple[Record, ...] = (
        Route(id="r", event="e"),
        Trip(id="t", event="e", route="r", window=span(0, 6)),
        Seat(id="seat", trip="t", participant="pat"),
        Place(id="farm"),
        Call(id="call", route="r", place="farm", window=span(2, 3)),
        Post(id="po", event="e", place="farm"),
        Person(id="guide"),
        Person(id="late"),
        Duty(id="d1", post="po", person="guide", window=span(2, 3)),
        Duty(id="d2", post="po", person="late", window=span(3, 4)),
    )
    assert met(*PEOPLE, *tour) == {"guide"}
    assert met(*PEOPLE, *tour, case=("Person", "guide")) == {"pat"}


ZONES: tuple[Record, ...] = (
    Place(id="centre", kind="venue"),
    Place(id="hall", kind="hall", within="centre"),
    Place(id="east", within="hall"),
    Place(id="west", within="hall"),
    *(Post(id=f"at-{one}", event="e", place=one) for one in ("centre", "hall", "east", "west")),
    *(Person(id=f"in-{one}") for one in ("centre", "hall", "east", "west")),
    *(
        Duty(id=f"d-{one}", post=f"at-{one}", person=f"in-{one}", window=span(0, 4))
        for one in ("centre", "hall", "east", "west")
    ),
)


MEETS: list[tuple[str, set[str]]] = [("hall", {"east", "west"}), ("east", {"hall"}), ("centre", set())]


@pytest.mark.parametrize(("case", "others"), MEETS)
def test_a_hall_is_one_with_its_zones_and_a_building_is_not(case: str, others: set[str]) -> None:
    assert met(*ZONES, case=("Person", f"in-{case}")) == {f"in-{one}" for one in others}


def test_people_of_two_loops_meet_once_in_a_hall_and_once_in_each_zone_where_one_is_posted() -> None:
    loops = (
        Loop(id="in", event="e"),
        Loop(id="out", event="e", kind="outer"),
        Cohort(id="c1", event="e", loop="in", persons=("in-hall",)),
        Cohort(id="c2", event="e", loop="out", persons=("in-west", "also")),
        Person(id="also"),
        Duty(id="d-also", post="at-hall", person="also", window=span(3, 5)),
    )
    plan = reader(EVENT, *ZONES, *loops)
    spots = {id: len(plan.derive(meetings, ("Place", id, ""))) for id in ("centre", "hall", "east", "west")}
    assert spots == {"centre": 0, "hall": 2, "east": 0, "west": 2}


def test_whoever_is_on_two_trips_of_a_route_is_at_its_stops_once() -> None:
    tour: tuple[Record, ...] = (
        Route(id="r", event="e"),
        Trip(id="t1", event="e", route="r", window=span(0, 6), crew=("anna",)),
        Trip(id="t2", event="e", route="r", window=span(0, 6), crew=("anna",)),
        Place(id="farm", loop="in"),
        Call(id="call", route="r", place="farm", window=span(2, 3)),
    )
    outside = [one for one in OFFICE if one.id != "c"]
    found = judge(reader(*outside, *tour), "core.person-loop")
    assert [problem.key for _, problem in found] == ["Call:call"]
    plan = reader(*OFFICE, *tour)
    assert len(plan.derive(presences_at, ("Place", "farm", ""))) == 1
