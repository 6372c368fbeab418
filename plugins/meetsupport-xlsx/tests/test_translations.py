"""A clerk reads in Chinese what is wrong with a workbook."""

from __future__ import annotations

import ast
import string
from pathlib import Path
from typing import Any

import meetsupport_xlsx
import pytest

from meetsupport import model
from meetsupport.core.errors import InvalidInput

SOURCE = Path(meetsupport_xlsx.__file__).parent


def catalogue() -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    text = (SOURCE / "locale" / "zh_CN" / "LC_MESSAGES" / "meetsupport.po").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, _, quoted = line.partition(" ")
        if word == "msgid":
            key = ast.literal_eval(quoted)
        elif word == "msgstr" and key:
            found[key] = ast.literal_eval(quoted)
    return found


def texts() -> set[str]:
    return {
        node.value
        for path in SOURCE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def templates() -> set[str]:
    """What stands in calls of ``Message.of``."""
    found: set[str] = set()
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Message.of" and node.args:
                first = node.args[0]
                found |= {first.value} if isinstance(first, ast.Constant) and isinstance(first.value, str) else set()
    return found


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_message_is_translated() -> None:
    assert templates() <= catalogue().keys()


def test_nothing_is_translated_that_is_never_said() -> None:
    assert catalogue().keys() <= texts()


def test_a_translation_has_the_same_values() -> None:
    assert [key for key, text in catalogue().items() if names(key) != names(text)] == []


@pytest.mark.parametrize(
    ("heading", "typed", "said"),
    [
        ("工作人员", "", "工作人员必须填写"),
        ("工作人员", "某某", "没有名称或编号为本格第1个所写的工作人员"),
        ("起止时间（起）", "2月30日 8:00–9:00", "有误：日期没有年份"),
        ("起止时间（起）", "2011-06-09 8:00 左右–2011-06-09 9:00", "时间之后有 '左右'"),
        ("起止时间（起）", "2011-06-09 周一 8:00–9:00", "2011-06-09 不是周一"),
        ("起止时间（起）", "8:00–9:00", "只有钟点没有日期"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(office: Any, type_into: Any, heading: str, typed: str, said: str) -> None:
    duty = model.Duty(id="d", person="p", post="o")
    plan = office.plan(
        model.Event(id="e"),
        model.Person(id="p", name="甲某"),
        model.Post(id="o", event="e", name="岗"),
        duty,
        revision=1,
    )

    def work(book: Any) -> None:
        sheet = book["值守"]
        column = next(cell.column for cell in sheet[1] if str(cell.value).strip(" *") == heading)
        sheet.cell(2, column).value = typed or None

    with pytest.raises(InvalidInput) as caught:
        office.read(type_into(office.export(plan, "zh_CN"), work=work), plan)
    assert said in "".join(fault.said("zh_CN") for fault in caught.value.faults).replace(" 的", "的")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "文件是空的"), (b"%PDF-1.7", "而是PDF 文件"), (b"PK\x03\x04", "工作簿已损坏或被截断")],
)
def test_what_is_no_workbook_is_said_in_chinese(office: Any, content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        office.read(content, office.plan(model.Event(id="e"), revision=1))
    assert said in caught.value.said("zh_CN")


def test_what_must_be_decided_is_asked_in_chinese(office: Any, type_into: Any) -> None:
    event = model.Event(id="e")
    written = office.plan(event, model.Place(id="p", name="一厅", capacity=100), revision=1)
    meanwhile = office.plan(event, model.Place(id="p", name="一厅", capacity=200), revision=2)

    def work(book: Any) -> None:
        sheet = book["地点"]
        column = next(cell.column for cell in sheet[1] if cell.value == "容量")
        sheet.cell(2, column).value = 300

    copy = type_into(office.export(written, "zh_CN"), work=work)
    (question,) = office.read(copy, meanwhile, written).questions
    assert question.said("zh_CN") == "地点 p，容量：本表写出时为 100，计划现为 200，文件为 300。以哪个为准？"
