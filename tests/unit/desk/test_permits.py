"""Who may change what, and what stands as it is."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.core.records import evolved
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


@pytest.mark.parametrize("about", [{"id": "r"}, {"id": "own"}, {"id": "own", "event": None}])
def test_nobody_gives_themselves_a_right_that_others_have(about: dict[str, Any]) -> None:
    desk = desk_with(RIGHT)
    wanted = evolved(RIGHT, teams=("catering",), **about)
    with pytest.raises(ms.NotPermitted, match=r"it is for Team:seating @ \$\.EditRight"):
        desk.apply(ms.Change.of(ms.Put(wanted), by="bert"))
    assert desk.apply(ms.Change.of(ms.Put(wanted), by="bert", override="director")).revision
    assert move(desk, "bert").revision


def test_a_right_is_given_on_by_whoever_has_it() -> None:
    desk = desk_with(RIGHT)
    desk.apply(ms.Change.of(ms.Put(evolved(RIGHT, teams=("seating", "catering"))), by="anna"))
    assert move(desk, "bert").revision


@pytest.mark.parametrize("right", [{"type": "Meal"}, {"event": "other"}])
def test_a_right_to_other_records_is_free_to_give(right: dict[str, Any]) -> None:
    assert desk_with(RIGHT).apply(ms.Change.of(ms.Put(evolved(RIGHT, id="own", **right)), by="bert")).revision


def test_a_right_that_names_nobody_is_no_bar() -> None:
    desk = desk_with(evolved(RIGHT, teams=()))
    assert desk.apply(ms.Change.of(ms.Put(evolved(RIGHT, teams=("catering",))), by="bert")).revision


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


WHOLES: tuple[ms.Record, ...] = (
    ms.HealthProtocol(id="edition"),
    ms.Requirement(id="test", protocol="edition"),
    ms.ChecklistTemplate(id="work"),
    ms.TemplateItem(id="work.item", template="work"),
    ms.Lodging(id="inn"),
    ms.Room(id="room", lodging="inn"),
    ms.Stay(id="stay", room="room"),
)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("HealthProtocol", ms.Requirement(id="test", protocol="edition", grade="B")),
        ("ChecklistTemplate", ms.TemplateItem(id="work.item", template="work", title="seats")),
        ("SeatPlan", ms.Placement(id="s", plan="hall", participant="p", row=2)),
        ("Lodging", ms.Stay(id="stay", room="room", participant="p")),
    ],
)
def test_whose_the_whole_is_theirs_are_its_parts(whole: str, part: ms.Record) -> None:
    desk = desk_with(*WHOLES, ms.EditRight(id="r", type=whole, teams=("seating",)))
    with pytest.raises(ms.NotPermitted, match="it is for Team:seating"):
        desk.apply(ms.Change.of(ms.Put(part), by="bert"))
    assert desk.apply(ms.Change.of(ms.Put(part), by="anna")).revision


def test_a_part_is_not_added_or_removed_by_others() -> None:
    desk = desk_with(*WHOLES, ms.EditRight(id="r", type="ChecklistTemplate", teams=("seating",)))
    for edit in (ms.Put(ms.TemplateItem(id="new", template="work")), ms.Remove(ms.TemplateItem, "work.item")):
        with pytest.raises(ms.NotPermitted):
            desk.apply(ms.Change.of(edit, by="bert"))


def test_a_right_to_the_parts_themselves_counts_alone() -> None:
    desk = desk_with(RIGHT, ms.EditRight(id="plans", type="SeatPlan", teams=("catering",)))
    assert move(desk, "anna").revision
    with pytest.raises(ms.NotPermitted, match="it is for Team:seating"):
        desk.apply(ms.Change.of(ms.Put(ms.Placement(id="s", plan="hall", row=3)), by="bert"))
    with pytest.raises(ms.NotPermitted, match="it is for Team:catering"):
        move(desk, "anna", "s2")
    assert move(desk, "bert", "s2").revision


def test_a_right_to_the_parts_is_given_by_whoever_has_the_whole() -> None:
    desk = desk_with(ms.EditRight(id="whole", type="SeatPlan", event="e", teams=("seating",)))
    taken = ms.EditRight(id="own", type="Placement", event="e", teams=("catering",))
    with pytest.raises(ms.NotPermitted, match=r"it is for Team:seating @ \$\.EditRight\['own'\]"):
        desk.apply(ms.Change.of(ms.Put(taken), by="bert"))
    assert desk.apply(ms.Change.of(ms.Put(evolved(taken, event="other")), by="bert")).revision
    assert desk.apply(ms.Change.of(ms.Put(taken), by="anna")).revision
    assert move(desk, "bert").revision


def test_a_right_to_the_parts_is_free_where_others_have_only_fields_of_the_whole() -> None:
    desk = desk_with(ms.EditRight(id="name", type="SeatPlan", teams=("seating",), fields=("name",)))
    taken = ms.EditRight(id="own", type="Placement", event="e", teams=("catering",))
    assert desk.apply(ms.Change.of(ms.Put(taken), by="bert")).revision


def test_a_right_to_fields_of_the_whole_is_none_to_its_parts() -> None:
    desk = desk_with(ms.EditRight(id="r", type="SeatPlan", fields=("kind",), teams=("seating",)))
    assert move(desk, "bert").revision


def test_what_happens_to_a_part_is_entered_by_whoever_sees_it() -> None:
    desk = desk_with(*WHOLES, ms.EditRight(id="r", type="Lodging", teams=("seating",)))
    with desk.edit(by="bert") as edit:
        edit.set(ms.Room, "room", state="occupied")
    assert edit.impact.revision


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


def refused_guard(guard: ms.Record) -> str:
    desk = desk_with()
    with pytest.raises(ms.InvalidRecord) as caught:
        desk.apply(ms.Change.of(ms.Put(guard)))
    return str(caught.value)


@pytest.mark.parametrize("cls", [ms.EditRight, ms.Freeze])
def test_a_type_that_there_is_not_is_refused_with_those_that_are_near(cls: type[ms.EditRight | ms.Freeze]) -> None:
    name = cls.__record__.name
    text = refused_guard(cls(id="g", type="SeatPlann"))
    assert f"no record type 'SeatPlann', expected one of Seat 乘车安排, SeatPlan 座次安排 @ $.{name}['g'].type" in text
    assert "座次安排" in refused_guard(cls(id="g", type="座次按排"))
    assert "no record type 'Nonsense'" in refused_guard(cls(id="g", type="Nonsense"))


@pytest.mark.parametrize("cls", [ms.EditRight, ms.Freeze])
@pytest.mark.parametrize("field", ["rows", "id", "乘车"])
def test_a_field_that_there_is_not_is_refused(cls: type[ms.EditRight | ms.Freeze], field: str) -> None:
    text = refused_guard(cls(id="g", type="Placement", fields=("row", field)))
    assert f"Placement has no field {field!r}, expected one of" in text


@pytest.mark.parametrize("type", ["座位", "placement", " Placement "])
def test_the_term_of_a_type_and_of_a_field_mean_them(type: str) -> None:
    desk = desk_with(ms.Freeze(id="f", type=type, fields=("排",)))
    freeze = desk.get(ms.Freeze, "f")
    assert (freeze.type, freeze.fields) == ("Placement", ("row",))
    with pytest.raises(ms.Frozen):
        move(desk, "anna")


def test_a_right_from_a_file_is_refused_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "rights.json"
    records = {
        "EditRight": [{"id": "r", "type": "Seatplan排"}],
        "Freeze": [{"id": "f", "type": "Seat", "fields": ["?"]}],
    }
    path.write_text(json.dumps({"meetsupport": 1, "records": records}), encoding="utf-8")
    desk = desk_with()
    with pytest.raises(ms.InvalidInput) as caught:
        desk.load(path)
    assert {fault.place for fault in caught.value.faults} == {"$.EditRight['r'].type", "$.Freeze['f'].fields"}


def test_a_right_to_records_of_a_plugin_that_is_not_there_loads_and_is_found(tmp_path: Path) -> None:
    path = tmp_path / "rights.json"
    body = {"EditRight": [{"id": "r", "type": "mycity.Gate", "fields": ["width"]}]}
    path.write_text(json.dumps({"meetsupport": 1, "records": body}), encoding="utf-8")
    desk = memory_desk()
    desk.load(path)
    assert [f.code for f in desk.check()] == ["core.right-without-records"]


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u200b"])
def test_blanks_are_no_name_of_who_overrides(blank: str) -> None:
    desk = desk_with(ms.Freeze(id="f", type="Placement"))
    with pytest.raises(ms.Frozen):
        move(desk, "anna", override=blank)


def test_saying_that_it_was_done_earlier_is_no_way_round_a_freeze() -> None:
    clock = FrozenClock()
    desk = desk_with(FREEZE, clock=clock)
    clock.advance(2 * HOUR)
    moved = ms.Change.of(ms.Put(ms.Placement(id="s", plan="hall", participant="p", row=3)), by="anna", at=START)
    with pytest.raises(ms.Frozen, match="Freeze:f"):
        desk.apply(moved)


def test_a_field_that_is_frozen_does_not_go_with_its_record() -> None:
    desk = desk_with(ms.Freeze(id="f", type="Placement", fields=("row",)))
    with pytest.raises(ms.Frozen):
        desk.apply(ms.Change.of(ms.Remove(ms.Placement, "s"), by="anna"))


WHOLE = ms.Freeze(id="f", type="SeatPlan", ids=("hall",))


def test_with_a_thing_its_parts_are_frozen() -> None:
    desk = desk_with(WHOLE)
    with pytest.raises(ms.Frozen, match=r"\$\.Placement\['s'\]"):
        move(desk, "anna")
    added = ms.Change.of(ms.Put(ms.Placement(id="new", plan="hall")), by="anna")
    with pytest.raises(ms.Frozen):
        desk.apply(added)
    taken_out = ms.Change.of(ms.Put(ms.Placement(id="s", plan="other-hall", participant="p", row=1)), by="anna")
    with pytest.raises(ms.Frozen):
        desk.apply(taken_out)
    assert move(desk, "anna", "s2").revision
    assert move(desk, "anna", override="secretary-general").revision


def test_parts_of_parts_are_frozen_too() -> None:
    records = (
        ms.Lodging(id="inn", event="e"),
        ms.Room(id="r1", lodging="inn"),
        ms.Stay(id="n", room="r1", participant="p"),
    )
    desk = desk_with(*records, ms.Freeze(id="f", type="Lodging", event="e"))
    with pytest.raises(ms.Frozen, match=r"\$\.Stay\['n'\]"):
        desk.apply(ms.Change.of(ms.Put(ms.Stay(id="n", room="r1")), by="anna"))


def test_a_freeze_of_single_fields_leaves_the_parts() -> None:
    assert move(desk_with(ms.Freeze(id="f", type="SeatPlan", fields=("name",))), "anna").revision


def test_what_happens_to_a_part_is_entered_though_the_whole_is_frozen() -> None:
    records = (ms.Route(id="tour"), ms.Call(id="stop", route="tour"), ms.Freeze(id="f", type="Route"))
    desk = desk_with(*records)
    with desk.edit(by="anna") as edit:
        edit.set(ms.Call, "stop", state="reached")
    assert edit.impact.revision
    with pytest.raises(ms.Frozen), desk.edit(by="anna") as edit:
        edit.set(ms.Call, "stop", place=None, window=ms.Window(START, START + HOUR))


PAPER = ms.Document(
    id="d", title="Plan", author="anna", state="approved", approver="chief", approved_at=START, steps=("chief",)
)


@pytest.mark.parametrize(
    "about", [{"title": "Another"}, {"steps": ()}, {"approver": "bert"}, {"place": "new.docx"}, {"version": 2}]
)
def test_what_was_approved_stands(about: dict[str, Any]) -> None:
    desk = desk_with(PAPER)
    (field,) = about
    stands = rf"{field} of what is 'approved' stand as they are.*Document\['d'\]"
    with pytest.raises(ms.Frozen, match=stands), desk.edit(by="anna") as edit:
        edit.set(ms.Document, "d", **about)
    with desk.edit(by="anna", override="chief") as edit:
        edit.set(ms.Document, "d", **about)
    assert "chief" in list(desk.log())[-1].why


def test_what_was_approved_is_not_changed_while_it_is_superseded_nor_removed() -> None:
    desk = desk_with(PAPER)
    with pytest.raises(ms.Frozen), desk.edit(by="anna") as edit:
        edit.set(ms.Document, "d", state="superseded", title="Another")
    with pytest.raises(ms.Frozen):
        desk.apply(ms.Change.of(ms.Remove(ms.Document, "d"), by="anna"))
    with desk.edit(by="anna") as edit:
        edit.set(ms.Document, "d", state="superseded")
    assert edit.impact.revision


def test_a_paper_under_review_stands_until_it_is_taken_back() -> None:
    desk = desk_with(ms.Document(id="d", title="Plan", author="anna", state="submitted", submitted_at=START))
    with pytest.raises(ms.Frozen, match="'submitted'"), desk.edit(by="anna") as edit:
        edit.set(ms.Document, "d", title="Another")
    with desk.edit(by="anna") as edit:
        edit.set(ms.Document, "d", state="drafted", title="Another")
    assert edit.impact.revision


def test_an_approval_is_undone_though_it_stands() -> None:
    desk = desk_with(ms.Document(id="d", author="anna", state="submitted", submitted_at=START))
    with desk.edit(by="chief") as edit:
        edit.set(ms.Document, "d", state="approved", approver="chief", approved_at=START)
    desk.undo(edit.impact.revision or 0, by="chief")
    assert desk.get(ms.Document, "d").approver is None
