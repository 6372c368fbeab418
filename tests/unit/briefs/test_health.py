"""What recipients are told of tests, rounds and who is not cleared."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.records import Record
from meetsupport.core.times import instant
from meetsupport.model import (
    Adoption,
    Appearance,
    Cohort,
    Delegation,
    Duty,
    Event,
    HealthProtocol,
    HealthTest,
    Loop,
    LoopStay,
    Participant,
    Person,
    Post,
    Recipient,
    Requirement,
    Session,
    Team,
    Trip,
)
from meetsupport.plan import MASKED, PlainReader, Reader, ViewReader
from meetsupport.plugins import Line
from tests.unit.rules.judging import NOON, at, changed, reader, span

BY_CODE = {section.code: section for section in BUILTIN_SECTIONS}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHIFT = Duty(id="d", person="anna", post="door", window=span(30, 33))
COHORT = Cohort(id="all", event="e", persons=("anna",))
TEST = Requirement(id="t", protocol="f1", kind="test", at="duty", test="pcr", within=48 * HOUR)
ROUND = Requirement(id="r", protocol="f1", kind="round", test="pcr", interval=DAY)
NEGATIVE = HealthTest(id="h", person="anna", sampled=at(-1), resulted=at(0), result="negative")
OFFICE: tuple[Record, ...] = (
    Event(id="e", window=span(-48, 96)),
    Team(id="red"),
    Person(id="anna", name="A. Nobody", team="red"),
    Person(id="bo"),
    Post(id="door", event="e", name="Door"),
    HealthProtocol(id="f1", family="f", name="Edition 1", starts=date(2030, 1, 1)),
    Adoption(id="kept", event="e", family="f"),
    Recipient(id="r", person="anna", kinds=("duty",)),
    Recipient(id="lead", team="red", kinds=("team-lead",)),
    Recipient(id="nobody", kinds=("duty", "team-lead")),
)


def told(plan: Reader, recipient: str, kind: str) -> dict[str, Line]:
    who = plan.get(Recipient, recipient)
    assert who is not None
    lines = [*BY_CODE[f"core.{kind}-health"].compose(plan, who)]
    assert len({line.key for line in lines}) == len(lines)
    return {line.key: line for line in lines}


def plan_with(*records: Record, now: datetime = NOON) -> PlainReader:
    return reader(*OFFICE, *records, now=now)


# Duty


def test_a_duty_is_told_with_the_test_that_it_needs_and_from_when_that_counts() -> None:
    line = told(plan_with(COHORT, SHIFT, TEST), "r", "duty")["test:d/t"]
    assert line.message.text().startswith("for Door you need nucleic acid test, negative, 1 ×, sampled from ")
    assert line.message.text().endswith(" on (Edition 1)")
    assert line.message.values["since"] == at(30 - 48)
    assert line.window == SHIFT.window


@pytest.mark.parametrize(
    "records",
    [
        pytest.param((COHORT, TEST), id="no duty"),
        pytest.param((COHORT, SHIFT), id="no requirement"),
        pytest.param((changed(COHORT, persons=("bo",)), SHIFT, TEST), id="in no cohort"),
        pytest.param((COHORT, changed(SHIFT, person="bo"), TEST), id="duty of another"),
        pytest.param((COHORT, changed(SHIFT, window=None), TEST), id="duty without a time"),
        pytest.param((COHORT, SHIFT, changed(TEST, at="arrival")), id="asked at arrival"),
        pytest.param((COHORT, SHIFT, changed(TEST, kind="clear")), id="no test is asked"),
        pytest.param((COHORT, SHIFT, changed(TEST, within=None)), id="a test of any age"),
        pytest.param((changed(COHORT, window=span(-9, 9)), SHIFT, TEST), id="cohort until before the duty"),
    ],
)
def test_no_test_is_told_where_none_is_needed(records: tuple[Record, ...]) -> None:
    assert told(plan_with(*records), "r", "duty") == {}


def test_how_a_test_came_out_changes_nothing_of_what_a_duty_needs() -> None:
    before = told(plan_with(COHORT, SHIFT, TEST), "r", "duty")
    assert told(plan_with(COHORT, SHIFT, TEST, NEGATIVE), "r", "duty") == before


def test_a_round_is_told_as_long_as_it_runs() -> None:
    lines = told(plan_with(COHORT, ROUND, changed(NEGATIVE, sampled=NOON)), "r", "duty")
    assert lines.keys() == {"round:r"}
    assert lines["round:r"].message.values["first"] == instant("2030-06-04T00:00+08:00")
    left = changed(COHORT, window=span(-48, -1))
    assert told(plan_with(left, ROUND), "r", "duty") == {}


def test_whoever_missed_a_round_is_told_until_the_sample_is_there() -> None:
    missed = told(plan_with(COHORT, ROUND), "r", "duty")
    assert missed["overdue:r"].message.values["due"] == instant("2030-06-05T00:00+08:00")
    assert "overdue:r" not in told(plan_with(COHORT, ROUND, changed(NEGATIVE, sampled=at(0))), "r", "duty")


def test_recipients_without_a_person_or_a_team_are_told_nothing() -> None:
    plan = plan_with(COHORT, SHIFT, TEST, ROUND)
    assert told(plan, "nobody", "duty") == {}
    assert told(plan, "nobody", "team-lead") == {}


# Team leads


def lead(*records: Record, now: datetime = NOON, sees: frozenset[str] | None = None) -> dict[str, Line]:
    plan = plan_with(COHORT, SHIFT, TEST, *records, now=now)
    return told(plan if sees is None else ViewReader(plan, sees), "lead", "team-lead")


def test_a_lead_is_told_who_is_not_cleared_and_why_until_the_test_is_there() -> None:
    line = lead()["uncleared:d"]
    assert line.message.values["person"] == "A. Nobody"
    assert line.message.values["when"] == at(30)
    assert "no negative test in time" in line.message.text()
    assert lead(NEGATIVE) == {}


@pytest.mark.parametrize(("hours", "keys"), [(-18, {"uncleared:d"}), (-18.1, set[str]()), (32, {"uncleared:d"})])
def test_a_lead_is_told_from_when_it_can_be_mended_until_the_duty_is_over(hours: float, keys: set[str]) -> None:
    assert lead(now=at(hours)).keys() == keys
    assert lead(now=at(33)) == {}


def test_a_lead_is_told_of_the_own_team_only() -> None:
    plan = reader(*(changed(one, team=None) if isinstance(one, Person) else one for one in OFFICE), COHORT, SHIFT, TEST)
    assert told(plan, "lead", "team-lead") == {}


def test_a_lead_who_may_not_see_health_data_is_told_how_many() -> None:
    lines = lead(sees=frozenset({"personal"}))
    assert lines.keys() == {"uncleared"}
    assert lines["uncleared"].message.text() == "1 of your people are not cleared for a duty"
    assert lead(NEGATIVE, sees=frozenset({"personal"})) == {}


def test_a_lead_who_may_not_see_names_is_told_without_one() -> None:
    line = lead(sees=frozenset({"health"}))["uncleared:d"]
    assert line.message.values["person"] is MASKED
    assert "A. Nobody" not in line.message.text()


@pytest.mark.parametrize(
    ("work", "key", "name"),
    [
        (Trip(id="coach", name="Coach 3", crew=("anna",), liaison="anna", window=span(30, 32)), "coach", "Coach 3"),
        (Trip(id="coach", name="Coach 3", liaison="anna", window=span(30, 32)), "coach", "Coach 3"),
        (Appearance(id="speaks", session="talk", person="anna"), "speaks", "Talk"),
    ],
    ids=["as crew", "as liaison officer", "as a speaker"],
)
def test_tests_are_told_for_trips_and_sessions_too(work: Record, key: str, name: str) -> None:
    talk = Session(id="talk", event="e", title="Talk", window=span(30, 32))
    plan = plan_with(COHORT, TEST, talk, work)
    line = told(plan, "r", "duty")[f"test:{key}/t"]
    assert line.message.text().startswith(f"for {name} you need nucleic acid test")
    lines = told(plan, "lead", "team-lead")
    assert [line.message.values["post"] for line in lines.values()] == [name]


# Delegations

GUESTS: tuple[Record, ...] = (
    Delegation(id="red", event="e"),
    Participant(id="pat", name="P. Nobody", delegation="red"),
    Participant(id="gone", delegation="red", state="left"),
    Session(id="talk", event="e", kind="plenary", window=span(30, 33)),
    Cohort(id="guests", event="e", delegations=("red",)),
    Recipient(id="head", delegation="red", kinds=("delegation",)),
)
ENTRY = changed(TEST, at="entry")


def head(*records: Record, now: datetime = NOON, sees: frozenset[str] | None = None) -> dict[str, Line]:
    plan = plan_with(*GUESTS, *records, now=now)
    return told(plan if sees is None else ViewReader(plan, sees), "head", "delegation")


def test_the_head_of_a_delegation_is_told_what_its_people_need() -> None:
    form = Requirement(id="s", protocol="f1", kind="symptoms", at="entry", within=14 * DAY, days=14)
    lines = head(ENTRY, ROUND, form, now=at(-40))
    assert {key: line.message.text() for key, line in lines.items() if key.startswith("asks:")} == {
        "asks:t": "your delegation needs nucleic acid test, negative, 1 ×, at most 2 d before each entry (Edition 1)",
        "asks:r": "your delegation is tested every 1 d (nucleic acid test, Edition 1)",
        "asks:s": "your delegation reports its symptoms, 1 × on each of the 14 days before each entry (Edition 1)",
    }


def test_the_head_of_a_delegation_is_told_who_is_not_cleared_until_the_test_is_there() -> None:
    line = head(ENTRY)["uncleared:pat"]
    assert (line.message.values["person"], line.message.values["when"]) == ("P. Nobody", at(30))
    taken = HealthTest(id="h", participant="pat", sampled=at(-1), resulted=at(0), result="negative")
    assert head(ENTRY, taken).keys() == {"asks:t"}
    assert head(ENTRY, now=at(-40)).keys() == {"asks:t"}


def test_a_head_who_may_not_see_health_data_is_told_how_many() -> None:
    lines = head(ENTRY, sees=frozenset({"personal"}))
    assert lines["uncleared"].message.text() == "1 of your delegation are not cleared for what they come to"
    assert lines.keys() == {"asks:t", "uncleared"}


def test_what_an_edition_asked_that_is_over_is_not_told() -> None:
    over = HealthProtocol(id="f1", family="f", name="Edition 1", ends=date(2030, 6, 4))
    office = [one for one in OFFICE if one.id != "f1"]
    assert told(reader(*office, over, *GUESTS, ENTRY), "head", "delegation") == {}


# Loops

INSIDE = (Loop(id="in", event="e", name="inner loop"), Delegation(id="d", event="e"))


def test_who_is_in_a_loop_is_told_from_when_to_when() -> None:
    lines = told(plan_with(*INSIDE, LoopStay(id="s", loop="in", person="anna", window=span(0, 24))), "r", "duty")
    assert lines["loop:s"].message.text() == (
        "you are in inner loop and do not leave it: 2030-06-05 12:00–2030-06-06 12:00"
    )


def test_the_head_of_a_delegation_is_told_how_many_are_in_a_loop_at_the_same_time() -> None:
    guests = [Participant(id=f"g{n}", delegation="d") for n in range(3)]
    stays = [LoopStay(id=f"s{n}", loop="in", participant=f"g{n}", window=span(0, 24 if n else 48)) for n in range(3)]
    head = Recipient(id="head", delegation="d", kinds=("delegation",))
    lines = told(plan_with(*INSIDE, *guests, *stays, head), "head", "delegation")
    assert {key: line.message.values["n"] for key, line in lines.items()} == {"loop:s0": 1, "loop:s1": 2}
