"""The tasks and lists that become of the items of a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import attrs

from meetsupport.core.messages import Message, translate
from meetsupport.core.records import evolved
from meetsupport.model import Checklist, ChecklistTemplate, Event, Person, Session, Task, Team, TemplateItem
from meetsupport.readings.anchors import SESSION_ANCHORS
from meetsupport.readings.lessons import earlier_events, lessons_for

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["ROLES", "Job", "drafted", "learnt", "lists_of", "owner", "with_times"]

ROLES = TemplateItem.__record__.fields["role"].words
"""The words of roles."""


@attrs.frozen
class Job:
    """What is asked for: `checklist_for` says what each means."""

    event: Event
    template: ChecklistTemplate
    items: tuple[TemplateItem, ...]
    sessions: tuple[Session, ...]
    copy: str
    about: str
    place: str | None
    signs: str | None
    teams: Mapping[str, str]
    anchors: Mapping[str, datetime]
    language: str
    others: Mapping[str | None, str]
    """Lists of the template that the event has under other ids, as when it was cloned with them, by their session."""

    @property
    def stem(self) -> str:
        """How the ids of its lists and tasks begin."""
        return ".".join(part for part in (self.event.id, self.template.id, self.copy) if part)


def with_times(task: Task, **about: datetime | None) -> Task:
    """Give a task with other times: ``due``, ``planned``, ``anchored``."""
    return cast("Task", attrs.evolve(cast("Any", task), **about))


def drafted(plan: Reader, job: Job) -> Iterator[tuple[Task, Session | None]]:
    """Make the tasks, without the times at which they are due."""
    per_session = {item.id for item in job.items if item.anchor in SESSION_ANCHORS and job.sessions}
    for item in job.items:
        for session in job.sessions if item.id in per_session else (None,):
            after: list[str] = []
            for before in item.after:
                if before not in per_session:
                    after += _before(plan, job, before, None)
                else:
                    for one in job.sessions if session is None else (session,):
                        after += _before(plan, job, before, one)
            made = _task(plan, job, item, session, tuple(after))
            other = job.others.get(session.id if session is not None else None)
            for id in (made.id,) if other is None else _in_list(plan, other, item.id):
                yield evolved(made, id=id), session


def _before(plan: Reader, job: Job, item: str, session: Session | None) -> tuple[str, ...]:
    """Name the task of an item that others come after, or that which another list has in its place."""
    other = job.others.get(session.id if session is not None else None)
    if other is None:
        return (_task_id(job, item, session),)
    return _in_list(plan, other, item)


def _in_list(plan: Reader, checklist: str, item: str) -> tuple[str, ...]:
    return tuple(task.id for task in plan.where(Task, checklist=checklist, item=item))


def _task(plan: Reader, job: Job, item: TemplateItem, session: Session | None, after: tuple[str, ...]) -> Task:
    title = translate(item.title, job.language)
    if job.about:
        title = Message.of("{about}: {title}", about=job.about, title=title).text(job.language)
    team, person = owner(plan, job, item.role)
    return Task(
        id=_task_id(job, item.id, session),
        event=job.event.id,
        kind=item.kind,
        title=title,
        place=job.place or (session.place if session is not None else None),
        team=team,
        responsible=person,
        after=after,
        needs_kinds=item.needs_kinds,
        session=session.id if session is not None else None,
        checklist=_checklist_id(job, session),
        item=item.id,
        lessons=tuple(one.id for one in lessons_for(plan, job.template.id, item.id)),
        duration=item.duration or None,
        gate=item.gate,
        question=item.question,
    )


def owner(plan: Reader, job: Job, role: str) -> tuple[str | None, str | None]:
    """Give the team or the person of a role; a team is called as the role, in English or in Chinese."""
    named = job.teams.get(role) if role else None
    if named is not None:
        return (None, named) if plan.get(Team, named) is None and plan.get(Person, named) is not None else (named, None)
    # A team that has people is not copied with its event, and works for the one that was begun from it.
    for event in (job.event.id, *plan.derive(earlier_events, job.event.id)) if role else ():
        for name in (role, ROLES.get(role, role)):
            for team in plan.where(Team, event=event, name=name):
                return team.id, None
    return None, None


def _checklist_id(job: Job, session: Session | None) -> str:
    return f"{job.stem}.{session.id}" if session is not None else job.stem


def _task_id(job: Job, item: str, session: Session | None) -> str:
    return f"{_checklist_id(job, session)}:{item.removeprefix(f'{job.template.id}.')}"


def learnt(plan: Reader, job: Job, opening: datetime) -> Iterator[Task]:
    """
    Make a task of each thing to do otherwise that concerns the whole template, or make it due at another opening.

    One that the event has a task for is answered; what was learnt at the event itself is for the next one.
    """
    for lesson in lessons_for(plan, job.template.id):
        id = f"{job.stem}:lesson.{lesson.id}"
        there = plan.get(Task, id)
        if there is not None:
            if there.state == "open" and there.due == there.planned and there.anchored != opening:
                yield with_times(there, due=opening, planned=opening, anchored=opening)
        elif (
            lesson.mend
            and lesson.event != job.event.id
            and all(task.event != job.event.id for task in plan.where(Task, lessons=lesson.id))
        ):
            yield Task(
                id=id,
                event=job.event.id,
                kind="item",
                title=lesson.mend,
                checklist=job.others.get(None, job.stem),
                lessons=(lesson.id,),
                responsible=job.event.chief_liaison,
                gate="before",
                due=opening,
                planned=opening,
                anchored=opening,
            )


def lists_of(job: Job, tasks: Iterable[Task]) -> Iterator[Checklist]:
    """Make the lists that tasks stand in, each once."""
    seen: set[str | None] = set()
    for task in tasks:
        if task.checklist in seen or task.checklist is None:
            continue
        seen.add(task.checklist)
        name = translate(job.template.name, job.language)
        if job.about:
            name = Message.of("{name} ({what})", name=name, what=job.about).text(job.language)
        yield Checklist(
            id=task.checklist,
            event=job.event.id,
            session=task.session,
            place=task.place,
            template=job.template.id,
            name=name,
            signs=job.signs,
        )
