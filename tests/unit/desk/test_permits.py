"""Who may change what, and what stands as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

import meetsupport as ms
from meetsupport.testing import START, FrozenClock, memory_desk

HOUR = timedelta(hours=1)
OFFICE: tuple[ms.Record, ...] = (
    ms.Event(id="e"),
    ms.Event(id="other"),
    ms.Team(id="seating", lead="chief"),
    ms.Team(id="catering"),
    ms.Person(id="chief"),
    ms.Person(id="anna", team="seating"),
    ms.Person(id="bert", team="catering"),
    ms.Recipient(id="phone.anna", person="anna"),
    ms.Participant(id="p", event="e"),
    ms.SeatPlan(id="hall", event="e"),
    ms.SeatPlan(id="other-hall", event="other"),
    ms.Placement(id="s", plan="hall", participant="p", row=1),
    ms.Placement(id="s2", plan="other-hall", participant="p", row=1),
)
RIGHT = ms.EditRight(id="r", type="Placement", event="e", teams=("seating",))


def desk_with(*records: ms.Record, clock: FrozenClock | None = None) -> ms.Desk:
    return memory_desk([*OFFICE, *records], clock=clock or FrozenClock())


def move(desk: ms.Desk, by: str, seat: str = "s", **about: str) -> ms.Impact:
    with desk.edit(by=by, **about) as edit:
        edit.set(ms.Placement, seat, row=2)
    return edit.impact


@pytest.mark.parametrize("by", ["anna", "chief", "seating", "phone.anna"])
def test_whoever_has_the_right_changes(by: str) -> None:
    assert move(desk_with(RIGHT), by).revision


@pytest.mark.parametrize("by", ["bert", "catering", "", "nobody"])
def test_who_has_no_right_is_refused_and_told_whose_it_is(by: str) -> None:
    desk = desk_with(RIGHT)
    before = desk.revision
    with pytest.raises(ms.NotPermitted, match=r"it is for Team:seating @ \$\.Placement\['s'\]\.row"):
        move(desk, by)
    assert desk.revision == before


def test_a_right_in_one_event_is_none_in_another() -> None:
    assert move(desk_with(RIGHT), "bert", "s2").revision


def test_adding_and_removing_need_the_right_too() -> None:
    desk = desk_with(RIGHT)
    for edit in (ms.Put(ms.Placement(id="new", plan="hall")), ms.Remove(ms.Placement, "s")):
        with pytest.raises(ms.NotPermitted):
            desk.apply(ms.Change.of(edit, by="bert"))


def test_a_right_to_a_field_leaves_the_others_to_everybody() -> None:
    desk = desk_with(ms.EditRight(id="r", type="Placement", fields=("row",), persons=("anna",)))
    with desk.edit(by="bert") as edit:
        edit.set(ms.Placement, "s", card="Guest")
    with pytest.raises(ms.NotPermitted, match="Person:anna"):
        move(desk, "bert")


def test_a_table_that_comes_from_elsewhere_needs_the_right() -> None:
    desk = desk_with(RIGHT)
    with pytest.raises(ms.NotPermitted):
        desk.sync(ms.Placement, [{"id": "s", "row": 9}], by="bert")


def test_nobody_gives_themselves_a_right() -> None:
    desk = desk_with(RIGHT, ms.EditRight(id="rights", type="EditRight", persons=("chief",)))
    with pytest.raises(ms.NotPermitted, match="Person:chief"):
        desk.apply(ms.Change.of(ms.Remove(ms.EditRight, "r"), by="bert"))
    own = ms.EditRight(id="own", type="Placement", teams=("catering",))
    with pytest.raises(ms.NotPermitted):
        desk.apply(ms.Change.of(ms.Put(own), by="bert"))


def test_undo_needs_the_right() -> None:
    desk = desk_with(RIGHT)
    revision = move(desk, "anna").revision
    assert revision is not None
    with pytest.raises(ms.NotPermitted):
        desk.undo(revision, by="bert")
    assert desk.undo(revision, by="anna").revision


FREEZE = ms.Freeze(id="f", type="Placement", event="e", since=START + HOUR, by="office")


def test_what_is_not_frozen_yet_moves() -> None:
    clock = FrozenClock()
    desk = desk_with(FREEZE, clock=clock)
    clock.advance(HOUR - timedelta(microseconds=1))
    assert move(desk, "anna").revision


def test_what_is_frozen_moves_only_with_the_name_of_who_allows_it() -> None:
    clock = FrozenClock()
    desk = desk_with(FREEZE, clock=clock)
    clock.advance(HOUR)
    with pytest.raises(ms.Frozen, match=r"frozen since .* \(Freeze:f\)"):
        move(desk, "anna")
    assert move(desk, "anna", override="secretary-general").revision
    assert "secretary-general" in list(desk.log())[-1].why


def test_another_event_is_not_frozen_with_it() -> None:
    clock = FrozenClock()
    desk = desk_with(FREEZE, clock=clock)
    clock.advance(HOUR)
    assert move(desk, "anna", "s2").revision


def test_a_freeze_that_holds_is_lifted_only_by_name() -> None:
    clock = FrozenClock()
    desk = desk_with(FREEZE, clock=clock)
    clock.advance(HOUR)
    lift = ms.Change.of(ms.Remove(ms.Freeze, "f"), by="anna")
    with pytest.raises(ms.Frozen):
        desk.apply(lift)
    assert desk.apply(ms.Change.of(ms.Remove(ms.Freeze, "f"), by="anna", override="chief")).revision


def test_a_preview_is_refused_as_the_change_would_be() -> None:
    desk = desk_with(RIGHT)
    with pytest.raises(ms.NotPermitted):
        desk.preview(ms.Change.of(ms.Put(ms.Placement(id="s", plan="hall", row=3)), by="bert"))


def test_only_the_records_that_a_freeze_names_are_frozen() -> None:
    desk = desk_with(ms.Freeze(id="f", type="Placement", ids=("s2",)))
    assert move(desk, "anna", "s").revision
    with pytest.raises(ms.Frozen):
        move(desk, "anna", "s2")
