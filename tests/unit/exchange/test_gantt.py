"""The work of an event hour by hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.records import Record, Ref
from meetsupport.exchange import GANTT_EXPORTER
from meetsupport.model import Event, Session, Task
from tests.unit.rules.judging import at, reader, span

HOUR = timedelta(hours=1)
EVENT = Event(id="e", name="Fair", received=at(0), window=span(24, 30))


def drawn(*records: Record, of: Ref[Event] | None = None, language: str = "en") -> list[str]:
    return GANTT_EXPORTER.render(reader(*records), of, language).decode().splitlines()


def test_an_hour_is_one_character_and_the_night_is_marked() -> None:
    # Noon to noon; the task of 9 to 11 in the evening lies an hour in the day and an hour in the night.
    lines = drawn(EVENT, Task(id="k", event="e", title="Load `in`", window=span(9, 11)))
    assert lines[4] == "·········█▓:::::::······ * Load 'in'"
    assert lines[3] == "|06-05 12:00|06-06"


def test_an_event_without_open_tasks_says_so_under_its_heading() -> None:
    assert drawn(EVENT, Task(id="k", event="e", state="done", due=at(3))) == ["# Fair", "", "No task of it is open."]


def test_what_the_marks_mean_stands_beneath_the_chart() -> None:
    lines = drawn(EVENT, Task(id="k", event="e", due=at(5)))
    legend = lines[lines.index("```") + 2]
    assert [mark for mark in "█▓·:*" if mark not in legend] == []
    chinese = drawn(EVENT, Task(id="k", event="e", due=at(5)), language="zh_CN")
    assert chinese[chinese.index("```") + 2] != legend


def test_a_plan_of_months_has_its_table_alone() -> None:
    long = Event(id="e", received=at(0), window=span(24 * 90, 24 * 90 + 6))
    lines = drawn(long, Task(id="k", event="e", due=at(1), duration=HOUR))
    assert "```" not in lines
    assert any(line.startswith("| k |") for line in lines)


def test_it_begins_now_and_not_when_the_task_was_received() -> None:
    lines = drawn(
        Event(id="e", received=at(-24 * 9), window=span(24, 30)), Task(id="k", event="e", due=at(-5), duration=HOUR)
    )
    assert lines[3].startswith("|06-05 12:00")
    assert lines[-1].split("|")[2:4] == [" 06-05 12:00 ", " 06-05 13:00 "]


def test_what_takes_days_is_no_night_work_for_lasting_through_a_night() -> None:
    lines = drawn(EVENT, Task(id="k", event="e", title="Load", due=at(24), duration=24 * HOUR))
    assert lines[4] == "██████████::::::::██████ * Load"


def test_headings_are_said_in_chinese() -> None:
    lines = drawn(EVENT, Task(id="k", event="e", due=at(5)), language="zh_CN")
    assert "| 任务 | 开始 | 完成 | 机动时间 | 夜间 | 压缩 | 逾期 |" in lines


def test_only_an_event_that_there_is_can_be_drawn() -> None:
    with pytest.raises(InvalidInput, match="that of an Event"):
        GANTT_EXPORTER.render(reader(EVENT), Session.ref("s"), "en")
    with pytest.raises(UnknownReference, match="'other'"):
        GANTT_EXPORTER.render(reader(EVENT), Event.ref("other"), "en")
    with pytest.raises(InvalidInput, match="2 events"):
        GANTT_EXPORTER.render(reader(EVENT, Event(id="f")), None, "en")
    with pytest.raises(InvalidInput, match="no window"):
        GANTT_EXPORTER.render(reader(Event(id="f")), None, "en")
