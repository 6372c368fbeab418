"""
meetsupport: a library for the offices that support official meetings.

``import meetsupport as ms`` gives everything that most users need, and loads no module before it is used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meetsupport.core.errors import (
        Conflict,
        DerivationCycle,
        DerivationFailed,
        Fault,
        InvalidInput,
        InvalidRecord,
        JournalDamaged,
        JournalError,
        JournalMoved,
        MaskedField,
        MeetSupportError,
        PluginError,
        RefusedTransition,
        StillReferredTo,
        UnknownReference,
        UnreadableFile,
    )
    from meetsupport.core.messages import (
        Message,
    )
    from meetsupport.core.records import (
        Id,
        Record,
        Ref,
        field,
        record,
        ref,
        sensitive,
        states,
    )
    from meetsupport.core.times import (
        Instant,
        Window,
        instant,
    )
    from meetsupport.desk import (
        Desk,
        Finding,
        Impact,
        LogEntry,
        Moment,
        Notice,
        Report,
    )
    from meetsupport.model import (
        Appearance,
        Arrival,
        Call,
        Coordination,
        DayOff,
        Delegation,
        Duty,
        Event,
        Itinerary,
        Lodging,
        Meal,
        Organization,
        Participant,
        Person,
        Place,
        Post,
        Recipient,
        RemovalLimit,
        Role,
        RoomDemand,
        Route,
        Seat,
        Session,
        Supply,
        Task,
        Team,
        Trip,
    )
    from meetsupport.plan import (
        MASKED,
        Change,
        Plan,
        Put,
        Question,
        Reader,
        Remove,
        derived,
    )
    from meetsupport.plugins import (
        PluginFailure,
        Registry,
    )

__version__ = "0.1.0"

__all__ = [
    "MASKED",
    "Appearance",
    "Arrival",
    "Call",
    "Change",
    "Conflict",
    "Coordination",
    "DayOff",
    "Delegation",
    "DerivationCycle",
    "DerivationFailed",
    "Desk",
    "Duty",
    "Event",
    "Fault",
    "Finding",
    "Id",
    "Impact",
    "Instant",
    "InvalidInput",
    "InvalidRecord",
    "Itinerary",
    "JournalDamaged",
    "JournalError",
    "JournalMoved",
    "Lodging",
    "LogEntry",
    "MaskedField",
    "Meal",
    "MeetSupportError",
    "Message",
    "Moment",
    "Notice",
    "Organization",
    "Participant",
    "Person",
    "Place",
    "Plan",
    "PluginError",
    "PluginFailure",
    "Post",
    "Put",
    "Question",
    "Reader",
    "Recipient",
    "Record",
    "Ref",
    "RefusedTransition",
    "Registry",
    "RemovalLimit",
    "Remove",
    "Report",
    "Role",
    "RoomDemand",
    "Route",
    "Seat",
    "Session",
    "StillReferredTo",
    "Supply",
    "Task",
    "Team",
    "Trip",
    "UnknownReference",
    "UnreadableFile",
    "Window",
    "derived",
    "field",
    "instant",
    "record",
    "ref",
    "sensitive",
    "states",
]

_MODULES = {
    "meetsupport.core.errors": (
        "Conflict",
        "DerivationCycle",
        "DerivationFailed",
        "Fault",
        "InvalidInput",
        "InvalidRecord",
        "JournalDamaged",
        "JournalError",
        "JournalMoved",
        "MaskedField",
        "MeetSupportError",
        "PluginError",
        "RefusedTransition",
        "StillReferredTo",
        "UnknownReference",
        "UnreadableFile",
    ),
    "meetsupport.core.messages": ("Message",),
    "meetsupport.core.records": (
        "Id",
        "Record",
        "Ref",
        "field",
        "record",
        "ref",
        "sensitive",
        "states",
    ),
    "meetsupport.core.times": (
        "Instant",
        "Window",
        "instant",
    ),
    "meetsupport.desk": (
        "Desk",
        "Finding",
        "Impact",
        "LogEntry",
        "Moment",
        "Notice",
        "Report",
    ),
    "meetsupport.model": (
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
    ),
    "meetsupport.plan": (
        "MASKED",
        "Change",
        "Plan",
        "Put",
        "Question",
        "Reader",
        "Remove",
        "derived",
    ),
    "meetsupport.plugins": (
        "PluginFailure",
        "Registry",
    ),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    module = _WHERE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
