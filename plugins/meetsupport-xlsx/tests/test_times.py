"""Times as clerks write them: read where they have one meaning, named where they have several or none."""

# ruff: noqa: DTZ001 - cells hold wall clocks, without a zone

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meetsupport_xlsx.times import Calendar, duration, split_range

JUNE = Calendar(ZoneInfo("Asia/Shanghai"), ((date(2011, 6, 8), date(2011, 6, 11)),))
BERLIN = Calendar(ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2011-06-09 08:00", "2011-06-09T08:00"),
        ("2011-06-09T08:00:30", "2011-06-09T08:00:30"),
        ("2011/6/9 8:00", "2011-06-09T08:00"),
        ("2011.6.9 8:00", "2011-06-09T08:00"),
        ("2011年6月9日 8:00", "2011-06-09T08:00"),
        ("2011年6月9日8时30分", "2011-06-09T08:30"),
        ("２０１１年６月９日　８：３０", "2011-06-09T08:30"),
        ("6月9日8时30分", "2011-06-09T08:30"),
        ("6月9日8点半", "2011-06-09T08:30"),
        ("6月9日（周四）8:30", "2011-06-09T08:30"),
        ("6月9日下午2点", "2011-06-09T14:00"),
        ("6月9日下午14:30", "2011-06-09T14:30"),
        ("6月9日晚8点", "2011-06-09T20:00"),
        ("6月9日上午8点整", "2011-06-09T08:00"),
        ("6月9日中午12点", "2011-06-09T12:00"),
        ("6月9日凌晨1点", "2011-06-09T01:00"),
        ("9日8:30", "2011-06-09T08:30"),
        ("9号8时", "2011-06-09T08:00"),
        ("1月3日 8:00", "2011-01-03T08:00"),
        ("Thu 2011-06-09 8:30 am", "2011-06-09T08:30"),
        ("2011-06-09 12:15 pm", "2011-06-09T12:15"),
        ("2011-06-09 12:15 am", "2011-06-09T00:15"),
        ("2011-06-09 2 pm", "2011-06-09T14:00"),
        ("2011-06-09T00:00:00Z", "2011-06-09T08:00"),
        ("2011-06-09 02:00+02:00", "2011-06-09T08:00"),
    ],
)
def test_one_meaning(text: str, meant: str) -> None:
    assert JUNE.instant(text) == datetime.fromisoformat(f"{meant}+08:00")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("8日下午", "a day without an hour"),
        ("6月9日晚", "a day without an hour"),
        ("2011-06-09", "a day without an hour"),
        ("06/09/2011 8:00", "month and day may be swapped"),
        ("9.6.11", "month and day may be swapped"),
        ("8:30", "a time without a day"),
        ("21日 8:30", "not exactly one of the event's days"),
        ("2011-06-31 8:00", "no such day"),
        ("13月1日 8:00", "no such day"),
        ("2011-06-09 24:00", "expected 00:00 of the day after"),
        ("2011-06-09 25:00", "no such time of day"),
        ("2011-06-09 8:75", "no such time of day"),
        ("周五 2011-06-09 8:00", "2011-06-09 is no 周五"),
        ("6月9日上午14点", "does not go with '上午'"),
        ("6月9日晚12点", "does not go with '晚'"),
        ("6月9日下午2点左右", "'左右' after a time"),
        ("2011-06-09 8:00或9:00", "after a time"),
        ("明天上午", "expected a day"),
        ("待定", "expected a day"),
        ("2011-06-09 08", "expected a day and a time"),
    ],
)
def test_no_meaning_or_several(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        JUNE.instant(text)


def test_a_day_without_a_year_needs_one_event_that_tells_it() -> None:
    for events in ((), ((date(2011, 6, 8), date(2011, 6, 9)), (date(2013, 6, 8), date(2013, 6, 9)))):
        with pytest.raises(ValueError, match="a day without a year"):
            Calendar(ZoneInfo("Asia/Shanghai"), events).instant("6月9日8:00")


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 300), st.integers(1, 12), st.integers(1, 31))
def test_a_day_without_a_year_is_less_than_a_year_from_the_event(
    first: date, length: int, month: int, day: int
) -> None:
    last = first + timedelta(days=length)
    try:
        found = Calendar(ZoneInfo("UTC"), ((first, last),)).day(f"{month}月{day}日")
    except ValueError:
        return
    assert (found.month, found.day) == (month, day)
    assert first - timedelta(days=183) <= found <= last + timedelta(days=183)


def test_times_that_clocks_never_or_twice_show_are_named() -> None:
    with pytest.raises(ValueError, match="never show that time"):
        BERLIN.instant("2011-03-27 02:30")
    with pytest.raises(ValueError, match="show that time twice"):
        BERLIN.instant("2011-10-30 02:30")
    assert BERLIN.instant("2011-10-30T02:30+01:00") == datetime.fromisoformat("2011-10-30T01:30:00+00:00")


@given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1)))
def test_what_python_writes_is_read_as_it_was_meant(wall: datetime) -> None:
    text = wall.replace(microsecond=0).isoformat(" ")
    assert Calendar(ZoneInfo("UTC")).instant(text) == datetime.fromisoformat(f"{text}+00:00")


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read, kind in ((JUNE.instant, datetime), (JUNE.day, date), (duration, timedelta)):
        try:
            value = read(text)
        except ValueError:
            continue
        assert isinstance(value, kind)


def test_days_alone() -> None:
    assert (
        JUNE.day("2011年6月9日")
        == JUNE.day("6月9日")
        == JUNE.day(40703.0)
        == JUNE.day(datetime(2011, 6, 9))
        == date(2011, 6, 9)
    )
    with pytest.raises(ValueError, match="after a day"):
        JUNE.day("6月9日8:00")
    with pytest.raises(ValueError, match="a time of day"):
        JUNE.day(datetime(2011, 6, 9, 8))


@pytest.mark.parametrize(
    "value",
    [
        timedelta(hours=1, minutes=30),
        time(1, 30),
        "1:30",
        "90 min",
        "90分钟",
        "1小时30分",
        "1 h 30 min",
        "1.5h",
        "1:30:00",
    ],
)
def test_lengths_of_time(value: object) -> None:
    assert duration(value) == timedelta(minutes=90)


def test_negative_and_long_lengths() -> None:
    assert duration("-0:30") == timedelta(minutes=-30)
    assert duration("2天") == timedelta(days=2)


@pytest.mark.parametrize("text", ["90", "soon", "", "1:75", "9" * 400 + "天"])
def test_lengths_without_a_unit_or_a_meaning(text: str) -> None:
    with pytest.raises(ValueError, match="length of time"):
        duration(text)


@pytest.mark.parametrize(
    "text",
    [
        "2011-06-09 08:00–12:00",
        "2011-06-09 08:00-12:00",
        "2011-06-09 08:00 - 12:00",
        "2011-06-09 08:00~12:00",
        "2011-06-09 08:00 to 12:00",
        "2011-06-09 08:00至12:00",
        "2011-06-09 08:00—12:00",
    ],
)
def test_ranges(text: str) -> None:
    assert split_range(text) == ("2011-06-09 08:00", "12:00")


def test_a_single_time_is_no_range() -> None:
    assert split_range("2011-06-09 08:00") is None
