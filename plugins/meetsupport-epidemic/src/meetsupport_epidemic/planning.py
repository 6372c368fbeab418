"""Changes that set up a double loop, and rounds of tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import attrs

from meetsupport import Change, Cohort, HealthTest, Loop, Place, Plan, Put, Task, Window
from meetsupport.plan import Edit, PlainReader
from meetsupport.readings import members

__all__ = ["double_loop", "plan_rounds"]

ZONES: Mapping[str, str] = {"inner": "内环", "outer": "外环", "buffer": "缓冲区"}


def double_loop(
    plan: Plan, event: str, *, inner: Iterable[str], outer: Iterable[str], buffer: Iterable[str], by: str
) -> Change:
    """
    Make the change that zones places into two loops and a buffer between them.

    Args:
        plan: The plan that it is made against.
        event: The id of the event; the loops are called after it.
        inner: The ids of the places inside.
        outer: The ids of the places on the periphery.
        buffer: The ids of the places that may be entered from either side, by one side at a time.
        by: Who makes it.

    Raises:
        ValueError: A place is not in the plan, or stands in two zones.
    """
    edits: list[Edit] = []
    zoned: dict[str, str] = {}
    for kind, places in (("inner", inner), ("outer", outer), ("buffer", buffer)):
        loop = f"{event}-{kind}"
        edits.append(Put(Loop(id=loop, event=event, name=ZONES[kind], kind=kind)))
        for id in places:
            place = plan.get(Place, id)
            if place is None:
                raise ValueError(f"unknown place {id!r} in {kind}")
            if id in zoned:
                raise ValueError(f"place {id!r} stands in {zoned[id]} and in {kind}, expected one zone")
            zoned[id] = kind
            edits.append(Put(_zoned(place, loop)))
    return Change(tuple(edits), by=by, base=plan.revision)


def _zoned(place: Place, loop: str) -> Place:
    # mypy cannot see that records are attrs classes.
    return cast("Place", attrs.evolve(cast("Any", place), loop=loop))


def plan_rounds(
    plan: Plan,
    cohorts: Iterable[str],
    *,
    first: datetime,
    interval: timedelta,
    count: int,
    by: str,
    kind: str = "pcr",
    tests: bool = False,
) -> Change:
    """
    Make the change that plans rounds of tests: a task for each cohort and round, and the list of who is due.

    A round is called after the moment at which it begins. What is in the plan already, as it was planned or done, stays
    as it is, so that rounds can be planned on from day to day.

    Args:
        plan: The plan that it is made against.
        cohorts: The ids of the cohorts.
        first: When the first round begins.
        interval: How long a round lasts, which is how long there is for its samples; the next follows at once.
        count: How many rounds.
        by: Who makes it.
        kind: The kind of test.
        tests: Whether to enter a test, not sampled yet, for each member and round.

    Raises:
        ValueError: There is no such cohort, or the rounds have no length or number.
    """
    if interval <= timedelta() or count < 1:
        raise ValueError(f"invalid rounds: {count} of {interval}, expected at least one, of some length")
    edits: list[Edit] = []
    reader = PlainReader(plan, first)
    planned = [task.id for task in plan.where(Task, kind="round")]
    for id in cohorts:
        cohort = plan.get(Cohort, id)
        if cohort is None:
            raise ValueError(f"unknown cohort {id!r}, expected the id of a cohort")
        before = sum(one.startswith(f"{id}-round-") for one in planned)
        for number in range(count):
            window = Window(first + number * interval, first + (number + 1) * interval)
            name = f"{id}-round-{window.start.astimezone(UTC):%Y%m%dT%H%MZ}"
            if plan.get(Task, name) is None:
                before += 1
                edits.append(Put(_task(cohort, name, window, before)))
            if tests:
                for type, who in reader.derive(members, id):
                    test = f"{name}-{type.lower()}-{who}"
                    if plan.get(HealthTest, test) is None:
                        edits.append(Put(_test(test, type, who, kind)))
    return Change(tuple(edits), by=by, base=plan.revision)


def _task(cohort: Cohort, id: str, window: Window, number: int) -> Task:
    return Task(
        id=id,
        event=cohort.event,
        kind="round",
        title=f"{cohort.name or cohort.id}: 第 {number} 轮检测",
        window=window,
        due=window.end,
    )


def _test(id: str, type: str, who: str, kind: str) -> HealthTest:
    if type == "Person":
        return HealthTest(id=id, person=who, kind=kind)
    return HealthTest(id=id, participant=who, kind=kind)
