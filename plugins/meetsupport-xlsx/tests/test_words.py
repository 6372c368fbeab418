from __future__ import annotations

import io
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from meetsupport import model
from meetsupport.core.errors import InvalidInput

TASK = model.Task(id="k", event="e", kind="inspection", gate="before", result="failed", title="查电")
EVENT = model.Event(id="e", zone="Asia/Shanghai")


def sheet(office: Any) -> tuple[Any, Any, dict[str, int]]:
    book = openpyxl.load_workbook(io.BytesIO(office.export(office.plan(EVENT, TASK, revision=1), "zh_CN")))
    tasks = book["任务"]
    return book, tasks, {str(cell.value).strip(" *"): cell.column for cell in tasks[1]}


def reread(office: Any, book: Any) -> Any:
    out = io.BytesIO()
    book.save(out)
    return office.read(out.getvalue(), office.plan(EVENT, TASK, revision=1))


def test_a_chinese_copy_shows_terms(office: Any) -> None:
    _, tasks, at = sheet(office)
    shown = [tasks.cell(2, at[heading]).value for heading in ("任务类型", "关口", "结果")]
    assert shown == ["检查", "会前", "不合格"]


@pytest.mark.parametrize(
    ("heading", "field", "typed", "word"),
    [
        ("任务类型", "kind", "彩排", "rehearsal"),
        ("关口", "gate", " 会后", "after"),
        ("结果", "result", "合格", "passed"),
        ("结果", "result", "灯少两盏", "灯少两盏"),
    ],
)
def test_a_typed_term_is_the_word(office: Any, heading: str, field: str, typed: str, word: str) -> None:
    book, tasks, at = sheet(office)
    tasks.cell(2, at[heading]).value = typed
    (record,) = office.records(reread(office, book)).values()
    assert getattr(record, field) == word


def test_an_unknown_word_of_a_closed_column_is_refused_at_its_cell(office: Any) -> None:
    book, tasks, at = sheet(office)
    tasks.cell(2, at["关口"]).value = "开会前"
    with pytest.raises(InvalidInput) as caught:
        reread(office, book)
    (fault,) = caught.value.faults
    assert fault.place.endswith(f"{tasks.cell(2, at['关口']).coordinate}")
    assert "会前" in fault.problem
    assert "开会前" in fault.problem


def test_the_columns_offer_their_terms(office: Any) -> None:
    _, tasks, at = sheet(office)
    rules = {str(rule.sqref).split(":")[0]: rule for rule in tasks.data_validations.dataValidation}
    gate, kind = (rules[tasks.cell(2, at[heading]).coordinate] for heading in ("关口", "任务类型"))
    assert gate.formula1 == '"会前,会中,会后"'
    assert gate.showErrorMessage
    assert "检查" in kind.formula1
    assert not kind.showErrorMessage


def test_the_guide_lists_the_words(office: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.empty("zh_CN")))
    rows = [[str(cell.value or "") for cell in row] for row in book["填写说明"].iter_rows()]
    said = {row[1].strip(" *"): row[2] for row in rows if row[0] == "任务"}
    assert said["关口"] == "会前、会中、会后"
    assert said["任务类型"].startswith("事项、交办、制作")
    assert said["任务类型"].endswith("…")


def test_a_column_says_in_chinese_what_it_holds(office: Any) -> None:
    _, tasks, at = sheet(office)
    hints = {str(rule.sqref).split(":")[0]: rule.prompt for rule in tasks.data_validations.dataValidation}
    assert hints[tasks.cell(2, at["完成时限"]).coordinate].splitlines()[0] == "最迟何时完成；不填为起止时间的结束"


def test_no_column_of_an_empty_chinese_workbook_is_unexplained(office: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.empty("zh_CN")))
    rows = [[str(cell.value or "") for cell in row] for row in book["填写说明"].iter_rows()]
    listed = [row for row in rows if row[0] in book.sheetnames[1:]]
    assert len(listed) > 500
    assert [row[:2] for row in listed if not any("\u4e00" <= one <= "\u9fff" for one in row[3])] == []
