"""What the rules say can be said in Chinese."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import meetsupport_china as china
import pytest

import meetsupport as ms
from meetsupport.core.messages import translate

SOURCE = Path(china.__file__).parent


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def said() -> Iterator[str]:
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Problem", "_about_supply"}:
                told = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "fix")]
                yield from (text for one in told for text in literals(one) if " " in text)
    for rule in china.meetsupport_rules():
        yield from (rule.title, rule.basis)
    for offered in china.meetsupport_checklists():
        if isinstance(offered, ms.TemplateItem):
            yield from (text for text in (offered.title, offered.evidence) if text)
        else:
            yield offered.name


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


SAID = sorted(set(said()))


def test_enough_is_found_in_the_source() -> None:
    assert len(SAID) > 80


@pytest.mark.parametrize("text", SAID)
def test_it_is_translated_with_the_same_values(text: str) -> None:
    translated = translate(text, "zh_CN")
    assert translated != text, "add it to the .po file, and compile it"
    assert names(translated) == names(text)
