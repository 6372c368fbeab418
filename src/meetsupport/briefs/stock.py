"""What recipients must know of supplies, kits and things to be made."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from meetsupport.briefs._words import OPEN, called, place_of
from meetsupport.core.messages import Message
from meetsupport.model import Donation, KitItem, Movement, Person, Place, Recipient, Supply
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import movement_word, stock, supply_needed

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def amount(quantity: Decimal, supply: Supply | Donation) -> Value:
    """Say how much of what."""
    name = supply.name or supply.id
    if supply.unit:
        return Message.of("{quantity} {unit} {name}", quantity=quantity, unit=supply.unit, name=name)
    return Message.of("{quantity} {name}", quantity=quantity, name=name)


def own_supplies(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell who sees to a supply how much its kits need, how much has come, and what is to be placed where."""
    if recipient.person is None:
        return
    for supply in plan.where(Supply, responsible=recipient.person):
        need = plan.derive(supply_needed, supply.id)
        if need:
            yield Line(f"need:{supply.id}", "needed for all who get it: {what}", what=amount(need, supply))
        moved = plan.where(Movement, supply=supply.id)
        if moved:
            there = stock(plan, supply.id)
            yield Line(
                f"stock:{supply.id}",
                "{name}: requested {requested}, received {received}, placed {placed}, left in the store {store}",
                name=supply.name or supply.id,
                requested=there.requested,
                received=there.received,
                placed=there.set_out,
                store=there.store,
            )
        for one in moved:
            if one.at is None:
                yield _ahead(plan, supply, one)


def _ahead(plan: Reader, supply: Supply, one: Movement) -> Line:
    return Line(
        f"move:{one.id}",
        "to be {kind}: {what}, {place}; done by {by}",
        kind=movement_word(one.kind),
        what=amount(one.quantity, supply),
        place=place_of(plan, one.place),
        by=called(plan, Person, one.by, OPEN),
    )


def team_supplies(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the lead of a team what its people get: what was allocated to it, and the kits that they are handed."""
    if recipient.team is None:
        return
    for one in plan.where(Movement, team=recipient.team):
        supply = plan.get(Supply, one.supply)
        if supply is not None:
            yield Line(
                f"move:{one.id}",
                "for your team, {kind}: {what}, {place}, {when}",
                kind=movement_word(one.kind),
                what=amount(one.quantity, supply),
                place=place_of(plan, one.place),
                when=OPEN if one.at is None else one.at,
            )
    for item in plan.where(KitItem, teams=recipient.team):
        supply = plan.get(Supply, item.supply)
        if supply is not None:
            yield Line(
                f"kit:{item.id}",
                "each of your people gets {what} ({kit})",
                what=amount(item.each, supply),
                kit=item.kit or item.id,
            )


def placed_here(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell who owns or runs a place what will be placed there, and by when."""
    places: set[str] = set()
    if recipient.organization is not None:
        places.update(p.id for p in plan.where(Place, organization=recipient.organization))
    if recipient.place is not None:
        places.add(recipient.place)
    for at in sorted(places):
        for supply in plan.where(Supply, place=at):
            yield Line(
                f"supply:{supply.id}",
                "{what} will be in {place}, by {due}",
                what=amount(supply.quantity, supply),
                place=place_of(plan, at),
                due=OPEN if supply.due is None else supply.due,
            )


def given(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell who gave something what is entered of it, so that the two accounts agree."""
    if recipient.organization is None:
        return
    for one in plan.where(Donation, organization=recipient.organization):
        yield Line(
            f"gift:{one.id}",
            "entered as given by you: {what}, for {receiver}, {day}",
            what=amount(one.quantity, one),
            receiver=one.receiver or OPEN,
            day=OPEN if one.day is None else one.day,
        )


SECTIONS = (
    BriefSection("duty", own_supplies, "Amounts of the supplies of a person", "core.duty-stock"),
    BriefSection("team-lead", team_supplies, "What a team is given", "core.team-lead-stock"),
    BriefSection("host", placed_here, "What is placed in a place", "core.host-stock"),
    BriefSection("host", given, "What a body gave", "core.host-gifts"),
)
