"""Where the story plays: its figures, its days, and the language that it is told in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

import meetsupport as ms
from meetsupport.cli.demo.names import invented_names, numeral
from meetsupport.cli.demo.words import Tongue

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


@attrs.define
class World:
    """
    What all records are made with.

    Attributes:
        say: The language of what has a name; the names of people are Chinese in any.
        outbox: The folder that notices are delivered to.
    """

    say: Tongue
    outbox: str
    _names: Iterator[str] = attrs.field(factory=invented_names, init=False)

    def name(self) -> str:
        """Give a name that nobody bears."""
        return next(self._names)

    def ordinal(self, number: int) -> int | str:
        """Give the number in a name: a figure, or Chinese numerals."""
        return number if self.say.language == "en" else numeral(number)

    def teams(self) -> dict[str, tuple[str, int]]:
        """Give the four teams: their names, and how many staff each has beside lead and deputy."""
        return {
            "registration": (self.say("Registration"), 6),
            "hall": (self.say("Hall"), 8),
            "catering": (self.say("Catering"), 4),
            "transport": (self.say("Transport"), 4),
        }


def phone(seed: str) -> str:
    """Give a number that no network assigns: it begins with 100."""
    return f"100{sum(ord(c) * 31**i for i, c in enumerate(seed)) % 10**8:08}"
