"""A clock that stands until it is told to go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from meetsupport.core.times import instant

__all__ = ["START", "FrozenClock"]

START = instant("2030-06-05T08:00:00+08:00")
"""When a frozen clock begins if nothing else is said: a Wednesday morning. The strategies draw times around it."""


class FrozenClock:
    """
    A clock for tests; call it to read it.

    Args:
        now: What it shows at first.
    """

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def set(self, now: datetime) -> datetime:
        """Set it, back too if need be; give the time that it shows."""
        self.now = now
        return now

    def advance(self, by: timedelta | None = None, **units: float) -> datetime:
        """
        Let it go on.

        Args:
            by: How far; or
            units: in the units of `datetime.timedelta`: ``hours=2``.

        Returns:
            The time that it shows.
        """
        return self.set(self.now + (by if by is not None else timedelta(**units)))
