"""What is adopted again is renewed where it is as it came, and left alone where an office has made it its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import meetsupport as ms
from meetsupport.core.errors import InvalidInput
from meetsupport.core.records import evolved
from meetsupport.plugins import WorkCalendar
from meetsupport.testing import memory_desk, plugin

GATES = ms.ChecklistTemplate(id="gates", name="Gates opened")
SCANNER = ms.TemplateItem(id="gates.scanner", template="gates", title="Test each scanner")
KEYS = ms.TemplateItem(id="gates.keys", template="gates", title="Fetch the keys", after=("gates.scanner",))
LIGHT = ms.TemplateItem(id="gates.light", template="gates", title="Switch on the light", after=("gates.scanner",))
NEW_KEYS = evolved(KEYS, title="Fetch the keys and sign for them", after=())
YEAR = 2031


def edition(desk: ms.Desk | None, *records: Any, calendars: Iterable[WorkCalendar] = ()) -> ms.Desk:
    """A desk whose plugin offers an edition of the checklist; of the same journal, if there was one before."""
    fresh = memory_desk(plugins={"offers": plugin(checklists=[GATES, *records], calendars=calendars)})
    return fresh if desk is None else ms.Desk(desk.journal, fresh.registry)


def adopted(*records: Any) -> ms.Desk:
    desk = edition(None, *records)
    desk.adopt("gates")
    return desk


def touched(impact: ms.Impact) -> list[str]:
    return sorted(f"{'+' if delta.new else '-'}{delta.id}" for delta in impact.changes)


def asked(impact: ms.Impact) -> dict[str, tuple[str, ...]]:
    return {question.place: question.choices for question in impact.questions}


BOTH = ("keep", "take")


def test_what_is_as_it_came_is_renewed_and_nothing_is_asked() -> None:
    desk = edition(adopted(SCANNER, KEYS), SCANNER, NEW_KEYS, LIGHT)
    impact = desk.adopt("gates")
    assert touched(impact) == ["+gates.keys", "+gates.light"]
    assert impact.questions == ()


def test_what_the_newer_edition_dropped_is_taken_out() -> None:
    assert touched(edition(adopted(SCANNER, KEYS), SCANNER).adopt("gates")) == ["-gates.keys"]


def test_what_goes_with_what_refers_to_it_is_taken_out_together() -> None:
    desk = edition(adopted(SCANNER, KEYS, LIGHT), NEW_KEYS)
    assert touched(desk.adopt("gates")) == ["+gates.keys", "-gates.light", "-gates.scanner"]


def test_what_the_office_has_changed_is_left_alone_and_named_until_somebody_decides() -> None:
    desk = adopted(SCANNER, KEYS)
    with desk.edit(by="lead") as edit:
        edit.set(ms.TemplateItem, "gates.keys", title="Fetch them from the porter")
    desk = edition(desk, SCANNER, NEW_KEYS)
    for decisions in ({}, {"TemplateItem:gates.keys": "keep"}):
        impact = desk.adopt("gates", decisions=decisions)
        assert impact.revision is None
        assert asked(impact) == ({} if decisions else {"TemplateItem:gates.keys": BOTH})
    assert "since it was adopted: title" in desk.adopt("gates").questions[0].text
    assert touched(desk.adopt("gates", decisions={"TemplateItem:gates.keys": "take"})) == ["+gates.keys"]
    assert desk.plan.get(ms.TemplateItem, "gates.keys") == NEW_KEYS


def test_what_was_kept_once_stays_the_offices_own_at_the_next_edition() -> None:
    desk = adopted(SCANNER, KEYS)
    with desk.edit(by="lead") as edit:
        edit.set(ms.TemplateItem, "gates.keys", title="Fetch them from the porter")
    desk = edition(desk, SCANNER, NEW_KEYS, LIGHT)
    desk.adopt("gates", decisions={"*": "keep"})
    desk = edition(desk, SCANNER, evolved(NEW_KEYS, title="Fetch both keys"), LIGHT)
    assert asked(desk.adopt("gates")) == {"TemplateItem:gates.keys": BOTH}


def test_what_the_office_has_removed_stays_away_and_nobody_waits_for_it() -> None:
    desk = adopted(SCANNER, KEYS)
    with desk.edit(by="lead") as edit:
        edit.set(ms.TemplateItem, "gates.keys", after=())
        edit.remove(ms.TemplateItem, "gates.scanner")
    desk = edition(desk, SCANNER, KEYS, LIGHT)
    impact = desk.adopt("gates")
    assert touched(impact) == ["+gates.light"]
    assert desk.get(ms.TemplateItem, "gates.light").after == ()
    assert asked(impact) == {"TemplateItem:gates.scanner": BOTH, "TemplateItem:gates.keys": BOTH}
    assert touched(desk.adopt("gates", decisions={"*": "take"})) == ["+gates.keys", "+gates.light", "+gates.scanner"]
    assert desk.plan.get(ms.TemplateItem, "gates.light") == LIGHT


def test_of_what_the_office_has_removed_as_a_whole_no_part_comes_back() -> None:
    desk = adopted(SCANNER)
    desk.apply(ms.Change.of(ms.Remove(ms.TemplateItem, "gates.scanner"), ms.Remove(ms.ChecklistTemplate, "gates")))
    desk = edition(desk, SCANNER, LIGHT)
    impact = desk.adopt("gates")
    assert impact.changes == ()
    assert asked(impact) == {"ChecklistTemplate:gates": BOTH, "TemplateItem:gates.scanner": BOTH}


def test_what_was_dropped_and_is_still_referred_to_stays_and_it_is_said_by_what() -> None:
    desk = adopted(SCANNER, KEYS)
    desk.apply(ms.Change.of(ms.Put(ms.Task(id="t", item="gates.keys"))))
    desk = edition(desk, SCANNER)
    impact = desk.adopt("gates")
    assert impact.changes == ()
    assert asked(impact) == {"TemplateItem:gates.keys": ("keep",)}
    assert "Task:t refer to it" in impact.questions[0].text
    assert desk.adopt("gates", decisions={"TemplateItem:gates.keys": "keep"}).questions == ()


def test_what_was_dropped_and_the_office_has_changed_goes_only_when_it_says_so() -> None:
    desk = adopted(SCANNER, KEYS)
    with desk.edit(by="lead") as edit:
        edit.set(ms.TemplateItem, "gates.keys", title="Fetch them from the porter")
    desk = edition(desk, SCANNER)
    assert asked(desk.adopt("gates")) == {"TemplateItem:gates.keys": BOTH}
    assert touched(desk.adopt("gates", decisions={"*": "take"})) == ["-gates.keys"]


def test_what_the_office_entered_itself_is_its_own() -> None:
    desk = edition(None, SCANNER)
    own = [evolved(GATES, name="Our gates"), ms.TemplateItem(id="gates.dog", template="gates", title="Walk the dog")]
    desk.apply(ms.Change(tuple(map(ms.Put, own))))
    impact = desk.adopt("gates")
    assert touched(impact) == ["+gates.scanner"]
    assert asked(impact) == {"ChecklistTemplate:gates": BOTH}
    desk.adopt("gates", decisions={"*": "take"})
    assert desk.plan.get(ms.TemplateItem, "gates.dog") == own[1]


def test_an_adoption_that_was_taken_back_is_none() -> None:
    desk = edition(None, SCANNER)
    impact = desk.adopt("gates")
    desk.undo(impact.revision or 0)
    again = desk.adopt("gates")
    assert (touched(again), again.questions) == (["+gates", "+gates.scanner"], ())


def test_an_adoption_that_was_held_is_one_once_it_is_confirmed() -> None:
    desk = adopted(SCANNER, KEYS)
    desk.hold_removals(count=1)
    desk = edition(desk, SCANNER, LIGHT)
    held = desk.adopt("gates")
    assert held.held
    desk.confirm(held.id)
    desk.hold_removals()
    assert touched(edition(desk, SCANNER).adopt("gates")) == ["-gates.light"]


def test_a_day_off_goes_only_with_the_calendar_that_brought_it() -> None:
    def city(*numbers: int) -> WorkCalendar:
        def days(first: date, last: date) -> Iterable[ms.DayOff]:
            return [ms.DayOff(id=f"city.{last.year}.{n}", day=date(first.year, 5, n)) for n in numbers]

        return WorkCalendar("city", days)

    def other(first: date, last: date) -> Iterable[ms.DayOff]:
        yield ms.DayOff(id="port", day=date(last.year, 6, 1))

    desk = edition(None, calendars=[city(1, 2), WorkCalendar("port", other)])
    desk.adopt("city", years=[YEAR, YEAR + 1])
    desk.adopt("port", years=[YEAR])
    desk = edition(desk, calendars=[city(2), WorkCalendar("port", other)])
    assert touched(desk.adopt("city", years=[YEAR])) == [f"-city.{YEAR}.1"]
    left = sorted(day.id for day in desk.plan.all(ms.DayOff))
    assert left == [f"city.{YEAR}.2", f"city.{YEAR + 1}.1", f"city.{YEAR + 1}.2", "port"]


def test_a_protocol_of_another_edition_stays_with_its_requirements() -> None:
    old = ms.HealthProtocol(id="heat-1", family="heat")
    water = ms.Requirement(id="heat-1.water", protocol="heat-1")
    new = ms.HealthProtocol(id="heat-2", family="heat")
    first = memory_desk(plugins={"offers": plugin(protocols=[old, water])})
    first.adopt("heat")
    second = ms.Desk(first.journal, memory_desk(plugins={"offers": plugin(protocols=[old, new])}).registry)
    assert touched(second.adopt("heat-2")) == ["+heat-2"]
    assert touched(second.adopt("heat")) == ["-heat-1.water"]


@pytest.mark.parametrize(
    ("decisions", "problem"),
    [
        ({"TemplateItem:gates.key": "take"}, "no part of what is adopted @ TemplateItem:gates.key"),
        ({"*": "yes"}, r"invalid decision 'yes', expected keep or take @ \*"),
    ],
)
def test_a_decision_on_nothing_is_refused(decisions: dict[str, str], problem: str) -> None:
    with pytest.raises(InvalidInput, match=problem):
        adopted(KEYS, SCANNER).adopt("gates", decisions=decisions)


ITEMS = ("a", "b", "c")
EDITIONS = st.dictionaries(st.sampled_from(ITEMS), st.sampled_from(("one", "two", "three")))
EDITS = st.dictionaries(st.sampled_from(ITEMS), st.sampled_from(("ours", "theirs", None)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(EDITIONS, EDITS), min_size=1, max_size=4))
def test_no_edition_changes_what_the_office_wrote_and_taking_all_gives_the_edition(
    turns: list[tuple[dict[str, str], dict[str, str | None]]],
) -> None:
    desk: ms.Desk | None = None
    own: dict[str, str] = {}
    shipped: dict[str, str] = {}
    for shipped, edits in turns:
        items = [ms.TemplateItem(id=one, template="gates", title=title) for one, title in shipped.items()]
        desk = edition(desk, *items)
        desk.adopt("gates")
        now = {item.id: item.title for item in desk.plan.where(ms.TemplateItem, template="gates")}
        assert own.items() <= now.items()
        for one, title in edits.items():
            if title is not None:
                desk.apply(ms.Change.of(ms.Put(ms.TemplateItem(id=one, template="gates", title=title))))
                own[one] = title
            elif one in now:
                desk.apply(ms.Change.of(ms.Remove(ms.TemplateItem, one)))
                own.pop(one, None)
    assert desk is not None
    brought = {one for edited, _ in turns for one in edited}
    desk.adopt("gates", decisions={"*": "take"})
    left = {item.id: item.title for item in desk.plan.where(ms.TemplateItem, template="gates")}
    assert {one: title for one, title in left.items() if one in shipped} == shipped
    # What no adoption ever brought is the office's alone; what one did is gone, unless the office entered it first.
    assert {one for one in left if one not in shipped} <= {one for one in own if one not in shipped}
    assert {one for one in own if one not in brought} <= set(left)
