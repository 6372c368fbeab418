"""Supplies as they are received, allocated, placed and used: amounts that add up at every moment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.messages import Message
from meetsupport.model import Donation, Duty, Event, KitItem, Movement, Person, Place, Session, Supply
from meetsupport.plan import derived
from meetsupport.readings.calendar import day_of
from meetsupport.readings.heads import delegation_heads
from meetsupport.readings.rooms import expected_heads
from meetsupport.readings.whereabouts import duty_window

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "Given",
    "Step",
    "Stock",
    "donations",
    "entrance_supplies",
    "event_hours",
    "keeps_ledger",
    "kit_heads",
    "kit_pieces",
    "ledger",
    "move",
    "movement_word",
    "planned_stock",
    "stock",
    "supplies_at",
    "supply_needed",
]

NONE = Decimal(0)
KINDS = ("requested", "received", "allocated", "placed", "used", "returned", "lost")
"""The kinds of movement in the order of a supply's life; at one moment what comes in is counted before what goes."""


_WORDS = {
    "requested": Message.of("requested"),
    "received": Message.of("received"),
    "allocated": Message.of("allocated"),
    "placed": Message.of("placed"),
    "used": Message.of("used"),
    "returned": Message.of("given back"),
    "lost": Message.of("lost"),
}


def movement_word(kind: str) -> Message | str:
    """Give a word for a kind of movement that can be translated; one of a plugin stays as it is."""
    return _WORDS.get(kind, kind)


@attrs.frozen
class Stock:
    """
    Where the amounts of a supply are.

    What was received is always the sum of what is in the store, allocated, placed, used, returned and lost, and none
    of these is ever below nothing.

    Attributes:
        requested: Asked for so far.
        received: Come in so far.
        store: Received, and not allocated to anybody yet.
        allocated: Allocated, and not placed yet.
        placed: Placed, and not used yet.
        used: Used up.
        returned: Given back to who provided it.
        lost: Lost or spoilt.
        set_out: Placed so far, used since or not.
    """

    requested: Decimal = NONE
    received: Decimal = NONE
    store: Decimal = NONE
    allocated: Decimal = NONE
    placed: Decimal = NONE
    used: Decimal = NONE
    returned: Decimal = NONE
    lost: Decimal = NONE
    set_out: Decimal = NONE

    @property
    def on_hand(self) -> Decimal:
        """What is there, wherever it stands."""
        return self.store + self.allocated + self.placed


@attrs.frozen
class Step:
    """
    One movement in a ledger.

    Attributes:
        movement: The id.
        kind: Its kind.
        at: When; ``None`` for a planned one.
        quantity: How much it moves; what is not above nothing moves nothing.
        short: How much of that was not there to be moved.
        after: Where the amounts are after it.
    """

    movement: str
    kind: str
    at: datetime | None
    quantity: Decimal
    short: Decimal
    after: Stock


@attrs.frozen
class Given:
    """A total of donations of one kind of thing, and how many gifts it was."""

    kind: str
    name: str
    unit: str
    quantity: Decimal
    gifts: int


def move(before: Stock, kind: str, quantity: Decimal) -> tuple[Stock, Decimal]:
    """
    Move an amount of a supply on its way.

    What is placed is taken from what was allocated, and then from the store; what is used, given back or lost, from
    what was placed, then allocated, then from the store. Never more than there is.

    Args:
        before: Where the amounts are.
        kind: The kind of movement; an unknown one moves nothing.
        quantity: How much; below nothing it moves nothing.

    Returns:
        Where the amounts are then, and how much was not there to be moved.
    """
    if kind not in KINDS or quantity <= 0:
        return before, NONE
    if kind == "requested":
        return attrs.evolve(before, requested=before.requested + quantity), NONE
    if kind == "received":
        return attrs.evolve(before, received=before.received + quantity, store=before.store + quantity), NONE
    pools = {"allocated": ("store",), "placed": ("allocated", "store")}.get(kind, ("placed", "allocated", "store"))
    left, change = quantity, dict[str, Decimal]()
    for pool in pools:
        there: Decimal = getattr(before, pool)
        taken = min(left, there)
        change[pool] = there - taken
        left -= taken
    moved = quantity - left
    change[kind] = getattr(before, kind) + moved
    if kind == "placed":
        change["set_out"] = before.set_out + moved
    return attrs.evolve(before, **change), left


def _play(stock: Stock, movements: Iterable[Movement]) -> Iterable[Step]:
    for one in movements:
        stock, short = move(stock, one.kind, one.quantity)
        yield Step(one.id, one.kind, one.at, max(one.quantity, NONE), short, stock)


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


@derived
def ledger(plan: Reader, supply: str) -> tuple[Step, ...]:
    """
    List the movements of a supply in the order of time, each with where the amounts are after it.

    It depends on what was written down alone, and not on the order in which it was. Planned movements are apart.
    """
    dated = [(m.at, _rank(m.kind), m.id, m) for m in plan.where(Movement, supply=supply) if m.at is not None]
    return tuple(_play(Stock(), (m for *_, m in sorted(dated, key=lambda entry: entry[:3]))))


@derived
def planned_stock(plan: Reader, supply: str) -> tuple[Step, ...]:
    """List the movements of a supply that are planned, in the order of its life, as if they followed all others."""
    done = plan.derive(ledger, supply)
    ahead = [(_rank(m.kind), m.id, m) for m in plan.where(Movement, supply=supply) if m.at is None]
    start = done[-1].after if done else Stock()
    return tuple(_play(start, (m for *_, m in sorted(ahead, key=lambda entry: entry[:2]))))


def stock(plan: Reader, supply: str, at: datetime | None = None) -> Stock:
    """
    Say where the amounts of a supply are.

    Args:
        plan: What to read.
        supply: The id.
        at: After everything up to this moment, it included; without it, after all that has a time.
    """
    steps = plan.derive(ledger, supply)
    if at is not None:
        steps = tuple(step for step in steps if step.at is not None and step.at <= at)
    return steps[-1].after if steps else Stock()


@derived
def keeps_ledger(plan: Reader, event: str) -> bool:
    """Say whether an office writes down the movements of the supplies of an event: of one of them at least."""
    return any(plan.where(Movement, supply=supply.id) for supply in plan.where(Supply, event=event))


@derived
def supplies_at(plan: Reader, place: str) -> tuple[tuple[str, Decimal], ...]:
    """Add up what was placed at a place, by supply, in the order of their ids; planned movements are apart."""
    sums: dict[str, Decimal] = {}
    for one in plan.where(Movement, place=place):
        if one.kind == "placed" and one.at is not None and one.quantity > 0:
            sums[one.supply] = sums.get(one.supply, NONE) + one.quantity
    return tuple(sorted(sums.items()))


@derived
def _kinds_at(plan: Reader, place: str) -> frozenset[str]:
    """List the kinds of supply that are to be at a place, or are placed there."""
    supplies = list(plan.where(Supply, place=place))
    for one in plan.where(Movement, place=place):
        found = plan.get(Supply, one.supply) if one.kind == "placed" and one.quantity > 0 else None
        if found is not None:
            supplies.append(found)
    return frozenset(supply.kind for supply in supplies if supply.kind)


@derived
def _kinds_within(plan: Reader, place: str) -> frozenset[str]:
    """List the kinds of supply at the entrances of a place."""
    entrances = plan.where(Place, within=place, kind="entrance")
    return frozenset(kind for one in entrances for kind in plan.derive(_kinds_at, one.id))


def entrance_supplies(plan: Reader, entrance: Place) -> tuple[frozenset[str], frozenset[str]]:
    """
    Compare an entrance with the other entrances of its venue.

    Returns:
        The kinds of supply that are to be at the entrance or are placed there, and those that only other entrances
        have.
    """
    own = plan.derive(_kinds_at, entrance.id)
    others = plan.derive(_kinds_within, entrance.within) if entrance.within is not None else own
    return own, others - own


@derived
def _members(plan: Reader, team: str) -> tuple[str, ...]:
    return tuple(p.id for p in plan.where(Person, team=team))


@derived
def kit_heads(plan: Reader, item: str) -> int:
    """Count who is handed an item of a kit: the people of its teams, the heads of its delegations, or all who come."""
    found = plan.get(KitItem, item)
    if found is None:
        return 0
    if not found.teams and not found.delegations:
        return plan.derive(expected_heads, found.event) if found.event is not None else 0
    people = {one for team in found.teams for one in plan.derive(_members, team)}
    return len(people) + sum(plan.derive(delegation_heads, one) for one in dict.fromkeys(found.delegations))


def pieces(hours: tuple[timedelta, ...], lasts: timedelta) -> int:
    """Count the pieces that one head needs for so many hours on each of some days: a new one every day."""
    return sum(math.ceil(each / lasts) for each in hours if each > timedelta())


@derived
def event_hours(plan: Reader, event: str) -> tuple[timedelta, ...]:
    """
    Say how long an event keeps its guests on each of its days.

    On a day with sessions that is from the start of the first until the end of the last; rehearsals do not count, for
    guests are not at them. An event without any others keeps them in its window, as long as that lies in one day.
    """
    days: dict[date, tuple[datetime, datetime]] = {}
    for session in plan.where(Session, event=event):
        if session.window is not None and session.kind != "rehearsal":
            day = day_of(plan, event, session.window.start)
            first, last = days.get(day, (session.window.start, session.window.end))
            days[day] = min(first, session.window.start), max(last, session.window.end)
    found = plan.get(Event, event)
    if not days and found is not None and found.window is not None and found.window.length <= timedelta(days=1):
        days[day_of(plan, event, found.window.start)] = found.window.start, found.window.end
    return tuple(days[day][1] - days[day][0] for day in sorted(days))


@derived
def _duty_hours(plan: Reader, key: tuple[str, str | None]) -> tuple[timedelta, ...]:
    """Say how long somebody is on duty on each day, by the day on which each duty begins."""
    person, event = key
    days: dict[date, timedelta] = {}
    for duty in plan.where(Duty, person=person):
        window = duty_window(plan, duty)
        if window is not None:
            day = day_of(plan, event, window.start)
            days[day] = days.get(day, timedelta()) + window.length
    return tuple(days[day] for day in sorted(days))


@derived
def kit_pieces(plan: Reader, item: str) -> int | None:
    """
    Count the pieces that one head needs of something that lasts so long, such as a mask.

    Guests need them for the hours of the event, staff for their longest stretch of duties: whoever of those that get
    the kit needs most.

    Returns:
        The pieces; ``None`` where it does not say how long one lasts.
    """
    found = plan.get(KitItem, item)
    supply = plan.get(Supply, found.supply) if found is not None else None
    if found is None or supply is None or supply.lasts is None or supply.lasts <= timedelta():
        return None
    event = found.event or supply.event
    needs = [0]
    if (found.delegations or not found.teams) and event is not None:
        needs.append(pieces(plan.derive(event_hours, event), supply.lasts))
    for team in found.teams:
        hours = [plan.derive(_duty_hours, (person, event)) for person in plan.derive(_members, team)]
        needs.extend(pieces(each, supply.lasts) for each in hours)
    return max(needs)


@derived
def supply_needed(plan: Reader, supply: str) -> Decimal:
    """Add up how much of a supply the kits need that hold it: so much each for all heads that get one."""
    return sum((item.each * plan.derive(kit_heads, item.id) for item in plan.where(KitItem, supply=supply)), NONE)


@derived
def donations(plan: Reader, event: str) -> tuple[Given, ...]:
    """Add up what was given at an event, by kind, thing and unit, in that order."""
    sums: dict[tuple[str, str, str], tuple[Decimal, int]] = {}
    for gift in plan.where(Donation, event=event):
        key = gift.kind, gift.name, gift.unit
        quantity, gifts = sums.get(key, (NONE, 0))
        sums[key] = quantity + gift.quantity, gifts + 1
    return tuple(Given(*key, *sums[key]) for key in sorted(sums))
