"""
Two congresses in one centre as their joint office had planned them a week before they opened.

The figures are those of a real report: five days, six inner units, seven contractors, five partner bodies, five
entrances. Everything that has a name is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import meetsupport as ms
from meetsupport.cli.demo.world import World, phone

__all__ = ["ENTRANCES", "INSTALLATIONS", "at", "records", "window"]

ENTRANCES = 5
GUARDS = 30
DAYS = range(16, 21)
EVENTS = ("people", "consultative")

INNER = ("office", "housing", "logistics", "security", "management", "vehicles")
CONTRACTORS = ("centre", "guards", "cleaners", "power", "fire-works", "lift-works", "canteen")
PARTNERS = ("congress-office", "consultative-office", "police", "sub-district", "fire-service")

INSTALLATIONS = ("power", "lighting", "sound", "air-con", "video", "lifts", "fire")
"""What is inspected item by item before the opening."""


def at(text: str) -> datetime:
    """Read a moment of that May: ``16T09:00``."""
    return ms.instant(f"2019-05-{text}:00+08:00")


def window(start: str, end: str) -> ms.Window:
    """Read a window of that May."""
    return ms.Window(at(start), at(end))


def records(world: World) -> Sequence[ms.Record]:
    """Give every record of the plan."""
    parts = (bodies, events, places, people, answering, inspections, sittings, doors, clocks, recipients)
    return tuple(record for part in parts for record in part(world))


def names_of(world: World) -> dict[str, str]:
    """Name the bodies."""
    say = world.say
    return {
        "office": say("Office"),
        "housing": say("Housing section"),
        "logistics": say("Logistics section"),
        "security": say("Security section"),
        "management": say("Management service centre"),
        "vehicles": say("Vehicle centre"),
        "centre": say("Conference centre"),
        "guards": say("Security company"),
        "cleaners": say("Cleaning company"),
        "power": say("Water and power crew"),
        "fire-works": say("Fire equipment company"),
        "lift-works": say("Lift company"),
        "canteen": say("Canteen"),
        "congress-office": say("Office of the people's congress"),
        "consultative-office": say("Office of the consultative conference"),
        "police": say("Local police"),
        "sub-district": say("Sub-district office"),
        "fire-service": say("Fire service"),
    }


def bodies(world: World) -> Iterator[ms.Record]:
    """Give the bodies, whom to call there, and the meeting to which they came, but for one."""
    for id, name in names_of(world).items():
        role = "inner" if id in INNER else "contractor" if id in CONTRACTORS else "partner"
        contracted = {
            "scope": world.say("as in the contract"),
            "qualification": world.say("licensed"),
            "qualified_until": date(2019, 5, 18) if id == "lift-works" else date(2020, 12, 31),
            "on_call": phone(f"{id}-line"),
            "response": timedelta(minutes=15),
        }
        yield ms.Organization(
            id=id,
            name=name,
            role=role,
            kinds=("police",) if id == "police" else ("venue",) if id == "centre" else (),
            contact=f"contact-{id}",
            **(contracted if role == "contractor" else {}),  # type: ignore[arg-type]
        )
        yield ms.Person(id=f"contact-{id}", name=world.name(), organization=id, phone=phone(id))
    invited = (*INNER, *CONTRACTORS, *PARTNERS)
    yield ms.Coordination(
        id="meeting-1",
        event="people",
        title=world.say("Dedicated meeting on the two congresses"),
        window=window("08T09:00", "08T11:00"),
        place="main-hall",
        convener="office",
        invited=invited,
        attended=tuple(one for one in invited if one != "fire-service"),
    )


def events(world: World) -> Iterator[ms.Record]:
    """Give the two congresses."""
    say = world.say
    for id, name in zip(EVENTS, (say("People's congress"), say("Consultative conference")), strict=True):
        yield ms.Event(
            id=id,
            name=name,
            kind="congress",
            window=window("16T08:00", "20T18:00"),
            place="centre",
            organization="office",
            received=at("06T09:00"),
            settles=at("15T18:00"),
        )


def places(world: World) -> Iterator[ms.Record]:
    """Give the centre with its halls and entrances."""
    say = world.say
    yield ms.Place(id="centre", name=say("Conference centre"), kind="venue", organization="centre")
    for id, name, capacity in (("main-hall", say("Main hall"), 900), ("second-hall", say("Second hall"), 600)):
        yield ms.Place(id=id, name=name, kind="hall", capacity=capacity, within="centre", organization="centre")
    for n in range(1, ENTRANCES + 1):
        name = say("Entrance {n}", n=world.ordinal(n))
        yield ms.Place(id=f"entrance-{n}", name=name, kind="entrance", within="centre")


def people(world: World) -> Iterator[ms.Record]:
    """Give the teams and all who work."""
    names = names_of(world)
    for team, body, heads in (
        ("watch", "guards", GUARDS),
        ("inspection", "security", 4),
        ("hall", "centre", 6),
        ("cleaning", "cleaners", 6),
    ):
        yield ms.Team(
            id=team, event="people", name=names[body], lead=f"{team}-01", deputy=f"{team}-02", organization=body
        )
        for n in range(1, heads + 1):
            yield ms.Person(
                id=f"{team}-{n:02}", name=world.name(), team=team, organization=body, phone=phone(f"{team}-{n}")
            )


def answering(world: World) -> Iterator[ms.Record]:
    """Give who answers for what; two bodies answer for the vehicles, which is one too many."""
    say = world.say
    for matter, title, responsible, supporting in (
        ("liaison", say("Liaison"), ("office",), ("congress-office", "consultative-office")),
        ("security", say("Security"), ("security",), ("guards", "police", "sub-district")),
        ("hazards", say("Hazards"), ("management",), ("power", "fire-works", "lift-works", "fire-service", "centre")),
        ("vehicles", say("Vehicles"), ("vehicles", "logistics"), ()),
        ("cleaning", say("Cleaning"), ("housing",), ("cleaners",)),
        ("catering", say("Catering"), ("logistics",), ("canteen",)),
    ):
        yield ms.Responsibility(
            id=f"matter-{matter}", event="people", matter=title, responsible=responsible, supporting=supporting
        )


def inspections(world: World) -> Iterator[ms.Record]:
    """Give the inspections of each installation, two days before the opening."""
    say = world.say
    titles = {
        "power": say("Power lines"),
        "lighting": say("Lighting"),
        "sound": say("Sound"),
        "air-con": say("Air conditioning"),
        "video": say("Video surveillance"),
        "lifts": say("Lifts"),
        "fire": say("Fire equipment"),
    }
    for n, kind in enumerate(INSTALLATIONS):
        yield ms.Task(
            id=f"inspect-{kind}",
            event="people",
            kind="inspection",
            title=say("Inspection: {what}", what=titles[kind]),
            place="centre",
            due=at("13T18:00"),
            responsible=f"inspection-{n % 4 + 1:02}",
            team="inspection",
        )


def sittings(world: World) -> Iterator[ms.Record]:
    """Give the agendas of both congresses, each sitting with its four phases."""
    say = world.say
    phases = {
        "sweep": (say("Sweep"), timedelta(minutes=-90), timedelta(minutes=-30)),
        "hold": (say("Hold"), timedelta(minutes=-30), timedelta(hours=2, minutes=30)),
        "guide-out": (say("Guiding out"), timedelta(hours=2, minutes=30), timedelta(hours=3)),
        "clear": (say("Clearing"), timedelta(hours=3), timedelta(hours=3, minutes=30)),
    }
    guard = 0
    for day in DAYS:
        for event, hall, start in (("people", "main-hall", "09:00"), ("consultative", "second-hall", "09:30")):
            begins = at(f"{day}T{start}")
            id = f"{event}-{day}"
            yield ms.Session(
                id=id,
                event=event,
                title=say("Sitting of {day} May", day=day),
                kind="plenary",
                place=hall,
                window=ms.Window(begins, begins + timedelta(hours=2, minutes=30)),
                expected=500,
                turnover=timedelta(hours=1),
                needs_kinds=("police",),
            )
            for kind, (title, first, last) in phases.items():
                guard = guard % 6 + 1
                yield ms.Task(
                    id=f"{kind}-{id}",
                    event=event,
                    kind=kind,
                    title=title,
                    session=id,
                    place=hall,
                    window=ms.Window(begins + first, begins + last),
                    responsible=f"watch-{guard:02}",
                    team="watch",
                )


def doors(world: World) -> Iterator[ms.Record]:
    """Give who stands at the five entrances, and the patrols and cleaning that come again."""
    say = world.say
    for day in DAYS:
        for n in range(1, ENTRANCES + 1):
            post = f"door-{n}-{day}"
            yield ms.Post(
                id=post,
                event="people",
                name=say("Guard at entrance {n}", n=world.ordinal(n)),
                place=f"entrance-{n}",
                team="watch",
                role="guard",
                heads=2,
                window=window(f"{day}T07:00", f"{day}T18:00"),
            )
            for k in range(2):
                person = f"watch-{7 + 2 * (n - 1) + k + (day % 2) * 12:02}"
                yield ms.Duty(id=f"{post}-{k + 1}", person=person, post=post)
    for id, name, kind, team, rule in (
        ("patrol", say("Fire patrol"), "fire", "watch", "FREQ=HOURLY;INTERVAL=2"),
        ("hygiene", say("Cleaning of halls and stairs"), "hygiene", "cleaning", "FREQ=HOURLY;INTERVAL=4"),
    ):
        yield ms.Round(
            id=id,
            event="people",
            name=name,
            kind=kind,
            rule=rule,
            window=window("16T08:00", "16T18:00"),
            within=timedelta(hours=1),
            team=team,
            responsible=f"{team}-01",
        )


def clocks(world: World) -> Iterator[ms.Record]:
    """Give how soon an incident must be reported; locally this differs, so it is data."""
    say = world.say
    for grade, telephone, written in (("major", 15, 30), ("large", 30, 60)):
        for means, minutes in (("telephone", telephone), ("written", written)):
            yield ms.ReportingClock(
                id=f"{grade}-{means}",
                grade=grade,
                means=means,
                within=timedelta(minutes=minutes),
                to="office",
                source=say("local rules on reporting"),
            )


def recipients(world: World) -> Iterator[ms.Record]:
    """Give who must be told."""
    say, names = world.say, names_of(world)
    yield world.recipient("duty-officer", say("Duty officer of the office"), ())
    for team, body in (("watch", "guards"), ("inspection", "security"), ("hall", "centre"), ("cleaning", "cleaners")):
        yield world.recipient(
            f"lead.{team}",
            say("Lead of {unit}", unit=names[body]),
            ("team-lead", "duty"),
            team=team,
            person=f"{team}-01",
            escalates_to="duty-officer",
        )
    for n in range(2, GUARDS + 1):
        yield world.recipient(
            f"guard.{n:02}", say("Guard {n}", n=n), ("duty",), person=f"watch-{n:02}", escalates_to="lead.watch"
        )
    for body in (*CONTRACTORS, *PARTNERS):
        yield world.recipient(
            f"body.{body}", say("Contact of {body}", body=names[body]), ("duty",), person=f"contact-{body}"
        )
