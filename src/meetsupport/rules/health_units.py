"""Rules about what is needed for each head, clusters of illness, meetings that must stop, and risk."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from meetsupport.model import (
    Delegation,
    Event,
    HealthProtocol,
    Organization,
    Participant,
    Requirement,
    RiskBand,
    RiskFactor,
    Team,
)
from meetsupport.plugins import SEVERITIES, Problem, Rule, Severity
from meetsupport.readings.engagements import engagement_event, engagements_of, sessions_of
from meetsupport.readings.health import PERSON, Obligation, Who, asked, cohorts_of, event_asks
from meetsupport.readings.health_cases import Case, cases, recovers, standing_positives
from meetsupport.readings.health_units import clusters, reported, risk_score, risk_tables, supply_needs, supply_stock
from meetsupport.readings.lodging import participant_event
from meetsupport.readings.states import kind_word
from meetsupport.rules._settling import event_over, settles
from meetsupport.rules._words import named

if TYPE_CHECKING:
    from meetsupport.core.records import Record
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def check_supplies(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event that has less for each head than its protocols ask."""
    if event_over(plan, event.id):
        return
    for need in plan.derive(supply_needs, event.id):
        stock = supply_stock(plan, event.id, need.item)
        if stock < need.pieces:
            yield Problem(
                "{people} people need {pieces} pieces of {item}, and there are {stock}",
                key=need.item,
                fix="get {missing} more",
                settle_by=None if need.hint else settles(plan, event.id),
                severity="hint" if need.hint else None,
                people=need.people,
                pieces=need.pieces,
                item=kind_word(need.item),
                stock=stock,
                missing=Decimal(need.pieces) - stock,
            )


_UNITS: dict[str, type[Record]] = {
    "Delegation": Delegation,
    "Event": Event,
    "Organization": Organization,
    "Team": Team,
}


def check_clusters(plan: Reader, requirement: Requirement) -> Iterator[Problem]:
    """Find so many people of one unit ill within a time that it must be reported, and is not."""
    for cluster in plan.derive(clusters, requirement.id):
        if reported(plan, cluster):
            continue
        type, id = cluster.unit
        by = cluster.moment + requirement.within if requirement.within is not None else cluster.moment
        yield Problem(
            "{n} people of {unit} are ill within {interval}: to be reported by {by}"
            if requirement.within is not None
            else "{n} people of {unit} are ill within {interval}: to be reported; by when is not said",
            key=f"{type}:{id}",
            fix="report it, and enter an incident of the kind {pathogen} with its report",
            settle_by=None if cluster.obligation.hint else by,
            severity="hint" if cluster.obligation.hint else None,
            about=(_UNITS[type].ref(id),),
            n=cluster.people,
            unit=named(plan, _UNITS[type], id),
            interval=requirement.interval,
            by=by,
            pathogen=kind_word(cluster.obligation.pathogen),
        )


def check_stop(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event that is not over, and so many cases among its people that it must stop."""
    stops = {one.requirement.id: one for one in plan.derive(event_asks, event.id) if one.requirement.kind == "stop"}
    for one in stops.values() if not event_over(plan, event.id) else ():
        ill = {
            case.who
            for case in plan.derive(cases, ("", one.pathogen))
            if one.holds(case.known) and _is_under(plan, case.who, one) and _is_ill(plan, case)
        }
        if ill and len(ill) >= one.requirement.count:
            yield Problem(
                "{n} of its people tested positive, and {protocol} stops the meeting",
                key=one.requirement.id,
                fix="stop the meeting, or enter the negative tests that take it back",
                severity="hint" if one.hint else None,
                about=(HealthProtocol.ref(one.requirement.protocol),),
                n=len(ill),
                protocol=named(plan, HealthProtocol, one.requirement.protocol),
            )


def _is_under(plan: Reader, who: Who, one: Obligation) -> bool:
    """Say whether a requirement of an event counts somebody: who is under it, or is there and in no cohort at all."""
    if plan.derive(cohorts_of, who):
        own = plan.derive(asked, who)
        return any(asks.requirement.id == one.requirement.id and asks.event == one.event for asks in own)
    if who[0] == PERSON:
        return any(engagement_event(plan, work) == one.event for work, _ in engagements_of(plan, who[1]))
    guest = plan.get(Participant, who[1])
    return guest is not None and (
        participant_event(plan, guest) == one.event or any(s.event == one.event for _, s in sessions_of(plan, guest.id))
    )


def _is_ill(plan: Reader, case: Case) -> bool:
    test = next((one for one in standing_positives(plan, case.who) if one.id == case.test), None)
    well = recovers(plan, case.who, test) if test is not None else None
    return test is not None and not (well is not None and plan.passed(well))


def check_risk(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event whose total on a risk table falls into a band that calls for something."""
    if event_over(plan, event.id):
        return
    for table in risk_tables(plan, event.id):
        score = plan.derive(risk_score, (event.id, table))
        band = plan.get(RiskBand, score.band) if score.band is not None else None
        severity = _severity(band.severity) if band is not None else None
        if band is not None and severity is not None:
            yield Problem(
                "its total on {table} is {total}: {band}",
                key=table,
                fix="do what the band calls for, and score it again",
                severity=severity,
                about=(RiskBand.ref(band.id),),
                table=table,
                total=score.total,
                band=band.name or band.id,
            )


def check_sources(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find a line, or a band, of a risk table on which an event is scored and nobody says where it comes from."""
    if event_over(plan, event.id):
        return
    factors = plan.where(RiskFactor, event=event.id)
    bands = [
        one for table in dict.fromkeys(factor.table for factor in factors) for one in plan.where(RiskBand, table=table)
    ]
    lines: list[RiskFactor | RiskBand] = [*factors, *bands]
    for one in lines:
        if not one.source.strip():
            yield Problem(
                "nobody says where {line} of {table} comes from",
                key=f"{one.__record__.name}:{one.id}",
                fix="enter the source: the office's own judgement is one, and is called that",
                about=(type(one).ref(one.id),),
                line=(one.title if isinstance(one, RiskFactor) else one.name) or one.id,
                table=one.table,
            )


def _severity(text: str) -> Severity | None:
    return next((one for one in SEVERITIES if one == text and one != "unsettled"), None)


RULES = (
    Rule(
        "core.supply-per-person",
        "There is enough for each head",
        check_supplies,
        each=Event,
        basis="what the adopted protocol asks; a mask is worn for 8 hours at most, 4 at work (guide to masks, 2020)",
    ),
    Rule(
        "core.cluster-unreported",
        "A cluster of illness is reported in time",
        check_clusters,
        each=Requirement,
        basis="what the adopted protocol asks; influenza-like illness: ten people of one unit within a week",
    ),
    Rule(
        "core.risk-band",
        "The event's risk is dealt with",
        check_risk,
        each=Event,
        severity="warning",
        basis="the office's own table of factors, weights and bands, each with its source; the library brings none",
    ),
    Rule(
        "core.case-stops-meeting",
        "A meeting stops where a protocol says so",
        check_stop,
        each=Event,
        basis="what the adopted protocol asks; meeting guidance of 2020: one confirmed case stops the meeting",
    ),
    Rule(
        "core.risk-without-source",
        "Each line of a risk table says where it comes from",
        check_sources,
        each=Event,
        severity="warning",
        basis="scores and bands are of whoever made the table; no table may pass for an authority's that is not",
    ),
)
