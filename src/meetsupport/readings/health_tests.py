"""Tests that were taken, and the rounds in which they are due."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.model import Adoption, Cohort, Event, HealthProtocol, HealthTest, LoopStay, Requirement
from meetsupport.plan import derived
from meetsupport.readings.calendar import day_of
from meetsupport.readings.health import PERSON, Obligation, Who, adopted_editions, asked, members, midnight, zone_of

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "NEGATIVE",
    "PENDING",
    "POSITIVE",
    "RoundTotals",
    "Rounds",
    "StayRun",
    "Swabs",
    "grid_start",
    "may_show",
    "overdue_rounds",
    "round_totals",
    "rounds_begun",
    "rounds_of",
    "sole_pathogen",
    "stay_runs",
    "stays_of",
    "swabs",
    "swabs_among",
]

SHORTEST_ROUND = timedelta(minutes=1)
"""Rounds that are shorter than this are a mistake, and are not counted."""

OF_TESTS = frozenset({"test", "round", "clear", "contacts", "observation"})
"""Kinds of requirement that tests decide."""

NEGATIVE, POSITIVE, PENDING = "negative", "positive", "pending"
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
        """
        Say from when on a negative test shows again that somebody is well, as far as is known at a moment.

        That is when the last positive one was sampled; what was negative before it shows nothing any more. One of
        which no time is known may have been taken just now.

        Returns:
            The moment after which it counts; ``None`` if no positive one is known.
        """
        last: datetime | None = None
        for test in self.positive:
            at = test.sampled or test.resulted
            if at is None:
                return moment
            if (test.resulted or at) <= moment and (last is None or at > last):
                last = at
        return last


def _tests(plan: Reader, who: Who) -> tuple[HealthTest, ...]:
    kind, id = who
    return plan.where(HealthTest, person=id) if kind == PERSON else plan.where(HealthTest, participant=id)


def may_show(test: HealthTest, pathogen: str) -> bool:
    """Say whether a test may show something of a pathogen: it is against that one, or does not say against which."""
    return not pathogen or test.against in {"", pathogen}


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


# Rounds


@attrs.frozen
class Rounds:
    """
    The rounds of tests that somebody is under: equal spans, one after the other, numbered from 0.

    Attributes:
        obligation: The requirement, and the time that it holds for.
        start: When the first round begins.
        interval: How long each lasts; a sample is due in each.
        taken: The numbers of the rounds in which there is a sample.
        stays: When they were in the loop of their cohort; a round counts where its last moment is in one of these.
            ``None``: all rounds count.
    """

    obligation: Obligation
    start: datetime
    interval: timedelta
    taken: tuple[int, ...]
    stays: tuple[Window, ...] | None

    def begins(self, number: int) -> datetime:
        """Say when a round begins, which is when the one before is due."""
        return self.start + number * self.interval

    def counts(self, number: int) -> bool:
        """Say whether a sample is due in a round."""
        end = self.begins(number + 1)
        if self.obligation.end is not None and end > self.obligation.end:
            return False
        return self.stays is None or any(stay.start < end <= stay.end for stay in self.stays)

    def has(self, number: int) -> bool:
        """Say whether there is a sample in a round."""
        at = bisect_right(self.taken, number)
        return at > 0 and self.taken[at - 1] == number

    def begun(self, moment: datetime) -> int:
        """Count the rounds that have begun at a moment, the running one among them, up to the end of it all."""
        end = self.obligation.end
        if end is not None and moment >= end:
            return max(0, -((self.start - end) // self.interval))
        return max(0, (moment - self.start) // self.interval + 1)


def grid_start(plan: Reader, obligation: Obligation) -> datetime | None:
    """
    Say when the first round of a requirement begins.

    It does with the first day of the event, or with the edition of the protocol if that comes later; and when the
    adoption or the cohort begins, where either says when. An edition without a first day begins with the event, by the
    hour; without any of these there are no rounds.
    """
    start = obligation.start
    if start is not None and _is_dated(plan, obligation):
        return start
    event = plan.get(Event, obligation.event) if obligation.event is not None else None
    begins = event.window.start if event is not None and event.window is not None else None
    if start is None or begins is None:
        return start or begins
    first = midnight(day_of(plan, obligation.event, begins), zone_of(plan, obligation.event))
    return start if first is None else max(start, first)


def _is_dated(plan: Reader, obligation: Obligation) -> bool:
    """Say whether it was entered from when to when somebody is under it."""
    adoption, cohort = plan.get(Adoption, obligation.adoption), plan.get(Cohort, obligation.cohort)
    return any(one is not None and one.window is not None for one in (adoption, cohort))


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


def _stays_in(plan: Reader, who: Who, cohort: str) -> tuple[Window, ...] | None:
    found = plan.get(Cohort, cohort)
    if found is None or found.loop is None:
        return None
    stays = [stay for stay in plan.derive(stays_of, who) if stay.loop == found.loop]
    windows = tuple(stay.window for stay in stays if stay.window is not None)
    # A stay without a time is one that never ends: as with all windows, there is no bound.
    return windows if stays and len(windows) == len(stays) else None


@derived
def rounds_of(plan: Reader, who: Who) -> tuple[Rounds, ...]:
    """List the rounds of tests that somebody is under."""
    found: list[Rounds] = []
    for one in plan.derive(asked, who):
        requirement = one.requirement
        if requirement.kind != "round" or requirement.interval is None:
            continue
        if requirement.interval < SHORTEST_ROUND:
            continue
        start = grid_start(plan, one)
        if start is None:
            continue
        times = plan.derive(samples, (*who, requirement.test, one.pathogen))
        numbers = {(at - start) // requirement.interval for at in times if one.holds(at) and at >= start}
        stays = _stays_in(plan, who, one.cohort)
        found.append(Rounds(one, start, requirement.interval, tuple(sorted(numbers)), stays))
    return tuple(found)


def rounds_begun(plan: Reader, rounds: Rounds) -> int:
    """
    Count the rounds that have begun by now, without asking what time it is.

    It asks whether moments have passed, so the reading is done again when the next round begins.
    """
    most = 1
    while plan.passed(rounds.begins(most - 1)):
        end = rounds.obligation.end
        if end is not None and rounds.begins(most) >= end:
            break
        most *= 2
    least = most // 2
    while least < most:
        middle = (least + most) // 2
        if plan.passed(rounds.begins(middle)):
            least = middle + 1
        else:
            most = middle
    return min(least, rounds.begun(rounds.obligation.end)) if rounds.obligation.end is not None else least


def overdue_rounds(rounds: Rounds, begun: int) -> tuple[int, ...]:
    """
    List the rounds that somebody missed last, without a sample since.

    Args:
        rounds: The rounds.
        begun: How many have begun; the last of them is still running.

    Returns:
        Their numbers, in order; none if there is a sample in the running round or in the last one that counted.
    """
    missed: list[int] = []
    if begun and rounds.has(begun - 1):
        return ()
    for number in range(begun - 2, -1, -1):
        if rounds.has(number):
            break
        if rounds.counts(number):
            missed.append(number)
    return tuple(reversed(missed))


@attrs.frozen
class RoundTotals:
    """
    How far the rounds of a cohort are.

    Attributes:
        people: Members who are under rounds.
        rounds: The most rounds that have begun for any of them.
        due: Samples due in rounds that have begun, over all members.
        taken: How many of these were taken.
        overdue: Who has missed the last round that is over, and has no sample since.
    """

    people: int
    rounds: int
    due: int
    taken: int
    overdue: tuple[Who, ...]


def round_totals(plan: Reader, cohort: str, moment: datetime) -> RoundTotals:
    """
    Add up the rounds of a cohort.

    Args:
        plan: What to read.
        cohort: The id of the cohort.
        moment: Up to when; the round that is running then counts as begun.
    """
    under, rounds, due, taken = 0, 0, 0, 0
    overdue: list[Who] = []
    for who in plan.derive(members, cohort):
        own = [one for one in plan.derive(rounds_of, who) if one.obligation.cohort == cohort]
        under += bool(own)
        for one in own:
            begun = one.begun(moment)
            counted = [number for number in range(begun) if one.counts(number)]
            rounds, due = max(rounds, len(counted)), due + len(counted)
            taken += sum(one.has(number) for number in counted)
            if overdue_rounds(one, begun) and who not in overdue[-1:]:
                overdue.append(who)
    return RoundTotals(under, rounds, due, taken, tuple(overdue))
