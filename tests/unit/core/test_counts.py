"""How many people or things there are is never below nothing."""

from __future__ import annotations

from typing import Any

import pytest

import meetsupport as ms
from meetsupport.testing import memory_desk

COUNTS = [(ms.Seat, "heads"), (ms.Trip, "seats"), (ms.Meal, "covers"), (ms.Lodging, "beds"), (ms.Post, "heads")]


@pytest.mark.parametrize(("cls", "field"), COUNTS, ids=lambda one: getattr(one, "__name__", one))
def test_fewer_than_nobody_are_refused_with_the_place_and_the_value(cls: type[ms.Record], field: str) -> None:
    desk = memory_desk([ms.Trip(id="t"), ms.Participant(id="p"), ms.Seat(id="s", trip="t", participant="p", heads=2)])
    name = cls.__record__.name
    about: dict[str, Any] = {"trip": "t", "participant": "p"} if cls is ms.Seat else {}
    about[field] = -1
    with pytest.raises(ms.InvalidInput) as caught:
        desk.apply(ms.Change((ms.Put(cls(id="s", **about)),), by="clerk"))
    (fault,) = caught.value.faults
    assert fault.place == f"$.{name}['s'].{field}"
    assert "-1" in fault.said("en")
    assert "whole number from 0" in fault.said("en")
    assert "不小于0的整数" in fault.said("zh_CN")
    assert desk.get(ms.Seat, "s").heads == 2


def test_a_field_knows_whether_it_counts() -> None:
    assert ms.Seat.__record__.fields["heads"].counts
    assert not ms.TemplateItem.__record__.fields["working_days"].counts
