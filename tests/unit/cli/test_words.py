from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.cli.words import breaks, clean, from_environment, wide, wrap

TEXTS = st.text(st.sampled_from("ab-@ 签收，（）。𠮷é"), max_size=60)


@given(TEXTS, st.integers(2, 30))
def test_no_part_is_wider_than_asked(text: str, width: int) -> None:
    ends = [0, *breaks(text, width), len(text)]
    parts = [text[a:b] for a, b in itertools.pairwise(ends)]
    glued = set("，（）。")  # punctuation that stays with its neighbour
    assert all(wide(part.strip()) <= width for part in parts if not glued & set(part))


@given(TEXTS, st.integers(2, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


def test_an_id_between_chinese_characters_stays_whole() -> None:
    assert wrap("签收lead.registration@e926a1507f41（本人）", 37) == ["签收lead.registration@e926a1507f41", "（本人）"]


def test_a_chinese_line_breaks_between_characters() -> None:
    assert wrap("一二三四五", 4) == ["一二", "三四", "五"]


def test_no_line_begins_with_a_full_stop() -> None:
    assert wrap("一二三。", 6) == ["一二", "三。"]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "zh_CN"}, "zh_CN"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh_CN"),
    ],
)
def test_the_language_follows_the_locale(environment: dict[str, str], language: str) -> None:
    assert from_environment(environment) == language


def test_characters_that_steer_a_terminal_are_shown() -> None:
    assert clean("a\x1b[31m\u202eb\tc") == "a\\x1b[31m\\u202eb\\x09c"


def test_chinese_and_line_ends_are_left_alone() -> None:
    assert clean("签收\n𠮷é") == "签收\n𠮷é"
