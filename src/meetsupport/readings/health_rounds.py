"""The rounds of tests that somebody is under, and which of them were missed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

import attrs

from meetsupport.core.times import Window
from meetsupport.model import Adoption, Cohort, Event
from meetsupport.plan import derived
from meetsupport.readings.calendar import day_of
from meetsupport.readings.health import Obligation, Who, asked, members, midnight, zone_of
from meetsupport.readings.health_tests import samples, stays_of

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "SHORTEST_ROUND",
    "RoundTotals",
    "Rounds",
    "grid_start",
    "overdue_rounds",
    "round_totals",
    "rounds_begun",
    "rounds_due",
    "rounds_of",
]

SHORTEST_ROUND = timedelta(minutes=1)
"""Rounds that are shorter than this are a mistake, and are not counted."""


@attrs.frozen
class Rounds:
    """
    The rounds of tests that somebody is under: equal spans, one after the other, numbered from 0.

    Where another edition took the place of one that asked for the same rounds, those of the edition before are carried
    on: they have the numbers below 0, the last whole one -1.

    Attributes:
        obligation: The requirement, and the time that it holds for.
        start: When the first round begins.
        interval: How long each lasts; a sample is due in each.
        taken: The numbers of the rounds in which there is a sample.
        stays: When they were in the loop of their cohort; a round counts where its last moment is in one of these.
            ``None``: all rounds count.
        before: The rounds of the edition before, if these carry them on.
    """

    obligation: Obligation
    start: datetime
    interval: timedelta
    taken: tuple[int, ...]
    stays: tuple[Window, ...] | None
    before: Rounds | None = None

    @property
    def first(self) -> int:
        """The number of the first round, counted back through the editions before."""
        return 0 if self.before is None else self.before.first - self.before.whole

    @property
    def whole(self) -> int:
        """How many rounds are over when the obligation ends; 0 where it has no end."""
        end = self.obligation.end
        return max(0, (end - self.start) // self.interval) if end is not None else 0

    def begins(self, number: int) -> datetime:
        """Say when a round begins, which is when the one before is due."""
        if number < 0 and self.before is not None:
            return self.before.begins(number + self.before.whole)
        return self.start + number * self.interval

    def counts(self, number: int) -> bool:
        """Say whether a sample is due in a round."""
        if number < 0 and self.before is not None:
            return self.before.counts(number + self.before.whole)
        end = self.begins(number + 1)
        if self.obligation.end is not None and end > self.obligation.end:
            return False
        return self.stays is None or any(stay.start < end <= stay.end for stay in self.stays)

    def has(self, number: int) -> bool:
        """Say whether there is a sample in a round; for the last one of an edition, in what was left of it too."""
        if number < 0 and self.before is not None:
            before = self.before
            rest = number == -1 and bool(before.taken) and before.taken[-1] >= before.whole
            return rest or before.has(number + before.whole)
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


def _stays_in(plan: Reader, who: Who, cohort: str) -> tuple[Window, ...] | None:
    found = plan.get(Cohort, cohort)
    if found is None or found.loop is None:
        return None
    stays = [stay for stay in plan.derive(stays_of, who) if stay.loop == found.loop]
    windows = tuple(stay.window for stay in stays if stay.window is not None)
    # A stay without a time is one that never ends: as with all windows, there is no bound.
    return windows if stays and len(windows) == len(stays) else None


_EARLIEST = datetime.min.replace(tzinfo=UTC)
_Same: TypeAlias = "tuple[str, str, str, timedelta, datetime]"


@derived
def rounds_of(plan: Reader, who: Who) -> tuple[Rounds, ...]:
    """List the rounds of tests that somebody is under, through each of their cohorts, in the order of time."""
    found: list[Rounds] = []
    ended: dict[_Same, Rounds] = {}
    asks = plan.derive(asked, who)
    for one in sorted(asks, key=lambda one: one.start or _EARLIEST):
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
        same = one.cohort, requirement.test, one.pathogen, requirement.interval
        before = ended.get((*same, one.start)) if one.start is not None else None
        rounds = Rounds(one, start, requirement.interval, tuple(sorted(numbers)), stays, before)
        found.append(rounds)
        if one.end is not None:
            ended[*same, one.end] = rounds
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
    List the rounds that somebody missed last, without a sample since; also those of the edition before.

    Args:
        rounds: The rounds.
        begun: How many have begun; the last of them is still running.

    Returns:
        Their numbers, in order; none if there is a sample in the running round or in the last one that counted.
    """
    missed: list[int] = []
    if begun and rounds.has(begun - 1):
        return ()
    for number in range(begun - 2, rounds.first - 1, -1):
        if rounds.has(number):
            break
        if rounds.counts(number):
            missed.append(number)
    return tuple(reversed(missed))


def rounds_due(plan: Reader, who: Who) -> Iterator[tuple[Rounds, int, tuple[int, ...]]]:
    """
    Give the rounds that somebody is under and that are not over by now, each requirement once.

    Whoever is under one through several cohorts has to keep the rounds of each, so those with the most missed are
    given, then those in which a sample is due now.

    Returns:
        The rounds, how many of them have begun, and the numbers of those that were missed last.
    """
    found: dict[str, tuple[Rounds, int, tuple[int, ...]]] = {}
    ranks: dict[str, tuple[int, bool]] = {}
    for one in plan.derive(rounds_of, who):
        if one.obligation.end is not None and plan.passed(one.obligation.end):
            continue
        begun = rounds_begun(plan, one)
        missed = overdue_rounds(one, begun) if begun else ()
        rank = len(missed), bool(begun) and one.counts(begun - 1)
        id = one.obligation.requirement.id
        if id not in found or rank > ranks[id]:
            found[id], ranks[id] = (one, begun, missed), rank
    yield from found.values()


@attrs.frozen
class RoundTotals:
    """
    How far the rounds of a cohort are.

    Attributes:
        people: Members who are under rounds.
        rounds: The most rounds that have begun for any of them.
        due: Samples due in rounds that have begun, over all members.
        taken: How many of these were taken.
        overdue: Who is under rounds then, has missed the last one that is over, and has no sample since.
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
    under, most, due, taken = 0, 0, 0, 0
    overdue: list[Who] = []
    for who in plan.derive(members, cohort):
        own = [one for one in plan.derive(rounds_of, who) if one.obligation.cohort == cohort]
        under += bool(own)
        counted: dict[int, int] = {}
        carried = {id(one.before) for one in own}
        for one in own:  # in the order of time, so what was carried on is counted before
            begun = one.begun(moment)
            numbers = [number for number in range(begun) if one.counts(number)]
            counted[id(one)] = len(numbers) + counted.get(id(one.before), 0)
            most, due = max(most, counted[id(one)]), due + len(numbers)
            taken += sum(one.has(number) for number in numbers)
            if begun and _is_under(one, moment, carried=id(one) in carried) and overdue_rounds(one, begun):
                overdue += () if who in overdue[-1:] else (who,)
    return RoundTotals(under, most, due, taken, tuple(overdue))


def _is_under(rounds: Rounds, moment: datetime, *, carried: bool) -> bool:
    """Say whether somebody is under rounds at a moment; at the very end of them they are, unless others follow."""
    return rounds.obligation.holds(moment) or (moment == rounds.obligation.end and not carried)
