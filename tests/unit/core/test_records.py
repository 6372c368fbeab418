"""Record types: what their metadata says, and what they refuse to be."""

from __future__ import annotations

import pickle
from datetime import datetime
from typing import Any

import attrs
import pytest

from meetsupport.core import errors
from meetsupport.core.errors import Fault, InvalidInput, JournalMoved, MeetSupportError, one_fault
from meetsupport.core.records import Record, Unknown, evolved, record
from meetsupport.core.times import Window
from meetsupport.model import Participant, Place, Session, Task


def test_a_repr_shows_no_field() -> None:
    assert repr(Participant(id="p", name="N", phone="555")) == "Participant('p')"
    assert repr(Unknown("x.Gate", "g", b"{}")) == "Unknown(x.Gate:g)"
    assert str(Place.ref("a")) == "Place:a"


def test_metadata_is_read_from_the_class() -> None:
    rt = Task.__record__
    assert (rt.name, rt.window) == ("Task", "window")
    assert [spec.name for spec in rt.stateful] == ["state"]
    assert rt.fields["after"].many
    assert rt.fields["after"].refers_to == "Task"
    assert rt.fields["due"].base is datetime
    assert rt.fields["due"].optional
    assert not rt.fields["title"].optional
    assert rt.fields["window"].base is Window
    assert rt.fields["id"].required


def test_records_are_frozen_and_compare_by_content() -> None:
    place = Place(id="a")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        place.kind = "x"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assert evolved(place, kind="x") == Place(id="a", kind="x")
    assert hash(place) == hash(Place(id="a"))
    with pytest.raises(TypeError):
        evolved(place, colour="red")
    other: Record = Session(id="a")
    assert other != place


@pytest.mark.parametrize("hint", [list, "list[str]", "dict[str, int]", "tuple[list[str], ...]", "set[str] | None"])
def test_a_mutable_type_is_refused(hint: Any) -> None:
    bad: Any = type("Bad", (Record,), {"__annotations__": {"field": hint}, "__module__": __name__})
    with pytest.raises(TypeError, match=r"Bad.field is of the mutable type"):
        record(bad)


def test_a_class_that_is_no_record_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Other must inherit from meetsupport.Record"):

        @record
        class Other:
            pass


# Errors

MADE: dict[str, MeetSupportError] = {
    name: getattr(errors, name)("what was wrong") for name in errors.__all__ if name not in {"Fault", "JournalMoved"}
}


@pytest.mark.parametrize("name", MADE)
def test_every_error_pickles_and_says_the_same(name: str) -> None:
    error = MADE[name]
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(again) is type(error)
    assert str(again) == str(error) == "what was wrong"
    assert isinstance(error, MeetSupportError)


def test_errors_with_values_keep_them_when_pickled() -> None:
    moved = pickle.loads(pickle.dumps(JournalMoved(3, 5)))  # noqa: S301
    assert (moved.expected, moved.head) == (3, 5)
    assert str(moved) == "the journal has moved on from entry 3 to entry 5"
    several = pickle.loads(pickle.dumps(InvalidInput([Fault("a", "x"), Fault("", "y")], "file")))  # noqa: S301
    assert str(several) == "file: 2 faults\n  x @ a\n  y"
    assert str(one_fault("here", "x")) == "x @ here"
