"""Who must be told, and who is asked when somebody does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import meetsupport as ms
from meetsupport.cli.demo.case5.setting import MEMBERS, PROVINCES, ROUTES, SPEAKERS, STOPS, World, teams_of

__all__ = ["recipients"]


def recipients(world: World) -> Iterator[ms.Record]:
    """Give all who must be told."""
    say = world.say
    yield world.recipient("duty-officer", say("Duty officer of the office"), ())
    for team, (name, _) in teams_of(world).items():
        kinds = ("team-lead", "duty", "caterer") if team == "catering" else ("team-lead", "duty")
        yield world.recipient(
            f"lead.{team}",
            say("Lead of the team {team}", team=name),
            kinds,
            team=team,
            role="carer" if "caterer" in kinds else None,
            person=f"{team}-lead",
            escalates_to="duty-officer",
        )
    for n in range(1, 9):
        yield world.recipient(f"hall.{n}", say("Hall staff {n}", n=n), ("duty",), person=f"hall-{n}")
    yield world.recipient(
        "catering.deputy",
        say("Deputy lead of the team Catering"),
        ("duty",),
        person="catering-deputy",
        limit=timedelta(minutes=30),
        escalates_to="lead.catering",
    )
    yield world.recipient("greeter.air", say("Pick-up at the airport"), ("duty",), person="transport-1")
    yield world.recipient("greeter.rail", say("Pick-up at the station"), ("duty",), person="transport-3")
    yield world.recipient(
        "liaison.chief",
        say("Chief liaison officer"),
        ("liaison", "duty"),
        person="chief-liaison",
        escalates_to="duty-officer",
        limit=timedelta(minutes=15),
    )
    for n in range(1, 7):
        yield world.recipient(
            f"liaison.coach-{n}",
            say("Liaison officer of coach {n}", n=n),
            ("liaison",),
            person=f"liaison-{n}",
            role="carer",
            escalates_to="liaison.chief",
        )
    for route in ROUTES:
        yield world.recipient(
            f"lead.route-{route}",
            say("Lead of route {route}", route=route.upper()),
            ("duty",),
            person=f"lead-{route}",
            escalates_to="liaison.chief",
        )
    for stop in STOPS:
        relayed = stop == "c1"  # its fax is out of order, so the lead of the route passes its lists on
        yield world.recipient(
            f"host.{stop}",
            say("Host of stop {stop}", stop=stop.upper()),
            ("host",),
            organization=f"host-{stop}",
            role="carer",
            through=f"lead.route-{stop[0]}" if relayed else None,
            escalates_to="liaison.chief",
            addresses=() if relayed else None,
        )
    for province in range(1, PROVINCES + 1):
        yield world.recipient(
            f"head.province-{province:02}",
            say("Head of province {n}", n=world.ordinal(province)),
            ("delegation",),
            delegation=f"province-{province:02}",
            limit=timedelta(hours=12),
            escalates_to="lead.registration",
        )
    yield world.recipient("head.central", say("Secretary of the central bodies"), ("delegation",), delegation="central")
    for n in SPEAKERS:
        yield world.recipient(
            f"speaker.{n:03}",
            say("Speaker from province {n}", n=world.ordinal((n - 1) // MEMBERS + 1)),
            ("speaker",),
            participant=f"p-{n:03}",
            escalates_to="lead.hall",
        )
    yield world.recipient("kitchens", say("Catering company"), ("caterer",), organization="kitchens", role="carer")
    yield world.recipient("desk.residence", say("Desk of the residence"), ("lodging",), place="residence", role="carer")
    yield world.recipient("desk.annexe", say("Desk of the Garden hotel"), ("lodging",), place="annexe", role="carer")
    yield world.recipient("escort", say("Escort"), ("duty",), person="escort", role="confidant")
    yield world.recipient("escort-driver", say("Driver of the escort"), ("duty",), person="escort-driver")
