"""Who is told what stands as it is, and when a place is open."""

from __future__ import annotations

import pytest

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.records import Record
from meetsupport.model import Coordination, EditRight, Event, Freeze, Opening, Organization, Place, Recipient, Team
from meetsupport.plugins import Line
from meetsupport.testing import memory_desk
from tests.unit.rules.judging import at, reader, span

BY_CODE = {section.code: section for section in BUILTIN_SECTIONS}
FREEZE = Freeze(id="f", type="Placement", event="e", since=at(10), reason="cards are printed")
OFFICE: tuple[Record, ...] = (
    Event(id="e"),
    Event(id="other"),
    Team(id="seating", event="e"),
    Team(id="meals", event="e"),
    Team(id="elsewhere", event="other"),
)


def told(team: str, *records: Record) -> list[Line]:
    who = Recipient(id="r", kinds=("team-lead",), team=team)
    plan = reader(*OFFICE, *records, who)
    return [*BY_CODE["core.team-lead-approval"].compose(plan, who)]


@pytest.mark.parametrize(("team", "lines"), [("seating", 1), ("meals", 1), ("elsewhere", 0)])
def test_the_teams_of_an_event_are_told_what_is_frozen_from_when_on(team: str, lines: int) -> None:
    found = told(team, FREEZE)
    text = "Placement records stand as they are from 2030-06-05 22:00 on; whoever must change one names who allows it; "
    assert [line.message.text() for line in found] == lines * [f"{text}cards are printed"]
    assert all(line.window is not None and line.window.start == at(10) for line in found)


def test_in_chinese_what_is_frozen_goes_by_its_term_alone() -> None:
    (line,) = told("seating", FREEZE)
    assert line.message.text("zh_CN").startswith("座位自2030-06-05 22:00起冻结")


def test_where_only_some_have_the_right_only_they_are_told() -> None:
    right = EditRight(id="r", type="Placement", teams=("seating",))
    assert (len(told("seating", FREEZE, right)), len(told("meals", FREEZE, right))) == (1, 0)


def test_what_stands_at_once_says_so() -> None:
    (line,) = told("meals", Freeze(id="f", type="mycity.Gate"))
    assert line.message.text() == (
        "mycity.Gate stand as they are from now on; whoever must change one names who allows it; no reason is given"
    )


def test_whoever_runs_a_place_is_told_when_it_is_open() -> None:
    who = Recipient(id="r", kinds=("host",), organization="o")
    hall = (Organization(id="o"), Place(id="hall", name="Hall", organization="o"), Place(id="yard"))
    open_ = (Opening(id="a", place="hall", window=span(0, 4)), Opening(id="b", place="yard", window=span(0, 4)))
    lines = [*BY_CODE["core.host-rooms"].compose(reader(*hall, *open_, who), who)]
    assert [line.message.text() for line in lines] == ["Hall is open 2030-06-05 12:00–16:00"]


def test_a_desk_tells_of_a_freeze_and_of_a_meeting_whom_they_concern() -> None:
    records = (
        *OFFICE,
        Organization(id="air"),
        Recipient(id="lead", kinds=("team-lead",), team="seating"),
        Recipient(id="airport", kinds=("host",), organization="air"),
    )
    desk = memory_desk(records)
    with desk.edit(by="office") as edit:
        edit.put(FREEZE)
        edit.add(Coordination, "m", event="e", window=span(1, 2), invited=("air",))
    assert {notice.recipient for notice in edit.impact.notices} == {"lead", "airport"}
    assert edit.impact.unheard == ()
