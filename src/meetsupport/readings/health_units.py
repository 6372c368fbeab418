"""Clusters of people who are ill, what is needed for each head, and scores on risk tables."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import (
    Appearance,
    Cohort,
    Duty,
    Incident,
    IncidentReport,
    Participant,
    Person,
    Requirement,
    RiskBand,
    RiskFactor,
    Session,
    Supply,
)
from meetsupport.plan import derived
from meetsupport.readings.health import PERSON, Obligation, Who, in_force, members
from meetsupport.readings.health_judges import reports_of
from meetsupport.readings.whereabouts import duty_window

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
        unit: The type and id of the unit: an organization or team of staff, a delegation of participants.
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
        hot = asks.limit is None or (one.temperature is not None and one.temperature >= asks.limit)
        if one.at is not None and hot and (counted & set(one.symptoms) if counted else one.symptoms):
            found.append(one.at)
    return tuple(sorted(found))


def _unit(plan: Reader, who: Who) -> tuple[str, str] | None:
    kind, id = who
    if kind == PERSON:
        person = plan.get(Person, id)
        if person is None:
            return None
        if person.organization is not None:
            return "Organization", person.organization
        return ("Team", person.team) if person.team is not None else None
    guest = plan.get(Participant, id)
    return ("Delegation", guest.delegation) if guest is not None and guest.delegation is not None else None


@derived(sensitive="health")
def clusters(plan: Reader, cohort: str) -> tuple[Cluster, ...]:
    """
    List the clusters of a cohort that its protocols want reported, at most one for each requirement and unit: the last.

    Somebody who reports an illness several times counts once, with the first report of those within the interval.
    """
    found: list[Cluster] = []
    for one in plan.derive(in_force, cohort):
        asks = one.requirement
        if asks.kind != "report" or asks.interval is None:
            continue
        ill: dict[tuple[str, str], list[tuple[datetime, Who]]] = {}
        for who in plan.derive(members, cohort):
            times = [at for at in plan.derive(_ill, (*who, asks.id)) if one.holds(at)]
            unit = _unit(plan, who) if times else None
            if unit is not None:
                ill.setdefault(unit, []).extend((at, who) for at in times)
        for unit, reports in sorted(ill.items()):
            cluster = _last_cluster(one, unit, sorted(reports), asks.interval, max(asks.count, 1))
            if cluster is not None:
                found.append(cluster)
    return tuple({(one.obligation.requirement.id, one.unit): one for one in found}.values())


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

    It is by an `IncidentReport` made since its first case, on an `Incident` whose kind is the pathogen.
    """
    for incident in plan.where(Incident, kind=cluster.obligation.pathogen):
        for report in plan.where(IncidentReport, incident=incident.id):
            if report.at is not None and report.at >= cluster.first:
                return True
    return False


# Supplies


@derived
def _hours(plan: Reader, who: Who) -> timedelta:
    """Add up how long somebody is there: on duty, or in sessions."""
    kind, id = who
    if kind == PERSON:
        windows = [duty_window(plan, duty) for duty in plan.where(Duty, person=id)]
    else:
        sessions = [plan.get(Session, one.session) for one in plan.where(Appearance, participant=id)]
        windows = [one.window if one is not None else None for one in sessions]
    return sum((window.length for window in windows if window is not None), timedelta())


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
    Count the pieces that requirements of the kind *supply* ask for the cohorts of an event.

    Each head gets *count* pieces for each begun *within* of the time on duty or in sessions, and at least once.
    Somebody who is asked for the same thing twice needs the larger number.
    """
    found: dict[str, dict[Who, int]] = {}
    firm: set[str] = set()
    for cohort in plan.where(Cohort, event=event):
        for one in plan.derive(in_force, cohort.id):
            asks = one.requirement
            if asks.kind != "supply":
                continue
            if not one.hint:
                firm.add(asks.item)
            own = found.setdefault(asks.item, {})
            for who in plan.derive(members, cohort.id):
                own[who] = max(own.get(who, 0), asks.count * _turns(plan, who, asks.within))
    return tuple(
        Need(item, sum(own.values()), len(own), item not in firm) for item, own in sorted(found.items()) if own
    )


def _turns(plan: Reader, who: Who, within: timedelta | None) -> int:
    if within is None or within <= timedelta():
        return 1
    return max(1, -(-plan.derive(_hours, who) // within))


def supply_stock(plan: Reader, event: str | None, item: str) -> Decimal:
    """Add up what an event has of a kind of supply."""
    return sum((one.quantity for one in plan.where(Supply, event=event, kind=item)), Decimal(0))


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
