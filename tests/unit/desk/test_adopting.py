"""What plugins offer is taken into the plan as one change, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast

import pytest

import meetsupport as ms
from meetsupport.core.errors import Frozen, InvalidInput, MeetSupportError, PluginError, UnknownReference
from meetsupport.plugins import WorkCalendar
from meetsupport.readings import off_day
from meetsupport.testing import START, memory_desk, plugin

FIRST = ms.HealthProtocol(id="heat-1", family="heat", name="Heat, first edition")
SECOND = ms.HealthProtocol(id="heat-2", family="heat", name="Heat, second edition")
WATER = ms.Requirement(id="heat-1.water", protocol="heat-1", kind="supply", item="water")
SHADE = ms.Requirement(id="heat-2.shade", protocol="heat-2", kind="spacing")
GATES = ms.ChecklistTemplate(id="gates", name="Gates opened")
SCANNER = ms.TemplateItem(id="gates.scanner", template="gates", title="Test each scanner")
KEYS = ms.TemplateItem(id="gates.keys", template="gates", title="Fetch the keys", after=("gates.scanner",))
KNOWN = 2031


def days(first: date, last: date) -> Iterable[ms.DayOff]:
    """A calendar that knows one year."""
    if not first.year == last.year == KNOWN:
        raise InvalidInput(f"only {KNOWN} is known")
    yield ms.DayOff(id="city.founding", day=date(KNOWN, 5, 20), name="Founding day")
    yield ms.DayOff(id="city.worked", day=date(KNOWN, 5, 17), working=True)


OFFERS = plugin(
    protocols=[WATER, FIRST, SECOND, SHADE], checklists=[GATES, SCANNER, KEYS], calendars=[WorkCalendar("city", days)]
)


def desk(**plugins: object) -> ms.Desk:
    return memory_desk([ms.Event(id="e")], plugins={"offers": OFFERS, **plugins})


def ids(impact: ms.Impact) -> list[str]:
    return sorted(f"{delta.type}:{delta.id}" for delta in impact.changes)


def test_what_is_offered_is_listed_by_kind_and_name() -> None:
    offers = [one for one in desk().adoptable() if one.plugin == "offers"]
    assert [(one.kind, one.name, one.records) for one in offers] == [
        ("calendar", "city", None),
        ("checklist", "gates", 3),
        ("protocol", "heat", 4),
        ("protocol", "heat-1", 2),
        ("protocol", "heat-2", 2),
    ]


def test_an_edition_comes_with_its_requirements_and_no_others() -> None:
    assert ids(desk().adopt("heat-1")) == ["HealthProtocol:heat-1", "Requirement:heat-1.water"]


def test_a_family_comes_with_all_its_editions() -> None:
    assert len(ids(desk().adopt("heat"))) == 4


@pytest.mark.parametrize(("name", "only"), [("heat", None), ("heat-2", "heat-2")])
def test_an_event_keeps_the_family_or_the_edition_that_it_adopts(name: str, only: str | None) -> None:
    there = desk()
    there.adopt(name, event="e")
    (adoption,) = there.plan.all(ms.Adoption)
    assert (adoption.event, adoption.family, adoption.protocol) == ("e", "heat", only)


def test_a_template_comes_with_all_its_items() -> None:
    assert ids(desk().adopt("gates")) == [
        "ChecklistTemplate:gates",
        "TemplateItem:gates.keys",
        "TemplateItem:gates.scanner",
    ]


def test_the_days_of_a_year_count_once_they_are_in_the_plan() -> None:
    there = desk()
    assert not off_day(there.view(), date(KNOWN, 5, 20))
    there.adopt("city", years=[KNOWN])
    assert off_day(there.view(), date(KNOWN, 5, 20))
    assert not off_day(there.view(), date(KNOWN, 5, 17))


def test_it_is_a_change_that_says_who_and_why_and_can_be_undone() -> None:
    there = desk()
    before = there.plan
    impact = there.adopt("gates", by="office")
    (entry,) = list(there.log(after=impact.revision - 1 if impact.revision else 0))
    assert (entry.by, entry.why) == ("office", "checklist gates of offers")
    there.undo(impact.revision or 0)
    assert there.plan.same_records(before)


def test_adopting_again_changes_nothing() -> None:
    there = desk()
    there.adopt("gates")
    assert there.adopt("gates").revision is None


def test_what_is_frozen_needs_somebody_who_overrides_it() -> None:
    there = desk()
    there.apply(ms.Change.of(ms.Put(ms.Freeze(id="f", type="DayOff", since=START))))
    with pytest.raises(Frozen):
        there.adopt("city", years=[KNOWN])
    assert there.adopt("city", years=[KNOWN], override="lead").changes


REFUSED: dict[str, tuple[dict[str, Any], type[MeetSupportError], str]] = {
    "unknown name": (
        {"name": "nothing"},
        UnknownReference,
        "no protocol, checklist or calendar 'nothing', offered are",
    ),
    "other kind": ({"name": "gates", "kind": "protocol"}, UnknownReference, "no protocol 'gates', offered are heat"),
    "unknown year": ({"name": "city", "years": [KNOWN, 2032]}, InvalidInput, "only 2031 is known"),
    "no year": ({"name": "city"}, InvalidInput, "the calendar 'city' needs the years to take"),
    "impossible year": ({"name": "city", "years": [0]}, InvalidInput, "invalid value 0 for a year"),
    "years of a template": ({"name": "gates", "years": [KNOWN]}, InvalidInput, "the checklist 'gates' has no years"),
    "event of a template": ({"name": "gates", "event": "e"}, InvalidInput, "not kept by an event"),
    "unknown event": ({"name": "heat", "event": "x"}, UnknownReference, "expected the id of a Event"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_refused_changes_nothing(why: str) -> None:
    about, kind, problem = REFUSED[why]
    there = desk()
    before = there.plan
    with pytest.raises(kind, match=problem):
        there.adopt(**about)
    assert there.plan is before


def test_a_name_of_two_kinds_needs_the_kind() -> None:
    there = desk(more=plugin(calendars=[WorkCalendar("gates", days)]))
    with pytest.raises(InvalidInput, match="name 'gates': calendar, checklist; say which kind is meant"):
        there.adopt("gates")
    assert len(there.adopt("gates", kind="checklist").changes) == 3


def broken(first: date, last: date) -> Iterator[ms.DayOff]:
    yield ms.DayOff(id="d", day=first)
    raise RuntimeError("no more")


def elsewhere(first: date, last: date) -> Iterator[ms.DayOff]:
    yield ms.DayOff(id="d", day=date(1999, 1, 1))


def texts(first: date, last: date) -> Iterable[ms.DayOff]:
    return cast("list[ms.DayOff]", ["5 May"])


@pytest.mark.parametrize(
    ("calendar", "problem"),
    [(broken, "no more"), (elsewhere, "expected a DayOff of 2031"), (texts, "'5 May', expected a DayOff of 2031")],
)
def test_a_calendar_that_goes_wrong_is_named_and_nothing_of_it_is_taken(calendar: Any, problem: str) -> None:
    there = desk(bad=plugin(calendars=[WorkCalendar("bad", calendar)]))
    with pytest.raises(PluginError, match=problem):
        there.adopt("bad", years=[KNOWN])
    assert not there.plan.all(ms.DayOff)


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "a part of nothing": ({"protocols": [WATER]}, "Requirement:heat-1.water", "UnknownReference"),
    "an item of nothing": ({"checklists": [KEYS]}, "TemplateItem:gates.keys", "UnknownReference"),
    "one id twice": ({"protocols": [FIRST, FIRST]}, "HealthProtocol:heat-1", "duplicate"),
    "another record": ({"checklists": [FIRST]}, "HealthProtocol", "TypeError"),
    "no record": ({"protocols": ["heat"]}, "str", "TypeError"),
    "a class": ({"checklists": [ms.ChecklistTemplate]}, "type", "TypeError"),
    "a wrong field": (
        {"checklists": [ms.ChecklistTemplate(id="x", name=cast("str", 5))]},
        "ChecklistTemplate:x",
        "InvalidRecord",
    ),
    "no calendar": ({"calendars": [days]}, "function", "TypeError"),
}


@pytest.mark.parametrize("why", BAD)
def test_what_cannot_be_offered_is_refused_and_named(why: str) -> None:
    given, value, kind = BAD[why]
    (failure,) = memory_desk(plugins={"bad": plugin(**given)}).registry.failures
    assert (failure.plugin, failure.value, failure.kind) == ("bad", value, kind)


def test_two_plugins_may_not_give_one_record() -> None:
    (failure,) = desk(again=plugin(checklists=[GATES])).registry.failures
    assert failure.message == "the plugin offers gave one of this name"


def test_a_part_may_come_before_what_it_is_part_of() -> None:
    assert not desk().registry.failures


def test_what_is_not_adopted_is_no_part_of_the_plan() -> None:
    assert not any(desk().plan.all(kind) for kind in (ms.HealthProtocol, ms.ChecklistTemplate, ms.DayOff))


def test_a_template_is_adopted_in_the_language_of_whoever_adopts_it_and_renewed_in_another() -> None:
    made = memory_desk()
    made.adopt("hall-set-up", language="zh_CN")
    template = made.plan.get(ms.ChecklistTemplate, "hall-set-up")
    assert template is not None
    assert template.name == "会场布置"
    assert not [item.id for item in made.plan.all(ms.TemplateItem) if item.title.isascii()]
    impact = made.adopt("hall-set-up")
    assert not impact.questions
    again = made.plan.get(ms.ChecklistTemplate, "hall-set-up")
    assert again is not None
    assert again.name.isascii()
