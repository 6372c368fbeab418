"""Meals that follow sessions, and what must be ordered anew."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import Meal, Session
from meetsupport.plan import derived
from meetsupport.readings.calendar import day_of
from meetsupport.readings.eating import meal_heads

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["Order", "Serving", "hot_until", "meal_orders", "meals_served", "sees_to_meals", "serve_at"]


@attrs.frozen
class Order:
    """
    What a meal was ordered for, and how many eat it now.

    Attributes:
        meal: The id.
        place: Where, by id.
        team: The team that sees to it, by id.
        covers: Heads that it was ordered for.
        heads: Heads that eat it now.
    """

    meal: str
    place: str | None
    team: str | None
    covers: int
    heads: int

    @property
    def more(self) -> int:
        """How many covers to order besides; negative for those to give back."""
        return self.heads - self.covers


@attrs.frozen
class Serving:
    """
    What was served on a day.

    Attributes:
        day: The day, as the event counts its days.
        kind: The kind of meal.
        meals: How many meals.
        served: How many heads were served; where that was not entered, and the meal is over, those that it was
            ordered for.
    """

    day: date
    kind: str
    meals: int
    served: int


def serve_at(plan: Reader, meal: Meal) -> datetime | None:
    """Say when a meal can be served: from the start of its window, and not before the session that it follows ends."""
    start = meal.window.start if meal.window is not None else None
    session = plan.get(Session, meal.session) if meal.session is not None else None
    ends = session.window.end if session is not None and session.window is not None else None
    if start is None or ends is None:
        return start or ends
    return max(start, ends)


def hot_until(meal: Meal) -> datetime | None:
    """Say until when a meal is hot; ``None`` where nobody said how long it stays so."""
    return meal.window.start + meal.hot if meal.window is not None and meal.hot is not None else None


@derived
def meal_orders(plan: Reader, event: str) -> tuple[Order, ...]:
    """List the meals of an event whose orders differ from the heads that eat them now, in the order of their ids."""
    orders = [
        Order(meal.id, meal.place, meal.team, meal.covers, plan.derive(meal_heads, meal.id))
        for meal in plan.where(Meal, event=event)
    ]
    return tuple(order for order in orders if order.more)


@derived
def sees_to_meals(plan: Reader, event: str) -> bool:
    """Say whether the meals of an event are in the plan at all: whether there is one."""
    return bool(plan.where(Meal, event=event))


@derived
def meals_served(plan: Reader, event: str) -> tuple[Serving, ...]:
    """Add up what was served, by day and kind of meal, in that order."""
    sums: dict[tuple[date, str], tuple[int, int]] = {}
    for meal in plan.where(Meal, event=event):
        when = meal.served_at or (meal.window.start if meal.window is not None else None)
        if when is None:
            continue
        heads = meal.served
        if heads is None:
            heads = meal.covers if meal.window is None or plan.passed(meal.window.end) else 0
        key = day_of(plan, event, when), meal.kind
        meals, served = sums.get(key, (0, 0))
        sums[key] = meals + 1, served + heads
    return tuple(Serving(day, kind, *sums[day, kind]) for day, kind in sorted(sums))
