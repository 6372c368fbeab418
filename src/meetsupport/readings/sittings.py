"""What is held in a place: which session last ends of those in a window, at the cost of a search in a list."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Session
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["last_begun", "sitting_in", "sittings_at"]


@derived
def sittings_at(plan: Reader, place: str) -> tuple[tuple[datetime, tuple[tuple[datetime, str], ...]], ...]:
    """List when sessions begin in a place, each with the two that last longest of those begun until then."""
    held = [(one.window.start, one.window.end, one.id) for one in plan.where(Session, place=place) if one.window]
    longest: list[tuple[datetime, tuple[tuple[datetime, str], ...]]] = []
    for start, end, id in sorted(held):
        before = longest[-1][1] if longest else ()
        longest.append((start, tuple(sorted([*before, (end, id)], reverse=True)[:2])))
    return tuple(longest)


def sitting_in(plan: Reader, place: str, window: Window, but: str | None = None) -> str | None:
    """
    Give a session that is held in a place in a window.

    Args:
        plan: What to read.
        place: The place.
        window: When.
        but: A session that does not count.

    Returns:
        The one that ends last, or ``None``. It costs the logarithm of all that are held there.
    """
    until, id = last_begun(plan, place, window.end, but)
    return id if until is not None and until > window.start else None


def last_begun(plan: Reader, place: str, before: datetime, but: str | None) -> tuple[datetime | None, str | None]:
    """Give the end and the id of what lasts longest of all that begins in a place before a moment."""
    held = plan.derive(sittings_at, place)
    number = bisect_left(held, (before,)) - 1
    ends = held[number][1] if number >= 0 else ()
    return next(((end, id) for end, id in ends if id != but), (None, None))
