"""What those who work must know of what went wrong last time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import OPEN, plain
from meetsupport.model import Lesson, Recipient, Task, Team
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings.lessons import unanswered_lessons
from meetsupport.readings.rosters import events_of_team

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def _at_tasks(plan: Reader, tasks: Iterable[Task]) -> Iterator[Line]:
    for task in tasks:
        for lesson in (plan.get(Lesson, id) for id in dict.fromkeys(task.lessons) if task.state in {"open", "started"}):
            if lesson is not None:
                yield Line(
                    f"lesson:{task.id}:{lesson.id}",
                    "{task}: last time {lesson}; what to do: {mend}",
                    window=plain(task.window),
                    task=task.id if task.title == "" else task.title,
                    lesson=lesson.id if lesson.title == "" else lesson.title,
                    mend=OPEN if lesson.mend == "" else lesson.mend,
                )


def on_duty(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person what was learnt that their open tasks answer."""
    if recipient.person is not None:
        yield from _at_tasks(plan, plan.where(Task, responsible=recipient.person))


def team_lead(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the lead of a team what was learnt that its open tasks answer, and what nothing answers yet."""
    team = recipient.team
    if team is None or plan.get(Team, team) is None:
        return
    yield from _at_tasks(plan, plan.where(Task, team=team))
    for event in plan.derive(events_of_team, team):
        for id in plan.derive(unanswered_lessons, event):
            lesson = plan.get(Lesson, id)
            if lesson is not None:
                yield Line(
                    f"unanswered:{event}:{id}",
                    "last time {lesson} ({cause}); nothing answers it yet",
                    lesson=id if lesson.title == "" else lesson.title,
                    cause=OPEN if lesson.cause == "" else lesson.cause,
                )


SECTIONS = (
    BriefSection("duty", on_duty, "What a person's tasks answer", "core.duty-lessons"),
    BriefSection("team-lead", team_lead, "What was learnt, for a team", "core.team-lead-lessons"),
)
"""Lessons."""
