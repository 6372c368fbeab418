"""What the tests draw: records of every type of the model, with values as hostile as a plan can hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal

from hypothesis import strategies as st

from meetsupport.core.codec import Contents
from meetsupport.core.fields import field
from meetsupport.core.records import Record, RecordType, record
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window
from meetsupport.exchange.planfile import model_types
from meetsupport.plan import PlainReader, Plan
from meetsupport.plugins import Source

NOW = datetime(2031, 6, 9, 12, 0, tzinfo=UTC)


@record(name="test.Odd", label="怪物")
class Odd(Record):
    """A record with every kind of field, as a plugin may define it."""

    text: str = field(label="文字")
    optional: str | None = field(default=None)
    word: Literal["a", "b"] = field(default="a")
    filled: str = field(default="coach")
    share: float = field(default=0.5)
    flag: bool = field(default=True)
    days: tuple[date, ...] = field(default=())
    windows: tuple[Window, ...] = field(default=())
    number: int | None = field(default=3)
    twins: tuple[str, ...] | None = field(default=None)
    formula: str = field(default="", label="=1+1")


TYPES: Mapping[str, RecordType[Any]] = {**model_types(), "test.Odd": Odd.__record__}

NAUGHTY = (
    "",
    "'",
    "''",
    "'=1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    '"',
    'a"b',
    "a,b;c\td",
    "\\",
    "\\;",
    "\\e",
    " a ",
    "\x00",
    "\ufeff",
    "\u2028",
    "null",
    "true",
    "•",
    "<b>&amp;</b>",
    "[x](http://x.invalid)",
    "| a |",
    "# h",
    "1. one",
    "- item",
    "`x`",
    "𠮷野屋",
)
texts = st.one_of(
    st.sampled_from(NAUGHTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(lambda text: text != "•••"),
)
ids = st.one_of(
    st.sampled_from(["=a", "@", "-1", "'x", "a;b", "a\\b", "议程-1"]),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8),
)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28), timezones=zones)  # noqa: DTZ001 - gets one


def _window(start: datetime, length: timedelta) -> Window:
    return Window(start, start + length)


windows = st.builds(_window, moments, st.timedeltas(timedelta(microseconds=1), timedelta(days=1)))
BY_BASE: Mapping[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-(10**15), 10**15),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=3),
    date: st.dates(),
    datetime: moments,
    timedelta: st.timedeltas(timedelta(days=-999), timedelta(days=999)),
    Window: windows,
}


def values(spec: FieldSpec) -> st.SearchStrategy[Any]:
    one: st.SearchStrategy[Any]
    if spec.refers_to or spec.name == "id":
        one = ids
    elif spec.counts:
        one = st.integers(0, 10**15)
    elif spec.closed:
        one = st.sampled_from(sorted(spec.words))
    else:
        one = BY_BASE.get(spec.base, texts)
    if spec.many:
        one = st.lists(one, max_size=3).map(tuple)
    return st.none() | one if spec.optional else one


def records_of(rt: RecordType[Any]) -> st.SearchStrategy[Record]:
    return st.builds(rt.cls, **{name: values(spec) for name, spec in rt.fields.items()})


any_records = st.sampled_from(sorted(TYPES)).flatmap(lambda name: records_of(TYPES[name]))


def plan_of(*records: Record, revision: int = 0) -> Plan:
    kept = {(r.__record__.name, r.id): r for r in records}
    return Plan.of(TYPES, Contents(tuple(kept.values()), {}, ()), revision)


def reader_of(*records: Record) -> PlainReader:
    return PlainReader(plan_of(*records), NOW)


def source_of(content: bytes, plan: Plan | None = None, name: str = "some.json", **options: Any) -> Source:
    known = plan_of() if plan is None else plan
    return Source(name, content, known, lambda _: known, "clerk", NOW, options)
