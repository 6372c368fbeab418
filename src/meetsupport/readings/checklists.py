"""Checklists and their tasks, made of templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

import attrs

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.messages import Message, termed, translate
from meetsupport.core.records import Record, evolved, no_such
from meetsupport.model import Checklist, ChecklistTemplate, Event, Session, Task, TemplateItem
from meetsupport.plan import Change, Put
from meetsupport.readings.anchors import anchor_time
from meetsupport.readings.calendar import clock_of
from meetsupport.readings.checklist_tasks import ROLES, Job, drafted, learnt, lists_of, owner, with_times
from meetsupport.readings.planning import BackwardPlan, PlannedTask, plan_tasks
from meetsupport.readings.tasks import DONE, DROPPED

if TYPE_CHECKING:
    from meetsupport.plan import Reader, Shown

__all__ = ["ChecklistDraft", "ChecklistOptions", "checklist_for", "draft_checklist", "template_in"]

R = TypeVar("R", bound=Record)

BEGUN = frozenset({*DONE, DROPPED})

_SITTINGS = frozenset(Session.__record__.fields["kind"].words) - frozenset(Event.__record__.fields["kind"].words)
"""The kinds of session that there are words for, and that no event is of."""


@attrs.frozen
class ChecklistDraft:
    """
    Checklists and tasks that a template would make, or move.

    Attributes:
        change: The change that makes them. It puts the template too, if it is not in the plan.
        plan: All tasks of the template that are not done, laid out backward, those that are in the plan already too.
        made: The ids of the tasks that it adds.
        moved: The ids of the tasks whose anchor has moved, and which it makes due anew.
        unowned: The roles of its items that belong to no team and no person.
        others: The ids of lists of the template that the event has already from elsewhere, as when it was cloned with
            them. None is made beside them, and nothing is added to them; what hangs on what has moved is due anew.
    """

    change: Change
    plan: BackwardPlan
    made: tuple[str, ...]
    moved: tuple[str, ...]
    unowned: tuple[str, ...]
    others: tuple[str, ...] = ()


class ChecklistOptions(TypedDict, total=False):
    """The options of `draft_checklist`, which says what each means."""

    sessions: Iterable[str] | None
    copy: str
    about: str
    place: str | None
    signs: str | None
    anchors: Mapping[str, datetime] | None
    teams: Mapping[str, str] | None
    language: str
    library: Iterable[Record] | None
    by: str


def checklist_for(plan: Shown, template: str, event: str, **options: Unpack[ChecklistOptions]) -> Change:
    """Give the change of `draft_checklist`, which says what is made of a template, and takes the same options."""
    return draft_checklist(plan, template, event, **options).change


def draft_checklist(  # noqa: PLR0913 - all but three are said by name, and mostly left out
    plan: Shown,
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
) -> ChecklistDraft:
    """
    Make a checklist and its tasks of a template.

    Items that hang on sessions are made once for each session, in a checklist of its own; all others once. Each task is
    due when its item says, counted from its anchor, or as soon after that as can be where the office has less time than
    the template, but never after its gate or the opening; what falls on a day off or outside working hours is moved
    before it where it can. An item whose time cannot be compressed stays due when it was. Of what cannot be met a rule
    says by how much.

    What is in the plan already is left as it is, so that the same call, after a session was added, adds what is
    missing. Only open tasks whose anchor has moved since are due anew, unless somebody has set by hand when they are.
    Where the event has a list of the template from elsewhere, as one that was cloned has, none is made beside it unless
    *copy* names another. What was learnt of an item stands at its task; what was learnt of the template as a whole
    becomes a task of its own.

    Args:
        plan: What to read, with its time: until the opening nothing is laid before it.
        template: The template's id, in the plan or in *library*.
        event: The event's id.
        sessions: The sessions to make items for; without it, all of the event, or those of the kinds that the template
            is for.
        copy: Tells several checklists of one template for one event apart: boards, banners.
        about: What the tasks are about, said before each title: 20 boards.
        place: Where.
        signs: Who signs that all is done: the id of a person.
        anchors: Other times for anchors, by their name: things must be in place by 02:00, not by the opening.
        teams: The team or the person of each role, by its id; without it, the team of the event that is called as the
            role.
        language: The language of titles and evidence. They are written into the plan, so they stay in it.
        library: Templates that are not in the plan; without it, those that come with the library.
        by: Who makes the change.

    Raises:
        UnknownReference: There is no such template, event, session or role.
        InvalidInput: The event has no window, so that nobody knows when it opens, or no session of the kinds that the
            template is for.
    """
    of = plan.get(Event, event)
    if of is None:
        raise UnknownReference.of(no_such(Event.__record__, event))
    if of.window is None:
        said = Message.of("the event {event} has no window for tasks to hang on; enter it", event=repr(event))
        raise InvalidInput.of(said)
    found, items, edits = _template(plan, template, library, language)
    held = _sessions(plan, of, found, sessions)
    given = dict(anchors or {})
    others = _others(plan, event, template) if not copy else dict[str | None, str]()
    job = Job(of, found, items, held, copy, about, place, signs, dict(teams or {}), given, language, others)
    roles = {item.role for item in items}
    if unknown := sorted(set(job.teams) - roles):
        said = Message.of(
            "no item of {template} has the role {role}, they have {known}",
            template=repr(template),
            role=repr(unknown[0]),
            known=tuple(termed(one, ROLES.get(one, one)) for one in sorted(roles - {""})) or Message.of("no role"),
        )
        raise UnknownReference.of(said)
    drafts = list(drafted(plan, job))
    still = [task for task, _ in drafts if not _is_begun(plan, task)]
    opening = given.get("opening", of.window.start)
    by_item = {item.id: item for item in items}
    # What is entered once all has begun is entered as it should have been.
    since = plan.now if plan.now < opening or of.received is None else of.received
    laid = plan_tasks(plan, of, opening, still, since=since, items=by_item, anchors=given)
    dues = {one.task: _due(plan, of, one) for one in laid.tasks}
    made: list[Task] = []
    moved: list[Task] = []
    for task, session in drafts:
        item, there = by_item[task.item or ""], plan.get(Task, task.id)
        anchor = anchor_time(of, item.anchor, session)
        due = dues.get(task.id)
        if there is None:
            made.append(with_times(task, due=due, planned=due, anchored=anchor))
        elif (
            task.id in dues
            and there.due == there.planned
            and (due, anchor) != (there.planned, there.anchored)
            and _is_moved(laid[task.id], there, due, anchor, item, job)
        ):
            moved.append(with_times(there, due=due, planned=due, anchored=anchor))
    for task in learnt(plan, job, opening):
        (made if plan.get(Task, task.id) is None else moved).append(task)
    lists = (one for one in lists_of(job, made) if plan.get(Checklist, one.id) is None)
    edits += map(Put, [*lists, *made, *moved])
    return ChecklistDraft(
        Change(tuple(edits), by=by, reason=f"checklist {job.stem} of template {found.id}"),
        laid,
        tuple(one.id for one in made),
        tuple(one.id for one in moved),
        tuple(sorted(role for role in roles if role and owner(plan, job, role) == (None, None))),
        tuple(sorted({others[one] for one in (None, *(session.id for session in held)) if one in others})),
    )


def _others(plan: Reader, event: str, template: str) -> Mapping[str | None, str]:
    stem = f"{event}.{template}"
    return {
        one.session: one.id
        for one in plan.where(Checklist, event=event, template=template)
        if one.id != stem and not one.id.startswith(f"{stem}.")
    }


def _is_begun(plan: Reader, task: Task) -> bool:
    there = plan.get(Task, task.id)
    return there is not None and there.state in BEGUN


def _is_moved(
    laid: PlannedTask, there: Task, due: datetime | None, anchor: datetime | None, item: TemplateItem, job: Job
) -> bool:
    """Say whether a task of the plan must be due anew: its anchor is another, or it is due when it is too late."""
    if there.state != "open" or there.window is not None:
        return False
    late = there.due is not None and laid.limit is not None and there.due > laid.limit
    return late or there.anchored != anchor or item.anchor in job.anchors or _is_recounted(laid, there, due, item)


def _is_recounted(laid: PlannedTask, there: Task, due: datetime | None, item: TemplateItem) -> bool:
    """
    Say whether working days count to another day, since days off have become known.

    Where there is no time for what they count to, a task is due when it can be; that is later as time passes, and tells
    of no other count.
    """
    if item.working_days is None or due is None or there.planned is None:
        return False
    return due == laid.wanted or due < there.planned


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
            of_it = [item for item in given if isinstance(item, TemplateItem) and item.template == template]
            head, items = template_in(one, language), tuple(template_in(item, language) for item in of_it)
            return head, items, [Put(head), *map(Put, items)]
    known = tuple(sorted(one.id for one in given if isinstance(one, ChecklistTemplate)))
    said = Message.of(
        "no {type} with the id {id} in the plan or among {known}",
        type=termed(ChecklistTemplate.__record__.name, ChecklistTemplate.__record__.label),
        id=repr(template),
        known=known,
    )
    raise UnknownReference.of(said)


def template_in(record: R, language: str) -> R:
    """Give a template or an item of one with its name, title and evidence in a language, as far as it is translated."""
    if isinstance(record, ChecklistTemplate):
        return evolved(record, name=translate(record.name, language))
    if isinstance(record, TemplateItem):
        return evolved(record, title=translate(record.title, language), evidence=translate(record.evidence, language))
    return record


def _sessions(
    plan: Reader, event: Event, template: ChecklistTemplate, asked: Iterable[str] | None
) -> tuple[Session, ...]:
    if asked is None:
        return _fitting(plan, event, template)
    found: list[Session] = []
    for id in asked:
        session = plan.get(Session, id)
        if session is None:
            raise UnknownReference.of(no_such(Session.__record__, id))
        found.append(session)
    return tuple(found)


def _fitting(plan: Reader, event: Event, template: ChecklistTemplate) -> tuple[Session, ...]:
    """Give the sessions of an event that a template is for: all, unless it is for kinds of session, not of event."""
    held = plan.where(Session, event=event.id)
    kinds = set(template.kinds)
    if event.kind in kinds or not kinds & _SITTINGS:
        return held
    found = tuple(one for one in held if one.kind in kinds)
    if not found:
        words = Session.__record__.fields["kind"].words
        said = Message.of(
            "the event {event} has no session of the kind {kinds}, for which the template {template} is; enter one, or "
            "name the sessions",
            event=repr(event.id),
            kinds=tuple(termed(kind, words.get(kind, kind)) for kind in template.kinds),
            template=repr(template.id),
        )
        raise InvalidInput.of(said)
    return found


def _due(plan: Reader, event: Event, one: PlannedTask) -> datetime | None:
    if one.wanted is None:
        return None
    due = one.wanted if one.force else min(one.laid.finish, one.limit or one.laid.finish)
    return clock_of(plan, event.id, due)
