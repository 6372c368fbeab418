"""What the protocols say, and that they are whole."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import meetsupport_epidemic as epidemic
import pytest

import meetsupport as ms
from meetsupport.testing import memory_desk

EVERYTHING = [record for family in epidemic.FAMILIES for record in epidemic.protocols(family)]
EDITIONS = [one for one in EVERYTHING if isinstance(one, ms.HealthProtocol)]
REQUIREMENTS = [one for one in EVERYTHING if isinstance(one, ms.Requirement)]


def test_ids_are_unique_and_requirements_belong_to_an_edition() -> None:
    assert len({(type(one), one.id) for one in EVERYTHING}) == len(EVERYTHING)
    assert {one.protocol for one in REQUIREMENTS} <= {one.id for one in EDITIONS}


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: one.id)
def test_every_edition_names_its_source_and_how_good_that_is(edition: ms.HealthProtocol) -> None:
    assert edition.source
    assert edition.grade in {"A", "B", "C"}
    assert (edition.starts or date.min) <= (edition.ends or date.max)


def test_the_editions_for_the_coronavirus_follow_each_other_without_a_gap() -> None:
    found = sorted((one for one in EDITIONS if one.family == "covid-19"), key=lambda one: one.starts or date.min)
    assert len(found) == 7
    for one, following in pairwise(found):
        assert one.ends is not None
        assert following.starts == one.ends + timedelta(days=1)
    assert (found[0].starts, found[-1].ends) == (None, None)


@pytest.mark.parametrize(
    ("edition", "starts"),
    [
        ("covid-19-9", date(2022, 6, 28)),
        ("covid-19-20-measures", date(2022, 11, 11)),
        ("covid-19-10-measures", date(2022, 12, 7)),
        ("covid-19-class-b", date(2023, 1, 8)),
    ],
)
def test_an_edition_begins_on_its_day(edition: str, starts: date) -> None:
    assert [one.starts for one in EDITIONS if one.id == edition] == [starts]


def test_contacts_are_held_shorter_from_edition_to_edition() -> None:
    days = {one.id: one.days for one in REQUIREMENTS if one.kind == "contacts"}
    assert days["covid-19-before-9-contacts-1"] == 14 + 7
    assert days["covid-19-9-contacts-1"] == 7 + 3
    assert days["covid-19-20-measures-contacts-1"] == 5 + 3
    assert "covid-19-20-measures-contacts-2" not in days
    assert (days["closed-loop-games-1-contacts"], days["closed-loop-games-2-contacts"]) == (14, 7)


def test_what_was_only_seen_on_mirrors_gives_hints() -> None:
    # The only better source among those of the coronavirus is a page of a government, for fever and certificates.
    better = {
        one.id.rpartition("-")[2] for one in REQUIREMENTS if one.protocol.startswith("covid-19") and one.grade == "A"
    }
    assert better == {"fever", "certificate"}
    assert {one.grade for one in EDITIONS if one.family in {"covid-19", "influenza", "norovirus"}} == {"C"}


def test_nothing_is_asked_that_is_not_confirmed() -> None:
    assert [one for one in REQUIREMENTS if one.protocol == "norovirus-control" and one.kind == "report"] == []
    assert [one for one in REQUIREMENTS if one.protocol == "covid-19-class-b"] == []


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(KeyError):
        epidemic.protocols("measles")


def test_an_office_takes_what_it_adopts_into_its_plan_and_keeps_it_without_the_plugin() -> None:
    desk = memory_desk([ms.Event(id="e")], plugins={"epidemic": epidemic})
    desk.adopt("influenza", event="e", by="office")
    written = desk.plan.write()
    plain = memory_desk()
    plan = ms.Plan.read(written, plain.plan.types)
    assert plan.same_records(desk.plan)
    assert plan.count(ms.HealthProtocol) == 1
    plain.apply(plain.plan.diff(plan))
    assert plain.check().failures == ()
    assert "influenza" not in {one.name for one in plain.adoptable()}
