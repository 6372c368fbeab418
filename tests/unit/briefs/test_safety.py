from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import (
    Coordination,
    Delegation,
    Event,
    Hazard,
    Incident,
    IncidentReport,
    Organization,
    Person,
    Place,
    Recipient,
    ReportingClock,
    Responsibility,
    Round,
    Survey,
    Task,
    Team,
    Training,
    Visitor,
)
from meetsupport.plan import MASKED, PlainReader, Reader, ViewReader
from meetsupport.plugins import Line
from tests.unit.rules.judging import at, changed, reader, span

BY_CODE = {section.code: section for section in BUILTIN_SECTIONS}
ANNA, BO = Person(id="anna"), Person(id="bo")
R = Recipient(id="r", person="anna", kinds=("duty",))
LAMP = Hazard(id="h", title="lamp out", owner="anna", due=at(5), state="owned")
BURST = Incident(id="i", title="pipe burst", at=at(0), handler="anna", state="handled")
CLOCK = ReportingClock(id="c", within=timedelta(minutes=15))
"""At noon; so the call is due at a quarter past."""


def told(plan: Reader, recipient: str, kind: str) -> dict[str, Line]:
    who = plan.get(Recipient, recipient)
    assert who is not None
    lines = [*BY_CODE[f"core.{kind}-safety"].compose(plan, who)]
    assert len({line.key for line in lines}) == len(lines)
    return {line.key: line for line in lines}


def duty(*records: Record, plan: PlainReader | None = None) -> dict[str, Line]:
    return told(plan or reader(ANNA, BO, R, *records), "r", "duty")


def test_somebody_without_a_person_is_told_nothing() -> None:
    assert told(reader(Recipient(id="r")), "r", "duty") == {}


@pytest.mark.parametrize(
    ("state", "keys"),
    [("found", {"hazard:h"}), ("owned", {"hazard:h"}), ("mended", {"hazard:h"}), ("closed", set[str]())],
)
def test_the_owner_of_a_hazard_is_told_until_it_is_closed(state: str, keys: set[str]) -> None:
    assert duty(changed(LAMP, state=state, mended_by="anna")).keys() == keys


def test_whoever_mends_for_an_owner_is_told_until_it_is_mended() -> None:
    mends = changed(LAMP, owner="bo", mended_by="anna")
    assert duty(mends)["mend:h"].message.text().startswith("you mend: lamp out")
    assert duty(changed(mends, state="mended")) == {}
    assert duty(changed(mends, owner="anna")).keys() == {"hazard:h"}


def test_a_notice_of_a_hazard_must_be_read_before_it_is_due() -> None:
    assert duty(LAMP)["hazard:h"].window == Window(at(5), at(5) + timedelta(minutes=1))
    assert duty(changed(LAMP, due=None))["hazard:h"].window is None


def test_whoever_handles_an_incident_is_told_which_reports_are_still_to_be_made() -> None:
    lines = duty(BURST, CLOCK)
    assert lines.keys() == {"incident:i", "report:i:c"}
    assert lines["report:i:c"].message.text() == (
        "you report pipe burst by telephone to whom it may concern, by 2030-06-05 12:15"
    )
    assert duty(BURST, CLOCK, IncidentReport(id="x", incident="i", at=at(0))).keys() == {"incident:i"}
    ahead = IncidentReport(id="x", incident="i", at=at(0.1))
    assert duty(BURST, CLOCK, ahead).keys() == {"incident:i", "report:i:c"}
    assert duty(changed(BURST, state="closed"), CLOCK) == {}


def test_a_clock_of_an_incident_without_a_time_stands_still() -> None:
    line = duty(changed(BURST, at=None), CLOCK)["report:i:c"]
    assert line.window is None
    assert "not settled" in line.message.text()


def test_a_leader_is_told_what_an_inspection_found() -> None:
    look = Task(id="k", title="Kitchens", leader="anna")
    assert duty(look) == {}
    found = [Hazard(id="h1", title="no samples kept", task="k"), Hazard(id="h2", task="k")]
    assert duty(look, *found)["found:k"].message.text() == "your inspection Kitchens found: no samples kept, h2"


def test_the_name_of_a_visitor_is_masked_for_a_role_that_may_not_see_it() -> None:
    plan = reader(ANNA, R, Visitor(id="v", name="Invented", host="anna", organization="Works", window=span(0, 1)))
    assert "Invented" in duty(plan=plan)["visitor:v"].message.text()
    masked = told(ViewReader(plan, frozenset()), "r", "duty")["visitor:v"]
    assert masked.message.values["visitor"] is MASKED
    assert masked.window == span(0, 1)


@pytest.mark.parametrize("group", ["persons", "teams", "organizations"])
def test_whoever_must_sign_is_told_by_name_team_or_body(group: str) -> None:
    records = (Team(id="anna"), Organization(id="anna"), Person(id="anna", team="anna", organization="anna"), R)
    training = Training(id="t", title="Standards", due=at(1), **{group: ("anna",)})  # type: ignore[arg-type]
    before = told(reader(*records, training), "r", "duty")
    assert before.keys() == {"training:t"}
    # Whoever has signed knows it.
    assert told(reader(*records, changed(training, signed=("anna",))), "r", "duty") == before


def bodies(kinds: tuple[str, ...], **about: object) -> PlainReader:
    return reader(
        Organization(id="a", name="Guards"),
        Organization(id="b", name="Police"),
        Team(id="team", organization="a"),
        Responsibility(id="m", matter="patrol", responsible=("a",), supporting=("b",)),
        changed(Recipient(id="r", kinds=kinds), **about),
    )


@pytest.mark.parametrize("kind", ["host", "caterer", "lodging", "team-lead"])
def test_a_body_is_told_what_it_answers_for_whatever_it_is(kind: str) -> None:
    assert told(bodies((kind,), organization="a"), "r", kind).keys() == {"responsible:m"}


def test_a_body_that_is_several_things_is_told_once() -> None:
    plan = bodies(("team-lead", "lodging", "host"), organization="a")
    said = [told(plan, "r", kind).keys() for kind in ("host", "caterer", "lodging", "team-lead")]
    assert [key for keys in said for key in keys] == ["responsible:m"]


def test_the_lead_of_a_team_is_told_for_its_body() -> None:
    assert told(bodies(("team-lead",), team="team"), "r", "team-lead").keys() == {"responsible:m"}
    assert told(bodies(("team-lead",)), "r", "team-lead") == {}


def test_a_matter_says_who_supports_it_and_whom_one_supports() -> None:
    mine = told(bodies(("host",), organization="a"), "r", "host")["responsible:m"]
    theirs = told(bodies(("host",), organization="b"), "r", "host")["supporting:m"]
    assert mine.message.text() == "you answer for patrol; supported by Police"
    assert theirs.message.text() == "you support Guards in patrol"


AIR = (Organization(id="air", name="Airport", contact="bo"), Organization(id="office", name="Office"))
MEETING = Coordination(
    id="m", title="First meeting", window=span(1, 2), place="hall", convener="office", invited=("air",)
)
HALL = Place(id="hall", name="Hall")


@pytest.mark.parametrize("kind", ["host", "caterer", "lodging", "team-lead"])
def test_a_body_is_told_where_it_is_invited_and_what_it_convenes(kind: str) -> None:
    def lines(body: str) -> dict[str, str]:
        who = Recipient(id="r", kinds=(kind,), organization=body)
        plan = reader(ANNA, BO, *AIR, HALL, MEETING, who)
        return {key: line.message.text() for key, line in told(plan, "r", kind).items()}

    assert lines("air") == {
        "invited:m": "you are invited to First meeting, Hall, 2030-06-05 13:00–14:00; convened by Office"
    }
    assert lines("office") == {
        "convened:m": "you convene First meeting, Hall, 2030-06-05 13:00–14:00; invited: Airport"
    }


def test_the_contact_of_a_body_is_told_where_it_is_invited() -> None:
    line = duty(*AIR, HALL, MEETING, plan=reader(ANNA, BO, changed(R, person="bo"), *AIR, HALL, MEETING))[
        "meeting:air:m"
    ]
    assert line.window == span(1, 2)
    assert line.message.text().startswith("Airport, whose contact you are, is invited to First meeting, Hall")
    assert duty(*AIR, HALL, MEETING) == {}


def test_a_delegation_is_told_what_it_is_asked() -> None:
    records = (
        Event(id="e"),
        Delegation(id="d", event="e"),
        Survey(id="s", event="e", question="How was the food?"),
        Survey(id="other"),
        Recipient(id="r", kinds=("delegation",), delegation="d"),
    )
    lines = told(reader(*records), "r", "delegation")
    assert [line.message.text() for line in lines.values()] == ["your delegation is asked: How was the food?"]


FAILED = Task(id="k", title="lifts", kind="inspection", state="done", result="failed")


@pytest.mark.parametrize(
    ("task", "keys"),
    [
        (changed(FAILED, leader="anna", responsible="bo"), {"failed:k"}),
        (changed(FAILED, responsible="anna"), {"failed:k"}),
        (changed(FAILED, leader="bo", responsible="anna"), set[str]()),
        (changed(FAILED, round="round"), {"failed:k"}),
        (changed(FAILED, round="round", responsible="bo"), set[str]()),
        (changed(FAILED, responsible="anna", result="passed"), set[str]()),
        (changed(FAILED, responsible="anna", state="dropped"), set[str]()),
    ],
)
def test_whoever_answers_for_an_inspection_is_told_that_it_failed(task: Task, keys: set[str]) -> None:
    assert duty(task, Round(id="round", responsible="anna")).keys() == keys


def test_that_an_inspection_failed_is_told_until_its_hazard_is_entered() -> None:
    task = changed(FAILED, responsible="anna")
    assert "failed:k" in duty(task)
    assert "failed:k" not in duty(task, Hazard(id="h", task="k"))


def test_the_lead_of_a_team_is_told_that_its_inspection_failed() -> None:
    lead = Recipient(id="lead", team="watch", kinds=("team-lead",))
    plan = reader(Team(id="watch"), lead, changed(FAILED, team="watch"))
    assert told(plan, "lead", "team-lead").keys() == {"failed:k"}


MENDED = changed(LAMP, state="mended", mended_by="bo", owner=None, measures="new lamp")
LOOKED = Task(id="look", leader="anna", responsible="bo")


@pytest.mark.parametrize(
    "hazard",
    [
        changed(MENDED, found_by="anna"),
        changed(MENDED, owner="anna", found_by="bo"),
        changed(MENDED, task="look"),
        changed(MENDED, verified_by="anna", found_by="clerk"),
    ],
)
def test_somebody_else_than_the_mender_is_told_to_verify_and_by_when(hazard: Hazard) -> None:
    opens = Event(id="e", window=span(20, 60))
    lines = duty(changed(hazard, event="e"), opens, LOOKED, Person(id="clerk"))
    line = lines["verify:h"]
    assert line.message.text() == (
        "you verify that this is mended: lamp out (place not settled), by 2030-06-06 08:00; mended by bo; "
        "measures: new lamp"
    )
    assert line.window is not None
    assert line.window.start == at(20)


@pytest.mark.parametrize(
    "hazard",
    [
        changed(MENDED, mended_by="anna", found_by="anna", owner="anna", task="look"),
        changed(MENDED, found_by="clerk", owner="anna"),
        changed(MENDED, verified_by="clerk", found_by="anna"),
        changed(MENDED, found_by="anna", state="owned"),
        changed(MENDED, found_by="anna", state="verified"),
    ],
)
def test_nobody_else_is_told_to_verify(hazard: Hazard) -> None:
    assert "verify:h" not in duty(hazard, LOOKED, Person(id="clerk"))


def test_what_is_mended_after_the_opening_is_verified_by_its_own_time() -> None:
    hazard = changed(MENDED, event="e", found_by="anna", found_at=at(1), mended_at=at(2))
    assert duty(hazard, Event(id="e", window=span(0, 60)))["verify:h"].window == Window(
        at(5), at(5) + timedelta(minutes=1)
    )
