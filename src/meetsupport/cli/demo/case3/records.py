"""
What a city's office and its districts had planned for an anniversary, as it stood ten days before.

The figures are those of a real bulletin: five activities of the office, three districts of fifteen that reported
theirs, five kinds of goods. Everything that has a name is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import meetsupport as ms
from meetsupport.cli.demo.world import World, phone

__all__ = ["CITY", "DISTRICTS", "PARTS", "REPORTING", "at", "records", "window"]

CITY = "city"
DISTRICTS = tuple(f"district-{n:02}" for n in range(1, 16))
REPORTING = DISTRICTS[:3]
"""Those that reported; the other twelve sent nothing."""

PARTS = 5
"""The fixed parts of a theme day; which they are is each agency's own list."""


def at(text: str) -> datetime:
    """Read a moment of that summer: ``07-01T09:00``."""
    return ms.instant(f"2020-{text}:00+08:00")


def window(start: str, end: str) -> ms.Window:
    """Read a window of that summer."""
    return ms.Window(at(start), at(end))


def records(world: World) -> Sequence[ms.Record]:
    """Give every record of the plan."""
    parts = (bodies, events, activities, reports, recipients)
    return tuple(record for part in parts for record in part(world))


def bodies(world: World) -> Iterator[ms.Record]:
    """Give the office and the fifteen districts, whom to call there, and the meeting at which all were asked."""
    say = world.say
    names = {CITY: say("Office of the city")}
    names |= {id: say("District {n}", n=world.ordinal(n)) for n, id in enumerate(DISTRICTS, 1)}
    for id, name in names.items():
        yield ms.Organization(
            id=id, name=name, role="host" if id == CITY else "assist", kinds=("office",), contact=f"contact-{id}"
        )
        yield ms.Person(id=f"contact-{id}", name=world.name(), organization=id, phone=phone(id), title=say("contact"))
    yield ms.Coordination(
        id="asked",
        event=CITY,
        title=say("All districts are asked for a report"),
        window=window("06-18T09:00", "06-18T10:00"),
        convener=CITY,
        invited=tuple(names),
        attended=tuple(names),
    )


def events(world: World) -> Iterator[ms.Record]:
    """Give what the office and the three districts hold, each an event of its own."""
    say = world.say
    for id in (CITY, *REPORTING):
        yield ms.Event(
            id=id,
            name=say("Anniversary"),
            kind="theme-day",
            window=window("06-24T08:00", "07-16T18:00"),
            organization=id,
            received=at("06-18T09:00"),
        )


def activities(world: World) -> Iterator[ms.Record]:
    """Give the five activities of the office, with who speaks; two of them are planned for the same hour."""
    say = world.say
    for id, name, kind in (
        ("meeting-room", say("Meeting room"), "hall"),
        ("memorial", say("Memorial hall"), "stop"),
        ("community", say("Community centre"), "stop"),
    ):
        yield ms.Place(id=id, name=name, kind=kind, organization=CITY)
    for id, title, kind, place, start, end in (
        ("care", say("Visit to households in need"), "care-visit", "community", "06-24T09:00", "06-24T11:00"),
        ("lecture", say("Lecture"), "lecture", "meeting-room", "07-01T09:00", "07-01T10:30"),
        ("visit", say("Visit to a memorial hall"), "visit", "memorial", "07-01T10:00", "07-01T12:00"),
        ("oath", say("Renewal of the oath"), "oath", "memorial", "07-01T11:00", "07-01T11:20"),
        ("theme-day", say("Theme day, 5 + N"), "theme-day", "meeting-room", "07-02T14:00", "07-02T17:00"),
    ):
        yield ms.Session(id=id, event=CITY, title=title, kind=kind, place=place, window=window(start, end), expected=40)
    for session in ("lecture", "visit"):
        yield ms.Appearance(id=f"head-{session}", session=session, person=f"contact-{CITY}", role=say("leads"))
    for n, part in enumerate(
        (say("Pay the dues"), say("Study together"), say("Renew the oath"), say("Discuss openly"), say("Serve others")),
        1,
    ):
        yield ms.Task(
            id=f"part-{n}",
            event=CITY,
            kind="item",
            title=say("Fixed part {n}: {part}", n=world.ordinal(n), part=part),
            session="theme-day",
            due=at("07-02T17:00"),
            responsible=f"contact-{CITY}",
            organization=CITY,
        )


def reports(world: World) -> Iterator[ms.Record]:
    """Give the report that each district owes."""
    for id in DISTRICTS:
        yield ms.Task(
            id=f"report-{id}",
            event=CITY,
            kind="report",
            title=world.say("Report on the anniversary"),
            due=at("07-10T18:00"),
            responsible=f"contact-{id}",
            organization=id,
        )


def recipients(world: World) -> Iterator[ms.Record]:
    """Give who must be told: a contact in each district, who is asked by telephone if nothing comes."""
    say = world.say
    yield world.recipient("editor", say("Editor of the office"), ("duty",), person=f"contact-{CITY}")
    for n, id in enumerate(DISTRICTS, 1):
        yield world.recipient(
            f"contact.{id}",
            say("Contact of {body}", body=say("District {n}", n=world.ordinal(n))),
            ("duty",),
            person=f"contact-{id}",
            limit=timedelta(days=3),
            escalates_to="editor",
        )
