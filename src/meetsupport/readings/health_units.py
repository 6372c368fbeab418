"""Clusters of people who are ill, what is needed for each head, and scores on risk tables."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.model import (
    Cohort,
    Delegation,
    Event,
    Incident,
    IncidentReport,
    Participant,
    Person,
    Requirement,
    RiskBand,
    RiskFactor,
    Supply,
)
from meetsupport.plan import derived
from meetsupport.readings.engagements import engagement_event, engagements_of, sessions_of
from meetsupport.readings.health import PERSON, Obligation, Who, in_force, members
from meetsupport.readings.health_tests import reports_of
from meetsupport.readings.stock import stock

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "Cluster",
    "Need",
    "RiskScore",
    "clusters",
    "reported",
    "risk_score",
    "risk_tables",
    "supply_needs",
    "supply_stock",
]


@attrs.frozen
class Cluster:
    """
    So many people of one unit ill within a time that it must be reported.

    Attributes:
        obligation: The requirement of the kind *report*.
        unit: The type and id of the unit: an organization, a team of staff, a delegation, or the event.
        people: How many were ill within the interval that ended with the last of them.
        first: When the first of these reported it.
        moment: When there were enough of them.
    """

    obligation: Obligation
    unit: tuple[str, str]
    people: int
    first: datetime
    moment: datetime


@derived(sensitive="health")
def _ill(plan: Reader, key: tuple[str, str, str]) -> tuple[datetime, ...]:
    """List when somebody reported an illness that a requirement counts."""
    kind, id, requirement = key
    asks = plan.get(Requirement, requirement)
    if asks is None:
        return ()
    counted = frozenset(asks.symptoms)
    found: list[datetime] = []
    for one in reports_of(plan, (kind, id)):
        if asks.course:
            # Whoever is said to have something else is not counted; where nobody says what they have, they are.
            counts = one.course == asks.course and not (counted and one.symptoms and not counted & set(one.symptoms))
        else:
            hot = asks.limit is None or (one.temperature is not None and one.temperature >= asks.limit)
            counts = hot and bool(counted & set(one.symptoms) if counted else one.symptoms)
        if one.at is not None and counts:
            found.append(one.at)
    return tuple(sorted(found))


def _unit(plan: Reader, who: Who, event: str | None) -> tuple[str, str] | None:
    """Say of which unit somebody is: of a body, or else a team or delegation, or else of the event as a whole."""
    kind, id = who
    alone = ("Event", event) if event is not None else None
    if kind == PERSON:
        person = plan.get(Person, id)
        if person is not None and person.organization is not None:
            return "Organization", person.organization
        return ("Team", person.team) if person is not None and person.team is not None else alone
    guest = plan.get(Participant, id)
    delegation = plan.get(Delegation, guest.delegation) if guest is not None and guest.delegation is not None else None
    if delegation is None:
        return alone
    return ("Organization", delegation.organization) if delegation.organization else ("Delegation", delegation.id)


@derived(sensitive="health")
def clusters(plan: Reader, requirement: str) -> tuple[Cluster, ...]:
    """
    List the clusters that a requirement of the kind *report* wants reported, at most one for each unit: the last.

    A unit is counted over all cohorts that are under it. Somebody who reports an illness several times counts once,
    with the first report of those within the interval.
    """
    asks = plan.get(Requirement, requirement)
    if asks is None or asks.kind != "report" or asks.interval is None:
        return ()
    ill: dict[tuple[str, str], set[tuple[datetime, Who]]] = {}
    why: dict[tuple[str, str], Obligation] = {}
    for cohort in plan.all(Cohort):
        for one in plan.derive(in_force, cohort.id):
            if one.requirement.id != requirement:
                continue
            for who in plan.derive(members, cohort.id):
                times = [at for at in plan.derive(_ill, (*who, requirement)) if one.holds(at)]
                unit = _unit(plan, who, one.event) if times else None
                if unit is not None:
                    ill.setdefault(unit, set()).update((at, who) for at in times)
                    why.setdefault(unit, one)
    found = (
        _last_cluster(why[unit], unit, sorted(ill[unit]), asks.interval, max(asks.count, 1)) for unit in sorted(ill)
    )
    return tuple(one for one in found if one is not None)


def _last_cluster(
    one: Obligation, unit: tuple[str, str], times: list[tuple[datetime, Who]], interval: timedelta, count: int
) -> Cluster | None:
    recent: deque[tuple[datetime, Who]] = deque()
    heads: dict[Who, int] = {}
    found: Cluster | None = None
    for at, who in times:
        recent.append((at, who))
        heads[who] = heads.get(who, 0) + 1
        while at - recent[0][0] >= interval:
            _, gone = recent.popleft()
            heads[gone] -= 1
            if not heads[gone]:
                del heads[gone]
        if len(heads) >= count:
            running = found is not None and recent[0][0] <= found.moment
            moment = found.moment if found is not None and running else at
            found = Cluster(one, unit, len(heads), recent[0][0], moment)
    return found


def reported(plan: Reader, cluster: Cluster) -> bool:
    """
    Say whether a cluster was reported.

    It is by an `IncidentReport` made since there were enough of them, on an `Incident` whose kind is the pathogen and
    which names no other body; that of a team names none. So a report of ten is none of thirty.
    """
    type, unit = cluster.unit
    for incident in plan.where(Incident, kind=cluster.obligation.pathogen):
        if incident.organization not in {None, unit if type == "Organization" else None}:
            continue
        for report in plan.where(IncidentReport, incident=incident.id):
            if report.at is not None and report.at >= cluster.moment:
                return True
    return False


# Supplies


@derived
def _hours(plan: Reader, key: tuple[str, str, str]) -> tuple[Window, ...]:
    """List when somebody is at an event: on duty, on trips or in sessions; what touches or overlaps is one."""
    kind, id, event = key
    if kind == PERSON:
        windows = [window for work, window in engagements_of(plan, id) if engagement_event(plan, work) == event]
    else:
        sessions = (one for _, one in sessions_of(plan, id) if one.event == event)
        windows = [one.window for one in sessions if one.window is not None]
    found: list[Window] = []
    for one in sorted(windows, key=lambda window: window.start):
        if found and one.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return tuple(found)


@attrs.frozen
class Need:
    """
    What the people of an event need of a kind of supply.

    Attributes:
        item: The kind of supply.
        pieces: How many pieces.
        people: How many people.
        hint: Whether only weak sources ask for it.
    """

    item: str
    pieces: int
    people: int
    hint: bool


@derived
def supply_needs(plan: Reader, event: str) -> tuple[Need, ...]:
    """
    Count the pieces that requirements of the kind *supply* ask for the cohorts of an event, as far as they hold in it.

    Each head gets *count* pieces for each begun *within* of the time on duty, on trips or in sessions there, and at
    least once. Of what asks for the same thing at the same time, that which asks for more an hour counts.
    """
    asks: dict[str, dict[Who, list[Obligation]]] = {}
    firm: set[str] = set()
    whole = plan.get(Event, event)
    span = whole.window if whole is not None else None
    for cohort in plan.where(Cohort, event=event):
        for one in plan.derive(in_force, cohort.id):
            item = one.requirement.item
            if one.requirement.kind != "supply" or not _meets(one, span):
                continue
            if not one.hint:
                firm.add(item)
            own = asks.setdefault(item, {})
            for who in plan.derive(members, cohort.id):
                own.setdefault(who, []).append(one)
    return tuple(
        Need(
            item,
            sum(_pieces(of, plan.derive(_hours, (*who, event))) for who, of in own.items()),
            len(own),
            item not in firm,
        )
        for item, own in sorted(asks.items())
        if own
    )


def _meets(one: Obligation, span: Window | None) -> bool:
    """Say whether an obligation holds at any time of a span."""
    return span is None or ((one.start is None or one.start < span.end) and (one.end is None or span.start < one.end))


def _pieces(asks: list[Obligation], windows: tuple[Window, ...]) -> int:
    """Count the pieces that one head needs in so much time: hours under the same terms add up, whoever sets them."""
    bounds = {moment for one in asks for moment in (one.start, one.end) if moment is not None}
    hours: dict[tuple[int, timedelta], timedelta] = {}
    for window in windows:
        cuts = [window.start, *sorted(at for at in bounds if window.start < at < window.end), window.end]
        for start, end in pairwise(cuts):
            terms = [
                (one.requirement.count, within)
                for one in asks
                if one.holds(start) and (within := one.requirement.within) is not None and within > timedelta()
            ]
            if terms:
                most = max(terms, key=lambda term: term[0] / term[1].total_seconds())
                hours[most] = hours.get(most, timedelta()) + (end - start)
    timed = sum(count * -(-total // within) for (count, within), total in hours.items())
    return max(timed, *(one.requirement.count for one in asks))


def supply_stock(plan: Reader, event: str | None, item: str) -> Decimal:
    """Add up what an event has of a kind of supply, without what was lost or given back."""
    total = Decimal(0)
    for one in plan.where(Supply, event=event, kind=item):
        gone = stock(plan, one.id)
        total += max(one.quantity - gone.lost - gone.returned, Decimal(0))
    return total


# Risk


@attrs.frozen
class RiskScore:
    """
    The total of an event on a risk table.

    Attributes:
        total: The sum of score times weight.
        band: The id of the band that it falls into: that with the highest least total that it reaches, or ``None``.
    """

    total: Decimal
    band: str | None


def risk_tables(plan: Reader, event: str) -> tuple[str, ...]:
    """List the risk tables on which an event is scored."""
    return tuple(sorted({one.table for one in plan.where(RiskFactor, event=event)}))


@derived
def risk_score(plan: Reader, key: tuple[str, str]) -> RiskScore:
    """
    Score an event on a risk table. Factors, weights and bands are the office's own: the library has none.

    Args:
        plan: What to read.
        key: The ids of the event and the table.
    """
    event, table = key
    total = sum((f.score * f.weight for f in plan.where(RiskFactor, event=event, table=table)), Decimal(0))
    reached = [one for one in plan.where(RiskBand, table=table) if one.least <= total]
    band = max(reached, key=lambda one: (one.least, one.id), default=None)
    return RiskScore(total, band.id if band is not None else None)
