"""Surnames: which have two characters, and how they are read; names without and with what they are padded with."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COMPOUND_SURNAMES", "CONTESTED_READINGS", "SURNAME_READINGS", "padded", "plain", "surname"]

_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政
濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马
公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生
梁丘 左丘 东门 西门 第五 单于 叱干 完颜 纳兰 淳于 夹谷 仉督
"""

COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
"""Surnames of two characters. The list is not complete: a surname that is missing is read as one of one character."""

SURNAME_READINGS: Mapping[str, str] = {
    "单": "shan4",
    "曾": "zeng1",
    "翟": "zhai2",
    "仇": "qiu2",
    "查": "zha1",
    "肖": "xiao1",
    "葛": "ge3",
    "薄": "bo2",
    "卜": "bu3",
    "燕": "yan1",
    "干": "gan1",
    "都": "du1",
    "於": "yu1",
    "要": "yao1",
    "撒": "sa3",
    "乜": "nie4",
    "么": "yao1",
    "区": "ou1",
    "朴": "piao2",
    "解": "xie4",
    "任": "ren2",
    "华": "hua4",
    "冼": "xian3",
    "洗": "xian3",
    "宓": "mi4",
    "员": "yun4",
    "缪": "miao4",
    "逄": "pang2",
    "佘": "she2",
    "厍": "she4",
    "黑": "he4",
    "秘": "bi4",
    "繁": "po2",
    "折": "she2",
    "祭": "zhai4",
    "哈": "ha3",
    "应": "ying1",
    "种": "chong2",
    "句": "gou1",
    "过": "guo1",
    "阚": "kan4",
    "褚": "chu3",
    "柏": "bai3",
    "沈": "shen3",
    "叶": "ye4",
    "贾": "jia3",
    "盛": "sheng4",
    "曲": "qu1",
    "车": "che1",
    "宿": "su4",
    "莘": "shen1",
    "隽": "juan4",
    "尉迟": "yu4 chi2",
    "万俟": "mo4 qi2",
    "单于": "chan2 yu2",
    "长孙": "zhang3 sun1",
    "澹台": "tan2 tai2",
    "令狐": "ling2 hu2",
    "宰父": "zai3 fu3",
    "亓官": "qi2 guan1",
    "乐正": "yue4 zheng4",
    "诸葛": "zhu1 ge3",
    "段干": "duan4 gan1",
    "子车": "zi3 ju1",
    "仉督": "zhang3 du1",
    "夹谷": "jia2 gu3",
}
"""
How surnames are read where they are read otherwise than the character alone, with the tone as a digit.

Here are those on which lists of surname readings agree: pinyin-pro 3.29 (MIT) and pages for teachers, grade C.
"""

CONTESTED_READINGS: Mapping[str, tuple[str, ...]] = {
    "覃": ("qin2", "tan2"),
    "乐": ("yue4", "le4"),
    "隗": ("wei3", "kui2"),
    "牟": ("mou2", "mu4"),
    "盖": ("ge3", "gai4"),
    "宁": ("ning4", "ning2"),
    "甯": ("ning4", "ning2"),
    "纪": ("ji3", "ji4"),
    "召": ("shao4", "zhao4"),
    "郇": ("xun2", "huan2"),
    "贲": ("ben1", "fei4"),
    "镡": ("tan2", "chan2"),
    "谌": ("chen2", "shen4"),
    "訾": ("zi1", "zi3"),
    "阙": ("que1", "jue2"),
    "相": ("xiang4", "xiang1"),
    "能": ("nai4", "neng2"),
    "那": ("na1", "nuo2"),
    "郄": ("qie4", "xi4"),
    "晟": ("cheng2", "sheng4"),
    "占": ("zhan1", "zhan4"),
    "藏": ("zang1", "cang2"),
    "令": ("ling4", "ling2"),
    "粘": ("nian2", "zhan1"),
    "载": ("zai3", "zai4", "dai4"),
    "观": ("guan4", "guan1"),
    "冠": ("guan4", "guan1"),
    "少": ("shao4", "shao3"),
    "炅": ("gui4", "jiong3"),
    "卡": ("qia3", "ka3", "bian4"),
    "乘": ("cheng2", "sheng4"),
    "重": ("chong2", "zhong4"),
    "斗": ("dou3", "dou4"),
    "弹": ("tan2", "dan4"),
    "会": ("gui4", "kuai4", "hui4"),
    "不": ("fou1", "bu4"),
    "啜": ("chuai4", "chuo4"),
    "艮": ("gen4", "gen3"),
}
"""
Surnames that families read in different ways, or on which sources differ or are silent.

Say which it is; until then the first is taken, and it is said.
"""


def plain(name: str) -> str:
    """Give a name without the spaces that lists and cards are padded with (of any width)."""
    return "".join(name.split())


def padded(name: str) -> str:
    """Give a name as lists and cards show it: one of two characters with a full-width space between them."""
    bare = plain(name)
    return f"{bare[0]}\u3000{bare[1]}" if len(bare) == 2 and not bare.isascii() else bare  # noqa: PLR2004


def surname(name: str) -> str:
    """Give the surname: two characters for a compound one with a given name, one otherwise."""
    bare = plain(name)
    return bare[:2] if len(bare) > 2 and bare[:2] in COMPOUND_SURNAMES else bare[:1]  # noqa: PLR2004
