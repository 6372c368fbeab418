"""
The guest house as it stood on its first day: people, loops, rooms, house rules, who must be told.

The figures are those of a real reception of forty days. Everything that has a name is invented, and so are the house
rules: the source says how many rounds of tests there were, not what laid them down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

import meetsupport as ms
from meetsupport.cli.demo.case4.days import programme, rota, swabs
from meetsupport.cli.demo.case4.setting import (
    DAYS,
    ENTRANCES,
    EVENT,
    FLOORS,
    GROUP,
    HALLS,
    INSIDE,
    OUTSIDE,
    PROTOCOL,
    UNITS,
    ZONES,
    World,
    day,
    phone,
    units_of,
)

__all__ = ["records"]


def records(world: World) -> Sequence[ms.Record]:
    """Give every record of the plan."""
    parts = (event, loops, places, people, lodgers, protocol, limits, rounds, recipients, first_day)
    return tuple(record for part in parts for record in part(world))


def first_day(world: World) -> Iterator[ms.Record]:
    """Give what is planned for the first day, the first week's shifts, and the first round of tests."""
    yield from rota(world, 1)
    yield from programme(world, 1)
    yield from swabs(1)


def event(world: World) -> Iterator[ms.Record]:
    """Give the event, which has no fixed end: its window grows week by week."""
    yield ms.Organization(
        id="house", name=world.say("Guest house"), role="host", kinds=("hotel", "venue", "caterer"), contact="office-01"
    )
    yield ms.Coordination(
        id="meeting-1",
        event=EVENT,
        title=world.say("Coordination meeting"),
        window=ms.Window(day(0, "15:00"), day(0, "16:00")),
        place="guest-house",
        convener="house",
        invited=("house",),
        attended=("house",),
    )
    yield ms.Event(
        id=EVENT,
        name=world.say("Reception in a closed loop"),
        kind="closed-loop",
        window=ms.Window(day(1, "08:00"), day(8)),
        place="guest-house",
        organization="house",
        received=day(1, "08:00"),
    )


def loops(world: World) -> Iterator[ms.Record]:
    """Give the two loops, the buffer between them, and the cohorts."""
    say = world.say
    yield ms.Loop(id="inner", event=EVENT, name=say("Inner loop"), kind="inner")
    yield ms.Loop(id="outer", event=EVENT, name=say("Periphery"), kind="outer")
    yield ms.Loop(id="buffer", event=EVENT, name=say("Handing-over point"), kind="buffer")
    yield ms.Cohort(
        id="inside", event=EVENT, name=say("Staff inside"), kinds=("inside",), loop="inner", teams=tuple(UNITS)
    )
    yield ms.Cohort(
        id="outside", event=EVENT, name=say("Periphery"), kinds=("periphery",), loop="outer", teams=("periphery",)
    )


def places(world: World) -> Iterator[ms.Record]:
    """Give the places, each with its loop."""
    say = world.say
    yield ms.Place(id="guest-house", name=say("Guest house"), kind="lodging", organization="house")
    for name, text in zip(ENTRANCES, (say("East entrance"), say("West entrance"), say("South entrance")), strict=True):
        yield ms.Place(
            id=f"entrance-{name}", name=text, kind="entrance", within="guest-house", loop="inner", zone=say("doors")
        )
    for n in range(1, HALLS + 1):
        yield ms.Place(
            id=f"hall-{n}",
            name=say("Hall {n}", n=world.ordinal(n)),
            kind="hall",
            capacity=60,
            within="guest-house",
            organization="house",
            loop="inner",
            zone=say("halls"),
        )
        for door in (1, 2):
            yield ms.Place(
                id=f"door-{n}-{door}",
                name=say("Door {door} of hall {n}", door=door, n=world.ordinal(n)),
                kind="door",
                within=f"hall-{n}",
                width_m=Decimal("1.4"),
                loop="inner",
            )
    for n in range(1, FLOORS + 1):
        yield ms.Place(
            id=f"floor-{n}",
            name=say("Floor {n}", n=world.ordinal(n)),
            kind="floor",
            within="guest-house",
            loop="inner",
            zone=say("floors"),
        )
    yield ms.Place(id="kitchen", name=say("Kitchen"), kind="kitchen", within="guest-house", loop="inner")
    yield ms.Place(id="gate", name=say("Gate of the grounds"), kind="gate", loop="outer")
    yield ms.Place(id="hatch", name=say("Handing-over point"), kind="hatch", loop="buffer")


def people(world: World) -> Iterator[ms.Record]:
    """Give the 200 inside and the 40 on the periphery."""
    for unit, name in units_of(world).items():
        yield ms.Team(id=unit, event=EVENT, name=name, lead=f"{unit}-01", deputy=f"{unit}-02", organization="house")
        for n in range(1, UNITS[unit] + 1):
            yield _person(world, f"{unit}-{n:02}", unit, name)
            yield ms.LoopStay(
                id=f"loop-{unit}-{n:02}",
                loop="inner",
                person=f"{unit}-{n:02}",
                window=ms.Window(day(1), day(DAYS + 1, "04:00")),
            )
    name = world.say("Periphery")
    yield ms.Team(
        id="periphery",
        event=EVENT,
        name=name,
        lead="periphery-01",
        deputy="periphery-02",
        organization="house",
    )
    for person in OUTSIDE:
        yield _person(world, person, "periphery", name)
        yield ms.LoopStay(
            id=f"loop-{person}", loop="outer", person=person, window=ms.Window(day(1), day(DAYS + 1, "04:00"))
        )


def _person(world: World, id: str, team: str, title: str) -> ms.Person:
    skills = ("guide",) if team == "front" else ()
    return ms.Person(
        id=id, name=world.name(), team=team, organization="house", title=title, phone=phone(id), skills=skills
    )


def lodgers(world: World) -> Iterator[ms.Record]:
    """Give the work groups that lodge in the house, a floor each and a room for everybody."""
    say = world.say
    yield ms.Lodging(
        id="rooms",
        event=EVENT,
        name=say("Guest house"),
        place="guest-house",
        organization="house",
        window=ms.Window(day(1, "14:00"), day(DAYS + 1, "12:00")),
        rooms=FLOORS * GROUP + 10,
    )
    for floor in range(1, FLOORS + 1):
        group = f"group-{floor}"
        yield ms.Delegation(
            id=group,
            event=EVENT,
            name=say("Work group {n}", n=world.ordinal(floor)),
            head=f"{group}-01",
            quota=GROUP,
        )
        for n in range(1, GROUP + 1):
            guest, room = f"{group}-{n:02}", f"room-{floor}{n:02}"
            stay = ms.Window(day(1, "14:00"), day(DAYS + 1, "12:00"))
            yield ms.Participant(
                id=guest, name=world.name(), delegation=group, lodging="rooms", room=room[5:], state="signed-in"
            )
            yield ms.Room(
                id=room, lodging="rooms", number=room[5:], floor=str(floor), kind="single", loop="inner", state="ready"
            )
            yield ms.Stay(id=f"stay-{guest}", room=room, participant=guest, window=stay)
            yield ms.LoopStay(id=f"loop-{guest}", loop="inner", participant=guest, window=stay)


def protocol(world: World) -> Iterator[ms.Record]:
    """Give the house rules: a round a day inside, one every other day outside, and that the loops stay apart."""
    say = world.say
    yield ms.HealthProtocol(
        id=PROTOCOL,
        name=say("House rules of the closed loop"),
        family=PROTOCOL,
        pathogen="sars-cov-2",
        authority=say("the guest house"),
        starts=date(2022, 3, 1),
        source=say("made up for this story, after 40 rounds of tests inside and 20 outside in forty days"),
        grade="B",
    )
    days = timedelta(days=1)
    asked: tuple[tuple[str, dict[str, object]], ...] = (
        ("round-inside", {"kind": "round", "cohorts": ("inside",), "test": "pcr", "interval": days}),
        ("round-outside", {"kind": "round", "cohorts": ("periphery",), "test": "pcr", "interval": 2 * days}),
        ("clear", {"kind": "clear", "test": "pcr", "within": 14 * days}),
        ("apart", {"kind": "apart"}),
        ("contacts", {"kind": "contacts", "within": 2 * days, "count": 1, "days": 7}),
    )
    for id, fields in asked:
        yield ms.Requirement(id=id, protocol=PROTOCOL, **fields)  # type: ignore[arg-type]
    yield ms.Adoption(id="house-keeps", event=EVENT, family=PROTOCOL)


def limits(world: World) -> Iterator[ms.Record]:
    """Give how much somebody may be on duty."""
    yield ms.DutyLimit(
        id="limit",
        event=EVENT,
        rest=timedelta(hours=11),
        longest=timedelta(hours=12),
        weekly=timedelta(hours=48),
        nights=3,
        weeks=6,
        basis=world.say("house rules"),
    )


def rounds(world: World) -> Iterator[ms.Record]:
    """Give what is disinfected every day, zone by zone."""
    for zone, name in ZONES.items():
        yield ms.Round(
            id=f"disinfect-{zone}",
            event=EVENT,
            name=world.say("Disinfection: {zone}", zone=world.say(name)),
            kind="disinfection",
            rule="FREQ=DAILY",
            window=ms.Window(day(1, "09:00"), day(DAYS + 1)),
            within=timedelta(hours=6),
            team="property",
            responsible="property-01",
        )


def recipients(world: World) -> Iterator[ms.Record]:
    """Give who must be told: the leads of the units, the kitchen, the lodging desk, heads of groups, some guides."""
    say = world.say
    yield world.recipient("duty-officer", say("Duty officer of the office"), ())
    for unit, name in units_of(world).items():
        yield world.recipient(
            f"lead.{unit}",
            say("Lead of {unit}", unit=name),
            ("team-lead", "duty"),
            team=unit,
            person=f"{unit}-01",
            escalates_to="duty-officer",
        )
    yield world.recipient(
        "lead.periphery", say("Lead of the periphery"), ("team-lead", "duty"), team="periphery", person="periphery-01"
    )
    yield world.recipient("kitchen", say("Kitchen"), ("caterer",), organization="house", escalates_to="duty-officer")
    yield world.recipient("desk", say("Desk of the guest house"), ("lodging",), place="guest-house")
    for floor in range(1, FLOORS + 1):
        yield world.recipient(
            f"head.{floor}",
            say("Head of work group {n}", n=world.ordinal(floor)),
            ("delegation",),
            delegation=f"group-{floor}",
        )
    for guide in INSIDE[: UNITS["front"]]:
        yield world.recipient(
            f"guide.{guide}", say("Guide {n}", n=guide[-2:]), ("duty",), person=guide, escalates_to="lead.front"
        )
