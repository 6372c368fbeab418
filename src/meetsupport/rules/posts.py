"""Posts are manned, and tasks have somebody who is responsible and are done in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Duty, Person, Post, Session, Task
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import has_skill, post_window
from meetsupport.rules._settling import over, settles

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES", "gaps"]

CLOSED = frozenset({"done", "accepted", "dropped"})
"""The states of tasks that nobody need see to any more."""


def gaps(window: Window, heads: int, shifts: Iterable[tuple[str, Window]]) -> Iterator[tuple[Window, int]]:
    """
    Find when fewer people are there than needed.

    Args:
        window: When they are needed.
        heads: How many at each moment.
        shifts: Who is there when; somebody who is there twice at once counts once.

    Returns:
        Each longest span of *window* with fewer than *heads* people, and the least number of people in it.
    """
    edges: dict[datetime, list[tuple[str, int]]] = {window.start: [], window.end: []}
    for who, shift in shifts:
        if shift.overlaps(window):
            edges.setdefault(max(shift.start, window.start), []).append((who, 1))
            edges.setdefault(min(shift.end, window.end), []).append((who, -1))
    there: Counter[str] = Counter()
    since: datetime | None = None
    fewest = heads
    for moment in sorted(edges):
        for who, step in edges[moment]:
            there[who] += step
            if not there[who]:
                del there[who]
        short = len(there) < heads and moment < window.end
        if short:
            fewest = min(fewest, len(there)) if since is not None else len(there)
            since = moment if since is None else since
        elif since is not None:
            yield Window(since, moment), fewest
            since = None


def check_post(plan: Reader, post: Post) -> Iterator[Problem]:
    """
    Find when a post has, or will have, too few people.

    With a skill, only people count who have it, or speak it where it is a language.
    """
    window = post_window(plan, post)
    if window is None or post.heads <= 0 or over(plan, window):
        return
    shifts = [(d.person, d.window or window) for d in plan.where(Duty, post=post.id) if _fit(plan, d, post)]
    for gap, present in gaps(window, post.heads, shifts):
        if over(plan, gap):
            continue
        yield Problem(
            "{present} of {heads} people are on duty, {gap}",
            key=gap.start.astimezone(UTC).isoformat(),
            fix="put {missing} more on duty for {gap}",
            settle_by=settles(plan, _event_of(plan, post)),
            present=present,
            heads=post.heads,
            missing=post.heads - present,
            gap=gap,
        )


def _event_of(plan: Reader, post: Post) -> str | None:
    if post.event is None and post.session is not None:
        session = plan.get(Session, post.session)
        return session.event if session is not None else None
    return post.event


def _fit(plan: Reader, duty: Duty, post: Post) -> bool:
    if not post.skill:
        return True
    person = plan.get(Person, duty.person)
    return person is not None and has_skill(person, post.skill)


def check_responsible(plan: Reader, task: Task) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """
    Find a task that nobody is responsible for.

    It may be open until the task starts, or is due if it has no window.
    """
    if task.responsible is None and task.state not in CLOSED:
        yield Problem(
            "nobody is responsible",
            fix="name one person who is responsible",
            settle_by=task.window.start if task.window is not None else task.due,
        )


def check_overdue(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a task that is not done when its time has come: at its due instant, or at the end of its window."""
    due = task.due or (task.window.end if task.window is not None else None)
    if due is not None and task.state not in CLOSED and plan.passed(due):
        yield Problem(
            "it was due {due} and is not done", fix="do it, or set another time with a written reason", due=due
        )


RULES = (
    Rule(
        "core.post-understaffed",
        "A post has enough people at each moment",
        check_post,
        each=Post,
        basis="a post must be manned in its whole window, not only in total; how many are needed is in the plan",
    ),
    Rule(
        "core.task-without-responsible",
        "Each task has one person who is responsible",
        check_responsible,
        each=Task,
        basis="working principle of event offices: tasks are split up, and each has a named person (责任到人); "
        "in the reviewed conference each link had one",
    ),
    Rule(
        "core.task-overdue",
        "Each task is done in time",
        check_overdue,
        each=Task,
        basis="working principle of event offices: each item is followed up until it is done (逐项落实)",
    ),
)
