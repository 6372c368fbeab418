"""Checklists and their tasks, made of templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import attrs

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.messages import Message, translate
from meetsupport.model import Checklist, ChecklistTemplate, Event, Session, Task, Team, TemplateItem
from meetsupport.plan import Change, Put
from meetsupport.readings.calendar import clock_of
from meetsupport.readings.planning import PlannedTask, plan_tasks

if TYPE_CHECKING:
    from meetsupport.core.records import Record
    from meetsupport.plan import Reader

__all__ = ["checklist_for"]


@attrs.frozen
class _Job:
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
    language: str

    @property
    def stem(self) -> str:
        return ".".join(part for part in (self.event.id, self.template.id, self.copy) if part)


def checklist_for(  # noqa: PLR0913 - all but three are said by name, and mostly left out
    plan: Reader,
    template: str,
    event: str,
    *,
    sessions: Iterable[str] | None = None,
    copy: str = "",
    about: str = "",
    place: str | None = None,
    signs: str | None = None,
    anchors: Mapping[str, datetime] | None = None,
    teams: Mapping[str, str] | None = None,
    language: str = "en",
    library: Iterable[Record] | None = None,
    by: str = "",
) -> Change:
    """
    Make a checklist and its tasks of a template.

    Items that hang on sessions are made once for each session, in a checklist of its own; all others once. Each task is
    due when its item says, counted from its anchor, or as soon after that as can be where the office has less time than
    the template; what falls on a day off or into the night is moved before it where it can. An item whose time cannot
    be compressed stays due when it was, and a rule says that it cannot be met.

    What is in the plan already is left as it is, so that the same call, after a session was added, adds what is
    missing.

    Args:
        plan: What to read.
        template: The template's id, in the plan or in *library*.
        event: The event's id.
        sessions: The sessions to make items for; without it, all of the event.
        copy: Tells several checklists of one template for one event apart: boards, banners.
        about: What the tasks are about, said before each title: 20 boards.
        place: Where.
        signs: Who signs that all is done: the id of a person.
        anchors: Other times for anchors, by their name: things must be in place by 02:00, not by the opening.
        teams: The team of each role, by its id; without it, the team of the event that is called as the role.
        language: The language of titles and evidence. They are written into the plan, so they stay in it.
        library: Templates that are not in the plan; without it, those that come with the library.
        by: Who makes the change.

    Returns:
        The change. It puts the template too, if it is not in the plan.

    Raises:
        UnknownReference: There is no such template, event or session.
        InvalidInput: The event has no window, so that nobody knows when it opens.
    """
    of = plan.get(Event, event)
    if of is None:
        raise UnknownReference(f"no Event with the id {event!r}")
    if of.window is None:
        raise InvalidInput(f"the event {event!r} has no window for tasks to hang on; enter it")
    found, items, edits = _template(plan, template, library, language)
    job = _Job(of, found, items, _sessions(plan, of, sessions), copy, about, place, signs, dict(teams or {}), language)
    drafts = list(_drafts(plan, job))
    opening = (anchors or {}).get("opening", of.window.start)
    laid = plan_tasks(
        plan,
        of,
        opening,
        [task for task, _ in drafts],
        items={item.id: item for item in items},
        anchors=anchors,
    )
    dues = {one.task: _due(plan, of, one) for one in laid.tasks}
    made: list[Record] = list(_checklists(job, drafts))
    made += [cast("Task", attrs.evolve(cast("Any", task), due=dues[task.id])) for task, _ in drafts]
    edits += [Put(one) for one in made if plan.get(type(one), one.id) is None]
    return Change(tuple(edits), by=by, reason=f"checklist {job.stem} of template {found.id}")


def _template(
    plan: Reader, template: str, library: Iterable[Record] | None, language: str
) -> tuple[ChecklistTemplate, tuple[TemplateItem, ...], list[Put]]:
    found = plan.get(ChecklistTemplate, template)
    if found is not None:
        return found, plan.where(TemplateItem, template=template), []
    if library is None:
        from meetsupport.readings.templates import BUILTIN_TEMPLATES  # noqa: PLC0415 - 130 records, made when needed

        library = BUILTIN_TEMPLATES
    given = tuple(library)
    for one in given:
        if isinstance(one, ChecklistTemplate) and one.id == template:
            head = ChecklistTemplate(id=one.id, name=translate(one.name, language), kinds=one.kinds, basis=one.basis)
            of_it = (item for item in given if isinstance(item, TemplateItem) and item.template == template)
            items = tuple(_said_in(item, language) for item in of_it)
            return head, items, [Put(head), *map(Put, items)]
    known = ", ".join(sorted(one.id for one in given if isinstance(one, ChecklistTemplate)))
    raise UnknownReference(f"no ChecklistTemplate with the id {template!r} in the plan or among {known}")


def _said_in(item: TemplateItem, language: str) -> TemplateItem:
    title, evidence = translate(item.title, language), translate(item.evidence, language)
    return cast("TemplateItem", attrs.evolve(cast("Any", item), title=title, evidence=evidence))


def _sessions(plan: Reader, event: Event, asked: Iterable[str] | None) -> tuple[Session, ...]:
    if asked is None:
        return plan.where(Session, event=event.id)
    found: list[Session] = []
    for id in asked:
        session = plan.get(Session, id)
        if session is None:
            raise UnknownReference(f"no Session with the id {id!r}")
        found.append(session)
    return tuple(found)


def _drafts(plan: Reader, job: _Job) -> Iterator[tuple[Task, Session | None]]:
    """Make the tasks, without the times at which they are due."""
    per_session = {item.id for item in job.items if item.anchor == "session" and job.sessions}
    for item in job.items:
        for session in job.sessions if item.id in per_session else (None,):
            after: list[str] = []
            for before in item.after:
                if before not in per_session:
                    after.append(_task_id(job, before, None))
                elif session is not None:
                    after.append(_task_id(job, before, session))
                else:
                    after += [_task_id(job, before, one) for one in job.sessions]
            yield _task(plan, job, item, session, tuple(after)), session


def _task(plan: Reader, job: _Job, item: TemplateItem, session: Session | None, after: tuple[str, ...]) -> Task:
    title = translate(item.title, job.language)
    if job.about:
        title = Message.of("{about}: {title}", about=job.about, title=title).text(job.language)
    return Task(
        id=_task_id(job, item.id, session),
        event=job.event.id,
        kind=item.kind,
        title=title,
        place=job.place or (session.place if session is not None else None),
        team=_team(plan, job, item.role),
        after=after,
        needs_kinds=item.needs_kinds,
        session=session.id if session is not None else None,
        checklist=_checklist_id(job, session),
        item=item.id,
        duration=item.duration or None,
        gate=item.gate,
        question=item.question,
    )


def _team(plan: Reader, job: _Job, role: str) -> str | None:
    if not role:
        return None
    if role in job.teams:
        return job.teams[role]
    named = plan.where(Team, event=job.event.id, name=role)
    return named[0].id if named else None


def _checklist_id(job: _Job, session: Session | None) -> str:
    return f"{job.stem}.{session.id}" if session is not None else job.stem


def _task_id(job: _Job, item: str, session: Session | None) -> str:
    return f"{_checklist_id(job, session)}:{item.removeprefix(f'{job.template.id}.')}"


def _checklists(job: _Job, drafts: Iterable[tuple[Task, Session | None]]) -> Iterator[Checklist]:
    seen: set[str | None] = set()
    for task, session in drafts:
        if task.checklist in seen or task.checklist is None:
            continue
        seen.add(task.checklist)
        name = translate(job.template.name, job.language)
        if job.about:
            name = Message.of("{name} ({what})", name=name, what=job.about).text(job.language)
        yield Checklist(
            id=task.checklist,
            event=job.event.id,
            session=session.id if session is not None else None,
            place=task.place,
            template=job.template.id,
            name=name,
            signs=job.signs,
        )


def _due(plan: Reader, event: Event, one: PlannedTask) -> datetime | None:
    due = one.wanted if one.force or one.wanted is None else one.laid.finish
    return None if due is None else clock_of(plan, event.id, due)
