"""Messages: sentences with values that come back from JSON as they were."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core import messages
from meetsupport.core.messages import (
    Message,
    Value,
    add_translations,
    decode_value,
    encode_value,
    languages,
    show_value,
    translate,
)
from meetsupport.core.times import Window
from meetsupport.plan import MASKED
from meetsupport.testing import START, instants, windows

PLAIN: st.SearchStrategy[Value] = (
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | instants()
    | st.dates()
    | st.timedeltas(timedelta(days=-9), timedelta(days=9))
    | windows()
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | inner.map(lambda value: Message.of("{v}", v=value)),
    max_leaves=6,
)


@given(VALUES)
def test_a_value_comes_back_from_json_as_it_was(value: Value) -> None:
    there = json.loads(json.dumps(encode_value(value)))
    assert decode_value(there) == value


@given(VALUES, st.sampled_from(["en", "zh_CN", "xx"]))
def test_every_value_can_be_shown(value: Value, language: str) -> None:
    assert isinstance(show_value(value, language), str)


def test_messages_are_equal_by_content_whatever_the_offset() -> None:
    one, other = (Message.of("at {t}", t=moment) for moment in (START, START.astimezone(UTC)))
    assert one == other
    assert hash(one) == hash(other)
    assert one.key == other.key
    assert one != Message.of("by {t}", t=START)
    assert one != "at"
    assert Message.of("x", a=1) != Message.of("x", a=2)


def test_a_repr_shows_no_value() -> None:
    assert repr(Message.of("call {phone}", phone="555")) == "Message('call {phone}')"
    assert str(Message.of("call {phone}", phone="555")) == "call 555"


@pytest.mark.parametrize("template", ["{a.b}", "{a!r}", "{a:>5}", "{0}", "{}", "{a", "a}"])
def test_only_plain_names_stand_in_a_template(template: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words for braces that do not match
        Message(template, {"a": 1, "0": 1})


def test_every_name_of_a_template_needs_a_value() -> None:
    with pytest.raises(ValueError, match="no value for a, b in the message"):
        Message.of("{b} {a} {c}", c=1)
    assert Message.of("{{a}}").text() == "{a}"


@pytest.mark.parametrize(
    "bad",
    [float("nan"), float("inf"), [1], {"a": 1}, object(), datetime(2030, 1, 1), b"x"],  # noqa: DTZ001
)
def test_a_value_of_another_kind_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match=r"expected|cannot hold"):
        Message.of("{v}", v=bad)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "none"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (Decimal("1.50"), "1.50"),
        (date(2030, 6, 5), "2030-06-05"),
        (START, "2030-06-05 08:00"),
        (START + timedelta(seconds=5), "2030-06-05 08:00:05"),
        (Window(START, START + timedelta(hours=1)), "2030-06-05 08:00–09:00"),
        (Window(START, START + timedelta(days=1)), "2030-06-05 08:00–2030-06-06 08:00"),
        (timedelta(), "0 min"),
        (timedelta(days=1, hours=2, minutes=3), "1 d 2 h 3 min"),
        (timedelta(minutes=-30), "−30 min"),
        ((), "none"),
        (("a", 1), "a, 1"),
        (Message.of("in {n}", n=1), "in 1"),
    ],
)
def test_values_are_shown_as_people_write_them(value: Value, shown: str) -> None:
    assert show_value(value) == shown


def test_translations_of_plugins_are_found_beside_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_folders", list(messages._folders))  # pyright: ignore[reportPrivateUsage]
    add_translations(tmp_path)
    add_translations(tmp_path)
    assert next(iter(languages())) == "en"
    assert translate("no such text", "zh_CN") == "no such text"
    assert translate("", "zh_CN") == ""
    messages._catalogue.cache_clear()  # pyright: ignore[reportPrivateUsage]


def test_a_masked_value_that_comes_back_from_json_is_the_same() -> None:
    told = Message.of("needs {needs}", needs=MASKED)
    again = Message.of("needs {needs}", needs=str(MASKED))
    assert told == again
    assert hash(told) == hash(again)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("大会堂", "需要大会堂的门"),
        ("hall-1", "需要 hall-1 的门"),
        ("10", "需要 10 的门"),
        ("", "需要  的门"),
        ("A厅", "需要 A厅的门"),
        ("大会堂（东）", "需要大会堂（东）的门"),
    ],
)
def test_between_chinese_characters_stands_no_blank(place: str, said: str) -> None:
    assert Message.of("需要 {place} 的门", place=place).text("zh_CN") == said


def test_a_length_of_time_has_no_blanks_in_chinese() -> None:
    length = timedelta(days=3, hours=18, minutes=30)
    assert show_value(length, "zh_CN") == "3天18小时30分钟"
    assert show_value(length) == "3 d 18 h 30 min"


def test_a_blank_that_a_value_holds_is_kept() -> None:
    assert Message.of("由 {who} 负责", who="王 某").text("zh_CN") == "由王 某负责"
