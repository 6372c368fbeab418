"""Who is held or tested for some days: since they met a case, arrived, or left a loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import attrs

from meetsupport.core.records import Ref
from meetsupport.core.times import Window
from meetsupport.model import Arrival, HealthTest, LoopStay, Participant
from meetsupport.plan import derived
from meetsupport.readings.health import PARTICIPANT, Obligation, Who, asked, day_number, midnight, zone_of
from meetsupport.readings.health_contacts import holds_of
from meetsupport.readings.health_rounds import SHORTEST_ROUND
from meetsupport.readings.health_tests import samples, stay_runs

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["SampleDue", "Watch", "samples_due", "since_unknown", "watches_of"]

WATCHED = frozenset({"contacts", "observation"})
"""Kinds of requirement under which somebody is watched for some days."""


@attrs.frozen
class Watch:
    """
    Somebody who is watched since something happened.

    Attributes:
        obligation: What asks it.
        cause: The positive test of whom they met, the arrival, or the stay in a loop that ended.
        since: When it happened, or was known.
        zone: The zone in which days are counted.
    """

    obligation: Obligation
    cause: Ref[Any]
    since: datetime
    zone: tzinfo

    def number(self, moment: datetime) -> int:
        """Number the day of a moment."""
        first, day = self.since.astimezone(self.zone).date(), moment.astimezone(self.zone).date()
        return day_number(first, day, inclusive=self.obligation.requirement.inclusive)

    def day(self, number: int) -> date:
        """Give the day that has a number."""
        first = self.since.astimezone(self.zone).date()
        return first + timedelta(days=number - self.obligation.requirement.inclusive)

    @property
    def until(self) -> datetime | None:
        """Until just before when they are held; ``None`` where no day is given."""
        days = self.obligation.requirement.days
        return midnight(self.day(days + 1), self.zone) if days is not None else None

    def holds(self, moment: datetime) -> bool:
        """Say whether they are held at a moment. Who met a case is, without an end, where no day is given."""
        asks = self.obligation.requirement
        if moment < self.since or (asks.days is None and asks.kind != "contacts"):
            return False
        return asks.days is None or self.number(moment) <= asks.days


def watches_of(plan: Reader, who: Who, one: Obligation) -> tuple[Watch, ...]:
    """List why and since when somebody is watched under an obligation, in the order of time. It is health data."""
    zone = zone_of(plan, one.event)
    found = [Watch(one, cause, since, zone) for cause, since in _causes(plan, who, one)]
    return tuple(sorted(found, key=lambda watch: (watch.since, watch.cause.id)))


def _causes(plan: Reader, who: Who, one: Obligation) -> Iterator[tuple[Ref[Any], datetime]]:
    asks = one.requirement
    if asks.kind == "contacts":
        for hold in holds_of(plan, asks.id, who):
            yield HealthTest.ref(hold.case.test), hold.case.known
    elif asks.kind == "observation" and asks.after == "leaving":
        for run in stay_runs(plan, who):
            yield LoopStay.ref(run.stays[-1].id), run.window.end
    elif asks.kind == "observation" and asks.after == "arrival":
        arrival = _arrival(plan, who)
        if arrival is not None and arrival.due is not None:
            yield Arrival.ref(arrival.id), arrival.due


def _arrival(plan: Reader, who: Who) -> Arrival | None:
    guest = plan.get(Participant, who[1]) if who[0] == PARTICIPANT else None
    return plan.get(Arrival, guest.arrival) if guest is not None and guest.arrival is not None else None


def since_unknown(plan: Reader, who: Who, one: Obligation) -> bool:
    """
    Say whether somebody is held for days after an arrival of which nobody entered when it was.

    Whoever is in a cohort that the requirement names has arrived; of others, only an arrival that is entered says so.
    """
    asks = one.requirement
    if asks.kind != "observation" or asks.after != "arrival" or asks.days is None:
        return False
    arrival = _arrival(plan, who)
    return bool(asks.cohorts) if arrival is None else arrival.due is None


# Tests of who is watched


@attrs.frozen
class SampleDue:
    """
    A test that is due while somebody is watched.

    Attributes:
        watch: Why.
        number: The number of the day.
        window: When the sample is to be taken.
        taken: Whether one was, then or later.
    """

    watch: Watch
    number: int
    window: Window
    taken: bool


@derived(sensitive="health")
def samples_due(plan: Reader, who: Who) -> tuple[SampleDue, ...]:
    """List the tests that are due while somebody is watched, in the order of time."""
    found: list[SampleDue] = []
    for one in plan.derive(asked, who):
        asks = one.requirement
        if asks.kind not in WATCHED or not (asks.on_days or asks.interval):
            continue
        times = plan.derive(samples, (*who, asks.test, one.pathogen))
        for watch in watches_of(plan, who, one):
            for number, window in _turns(watch):
                if one.holds(window.start):
                    taken = bool(times) and times[-1] >= window.start
                    found.append(SampleDue(watch, number, window, taken))
    return tuple(sorted(found, key=lambda due: (due.window.start, due.window.end, due.watch.obligation.requirement.id)))


def _turns(watch: Watch) -> Iterator[tuple[int, Window]]:
    asks = watch.obligation.requirement
    for number in asks.on_days:
        start, end = midnight(watch.day(number), watch.zone), midnight(watch.day(number + 1), watch.zone)
        if start is not None and end is not None and end > watch.since:
            # Who landed early was tested early: the sample of the day of arrival counts.
            yield number, Window(start if watch.cause.type is Arrival else max(start, watch.since), end)
    until = watch.until
    if asks.interval is not None and asks.interval >= SHORTEST_ROUND and until is not None:
        start = watch.since
        while start < until:
            end = min(start + asks.interval, until)
            yield watch.number(start), Window(start, end)
            start = end
