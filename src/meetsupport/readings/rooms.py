"""When places are in use, cleaning and airing included, and when they are open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from meetsupport.core.records import Ref
from meetsupport.core.times import Window
from meetsupport.model import Booking, Event, Opening, Place, Session
from meetsupport.plan import derived
from meetsupport.readings.heads import event_heads
from meetsupport.readings.whereabouts import spots

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "Use",
    "clashing_uses",
    "events_at",
    "expected_heads",
    "fallback_taken",
    "first_moved",
    "is_moved",
    "occupancy",
    "open_hours",
    "place_uses",
    "session_heads",
    "within",
]

_NO_TIME = timedelta()


@attrs.frozen
class Use:
    """
    A time in which a place is in use.

    Attributes:
        of: The session or booking.
        matter: What it is for: two uses for one session are one matter.
        event: The event, if known.
        frame: Whether it is a booking for an event as a whole, within which that event's sessions are held.
        window: From its start until the place is cleaned and aired.
    """

    of: Ref[Any]
    matter: str
    event: str | None
    frame: bool
    window: Window

    @property
    def party(self) -> str:
        """Whose it is: the event's, or its own where no event is known."""
        return self.event or f"@{self.matter}"


@attrs.frozen
class _Latest:
    """The two uses that last longest among those up to a point, of two different parties."""

    first: Use | None = None
    second: Use | None = None

    def other_than(self, party: str | None, by: str) -> Use | None:
        if self.first is not None and getattr(self.first, by) != party:
            return self.first
        return self.second

    def with_(self, use: Use, by: str) -> _Latest:
        party = getattr(use, by)
        first, second = self.first, self.second
        if first is None or getattr(first, by) == party:
            longer = use if first is None or first.window.end < use.window.end else first
            return _Latest(longer, second)
        if first.window.end < use.window.end:
            return _Latest(use, first)
        return _Latest(first, use if second is None or second.window.end < use.window.end else second)


@attrs.frozen
class _Standing:
    """What lasts longest among the first uses of a place: sessions by matter and by event, frames by event."""

    matters: _Latest = _Latest()
    events: _Latest = _Latest()
    frames: _Latest = _Latest()

    def with_(self, use: Use) -> _Standing:
        if use.frame:
            return _Standing(self.matters, self.events, self.frames.with_(use, "party"))
        return _Standing(self.matters.with_(use, "matter"), self.events.with_(use, "party"), self.frames)


@attrs.frozen
class Occupancy:
    """
    All uses of a place.

    Attributes:
        uses: The uses in the order of their starts.
        standing: For each number of uses from the first on, what lasts longest among them.
    """

    uses: tuple[Use, ...]
    standing: tuple[_Standing, ...]

    def against(self, use: Use, upto: int, *, same: bool) -> Use | None:
        """Give one of the first *upto* uses that clashes with a use that starts no earlier than they end."""
        there = self.standing[upto]
        if use.frame:
            frame = there.frames.first if same else there.frames.other_than(use.party, "party")
            found = (there.events.other_than(use.party, "party"), frame)
        else:
            found = (there.matters.other_than(use.matter, "matter"), there.frames.other_than(use.party, "party"))
        for other in found:
            if other is not None and other.window.end > use.window.start:
                return other
        return None

    def elsewhere(self, use: Use) -> Use | None:
        """Give a use that clashes with one of another place."""
        return self.against(use, bisect_left(self.uses, use.window.end, key=_starts), same=False)


def _starts(use: Use) -> datetime:
    return use.window.start


def _turnover(window: Window, turnover: timedelta | None) -> datetime:
    return window.end + max(turnover or _NO_TIME, _NO_TIME)


def _booked(plan: Reader, booking: Booking, window: Window) -> Use:
    held = plan.get(Session, booking.session) if booking.session is not None else None
    event = booking.event or (held.event if held is not None else None)
    matter = booking.session or f"@{booking.id}"
    return Use(Booking.ref(booking.id), matter, event, booking.session is None and event is not None, window)


@derived
def place_uses(plan: Reader, place: str) -> tuple[Use, ...]:
    """
    List when a place itself is in use, in the order of the starts.

    A booking that was released does not count. A session within the window of a booking of the same place for it is
    no use of its own: the booking stands for it, and lasts at least until the session's own turnover is done. What
    has no window is not counted.
    """
    kept: dict[str, list[Window]] = {}
    uses: list[Use] = []
    sessions = {s.id: s for s in plan.where(Session, place=place)}
    for booking in plan.where(Booking, place=place):
        if booking.state == "released" or booking.window is None:
            continue
        held = plan.get(Session, booking.session) if booking.session is not None else None
        until = _turnover(booking.window, booking.turnover)
        if held is not None:
            kept.setdefault(held.id, []).append(booking.window)
            if held.window is not None and held.id in sessions and covers(booking.window, held.window):
                until = max(until, _turnover(held.window, held.turnover))
        uses.append(_booked(plan, booking, Window(booking.window.start, until)))
    for session in sessions.values():
        if session.window is None or any(covers(w, session.window) for w in kept.get(session.id, ())):
            continue
        whole = Window(session.window.start, _turnover(session.window, session.turnover))
        uses.append(Use(Session.ref(session.id), session.id, session.event, frame=False, window=whole))
    return tuple(sorted(uses, key=lambda use: (use.window.start, str(use.of))))


@derived
def occupancy(plan: Reader, place: str) -> Occupancy:
    """Give the uses of a place, with what lasts longest at each point, so that a clash is found by bisection."""
    uses = plan.derive(place_uses, place)
    standing = [_Standing()]
    for use in uses:
        standing.append(standing[-1].with_(use))
    return Occupancy(uses, tuple(standing))


def clashing_uses(plan: Reader, place: str) -> Iterator[tuple[Use, Use, str]]:
    """
    Find uses of a place that clash with an earlier one of it, or with one of a larger place that contains it.

    Two uses clash when their windows, cleaning and airing included, share a moment, and they are different matters.
    The sessions of an event do not clash with what is booked for that event as a whole, and of two such bookings one
    may lie within the place of the other. Costs n log n of the uses.

    Returns:
        For each use, one clash in the place and one in each larger place: the use, the other, and the place of the
        other.
    """
    own = plan.derive(occupancy, place)
    around = [(at, plan.derive(occupancy, at)) for at in plan.derive(spots, place)[1:]] if own.uses else []
    for number, use in enumerate(own.uses):
        other = own.against(use, number, same=True)
        if other is not None:
            yield use, other, place
        for at, there in around:
            other = there.elsewhere(use)
            if other is not None:
                yield use, other, at


def fallback_taken(plan: Reader, booking: Booking) -> Use | None:
    """Give a use of a booking's fallback place, or of a larger one that contains it, that clashes with the booking."""
    if booking.fallback is None or booking.window is None:
        return None
    wanted = _booked(plan, booking, Window(booking.window.start, _turnover(booking.window, booking.turnover)))
    found = (plan.derive(occupancy, at).elsewhere(wanted) for at in plan.derive(spots, booking.fallback))
    return next((use for use in found if use is not None), None)


@derived
def events_at(plan: Reader, place: str) -> frozenset[str | None]:
    """List the events that hold a session in a place, by id."""
    return frozenset(session.event for session in plan.where(Session, place=place))


def is_moved(plan: Reader, session: Session, place: str) -> bool:
    """Say whether a session is held elsewhere than in a place, a part of it, or a larger place that contains it."""
    if session.place is None or session.window is None:
        return False
    return place not in plan.derive(spots, session.place) and session.place not in plan.derive(spots, place)


@derived
def first_moved(plan: Reader, place: str) -> tuple[tuple[str | None, str], ...]:
    """Give the first session of each event, by id, that a place was or is kept for and that is held elsewhere."""
    found: dict[str | None, str] = {}
    for booking in plan.where(Booking, place=place):
        session = plan.get(Session, booking.session) if booking.session is not None else None
        if session is not None and is_moved(plan, session, place):
            found[session.event] = min(found.get(session.event, session.id), session.id)
    return tuple(sorted(found.items(), key=lambda item: item[0] or ""))


def covers(whole: Window, part: Window) -> bool:
    """Say whether a window lies within another."""
    return whole.start <= part.start and part.end <= whole.end


@derived
def open_hours(plan: Reader, place: str) -> tuple[Window, ...] | None:
    """Give when a place is open, with spans that touch joined; ``None`` if it has no opening hours."""
    openings = plan.where(Opening, place=place)
    return joined(o.window for o in openings if o.window is not None) if openings else None


def joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Join windows that touch or overlap, in the order of time."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda w: w.start):
        if found and window.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return tuple(found)


@derived
def within(plan: Reader, place: str) -> frozenset[str]:
    """List a place and all smaller places in it, by id. A ring of places ends where it closes."""
    found = {place}
    ahead = [place]
    while ahead:
        for smaller in plan.where(Place, within=ahead.pop()):
            if smaller.id not in found:
                found.add(smaller.id)
                ahead.append(smaller.id)
    return frozenset(found)


@derived
def expected_heads(plan: Reader, event: str) -> int:
    """Count the heads that an event must be ready for: those that are listed, or expected, whichever is more."""
    found = plan.get(Event, event)
    expected = (found.expected or 0) if found is not None else 0
    return max(plan.derive(event_heads, event), expected)


def session_heads(plan: Reader, session: Session) -> int:
    """Count the heads that are expected in a session; where it does not say, those that the event is ready for."""
    if session.expected is not None:
        return session.expected
    return plan.derive(expected_heads, session.event) if session.event is not None else 0
