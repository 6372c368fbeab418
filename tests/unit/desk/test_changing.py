"""Changing the plan through a desk: editing, holding, rebasing, syncing, taking back."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportArgumentType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from meetsupport.core.errors import (
    Conflict,
    InvalidInput,
    InvalidRecord,
    JournalMoved,
    MeetSupportError,
    PluginError,
    UnknownReference,
    UnreadableFile,
)
from meetsupport.core.records import Unknown
from meetsupport.desk import BUILTIN, Desk
from meetsupport.model import Organization, Participant, Person, Place, Role, Task
from meetsupport.plan import Change, Put, Remove
from meetsupport.plugins import Exporter, Importer, Registry, Source
from meetsupport.testing import FrozenClock, memory_desk, plugin
from tests.property.looking import picture
from tests.unit.desk.office import SmallOffice, reader

MANY = [Place(id=f"{number:03}") for number in range(60)]


# Edits by hand


def test_edits_are_one_change_when_the_block_ends() -> None:
    office = SmallOffice(Place(id="a"))
    with office.desk.edit(by="x", reason="why", ordered_by="boss", means="telephone", document="d-1") as edit:
        edit.set(Place, "a", kind="hall")
        edit.add(Place, "b", kind="gate")
        with pytest.raises(UnknownReference):
            edit.impact  # noqa: B018 - reading it is what is tested
        assert len(office.desk.preview(edit.change).changes) == 2
    assert edit.impact.revision == 2
    entry = list(office.desk.log())[-1]
    assert (entry.by, entry.why) == ("x", "why; boss; telephone; d-1")
    assert [(edit.kind, edit.id) for edit in entry.edits] == [("set", "a"), ("added", "b")]
    assert entry.edits[0].fields == ("kind",)


def test_what_is_added_and_removed_in_one_block_never_was() -> None:
    office = SmallOffice(Place(id="a"))
    with office.desk.edit() as edit:
        edit.add(Place, "c")
        edit.remove(Place, "c")
    assert office.desk.revision == 1


def test_an_edit_that_raises_changes_nothing() -> None:
    office = SmallOffice(Place(id="a"))
    edit = office.desk.edit()
    edit.set(Place, "a", kind="hall")
    with pytest.raises(UnknownReference), edit:
        edit.get(Place, "nowhere")
    assert office.desk.revision == 1


def test_an_edit_sees_its_own_edits() -> None:
    office = SmallOffice(Place(id="a"))
    with office.desk.edit() as edit:
        edit.set(Place, "a", kind="hall")
        assert edit.get(Place, "a").kind == "hall"
        edit.remove(Place, "a")
        with pytest.raises(UnknownReference, match="no Place with the id 'a'"):
            edit.get(Place, "a")
        edit.add(Place, "a", kind="new")
    assert office.desk.get(Place, "a").kind == "new"


@pytest.mark.parametrize(
    ("call", "kind", "says"),
    [
        (lambda edit: edit.set(Place, "a", colour="red"), UnknownReference, "no field 'colour' to set"),
        (lambda edit: edit.set(Place, "a", id="b"), UnknownReference, "no field 'id' to set"),
        (lambda edit: edit.set(Place, "b", kind="x"), UnknownReference, "no Place with the id 'b'"),
        (lambda edit: edit.add(Place, "a"), InvalidRecord, "there is one already: set its fields instead"),
        (lambda edit: edit.add(Place, "b", colour="red"), InvalidRecord, "colour"),
    ],
)
def test_an_edit_refuses_at_once_what_cannot_be(call: Any, kind: type[Exception], says: str) -> None:
    edit = SmallOffice(Place(id="a")).desk.edit()
    with pytest.raises(kind, match=says):
        call(edit)


# Rebasing


def test_a_change_made_against_an_older_revision_is_rebased() -> None:
    office = SmallOffice(Place(id="a"), Place(id="b"))
    edit = office.desk.edit()
    edit.set(Place, "a", kind="hall")
    office.put(Place(id="b", kind="gate"))
    impact = office.desk.apply(edit.change)
    assert [delta.id for delta in impact.changes] == ["a"]
    assert office.desk.get(Place, "b").kind == "gate"
    assert '"base":1' in next(iter(list(office.desk.journal.read())[-1].parts), b"").decode()  # type: ignore[union-attr]


def test_a_change_of_what_somebody_else_changed_is_a_conflict() -> None:
    office = SmallOffice(Place(id="a"))
    edit = office.desk.edit()
    edit.set(Place, "a", kind="hall")
    office.put(Place(id="a", kind="gate"))
    with pytest.raises(Conflict, match=r"changed since revision 1: Place:a \(revision 2\)"):
        office.desk.apply(edit.change)
    with pytest.raises(Conflict):
        office.desk.preview(edit.change)


def test_a_rebased_change_is_checked_again() -> None:
    office = SmallOffice(Place(id="a"))
    edit = office.desk.edit()
    edit.add(Place, "b", within="a")
    office.edit(Remove(Place, "a"))
    with pytest.raises(UnknownReference, match="expected the id of a Place"):
        office.desk.apply(edit.change)


@pytest.mark.parametrize("base", [-1, 2, 99])
def test_a_base_that_is_not_there_is_refused(base: int) -> None:
    with pytest.raises(UnknownReference, match=f"no revision {base} to base a change on"):
        SmallOffice(Place(id="a")).desk.apply(Change.of(Put(Place(id="b")), base=base))


def test_a_change_between_looking_and_writing_is_taken_in() -> None:
    office = SmallOffice(Place(id="a"))
    other = office.another()
    append = office.desk.journal.append
    moved: list[bool] = []

    def late(drafts: Any, *, after: int) -> Any:
        if not moved:
            moved.append(True)
            other.apply(Change.of(Put(Place(id="b"))))
            raise JournalMoved(after, after + 1)
        return append(drafts, after=after)

    office.desk.journal.append = late  # type: ignore[method-assign]
    impact = office.desk.apply(Change.of(Put(Place(id="c"))))
    office.desk.journal.append = append  # type: ignore[method-assign]
    assert impact.revision == 3
    assert [place.id for place in office.desk.plan.all(Place)] == ["a", "b", "c"]
    fresh = office.another()
    assert picture(office.desk) == picture(fresh)


def test_a_journal_that_cannot_be_written_leaves_the_desk_as_it_was() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    before = picture(office.desk)
    office.desk.journal.append = _fails  # type: ignore[method-assign]
    with pytest.raises(OSError, match="disk"):
        office.desk.apply(Change.of(Put(Place(id="b"))))
    assert picture(office.desk) == before


def _fails(*_: Any, **__: Any) -> Any:
    raise OSError("disk full")


@pytest.mark.parametrize("field", ["by", "reason", "ordered_by", "means", "document"])
def test_a_text_that_cannot_be_written_is_refused_and_changes_nothing(field: str) -> None:
    office = SmallOffice(Place(id="a"))
    before = picture(office.desk)
    with pytest.raises(MeetSupportError):
        office.desk.apply(Change.of(Put(Place(id="b")), **{field: "\ud800"}))
    assert picture(office.desk) == before


# Holding


def test_many_removals_are_held_until_somebody_decides() -> None:
    office = SmallOffice(*MANY)
    change = Change(tuple(Remove(Place, place.id) for place in MANY[:50]), by="import", reason="sync")
    impact = office.desk.apply(change)
    assert impact.held
    assert impact.reason == "it removes 50 of 60 Place records"
    assert office.desk.plan.count(Place) == 60
    again = office.another()
    assert list(again.held) == list(office.desk.held) == [impact.id]
    confirmed = again.confirm(impact.id, by="lead")
    assert len(confirmed.changes) == 50
    office.desk.refresh()
    assert office.desk.plan.count(Place) == 10
    assert not office.desk.held
    assert [entry.kind for entry in office.desk.log()] == ["change", "held", "change"]


def test_one_fewer_is_not_held() -> None:
    office = SmallOffice(*MANY)
    assert not office.desk.apply(Change(tuple(Remove(Place, place.id) for place in MANY[:49]))).held


def test_a_share_is_held_from_exactly_that_share_on() -> None:
    office = SmallOffice(*MANY[:10])
    office.desk.hold_removals(share="0.3", of=Place, by="lead")
    assert not office.desk.preview(Change(tuple(Remove(Place, place.id) for place in MANY[:2]))).held
    assert office.desk.preview(Change(tuple(Remove(Place, place.id) for place in MANY[:3]))).held


def test_a_limit_of_its_own_goes_before_the_one_for_all() -> None:
    office = SmallOffice(*MANY, Role(id="x"))
    office.desk.hold_removals(count=1)
    office.desk.hold_removals(of=Place)
    assert not office.desk.preview(Change(tuple(Remove(Place, place.id) for place in MANY))).held
    assert office.desk.preview(Change.of(Remove(Role, "x"))).held


def test_a_discarded_change_is_gone() -> None:
    office = SmallOffice(*MANY)
    impact = office.desk.apply(Change(tuple(Remove(Place, place.id) for place in MANY)))
    office.desk.discard(impact.id, by="lead", reason="a mistake")
    assert office.desk.held == ()
    with pytest.raises(UnknownReference, match=r"no held change 2, held are: none"):
        office.desk.confirm(impact.id)
    with pytest.raises(UnknownReference):
        office.desk.discard(None)
    assert list(office.desk.log())[-1].why == "a mistake"


def test_a_held_change_of_what_changed_meanwhile_is_a_conflict_and_stays() -> None:
    office = SmallOffice(*MANY)
    impact = office.desk.apply(Change(tuple(Remove(Place, place.id) for place in MANY), base=office.desk.revision))
    office.put(Place(id="003", kind="x"))
    with pytest.raises(Conflict):
        office.desk.confirm(impact.id)
    assert office.desk.held == (impact.id,)


def test_a_held_change_that_was_made_against_nothing_is_based_on_what_it_met() -> None:
    office = SmallOffice(*MANY)
    impact = office.desk.apply(Change(tuple(Remove(Place, place.id) for place in MANY)))
    office.put(Place(id="003", kind="x"))
    with pytest.raises(Conflict):
        office.desk.confirm(impact.id)


# Syncing


def test_a_table_is_synced_by_its_difference() -> None:
    office = SmallOffice(Place(id="a", kind="hall"), Place(id="b"), Person(id="p"))
    impact = office.desk.sync(Place, [{"id": "a", "name": "A"}, Place(id="c")], by="hr")
    assert [(delta.id, delta.new is None) for delta in impact.changes] == [("a", False), ("c", False), ("b", True)]
    assert office.desk.get(Place, "a") == Place(id="a", kind="hall", name="A")
    assert office.desk.get(Person, "p").id == "p"


def test_all_faults_of_rows_are_listed() -> None:
    office = SmallOffice(Place(id="a"))
    rows: list[Any] = [
        {"id": "a", "capacity": "many"},
        {"id": "b", "colour": 1},
        {"id": "a"},
        {"id": "a"},
        {"id": object()},
        {},
    ]
    with pytest.raises(InvalidInput) as caught:
        office.desk.sync(Place, rows)
    assert [fault.place.split(":")[0] for fault in caught.value.faults] == ["row 0", "row 1", "row 3", "row 4", "row 5"]
    assert office.desk.revision == 1


def test_rows_of_another_type_are_refused() -> None:
    office = SmallOffice(Place(id="a"))
    rows: Any = [Person(id="a")]
    with pytest.raises(InvalidInput):
        office.desk.sync(Place, rows)


# Taking back


def test_an_undo_takes_back_only_the_fields_that_the_change_set() -> None:
    office = SmallOffice(Place(id="a", kind="hall"))
    office.put(Place(id="a", kind="gate"))
    office.put(Place(id="a", kind="gate", name="later"))
    office.desk.undo(2, by="x", reason="oops")
    assert office.desk.get(Place, "a") == Place(id="a", kind="hall", name="later")
    assert list(office.desk.log())[-1].text().endswith("x: took back revision 2: set kind of Place:a (oops)")


def test_an_undo_of_what_was_changed_again_is_a_conflict() -> None:
    office = SmallOffice(Place(id="a", kind="hall"), Place(id="b"))
    office.put(Place(id="a", kind="gate"), Place(id="c"))
    office.edit(Put(Place(id="a", kind="room")), Put(Place(id="c", kind="x")), Remove(Place, "b"))
    with pytest.raises(Conflict, match=r"changed again since revision 2: Place:a.kind, Place:c; take that back first"):
        office.desk.undo(2)
    office.put(Place(id="b"))
    with pytest.raises(Conflict, match="Place:b"):
        office.desk.undo(3)


def test_an_undo_of_a_record_that_is_gone_is_a_conflict_only_if_it_was_there_before() -> None:
    office = SmallOffice(Place(id="a"))
    office.put(Place(id="b"), Place(id="a", kind="x"))
    office.edit(Remove(Place, "b"))
    office.desk.undo(2)
    assert office.desk.get(Place, "a").kind == ""
    office.put(Place(id="a", kind="y"))
    office.edit(Remove(Place, "a"))
    with pytest.raises(Conflict, match="Place:a"):
        office.desk.undo(5)


def test_an_undo_lets_states_go_back() -> None:
    office = SmallOffice(Person(id="p"), Task(id="t"))
    office.put(Task(id="t", state="done"))
    office.put(Task(id="t", state="accepted", accepted_by="p"))
    office.desk.undo(3)
    office.desk.undo(2)
    assert office.desk.get(Task, "t").state == "open"


def test_an_undo_of_unknown_records_gives_them_back_as_they_were() -> None:
    gate = Unknown("x.Gate", "g", b'{ "id":"g" }')
    office = SmallOffice(Place(id="a"))
    office.edit(Put(gate))
    office.edit(Remove("x.Gate", "g"))
    office.desk.undo(3)
    assert office.desk.plan.unknown() == (gate,)
    office.edit(Put(Unknown("x.Gate", "g", b'{"id":"g","n":1}')))
    with pytest.raises(Conflict):
        office.desk.undo(2)
    office.desk.undo(5)
    office.desk.undo(2)
    assert office.desk.plan.unknown() == ()


def test_only_changes_can_be_taken_back() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    office.desk.send()
    with pytest.raises(UnknownReference, match="revision 2 is no change to the plan: it is 'sending'"):
        office.desk.undo(2)
    with pytest.raises(UnknownReference, match="no revision 9: the journal goes from 1 to 3"):
        office.desk.undo(9)


# Earlier revisions


def test_the_plan_as_it_stood_at_a_revision_and_at_a_time() -> None:
    office = SmallOffice(Place(id="a", kind="one"))
    office.clock.advance(hours=1)
    office.put(Place(id="a", kind="two"))
    assert office.desk.at(1).get(Place, "a").kind == "one"
    assert office.desk.at(time=office.clock.now).get(Place, "a").kind == "two"
    earlier = office.clock.now.replace(minute=0) - office.clock.now.resolution
    assert office.desk.at(time=earlier).get(Place, "a").kind == "one"
    assert office.desk.at(0).plan.count(Place) == 0
    assert office.desk.at(1).now == office.clock.now.replace(hour=8)
    with pytest.raises(UnknownReference, match="no revision 3: the journal goes from 0 to 2"):
        office.desk.at(3)


# Two desks


def test_two_desks_follow_each_other() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    other = office.another()
    other.check()
    office.put(Place(id="b"), reader("s"))
    office.tell_all()
    office.put(Organization(id="o"), Place(id="a", kind="x"))
    assert other.refresh() > 0
    assert other.refresh() == 0
    assert picture(other) == picture(office.desk)


# Files


def test_files_are_read_and_written_by_plugins(tmp_path: Path) -> None:
    def read(source: Source) -> Change:
        assert source.at(0).count(Place) == 0
        return Change.of(Put(Place(id=source.content.decode(), kind=source.options.get("kind", ""))), by=source.by)

    importers = [
        Importer("lines", (".lines",), read),
        Importer("broken", (".broken",), lambda _: 1 / 0),  # type: ignore[arg-type, return-value]
        Importer("wrong", (".wrong",), lambda _: "no change"),  # type: ignore[arg-type, return-value]
    ]
    exporters = [
        Exporter("ids", ".ids", "text/plain", lambda plan, of, language: str([p.id for p in plan.all(Place)]).encode()),
        Exporter("bad", ".bad", "text/plain", lambda plan, of, language: 1 / 0),  # type: ignore[arg-type, return-value]
        Exporter("none", ".none", "text/plain", lambda plan, of, language: None),  # type: ignore[arg-type, return-value]
    ]
    desk = memory_desk(plugins={"files": plugin(importers=importers, exporters=exporters)})
    for suffix in ("lines", "broken", "wrong", "other"):
        (tmp_path / f"a.{suffix}").write_text("a")
    desk.load(tmp_path / "a.lines", by="x", reason="why", kind="hall")
    assert desk.get(Place, "a").kind == "hall"
    assert desk.read(tmp_path / "a.other", importer="lines").edits
    with pytest.raises(PluginError, match="ZeroDivisionError"):
        desk.load(tmp_path / "a.broken")
    with pytest.raises(PluginError, match="gave no change"):
        desk.load(tmp_path / "a.wrong")
    with pytest.raises(UnreadableFile, match=r"no importer for '.other', expected one of"):
        desk.load(tmp_path / "a.other")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        desk.load(tmp_path / "missing.lines")
    with pytest.raises(UnknownReference, match="no importer 'nothing'"):
        desk.load(tmp_path / "a.lines", importer="nothing")
    desk.export(tmp_path / "out.ids")
    assert (tmp_path / "out.ids").read_bytes() == b"['a']"
    assert sorted(path.name for path in tmp_path.glob(".*")) == []
    assert desk.export(None, "ids", of=Place.ref("a")) == b"['a']"
    for name, says in (("bad", "ZeroDivisionError"), ("none", "gave no bytes")):
        with pytest.raises(PluginError, match=says):
            desk.export(None, name)
    with pytest.raises(UnknownReference, match="no exporter 'nothing'"):
        desk.export(None, "nothing")
    with pytest.raises(UnknownReference, match=r"no exporter for '.nothing'"):
        desk.export(tmp_path / "x.nothing")
    with pytest.raises(UnknownReference, match="no Place with the id 'z'"):
        desk.export(None, "ids", of=Place.ref("z"))


def test_a_view_shows_what_a_role_may_see() -> None:
    office = SmallOffice(Role(id="doctor", sees=("health",)), Participant(id="p", name="N", diet="none"))
    shown: Any = office.desk.show(Participant)
    assert (shown[0].name, shown[0].diet) == ("N", "none")
    shown = office.desk.show("Participant", "doctor")
    assert (shown[0].name, shown[0].diet) == ("•••", "none")
    with pytest.raises(UnknownReference):
        office.desk.view("no such role")
    assert [str(record.ref(record.id)) for record in office.desk] == ["Participant:p", "Role:doctor"]


def test_a_desk_in_a_file_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    registry = Registry.of({"core": BUILTIN})
    with Desk.open(path, registry=registry, clock=FrozenClock()) as desk:
        for number in range(120):
            desk.apply(Change.of(Put(Place(id=str(number)))))
        shares = desk.hold_removals(share=Decimal("0.5"))
        assert shares.revision == 121
    with Desk.open(path, registry=registry, clock=FrozenClock()) as desk:
        assert desk.plan.count(Place) == 120
        assert desk.journal.snapshot() is not None
        assert desk.verify().ok
