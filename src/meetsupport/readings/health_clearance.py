"""Whether somebody may come or be on duty at a moment, requirement by requirement, and why not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from meetsupport.core.messages import Message
from meetsupport.model import (
    Appearance,
    Arrival,
    Duty,
    Event,
    HealthReport,
    HealthTest,
    Leave,
    Participant,
    Person,
    Post,
    Session,
    Trip,
    Vaccination,
)
from meetsupport.plan import derived
from meetsupport.readings.heads import GONE
from meetsupport.readings.health import (
    PARTICIPANT,
    PERSON,
    Obligation,
    Who,
    asked,
    day_number,
    members,
    zone_of,
)
from meetsupport.readings.health_contacts import holds_of
from meetsupport.readings.health_presence import loop_of_place, loops_at, meetings_of
from meetsupport.readings.health_tests import SHORTEST_ROUND, grid_start, rounds_of, stays_of, swabs
from meetsupport.readings.whereabouts import duty_window, post_place

if TYPE_CHECKING:
    from meetsupport.core.records import Record
    from meetsupport.plan import Reader

__all__ = [
    "Clearance",
    "CohortClearance",
    "Lack",
    "Outcome",
    "State",
    "clearance",
    "cohort_clearance",
    "duty_lacks",
    "guest_lacks",
    "reports_of",
    "substitutes",
]

State: TypeAlias = "Literal['met', 'not met', 'pending', 'unknown']"
"""
How a requirement stands: *pending* would be met if the tests without a result come out negative; *unknown* cannot be
said from what is recorded, and clears nobody.
"""

MET: State = "met"
NOT_MET: State = "not met"
WAITING: State = "pending"
UNKNOWN: State = "unknown"

_NO_TEST = Message.of("no negative test in time")
_NOT_BACK = Message.of("a result is not there yet")
_NO_ROUND = Message.of("not tested in the last round")
_POSITIVE = Message.of("tested positive")
_HOT = Message.of("temperature too high")
_NO_TEMPERATURE = Message.of("no temperature reported")
_ILL = Message.of("symptoms reported")
_NO_DOSE = Message.of("no vaccination recorded")
_FEW_DOSES = Message.of("too few doses in time")
_SHORT_STAY = Message.of("not long enough in the loop")
_MET_OTHERS = Message.of("met people of another loop")
_HELD = Message.of("met a case or a contact of one")
_UNCLEAR = Message.of("the requirement does not say enough")

Verdict: TypeAlias = "tuple[State, Message | None, tuple[Record, ...]]"
_Judge: TypeAlias = "Callable[[datetime], Verdict]"

_FINE: Verdict = (MET, None, ())
_VAGUE: Verdict = (UNKNOWN, _UNCLEAR, ())

NOT_PERSONAL = frozenset({"supply", "spacing", "airing", "report"})
"""Kinds of requirement that are about things, halls or units, so that nobody is cleared by them."""

ON_DUTY = frozenset({"duty", "entry", "always"})
ON_ENTRY = frozenset({"entry", "always"})


def _test(plan: Reader, who: Who, one: Obligation) -> _Judge:
    asks = one.requirement
    own = plan.derive(swabs, (*who, asks.test))
    times, negative, within, single = own.times, own.negative, asks.within, asks.count <= 1

    def judge(moment: datetime) -> Verdict:
        at = bisect_right(times, moment)
        if single and at:
            last = negative[at - 1]
            if (within is None or moment - times[at - 1] <= within) and (
                last.resulted is None or last.resulted <= moment
            ):
                return MET, None, (last,)
        return slowly(moment)

    def slowly(moment: datetime) -> Verdict:
        known = [t for t in negative if t.resulted is None or t.resulted <= moment]
        chosen = _spaced(known, moment, one)
        if chosen is not None:
            return MET, None, chosen
        waiting = [*own.open, *(t for t in negative if t.resulted is not None and t.resulted > moment)]
        chosen = _spaced(sorted([*known, *waiting], key=lambda t: (t.sampled or moment, t.id)), moment, one)
        if chosen is not None:
            return WAITING, _NOT_BACK, chosen
        return NOT_MET, _NO_TEST, tuple(known[-1:])

    return judge


def _spaced(tests: Iterable[HealthTest], moment: datetime, one: Obligation) -> tuple[HealthTest, ...] | None:
    """Choose as many tests as are needed, from the latest back, far enough apart; ``None`` if there are too few."""
    asks = one.requirement
    chosen: list[HealthTest] = []
    for test in reversed(list(tests)):
        sampled = test.sampled
        if sampled is None or sampled > moment or (asks.within is not None and moment - sampled > asks.within):
            continue
        last = chosen[-1].sampled if chosen else None
        if last is None or asks.apart is None or last - sampled >= asks.apart:
            chosen.append(test)
        if len(chosen) >= max(asks.count, 1):
            return tuple(chosen)
    return None


def _round(plan: Reader, who: Who, one: Obligation) -> _Judge:
    asks = one.requirement
    start = grid_start(plan, one)
    if asks.interval is None or asks.interval < SHORTEST_ROUND or start is None:
        return lambda _: _VAGUE
    own = plan.derive(swabs, (*who, asks.test))
    mine = [r for r in plan.derive(rounds_of, who) if r.obligation == one]
    first, interval = start, asks.interval

    def judge(moment: datetime) -> Verdict:
        number = (moment - first) // interval
        due = number >= 1 and (not mine or mine[0].counts(number - 1))
        since = first + (number - 1) * interval
        recent = [t for t in own.negative if t.sampled is not None and since <= t.sampled <= moment]
        known = [t for t in recent if t.resulted is None or t.resulted <= moment]
        if known:
            return MET, None, (known[-1],)
        recent += [t for t in own.open if t.sampled is not None and since <= t.sampled <= moment]
        if recent:
            return WAITING, _NOT_BACK, (recent[-1],)
        return (NOT_MET, _NO_ROUND, own.negative[-1:]) if due else _FINE

    return judge


def _clear(plan: Reader, who: Who, one: Obligation) -> _Judge:
    asks = one.requirement
    positive = plan.derive(swabs, (*who, asks.test)).positive
    if not positive:
        return lambda _: _FINE

    def judge(moment: datetime) -> Verdict:
        for test in reversed(positive):
            at = test.sampled or test.resulted
            if at is None or (at <= moment and (asks.within is None or moment - at <= asks.within)):
                return NOT_MET, _POSITIVE, (test,)
        return _FINE

    return judge


def reports_of(plan: Reader, who: Who) -> tuple[HealthReport, ...]:
    """Give somebody's health reports."""
    kind, id = who
    return plan.where(HealthReport, person=id) if kind == PERSON else plan.where(HealthReport, participant=id)


def _recent(reports: Iterable[HealthReport], moment: datetime, within: timedelta | None) -> list[HealthReport]:
    """Give the reports that count at a moment. One without a time always counts, so that no symptom is lost."""
    return [r for r in reports if r.at is None or (r.at <= moment and (within is None or moment - r.at <= within))]


def _temperature(plan: Reader, who: Who, one: Obligation) -> _Judge:
    asks, reports = one.requirement, reports_of(plan, who)
    limit = asks.limit
    if limit is None:
        return lambda _: _VAGUE

    def judge(moment: datetime) -> Verdict:
        recent = [r for r in _recent(reports, moment, asks.within) if r.temperature is not None]
        hot = tuple(r for r in recent if r.temperature is not None and r.temperature >= limit)
        if hot:
            return NOT_MET, _HOT, hot
        return (MET, None, tuple(recent)) if recent else (UNKNOWN, _NO_TEMPERATURE, ())

    return judge


def _symptoms(plan: Reader, who: Who, one: Obligation) -> _Judge:
    asks, reports = one.requirement, reports_of(plan, who)
    counted = frozenset(asks.symptoms)
    ill = [r for r in reports if (counted & set(r.symptoms) if counted else r.symptoms)]

    def judge(moment: datetime) -> Verdict:
        now = tuple(_recent(ill, moment, asks.within))
        return (NOT_MET, _ILL, now) if now else _FINE

    return judge


def _vaccinated(plan: Reader, who: Who, one: Obligation) -> _Judge:
    asks = one.requirement
    kind, id = who
    given = plan.where(Vaccination, person=id) if kind == PERSON else plan.where(Vaccination, participant=id)
    doses = [dose for dose in given if not one.pathogen or dose.against in {"", one.pathogen}]
    zone = zone_of(plan, one.event)

    def judge(moment: datetime) -> Verdict:
        if not doses:
            return UNKNOWN, _NO_DOSE, ()
        day = moment.astimezone(zone).date()
        within = asks.within or timedelta()
        for dose in doses:
            if dose.dose >= asks.count and dose.day is not None and day - dose.day >= within:
                return MET, None, (dose,)
        return NOT_MET, _FEW_DOSES, tuple(doses)

    return judge


def _stay(plan: Reader, who: Who, one: Obligation) -> _Judge:
    asks, zone = one.requirement, zone_of(plan, one.event)
    days = asks.days
    if days is None:
        return lambda _: _VAGUE
    stays = [(stay, stay.window) for stay in plan.derive(stays_of, who) if stay.window is not None]

    def judge(moment: datetime) -> Verdict:
        now = [(stay, window) for stay, window in stays if window.holds(moment)]
        day = moment.astimezone(zone).date()
        for stay, window in now:
            first = window.start.astimezone(zone).date()
            if day_number(first, day, inclusive=asks.inclusive) >= days:
                return MET, None, (stay,)
        return NOT_MET, _SHORT_STAY, tuple(stay for stay, _ in now)

    return judge


def _apart(plan: Reader, who: Who, one: Obligation) -> _Judge:
    within = one.requirement.within
    met = plan.derive(meetings_of, who)

    def judge(moment: datetime) -> Verdict:
        for meeting in met:
            if meeting.moment <= moment and (within is None or moment - meeting.presence.window.end <= within):
                found = plan.get(meeting.presence.ref.type, meeting.presence.ref.id)
                return NOT_MET, _MET_OTHERS, (found,) if found is not None else ()
        return _FINE

    return judge


def _contacts(plan: Reader, who: Who, one: Obligation) -> _Judge:
    asks, zone = one.requirement, zone_of(plan, one.event)
    held = holds_of(plan, asks.id, who)
    if not held:
        return lambda _: _FINE

    def judge(moment: datetime) -> Verdict:
        for hold in held:
            known = hold.case.known
            number = day_number(known.astimezone(zone).date(), moment.astimezone(zone).date(), inclusive=asks.inclusive)
            if known <= moment and (asks.days is None or number <= asks.days):
                test = plan.get(HealthTest, hold.case.test)
                return NOT_MET, _HELD, (test,) if test is not None else ()
        return _FINE

    return judge


_JUDGES: Mapping[str, Callable[[Reader, Who, Obligation], _Judge]] = {
    "test": _test,
    "round": _round,
    "clear": _clear,
    "temperature": _temperature,
    "symptoms": _symptoms,
    "vaccinated": _vaccinated,
    "stay": _stay,
    "apart": _apart,
    "contacts": _contacts,
}
"""
For each kind of requirement, what makes the function that judges somebody at a moment.

What somebody's records say is read once; then each moment costs a search.
"""


def _judge_for(plan: Reader, who: Who, one: Obligation) -> _Judge:
    make = _JUDGES.get(one.requirement.kind)
    return make(plan, who, one) if make is not None else lambda _: _VAGUE


# At a moment


@attrs.frozen
class Outcome:
    """
    How one requirement stands for somebody at a moment.

    Attributes:
        requirement: The id of the requirement.
        kind: Its kind.
        at: When it is asked.
        state: Whether it is met.
        reason: Why not.
        records: The types and ids of the records that show it.
        hint: Whether its source is weak.
    """

    requirement: str
    kind: str
    at: str
    state: State
    reason: Message | None
    records: tuple[tuple[str, str], ...]
    hint: bool


@attrs.frozen
class Clearance:
    """
    Whether somebody is cleared at a moment.

    Attributes:
        who: Who.
        moment: When.
        outcomes: One for each requirement that is in force then; none where nothing is asked.
    """

    who: Who
    moment: datetime
    outcomes: tuple[Outcome, ...]

    @property
    def state(self) -> State:
        """The worst of all outcomes: not met, unknown, pending, met."""
        states = {one.state for one in self.outcomes}
        return next((state for state in (NOT_MET, UNKNOWN, WAITING) if state in states), MET)

    @property
    def clear(self) -> bool:
        """Whether all that is asked is met; what is unknown or pending clears nobody."""
        return self.state == MET

    def at(self, *occasions: str) -> Clearance:
        """Give the same for what is asked on some occasions: duty, entry, arrival, opening, always."""
        return attrs.evolve(self, outcomes=tuple(one for one in self.outcomes if one.at in occasions))


@derived(sensitive="health")
def _clearance(plan: Reader, key: tuple[str, str, datetime]) -> Clearance:
    kind, id, moment = key
    who = kind, id
    found: list[Outcome] = []
    for one in plan.derive(asked, who):
        asks = one.requirement
        if asks.kind in NOT_PERSONAL or not one.holds(moment):
            continue
        state, reason, records = _judge_for(plan, who, one)(moment)
        shown = tuple((record.__record__.name, record.id) for record in records)
        found.append(Outcome(asks.id, asks.kind, asks.at, state, reason, shown, one.hint))
    return Clearance(who, moment, tuple(found))


def clearance(plan: Reader, who: Who, moment: datetime) -> Clearance:
    """
    Say whether somebody may come, enter or be on duty at a moment, and why not.

    It is health data: a view that may not see that gets a masked value.

    Args:
        plan: What to read.
        who: ``("Person", id)`` or ``("Participant", id)``.
        moment: The moment. A test sampled exactly at the limit still counts; one whose result came only after the
            moment does not, it is pending.

    Returns:
        One outcome for each requirement of the protocols in force then, for all occasions; see `Clearance.at`.
    """
    return plan.derive(_clearance, (*who, moment))


@attrs.frozen
class CohortClearance:
    """
    Who of a cohort is cleared.

    Attributes:
        people: How many belong to it.
        clear: How many are cleared.
        pending: Who waits for a result.
        barred: Who is not cleared for another reason.
    """

    people: int
    clear: int
    pending: tuple[Who, ...]
    barred: tuple[Who, ...]


def cohort_clearance(plan: Reader, cohort: str, moment: datetime) -> CohortClearance:
    """Say who of a cohort is cleared at a moment. It is health data, as `clearance` is."""
    states = {who: clearance(plan, who, moment).state for who in plan.derive(members, cohort)}
    pending = tuple(who for who, state in states.items() if state == WAITING)
    barred = tuple(who for who, state in states.items() if state in {NOT_MET, UNKNOWN})
    return CohortClearance(len(states), len(states) - len(pending) - len(barred), pending, barred)


# Before each duty, session, arrival and opening


@attrs.frozen
class Lack:
    """
    A requirement that somebody does not meet for something that they are to do.

    Attributes:
        source: The type and id of what they are to do: a duty, an appearance, an arrival or an event.
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


_Judged: TypeAlias = "list[tuple[Obligation, _Judge]]"


def _judged(plan: Reader, who: Who, occasions: frozenset[str]) -> _Judged:
    return [
        (one, _judge_for(plan, who, one))
        for one in plan.derive(asked, who)
        if one.requirement.at in occasions and one.requirement.kind not in NOT_PERSONAL
    ]


def _lacks(judged: _Judged, source: tuple[str, str], moment: datetime, until: datetime, found: list[Lack]) -> None:
    for one, judge in judged:
        if (one.start is not None and moment < one.start) or (one.end is not None and moment >= one.end):
            continue
        state, reason, _ = judge(moment)
        if state is not MET:
            asks = one.requirement
            span = asks.within if asks.kind == "test" else asks.interval if asks.kind == "round" else None
            opens = moment - span if span is not None else None
            found.append(Lack(source, moment, until, asks.id, asks.kind, state, reason, opens, one.hint))


def _openings(plan: Reader, who: Who, found: list[Lack]) -> None:
    for one in plan.derive(asked, who):
        asks = one.requirement
        event = plan.get(Event, one.event) if asks.at == "opening" and one.event is not None else None
        if event is not None and event.window is not None and asks.kind not in NOT_PERSONAL:
            judged = [(one, _judge_for(plan, who, one))]
            _lacks(judged, ("Event", event.id), event.window.start, event.window.end, found)


@derived(sensitive="health")
def duty_lacks(plan: Reader, person: str) -> tuple[Lack, ...]:
    """
    List what somebody who works lacks: at the start of each duty, and at the opening of each event.

    A requirement that is asked on *entry* is asked of those on duty too, since they go in.
    """
    who = PERSON, person
    if not plan.derive(asked, who):
        return ()
    found: list[Lack] = []
    judged = _judged(plan, who, ON_DUTY)
    if judged:
        for duty in plan.where(Duty, person=person):
            window = duty.window if duty.window is not None else duty_window(plan, duty)
            if window is not None:
                _lacks(judged, ("Duty", duty.id), window.start, window.end, found)
    _openings(plan, who, found)
    return tuple(found)


@derived(sensitive="health")
def guest_lacks(plan: Reader, participant: str) -> tuple[Lack, ...]:
    """List what somebody who takes part lacks: at their arrival, at each session, and at the opening."""
    who = PARTICIPANT, participant
    guest = plan.get(Participant, participant)
    if guest is None or guest.state in GONE or not plan.derive(asked, who):
        return ()
    found: list[Lack] = []
    arrival = plan.get(Arrival, guest.arrival) if guest.arrival is not None else None
    if arrival is not None and arrival.due is not None:
        _lacks(_judged(plan, who, frozenset({"arrival"})), ("Arrival", arrival.id), arrival.due, arrival.due, found)
    judged = _judged(plan, who, ON_ENTRY)
    for one in plan.where(Appearance, participant=participant):
        session = plan.get(Session, one.session)
        if judged and session is not None and session.window is not None and one.state not in {"on-leave", "absent"}:
            _lacks(judged, ("Appearance", one.id), session.window.start, session.window.end, found)
    _openings(plan, who, found)
    return tuple(found)


# Who can stand in


def substitutes(plan: Reader, duty: str, *, most: int | None = None) -> tuple[str, ...]:
    """
    List who can do a duty instead: with the skill, free, cleared, and of the loop that its place lies in.

    People of the post's team come first. A post without a skill and a team can be filled by anybody.

    Args:
        plan: What to read.
        duty: The id of the duty.
        most: How many to look for; without it, all.

    Returns:
        The ids of people, health data since each is cleared.
    """
    found = plan.get(Duty, duty)
    post = plan.get(Post, found.post) if found is not None else None
    window = duty_window(plan, found) if found is not None else None
    if found is None or post is None or window is None:
        return ()
    if post.skill:
        pool = plan.where(Person, skills=post.skill)
    else:
        pool = plan.where(Person, team=post.team) if post.team is not None else plan.all(Person)
    pool = tuple(sorted(pool, key=lambda one: (one.team != post.team, one.id)))
    place = post_place(plan, post)
    loop = plan.derive(loop_of_place, place) if place is not None else None
    chosen: list[str] = []
    for one in pool:
        who = PERSON, one.id
        if one.id == found.person or not _free(plan, one.id, found):
            continue
        if loop is not None and loop not in loops_at(plan, who, window):
            continue
        if clearance(plan, who, window.start).at(*ON_DUTY).clear:
            chosen.append(one.id)
            if most is not None and len(chosen) >= most:
                break
    return tuple(chosen)


def _free(plan: Reader, person: str, duty: Duty) -> bool:
    window = duty_window(plan, duty)
    if window is None:
        return False
    windows = [duty_window(plan, other) for other in plan.where(Duty, person=person)]
    windows += [trip.window for trip in (*plan.where(Trip, crew=person), *plan.where(Trip, liaison=person))]
    windows += [leave.window for leave in plan.where(Leave, person=person)]
    return not any(other is not None and other.overlaps(window) for other in windows)
