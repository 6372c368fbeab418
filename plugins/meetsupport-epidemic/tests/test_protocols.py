"""What the protocols say, and that they are whole."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import meetsupport_epidemic as epidemic
import pytest

import meetsupport as ms
from meetsupport.plan import PlainReader
from meetsupport.readings import clearance, guest_lacks, samples_due
from meetsupport.testing import memory_desk

EVERYTHING = [record for family in epidemic.FAMILIES for record in epidemic.protocols(family)]
EDITIONS = [one for one in EVERYTHING if isinstance(one, ms.HealthProtocol)]
REQUIREMENTS = [one for one in EVERYTHING if isinstance(one, ms.Requirement)]


def test_ids_are_unique_and_requirements_belong_to_an_edition() -> None:
    assert len({(type(one), one.id) for one in EVERYTHING}) == len(EVERYTHING)
    assert {one.protocol for one in REQUIREMENTS} <= {one.id for one in EDITIONS}


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: one.id)
def test_every_edition_names_its_source_and_how_good_that_is(edition: ms.HealthProtocol) -> None:
    assert edition.source
    assert edition.grade in {"A", "B", "C"}
    assert (edition.starts or date.min) <= (edition.ends or date.max)


def test_the_editions_for_the_coronavirus_follow_each_other_without_a_gap() -> None:
    found = sorted((one for one in EDITIONS if one.family == "covid-19"), key=lambda one: one.starts or date.min)
    assert len(found) == 7
    for one, following in pairwise(found):
        assert one.ends is not None
        assert following.starts == one.ends + timedelta(days=1)
    assert (found[0].starts, found[-1].ends) == (date(2020, 1, 1), None)


@pytest.mark.parametrize(
    ("edition", "starts"),
    [
        ("covid-19-9", date(2022, 6, 28)),
        ("covid-19-20-measures", date(2022, 11, 11)),
        ("covid-19-10-measures", date(2022, 12, 7)),
        ("covid-19-class-b", date(2023, 1, 8)),
    ],
)
def test_an_edition_begins_on_its_day(edition: str, starts: date) -> None:
    assert [one.starts for one in EDITIONS if one.id == edition] == [starts]


def test_contacts_are_held_shorter_from_edition_to_edition() -> None:
    days = {one.id: one.days for one in REQUIREMENTS if one.kind == "contacts"}
    assert days["covid-19-before-9-contacts-1"] == 14 + 7
    assert days["covid-19-9-contacts-1"] == 7 + 3
    assert days["covid-19-20-measures-contacts-1"] == 5 + 3
    assert "covid-19-20-measures-contacts-2" not in days
    assert [days[f"closed-loop-games-{number}-contacts"] for number in (1, 2, 3)] == [14, 14, 7]


@pytest.mark.parametrize("family", epidemic.FAMILIES)
def test_editions_of_a_family_follow_each_other_and_only_the_last_may_be_without_an_end(family: str) -> None:
    found = [one for one in EDITIONS if one.family == family]
    for one, following in pairwise(found):
        assert one.ends is not None
        assert following.starts == one.ends + timedelta(days=1)
    without_end = {"covid-19", "influenza", "norovirus"}
    assert (found[-1].ends is None) is (family in without_end)


def test_contacts_are_tested_on_other_days_from_edition_to_edition() -> None:
    days = {one.id: one.on_days for one in REQUIREMENTS if one.on_days}
    assert days["covid-19-before-9-contacts-1"] == (1, 4, 7, 14)
    assert days["covid-19-9-contacts-1"] == (1, 2, 3, 5, 7, 10)
    assert days["covid-19-9-contacts-2"] == (1, 4, 7)
    assert days["covid-19-20-measures-risk"] == (1, 3, 5)


def test_every_requirement_says_enough_to_be_judged() -> None:
    needs = {
        "round": ("interval",),
        "temperature": ("limit",),
        "contacts": ("within", "days"),
        "report": ("interval", "count"),
        "supply": ("item", "within"),
        "spacing": ("limit",),
        "airing": ("within",),
        "test": ("within",),
        "observation": ("after",),
    }
    for one in REQUIREMENTS:
        wanted = ("count", "symptoms") if one.after == "illness" else needs.get(one.kind, ())
        assert all(getattr(one, name) for name in wanted), one.id


def test_what_was_only_seen_on_mirrors_gives_hints() -> None:
    # The only better source among those of the coronavirus is a page of a government, for fever and certificates.
    better = {one.id.rpartition("-")[2] for one in REQUIREMENTS if one.grade == "A"}
    assert better == {"fever", "certificate"}
    assert {one.grade for one in EDITIONS if one.family in {"covid-19", "influenza", "norovirus"}} == {"C"}


def test_nothing_is_asked_that_is_not_confirmed() -> None:
    assert [one for one in REQUIREMENTS if one.protocol.startswith("norovirus") and one.kind == "report"] == []
    assert [one for one in REQUIREMENTS if one.protocol == "covid-19-class-b"] == []


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(KeyError):
        epidemic.protocols("measles")


def test_an_office_takes_what_it_adopts_into_its_plan_and_keeps_it_without_the_plugin() -> None:
    desk = memory_desk([ms.Event(id="e")], plugins={"epidemic": epidemic})
    desk.adopt("influenza", event="e", by="office")
    written = desk.plan.write()
    plain = memory_desk()
    plan = ms.Plan.read(written, plain.plan.types)
    assert plan.same_records(desk.plan)
    assert plan.count(ms.HealthProtocol) == 1
    plain.apply(plain.plan.diff(plan))
    assert plain.check().failures == ()
    assert "influenza" not in {one.name for one in plain.adoptable()}


# As a user meets it


def at(text: str) -> ms.Instant:
    return ms.instant(f"{text}+08:00")


def guest_house(day: str, cohort: tuple[str, ...] = (), *more: ms.Record) -> ms.Plan:
    """A conference from a day on, kept to the family, with one guest who landed the evening before."""
    start = at(f"{day}T09:00")
    return memory_desk(
        [
            ms.Event(id="e", window=ms.Window(start, start + timedelta(days=40))),
            ms.Arrival(id="flight", event="e", due=start - timedelta(hours=13)),
            ms.Participant(id="pat", event="e", arrival="flight"),
            ms.Cohort(id="all", event="e", kinds=cohort, participants=("pat",)),
            ms.Adoption(id="kept", event="e", family="covid-19"),
            *epidemic.protocols("covid-19"),
            *more,
        ]
    ).plan


@pytest.mark.parametrize(
    ("day", "held"), [("2022-05-01", 21), ("2022-07-01", 10), ("2022-11-12", 8), ("2022-12-20", 0)]
)
def test_who_arrives_from_abroad_is_held_as_long_as_the_edition_of_the_day_says(day: str, held: int) -> None:
    plan = PlainReader(guest_house(day, ("arrivals",)), at("2020-01-01T00:00"))
    first = at(f"{day}T08:00")
    barred = [
        number
        for number in range(30)
        if any(
            one.kind == "observation" and one.state != "met"
            for one in clearance(plan, ("Participant", "pat"), first + timedelta(days=number)).outcomes
        )
    ]
    # The day after arriving is day 1, on which the conference begins.
    assert barred == list(range(held))


@pytest.mark.parametrize(("day", "kind"), [("2022-07-03", "arrivals"), ("2022-11-20", "high-risk-area")])
def test_nobody_is_cleared_of_an_arrival_of_which_nobody_entered_when_it_was(day: str, kind: str) -> None:
    moment = at(f"{day}T09:00")
    plan = memory_desk(
        [
            ms.Event(id="e", window=ms.Window(moment, moment + timedelta(days=3))),
            ms.Arrival(id="unknown", event="e"),
            ms.Participant(id="none", event="e"),
            ms.Participant(id="vague", event="e", arrival="unknown"),
            ms.Person(id="helper"),
            ms.Cohort(id="c", event="e", kinds=(kind,), participants=("none", "vague"), persons=("helper",)),
            ms.Participant(id="local", event="e"),
            ms.Cohort(id="others", event="e", kinds=("guests",), participants=("local",)),
            ms.Adoption(id="kept", event="e", family="covid-19"),
            *epidemic.protocols("covid-19"),
        ]
    ).plan
    reader = PlainReader(plan, moment)
    for who in (("Participant", "none"), ("Participant", "vague"), ("Person", "helper")):
        held = [one for one in clearance(reader, who, moment).outcomes if one.requirement.endswith(kind)]
        assert [(one.state, str(one.reason)) for one in held] == [("unknown", "it is not entered when they arrived")]
    outcomes = clearance(reader, ("Participant", "local"), moment).outcomes
    assert {one.state for one in outcomes if one.kind == "observation"} == {"met"}


def test_who_met_a_case_is_tested_on_the_days_for_that_and_not_on_those_for_contacts_of_contacts() -> None:
    known = at("2022-07-05T20:00")
    room = ms.Window(known - timedelta(hours=24), known - timedelta(hours=22))
    later = ms.Window(known - timedelta(hours=20), known - timedelta(hours=19))
    plan = memory_desk(
        [
            ms.Event(id="e", window=ms.Window(at("2022-07-01T00:00"), at("2022-08-01T00:00"))),
            *(ms.Person(id=id) for id in ("case", "met", "second")),
            ms.Cohort(id="c", event="e", persons=("case", "met", "second")),
            ms.Place(id="hall"),
            ms.Session(id="s1", event="e", place="hall", window=room),
            ms.Session(id="s2", event="e", place="hall", window=later),
            ms.Appearance(id="1", session="s1", person="case"),
            ms.Appearance(id="2", session="s1", person="met"),
            ms.Appearance(id="3", session="s2", person="met"),
            ms.Appearance(id="4", session="s2", person="second"),
            ms.HealthTest(id="t", person="case", sampled=known - timedelta(hours=8), resulted=known, result="positive"),
            ms.Adoption(id="kept", event="e", family="covid-19"),
            *epidemic.protocols("covid-19"),
        ]
    ).plan
    reader = PlainReader(plan, known + timedelta(hours=1))
    days = {id: [due.number for due in samples_due(reader, ("Person", id))] for id in ("met", "second")}
    assert days == {"met": [1, 2, 3, 5, 7, 10], "second": [1, 4, 7]}


def test_the_tests_before_a_flight_count_to_when_it_sets_out() -> None:
    """Twelve hours in the air: what was sampled 92 and 44 hours before it set out is older than 96 when it lands."""
    sets_out = at("2022-01-30T08:00")
    tests = [
        ms.HealthTest(id=f"t{hours}", participant="pat", sampled=sets_out - timedelta(hours=hours), result="negative")
        for hours in (92, 44)
    ]
    for flight, lacks in (
        (ms.Arrival(id="flight", event="e", sets_out=sets_out, due=sets_out + timedelta(hours=12)), False),
        (ms.Arrival(id="flight", event="e", due=sets_out + timedelta(hours=12)), True),
    ):
        plan = memory_desk(
            [
                ms.Event(id="e", window=ms.Window(at("2022-02-04T20:00"), at("2022-02-20T21:00"))),
                flight,
                ms.Participant(id="pat", event="e", arrival="flight"),
                ms.Cohort(id="all", event="e", participants=("pat",)),
                ms.Adoption(id="kept", event="e", family="closed-loop-games"),
                *epidemic.protocols("closed-loop-games"),
                *tests,
            ]
        ).plan
        found = PlainReader(plan, at("2022-01-20T00:00")).derive(guest_lacks, "pat")
        assert any(one.requirement == "closed-loop-games-3-before" for one in found) is lacks


def test_only_a_cook_who_was_ill_needs_tests() -> None:
    ill = ms.HealthReport(id="h", person="cook", at=at("2024-06-01T08:00"), symptoms=("vomiting",))
    tests = [
        ms.HealthTest(id=f"t{day}", person="cook", sampled=at(f"2024-06-0{day}T08:00"), result="negative")
        for day in (5, 6)
    ]
    for records, clear in (((), True), ((ill,), False), ((ill, tests[0]), False), ((ill, *tests), True)):
        plan = memory_desk(
            [
                ms.Event(id="e"),
                ms.Person(id="cook"),
                ms.Cohort(id="kitchen", event="e", persons=("cook",), kinds=("food",)),
                ms.Adoption(id="kept", event="e", family="norovirus"),
                *epidemic.protocols("norovirus"),
                *records,
            ]
        ).plan
        moment = at("2024-06-07T08:00")
        assert clearance(PlainReader(plan, moment), ("Person", "cook"), moment).clear is clear


def test_a_change_of_edition_shortens_a_stay_that_has_begun() -> None:
    plan = PlainReader(guest_house("2022-06-20", ("arrivals",)), at("2020-01-01T00:00"))

    def held(day: str) -> bool:
        outcomes = clearance(plan, ("Participant", "pat"), at(f"{day}T12:00")).outcomes
        return any(one.kind == "observation" and one.state != "met" for one in outcomes)

    # Under the edition before it would be until 10 July; under the ninth, day 10 is 29 June.
    assert [held(f"2022-06-{day}") for day in (27, 28, 29, 30)] == [True, True, True, False]
