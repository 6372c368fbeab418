"""What those who feed and lodge must know: caterers and lodging desks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import OPEN, called, guest, head_count, place_of, span
from meetsupport.core.messages import Message
from meetsupport.model import Arrival, Lodging, Meal, Organization, Participant, Recipient, RoomDemand
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import GONE, diets, lodging_heads, meal_heads, special_needs

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def caterer(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a caterer, or the team that sees to meals, how many eat where and when, and the diets, without names."""
    meals: dict[str, Meal] = {}
    if recipient.organization is not None:
        meals.update((m.id, m) for m in plan.where(Meal, organization=recipient.organization))
    if recipient.team is not None:
        meals.update((m.id, m) for m in plan.where(Meal, team=recipient.team))
    for meal in meals.values():
        yield Line(
            f"meal:{meal.id}",
            "{meal}, {place}, {when}: {heads}, covers ordered {covers}",
            window=meal.window,
            meal=meal.name or meal.id,
            place=place_of(plan, meal.place),
            when=span(meal.window),
            heads=head_count(plan.derive(meal_heads, meal.id)),
            covers=meal.covers,
        )
        special = plan.derive(diets, meal.id)
        if special != ():
            yield Line(
                f"diets:{meal.id}",
                "{meal}: special diets {diets}",
                window=meal.window,
                meal=meal.name or meal.id,
                diets=special,
            )


def lodging(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the desk of a building, or who runs it, how many sleep there, who they are, and which rooms others need."""
    buildings: dict[str, Lodging] = {}
    if recipient.organization is not None:
        buildings.update((b.id, b) for b in plan.where(Lodging, organization=recipient.organization))
    if recipient.place is not None:
        buildings.update((b.id, b) for b in plan.where(Lodging, place=recipient.place))
    for building in buildings.values():
        yield Line(
            f"lodging:{building.id}",
            "{lodging}, {when}: rooms held {rooms}; {heads} lodged",
            window=building.window,
            lodging=building.name or building.id,
            when=span(building.window),
            rooms=building.rooms,
            heads=head_count(plan.derive(lodging_heads, building.id)),
        )
        for demand in plan.where(RoomDemand, lodging=building.id):
            yield Line(
                f"demand:{demand.id}",
                "{lodging}: rooms for {whom}: {rooms}",
                window=building.window,
                lodging=building.name or building.id,
                rooms=demand.rooms,
                whom=_whom(plan, demand),
            )
        for sleeper in plan.where(Participant, lodging=building.id):
            if sleeper.state not in GONE:
                yield _sleeper(plan, building, sleeper)


def _whom(plan: Reader, demand: RoomDemand) -> Value:
    """Say for whom rooms are needed, and what for."""
    if demand.organization is None:
        return demand.reason or Message.of("a body not settled yet")
    body = called(plan, Organization, demand.organization)
    return Message.of("{name} ({what})", name=body, what=demand.reason) if demand.reason else body


def _sleeper(plan: Reader, building: Lodging, sleeper: Participant) -> Line:
    arrival = plan.get(Arrival, sleeper.arrival) if sleeper.arrival is not None else None
    arrives = arrival.due if arrival is not None else None
    stay: Value = Message.of("dates not settled")
    if arrives is not None or sleeper.departs is not None:
        stay = Message.of(
            "arrival {arrives}, return {departs}",
            arrives=OPEN if arrives is None else arrives,
            departs=OPEN if sleeper.departs is None else sleeper.departs,
        )
    needs = plan.derive(special_needs, sleeper.id)
    template = "{lodging}: {who}, room {room}, {stay}"
    if needs != ():
        template = "{lodging}: {who}, room {room}, {stay}; needs {needs}"
    return Line(
        f"guest:{sleeper.id}",
        template,
        window=building.window,
        lodging=building.name or building.id,
        who=guest(plan, sleeper.id, companions=True),
        room=OPEN if sleeper.room == "" else sleeper.room,
        stay=stay,
        **({} if needs == () else {"needs": needs}),
    )


SECTIONS = (
    BriefSection("caterer", caterer, "Meals, heads and diets", "core.caterer"),
    BriefSection("lodging", lodging, "Rooms and who sleeps in them", "core.lodging"),
)
