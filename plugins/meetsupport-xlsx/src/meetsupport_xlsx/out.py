"""The little of XlsxWriter that is used, with types, and every door closed through which a text becomes a formula."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

from meetsupport_xlsx.cells import Shown

__all__ = ["MEDIA_TYPE", "Book", "Sheet", "lines_of", "width_of"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - equal plans make equal files, so the file does not say when it was made


class Book:
    """A workbook in memory."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        self._book: Any = xlsxwriter.Workbook(self._bytes, options)
        self._book.set_properties({"created": _MADE})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **about: Any) -> Any:
        """Give a format; equal ones are made once."""
        key = tuple(sorted(about.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "vcenter", **about})
        return self._formats[key]

    def sheet(self, title: str) -> Sheet:
        """Add a sheet."""
        return Sheet(self, self._book.add_worksheet(title))

    def close(self) -> bytes:
        """Finish, and give the file."""
        self._book.close()
        return self._bytes.getvalue()


class Sheet:
    """A sheet to write on. Rows and columns count from 0."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self.raw = sheet

    def text(self, row: int, column: int, text: str, **about: Any) -> None:
        """Write a text as a text, whatever it begins with."""
        made = self.book.format(**about) if about else None
        if text:
            self.raw.write_string(row, column, text, made)
        else:
            self.raw.write_blank(row, column, None, made)

    def value(self, row: int, column: int, value: Shown, **about: Any) -> None:
        """Write what a cell shows."""
        if value is None:
            if about.get("bg_color") or about.get("border"):
                self.raw.write_blank(row, column, None, self.book.format(**about))
        elif isinstance(value, str):
            self.text(row, column, value, num_format="@", **about)
        elif isinstance(value, timedelta):
            form = "[h]:mm:ss" if value.seconds % 60 else "[h]:mm"
            self.raw.write_datetime(row, column, value, self.book.format(num_format=form, align="left", **about))
        elif isinstance(value, datetime):
            form = "yyyy-mm-dd hh:mm:ss" if value.second or value.microsecond else "yyyy-mm-dd hh:mm"
            self.raw.write_datetime(row, column, value, self.book.format(num_format=form, align="left", **about))
        elif isinstance(value, date):
            self.raw.write_datetime(
                row, column, value, self.book.format(num_format="yyyy-mm-dd", align="left", **about)
            )
        else:
            self.raw.write_number(row, column, value, self.book.format(**({"align": "right", "indent": 1} | about)))

    def widths(self, widths: Mapping[int, float], forms: Mapping[int, Mapping[str, Any]] | None = None) -> None:
        """Set the widths of columns, in characters, and the formats of what people will type in them."""
        for column, width in widths.items():
            about = (forms or {}).get(column)
            self.raw.set_column(column, column, width, self.book.format(**about) if about else None)

    def heads_pages(self, remark: str = "") -> None:
        """Print the sheet's title and a remark above each page and its number beneath, so that loose sheets sort."""
        self.raw.set_header(f"&L&A&R{remark.replace('&', '&&')}", {"scale_with_doc": False})
        self.raw.set_footer("&C&P / &N", {"scale_with_doc": False})


def lines_of(value: Shown, width: float) -> int:
    """Say how many lines a text takes in a column of a width, in characters; one is kept free as the margin."""
    if not isinstance(value, str) or width_of(value) <= width:
        return 1
    return sum(max(1, ceil(width_of(line) / max(width - 1, 1))) for line in value.split("\n"))


def width_of(value: Shown) -> int:
    """Say how many characters wide a value is; a Chinese one takes two."""
    if isinstance(value, datetime):
        return 16
    if isinstance(value, str):
        lines = value.split("\n") or [""]
        return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)
    return 10 if isinstance(value, date) else len(str(value)) if value is not None else 0
