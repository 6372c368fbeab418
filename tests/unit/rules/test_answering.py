from __future__ import annotations

import pytest

from meetsupport.model import Organization, Responsibility
from tests.unit.rules.judging import found

GUARDS, LIFTS = Organization(id="guards"), Organization(id="lifts")


def test_two_entries_that_give_a_matter_to_different_bodies_are_found_at_the_later_one() -> None:
    assert found(
        "core.matter-owner",
        GUARDS,
        LIFTS,
        Responsibility(id="r1", matter="lifts", responsible=("lifts",)),
        Responsibility(id="r2", matter="lifts", responsible=("guards",)),
    ) == ["r2/r1"]


@pytest.mark.parametrize("other", ["Lifts", " lifts", "l ifts", "lifts "])
def test_a_matter_is_the_same_however_it_is_written(other: str) -> None:
    first = Responsibility(id="r1", matter="lifts", responsible=("lifts",))
    second = Responsibility(id="r2", matter=other, responsible=("guards",))
    assert found("core.matter-owner", GUARDS, LIFTS, first, second) == ["r2/r1"]


def test_two_bodies_in_one_entry_are_found_once() -> None:
    entry = Responsibility(id="r", matter="lifts", responsible=("lifts", "guards"))
    assert found("core.matter-owner", GUARDS, LIFTS, entry) == ["r/several"]
