"""
Rounds: when each time falls, and whether it was done.

A recurrence is an RFC 5545 rule. Days, weeks, months and years are counted as clocks on the wall show them in the
event's zone, so that a round at 08:00 stays at 08:00 when the clocks change; hours and minutes are counted as they
pass, so that one every two hours is never three hours apart. A time that a change of clocks leaves out falls as much
later; one that comes twice falls the first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

import attrs
from dateutil.rrule import rrulestr

from meetsupport.core.errors import InvalidInput
from meetsupport.core.messages import Message, sayable
from meetsupport.core.times import Window
from meetsupport.model import Event, Round, Task
from meetsupport.readings.calendar import zone_named
from meetsupport.readings.critical_path import later
from meetsupport.readings.tasks import task_due

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "Slot",
    "SlotState",
    "day_reached",
    "longest_gap",
    "occurrences",
    "round_comes",
    "round_fault",
    "round_slots",
    "round_span",
]

MOST: Final = 20_000
"""How many times one question may give: every five minutes for two months. A longer span is refused."""

_STEPS = {
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
}
"""Steps of even length, by which the beginning can be brought near the span that is asked for."""

_OFTEN = frozenset({"MINUTELY", "HOURLY"})
_TIMES = frozenset({"FREQ", "INTERVAL", "BYHOUR", "BYMINUTE"})
_PARTS = {
    "MINUTELY": _TIMES - {"BYMINUTE"} | {"BYDAY"},
    "HOURLY": _TIMES | {"BYDAY"},
    "DAILY": _TIMES | {"BYDAY", "BYMONTH"},
    "WEEKLY": _TIMES | {"BYDAY", "WKST"},
    "MONTHLY": _TIMES | {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": _TIMES | {"BYMONTH", "BYMONTHDAY"},
}
"""
The parts that each kind of recurrence may have.

Others, such as the 30th of February every hour, would be looked for until the year 9999.
"""

_LIMITS = {"MINUTELY": ("BYHOUR", "BYDAY"), "HOURLY": ("BYHOUR", "BYDAY"), "DAILY": ("BYDAY", "BYMONTH")}
"""Parts that only leave times out; they are applied here, so that a search ends with the span."""

_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_HOURS = {str(number): number for number in range(24)}
_MONTHS = {str(number): number for number in range(1, 13)}
_DIGITS = 4
_DAY = timedelta(days=1)
_LEAST = timedelta(microseconds=1)

SlotState: TypeAlias = Literal["done", "dropped", "missed", "due", "ahead"]


@lru_cache(maxsize=1024)
def _parsed(rule: str) -> tuple[tuple[str, str], ...]:
    parts: dict[str, str] = {}
    for part in rule.removeprefix("RRULE:").split(";"):
        name, equals, value = part.upper().partition("=")
        if not equals or name in parts:
            raise InvalidInput.of(
                Message.of(
                    "invalid part {part} in the recurrence {rule}, expected such as FREQ=HOURLY",
                    part=repr(part),
                    rule=repr(rule),
                )
            )
        parts[name] = value
    allowed = _PARTS.get(parts.get("FREQ", ""))
    if allowed is None:
        raise InvalidInput.of(
            Message.of(
                "no known FREQ in the recurrence {rule}, expected one of {known}", rule=repr(rule), known=tuple(_PARTS)
            )
        )
    for name in parts.keys() - allowed:
        raise InvalidInput.of(
            Message.of("a recurrence {freq} takes no {name}, in {rule}", freq=parts["FREQ"], name=name, rule=repr(rule))
        )
    interval = parts.setdefault("INTERVAL", "1")
    if not (interval.isascii() and interval.isdecimal() and int(interval[:9]) >= 1 and len(interval) <= _DIGITS):
        raise InvalidInput.of(
            Message.of(
                "invalid INTERVAL {interval} in the recurrence {rule}, expected 1 to {most}",
                interval=repr(interval),
                rule=repr(rule),
                most=10**_DIGITS - 1,
            )
        )
    try:
        rrulestr(_text(parts), dtstart=datetime(2000, 1, 1))  # noqa: DTZ001 - what clocks show
        _leaves(parts, datetime(2000, 1, 1))  # noqa: DTZ001 - as above
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise InvalidInput.of(
            Message.of(
                "invalid recurrence {rule}: {why}; expected such as FREQ=HOURLY;INTERVAL=2",
                rule=repr(rule),
                why=sayable(error),
            )
        ) from None
    return tuple(parts.items())


def _text(parts: dict[str, str]) -> str:
    limits = _LIMITS.get(parts["FREQ"], ())
    return ";".join(f"{name}={value}" for name, value in parts.items() if name not in limits)


def _leaves(parts: dict[str, str], wall: datetime) -> bool:
    """Say whether the parts that leave times out leave this one."""
    now = {"BYDAY": wall.weekday(), "BYHOUR": wall.hour, "BYMONTH": wall.month}
    limits = {name: parts[name].split(",") for name in _LIMITS.get(parts["FREQ"], ()) if name in parts}
    allowed = {name: {_number(name, value) for value in values} for name, values in limits.items()}
    return all(now[name] in values for name, values in allowed.items())


def _number(name: str, value: str) -> int:
    known = {"BYDAY": _WEEKDAYS, "BYHOUR": _HOURS, "BYMONTH": _MONTHS}[name]
    if value not in known:
        raise ValueError(f"invalid {name} {value!r}")
    return known[value]


def round_fault(rule: str) -> str:
    """Say what is wrong with a recurrence; nothing where it is one. ``COUNT`` and ``UNTIL`` are none of its parts."""
    try:
        _parsed(rule)
    except InvalidInput as error:
        return str(error)
    return ""


def occurrences(rule: str, zone: str, window: Window, span: Window) -> tuple[datetime, ...]:
    """
    List the times of a recurrence in a span. What it costs follows the span, not how long the round has run.

    Args:
        rule: The recurrence, such as ``FREQ=HOURLY;INTERVAL=2``; without ``COUNT`` and ``UNTIL``.
        zone: The IANA name of the zone whose days count; an unknown one is that of the window's own offset.
        window: From its first time on, until just before its end.
        span: Only times in it; half-open.

    Returns:
        The times, in UTC and in order.

    Raises:
        InvalidInput: The recurrence is none, or the span holds more than 20,000 times.
    """
    found: dict[datetime, None] = {}
    for moment in _drawn(rule, zone, window, span):
        found[moment] = None
        if len(found) > MOST:
            raise InvalidInput.of(
                Message.of(
                    "more than {most} times of {rule} from {start} to {end}; ask for less",
                    most=MOST,
                    rule=repr(rule),
                    start=str(max(window.start, span.start)),
                    end=str(min(window.end, span.end)),
                )
            )
    return tuple(sorted(found))


def _drawn(rule: str, zone: str, window: Window, span: Window) -> Iterator[datetime]:
    """Draw the times of a recurrence one by one, as clocks on the wall show them."""
    parts = dict(_parsed(rule))
    start, end = max(window.start, span.start), min(window.end, span.end)
    if start >= end:
        return
    passing = parts["FREQ"] in _OFTEN and not parts.keys() & {"BYHOUR", "BYDAY"}
    clock: tzinfo = UTC if passing else zone_named(zone) or window.start.tzinfo or UTC
    margin = timedelta(0) if passing else timedelta(days=1)
    begins = _wall(window.start, clock)
    first, last = _wall(later(start, -margin), clock), _wall(later(end, margin), clock)
    begins = _brought_near(begins, first, parts)
    drawn = cast("Any", rrulestr(_text(parts), dtstart=begins))
    for wall in drawn.replace(until=last):
        moment = _moment(wall, clock)
        if start <= moment < end and _leaves(parts, wall):
            yield moment


def _wall(moment: datetime, clock: tzinfo) -> datetime:
    try:
        return moment.astimezone(clock).replace(tzinfo=None)
    except OverflowError:
        return moment.replace(tzinfo=None)


def _moment(wall: datetime, clock: tzinfo) -> datetime:
    # Of a time that clocks leave out, fold 0 takes the offset from before the change, so it falls as much later.
    try:
        return wall.replace(tzinfo=clock).astimezone(UTC)
    except OverflowError:
        return wall.replace(tzinfo=UTC)


def _brought_near(begins: datetime, first: datetime, parts: dict[str, str]) -> datetime:
    """Move the beginning of a recurrence by whole steps, to just before the first time that is asked for."""
    step = _STEPS.get(parts["FREQ"])
    if step is None or first <= begins:
        return begins
    stride = step * int(parts.get("INTERVAL", "1"))
    return begins + stride * max((first - begins) // stride - 1, 0)


@attrs.frozen
class Slot:
    """
    One time of a round.

    Attributes:
        at: When it falls.
        until: Until when it may be done: within the time that the round has, and before the next time comes.
        state: done; dropped, with a written reason; missed; due, from *at* on; ahead.
        tasks: The tasks that are this time of the round, by id.
        missing: The places of the round that nobody has done, by id; those of a round without places are none.
    """

    at: datetime
    until: datetime
    state: SlotState
    tasks: tuple[str, ...]
    missing: tuple[str, ...]


def round_span(plan: Reader, one: Round) -> Window | None:
    """Say from when until when a round goes: in its own window, or its event's."""
    if one.window is not None or one.event is None:
        return one.window
    event = plan.get(Event, one.event)
    return event.window if event is not None else None


def round_comes(plan: Reader, one: Round) -> bool:
    """
    Say whether a round comes at all from its beginning to its end.

    A day that there is not, such as the 30th of February, never comes, and a Monday not from Thursday to Sunday.

    Raises:
        InvalidInput: The round's rule is none.
    """
    window = round_span(plan, one)
    event = plan.get(Event, one.event) if one.event is not None else None
    zone = event.zone if event is not None else ""
    return window is not None and next(_drawn(one.rule, zone, window, window), None) is not None


def round_slots(plan: Reader, round_id: str, span: Window) -> tuple[Slot, ...]:
    """
    List the times of a round in a span, with what was done.

    A time is done by tasks of the round that are done and whose window, or else due instant, touches the time within
    which it may be done. What begins when the next time has come is of that one. A task at a place covers that place,
    one without a place covers all. A task that was dropped excuses its time if it says why.

    Args:
        plan: What to read.
        round_id: The round's id.
        span: Only times in it; half-open.

    Returns:
        The slots, in order; none where there is no such round, or it has no time.

    Raises:
        InvalidInput: The round's rule is none, or the span holds more than 20,000 times.
    """
    found = plan.get(Round, round_id)
    window = round_span(plan, found) if found is not None else None
    if found is None or window is None:
        return ()
    event = plan.get(Event, found.event) if found.event is not None else None
    zone = event.zone if event is not None else ""
    times = occurrences(found.rule, zone, window, span)
    if not times:
        return ()
    within = max(found.within, timedelta(0))
    reach = Window(times[0], later(times[-1], within + _LEAST))
    after = Window(span.end, later(max(span.end, reach.end), _LEAST))
    following = islice(_drawn(found.rule, zone, window, after), 2)
    tasks = {task.id: task for task in plan.overlapping(Task, reach, round=round_id)}
    tasks.update((task.id, task) for task in plan.where(Task, round=round_id, window=None))
    nexts = (*times[1:], min(following, default=None))
    return tuple(_slots(plan, found, zip(times, nexts, strict=True), within, sorted(tasks.values(), key=_begins)))


def _begins(task: Task) -> tuple[datetime, str]:
    at = task.window.start if task.window is not None else task.due
    return (at or datetime.max.replace(tzinfo=UTC), task.id)


def _slots(
    plan: Reader,
    one: Round,
    times: Iterable[tuple[datetime, datetime | None]],
    within: timedelta,
    tasks: Sequence[Task],
) -> list[Slot]:
    found: list[Slot] = []
    passed = [task for task in tasks if task_due(task) is not None]
    first = 0
    for at, following in times:
        until = later(at, within)
        cut = following is not None and following <= until
        if following is not None:
            until = min(until, following)
        # Tasks that ended before this time cannot be of a later one; few stay in the way, since they are in order.
        while first < len(passed) and not _reaches(passed[first], at):
            first += 1
        own: list[Task] = []
        for task in passed[first:]:
            begins = _begins(task)[0]
            if begins > until or (cut and begins == until):
                break
            if _reaches(task, at):
                own.append(task)
        found.append(_slot(plan, one, at, until, own))
    return found


def _reaches(task: Task, at: datetime) -> bool:
    return task.window.end > at if task.window is not None else task.due is not None and task.due >= at


def _slot(plan: Reader, one: Round, at: datetime, until: datetime, tasks: Sequence[Task]) -> Slot:
    done = [task for task in tasks if task.state in {"done", "accepted"}]
    everywhere = any(task.place is None for task in done)
    covered = {task.place for task in done}
    missing = () if everywhere else tuple(place for place in one.places if place not in covered)
    state: SlotState
    if done and not missing:
        state = "done"
    elif any(task.state == "dropped" and task.reason for task in tasks) and not done:
        state, missing = "dropped", ()
    elif not plan.passed(at):
        state = "ahead"
    else:
        state = "missed" if plan.passed(until) else "due"
    return Slot(at, until, state, tuple(task.id for task in tasks), missing)


def longest_gap(plan: Reader, round_id: str, span: Window) -> timedelta:
    """
    Give the longest time in a span in which a round was not done, by the times that were.

    Args:
        plan: What to read.
        round_id: The round's id.
        span: From when until when; its ends count as if somebody had been round.

    Returns:
        How long; the whole span where it was never done. What it may be at most is law and custom of the place.
    """
    done = [slot.at for slot in round_slots(plan, round_id, span) if slot.state == "done"]
    marks = [span.start, *done, span.end]
    return max((after - before for before, after in pairwise(marks)), default=timedelta(0))


def day_reached(plan: Reader, window: Window) -> int | None:
    """
    Say how many whole days of a window have passed, without looking at the clock.

    The answer rests on when the next day begins; that is the only moment at which it changes.

    Returns:
        0 on its first day, and after its end the number of its last day; ``None`` before it begins.
    """
    if not plan.passed(window.start):
        return None
    low, high = 0, (window.end - window.start) // _DAY + 1
    while low + 1 < high:
        middle = (low + high) // 2
        if plan.passed(later(window.start, middle * _DAY)):
            low = middle
        else:
            high = middle
    return low
