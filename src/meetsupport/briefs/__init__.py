"""What each kind of recipient must know, one module a topic."""

from meetsupport.briefs import (
    approval,
    guests,
    health,
    lessons,
    logistics,
    people,
    planning,
    rooms,
    rosters,
    safety,
    seating,
    stock,
    tours,
)
from meetsupport.plugins import BriefSection

__all__ = ["BUILTIN_SECTIONS"]

BUILTIN_SECTIONS: tuple[BriefSection, ...] = (
    *people.SECTIONS,
    *tours.SECTIONS,
    *guests.SECTIONS,
    *logistics.SECTIONS,
    *planning.SECTIONS,
    *approval.SECTIONS,
    *safety.SECTIONS,
    *rosters.SECTIONS,
    *lessons.SECTIONS,
    *health.SECTIONS,
    *rooms.SECTIONS,
    *stock.SECTIONS,
    *seating.SECTIONS,
)
"""All brief sections that come with the library."""
