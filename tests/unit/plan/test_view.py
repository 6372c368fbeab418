"""Views, and readers that note nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from meetsupport.core.errors import DerivationCycle, MaskedField
from meetsupport.core.times import Window
from meetsupport.model import Itinerary, Participant, Place, Recipient, Session
from meetsupport.plan import MASKED, PlainReader, Reader, ViewReader, derived, masked
from meetsupport.readings import special_needs
from meetsupport.testing import START
from tests.unit.plan.engine_room import plan_of

SPAN = Window(START, START + timedelta(hours=1))
PLAN = plan_of(
    Participant(id="p", name="N", diet="none", rank="minister"),
    Itinerary(id="i", participant="p", title="walk", window=SPAN),
    Recipient(id="r", addresses=("a:b",)),
    Place(id="a", kind="hall"),
    Session(id="s", window=SPAN),
)
READER = PlainReader(PLAN, START, lambda one: one == "r")


def test_a_view_hides_what_its_role_may_not_see() -> None:
    view = ViewReader(READER, ["health"])
    found = view.get(Participant, "p")
    assert found is not None
    assert (found.name, found.diet, found.rank) == (MASKED, "none", "minister")
    shown: list[Any] = [one.window for one in view.where(Itinerary, participant="p")]
    assert shown == [MASKED]
    addresses: Any = view.all(Recipient)[0].addresses
    assert addresses == MASKED
    assert view.get(Participant, "q") is None
    assert view.all(Place) == PLAN.all(Place)
    assert view.overlapping(Session, SPAN) == PLAN.all(Session)


def test_a_view_may_not_ask_by_what_it_may_not_see() -> None:
    view = ViewReader(READER, ["health"])
    with pytest.raises(MaskedField, match=r"Participant.name is personal: this view may not ask by it"):
        view.where(Participant, name="N")
    with pytest.raises(MaskedField, match=r"Itinerary.window is confidential"):
        view.overlapping(Itinerary, SPAN)
    assert view.where(Participant, diet="none")
    assert ViewReader(READER, ["confidential"]).overlapping(Itinerary, SPAN)


def test_a_derived_value_has_a_sensitivity_of_its_own() -> None:
    hidden: Any = ViewReader(READER, []).derive(special_needs, "p")
    assert hidden == MASKED
    assert ViewReader(READER, ["health"]).derive(special_needs, "p") == ("none",)


def test_a_view_asks_the_time_and_who_knows() -> None:
    view = ViewReader(READER, [])
    assert view.passed(START)
    assert not view.passed(START + timedelta(microseconds=1))
    assert view.informed("r")
    assert not view.informed("s")


def test_a_masked_value_refuses_to_be_judged() -> None:
    assert (str(MASKED), repr(MASKED)) == ("•••", "MASKED")
    with pytest.raises(MaskedField, match="a masked value was tested"):
        bool(MASKED)


def test_what_hides_nothing_is_the_record_itself() -> None:
    place = Place(id="a")
    assert masked(place, ()) is place
    one = Participant(id="p")
    assert masked(one, ("personal", "health")) is one


def test_a_plain_reader_computes_each_value_once_and_names_a_circle() -> None:
    runs: list[str] = []

    @derived
    def twice(plan: Reader, key: str) -> int:
        runs.append(key)
        return len(plan.where(Place, kind=key)) + (plan.derive(ring, "x") if key == "ring" else 0)

    @derived
    def ring(plan: Reader, key: str) -> int:
        return plan.derive(twice, "ring")

    reader = PlainReader(PLAN, START)
    assert [twice(reader, "hall"), twice(reader, "hall")] == [1, 1]
    assert runs == ["hall"]
    with pytest.raises(DerivationCycle, match=r"twice\('ring'\) → ring\('x'\) → twice\('ring'\)"):
        reader.derive(twice, "ring")
    assert reader.informed("anybody")
    assert reader.get(Place, "a") is not None
    assert reader.overlapping(Session, SPAN)
    assert (reader.revision, reader.now, "Place" in reader.types) == (0, START, True)
    assert repr(twice).startswith("<derived tests.unit") or "twice" in repr(twice)
