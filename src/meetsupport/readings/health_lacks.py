"""What somebody lacks before each duty, session, arrival and opening: one by one for rules, or everybody at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import attrs

from meetsupport.core.messages import Message
from meetsupport.model import Appearance, Arrival, Cohort, Duty, Event, HealthTest, Participant, Person, Trip
from meetsupport.plan import derived
from meetsupport.readings.engagements import Engagement, engagements_of, sessions_of, timed
from meetsupport.readings.heads import GONE
from meetsupport.readings.health import PARTICIPANT, PERSON, Obligation, Who, asked
from meetsupport.readings.health_clearance import ON_DUTY
from meetsupport.readings.health_judges import (
    ALWAYS_MET,
    MET,
    NOT_PERSONAL,
    WORST_FIRST,
    Judge,
    State,
    SwabsOf,
    fresh_within,
    judge_for,
    opens_at,
)
from meetsupport.readings.health_tests import Swabs, sole_pathogen, swabs, swabs_among

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["Lack", "all_duty_lacks", "duty_lacks", "guest_lacks"]

ON_ENTRY = frozenset({"entry", "always"})
OF_ONE = TypeVar("OF_ONE", Appearance, Duty, HealthTest)


@attrs.frozen
class Lack:
    """
    A requirement that somebody does not meet for something that they are to do.

    Attributes:
        source: The type and id of what they are to do: a duty, a trip, an appearance, a session that all attend, an
            arrival or an event.
        moment: When it begins.
        until: When it ends.
        requirement: The id of the requirement.
        kind: The kind of requirement.
        state: How it stands.
        reason: Why.
        opens: From when it could be met; before that there is nothing to do yet.
        hint: Whether its source is weak.
    """

    source: tuple[str, str]
    moment: datetime
    until: datetime
    requirement: str
    kind: str
    state: State
    reason: Message | None
    opens: datetime | None
    hint: bool


def _judge(
    plan: Reader,
    who: Who,
    one: Obligation,
    judge: Judge,
    source: tuple[str, str],
    moment: datetime,
    until: datetime,
    found: list[Lack],
) -> None:
    """Judge by one requirement at one moment, and add what is lacking."""
    if one.holds(moment):
        state, reason, _ = judge(moment)
        if state != MET:
            asks = one.requirement
            opens = opens_at(plan, who, one, moment, state)
            found.append(Lack(source, moment, until, asks.id, asks.kind, state, reason, opens, one.hint))


def _once(found: list[Lack]) -> tuple[Lack, ...]:
    """Of what is asked again through another cohort or adoption, leave the worst."""
    kept: dict[tuple[tuple[str, str], str], Lack] = {}
    for one in found:
        there = kept.setdefault((one.source, one.requirement), one)
        if WORST_FIRST.index(one.state) < WORST_FIRST.index(there.state):
            kept[one.source, one.requirement] = one
    return tuple(kept.values())


def _openings(plan: Reader, who: Who, asks: Iterable[Obligation], own: SwabsOf, found: list[Lack]) -> None:
    for one in asks:
        event = plan.get(Event, one.event) if one.event is not None else None
        if event is not None and event.window is not None:
            judge = judge_for(plan, who, one, own)
            _judge(plan, who, one, judge, ("Event", event.id), event.window.start, event.window.end, found)


# On duty


@derived(sensitive="health")
def duty_lacks(plan: Reader, person: str) -> tuple[Lack, ...]:
    """
    List what somebody who works lacks: at the start of each duty, trip and session, and at the opening of each event.

    The trips are those as crew or liaison officer, the sessions those in which they appear. A requirement that is asked
    on *entry* is asked of those on duty too, since they go in.
    """
    who = PERSON, person
    asks = _Asks.of(plan.derive(asked, who))
    return _on_duty(plan, who, asks, _own(plan, who), lambda: engagements_of(plan, person))


def _own(plan: Reader, who: Who) -> SwabsOf:
    return lambda kind, pathogen: plan.derive(swabs, (*who, kind, pathogen))


@attrs.frozen
class _Asks:
    """
    What somebody is asked, sorted out once for all who are asked the same.

    Attributes:
        on_duty: What is asked on duty, each with how old the last negative test may be, where that is all.
        opening: What is asked at the opening.
    """

    on_duty: tuple[tuple[Obligation, timedelta | None], ...]
    opening: tuple[Obligation, ...]

    @classmethod
    def of(cls, asks: tuple[Obligation, ...]) -> _Asks:
        personal = [one for one in asks if one.requirement.kind not in NOT_PERSONAL]
        return cls(
            tuple((one, fresh_within(one.requirement)) for one in personal if one.requirement.at in ON_DUTY),
            tuple(one for one in personal if one.requirement.at == "opening"),
        )


def _on_duty(
    plan: Reader, who: Who, asks: _Asks, own: SwabsOf, works: Callable[[], Iterable[Engagement]]
) -> tuple[Lack, ...]:
    found: list[Lack] = []
    engaged: list[Engagement] | None = None
    for one, within in asks.on_duty:
        judge = judge_for(plan, who, one, own) if within is None else None
        if judge is ALWAYS_MET:
            continue
        if engaged is None:
            engaged = list(works())
        left = engaged if within is None else _without_fresh(engaged, own(one.requirement.test, one.pathogen), within)
        if left:
            judge = judge or judge_for(plan, who, one, own)
            for work, window in left:
                _judge(plan, who, one, judge, (work.__record__.name, work.id), window.start, window.end, found)
    if asks.opening:
        _openings(plan, who, asks.opening, own, found)
    return _once(found) if found else ()


def _without_fresh(engaged: Iterable[Engagement], own: Swabs, within: timedelta) -> list[Engagement]:
    """Leave out what they do after a test that shows at once that all is well; most have one."""
    if own.positive:
        return list(engaged)
    left: list[Engagement] = []
    times, negative = own.times, own.negative
    for work in engaged:
        start = work[1].start
        at = bisect_right(times, start)
        while at:
            known = negative[at - 1].resulted
            if known is None or known <= start:
                break
            at -= 1
        if not at or start - times[at - 1] > within:
            left.append(work)
    return left


# Everybody at once


def all_duty_lacks(plan: Reader) -> tuple[tuple[str, tuple[Lack, ...]], ...]:
    """
    List what each who works lacks, as `duty_lacks` does one by one, for reports on everybody.

    It goes through all tests and duties once and keeps nothing for each person, so it is far quicker than one by one
    on a plan that is looked at once; but it rests on every test and duty, so rules ask one by one. What is not in the
    list is met: `duty_clearance` gives each outcome of a duty. It is health data, as `clearance` is.

    Returns:
        The id of each person who lacks something, with what they lack.
    """
    return plan.derive(_all_duty_lacks, None)


@derived(sensitive="health")
def _all_duty_lacks(plan: Reader, _: None) -> tuple[tuple[str, tuple[Lack, ...]], ...]:
    taken = plan.all(HealthTest)
    sole, said = plan.derive(sole_pathogen, None), any(test.against for test in taken)
    tests, duties, there = _by_person(taken), _by_person(plan.all(Duty)), _by_person(plan.all(Appearance))
    trips = _by_crew(plan)
    named: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for cohort in plan.all(Cohort):
        for id in dict.fromkeys(cohort.persons):
            named[id] += (cohort.id,)
    # Whoever is of the same team and body, and named in the same cohorts, is asked the same.
    known: dict[object, _Asks] = {}
    found: list[tuple[str, tuple[Lack, ...]]] = []
    for person in plan.all(Person):
        id = person.id
        group = person.team, person.organization, named.get(id)
        asks = known.get(group)
        if asks is None:
            asks = known[group] = _Asks.of(plan.derive(asked, (PERSON, id)))
        if asks.on_duty or asks.opening:
            own = _Tests(tests.get(id, []), sole=sole, said=said)
            works = partial(timed, plan, duties.get(id, ()), trips.get(id, ()), there.get(id, ()))
            lacks = _on_duty(plan, (PERSON, id), asks, own, works)
            if lacks:
                found.append((id, lacks))
    return tuple(found)


def _by_person(records: Iterable[OF_ONE]) -> dict[str | None, list[OF_ONE]]:
    found: defaultdict[str | None, list[OF_ONE]] = defaultdict(list)
    for one in records:
        found[one.person].append(one)
    return found


def _by_crew(plan: Reader) -> dict[str, list[Trip]]:
    found: defaultdict[str, list[Trip]] = defaultdict(list)
    for trip in plan.all(Trip):
        for person in dict.fromkeys((*trip.crew, trip.liaison)):
            if person is not None:
                found[person].append(trip)
    return found


class _Tests:
    """
    Somebody's tests, sorted once for each kind and pathogen that is asked for.

    Where no test says what it is against, and there is only one that it can be, nothing is left out for that.
    """

    __slots__ = ("_any", "_sole", "_sorted", "_tests")

    def __init__(self, tests: Sequence[HealthTest], *, sole: bool, said: bool) -> None:
        self._tests = tests
        self._sole = sole
        self._any = sole and not said
        self._sorted: dict[tuple[str, str], Swabs] = {}

    def __call__(self, kind: str, pathogen: str) -> Swabs:
        key = kind, "" if self._any else pathogen
        found = self._sorted.get(key)
        if found is None:
            found = self._sorted[key] = swabs_among(self._tests, *key, sole=self._sole)
        return found


# Guests


@derived(sensitive="health")
def guest_lacks(plan: Reader, participant: str) -> tuple[Lack, ...]:
    """List what somebody who takes part lacks: setting out, at their arrival, at each session, and at the opening."""
    who = PARTICIPANT, participant
    guest = plan.get(Participant, participant)
    asks = plan.derive(asked, who) if guest is not None and guest.state not in GONE else ()
    if guest is None or not asks:
        return ()
    found: list[Lack] = []
    arrival = plan.get(Arrival, guest.arrival) if guest.arrival is not None else None
    if arrival is not None:
        # Where nobody entered when it sets out, what is asked then is judged when it arrives.
        for at, moment in (("departure", arrival.sets_out or arrival.due), ("arrival", arrival.due)):
            if moment is None:
                continue
            for one, judge in _judged(plan, who, asks, frozenset({at})):
                _judge(plan, who, one, judge, ("Arrival", arrival.id), moment, moment, found)
    judged = _judged(plan, who, asks, ON_ENTRY)
    for source, session in sessions_of(plan, participant) if judged else ():
        if session.window is None:
            continue
        start, end = session.window.start, session.window.end
        for one, judge in judged:
            _judge(plan, who, one, judge, (source.__record__.name, source.id), start, end, found)
    _openings(plan, who, _Asks.of(asks).opening, _own(plan, who), found)
    return _once(found)


def _judged(
    plan: Reader, who: Who, asks: Iterable[Obligation], occasions: frozenset[str]
) -> list[tuple[Obligation, Judge]]:
    """Make what judges somebody on some occasions, without what cannot count against them."""
    found = [
        (one, judge_for(plan, who, one))
        for one in asks
        if one.requirement.at in occasions and one.requirement.kind not in NOT_PERSONAL
    ]
    return [(one, judge) for one, judge in found if judge is not ALWAYS_MET]
