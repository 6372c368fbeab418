"""From when until when a gap matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Event, Trip

if TYPE_CHECKING:
    from datetime import datetime

    from meetsupport.plan import Reader

__all__ = ["event_over", "over", "settles", "trip_over"]


def settles(plan: Reader, event: str | None) -> datetime | None:
    """Say until when the seats, rosters, rooms and meals of an event may be open; ``None`` if a gap counts at once."""
    found = plan.get(Event, event) if event is not None else None
    return found.settles if found is not None else None


def over(plan: Reader, window: Window | None) -> bool:
    """
    Say whether something is over, so that nothing about it can be mended any more.

    What has no time is never over.
    """
    return window is not None and plan.passed(window.end)


def event_over(plan: Reader, event: str | None) -> bool:
    """Say whether an event is over."""
    found = plan.get(Event, event) if event is not None else None
    return found is not None and over(plan, found.window)


def trip_over(plan: Reader, trip: Trip) -> bool:
    """
    Say whether a trip is over: it arrived, or it is past its time and did not set out, as far as anybody said.

    A coach that has departed and is late is not over.
    """
    return trip.state == "arrived" or (trip.state != "departed" and over(plan, trip.window))
