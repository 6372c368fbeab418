"""What the rules on plans behind tasks and lists behind sittings say in the cases beside the plain one."""

from __future__ import annotations

import pytest

from meetsupport.model import Checklist, ChecklistTemplate, Document, Event, Session, Task
from tests.unit.rules.judging import at, found, judge, reader, span

PLAN, LIST = "core.task-plan", "core.session-unlisted"
EVENT = Event(id="e", window=span(1, 10))
SKETCH = Document(id="p", title="Traffic and parking", state="submitted")
WALK = Session(id="walk", event="e", kind="rehearsal", window=span(2, 3))
REHEARSAL = ChecklistTemplate(id="r", name="Rehearsal", kinds=("rehearsal",))


def test_a_plan_may_be_open_until_the_task_begins() -> None:
    for task in (Task(id="k", document="p", window=span(4, 5)), Task(id="k", document="p", due=at(4))):
        ((_, problem),) = judge(reader(SKETCH, task), PLAN)
        assert problem.settle_by == at(4)


@pytest.mark.parametrize(("state", "count"), [("open", 1), ("started", 1), ("done", 1), ("dropped", 0)])
def test_what_is_done_by_a_plan_that_nobody_approved_stays_wrong(state: str, count: int) -> None:
    assert len(found(PLAN, SKETCH, Task(id="k", document="p", state=state))) == count


def test_a_version_whose_place_another_took_counts_for_what_is_still_to_be_done() -> None:
    old = Document(id="p", state="superseded")
    assert found(PLAN, old, Task(id="k", document="p", state="done")) == []
    assert found(PLAN, old, Task(id="k", document="p")) == ["k/"]


def test_a_template_for_a_kind_of_sitting_asks_for_a_list_of_each() -> None:
    assert found(LIST, EVENT, REHEARSAL, WALK) == ["walk/r"]
    assert found(LIST, EVENT, REHEARSAL, WALK, Checklist(id="c", event="e", session="walk", template="r")) == []


def test_a_list_of_the_whole_event_is_for_its_sittings_too() -> None:
    assert found(LIST, EVENT, REHEARSAL, WALK, Checklist(id="c", event="e", template="r")) == []


def test_sittings_of_another_kind_or_event_ask_for_nothing() -> None:
    listed = Checklist(id="c", event="e", session="walk", template="r")
    plain = ChecklistTemplate(id="r")
    talk = Session(id="talk", event="e", kind="talks", window=span(2, 3))
    other = Session(id="other", event="x", kind="rehearsal", window=span(2, 3))
    assert found(LIST, EVENT, Event(id="x"), plain, WALK, talk, other, listed) == []


def test_a_sitting_that_is_over_needs_no_list_any_more() -> None:
    assert found(LIST, EVENT, REHEARSAL, WALK, now=at(3)) == []
