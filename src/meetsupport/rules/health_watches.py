"""Rules about the tests of who is held or observed for some days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.model import Participant, Person, Requirement
from meetsupport.plugins import Problem, Rule, Severity
from meetsupport.readings.heads import GONE
from meetsupport.readings.health import PARTICIPANT, PERSON, Who
from meetsupport.readings.health_watches import SampleDue, samples_due
from meetsupport.rules._settling import event_over

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def check_person(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find a test that somebody who works and is watched missed, or is due for."""
    yield from _due(plan, (PERSON, person.id))


def check_guest(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find a test that somebody who takes part and is watched missed, or is due for."""
    if participant.state not in GONE:
        yield from _due(plan, (PARTICIPANT, participant.id))


def _due(plan: Reader, who: Who) -> Iterator[Problem]:
    """Give, for each reason to be watched, the last test that was missed, or else the one that is due now."""
    found: dict[str, SampleDue] = {}
    for due in plan.derive(samples_due, who):
        if not due.taken and plan.passed(due.window.start):
            asks, cause = due.watch.obligation.requirement, due.watch.cause
            end = due.watch.until
            told = event_over(plan, due.watch.obligation.event) if end is None else plan.passed(end)
            if not told or not plan.passed(due.window.end):
                found[f"{asks.id}/{cause.type.__record__.name}:{cause.id}"] = due
    for key, due in found.items():
        missed = plan.passed(due.window.end)
        hint = due.watch.obligation.hint
        severity: Severity | None = "hint" if hint else None
        yield Problem(
            "was not tested on day {n} of being watched, which ended {due}"
            if missed
            else "is watched, and due for the test of day {n} by {due}",
            key=key,
            fix="have a sample taken now" if missed else "have a sample taken by {due}",
            settle_by=None if hint or missed else due.window.end,
            severity=severity,
            about=(Requirement.ref(due.watch.obligation.requirement.id),),
            n=due.number,
            due=due.window.end,
        )


_BASIS = (
    "what the adopted protocol asks; protocol against covid-19: contacts are tested on days 1, 4, 7 and 14 (eighth "
    "edition), on days 1, 2, 3, 5 and 7 (ninth)"
)

RULES = (
    Rule(
        "core.person-watched-untested",
        "Whoever works and is watched is tested",
        check_person,
        each=Person,
        basis=_BASIS,
    ),
    Rule(
        "core.participant-watched-untested",
        "Whoever takes part and is watched is tested",
        check_guest,
        each=Participant,
        basis=_BASIS,
    ),
)
