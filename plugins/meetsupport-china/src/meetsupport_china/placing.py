"""From an order list to the seats of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from meetsupport import Change, Fault, InvalidInput, Participant, Person, Placement, Put, Ref, Remove, SeatPlan
from meetsupport.core.records import evolved
from meetsupport.plan import Reader

__all__ = ["Place", "order_list", "placements"]


@attrs.frozen
class Place:
    """
    Where the holder of a rank sits.

    Attributes:
        rank: The place in the order list, from 1.
        row: From 1 at the front; ``None`` where there are none.
        number: From 1 at the sitters' own left.
        block: Block, table or car.
    """

    rank: int
    row: int | None = None
    number: int | None = None
    block: str = ""

    @classmethod
    def rows(cls, rows: Iterable[Sequence[int]], block: str = "") -> tuple[Place, ...]:
        """Make places of the ranks in each row, from the sitters' own left to right, as `platform_rows` gives them."""
        return tuple(
            cls(rank, row, number, block) for row, ranks in enumerate(rows, 1) for number, rank in enumerate(ranks, 1)
        )


def order_list(plan: Reader, seat_plan: str) -> tuple[Ref[Any], ...]:
    """Give the order list that a seat plan follows: whoever has a place in the order, first to last."""
    placed = [one for one in plan.where(Placement, plan=seat_plan) if one.order is not None]
    placed.sort(key=lambda one: (one.order or 0, one.id))
    return tuple(who for one in placed if (who := _who(one)) is not None)


def _who(one: Placement) -> Ref[Any] | None:
    if one.participant is not None:
        return Participant.ref(one.participant)
    return Person.ref(one.person) if one.person is not None else None


def placements(
    plan: Reader, seat_plan: str, order: Sequence[Ref[Any]], places: Iterable[Place], *, by: str = "", rule: str = ""
) -> Change:
    """
    Seat an order list.

    Args:
        plan: The plan as it is.
        seat_plan: The id of the `SeatPlan`.
        order: Who ranks first, second …: participants or people. It is written down with the places, so that it can
            be read back with `order_list`, edited, and seated again.
        places: Where each rank sits.
        by: Who changes the plan.
        rule: What to note as the rule of the seat plan: ``even A``.

    Returns:
        A change that gives each of them the place of their rank, and takes the places of others away. Whoever has a
        place in the plan keeps its id, and what the card says, so that only what differs is told and printed.

    Raises:
        InvalidInput: A rank has no place or two, somebody stands in the order twice, or there is no such plan.
    """
    found = plan.get(SeatPlan, seat_plan)
    if found is None:
        raise InvalidInput(f"there is no SeatPlan with the id {seat_plan!r}")
    by_rank: dict[int, list[Place]] = {}
    for place in places:
        by_rank.setdefault(place.rank, []).append(place)
    _refuse(order, by_rank)
    old = {who: one for one in plan.where(Placement, plan=seat_plan) if (who := _who(one)) is not None}
    edits: list[Put | Remove] = []
    kept: set[str] = set()
    for rank, who in enumerate(order, 1):
        place = by_rank[rank][0]
        before = old.get(who)
        made = Placement(
            id=before.id if before is not None else f"{seat_plan}.{who.id}",
            plan=seat_plan,
            participant=who.id if who.type is Participant else None,
            person=who.id if who.type is Person else None,
            order=rank,
            block=place.block,
            row=place.row,
            number=place.number,
            card=before.card if before is not None else "",
        )
        kept.add(made.id)
        if made != before:
            edits.append(Put(made))
    edits += [Remove(Placement, one.id) for one in plan.where(Placement, plan=seat_plan) if one.id not in kept]
    if rule and rule != found.rule:
        edits.append(Put(evolved(found, rule=rule)))
    return Change(tuple(edits), by=by, reason=f"seated by rank: {rule}" if rule else "seated by rank")


def _refuse(order: Sequence[Ref[Any]], by_rank: dict[int, list[Place]]) -> None:
    faults = [
        Fault(f"places[{rank}]", f"the rank has {len(by_rank.get(rank, ()))} places, expected one")
        for rank in range(1, len(order) + 1)
        if len(by_rank.get(rank, ())) != 1
    ]
    first: dict[Ref[Any], int] = {}
    for rank, who in enumerate(order, 1):
        if first.setdefault(who, rank) != rank:
            faults.append(Fault(f"order[{rank}]", f"{who} stands at {first[who]} already"))
        if who.type not in {Participant, Person}:
            faults.append(Fault(f"order[{rank}]", f"{who} can have no seat, expected a participant or a person"))
    if faults:
        raise InvalidInput(faults, "seats")
