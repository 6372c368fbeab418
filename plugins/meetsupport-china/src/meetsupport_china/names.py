"""
Order of names: by surname strokes, by name strokes, by pinyin.

Two customs of ordering by strokes stand side by side (domain sources of grade C; both are in official use):

- by **surname** strokes (按姓氏笔画, party congresses and the national committee of the CPPCC): a name of two
  characters has an empty middle place, which counts 0 strokes, so 田富 comes before 田大利;
- by **name** strokes (按姓名笔画, people's congresses at all levels): there is no empty place, so 田大利 (大 has 3)
  comes before 田富 (富 has 12).

Both compare character by character: the number of strokes, then their shapes in writing order. A compound surname
(复姓) goes by its first character first, as any other name does. The first character is settled before the second is
looked at: what follows in the standard when all strokes of two characters are alike, as of 叶 and 申, is their
structure, which is in no table with a clear licence. So all names that begin with either are given back as undecided,
those of one character together, unless somebody says which goes first.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, Literal, TypeAlias, TypeVar, cast

import attrs

from meetsupport import Fault, InvalidInput
from meetsupport_china.strokes import stroke_order
from meetsupport_china.surnames import CONTESTED_READINGS, SURNAME_READINGS, plain, surname

__all__ = ["Custom", "Order", "order_by_pinyin", "order_by_strokes"]

T = TypeVar("T")

Custom: TypeAlias = Literal["surname", "name"]
"""By surname strokes (姓氏笔画: an empty middle place counts 0), or by name strokes (姓名笔画: there is none)."""


@attrs.frozen
class Order(Generic[T]):
    """
    An order of names, and what could not be decided.

    Attributes:
        items: What was put in order.
        undecided: Groups that stand next to each other and that the rules known here do not put in order: alike names,
            and all names that share what comes before a character that is alike in all strokes with another's. Such
            characters stand in the order in which they were given, each with all its names.
        outside: What has a character outside the tables, with the characters; it is not in *items*.
        contested: What has a surname with several readings, of which the first was taken.
    """

    items: tuple[T, ...] = attrs.field(repr=False)
    undecided: tuple[tuple[T, ...], ...] = attrs.field(default=(), repr=False)
    outside: tuple[tuple[T, str], ...] = attrs.field(default=(), repr=False)
    contested: tuple[T, ...] = attrs.field(default=(), repr=False)

    def decided(self) -> tuple[T, ...]:
        """
        Give the items if there is nothing left to decide.

        Raises:
            InvalidInput: Something is left; each character and each group is listed, without names.
        """
        faults = [
            Fault(f"outside[{n}]", f"no strokes or reading are known for {' '.join(dict.fromkeys(missing))}; give them")
            for n, (_, missing) in enumerate(self.outside)
        ]
        faults += [
            Fault(
                f"undecided[{n}]",
                f"{len(group)} names have characters that are alike in all that is known; put them in order by hand",
            )
            for n, group in enumerate(self.undecided)
        ]
        faults += [
            Fault(f"contested[{n}]", "the surname has several readings; say which it is")
            for n in range(len(self.contested))
        ]
        if faults:
            raise InvalidInput(faults, "order of names")
        return self.items


def _characters(name: str) -> list[str]:
    return [one for one in plain(name) if one not in "·•．.・"]


def order_by_strokes(
    items: Iterable[T],
    custom: Custom,
    *,
    name: Callable[[T], str] | None = None,
    extra: Mapping[str, str] | None = None,
    alike: Iterable[str] = (),
) -> Order[T]:
    """
    Put names in the order of their strokes.

    Args:
        items: The names, or whatever has one.
        custom: ``"surname"`` for 姓氏笔画, ``"name"`` for 姓名笔画. There is no default: both are official.
        name: Gives the name of an item; by default the item is the name.
        extra: Strokes, as digits, of characters outside the table.
        alike: Characters with the same strokes, in the order in which the standard or somebody who knows puts them:
            ``["叶申"]``.

    Returns:
        The order. What has a character outside the table is listed apart, and stands nowhere.
    """
    settled = {one: number for row in alike for number, one in enumerate(row)}

    def places(text: str) -> tuple[_Place, ...] | str:
        ones = _characters(text)
        shapes = [stroke_order(one, extra) for one in ones]
        missing = "".join(one for one, order in zip(ones, shapes, strict=True) if order is None)
        if missing or not ones:
            return missing or "?"
        found = [
            _Place((len(order), order, settled.get(one, -1)), one)
            for one, order in zip(ones, shapes, strict=True)
            if order is not None
        ]
        if custom == "surname" and len(found) == 2:  # noqa: PLR2004
            found.insert(1, _Place((0, "", -1), ""))
        return tuple(found)

    return _ordered(items, name or cast("Callable[[T], str]", str), places)


def order_by_pinyin(
    items: Iterable[T],
    *,
    name: Callable[[T], str] | None = None,
    readings: Mapping[str, str] | None = None,
    extra: Mapping[str, str] | None = None,
) -> Order[T]:
    """
    Put names in the order of their readings.

    The surname goes first, by syllables and tones and then by strokes, so that surnames that are read alike are not
    mixed; then the given name in the same way.

    Surnames are read as surnames (单 shàn). A given name is read as pypinyin reads it, which for a character with
    several readings is the common one; say otherwise with *readings*.

    Args:
        items: The names, or whatever has one.
        name: Gives the name of an item; by default the item is the name.
        readings: How a surname or a whole name is read: syllables with tones as digits, ``{"覃": "tan2"}``.
        extra: Strokes, as digits, of characters outside the table; only where readings are alike.

    Returns:
        The order. What cannot be read is listed apart; what is read alike, and has a character without strokes, is
        undecided.
    """
    given = readings or {}
    contested: list[T] = []
    spoken = name or cast("Callable[[T], str]", str)
    kept = tuple(items)
    for item in kept:
        text = plain(spoken(item))
        if surname(text) in CONTESTED_READINGS and surname(text) not in given and text not in given:
            contested.append(item)

    def places(text: str) -> tuple[_Place, ...] | str:
        bare = "".join(_characters(text))
        if not bare:
            return "?"
        read = _read(bare, given)
        if isinstance(read, str):
            return read
        own = surname(bare)
        parts = ((own, read[: len(own)]), (bare[len(own) :], read[len(own) :]))
        return tuple(one for part, syllables in parts if part for one in _spoken(part, syllables, extra))

    return attrs.evolve(_ordered(kept, spoken, places), contested=tuple(contested))


def _spoken(part: str, syllables: Sequence[str], extra: Mapping[str, str] | None) -> Iterator[_Place]:
    """Give the places of a surname or a given name: how it is read, and, where that is alike, its strokes."""
    yield _Place(tuple((one.rstrip("12345"), one.lstrip(string.ascii_lowercase)) for one in syllables), "")
    shapes = [stroke_order(one, extra) for one in part]
    yield _Place(None if None in shapes else tuple((len(order or ""), order) for order in shapes), part)


def _read(bare: str, given: Mapping[str, str]) -> list[str] | str:
    """Read a name; give the characters that cannot be read instead, if there are any."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its tables take long to load

    if bare in given:
        return given[bare].split()
    own = surname(bare)
    first = given.get(own) or SURNAME_READINGS.get(own) or next(iter(CONTESTED_READINGS.get(own, ())), None)
    unread: list[str] = []

    def none(characters: str) -> str:
        unread.append(characters)
        return characters

    def syllables(text: str) -> list[str]:
        if not text:
            return []
        return [one[0] for one in pinyin(text, style=Style.TONE3, errors=none, neutral_tone_with_five=True)]

    read = (first.split() if first else syllables(own)) + syllables(bare[len(own) :])
    return "".join(unread) if unread else read


@attrs.frozen
class _Place:
    """
    One step at which names are compared.

    Attributes:
        rank: What they are compared by; ``None`` where it is not known.
        is_: What stands there. Of the same rank, it must be the same, or nobody knows which goes first.
    """

    rank: tuple[Any, ...] | None
    is_: str


def _ordered(
    items: Iterable[T], name: Callable[[T], str], places: Callable[[str], tuple[_Place, ...] | str]
) -> Order[T]:
    """Order by places that are a text, the characters that are unknown, where there are none."""
    known: list[tuple[tuple[_Place, ...], T]] = []
    outside: list[tuple[T, str]] = []
    for item in items:
        found = places(name(item))
        if isinstance(found, str):
            outside.append((item, found))
        else:
            known.append((found, item))
    ordered: list[T] = []
    undecided: list[tuple[int, int]] = []
    # A stack, not a recursion: a name may be as long as whoever typed it liked.
    waiting: list[tuple[int, list[tuple[tuple[_Place, ...], T]]]] = [(0, known)]
    while waiting:
        depth, group = waiting.pop()
        here = [pair for pair in group if len(pair[0]) > depth]
        over = [item for own, item in group if len(own) <= depth]
        if len(over) > 1:
            undecided.append((len(ordered), len(ordered) + len(over)))
        ordered += over
        following: list[tuple[int, list[tuple[tuple[_Place, ...], T]]]] = []
        start = len(ordered)
        for alike in _alike(here, depth):
            if len(alike) > 1:
                undecided.append((start, start + sum(map(len, alike))))
            following += ((depth + 1, same) for same in alike)
            start += sum(map(len, alike))
        waiting += reversed(following)
    groups = tuple(tuple(ordered[first:end]) for first, end in sorted(undecided, key=lambda one: (one[0], -one[1])))
    return Order(tuple(ordered), groups, tuple(outside))


def _alike(
    pairs: Sequence[tuple[tuple[_Place, ...], T]], depth: int
) -> Iterator[Sequence[list[tuple[tuple[_Place, ...], T]]]]:
    """Give, in order, what is of one rank at a place: by what stands there, as it was given."""
    unknown = any(own[depth].rank is None for own, _ in pairs)
    ranks: dict[tuple[Any, ...] | None, dict[str, list[tuple[tuple[_Place, ...], T]]]] = {}
    for pair in pairs:
        place = pair[0][depth]
        ranks.setdefault(None if unknown else place.rank, {}).setdefault(place.is_, []).append(pair)
    for rank in sorted(ranks, key=lambda one: one or ()):
        yield list(ranks[rank].values())
