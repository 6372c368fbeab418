"""What the office has planned: the event, the bodies that help, the teams, the programme, posts and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import meetsupport as ms
from meetsupport.cli.demo.case5.setting import CONFERENCE, ROUTES, SPEAKERS, STOPS, World, at, phone, teams_of, window

__all__ = ["bodies", "event", "places", "posts", "programme", "tasks", "teams"]


def event(world: World) -> Iterator[ms.Record]:
    """Give the event, its days off and what roles may see."""
    yield ms.Event(
        id=CONFERENCE,
        name=world.say("National Exchange Conference"),
        kind="conference",
        window=window("08T08:00", "11T18:00"),
        place="residence",
        organization="office",
        registration_closes=at("04T18:00"),
        settles=at("08T22:00"),
        chief_liaison="chief-liaison",
    )
    for day in (4, 5, 6):
        yield ms.DayOff(id=f"dragon-boat-{day}", day=date(2011, 6, day), name=world.say("Dragon Boat Festival"))
    yield ms.Role(id="confidant", name=world.say("may see itineraries"), sees=("personal", "confidential"))
    yield ms.Role(id="carer", name=world.say("may see what guests need"), sees=("personal", "health"))
    yield ms.Role(id="clerk", name=world.say("may see people"), sees=("personal",))


def bodies(world: World) -> Iterator[ms.Record]:
    """Give the bodies that help, and the meeting that they came to."""
    say = world.say
    listed = [
        ("office", say("Reception office"), "host", ("office",)),
        ("residence", say("Lakeside residence"), "contractor", ("hotel", "venue")),
        ("annexe", say("Garden hotel"), "contractor", ("hotel",)),
        ("hall-company", say("Conference hall"), "contractor", ("venue",)),
        ("kitchens", say("Catering company"), "contractor", ("caterer",)),
        ("coaches", say("Coach company"), "contractor", ("carrier",)),
        ("railway", say("Railway station"), "partner", ("railway",)),
        ("guard-bureau", say("Guard bureau"), "partner", ("police",)),
        ("printers", say("Printing works"), "contractor", ("printer",)),
    ]
    listed += [
        (f"host-{stop}", say("Reception office of stop {stop}", stop=stop.upper()), "assist", ("host",))
        for stop in STOPS
    ]
    for id, name, role, kinds in listed:
        yield ms.Organization(id=id, name=name, role=role, kinds=kinds, contact=f"contact-{id}")
        yield ms.Person(id=f"contact-{id}", name=world.name(), organization=id, title=say("contact"), phone=phone(id))
    everybody = tuple(id for id, *_ in listed)
    yield ms.Coordination(
        id="meeting-1",
        event=CONFERENCE,
        title=say("First coordination meeting"),
        window=window("01T08:30", "01T10:00"),
        place="residence",
        convener="office",
        invited=everybody,
        attended=everybody,
    )


def places(world: World) -> Iterator[ms.Record]:
    """Give the places."""
    say = world.say
    yield ms.Place(id="residence", name=say("Lakeside residence"), kind="lodging", organization="residence")
    yield ms.Place(id="annexe", name=say("Garden hotel"), kind="lodging", organization="annexe")
    yield ms.Place(id="hall", name=say("Conference hall"), kind="hall", capacity=600, organization="hall-company")
    for id, name, kind, capacity in (
        ("ballroom", say("Residence ballroom"), "hall", 400),
        ("restaurant", say("Residence restaurant"), "restaurant", 320),
        ("lobby", say("Residence lobby"), "entrance", None),
    ):
        yield ms.Place(id=id, name=name, kind=kind, capacity=capacity, within="residence", organization="residence")
    yield ms.Place(id="airport", name=say("Airport"), kind="airport")
    yield ms.Place(id="station", name=say("Railway station"), kind="station", organization="railway")
    for stop in STOPS:
        name = say("Stop {stop}", stop=stop.upper())
        yield ms.Place(id=f"stop-{stop}", name=name, kind="stop", organization=f"host-{stop}")


def teams(world: World) -> Iterator[ms.Record]:
    """Give the four teams and all who work."""
    for team, (name, staff) in teams_of(world).items():
        yield ms.Team(
            id=team,
            event=CONFERENCE,
            name=name,
            lead=f"{team}-lead",
            deputy=f"{team}-deputy",
            organization="office",
        )
        for member in ("lead", "deputy", *(str(n) for n in range(1, staff + 1))):
            yield _worker(world, f"{team}-{member}", team, world.say("Team {team}", team=name))
    for n in range(1, 7):
        yield _worker(world, f"liaison-{n}", "transport", world.say("Liaison officer of coach {n}", n=n))
        yield _worker(world, f"driver-{n}", None, world.say("Driver of coach {n}", n=n), "coaches", ("driver",))
    yield _worker(world, "chief-liaison", "transport", world.say("Chief liaison officer"))
    for n in range(1, 4):
        yield _worker(world, f"standby-{n}", None, world.say("Driver of the standby vehicle"), "coaches", ("driver",))
    for route in ROUTES:
        yield _worker(world, f"lead-{route}", "transport", world.say("Lead of route {route}", route=route.upper()))
    yield _worker(world, "escort", "registration", world.say("Escort"))
    yield _worker(world, "escort-driver", None, world.say("Driver of the escort"), "coaches", ("driver",))


def _worker(
    world: World, id: str, team: str | None, title: str, body: str = "office", skills: tuple[str, ...] = ()
) -> ms.Person:
    return ms.Person(
        id=id, name=world.name(), team=team, organization=body, title=title, phone=phone(id), skills=skills
    )


def programme(world: World) -> Iterator[ms.Record]:
    """Give the sessions, who appears in them, and a leader's itinerary."""
    say = world.say
    for id, title, kind, start, end in (
        ("photo", say("Group photo"), "group photo", "09T08:00", "09T08:20"),
        ("plenary", say("Plenary session"), "plenary", "09T08:30", "09T11:30"),
    ):
        yield ms.Session(
            id=id,
            event=CONFERENCE,
            title=title,
            kind=kind,
            place="hall",
            window=window(start, end),
            needs_kinds=("police",),
        )
    for n in SPEAKERS:
        yield ms.Appearance(
            id=f"talk-{n}", session="plenary", participant=f"p-{n:03}", role=say("speaks on experience")
        )
    yield ms.Appearance(id="chair", session="plenary", participant="p-249", role=say("takes the chair"))
    yield ms.Itinerary(
        id="visit",
        event=CONFERENCE,
        participant="p-249",
        escorts=("escort", "escort-driver"),
        title=say("Visits a site"),
        place="stop-a1",
        window=window("09T14:30", "09T15:15"),
    )


def posts(world: World) -> Iterator[ms.Record]:
    """Give the posts and who is on duty there, the standby vehicle round the clock among them."""
    say = world.say
    for id, name, team, place, role, shift, staff in (
        (
            "desk",
            say("Registration desk"),
            "registration",
            "lobby",
            say("sign-in"),
            window("08T08:00", "08T22:00"),
            ("registration-1", "registration-2", "registration-3"),
        ),
        (
            "pick-up-air",
            say("Pick-up at the airport"),
            "transport",
            "airport",
            say("pick-up"),
            window("08T08:00", "08T23:30"),
            ("transport-1", "transport-2"),
        ),
        (
            "pick-up-rail",
            say("Pick-up at the station"),
            "transport",
            "station",
            say("pick-up"),
            window("08T08:00", "08T23:30"),
            ("transport-3", "transport-4"),
        ),
        (
            "sign-in",
            say("Sign-in at the hall"),
            "hall",
            "hall",
            say("sign-in"),
            window("09T07:20", "09T08:30"),
            ("hall-1", "hall-2", "hall-3", "hall-4"),
        ),
        (
            "tea",
            say("Tea in the hall"),
            "hall",
            "hall",
            say("tea"),
            window("09T08:00", "09T11:30"),
            ("hall-5", "hall-6", "hall-7", "hall-8"),
        ),
    ):
        yield ms.Post(
            id=id, event=CONFERENCE, name=name, team=team, place=place, role=role, heads=len(staff), window=shift
        )
        for person in staff:
            yield ms.Duty(id=f"duty-{person}", person=person, post=id)
    for house in ("residence", "annexe"):
        yield ms.Post(
            id=f"desk-{house}",
            event=CONFERENCE,
            name=say("Service desk"),
            place=house,
            role="service-desk",
            heads=0,
            window=window("08T08:00", "11T08:00"),
        )
    yield ms.Post(
        id="standby",
        event=CONFERENCE,
        name=say("Standby vehicle"),
        team="transport",
        place="residence",
        role=say("ready to drive"),
        skill="driver",
        window=window("08T08:00", "11T08:00"),
    )
    for turn in range(9):
        start = at("08T08:00") + timedelta(hours=8 * turn)
        yield ms.Duty(
            id=f"standby-turn-{turn + 1}",
            person=f"standby-{turn % 3 + 1}",
            post="standby",
            window=ms.Window(start, start + timedelta(hours=8)),
        )


def tasks(world: World) -> Iterator[ms.Record]:
    """Give the written plan of each team, and who is responsible for each link."""
    say = world.say
    for team, (name, _) in teams_of(world).items():
        yield ms.Task(
            id=f"plan-{team}",
            event=CONFERENCE,
            kind="make",
            title=say("Written plan of the team {team}", team=name),
            due=at("05T17:00" if team == "transport" else "03T17:00"),
            responsible=f"{team}-lead",
            deputy=f"{team}-deputy",
            leader="contact-office",
            team=team,
        )
    for link, title, team in (
        ("registration", say("Link: registration"), "registration"),
        ("lodging", say("Link: lodging"), "registration"),
        ("banquet", say("Link: banquet"), "catering"),
        ("meals", say("Link: meals"), "catering"),
        ("meeting", say("Link: meeting"), "hall"),
        ("transport", say("Link: transport"), "transport"),
        ("tours", say("Link: study tours"), "transport"),
    ):
        yield ms.Task(
            id=f"link-{link}",
            event=CONFERENCE,
            kind="link",
            title=title,
            window=window("08T08:00", "11T18:00"),
            responsible="chief-liaison" if link == "tours" else f"{team}-lead",
            contact=f"{team}-deputy",
            leader="contact-office",
            team=team,
        )
