"""Clusters of a unit, what is needed for each head, and what a protocol asks of halls."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from meetsupport.core.records import Record
from meetsupport.model import (
    Adoption,
    Appearance,
    Booking,
    Cohort,
    Delegation,
    Duty,
    Event,
    HealthProtocol,
    HealthReport,
    Incident,
    IncidentReport,
    Meal,
    Movement,
    Organization,
    Participant,
    Person,
    Place,
    Post,
    Requirement,
    Round,
    SeatPlan,
    Session,
    Supply,
    Team,
    Trip,
)
from meetsupport.readings import clusters, supply_needs
from tests.unit.rules.judging import at, changed, judge, reader, span

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FLU = HealthProtocol(id="f1", family="f", pathogen="flu", starts=date(2030, 6, 1), ends=date(2030, 6, 10))
KEPT: tuple[Record, ...] = (
    Event(id="e", window=span(-36, 36)),
    Adoption(id="kept", event="e", family="f"),
    FLU,
    Organization(id="school"),
    Organization(id="works"),
    Place(id="hall", kind="hall", name="Hall"),
)


def asks(count: int, **about: object) -> Requirement:
    return Requirement(id=f"r{count}", protocol="f1", kind="report", count=count, interval=7 * DAY, **about)  # type: ignore[arg-type]


def ill(count: int, body: str, course: str = "") -> tuple[Record, ...]:
    """So many people of a body who cough, the last of them at noon, each an hour after the one before."""
    people = [Person(id=f"{body}-{n:02}", organization=body) for n in range(count)]
    reports = [
        HealthReport(id=f"h-{body}-{n:02}", person=f"{body}-{n:02}", at=at(-n), symptoms=("cough",), course=course)
        for n in range(count)
    ]
    return (*people, *reports)


def told(hours: float, body: str | None = None) -> tuple[Record, ...]:
    return (
        Incident(id="i", kind="flu", organization=body),
        IncidentReport(id=f"ir{hours}", incident="i", at=at(hours)),
    )


def test_a_unit_is_counted_over_all_cohorts() -> None:
    people = ill(12, "school")
    halves = (
        Cohort(id="a", event="e", persons=tuple(f"school-{n:02}" for n in range(6))),
        Cohort(id="b", event="e", persons=tuple(f"school-{n:02}" for n in range(6, 12))),
    )
    plan = reader(*KEPT, *people, *halves, asks(10))
    assert [(one.unit, one.people) for one in plan.derive(clusters, "r10")] == [(("Organization", "school"), 12)]


def test_delegates_of_a_body_count_with_its_staff_and_others_with_their_delegation_or_the_event() -> None:
    guests = (
        Delegation(id="d1", event="e", organization="school"),
        Delegation(id="d2", event="e"),
        *(Participant(id=f"g{n}", delegation="d1") for n in range(2)),
        *(Participant(id=f"o{n}", delegation="d2") for n in range(2)),
        *(Participant(id=f"x{n}", event="e") for n in range(2)),
    )
    names = [one.id for one in guests if isinstance(one, Participant)]
    reports = [HealthReport(id=f"h{one}", participant=one, at=at(-1), symptoms=("cough",)) for one in names]
    cohort = Cohort(id="all", event="e", persons=("school-00",), participants=tuple(names))
    plan = reader(*KEPT, *guests, *reports, *ill(1, "school"), cohort, asks(2))
    assert {one.unit: one.people for one in plan.derive(clusters, "r2")} == {
        ("Organization", "school"): 3,
        ("Delegation", "d2"): 2,
        ("Event", "e"): 2,
    }


def test_a_report_of_ten_is_none_of_thirty() -> None:
    school = (*ill(30, "school"), Cohort(id="s", event="e", organizations=("school",)))
    # The tenth to fall ill did so twenty hours ago, the thirtieth at noon.
    plan = reader(*KEPT, *school, asks(10), asks(30), *told(-19))
    assert [subject for subject, _ in judge(plan, "core.cluster-unreported")] == ["r30"]


def test_a_report_of_one_body_is_none_of_another() -> None:
    both = (*ill(3, "school"), *ill(3, "works"), Cohort(id="s", event="e", organizations=("school", "works")))
    units = {p.key for _, p in judge(reader(*KEPT, *both, asks(3), *told(1, "school")), "core.cluster-unreported")}
    assert units == {"Organization:works"}


def test_a_report_of_one_body_is_none_of_a_team() -> None:
    team = (Team(id="red"), *(Person(id=f"p{n}", team="red") for n in range(3)))
    reports = (HealthReport(id=f"h{n}", person=f"p{n}", at=at(-n), symptoms=("cough",)) for n in range(3))
    plan = (*KEPT, *team, *reports, Cohort(id="s", event="e", teams=("red",)), asks(3))
    for body, left in (("school", ["Team:red"]), (None, [])):
        assert [p.key for _, p in judge(reader(*plan, *told(1, body)), "core.cluster-unreported")] == left


def test_those_in_hospital_are_counted_by_themselves() -> None:
    school = (*ill(5, "school", "hospital"), *ill(4, "works"))
    cohort = Cohort(id="s", event="e", organizations=("school", "works"))
    plan = reader(*KEPT, *school, cohort, asks(4, course="hospital"))
    assert [(one.unit, one.people) for one in plan.derive(clusters, "r4")] == [(("Organization", "school"), 5)]


@pytest.mark.parametrize(
    ("symptoms", "people"), [(("cough",), 3), (("vomiting",), 0), (("vomiting", "cough"), 3), ((), 3)]
)
def test_those_in_hospital_for_something_else_are_not_counted(symptoms: tuple[str, ...], people: int) -> None:
    school = [Person(id=f"p{n}", organization="school") for n in range(3)]
    reports = [
        HealthReport(id=f"h{n}", person=f"p{n}", at=at(-n), symptoms=symptoms, course="hospital") for n in range(3)
    ]
    cohort = Cohort(id="s", event="e", organizations=("school",))
    plan = reader(*KEPT, *school, *reports, cohort, asks(2, course="hospital", symptoms=("cough", "sore throat")))
    assert sum(one.people for one in plan.derive(clusters, "r2")) == people


def test_where_no_time_is_laid_down_none_is_told() -> None:
    school = (*ill(3, "school"), Cohort(id="s", event="e", organizations=("school",)))
    for within, words in ((None, "by when is not said"), (2 * HOUR, "to be reported by")):
        ((_, problem),) = judge(reader(*KEPT, *school, asks(3, within=within)), "core.cluster-unreported")
        assert words in problem.message.text()


MASKS = Requirement(id="m", protocol="f1", kind="supply", item="mask", within=8 * HOUR)
GUARD: tuple[Record, ...] = (
    *KEPT,
    Person(id="anna"),
    Cohort(id="c", event="e", persons=("anna",)),
    Post(id="door", event="e"),
    MASKS,
)


def needed(*records: Record) -> list[tuple[int, int]]:
    return [(one.pieces, one.people) for one in reader(*GUARD, *records).derive(supply_needs, "e")]


def test_masks_are_counted_for_the_hours_at_the_event_alone() -> None:
    elsewhere = (Event(id="other"), Post(id="gate", event="other"))
    long = Duty(id="d2", person="anna", post="gate", window=span(20, 60))
    assert needed(Duty(id="d", person="anna", post="door", window=span(0, 10)), *elsewhere, long) == [(2, 1)]


def test_nothing_is_needed_of_an_edition_that_is_over_before_the_event() -> None:
    over = HealthProtocol(id="f1", family="f", ends=date(2030, 5, 1))
    plan = reader(*(one for one in GUARD if one is not FLU), over)
    assert plan.derive(supply_needs, "e") == ()


def test_hours_count_only_as_far_as_an_edition_holds() -> None:
    until = HealthProtocol(id="f1", family="f", ends=date(2030, 6, 5))
    shift = Duty(id="d", person="anna", post="door", window=span(4, 24))
    # Midnight is eight hours after the duty began.
    plan = reader(*(one for one in GUARD if one is not FLU), until, shift)
    assert [one.pieces for one in plan.derive(supply_needs, "e")] == [1]


def test_hours_under_editions_that_follow_each_other_add_up() -> None:
    """Twelve hours under each of two editions are three masks of eight hours, as under one."""
    first = HealthProtocol(id="f1", family="f", pathogen="flu", ends=date(2030, 6, 5))
    then = HealthProtocol(id="f2", family="f", pathogen="flu", starts=date(2030, 6, 6))
    again = Requirement(id="n", protocol="f2", kind="supply", item="mask", within=8 * HOUR)
    shift = Duty(id="d", person="anna", post="door", window=span(0, 24))
    guard = [one for one in GUARD if one is not FLU]
    assert [one.pieces for one in reader(*guard, first, then, again, shift).derive(supply_needs, "e")] == [3]
    assert needed(shift) == [(3, 1)]
    # Four hours each after midnight, in UTC: eight at eight hours, sixteen at four.
    shorter = Requirement(id="n", protocol="f2", kind="supply", item="mask", within=4 * HOUR)
    assert [one.pieces for one in reader(*guard, first, then, shorter, shift).derive(supply_needs, "e")] == [1 + 4]


def test_of_two_who_ask_at_the_same_time_the_one_that_asks_for_more_counts() -> None:
    shift = Duty(id="d", person="anna", post="door", window=span(0, 12))
    for hours, pieces in ((4, 3), (24, 2)):
        assert needed(shift, changed(MASKS, id="n", within=hours * HOUR)) == [(pieces, 1)]


def test_whoever_drives_or_appears_needs_masks_too_and_one_at_a_time() -> None:
    coach = Trip(id="coach", event="e", crew=("anna",), liaison="anna", window=span(0, 10))
    assert needed(coach) == [(2, 1)]
    assert needed(coach, Duty(id="d", person="anna", post="door", window=span(2, 10))) == [(2, 1)]
    talk = Session(id="talk", event="e", window=span(10, 18))
    assert needed(coach, talk, Appearance(id="a", session="talk", person="anna")) == [(3, 1)]


@pytest.mark.parametrize("kind", ["lost", "returned"])
def test_what_is_lost_or_given_back_is_not_there(kind: str) -> None:
    box = (
        Supply(id="box", event="e", kind="mask", quantity=Decimal(2)),
        Movement(id="in", supply="box", kind="received", quantity=Decimal(2), at=at(-9)),
        Movement(id="out", supply="box", kind=kind, quantity=Decimal(2), at=at(-8)),
    )
    found = judge(reader(*GUARD, *box), "core.supply-per-person")
    assert [(p.message.values["pieces"], p.message.values["stock"]) for _, p in found] == [(1, 0)]


def test_seats_of_a_banquet_are_spaced_too() -> None:
    dinner = Meal(id="dinner", event="e", place="hall", window=span(6, 8))
    tables = SeatPlan(id="tables", kind="banquet", meal="dinner", apart_m=Decimal("0.5"))
    metre = Requirement(id="s", protocol="f1", kind="spacing", limit=Decimal(1))
    assert [s for s, _ in judge(reader(*KEPT, dinner, tables, metre), "core.seat-spacing")] == ["tables"]


TALK = Session(id="talk", event="e", place="hall", title="Talk", window=span(2, 5))
AIRING = Requirement(id="a", protocol="f1", kind="airing", within=HOUR / 2, interval=HOUR)


def unaired(*records: Record) -> list[str]:
    return [p.key for _, p in judge(reader(*KEPT, TALK, AIRING, *records), "core.hall-airing")]


def test_a_booking_of_another_event_before_a_session_leaves_no_time_to_air() -> None:
    others = Booking(id="fair", event="other", place="hall", window=span(0, 2))
    rounds = Round(id="w", kind="airing", rule="FREQ=HOURLY", window=span(2, 5), places=("hall",))
    assert unaired(Event(id="other"), others, rounds) == ["a/fair"]


@pytest.mark.parametrize(
    ("rule", "places", "found"),
    [
        ("FREQ=HOURLY", ("hall",), []),
        ("FREQ=HOURLY;INTERVAL=2", ("hall",), ["a/during"]),
        ("FREQ=HOURLY", (), ["a/during"]),
    ],
)
def test_a_long_session_is_aired_as_often_as_is_asked(rule: str, places: tuple[str, ...], found: list[str]) -> None:
    assert unaired(Round(id="w", kind="airing", rule=rule, window=span(2, 5), places=places)) == found
