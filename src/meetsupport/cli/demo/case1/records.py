"""
A commendation conference as its office could write it down on the evening of the day on which it got the task.

The figures are those of a real bulletin: more than 2,600 participants, 26 staff, 22 hired attendants, 200 students, 20
boards, 60 banners, 21 sets of signs. Everything that has a name is invented, and so are the house rules on tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import meetsupport as ms
from meetsupport.cli.demo.world import World, phone

__all__ = [
    "ATTENDANTS",
    "BAND",
    "DOORS",
    "ENTRANCES",
    "EVENT",
    "HEADS",
    "STAFF",
    "STUDENTS",
    "at",
    "records",
    "team_names",
    "window",
]

EVENT = "commendation"
HEADS = 2600
STAFF, ATTENDANTS, STUDENTS, BAND = 26, 22, 200, 40
DISTRICTS = 15
ENTRANCES, DOORS, LIFTS, LOUNGES = 4, 10, 6, 3
EXITS, STAIRS, CORNERS = 2, 4, 3


def at(text: str) -> datetime:
    """Read a moment of that September: ``22T09:00``."""
    return ms.instant(f"2020-09-{text}:00+08:00")


def window(start: str, end: str) -> ms.Window:
    """Read a window of that September."""
    return ms.Window(at(start), at(end))


def records(world: World) -> Sequence[ms.Record]:
    """Give every record of the plan."""
    parts = (event, places, people, guests, plans, made, supplies, protocol, posts, run_sheet, recipients)
    return tuple(record for part in parts for record in part(world))


def event(world: World) -> Iterator[ms.Record]:
    """Give the event, the bodies that help, and the meeting that they came to."""
    say = world.say
    yield ms.Event(
        id=EVENT,
        name=say("Commendation conference"),
        kind="commendation",
        window=window("22T09:00", "22T11:30"),
        place="centre",
        organization="office",
        received=at("18T14:30"),
        preparation=timedelta(hours=72),
        expected=HEADS,
        settles=at("21T18:00"),
    )
    listed = (
        ("office", say("Office"), "host", ()),
        ("centre", say("Convention centre"), "contractor", ("venue",)),
        ("school", say("Art school"), "assist", ("school",)),
        ("garrison", say("Garrison"), "assist", ("band",)),
        ("makers", say("Workshop for boards and signs"), "contractor", ("printer",)),
        ("police", say("Local police"), "partner", ("police",)),
    )
    contracted: dict[str, Any] = {
        "scope": say("as in the contract"),
        "qualification": say("licensed"),
        "qualified_until": date(2021, 12, 31),
        "on_call": phone("line"),
        "response": timedelta(minutes=30),
    }
    for id, name, role, kinds in listed:
        yield ms.Organization(
            id=id,
            name=name,
            role=role,
            kinds=kinds,
            contact=f"contact-{id}",
            **(contracted if role == "contractor" else {}),
        )
        yield ms.Person(id=f"contact-{id}", name=world.name(), organization=id, phone=phone(id))
    everybody = tuple(id for id, *_ in listed)
    yield ms.Coordination(
        id="mobilisation",
        event=EVENT,
        title=say("Mobilisation"),
        window=window("18T15:00", "18T16:00"),
        place="centre",
        convener="office",
        invited=everybody,
        attended=everybody,
    )


def places(world: World) -> Iterator[ms.Record]:
    """Give the hall with its doors, and where somebody must stand."""
    say = world.say
    yield ms.Place(id="centre", name=say("Convention centre"), kind="venue", organization="centre")
    yield ms.Place(id="hall", name=say("Great hall"), kind="hall", capacity=2800, within="centre")
    yield ms.Place(id="foyer", name=say("Foyer"), kind="foyer", within="centre")
    yield ms.Place(id="square", name=say("Square before the hall"), kind="square", within="centre")
    kinds = {
        "entrance": (say("Entrance"), ENTRANCES, None),
        "door": (say("Door of the hall"), DOORS, Decimal("2.2")),
        "lift": (say("Lift"), LIFTS, None),
        "lounge": (say("Lounge"), LOUNGES, None),
        "exit": (say("Exit"), EXITS, None),
        "stair": (say("Stair"), STAIRS, None),
        "corner": (say("Corner"), CORNERS, None),
    }
    for kind, (name, count, width) in kinds.items():
        for n in range(1, count + 1):
            yield ms.Place(
                id=f"{kind}-{n}",
                name=say("{what} {n}", what=name, n=world.ordinal(n)),
                kind=kind,
                within="hall" if kind == "door" else "centre",
                width_m=width,
            )


def team_names(world: World) -> dict[str, str]:
    """Give what the teams are called."""
    say = world.say
    return {
        "staff": say("Staff of the office"),
        "attendants": say("Attendants"),
        "band": say("Band and guard of honour"),
        "students": say("Welcome party of students"),
    }


def people(world: World) -> Iterator[ms.Record]:
    """Give the 26 of the office, the 22 attendants, and the band; the students come later."""
    names = team_names(world)
    for team, heads, body in (
        ("staff", STAFF, "office"),
        ("attendants", ATTENDANTS, "centre"),
        ("band", BAND, "garrison"),
        ("students", 0, "school"),
    ):
        lead = "staff-20" if team == "students" else f"{team}-01"
        deputy = "staff-21" if team == "students" else f"{team}-02"
        yield ms.Team(id=team, event=EVENT, name=names[team], lead=lead, deputy=deputy, organization=body)
        for n in range(1, heads + 1):
            yield ms.Person(
                id=f"{team}-{n:02}",
                name=world.name(),
                team=team,
                organization=body,
                phone=phone(f"{team}-{n}"),
                skills=("guide",) if team in {"staff", "attendants"} else (),
            )


def guests(world: World) -> Iterator[ms.Record]:
    """Give who comes, by the bodies that send them: 15 districts and the city, without names yet."""
    say = world.say
    for n in range(1, DISTRICTS + 1):
        yield ms.Delegation(id=f"district-{n:02}", event=EVENT, name=say("District {n}", n=world.ordinal(n)), quota=160)
    yield ms.Delegation(id="city", event=EVENT, name=say("Bodies of the city"), quota=HEADS - DISTRICTS * 160)


def plans(world: World) -> Iterator[ms.Record]:
    """Give the three plans that must be approved."""
    say = world.say
    for id, title in (
        ("service", say("Overall service plan")),
        ("welcome", say("Plan of the welcome ceremony")),
        ("staffing", say("Plan of who does what")),
    ):
        yield ms.Document(
            id=f"plan-{id}",
            event=EVENT,
            title=title,
            author="staff-02",
            steps=("staff-01",),
            due=at("19T18:00"),
            state="drafted",
        )


def made(world: World) -> Iterator[ms.Record]:
    """Give what is to be made, each step with its time: design, proof, make, install."""
    say = world.say
    steps = (("design", "19T20:00"), ("proof", "20T10:00"), ("make", "21T20:00"), ("install", "22T02:00"))
    for id, title in (
        ("boards", say("20 display boards")),
        ("banners", say("60 banners")),
        ("signs", say("21 sets of guide signs")),
    ):
        before = ""
        for n, (step, due) in enumerate(steps):
            words = {"design": say("design"), "proof": say("proof"), "make": say("make"), "install": say("install")}
            yield ms.Task(
                id=f"{id}-{step}",
                event=EVENT,
                kind="make",
                title=say("{what}: {step}", what=title, step=words[step]),
                due=at(due),
                duration=timedelta(hours=(2, 1, 8, 4)[n]),
                after=(before,) if before else (),
                responsible=f"staff-{10 + n:02}",
                team="staff",
                organization="makers",
            )
            before = f"{id}-{step}"


def supplies(world: World) -> Iterator[ms.Record]:
    """Give what each participant is handed, what stands at the entrances, and what is laid out in the foyer."""
    say = world.say
    table = say("Table in the foyer")
    for id, name, kind, quantity, kit in (
        ("masks", say("Masks"), "mask", 2800, say("Kit of each participant")),
        ("gel", say("Hand disinfectant"), "gel", 2700, say("Kit of each participant")),
        ("water", say("Bottled water"), "water", 2700, table),
        ("breakfast", say("Breakfast"), "breakfast", HEADS, table),
        ("tea", say("Tea"), "tea", 2700, table),
        ("cups", say("Paper cups"), "cup", 2700, table),
    ):
        yield ms.Supply(
            id=id,
            event=EVENT,
            name=name,
            kind=kind,
            quantity=Decimal(quantity),
            unit=say("piece"),
            responsible="staff-05",
            due=at("22T06:30" if kind == "breakfast" else "21T18:00"),
            place="foyer" if kind in {"breakfast", "tea", "cup"} else None,
            lasts=timedelta(hours=8) if kind == "mask" else None,
        )
        yield ms.KitItem(id=f"kit-{id}", event=EVENT, kit=kit, supply=id)
    yield ms.Meal(
        id="breakfast",
        event=EVENT,
        name=say("Breakfast"),
        kind="breakfast",
        place="foyer",
        window=window("22T07:00", "22T08:50"),
        covers=HEADS,
        organization="centre",
        team="attendants",
    )


def protocol(world: World) -> Iterator[ms.Record]:
    """Give the house rules: a negative test within three days before duty."""
    say = world.say
    yield ms.HealthProtocol(
        id="house-rules",
        name=say("House rules of the conference"),
        family="house-rules",
        pathogen="sars-cov-2",
        authority=say("the office"),
        starts=date(2020, 9, 1),
        source=say("made up for this story, after a bulletin that asks a negative test of three groups"),
        grade="B",
    )
    yield ms.Requirement(
        id="tested", protocol="house-rules", kind="test", at="duty", test="pcr", within=timedelta(days=3)
    )
    yield ms.Adoption(id="keeps", event=EVENT, family="house-rules")
    for team in ("staff", "attendants", "students"):
        yield ms.Cohort(id=team, event=EVENT, name=team_names(world)[team], kinds=("staff",), teams=(team,))


def posts(world: World) -> Iterator[ms.Record]:
    """Give who stands where from six o'clock on."""
    say = world.say
    spots = [
        *((f"entrance-{n}", "guide", "staff") for n in range(1, ENTRANCES + 1)),
        *((f"exit-{n}", "guide", "staff") for n in range(1, EXITS + 1)),
        *((f"stair-{n}", "guide", "staff") for n in range(1, STAIRS + 1)),
        *((f"corner-{n}", "guide", "staff") for n in range(1, CORNERS + 1)),
        *((f"door-{n}", "guide", "attendants") for n in range(1, DOORS + 1)),
        *((f"lift-{n}", "attendant", "attendants") for n in range(1, LIFTS + 1)),
        *((f"lounge-{n}", "attendant", "attendants") for n in range(1, LOUNGES + 1)),
    ]
    # Of the staff, those whom no task and no class of students keeps elsewhere.
    free = {"staff": iter((*range(3, 7), *range(14, 20), *range(24, 27))), "attendants": iter(range(1, ATTENDANTS))}
    for place, role, team in spots:
        yield ms.Post(
            id=f"at-{place}",
            event=EVENT,
            name=say("Guide") if role == "guide" else say("Attendant"),
            place=place,
            team=team,
            role=role,
            window=window("22T06:00", "22T11:30"),
        )
        yield ms.Duty(id=f"at-{place}", person=f"{team}-{next(free[team]):02}", post=f"at-{place}")
    yield ms.Post(
        id="music",
        event=EVENT,
        name=say("Band and guard of honour"),
        place="square",
        team="band",
        role="band",
        heads=BAND,
        window=window("22T07:30", "22T09:00"),
    )
    for n in range(1, BAND + 1):
        yield ms.Duty(id=f"band-{n:02}", person=f"band-{n:02}", post="music")


def run_sheet(world: World) -> Iterator[ms.Record]:
    """Give the ceremony to the minute."""
    say = world.say
    yield ms.Session(
        id="ceremony",
        event=EVENT,
        title=say("Commendation ceremony"),
        kind="ceremony",
        place="hall",
        window=window("22T09:00", "22T11:30"),
        expected=HEADS,
        needs_kinds=("police",),
    )
    yield ms.Session(
        id="rehearsal",
        event=EVENT,
        title=say("Rehearsal"),
        kind="rehearsal",
        place="hall",
        window=window("21T15:00", "21T17:00"),
        expected=STAFF + ATTENDANTS,
    )
    for id, minutes, lasts, title, fixed in (
        ("files", -60, 50, say("Entry in files of two, a guide before each"), False),
        ("anthem", 0, 3, say("Anthem; the live broadcast begins"), True),
        ("honours", 5, 60, say("The honours are handed over"), False),
        ("speech", 65, 40, say("Speech"), False),
    ):
        yield ms.Cue(
            id=f"cue-{id}",
            session="ceremony",
            after=timedelta(minutes=minutes),
            lasts=timedelta(minutes=lasts),
            title=title,
            team="staff",
            track="stage",
            fixed=fixed,
        )


def recipients(world: World) -> Iterator[ms.Record]:
    """Give who must be told."""
    say = world.say
    yield world.recipient("duty-officer", say("Duty officer of the office"), ())
    for team, name, person in (
        ("staff", say("Staff of the office"), "staff-01"),
        ("attendants", say("Attendants"), "attendants-01"),
        ("band", say("Band and guard of honour"), "band-01"),
        ("students", say("Welcome party of students"), "staff-20"),
    ):
        yield world.recipient(
            f"lead.{team}",
            say("Lead of {unit}", unit=name),
            ("team-lead", "duty"),
            team=team,
            person=person,
            escalates_to="duty-officer",
        )
    for team, heads in (("staff", STAFF), ("attendants", ATTENDANTS)):
        for n in range(2, heads + 1):
            if f"{team}-{n:02}" != "staff-20":
                yield world.recipient(
                    f"{team}.{n:02}",
                    say("{who} {n}", who=say("Staff") if team == "staff" else say("Attendant"), n=n),
                    ("duty",),
                    person=f"{team}-{n:02}",
                    escalates_to=f"lead.{team}",
                )
