"""Where the story plays: its figures, its days, and its teams."""

from __future__ import annotations

from datetime import datetime

import meetsupport as ms
from meetsupport.cli.demo.world import World, phone

__all__ = [
    "BUREAU_RANK",
    "COACH_SEATS",
    "CONFERENCE",
    "LATE_PROVINCES",
    "MEMBERS",
    "PROVINCES",
    "ROUTES",
    "SPEAKERS",
    "STOPS",
    "World",
    "at",
    "phone",
    "teams_of",
    "window",
]

PROVINCES = 31
LATE_PROVINCES = range(21, 32)
"""The eleven that had not registered when registration closed."""

BUREAU_RANK = 55
MEMBERS = 8
"""How many each province sends, by its quota."""

ROUTES = "abc"
COACH_SEATS = 49
CONFERENCE = "conference"


STOPS = {
    "a1": ("09T15:30", "09T17:00"),
    "a2": ("10T09:00", "10T11:30"),
    "b1": ("09T16:00", "09T17:30"),
    "b2": ("10T09:30", "10T12:00"),
    "c1": ("09T15:00", "09T16:30"),
    "c2": ("10T08:30", "10T11:00"),
}
"""Two stops for each route, and when its coaches call there."""

SPEAKERS = (5, 44, 83, 122, 137, 200)
"""The participants who speak, by number."""


def at(text: str) -> datetime:
    """Read a moment of that June: ``08T18:00``."""
    return ms.instant(f"2011-06-{text}:00+08:00")


def window(start: str, end: str) -> ms.Window:
    """Read a window of that June."""
    return ms.Window(at(start), at(end))


def teams_of(world: World) -> dict[str, tuple[str, int]]:
    """Give the four teams: their names, and how many staff each has beside lead and deputy."""
    return {
        "registration": (world.say("Registration"), 6),
        "hall": (world.say("Hall"), 8),
        "catering": (world.say("Catering"), 4),
        "transport": (world.say("Transport"), 4),
    }
