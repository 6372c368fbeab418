"""Tests that were taken, and times spent in loops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.model import Adoption, HealthProtocol, HealthReport, HealthTest, LoopStay, Requirement
from meetsupport.plan import derived
from meetsupport.readings.health import PERSON, Who, adopted_editions

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "NEGATIVE",
    "PENDING",
    "POSITIVE",
    "StayRun",
    "Swabs",
    "may_show",
    "reports_of",
    "samples",
    "sole_pathogen",
    "stay_runs",
    "stays_of",
    "swabs",
    "swabs_among",
    "takes_back",
]

OF_TESTS = frozenset({"test", "round", "clear", "contacts", "observation"})
"""Kinds of requirement that tests decide."""

NEGATIVE, POSITIVE, PENDING = "negative", "positive", "pending"
PCR = "pcr"
"""The kind of the nucleic acid test."""

_SAMPLED: Callable[[HealthTest], datetime] = attrgetter("sampled")


@attrs.frozen
class Swabs:
    """
    Somebody's tests of a kind, by result and in the order in which they were sampled.

    Attributes:
        times: When the negative ones were sampled.
        negative: The negative ones. A test without a time of sampling shows nothing, so it is not among them.
        open: Those without a result.
        positive: The positive ones. One without a time of sampling is taken at the time of its result, and without
            that it counts as the first, so that it is never lost.
    """

    times: tuple[datetime, ...]
    negative: tuple[HealthTest, ...]
    open: tuple[HealthTest, ...]
    positive: tuple[HealthTest, ...]

    def positive_at(self, moment: datetime) -> datetime | None:
        """Say when the last positive one was sampled that is known at a moment; where no time is known, just then."""
        known = self._known(moment)
        return max((test.sampled or test.resulted or moment for test in known), default=None)

    def _known(self, moment: datetime) -> list[HealthTest]:
        return [test for test in self.positive if (test.resulted or test.sampled or moment) <= moment]

    def standing(self, tests: Iterable[HealthTest], moment: datetime) -> list[HealthTest]:
        """
        Leave out what shows nothing any more at a moment, since a positive test is known.

        What was sampled before that one shows nothing, and neither does a later one that cannot take it back
        (`takes_back`), until one has that can.
        """
        positive = self._known(moment)
        if not positive:
            return list(tests)
        return [test for test in tests if all(self._overcomes(test, one, moment) for one in positive)]

    def _overcomes(self, test: HealthTest, positive: HealthTest, moment: datetime) -> bool:
        at = positive.sampled or positive.resulted
        if at is None or test.sampled is None or test.sampled <= at:
            return False
        return test.kind in {PCR, positive.kind} or any(
            (other.resulted or moment) <= moment and takes_back(other, positive) and other.sampled <= test.sampled
            for other in self.negative
            if other.sampled is not None
        )


def _tests(plan: Reader, who: Who) -> tuple[HealthTest, ...]:
    kind, id = who
    return plan.where(HealthTest, person=id) if kind == PERSON else plan.where(HealthTest, participant=id)


def may_show(test: HealthTest, pathogen: str) -> bool:
    """Say whether a test may show something of a pathogen: it is against that one, or does not say against which."""
    return not pathogen or test.against in {"", pathogen}


def takes_back(negative: HealthTest, positive: HealthTest) -> bool:
    """
    Say whether a negative test shows that somebody is well again who tested positive.

    It must have been sampled later, and for the same pathogen. A nucleic acid test takes back any; another test only
    one of its own kind, since a quick test misses what a nucleic acid test finds: that is our own judgement.
    """
    at = positive.sampled or positive.resulted
    if at is None or negative.sampled is None or negative.sampled <= at:
        return False
    return may_show(negative, positive.against) and negative.kind in {PCR, positive.kind}


def reports_of(plan: Reader, who: Who) -> tuple[HealthReport, ...]:
    """Give somebody's health reports."""
    kind, id = who
    return plan.where(HealthReport, person=id) if kind == PERSON else plan.where(HealthReport, participant=id)


@derived
def sole_pathogen(plan: Reader, _: None) -> bool:
    """
    Say whether the protocols that are kept ask for tests against one pathogen only.

    Then a test that does not say what it is against is against that one. Otherwise it shows of nobody that they are
    well, and a positive one counts for each.
    """
    asked_for: set[str] = set()
    for adoption in plan.all(Adoption):
        for edition in adopted_editions(plan, adoption):
            protocol = plan.get(HealthProtocol, edition.protocol)
            asks = plan.where(Requirement, protocol=edition.protocol)
            if protocol is not None and protocol.pathogen and any(one.kind in OF_TESTS for one in asks):
                asked_for.add(protocol.pathogen)
    return len(asked_for) <= 1


@derived(sensitive="health")
def swabs(plan: Reader, key: tuple[str, str, str, str]) -> Swabs:
    """
    Sort somebody's tests.

    Args:
        plan: What to read.
        key: Who, in two parts, the kind of test, and the pathogen that it is against; an empty one is any.
    """
    type, id, kind, pathogen = key
    return swabs_among(_tests(plan, (type, id)), kind, pathogen, sole=plan.derive(sole_pathogen, None))


def swabs_among(tests: Sequence[HealthTest], kind: str, pathogen: str, *, sole: bool) -> Swabs:
    """
    Sort those of somebody's tests that are of a kind, and for a pathogen, given in the order of their ids.

    Args:
        tests: The tests.
        kind: The kind; an empty one is any.
        pathogen: What they are against; an empty one is any.
        sole: Whether a test that does not say what it is against is against this one (`sole_pathogen`).
    """
    if kind:
        tests = [test for test in tests if test.kind == kind]
    if pathogen:
        tests = [t for t in tests if t.against == pathogen or (not t.against and (sole or t.result == POSITIVE))]
    negative = [test for test in tests if test.result == NEGATIVE and test.sampled is not None]
    times = list(map(_SAMPLED, negative))
    if sorted(times) != times:  # most are entered in the order in which they were sampled
        negative.sort(key=_SAMPLED)
        times.sort()
    if len(negative) == len(tests):
        return Swabs(tuple(times), tuple(negative), (), ())
    others = [test for test in tests if test.result != NEGATIVE]
    pending = [test for test in others if test.result == PENDING and test.sampled is not None]
    positive = [test for test in others if test.result == POSITIVE]
    pending.sort(key=_SAMPLED)
    positive.sort(key=lambda test: _rank(test.sampled or test.resulted))
    return Swabs(tuple(times), tuple(negative), tuple(pending), tuple(positive))


def _rank(moment: datetime | None) -> tuple[int, float]:
    return (0, 0) if moment is None else (1, moment.timestamp())


@derived
def samples(plan: Reader, key: tuple[str, str, str, str]) -> tuple[datetime, ...]:
    """List when somebody was tested, whatever came out: that is no secret. The key is that of `swabs`."""
    type, id, kind, pathogen = key
    sole = plan.derive(sole_pathogen, None)
    return tuple(
        sorted(
            test.sampled
            for test in _tests(plan, (type, id))
            if test.sampled is not None
            and (not kind or test.kind == kind)
            and (not pathogen or test.against == pathogen or (sole and not test.against))
        )
    )


# Stays in a loop


@derived
def stays_of(plan: Reader, who: Who) -> tuple[LoopStay, ...]:
    """List when somebody is in which loop."""
    kind, id = who
    return plan.where(LoopStay, person=id) if kind == PERSON else plan.where(LoopStay, participant=id)


@attrs.frozen
class StayRun:
    """
    A time in one loop without a break: stays that touch or overlap are one.

    Attributes:
        loop: The id of the loop.
        window: From coming in to leaving.
        stays: The stays.
    """

    loop: str
    window: Window
    stays: tuple[LoopStay, ...]


def stay_runs(plan: Reader, who: Who) -> tuple[StayRun, ...]:
    """List the times that somebody is in a loop without a break, by loop and time."""
    found: list[StayRun] = []
    stays = [(stay.loop, stay.window, stay) for stay in plan.derive(stays_of, who) if stay.window is not None]
    for loop, window, stay in sorted(stays, key=lambda entry: (entry[0], entry[1].start, entry[1].end)):
        last = found[-1] if found else None
        if last is not None and last.loop == loop and window.start <= last.window.end:
            whole = Window(last.window.start, max(last.window.end, window.end))
            found[-1] = StayRun(loop, whole, (*last.stays, stay))
        else:
            found.append(StayRun(loop, window, (stay,)))
    return tuple(found)
