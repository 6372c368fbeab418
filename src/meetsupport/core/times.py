"""Instants, windows and clocks. Every time in a plan is timezone-aware; a window is half-open."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, TypeAlias

import attrs
import msgspec

from meetsupport.core.errors import InvalidInput

_NO_SECONDS = re.compile(r"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)([+-].*|[Zz])$")

__all__ = ["Clock", "Day", "Instant", "Window", "instant", "system_clock"]

Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment with its UTC offset. A naive datetime is refused: it would mean another moment on another machine."""

Day: TypeAlias = date

Clock: TypeAlias = Callable[[], datetime]
"""Anything that tells the time; injected, so that nothing waits in a test."""


def system_clock() -> datetime:
    """Tell the time of this machine, in UTC."""
    return datetime.now(UTC)


def instant(text: str) -> datetime:
    """
    Read an ISO 8601 instant with an offset, such as ``2011-06-09T08:00:00+08:00``.

    Args:
        text: Date, time and offset (or ``Z``). ``24:00``, a missing offset and years beyond 9999 are refused.

    Returns:
        The moment, with the offset as written.

    Raises:
        InvalidInput: The text is not such an instant.
    """
    short = _NO_SECONDS.sub(r"\1:00\2", text)
    try:
        return msgspec.convert(short, Instant)
    except msgspec.ValidationError:
        from meetsupport.core.messages import Message  # noqa: PLC0415 - it is built on this module

        expected = Message.of("an ISO 8601 instant with offset")
        said = Message.of("invalid value {value}, expected {expected}", value=repr(text), expected=expected)
        raise InvalidInput(said) from None


@attrs.frozen
class Window:
    """
    A span of time (时段), from *start* until just before *end*.

    Attributes:
        start: The first moment in it.
        end: The first moment after it; later than *start*.
    """

    start: Instant
    end: Instant

    def __attrs_post_init__(self) -> None:
        try:
            if self.start < self.end and self.start.tzinfo and self.end.tzinfo:
                return
        except (TypeError, AttributeError):
            pass
        raise ValueError(_why(self.start, self.end))

    @classmethod
    def of(cls, start: str | datetime, end: str | datetime) -> "Window":
        """Make a window of two instants, given as datetimes or as ISO 8601 texts."""
        first = instant(start) if isinstance(start, str) else start
        last = instant(end) if isinstance(end, str) else end
        return cls(first, last)

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def overlaps(self, other: "Window") -> bool:
        """Say whether the two share a moment; windows that only touch do not."""
        return self.start < other.end and other.start < self.end

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies in it."""
        return self.start <= moment < self.end

    def shifted(self, by: timedelta) -> "Window":
        """Give the same window, moved."""
        return Window(self.start + by, self.end + by)


def _why(start: object, end: object) -> str:
    for name, value in (("start", start), ("end", end)):
        if not isinstance(value, datetime):
            return f"invalid value {value!r} for {name}, expected an instant"
        if value.tzinfo is None:
            return f"invalid value {value.isoformat()!r} for {name}, expected an instant with a UTC offset"
    return f"invalid window {start} to {end}, expected an end after its start"
