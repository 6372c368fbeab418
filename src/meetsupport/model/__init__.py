"""The records of a plan, one module a topic."""

from meetsupport.model.event import Appearance, DayOff, Event, Place, Session
from meetsupport.model.logistics import Lodging, Meal, RoomDemand, Supply
from meetsupport.model.notices import Recipient, Role
from meetsupport.model.options import RemovalLimit
from meetsupport.model.people import (
    Arrival,
    Coordination,
    Delegation,
    Itinerary,
    Organization,
    Participant,
    Person,
)
from meetsupport.model.teams import Duty, Post, Task, Team
from meetsupport.model.tours import Call, Route, Seat, Trip

__all__ = [
    "Appearance",
    "Arrival",
    "Call",
    "Coordination",
    "DayOff",
    "Delegation",
    "Duty",
    "Event",
    "Itinerary",
    "Lodging",
    "Meal",
    "Organization",
    "Participant",
    "Person",
    "Place",
    "Post",
    "Recipient",
    "RemovalLimit",
    "Role",
    "RoomDemand",
    "Route",
    "Seat",
    "Session",
    "Supply",
    "Task",
    "Team",
    "Trip",
]
