"""Help in the language of whoever reads it, fitted to terminals on which Chinese characters take two columns."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import click

from meetsupport.cli.words import LANGUAGES, say, wide, wrap

__all__ = ["Formatter", "Helped", "Option", "common", "paragraphs"]

_FIRST_COLUMN = 30
"""The widest that the column of names may be, before a name stands on a line of its own."""


def paragraphs(text: str) -> list[str]:
    """Split a help text into its paragraphs, each on one line: these are what is translated."""
    return [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n") if part.strip()]


class Formatter(click.HelpFormatter):
    """Breaks lines by columns; click's own counts characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        head = f"{say('Usage: ') if prefix is None else prefix}{prog} "
        rows = wrap(args, max(self.width - wide(head), 20))
        for number, row in enumerate(rows):
            self.write(f"{head if number == 0 else ' ' * wide(head)}{row}\n")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{'':>{self.current_indent}}{heading}{say(':')}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        for number, part in enumerate(text.split("\n\n")):
            if number:
                self.write_paragraph()
            for row in wrap(part, self.width - self.current_indent):
                self.write(f"{'':>{self.current_indent}}{row}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_COLUMN, col_spacing: int = 2) -> None:
        """Write names beside what they mean."""
        rows = list(rows)
        first = min(max((wide(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, about in rows:
            indent = " " * self.current_indent
            lines = list(wrap(about, max(self.width - self.current_indent - first, 20)))
            if wide(name) > first - col_spacing:
                self.write(f"{indent}{name}\n")
            else:
                self.write(f"{indent}{name}{' ' * (first - wide(name))}{lines.pop(0)}".rstrip() + "\n")
            for row in lines:
                self.write(f"{indent}{' ' * first}{row}".rstrip() + "\n")


class _Context(click.Context):
    formatter_class = Formatter


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give names and help."""
        found = super().get_help_record(ctx)
        return found and (found[0], say(self.help or ""))


class Helped(click.Command):
    """A command whose help is translated when it is shown."""

    context_class = _Context

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it is for."""
        del ctx
        self._write(formatter, paragraphs(self.help or ""))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write its examples."""
        del ctx
        if self.epilog:
            formatter.write_paragraph()
            formatter.write(say("Examples:") + "\n")
            for row in inspect.cleandoc(self.epilog).splitlines():
                formatter.write(f"  {row}\n")

    def get_short_help_str(self, limit: int = 45) -> str:
        """Say in a line what it is for."""
        del limit
        return say(paragraphs(self.help or "")[0])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the option that shows help, translated like the others."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say("Show this message and exit.")
        return found

    def _write(self, formatter: click.HelpFormatter, parts: Iterable[Any]) -> None:
        for part in parts:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(say(part))


def common() -> list[click.Parameter]:
    """Make the options that every command has."""
    return [
        Option(["--desk"], metavar="FILE", help="The journal; else $MEETSUPPORT_DESK, else conference.db here."),
        Option(["--by"], metavar="WHO", help="Who does it, by id; else $MEETSUPPORT_BY, else your login name."),
        Option(["--language"], type=click.Choice(LANGUAGES), help="The language; else by LC_ALL or LANG."),
        Option(["--json", "json_"], is_flag=True, help="One JSON document instead of text."),
        Option(["--traceback"], is_flag=True, hidden=True, help="Show where an unexpected error comes from."),
    ]
