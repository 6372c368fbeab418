"""The built-in rules, one module a topic."""

from meetsupport.plugins import Rule
from meetsupport.rules import bodies, capacity, deadlines, posts, trips, whereabouts

__all__ = ["BUILTIN_RULES"]

BUILTIN_RULES: tuple[Rule, ...] = (
    *whereabouts.RULES,
    *posts.RULES,
    *trips.RULES,
    *bodies.RULES,
    *deadlines.RULES,
    *capacity.RULES,
)
"""All rules that come with the library."""
