"""Derived values that rules and briefs share: heads, manifests, windows, days and bodies that are needed."""

from meetsupport.readings.calendar import day_of, is_zone, last_working_day, off_day
from meetsupport.readings.heads import (
    ABSENT,
    GONE,
    Attending,
    Passenger,
    delegation_heads,
    diets,
    event_heads,
    lodging_heads,
    manifest,
    meal_heads,
    route_heads,
    special_needs,
    trip_heads,
    unseated,
)
from meetsupport.readings.states import state_word
from meetsupport.readings.whereabouts import duty_window, post_place, post_window, spots, trips_of_call

__all__ = [
    "ABSENT",
    "GONE",
    "Attending",
    "Passenger",
    "day_of",
    "delegation_heads",
    "diets",
    "duty_window",
    "event_heads",
    "is_zone",
    "last_working_day",
    "lodging_heads",
    "manifest",
    "meal_heads",
    "off_day",
    "post_place",
    "post_window",
    "route_heads",
    "special_needs",
    "spots",
    "state_word",
    "trip_heads",
    "trips_of_call",
    "unseated",
]
