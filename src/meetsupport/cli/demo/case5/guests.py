"""Who comes, how, and where they sleep, eat and ride."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import meetsupport as ms
from meetsupport.cli.demo.case5.setting import (
    BUREAU_RANK,
    COACH_SEATS,
    CONFERENCE,
    LATE_PROVINCES,
    MEMBERS,
    PROVINCES,
    ROUTES,
    STOPS,
    World,
    at,
    phone,
    window,
)

__all__ = ["delegations", "lodging", "meals", "routes"]

IN_RESIDENCE = 16
"""The provinces up to this one sleep in the residence, the others in the annexe."""


def lodging(world: World) -> Iterator[ms.Record]:
    """Give the two buildings, and what others need of them."""
    for id, rooms in (("residence", 140), ("annexe", 128)):
        yield ms.Lodging(
            id=id,
            event=CONFERENCE,
            name=world.say("Lakeside residence" if id == "residence" else "Garden hotel"),
            place=id,
            organization=id,
            window=window("08T12:00", "11T14:00"),
            rooms=rooms,
        )
    yield ms.RoomDemand(
        id="rooms-staff", lodging="residence", organization="office", rooms=10, reason=world.say("staff on duty")
    )


def routes(world: World) -> Iterator[ms.Record]:
    """Give the routes with their coaches, stops and hosts."""
    say = world.say
    for number, route in enumerate(ROUTES):
        yield ms.Route(
            id=f"route-{route}",
            event=CONFERENCE,
            name=route.upper(),
            lead=f"lead-{route}",
        )
        for coach in (2 * number + 1, 2 * number + 2):
            yield ms.Trip(
                id=f"coach-{coach}",
                event=CONFERENCE,
                name=say("Coach {n}", n=coach),
                route=f"route-{route}",
                vehicle=f"X-{coach:04}",
                seats=COACH_SEATS,
                window=window("09T13:30", "11T11:30"),
                crew=(f"driver-{coach}",),
                liaison=f"liaison-{coach}",
                organization="coaches",
            )
    for stop, (start, end) in STOPS.items():
        yield ms.Call(
            id=f"call-{stop}",
            route=f"route-{stop[0]}",
            place=f"stop-{stop}",
            window=window(start, end),
            host=f"host-{stop}",
        )


def delegations(world: World) -> Iterator[ms.Record]:
    """Give the delegations with their members, arrivals and seats."""
    say = world.say
    for province in range(1, PROVINCES + 1):
        late = province in LATE_PROVINCES
        first = (province - 1) * MEMBERS + 1
        yield ms.Delegation(
            id=f"province-{province:02}",
            event=CONFERENCE,
            name=say("Province {n}", n=world.ordinal(province)),
            head=f"p-{first:03}",
            quota=MEMBERS,
        )
        yield _arrival(province)
        for number in range(first, first + MEMBERS):
            yield from _member(world, number, province, late=late)
    yield ms.Delegation(id="central", event=CONFERENCE, name=say("Central bodies"), head="p-249", quota=2)
    yield ms.Arrival(
        id="arrival-central",
        event=CONFERENCE,
        means="air",
        number="XA900",
        place="airport",
        due=at("08T16:10"),
        greeter="escort",
    )
    for number in (249, 250):
        yield ms.Participant(
            id=f"p-{number}",
            name=world.name(),
            delegation="central",
            rank="minister",
            title=say("Minister"),
            arrival="arrival-central",
            lodging="residence",
            room=f"1-{number}",
            departs=at("10T19:30"),
            departs_by="air",
            departs_on="XA901",
            state="registered",
        )


def _arrival(province: int) -> ms.Arrival:
    air = province % 2 == 1
    # One after the other from ten in the morning, the last at ten past nine.
    due = at("08T10:00") + timedelta(minutes=22 * (province - 1) + (10 if province == PROVINCES else 0))
    return ms.Arrival(
        id=f"arrival-{province:02}",
        event=CONFERENCE,
        means="air" if air else "rail",
        number=f"XA{100 + province}" if air else f"X{100 + province}",
        place="airport" if air else "station",
        due=due,
        greeter="transport-1" if air else "transport-3",
    )


def _member(world: World, number: int, province: int, *, late: bool) -> Iterator[ms.Record]:
    place_in_list = number - (province - 1) * MEMBERS
    bureau = place_in_list == 1 or (place_in_list == 2 and province <= BUREAU_RANK - PROVINCES)  # noqa: PLR2004
    coach, place = seat_of(number)
    building = "residence" if province <= IN_RESIDENCE else "annexe"
    rank = "bureau" if bureau else "division"
    yield ms.Participant(
        id=f"p-{number:03}",
        name=world.name(),
        delegation=f"province-{province:02}",
        rank=rank,
        title=world.say("Deputy head of a bureau" if rank == "bureau" else "Head of a division"),
        phone=phone(f"p-{number}"),
        arrival=f"arrival-{province:02}",
        diet=world.say("halal") if number % 41 == 0 else "",
        mobility=world.say("no stairs") if number % 97 == 0 else "",
        departs=None if late else at("11T16:30"),
        departs_by="" if late else "rail",
        departs_on="" if late else f"X{200 + province}",
        route=f"route-{ROUTES[number % 3]}",
        lodging=building,
        room=f"{1 if building == 'residence' else 2}-{number:03}",
        state="expected" if late else "registered",
    )
    yield ms.Seat(id=f"seat-{number:03}", trip=coach, participant=f"p-{number:03}", number=str(place))


def seat_of(number: int) -> tuple[str, int]:
    """Give the coach and the seat that a participant is given at first: the two coaches of a route by turns."""
    turn = number // 3
    return f"coach-{2 * (number % 3) + 1 + turn % 2}", turn // 2 + 1


def meals(world: World) -> Iterator[ms.Record]:
    """Give the meals."""
    say = world.say
    for id, name, kind, start, end in (
        ("dinner-8", say("Welcome dinner"), "banquet", "08T18:30", "08T20:00"),
        ("breakfast-9", say("Breakfast on the 9th"), "breakfast", "09T06:45", "09T07:45"),
        ("lunch-9", say("Lunch on the 9th"), "lunch", "09T11:45", "09T12:45"),
    ):
        yield ms.Meal(
            id=id,
            event=CONFERENCE,
            name=name,
            kind=kind,
            place="restaurant",
            window=window(start, end),
            covers=260,
            organization="kitchens",
            team="catering",
        )
    for route in ROUTES:
        yield ms.Meal(
            id=f"dinner-{route}",
            event=CONFERENCE,
            name=say("Dinner of route {route}", route=route.upper()),
            kind="dinner",
            place=f"stop-{route}1",
            window=window("09T18:30", "09T20:00"),
            covers=90,
            routes=(f"route-{route}",),
            organization=f"host-{route}1",
            team="catering",
        )
