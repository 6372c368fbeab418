"""Enough rooms and meals, and no more heads than were agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.model import Delegation, Event, Lodging, Meal, Participant, RoomDemand
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import GONE, delegation_heads, event_heads, lodging_heads, meal_heads
from meetsupport.rules._settling import event_over, over, settles

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES", "free_beds"]


@derived
def free_beds(plan: Reader, lodging: str) -> int:
    """
    Count the beds of a building that are left for participants once all other demands are met.

    A room that is demanded takes its share of the beds: with 20 beds in 10 rooms, two. Negative where the demands
    alone are more than there is.
    """
    found = plan.get(Lodging, lodging)
    if found is None:
        return 0
    rooms = found.rooms
    beds = rooms if found.beds is None else found.beds
    taken = sum(demand.rooms for demand in plan.where(RoomDemand, lodging=lodging))
    return beds * (rooms - taken) // rooms if rooms else beds - taken


def check_lodging(plan: Reader, lodging: Lodging) -> Iterator[Problem]:
    """Find a building with fewer beds than heads that sleep there, or than are demanded, until all have checked out."""
    if over(plan, lodging.window):
        return
    free, heads = plan.derive(free_beds, lodging.id), plan.derive(lodging_heads, lodging.id)
    if heads > free:
        yield _short_of_beds(plan, lodging.event, heads, free)


def check_event_beds(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find an event with fewer beds in all its buildings than heads that come.

    An event without any building lodges nobody.
    """
    if over(plan, event.window):
        return
    buildings = plan.where(Lodging, event=event.id)
    if not buildings:
        return
    free = sum(plan.derive(free_beds, building.id) for building in buildings)
    heads = plan.derive(event_heads, event.id)
    if heads > free:
        yield _short_of_beds(plan, event.id, heads, free)


def _short_of_beds(plan: Reader, event: str | None, heads: int, free: int) -> Problem:
    return Problem(
        "{heads} heads need a bed, and {free} are free",
        fix="hold beds for {short} more",
        settle_by=settles(plan, event),
        heads=heads,
        free=free,
        short=heads - free,
    )


def check_meal(plan: Reader, meal: Meal) -> Iterator[Problem]:
    """Find a meal that was ordered for fewer heads than eat it, until it is eaten."""
    if over(plan, meal.window):
        return
    heads = plan.derive(meal_heads, meal.id)
    if heads > meal.covers:
        yield Problem(
            "{heads} heads eat, and {covers} covers are ordered",
            fix="order {short} more covers",
            settle_by=settles(plan, meal.event),
            heads=heads,
            covers=meal.covers,
            short=heads - meal.covers,
        )


def check_quota(plan: Reader, delegation: Delegation) -> Iterator[Problem]:
    """Find a delegation with more heads than its quota and what was approved beyond it. Companions count."""
    if delegation.quota is None or event_over(plan, delegation.event):
        return
    heads, agreed = plan.derive(delegation_heads, delegation.id), delegation.quota + delegation.approved
    if heads > agreed:
        yield Problem(
            "{heads} heads come, companions included, and {agreed} are agreed",
            fix="have {over} more approved, or ask the delegation to send fewer",
            heads=heads,
            agreed=agreed,
            over=heads - agreed,
        )


def check_companions(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find somebody whose companions are listed one by one and counted as well."""
    if participant.companions <= 0 or participant.state in GONE:
        return
    listed = [one for one in plan.where(Participant, accompanies=participant.id) if one.state not in GONE]
    if listed:
        yield Problem(
            "{listed} companions are listed, and {counted} are counted as well: they get two beds, meals and seats",
            fix="set the companions that are only counted to those who are not listed, or to 0",
            about=[Participant.ref(one.id) for one in listed],
            listed=len(listed),
            counted=participant.companions,
        )


_LATE = (
    "review of a national conference: families and larger delegations came unannounced, and rooms and meals fell short"
)

RULES = (
    Rule(
        "core.lodging-short",
        "A building has a bed for everybody lodged in it",
        check_lodging,
        each=Lodging,
        basis=_LATE,
    ),
    Rule(
        "core.event-beds-short", "An event has a bed for everybody who comes", check_event_beds, each=Event, basis=_LATE
    ),
    Rule("core.meal-short", "A meal is ordered for everybody who eats it", check_meal, each=Meal, basis=_LATE),
    Rule(
        "core.companions-counted-twice",
        "Companions are listed or counted, not both",
        check_companions,
        each=Participant,
        severity="warning",
        basis="each head takes one bed, one meal and one seat; who is a record of their own counts as that record",
    ),
    Rule(
        "core.delegation-over-quota",
        "No delegation exceeds its quota without approval",
        check_quota,
        each=Delegation,
        severity="warning",
        basis="review of a national conference: some provinces sent over ten more than expected, some brought family",
    ),
)
