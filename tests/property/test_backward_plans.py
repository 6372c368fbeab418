"""Laying out jobs against a graph library and against every path, and recurrences against every minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import networkx as nx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import ChecklistTemplate, Event, Place, Session, Task
from meetsupport.plan import Change, PlainReader, Put
from meetsupport.readings import (
    backward_plan,
    earliest_finish,
    latest_start,
    occurrences,
    own_limit,
    ring_of,
    sitting_in,
)
from meetsupport.readings.critical_path import Job, Layout, lay_out
from meetsupport.readings.templates import BUILTIN_TEMPLATES
from meetsupport.testing import FrozenClock, memory_desk
from tests.unit.rules.judging import plan_of, reader

OPENS = datetime(2030, 6, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLOSES = OPENS + 60 * HOUR
TEMPLATES = [one.id for one in BUILTIN_TEMPLATES if isinstance(one, ChecklistTemplate)]


@st.composite
def dags(draw: st.DrawFn) -> list[Job]:
    """Jobs of whole hours, each after some of those before it."""
    jobs: list[Job] = []
    for number in range(draw(st.integers(1, 9))):
        after = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set[int]()
        limit = draw(st.none() | st.integers(0, 70))
        jobs.append(
            Job(
                f"j{number}",
                draw(st.integers(0, 9) | st.just(30)) * HOUR,
                tuple(f"j{one}" for one in sorted(after)),
                limit=None if limit is None else OPENS + limit * HOUR,
                wanted=None
                if limit is None or draw(st.booleans())
                else OPENS + (limit - draw(st.sampled_from([20, 3, -3]))) * HOUR,
                bound=draw(st.booleans()),
            )
        )
    return jobs


def graph_of(jobs: list[Job]) -> nx.DiGraph[str]:
    """A graph whose edges weigh as much as the job that they leave; every job leads to an end."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("end")
    for job in jobs:
        graph.add_edge(job.id, "end", weight=job.duration // HOUR)
    lengths = {job.id: job.duration // HOUR for job in jobs}
    for job in jobs:
        for before in job.after:
            graph.add_edge(before, job.id, weight=lengths[before])
    return graph


def laid(jobs: list[Job], **more: object) -> Layout:
    return lay_out(jobs, OPENS, CLOSES, **more)  # type: ignore[arg-type]


@given(dags())
def test_the_critical_path_is_as_long_as_networkx_says(jobs: list[Job]) -> None:
    free = [Job(job.id, job.duration, job.after) for job in jobs]
    lengths = {job.id: job.duration for job in jobs}
    layout = laid(free)
    assert sum((lengths[id] for id in layout.path), timedelta(0)) == nx.dag_longest_path_length(graph_of(free)) * HOUR
    assert all(before in next(job for job in free if job.id == after).after for before, after in pairwise(layout.path))


@given(dags())
def test_times_are_those_of_every_path(jobs: list[Job]) -> None:
    graph, by_id = graph_of(jobs), {job.id: job for job in jobs}
    for one in laid(jobs).jobs:
        length = by_id[one.id].duration
        ways_in = [p for start in by_id for p in nx.all_simple_paths(graph, start, one.id)] if by_id else []
        heads = [sum((by_id[id].duration for id in path[:-1]), timedelta(0)) for path in ways_in]
        assert one.earliest_start == OPENS + max(heads, default=timedelta(0))
        latest = by_id[one.id].limit or CLOSES
        for end, other in by_id.items():
            for path in nx.all_simple_paths(graph, one.id, end):
                if len(path) > 1:
                    rest = sum((by_id[id].duration for id in path[1:]), timedelta(0))
                    latest = min(latest, (other.limit or CLOSES) - rest)
        assert (one.latest_finish, one.latest_start) == (latest, latest - length)


@given(dags(), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=4))
def test_a_layout_keeps_the_order_and_is_late_only_where_it_must_be(
    jobs: list[Job], quiet: list[tuple[int, int]]
) -> None:
    spans = [(OPENS + start * HOUR, OPENS + (start + length) * HOUR) for start, length in quiet]
    layout = laid(jobs, quiet=[spans], shut=spans, days_off=spans)
    at = {one.id: one for one in layout.jobs}
    for job in jobs:
        one = at[job.id]
        assert one.finish - one.start == job.duration
        assert one.start >= max([OPENS, *(at[before].finish for before in job.after)])
        if all(other.slack >= timedelta(0) for other in layout.jobs):
            assert one.finish <= one.latest_finish
        assert (one.late > timedelta(0)) == (one.earliest_finish > (job.limit or CLOSES))
        behind = max(one.finish, job.wanted) - min(job.wanted, job.limit or CLOSES) if job.wanted else timedelta(0)
        assert (one.compressed > timedelta(0)) == (behind > timedelta(0))
        assert one.compressed <= behind


def test_what_is_put_off_to_spare_a_night_has_less_time_than_was_wanted() -> None:
    night = [(OPENS + 10 * HOUR, OPENS + 18 * HOUR)]
    jobs = [
        Job("design", 9 * HOUR, limit=CLOSES),
        Job("proof", 2 * HOUR, ("design",), wanted=OPENS + 17 * HOUR, limit=CLOSES),
    ]
    design, proof = laid(jobs, quiet=[night]).jobs
    assert (proof.earliest_finish, proof.finish) == (OPENS + 11 * HOUR, OPENS + 20 * HOUR)
    assert (design.compressed, proof.compressed) == (timedelta(0), 3 * HOUR)


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_a_ring_is_found_exactly_where_a_task_can_reach_itself(links: set[tuple[int, int]]) -> None:
    after: dict[int, tuple[str, ...]] = {n: tuple(f"t{b}" for a, b in sorted(links) if a == n) for n in range(7)}
    plan = reader(*(Task(id=f"t{n}", after=before) for n, before in after.items()))
    graph: nx.DiGraph[str] = nx.DiGraph([(f"t{a}", f"t{b}") for a, b in links])
    in_rings = {id for part in nx.strongly_connected_components(graph) if len(part) > 1 for id in part}
    in_rings |= {f"t{a}" for a, b in links if a == b}
    assert {f"t{n}" for n in range(7) if plan.derive(ring_of, f"t{n}")} == in_rings
    for n in range(7):
        ring = plan.derive(ring_of, f"t{n}")
        if ring:
            assert all(graph.has_edge(one, other) for one, other in pairwise([*ring, ring[0]]))
    assert len(laid([Job(f"t{n}", after=before) for n, before in after.items()]).jobs) == 7


@given(dags())
def test_what_rules_ask_of_one_task_is_what_the_whole_layout_says(jobs: list[Job]) -> None:
    dues = [job.limit or CLOSES for job in jobs]
    event = Event(id="e", received=OPENS, window=Window(CLOSES, CLOSES + HOUR))
    tasks = [
        Task(id=job.id, event="e", duration=job.duration, after=job.after, due=due)
        for job, due in zip(jobs, dues, strict=True)
    ]
    plan = reader(event, *tasks)
    for one in laid(
        [Job(job.id, job.duration, job.after, limit=due) for job, due in zip(jobs, dues, strict=True)]
    ).jobs:
        assert plan.derive(earliest_finish, one.id) == one.earliest_finish
        assert plan.derive(latest_start, one.id) == one.latest_start


@given(dags(), st.integers(0, 40))
def test_what_waits_for_another_event_is_as_late_as_if_it_were_one(jobs: list[Job], received: int) -> None:
    events = [
        Event(id=id, received=OPENS + start * HOUR, window=Window(CLOSES, CLOSES + HOUR))
        for id, start in (("e", 0), ("other", received))
    ]
    tasks = [
        Task(id=job.id, event="other" if number % 2 else "e", duration=job.duration, after=job.after, due=CLOSES)
        for number, job in enumerate(jobs)
    ]
    plan = PlainReader(plan_of(*events, *tasks), OPENS)
    for one in backward_plan(plan, "e").tasks:
        assert one.laid.earliest_finish == plan.derive(earliest_finish, one.task)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=7), st.integers(0, 20), st.integers(1, 9))
def test_the_sitting_in_a_window_is_the_last_of_those_that_touch_it(
    sittings: list[tuple[int, int]], start: int, length: int
) -> None:
    held = [
        Session(id=f"s{n}", place="hall", window=Window(OPENS + at * HOUR, OPENS + (at + long) * HOUR))
        for n, (at, long) in enumerate(sittings)
    ]
    plan = reader(Place(id="hall"), *held)
    window = Window(OPENS + start * HOUR, OPENS + (start + length) * HOUR)
    for but in (None, "s0"):
        touching = [one for one in held if one.window and one.window.overlaps(window) and one.id != but]
        found = sitting_in(plan, "hall", window, but)
        ends = {one.id: one.window.end for one in touching if one.window}
        assert (found is None) == (not ends)
        assert found is None or ends[found] == max(ends.values())


@given(st.sampled_from(TEMPLATES), st.integers(1, 900), st.integers(-300, 300), st.integers(0, 200))
@example("conference-with-tours", 75, 0, 1)
@settings(max_examples=60)
def test_a_list_made_again_moves_what_hangs_on_what_moved_and_then_nothing(
    template: str, window: int, shift: int, passed: int
) -> None:
    def event(opening: datetime) -> list[Record]:
        sitting = Window(opening, opening + 3 * HOUR)
        kinds = ("plenary", "rehearsal", "tour")
        held = [Session(id=kind, event="e", kind=kind, window=sitting) for kind in kinds]
        return [Event(id="e", received=OPENS, window=Window(opening, opening + 5 * HOUR)), *held]

    before, after = OPENS + window * HOUR, OPENS + max(1, window + shift) * HOUR
    clock = FrozenClock(OPENS)
    desk = memory_desk(event(before), clock=clock)
    desk.apply(desk.draft_checklist(template, "e").change)
    assert len(desk.draft_checklist(template, "e").change) == 0
    clock.set(OPENS + passed * HOUR)
    assert len(desk.draft_checklist(template, "e").change) == 0
    desk.apply(Change(tuple(map(Put, event(after)))))
    drafted = desk.draft_checklist(template, "e")
    desk.apply(drafted.change)
    assert drafted.made == ()
    assert len(desk.draft_checklist(template, "e").change) == 0
    codes = {finding.code for finding in desk.check()}
    assert not codes & {"core.task-anchor-moved", "core.task-after-gate"}
    for task in desk.plan.all(Task):
        limit = own_limit(desk.view(), task)
        assert task.due is not None
        assert limit is None or task.due <= limit


RULES = st.sampled_from(
    [
        "FREQ=MINUTELY;INTERVAL=90",
        "FREQ=HOURLY",
        "FREQ=HOURLY;INTERVAL=2",
        "FREQ=HOURLY;INTERVAL=7",
        "FREQ=HOURLY;BYHOUR=8,9,10",
        "FREQ=DAILY;BYHOUR=2,14;BYMINUTE=30",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=SU,MO;BYHOUR=1",
        "FREQ=MONTHLY;BYMONTHDAY=31",
    ]
)
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/London", "America/New_York"])


@settings(max_examples=60)
@given(RULES, ZONES, st.integers(0, 400), st.integers(1, 40))
def test_a_span_of_a_recurrence_is_cut_out_of_the_whole(rule: str, zone: str, day: int, days: int) -> None:
    start = datetime(2029, 12, 1, 9, 15, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    window = Window(start, start + timedelta(days=450))
    span = Window(start + timedelta(days=day), start + timedelta(days=day + days))
    whole = [at for at in occurrences(rule, zone, window, window) if span.holds(at)]
    assert list(occurrences(rule, zone, window, span)) == whole


@settings(max_examples=40)
@given(ZONES, st.integers(0, 364), st.sampled_from([1, 2, 3]))
def test_a_daily_time_is_where_clocks_show_it_and_an_hourly_one_passes_evenly(zone: str, day: int, every: int) -> None:
    clock = ZoneInfo(zone)
    start = (datetime(2030, 1, 1, 1, 30, tzinfo=clock) + timedelta(days=day)).astimezone(UTC)
    window = Window(start, start + timedelta(days=4))
    shown: set[datetime] = set()
    minute = start
    while minute < window.end:
        # Every minute that passes is looked at; of an hour that comes twice only the first is taken.
        local = minute.astimezone(clock)
        if (local.hour, local.minute) == (5, 30) and not local.fold:
            shown.add(minute)
        minute += timedelta(minutes=1)
    assert set(occurrences("FREQ=DAILY;BYHOUR=5;BYMINUTE=30", zone, window, window)) == shown
    passing = occurrences(f"FREQ=HOURLY;INTERVAL={every}", zone, window, window)
    assert all(after - before == every * HOUR for before, after in pairwise(passing))
    assert passing[0] == start
