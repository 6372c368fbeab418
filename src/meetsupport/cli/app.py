"""The command ``meetsupport``: its commands by topic, each loaded when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from meetsupport.cli import faults
from meetsupport.cli.help import Helped, Option, common
from meetsupport.cli.words import LANGUAGES, from_environment, say, speak

__all__ = ["SECTIONS", "App", "app"]

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Files": {
        "new": ("files", "Write an empty workbook to fill in."),
        "load": ("files", "Read a file into the plan, as one change."),
        "export": ("files", "Write something of the plan to a file."),
        "schema": ("files", "Describe the file format as a JSON Schema."),
    },
    "Plan": {
        "show": ("looking", "Show the records of a type, or one of them."),
        "check": ("looking", "Judge every rule, the worst findings first."),
        "change": ("changes", "Change a record, and say who must be told."),
        "preview": ("changes", "Say what a change would do, without doing it."),
        "confirm": ("changes", "Apply a change that was held."),
        "discard": ("changes", "Drop a change that was held."),
        "undo": ("changes", "Take a change back, with a new one."),
        "propose": ("proposing", "Propose a change; it is made when all have agreed."),
        "review": ("proposing", "Agree to a proposal, or return it."),
        "adopt": ("adopting", "Take a protocol, a checklist or days off into the plan."),
        "plan": ("planning", "Make the tasks of an event from a template."),
        "clone": ("proposing", "Begin an event as an earlier one."),
    },
    "Notices": {
        "notices": ("telling", "Show the open notices and what they say."),
        "send": ("telling", "Send the notices that have not been sent yet."),
        "ack": ("telling", "Write down that notices were received."),
        "uninformed": ("telling", "Show who may still act on an old plan."),
        "tick": ("telling", "Do what is due: escalate what was not answered."),
    },
    "Looking back": {
        "log": ("looking", "Tell what was done, entry by entry."),
        "at": ("looking", "Look at the plan as it stood."),
        "verify": ("house", "Check the journal's chain of digests."),
    },
    "Installation": {
        "plugins": ("house", "List the plugins, what they give, what failed."),
        "doctor": ("house", "Say what is installed and what is wrong with it."),
        "demo": ("house", "Tell the story of a conference that kept changing."),
    },
}
"""The commands in the order of help: the module that each is in, and what it is for. Help imports none of them."""


class App(Helped, click.Group):
    """The group of all commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in the order of help."""
        del ctx
        return [name for section in SECTIONS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; ``None`` if there is none of that name."""
        del ctx
        for section in SECTIONS.values():
            if cmd_name in section:
                module = import_module(f"meetsupport.cli.commands.{section[cmd_name][0]}")
                found: click.Command = getattr(module, cmd_name)
                return found
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by topic, without importing them."""
        del ctx
        for title, commands in SECTIONS.items():
            with formatter.section(say(title)):
                formatter.write_dl([(name, say(about)) for name, (_, about) in commands.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Complete commands without importing them, and options as click does."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only completion needs it

        named = [
            CompletionItem(name, help=say(about))
            for section in SECTIONS.values()
            for name, (_, about) in section.items()
            if name.startswith(incomplete)
        ]
        return named or click.Command.shell_complete(self, ctx, incomplete)

    def main(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run, and leave with the exit code; every error is told in the way that was asked for."""
        given = list(sys.argv[1:] if args is None else args)
        speak(_asked_language(given) or from_environment(os.environ))
        extra["standalone_mode"] = False
        try:
            for number, one in enumerate(given, 1):
                faults.refuse_no_text(one, f"argument {number}")
            result = super().main(given, prog_name or "meetsupport", **extra)
            sys.stdout.flush()
            code = result if isinstance(result, int) else 0
        except (BrokenPipeError, faults.ReaderGone):
            # Whoever read has gone; Python would complain once more when it closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except Exception as error:  # noqa: BLE001 - told below, with the traceback if that was asked for
            code = faults.tell(error, json="--json" in given, traceback="--traceback" in given)
        sys.exit(code)


def _asked_language(given: Sequence[str]) -> str:
    """Find the language before anything is parsed, since errors and help are told in it."""
    for number, one in enumerate(given):
        name, _, value = one.partition("=")
        if name == "--language":
            chosen = value or (given[number + 1] if number + 1 < len(given) else "")
            return chosen if chosen in LANGUAGES else ""
    return ""


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's own signature
    if wanted and not ctx.resilient_parsing:
        from meetsupport import __version__  # noqa: PLC0415 - seldom asked

        click.echo(f"meetsupport {__version__}")
        ctx.exit()


def _root(ctx: click.Context, /, **_: Any) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


app = App(
    "meetsupport",
    callback=click.pass_context(_root),
    invoke_without_command=True,
    help="""
    For the offices that support official meetings: a plan that keeps changing, and nobody acting on an old one.

    The plan is kept in a journal, one file. Exit codes: 0 fine, 1 something blocking stands, 2 refused, 3 a fault of
    this program.
    """,
    params=[
        *common(),
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help="Show the version and exit.",
        ),
    ],
)
