"""Until when a gap need not be closed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetsupport.model import Event

if TYPE_CHECKING:
    from datetime import datetime

    from meetsupport.plan import Reader

__all__ = ["settles"]


def settles(plan: Reader, event: str | None) -> datetime | None:
    """Say until when the seats, rosters, rooms and meals of an event may be open; ``None`` if a gap counts at once."""
    found = plan.get(Event, event) if event is not None else None
    return found.settles if found is not None else None
