"""Who can do a duty instead: whoever is cleared, or lacks only what nobody can have yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import (
    Adoption,
    Appearance,
    Cohort,
    Duty,
    DutyLimit,
    Event,
    HealthProtocol,
    HealthReport,
    HealthTest,
    Leave,
    Loop,
    LoopStay,
    Person,
    Place,
    Post,
    Requirement,
    Session,
    Team,
    Trip,
)
from meetsupport.readings import stand_ins, substitutes
from tests.unit.rules.judging import NOON, at, changed, judge, reader, span

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = -12
"""Of the day of NOON, in hours after NOON; rounds begin at midnight."""
DAILY = Requirement(id="daily", protocol="f1", kind="round", interval=DAY)
BEFORE = Requirement(id="before", protocol="f1", kind="test", at="duty", within=24 * HOUR)
CLEAR = Requirement(id="clear", protocol="f1", kind="clear")
DOOR = Post(id="door", event="e", team="red")
OFFICE: tuple[Record, ...] = (
    Event(id="e", window=span(MIDNIGHT - 48, MIDNIGHT + 240)),
    Team(id="red"),
    Person(id="anna", team="red"),
    Person(id="bo", team="red"),
    Person(id="cy", team="red"),
    Cohort(id="all", event="e", teams=("red",)),
    HealthProtocol(id="f1", family="f", starts=date(2030, 1, 1)),
    Adoption(id="kept", event="e", family="f"),
)


def swab(person: str, hours: float, result: str = "negative") -> HealthTest:
    return HealthTest(id=f"{person}-{hours}", person=person, sampled=at(hours), result=result)


def able(start: float, *records: Record, now: datetime = NOON) -> dict[str, tuple[str, ...]]:
    """Give who can do Anna's duty at so many hours after noon, and which requirements each meets only later."""
    post = () if any(isinstance(one, Post) for one in records) else (DOOR,)
    shift = Duty(id="d", person="anna", post="door", window=span(start, start + 4))
    plan = reader(*OFFICE, *post, shift, *records, now=now)
    found = stand_ins(plan, "d")
    assert substitutes(plan, "d") == tuple(one.person for one in found)
    return {one.person: tuple(outcome.requirement for outcome in one.later) for one in found}


@pytest.mark.parametrize("hours", [20, 44])
def test_a_round_of_a_day_to_come_keeps_nobody_from_standing_in(hours: float) -> None:
    assert able(hours, DAILY) == {"bo": ("daily",), "cy": ("daily",)}


def test_the_round_that_runs_must_be_met_to_stand_in() -> None:
    assert able(6, DAILY) == {}
    assert able(6, DAILY, swab("cy", -1)) == {"cy": ()}


def test_the_moment_at_which_the_round_begins_ends_the_grace() -> None:
    begins = MIDNIGHT + 24
    assert able(20, DAILY, now=at(begins) - timedelta(microseconds=1)).keys() == {"bo", "cy"}
    assert able(20, DAILY, now=at(begins)) == {}


def test_a_test_that_cannot_count_yet_keeps_nobody_from_standing_in() -> None:
    assert able(25, BEFORE) == {"bo": ("before",), "cy": ("before",)}
    assert able(23, BEFORE) == {}
    assert able(24, BEFORE) == {}  # a test taken now would count, to the moment


def test_whoever_is_cleared_comes_first() -> None:
    named = changed(DAILY, cohorts=("tested",))
    only = Cohort(id="some", event="e", kinds=("tested",), persons=("bo",))
    assert list(able(44, named, only).items()) == [("cy", ()), ("bo", ("daily",))]


def test_what_time_does_not_mend_keeps_from_standing_in() -> None:
    assert able(44, DAILY, CLEAR, swab("bo", -3, "positive")) == {"cy": ("daily",)}
    dose = Requirement(id="dose", protocol="f1", kind="vaccinated")
    assert able(44, DAILY, dose) == {}
    vague = Requirement(id="vague", protocol="f1", kind="unheard-of")
    assert able(44, vague) == {}


def test_a_temperature_is_reported_later_too() -> None:
    warm = Requirement(id="warm", protocol="f1", kind="temperature", within=12 * HOUR, limit=Decimal("37.3"))
    assert able(13, warm, HealthReport(id="h", person="bo", at=at(-1))) == {"bo": ("warm",), "cy": ("warm",)}
    assert able(11, warm) == {}


def test_people_of_the_team_come_first_and_then_others_with_the_skill() -> None:
    sound = changed(DOOR, skill="sound")
    others = (Person(id="abe", skills=("sound",)), Person(id="dee", team="red", skills=("sound",)))
    assert list(able(20, sound, *others)) == ["dee", "abe"]


def test_a_post_without_a_team_and_a_skill_is_for_anybody() -> None:
    assert list(able(20, changed(DOOR, team=None), Person(id="abe"))) == ["abe", "bo", "cy"]


def test_no_more_are_looked_for_or_looked_at_than_asked() -> None:
    plan = reader(*OFFICE, DOOR, Duty(id="d", person="anna", post="door", window=span(1, 2)))
    assert substitutes(plan, "d", most=1) == ("bo",)
    assert substitutes(plan, "d", among=2) == ("bo",)


@pytest.mark.parametrize("duty", ["none", "timeless"])
def test_a_duty_without_a_time_has_no_substitute(duty: str) -> None:
    assert stand_ins(reader(*OFFICE, DOOR, Duty(id="timeless", person="anna", post="door")), duty) == ()


SPANS = st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 6)), max_size=5)


@given(SPANS, SPANS, SPANS, st.integers(-9, 9))
def test_somebody_is_free_who_has_nothing_that_overlaps(
    duties: list[tuple[int, int]], trips: list[tuple[int, int]], leaves: list[tuple[int, int]], start: int
) -> None:
    def windows(spans: list[tuple[int, int]]) -> list[Window]:
        return [span(first, first + length) for first, length in spans]

    records: list[Record] = [Person(id="x"), Person(id="y"), Post(id="p")]
    records += [Duty(id=f"d{n}", person="x", post="p", window=one) for n, one in enumerate(windows(duties))]
    records += [Trip(id=f"t{n}", crew=("x",), window=one) for n, one in enumerate(windows(trips))]
    records += [Leave(id=f"l{n}", person="x", window=one) for n, one in enumerate(windows(leaves))]
    wanted = span(start, start + 3)
    plan = reader(*records, Duty(id="d", person="y", post="p", window=wanted))
    free = not any(one.overlaps(wanted) for one in windows([*duties, *trips, *leaves]))
    assert substitutes(plan, "d") == (("x",) if free else ())


def test_the_mend_says_that_a_test_is_still_to_come() -> None:
    shift = Duty(id="d", person="anna", post="door", window=span(44, 48))
    positive = swab("anna", -2, "positive")
    ((_, problem),) = judge(reader(*OFFICE, DOOR, shift, DAILY, CLEAR, positive), "core.positive-expected")
    assert str(problem.fix).endswith("bo, cy can stand in once they have the test that is still to come")
    soon = changed(shift, window=span(5, 9))
    both = (swab("bo", -1), swab("cy", -1))
    ((_, problem),) = judge(reader(*OFFICE, DOOR, soon, DAILY, CLEAR, positive, *both), "core.positive-expected")
    assert str(problem.fix).endswith("bo, cy can stand in")


@pytest.mark.parametrize(
    ("swabs", "able_to"),
    [
        ((("positive", -20),), {"cy"}),
        ((("negative", -40), ("positive", -20)), {"cy"}),
        ((("positive", -40), ("negative", -20)), {"bo", "cy"}),
    ],
)
def test_whoever_tested_positive_last_stands_in_for_nobody(
    swabs: tuple[tuple[str, float], ...], able_to: set[str]
) -> None:
    tests = (swab("bo", hours, result) for result, hours in swabs)
    assert set(able(4, *tests)) == able_to


def test_a_rule_that_says_when_a_positive_is_over_is_followed() -> None:
    over = changed(CLEAR, within=10 * HOUR)
    assert set(able(4, over, swab("bo", -20, "positive"))) == {"bo", "cy"}


GUARDED = Post(id="door", event="e", team="red", skill="english")


def test_a_language_is_a_skill_however_it_is_written() -> None:
    speaks = Person(id="dee", languages=("English",))
    able_too = Person(id="bo", team="red", skills=("ENGLISH",))
    office = [one for one in OFFICE if one.id != "bo"]
    shift = Duty(id="d", person="anna", post="door", window=span(0, 4))
    plan = reader(*office, able_too, speaks, GUARDED, shift)
    assert substitutes(plan, "d") == ("bo", "dee")


def test_who_is_on_stage_then_cannot_stand_in() -> None:
    stage = (
        Session(id="s", event="e", window=span(3, 5)),
        Appearance(id="a", session="s", person="bo"),
        Appearance(id="b", session="s", person="cy", state="on-leave"),
    )
    assert able(0, *stage).keys() == {"cy"}


@pytest.mark.parametrize(
    ("start", "end", "limit", "free"),
    [
        (-10, -2, {"rest": 3 * HOUR}, False),
        (-10, -3, {"rest": 3 * HOUR}, True),
        (6, 8, {"rest": 3 * HOUR}, False),
        (7, 8, {"rest": 3 * HOUR}, True),
        (-3, 0, {"longest": 6 * HOUR}, False),
        (-2, 0, {"longest": 6 * HOUR}, True),
        (-3, -1, {"longest": 6 * HOUR}, True),
    ],
)
def test_who_would_not_rest_or_work_too_long_cannot_stand_in(
    start: float,
    end: float,
    limit: dict[str, timedelta],
    free: bool,  # noqa: FBT001 - a parameter
) -> None:
    night = (
        Duty(id="n", person="bo", post="door", window=span(start, end)),
        DutyLimit(id="l", event="e", **limit),  # type: ignore[arg-type]
    )
    assert ("bo" in able(0, *night)) is free


def test_who_lacks_what_was_asked_at_the_opening_cannot_stand_in() -> None:
    asks = Requirement(id="first", protocol="f1", kind="test", at="opening", within=48 * HOUR)
    assert able(0, asks, swab("cy", MIDNIGHT - 50)).keys() == {"cy"}


def test_whoever_is_in_no_cohort_does_not_stand_in_where_tests_are_asked() -> None:
    outsider = (Person(id="dan", skills=("tea",)), changed(DOOR, team=None, skill="tea"))
    tested = [swab(one, -1) for one in ("bo", "cy")]
    assert "dan" in able(6, *outsider, *tested)
    assert "dan" not in able(6, DAILY, *outsider, *tested)


def test_whoever_is_in_the_loop_for_a_part_of_a_duty_does_not_stand_in() -> None:
    hall = (Loop(id="in", event="e"), Place(id="hall", loop="in"), changed(DOOR, place="hall"))
    long = LoopStay(id="bo", person="bo", loop="in", window=span(0, 24))
    short = LoopStay(id="cy", person="cy", loop="in", window=span(0, 8))
    assert able(6, *hall, long, short).keys() == {"bo"}
