"""Each error pickles, is a builtin error too, and stands in the tree that the module draws."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from collections.abc import Iterator

import pytest

import meetsupport
from meetsupport.core import errors
from meetsupport.core.errors import Fault, InvalidInput, JournalMoved, MeetSupportError


def subclasses(cls: type[MeetSupportError]) -> Iterator[type[MeetSupportError]]:
    for one in cls.__subclasses__():
        yield one
        yield from subclasses(one)


def all_errors() -> list[type[MeetSupportError]]:
    for module in pkgutil.walk_packages(meetsupport.__path__, "meetsupport."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = {*subclasses(MeetSupportError), MeetSupportError}
    return sorted((one for one in found if one.__module__.startswith("meetsupport.")), key=lambda one: one.__name__)


ERRORS = all_errors()
LIBRARY = [one for one in ERRORS if not one.__module__.startswith("meetsupport.cli.")]
"""Without what the command line raises for itself."""


def made(cls: type[MeetSupportError]) -> MeetSupportError:
    if issubclass(cls, InvalidInput):
        return cls([Fault("$.records.Post[3].window", "invalid value 'x'"), Fault("", "and more")], "plan.json")
    if issubclass(cls, JournalMoved):
        return cls(expected=3, head=5)
    return cls("no Post with the id 'p-1'")


def test_enough_errors_are_found() -> None:
    assert len(ERRORS) >= 15


@pytest.mark.parametrize("cls", ERRORS)
def test_each_error_comes_back_from_a_pickle_as_it_was(cls: type[MeetSupportError]) -> None:
    error = made(cls)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - it was pickled here
    assert (type(again), str(again), vars(again)) == (cls, str(error), vars(error))


@pytest.mark.parametrize("cls", LIBRARY)
def test_each_error_stands_in_the_one_module_and_its_tree(cls: type[MeetSupportError]) -> None:
    assert cls.__module__ == "meetsupport.core.errors"
    assert f" {cls.__name__} " in str(errors.__doc__).replace("\n", " ")
    assert cls.__name__ in errors.__all__
    assert cls.__name__ in meetsupport.__all__


@pytest.mark.parametrize("cls", [one for one in LIBRARY if one is not MeetSupportError])
def test_each_error_is_also_the_builtin_one_that_a_caller_would_expect(cls: type[MeetSupportError]) -> None:
    assert issubclass(cls, (ValueError, LookupError, RuntimeError, PermissionError))


def test_several_faults_are_listed_one_a_line() -> None:
    error = InvalidInput([Fault("a", "wrong"), Fault("b", "bad")], "plan.json")
    assert str(error).splitlines() == ["plan.json: 2 faults", "  wrong @ a", "  bad @ b"]
