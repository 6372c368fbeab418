from __future__ import annotations

from datetime import UTC, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.times import Window
from meetsupport.model import Duty, Event, Person, Post, Session, Task
from meetsupport.rules.posts import gaps
from tests.unit.rules.judging import MOMENT, at, found, judge, reader, span

CODE = "core.post-understaffed"
ANNA, BO = Person(id="anna", skills=("first aid",)), Person(id="bo")


def on(person: str, window: Window | None = None) -> Duty:
    return Duty(id=f"{person}-{window.start.isoformat() if window else ''}", person=person, post="p", window=window)


def test_enough_in_total_is_not_enough_at_each_moment() -> None:
    post = Post(id="p", window=span(0, 4))
    ((_, problem),) = judge(reader(post, ANNA, BO, on("anna", span(0, 2)), on("bo", span(3, 4))), CODE)
    assert problem.message.values["gap"] == span(2, 3)
    assert problem.message.values["present"] == 0


def test_a_relief_on_the_minute_leaves_no_gap() -> None:
    post = Post(id="p", window=span(0, 4))
    assert found(CODE, post, ANNA, BO, on("anna", span(0, 2)), on("bo", span(2, 4))) == []


def test_a_relief_a_moment_late_leaves_a_gap() -> None:
    post = Post(id="p", window=span(0, 4))
    late = Window(at(2) + MOMENT, at(4))
    assert len(found(CODE, post, ANNA, BO, on("anna", span(0, 2)), on("bo", late))) == 1


def test_the_same_person_twice_counts_once() -> None:
    post = Post(id="p", window=span(0, 4), heads=2)
    assert len(found(CODE, post, ANNA, on("anna", span(0, 4)), on("anna"))) == 1


def test_only_people_with_the_skill_count() -> None:
    post = Post(id="p", window=span(0, 4), skill="first aid")
    assert len(found(CODE, post, BO, on("bo"))) == 1
    assert found(CODE, post, ANNA, on("anna")) == []


def test_a_language_is_a_skill_for_the_head_count_as_for_the_duty() -> None:
    post = Post(id="p", window=span(0, 4), skill="English")
    speaker = Person(id="cy", languages=("English",))
    for code in (CODE, "core.duty-without-skill"):
        assert len(found(code, post, BO, on("bo"))) == 1
        assert found(code, post, speaker, on("cy")) == []


def test_a_post_without_a_window_is_manned_during_its_session() -> None:
    session = Session(id="x", window=span(0, 1))
    ((_, problem),) = judge(reader(session, Post(id="p", session="x")), CODE)
    assert problem.message.values["gap"] == span(0, 1)


def test_a_post_without_any_time_cannot_be_judged() -> None:
    assert found(CODE, Post(id="p")) == []


def test_a_gap_need_not_be_closed_before_the_lists_settle() -> None:
    event = Event(id="e", settles=at(9))
    session = Session(id="x", event="e", window=span(0, 1))
    ((_, problem),) = judge(reader(event, session, Post(id="p", session="x")), CODE)
    assert problem.settle_by == at(9)


_shift = st.tuples(st.sampled_from("abc"), st.integers(-2, 8), st.integers(1, 5)).map(
    lambda made: (made[0], span(made[1], made[1] + made[2]))
)


@given(st.lists(_shift, max_size=8), st.integers(1, 3))
def test_gaps_are_the_moments_with_too_few(shifts: list[tuple[str, Window]], heads: int) -> None:
    window = span(0, 8)
    made = list(gaps(window, heads, shifts))
    short: dict[int, int] = {}
    for half_hour in range(-6, 24):
        moment = at(half_hour / 2)
        present = len({who for who, shift in shifts if shift.holds(moment)})
        if window.holds(moment) and present < heads:
            short[half_hour] = present
    assert {h for h in range(-6, 24) if any(gap.holds(at(h / 2)) for gap, _ in made)} == set(short)
    for gap, fewest in made:
        assert fewest == min(present for h, present in short.items() if gap.holds(at(h / 2)))
    for (earlier, _), (later, _) in pairwise(made):
        assert earlier.end < later.start


def test_a_task_is_overdue_at_the_instant_itself() -> None:
    assert found("core.task-overdue", Task(id="k", due=at(1)), now=at(1) - MOMENT) == []
    assert found("core.task-overdue", Task(id="k", due=at(1)), now=at(1)) == ["k/"]


def test_a_task_without_a_due_instant_is_due_at_the_end_of_its_window() -> None:
    assert found("core.task-overdue", Task(id="k", window=span(-2, 0))) == ["k/"]
    assert found("core.task-overdue", Task(id="k", window=span(-2, 1))) == []


def test_somebody_must_be_responsible_when_the_task_starts() -> None:
    ((_, problem),) = judge(reader(Task(id="k", window=span(3, 4), due=at(9))), "core.task-without-responsible")
    assert problem.settle_by == at(3)
    ((_, problem),) = judge(reader(Task(id="k", due=at(9))), "core.task-without-responsible")
    assert problem.settle_by == at(9)


def test_a_dropped_task_needs_nobody() -> None:
    assert found("core.task-without-responsible", Task(id="k", state="dropped")) == []
    assert found("core.task-overdue", Task(id="k", due=at(0) - timedelta(days=1), state="dropped")) == []


def test_a_gap_that_is_over_cannot_be_closed() -> None:
    post = Post(id="p", window=span(0, 4))
    shift = on("anna", span(1, 3))
    assert len(found(CODE, post, ANNA, shift, now=at(1) - MOMENT)) == 2
    assert found(CODE, post, ANNA, shift, now=at(1)) == [f"p/{(at(3)).astimezone(UTC).isoformat()}"]
    assert found(CODE, post, ANNA, shift, now=at(4)) == []
