"""
The public names are those that are written down here: none is added or lost unseen.

After a name was added or taken away on purpose: ``python tests/contracts/test_names.py``.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import meetsupport

MODULES = ("meetsupport", "meetsupport.plugins", "meetsupport.testing")
STORED = Path(__file__).with_name("names.txt")


def public() -> list[str]:
    return sorted(f"{module}.{name}" for module in MODULES for name in importlib.import_module(module).__all__)


def test_the_public_names_are_those_that_are_written_down() -> None:
    assert public() == STORED.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", public())
def test_each_public_name_is_there_and_says_what_it_is_for(name: str) -> None:
    module, _, last = name.rpartition(".")
    value = getattr(importlib.import_module(module), last)
    if inspect.isclass(value) or inspect.isfunction(value):
        assert (value.__doc__ or "").strip()


def test_what_type_checkers_see_is_what_is_loaded() -> None:
    tree = ast.parse(Path(meetsupport.__file__).read_text(encoding="utf-8"))
    (checked,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {
        (str(node.module), alias.name)
        for node in checked.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    loaded = {(module, name) for module, names in meetsupport._MODULES.items() for name in names}  # pyright: ignore[reportPrivateUsage]
    assert seen == loaded


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Guest'"):
        getattr(meetsupport, "Guest")  # noqa: B009 - type checkers know that it is not there


if __name__ == "__main__":
    STORED.write_text("\n".join(public()) + "\n", encoding="utf-8")
