"""A workbook of one's own, read again: what it said before is nothing new, whatever the plan has become since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import meetsupport_xlsx
import openpyxl  # type: ignore[import-untyped]
import pytest

import meetsupport as ms
from meetsupport.testing import memory_desk

SESSIONS: tuple[str, list[list[Any]]] = (
    "议程",
    [["编号", "议程名称", "地点", "预计人数"], ["s", "开幕式", "hall-1", 80], ["t", "闭幕式", "hall-1", None]],
)
PLACES = ("地点", [["编号", "地点名称"], ["hall-1", "第一会议室"], ["hall-2", "第二会议室"], ["hall-3", "第三会议室"]])


@pytest.fixture
def desk() -> ms.Desk:
    return memory_desk(plugins={"xlsx": meetsupport_xlsx})


def sheet(workbook: Any, folder: Path, *tables: Any, name: str = "mine.xlsx") -> Path:
    file = folder / name
    file.write_bytes(workbook(*tables))
    return file


def changed(**cells: object) -> tuple[str, list[list[object]]]:
    """The sessions, with other cells in the row of the opening."""
    title, (head, row, *rest) = SESSIONS
    terms = {"place": "地点", "expected": "预计人数"}
    made = list(row)
    for field, value in cells.items():
        made[head.index(terms[field])] = value
    return title, [head, made, *rest]


def test_what_others_have_changed_since_stands(desk: ms.Desk, workbook: Any, tmp_path: Path) -> None:
    desk.load(sheet(workbook, tmp_path, PLACES, SESSIONS), by="clerk")
    with desk.edit(by="hall") as edit:
        edit.set(ms.Session, "s", place="hall-2")
    for name in ("mine.xlsx", "a copy of mine.xlsx"):
        impact = desk.load(sheet(workbook, tmp_path, PLACES, SESSIONS, name=name), by="clerk")
        assert (impact.changes, impact.questions) == ((), ())
    assert desk.get(ms.Session, "s").place == "hall-2"


def test_what_the_clerk_changes_counts_and_the_rest_stands(desk: ms.Desk, workbook: Any, tmp_path: Path) -> None:
    desk.load(sheet(workbook, tmp_path, PLACES, SESSIONS), by="clerk")
    with desk.edit(by="hall") as edit:
        edit.set(ms.Session, "s", place="hall-2")
    desk.load(sheet(workbook, tmp_path, PLACES, changed(expected=90)), by="clerk")
    assert (desk.get(ms.Session, "s").place, desk.get(ms.Session, "s").expected) == ("hall-2", 90)
    # And again, after the number was corrected by others.
    with desk.edit(by="hall") as edit:
        edit.set(ms.Session, "s", expected=85)
    assert desk.load(sheet(workbook, tmp_path, PLACES, changed(expected=90)), by="clerk").changes == ()


def test_what_both_have_changed_is_asked_about(desk: ms.Desk, workbook: Any, tmp_path: Path) -> None:
    desk.load(sheet(workbook, tmp_path, PLACES, SESSIONS), by="clerk")
    with desk.edit(by="hall") as edit:
        edit.set(ms.Session, "s", place="hall-2")
    file = sheet(workbook, tmp_path, PLACES, changed(place="hall-3"))
    (question,) = desk.load(file, by="clerk").questions
    assert (question.place, question.choices) == ("议程!C2", ("file", "plan"))
    assert desk.get(ms.Session, "s").place == "hall-2"
    desk.load(file, by="clerk", decisions={"议程!C2": "file"})
    assert desk.get(ms.Session, "s").place == "hall-3"


def test_a_load_that_was_taken_back_said_nothing(desk: ms.Desk, workbook: Any, tmp_path: Path) -> None:
    desk.load(sheet(workbook, tmp_path, PLACES, SESSIONS), by="clerk")
    moved = desk.load(sheet(workbook, tmp_path, PLACES, changed(place="hall-3")), by="clerk")
    assert moved.revision is not None
    desk.undo(moved.revision, by="clerk")
    assert desk.get(ms.Session, "s").place == "hall-1"
    desk.load(sheet(workbook, tmp_path, PLACES, changed(place="hall-3")), by="clerk")
    assert desk.get(ms.Session, "s").place == "hall-3"


def test_a_record_that_was_removed_and_entered_by_hand_is_as_its_file_says(
    desk: ms.Desk, workbook: Any, tmp_path: Path
) -> None:
    desk.load(sheet(workbook, tmp_path, PLACES, SESSIONS), by="clerk")
    with desk.edit(by="hall") as edit:
        edit.remove(ms.Session, "s")
    with desk.edit(by="hall") as edit:
        edit.add(ms.Session, "s", place="hall-2")
    desk.load(sheet(workbook, tmp_path, PLACES, SESSIONS), by="clerk")
    assert desk.get(ms.Session, "s").place == "hall-1"


def test_a_flight_or_a_room_that_is_written_otherwise_is_the_same(desk: ms.Desk, workbook: Any, tmp_path: Path) -> None:
    tables = (
        ("住地", [["编号", "住地名称"], ["inn", "一号楼"]]),
        ("抵达", [["航班或车次"], ["ｃａ 1234"], ["G 7"]]),
        ("客房", [["住地", "房间号", "床位"], ["inn", "A １０１", 2]]),
    )
    desk.load(sheet(workbook, tmp_path, *tables), by="clerk")
    assert desk.load(sheet(workbook, tmp_path, *tables), by="clerk").changes == ()
    assert (desk.plan.count(ms.Arrival), desk.plan.count(ms.Room)) == (2, 1)


def test_what_is_wrong_with_a_record_is_said_with_its_cell(desk: ms.Desk, workbook: Any, tmp_path: Path) -> None:
    desk.load(sheet(workbook, tmp_path, PLACES), by="clerk")
    hazards = ("隐患", [["隐患内容", "隐患状态"], ["灯坏", None], ["灭火器过期", "已销号"]])
    sets = ("客房", [["住地", "房间号", "床位"], ["inn", "101", -2]])
    with pytest.raises(ms.InvalidInput) as caught:
        desk.load(sheet(workbook, tmp_path, hazards, ("住地", [["编号"], ["inn"]]), sets), by="clerk")
    places = {fault.place for fault in caught.value.faults}
    assert "客房!C2" in places
    with pytest.raises(ms.MeetSupportError) as refused:
        desk.load(sheet(workbook, tmp_path, hazards), by="clerk")
    assert {fault.place for fault in refused.value.faults} == {"隐患!B3"}
    assert desk.plan.count(ms.Hazard) == 0


def test_a_row_that_may_not_be_deleted_is_said_with_its_sheet(desk: ms.Desk, tmp_path: Path) -> None:
    with desk.edit(by="office") as edit:
        edit.add(ms.Place, "hall", name="H")
        edit.add(ms.Place, "yard", name="Y")
        edit.add(ms.Session, "s", place="hall")
    file = tmp_path / "copy.xlsx"
    desk.export(file, "workbook", language="en")
    book: Any = openpyxl.load_workbook(file)
    book["Place"].delete_rows(2)
    book.save(file)
    with pytest.raises(ms.MeetSupportError) as caught:
        desk.load(file, by="clerk")
    (fault,) = caught.value.faults
    assert fault.place == "Place!hall"
    assert "Session:s" in fault.problem


def test_a_guest_may_be_given_the_number_of_their_flight(desk: ms.Desk, workbook: Any, tmp_path: Path) -> None:
    flights = ("抵达", [["航班或车次"], ["CA1234"], ["MU 1"], ["MU1"]])

    def guests(number: object) -> tuple[str, list[list[object]]]:
        return "参会人员", [["编号", "抵达班次"], ["g", number]]

    desk.load(sheet(workbook, tmp_path, flights, guests("ｃａ 1234")), by="clerk")
    arrival = desk.get(ms.Participant, "g").arrival
    assert arrival is not None
    assert desk.get(ms.Arrival, arrival).number == "CA1234"
    desk.load(sheet(workbook, tmp_path, guests("CA 1234"), name="second.xlsx"), by="clerk")
    assert desk.get(ms.Participant, "g").arrival == arrival
    for number in ("MU1", "XX9"):  # two flights, and none
        with pytest.raises(ms.InvalidInput) as caught:
            desk.load(sheet(workbook, tmp_path, guests(number)), by="clerk")
        assert {fault.place for fault in caught.value.faults} == {"参会人员!B2"}


def test_which_of_several_names_is_wrong_is_said_without_the_name(desk: ms.Desk, workbook: Any, tmp_path: Path) -> None:
    people = ("工作人员", [["编号", "姓名"], ["p", "甲一"]])
    trips = ("车次", [["编号", "驾乘人员"], ["t", "甲一、丙三"], ["u", "丁四"]])
    with pytest.raises(ms.InvalidInput) as caught:
        desk.load(sheet(workbook, tmp_path, people, trips), by="clerk")
    said = {fault.place: (fault.said("en"), fault.said("zh_CN")) for fault in caught.value.faults}
    assert "place 2 of this cell" in said["车次!B2"][0]
    assert said["车次!B2"][1] == "没有名称或编号为本格第2个所写的工作人员，应填写已有的名称或编号"
    assert "place 1 of this cell" in said["车次!B3"][0]
    assert not any(name in text for texts in said.values() for text in texts for name in ("丙三", "丁四"))
