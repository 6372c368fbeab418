"""Rest, nights, hours and attendance beside accounts that count hour by hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.codec import Contents
from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    DayOff,
    Delegation,
    Duty,
    DutyLimit,
    Event,
    Handover,
    Leave,
    Participant,
    Person,
    Post,
    Session,
    Task,
    Team,
    Trip,
)
from meetsupport.plan import PlainReader, Plan
from meetsupport.plugins import Problem
from meetsupport.readings import (
    NightWorked,
    attendance,
    days_off_worked,
    leave_owed,
    night_runs,
    nights_worked,
    open_at_handover,
    stretches,
    work_weeks,
)
from meetsupport.rules import BUILTIN_RULES
from meetsupport.testing import MODEL

HOUR = timedelta(hours=1)
ZERO = datetime(2030, 6, 1, 16, tzinfo=UTC)
"""Midnight in Shanghai, when a Sunday begins."""
ZONES = ("Asia/Shanghai", "Europe/London", "America/St_Johns")
RULES = {rule.code: rule for rule in BUILTIN_RULES}

Turn: TypeAlias = tuple[int, int]
"""The hours after `ZERO` at which a duty begins, and how many it lasts."""

turns = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 30)), max_size=9)


def reader(*records: Record, now: datetime = ZERO) -> PlainReader:
    return PlainReader(Plan.of(MODEL, Contents(records, {}, ())), now)


def window(turn: Turn) -> Window:
    start, hours = turn
    return Window(ZERO + start * HOUR, ZERO + (start + hours) * HOUR)


def local(start: int, hours: int) -> Window:
    """Give a window as a clerk in Shanghai writes it."""
    one = window((start, hours))
    return Window(*(moment.astimezone(ZoneInfo("Asia/Shanghai")) for moment in (one.start, one.end)))


def roster(worked: list[Turn], zone: str = "Asia/Shanghai", person: str = "anna") -> tuple[Record, ...]:
    """Duties of one person, every third a trip of which they are crew."""
    return (
        Event(id="e", zone=zone),
        Post(id="p", event="e", heads=0),
        Person(id=person),
        *(
            Trip(id=f"t{n}", event="e", crew=(person,), window=window(turn))
            if n % 3 == 2
            else Duty(id=f"d{n}", person=person, post="p", window=window(turn))
            for n, turn in enumerate(worked)
        ),
    )


def hours_of(worked: list[Turn]) -> list[int]:
    """List each hour that is worked, once."""
    return sorted({hour for start, count in worked for hour in range(start, start + count)})


def problems(code: str, plan: PlainReader) -> list[Problem]:
    rule = RULES[code]
    assert rule.each is not None
    return [problem for one in plan.all(rule.each) for problem in rule.check(plan, one)]


@given(turns)
def test_stretches_are_the_hours_worked_without_a_break(worked: list[Turn]) -> None:
    found = reader(*roster(worked)).derive(stretches, "anna")
    counted = [(one.start - ZERO) // HOUR + n for one in found for n in range(one.length // HOUR)]
    assert counted == hours_of(worked)
    assert all(one.end < other.start for one, other in pairwise(found))


@given(turns)
def test_the_busiest_seven_days_are_those_of_a_window_moved_hour_by_hour(worked: list[Turn]) -> None:
    at_work = reader(*roster(worked)).derive(stretches, "anna")
    weeks = work_weeks(at_work)
    hours = set(hours_of(worked))
    most = max(sum(hour in hours for hour in range(start, start + 168)) for start in range(-168, 432))
    assert (weeks[0].worked if weeks else timedelta(0)) == most * HOUR
    for week in weeks:
        start = (week.window.start - ZERO) // HOUR
        own = [hour for hour in range(start, start + 168) if hour in hours]
        assert (week.worked, week.until) == (len(own) * HOUR, ZERO + (own[-1] + 1) * HOUR)


@given(turns, st.sampled_from(ZONES))
def test_a_night_is_worked_by_whoever_works_between_midnight_and_five(worked: list[Turn], zone: str) -> None:
    found = reader(*roster(worked, zone)).derive(nights_worked, "anna")
    until: dict[date, datetime] = {}
    for hour in hours_of(worked):
        for part in (0, 1):
            moment = ZERO + hour * HOUR + part * HOUR / 2
            if (clock := moment.astimezone(ZoneInfo(zone))).hour < 5:
                until[clock.date()] = moment + HOUR / 2
    assert found == tuple(NightWorked(day, until[day]) for day in sorted(until))


@given(st.sets(st.integers(0, 25)))
def test_runs_of_nights_are_the_gaps_between_them_turned_round(days: set[int]) -> None:
    first = date(2030, 6, 1)
    made = night_runs(NightWorked(first + timedelta(days=n), ZERO) for n in days)
    found = {tuple((night.day - first).days for night in run) for run in made}
    between = [-1, *(n for n in range(26) if n not in days), 26]
    assert found == {tuple(range(a + 1, b)) for a, b in pairwise(between) if b - a > 1}


@given(turns, st.sampled_from(ZONES), st.dictionaries(st.integers(0, 17), st.booleans()), st.integers(0, 3))
def test_leave_is_owed_for_each_day_off_with_an_hour_of_work(
    worked: list[Turn], zone: str, listed: dict[int, bool], given_days: int
) -> None:
    listing = {date(2030, 6, 1) + timedelta(days=n): working for n, working in listed.items()}
    calendar = [DayOff(id=f"o{n}", day=day, working=working) for n, (day, working) in enumerate(listing.items())]
    leave = [
        # Days from Monday on; those of the next weekend would be no leave.
        Leave(id=f"l{n}", person="anna", kind="make-up", window=local((22 + n) * 24, 24))
        for n in range(given_days)
    ]
    plan = reader(*roster(worked, zone), *calendar, *leave)
    days = {
        (ZERO + hour * HOUR + part * HOUR / 2).astimezone(ZoneInfo(zone)).date()
        for hour in hours_of(worked)
        for part in (0, 1)
    }
    off = sorted(day for day in days if (not listing[day] if day in listing else day.isoweekday() > 5))
    assert plan.derive(days_off_worked, "anna") == tuple(off)
    assert plan.derive(leave_owed, "anna") == max(0, len(off) - given_days)


@given(turns, st.integers(0, 40), st.integers(0, 430))
def test_too_little_rest_is_found_before_the_duty_that_it_precedes(worked: list[Turn], rest: int, passed: int) -> None:
    limit = DutyLimit(id="l", rest=rest * HOUR)
    plan = reader(*roster(worked), limit, now=ZERO + passed * HOUR)
    hours = hours_of(worked)
    short = {other for one, other in pairwise(hours) if 1 < other - one < rest + 1 and other > passed}
    starts = {datetime.fromisoformat(problem.key) for problem in problems("core.rest-short", plan)}
    assert starts == {ZERO + hour * HOUR for hour in short}


@given(turns, st.integers(1, 90), st.integers(0, 500))
def test_seven_days_of_too_much_work_are_found_as_long_as_any_is_not_over(
    worked: list[Turn], most: int, passed: int
) -> None:
    plan = reader(*roster(worked), DutyLimit(id="l", weekly=most * HOUR), now=ZERO + passed * HOUR)
    hours = set(hours_of(worked))
    weeks = [[hour for hour in range(end - 168, end) if hour in hours] for end in range(1, 700)]
    worst = max((len(week) for week in weeks if week and week[-1] >= passed), default=0)
    found = problems("core.week-too-long", plan)
    assert bool(found) == (worst > most)
    assert [problem.message.values["worked"] for problem in found] == [worst * HOUR for _ in found]


@given(turns, st.integers(0, 4), st.integers(0, 430))
def test_nights_in_a_row_are_found_until_the_last_of_them_is_over(worked: list[Turn], most: int, passed: int) -> None:
    plan = reader(*roster(worked), DutyLimit(id="l", nights=most), now=ZERO + passed * HOUR)
    found = problems("core.nights-in-a-row", plan)
    by_night: dict[int, list[int]] = {}
    for hour in hours_of(worked):
        if hour % 24 < 5:
            by_night.setdefault(hour // 24, []).append(hour)
    runs = [
        range(first, last + 1)
        for first in by_night
        for last in by_night
        if all(day in by_night for day in range(first, last + 1)) and first - 1 not in by_night
        if last + 1 not in by_night and last >= first
    ]
    long = {run[0]: len(run) for run in runs if len(run) > most and max(by_night[run[-1]]) + 1 > passed}
    first = date(2030, 6, 2)
    assert {(date.fromisoformat(p.key) - first).days: p.message.values["count"] for p in found} == long


@given(
    st.lists(st.tuples(st.sampled_from(("north", "south", None)), st.booleans(), st.booleans()), max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.sampled_from(("awaited", "present", "on-leave", "absent"))), max_size=6),
)
def test_attendance_adds_up_person_by_person(
    people: list[tuple[str | None, bool, bool]], named: list[tuple[int, str]]
) -> None:
    expected = {n: state for n, state in named if n < len(people)}
    when = window((0, 3))
    plan = reader(
        Event(id="e"),
        Session(id="s", event="e", window=when),
        Delegation(id="north", event="e"),
        Delegation(id="south", event="e"),
        *(
            Participant(
                id=f"p{n}",
                delegation=delegation,
                event=None if delegation else "e",
                state="substituted" if gone else "registered",
            )
            for n, (delegation, gone, _) in enumerate(people)
        ),
        *(Leave(id=f"l{n}", participant=f"p{n}", window=when) for n, (_, _, away) in enumerate(people) if away),
        *(Appearance(id=f"a{n}", session="s", participant=f"p{n}", state=state) for n, state in expected.items()),
    )
    found = {one.delegation: one for one in plan.derive(attendance, "s")}
    for group in ("north", "south", ""):
        due = [
            n
            for n, (delegation, gone, _) in enumerate(people)
            if (delegation or "") == group and not gone and (n in expected or not expected)
        ]
        present = [n for n in due if expected.get(n) == "present"]
        away = [n for n in due if n not in present and (people[n][2] or expected.get(n) == "on-leave")]
        one = found.get(group)
        assert (len(due), len(present), len(away)) == ((one.due, one.present, one.on_leave) if one else (0, 0, 0))
        absent = [n for n in due if n not in away and expected.get(n) == "absent"]
        assert len(due) - len(present) - len(away) - len(absent) == (one.unknown if one else 0)


@given(
    st.lists(
        st.tuples(st.sampled_from(("front", "kitchen")), st.sampled_from(("open", "started", "done", "dropped"))),
        max_size=8,
    ),
    st.sampled_from(("front", None)),
    st.sampled_from(("kitchen", None)),
)
def test_a_hand_over_passes_on_what_its_teams_have_open(
    tasks: list[tuple[str, str]], team: str | None, posted: str | None
) -> None:
    plan = reader(
        Team(id="front"),
        Team(id="kitchen"),
        Post(id="p", team=posted),
        Handover(id="h", team=team, post="p"),
        *(Task(id=f"k{n}", team=own, state=state) for n, (own, state) in enumerate(tasks)),
    )
    left = {
        f"k{n}" for n, (own, state) in enumerate(tasks) if own in {team, posted} and state not in {"done", "dropped"}
    }
    passed_on = plan.derive(open_at_handover, "h")
    assert set(passed_on) == left
