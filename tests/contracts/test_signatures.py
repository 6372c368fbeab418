"""No type of another library stands in a public signature, so that such a library can be replaced."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin

import pytest

import meetsupport

MODULES = ("meetsupport", "meetsupport.plugins", "meetsupport.testing")
FOREIGN = frozenset(["cattrs", "click", "dateutil", "msgspec", "pluggy", "rich", "rpds"])


def public() -> dict[str, Any]:
    """List the public functions and the public methods of public classes, each once."""
    found: dict[str, Any] = {}
    for module in MODULES:
        home = importlib.import_module(module)
        for name in home.__all__:
            value = getattr(home, name)
            if inspect.isclass(value) and value.__module__.startswith("meetsupport"):
                found.update({f"{name}.{part}": member for part, member in members(value)})
            elif inspect.isfunction(value):
                found[name] = value
    return found


def members(cls: type[Any]) -> Iterator[tuple[str, Any]]:
    for one in cls.__mro__:
        if one.__module__.startswith("meetsupport"):
            yield "__class__", one
            for name, value in vars(one).items():
                # The function of a class method, a static method or a property.
                member: Any = getattr(value, "__func__", getattr(value, "fget", value))
                if inspect.isfunction(member) and (not name.startswith("_") or name == "__init__"):
                    yield name, member


def names() -> dict[str, Any]:
    """Give all that annotations may name, also what is imported for type checkers only."""
    for found_module in pkgutil.walk_packages(meetsupport.__path__, "meetsupport."):
        if ".cli" not in found_module.name:
            importlib.import_module(found_module.name)
    found: dict[str, Any] = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("meetsupport.") and ".cli" not in name:
            found.update({key: value for key, value in vars(module).items() if not key.startswith("__")})
    return found


NAMES = names()


def mentioned(hint: Any, own: dict[str, Any]) -> Iterator[str]:
    """
    Name the packages that the types of an annotation come from.

    Texts are looked up name by name, since some are aliases that cannot be evaluated when the program runs.
    """
    if isinstance(hint, str):
        for name in re.findall(r"[A-Za-z_]\w*", re.sub(r"Literal\[[^\]]*\]", "", hint)):
            found = own.get(name, NAMES.get(name))
            if found is not None and found != hint:
                yield from mentioned(found, own)
        return
    home = hint.__name__ if isinstance(hint, ModuleType) else getattr(hint, "__module__", "")
    yield str(home).partition(".")[0]
    for inner in get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint):
        yield from mentioned(getattr(inner, "__forward_arg__", inner), own)


def test_enough_is_public() -> None:
    assert {"Desk.apply", "Desk.__init__", "Plan.where", "memory_desk", "Window.__class__"} <= set(public())


@pytest.mark.parametrize("name", sorted(public()))
def test_a_public_signature_names_no_foreign_type(name: str) -> None:
    member = public()[name]
    own = vars(sys.modules[member.__module__])
    hints = vars(member).get("__annotations__", {}) if inspect.isclass(member) else member.__annotations__
    foreign = {part: FOREIGN & set(mentioned(hint, own)) for part, hint in hints.items() if not part.startswith("_")}
    assert {part: found for part, found in foreign.items() if found} == {}
