"""Files that are no workbooks, are damaged, or are made to harm: refused by name, soon, and in little memory."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meetsupport_xlsx.package import unpack

from meetsupport.core.errors import InvalidInput, UnreadableFile
from meetsupport.model import Place, Supply
from meetsupport.plan import Put, Remove

SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            data = change(name, archive.read(name))
            if data is not None:
                made.writestr(name, data)
    return out.getvalue()


def read_or_refused(office: Any, content: bytes) -> None:
    """See that it is refused, or read as edits, and nothing else."""
    try:
        change = office.read(content, office.small())
    except InvalidInput:
        return
    assert all(isinstance(edit, Put | Remove) for edit in change.edits)


def with_sheet(content: bytes, xml: str) -> bytes:
    """Put XML in place of the first sheet of records."""
    return repacked(
        content, lambda name, data: SHEET.format(xml).encode() if name == "xl/worksheets/sheet2.xml" else data
    )


def hostile(content: bytes) -> dict[str, bytes]:
    """Make the files, by what they are called."""
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>Id</t></is></c></row>'
    bomb = b"<worksheet>" + b" " * (150 * 1024 * 1024) + b"</worksheet>"
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"x" * 1000
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 100) for c in range(ord("b"), ord("g")))
        + b"]><worksheet>&f;</worksheet>"
    )

    def lying(name: str, data: bytes) -> bytes:
        return bomb if name == "xl/worksheets/sheet2.xml" else data

    return {
        "far cell": with_sheet(
            content, f'<sheetData>{row}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
        "only a far cell": with_sheet(
            content,
            '<dimension ref="XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        "cell beyond the sheet": with_sheet(
            content, '<sheetData><row r="1"><c r="ZZZZ9999999999"><v>1</v></c></row></sheetData>'
        ),
        "row beyond the sheet": with_sheet(
            content, '<sheetData><row r="99999999999"><c><v>1</v></c></row></sheetData>'
        ),
        "no address": with_sheet(content, '<sheetData><row r="1"><c r="A0"><v>1</v></c></row></sheetData>'),
        "shared text that is not there": with_sheet(
            content, '<sheetData><row r="1"><c r="A1" t="s"><v>99999</v></c></row></sheetData>'
        ),
        "entities": repacked(content, lambda name, data: laughs if name == "xl/worksheets/sheet2.xml" else data),
        "bad XML": repacked(content, lambda name, data: data[: len(data) // 2] if name == "xl/workbook.xml" else data),
        "no workbook part": repacked(content, lambda name, data: None if name == "xl/workbook.xml" else data),
        "zip bomb": repacked(content, lying),
        "shared text bomb": with_sheet(
            repacked(
                content,
                lambda n, d: (
                    d.replace(b"</sst>", b"<si><t>" + b"y" * 32000 + b"</t></si></sst>")
                    if n.endswith("sharedStrings.xml")
                    else d
                ),
            ),
            "<sheetData>"
            + "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>{_count(content)}</v></c></row>' for r in range(1, 9000))
            + "</sheetData>",
        ),
        "truncated": content[: len(content) // 2],
        "empty": b"",
        "text": "参会人员,姓名\n".encode(),
        "json": b'{"meetsupport": 1}',
        "html": b"<html><table><tr><td>1</td></tr></table></html>",
        "old xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
        "pdf": b"%PDF-1.7\n",
        "another zip": zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
        "ods": zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        "too large": b"PK" + bytes(33 * 1024 * 1024),
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _count(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/sharedStrings.xml").count(b"<si>")


NAMES = (
    "far cell",
    "only a far cell",
    "cell beyond the sheet",
    "row beyond the sheet",
    "no address",
    "shared text that is not there",
    "entities",
    "bad XML",
    "no workbook part",
    "zip bomb",
    "shared text bomb",
    "truncated",
    "empty",
    "text",
    "json",
    "html",
    "old xls",
    "pdf",
    "another zip",
    "ods",
    "too large",
)


@pytest.fixture(scope="module")
def files(office: Any) -> dict[str, bytes]:
    return hostile(office.export(office.small(), "en"))


@pytest.mark.parametrize("name", NAMES)
def test_hostile_files_are_refused_by_name(office: Any, files: dict[str, bytes], name: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        office.read(files[name], office.small())
    assert caught.value.source == "copy.xlsx"
    assert str(caught.value).startswith("copy.xlsx: ")


def test_a_directory_that_lies_about_sizes_gets_no_more_memory(files: dict[str, bytes]) -> None:
    """The directory says 100 bytes, the data hold 150 MB: no more is unpacked than was said, and the checksum fails."""
    content = bytearray(files["zip bomb"])
    size = struct.pack("<I", 150 * 1024 * 1024 + 23)
    at = -1
    while (at := content.find(size, at + 1)) >= 0:
        content[at : at + 4] = struct.pack("<I", 100)
    with pytest.raises(UnreadableFile):
        unpack(bytes(content), "copy.xlsx")


CHILD = """
import json, resource, sys, time
from datetime import UTC, datetime
from meetsupport import model
from meetsupport.core.errors import MeetSupportError
from meetsupport.plan import Plan
from meetsupport.plugins import Source
from meetsupport_xlsx.reading import read
types = {getattr(model, n).__record__.name: getattr(model, n).__record__ for n in model.__all__}
plan = Plan(types)
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
try:
    read(Source("copy.xlsx", content, plan, lambda r: plan, "clerk", datetime.now(UTC)))
    said = "read"
except MeetSupportError as error:
    said = type(error).__name__
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([said, time.perf_counter() - began, (after - before) / 1024]))
"""


@pytest.mark.skipif(
    sys.platform == "win32", reason="measures memory with the resource module, which Windows does not have"
)
@pytest.mark.parametrize(
    "name", ["far cell", "only a far cell", "cell beyond the sheet", "zip bomb", "entities", "shared text bomb"]
)
def test_bombs_take_under_two_seconds_and_200_megabytes(files: dict[str, bytes], name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=files[name], capture_output=True, check=False, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stderr.decode()
    said, seconds, megabytes = json.loads(done.stdout)
    assert said == "UnreadableFile"
    assert seconds < 2
    assert megabytes < 200


@given(cut=st.floats(0, 1), flips=st.lists(st.tuples(st.floats(0, 0.999), st.integers(1, 255)), max_size=8))
def test_damaged_copies_are_read_or_refused_and_never_crash(
    office: Any, files: dict[str, bytes], cut: float, flips: list[tuple[float, int]]
) -> None:
    content = bytearray(office.export(office.small(), "en"))
    for where, by in flips:
        content[int(where * len(content))] ^= by
    if cut < 0.5:
        del content[int(cut * 2 * len(content)) :]
    read_or_refused(office, bytes(content))


@given(
    xml=st.lists(
        st.sampled_from(
            [
                "<row>",
                "</row>",
                '<row r="3">',
                "<c>",
                '<c r="B2">',
                "</c>",
                "<v>1</v>",
                "<v/>",
                "<f>A1</f>",
                "<f/>",
                '<c t="s"><v>-1</v></c>',
                '<c t="s"><v>x</v></c>',
                '<c t="e"><v>#N/A</v></c>',
                '<c t="d"><v>x</v></c>',
                '<c s="999"><v>1e999</v></c>',
                '<c t="b"><v>7</v></c>',
                '<mergeCell ref="A1:XFD1048576"/>',
                '<mergeCell ref="B9:A1"/>',
                "&lt;",
                '<c t="inlineStr"><is><t>Id</t></is></c>',
            ]
        ),
        max_size=14,
    )
)
def test_any_sheet_is_read_or_refused(office: Any, files: dict[str, bytes], xml: list[str]) -> None:
    content = with_sheet(office.export(office.small(), "en"), "<sheetData>" + "".join(xml) + "</sheetData>")
    read_or_refused(office, content)


@pytest.mark.parametrize(
    "text",
    [
        "•••",
        "a" * 40000,
        "\ufffe",
        "\x00",
        "\u202eabc",
        "𠮷" * 20000,
        "=HYPERLINK(1)",
        "'; DROP TABLE",
        "{{7*7}}",
        "%s%n",
        "🇨🇳",
        "ﷺ",
    ],
)
def test_naughty_strings_come_back_unchanged_or_are_left_alone(office: Any, text: str) -> None:
    plan = office.small(Place(id="x", name=text, kind=text), Supply(id="s", name=text, unit=text))
    assert office.read(office.export(plan, "en"), plan).edits == ()


def test_a_text_too_long_for_a_cell_cannot_be_changed_in_it(office: Any, type_into: Any) -> None:
    plan = office.small(Place(id="x", address="长" * 40000))
    with pytest.raises(InvalidInput, match="too long for a cell"):
        office.read(type_into(office.export(plan), {"地点!G4": "短"}), plan)


def test_a_stamp_of_a_later_version_is_refused(office: Any, type_into: Any) -> None:
    content = type_into(office.export(office.small()), {"_meetsupport!B1": "2"})
    with pytest.raises(UnreadableFile, match="of a version that is not known"):
        office.read(content, office.small())


@pytest.mark.parametrize(
    "cells", [{"B2": "x"}, {"B4": "Europe/Berlin"}, {"B5": "everything"}, {"B2": "9" * 30}, {"B3": "kl"}, {"D6": "0"}]
)
def test_a_stamp_that_was_tampered_with_removes_nothing(office: Any, type_into: Any, cells: dict[str, str]) -> None:
    plan = office.small()

    def work(book: Any) -> None:
        book["地点"].delete_rows(3)

    content = type_into(office.export(plan), {f"_meetsupport!{cell}": value for cell, value in cells.items()}, work)
    try:
        change = office.read(content, plan)
    except InvalidInput:
        return
    assert not [edit for edit in change.edits if not hasattr(edit, "record")]
