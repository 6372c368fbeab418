"""A day of the run as records: sittings with their halls, staff and meals; shifts at the entrances; tests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

import meetsupport as ms
from meetsupport.cli.demo.case4.setting import (
    DAYS,
    ENTRANCES,
    EVENT,
    FLOORS,
    GROUP,
    HALLS,
    INSIDE,
    LATE_COVERS,
    OUTSIDE,
    UNITS,
    ZONES,
    World,
    day,
    window,
)

__all__ = ["SHIFTS", "WEEK", "programme", "rota", "sittings", "swabs"]

_SLOTS = (("08:30", "10:00"), ("10:30", "12:00"), ("14:30", "16:30"), ("17:00", "18:30"))
_NIGHT = (("20:00", "22:30"), ("21:00", "01:00"))
AIRING = timedelta(minutes=30)

SHIFTS = (("00:00", "08:00"), ("08:00", "16:00"), ("16:00", "00:00"))
"""The shifts of the guides, so that each entrance is manned round the clock."""

_MEALS = (("breakfast", "07:00", "08:00"), ("lunch", "12:00", "13:00"), ("dinner", "18:30", "19:30"))


def sittings(number: int) -> list[tuple[str, str, str, str]]:
    """
    List the sittings of a day: id, hall, start, end.

    22 and 23 by turns make 900 in forty days. Two of them are at night.
    """
    by_day = [(f"hall-{hall}", *slot) for slot in _SLOTS for hall in range(1, HALLS + 1)]
    by_day = by_day[: 20 + number % 2]
    night = [(f"hall-{hall}", *slot) for hall, slot in enumerate(_NIGHT, 1)]
    return [(f"m-{number:02}-{n:02}", *one) for n, one in enumerate((*by_day, *night), 1)]


def programme(world: World, number: int) -> Iterator[ms.Record]:
    """Give what is planned for a day: sittings, who serves them, guides, meals."""
    yield from _meals(world, number)
    yield from _desk(world, number)
    for zone in ZONES:
        yield ms.Task(
            id=f"disinfect-{zone}-{number:02}",
            event=EVENT,
            kind="round",
            title=world.say("Disinfection: {zone}", zone=world.say(ZONES[zone])),
            due=day(number, "15:00"),
            responsible="property-01",
            team="property",
            round=f"disinfect-{zone}",
        )
    served = 0
    for n, (id, hall, start, end) in enumerate(sittings(number)):
        held = window(number, start, end)
        # Everybody of the unit by turns: whoever served last night is not the first in the morning.
        turn = (sum(len(sittings(one)) for one in range(1, number)) + n) % UNITS["affairs"] + 1
        staff = f"affairs-{turn:02}"
        yield ms.Session(
            id=id,
            event=EVENT,
            title=world.say("Meeting {n}", n=id[2:]),
            kind="meeting",
            place=hall,
            window=held,
            expected=GROUP,
            turnover=AIRING,
        )
        yield ms.Booking(
            id=f"b-{id[2:]}", event=EVENT, session=id, place=hall, window=held, turnover=AIRING, state="confirmed"
        )
        yield ms.Post(
            id=f"hall-{id}",
            event=EVENT,
            session=id,
            name=world.say("Service in the hall"),
            place=hall,
            team="affairs",
            role="service",
            window=held,
        )
        yield ms.Duty(id=f"serve-{id}", person=staff, post=f"hall-{id}")
        yield ms.Task(
            id=f"set-{id}",
            event=EVENT,
            kind="inspection",
            title=world.say("Hall set: spacing, rows, name plates, microphone, link; aired and disinfected"),
            session=id,
            place=hall,
            due=held.start,
            responsible=staff,
            team="affairs",
            gate="before",
        )
        if (start, end) in _NIGHT:
            served += 1
            yield ms.Meal(
                id=f"late-{number:02}-{served}",
                event=EVENT,
                name=world.say("Late meal of day {day}", day=number),
                kind="late",
                place=hall,
                window=ms.Window(held.end, held.end + timedelta(minutes=45)),
                covers=LATE_COVERS,
                guests=LATE_COVERS - GROUP,
                delegations=(f"group-{served}",),
                organization="house",
                team="catering",
                session=id,
                hot=timedelta(minutes=60),
            )


WEEK = 7
"""The shifts of the guides are given out for so many days at once."""


def rota(world: World, first: int, away: Collection[str] = ()) -> Iterator[ms.Record]:
    """
    Give the shifts of the guides for a week, so that each entrance is manned round the clock.

    Args:
        world: What the records are made with.
        first: The first day of the week.
        away: Who cannot be on duty in it.
    """
    front = [person for person in INSIDE[: UNITS["front"]] if person not in away]
    turn = (first - 1) * len(ENTRANCES) * len(SHIFTS)
    for number in range(first, min(first + WEEK, DAYS + 1)):
        # The house takes over at eight o'clock on the first day.
        opens = "08:00" if number == 1 else "00:00"
        for entrance in ENTRANCES:
            yield ms.Post(
                id=f"guide-{entrance}-{number:02}",
                event=EVENT,
                name=world.say("Guide"),
                place=f"entrance-{entrance}",
                team="front",
                role="guide",
                skill="guide",
                window=ms.Window(day(number, opens), day(number + 1)),
            )
        for n, (start, end) in enumerate(SHIFTS, 1):
            for entrance in ENTRANCES:
                turn += 1
                if start >= opens:
                    yield ms.Duty(
                        id=f"guide-{entrance}-{number:02}-{n}",
                        person=front[turn % len(front)],
                        post=f"guide-{entrance}-{number:02}",
                        window=window(number, start, end),
                    )


def _desk(world: World, number: int) -> Iterator[ms.Record]:
    yield ms.Post(
        id=f"desk-{number:02}",
        event=EVENT,
        name=world.say("Service desk"),
        place="guest-house",
        team="rooms",
        role="service-desk",
        window=window(number, "08:00", "20:00"),
    )
    yield ms.Duty(id=f"desk-{number:02}", person=f"rooms-{number % UNITS['rooms'] + 1:02}", post=f"desk-{number:02}")


def _meals(world: World, number: int) -> Iterator[ms.Record]:
    names = {"breakfast": world.say("Breakfast"), "lunch": world.say("Lunch"), "dinner": world.say("Dinner")}
    for kind, start, end in _MEALS:
        for floor in range(1, FLOORS + 1):
            yield ms.Meal(
                id=f"{kind}-{number:02}-{floor}",
                event=EVENT,
                name=world.say("{meal} of day {day}", meal=names[kind], day=number),
                kind=kind,
                place=f"floor-{floor}",
                window=window(number, start, end),
                covers=GROUP,
                delegations=(f"group-{floor}",),
                organization="house",
                team="catering",
                hot=timedelta(minutes=60),
            )


def swabs(number: int, *, positive: str = "", gone: Collection[str] = ()) -> Iterator[ms.HealthTest]:
    """
    Give the tests of a day with their results: of everybody inside, and every other day of those outside.

    Args:
        number: The day.
        positive: Whose test is positive.
        gone: Who is in the house no more.
    """
    for person in (*INSIDE, *OUTSIDE) if number % 2 == 1 else INSIDE:
        if person in gone:
            continue
        yield ms.HealthTest(
            id=f"t-{number:02}-{person}",
            person=person,
            sampled=day(number, "05:00"),
            result="positive" if person == positive else "negative",
            # The first results must be there before the house takes over.
            resulted=day(number, "06:00" if number == 1 else "13:00"),
        )
