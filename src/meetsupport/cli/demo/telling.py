"""Telling a story twice: on the terminal as it happens, and in a log that stays."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import attrs
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from meetsupport.cli.demo.words import Tongue

__all__ = ["MONTHS", "Teller"]

WIDTH = 100
"""Columns of the text, where the terminal has so many."""

_COLUMN = 11
"""Columns of what kind of fact it is."""

_STYLES = {
    "changed": "bold",
    "unread": "yellow",
    "escalated": "yellow",
    "mend": "cyan",
    "mended": "green",
    "read": "green",
}


def console_for(given: Console | None) -> Console:
    """Give a console: the one that was given, or one that is plain where its output goes into a pipe."""
    if given is not None:
        return given
    made = Console(highlight=False, soft_wrap=False)
    return made if made.is_terminal else Console(highlight=False, width=WIDTH)


@attrs.define
class Teller:
    """
    Whoever tells the story.

    Attributes:
        say: The language.
        console: Where it is told.
        log: The file that it is kept in, as Markdown.
        pace: Seconds to wait after each step, for a reader who follows along.
    """

    say: Tongue
    console: Console
    log: Path
    pace: float = 0.0
    lines: int = attrs.field(default=0, init=False)
    _kept: list[str] = attrs.field(factory=list[str], init=False)

    @property
    def _width(self) -> int:
        return min(self.console.width, WIDTH)

    def title(self, text: str, under: str) -> None:
        """Begin."""
        self.console.print(Text(text, style="bold"))
        for line in _wrapped(under, self._width):
            self.console.print(line, soft_wrap=True)
        self._kept += [f"# {text}", "", under]

    def heading(self, at: datetime, text: str) -> None:
        """Begin a step of the story."""
        if self.pace and self.lines:
            time.sleep(self.pace)
        moment = self.moment(at)
        self.console.print()
        first, *more = _wrapped(text, max(self._width - cell_len(moment) - 2, 20))
        self.console.print(Text.assemble((f"{moment}  ", "bold blue"), (first, "bold")), soft_wrap=True)
        for line in more:
            self.console.print(Text(" " * (cell_len(moment) + 2) + line, style="bold"), soft_wrap=True)
        self._kept += ["", f"## {moment} — {_marked(text)}", ""]
        self.lines += 2

    def moment(self, at: datetime) -> str:
        """Say when, as short as the story allows: it all happens in one year."""
        return self.say(MONTHS[at.month], day=at.day, time=at.strftime("%H:%M"))

    def fact(self, label: str, text: str, style: str | None = None) -> None:
        """
        Tell one fact.

        Args:
            label: What kind of fact it is: ``changed``, ``told`` …
            text: The fact. Further lines are examples, and stand beneath it.
            style: How it looks on a terminal; by default as its kind does.
        """
        style = _STYLES.get(label, "") if style is None else style
        first, *more = text.split("\n")
        self._columns(self.say(label), first, style or "dim", style)
        for line in more:
            self._columns("", f"· {line}", "dim", "dim")
        self._kept.append(f"- **{self.say(label)}** {_marked(first)}")
        self._kept += [f"  - {_marked(line)}" for line in more]

    def _columns(self, label: str, text: str, label_style: str, style: str) -> None:
        # A table would fill its rows with blanks, which a pipe keeps.
        for number, line in enumerate(_wrapped(text, max(self._width - _COLUMN, 20))):
            head = Text(label if number == 0 else "", style=label_style)
            head.pad_right(_COLUMN - head.cell_len)
            self.console.print(head.append(line, style=style), soft_wrap=True)
            self.lines += 1

    def close(self) -> None:
        """Write the log."""
        self.log.write_text("\n".join(self._kept) + "\n", encoding="utf-8")


MONTHS = {
    3: "{day} March {time}",
    4: "{day} April {time}",
    5: "{day} May {time}",
    6: "{day} June {time}",
    7: "{day} July {time}",
    9: "{day} September {time}",
}
"""The months in which there are stories."""

_PIECE = re.compile(r"\s*[（“《［「]*(?:[\u2e80-\uffef\U00020000-\U0003ffff]|[^\s\u2e80-\uffef]+)[，。；：、）］！？]*")
"""What a line is not broken within: a word or a Chinese character, with the marks that may not begin a line."""


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Break a text into lines. Chinese has no blanks to break at, so rich would break only where figures stand."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and cell_len(line) + cell_len(piece) > width:
            yield line
            line = piece.lstrip()
        else:
            line += piece
    yield line


def _marked(text: str) -> str:
    """Keep Markdown from reading marks into a text."""
    return "".join(f"\\{c}" if c in "*_`<>[]\\" else c for c in text)
