"""A plan of a few records, judged by one rule or written up in one brief."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import attrs

from meetsupport import model
from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.codec import Contents
from meetsupport.core.records import Record, RecordType
from meetsupport.core.times import Window, instant
from meetsupport.plan import PlainReader, Plan, Reader
from meetsupport.plugins import Line, Problem
from meetsupport.rules import BUILTIN_RULES

R = TypeVar("R", bound=Record)

TYPES: dict[str, RecordType[Any]] = {name: getattr(model, name).__record__ for name in model.__all__}
RULES = {rule.code: rule for rule in BUILTIN_RULES}
NOON = instant("2030-06-05T12:00+08:00")
"""A Wednesday."""
MOMENT = timedelta(microseconds=1)


def changed(record: R, **about: object) -> R:
    """Give a record with other values."""
    return cast("R", attrs.evolve(cast("Any", record), **about))


def at(hours: float) -> datetime:
    """Give a moment so many hours after noon."""
    return NOON + timedelta(hours=hours)


def span(start: float, end: float) -> Window:
    """Give a window of hours after noon."""
    return Window(at(start), at(end))


def plan_of(*records: Record) -> Plan:
    """Make a plan whose references hold."""
    made = Plan.of(TYPES, Contents(records, {}, ()))
    assert made.dangling() == []
    return made


def reader(*records: Record, now: datetime = NOON, uninformed: Iterable[str] = ()) -> PlainReader:
    """Read such a plan at a moment."""
    behind = set(uninformed)
    return PlainReader(plan_of(*records), now, lambda recipient: recipient not in behind)


def judge(plan: PlainReader, code: str) -> list[tuple[str, Problem]]:
    """Let one rule judge a plan: each problem with the id of its subject."""
    rule = RULES[code]
    if rule.each is None:
        return [("", problem) for problem in rule.check(plan)]
    return [(one.id, problem) for one in plan.all(rule.each) for problem in rule.check(plan, one)]


def found(code: str, *records: Record, now: datetime = NOON, uninformed: Iterable[str] = ()) -> list[str]:
    """Judge records by one rule: the problems as ``subject/key``."""
    problems = judge(reader(*records, now=now, uninformed=uninformed), code)
    return [f"{subject}/{problem.key}" for subject, problem in problems]


def brief(plan: Reader, kind: str, recipient: str) -> dict[str, Line]:
    """Write up what a recipient must know: its lines by key."""
    who = plan.get(model.Recipient, recipient)
    assert who is not None
    lines = [line for section in BUILTIN_SECTIONS if section.kind == kind for line in section.compose(plan, who)]
    by_key = {line.key: line for line in lines}
    assert len(by_key) == len(lines)
    return by_key
