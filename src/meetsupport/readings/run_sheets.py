"""Run sheets (流程表): cues in order to the minute, where they collide, and what a delay does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.model import Cue, Session
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["TimedCue", "cue_overlaps", "cue_times", "delayed", "fixed_moved", "idle", "run_sheet"]


@attrs.frozen
class TimedCue:
    """
    A cue at its time.

    Attributes:
        cue: The id of the `Cue`.
        start: When it begins.
        end: When it ends; the start, for one that takes no time.
        track: What runs side by side with others.
        person: Who does it.
        fixed: Whether it may not move.
    """

    cue: str
    start: datetime
    end: datetime
    track: str
    person: str | None
    fixed: bool


@derived
def run_sheet(plan: Reader, session: str) -> tuple[TimedCue, ...]:
    """List the cues of a session by the minute, across all tracks; none while the session has no time."""
    found = plan.get(Session, session)
    if found is None or found.window is None:
        return ()
    timed = (_timed(cue, found.window.start) for cue in plan.where(Cue, session=session))
    return tuple(sorted(timed, key=_by_time))


def cue_times(plan: Reader, cue: Cue) -> tuple[datetime, datetime] | None:
    """Say from when to when a cue is; ``None`` while its session has no time."""
    session = plan.get(Session, cue.session)
    if session is None or session.window is None:
        return None
    timed = _timed(cue, session.window.start)
    return timed.start, timed.end


def _timed(cue: Cue, opens: datetime) -> TimedCue:
    start = opens + cue.after
    return TimedCue(cue.id, start, start + max(cue.lasts, timedelta()), cue.track, cue.person, cue.fixed)


def _by_time(cue: TimedCue) -> tuple[datetime, datetime, str]:
    return cue.start, cue.end, cue.cue


def cue_overlaps(cues: Iterable[TimedCue]) -> Iterator[tuple[TimedCue, TimedCue]]:
    """
    Find cues of one track or one person that begin before an earlier one has ended.

    Args:
        cues: The cues of that track or person. One that takes no time collides only inside another.

    Returns:
        Each such cue after the one that runs longest before it, by time.
    """
    last: TimedCue | None = None
    for cue in sorted(cues, key=_by_time):
        if last is not None and cue.start < last.end:
            yield last, cue
        if last is None or cue.end > last.end:
            last = cue


def idle(cues: Iterable[TimedCue], window: Window) -> tuple[Window, ...]:
    """
    Find when nothing happens: the parts of a window that no cue covers.

    Args:
        cues: Of a track, or of all.
        window: Of the session, or as much of it as the sheet must fill.
    """
    found: list[Window] = []
    covered = window.start
    for cue in sorted(cues, key=_by_time):
        if cue.start > covered and covered < window.end:
            found.append(Window(covered, min(cue.start, window.end)))
        covered = max(covered, cue.end)
    if covered < window.end:
        found.append(Window(covered, window.end))
    return tuple(found)


def fixed_moved(then: Iterable[TimedCue], now: Iterable[TimedCue]) -> tuple[tuple[TimedCue, TimedCue | None], ...]:
    """
    Find the cues that were fixed, such as a live broadcast, and stand at another time now, or nowhere.

    Args:
        then: The sheet that was agreed: that of an earlier revision, or of the plan before a change.
        now: The sheet as it would be.

    Returns:
        Each such cue as it was and as it is, by time.
    """
    there = {cue.cue: cue for cue in now}
    return tuple(
        (cue, there.get(cue.cue))
        for cue in sorted(then, key=_by_time)
        if cue.fixed and ((found := there.get(cue.cue)) is None or (found.start, found.end) != (cue.start, cue.end))
    )


def delayed(
    sheet: Sequence[TimedCue], cue: str, by: timedelta
) -> tuple[tuple[TimedCue, ...], tuple[tuple[TimedCue, TimedCue], ...]]:
    """
    Say what happens when a cue takes longer.

    What follows on its track begins when it ends, as far as pauses do not take up the delay. A fixed cue does not
    move: what would run into it is given back, for somebody to cut.

    Args:
        sheet: The run sheet.
        cue: The id of the cue that takes longer.
        by: How much longer.

    Returns:
        The sheet after it, and each fixed cue with the one before that runs into it.
    """
    late = next((one for one in sheet if one.cue == cue), None)
    if late is None:
        return tuple(sheet), ()
    moved: dict[str, TimedCue] = {cue: attrs.evolve(late, end=late.end + by)}
    clashes: list[tuple[TimedCue, TimedCue]] = []
    last = moved[cue]
    for one in sorted(sheet, key=_by_time):
        if one.track != late.track or one.cue == cue or one.start < late.end:
            continue
        if one.fixed:
            if one.start < last.end:
                clashes.append((last, one))
            last = one
            continue
        push = max(last.end - one.start, timedelta())
        moved[one.cue] = last = attrs.evolve(one, start=one.start + push, end=one.end + push)
    return tuple(sorted((moved.get(one.cue, one) for one in sheet), key=_by_time)), tuple(clashes)
