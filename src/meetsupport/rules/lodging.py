"""Rules about beds that are left, desks in the buildings, returns and arrivals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Arrival, Delegation, Event, Lodging, Participant, Place, Post
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    GONE,
    arrivals_board,
    forecast,
    lodging_heads,
    within,
)
from meetsupport.readings.lodging import nights, participant_event
from meetsupport.rules._settling import event_over, over, settles
from meetsupport.rules._words import named
from meetsupport.rules.capacity import free_beds

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

BUFFER = 25
"""One bed in so many is left for sudden demands: ten rooms were demanded at once of a conference of about 250."""

AWAITED = frozenset({"expected", "registered"})
"""The states of participants who have not been met."""

UNMET = timedelta(hours=2)
"""How long after its time an arrival may go without being met before the office is told."""


def check_buffer(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find an event whose buildings have hardly a bed left for a sudden demand, until it opens.

    That they fall short is another rule's finding.
    """
    houses = plan.where(Lodging, event=event.id)
    if not houses or (event.window is not None and plan.passed(event.window.start)):
        return
    heads = sum(plan.derive(lodging_heads, house.id) for house in houses)
    left = sum(plan.derive(free_beds, house.id) for house in houses) - heads
    if left >= 0 and left * BUFFER < heads:
        yield Problem(
            "{left} beds are left for a sudden demand, with {heads} heads lodged",
            fix="hold beds for {more} more",
            left=left,
            heads=heads,
            more=-(-heads // BUFFER) - left,
        )


@derived
def _heads_by_night(plan: Reader, lodging: str) -> tuple[tuple[date, int], ...]:
    """
    Count who sleeps in a building on each night of its event, in order.

    They need a bed from their arrival until they depart; where either is not known, from when or until when the event
    is held.
    """
    counts: Counter[date] = Counter()
    for guest in plan.where(Participant, lodging=lodging):
        event = participant_event(plan, guest)
        found = plan.get(Event, event) if event is not None else None
        held = found.window if found is not None else None
        arrival = plan.get(Arrival, guest.arrival) if guest.arrival is not None else None
        start = (arrival.due if arrival is not None else None) or (held.start if held is not None else None)
        end = guest.departs or (held.end if held is not None else None)
        if guest.state not in GONE and start is not None and end is not None and start < end:
            counts.update(dict.fromkeys(nights(plan, event, Window(start, end)), 1 + guest.companions))
    return tuple(sorted(counts.items()))


def check_held(plan: Reader, lodging: Lodging) -> Iterator[Problem]:
    """Find a building that is not held on a night on which guests are to sleep there."""
    if lodging.window is None or event_over(plan, lodging.event):
        return
    held = set(nights(plan, lodging.event, lodging.window))
    bare = [(night, heads) for night, heads in plan.derive(_heads_by_night, lodging.id) if night not in held]
    if bare:
        yield Problem(
            "it is not held on the nights of {nights}, on which up to {heads} heads are to sleep there",
            fix="have it held for these nights too, or lodge them elsewhere",
            settle_by=settles(plan, lodging.event),
            nights=tuple(night for night, _ in bare),
            heads=max(heads for _, heads in bare),
        )


def check_forecast(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event with too few beds if the delegations that have not registered send all that they may."""
    houses = plan.where(Lodging, event=event.id)
    if not houses or over(plan, event.window):
        return
    ahead = plan.derive(forecast, event.id)
    free = sum(plan.derive(free_beds, house.id) for house in houses)
    if ahead.missing and ahead.heads > free:
        yield Problem(
            "{heads} heads may come, {unlisted} of them from {missing} delegations that have not registered, "
            "and {free} beds are free",
            fix="call the delegations, and hold beds for {short} more",
            heads=ahead.heads,
            unlisted=ahead.unlisted,
            missing=len(ahead.missing),
            free=free,
            short=ahead.heads - free,
        )


@derived
def _has_desk(plan: Reader, place: str) -> bool:
    inside = plan.derive(within, place)
    return any(plan.where(Post, place=at, role="service-desk") for at in sorted(inside))


def check_desk(plan: Reader, lodging: Lodging) -> Iterator[Problem]:
    """Find a building in which guests sleep and no service desk is posted."""
    if lodging.place is None or over(plan, lodging.window) or not plan.derive(lodging_heads, lodging.id):
        return
    if plan.derive(_has_desk, lodging.place):
        return
    yield Problem(
        "no service desk is posted in {lodging}",
        fix="add a post with role 'service-desk' there",
        settle_by=settles(plan, lodging.event),
        lodging=lodging.name or lodging.id,
    )


def _unreturned(participants: Iterable[Participant]) -> tuple[int, int]:
    # Who has not registered at all is another rule's finding.
    coming = [p for p in participants if p.state not in GONE and p.state != "expected"]
    return sum(p.departs is None for p in coming), len(coming)


def check_delegation_returns(plan: Reader, delegation: Delegation) -> Iterator[Problem]:
    """Find a delegation of whose members it is not known when they return, though registration has closed."""
    if event_over(plan, delegation.event):
        return
    event = plan.get(Event, delegation.event) if delegation.event is not None else None
    closes = delegation.registers_by or (event.registration_closes if event is not None else None)
    unknown, sent = _unreturned(plan.where(Participant, delegation=delegation.id))
    if closes is not None and unknown and plan.passed(closes):
        yield Problem(
            "the return trips of {unknown} of {sent} participants are not known",
            fix="ask the delegation when and with what they return",
            unknown=unknown,
            sent=sent,
        )


def check_event_returns(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event of whose participants without a delegation it is not known when they return."""
    closes = event.registration_closes
    if closes is None or over(plan, event.window) or not plan.passed(closes):
        return
    unknown, sent = _unreturned(plan.where(Participant, event=event.id, delegation=None))
    if unknown:
        yield Problem(
            "the return trips of {unknown} of {sent} participants without a delegation are not known",
            fix="ask them when and with what they return",
            unknown=unknown,
            sent=sent,
        )


def check_met(plan: Reader, arrival: Arrival) -> Iterator[Problem]:
    """Find an arrival that nobody has met two hours after its time, with somebody on it who still comes."""
    if arrival.due is None or arrival.state == "met" or event_over(plan, arrival.event):
        return
    aboard = plan.where(Participant, arrival=arrival.id)
    if any(p.state in AWAITED for p in aboard) and plan.passed(arrival.due + UNMET):
        yield Problem(
            "{number} was expected at {due}, and nobody has met it",
            fix="call who meets it, and enter when it is expected now",
            number=arrival.number or arrival.id,
            due=arrival.due,
        )


def check_greeter(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find the last arrival of an event without anybody to meet it, so that the teams do not go home before."""
    if over(plan, event.window):
        return
    waiting = [one for one in plan.derive(arrivals_board, event.id) if one.state != "met" and one.due is not None]
    if waiting and waiting[-1].greeter is None and waiting[-1].heads:
        last = waiting[-1]
        yield Problem(
            "nobody is to meet {number}, the last arrival, at {due}: {place}",
            key=last.arrival,
            fix="name who meets {number}",
            about=(Arrival.ref(last.arrival),),
            number=last.number or last.arrival,
            due=last.due,
            place=named(plan, Place, last.place) if last.place is not None else "",
        )


_NIGHTS = "working principle of event offices: rooms are held and allotted by night"
_SUDDEN = "review of a national conference: the guard suddenly demanded ten rooms; about 250 came"
_LATE = "review of a national conference: more than ten provinces had not registered three days after the deadline"
_RETURNS = "review of a national conference: the return trips were gathered when the delegates registered"
_LAST = "review of a national conference: the last delegate was met at 01:00, and two teams were on duty until then"

RULES = (
    Rule(
        "core.room-buffer",
        "Some beds are left for a sudden demand",
        check_buffer,
        Event,
        severity="hint",
        basis=_SUDDEN,
    ),
    Rule(
        "core.lodging-not-held",
        "Each building is held for all nights on which guests sleep there",
        check_held,
        Lodging,
        severity="warning",
        basis=_NIGHTS,
    ),
    Rule(
        "core.beds-forecast",
        "There are beds for those who register late, too",
        check_forecast,
        Event,
        severity="warning",
        basis=_LATE,
    ),
    Rule(
        "core.service-desk",
        "Each building in which guests sleep has a service desk",
        check_desk,
        Lodging,
        severity="warning",
        basis="working practice of conference offices: a service desk in each lodging building",
    ),
    Rule(
        "core.delegation-return-open",
        "It is known when a delegation returns",
        check_delegation_returns,
        Delegation,
        severity="warning",
        basis=_RETURNS,
    ),
    Rule(
        "core.event-return-open",
        "It is known when those without a delegation return",
        check_event_returns,
        Event,
        severity="warning",
        basis=_RETURNS,
    ),
    Rule("core.arrival-unmet", "Each arrival is met", check_met, Arrival, severity="warning", basis=_LAST),
    Rule("core.last-arrival-greeter", "Somebody meets the last arrival", check_greeter, Event, basis=_LAST),
)
