"""The command ``adopt``, and what ``plugins`` says of what is offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

import meetsupport as ms
from meetsupport.core.errors import InvalidInput
from meetsupport.plugins import WorkCalendar
from meetsupport.testing import plugin
from tests.unit.cli.conftest import Line

KNOWN = 2031


def days(first: date, last: date) -> Iterable[ms.DayOff]:
    if last.year != KNOWN:
        raise InvalidInput(f"only {KNOWN} is known")
    yield ms.DayOff(id="city.day", day=first)


@pytest.fixture
def offering(line: Line) -> Line:
    offers = plugin(
        protocols=[
            ms.HealthProtocol(id="heat-1", family="heat"),
            ms.Requirement(id="heat-1.water", protocol="heat-1"),
        ],
        calendars=[WorkCalendar("city", days)],
    )
    line.registry.add("offers", offers)
    return line


def test_what_is_offered_is_listed_without_making_a_journal(offering: Line) -> None:
    listed = offering.json("adopt")["offered"]
    assert {"kind": "calendar", "name": "city", "plugin": "offers", "title": "", "records": None} in listed
    assert "Conference with study tours" in offering("adopt").stdout
    assert "会场布置" in offering("adopt", "--language", "zh_CN").stdout
    assert "no" in offering("show", "Event", code=None).stderr


def test_a_protocol_is_adopted_for_an_event(offering: Line) -> None:
    offering("change", "Event", "e", "--add", code=None)
    offering("adopt", "heat", "--event", "e", code=None)
    assert "e.heat" in offering("show", "Adoption").stdout


def test_days_off_are_adopted_year_by_year(offering: Line) -> None:
    offering("adopt", "city", "--year", str(KNOWN), code=None)
    assert "city.day" in offering("show", "DayOff").stdout
    refused = offering("adopt", "city", "--year", "2032", code=None)
    assert "only 2031 is known" in refused.stderr
    assert refused.exit_code not in {0, 1}


def test_a_name_that_nobody_offers_is_refused_with_those_that_are(offering: Line) -> None:
    assert "offered are" in offering("adopt", "heet", code=None).stderr


def test_what_the_office_has_changed_is_asked_about_and_taken_when_it_says_so(offering: Line) -> None:
    offering("adopt", "hall-set-up", code=None)
    offering("change", "TemplateItem", "hall-set-up.tea", "title=Soy milk", code=None)
    asked = offering("adopt", "hall-set-up", code=None)
    assert asked.exit_code == 1
    assert "--decide 'TemplateItem:hall-set-up.tea=take'" in asked.stdout
    assert "Soy milk" in offering("show", "TemplateItem", "hall-set-up.tea").stdout
    offering("adopt", "hall-set-up", "--decide", "*=take", code=None)
    assert "Soy milk" not in offering("show", "TemplateItem", "hall-set-up.tea").stdout


def test_plugins_say_what_they_offer_without_its_parts(offering: Line) -> None:
    (about,) = [one for one in offering.json("plugins")["plugins"] if one["name"] == "offers"]
    assert (about["protocols"], about["checklists"], about["calendars"]) == (["heat-1"], [], ["city"])
    assert "hall-set-up" in offering("plugins").stdout


def test_a_template_is_taken_in_the_language_of_the_session(offering: Line) -> None:
    offering("adopt", "hall-set-up", "--language", "zh_CN", code=None)
    assert offering.json("show", "ChecklistTemplate", "hall-set-up")["name"] == "会场布置"
