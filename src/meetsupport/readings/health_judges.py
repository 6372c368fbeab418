"""How each kind of requirement is judged for somebody at a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from meetsupport.core.messages import Message
from meetsupport.model import (
    Cohort,
    HealthReport,
    HealthTest,
    Requirement,
    Vaccination,
)
from meetsupport.readings.health import (
    ILLNESS,
    PERSON,
    Obligation,
    Who,
    day_number,
    midnight,
    zone_of,
)
from meetsupport.readings.health_loops import meetings_of
from meetsupport.readings.health_rounds import SHORTEST_ROUND, grid_start, rounds_of
from meetsupport.readings.health_tests import Swabs, reports_of, stay_runs, swabs
from meetsupport.readings.health_watches import since_unknown, watches_of

if TYPE_CHECKING:
    from meetsupport.core.records import Record
    from meetsupport.plan import Reader

__all__ = [
    "ALWAYS_MET",
    "MET",
    "NOT_MET",
    "NOT_PERSONAL",
    "UNKNOWN",
    "WAITING",
    "WORST_FIRST",
    "Judge",
    "State",
    "SwabsOf",
    "fresh_within",
    "judge_for",
    "last_opening",
    "opens_at",
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

WORST_FIRST: tuple[State, ...] = (NOT_MET, UNKNOWN, WAITING, MET)
"""Somebody who is asked the same through several cohorts has to meet it for each, so the worst counts."""

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
_TOO_CLOSE = Message.of("negative tests are too close together")
_NO_REPORT = Message.of("a health report is missing")
_WATCHED = Message.of("is under observation")
_MET_OTHERS = Message.of("met people of another loop")
_HELD = Message.of("met a case or a contact of one")
_WHEN_ARRIVED = Message.of("it is not entered when they arrived")
_UNCLEAR = Message.of("the requirement does not say enough")

Verdict: TypeAlias = "tuple[State, Message | None, tuple[Record, ...]]"
Judge: TypeAlias = "Callable[[datetime], Verdict]"
SwabsOf: TypeAlias = "Callable[[str, str], Swabs]"
"""Gives somebody's tests of a kind, and for a pathogen; an empty one is any."""

_FINE: Verdict = (MET, None, ())


def ALWAYS_MET(_: datetime) -> Verdict:  # noqa: N802 - a constant that happens to be a function
    """Judge somebody whose records hold nothing that could count against them."""
    return _FINE


_VAGUE: Verdict = (UNKNOWN, _UNCLEAR, ())
_NO_ARRIVAL: Verdict = (UNKNOWN, _WHEN_ARRIVED, ())

NOT_PERSONAL = frozenset({"supply", "spacing", "airing", "report", "stop"})
"""Kinds of requirement that are about things, halls or units, so that nobody is cleared by them."""


def _test(own: Swabs, one: Obligation) -> Judge:
    return lambda moment: _tested(own, one, moment)


def _tested(own: Swabs, one: Obligation, moment: datetime, since: datetime | None = None) -> Verdict:
    """Judge by the tests that were sampled after a moment, if one is given."""

    def later(tests: Iterable[HealthTest]) -> list[HealthTest]:
        return [
            t for t in own.standing(tests, moment) if since is None or (t.sampled is not None and t.sampled > since)
        ]

    negative = later(own.negative)
    known = [t for t in negative if t.resulted is None or t.resulted <= moment]
    chosen = _spaced(known, moment, one)
    if chosen is not None:
        return MET, None, chosen
    waiting = [*later(own.open), *(t for t in negative if t.resulted is not None and t.resulted > moment)]
    chosen = _spaced(sorted([*known, *waiting], key=lambda t: (t.sampled or moment, t.id)), moment, one)
    if chosen is not None:
        return WAITING, _NOT_BACK, chosen
    ill = own.positive_at(moment)
    if ill is not None and (one.requirement.within is None or moment - ill <= one.requirement.within):
        return NOT_MET, _POSITIVE, own.positive
    if one.requirement.apart is not None and _spaced(known, moment, one, apart=False) is not None:
        return NOT_MET, _TOO_CLOSE, tuple(known[-1:])
    return NOT_MET, _NO_TEST, tuple(known[-1:])


def _tested_after(plan: Reader, who: Who, one: Obligation, own: Swabs) -> Judge:
    """Judge by the tests since somebody was last ill; of who was not, none is asked."""
    counted = frozenset(one.requirement.symptoms)
    ill = [
        report.at
        for report in reports_of(plan, who)
        if report.at is not None and (counted & set(report.symptoms) if counted else report.symptoms)
    ]
    if not ill and not own.positive:
        return ALWAYS_MET

    def judge(moment: datetime) -> Verdict:
        since = max((at for at in (*ill, own.positive_at(moment)) if at is not None and at <= moment), default=None)
        return _FINE if since is None else _tested(own, one, moment, since)

    return judge


def fresh_within(asks: Requirement) -> timedelta | None:
    """
    Give how old the last known negative test may be, where that is all that a requirement asks; ``None`` for others.

    Most requirements are of this sort, so whoever has many moments to judge can leave out those before which such a
    test shows at once that all is well, and judge the rest.
    """
    return asks.within if asks.kind == "test" and asks.count <= 1 and asks.after != ILLNESS else None


def _spaced(
    tests: Iterable[HealthTest], moment: datetime, one: Obligation, *, apart: bool = True
) -> tuple[HealthTest, ...] | None:
    """Choose as many tests as are needed, from the latest back, far enough apart; ``None`` if there are too few."""
    asks = one.requirement
    least = asks.apart if apart else None
    chosen: list[HealthTest] = []
    for test in reversed(list(tests)):
        sampled = test.sampled
        if sampled is None or sampled > moment or (asks.within is not None and moment - sampled > asks.within):
            continue
        last = chosen[-1].sampled if chosen else None
        if last is None or least is None or last - sampled >= least:
            chosen.append(test)
        if len(chosen) >= max(asks.count, 1):
            return tuple(chosen)
    return None


def _round(plan: Reader, who: Who, one: Obligation) -> Judge:
    asks = one.requirement
    mine = next((rounds for rounds in plan.derive(rounds_of, who) if rounds.obligation == one), None)
    if mine is None:
        return lambda _: _VAGUE
    own = plan.derive(swabs, (*who, asks.test, one.pathogen))

    def judge(moment: datetime) -> Verdict:
        last = (moment - mine.start) // mine.interval - 1
        due = last >= mine.first and mine.counts(last)
        since = mine.begins(last)
        negative = own.standing(own.negative, moment)
        positive = own.positive_at(moment) is not None
        if positive and not any((t.resulted or t.sampled or moment) <= moment for t in negative):
            return NOT_MET, _POSITIVE, own.positive
        recent = [t for t in negative if t.sampled is not None and since <= t.sampled <= moment]
        known = [t for t in recent if t.resulted is None or t.resulted <= moment]
        if known:
            return MET, None, (known[-1],)
        recent += [t for t in own.standing(own.open, moment) if t.sampled is not None and since <= t.sampled <= moment]
        if recent:
            return WAITING, _NOT_BACK, (recent[-1],)
        return (NOT_MET, _NO_ROUND, own.negative[-1:]) if due else _FINE

    return judge


def _clear(own: Swabs, one: Obligation) -> Judge:
    asks, positive = one.requirement, own.positive
    if not positive:
        return ALWAYS_MET

    def judge(moment: datetime) -> Verdict:
        for test in reversed(positive):
            at = test.sampled or test.resulted
            if at is None or (at <= moment and (asks.within is None or moment - at <= asks.within)):
                return NOT_MET, _POSITIVE, (test,)
        return _FINE

    return judge


def _recent(reports: Iterable[HealthReport], moment: datetime, within: timedelta | None) -> list[HealthReport]:
    """Give the reports that count at a moment. One without a time always counts, so that no symptom is lost."""
    return [r for r in reports if r.at is None or (r.at <= moment and (within is None or moment - r.at <= within))]


def _temperature(plan: Reader, who: Who, one: Obligation) -> Judge:
    asks, reports = one.requirement, reports_of(plan, who)
    limit = asks.limit
    if limit is None:
        return lambda _: _VAGUE
    daily = _reported_daily(plan, one, [r for r in reports if r.temperature is not None])

    def judge(moment: datetime) -> Verdict:
        recent = [r for r in _recent(reports, moment, asks.within) if r.temperature is not None]
        hot = tuple(r for r in recent if r.temperature is not None and r.temperature >= limit)
        if hot:
            return NOT_MET, _HOT, hot
        if not daily(moment):
            return UNKNOWN, _NO_REPORT, tuple(recent)
        return (MET, None, tuple(recent)) if recent else (UNKNOWN, _NO_TEMPERATURE, ())

    return judge


def _symptoms(plan: Reader, who: Who, one: Obligation) -> Judge:
    asks, reports = one.requirement, reports_of(plan, who)
    counted = frozenset(asks.symptoms)
    ill = [r for r in reports if (counted & set(r.symptoms) if counted else r.symptoms)]
    if not ill and asks.days is None:
        return ALWAYS_MET
    daily = _reported_daily(plan, one, reports)

    def judge(moment: datetime) -> Verdict:
        now = tuple(_recent(ill, moment, asks.within))
        if now:
            return NOT_MET, _ILL, now
        return _FINE if daily(moment) else (UNKNOWN, _NO_REPORT, ())

    return judge


_REPORTED = frozenset({"temperature", "symptoms"})
"""Kinds of requirement that reports decide."""


def _reported_daily(plan: Reader, one: Obligation, reports: Iterable[HealthReport]) -> Callable[[datetime], bool]:
    """Make what says whether there are enough reports on each of the days before a moment that must have them."""
    missing = _missing(plan, one, reports)
    return lambda moment: missing(moment) is None


def _missing(plan: Reader, one: Obligation, reports: Iterable[HealthReport]) -> Callable[[datetime], date | None]:
    """Make what gives the first of the days before a moment that must have reports and has too few."""
    asks, zone = one.requirement, zone_of(plan, one.event)
    days = asks.days
    if days is None:
        return lambda _: None
    made: Counter[date] = Counter()
    latest: dict[date, datetime] = {}
    for at in sorted(report.at for report in reports if report.at is not None):
        day = at.astimezone(zone).date()
        if day not in latest or asks.apart is None or at - latest[day] >= asks.apart:
            latest[day] = at
            made[day] += 1

    def judge(moment: datetime) -> date | None:
        today = moment.astimezone(zone).date().toordinal()
        asked = (date.fromordinal(today - back) for back in range(min(days, today - 1), 0, -1))
        return next((day for day in asked if made[day] < max(asks.count, 1)), None)

    return judge


def _vaccinated(plan: Reader, who: Who, one: Obligation) -> Judge:
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


def _stay(plan: Reader, who: Who, one: Obligation) -> Judge:
    asks, zone = one.requirement, zone_of(plan, one.event)
    days = asks.days
    if days is None:
        return lambda _: _VAGUE
    cohort = plan.get(Cohort, one.cohort)
    loop = cohort.loop if cohort is not None else None
    runs = [run for run in stay_runs(plan, who) if loop is None or run.loop == loop]

    def judge(moment: datetime) -> Verdict:
        now = [run for run in runs if run.window.holds(moment)]
        day = moment.astimezone(zone).date()
        for run in now:
            first = run.window.start.astimezone(zone).date()
            if day_number(first, day, inclusive=asks.inclusive) >= days:
                return MET, None, run.stays
        return NOT_MET, _SHORT_STAY, tuple(stay for run in now for stay in run.stays)

    return judge


def _apart(plan: Reader, who: Who, one: Obligation) -> Judge:
    within = one.requirement.within
    met = plan.derive(meetings_of, who)
    if not met:
        return ALWAYS_MET

    def judge(moment: datetime) -> Verdict:
        for meeting in met:
            if meeting.moment <= moment and (within is None or moment - meeting.presence.window.end <= within):
                found = plan.get(meeting.presence.ref.type, meeting.presence.ref.id)
                return NOT_MET, _MET_OTHERS, (found,) if found is not None else ()
        return _FINE

    return judge


def _watched(plan: Reader, who: Who, one: Obligation) -> Judge:
    watches = watches_of(plan, who, one)
    if not watches:
        return (lambda _: _NO_ARRIVAL) if since_unknown(plan, who, one) else ALWAYS_MET
    reason = _HELD if one.requirement.kind == "contacts" else _WATCHED

    def judge(moment: datetime) -> Verdict:
        for watch in watches:
            if watch.holds(moment):
                cause = plan.get(watch.cause.type, watch.cause.id)
                return NOT_MET, reason, (cause,) if cause is not None else ()
        return _FINE

    return judge


_OF_TESTS: Mapping[str, Callable[[Swabs, Obligation], Judge]] = {"test": _test, "clear": _clear}
"""For each kind of requirement that tests alone decide, what makes the function that judges somebody at a moment."""

_JUDGES: Mapping[str, Callable[[Reader, Who, Obligation], Judge]] = {
    "round": _round,
    "temperature": _temperature,
    "symptoms": _symptoms,
    "vaccinated": _vaccinated,
    "stay": _stay,
    "apart": _apart,
    "contacts": _watched,
    "observation": _watched,
}
"""
The same for the kinds that rest on other records.

What somebody's records say is read once; then each moment costs a search.
"""


def opens_at(plan: Reader, who: Who, one: Obligation, moment: datetime, state: State) -> datetime | None:
    """
    Say from when on what somebody lacks at a moment could be met; ``None`` where that cannot be said.

    Where a report of a day is missing, that is the first day that has too few.
    """
    asks = one.requirement
    if asks.kind == "round":
        return moment - asks.interval if asks.interval is not None else None
    if state == UNKNOWN and asks.days is not None and asks.kind in _REPORTED:
        reports = [r for r in reports_of(plan, who) if asks.kind != "temperature" or r.temperature is not None]
        missing = _missing(plan, one, reports)(moment)
        if missing is not None:
            return midnight(missing, zone_of(plan, one.event))
    span = asks.within if asks.kind in {"test", "temperature"} else None
    return moment - span if span is not None else None


def last_opening(plan: Reader, who: Who, one: Obligation, moment: datetime, state: State) -> datetime | None:
    """
    Say when the last time begins in which what is asked for a moment could be done.

    Until it has come, nobody can be blamed for not having done it: a round begins, and a test counts, from then on.
    """
    asks = one.requirement
    if asks.kind != "round":
        return opens_at(plan, who, one, moment, state)
    start = grid_start(plan, one)
    if start is None or asks.interval is None or asks.interval < SHORTEST_ROUND:
        return None
    return start + (moment - start) // asks.interval * asks.interval


def judge_for(plan: Reader, who: Who, one: Obligation, own: SwabsOf | None = None) -> Judge:
    """
    Make the function that judges somebody by a requirement at a moment.

    Args:
        plan: What to read.
        who: Whom to judge.
        one: What is asked.
        own: Gives their tests of a kind, where these are at hand; without it they are read from the plan.
    """
    asks = one.requirement
    of_tests = _OF_TESTS.get(asks.kind)
    if of_tests is not None:
        mine = plan.derive(swabs, (*who, asks.test, one.pathogen)) if own is None else own(asks.test, one.pathogen)
        after = asks.kind == "test" and asks.after == ILLNESS
        return _tested_after(plan, who, one, mine) if after else of_tests(mine, one)
    make = _JUDGES.get(asks.kind)
    return make(plan, who, one) if make is not None else lambda _: _VAGUE
