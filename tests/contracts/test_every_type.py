"""Each record type has its rules, its place in the briefs and its strategy, or it is said here why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import (
    Adoption,
    Cohort,
    Delegation,
    Duty,
    Event,
    Freeze,
    HealthProtocol,
    Lesson,
    Participant,
    Person,
    Post,
    Recipient,
    Requirement,
    Task,
    Team,
)
from meetsupport.plan import PlainReader, Plan
from meetsupport.testing import MODEL, plans
from tests.unit.rules.judging import NOON, RULES, TYPES, plan_of, span
from tests.unit.rules.test_every_rule import FIRES, QUIET

R = TypeVar("R", bound=Record)

NO_RULE = {
    "RemovalLimit": "says how many records a change may remove, which the desk holds each change to",
}
NO_BRIEF = {
    "Answer": "what those who were asked think; nobody has to do anything by it",
    "ChecklistTemplate": "what tasks are made of, and the tasks are told",
    "DayOff": "what working days are counted by; a task on a day off is a finding",
    "RemovalLimit": NO_RULE["RemovalLimit"],
    "RiskBand": "weighs an event; what follows of it is a finding, and tasks",
    "RiskFactor": "weighs an event; what follows of it is a finding, and tasks",
    "Role": "says who sees what, which each view is masked by",
    "TemplateItem": "what a task is made of, and the task is told",
}
GROUPS = {
    "Delegation": "delegation",
    "Organization": "organization",
    "Participant": "participant",
    "Person": "person",
    "Place": "place",
    "Team": "team",
}
KINDS = tuple(sorted({section.kind for section in BUILTIN_SECTIONS}))
HOUR = timedelta(hours=1)
KEPT: tuple[Record, ...] = (
    Event(id="e", window=span(-48, 48)),
    Team(id="t", event="e"),
    Person(id="anna", team="t"),
    Freeze(id="z", type="Seat"),
    Lesson(id="l"),
    Task(id="k", responsible="anna", lessons=("l",)),
    Delegation(id="all"),
    Participant(id="one", delegation="all"),
    Duty(id="on", person="anna", post="door", window=span(1, 2)),
    Post(id="door", event="e"),
    Cohort(id="c", event="e", persons=("anna",), participants=("one",)),
    HealthProtocol(id="p", family="f", starts=date(2030, 1, 1)),
    Adoption(id="a", event="e", family="f"),
    *(
        Requirement(id=kind, protocol="p", kind=kind, at="always", days=2, within=24 * HOUR, interval=HOUR)
        for kind in ("test", "round", "clear", "symptoms", "temperature", "vaccinated", "stay", "apart", "contacts")
    ),
)
"""What no case of a rule has; somebody on duty and a guest, of whom everything is asked that a protocol can ask."""


class Noting(PlainReader):
    """A reader that notes of which types it was asked for records."""

    def __init__(self, records: Iterable[Record]) -> None:
        super().__init__(plan_of(*records), NOON)
        self.asked: set[str] = set()

    def get(self, cls: type[R], id: str, /) -> R | None:
        self.asked.add(cls.__record__.name)
        return super().get(cls, id)

    def all(self, cls: type[R], /) -> tuple[R, ...]:
        self.asked.add(cls.__record__.name)
        return super().all(cls)

    def where(self, cls: type[R], /, **equal: Hashable) -> tuple[R, ...]:
        self.asked.add(cls.__record__.name)
        return super().where(cls, **equal)

    def overlapping(self, cls: type[R], window: Window, /, **equal: Hashable) -> tuple[R, ...]:
        self.asked.add(cls.__record__.name)
        return super().overlapping(cls, window, **equal)


def cases() -> Iterator[tuple[str, tuple[Record, ...]]]:
    for code, (found, _) in FIRES.items():
        yield code, found
    yield from QUIET.items()


@cache
def judged() -> Mapping[str, frozenset[str]]:
    """Give for each type the rules that ask for its records in the cases of their own tests, and in that one."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for code, case in (*cases(), *((code, KEPT) for code in RULES)):
        rule, plan = RULES[code], Noting(case)
        if rule.each is None:
            list(rule.check(plan))
        else:
            plan.asked.add(rule.each.__record__.name)
            for one in plan.plan.all(rule.each):
                list(rule.check(plan, one))
        for name in plan.asked:
            found[name].add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def told_everything(case: Iterable[Record]) -> tuple[Record, ...]:
    """Give everybody in a case a recipient of every kind."""
    there = [one for one in case if not isinstance(one, Recipient)]
    known = [
        Recipient(id=f"to-{number}", kinds=KINDS, **{GROUPS[one.__record__.name]: one.id})  # type: ignore[arg-type]
        for number, one in enumerate(there)
        if one.__record__.name in GROUPS
    ]
    return (*there, *known)


@cache
def told() -> Mapping[str, frozenset[str]]:
    """Give for each type the sections of briefs that ask for its records in these cases."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    found["Recipient"].update(section.code for section in BUILTIN_SECTIONS)
    for case in (*(case for _, case in cases()), KEPT):
        everybody = told_everything(case)
        for section in BUILTIN_SECTIONS:
            plan = Noting(everybody)
            for recipient in plan.plan.all(Recipient):
                list(section.compose(plan, recipient))
            for name in plan.asked:
                found[name].add(section.code)
    return {name: frozenset(codes) for name, codes in found.items()}


@pytest.mark.parametrize(("read_by", "without"), [(judged, NO_RULE), (told, NO_BRIEF)], ids=["rules", "briefs"])
def test_each_record_type_is_read_or_it_is_said_why_not(
    read_by: Callable[[], Mapping[str, frozenset[str]]], without: Mapping[str, str]
) -> None:
    unread = {name for name in TYPES if not read_by().get(name)}
    assert unread == without.keys()


@given(plans(MODEL, least=1))
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_kit_draws_some_of_each_record_type(plan: Plan) -> None:
    assert {name for name, rt in TYPES.items() if not plan.count(rt.cls)} == set()
