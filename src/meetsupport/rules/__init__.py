"""The built-in rules, one module a topic."""

from meetsupport.plugins import Rule
from meetsupport.rules import (
    approval,
    bodies,
    capacity,
    dates,
    deadlines,
    health,
    lessons,
    planning,
    posts,
    rooms,
    rosters,
    safety,
    seating,
    slips,
    stock,
    trips,
    whereabouts,
)

__all__ = ["BUILTIN_RULES"]

BUILTIN_RULES: tuple[Rule, ...] = (
    *whereabouts.RULES,
    *posts.RULES,
    *trips.RULES,
    *bodies.RULES,
    *deadlines.RULES,
    *capacity.RULES,
    *planning.RULES,
    *approval.RULES,
    *safety.RULES,
    *rosters.RULES,
    *health.RULES,
    *rooms.RULES,
    *stock.RULES,
    *lessons.RULES,
    *slips.RULES,
    *dates.RULES,
    *seating.RULES,
)
"""All rules that come with the library."""
