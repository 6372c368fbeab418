"""What those who feed and lodge must know: caterers and lodging desks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import DASH, OPEN, called, span
from meetsupport.model import Arrival, Lodging, Meal, Organization, Participant, Place, Recipient, RoomDemand
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import GONE, diets, lodging_heads, meal_heads, special_needs

if TYPE_CHECKING:
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
            "{meal}, {place}, {when}: {heads} heads, {covers} covers ordered",
            window=meal.window,
            meal=meal.name or meal.id,
            place=called(plan, Place, meal.place),
            when=span(meal.window),
            heads=plan.derive(meal_heads, meal.id),
            covers=meal.covers,
        )
        yield Line(
            f"diets:{meal.id}",
            "{meal}: special diets {diets}",
            window=meal.window,
            meal=meal.name or meal.id,
            diets=plan.derive(diets, meal.id),
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
            "{lodging}, {when}: {rooms} rooms held, {heads} heads lodged",
            window=building.window,
            lodging=building.name or building.id,
            when=span(building.window),
            rooms=building.rooms,
            heads=plan.derive(lodging_heads, building.id),
        )
        for demand in plan.where(RoomDemand, lodging=building.id):
            yield Line(
                f"demand:{demand.id}",
                "{lodging}: {rooms} rooms for {organization}, {reason}",
                window=building.window,
                lodging=building.name or building.id,
                rooms=demand.rooms,
                organization=called(plan, Organization, demand.organization),
                reason=demand.reason or DASH,
            )
        for guest in plan.where(Participant, lodging=building.id):
            if guest.state not in GONE:
                yield _guest(plan, building, guest)


def _guest(plan: Reader, building: Lodging, guest: Participant) -> Line:
    arrival = plan.get(Arrival, guest.arrival) if guest.arrival is not None else None
    return Line(
        f"guest:{guest.id}",
        "{lodging}: {name}, {title}, room {room}, {companions} companions, from {arrives} to {departs}, needs {needs}",
        window=building.window,
        lodging=building.name or building.id,
        name=called(plan, Participant, guest.id),
        title=guest.title or DASH,
        room=guest.room,
        companions=guest.companions,
        arrives=OPEN if arrival is None or arrival.due is None else arrival.due,
        departs=OPEN if guest.departs is None else guest.departs,
        needs=plan.derive(special_needs, guest.id),
    )


SECTIONS = (
    BriefSection("caterer", caterer, "Meals, heads and diets", "core.caterer"),
    BriefSection("lodging", lodging, "Rooms and who sleeps in them", "core.lodging"),
)
