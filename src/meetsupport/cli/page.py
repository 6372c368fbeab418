"""
Where output goes: styled and fitted to its width on a terminal, plain and tab-separated anywhere else.

rich is imported only for a terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import IO, Any, Protocol, TypeAlias

from meetsupport.cli.words import breaks, clean, wide

__all__ = ["Page", "Part", "PlainPage", "RichPage", "page_for"]

Part: TypeAlias = "str | tuple[str, str]"
"""A text, or a text and its style."""


WHOLE = 24
"""Up to how many columns a cell is kept from shrinking."""


class Page(Protocol):
    """Something to write on."""

    @property
    def width(self) -> int | None:
        """How many columns there are; ``None`` where that does not matter."""
        ...

    def line(self, *parts: Part, indent: int = 0) -> None:
        """Write a line; where it is too long, it goes on beneath its beginning."""
        ...

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Part]], *, fixed: Iterable[int] = ()) -> None:
        """
        Write a table.

        Args:
            columns: The headings.
            rows: The cells.
            fixed: The numbers of the columns whose cells must stay whole, as ids must.
        """
        ...


class PlainPage:
    """For files and pipes: no colours, no wrapping, and columns between tabs so that other programs can cut them."""

    width = None

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def line(self, *parts: Part, indent: int = 0) -> None:
        """Write a line."""
        text = "".join(map(_text, parts))
        self._stream.write("".join(" " * indent + row.rstrip() + "\n" for row in clean(text).split("\n")))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Part]], *, fixed: Iterable[int] = ()) -> None:
        """Write a table."""
        del fixed
        for row in (columns, *rows):
            cells = (clean(" ".join(_text(cell).split())) for cell in row)
            self._stream.write("\t".join(cells) + "\n")


class RichPage:
    """For terminals."""

    def __init__(self, stream: IO[str]) -> None:
        from rich.console import Console  # noqa: PLC0415 - slow, and only terminals need it

        self._console = Console(file=stream, highlight=False, markup=False, emoji=False)

    @property
    def width(self) -> int:
        """How many columns the terminal has."""
        return self._console.width

    def line(self, *parts: Part, indent: int = 0) -> None:
        """Write a line."""
        from rich.padding import Padding  # noqa: PLC0415

        self._console.print(Padding(_Fitted(_rich(*parts)), (0, 0, 0, indent), expand=False))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Part]], *, fixed: Iterable[int] = ()) -> None:
        """Write a table."""
        from rich.table import Table  # noqa: PLC0415

        cells = [list(row) for row in rows]
        whole = set(fixed)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for number, title in enumerate(columns):
            longest = max((wide(_text(row[number])) for row in cells), default=0)
            least = min(max(longest, wide(title)), self.width // 2) if number in whole else None
            table.add_column(_rich((title, "bold")), min_width=least, overflow="fold")
        for row in cells:
            table.add_row(*(_Fitted(_rich(cell)) for cell in row))
        self._console.print(table)


class _Fitted:
    """A text that breaks between Chinese characters and leaves ids whole; rich's own wrapping knows only spaces."""

    def __init__(self, text: Any) -> None:
        self._text = text

    def __rich_measure__(self, console: Any, options: Any) -> Any:
        from rich.measure import Measurement  # noqa: PLC0415

        del console
        full = max(map(wide, self._text.plain.split("\n")))
        return Measurement(min(full, WHOLE, options.max_width), min(full, options.max_width))

    def __rich_console__(self, console: Any, options: Any) -> Iterable[Any]:
        del console
        for row in self._text.split("\n", allow_blank=True):
            for part in row.divide(breaks(row.plain, options.max_width)):
                part.rstrip()
                yield part


def _text(part: Part) -> str:
    return part if isinstance(part, str) else part[0]


def _rich(*parts: Part) -> Any:
    from rich.text import Text  # noqa: PLC0415

    made = Text()
    for part in parts:
        text, style = (part, "") if isinstance(part, str) else part
        made.append(clean(text), style=style)
    return made


def page_for(stream: IO[str] | None = None) -> Page:
    """Give the page for a stream, by default for what the process writes."""
    chosen = sys.stdout if stream is None else stream
    return RichPage(chosen) if chosen.isatty() else PlainPage(chosen)
