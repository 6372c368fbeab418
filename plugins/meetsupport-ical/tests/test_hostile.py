"""Files that are no calendars, or would exhaust whoever reads them, are refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meetsupport_ical import CALENDAR_EXPORTER, CALENDAR_IMPORTER
from meetsupport_ical.parsing import MAX_BYTES, MAX_LINE

from meetsupport.core.errors import InvalidInput, MeetSupportError, UnreadableFile
from meetsupport.core.times import Window
from meetsupport.model import Session
from meetsupport.plan import Change, Put, Remove

from .drawing import reader_of, source_of

HEAD, FOOT = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", b"END:VCALENDAR\r\n"
HOUR = Window.of("2031-06-09T08:00:00Z", "2031-06-09T09:00:00Z")
GOOD = CALENDAR_EXPORTER.render(reader_of(Session(id="s", title="开幕式" * 30, window=HOUR)), None, "en")


def read(content: bytes) -> Change:
    return CALENDAR_IMPORTER.read(source_of(content))


def read_or_refused(content: bytes) -> None:
    """See that it is refused, or read as edits, and nothing else."""
    try:
        change = read(content)
    except MeetSupportError:
        return
    assert all(isinstance(edit, Put | Remove) for edit in change.edits)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "expected it to begin with BEGIN:VCALENDAR"),
        (b"PK\x03\x04", "expected it to begin with BEGIN:VCALENDAR"),
        (b"/etc/passwd", "expected it to begin with BEGIN:VCALENDAR"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "expected it to begin with BEGIN:VCALENDAR"),
        (HEAD, "truncated"),
        (HEAD + b"SUMMARY:\xff\r\n" + FOOT, "not UTF-8 at byte"),
        (HEAD + b"SUMMARY:\xed\xa0\x80\r\n" + FOOT, "not UTF-8 at byte"),
        (HEAD + b"BEGIN:VEVENT\r\n" * 20_000, "nest deeper than"),
        (HEAD + b"SUMMARY:" + b"a" * MAX_LINE + b"\r\n" + FOOT, "line 3 is longer"),
        (HEAD + b"CATEGORIES:" + b"aaaa,\r\n " * (MAX_LINE // 4) + FOOT, "is longer than the"),
        (HEAD + b"END:VEVENT\r\n" + FOOT, "line 3 ends what did not begin"),
        (HEAD + b"BEGIN:VEVENT\r\n" + FOOT + b"END:VEVENT\r\n", "line 4 ends what did not begin"),
        (HEAD + b"no colon here\r\n" + FOOT, "not a calendar"),
        (HEAD + b"METHOD:CANCEL\r\n" + FOOT, "invalid value 'CANCEL' for METHOD"),
        (HEAD + b"METHOD:REPLY\r\n" + FOOT, "invalid value 'REPLY' for METHOD"),
        (HEAD.decode().encode("utf-16"), "expected it to begin with BEGIN:VCALENDAR"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_calendar_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    assert problem in str(caught.value)
    assert caught.value.source == "some.ics"


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(UnreadableFile, match="more than the"):
        read(b"\0" * (MAX_BYTES + 1))


def test_reading_stops_where_faults_abound() -> None:
    with pytest.raises(InvalidInput, match="10000 faults so far, the rest was not read"):
        read(HEAD + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 10_002 + FOOT)


@given(st.integers(0, len(GOOD) - 3))
def test_a_truncated_calendar_is_refused(length: int) -> None:
    with pytest.raises(UnreadableFile):
        read(GOOD[:length])


@given(st.data())
def test_a_damaged_calendar_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 40)))
    put = data.draw(st.binary(max_size=12) | st.sampled_from([b"\r\n", b"\0", b";", b":", b"BEGIN:VALARM\r\n", b"\\"]))
    read_or_refused(GOOD[:start] + put + GOOD[end:])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_line_in_an_event_is_read_or_refused_and_nothing_else(line: str) -> None:
    times = b"DTSTART:20310609T080000Z\r\nDURATION:PT1H\r\n"
    read_or_refused(HEAD + b"BEGIN:VEVENT\r\nUID:x\r\n" + times + line.encode() + b"\r\nEND:VEVENT\r\n" + FOOT)
