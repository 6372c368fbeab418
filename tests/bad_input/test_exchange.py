"""Hostile files against the built-in importers: each is read, or refused by an error of this library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.codec import Contents
from meetsupport.core.errors import InvalidInput, MeetSupportError, UnreadableFile
from meetsupport.core.records import RecordType
from meetsupport.exchange import CSV_IMPORTER, PLAN_IMPORTER
from meetsupport.model import Participant, Session, Trip
from meetsupport.plan import Change, Plan, Put, Remove
from meetsupport.plugins import Importer, Source

TYPES: Mapping[str, RecordType[Any]] = {cls.__record__.name: cls.__record__ for cls in (Participant, Session, Trip)}
PLAN = Plan.of(TYPES, Contents((), {}, ()))
GOOD_JSON = '{"meetsupport":1,"records":{"Session":[{"id":"s","title":"开幕式"}],"x.Y":[{"id":"y"}]}}'.encode()
GOOD_CSV = '编号,姓名,companions\np-1,虚构者,2\np-2,"a,\nb",0\n'.encode()


def read(importer: Importer, content: bytes, name: str = "Participant.csv") -> Change:
    return importer.read(Source(name, content, PLAN, lambda _: PLAN, "clerk", datetime(2031, 1, 1, tzinfo=UTC)))


def read_or_refused(importer: Importer, content: bytes) -> None:
    """See that it is refused, or read as edits, and nothing else."""
    try:
        change = read(importer, content)
    except MeetSupportError:
        return
    assert all(isinstance(edit, Put | Remove) for edit in change.edits)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not a plan's file"),
        (b"\xff\xfe{\x00}\x00", "not a plan's file"),
        (b"null", "not a plan's file"),
        (b'{"meetsupport":NaN}', "not a plan's file"),
        (b'{"meetsupport":99}', "format version"),
        (b'{"meetsupport":1,"records":' + b"[" * 100_000, "not a plan's file"),
        (b'{"meetsupport":1,"records":{"Session":[{"id":"\\ud800"}]}}', "not a plan's file"),
        (b'{"meetsupport":1,"records":{"Session":[{"id":"a","title":"\xbc"}]}}', "not UTF-8"),
        (b'{"meetsupport":1,"records":{"Session":[{"id":"a"},{"id":"a"}]}}', "stands twice"),
        (b'{"meetsupport":1,"records":{"Session":[{"id":5}]}}', "$.records.Session[0].id"),
        (b'{"meetsupport":1,"records":{"Session":[{"id":"a\\u0000"}]}}', "printable"),
        (b'{"meetsupport":1,"records":{"Trip":[{"id":"a","seats":NaN}]}}', "not a plan's file"),
        (b'{"meetsupport":1,"records":{"x.Y":[{"no":"id"}]}}', "an id each"),
    ],
)
def test_hostile_plan_files_are_refused(content: bytes, problem: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(PLAN_IMPORTER, content, "some.json")
    assert problem in str(caught.value)
    assert caught.value.source == "some.json"


def test_all_faults_of_a_plan_file_are_listed() -> None:
    content = b'{"meetsupport":1,"records":{"Session":[{"id":1},{"id":"a","title":2}],"Trip":[{"seats":"x"}]}}'
    with pytest.raises(InvalidInput) as caught:
        read(PLAN_IMPORTER, content, "some.json")
    assert len(caught.value.faults) >= 4


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    content = b'{"meetsupport":1,"records":{"Session":[{"id":"a","title":"x","title":"y"}]}}'
    (edit,) = read(PLAN_IMPORTER, content, "some.json").edits
    assert getattr(edit, "record", None) == Session(id="a", title="y")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no row of headings"),
        (b"\xff\xfei\x00d\x00", "neither UTF-8 nor GB 18030"),
        (b"id\n\xed\xa0\x80\n", "neither UTF-8 nor GB 18030"),
        (b"\x00\x01\x02", "unknown heading"),
        (b"PK\x03\x04" + b"\x00" * 100, "unknown heading"),
        (b'"' * 100_001, "line"),
        (b"id,name\na," + b"x" * 200_000 + b"\n", "field larger than field limit"),
        (b"id\n" + b'"' + b"\n" * 1000, "unexpected end of data"),
        (b"id" + b"," * 2_000_000 + b"\na\n", "2000002 bytes, more than the"),
        (b"id\n" + b"a\n" * 20_000, "10000 faults so far, the rest was not read @ line 10002"),
        (b"id" + b"," * 100_000 + b"\na\n", "1 cells, expected 100001"),
    ],
)
def test_hostile_tables_are_refused(content: bytes, problem: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(CSV_IMPORTER, content)
    assert problem in str(caught.value)


def test_a_line_of_two_hundred_megabytes_is_refused_unread() -> None:
    with pytest.raises(UnreadableFile, match="more than the"):
        read(CSV_IMPORTER, bytes(200 * 1024 * 1024))


@pytest.mark.parametrize("end", range(1, len(GOOD_JSON) - 1, 3))
def test_a_truncated_plan_file_is_refused(end: int) -> None:
    with pytest.raises(UnreadableFile):
        read(PLAN_IMPORTER, GOOD_JSON[:end], "some.json")


@pytest.mark.parametrize(
    ("importer", "good"), [(PLAN_IMPORTER, GOOD_JSON), (CSV_IMPORTER, GOOD_CSV)], ids=["json", "csv"]
)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    importer: Importer, good: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, len(good)))
    put = data.draw(
        st.binary(max_size=8) | st.sampled_from([b'"', b"\\", b"\0", b",", b"\r", b"{", b"NaN", b"\xef\xbb\xbf"])
    )
    read_or_refused(importer, good[:start] + put + good[end:])


@given(st.binary(max_size=200) | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_any_bytes_are_read_or_refused_and_nothing_else(content: bytes) -> None:
    for importer in (PLAN_IMPORTER, CSV_IMPORTER):
        read_or_refused(importer, content)
