"""What people, team leads and heads of delegations are told of hand-overs, leave and charges."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Delegation,
    Duty,
    DutyLimit,
    Event,
    Handover,
    Leave,
    Participant,
    Person,
    Post,
    Recipient,
    Session,
    Task,
    Team,
)
from meetsupport.plan import MASKED, ViewReader
from meetsupport.plugins import Line
from tests.unit.rules.judging import at, changed, reader, span

BY_CODE = {section.code: section for section in BUILTIN_SECTIONS}
ANNA, BO, KIM = Person(id="anna", name="Example A"), Person(id="bo"), Person(id="kim", minor=True, chaperone="anna")
R = Recipient(id="r", person="anna", team="t", delegation="d")
BASE = (ANNA, BO, KIM, Event(id="e"), Team(id="t", name="Front hall"), Delegation(id="d", event="e"), R)
OVER = Handover(id="h", team="t", giver="bo", taker="anna", at=at(4), notes="quiet in 305")
TOWELS = Task(id="k", team="t", title="Towels", due=at(6))


def told(kind: str, *records: Record, masked: bool = False) -> dict[str, Line]:
    plan = reader(*BASE, *records)
    lines = [*BY_CODE[f"core.{kind}-rosters"].compose(ViewReader(plan, frozenset()) if masked else plan, R)]
    assert len({line.key for line in lines}) == len(lines)
    return {line.key: line for line in lines}


def says(line: Line) -> str:
    return line.message.text()


def test_the_next_shift_is_told_what_is_open_item_by_item() -> None:
    lines = told("duty", OVER, TOWELS, Task(id="done", team="t", state="done"))
    assert says(lines["take-over:h"]) == (
        "you take over: Front hall, 2030-06-05 16:00, from bo; still open: 1; quiet in 305"
    )
    assert says(lines["open:h:k"]) == "still open when you take over: Towels, due 2030-06-05 18:00"
    assert lines.keys() == {"take-over:h", "open:h:k"}


def test_a_hand_over_that_is_taken_is_told_no_more() -> None:
    assert told("duty", changed(OVER, state="taken"), TOWELS) == {}


def test_what_the_giver_answers_for_is_passed_on_too() -> None:
    assert "open:h:own" in told("duty", OVER, Task(id="own", responsible="bo"))


def test_the_notice_of_a_hand_over_must_be_read_before_it() -> None:
    window = told("duty", OVER)["take-over:h"].window
    assert isinstance(window, Window)
    assert window.start == at(4)
    assert told("duty", changed(OVER, at=None))["take-over:h"].window is None


def test_who_goes_off_is_told_to_whom() -> None:
    line = told("duty", changed(OVER, giver="anna", taker="bo"))["hand-over:h"]
    assert says(line) == "you hand over: Front hall, 2030-06-05 16:00, to bo"


def test_somebody_is_told_their_leave_and_their_dress() -> None:
    lines = told("duty", Leave(id="l", person="anna", window=span(0, 8), reason="fever"))
    assert says(lines["leave:l"]) == "you are off: 2030-06-05 12:00–20:00"
    suited = reader(changed(ANNA, dress="dark suit"), R, Team(id="t"), Delegation(id="d"))
    assert [says(line) for line in BY_CODE["core.duty-rosters"].compose(suited, R)] == ["you wear: dark suit"]


def test_a_chaperone_is_told_how_many_at_which_post_and_in_what() -> None:
    post = Post(id="p", name="Welcome", window=span(0, 2))
    lea = changed(KIM, id="lea", dress="white shirt")
    lines = told("duty", lea, post, Duty(id="d1", person="kim", post="p"), Duty(id="d2", person="lea", post="p"))
    (line,) = lines.values()
    assert says(line) == "you look after 2 people: Welcome, 2030-06-05 12:00–14:00; they wear white shirt"


def test_the_lead_of_a_team_is_told_who_is_away_and_not_why() -> None:
    away = Leave(id="l", person="cy", kind="sick", window=span(0, 8), reason="fever")
    lines = told("team-lead", Person(id="cy", team="t"), away)
    assert says(lines["away:l"]) == "cy is away: 2030-06-05 12:00–20:00"


def test_the_lead_of_a_team_is_told_the_hand_overs_of_its_posts_once() -> None:
    post = Post(id="p", name="Gate", team="t")
    lines = told("team-lead", post, changed(OVER, post="p"), changed(OVER, id="g", team=None, post="p", taker=None))
    assert {key: says(line) for key, line in lines.items()} == {
        "handover:h": "Gate is handed over, 2030-06-05 16:00: bo to Example A",
        "handover:g": "Gate is handed over, 2030-06-05 16:00: bo to nobody yet",
    }


def test_a_delegation_is_told_which_sittings_a_leave_touches_and_who_did_not_come() -> None:
    members = (Participant(id="p1", name="Example P", delegation="d"), Participant(id="p2", delegation="d"))
    sittings = (
        Session(id="s1", event="e", title="Plenary", window=span(0, 2)),
        Session(id="s2", event="e", title="Talks", window=span(2, 4)),
    )
    marks = (
        Leave(id="l", participant="p1", window=span(1, 2)),
        Appearance(id="a1", session="s1", participant="p2", state="present"),
        Appearance(id="a2", session="s2", participant="p2", state="absent"),
    )
    lines = told("delegation", *members, *sittings, *marks)
    assert {key: says(line) for key, line in lines.items()} == {
        "leave:l": "Example P is on leave, 2030-06-05 13:00–14:00: Plenary",
        "absent:a2": "p2 was expected at Talks, 2030-06-05 14:00–16:00, and is not there",
    }


def test_names_are_masked_for_a_role_that_may_not_see_them() -> None:
    handed = changed(OVER, giver="anna", taker="bo")
    assert told("team-lead", handed, masked=True)["handover:h"].message.values["giver"] is MASKED


def test_nobody_is_told_of_others() -> None:
    nobody = Recipient(id="n")
    plan = reader(*BASE, OVER, nobody)
    assert [
        line
        for kind in ("duty", "team-lead", "delegation")
        for line in BY_CODE[f"core.{kind}-rosters"].compose(plan, nobody)
    ] == []


@pytest.mark.parametrize(
    ("about", "is_told"),
    [({}, True), ({"team": "t"}, True), ({"team": "u"}, False), ({"event": "e"}, True), ({"event": "f"}, False)],
)
def test_a_lead_is_told_the_limits_of_its_team_and_its_event(about: dict[str, str], *, is_told: bool) -> None:
    limit = DutyLimit(id="l", rest=timedelta(hours=11), nights=3, basis="office rule", **about)  # type: ignore[arg-type]
    others = (Team(id="u"), Event(id="f"), changed(BASE[4], event="e"))
    plan = reader(*(one for one in BASE if one is not BASE[4]), *others, limit)
    lines = {line.key: says(line) for line in BY_CODE["core.team-lead-limits"].compose(plan, R)}
    told = "your people are held to: 11 h of rest between two duties at least, 3 nights in a row at most (office rule)"
    assert lines == ({"limit:l": told} if is_told else {})
