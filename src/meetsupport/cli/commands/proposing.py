"""What others must agree to, and events that begin as last year's: ``propose``, ``review``, ``clone``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from meetsupport.cli import complete, shapes
from meetsupport.cli.commands.changes import WHAT, made_of
from meetsupport.cli.commands.files import impact_answer
from meetsupport.cli.front import Answer, Front, command
from meetsupport.cli.help import Option
from meetsupport.cli.page import Page
from meetsupport.cli.words import say

__all__ = ["clone", "propose", "review"]


@command(
    click.Argument(["type_"], metavar="TYPE", shell_complete=complete.types),
    click.Argument(["id_"], metavar="ID", shell_complete=complete.ids),
    click.Argument(["fields"], metavar="[FIELD=VALUE]...", nargs=-1, shell_complete=complete.fields),
    Option(
        ["--to", "steps"],
        multiple=True,
        required=True,
        metavar="WHO",
        help="Who must agree: a person, a team or an office; give it once for each, in order.",
    ),
    *WHAT,
    epilog="meetsupport propose Session opening place=hall-2 --to secretariat --to leaders-office --by hall-lead",
)
def propose(
    front: Front, type_: str, id_: str, fields: tuple[str, ...], *, steps: tuple[str, ...], **about: Any
) -> Answer:
    """
    Propose a change; it is made when all have agreed.

    Give it what you would give 'change'.
    """
    desk = front.desk(make=True)
    impact = desk.propose(made_of(desk, front, type_, id_, fields, **about), steps=steps)
    return Answer(
        lambda: {"proposed": impact.id, "reason": shapes.reason(impact, front.language)},
        lambda page: page.line(
            say("nothing would change")
            if impact.id is None
            else say("proposed as {id}: {reason}", id=impact.id, reason=impact.why)
        ),
    )


@command(
    click.Argument(["held"], metavar="[ID]", required=False, type=click.IntRange(min=1), shell_complete=complete.held),
    Option(["--return", "returned"], is_flag=True, help="Return it instead; say in --comment what must be changed."),
    Option(["--step"], default="", metavar="WHO", help="For which step; by default the next one."),
    Option(["--comment"], default="", metavar="TEXT", help="What you have to say of it."),
    epilog="meetsupport review\nmeetsupport review 14 --by secretary\n"
    "meetsupport review 14 --return --comment 'the annex has no lift' --by secretary",
)
def review(front: Front, held: int | None, *, returned: bool, step: str, comment: str) -> Answer:
    """
    Agree to a proposal, or return it.

    Without an id, the proposals that wait are listed. When all have agreed, the change is made.
    """
    desk = front.desk()
    if held is None:
        return _waiting(front)
    with front.busy(say("working out what it changes")):
        impact = desk.review(held, by=front.by, step=step, agreed=not returned, comment=comment)
    if impact.held:
        return Answer(
            lambda: {"proposal": held, "reason": shapes.reason(impact, front.language)},
            lambda page: page.line(say("the proposal {id} {reason}", id=held, reason=impact.why)),
        )
    return impact_answer(front, desk, impact, detail=True)


def _waiting(front: Front) -> Answer:
    desk = front.desk()
    found = desk.proposals
    what = {entry.revision: entry.what.text(front.language) for entry in desk.log() if entry.kind == "held"}

    def shape() -> Any:
        return {
            "proposals": [
                {
                    "id": one.id,
                    "at": one.at.isoformat(),
                    "by": one.head.by,
                    "what": what[one.id],
                    "open": list(one.open_steps),
                    "returned": one.returned,
                    "comments": [review.comment for review in one.reviews if review.comment],
                }
                for one in found
            ]
        }

    def paint(page: Page) -> None:
        if not found:
            page.line(say("no proposal waits"))
            return
        rows = [
            [
                str(one.id),
                front.time(one.at),
                one.head.by,
                what[one.id],
                say("returned: {comment}", comment=one.reviews[-1].comment)
                if one.returned
                else say(", ").join(one.open_steps),
            ]
            for one in found
        ]
        page.table([say("id"), say("when"), say("by"), say("what"), say("waits for")], rows, fixed=[0, 1])

    return Answer(shape, paint, blocking=bool(found))


@command(
    click.Argument(["event"], metavar="EVENT"),
    click.Argument(["to"], metavar="NEW-ID"),
    Option(
        ["--days"],
        type=click.IntRange(min=-36_500, max=36_500),
        required=True,
        metavar="N",
        help="How many days later it is; hours of the day stay as they are.",
    ),
    Option(["--reason"], default="", metavar="TEXT", help="Why."),
    epilog="meetsupport clone conference-2025 conference-2026 --days 364",
)
def clone(front: Front, event: str, to: str, *, days: int, reason: str) -> Answer:
    """
    Begin an event as an earlier one.

    Its teams, agenda, posts, tours and tasks are taken along, and what was learnt becomes tasks. Who came is not
    taken along, nor what happened.
    """
    desk = front.desk()
    with front.busy(say("working out what it changes")):
        impact = desk.clone(event, to, shift=timedelta(days=days), by=front.by, reason=reason)
    return impact_answer(front, desk, impact, detail=False)
