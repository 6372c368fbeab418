from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.briefs.seating import SECTIONS
from meetsupport.core.records import Record
from meetsupport.model import (
    Cue,
    Delegation,
    Participant,
    Person,
    Placement,
    Recipient,
    SeatPlan,
    Session,
    Team,
)
from meetsupport.plan import View
from meetsupport.plugins import Line
from tests.unit.rules.judging import at, changed, reader, span

PLAN = SeatPlan(id="x", session="s", name="Seats", responsible="anna", due=at(20), state="final")
BASE: tuple[Record, ...] = (
    Session(id="s", title="Plenary", window=span(21, 22)),
    Team(id="t"),
    Person(id="anna"),
    Delegation(id="d"),
    Participant(id="pat", delegation="d", name="某甲"),
    PLAN,
    Placement(id="p1", plan="x", participant="pat", block="A", row=1, number=2),
    Placement(id="p2", plan="x", person="anna"),
    Placement(id="p3", plan="x", card="Reserved"),
    Cue(id="c1", session="s", after=timedelta(minutes=5), lasts=timedelta(minutes=1), person="anna", team="t"),
    Cue(id="c2", session="s", person="anna", title="anthem", fixed=True),
)
FOR = {
    "duty": Recipient(id="r", person="anna", kinds=("duty",)),
    "team-lead": Recipient(id="r", team="t", kinds=("team-lead",)),
    "speaker": Recipient(id="r", participant="pat", person="anna", kinds=("speaker",)),
    "delegation": Recipient(id="r", delegation="d", kinds=("delegation",)),
}


def lines(
    kind: str, *records: Record, who: Recipient | None = None, sees: tuple[str, ...] | None = None
) -> dict[str, Line]:
    plan = reader(*(records or BASE))
    (section,) = (section for section in SECTIONS if section.kind == kind)
    shown = plan if sees is None else View(plan, sees)
    return {line.key: line for line in section.compose(shown, who or FOR[kind])}


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("duty", {"seat-plan:x", "placement:p1", "placement:p2", "placement:p3", "cue:c1", "cue:c2"}),
        ("team-lead", {"cue:c1"}),
        ("speaker", {"placement:p1", "placement:p2", "cue:c1", "cue:c2"}),
        ("delegation", {"placement:p1"}),
    ],
)
def test_each_is_told_what_is_theirs(kind: str, keys: set[str]) -> None:
    assert set(lines(kind)) == keys
    assert lines(kind, who=Recipient(id="r", kinds=(kind,))) == {}


def test_seats_are_told_to_guests_when_they_are_final() -> None:
    drafted = [changed(one, state="drafted") if one is PLAN else one for one in BASE]
    assert "placement:p1" in lines("duty", *drafted)
    assert set(lines("speaker", *drafted)) == {"cue:c1", "cue:c2"}
    assert lines("delegation", *drafted) == {}


def test_cues_are_told_once_to_somebody_on_duty_who_also_speaks() -> None:
    both = Recipient(id="r", person="anna", kinds=("duty", "speaker"))
    assert set(lines("speaker", who=both)) == {"placement:p2"}


def test_lines_say_who_where_and_when() -> None:
    duty = lines("duty")
    assert duty["placement:p1"].message.text() == "Seats: 某甲 at A, row 1, seat 2"
    assert duty["placement:p3"].message.text() == "Seats: nobody yet, card “Reserved” at not settled"
    assert "c1" in duty["cue:c1"].message.text()
    assert duty["cue:c1"].window == span(21 + 5 / 60, 21 + 6 / 60)
    assert "anthem (fixed)" in duty["cue:c2"].message.text()
    assert duty["cue:c2"].window is None


def test_a_name_that_may_not_be_seen_stays_masked() -> None:
    assert "某甲" not in lines("duty", sees=())["placement:p1"].message.text()


def test_a_plan_without_a_name_goes_by_its_session() -> None:
    unnamed = [changed(one, name="") if one is PLAN else one for one in BASE]
    assert lines("duty", *unnamed)["placement:p1"].message.values["name"] == "Plenary"
    untimed = [changed(one, window=None) if isinstance(one, Session) else one for one in BASE]
    assert "not settled" in lines("team-lead", *untimed)["cue:c1"].message.text()
