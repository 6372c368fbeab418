"""What each kind of recipient must know, one module a topic."""

from meetsupport.briefs import guests, logistics, people, tours
from meetsupport.plugins import BriefSection

__all__ = ["BUILTIN_SECTIONS"]

BUILTIN_SECTIONS: tuple[BriefSection, ...] = (
    *people.SECTIONS,
    *tours.SECTIONS,
    *guests.SECTIONS,
    *logistics.SECTIONS,
)
"""All brief sections that come with the library."""
