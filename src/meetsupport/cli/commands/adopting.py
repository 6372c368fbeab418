"""What plugins offer, taken into the plan: ``adopt``."""

from __future__ import annotations

from typing import Any

import click

from meetsupport.cli.commands.files import DECIDE, OVERRIDE, decisions, impact_answer
from meetsupport.cli.front import Answer, Front, command
from meetsupport.cli.help import Option
from meetsupport.cli.page import Page
from meetsupport.cli.words import say
from meetsupport.core.messages import translate
from meetsupport.desk.adopting import offered

__all__ = ["adopt"]


@command(
    click.Argument(["name"], metavar="[NAME]", required=False),
    Option(
        ["--kind"],
        type=click.Choice(["protocol", "checklist", "calendar"]),
        default=None,
        help="What it is, where several go by that name.",
    ),
    Option(
        ["--year", "years"],
        multiple=True,
        type=click.IntRange(1, 9999),
        metavar="YEAR",
        help="For a calendar: which year; give it once for each.",
    ),
    Option(["--event"], default=None, metavar="ID", help="For a protocol: the event that keeps it from now on."),
    Option(["--reason"], default="", metavar="TEXT", help="Why."),
    DECIDE,
    OVERRIDE,
    epilog="meetsupport adopt\nmeetsupport adopt hall-set-up\nmeetsupport adopt china --year 2026\n"
    "meetsupport adopt hall-set-up --decide '*=keep' --decide 'TemplateItem:hall-set-up.tea=take'",
)
def adopt(front: Front, name: str | None, *, decide: tuple[str, ...], **about: Any) -> Answer:
    """
    Take a protocol, a checklist or days off into the plan.

    Without a name, what the plugins offer is listed. It is a change like any other: 'undo' takes it back. Adopt again
    what a plugin offers anew: what is as it came is renewed, what you have changed is left alone and asked about.
    """
    if name is None:
        return _offered(front)
    desk = front.desk(make=True)
    with front.busy(say("working out what it changes")):
        impact = desk.adopt(name, by=front.by, decisions=decisions(decide), language=front.language, **about)
    return impact_answer(front, desk, impact, detail=False)


def _offered(front: Front) -> Answer:
    found = offered(front.registry)
    words = {"protocol": say("health protocol"), "checklist": say("checklist template"), "calendar": say("calendar")}

    def shape() -> Any:
        return {
            "offered": [
                {"kind": one.kind, "name": one.name, "plugin": one.plugin, "title": one.title, "records": one.records}
                for one in found
            ]
        }

    def paint(page: Page) -> None:
        rows = [
            [
                words[one.kind],
                one.name,
                translate(one.title, front.language),
                "" if one.records is None else str(one.records),
                one.plugin,
            ]
            for one in found
        ]
        page.table([say("kind"), say("name"), say("title"), say("records"), say("plugin")], rows, fixed=[0, 3])

    return Answer(shape, paint)
