"""Workbooks as clerks make them: headings anywhere, totals, merged cells, times in every form; all bad cells named."""

# ruff: noqa: DTZ001 - cells hold wall clocks, without a zone

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904  # type: ignore[import-untyped]

from meetsupport.core.errors import InvalidInput
from meetsupport.core.times import Window
from meetsupport.model import Event, Organization, Participant, Person, Place, Session, Supply, Task, Trip

EVENT = ["活动", [["编号", "活动名称", "起止时间"], ["e", "年会", "2011-06-08 8:00–2011-06-11 18:00"]]]


def doing(title: str, what: str, *arguments: object) -> Callable[[Any], None]:
    """Do something to a sheet."""

    def work(book: Any) -> None:
        getattr(book[title], what)(*arguments)

    return work


def problems(office: Any, content: bytes, plan: Any = None) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        office.read(content, plan or office.plan())
    return {fault.place: fault.problem for fault in caught.value.faults}


def test_headings_in_both_languages_any_case_and_width(office: Any, workbook: Any) -> None:
    content = workbook(
        ("地点", [["Ｉｄ", " 地点名称 ", "KIND", "容 量", "产权或\n管理单位"], ["a", "南厅", "hall", "１２", None]])
    )
    assert office.records(office.read(content, office.plan())) == {
        "a": Place(id="a", name="南厅", kind="hall", capacity=12)
    }


@pytest.mark.parametrize("title", ["Participant", "participant", "参会人员", " 参会 人员 ", "参会人员 (2)"])
def test_titles_of_sheets_in_both_languages(office: Any, workbook: Any, title: str) -> None:
    content = workbook((title, [["编号", "姓名"], ["p", "甲"]]))
    assert office.records(office.read(content, office.plan())) == {"p": Participant(id="p", name="甲")}


def test_notes_above_the_headings_and_totals_below_are_no_records(office: Any, workbook: Any) -> None:
    rows: list[list[object]] = [
        ["2011年年会会场一览"],
        ["填表单位：会务组", None, "2011年6月1日"],
        ["序号", "编号", "地点名称", "容量"],
        [1, "a", "南厅", 120],
        [2, "b", "北厅", 80],
        [],
        ["合计", None, None, 200],
        ["注：容量按座位计"],
        [],
    ]
    change = office.read(workbook(("地点", rows)), office.plan())
    assert set(office.records(change)) == {"a", "b"}
    assert "地点!A7: a row of totals, left out" in change.reason
    assert "地点!A8: nothing under a heading, left out" in change.reason


@pytest.mark.parametrize("word", ["合计", "总计：", "小计", "Total", "SUBTOTAL", "Grand total:", "共计 25 人"])
def test_totals_in_the_first_column_are_left_out(office: Any, workbook: Any, word: str) -> None:
    change = office.read(workbook(("地点", [["地点名称", "容量"], ["南厅", 120], [word, 120]])), office.plan())
    assert [edit.record.name for edit in change.edits] == ["南厅"]
    assert "a row of totals" in change.reason


def test_headings_repeated_on_each_page_are_left_out(office: Any, workbook: Any) -> None:
    content = workbook(("地点", [["编号", "地点名称"], ["a", "南厅"], ["编号", "地点名称"], ["b", "北厅"]]))
    change = office.read(content, office.plan())
    assert set(office.records(change)) == {"a", "b"}
    assert "地点!A3: the headings again, left out" in change.reason


def test_headings_of_two_rows_with_merged_cells(office: Any, workbook: Any) -> None:
    def merge(book: Any) -> None:
        sheet = book["议程"]
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(area)

    rows: list[list[object]] = [
        ["编号", "议程名称", "起止时间", None],
        [None, None, "起", "止"],
        ["s", "开幕式", datetime(2011, 6, 9, 8, 30), datetime(2011, 6, 9, 10, 0)],
    ]
    change = office.read(workbook(("议程", rows), work=merge), office.plan())
    assert office.records(change)["s"].window == Window.of("2011-06-09T08:30:00+08:00", "2011-06-09T10:00:00+08:00")


def test_a_cell_merged_downwards_counts_for_each_row(office: Any, workbook: Any) -> None:
    content = workbook(
        ("参会人员", [["姓名", "单位职务"], ["甲", "东山局"], ["乙"], ["丙"]]),
        work=doing("参会人员", "merge_cells", "B2:B4"),
    )
    change = office.read(content, office.plan())
    assert [edit.record.title for edit in change.edits] == ["东山局"] * 3


def test_a_cell_merged_over_columns_is_named(office: Any, workbook: Any) -> None:
    content = workbook(
        ("地点", [["地点名称", "地点类型"], ["第一组"], ["南厅", "hall"]]),
        work=doing("地点", "merge_cells", "A2:B2"),
    )
    assert "merged over columns to B" in problems(office, content)["地点!A2"]


def test_hidden_rows_and_columns_are_read_like_others(office: Any, workbook: Any) -> None:
    def hide(book: Any) -> None:
        book["地点"].row_dimensions[3].hidden = True
        book["地点"].column_dimensions["C"].hidden = True

    content = workbook(("地点", [["编号", "地点名称", "容量"], ["a", "南厅", 1], ["b", "北厅", 2]]), work=hide)
    assert [edit.record.capacity for edit in office.read(content, office.plan()).edits] == [1, 2]


def test_an_unknown_heading_is_named_with_the_nearest_known_one(office: Any, workbook: Any) -> None:
    found = problems(office, workbook(("参会人员", [["姓名", "手机号马", "Rnak"], ["甲", "1", "x"]])))
    assert "did you mean '手机号码'?" in found["参会人员!B1"]
    assert "did you mean 'Rank'?" in found["参会人员!C1"]
    assert "expected one of 编号, 姓名, 代表团" in found["参会人员!B1"]


def test_a_heading_that_stands_twice_and_a_column_without_one_are_named(office: Any, workbook: Any) -> None:
    found = problems(office, workbook(("地点", [["地点名称", "name", None], ["a", "b", "c"]])))
    assert found["地点!B1"] == "the heading 'name' stands twice, also in column A"
    assert found["地点!C1"] == "values in a column without a heading"


def test_an_unknown_sheet_is_named_unless_it_is_marked_or_empty(office: Any, workbook: Any) -> None:
    found = problems(office, workbook(("参会人", [["姓名"], ["甲"]]), ("_草稿", [["x"]]), ("空", [])))
    assert list(found) == ["参会人"]
    assert "did you mean Participant 参会人员?" in found["参会人"]


def test_a_sheet_without_headings_is_named(office: Any, workbook: Any) -> None:
    assert (
        "no row with headings found" in problems(office, workbook(("地点", [["南厅", "大"], ["北厅", "小"]])))["地点"]
    )


def test_every_bad_cell_is_named_at_once(office: Any, workbook: Any) -> None:
    content = workbook(
        ("地点", [["编号", "地点名称", "容量", "所属地点"], ["a", "南厅", "很大", "东楼"], ["b", "北厅", 1.5, "a"]]),
        ("车次", [["编号", "车次状态", "座位数", "起止时间"], ["t", "开了", "45座", "明天"]]),
        ("节假日", [["编号", "日期", "调休上班"], ["d", None, "也许"]]),
        ("参会人员", [["编号", "姓名", "返程时间"], ["p", "甲", "8日下午"]]),
        EVENT,
    )
    assert problems(office, content) == {
        "地点!C2": "invalid value '很大': expected a number alone, without a unit",
        "地点!C3": "invalid value 1.5: expected a whole number",
        "地点!D2": "invalid value '东楼', expected the name or the id of a Place: there is none of that name",
        "车次!B2": "invalid value '开了', "
        "expected one of planned 计划, boarded 已登车, departed 已发车, arrived 已到达",
        "车次!C2": "invalid value '45座': expected a number alone, without a unit",
        "车次!D2": "window 起止时间 has no end, expected both or a range",
        "节假日!B2": "day 日期 must be filled in",
        "节假日!C2": "invalid value '也许': expected yes 是 or no 否",
        "参会人员!C2": "invalid value: a day without an hour, expected a day and a time such as 2011-06-09 14:00",
    }


def test_faults_of_personal_fields_do_not_show_their_values(office: Any, workbook: Any) -> None:
    content = workbook(
        ("工作组", [["编号", "组长"], ["t", "无名氏"]]), ("参会人员", [["编号", "姓名"], ["p", datetime(2011, 6, 9)]])
    )
    found = problems(office, content)
    assert set(found) == {"工作组!B2", "参会人员!B2"}
    assert "无名氏" not in found["工作组!B2"]
    assert "2011" not in found["参会人员!B2"]


def test_an_ambiguous_name_lists_the_ids(office: Any, workbook: Any) -> None:
    content = workbook(
        ("地点", [["编号", "地点名称"], ["a", "南厅"], ["b", "南　厅"], ["c", "北厅"]]),
        ("议程", [["编号", "地点"], ["s", "南厅"]]),
    )
    assert problems(office, content)["议程!B2"].endswith("write one of their ids: a, b")


def test_a_name_that_the_workbook_does_not_have_is_looked_up_in_the_plan(office: Any, workbook: Any) -> None:
    plan = office.small()
    content = workbook(("议程", [["编号", "地点", "活动"], ["s-9", "第一会议室", "年会"]]))
    (edit,) = office.read(content, plan).edits
    assert edit.record == Session(id="s-9", place="hall-1", event="conference")


def test_several_values_in_one_cell_however_they_are_separated(office: Any, workbook: Any) -> None:
    content = workbook(
        (
            "单位",
            [
                ["编号", "单位名称", "单位类型", "承担角色"],
                ["a", "机场", "airport、police；hotel", "承办"],
                ["b", "公安", "police, x", "别的"],
            ],
        ),
        ("任务", [["编号", "所需单位"], ["t", "机场;b"]]),
    )
    records = office.records(office.read(content, office.plan()))
    assert records["a"] == Organization(id="a", name="机场", kinds=("airport", "police", "hotel"), role="undertake")
    assert records["b"] == Organization(id="b", name="公安", kinds=("police", "x"), role="别的")
    assert records["t"] == Task(id="t", needs=("a", "b"))


def test_numbers_that_are_ids_and_telephones_stay_whole(office: Any, workbook: Any) -> None:
    content = workbook(("工作人员", [["编号", "姓名", "手机号码"], [7, "甲", 13800138000], ["007", "乙", "00 86"]]))
    records = office.records(office.read(content, office.plan()))
    assert records == {
        "7": Person(id="7", name="甲", phone="13800138000"),
        "007": Person(id="007", name="乙", phone="00 86"),
    }


def test_what_an_office_program_made_of_a_text_is_named(office: Any, workbook: Any) -> None:
    content = workbook(
        ("地点", [["编号", "地址", "容量"], ["a", datetime(2011, 3, 5), True], ["b", 123456789012345678, time(3, 5)]])
    )
    found = problems(office, content)
    assert "made a date or a time of this text" in found["地点!B2"]
    assert "more than 15 digits" in found["地点!B3"]
    assert set(found) == {"地点!B2", "地点!B3", "地点!C2", "地点!C3"}


def test_a_formula_whose_result_was_not_saved_is_named(office: Any, workbook: Any) -> None:
    content = workbook(("地点", [["编号", "地点名称", "容量"], ["a", "南厅", "=1+1"], ["b", "=A2", 5]]))
    found = problems(office, content)
    assert set(found) == {"地点!C2", "地点!B3"}
    assert "a formula without a saved result" in found["地点!C2"]


def test_an_error_of_the_workbook_is_named(office: Any, workbook: Any) -> None:
    def break_it(book: Any) -> None:
        book["地点"]["C2"].value, book["地点"]["C2"].data_type = "#REF!", "e"

    content = workbook(("地点", [["编号", "地点名称", "容量"], ["a", "南厅", 1]]), work=break_it)
    assert "invalid value #REF!" in problems(office, content)["地点!C2"]


def test_days_counted_from_1904(office: Any, workbook: Any) -> None:
    def mac(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    content = workbook(("节假日", [["编号", "日期"], ["d", datetime(2011, 6, 6)]]), work=mac)
    assert office.records(office.read(content, office.plan()))["d"].day.isoformat() == "2011-06-06"


def test_an_instant_whose_format_was_lost_is_read_as_a_serial_number(office: Any, workbook: Any) -> None:
    content = workbook(("物资", [["编号", "到位时限", "数量"], ["s", 40703.3125, "1,200.5"]]))
    record = office.records(office.read(content, office.plan()))["s"]
    assert record == Supply(id="s", due=datetime.fromisoformat("2011-06-09T07:30:00+08:00"), quantity=Decimal("1200.5"))


def test_a_day_without_a_time_is_no_instant(office: Any, workbook: Any) -> None:
    def plain_day(book: Any) -> None:
        book["物资"]["B2"].number_format = "yyyy-mm-dd"

    content = workbook(("物资", [["编号", "到位时限"], ["s", datetime(2011, 6, 9)]]), work=plain_day)
    assert "a day without a time" in problems(office, content)["物资!B2"]


def test_lengths_of_time_need_a_unit(office: Any, workbook: Any) -> None:
    rows: list[list[object]] = [
        ["编号", "签收时限"],
        ["a", "90分钟"],
        ["b", "1:30"],
        ["c", timedelta(minutes=90)],
        ["d", "1.5小时"],
    ]
    records = office.records(office.read(workbook(("通知对象", rows)), office.plan()))
    assert {record.limit for record in records.values()} == {timedelta(minutes=90)}
    assert "with its unit" in problems(office, workbook(("通知对象", [["编号", "签收时限"], ["a", 90]])))["通知对象!B2"]


def test_ranges_in_one_cell_and_an_end_with_a_time_alone(office: Any, workbook: Any) -> None:
    rows: list[list[object]] = [
        ["编号", "起止时间", "结束时间"],
        ["a", "2011-06-09 08:00–12:00"],
        ["b", "６月９日８：００至１２：００"],
        ["c", "6月9日上午8点", "中午12点"],
        ["d", datetime(2011, 6, 9, 8, 0), time(12, 0)],
    ]
    records = office.records(office.read(workbook(("议程", rows), EVENT), office.plan()))
    wanted = Window.of("2011-06-09T08:00:00+08:00", "2011-06-09T12:00:00+08:00")
    assert [records[one].window for one in "abcd"] == [wanted] * 4


def test_an_end_before_its_start_is_named_at_the_end(office: Any, workbook: Any) -> None:
    rows: list[list[object]] = [["编号", "开始时间", "结束时间"], ["a", "2011-06-09 08:00", "07:00"]]
    assert "expected an end after its start" in problems(office, workbook(("议程", rows)))["议程!C2"]


def test_the_zone_of_the_workbooks_own_event_counts(office: Any, workbook: Any) -> None:
    content = workbook(
        ("Event", [["Id", "Zone"], ["e", "Europe/Berlin"]]), ("Supply", [["Id", "Due"], ["s", "2011-06-09 08:00"]])
    )
    records = office.records(office.read(content, office.plan()))
    assert records["s"].due == datetime.fromisoformat("2011-06-09T08:00:00+02:00")
    assert records["e"] == Event(id="e", zone="Europe/Berlin")


def test_a_zone_that_there_is_not_is_named(office: Any, workbook: Any) -> None:
    assert "IANA name" in problems(office, workbook(("Event", [["Id", "Zone"], ["e", "Mars/Olympus"]])))["Event!B2"]


def test_a_namesake_without_an_id_is_asked_about_and_a_hall_of_the_same_name_is_that_hall(
    office: Any, workbook: Any
) -> None:
    plan = office.small()
    content = workbook(
        ("工作人员", [["姓名", "职务"], ["甲一", "司机"]]), ("地点", [["地点名称", "容量"], ["第一会议室", 99]])
    )
    change = office.read(content, plan)
    assert [(edit.record.id, edit.record.capacity) for edit in change.edits] == [("hall-1", 99)]
    (question,) = change.questions
    assert (question.place, question.choices) == ("工作人员!A2", ("the same", "a new one"))
    assert "甲一" not in question.text
    same = office.records(office.read(content, plan, decisions={"工作人员!A2": "the same"}))
    assert same["person-1"].title == "司机"
    new = office.records(office.read(content, plan, decisions={"工作人员!A2": "a new one"}))
    assert new["person-3"].title == "司机"


def test_a_workbook_of_ones_own_loaded_twice_changes_nothing_more(office: Any, workbook: Any) -> None:
    content = workbook(
        ("车次", [["车次名称", "座位数", "起止时间"], ["1号车", 45, "2011-06-09 13:00–15:00"], ["2号车", 45, None]]),
        ("工作人员", [["姓名", "职务"], ["甲", "司机"], ["乙", "司机"]]),
    )
    plan, _ = office.plan().moved(office.read(content, office.plan()).edits, 1)
    assert plan.count(Trip) == 2
    again = office.read(content, plan)
    assert again.edits == ()
    assert again.questions == ()


def test_empty_cells_of_ones_own_workbook_clear_nothing(office: Any, workbook: Any) -> None:
    change = office.read(workbook(("地点", [["编号", "地点名称", "容量"], ["hall-1", None, 99]])), office.small())
    assert office.records(change)["hall-1"].name == "第一会议室"


def test_rows_without_what_must_be_said_are_named(office: Any, workbook: Any) -> None:
    found = problems(office, workbook(("值守", [["编号", "工作人员"], ["d", None], ["e", None]])))
    assert found["值守!B2"] == "person 工作人员 must be filled in"
    assert found["值守!A2"] == "post 岗位 must be filled in"
