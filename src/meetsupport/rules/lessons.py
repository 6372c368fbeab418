"""What was learnt is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.model import Event, Lesson
from meetsupport.plugins import Problem, Rule
from meetsupport.readings.lessons import unanswered_lessons
from meetsupport.rules._settling import event_over

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def check_lessons(plan: Reader, event: Event) -> Iterator[Problem]:
    """Point out what went wrong at an earlier event and has no answer at this one, until it is over."""
    if event.previous is None or event_over(plan, event.id):
        return
    for one in plan.derive(unanswered_lessons, event.id):
        yield Problem(
            "nothing answers what was learnt earlier, {lesson}",
            key=one,
            fix="add a task that names {lesson} among its lessons, or drop one and say why",
            about=[Lesson.ref(one)],
            lesson=one,
        )


_LEARNT = "review of two congresses: what went wrong is kept by cause, and the next event's lists begin with it"

RULES = (
    Rule(
        "core.lesson-unanswered",
        "What went wrong last time has an answer",
        check_lessons,
        each=Event,
        severity="hint",
        basis=_LEARNT,
    ),
)
"""Lessons."""
