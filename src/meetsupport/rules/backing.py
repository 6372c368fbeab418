"""What stands behind the work: the plan that a task goes by, and the checklist of each sitting."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.model import Checklist, ChecklistTemplate, Document, Session, Task
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import state_word, task_due, task_length
from meetsupport.readings.critical_path import later
from meetsupport.rules._settling import over
from meetsupport.rules._words import named
from meetsupport.rules.posts import CLOSED

if TYPE_CHECKING:
    from datetime import datetime

    from meetsupport.plan import Reader

__all__ = ["RULES"]


def _begins(plan: Reader, task: Task) -> datetime | None:
    if task.window is not None:
        return task.window.start
    due = task_due(task)
    return later(due, -task_length(plan, task)) if due is not None else None


def check_plan(plan: Reader, task: Task) -> Iterator[Problem]:
    """
    Find a task that goes by a plan which is not in force.

    It may be open until the task begins. What is done was done by the version of its day, whatever took its place
    since.
    """
    document = plan.get(Document, task.document) if task.document is not None else None
    closed = task.state in CLOSED
    if document is None or document.state == "approved" or task.state == "dropped":
        return
    if closed and document.state == "superseded":
        return
    yield Problem(
        "it was done by {document}, version {version}, which is {state}"
        if closed
        else "it goes by {document}, version {version}, which is {state}",
        fix="have the plan approved, or go by the version that is in force",
        settle_by=None if closed else _begins(plan, task),
        about=[Document.ref(document.id)],
        document=document.title or document.id,
        version=document.version,
        state=state_word(Document, document.state),
    )


@derived
def listed_kinds(plan: Reader, event: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """
    List the templates of the checklists that sittings of an event have, by their kind, in the order of kinds.

    A template of the plan that names the kind of sitting itself is one too, unless the event has a list of it as a
    whole.
    """
    kinds = {one.id: one.kind for one in plan.where(Session, event=event)}
    used: dict[str, set[str]] = {kind: set() for kind in kinds.values()}
    whole: set[str] = set()
    for one in plan.where(Checklist, event=event):
        if one.template is not None and one.session in kinds:
            used[kinds[one.session]].add(one.template)
        elif one.template is not None:
            whole.add(one.template)
    for template in plan.all(ChecklistTemplate):
        for kind in template.kinds:
            if kind in used and template.id not in whole:
                used[kind].add(template.id)
    return tuple((kind, tuple(sorted(used[kind]))) for kind in sorted(used) if used[kind])


@derived
def session_templates(plan: Reader, of: tuple[str, str]) -> tuple[str, ...]:
    """List the templates of the checklists that sittings of one event and kind have."""
    event, kind = of
    kinds = plan.derive(listed_kinds, event)
    place = bisect_left(kinds, (kind, ()))
    return kinds[place][1] if place < len(kinds) and kinds[place][0] == kind else ()


def check_listed(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a sitting, until it is over, without a checklist that others of its kind have, or that is for its kind."""
    if session.event is None or session.window is None or over(plan, session.window):
        return
    wanted = plan.derive(session_templates, (session.event, session.kind))
    there = {one.template for one in plan.where(Checklist, session=session.id)} if wanted else set[str | None]()
    for template in wanted:
        if template not in there:
            yield Problem(
                "it has no checklist {template}",
                key=template,
                fix="make one of the template, as for the others",
                about=[ChecklistTemplate.ref(template)],
                template=named(plan, ChecklistTemplate, template),
            )


RULES: tuple[Rule, ...] = (
    Rule(
        "core.task-plan",
        "The plan that a task goes by is in force",
        check_plan,
        each=Task,
        basis="review of two congresses side by side: leaders inspected layout, traffic, parking and kitchens on site, "
        "with a plan behind them; of a commendation conference: three plans were approved before anybody worked by "
        "them",
    ),
    Rule(
        "core.session-unlisted",
        "Each sitting has the checklists that others of its kind have",
        check_listed,
        each=Session,
        severity="hint",
        basis="closed-loop reception with 900 meetings in forty days: each hall was set up, checked and signed for "
        "before each sitting; a sitting that was added late has no list unless somebody makes one",
    ),
)
