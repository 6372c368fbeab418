"""Instants and windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meetsupport.core.errors import InvalidInput
from meetsupport.core.times import Window, instant, system_clock
from meetsupport.testing import START

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2030-06-05T08:00:00+08:00", "2030-06-05T08:00:00+08:00"),
        ("2030-06-05T08:00+08:00", "2030-06-05T08:00:00+08:00"),
        ("2030-06-05T08:00Z", "2030-06-05T08:00:00+00:00"),
        ("2030-06-05T08:00-03:30", "2030-06-05T08:00:00-03:30"),
        ("2030-06-05T08:00:00.5z", "2030-06-05T08:00:00.500000+00:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00"),
    ],
)
def test_an_instant_is_read_with_its_offset(text: str, iso: str) -> None:
    assert instant(text).isoformat() == iso


@pytest.mark.parametrize(
    "text", ["", "8:00", "2030-06-05", "2030-06-05T08:00", "2030-06-05T24:00+08:00", "10000-01-01T00:00Z", "x" * 17]
)
def test_what_is_no_instant_is_refused_with_the_value(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        instant(text)
    assert repr(text) in str(caught.value)


def test_a_window_holds_its_start_and_not_its_end() -> None:
    window = Window.of("2030-06-05T08:00+08:00", START + HOUR)
    assert window.holds(START)
    assert not window.holds(START + HOUR)
    assert not window.holds(START - timedelta(microseconds=1))
    assert window.length == HOUR
    assert window.shifted(HOUR) == Window(START + HOUR, START + 2 * HOUR)


def test_windows_of_other_offsets_are_equal() -> None:
    one, other = Window(START, START + HOUR), Window(START.astimezone(UTC), START + HOUR)
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (START, START, "expected an end after its start"),
        (START + HOUR, START, "expected an end after its start"),
        (START.replace(tzinfo=None), START, "for start, expected an instant with a UTC offset"),
        (START, datetime(2031, 1, 1), "for end, expected an instant with a UTC offset"),  # noqa: DTZ001
        (datetime(2030, 1, 1), datetime(2031, 1, 1), "for start"),  # noqa: DTZ001
        ("8:00", START, "invalid value '8:00' for start, expected an instant"),
        (START, None, "invalid value None for end, expected an instant"),
    ],
)
def test_what_is_no_window_is_refused(start: Any, end: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Window(start, end)


def test_the_clock_of_the_machine_has_an_offset() -> None:
    assert system_clock().tzinfo is UTC
