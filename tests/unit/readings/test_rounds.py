"""When rounds come, and what cannot be one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.core.errors import InvalidInput
from meetsupport.core.times import Window
from meetsupport.model import Round, Task
from meetsupport.readings import day_reached, longest_gap, occurrences, round_fault, round_slots
from tests.unit.rules.judging import NOON, at, found, reader, span


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=HOURLY;UNTIL=20300605T000000Z",
        "FREQ=SECONDLY",
        "FREQ=SOMETIMES",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=99999",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY;BYHOUR=99",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;BYHOUR=8;BYHOUR=9",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY\nRRULE:FREQ=HOURLY",
        "DTSTART:20300605T000000Z",
    ],
)
def test_what_is_no_recurrence_is_refused_with_its_text(rule: str) -> None:
    assert repr(rule) in round_fault(rule) or "part ''" in round_fault(rule)
    with pytest.raises(InvalidInput):
        occurrences(rule, "Asia/Shanghai", span(0, 5), span(0, 5))


def test_too_many_times_are_refused() -> None:
    with pytest.raises(InvalidInput, match="more than 20000 times"):
        occurrences("FREQ=MINUTELY", "Asia/Shanghai", span(0, 24 * 30), span(0, 24 * 30))


def test_the_end_of_a_window_is_not_in_it() -> None:
    assert occurrences("FREQ=HOURLY", "Asia/Shanghai", span(0, 2), span(-5, 9)) == (at(0), at(1))


def test_a_round_of_centuries_costs_no_more_than_its_span() -> None:
    window = Window(at(-24 * 365 * 300), at(24 * 365 * 300))
    assert occurrences("FREQ=MINUTELY;INTERVAL=7", "Asia/Shanghai", window, span(0, 0.1)) != ()


@pytest.mark.parametrize(
    ("task", "state"),
    [
        (Task(id="k", round="r", window=span(-0.5, 0), state="done"), "due"),
        (Task(id="k", round="r", window=span(-0.5, 0.1), state="done"), "done"),
        (Task(id="k", round="r", due=at(0.5), state="done"), "done"),
        (Task(id="k", round="r", due=at(0.6), state="done"), "due"),
        (Task(id="k", round="r", due=at(0.2), state="started"), "due"),
        (Task(id="k", round="r", due=at(0.2), state="dropped"), "due"),
        (Task(id="k", round="r", due=at(0.2), state="dropped", reason="sealed"), "dropped"),
    ],
)
def test_a_task_is_the_time_that_it_touches(task: Task, state: str) -> None:
    one = Round(id="r", rule="FREQ=DAILY", window=span(0, 5), within=timedelta(minutes=30))
    assert [slot.state for slot in round_slots(reader(one, task), "r", span(0, 5))] == [state]


@pytest.mark.parametrize("within", [1, 1.5, 2])
@pytest.mark.parametrize("until", [4, 24])
def test_what_begins_when_the_next_time_has_come_is_of_that_one(within: float, until: float) -> None:
    one = Round(id="r", rule="FREQ=HOURLY", window=span(0, until), within=timedelta(hours=within))
    every_second = [Task(id=f"k{h}", round="r", window=span(h, h + 0.3), state="done") for h in (1, 3)]
    plan = reader(one, *every_second, Task(id="now", round="r", due=at(4), state="done"), now=at(4))
    slots = round_slots(plan, "r", span(0, 4))
    assert [slot.state for slot in slots] == ["missed", "done", "missed", "done"]
    assert [slot.until for slot in slots[:3]] == [at(1), at(2), at(3)]
    # The last time of a span is cut as it is within a longer one.
    assert slots[-1].tasks == (("k3",) if until == 24 else ("k3", "now"))
    whole = round_slots(plan, "r", span(0, 9))
    assert whole[: len(slots)] == slots


def test_a_patrol_that_goes_on_is_of_each_time_that_it_touches() -> None:
    one = Round(id="r", rule="FREQ=HOURLY", window=span(0, 4), within=timedelta(hours=1))
    plan = reader(one, Task(id="k", round="r", window=span(0.5, 2.2), state="done"), now=at(9))
    assert [slot.state for slot in round_slots(plan, "r", span(0, 4))] == ["done", "done", "done", "missed"]


def test_a_round_that_was_never_done_has_the_whole_span_as_its_gap() -> None:
    one = Round(id="r", rule="FREQ=HOURLY", window=span(0, 5))
    assert longest_gap(reader(one), "r", span(0, 5)) == timedelta(hours=5)
    assert round_slots(reader(one), "unknown", span(0, 5)) == ()


@pytest.mark.parametrize(("hours", "day"), [(-1, None), (0, 0), (23.9, 0), (24, 1), (24 * 9.5, 9), (24 * 99, 10)])
def test_the_day_reached_is_found_without_a_clock(hours: float, day: int | None) -> None:
    window = Window(NOON, NOON + timedelta(days=10))
    assert day_reached(reader(now=at(hours)), window) == day


@pytest.mark.parametrize(
    ("rule", "keys"),
    [
        ("FREQ=YEARLY;BYMONTH=13", ["r/never"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ["r/never"]),
        ("FREQ=MONTHLY;BYMONTHDAY=45", ["r/never"]),
        ("FREQ=WEEKLY;BYDAY=MO", ["r/never"]),
        ("FREQ=MINUTELY;BYDAY=MO", ["r/never"]),
        ("FREQ=WEEKLY;BYDAY=WE", []),
    ],
)
def test_a_round_that_never_comes_is_found(rule: str, keys: list[str]) -> None:
    # From Wednesday noon to Friday noon.
    assert found("core.round-rule", Round(id="r", rule=rule, window=span(0, 48))) == keys
