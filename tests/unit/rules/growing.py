"""
How much a rule does as its records become many: counted, not timed.

A case of a few records is grown to so many copies, all of it or all but some types, which the copies then share. What
is counted is every line that Python runs, turns of loops and comprehensions included; a record that is only looked at
by C code (a sum, a sort) counts because `Told` hands it over in Python.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import datetime
from types import FrameType
from typing import Any, TypeVar, cast

import attrs

from meetsupport.core.codec import Contents
from meetsupport.core.records import Record, RecordType
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window
from meetsupport.plan import Derived, PlainReader, Plan
from meetsupport.plugins import Rule

R = TypeVar("R", bound=Record)
T = TypeVar("T")
V = TypeVar("V")
K = TypeVar("K", bound=Hashable)

NAMES = ("badge", "matter", "name", "number", "title", "unit", "vehicle")
"""Texts that tell records from each other."""

SIZES = (8, 16, 32)
STEEPEST = 2.6
"""By how much the second doubling may add more than the first: 2 is linear, 4 quadratic, n log n from 8 on is 2.3."""


class Told(tuple[T, ...]):
    """Records that were read: each one taken is a line that runs, also where C code takes it."""

    __slots__ = ()

    def __iter__(self) -> Iterator[T]:
        for one in super().__iter__():  # noqa: UP028 - "yield from" would run no lines
            yield one


class CountedReader(PlainReader):
    """A reader whose answers count as they are gone through; it refuses derived values that an engine would refuse."""

    def derive(self, value: Derived[K, V], key: K, /) -> V:
        fresh = (value, key) not in self._memo
        found = super().derive(value, key)
        if fresh:
            hash(found)
        return found

    def all(self, cls: type[R], /) -> tuple[R, ...]:
        return Told(super().all(cls))

    def where(self, cls: type[R], /, **equal: Hashable) -> tuple[R, ...]:
        return Told(super().where(cls, **equal))

    def overlapping(self, cls: type[R], window: Window, /, **equal: Hashable) -> tuple[R, ...]:
        return Told(super().overlapping(cls, window, **equal))


def grown(
    records: Iterable[Record], copies: int, shared: Collection[str] = (), *, named: bool = False
) -> tuple[Record, ...]:
    """
    Copy records, each copy referring to the records of the same copy.

    Args:
        records: What is copied.
        copies: How many there are then, the first as given.
        shared: The types that stay as they are; what these refer to in lists, they then refer to in all copies.
        named: Whether each copy has names of its own.
    """
    given = tuple(records)
    there = {(one.__record__.name, one.id) for one in given}

    def copied(type: str | None, id: str, number: int) -> str:
        return f"{id}~{number}" if number and type not in shared and (type, id) in there else id

    def value(spec: FieldSpec, old: Any, numbers: range) -> Any:
        if spec.many:
            return tuple(dict.fromkeys(copied(spec.refers_to, one, number) for one in old or () for number in numbers))
        return old if old is None else copied(spec.refers_to, old, numbers[0])

    def copy(record: Record, numbers: range) -> Record:
        rt: RecordType[Any] = record.__record__
        about = {spec.name: value(spec, getattr(record, spec.name), numbers) for spec in rt.refs}
        if named and numbers[0]:
            texts = {name: getattr(record, name) for name in NAMES if isinstance(getattr(record, name, None), str)}
            about |= {name: f"{text}~{numbers[0]}" for name, text in texts.items() if text}
        return cast("Record", attrs.evolve(cast("Any", record), id=copied(rt.name, record.id, numbers[0]), **about))

    kept = [copy(one, range(copies)) for one in given if one.__record__.name in shared]
    more = [one for one in given if one.__record__.name not in shared]
    return (*kept, *(copy(one, range(number, number + 1)) for number in range(copies) for one in more))


def lines_run(judged: Callable[[], object]) -> int:
    """Count the lines that run while something is judged."""
    lines = 0

    def count(_frame: FrameType, event: str, _: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        judged()
    finally:
        sys.settrace(before)
    return lines


def judge_all(rule: Rule, reader: PlainReader) -> int:
    """Let a rule judge everything, and count its problems."""
    check = cast("Callable[..., Iterable[object]]", rule.check)
    if rule.each is None:
        return len(list(check(reader)))
    return sum(len(list(check(reader, one))) for one in reader.all(rule.each))


def steepness(
    rule: Rule,
    records: Iterable[Record],
    now: datetime,
    types: dict[str, RecordType[Any]],
    *,
    shared: Collection[str] = (),
    named: bool = False,
) -> float:
    """Say by how much the second doubling of a rule's work adds more than the first."""

    def work(copies: int) -> int:
        plan = Plan.of(types, Contents(grown(records, copies, shared, named=named), {}, ()))
        return lines_run(lambda: judge_all(rule, CountedReader(plan, now)))

    work(2)  # What is made once and kept, such as a zone, is none of its growth.
    few, more, most = (work(copies) for copies in SIZES)
    if most - more < SIZES[2] - SIZES[1]:
        return 0  # Not a line for each copy: what Python itself does now and then, such as collecting garbage.
    return (most - more) / max(more - few, 1)
