"""
The critical path method, with work laid out so that it avoids nights and days off where it can.

It knows nothing of plans and people: jobs have a length, an order and times. How many can be done at once is not its
matter; that is the rosters'.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from graphlib import CycleError, TopologicalSorter

import attrs

__all__ = ["Job", "Laid", "Layout", "later", "lay_out"]

NONE, DAY = timedelta(0), timedelta(days=1)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def later(moment: datetime, by: timedelta) -> datetime:
    """Give a moment so much later, in UTC; at the ends of time, the end."""
    try:
        return moment.astimezone(UTC) + by
    except OverflowError:
        return _LAST if by >= NONE and moment.year > 1 else _FIRST


@attrs.frozen
class Job:
    """
    Something that takes time.

    Attributes:
        id: What it is called.
        duration: How long it takes; less than nothing counts as nothing.
        after: The jobs that must be finished before it starts. Those that are not among the jobs are left out.
        not_before: When it can start at the earliest, beside what it comes after.
        wanted: When it should be finished; it is later where that cannot be.
        aim: When it is best finished, if that is a little sooner than *wanted*, such as at the end of a day's work.
        limit: When it must be finished.
        fixed: Whether it is done at *not_before*, whatever happens.
        bound: Whether it hangs on its hour, so that it stays there even if that is at a quiet time.
    """

    id: str
    duration: timedelta = NONE
    after: tuple[str, ...] = ()
    not_before: datetime | None = None
    wanted: datetime | None = None
    aim: datetime | None = None
    limit: datetime | None = None
    fixed: bool = False
    bound: bool = False


@attrs.frozen
class Laid:
    """
    Where a job lies in time. All times are in UTC.

    Attributes:
        id: What it is called.
        earliest_start: When it can start at the earliest.
        earliest_finish: When it can be finished at the earliest.
        latest_start: When it must have started, so that neither it nor what comes after it is late.
        latest_finish: When it must be finished for that.
        start: When it is laid.
        finish: When it is finished then.
        late: By how much it misses its own limit, even if everything goes as fast as it can.
        compressed: By how much it has less time than was wanted: it is laid to be finished later, because it cannot be
            sooner or only at a quiet time, or it must be finished sooner.
        critical: Whether it lies on the critical path.
    """

    id: str
    earliest_start: datetime
    earliest_finish: datetime
    latest_start: datetime
    latest_finish: datetime
    start: datetime
    finish: datetime
    late: timedelta
    compressed: timedelta
    critical: bool

    @property
    def slack(self) -> timedelta:
        """How long it may wait; less than nothing where it, or something after it, cannot be in time."""
        return self.latest_start - self.earliest_start


@attrs.frozen
class Layout:
    """
    Jobs laid out in time.

    Attributes:
        jobs: All of them, by their start, then by id.
        path: The critical path: the longest chain of jobs, each of which waits for the one before it.
        ring: Jobs that wait for each other, so that none can begin; they were laid out as if the first did not wait.
    """

    jobs: tuple[Laid, ...]
    path: tuple[str, ...]
    ring: tuple[str, ...]


Quiet = Sequence[tuple[datetime, datetime]]


def lay_out(
    jobs: Iterable[Job],
    opens: datetime,
    closes: datetime,
    quiet: Iterable[Iterable[tuple[datetime, datetime]]] = (),
    *,
    shut: Iterable[tuple[datetime, datetime]] = (),
    days_off: Iterable[tuple[datetime, datetime]] = (),
) -> Layout:
    """
    Lay jobs out backward from the end, and forward from the beginning.

    A job is laid where it was wanted, or as soon as it can be. If that touches a quiet time and there is another place
    for it, it moves: before the quiet time if it can, otherwise after it as long as nothing becomes late. A job that
    takes a day or more is done in the working hours of its days, so nights do not concern it: only days off do.

    Args:
        jobs: The jobs; of two with one id the later counts.
        opens: When work can begin.
        closes: When everything without a limit must be finished.
        quiet: Half-open spans in which nothing should be done, as lists to be tried in turn: nights and days off
            together, then, where there is no room, one of them.
        shut: Half-open spans before which a job that has time is done: from the end of work until it begins.
        days_off: Half-open spans in which jobs of a day or more rest.

    Returns:
        The layout. For n jobs it takes n log n, and as long again for each ring.
    """
    known = {job.id: _clean(job) for job in jobs}
    known = {id: attrs.evolve(job, after=tuple(a for a in job.after if a in known)) for id, job in known.items()}
    order, ring, known = _ordered(known)
    begin, end = later(opens, NONE), later(closes, NONE)
    early = _forward(known, order, begin)
    late = _backward(known, order, end)
    path = _path(known, order, early, late)
    kept = _backward({id: _at_its_hour(job) for id, job in known.items()}, order, end)
    levels, closed, off = [_merged(spans) for spans in quiet], _merged(shut), [_merged(days_off)]
    laid: dict[str, Laid] = {}
    for id in order:
        job = known[id]
        soonest = max([begin, *(laid[a].finish for a in job.after)])
        latest = later(late[id], -job.duration)
        long = job.duration >= DAY
        start = _place(
            job,
            max(soonest, job.not_before or soonest),
            later(kept[id], -job.duration),
            off if long else levels,
            () if long else closed,
        )
        finish = later(start, job.duration)
        laid[id] = Laid(
            id,
            earliest_start=early[id],
            earliest_finish=later(early[id], job.duration),
            latest_start=latest,
            latest_finish=late[id],
            start=start,
            finish=finish,
            late=max(NONE, later(early[id], job.duration) - (job.limit or end)),
            compressed=_compressed(job, finish),
            critical=id in path,
        )
    return Layout(tuple(sorted(laid.values(), key=lambda one: (one.start, one.id))), tuple(path), ring)


def _at_its_hour(job: Job) -> Job:
    """Give a job that hangs on its hour a limit there, so that what comes before it does not push it away."""
    if not job.bound or job.wanted is None:
        return job
    return attrs.evolve(job, limit=job.wanted if job.limit is None else min(job.limit, job.wanted))


def _compressed(job: Job, finish: datetime) -> timedelta:
    if job.wanted is None:
        return NONE
    return max(NONE, finish - job.wanted, NONE if job.limit is None else job.wanted - job.limit)


def _clean(job: Job) -> Job:
    return attrs.evolve(
        job,
        duration=max(job.duration, NONE),
        not_before=_utc(job.not_before),
        wanted=_utc(job.wanted),
        aim=_utc(job.aim),
        limit=_utc(job.limit),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else later(moment, NONE)


def _ordered(known: Mapping[str, Job]) -> tuple[list[str], tuple[str, ...], dict[str, Job]]:
    """Put jobs into an order in which each comes after those that it waits for; open rings at their least id."""
    jobs = dict(known)
    ring: set[str] = set()
    while True:
        try:
            return (
                list(TopologicalSorter({id: jobs[id].after for id in sorted(jobs)}).static_order()),
                tuple(sorted(ring)),
                jobs,
            )
        except CycleError as error:
            found: list[str] = error.args[1]
            ring.update(found)
            first = min(found)
            cut = tuple(a for a in jobs[first].after if a not in found)
            jobs[first] = attrs.evolve(jobs[first], after=cut)


def _forward(known: Mapping[str, Job], order: Sequence[str], begin: datetime) -> dict[str, datetime]:
    early: dict[str, datetime] = {}
    for id in order:
        job = known[id]
        waits = [later(early[a], known[a].duration) for a in job.after]
        early[id] = (
            max([begin, job.not_before or begin, *waits]) if not job.fixed else max([job.not_before or begin, *waits])
        )
    return early


def _backward(known: Mapping[str, Job], order: Sequence[str], end: datetime) -> dict[str, datetime]:
    late = {id: known[id].limit or end for id in order}
    for id in reversed(order):
        starts = later(late[id], -known[id].duration)
        for before in known[id].after:
            late[before] = min(late[before], starts)
    return late


def _path(
    known: Mapping[str, Job], order: Sequence[str], early: Mapping[str, datetime], late: Mapping[str, datetime]
) -> dict[str, None]:
    """Follow the chain of jobs with the least slack, from its end to what nothing holds up any more."""
    if not order:
        return {}
    slack = {id: later(late[id], -known[id].duration) - early[id] for id in order}
    least = min(slack.values())
    at: str | None = max((id for id in order if slack[id] == least), key=lambda id: (early[id], known[id].duration, id))
    chain: list[str] = []
    while at is not None:
        chain.append(at)
        holds = [a for a in known[at].after if later(early[a], known[a].duration) == early[at]]
        at = min(holds, key=lambda id: (slack[id], id), default=None)
    return dict.fromkeys(reversed(chain))


def _merged(quiet: Iterable[tuple[datetime, datetime]]) -> Quiet:
    spans: list[tuple[datetime, datetime]] = []
    for start, end in sorted((later(start, NONE), later(end, NONE)) for start, end in quiet):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        elif start < end:
            spans.append((start, end))
    return spans


def _place(job: Job, soonest: datetime, latest: datetime, levels: Sequence[Quiet], shut: Quiet) -> datetime:
    if job.fixed and job.not_before is not None:
        return job.not_before
    start = soonest
    wanted = job.aim or job.wanted
    if wanted is not None:
        start = max(soonest, min(later(wanted, -job.duration), latest))
    if not job.bound and _touches(start, job.duration, shut):
        moved = _before(start, soonest, job.duration, shut)
        if moved is not None:
            return moved
    for quiet in () if job.bound else levels:
        if not _touches(start, job.duration, quiet):
            return start
        moved = _before(start, soonest, job.duration, quiet) or _beyond(start, latest, job.duration, quiet)
        if moved is not None:
            return moved
    return start


def _touches(start: datetime, duration: timedelta, quiet: Quiet) -> bool:
    """Say whether a job shares time with a quiet span; one that takes no time may lie at its edges."""
    place = bisect_left(quiet, start, key=_ends)
    finish = later(start, duration)
    return any(start < span[1] and finish > span[0] for span in quiet[place : place + 2])


def _before(start: datetime, soonest: datetime, duration: timedelta, quiet: Quiet) -> datetime | None:
    """Find the last start before this one at which nothing quiet is touched."""
    finish = later(start, duration)
    for place in range(bisect_left(quiet, finish, key=_begins) - 1, -1, -1):
        at = later(quiet[place][0], -duration)
        if at < soonest:
            return None
        if at <= start and not _touches(at, duration, quiet):
            return at
    return None


def _beyond(start: datetime, latest: datetime, duration: timedelta, quiet: Quiet) -> datetime | None:
    """Find the first start after this one at which nothing quiet is touched."""
    for place in range(bisect_left(quiet, start, key=_ends), len(quiet)):
        at = quiet[place][1]
        if at > latest:
            return None
        if at >= start and not _touches(at, duration, quiet):
            return at
    return None


def _begins(span: tuple[datetime, datetime]) -> datetime:
    return span[0]


def _ends(span: tuple[datetime, datetime]) -> datetime:
    return span[1]
