"""Where the story plays: the figures of the guest house, its days, its units, and who is where."""

from __future__ import annotations

from datetime import datetime, timedelta

import meetsupport as ms
from meetsupport.cli.demo.world import World, phone

__all__ = [
    "DAYS",
    "ENTRANCES",
    "EVENT",
    "FLOORS",
    "GROUP",
    "HALLS",
    "INSIDE",
    "LATE_COVERS",
    "OUTSIDE",
    "PROTOCOL",
    "UNITS",
    "ZONES",
    "World",
    "at",
    "day",
    "phone",
    "units_of",
    "window",
]

EVENT = "reception"
PROTOCOL = "house-rules"

DAYS = 40
"""From 13 March to 21 April, both counted."""

FLOORS = 6
GROUP = 25
"""Lodgers on a floor, one in each room: 150 who eat three times a day, 450 boxes, 18,000 in forty days."""

LATE_COVERS = 35
"""Late meals after each of the two night sittings of a day: 70 a day, 2,800 in forty days."""

HALLS = 6
ENTRANCES = ("east", "west", "south")

UNITS = {
    "front": 30,
    "affairs": 48,
    "rooms": 36,
    "marketing": 8,
    "it": 10,
    "catering": 40,
    "property": 20,
    "office": 8,
}
"""The units of the guest house and how many of each live inside: 200."""

INSIDE = tuple(f"{unit}-{n:02}" for unit, heads in UNITS.items() for n in range(1, heads + 1))
OUTSIDE = tuple(f"periphery-{n:02}" for n in range(1, 41))
"""Those on the periphery, who go home and must not meet those inside."""

ZONES = {"halls": "halls", "floors": "floors", "doors": "entrances and lifts"}
"""What is disinfected every day."""

_FIRST = "2022-03-13"


def units_of(world: World) -> dict[str, str]:
    """Name the units."""
    say = world.say
    return {
        "front": say("Front hall"),
        "affairs": say("Government affairs"),
        "rooms": say("Guest rooms"),
        "marketing": say("Marketing"),
        "it": say("Information technology"),
        "catering": say("Catering"),
        "property": say("Property"),
        "office": say("Office"),
    }


def day(number: int, time: str = "00:00") -> datetime:
    """Give a moment of a day of the run; the first day is day 1."""
    return ms.instant(f"{_FIRST}T{time}:00+08:00") + timedelta(days=number - 1)


def at(text: str) -> datetime:
    """Read a moment of that spring: ``03-13T08:00``."""
    return ms.instant(f"2022-{text}:00+08:00")


def window(number: int, start: str, end: str) -> ms.Window:
    """Give a window of a day; one that ends before it starts ends on the next day."""
    first, last = day(number, start), day(number, end)
    return ms.Window(first, last if last > first else last + timedelta(days=1))
