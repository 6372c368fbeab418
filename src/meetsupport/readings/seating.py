"""
Who sits where, what cards that takes, and which places change hands.

A session (or a meal) may have several plans. Those of its room count together: somebody on the platform needs no
place in the hall. Places for the photo (合影) and in cars (乘车) are occasions of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs

from meetsupport.core.records import Ref
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Delegation,
    Meal,
    Participant,
    Person,
    Place,
    Placement,
    SeatPlan,
    Session,
)
from meetsupport.plan import derived
from meetsupport.readings.heads import ABSENT, GONE

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "APART",
    "Card",
    "CardChanges",
    "Sitting",
    "card_changes",
    "cards",
    "gone_sitters",
    "room_for",
    "seat_plan_place",
    "seat_plan_window",
    "seated_twice",
    "seats_together",
    "sittings",
    "unplaced",
]

APART = frozenset({"photo", "car"})
"""The kinds of plan that are occasions of their own; all others are of the room."""


@attrs.frozen
class Sitting:
    """
    Somebody's place in a seat plan, or a place that is kept free.

    Attributes:
        placement: The id of the `Placement`.
        plan: The id of the `SeatPlan`.
        seat: Block, row and number; row and number are 0 where there are none.
        who: The participant or the person who sits there.
        order: The place in the order that the seats follow.
        reserved: Whether it is kept for nobody by name, with a card that says for whom.
    """

    placement: str
    plan: str
    seat: tuple[str, int, int]
    who: Ref[Any] | None
    order: int | None
    reserved: bool


@derived
def sittings(plan: Reader, seat_plan: str) -> tuple[Sitting, ...]:
    """List the places of a seat plan: by block, from the front row on, from the sitters' left on."""
    return tuple(
        sorted(
            (_sitting(one) for one in plan.where(Placement, plan=seat_plan)), key=lambda one: (one.seat, one.placement)
        )
    )


def _sitting(one: Placement) -> Sitting:
    who: Ref[Any] | None = None
    if one.participant is not None:
        who = Participant.ref(one.participant)
    elif one.person is not None:
        who = Person.ref(one.person)
    return Sitting(
        one.id, one.plan, (one.block, one.row or 0, one.number or 0), who, one.order, who is None and one.card != ""
    )


def seat_plan_window(plan: Reader, found: SeatPlan) -> Window | None:
    """Give the window of what a seat plan is for."""
    occasion = _occasion(plan, found)
    return occasion.window if occasion is not None else None


def seat_plan_place(plan: Reader, found: SeatPlan) -> str | None:
    """Give the place of a seat plan: its own, or that of its session or meal."""
    occasion = _occasion(plan, found)
    return found.place or (occasion.place if occasion is not None else None)


def _occasion(plan: Reader, found: SeatPlan) -> Session | Meal | None:
    if found.session is not None:
        return plan.get(Session, found.session)
    return plan.get(Meal, found.meal) if found.meal is not None else None


def seats_together(plan: Reader, found: SeatPlan) -> tuple[SeatPlan, ...]:
    """
    List the seat plans that count together with one, itself among them, in the order of their ids.

    A plan without a session or a meal stands alone.
    """
    if found.session is not None:
        near = plan.where(SeatPlan, session=found.session)
    elif found.meal is not None:
        near = tuple(one for one in plan.where(SeatPlan, meal=found.meal) if one.session is None)
    else:
        near = (found,)
    kind = found.kind if found.kind in APART else ""
    return tuple(one for one in near if (one.kind if one.kind in APART else "") == kind)


@derived
def _together(plan: Reader, seat_plan: str) -> tuple[tuple[str, ...], tuple[Sitting, ...]]:
    """Give the plans that count together with one, and all places in them."""
    found = plan.get(SeatPlan, seat_plan)
    if found is None:
        return (), ()
    near = tuple(one.id for one in seats_together(plan, found))
    return near, tuple(place for one in near for place in plan.derive(sittings, one))


@derived
def _comers(plan: Reader, occasion: tuple[str, str]) -> tuple[Ref[Any], ...]:
    """List whom a session or a meal expects, each once."""
    kind, id = occasion
    found: Iterable[Ref[Any]]
    if kind == "Session":
        found = (who for one in plan.where(Appearance, session=id) if (who := _appearing(plan, one)) is not None)
    else:
        meal = plan.get(Meal, id)
        found = () if meal is None else (Participant.ref(one.id) for one in _guests(plan, meal))
    return tuple(dict.fromkeys(found))


def _appearing(plan: Reader, one: Appearance) -> Ref[Any] | None:
    if one.state in {"on-leave", "absent"}:
        return None
    if one.participant is not None:
        who = plan.get(Participant, one.participant)
        return Participant.ref(who.id) if who is not None and who.state not in ABSENT else None
    return Person.ref(one.person) if one.person is not None else None


def _guests(plan: Reader, meal: Meal) -> Iterable[Participant]:
    groups = [plan.where(Participant, delegation=one) for one in meal.delegations]
    groups += [plan.where(Participant, route=one) for one in meal.routes]
    if not (meal.delegations or meal.routes or meal.teams) and meal.event is not None:
        groups += [plan.where(Participant, delegation=d.id) for d in plan.where(Delegation, event=meal.event)]
        groups.append(plan.where(Participant, event=meal.event, delegation=None))
    return (who for group in groups for who in group if who.state not in ABSENT)


@derived
def unplaced(plan: Reader, seat_plan: str) -> tuple[Ref[Any], ...]:
    """
    List who is expected and has no place in this plan, nor in one that counts together with it.

    Expected are those who appear in its session, or eat its meal, and are neither on leave nor gone. Nobody is
    expected by a plan without either, nor in a photo or a car, where only some of those who come have a place.
    """
    found = plan.get(SeatPlan, seat_plan)
    if found is None or found.kind in APART or (found.session is None and found.meal is None):
        return ()
    occasion = ("Session", found.session) if found.session is not None else ("Meal", found.meal or "")
    placed = {place.who for place in plan.derive(_together, seat_plan)[1]}
    return tuple(who for who in plan.derive(_comers, occasion) if who not in placed)


@derived
def seated_twice(plan: Reader, seat_plan: str) -> tuple[tuple[Ref[Any], tuple[Sitting, ...]], ...]:
    """
    List who has two places or more in the plans that count together, with these.

    Each stands with the first plan, by id, that has a place for them.
    """
    places: dict[Ref[Any], list[Sitting]] = {}
    for place in plan.derive(_together, seat_plan)[1]:
        if place.who is not None:
            places.setdefault(place.who, []).append(place)
    return tuple((who, tuple(own)) for who, own in places.items() if len(own) > 1 and own[0].plan == seat_plan)


@derived
def gone_sitters(plan: Reader, seat_plan: str) -> tuple[Sitting, ...]:
    """List the places whose sitters will not come: gone, on leave, or absent from the session."""
    found = plan.get(SeatPlan, seat_plan)
    if found is None:
        return ()
    staying: set[Ref[Any]] = set()
    if found.session is not None:
        for one in plan.where(Appearance, session=found.session):
            if one.state in {"on-leave", "absent"}:
                staying |= {Participant.ref(one.participant)} if one.participant is not None else set()
                staying |= {Person.ref(one.person)} if one.person is not None else set()
    return tuple(
        place
        for place in plan.derive(sittings, seat_plan)
        if place.who is not None and (place.who in staying or _gone(plan, place.who))
    )


def _gone(plan: Reader, who: Ref[Any]) -> bool:
    found = plan.get(Participant, who.id) if who.type is Participant else None
    return found is not None and found.state in ABSENT


@derived
def room_for(plan: Reader, seat_plan: str) -> int | None:
    """Say how many the place of a seat plan holds; ``None`` where nobody said."""
    found = plan.get(SeatPlan, seat_plan)
    at = seat_plan_place(plan, found) if found is not None else None
    place = plan.get(Place, at) if at is not None else None
    return place.capacity if place is not None else None


@attrs.frozen
class Card:
    """
    A card to print and where it stands (桌签).

    Attributes:
        text: What it says.
        seat: Block, row and number.
        placement: The id of the `Placement`.
    """

    text: str = attrs.field(repr=False)
    seat: tuple[str, int, int]
    placement: str


@derived(sensitive="personal")
def cards(plan: Reader, seat_plan: str) -> tuple[Card, ...]:
    """List the cards of a seat plan in the order of the seats. A place of nobody, without a text, has no card."""
    found: list[Card] = []
    for place in plan.derive(sittings, seat_plan):
        one = plan.get(Placement, place.placement)
        text = one.card if one is not None else ""
        if not text and place.who is not None:
            who = plan.get(place.who.type, place.who.id)
            # Somebody who will not come needs no card, and keeps the place until somebody takes it away.
            text = "" if who is None or getattr(who, "state", "") in GONE else who.name or who.id
        if text:
            found.append(Card(text, place.seat, place.placement))
    return tuple(found)


@attrs.frozen
class CardChanges:
    """
    What is to be done about cards, from one revision of a plan to another.

    Attributes:
        to_print: Cards that there are not enough of.
        to_move: Cards that there are, and that go to another seat.
        to_discard: Cards that nobody needs any more, where they stand.
    """

    to_print: tuple[Card, ...]
    to_move: tuple[Card, ...]
    to_discard: tuple[Card, ...]


def card_changes(then: Iterable[Card], now: Iterable[Card]) -> CardChanges:
    """
    Say which cards to print, to move and to take away: only what changed (补印).

    Args:
        then: The cards that were printed: those of the plan at the revision that it was printed from.
        now: The cards that must stand now.

    Returns:
        What to print, move and discard. A card with the same text is used again, whoever it was for.
    """
    printed, wanted = list(then), list(now)
    standing = Counter((card.text, card.seat) for card in printed)
    spare = Counter(card.text for card in printed)
    moving: list[Card] = []
    for card in wanted:
        if standing[card.text, card.seat]:
            standing[card.text, card.seat] -= 1
            spare[card.text] -= 1
        else:
            moving.append(card)
    to_print: list[Card] = []
    moved: list[Card] = []
    for card in moving:
        if spare[card.text]:
            spare[card.text] -= 1
            moved.append(card)
        else:
            to_print.append(card)
    discard: list[Card] = []
    for card in reversed(printed):
        if spare[card.text] and standing[card.text, card.seat]:
            spare[card.text] -= 1
            standing[card.text, card.seat] -= 1
            discard.append(card)
    return CardChanges(tuple(to_print), tuple(moved), tuple(reversed(discard)))
