"""Rules about supplies, kits and things to be made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.model import KitItem, Movement, Place, Supply
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    entrance_supplies,
    keeps_ledger,
    kind_word,
    kit_heads,
    kit_pieces,
    ledger,
    movement_word,
    planned_stock,
    stock,
    supply_needed,
)
from meetsupport.rules._settling import event_over, settles

if TYPE_CHECKING:
    from meetsupport.plan import Reader
    from meetsupport.readings import Step

__all__ = ["RULES"]


def _overdrawn(step: Step) -> Problem:
    return Problem(
        "{quantity} {kind}, and {short} of it was not there",
        key=step.movement,
        fix="enter what was received, or correct the amount",
        about=(Movement.ref(step.movement),),
        quantity=step.quantity,
        kind=movement_word(step.kind),
        short=step.short,
    )


def check_ledger(plan: Reader, supply: Supply) -> Iterator[Problem]:
    """Find each movement that takes more of a supply than there was at its moment."""
    for step in plan.derive(ledger, supply.id):
        if step.short:
            yield _overdrawn(step)


def check_planned(plan: Reader, supply: Supply) -> Iterator[Problem]:
    """Find each planned movement for which there will not be enough, if all that is planned happens."""
    if event_over(plan, supply.event):
        return
    for step in plan.derive(planned_stock, supply.id):
        if step.short:
            yield Problem(
                "{quantity} are to be {kind}, and {short} of it will not be there",
                key=step.movement,
                fix="have more of it delivered, or plan with less",
                settle_by=supply.due or settles(plan, supply.event),
                about=(Movement.ref(step.movement),),
                quantity=step.quantity,
                kind=movement_word(step.kind),
                short=step.short,
            )


def check_amount(plan: Reader, movement: Movement) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """Find a movement of nothing, or of less."""
    if movement.quantity <= 0:
        yield Problem(
            "it moves {quantity}", fix="enter an amount above nothing, or remove it", quantity=movement.quantity
        )


def check_due(plan: Reader, supply: Supply) -> Iterator[Problem]:
    """
    Find a supply that is not in place when it is due.

    Where it has a place it must be placed, otherwise it must be received. An office that writes down no movements
    sees to its supplies in another way.
    """
    if supply.due is None or supply.quantity <= 0 or event_over(plan, supply.event):
        return
    if not plan.where(Movement, supply=supply.id) and not (
        supply.event is not None and plan.derive(keeps_ledger, supply.event)
    ):
        return
    there = stock(plan, supply.id)
    amount = there.set_out if supply.place is not None else there.received
    if amount < supply.quantity:
        yield Problem(
            "{amount} of {quantity} {unit} are in place; due {due}",
            fix="see to the other {missing}",
            settle_by=supply.due,
            amount=amount,
            quantity=supply.quantity,
            unit=supply.unit,
            due=supply.due,
            missing=supply.quantity - amount,
        )


def check_entrance(plan: Reader, place: Place) -> Iterator[Problem]:
    """Find an entrance without something that other entrances of its venue have."""
    if place.kind != "entrance":
        return
    for kind in sorted(entrance_supplies(plan, place)[1]):
        yield Problem(
            "other entrances have {kind}, and {place} has none",
            key=kind,
            fix="allot {kind} to {place}",
            kind=kind_word(kind),
            place=place.name or place.id,
        )


def check_kits(plan: Reader, supply: Supply) -> Iterator[Problem]:
    """Find a supply that does not suffice for the kits that hold it: what was ordered, and what has come in."""
    if event_over(plan, supply.event):
        return
    need = plan.derive(supply_needed, supply.id)
    if need > supply.quantity:
        yield Problem(
            "{need} are needed for all who get it, and {quantity} are to be had",
            key="ordered",
            fix="order {short} more",
            settle_by=settles(plan, supply.event),
            need=need,
            quantity=supply.quantity,
            short=need - supply.quantity,
        )
    elif need and plan.where(Movement, supply=supply.id):
        there = stock(plan, supply.id)
        have = there.received - there.returned - there.lost
        if have < need:
            yield Problem(
                "{need} are needed for all who get it, and {have} have come",
                key="come",
                fix="have {short} more delivered",
                settle_by=supply.due or settles(plan, supply.event),
                need=need,
                have=have,
                short=need - have,
            )


def check_lasts(plan: Reader, item: KitItem) -> Iterator[Problem]:
    """Find a kit with fewer pieces than a head uses up in the hours of the event, or of the longest duties."""
    supply = plan.get(Supply, item.supply)
    pieces = plan.derive(kit_pieces, item.id)
    if supply is None or pieces is None or event_over(plan, item.event or supply.event):
        return
    if item.each < pieces and plan.derive(kit_heads, item.id):
        yield Problem(
            "each gets {each} {name}, and needs {pieces}: one lasts {lasts}",
            fix="hand out {pieces} to each",
            each=item.each,
            name=supply.name or supply.id,
            pieces=pieces,
            lasts=supply.lasts,
        )


_LEDGER = (
    "what is placed, used or given back was received before: supplies of a commendation conference, 2020, were "
    "requisitioned, allocated and laid out, with amounts that add up"
)

RULES = (
    Rule("core.stock-overdrawn", "No more of a supply moves than there is", check_ledger, each=Supply, basis=_LEDGER),
    Rule(
        "core.stock-plan-short",
        "There will be enough for all that is planned with a supply",
        check_planned,
        each=Supply,
        severity="warning",
        basis=_LEDGER,
    ),
    Rule(
        "core.movement-amount",
        "A movement moves something",
        check_amount,
        each=Movement,
        severity="warning",
        basis=_LEDGER,
    ),
    Rule(
        "core.supply-not-in-place",
        "A supply is in place when it is due",
        check_due,
        each=Supply,
        basis="supplies of a commendation conference, 2020: laid out at the venue two days before the opening",
    ),
    Rule(
        "core.entrance-uncovered",
        "Every entrance has what the other entrances have",
        check_entrance,
        each=Place,
        severity="warning",
        basis="supplies of a commendation conference, 2020: devices and supplies at every entrance of the venue",
    ),
    Rule(
        "core.kit-short",
        "There is enough of a supply for everybody who gets one",
        check_kits,
        each=Supply,
        basis="commendation conference, 2020: a mask and disinfectant for each participant, and a table for all 2,600",
    ),
    Rule(
        "core.kit-worn-out",
        "Everybody gets a new piece before the old one is used up",
        check_lasts,
        each=KitItem,
        severity="warning",
        basis="State Council joint prevention and control mechanism, 2020, no. 33: a mask is worn for no more than "
        "8 hours in all, and at work for no more than 4; how long a piece lasts is in the plan",
    ),
)
