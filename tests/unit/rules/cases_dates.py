"""Records whose dates contradict each other, and records that come near."""

from __future__ import annotations

from meetsupport.core.records import Record
from meetsupport.model import Arrival, Call, Duty, Event, Meal, Person, Post, Route, Session, Trip
from tests.unit.rules.judging import at, span

EVENT = Event(id="e", window=span(20, 60))
MONTH = 30 * 24
ROUTE = Route(id="r")
COACH = Trip(id="t", route="r", window=span(20, 24))
SPARE = Trip(id="u", route="r", window=span(30, 34))
POST = (Person(id="anna"), Post(id="p", event="e", window=span(20, 24)))

FIRES: dict[str, tuple[tuple[Record, ...], str]] = {
    "core.call-off-trip": ((ROUTE, COACH, SPARE, Call(id="c", route="r", window=span(25, 26))), "c/t"),
    "core.duty-off-post": ((EVENT, *POST, Duty(id="d", person="anna", post="p", window=span(44, 48))), "d/"),
    "core.event-dates": ((Event(id="e", window=span(20, 60), settles=at(61)),), "e/settles"),
    "core.session-far-off": ((EVENT, Session(id="s", event="e", window=span(61 + MONTH, 63 + MONTH))), "s/"),
    "core.meal-far-off": ((EVENT, Meal(id="m", event="e", window=span(18 - MONTH, 19 - MONTH))), "m/"),
    "core.trip-far-off": ((EVENT, Trip(id="t", event="e", window=span(61 + MONTH, 63 + MONTH))), "t/"),
    "core.arrival-far-off": ((EVENT, Arrival(id="f", event="e", due=at(19 - MONTH))), "f/"),
}
"""For each rule, records that are wrong, and the one problem that it finds: subject/key."""

QUIET: dict[str, tuple[Record, ...]] = {
    "core.call-off-trip": (
        ROUTE,
        COACH,
        SPARE,
        Call(id="c", route="r", window=span(33, 35)),
        Call(id="alone", route="r", window=span(90, 91), state="left"),
    ),
    "core.duty-off-post": (EVENT, *POST, Duty(id="d", person="anna", post="p", window=span(23, 28))),
    "core.event-dates": (
        Event(id="e", window=span(20, 60), received=at(-9), registration_closes=at(1), settles=at(60)),
    ),
    "core.session-far-off": (EVENT, Session(id="s", event="e", window=span(60 + MONTH, 63 + MONTH)), Session(id="t")),
    "core.meal-far-off": (EVENT, Meal(id="m", event="e", window=span(18, 20))),
    "core.trip-far-off": (EVENT, Trip(id="t", event="e", window=span(0, 1)), Trip(id="u", window=span(9000, 9001))),
    "core.arrival-far-off": (EVENT, Arrival(id="f", event="e", due=at(0)), Arrival(id="g", event="e")),
}
"""For each rule, records that come near and are right."""
