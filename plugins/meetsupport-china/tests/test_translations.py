"""What the rules say can be said in Chinese."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import meetsupport_china as china
import pytest

import meetsupport as ms
from meetsupport.core.messages import translate

SOURCE = Path(china.__file__).parent


def literals(node: ast.expr, module: ModuleType) -> Iterator[str]:
    if isinstance(node, ast.Name):
        # A text that several modules share has a name; a parameter has none in its module, and is looked for elsewhere.
        named = getattr(module, node.id, None)
        if isinstance(named, str):
            yield named
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body, module)
        yield from literals(node.orelse, module)


def said() -> Iterator[str]:
    for path in SOURCE.glob("*.py"):
        module = import_module(f"{china.__name__}.{path.stem}" if path.stem != "__init__" else china.__name__)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "Problem",
                "_about_supply",
                "_too_narrow",
            }:
                told = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "fix")]
                yield from (text for one in told for text in literals(one, module) if " " in text)
    for rule in china.meetsupport_rules():
        yield from (rule.title, rule.basis)
    for offered in china.meetsupport_checklists():
        if isinstance(offered, ms.TemplateItem):
            yield from (text for text in (offered.title, offered.evidence) if text)
        else:
            yield offered.name
    for cls in china.meetsupport_records():
        yield from (spec.doc for spec in cls.__record__.fields.values() if spec.doc)


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
