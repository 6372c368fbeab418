"""A copy comes back days later: only what its user changed counts, and what has moved on meanwhile is asked about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import attrs
import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.errors import InvalidInput
from meetsupport.core.times import Window
from meetsupport.model import Participant, Person, Place, Team
from meetsupport.plan import Plan, Put, Remove
from meetsupport.plan.plan import changes_between

FIELDS = {"name": "B", "kind": "C", "capacity": "D", "address": "G"}
cells = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "甲", "乙", "=1"]),
        "kind": st.sampled_from(["", "hall", "room"]),
        "capacity": st.sampled_from([None, 0, 7, 40]),
        "address": st.sampled_from(["", "东", "西"]),
    }
)
tables = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), cells, max_size=4)


def doing(title: str, what: str, *arguments: object) -> Callable[[Any], None]:
    """Do something to a sheet."""

    def work(book: Any) -> None:
        getattr(book[title], what)(*arguments)

    return work


def without_sheet(title: str) -> Callable[[Any], None]:
    def work(book: Any) -> None:
        book.remove(book[title])

    return work


def with_row(plan: Plan, record: Any) -> Plan:
    return plan.moved([Put(record)], plan.revision + 1)[0]


def without_row(type: str, one: str) -> Callable[[Any], None]:
    def work(book: Any) -> None:
        sheet = book[type]
        rows = [row[0].row for row in sheet.iter_rows() if row[0].value == one]
        sheet.delete_rows(rows[0])

    return work


def oracle(
    was: dict[str, Any], now: dict[str, Any], typed: dict[str, Any], gone: set[str]
) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """Say what the plan must hold afterwards, and what must be asked about."""
    expected: dict[str, dict[str, Any]] = {one: dict(row) for one, row in now.items()}
    asked: set[str] = set()
    for one, old in was.items():
        if one in gone:
            if one in now and now[one] == old:
                del expected[one]
            elif one in now:
                asked.add(one)
            continue
        differing = {field for field, value in typed.get(one, old).items() if value != old[field]}
        if one not in now:
            asked |= {one} if differing else set()
            continue
        for field in differing:
            mine, theirs = typed[one][field], now[one][field]
            if theirs == old[field]:
                expected[one][field] = mine
            elif theirs != mine:
                asked.add(f"{one}.{field}")
    return expected, asked


@given(
    was=tables,
    now=tables,
    typed=st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), cells, max_size=4),
    gone=st.sets(st.sampled_from("abcd")),
)
def test_cell_by_cell_the_file_the_plan_and_what_was_written_are_compared(
    office: Any, type_into: Any, was: dict[str, Any], now: dict[str, Any], typed: dict[str, Any], gone: set[str]
) -> None:
    """Of what the file, the plan and the copy's base say of a cell, the one that differs from the base wins."""
    base = office.plan(*(Place(id=one, **row) for one, row in was.items()), Team(id="t"), revision=3)
    plan = office.plan(*(Place(id=one, **row) for one, row in now.items()), Team(id="t"), revision=9)
    order = sorted(was)
    typed = {one: row for one, row in typed.items() if one in was and one not in gone}

    def clerk(book: Any) -> None:
        if not was:
            return
        sheet = book["地点"]
        for one, row in typed.items():
            for field, value in row.items():
                cell = sheet[f"{FIELDS[field]}{order.index(one) + 2}"]
                cell.value, cell.data_type = (
                    (None, "n") if value in ("", None) else (value, "n" if isinstance(value, int) else "s")
                )
        for one in sorted(gone & set(was), reverse=True):
            sheet.delete_rows(order.index(one) + 2)

    change = office.read(type_into(office.export(base), work=clerk), plan, base)

    expected, asked = oracle(was, now, typed, gone)
    after, _ = plan.moved(change.edits, 10)
    assert {p.id: {f: getattr(p, f) for f in FIELDS} for p in after.all(Place)} == expected
    assert len(change.questions) == len(asked)
    taken = office.read(
        type_into(office.export(base), work=clerk), plan, base, decisions={q.place: "file" for q in change.questions}
    )
    settled, _ = plan.moved(taken.edits, 10)
    for one, row in typed.items():
        for field, value in row.items():
            record = settled.get(Place, one)
            if value != was[one][field]:
                assert record is not None
                assert getattr(record, field) == value
    assert taken.questions == ()


def test_a_cell_that_moved_on_is_asked_about_with_both_values(office: Any, type_into: Any) -> None:
    base = office.small()
    plan = with_row(base, attrs.evolve(base.get(Place, "hall-1"), capacity=100))
    copy = type_into(office.export(base), {"地点!D2": 150, "地点!D3": 90})
    change = office.read(copy, plan, base)
    (question,) = change.questions
    assert question.place == "地点!D2"
    assert question.choices == ("file", "plan")
    assert all(value in question.text for value in ("120", "100", "150"))
    assert [edit.record.capacity for edit in change.edits] == [90]
    assert change.base == plan.revision


@pytest.mark.parametrize(("answer", "capacity"), [("file", 150), ("plan", 100)])
def test_a_decision_settles_a_conflict(office: Any, type_into: Any, answer: str, capacity: int) -> None:
    base = office.small()
    plan = with_row(base, attrs.evolve(base.get(Place, "hall-1"), capacity=100))
    change = office.read(type_into(office.export(base), {"地点!D2": 150}), plan, base, decisions={"地点!D2": answer})
    assert change.questions == ()
    hall = plan.moved(change.edits, 9)[0].get(Place, "hall-1")
    assert hall is not None
    assert hall.capacity == capacity


def test_a_decision_that_is_no_choice_is_refused(office: Any, type_into: Any) -> None:
    base = office.small()
    plan = with_row(base, attrs.evolve(base.get(Place, "hall-1"), capacity=100))
    with pytest.raises(InvalidInput, match="expected one of file, plan @ 地点!D2"):
        office.read(type_into(office.export(base), {"地点!D2": 150}), plan, base, decisions={"地点!D2": "mine"})


def test_a_change_made_in_both_places_is_no_conflict(office: Any, type_into: Any) -> None:
    base = office.small()
    plan = with_row(base, attrs.evolve(base.get(Place, "hall-1"), capacity=150))
    change = office.read(type_into(office.export(base), {"地点!D2": 150}), plan, base)
    assert change.edits == ()
    assert change.questions == ()


def test_an_edit_keeps_what_else_has_changed_in_the_record(office: Any, type_into: Any) -> None:
    base = office.small()
    plan = with_row(base, attrs.evolve(base.get(Place, "hall-1"), address="新址"))
    (edit,) = office.read(type_into(office.export(base), {"地点!D2": 150}), plan, base).edits
    assert (edit.record.capacity, edit.record.address) == (150, "新址")


def test_questions_about_private_values_do_not_show_them(office: Any, type_into: Any) -> None:
    base = office.small()
    plan = with_row(base, attrs.evolve(base.get(Person, "person-1"), phone="01381111111"))
    (question,) = office.read(type_into(office.export(base), {"工作人员!F2": "01382222222"}), plan, base).questions
    assert "0138" not in question.text
    assert "person-1" in question.text


def test_a_deleted_row_is_removed(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base), work=without_row("地点", "hall-2")), base)
    assert change.edits == (Remove(Place, "hall-2"),)


def test_a_deleted_row_that_has_changed_since_is_asked_about(office: Any, type_into: Any) -> None:
    base = office.small()
    plan = with_row(base, attrs.evolve(base.get(Place, "hall-2"), capacity=1))
    copy = type_into(office.export(base), work=without_row("地点", "hall-2"))
    change = office.read(copy, plan, base)
    assert change.edits == ()
    assert [q.place for q in change.questions] == ["地点!hall-2"]
    decided = office.read(copy, plan, base, decisions={"地点!hall-2": "file"})
    assert decided.edits == (Remove(Place, "hall-2"),)


def test_a_deleted_sheet_removes_nothing(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base), work=without_sheet("地点")), base)
    assert change.edits == ()


def test_a_deleted_column_changes_nothing(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base), work=doing("地点", "delete_cols", 4)), base)
    assert change.edits == ()


def test_a_sheet_sorted_another_way_changes_nothing(office: Any, type_into: Any) -> None:
    base = office.small()

    def swap(book: Any) -> None:
        sheet = book["参会人员"]
        for column in range(1, sheet.max_column + 1):
            upper, lower = sheet.cell(2, column), sheet.cell(3, column)
            upper.value, lower.value = lower.value, upper.value

    assert office.read(type_into(office.export(base), work=swap), base).edits == ()


def test_a_record_removed_meanwhile_is_asked_about_when_its_row_was_changed(office: Any, type_into: Any) -> None:
    base = office.small()
    plan = base.moved([Remove(Place, "hall-2")], 8)[0]
    copy = type_into(office.export(base), {"地点!D3": 99})
    change = office.read(copy, plan, base)
    assert change.edits == ()
    (question,) = change.questions
    (edit,) = office.read(copy, plan, base, decisions={question.place: "file"}).edits
    assert edit.record == attrs.evolve(base.get(Place, "hall-2"), capacity=99)


def test_an_unchanged_row_of_a_record_removed_meanwhile_says_nothing(office: Any) -> None:
    base = office.small()
    plan = base.moved([Remove(Place, "hall-2")], 8)[0]
    change = office.read(office.export(base), plan, base)
    assert change.edits == ()
    assert change.questions == ()


def test_a_new_row_gets_an_id_that_tells_nothing_of_the_person(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(
        type_into(office.export(base), {"工作人员!B4": "戊五", "工作人员!C4": "会务组", "工作人员!E4": "司机"}), base
    )
    (edit,) = change.edits
    assert edit.record == Person(id="person-3", name="戊五", team="team-1", title="司机")


def test_the_same_copy_loaded_twice_adds_its_new_rows_once(office: Any, type_into: Any) -> None:
    base = office.small()
    copy = type_into(
        office.export(base),
        {
            "工作人员!B4": "戊五",
            "工作人员!C4": "会务组",
            "议程!B3": "年会",
            "议程!F3": "2011-06-10 8:00",
            "议程!G3": "12:00",
        },
    )
    plan = base.moved(office.read(copy, base).edits, 8)[0]
    assert len(plan) == len(base) + 2
    assert office.read(copy, plan, base).edits == ()


def test_a_new_row_can_be_referred_to_by_its_name(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base), {"工作人员!B4": "戊五", "工作组!D2": "戊五"}), base)
    assert {edit.record for edit in change.edits} == {
        Person(id="person-3", name="戊五"),
        attrs.evolve(base.get(Team, "team-1"), lead="person-3"),
    }


def rename(book: Any) -> None:
    """What a clerk does when somebody else comes instead: the old row is typed over, its id deleted."""
    sheet = book["参会人员"]
    sheet["A3"].value, sheet["B3"].value = None, "己六"


def test_a_row_that_looks_like_a_renamed_person_is_asked_about(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base), work=rename), base)
    assert change.edits == ()
    (question,) = change.questions
    assert question.place == "参会人员!A3"
    assert question.choices == ("renamed", "removed and added")
    assert "丁四" not in question.text
    assert "p-2" in question.text


def test_a_renamed_person_keeps_the_id(office: Any, type_into: Any) -> None:
    base = office.small()
    copy = type_into(office.export(base), work=rename)
    change = office.read(copy, base, decisions={"参会人员!A3": "renamed"})
    assert [edit.record for edit in change.edits] == [attrs.evolve(base.get(Participant, "p-2"), name="己六")]


def test_a_replaced_person_is_removed_and_added(office: Any, type_into: Any) -> None:
    base = office.small()
    copy = type_into(office.export(base), work=rename)
    change = office.read(copy, base, decisions={"参会人员!A3": "removed and added"})
    put, remove = change.edits
    assert put.record == attrs.evolve(base.get(Participant, "p-2"), id="participant-1", name="己六")
    assert remove == Remove(Participant, "p-2")


def test_an_edited_id_is_asked_about(office: Any, type_into: Any) -> None:
    base = office.small()
    copy = type_into(office.export(base), {"参会人员!A3": "p-02"})
    (question,) = office.read(copy, base).questions
    assert question.place == "参会人员!A3"
    assert office.read(copy, base, decisions={"参会人员!A3": "renamed"}).edits == ()


def test_a_new_row_unlike_the_missing_one_is_an_addition_and_a_removal(office: Any, type_into: Any) -> None:
    base = office.small()

    def work(book: Any) -> None:
        sheet = book["地点"]
        for column, value in enumerate([None, "南门", "entrance", None, None, None, "南路"], start=1):
            sheet.cell(3, column).value = value

    change = office.read(type_into(office.export(base), work=work), base)
    assert change.questions == ()
    assert change.edits == (
        Put(Place(id="place-1", name="南门", kind="entrance", address="南路")),
        Remove(Place, "hall-2"),
    )


def test_two_rows_with_one_id_are_a_fault(office: Any, type_into: Any) -> None:
    base = office.small()
    with pytest.raises(InvalidInput, match="'hall-1' stands twice, also at 地点!A2 @ 地点!A3"):
        office.read(type_into(office.export(base), {"地点!A3": "hall-1"}), base)


# Copies that do not show everything


def test_what_a_masked_copy_hides_is_not_in_it(office: Any) -> None:
    content = office.export(office.small(), sees=[])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert not [secret for secret in ("甲一", "丙三", "01380000001", "清真") if secret in everything]
    assert "•••" in everything


def test_a_masked_copy_edits_what_it_shows_and_nothing_else(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base, sees=["personal"]), {"参会人员!E2": "ministerial"}), base)
    assert [edit.record for edit in change.edits] == [attrs.evolve(base.get(Participant, "p-1"), rank="ministerial")]


def test_typing_over_a_masked_cell_is_refused(office: Any, type_into: Any) -> None:
    base = office.small()
    with pytest.raises(InvalidInput, match="name is hidden in this copy, and cannot be changed in it @ 参会人员!B2"):
        office.read(type_into(office.export(base, sees=[]), {"参会人员!B2": "庚七"}), base)


def test_the_mask_itself_cannot_be_written(office: Any, type_into: Any) -> None:
    base = office.small()
    with pytest.raises(InvalidInput, match="stands for a value that is hidden"):
        office.read(type_into(office.export(base), {"参会人员!B2": "•••"}), base)


def test_a_masked_copy_removes_nothing(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base, sees=["personal"]), work=without_row("地点", "hall-2")), base)
    assert change.edits == ()


# Copies of something else


def test_a_copy_of_another_plan_removes_nothing_and_asks_before_it_changes_anything(
    office: Any, type_into: Any
) -> None:
    other = office.small(Place(id="hall-3", name="第三会议室"))
    plan = with_row(office.small(), Place(id="hall-9", name="第九会议室"))
    change = office.read(type_into(office.export(other), {"地点!D2": 1}), plan, office.small())
    assert [edit.record.id for edit in change.edits] == ["hall-3"]
    assert [q.place for q in change.questions] == ["地点!D2"]
    assert "another plan" in change.reason


def test_a_copy_of_a_revision_that_is_not_there_is_read_with_care(office: Any) -> None:
    change = office.read(office.export(office.small()), office.plan(revision=2))
    assert {edit.record.id for edit in change.edits} == {record.id for record in office.small()}


def test_without_the_hidden_sheet_nothing_is_removed(office: Any, type_into: Any) -> None:
    base = office.small()

    def work(book: Any) -> None:
        book.remove(book["_meetsupport"])
        without_row("地点", "hall-2")(book)

    assert office.read(type_into(office.export(base), work=work), base).edits == ()


def test_an_empty_workbook_that_was_filled_in_removes_nothing(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.empty(), {"地点!B2": "北门", "地点!C2": "entrance"}), base)
    assert change.edits == (Put(Place(id="place-1", name="北门", kind="entrance")),)


def test_a_state_that_may_not_follow_is_named_at_its_cell(office: Any, type_into: Any) -> None:
    base = office.small()
    book: Any = openpyxl.load_workbook(io.BytesIO(office.export(base)))
    column = next(cell.column_letter for cell in book["参会人员"][1] if cell.value == "参会状态")
    with pytest.raises(InvalidInput, match=f"'expected' may not become that.* @ 参会人员!{column}2"):
        office.read(type_into(office.export(base), {f"参会人员!{column}2": "请假"}), base)


def test_a_window_changed_in_one_cell_keeps_its_other_end(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base), {"议程!G2": "11:30"}), base)
    assert change.edits[0].record.window == Window.of("2011-06-09T08:30:00+08:00", "2011-06-09T11:30:00+08:00")


def test_the_difference_is_what_the_plan_moves_by(office: Any, type_into: Any) -> None:
    base = office.small()
    change = office.read(type_into(office.export(base), {"地点!G2": "南楼", "工作人员!E3": "主任科员"}), base)
    deltas = list(changes_between(base, base.moved(change.edits, 8)[0]))
    assert [(delta.type, delta.id) for delta in deltas] == [("Person", "person-2"), ("Place", "hall-1")]
