"""Names that nobody bears, as varied as those of a real list: rare characters, two syllables, compound surnames."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["invented_names", "numeral"]

# The ten stems and twelve branches count things; hardly any of them is a surname.
_SURNAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未酉戌亥"
_GIVEN = (
    "试例",
    "样",
    "示范",
    "㛃",
    "拟名",
    "例",
    "样本",
    "𠮷",
    "假设",
    "试",
    "范例",
    "虚",
    "无名",
    "某",
    "暂名",
    "某某",
    "假",
    "代称",
)
_UNUSUAL = ("欧阳样例", "司马试名", "上官虚构", "Ｅｘａｍｐｌｅ Ｎａｍｅ", "阿样·例", "甲试例")
"""The last one is borne by two people."""

_DIGITS = "零一二三四五六七八九"


def invented_names() -> Iterator[str]:
    """Give invented names, one of them twice: nearly 400, and those once more with each numeral up to 99."""
    yield from _UNUSUAL
    for more in ("", *map(numeral, range(1, 100))):
        for turn in range(len(_GIVEN)):
            for number, surname in enumerate(_SURNAMES):
                yield surname + _GIVEN[(turn + number) % len(_GIVEN)] + more


def numeral(number: int) -> str:
    """Write a number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
