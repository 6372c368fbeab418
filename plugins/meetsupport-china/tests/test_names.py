"""Order of names against the published examples."""

from __future__ import annotations

import random
from itertools import groupby

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
from meetsupport_china.surnames import CONTESTED_READINGS, SURNAME_READINGS

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


@pytest.mark.parametrize("custom", BOTH)
@pytest.mark.parametrize(
    "given",
    [("叶大", "申一", "叶一", "申大"), ("申大", "申一", "叶一", "叶大")],
)
def test_surnames_that_are_alike_in_all_strokes_are_undecided_and_not_mixed(
    custom: Custom, given: tuple[str, ...]
) -> None:
    order = order_by_strokes(given, custom)
    first, other = given[0][0], "叶申".replace(given[0][0], "")
    assert order.items == (f"{first}一", f"{first}大", f"{other}一", f"{other}大")
    assert order.undecided == (order.items,)
    with pytest.raises(InvalidInput, match="by hand"):
        order.decided()


@pytest.mark.parametrize("custom", BOTH)
@pytest.mark.parametrize("given", [("佘一", "余大"), ("由一", "田大"), ("余大", "佘一", "余一")])
def test_what_follows_does_not_decide_between_first_characters_that_are_alike(
    custom: Custom, given: tuple[str, ...]
) -> None:
    assert set(order_by_strokes([*given, "丁某"], custom).undecided[0]) == set(given)


def test_somebody_can_say_which_of_the_characters_that_are_alike_goes_first() -> None:
    names = ["申一", "叶大", "申大", "叶一"]
    assert order_by_strokes(names, "name", alike=["叶申"]).decided() == ("叶一", "叶大", "申一", "申大")
    assert order_by_strokes(names, "name", alike=["申叶"]).decided() == ("申一", "申大", "叶一", "叶大")


def test_a_character_that_is_alike_within_a_name_leaves_only_what_follows_it_undecided() -> None:
    order = order_by_strokes(["李由一", "李田大", "李一", "王某", "王某"], "name")
    assert order.items == ("王某", "王某", "李一", "李由一", "李田大")
    assert order.undecided == (("王某", "王某"), ("李由一", "李田大"))


def test_each_first_character_stands_in_one_block() -> None:
    surnames = "叶申余佘田由于干王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭"
    names = [first + given for first in surnames for given in ("一", "大", "大利", "富", "由", "田")]
    for seed in range(10):
        shuffled = random.Random(seed).sample(names, len(names))  # noqa: S311 - no secret
        for custom in BOTH:
            order = order_by_strokes(shuffled, custom)
            blocks = [first for first, _ in groupby(order.items, key=lambda one: one[0])]
            assert sorted(blocks) == sorted(surnames)
            # Whoever stands in another place after another shuffle was said to be undecided.
            again = order_by_strokes(names, custom).items
            open_ones = {one for group in order.undecided for one in group}
            assert all(one in open_ones for one, other in zip(order.items, again, strict=True) if one != other)


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


UNIHAN = {
    2: "丁卜刁乜",
    3: "马于万卫门干么兀",
    4: "王邓韦方尹毛孔文牛尤车卞仇区井巴丰支计云戈乌亓亢公勾元仉",
    5: "冯田叶卢石付白龙史申兰左甘包宁冉艾司古边丛邝乐皮厉仝帅平母印玉由占令召",
    6: "刘孙朱许吕任江闫向汤邢安齐乔伍庄关阮纪毕成曲华祁牟阳农吉米全邬师仲巩池匡伊权朴伏羊那危戎阴尧闭过厍",
    7: "李张陈杨吴何宋肖余杜苏沈陆汪邹邱邵严谷辛时连芦麦岑冷佟应闵沙巫佘迟劳位花豆狄初来芮邸阿邰况利但冶束员",
    8: "周林罗郑金孟武易庞岳欧尚单季苗房屈卓宗苟和郎明苑官冼练国杭茅於呼居幸奉郇宓佴郄郏",
    9: "赵胡姚姜钟段侯贺郝施俞柳祝柯骆饶项娄宫费柏荣查封荆胥南闻郜禹祖宣相茹战哈昝要洗贲逄郗恽钭羿",
    10: "徐郭高唐袁贾夏秦陶顾钱莫倪聂殷耿凌涂翁柴党晏席桂姬栾桑敖谈班原栗奚海卿索晋容晁都浦诺宾能秘隽莘桓诸",
    11: "黄梁曹崔龚康章符梅盛戚隋商寇麻谌盘屠盖扈鹿宿逯隆银尉粘祭笪眭隗庹",
    12: "谢韩彭曾董蒋程覃温葛鲁焦舒童游喻景惠储粟强敬普辜嵇湛揭智植富黑甯缑戢",
    13: "雷詹蓝路靳蒙鲍蒲解简褚窦甄虞楚鄢楼满廉阙雍裘訾睢蒯溥",
    14: "蔡谭廖熊翟裴管缪臧蔺阚漆赫鲜慕綦雒谯禚",
    15: "潘黎樊颜滕撒禤",
    16: "薛霍穆冀燕薄衡",
    17: "魏戴鞠檀藏繁璩镡蹇",
    18: "瞿",
    19: "麴",
    30: "爨",
}
"""Surnames, common and rare, by kTotalStrokes of Unihan as the package strokes 0.0.1 (MIT) has it."""


@pytest.mark.parametrize("strokes", UNIHAN)
def test_the_table_counts_the_strokes_of_surnames_as_unihan_does(strokes: int) -> None:
    assert {one: stroke_count(one) for one in UNIHAN[strokes]} == dict.fromkeys(UNIHAN[strokes], strokes)


def test_where_the_mainland_writes_a_surname_otherwise_than_unihan_has_it_the_table_follows_the_mainland() -> None:
    assert stroke_count("范") == 8


@pytest.mark.parametrize("rare", "㐱妘郤")
def test_a_surname_outside_the_table_is_known_to_be_outside(rare: str) -> None:
    assert stroke_count(rare) is None
    assert order_by_strokes([f"{rare}某"], "name").outside == ((f"{rare}某", rare),)


SURNAMES_READ = """
单shan4 曾zeng1 翟zhai2 仇qiu2 查zha1 区ou1 朴piao2 解xie4 任ren2 尉迟yu4 万俟mo4 肖xiao1 葛ge3 薄bo2 卜bu3 燕yan1
干gan1 都du1 於yu1 要yao1 撒sa3 乜nie4 么yao1 令狐ling2 诸葛zhu1 子车zi3 淳于chun2 盛sheng4 曲qu1 车che1 宿su4
"""


@pytest.mark.parametrize("one", SURNAMES_READ.split())
def test_a_surname_is_read_as_a_surname(one: str) -> None:
    name = "".join(c for c in one if not c.isascii())
    syllable, tone = one[len(name) : -1], int(one[-1])
    # Between a name that is read just before it and one that is read just after it.
    before, after = "前某", "后某"
    lower = f"{syllable}{tone - 1}" if tone > 1 else f"{syllable[:-1]}4"
    readings = {before: f"{lower} mou3", after: f"{syllable}{tone + 1} mou3"}
    assert order_by_pinyin([after, f"{name}某某", before], readings=readings).decided() == (
        before,
        f"{name}某某",
        after,
    )


@pytest.mark.parametrize("name", "郇占藏令粘载谌召訾阙观炅乘能相那")
def test_a_reading_on_which_sources_differ_is_contested_and_not_guessed(name: str) -> None:
    assert order_by_pinyin([f"{name}某"]).contested == (f"{name}某",)
    assert order_by_pinyin([f"{name}某"], readings={name: "mou1"}).contested == ()


def test_no_reading_is_both_settled_and_contested() -> None:
    assert not SURNAME_READINGS.keys() & CONTESTED_READINGS.keys()
    assert all(len(set(ways)) > 1 for ways in CONTESTED_READINGS.values())
    for name, reading in SURNAME_READINGS.items():
        assert len(reading.split()) == len(name)
        assert surname(f"{name}某某") == name


def test_families_that_are_read_alike_are_not_mixed() -> None:
    assert order_by_pinyin(["余红", "于明", "于刚"]).decided() == ("于刚", "于明", "余红")
    assert order_by_pinyin(["欧某", "区某", "欧阳某某"]).items == ("区某", "欧某", "欧阳某某")


def test_names_that_are_read_alike_and_lack_strokes_are_left_to_somebody() -> None:
    order = order_by_pinyin(["余\u358d", "余\u358d", "余一", "余依", "于一"], readings={"余\u358d": "yu2 yi1"})
    assert order.undecided[0] == ("余\u358d", "余\u358d", "余一", "余依")
    assert order.items[0] == "于一"


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
