"""The templates that ship fit together, fit into an ample window, and can be said in Chinese."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.core.messages import translate
from meetsupport.core.records import Record
from meetsupport.core.times import Window, instant
from meetsupport.model import Checklist, ChecklistTemplate, DayOff, Event, Session, Task, TemplateItem
from meetsupport.readings import ANCHORS, backward_plan, checklist_for
from meetsupport.readings.templates import BUILTIN_TEMPLATES
from meetsupport.testing import FrozenClock, memory_desk

OPENING = instant("2030-06-05T09:00+08:00")
TEMPLATES = [one.id for one in BUILTIN_TEMPLATES if isinstance(one, ChecklistTemplate)]
ITEMS = [one for one in BUILTIN_TEMPLATES if isinstance(one, TemplateItem)]
DAY = timedelta(days=1)
SITTING = {"rehearsal": "rehearsal", "study-tour": "tour"}
"""The kind of session that a template is for, where it is not for all."""


def office(received: timedelta = 198 * DAY, kind: str = "") -> list[Record]:
    event = Event(
        id="e",
        received=OPENING - received,
        arrives=OPENING - DAY,
        window=Window(OPENING, OPENING + 3 * DAY),
    )
    sessions = [
        Session(id=f"s{n}", event="e", kind=kind, window=Window(OPENING + n * DAY, OPENING + n * DAY + DAY / 8))
        for n in range(3)
    ]
    worked = [DayOff(id=f"d{n}", day=OPENING.date() - n * DAY, working=True) for n in range(40)]
    return [event, *sessions, *worked]


@pytest.mark.parametrize("template", TEMPLATES)
def test_in_ample_time_nothing_is_late_and_nothing_waits_for_itself(template: str) -> None:
    desk = memory_desk(office(kind=SITTING.get(template, "")), clock=FrozenClock(OPENING - 198 * DAY))
    desk.apply(checklist_for(desk.view(), template, "e"))
    plan = backward_plan(desk.view(), "e")
    assert plan.tasks
    assert (plan.unmet, plan.ring) == ((), ())
    assert [one.task for one in plan.compressed] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_made_twice_it_changes_nothing_and_a_new_session_adds_its_own(template: str) -> None:
    kind = SITTING.get(template, "")
    desk = memory_desk(office(kind=kind))
    desk.apply(checklist_for(desk.view(), template, "e"))
    assert len(checklist_for(desk.view(), template, "e")) == 0
    added = Session(id="s9", event="e", kind=kind, window=Window(OPENING + DAY / 2, OPENING + DAY * 2 / 3))
    more = checklist_for(memory_desk([*desk.view().all(Event), added]).view(), template, "e")
    assert {edit.key[0] for edit in more.edits} == {"ChecklistTemplate", "TemplateItem", "Checklist", "Task"}


def test_items_hang_on_anchors_that_there_are_and_wait_for_items_of_their_template() -> None:
    ids = {item.id: item.template for item in ITEMS}
    for item in ITEMS:
        assert item.anchor in ANCHORS
        assert {ids.get(before) for before in item.after} <= {item.template}


@pytest.mark.parametrize(
    "text", sorted({item.title for item in ITEMS} | {item.evidence for item in ITEMS if item.evidence})
)
def test_titles_are_said_in_chinese(text: str) -> None:
    assert translate(text, "zh_CN") != text


def test_each_session_has_a_checklist_of_its_own_and_waits_for_nothing_of_another() -> None:
    desk = memory_desk(office())
    desk.apply(checklist_for(desk.view(), "hall-set-up", "e"))
    lists = desk.view().all(Checklist)
    assert [one.session for one in lists] == ["s0", "s1", "s2"]
    for task in desk.view().all(Task):
        waits = {desk.view().get(Task, before).session for before in task.after}  # type: ignore[union-attr]
        assert waits <= {task.session}
