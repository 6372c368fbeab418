"""Rules about closed loops, halls, supplies, clusters and risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from meetsupport.core.messages import Message
from meetsupport.core.times import Window
from meetsupport.model import (
    Cohort,
    Delegation,
    Event,
    Loop,
    Organization,
    Participant,
    Person,
    Place,
    Placement,
    RiskBand,
    Room,
    SeatPlan,
    Session,
    Team,
    Trip,
)
from meetsupport.plugins import SEVERITIES, Problem, Rule, Severity
from meetsupport.readings.health import PARTICIPANT, PERSON, Obligation, Who, event_asks
from meetsupport.readings.health_loops import Meeting, breaches, meetings
from meetsupport.readings.health_presence import Spot, spot_ref
from meetsupport.readings.health_units import clusters, reported, risk_score, risk_tables, supply_needs, supply_stock
from meetsupport.rules._settling import event_over, over, settles
from meetsupport.rules._words import named, ref_named

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.core.records import Record
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def check_person_loop(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find where somebody who works is sent into a loop that is not theirs."""
    yield from _breaches(plan, (PERSON, person.id))


def check_guest_loop(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find where somebody who takes part is sent into a loop that is not theirs."""
    yield from _breaches(plan, (PARTICIPANT, participant.id))


def _breaches(plan: Reader, who: Who) -> Iterator[Problem]:
    if not plan.all(Loop):
        return
    for one in plan.derive(breaches, who):
        if over(plan, one.presence.window):
            continue
        own: Value = tuple(named(plan, Loop, loop) for loop in one.own)
        yield Problem(
            "is to be at {what} in {loop}, {when}, and belongs to {own}",
            key=f"{one.presence.source[0]}:{one.presence.source[1]}",
            fix="send somebody who belongs to {loop}, or enter that they move into it",
            about=(one.presence.ref, Loop.ref(one.loop)),
            what=ref_named(plan, spot_ref(one.presence.spot)),
            loop=named(plan, Loop, one.loop),
            when=one.presence.window,
            own=own if one.own else Message.of("no loop"),
        )


def check_meetings(plan: Reader) -> Iterator[Problem]:
    """Find spots where people of two loops meet; once for each spot and pair of loops."""
    if not plan.all(Loop):
        return
    for spot in _spots(plan):
        first: dict[tuple[str, ...], list[Meeting]] = {}
        for one in plan.derive(meetings, spot):
            if not over(plan, one.presence.window):
                first.setdefault(tuple(sorted((one.loop, one.other))), []).append(one)
        for (loop, other), met in first.items():
            earliest = min(met, key=lambda one: one.moment)
            yield Problem(
                "people of {loop} and {other} are at {what} together, first {when}: {n} people",
                key=f"{':'.join(spot)}/{loop}/{other}",
                fix="let the one leave, and the place be aired and disinfected, before the other comes",
                about=(spot_ref(spot), earliest.presence.ref),
                loop=named(plan, Loop, loop),
                other=named(plan, Loop, other),
                what=ref_named(plan, spot_ref(spot)),
                when=earliest.moment,
                n=len({one.presence.who for one in met}),
            )


def _spots(plan: Reader) -> Iterator[Spot]:
    yield from (("Place", one.id, "") for one in plan.all(Place))
    yield from (("Session", one.id, "") for one in plan.where(Session, place=None))
    yield from (("Trip", one.id, "") for one in plan.all(Trip))
    yield from (("Room", one.id, "") for one in plan.all(Room))
    for seats in plan.all(SeatPlan):
        blocks = sorted({one.block for one in plan.where(Placement, plan=seats.id)})
        yield from (("SeatPlan", seats.id, block) for block in blocks if block)


# Halls


def _asks(plan: Reader, event: str | None, window: Window, kind: str) -> Iterator[Obligation]:
    if event is not None:
        asked = [one for one in plan.derive(event_asks, event) if one.requirement.kind == kind]
        yield from {one.requirement.id: one for one in asked if one.holds(window.start)}.values()


def check_spacing(plan: Reader, seats: SeatPlan) -> Iterator[Problem]:
    """Find seats that are closer together than a protocol allows, or of which nobody says how close they are."""
    session = plan.get(Session, seats.session) if seats.session is not None else None
    if session is None or session.window is None or over(plan, session.window):
        return
    for one in _asks(plan, seats.event if seats.event is not None else session.event, session.window, "spacing"):
        limit = one.requirement.limit
        if limit is None or (seats.apart_m is not None and seats.apart_m >= limit):
            continue
        yield Problem(
            "its seats are {apart} m apart, and {limit} m are asked"
            if seats.apart_m is not None
            else "nobody says how far its seats are apart; {limit} m are asked",
            key=one.requirement.id,
            fix="set the seats {limit} m apart, and enter the distance",
            settle_by=None if one.hint else settles(plan, session.event) or session.window.start,
            severity="hint" if one.hint else None,
            apart=seats.apart_m,
            limit=limit,
        )


def check_airing(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a session that begins before its place could be aired after the one before."""
    if session.place is None or session.window is None or over(plan, session.window):
        return
    for one in _asks(plan, session.event, session.window, "airing"):
        within = one.requirement.within
        if within is None or within <= timedelta():
            continue
        airing = Window(session.window.start - within, session.window.start)
        for other in plan.overlapping(Session, airing, place=session.place):
            if other.id != session.id:
                yield Problem(
                    "{place} cannot be aired for {within} before it: {other} is there until {until}",
                    key=f"{one.requirement.id}/{other.id}",
                    fix="begin later, or move one of the two",
                    severity="hint" if one.hint else None,
                    about=(Session.ref(other.id),),
                    place=named(plan, Place, session.place),
                    within=within,
                    other=named(plan, Session, other.id),
                    until=other.window.end if other.window is not None else None,
                )


# People and things


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
                item=need.item,
                stock=stock,
                missing=Decimal(need.pieces) - stock,
            )


_UNITS: dict[str, type[Record]] = {"Delegation": Delegation, "Organization": Organization, "Team": Team}


def check_clusters(plan: Reader, cohort: Cohort) -> Iterator[Problem]:
    """Find so many people of one unit ill within a time that it must be reported, and is not."""
    for cluster in plan.derive(clusters, cohort.id):
        if reported(plan, cluster):
            continue
        asks = cluster.obligation.requirement
        type, id = cluster.unit
        by = cluster.moment + asks.within if asks.within is not None else cluster.moment
        yield Problem(
            "{n} people of {unit} are ill within {interval}: to be reported by {by}",
            key=f"{asks.id}/{type}:{id}",
            fix="report it, and enter an incident of the kind {pathogen} with its report",
            settle_by=None if cluster.obligation.hint else by,
            severity="hint" if cluster.obligation.hint else None,
            about=(_UNITS[type].ref(id),),
            n=cluster.people,
            unit=named(plan, _UNITS[type], id),
            interval=asks.interval,
            by=by,
            pathogen=cluster.obligation.pathogen,
        )


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


def _severity(text: str) -> Severity | None:
    return next((one for one in SEVERITIES if one == text and one != "unsettled"), None)


_LOOP = (
    "closed loops of official sessions of 2021: between venue and lodging only, by vehicles of their own, no visitors "
    "(local notices); zones and who belongs to them are records of the plan"
)

RULES = (
    Rule("core.person-loop", "Nobody who works enters another loop", check_person_loop, each=Person, basis=_LOOP),
    Rule(
        "core.participant-loop",
        "Nobody who takes part enters another loop",
        check_guest_loop,
        each=Participant,
        basis=_LOOP,
    ),
    Rule("core.loops-meet", "People of two loops do not meet", check_meetings, basis=_LOOP),
    Rule(
        "core.seat-spacing",
        "Seats are as far apart as a protocol asks",
        check_spacing,
        each=SeatPlan,
        basis="what the adopted protocol asks; meeting guidance of 2020: 1 m",
    ),
    Rule(
        "core.hall-airing",
        "A hall is aired before each session",
        check_airing,
        each=Session,
        basis="what the adopted protocol asks; meeting guidance of 2020: 30 minutes before",
    ),
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
        each=Cohort,
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
)
