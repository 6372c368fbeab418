"""The tasks of an event, made of a template: ``plan``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from meetsupport.cli import shapes, views
from meetsupport.cli.commands.files import OVERRIDE
from meetsupport.cli.faults import Refused
from meetsupport.cli.front import Answer, Front, command
from meetsupport.cli.help import Option
from meetsupport.cli.words import language, say
from meetsupport.core.messages import translate
from meetsupport.desk.adopting import offered
from meetsupport.model import ChecklistTemplate, Event, Task, TemplateItem
from meetsupport.plan import Put

if TYPE_CHECKING:
    from meetsupport.cli.page import Page
    from meetsupport.desk import Desk, Impact
    from meetsupport.readings import ChecklistDraft

__all__ = ["plan"]

FEW = 30
"""How many tasks of a kind are named; the others are counted."""


@command(
    click.Argument(["template"], metavar="[TEMPLATE]", required=False),
    Option(["--event"], default=None, metavar="ID", help="For which event; not needed where there is only one."),
    Option(
        ["--session", "sessions"],
        multiple=True,
        metavar="ID",
        help="For which session; give it once for each. Without it, all that the template is for.",
    ),
    Option(
        ["--team", "teams"],
        multiple=True,
        metavar="ROLE=ID",
        help="The team or the person of a role; without it, the team that is called as the role.",
    ),
    Option(["--copy"], default="", metavar="NAME", help="Tells several lists of one template apart, such as boards."),
    Option(["--about"], default="", metavar="TEXT", help="What it is about, said before each title."),
    Option(["--place"], default=None, metavar="ID", help="Where."),
    Option(["--signs"], default=None, metavar="ID", help="The person who signs that all is done."),
    Option(["--reason"], default="", metavar="TEXT", help="Why."),
    OVERRIDE,
    Option(["--dry-run"], is_flag=True, help="Say what it would do, without doing it."),
    epilog="meetsupport plan\nmeetsupport plan commendation --event c-2030 --dry-run\n"
    "meetsupport plan hall-set-up --event c-2030 --session opening --team hall=team-3 --signs p-17",
)
def plan(
    front: Front,
    template: str | None,
    *,
    event: str | None,
    sessions: tuple[str, ...],
    teams: tuple[str, ...],
    dry_run: bool,
    **about: Any,
) -> Answer:
    """
    Make the tasks of an event from a template.

    Without a template, those that there are are listed. It says what has less time than the template wants, what is
    done at night, and what cannot be met, and by how much. The same command again, after the opening or a sitting was
    moved or added, moves the open tasks that hang on it and adds what is missing; what is done, or was set by hand,
    stays. A list of the template that came from elsewhere, as with a cloned event, is left as it is, and none is made
    beside it but under a name of its own ('--copy'). It is a change like any other: 'undo' takes it back.
    """
    if template is None:
        return _templates(front)
    desk = front.desk()
    with front.busy(say("working out what it changes")):
        drafted = desk.draft_checklist(
            template,
            event if event is not None else _only_event(desk),
            sessions=sessions or None,
            teams=_teams(teams),
            language=front.language,
            by=front.by,
            **about,
        )
        impact = desk.preview(drafted.change) if dry_run else desk.apply(drafted.change)
    return _answer(front, desk, drafted, impact, would=dry_run)


def _only_event(desk: Desk) -> str:
    events = desk.plan.all(Event)
    if len(events) != 1:
        raise Refused(say("there are {n} events; say with --event which is meant", n=len(events)))
    return events[0].id


def _teams(given: tuple[str, ...]) -> dict[str, str]:
    made: dict[str, str] = {}
    for one in given:
        role, equals, id = one.partition("=")
        if not (role and equals and id):
            raise Refused(say("{what} is no ROLE=ID, such as 'hall=team-3'", what=repr(one)))
        made[role] = id
    return made


def _templates(front: Front) -> Answer:
    found = {one.name: (one.title, one.records or 0) for one in offered(front.registry) if one.kind == "checklist"}
    if Path(front.path).is_file():
        held = front.desk().plan
        for one in held.all(ChecklistTemplate):
            found[one.id] = one.name, 1 + len(held.where(TemplateItem, template=one.id))
    rows = [(name, title, records - 1) for name, (title, records) in sorted(found.items())]
    return Answer(
        lambda: {"templates": [{"name": name, "title": title, "items": count} for name, title, count in rows]},
        lambda page: page.table(
            [say("name"), say("title"), say("items")],
            [[name, translate(title, front.language), str(count)] for name, title, count in rows],
            fixed=[0],
        ),
    )


def _answer(front: Front, desk: Desk, drafted: ChecklistDraft, impact: Impact, *, would: bool) -> Answer:
    laid = drafted.plan
    groups = {
        "compressed": {one.task: one.laid.compressed for one in laid.compressed},
        "at_night": {one.task: one.night for one in laid.at_night},
        "unmet": {one.task: one.laid.late for one in laid.unmet},
    }
    undated = [one.task for one in laid.tasks if one.wanted is None and one.limit is None]
    blocking = impact.held or bool(laid.unmet) or any(one.severity == "blocking" for one in impact.raised)

    def shape() -> Any:
        return {
            "made": list(drafted.made),
            "moved": list(drafted.moved),
            "unowned": list(drafted.unowned),
            "others": list(drafted.others),
            **{
                name: [{"task": task, "seconds": length.total_seconds()} for task, length in tasks.items()]
                for name, tasks in groups.items()
            },
            "undated": undated,
            "impact": shapes.impact(impact, front.language, desk.now),
        }

    def paint(page: Page) -> None:
        page.line((say("tasks: {n} new, {m} moved", n=len(drafted.made), m=len(drafted.moved)), "bold"))
        if drafted.others:
            page.line(
                say(
                    "there is a list of this template already, and nothing is added to it: {lists}",
                    lists=drafted.others,
                ),
                ("  --copy NAME", "dim"),
            )
        headings = {
            "compressed": say("less time than the template wants: {n}", n=len(laid.compressed)),
            "at_night": say("at night: {n}", n=len(laid.at_night)),
            "unmet": say("cannot be met: {n}", n=len(laid.unmet)),
            "undated": say("without a time, since what they hang on is not entered: {n}", n=len(undated)),
        }
        titles = {edit.record.id: edit.record for edit in drafted.change.edits if isinstance(edit, Put)}
        notes = {name: [(task, _by(name, by)) for task, by in tasks.items()] for name, tasks in groups.items()}
        notes["undated"] = [(task, "") for task in undated]
        for name, tasks in notes.items():
            if tasks:
                page.line((headings[name], "bold red" if name == "unmet" else "bold"))
            for task, note in tasks[:FEW]:
                record = titles.get(task) or desk.plan.get(Task, task)
                title = record.title if isinstance(record, Task) else ""
                page.line(f"{title or task}  ", (note, "dim"), indent=2)
            if len(tasks) > FEW:
                page.line(say("and {n} more", n=len(tasks) - FEW), indent=2)
        if drafted.unowned:
            page.line(
                say("roles without a team: {roles}", roles=tuple(map(_role, drafted.unowned))),
                (f"  --team '{drafted.unowned[0]}=ID'", "dim"),
            )
        views.impact(page, impact, front, desk.now, detail=False, would=would)

    return Answer(shape, paint, blocking=blocking)


def _by(group: str, length: timedelta) -> str:
    if group == "compressed":
        return say("{length} less", length=length)
    return say("{length} late", length=length) if group == "unmet" else say("{length} of it", length=length)


def _role(role: str) -> str:
    term = TemplateItem.__record__.fields["role"].words.get(role, role)
    return role if language() == "en" or term == role else f"{term}({role})"
