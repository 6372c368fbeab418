"""Records that the rules about drivers, seat numbers, stays and meals find wrong, and records that come near."""

from __future__ import annotations

from meetsupport.core.records import Record
from meetsupport.model import (
    Delegation,
    Event,
    Lodging,
    Meal,
    Opening,
    Organization,
    Participant,
    Person,
    Place,
    Recipient,
    Role,
    Room,
    Route,
    Seat,
    Stay,
    Team,
    Trip,
)
from tests.unit.rules.judging import changed, span

Records = tuple[Record, ...]

EVENT = Event(id="e", window=span(20, 60))
CARRIER = Organization(id="carrier")
PAT, SAM = Participant(id="pat", event="e", delegation="d"), Participant(id="sam", event="e", delegation="d")
COACH = Trip(id="t", organization="carrier", kind="car", window=span(2, 3))
RESTAURANT = Place(id="restaurant", capacity=3)
ROOM = Room(id="r", lodging="inn")
INN = Lodging(id="inn", event="e", window=span(0, 72), rooms=1)


def meal(id: str, start: float, end: float, **about: object) -> Meal:
    """A meal in the restaurant."""
    return Meal(id=id, place="restaurant", window=span(start, end), **about)  # type: ignore[arg-type]


def catered(*, diet: str, role: str | None, ends: float = 2) -> Records:
    """A meal of a caterer, one of whose guests may not eat everything."""
    return (
        EVENT,
        Delegation(id="d", event="e"),
        changed(PAT, diet=diet),
        RESTAURANT,
        CARRIER,
        meal("m", ends - 1, ends, event="e", organization="carrier", delegations=("d",)),
        Role(id="clerk", sees=("personal",)),
        Role(id="carer", sees=("health",)),
        Recipient(id="cook", kinds=("caterer",), organization="carrier", role=role),
    )


def groups(second: float) -> Records:
    """A delegation, a route and a team, each counted at two meals of an hour."""
    counted = {"delegations": ("d",), "routes": ("r",), "teams": ("x",)}
    return (
        Delegation(id="d"),
        Route(id="r"),
        Team(id="x"),
        Place(id="restaurant"),
        meal("m", 1, 2, **counted),
        meal("n", second, second + 1, **counted),
    )


FIRES: dict[str, tuple[Records, str]] = {
    "core.trip-without-driver": ((Trip(id="t", window=span(-1, 3)),), "t/"),
    "core.seat-number-twice": (
        (
            EVENT,
            Delegation(id="d", event="e"),
            CARRIER,
            PAT,
            SAM,
            COACH,
            Seat(id="s", trip="t", participant="pat", number="7"),
            Seat(id="s2", trip="t", participant="sam", number="7"),
        ),
        "t/7",
    ),
    "core.stay-outside-held": ((EVENT, INN, ROOM, Stay(id="s", room="r", window=span(0, 73))), "s/"),
    "core.meal-outside-opening": (
        (RESTAURANT, Opening(id="o", place="restaurant", window=span(1, 2)), meal("m", 1, 2.5)),
        "m/restaurant",
    ),
    "core.diets-untold": (catered(diet="halal", role="clerk"), "cook/organization"),
    "core.meal-room": ((RESTAURANT, meal("m", 1, 3, guests=2), meal("n", 2, 4, guests=2)), "restaurant/"),
    "core.delegation-meals-overlap": (groups(1.5), "d/n"),
    "core.route-meals-overlap": (groups(1.5), "r/n"),
    "core.team-meals-overlap": (groups(1.5), "x/n"),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, Records] = {
    "core.trip-without-driver": (
        CARRIER,
        Person(id="anna"),
        COACH,
        Trip(id="t2", crew=("anna",), window=span(-1, 3)),
        Trip(id="t3", window=span(-2, -1)),
    ),
    "core.seat-number-twice": (
        EVENT,
        Delegation(id="d", event="e"),
        CARRIER,
        PAT,
        SAM,
        Participant(id="kim", event="e", state="left"),
        COACH,
        Seat(id="s", trip="t", participant="pat", number="7"),
        Seat(id="s2", trip="t", participant="sam", number="8"),
        Seat(id="s3", trip="t", participant="kim", number="7"),
    ),
    "core.stay-outside-held": (EVENT, INN, ROOM, Stay(id="s", room="r", window=span(0, 72))),
    "core.meal-outside-opening": (
        RESTAURANT,
        Opening(id="o", place="restaurant", window=span(1, 2)),
        meal("m", 1, 2),
    ),
    "core.diets-untold": catered(diet="halal", role="carer"),
    "core.meal-room": (
        RESTAURANT,
        meal("m", 1, 3, guests=2),
        meal("n", 3, 4, guests=3),
        meal("box", 1, 3, guests=9, kind="box"),
    ),
    "core.delegation-meals-overlap": groups(2),
    "core.route-meals-overlap": groups(2),
    "core.team-meals-overlap": groups(2),
}
"""For each rule, records that it must leave alone."""
