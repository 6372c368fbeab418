"""Who is found to be at work or at a session though ill, held or untested, and who is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import (
    Adoption,
    Appearance,
    Arrival,
    Cohort,
    Duty,
    Event,
    HealthProtocol,
    HealthReport,
    HealthTest,
    Loop,
    LoopStay,
    Participant,
    Person,
    Place,
    Post,
    Requirement,
    Session,
    Trip,
)
from meetsupport.readings import clearance, contacts, meetings
from meetsupport.readings.health_cases import cases
from tests.unit.rules.judging import NOON, at, changed, found, judge, reader, span

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA = ("Person", "anna")
EVENT = Event(id="e", window=span(-24 * 20, 24 * 20))
EDITION = HealthProtocol(id="f1", family="f", pathogen="flu", starts=date(2030, 1, 1))
OFFICE: tuple[Record, ...] = (
    EVENT,
    Person(id="anna"),
    Person(id="bo"),
    Person(id="cy"),
    Place(id="hall", kind="hall"),
    Post(id="door", event="e", place="hall"),
    Adoption(id="kept", event="e", family="f"),
)
COHORT = Cohort(id="c", event="e", persons=("anna", "bo", "cy"))
BASE: tuple[Record, ...] = (*OFFICE, EDITION, COHORT)


def asked(kind: str, id: str = "r", **about: object) -> Requirement:
    return Requirement(id=id, protocol="f1", kind=kind, **about)  # type: ignore[arg-type]


def duty(who: str, start: float, end: float) -> Duty:
    return Duty(id=f"{who}{start}", person=who, post="door", window=span(start, end))


def swab(result: str, hours: float, who: str = "anna", kind: str = "pcr", against: str = "flu") -> HealthTest:
    id = f"{who}-{kind}-{hours}"
    return HealthTest(id=id, person=who, kind=kind, against=against, sampled=at(hours), result=result)


# Contacts


HELD: tuple[Record, ...] = (
    *BASE,
    asked("contacts", within=4 * DAY, days=7),
    duty("anna", -20, -18),
    duty("bo", -20, -18),
    swab("positive", -6),
)
"""Anna was tested positive six hours ago; Bo met her the day before."""


@pytest.mark.parametrize(
    ("work", "keys"),
    [
        (duty("bo", -8, 4), {"Duty:bo-8"}),
        (duty("bo", -8, -1), set[str]()),
        (duty("bo", 24 * 8, 24 * 8 + 2), set[str]()),
        (Trip(id="coach", event="e", crew=("bo",), window=span(2, 3)), {"Trip:coach"}),
        (Trip(id="coach", event="e", liaison="bo", window=span(2, 3)), {"Trip:coach"}),
        (Trip(id="coach", event="e", crew=("cy",), window=span(2, 3)), set[str]()),
    ],
    ids=["on a shift that runs", "that is over", "after the days", "driving", "on board", "somebody else"],
)
def test_who_is_held_is_found_wherever_they_are_expected(work: Record, keys: set[str]) -> None:
    assert found("core.contact-expected", *HELD, work) == [f"/Person:bo/{key}/r" for key in keys]


def test_who_met_a_case_before_the_first_symptom_is_a_contact_by_the_days_before_that() -> None:
    """Bo met Anna six days before the sample, and three before she first felt ill."""
    base = (*BASE, asked("contacts", within=4 * DAY, days=30), duty("anna", -150, -148), duty("bo", -150, -148))
    ill = [HealthReport(id=f"h{n}", person="anna", at=at(-72 + 24 * n), symptoms=("cough",)) for n in range(3)]
    well = HealthReport(id="well", person="anna", at=at(-30))
    shift = duty("bo", 1, 3)
    assert found("core.contact-expected", *base, shift, swab("positive", -6)) == []
    assert found("core.contact-expected", *base, shift, swab("positive", -6), *ill) == ["/Person:bo/Duty:bo1/r"]
    assert found("core.contact-expected", *base, shift, swab("positive", -6), *ill, well) == []
    (case,) = reader(*base, swab("positive", -6), *ill).derive(cases, ("", ""))
    assert (case.onset, case.sampled) == (at(-72), at(-6))
    hot = HealthReport(id="hot", person="anna", at=at(-80), temperature=Decimal("37.5"))
    fever = asked("temperature", "warm", limit=Decimal("37.3"))
    for asks, onset in (((), at(-72)), ((fever,), at(-80))):
        (case,) = reader(*base, *asks, swab("positive", -6), *ill, hot).derive(cases, ("", ""))
        assert case.onset == onset
    old = HealthReport(id="old", person="anna", at=at(-6 - 24 * 14 - 1), symptoms=("cough",))
    (case,) = reader(*base, swab("positive", -6), *ill, old).derive(cases, ("", ""))
    assert case.onset == at(-72)


# Who tested positive


def expected(*records: Record, now: datetime = NOON) -> list[str]:
    plan = reader(*OFFICE, *records, now=now)
    return [problem.severity or "blocking" for _, problem in judge(plan, "core.positive-expected")]


@pytest.mark.parametrize(
    ("first", "then", "ill"),
    [
        ("pcr", "pcr", False),
        ("antigen", "antigen", False),
        ("antigen", "pcr", False),
        ("pcr", "antigen", True),
    ],
)
def test_a_quick_test_takes_no_nucleic_acid_test_back(first: str, then: str, ill: bool) -> None:  # noqa: FBT001 - a parameter
    tests = (swab("positive", -9, kind=first), swab("negative", -4, kind=then))
    assert bool(expected(EDITION, COHORT, duty("anna", 1, 3), *tests)) == ill
    plan = reader(*BASE, asked("test", within=DAY), *tests)
    assert clearance(plan, ANNA, NOON).clear != ill
    plan = reader(*BASE, asked("round", interval=DAY), *tests)
    assert clearance(plan, ANNA, NOON).clear != ill
    both = (*tests, swab("negative", -3, kind="pcr"), swab("negative", -2, kind="antigen"))
    assert expected(EDITION, COHORT, duty("anna", 1, 3), *both) == []
    assert clearance(reader(*BASE, asked("test", test="antigen", within=DAY), *both), ANNA, NOON).clear


@pytest.mark.parametrize(
    ("within", "hours", "ill"),
    [(None, 200, True), (72 * HOUR, 65, True), (72 * HOUR, 67, False)],
    ids=["asked for ever", "not yet over", "over"],
)
def test_who_has_been_away_as_long_as_is_asked_is_expected_again(
    within: timedelta | None,
    hours: float,
    ill: bool,  # noqa: FBT001 - a parameter
) -> None:
    records = (EDITION, COHORT, asked("clear", within=within), duty("anna", hours, hours + 2), swab("positive", -6))
    assert bool(expected(*records)) == ill
    elsewhere = changed(COHORT, persons=("bo",))
    assert expected(*(elsewhere if one is COHORT else one for one in records)) == ["blocking"]


def test_who_recovers_from_the_last_of_two_is_still_ill_of_the_first() -> None:
    records = (EDITION, COHORT, asked("clear", within=DAY), duty("anna", 1, 3), duty("anna", 30, 33))
    both = (swab("positive", -9, against="norovirus"), swab("positive", -6))
    plan = reader(*OFFICE, *records, *both)
    told = {(p.key, p.about[-1].id) for _, p in judge(plan, "core.positive-expected")}
    assert told == {("Person:anna/Duty:anna1", "anna-pcr--6"), ("Person:anna/Duty:anna30", "anna-pcr--9")}


def test_each_edition_says_anew_when_who_was_ill_comes_again() -> None:
    """Ten days by the first edition; the next, from the second day on, has three."""
    first = changed(EDITION, ends=date(2030, 6, 6))
    then = HealthProtocol(id="f2", family="f", pathogen="flu", starts=date(2030, 6, 7))
    asks = (asked("clear", within=10 * DAY), Requirement(id="s", protocol="f2", kind="clear", within=3 * DAY))
    for hours, ill in ((60, True), (70, False)):
        assert bool(expected(first, then, COHORT, *asks, duty("anna", hours, hours + 2), swab("positive", -6))) == ill


def test_where_the_protocol_asks_for_nothing_any_more_it_is_a_hint() -> None:
    shift, ill = duty("anna", 1, 3), swab("positive", -6)
    assert expected(shift, ill) == ["blocking"]
    assert expected(EDITION, COHORT, shift, ill) == ["hint"]
    assert expected(EDITION, COHORT, asked("round", interval=DAY), shift, ill) == ["blocking"]
    assert expected(changed(EDITION, pathogen="norovirus"), COHORT, shift, ill) == ["blocking"]
    assert expected(changed(EDITION, ends=date(2030, 6, 4)), COHORT, shift, ill) == ["blocking"]


@pytest.mark.parametrize(
    ("records", "stops"),
    [
        ((duty("anna", 1, 3),), True),
        ((Trip(id="coach", event="e", crew=("anna",), window=span(2, 3)),), True),
        ((), False),
        ((duty("anna", 1, 3), Cohort(id="c", event="e", persons=("anna",))), True),
        ((duty("anna", 1, 3), Cohort(id="c", event="other", persons=("anna",)), Event(id="other")), False),
    ],
    ids=["on duty", "driving", "not there", "in a cohort of it", "in one of another"],
)
def test_a_case_in_no_cohort_stops_the_meeting_that_it_is_at(records: tuple[Record, ...], stops: bool) -> None:  # noqa: FBT001 - a parameter
    plan = (*OFFICE, EDITION, asked("stop"), swab("positive", -6), *records)
    assert found("core.case-stops-meeting", *plan) == (["e/r"] if stops else [])


TALK = Session(id="s", event="e", window=span(1, 2))


def test_a_guest_in_no_cohort_stops_the_meeting_too() -> None:
    ill = HealthTest(id="t", participant="pat", against="flu", sampled=at(-6), result="positive")
    for guest in (
        (Participant(id="pat", event="e"),),
        (
            Participant(id="pat"),
            Session(id="s", event="e", window=span(1, 2)),
            Appearance(id="a", session="s", participant="pat"),
        ),
    ):
        assert found("core.case-stops-meeting", *OFFICE, EDITION, asked("stop"), ill, *guest) == ["e/r"]
    assert found("core.case-stops-meeting", *OFFICE, EDITION, asked("stop"), ill, Participant(id="pat")) == []


def test_a_case_stops_no_meeting_any_more_after_the_time_that_is_asked() -> None:
    records = (*BASE, asked("stop"), asked("clear", "s", within=3 * DAY), swab("positive", -6))
    assert found("core.case-stops-meeting", *records, now=at(65)) == ["e/r"]
    assert found("core.case-stops-meeting", *records, now=at(67)) == []


# Who is asked for no test


@pytest.mark.parametrize(
    ("kinds", "cohort", "severity"),
    [
        ((), (), "blocking"),
        (("participant",), (), "blocking"),
        (("staff",), (), None),
        (("staff", "arrivals"), (), "blocking"),
        ((), ("pat",), None),
    ],
    ids=["asked of all", "of guests", "of staff", "of arrivals too", "in a cohort that is tested"],
)
def test_a_guest_whom_nobody_asks_for_a_test_is_found(
    kinds: tuple[str, ...], cohort: tuple[str, ...], severity: str | None
) -> None:
    records = (
        *OFFICE,
        EDITION,
        asked("test", at="entry", within=DAY, cohorts=kinds),
        Participant(id="pat", event="e"),
        Session(id="s", event="e", kind="plenary", window=span(1, 3)),
        *(Cohort(id="g", event="e", participants=(one,)) for one in cohort),
    )
    problems = [p.severity or "blocking" for _, p in judge(reader(*records), "core.participant-untested")]
    assert problems == ([severity] if severity else [])
    assert found("core.participant-untested", *records, now=at(4)) == []


@pytest.mark.parametrize(("who", "keys"), [("persons", []), ("participants", ["pat/e"])])
def test_what_is_asked_of_named_cohorts_of_staff_is_asked_of_no_guest(who: str, keys: list[str]) -> None:
    some = Cohort(id="some", event="e")
    records = (
        *(changed(one, cohorts=("some",)) if isinstance(one, Adoption) else one for one in OFFICE),
        EDITION,
        asked("test", within=DAY),
        Participant(id="pat", event="e"),
        Participant(id="quinn", event="e"),
        changed(some, **{who: ("bo" if who == "persons" else "quinn",)}),
        Session(id="s", event="e", kind="plenary", window=span(1, 3)),
    )
    assert found("core.participant-untested", *records) == keys


def test_tests_after_an_illness_make_nobody_untested() -> None:
    records = (*OFFICE, EDITION, asked("test", after="illness", count=2), duty("anna", 1, 3))
    assert found("core.person-untested", *records) == []


def test_a_driver_whom_nobody_asks_for_a_test_is_found() -> None:
    coach = Trip(id="coach", event="e", crew=("anna",), window=span(2, 3))
    talk = Session(id="s", event="e", window=span(2, 3))
    asks = asked("test", within=DAY)
    assert found("core.person-untested", *OFFICE, EDITION, asks, coach) == ["anna/e"]
    speaks = Appearance(id="a", session="s", person="anna")
    assert found("core.person-untested", *OFFICE, EDITION, asks, talk, speaks) == ["anna/e"]
    assert found("core.person-untested", *OFFICE, EDITION, asks, talk, changed(speaks, state="absent")) == []
    assert found("core.person-not-cleared", *BASE, asks, coach) == ["anna/Trip:coach/r"]
    assert found("core.person-not-cleared", *BASE, asks, coach, swab("negative", -1)) == []


# After an illness


COOKS = asked("test", at="duty", after="illness", symptoms=("vomiting",), count=2, apart=DAY)


@pytest.mark.parametrize(
    ("records", "state"),
    [
        ((), "met"),
        ((HealthReport(id="h", person="anna", at=at(-90), symptoms=("cough",)),), "met"),
        ((HealthReport(id="h", person="anna", at=at(-90), symptoms=("vomiting",)),), "not met"),
        ((swab("positive", -90),), "not met"),
        ((swab("positive", -90), swab("negative", -60)), "not met"),
        ((swab("positive", -90), swab("negative", -60), swab("negative", -50)), "not met"),
        ((swab("positive", -90), swab("negative", -60), swab("negative", -30)), "met"),
        ((swab("positive", -90), swab("negative", -60), swab("pending", -30)), "pending"),
        (
            (
                swab("positive", -90),
                swab("negative", -60),
                HealthReport(id="h", person="anna", at=at(-40), symptoms=("vomiting",)),
                swab("negative", -30),
            ),
            "not met",
        ),
    ],
    ids=["never ill", "ill of else", "ill", "positive", "one", "too close", "two", "to come", "ill again between"],
)
def test_who_was_ill_needs_tests_since_then(records: tuple[Record, ...], state: str) -> None:
    assert clearance(reader(*BASE, COOKS, *records), ANNA, NOON).state == state


# Reports of each day


@pytest.mark.parametrize(
    ("hours", "enough"), [((8, 8.1), False), ((8, 11), False), ((8, 12), True), ((8, 9, 12), True)]
)
def test_two_reports_of_a_day_that_have_to_be_apart_are(hours: tuple[float, ...], enough: bool) -> None:  # noqa: FBT001 - a parameter
    reports = [
        HealthReport(id=f"h{n}", participant="pat", at=at(-36 + hour), temperature=Decimal("36.5"))
        for n, hour in enumerate(hours)
    ]
    asks = asked(
        "temperature", at="entry", within=DAY, days=1, count=2, apart=timedelta(hours=4), limit=Decimal("37.3")
    )
    plan = reader(
        *OFFICE,
        EDITION,
        asks,
        Participant(id="pat", event="e"),
        Cohort(id="g", event="e", participants=("pat",)),
        *reports,
    )
    assert clearance(plan, ("Participant", "pat"), at(0)).clear is enough


@pytest.mark.parametrize(
    ("made", "now", "told"),
    [
        (0, -24 * 9, False),
        (0, -24 * 7 + 1, True),
        (3, -24 * 4 - 13, False),
        (3, -24 * 4 - 11, True),
        (7, -1, False),
    ],
    ids=["before the first day", "on the first day", "up to date", "one is due today", "all made"],
)
def test_a_daily_report_is_missed_from_its_day_on(made: int, now: float, told: bool) -> None:  # noqa: FBT001 - a parameter
    guest = (
        Participant(id="pat", event="e"),
        Cohort(id="g", event="e", participants=("pat",)),
        Session(id="s", event="e", kind="plenary", window=span(1, 3)),
        *(HealthReport(id=f"h{n}", participant="pat", at=at(-24 * 7 + 24 * n)) for n in range(made)),
    )
    asks = asked("symptoms", at="entry", within=7 * DAY, days=7)
    keys = found("core.participant-not-cleared", *OFFICE, EDITION, asks, *guest, now=at(now))
    assert keys == (["pat/Session:s/r"] if told else [])


# Setting out and arriving


def test_what_is_asked_before_setting_out_counts_to_then() -> None:
    flight = Arrival(id="flight", event="e", sets_out=at(0), due=at(12))
    guest = (
        flight,
        Participant(id="pat", event="e", arrival="flight"),
        Cohort(id="g", event="e", participants=("pat",)),
    )
    early = HealthTest(id="t", participant="pat", sampled=at(-90), result="negative")
    for occasion, ok in (("departure", True), ("arrival", False)):
        asks = asked("test", at=occasion, within=4 * DAY)
        assert (found("core.participant-not-cleared", *OFFICE, EDITION, asks, *guest, early) == []) == ok
    unknown = (changed(flight, sets_out=None), *guest[1:])
    asks = asked("test", at="departure", within=4 * DAY)
    assert found("core.participant-not-cleared", *OFFICE, EDITION, asks, *unknown, early) == ["pat/Arrival:flight/r"]


def test_who_was_tested_on_arrival_before_the_hour_that_was_expected_was_tested() -> None:
    guest = (
        Arrival(id="flight", event="e", due=at(-3)),
        Participant(id="pat", event="e", arrival="flight"),
        Cohort(id="g", event="e", participants=("pat",)),
        asked("observation", after="arrival", on_days=(0,)),
    )
    code = "core.participant-watched-untested"
    assert found(code, *OFFICE, EDITION, *guest) == ["pat/r/Arrival:flight"]
    early = HealthTest(id="t", participant="pat", sampled=at(-4), result="negative")
    assert found(code, *OFFICE, EDITION, *guest, early) == []
    assert found(code, *OFFICE, EDITION, *guest, now=at(24 * 19)) == ["pat/r/Arrival:flight"]
    assert found(code, *OFFICE, EDITION, *guest, now=at(24 * 21)) == []


# Loops


LOOPS: tuple[Record, ...] = (
    EVENT,
    Loop(id="a", event="e"),
    Loop(id="z", event="e"),
    Place(id="yard"),
    Post(id="gate", event="e", place="yard"),
    Person(id="mover"),
    Person(id="other"),
    Duty(id="d1", person="mover", post="gate", window=span(0, 8)),
)


@pytest.mark.parametrize(("first", "then"), [("a", "z"), ("z", "a")])
@pytest.mark.parametrize(
    ("start", "where", "meets"), [(5, "first", True), (5, "then", False), (1, "first", False), (1, "then", True)]
)
def test_who_changes_loop_meets_people_as_of_the_loop_that_they_are_in(
    first: str,
    then: str,
    start: int,
    where: str,
    meets: bool,  # noqa: FBT001 - a parameter
) -> None:
    """The mover goes from one loop to the other at four."""
    moves = (
        LoopStay(id="s1", loop=first, person="mover", window=span(-9, 4)),
        LoopStay(id="s2", loop=then, person="mover", window=span(4, 9)),
        LoopStay(id="s3", loop={"first": first, "then": then}[where], person="other"),
    )
    plan = reader(*LOOPS, *moves, Duty(id="d2", person="other", post="gate", window=span(start, start + 2)))
    met = plan.derive(meetings, ("Place", "yard", ""))
    assert {one.moment for one in met} == ({at(start)} if meets else set())
    assert {(one.presence.who[1], one.loop) for one in met} == (
        {("mover", {1: first, 5: then}[start]), ("other", {"first": first, "then": then}[where])} if meets else set()
    )


# Halls


@pytest.mark.parametrize("place", ["hall", "corner", "floor"])
@pytest.mark.parametrize(("kind", "shared"), [("hall", True), ("building", False)])
def test_a_hall_is_aired_with_its_corners_and_what_it_is_a_part_of(
    place: str,
    kind: str,
    shared: bool,  # noqa: FBT001 - a parameter
) -> None:
    places = (
        Place(id="floor", kind=kind),
        changed(Place(id="hall", kind="hall"), within="floor"),
        Place(id="corner", within="hall"),
    )
    talks = (
        Session(id="before", event="e", place=place, window=span(0, 1)),
        Session(id="talk", event="e", place="hall", window=span(1.25, 2)),
    )
    office = (one for one in OFFICE if one.id != "hall")
    airing = asked("airing", within=HOUR / 2)
    keys = found("core.hall-airing", *office, *places, EDITION, airing, *talks)
    assert keys == (["talk/r/before"] if shared or place != "floor" else [])


def test_contacts_begin_with_the_window_that_is_given() -> None:
    plan = reader(*HELD)
    assert [one.who[1] for one in contacts(plan, ANNA, Window(at(-21), at(-6)))] == ["bo"]
    assert contacts(plan, ANNA, Window(at(-10), at(-6))) == ()
