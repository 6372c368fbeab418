"""What is in a written workbook: texts stay texts, drop-downs, formats, and a sheet that explains it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from meetsupport_xlsx.out import width_of
from meetsupport_xlsx.table import columns
from meetsupport_xlsx.words import ORDER

from meetsupport.core.errors import InvalidInput
from meetsupport.core.records import Record
from meetsupport.model import Organization, Person, Place, Supply, Task, Team

NAUGHTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.invalid")',
    "'text",
    "\t=1",
    "http://example.invalid",
    "mailto:x@example.invalid",
    "1e5",
    "<b>",
]


def parts(content: bytes) -> Mapping[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_text_becomes_a_formula_a_link_or_a_number(office: Any, text: str) -> None:
    content = office.export(office.plan(Place(id="x", name=text, kind=text, address=text), revision=1), "en")
    written = parts(content)
    assert not [name for name, xml in written.items() if re.search(r"<f[ >]|<hyperlink", xml)]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content))["Place"]
    assert [sheet[f"{column}2"].value for column in "BCG"] == [text] * 3
    assert {sheet[f"{column}2"].data_type for column in "BCG"} == {"s"}


@given(text=st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), min_size=1, max_size=6))
def test_any_text_is_a_text_in_the_file(office: Any, text: str) -> None:
    content = office.export(office.plan(Supply(id="x", name=f"={text}"), revision=1), "en")
    assert "<f>" not in parts(content)["xl/worksheets/sheet2.xml"]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content))["Supply"]
    assert sheet["B2" if columns(office.types["Supply"])[1].key == "name" else "C2"].data_type == "s"


@pytest.mark.parametrize(
    ("language", "states"),
    [("en", '"open,started,done,accepted,dropped"'), ("zh_CN", '"待办,进行中,已完成,已验收,已取消"')],
)
def test_states_have_a_drop_down(office: Any, language: str, states: str) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(office.empty(language)))
    sheet = book["任务" if language == "zh_CN" else "Task"]
    assert states in [rule.formula1 for rule in sheet.data_validations.dataValidation]


def test_references_have_a_drop_down_of_the_other_sheets_names(office: Any) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(office.empty()))
    rules = book["参会人员"].data_validations.dataValidation
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in rules if rule.type == "list"}
    headings = {cell.value.removesuffix(" *"): cell.column_letter for cell in book["参会人员"][1]}
    assert lists[f"{headings['代表团']}2"] == "'代表团'!$C$2:$C$101"
    assert book["代表团"]["C1"].value == "代表团名称"


def test_yes_and_no_have_a_drop_down(office: Any) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(office.empty()))
    assert '"是,否"' in [rule.formula1 for rule in book["节假日"].data_validations.dataValidation]


def test_long_lists_have_no_drop_down(office: Any) -> None:
    plan = office.small(*(Person(id=f"x-{n:04}", name=f"人{n}") for n in range(400)))
    book: Any = openpyxl.load_workbook(io.BytesIO(office.export(plan)))
    lists = [rule.formula1 for rule in book["工作组"].data_validations.dataValidation if rule.type == "list"]
    assert not [formula for formula in lists if "工作人员" in formula]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_an_empty_workbook_has_every_type_and_explains_every_column(office: Any, language: str) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(office.empty(language)))
    assert len(book.sheetnames) == len(office.types) + 2
    first = book[book.sheetnames[0]]
    explained = {(row[0].value, row[1].value) for row in first.iter_rows() if row[1].value}
    for title in book.sheetnames[1:-1]:
        sheet = book[title]
        assert sheet.freeze_panes is not None
        for cell in sheet[1][1:]:
            assert (title, cell.value.removesuffix(" *")) in explained
    assert book["_meetsupport"].sheet_state == "veryHidden"


def test_columns_of_texts_keep_what_is_typed_into_them(office: Any) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(office.empty("en")))
    sheet = book["Person"]
    text = {
        number
        for column in sheet.column_dimensions.values()
        if column.number_format == "@"
        for number in range(column.min, column.max + 1)
    }
    assert {cell.value for cell in sheet[1] if cell.column in text} >= {"Id", "Phone", "Name", "Skills"}


def test_times_are_dates_in_the_events_zone(office: Any) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(office.export(office.small(), "en")))
    cell = book["Session"]["F2"]
    assert (cell.value.isoformat(), cell.number_format) == ("2011-06-09T08:30:00", "yyyy-mm-dd hh:mm")
    assert "Asia/Shanghai" in str([row[0].value for row in book[book.sheetnames[0]].iter_rows()])


def test_references_are_names_where_they_are_unambiguous(office: Any) -> None:
    plan = office.small(Person(id="person-9", name="乙二", team="team-1"), Place(id="in", name="包间", within="hall-1"))
    book: Any = openpyxl.load_workbook(io.BytesIO(office.export(plan)))
    assert book["工作人员"]["C2"].value == "会务组"
    assert book["工作组"]["D2"].value == "甲一"
    twice = openpyxl.load_workbook(io.BytesIO(office.export(office.small(Person(id="person-8", name="甲一")))))
    assert twice["工作组"]["D2"].value == "person-1"


def test_only_types_with_records_have_a_sheet(office: Any) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(office.export(office.small(), "en")))
    assert book.sheetnames[1:-1] == ["Event", "Place", "Team", "Person", "Delegation", "Participant", "Session"]


def test_filling_in_the_empty_workbook_in_either_language_gives_the_same_records(office: Any, type_into: Any) -> None:
    english = type_into(
        office.empty("en"), {"Trip!C2": "3号车", "Trip!F2": "coach", "Trip!G2": 45, "Trip!O2": "boarded"}
    )
    chinese = type_into(
        office.empty("zh_CN"), {"车次!C2": "3号车", "车次!F2": "coach", "车次!G2": 45, "车次!O2": "已登车"}
    )
    plan = office.plan()
    assert office.read(english, plan).edits == office.read(chinese, plan).edits
    assert len(office.read(english, plan).edits) == 1


def test_a_state_that_there_is_not_is_named_with_those_that_there_are(office: Any, type_into: Any) -> None:
    with pytest.raises(InvalidInput, match="expected one of planned 计划, boarded 已登车"):
        office.read(type_into(office.empty("en"), {"Trip!C2": "3", "Trip!O2": "gone"}), office.plan())


def test_an_empty_workbook_shows_the_sheets_that_every_conference_fills_in(office: Any) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(office.empty()))
    hidden = [sheet.title for sheet in book if sheet.sheet_state == "hidden"]
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert {"参会人员", "任务", "车次"} <= set(shown)
    assert {"隐患", "检测", "座次安排"} <= set(hidden)
    assert len(shown) == 1 + len(ORDER)


def sheet_of(office: Any, title: str, *records: Record, language: str = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(office.export(office.plan(*records, revision=7), language)))[title]


def test_a_printed_page_says_its_sheet_its_revision_and_its_number(office: Any) -> None:
    sheet = sheet_of(office, "地点", Place(id="x", name="大厅"), language="zh_CN")
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("&A", "取自第 7 版")
    assert sheet.oddFooter.center.text == "&P / &N"


def test_a_narrow_sheet_is_printed_upright_and_a_wide_one_across(office: Any) -> None:
    assert sheet_of(office, "Team", Team(id="x", name="Halls")).page_setup.orientation != "landscape"
    assert sheet_of(office, "Task", Task(id="x", title="Doors")).page_setup.orientation == "landscape"


def test_a_text_wider_than_its_column_is_wrapped_in_a_row_high_enough_for_it(office: Any) -> None:
    sheet = sheet_of(office, "Place", Place(id="x", address="很长的地址" * 20), Place(id="y", address="短的地址"))
    rows = {sheet.cell(row, 1).value: row for row in (2, 3)}
    column = next(cell.column for cell in sheet[1] if cell.value == "Address")
    assert sheet.cell(rows["x"], column).alignment.wrap_text
    assert not sheet.cell(rows["y"], column).alignment.wrap_text
    # 200 characters wide in a column of 42
    assert sheet.row_dimensions[rows["x"]].height >= 5 * 15
    assert sheet.row_dimensions[rows["y"]].height in {None, 15}


def test_a_column_in_which_nothing_stands_is_narrower_than_one_line_of_its_heading(office: Any) -> None:
    sheet = sheet_of(office, "单位", Organization(id="x", name="办公室"), language="zh_CN")
    cell = next(cell for cell in sheet[1] if cell.value == "资质有效期")
    assert sheet.column_dimensions[cell.column_letter].width < width_of("资质有效期") + 2
