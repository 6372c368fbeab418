"""Clearance against going through every record again; contacts against shortest paths; loops against all pairs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetsupport.core.codec import Contents
from meetsupport.core.records import Record
from meetsupport.core.times import Window, instant
from meetsupport.model import (
    Adoption,
    Appearance,
    Cohort,
    Duty,
    Event,
    HealthProtocol,
    HealthReport,
    HealthTest,
    Loop,
    LoopStay,
    Person,
    Place,
    Post,
    Requirement,
    Room,
    Session,
    Stay,
    Team,
    Trip,
)
from meetsupport.model.logistics import Lodging
from meetsupport.plan import MASKED, PlainReader, Plan, ViewReader
from meetsupport.readings import (
    all_duty_lacks,
    clearance,
    contacts,
    duty_clearance,
    duty_lacks,
    edition_on,
    meetings,
    overdue_rounds,
    round_totals,
    rounds_begun,
    rounds_of,
)
from meetsupport.testing import MODEL

# Without its types, which not every checker has.
nx: Any = importlib.import_module("networkx")

NOON = instant("2022-03-13T12:00+08:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PEOPLE = ("a", "b", "c", "d", "e")


def at(hours: float) -> datetime:
    return NOON + hours * HOUR


def read(*records: Record, now: datetime = NOON) -> PlainReader:
    plan = Plan.of(MODEL, Contents(records, {}, ()))
    assert plan.dangling() == []
    return PlainReader(plan, now)


HOURS = st.integers(-60, 60)


@st.composite
def swabs_of(draw: Any) -> tuple[HealthTest, ...]:
    made: list[HealthTest] = []
    for number in range(draw(st.integers(0, 6))):
        sampled = draw(st.none() | HOURS.map(at))
        after = draw(st.none() | st.integers(0, 30))
        made.append(
            HealthTest(
                id=f"t{number}",
                person="a",
                kind=draw(st.sampled_from(("pcr", "antigen"))),
                sampled=sampled,
                result=draw(st.sampled_from(("negative", "negative", "pending", "positive"))),
                resulted=None if sampled is None or after is None else sampled + after * HOUR,
            )
        )
    return tuple(made)


def spaced(times: list[datetime], count: int, apart: timedelta | None) -> bool:
    """Say whether so many of these lie so far apart, by trying every choice."""
    if count <= 0:
        return True
    for number, first in enumerate(times):
        rest = [one for one in times[number + 1 :] if apart is None or one - first >= apart]
        if spaced(rest, count - 1, apart):
            return True
    return False


def overtaken(test: HealthTest, tests: tuple[HealthTest, ...], moment: datetime) -> bool:
    """Say whether a positive test that is known at the moment is no older."""
    for other in tests:
        if other.result == "positive":
            when = other.sampled or other.resulted
            known = when is None or (other.resulted or when) <= moment
            if known and (when is None or (test.sampled is not None and test.sampled <= when)):
                return True
            if known and test.kind == "antigen" != other.kind and not retested(test, when, tests, moment):
                return True
    return False


def retested(test: HealthTest, since: datetime | None, tests: tuple[HealthTest, ...], moment: datetime) -> bool:
    """Say whether a nucleic acid test came out negative since then and no later than a quick test."""
    return any(
        other.kind == "pcr"
        and other.result == "negative"
        and other.sampled is not None
        and test.sampled is not None
        and since is not None
        and since < other.sampled <= test.sampled
        and (other.resulted is None or other.resulted <= moment)
        for other in tests
    )


def expected_of_test(
    asks: Requirement, tests: tuple[HealthTest, ...], moment: datetime, reports: tuple[HealthReport, ...] = ()
) -> str:
    tests = tuple(test for test in tests if not asks.test or test.kind == asks.test)
    ill: list[datetime] = []
    if asks.after:
        ill += [one.at for one in reports if one.at is not None and one.at <= moment and one.symptoms]
        for test in tests:
            when = test.sampled or test.resulted or moment
            if test.result == "positive" and (test.resulted or when) <= moment and when <= moment:
                ill.append(when)
        if not ill:
            return "met"

    def times(*, waiting: bool) -> list[datetime]:
        found: list[datetime] = []
        for test in tests:
            if test.sampled is None or overtaken(test, tests, moment) or (ill and test.sampled <= max(ill)):
                continue
            late = test.resulted is not None and test.resulted > moment
            known = test.result == "negative" and not late
            hoped = test.result == "pending" or (test.result == "negative" and late)
            old = asks.within is not None and moment - test.sampled > asks.within
            if test.sampled <= moment and not old and (known or (waiting and hoped)):
                found.append(test.sampled)
        return sorted(found)

    if spaced(times(waiting=False), asks.count, asks.apart):
        return "met"
    return "pending" if spaced(times(waiting=True), asks.count, asks.apart) else "not met"


def under(asks: Requirement, *records: Record) -> tuple[Record, ...]:
    return (
        Event(id="e", window=Window(at(-48), at(72))),
        Person(id="a"),
        Cohort(id="all", event="e", persons=("a",)),
        HealthProtocol(id="p", family="f"),
        Adoption(id="kept", event="e", family="f"),
        asks,
        *records,
    )


@given(
    swabs_of(),
    st.sampled_from((None, 24 * HOUR, 48 * HOUR)),
    st.sampled_from((None, 6 * HOUR, 24 * HOUR)),
    st.integers(1, 3),
    st.sampled_from(("", "pcr")),
    st.lists(HOURS, min_size=1, max_size=4, unique=True),
)
def test_tests_are_judged_as_by_trying_every_choice_of_them(
    tests: tuple[HealthTest, ...],
    within: timedelta | None,
    apart: timedelta | None,
    count: int,
    kind: str,
    hours: list[int],
) -> None:
    asks = Requirement(id="r", protocol="p", test=kind, within=within, apart=apart, count=count)
    duties = [Duty(id=f"d{hour}", person="a", post="post", window=Window(at(hour), at(hour + 1))) for hour in hours]
    plan = read(*under(asks, *tests, Post(id="post"), *duties))
    expected = {hour: expected_of_test(asks, tests, at(hour)) for hour in hours}
    assert {hour: clearance(plan, ("Person", "a"), at(hour)).state for hour in hours} == expected
    # What a duty lacks is found another way, which must come to the same.
    lacks = {one.source[1]: one.state for one in plan.derive(duty_lacks, "a")}
    assert lacks == {f"d{hour}": state for hour, state in expected.items() if state != "met"}


# Everybody at every duty

SPAN = st.none() | st.tuples(st.integers(-60, 0), st.integers(1, 60)).map(lambda s: Window(at(s[0]), at(s[1])))
KINDS = ("test", "test", "clear", "round", "temperature", "stay", "supply", "unheard-of")
OCCASIONS = ("duty", "entry", "always", "arrival", "opening")


@st.composite
def requirements(draw: Any) -> tuple[Requirement, ...]:
    """Draw what is asked: most often tests, and sometimes what rests on other records."""
    return tuple(
        Requirement(
            id=f"r{number}",
            protocol="p",
            kind=draw(st.sampled_from(KINDS)),
            at=draw(st.sampled_from(OCCASIONS)),
            test=draw(st.sampled_from(("", "pcr"))),
            within=draw(st.sampled_from((None, 12 * HOUR, 48 * HOUR))),
            interval=draw(st.sampled_from((None, DAY))),
            after=draw(st.sampled_from(("", "", "illness"))),
            apart=draw(st.sampled_from((None, 6 * HOUR))),
            count=draw(st.integers(1, 2)),
        )
        for number in range(draw(st.integers(1, 4)))
    )


@st.composite
def offices(draw: Any) -> tuple[Record, ...]:
    """Draw people of two teams and no team, in cohorts by name and by team, with tests and duties."""
    records: list[Record] = [
        Event(id="e", window=Window(at(-48), at(72))),
        HealthProtocol(id="p", family="f"),
        Adoption(id="kept", event="e", family="f", window=draw(SPAN)),
        Team(id="red"),
        Team(id="blue"),
        Post(id="post", window=Window(at(2), at(9))),
        Session(id="talk", window=draw(SPAN)),
        *draw(requirements()),
    ]
    for number in range(draw(st.integers(1, 3))):
        named, teams = st.sets(st.sampled_from(PEOPLE[:3])), st.sets(st.sampled_from(("red", "blue")))
        cohort = Cohort(
            id=f"c{number}", event="e", persons=tuple(draw(named)), teams=tuple(draw(teams)), window=draw(SPAN)
        )
        records.append(cohort)
    for person in PEOPLE[:3]:
        records.append(Person(id=person, team=draw(st.sampled_from((None, "red", "blue")))))
        records += [attrs.evolve(t, id=f"{person}-{t.id}", person=person) for t in draw(swabs_of())]
        for hour in draw(st.lists(HOURS, max_size=2, unique=True)):
            felt = draw(st.sampled_from(((), ("cough",))))
            records.append(HealthReport(id=f"{person}-{hour}", person=person, at=at(hour), symptoms=felt))
        if draw(st.booleans()):
            state = draw(st.sampled_from(("awaited", "on-leave", "absent")))
            records.append(Appearance(id=f"{person}-talk", session="talk", person=person, state=state))
        for hour in draw(st.lists(st.none() | HOURS, max_size=4, unique=True)):
            window = None if hour is None else Window(at(hour), at(hour + 1))
            records.append(Duty(id=f"{person}-{hour}", person=person, post="post", window=window))
    for number in range(draw(st.integers(0, 2))):
        crew = draw(st.sets(st.sampled_from(PEOPLE[:3])))
        liaison = draw(st.none() | st.sampled_from(PEOPLE[:3]))
        records.append(Trip(id=f"trip{number}", crew=tuple(crew), liaison=liaison, window=draw(SPAN)))
    return tuple(records)


def engaged(every: Callable[[type[Any]], list[Any]]) -> Iterator[tuple[str, str, datetime]]:
    """Go through what is to be done: the record, who does it, and when it begins."""
    for duty in every(Duty):
        yield duty.id, duty.person, duty.window.start if duty.window is not None else at(2)
    for trip in every(Trip):
        if trip.window is not None:
            for person in {*trip.crew, trip.liaison} - {None}:
                yield trip.id, person, trip.window.start
    (talk,) = every(Session)
    for there in every(Appearance):
        if talk.window is not None and there.state == "awaited":
            yield there.id, there.person, talk.window.start


def by_going_through_all(records: tuple[Record, ...]) -> set[tuple[str, str, str]]:
    """Find which duty lacks which requirement, for those that tests alone decide, record by record."""

    def every(cls: type[Any]) -> list[Any]:
        return [one for one in records if isinstance(one, cls)]

    (adopted,) = every(Adoption)
    found: set[tuple[str, str, str]] = set()
    for work, who, start in engaged(every):
        (person,) = [one for one in every(Person) if one.id == who]
        tests = tuple(one for one in every(HealthTest) if one.person == who)
        reports = tuple(one for one in every(HealthReport) if one.person == who)
        spans = [one.window for one in every(Cohort) if person.id in one.persons or person.team in one.teams]
        under = any(span is None or span.start <= start < span.end for span in spans)
        kept = adopted.window is None or adopted.window.start <= start < adopted.window.end
        for asks in every(Requirement) if under and kept else ():
            if asks.at not in {"duty", "entry", "always"} or asks.kind not in {"test", "clear"}:
                continue
            if asks.kind == "test":
                state = expected_of_test(asks, tests, start, reports)
            else:
                state = "not met" if barred(asks, tests, start) else "met"
            if state != "met":
                found.add((f"{work} {who}", asks.id, state))
    return found


def barred(asks: Requirement, tests: tuple[HealthTest, ...], moment: datetime) -> bool:
    for test in tests:
        when = test.sampled or test.resulted
        counts = test.result == "positive" and (not asks.test or test.kind == asks.test)
        now = when is None or (when <= moment and (asks.within is None or moment - when <= asks.within))
        if counts and now:
            return True
    return False


@given(offices())
@settings(deadline=None)
def test_everybody_at_once_is_judged_as_by_going_through_every_record(records: tuple[Record, ...]) -> None:
    kinds = {one.id: one.kind for one in records if isinstance(one, Requirement)}
    found = {
        (f"{lack.source[1]} {who}", lack.requirement, str(lack.state))
        for who, lacks in all_duty_lacks(read(*records))
        for lack in lacks
        if lack.source[0] != "Event" and kinds[lack.requirement] in {"test", "clear"}
    }
    assert found == by_going_through_all(records)


@given(offices())
@settings(deadline=None)
def test_everybody_at_once_is_judged_as_one_by_one(records: tuple[Record, ...]) -> None:
    plan = read(*records)
    at_once = dict(all_duty_lacks(plan))
    one_by_one = {one.id: plan.derive(duty_lacks, one.id) for one in plan.all(Person)}
    assert at_once == {person: lacks for person, lacks in one_by_one.items() if lacks}
    # Also requirement by requirement, with an outcome for what is met as well.
    lacking: set[tuple[str, str, str]] = set()
    for duty in plan.all(Duty):
        judged = duty_clearance(plan, duty.id)
        assert judged is not None
        assert judged.clear == all(one.state == "met" for one in judged.outcomes)
        lacking |= {(duty.id, one.requirement, one.state) for one in judged.outcomes if one.state != "met"}
    listed = [lack for lacks in at_once.values() for lack in lacks if lack.source[0] == "Duty"]
    assert {(one.source[1], one.requirement, str(one.state)) for one in listed} == lacking


def test_what_two_cohorts_ask_must_be_met_for_both() -> None:
    """Rounds of the cohort that began before are due; those of the one that has just begun are not."""
    asks = Requirement(id="r", protocol="p", kind="round", at="duty", interval=DAY)
    late = Cohort(id="a-late", event="e", persons=("a",), window=Window(at(0), at(9)))
    plan = read(*under(asks, late, Post(id="post"), Duty(id="d", person="a", post="post", window=Window(at(0), at(9)))))
    judged = duty_clearance(plan, "d")
    assert judged is not None
    assert judged.state == "not met"
    assert [(one.source, one.state) for one in plan.derive(duty_lacks, "a")] == [(("Duty", "d"), "not met")]


def test_who_may_not_see_health_data_is_not_told_what_everybody_lacks() -> None:
    plan = ViewReader(read(*under(Requirement(id="r", protocol="p"))), frozenset({"personal"}))
    assert cast("object", all_duty_lacks(plan)) is MASKED


@given(swabs_of(), st.none() | st.sampled_from((12 * HOUR, 48 * HOUR)), HOURS)
def test_a_positive_test_bars_as_long_as_it_is_asked(
    tests: tuple[HealthTest, ...], within: timedelta | None, hour: int
) -> None:
    plan = read(*under(Requirement(id="r", protocol="p", kind="clear", within=within), *tests))
    asks = Requirement(id="r", protocol="p", kind="clear", within=within)
    assert clearance(plan, ("Person", "a"), at(hour)).clear == (not barred(asks, tests, at(hour)))


DAYS = st.none() | st.integers(1, 12).map(lambda day: date(2022, 3, day))


@given(st.lists(st.tuples(DAYS, DAYS), max_size=4), st.integers(1, 14))
def test_the_edition_of_a_day_is_the_last_that_came_into_force(
    spans: list[tuple[date | None, date | None]], day: int
) -> None:
    editions = [
        HealthProtocol(id=f"p{n}", family="f", starts=starts, ends=ends) for n, (starts, ends) in enumerate(spans)
    ]
    today = date(2022, 3, day)
    holding = [
        ((one.starts or date.min), one.id)
        for one in editions
        if (one.starts is None or one.starts <= today) and (one.ends is None or today <= one.ends)
    ]
    assert edition_on(read(*editions), "f", today) == (max(holding)[1] if holding else None)


@given(st.sets(st.integers(-3, 9), max_size=8), st.integers(0, 8 * 24), st.none() | st.integers(1, 7))
def test_rounds_missed_are_those_without_a_sample_since_the_last_one(
    days: set[int], hour: int, length: int | None
) -> None:
    start, now = at(0), at(hour)
    end = None if length is None else start + length * DAY
    tests = [HealthTest(id=f"t{day}", person="a", sampled=start + day * DAY + HOUR) for day in days]
    adopted = Adoption(id="kept", event="e", family="f", window=Window(start, end or at(10_000)))
    asks = Requirement(id="r", protocol="p", kind="round", interval=DAY)
    records = [r for r in under(asks, *tests) if not isinstance(r, Adoption)]
    plan = read(*records, adopted, now=now)
    (rounds,) = plan.derive(rounds_of, ("Person", "a"))
    begun = [n for n in range(60) if start + n * DAY <= now and (end is None or start + n * DAY < end)]
    assert rounds_begun(plan, rounds) == rounds.begun(now) == len(begun)
    missed: list[int] = []
    for number in begun[:-1]:
        missed = [] if number in days else [*missed, number]
    if begun and begun[-1] in days:
        missed = []
    assert list(overdue_rounds(rounds, len(begun))) == missed
    totals = round_totals(plan, "all", now)
    assert (totals.due, totals.taken) == (len(begun), len(days & set(begun)))


@given(st.sets(st.integers(-3, 9), max_size=9), st.integers(-24, 9 * 24), st.integers(-2, 8), st.sampled_from((1, 2)))
def test_rounds_go_on_where_another_edition_asks_for_the_same(
    days: set[int], hour: int, turn: int, length: int
) -> None:
    """Whether one edition asks for them, or two of which one follows the other after whole rounds, nothing differs."""
    tests = tuple(
        HealthTest(id=f"t{day}", person="a", sampled=at(24 * day - 11), result="negative") for day in sorted(days)
    )
    seen: list[object] = []
    first = date(2022, 3, 13)
    for turns in ((), (first + turn * length * DAY,)):
        starts = (date(2022, 3, 1), *turns)
        ends = (*(one - DAY for one in turns), None)
        asks = [
            Requirement(id=f"r{n}", protocol=f"p{n}", kind="round", interval=length * DAY) for n in range(len(starts))
        ]
        records: tuple[Record, ...] = (
            Event(id="e", window=Window(at(0), at(10 * 24))),
            Person(id="a"),
            Cohort(id="all", event="e", persons=("a",)),
            *(
                HealthProtocol(id=f"p{n}", family="f", pathogen="sars-cov-2", starts=start, ends=end)
                for n, (start, end) in enumerate(zip(starts, ends, strict=True))
            ),
            *asks,
            Adoption(id="kept", event="e", family="f"),
            *tests,
        )
        plan, now = read(*records, now=at(hour)), at(hour)
        running = [one for one in plan.derive(rounds_of, ("Person", "a")) if one.obligation.holds(now)]
        missed = [[one.begins(number) for number in overdue_rounds(one, one.begun(now))] for one in running]
        seen.append((missed, round_totals(plan, "all", now), clearance(plan, ("Person", "a"), now).state))
    assert seen[0] == seen[1]


# Contacts


@st.composite
def whereabouts(draw: Any) -> tuple[tuple[Record, ...], list[tuple[str, str, int, int]]]:
    """Draw who is where from which hour to which, and the records that say so."""
    records: list[Record] = [
        *(Person(id=one) for one in PEOPLE),
        *(Place(id=place) for place in ("hall", "door")),
        *(Post(id=f"at-{place}", place=place) for place in ("hall", "door")),
        Lodging(id="inn"),
        Room(id="room", lodging="inn"),
    ]
    there: list[tuple[str, str, int, int]] = []
    for number in range(draw(st.integers(0, 9))):
        person, spot = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(("hall", "door", "room", "trip")))
        start = draw(st.integers(0, 12))
        end = start + draw(st.integers(1, 4))
        window = Window(at(start), at(end))
        if spot == "room":
            records.append(Stay(id=f"s{number}", room="room", person=person, window=window))
        elif spot == "trip":
            other = draw(st.sampled_from(PEOPLE))
            spot = f"trip-{number}"
            records.append(Trip(id=spot, crew=(person,), liaison=other, window=window))
            there.append((other, spot, start, end))
        else:
            records.append(Duty(id=f"d{number}", person=person, post=f"at-{spot}", window=window))
        there.append((person, spot, start, end))
    return tuple(records), there


@given(whereabouts(), st.integers(0, 8), st.integers(1, 12), st.integers(1, 4))
@settings(deadline=None)
def test_contacts_are_those_within_so_many_meetings_on_a_graph_of_people_and_hours(
    drawn: tuple[tuple[Record, ...], list[tuple[str, str, int, int]]], start: int, length: int, steps: int
) -> None:
    records, there = drawn
    until = start + length
    graph = nx.DiGraph()
    graph.add_node(("a", start))
    for hour in range(start, until):
        for person in PEOPLE:
            graph.add_edge((person, hour), (person, hour + 1), weight=0)
        for one, spot, first, last in there:
            for other, where, begin, end in there:
                if one != other and spot == where and first <= hour < last and begin <= hour < end:
                    graph.add_edge((one, hour), (other, hour), weight=1)
    reach = cast("dict[tuple[str, int], int]", nx.single_source_dijkstra_path_length(graph, ("a", start)))
    least: dict[str, int] = {}
    for (person, hour), meetings_needed in reach.items():
        if hour < until and person != "a" and meetings_needed <= steps:
            least[person] = min(least.get(person, steps), meetings_needed)
    since = {
        person: at(min(h for (p, h), n in reach.items() if p == person and n <= needed))
        for person, needed in least.items()
    }
    found = contacts(read(*records), ("Person", "a"), Window(at(start), at(until)), steps)
    assert {one.who[1]: one.step for one in found} == least
    assert {one.who[1]: one.since for one in found} == since


@given(whereabouts(), st.lists(st.sampled_from(("inner", "outer", None)), min_size=5, max_size=5))
def test_who_meets_people_of_another_loop_is_found_as_by_comparing_all_pairs(
    drawn: tuple[tuple[Record, ...], list[tuple[str, str, int, int]]], loops: list[str | None]
) -> None:
    records, there = drawn
    of: dict[str, str | None] = dict(zip(PEOPLE, loops, strict=True))
    stays = [
        LoopStay(id=f"stay-{one}", loop=loop, person=one, window=Window(at(-9), at(99)))
        for one, loop in of.items()
        if loop is not None
    ]
    plan = read(*records, Loop(id="inner"), Loop(id="outer"), *stays)
    expected: set[tuple[str, int]] = set()
    for one, spot, first, last in there:
        meets = [
            max(first, begin)
            for other, where, begin, end in there
            if spot == where == "hall"
            and of[one]
            and of[other]
            and of[one] != of[other]
            and first < end
            and begin < last
        ]
        if meets:
            expected.add((one, min(meets)))
    found = plan.derive(meetings, ("Place", "hall", ""))
    assert {(one.presence.who[1], one.moment) for one in found} == {(who, at(hour)) for who, hour in expected}


@pytest.mark.parametrize("kind", ["temperature", "stay", "round", "unheard-of"])
def test_a_requirement_that_does_not_say_enough_clears_nobody(kind: str) -> None:
    plan = read(*under(Requirement(id="r", protocol="p", kind=kind)))
    assert clearance(plan, ("Person", "a"), NOON).state == "unknown"
