from __future__ import annotations

from datetime import timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.times import Window
from meetsupport.model import Cue, Session
from meetsupport.readings import TimedCue, cue_overlaps, cue_times, delayed, fixed_moved, idle, run_sheet
from tests.unit.rules.judging import at, reader, span

OPENS = at(0)
MINUTES = range(30)


def timed(number: int, start: int, lasts: int, track: str, fixed: bool) -> TimedCue:  # noqa: FBT001
    begins = OPENS + timedelta(minutes=start)
    return TimedCue(f"c{number}", begins, begins + timedelta(minutes=lasts), track, None, fixed)


sheets = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 5), st.sampled_from(["stage", "sound"]), st.booleans()), max_size=8
).map(lambda rows: [timed(n, *row) for n, row in enumerate(rows)])


def minutes(cue: TimedCue) -> set[int]:
    return {m for m in MINUTES if cue.start <= OPENS + timedelta(minutes=m) < cue.end}


@given(sheets)
def test_cues_collide_where_they_share_a_minute(sheet: list[TimedCue]) -> None:
    found = {later.cue for _, later in cue_overlaps(sheet)}
    for earlier, later in cue_overlaps(sheet):
        assert earlier.start <= later.start < earlier.end
    ordered = sorted(sheet, key=lambda cue: (cue.start, cue.end, cue.cue))
    for n, cue in enumerate(ordered):
        inside = any(other.start <= cue.start < other.end for other in ordered[:n])
        assert (cue.cue in found) == inside


@given(sheets)
def test_idle_minutes_are_those_without_a_cue(sheet: list[TimedCue]) -> None:
    window = Window(OPENS, OPENS + timedelta(minutes=25))
    free = {m for gap in idle(sheet, window) for m in MINUTES if gap.holds(OPENS + timedelta(minutes=m))}
    assert free == {m for m in range(25) if not any(m in minutes(cue) for cue in sheet)}


@given(sheets, st.integers(0, 10))
def test_a_delay_moves_no_fixed_cue_and_nothing_of_another_track(sheet: list[TimedCue], late: int) -> None:
    if not sheet:
        return
    first = sheet[0]
    after, clashes = delayed(sheet, first.cue, timedelta(minutes=late))
    then, now = {cue.cue: cue for cue in sheet}, {cue.cue: cue for cue in after}
    assert then.keys() == now.keys()
    for id, cue in then.items():
        if id == first.cue:
            assert now[id] == attrs.evolve(cue, end=cue.end + timedelta(minutes=late))
        elif cue.track != first.track or cue.fixed or cue.start < first.end:
            assert now[id] == cue
        else:
            assert timedelta() <= now[id].start - cue.start == now[id].end - cue.end
    assert all(fixed.fixed and earlier.end > fixed.start for earlier, fixed in clashes)
    if not late and not list(cue_overlaps(cue for cue in sheet if cue.track == first.track)):
        assert (set(after), clashes) == (set(sheet), ())


def test_a_delay_of_something_else_moves_nothing() -> None:
    sheet = [timed(0, 0, 1, "stage", fixed=False)]
    assert delayed(sheet, "none", timedelta(minutes=1)) == (tuple(sheet), ())


def test_a_fixed_cue_that_moved_or_went_is_found() -> None:
    air, talk = timed(0, 0, 1, "stage", fixed=True), timed(1, 2, 1, "stage", fixed=False)
    later = attrs.evolve(air, end=air.end + timedelta(minutes=1))
    assert fixed_moved([air, talk], [air]) == ()
    assert fixed_moved([air, talk], [later, talk]) == ((air, later),)
    assert fixed_moved([air], []) == ((air, None),)


def test_cues_have_no_time_while_their_session_has_none() -> None:
    cue = Cue(id="c", session="s", after=timedelta(minutes=5), lasts=timedelta(minutes=-1))
    plan = reader(Session(id="s"), cue)
    assert plan.derive(run_sheet, "s") == plan.derive(run_sheet, "gone") == ()
    assert cue_times(plan, cue) is None
    plan = reader(Session(id="s", window=span(0, 1)), cue)
    assert cue_times(plan, cue) == (at(0) + timedelta(minutes=5),) * 2
