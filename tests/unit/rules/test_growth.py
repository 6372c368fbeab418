"""No rule does more than n log n as a congress grows; `growing` says how that is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from meetsupport.core.records import Record
from meetsupport.model import Event, Person, Place
from meetsupport.plan import Reader
from meetsupport.plugins import Problem, Rule
from tests.thorough import on_one_python
from tests.unit.rules.growing import STEEPEST, grown, steepness
from tests.unit.rules.judging import NOON, RULES, TYPES
from tests.unit.rules.test_every_rule import FIRES, QUIET

FEW = frozenset(
    {
        "Adoption",
        "ChecklistTemplate",
        "Cohort",
        "DayOff",
        "DutyLimit",
        "HealthProtocol",
        "ReportingClock",
        "Requirement",
        "RiskBand",
        "RiskFactor",
        "TemplateItem",
    }
)
"""What an office has few of, however large its events: all copies share these."""

HUBS = (
    "Delegation",
    "Event",
    "Lodging",
    "Meal",
    "Organization",
    "Place",
    "Post",
    "Route",
    "SeatPlan",
    "Session",
    "Team",
    "Trip",
)
"""What many others may belong to: all copies share each of these in turn, and an event with it."""

EXEMPT: dict[str, dict[str, str]] = {
    "core.body-without-matter": {"": "a body that nothing names works for every event, and events are few"},
    "core.contractor-unqualified": {"": "a body that nothing names works for every event, and events are few"},
    "core.host-uninformed": {
        "Organization": "each host of each stop of one body is a finding of its own",
        "Route": "each stop asks for the coaches of its route, which call at a handful of stops",
    },
    "core.call-off-trip": {"Route": "each stop asks for the coaches of its route, which call at a handful of stops"},
    "core.hall-airing": {"Place": "sessions of one place at one moment, each too near to each other one"},
    "core.positive-expected": {"*": "for each case some two hundred people are looked at, to find who can stand in"},
    "core.contact-expected": {"*": "each case holds everybody whom it met: cases times contacts, each a finding"},
    "core.person-watched-untested": {"*": "as above"},
    "core.left-at-old-place": {"Place": "events that were all moved from one place, of which there are few"},
    "core.sitter-unplaced": {"Session": "a session has one seat plan or a few"},
    "core.sitter-seated-twice": {"Session": "a session has one seat plan or a few"},
    "core.sitter-gone": {"Session": "a session has one seat plan or a few"},
}
"""Rules that do grow faster in a way that no congress grows; by the hub that is shared."""

Case = tuple[str, tuple[Record, ...]]


def cases() -> Iterator[Case]:
    """Give the records on which each rule fires, and those on which it is quiet."""
    yield from ((code, records) for code, (records, _) in FIRES.items())
    yield from QUIET.items()


def ways(code: str, records: Iterable[Record]) -> Iterator[frozenset[str]]:
    """Give the sets of types to share."""
    there = {one.__record__.name for one in records}
    exempt = EXEMPT.get(code, {})
    if "*" in exempt:
        return
    for hub in ("", *(hub for hub in HUBS if hub in there)):
        if hub not in exempt:
            shared = (FEW | {hub}) & there
            yield from {shared, shared | ({"Event"} & there)} if hub else {shared}


@on_one_python
@pytest.mark.parametrize(("code", "records"), [pytest.param(*case, id=case[0]) for case in cases()])
def test_no_rule_does_more_than_n_log_n(code: str, records: tuple[Record, ...]) -> None:
    steep = {
        (*sorted(shared), "named" * named): by
        for shared in ways(code, records)
        for named in (False, True)
        if (by := steepness(RULES[code], records, NOON, TYPES, shared=shared, named=named)) > STEEPEST
    }
    assert not steep


def _pairs(plan: Reader, person: Person) -> Iterator[Problem]:
    for other in plan.all(Person):
        if other.id < person.id and not other.id:
            yield Problem("never")


def _sums(plan: Reader, person: Person) -> Iterator[Problem]:
    if not sum(map(len, (other.id for other in plan.all(Person)))) or not person.id:
        yield Problem("never")


def _first(plan: Reader, person: Person) -> Iterator[Problem]:
    if not plan.all(Person)[0].id or not person.id:
        yield Problem("never")


@pytest.mark.parametrize("check", [_pairs, _sums])
def test_a_rule_that_goes_through_all_for_each_is_too_steep(check: object) -> None:
    rule = Rule("bench.pairs", "Pairs", check, each=Person, basis="none")  # type: ignore[arg-type]
    assert steepness(rule, (Person(id="a"),), NOON, TYPES) > STEEPEST


def test_a_rule_that_looks_at_one_for_each_is_not() -> None:
    rule = Rule("bench.first", "First", _first, each=Person, basis="none")
    assert steepness(rule, (Person(id="a"),), NOON, TYPES) <= STEEPEST


def test_copies_refer_to_their_own_and_what_is_shared_lists_them_all() -> None:
    records = (Event(id="e"), Place(id="hall", within="centre"), Place(id="centre"))
    assert [one.id for one in grown(records, 2, {"Event"})] == ["e", "hall", "centre", "hall~1", "centre~1"]
    assert grown(records, 2)[4] == Place(id="hall~1", within="centre~1")


def test_all_that_is_exempt_is_a_rule() -> None:
    assert EXEMPT.keys() <= RULES.keys()
