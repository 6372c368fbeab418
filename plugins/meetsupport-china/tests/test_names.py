"""Order of names against the published examples."""

from __future__ import annotations

import random

import pytest
from meetsupport_china import (
    Custom,
    order_by_pinyin,
    order_by_strokes,
    padded,
    plain,
    stroke_count,
    stroke_order,
    surname,
)

from meetsupport import InvalidInput

BOTH: tuple[Custom, ...] = ("surname", "name")


def by_strokes(custom: Custom, *names: str) -> tuple[str, ...]:
    return order_by_strokes(reversed(names), custom).decided()


@pytest.mark.parametrize("custom", BOTH)
@pytest.mark.parametrize(
    "names",
    [
        ("王某", "文某"),  # both four: horizontal before dot
        ("林某", "欧某"),  # both eight: the second stroke decides
        ("欧阳少东", "洪少东"),  # a compound surname goes by its first character
        ("李一鸣", "李大鸣"),  # the same surname: the second character
    ],
)
def test_published_examples_that_both_customs_share(custom: Custom, names: tuple[str, ...]) -> None:
    assert by_strokes(custom, *names) == names


@pytest.mark.parametrize(
    ("custom", "names"),
    [
        ("surname", ("田富", "田大利")),
        ("surname", ("高富", "高大富")),
        ("name", ("田大利", "田富")),
        ("name", ("李一鸣", "李大鸣", "李平")),
    ],
)
def test_published_examples_in_which_the_customs_differ(custom: Custom, names: tuple[str, ...]) -> None:
    assert by_strokes(custom, *names) == names


@pytest.mark.parametrize("custom", BOTH)
def test_the_order_does_not_hang_on_the_order_before(custom: Custom) -> None:
    names = ["王某", "文某", "田富", "田大利", "林某", "欧阳少东", "洪少东", "高大富", "高富", "丁一"]
    wanted = by_strokes(custom, *names)
    for seed in range(20):
        shuffled = random.Random(seed).sample(names, len(names))  # noqa: S311 - no secret
        assert order_by_strokes(shuffled, custom).items == wanted


def test_a_name_of_one_character_comes_before_longer_ones_with_it() -> None:
    assert by_strokes("name", "田", "田大利") == ("田", "田大利")
    assert by_strokes("surname", "田", "田富") == ("田", "田富")


def test_spaces_within_a_name_do_not_count() -> None:
    assert plain("田\u3000富") == plain("田 富") == "田富"
    assert padded("田富") == "田\u3000富"
    assert padded("田大利") == "田大利"
    assert order_by_strokes(["田大利", "田\u3000富"], "surname").items == ("田\u3000富", "田大利")


def test_a_character_outside_the_table_is_reported_and_not_guessed() -> None:
    order = order_by_strokes(["王某", "𠮷某", "丁某"], "surname")
    assert order.items == ("丁某", "王某")
    assert order.outside == (("𠮷某", "𠮷"),)
    with pytest.raises(InvalidInput, match="𠮷") as refused:
        order.decided()
    assert "𠮷某" not in str(refused.value)
    given = order_by_strokes(["王某", "𠮷某", "丁某"], "surname", extra={"𠮷": "121251"})
    assert given.decided() == ("丁某", "王某", "𠮷某")


def test_names_that_are_alike_in_all_strokes_are_left_to_somebody() -> None:
    order = order_by_strokes(["于某", "干某", "丁某"], "surname")
    assert order.undecided == (("于某", "干某"),)
    assert order.items == ("丁某", "于某", "干某")
    with pytest.raises(InvalidInput, match="by hand"):
        order.decided()


def test_an_empty_name_stands_nowhere() -> None:
    assert order_by_strokes([" "], "name").items == order_by_pinyin([" "]).items == ()


def test_whatever_has_a_name_can_be_ordered() -> None:
    assert order_by_strokes([("p2", "文某"), ("p1", "王某")], "name", name=lambda one: one[1]).items == (
        ("p1", "王某"),
        ("p2", "文某"),
    )


@pytest.mark.parametrize(
    ("character", "shapes"),
    [
        ("王", "1121"),
        ("文", "4134"),
        ("林", "12341234"),
        ("欧", "13453534"),
        ("小", "234"),
        ("子", "521"),
        ("飞", "534"),
        ("母", "55414"),
        ("必", "45434"),
        ("凹", "25251"),
        ("火", "4334"),
        ("北", "21135"),
    ],
)
def test_strokes_are_those_of_the_school_book(character: str, shapes: str) -> None:
    assert stroke_order(character) == shapes
    assert stroke_count(character) == len(shapes)


def test_the_table_has_the_counts_of_common_surnames() -> None:
    counts = {"丁": 2, "马": 3, "王": 4, "田": 5, "刘": 6, "李": 7, "林": 8, "洪": 9, "高": 10, "黄": 11, "富": 12}
    assert {one: stroke_count(one) for one in counts} == counts


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单", "shan"),
        ("曾", "zeng"),
        ("翟", "zhai"),
        ("仇", "qiu"),
        ("查", "zha"),
        ("区", "ou"),
        ("朴", "piao"),
        ("解", "xie"),
        ("尉迟", "yu"),
        ("任", "ren"),
        ("万俟", "mo"),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, reading: str) -> None:
    # Between a name that is read just before it and one that is read just after it.
    before, after = "前某", "后某"
    readings = {before: f"{reading}1 mou3", after: f"{reading}5 mou3"}
    assert order_by_pinyin([after, f"{name}某某", before], readings=readings).items == (before, f"{name}某某", after)


def test_a_surname_with_several_readings_is_said_to_be_contested() -> None:
    order = order_by_pinyin(["覃某", "盖某", "王某"])
    assert set(order.contested) == {"覃某", "盖某"}
    with pytest.raises(InvalidInput, match="several readings"):
        order.decided()
    assert order_by_pinyin(["覃某", "盖某", "王某"], readings={"覃": "tan2", "盖": "ge3"}).decided() == (
        "盖某",
        "覃某",
        "王某",
    )


def test_what_cannot_be_read_stands_apart() -> None:
    order = order_by_pinyin(["王某", "\U000323ae某"])
    assert order.items == ("王某",)
    assert order.outside[0][1] == "\U000323ae"


def test_the_tone_decides_between_equal_syllables() -> None:
    assert order_by_pinyin(["李某", "黎某", "厉某"]).items == ("黎某", "李某", "厉某")


@pytest.mark.parametrize(
    ("name", "own"), [("欧阳少东", "欧阳"), ("欧阳", "欧"), ("洪少东", "洪"), ("尉迟某", "尉迟"), ("", "")]
)
def test_compound_surnames_are_known(name: str, own: str) -> None:
    assert surname(name) == own
