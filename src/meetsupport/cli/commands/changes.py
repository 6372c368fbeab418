"""Changes by hand: ``change``, ``preview``, ``confirm``, ``discard``, ``undo``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import click

from meetsupport.cli import complete
from meetsupport.cli.commands.files import OVERRIDE, impact_answer
from meetsupport.cli.faults import Refused
from meetsupport.cli.fields import Assignments, type_named
from meetsupport.cli.front import Answer, Front, command
from meetsupport.cli.help import Option
from meetsupport.cli.page import Page
from meetsupport.cli.words import say
from meetsupport.desk import Desk, LogEntry
from meetsupport.plan import Change

__all__ = ["WHAT", "change", "confirm", "discard", "made_of", "preview", "undo"]

WHAT: tuple[Any, ...] = (
    Option(["--add"], is_flag=True, help="Add the record; without it, the record must be there."),
    Option(["--remove"], is_flag=True, help="Remove the record."),
    Option(["--reason"], default="", metavar="TEXT", help="Why."),
    Option(["--ordered-by"], default="", metavar="WHO", help="On whose order, by id or office."),
    Option(
        ["--means"], default="", metavar="TEXT", help="How the order came: telephone, meeting, document, in person."
    ),
    Option(["--document"], default="", metavar="TEXT", help="Which document followed or confirms it."),
    OVERRIDE,
)


def made_of(desk: Desk, front: Front, type_: str, id_: str, fields: tuple[str, ...], **about: Any) -> Change:
    """Make the change that the words of ``change`` describe."""
    add, remove = about.pop("add"), about.pop("remove")
    if add and remove:
        raise Refused(say("--add and --remove exclude each other"))
    if remove and fields:
        raise Refused(say("--remove takes no fields"))
    if not (fields or add or remove):
        raise Refused(say("say what to change: field=value, --add or --remove"))
    rt = type_named(desk.plan.types, type_)
    editing = desk.edit(by=front.by, **about)
    if remove:
        editing.remove(rt.cls, id_)
        return editing.change
    old = None if add else editing.get(rt.cls, id_)
    values = Assignments(desk.plan, rt, old).read(fields)
    if add:
        editing.add(rt.cls, id_, **values)
    else:
        editing.set(rt.cls, id_, **values)
    return editing.change


@command(
    click.Argument(["type_"], metavar="TYPE", shell_complete=complete.types),
    click.Argument(["id_"], metavar="ID", shell_complete=complete.ids),
    click.Argument(["fields"], metavar="[FIELD=VALUE]...", nargs=-1, shell_complete=complete.fields),
    *WHAT,
    epilog="meetsupport change Participant p-017 route=route-sea --by liaison.coach-3 --reason 'asked at boarding'\n"
    "meetsupport change Session opening window=2011-06-09T18:00/19:30 place=hall-2\n"
    "meetsupport change Person w-9 --add team=tea skills=tea,English\n"
    "meetsupport change Seat seat-44 --remove",
)
def change(front: Front, type_: str, id_: str, fields: tuple[str, ...], **about: Any) -> Answer:
    """
    Change a record, and say who must be told.

    Values are read by the field's type. A time is 2011-06-09T08:00, in the zone of the record's event unless it has
    an offset; a window is from/to; several values have commas between them; an empty value clears the field.
    """
    desk = front.desk(make=True)
    made = made_of(desk, front, type_, id_, fields, **about)
    with front.busy(say("working out what it changes")):
        impact = desk.apply(made)
    return impact_answer(front, desk, impact, detail=True)


@command(
    click.Argument(["type_"], metavar="TYPE|FILE", shell_complete=complete.types),
    click.Argument(["id_"], metavar="[ID]", required=False, shell_complete=complete.ids),
    click.Argument(["fields"], metavar="[FIELD=VALUE]...", nargs=-1, shell_complete=complete.fields),
    *WHAT,
    epilog="meetsupport preview Session opening place=hall-2\nmeetsupport preview conference.xlsx",
)
def preview(front: Front, type_: str, id_: str | None, fields: tuple[str, ...], **about: Any) -> Answer:
    """
    Say what a change would do, without doing it.

    Give it what you would give 'change', or a file as you would to 'load'.
    """
    desk = front.desk()
    if id_ is None:
        if not Path(type_).is_file():
            raise Refused(say("there is no file {file}; give a file, or a type, an id and fields", file=type_))
        with front.busy(say("reading {file}", file=Path(type_).name)):
            read = desk.read(type_, by=front.by)
            made = attrs.evolve(read, reason=about["reason"], override=about["override"])
    else:
        made = made_of(desk, front, type_, id_, fields, **about)
    with front.busy(say("working out what it changes")):
        impact = desk.preview(made)
    return impact_answer(front, desk, impact, detail=id_ is not None, would=True)


@command(
    click.Argument(["held"], metavar="[ID]", required=False, type=click.IntRange(min=1), shell_complete=complete.held),
    OVERRIDE,
    epilog="meetsupport confirm\nmeetsupport confirm 14 --by lead",
)
def confirm(front: Front, held: int | None, *, override: str) -> Answer:
    """
    Apply a change that was held.

    Without an id, the changes that wait are listed.
    """
    desk = front.desk()
    if held is None:
        return _waiting(front, desk)
    with front.busy(say("working out what it changes")):
        impact = desk.confirm(held, by=front.by, override=override)
    return impact_answer(front, desk, impact, detail=False)


@command(
    click.Argument(["held"], metavar="[ID]", required=False, type=click.IntRange(min=1), shell_complete=complete.held),
    Option(["--reason"], default="", metavar="TEXT", help="Why."),
    epilog="meetsupport discard 14 --reason 'the file was half written'",
)
def discard(front: Front, held: int | None, *, reason: str) -> Answer:
    """
    Drop a change that was held.

    Without an id, the changes that wait are listed.
    """
    desk = front.desk()
    if held is None:
        return _waiting(front, desk)
    desk.discard(held, by=front.by, reason=reason)
    return Answer(lambda: {"discarded": held}, lambda page: page.line(say("dropped the held change {id}", id=held)))


def _waiting(front: Front, desk: Desk) -> Answer:
    entries: list[LogEntry] = [next(iter(desk.log(after=one - 1))) for one in desk.held]

    def shape() -> Any:
        return {
            "held": [
                {"id": e.revision, "at": e.at.isoformat(), "by": e.by, "what": e.what.text(front.language)}
                for e in entries
            ]
        }

    def paint(page: Page) -> None:
        if not entries:
            page.line(say("no change is held"))
            return
        rows = [[str(e.revision), front.time(e.at), e.by, e.what.text(front.language)] for e in entries]
        page.table([say("id"), say("when"), say("by"), say("what")], rows, fixed=[0, 1])

    return Answer(shape, paint, blocking=bool(entries))


@command(
    click.Argument(["revision"], type=click.IntRange(min=1)),
    Option(["--reason"], default="", metavar="TEXT", help="Why."),
    OVERRIDE,
    epilog="meetsupport undo 12 --reason 'the order was withdrawn'",
)
def undo(front: Front, revision: int, *, reason: str, override: str) -> Answer:
    """
    Take a change back, with a new one.

    What was sent and read since stays as it is; whoever was told of the change is told again. 'meetsupport log'
    shows the revisions.
    """
    desk = front.desk()
    with front.busy(say("working out what it changes")):
        impact = desk.undo(revision, by=front.by, reason=reason, override=override)
    return impact_answer(front, desk, impact, detail=True)
