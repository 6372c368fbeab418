"""Each built-in rule says what must hold, on which ground, and what would mend it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import meetsupport.rules
from meetsupport.plugins import SEVERITIES, Rule
from meetsupport.rules import BUILTIN_RULES

SOURCE = sorted(Path(meetsupport.rules.__file__).parent.glob("*.py"))


def problems() -> Iterator[tuple[str, ast.Call]]:
    for path in SOURCE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                yield f"{path.name}:{node.lineno}", node


def code(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", BUILTIN_RULES, ids=code)
def test_each_rule_has_a_code_a_title_a_basis_and_a_known_severity(rule: Rule) -> None:
    assert re.fullmatch(r"core\.[a-z]+(-[a-z]+)*", rule.code)
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.basis
    assert rule.severity in SEVERITIES


def test_codes_are_unique() -> None:
    assert len({rule.code for rule in BUILTIN_RULES}) == len(BUILTIN_RULES)


def test_enough_problems_are_found_in_the_source() -> None:
    assert len(list(problems())) >= 20


@pytest.mark.parametrize(("where", "call"), list(problems()), ids=lambda value: value if isinstance(value, str) else "")
def test_each_problem_says_what_would_mend_it(where: str, call: ast.Call) -> None:
    assert [keyword for keyword in call.keywords if keyword.arg == "fix"]


@pytest.mark.parametrize("path", SOURCE, ids=lambda path: path.name)
def test_no_rule_reads_a_clock(path: Path) -> None:
    called = {
        ast.unparse(node.func).rpartition(".")[2]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert called & {"now", "utcnow", "today", "time", "monotonic", "system_clock"} == set()
