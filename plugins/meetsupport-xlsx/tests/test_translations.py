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
        ("工作人员", "", "person 工作人员必须填写"),
        ("工作人员", "某某", "没有名为的 Person"),
        ("起止时间（起）", "2月30日 8:00–9:00", "有误：日期没有年份"),
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
