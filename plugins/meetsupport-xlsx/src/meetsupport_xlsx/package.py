"""
A workbook's zip and XML, looked at before anything is allocated for it.

The reader that gives the values trusts what the file says of itself: one cell with a far address makes it ask for more
memory than there is, and the process dies. So each part is unpacked here within limits, each sheet is walked once as a
stream, and only what was found sound is handed on, packed anew without compression.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

import attrs

from meetsupport.core.errors import UnreadableFile
from meetsupport.core.messages import Message, sayable

__all__ = ["MAX_BYTES", "MAX_CELLS", "MAX_COLUMNS", "MAX_ROWS", "MAX_SHEETS", "Package", "Scan", "unpack"]

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that is read. A list of 20,000 people with all their fields takes about 3 MiB."""

MAX_UNPACKED = 128 * 1024 * 1024
"""The most that the parts of a file may unpack to, pictures and the like not counted: they are not unpacked.

A congress of 5,000 delegates and 20,000 staff with 300,000 records takes 70 MiB, 6 MiB packed.
"""

MAX_RATIO = 200
"""How many times its packed size a part may unpack to; tables of text reach 20 to 60. Parts under 1 MiB may."""

MAX_SHEETS = 200
MAX_CELLS = 3_000_000
"""
The most cells with a value in one file, and the largest rectangle round those of one sheet. That congress has 1.2
million.
"""

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
"""The size of a sheet (ECMA-376, as Excel 2007 and later have it)."""

MAX_TEXT = 32 * 1024 * 1024
"""The most characters that all cells of a file may hold; a text that many cells share counts for each."""

_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/[^/]+\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_KINDS = (
    (
        b"\xd0\xcf\x11\xe0",
        Message.of("an old binary workbook (.xls) or an encrypted one; save it as .xlsx without a password"),
    ),
    (b"%PDF", Message.of("a PDF document")),
    (b"{", Message.of("JSON")),
    (b"<", Message.of("XML or HTML")),
)


@attrs.frozen
class Scan:
    """
    What was seen of one sheet. Rows and columns count from 0.

    Attributes:
        rows: Rows down to the last one with a value.
        columns: Columns up to the last one with a value.
        merged: Merged ranges: first row, first column, last row, last column, all inclusive.
        uncached: Cells with a formula whose result was not saved.
        errors: Cells that show an error, with it.
        days: Cells whose format shows a day without a time.
    """

    rows: int
    columns: int
    merged: tuple[tuple[int, int, int, int], ...]
    uncached: frozenset[tuple[int, int]]
    errors: Mapping[tuple[int, int], str]
    days: frozenset[tuple[int, int]]


@attrs.frozen
class Package:
    """
    A workbook that was found sound.

    Attributes:
        content: The same workbook, packed anew with what is needed of it.
        sheets: For each sheet in order its name, whether it is hidden, and what was seen of it.
        since_1904: Whether it counts days from 1904.
    """

    content: bytes
    sheets: tuple[tuple[str, bool, Scan], ...]
    since_1904: bool


def unpack(content: bytes, name: str) -> Package:
    """
    Look at a workbook's parts.

    Args:
        content: The file.
        name: Its name, for messages.

    Raises:
        UnreadableFile: It is no workbook, is damaged, or is larger than a workbook that people fill in can be.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            Message.of("{size} bytes, more than the {most} that are read", size=len(content), most=MAX_BYTES), name
        )
    parts = _parts(content, name)
    try:
        listed = _listed_sheets(parts, name)
        lengths, days = (
            _text_lengths(parts.get("xl/sharedstrings.xml", b"")),
            _day_styles(parts.get("xl/styles.xml", b"")),
        )
        budget = _Budget(name)
        sheets = tuple(
            (title, hidden, _scan(parts[path], title, lengths, days, budget)) for title, hidden, path in listed
        )
    except (expat.ExpatError, UnicodeDecodeError, ValueError, LookupError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(Message.of("damaged workbook: {why}", why=sayable(error)), name) from None
    return Package(_packed(content, parts), sheets, _since_1904(parts))


def _parts(content: bytes, name: str) -> dict[str, bytes]:
    """Unpack what is needed, by name in lower case; whatever the directory of the zip says, no more than the limits."""
    if not content.startswith(b"PK"):
        kind = next((what for start, what in _KINDS if content.lstrip().startswith(start)), Message.of("no workbook"))
        if not content:
            raise UnreadableFile(Message.of("the file is empty"), name)
        raise UnreadableFile(Message.of("not an .xlsx workbook but {kind}", kind=kind), name)
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename.lower() for member in members}
            if "mimetype" in names and "content.xml" in names:
                raise UnreadableFile(
                    Message.of("not an .xlsx workbook but an OpenDocument file; save it as .xlsx"), name
                )
            wanted = [member for member in members if _NEEDED.fullmatch(member.filename)]
            if len(members) > 5000 or len({m.filename.lower() for m in wanted}) < len(wanted):  # noqa: PLR2004
                raise UnreadableFile(Message.of("damaged workbook: too many parts, or two of one name"), name)
            left = MAX_UNPACKED
            for member in wanted:
                data = _unpacked(archive, member, left, name)
                left -= len(data)
                parts[member.filename.lower()] = data
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(Message.of("damaged or truncated workbook: {why}", why=sayable(error)), name) from None
    if "xl/workbook.xml" not in parts:
        raise UnreadableFile(Message.of("a zip file, but not an .xlsx workbook: it has no xl/workbook.xml"), name)
    return parts


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, name: str) -> bytes:
    limit = min(left, max(1024 * 1024, member.compress_size * MAX_RATIO))
    if member.file_size > limit:
        raise UnreadableFile(
            f"{member.filename} unpacks to {member.file_size} bytes, more than the {limit} that are read: a zip bomb?",
            name,
        )
    with archive.open(member) as part:  # gives no more than file_size, whatever the packed data hold
        return part.read()


def _packed(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as out:
        for member in archive.namelist():
            if member.lower() in parts:
                out.writestr(member, parts[member.lower()])
    return made.getvalue()


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _parser() -> expat.XMLParserType:
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_: Any) -> None:
        raise ValueError("a part declares entities")

    # Entities multiply: ten lines of them unpack to gigabytes. No workbook needs any.
    made.EntityDeclHandler = refuse
    made.StartDoctypeDeclHandler = refuse
    return made


def _walk(data: bytes, start: Callable[[str, Mapping[str, str]], None]) -> None:
    parser = _parser()
    parser.StartElementHandler = lambda tag, found: start(
        _local(tag), {_local(key): value for key, value in found.items()}
    )
    parser.Parse(data, True)  # noqa: FBT003 - the C function takes no keyword


def _listed_sheets(parts: Mapping[str, bytes], name: str) -> list[tuple[str, bool, str]]:
    targets: dict[str, str] = {}
    found: list[tuple[str, bool, str]] = []

    def relation(tag: str, about: Mapping[str, str]) -> None:
        if tag == "Relationship":
            target = about.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[about.get("Id", "")] = path.lower()

    def sheet(tag: str, about: Mapping[str, str]) -> None:
        if tag == "sheet":
            path = targets.get(about.get("id", ""), "")
            if path in parts:  # a sheet that is a chart has no cells
                found.append((about.get("name", ""), about.get("state", "visible") != "visible", path))

    _walk(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), relation)
    _walk(parts["xl/workbook.xml"], sheet)
    if len(found) > MAX_SHEETS:
        raise UnreadableFile(
            Message.of("{n} sheets, more than the {most} that are read", n=len(found), most=MAX_SHEETS), name
        )
    if not found:
        raise UnreadableFile(Message.of("the workbook has no sheet with cells"), name)
    return found


def _since_1904(parts: Mapping[str, bytes]) -> bool:
    said: list[str] = []

    def start(tag: str, about: Mapping[str, str]) -> None:
        if tag == "workbookPr":
            said.append(about.get("date1904", ""))

    _walk(parts["xl/workbook.xml"], start)
    return said[:1] in (["1"], ["true"])


def _text_lengths(data: bytes) -> list[int]:
    lengths: list[int] = []
    if not data:
        return lengths
    inside = [0]

    def start(tag: str, _: Mapping[str, str]) -> None:
        if _local(tag) == "si":
            lengths.append(0)
        elif _local(tag) == "t":
            inside[0] += 1

    def end(tag: str) -> None:
        if _local(tag) == "t":
            inside[0] -= 1

    def text(some: str) -> None:
        if inside[0] and lengths:
            lengths[-1] += len(some)

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(data, True)  # noqa: FBT003
    return lengths


def _day_styles(data: bytes) -> frozenset[str]:
    """Give the numbers of the cell styles that show a day and no time."""
    if not data:
        return frozenset()
    days = {"14", "15", "16", "17"}  # built in: ECMA-376 part 1, 18.8.30
    styles: list[str] = []
    inside = [False]

    def start(tag: str, about: Mapping[str, str]) -> None:
        if tag == "numFmt":
            code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", about.get("formatCode", "")).lower()
            if ("y" in code or "d" in code) and "h" not in code and "s" not in code:
                days.add(about.get("numFmtId", ""))
        elif tag in {"cellXfs", "cellStyleXfs", "dxfs", "cellStyles"}:
            inside[0] = tag == "cellXfs"
        elif tag == "xf" and inside[0]:
            styles.append(about.get("numFmtId", "0"))

    _walk(data, start)
    return frozenset(str(number) for number, kind in enumerate(styles) if kind in days)


class _Budget:
    def __init__(self, name: str) -> None:
        self.name = name
        self.cells = 0
        self.text = 0

    def take(self, sheet: str, text: int) -> None:
        self.cells += 1
        self.text += text
        if self.cells > MAX_CELLS:
            raise UnreadableFile(
                Message.of(
                    "more than the {most} cells that are read, up to sheet {sheet}", most=MAX_CELLS, sheet=repr(sheet)
                ),
                self.name,
            )
        if self.text > MAX_TEXT:
            raise UnreadableFile(
                Message.of(
                    "more than the {most} characters that are read, up to sheet {sheet}",
                    most=MAX_TEXT,
                    sheet=repr(sheet),
                ),
                self.name,
            )


def _scan(data: bytes, title: str, lengths: list[int], days: frozenset[str], budget: _Budget) -> Scan:
    walker = _Walker(title, lengths, days, budget)
    parser = _parser()
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.Parse(data, True)  # noqa: FBT003
    if walker.rows * walker.columns > MAX_CELLS:
        raise UnreadableFile(
            Message.of(
                "sheet {title} has cells down to row {rows} and column {columns}, more than the {most} that are read; "
                "delete the rows and columns beyond the table",
                title=repr(title),
                rows=walker.rows,
                columns=walker.columns,
                most=MAX_CELLS,
            ),
            budget.name,
        )
    days_seen = frozenset(walker.days)
    return Scan(walker.rows, walker.columns, tuple(walker.merged), frozenset(walker.uncached), walker.errors, days_seen)


class _Walker:
    """Follows one sheet's XML. A cell may leave its address out, and then stands right of the one before it."""

    def __init__(self, title: str, lengths: list[int], days: frozenset[str], budget: _Budget) -> None:
        self.title, self.lengths, self.day_styles, self.budget = title, lengths, days, budget
        self.rows = self.columns = 0
        self.merged: list[tuple[int, int, int, int]] = []
        self.uncached: list[tuple[int, int]] = []
        self.errors: dict[tuple[int, int], str] = {}
        self.days: list[tuple[int, int]] = []
        self._row, self._column = -1, -1
        self._kind, self._style = "n", ""
        self._formula = self._in_value = False
        self._held = ""

    def start(self, tag: str, about: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._cell(about)
        elif tag == "row":
            self._row = int(about["r"]) - 1 if "r" in about else self._row + 1
            self._column = -1
        elif tag == "f":
            self._formula = True
        elif tag in {"v", "t"}:
            self._in_value = True
        elif tag == "mergeCell":
            self._merge(about.get("ref", ""))

    def _cell(self, about: dict[str, str]) -> None:
        if "r" in about:
            found = _CELL.fullmatch(about["r"])
            if not found:
                said = Message.of(
                    "sheet {sheet} has a cell at {address}, which is no address",
                    sheet=repr(self.title),
                    address=repr(about["r"][:20]),
                )
                raise UnreadableFile(said, self.budget.name)
            self._column, self._row = _column(found[1]), int(found[2]) - 1
        else:
            self._column += 1
        if self._row >= MAX_ROWS or self._column >= MAX_COLUMNS or self._row < 0:
            said = Message.of("sheet {sheet} has a cell beyond its last row or column", sheet=repr(self.title))
            raise UnreadableFile(said, self.budget.name)
        self._kind, self._style, self._formula, self._held = about.get("t", "n"), about.get("s", "0"), False, ""

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in {"v", "t"}:
            self._in_value = False
        elif tag == "c":
            at = self._row, self._column
            if self._formula and not self._held and self._kind != "str":
                self.uncached.append(at)
            elif not self._held:
                return
            elif self._kind == "e":
                self.errors[at] = self._held[:20]
            elif self._kind == "n" and self._style in self.day_styles:
                self.days.append(at)
            self.rows, self.columns = max(self.rows, at[0] + 1), max(self.columns, at[1] + 1)
            shared = self._kind == "s" and self._held.isascii() and self._held.isdigit()
            index = int(self._held[:12]) if shared else -1
            self.budget.take(self.title, self.lengths[index] if 0 <= index < len(self.lengths) else len(self._held))

    def text(self, some: str) -> None:
        if self._in_value:
            self._held += some

    def _merge(self, ref: str) -> None:
        found = _RANGE.fullmatch(ref)
        if not found or not found[3]:
            return
        first, last = (int(found[2]) - 1, _column(found[1])), (int(found[4]) - 1, _column(found[3]))
        if len(self.merged) < MAX_CELLS // 10:
            self.merged.append((*first, *last))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
