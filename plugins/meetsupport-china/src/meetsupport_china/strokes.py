"""
Strokes of a character: how many, and of which of the five shapes in which order.

The table has 6,939 characters of the simplified script. It was made from the data of cnchar-order 3.2.6 (MIT, see
LICENSE.strokes), whose 26 shapes were folded into the five of GF 2001-2001: 横 with 提, 竖 with 竖钩, 撇, 点 with 捺,
and 折. Its counts were compared with those of Unihan: they differ for three characters (范, 皙, 囍), for which the
forms used in the mainland bear out the table. That project does not say what it took its data from, so for a list
that will be read out, have somebody look at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

__all__ = ["SHAPES", "stroke_count", "stroke_order"]

SHAPES: Mapping[str, str] = {"1": "横", "2": "竖", "3": "撇", "4": "点", "5": "折"}
"""The five shapes in the order in which they are compared (一丨丿丶乛)."""


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    text = (files("meetsupport_china") / "data" / "strokes.tsv").read_text(encoding="utf-8")
    return {one: shapes for shapes, _, ones in (line.partition("\t") for line in text.splitlines()) for one in ones}


def stroke_order(character: str, extra: Mapping[str, str] | None = None) -> str | None:
    """
    Give the shapes of a character's strokes in writing order, as digits of `SHAPES`.

    Args:
        character: One character.
        extra: What the user knows of characters outside the table.

    Returns:
        The digits, such as ``"1121"`` for 王; ``None`` for a character outside the table: it is never guessed.
    """
    return (extra or {}).get(character) or _table().get(character)


def stroke_count(character: str, extra: Mapping[str, str] | None = None) -> int | None:
    """Count the strokes of a character; ``None`` outside the table."""
    order = stroke_order(character, extra)
    return len(order) if order is not None else None
