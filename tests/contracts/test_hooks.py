"""Each hook has documentation, and a plugin in this repository that uses it."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from pathlib import Path

import pytest

from meetsupport.plugins import specs

ROOT = Path(__file__).parents[2]
HOOKS = sorted(name for name, _ in inspect.getmembers(specs, inspect.isfunction) if name.startswith("meetsupport_"))


@cache
def implemented() -> dict[str, list[Path]]:
    """List the functions that are marked as hooks, by name."""
    found: dict[str, list[Path]] = {}
    for path in [*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(ast.unparse(d) == "hookimpl" for d in node.decorator_list):
                found.setdefault(node.name, []).append(path)
    return found


def test_there_are_hooks() -> None:
    assert {"meetsupport_records", "meetsupport_rules", "meetsupport_channels"} <= set(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_each_hook_is_used_by_a_plugin_of_this_repository(hook: str) -> None:
    assert implemented().get(hook)


def test_no_plugin_uses_a_hook_that_there_is_not() -> None:
    assert set(implemented()) <= set(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_each_hook_is_documented_with_an_example(hook: str) -> None:
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert f"| `{hook}` |" in page
    assert f"def {hook}()" in page


@pytest.mark.parametrize("hook", HOOKS)
def test_no_hook_takes_an_argument(hook: str) -> None:
    assert list(inspect.signature(getattr(specs, hook)).parameters) == []
