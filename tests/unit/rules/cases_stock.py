"""Records that the rules about stock find wrong, and records that come near and are right."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from meetsupport.core.records import Record
from meetsupport.model import Event, KitItem, Movement, Place, Session, Supply
from tests.unit.rules.judging import at, span

Records = tuple[Record, ...]

TWO, THREE = Decimal(2), Decimal(3)
EVENT = Event(id="e", window=span(1, 10), expected=3)
VENUE = Place(id="venue")
EAST = Place(id="east", kind="entrance", within="venue")
WEST = Place(id="west", kind="entrance", within="venue")
GATES: Records = (EVENT, VENUE, EAST, WEST)
GEL = Supply(id="gel", event="e", kind="gel", quantity=THREE, due=at(0))


def moved(id: str, kind: str, quantity: Decimal, when: float | None = -1, **about: object) -> Movement:
    """A movement of gel an hour ago."""
    moment = at(when) if when is not None else None
    return Movement(id=id, supply="gel", kind=kind, quantity=quantity, at=moment, **about)  # type: ignore[arg-type]


def kit(each: int, *, hours: float = 7, lasts: float = 4) -> Records:
    """Masks for all who come."""
    return (
        EVENT,
        Session(id="talk", event="e", window=span(1, 1 + hours)),
        Supply(id="mask", event="e", quantity=Decimal(100), lasts=timedelta(hours=lasts)),
        KitItem(id="k", event="e", kit="welcome", supply="mask", each=Decimal(each)),
    )


FIRES: dict[str, tuple[Records, str]] = {
    "core.stock-overdrawn": (
        (EVENT, GEL, moved("m1", "received", TWO, -1), moved("m2", "placed", TWO, -2)),
        "gel/m2",
    ),
    "core.stock-plan-short": (
        (EVENT, GEL, moved("m1", "received", TWO), moved("m2", "allocated", THREE, None)),
        "gel/m2",
    ),
    "core.movement-amount": ((EVENT, GEL, moved("m1", "lost", Decimal(0))), "m1/"),
    "core.supply-not-in-place": ((EVENT, GEL, moved("m1", "received", TWO)), "gel/"),
    "core.entrance-uncovered": ((*GATES, GEL, moved("m1", "placed", TWO, None, place="east")), "west/gel"),
    "core.kit-short": (
        (EVENT, GEL, KitItem(id="k", event="e", supply="gel", each=TWO)),
        "gel/ordered",
    ),
    "core.kit-worn-out": (kit(1), "k/"),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, Records] = {
    "core.stock-overdrawn": (
        EVENT,
        GEL,
        moved("m2", "received", TWO, -1),
        moved("m1", "placed", TWO, -1),
        moved("m3", "lost", THREE, None),
    ),
    "core.stock-plan-short": (
        EVENT,
        GEL,
        moved("m1", "received", TWO),
        moved("m2", "allocated", THREE, None),
        moved("m3", "received", TWO, None),
    ),
    "core.movement-amount": (EVENT, GEL, moved("m1", "lost", Decimal("0.5"))),
    "core.supply-not-in-place": (EVENT, GEL, moved("m1", "received", THREE)),
    "core.entrance-uncovered": (
        *GATES,
        GEL,
        Place(id="hall", kind="hall", within="venue"),
        moved("m1", "placed", TWO, None, place="east"),
        moved("m2", "placed", TWO, place="west"),
    ),
    "core.kit-short": (EVENT, GEL, KitItem(id="k", event="e", supply="gel")),
    "core.kit-worn-out": kit(2),
}
"""For each rule, records that come near and are right."""
