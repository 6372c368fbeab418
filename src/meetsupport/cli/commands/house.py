"""The installation: ``verify``, ``plugins``, ``doctor``, ``demo``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from meetsupport.cli import shapes, views
from meetsupport.cli.front import Answer, Front, command
from meetsupport.cli.help import Option
from meetsupport.cli.page import Page, Part
from meetsupport.cli.words import colon, say
from meetsupport.core.records import Record
from meetsupport.model import ChecklistTemplate, HealthProtocol
from meetsupport.plugins import Registry

__all__ = ["demo", "doctor", "plugins", "verify"]


@command(epilog="meetsupport verify")
def verify(front: Front) -> Answer:
    """
    Check the journal's chain of digests.

    The exit code is 1 when an entry was changed, lost or put in from outside. Write the last digest down elsewhere:
    only by it can a tail that was cut off be noticed.
    """
    journal = front.journal()
    with front.busy(say("walking the chain")):
        found = journal.verify()
    digest = journal.head_digest.hex()

    def paint(page: Page) -> None:
        word = (say("sound"), "bold green") if found.ok else (say("broken"), "bold red")
        page.line(word, colon(), say("{n} entries, {erased} payloads erased", n=found.entries, erased=found.erased))
        for problem in found.problems:
            page.line("- ", problem, indent=2)
        page.line((say("last digest: {digest}", digest=digest), "dim"))

    def shape() -> Any:
        problems = list(found.problems)
        return {
            "ok": found.ok,
            "entries": found.entries,
            "erased": found.erased,
            "problems": problems,
            "digest": digest,
        }

    return Answer(shape, paint, blocking=not found.ok)


_KINDS = ("rules", "protocols", "checklists", "sections", "importers", "exporters", "channels", "calendars")


def given(registry: Registry) -> dict[str, dict[str, Any]]:
    """Say of each plugin its version and what it gives."""
    made: dict[str, dict[str, Any]] = {
        name: {"version": version, **{kind: list[str]() for kind in ("records", *_KINDS)}}
        for name, version in registry.plugins.items()
    }
    for kind in _KINDS:
        for name, owned in getattr(registry, kind).items():
            if not isinstance(owned.value, Record):
                made[owned.plugin][kind].append(name)
            elif isinstance(owned.value, (HealthProtocol, ChecklistTemplate)):
                # Their requirements and items are too many to list.
                made[owned.plugin][kind].append(owned.value.id)
    builtin = "core"
    for name in registry.types:
        made.get(_prefix(name, made) or builtin, {"records": []})["records"].append(name)
    return made


def _prefix(name: str, plugins: dict[str, dict[str, Any]]) -> str:
    prefix, dot, _ = name.partition(".")
    return prefix if dot and prefix in plugins else ""


@command(epilog="meetsupport plugins")
def plugins(front: Front) -> Answer:
    """
    List the plugins, what they give, what failed.

    The exit code is 1 when a plugin, or something that it gives, could not be used.
    """
    registry = front.registry
    made = given(registry)

    def paint(page: Page) -> None:
        for name, about in made.items():
            page.line((name, "bold"), f" {about['version']}" if about["version"] else "")
            words = {
                "records": say("record types"),
                "rules": say("rules"),
                "protocols": say("health protocols"),
                "checklists": say("checklist templates"),
                "sections": say("sections of briefs"),
                "importers": say("importers"),
                "exporters": say("exporters"),
                "channels": say("channels"),
                "calendars": say("calendars"),
            }
            for kind, word in words.items():
                if about[kind]:
                    page.line(f"{word}{colon()}", ", ".join(sorted(about[kind])), indent=2)
        views.failures(page, registry.failures)

    def shape() -> Any:
        listed = [{"name": name, **about} for name, about in made.items()]
        return {"plugins": listed, "failures": [shapes.failure(one) for one in registry.failures]}

    return Answer(shape, paint, blocking=bool(registry.failures))


@command(epilog="meetsupport doctor")
def doctor(front: Front) -> Answer:
    """
    Say what is installed and what is wrong with it.

    Python, plugins, SQLite, fonts, the terminal, time zones and languages. The exit code is 1 when something needs
    mending.
    """
    from meetsupport.cli.doctor import examine  # noqa: PLC0415 - only here

    with front.busy(say("looking round")):
        found = examine(front.registry)
    words: dict[str, Part] = {
        "ok": (say("ok"), "green"),
        "warning": (say("note"), "yellow"),
        "broken": (say("broken"), "bold red"),
    }

    def paint(page: Page) -> None:
        rows = [[words[one.state], one.title, one.text] for one in found]
        page.table(["", say("what"), say("result")], rows, fixed=[0, 1])

    def shape() -> Any:
        return {"examined": [{"name": one.name, "state": one.state, "found": one.text, **one.facts} for one in found]}

    return Answer(shape, paint, blocking=any(one.state == "broken" for one in found))


@command(
    click.Argument(["folder"], metavar="[FOLDER]", default="demo-output", type=click.Path(file_okay=False)),
    Option(
        ["--case"],
        type=click.IntRange(1, 5),
        default=5,
        metavar="NUMBER",
        help="Which of the five stories; 5 by default.",
    ),
    Option(["--quick"], is_flag=True, help="Without pauses."),
    Option(
        ["--pause"],
        type=click.FloatRange(min=0, max=60),
        metavar="SECONDS",
        help="How long to pause after each step; 1 on a terminal, else none.",
    ),
    epilog="meetsupport demo\nmeetsupport demo --quick\nmeetsupport demo --case 4",
)
def demo(front: Front, folder: str, *, case: int, quick: bool, pause: float | None) -> Answer:
    """
    Tell the story of a conference that kept changing.

    It loads a plan of 250 invented participants, takes late changes one by one, and leaves workbook, manifests,
    calendar, journal and log in the folder, by default demo-output. The other cases: 1 a commendation prepared in 72
    hours, 2 two congresses side by side, 3 an anniversary told by several agencies, 4 forty days in a closed loop.
    """
    from rich.console import Console  # noqa: PLC0415 - only here

    from meetsupport.cli.demo import run  # noqa: PLC0415 - only here

    pace = 0.0 if quick else pause if pause is not None else 1.0 if sys.stdout.isatty() else 0.0
    # The story is for people; beside a JSON document it goes to stderr, as all that is printed meanwhile does.
    run(Path(folder), Console(stderr=front.json, highlight=False), front.language, pace, case=case)
    return Answer(lambda: {"folder": folder}, lambda page: page.line(say("the papers are in {folder}", folder=folder)))
