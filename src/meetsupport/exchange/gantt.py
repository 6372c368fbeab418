"""The work of an event hour by hour, in Markdown, with the nights marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.messages import Message, sayable, show_value, translate
from meetsupport.core.records import Ref, no_such
from meetsupport.core.times import Window
from meetsupport.exchange.words import called, is_chinese, local, markdown, table, zone_of
from meetsupport.model import Event, Task
from meetsupport.plan import Reader, Shown
from meetsupport.plugins import Exporter
from meetsupport.readings import BackwardPlan, PlannedTask, backward_plan, night_hours

__all__ = ["GANTT_EXPORTER", "write_gantt"]

_HOUR = timedelta(hours=1)
_LONGEST = 24 * 21
"""How many hours are drawn; a longer plan has its table alone."""

_DAY_WORK, _NIGHT_WORK, _DAY_FREE, _NIGHT_FREE = "█▓·:"


def write_gantt(reader: Shown, of: Ref[Any] | None, language: str) -> bytes:
    """
    Write the open tasks of an event as laid out backward from its opening, from now on.

    One character is one hour of the event's zone. Work at night (22:00 to 06:00) is drawn apart from work by day. The
    table below says of each task when it starts and ends, its slack, how much of it is at night, by how much it was
    compressed and by how much it is late; ``*`` marks the critical path.

    Args:
        reader: What to read.
        of: The event, or ``None`` for the only one.
        language: The language of the headings.

    Returns:
        Markdown, in UTF-8.

    Raises:
        UnknownReference: There is no such event.
        InvalidInput: *of* is no event, there is not exactly one, or it has no window.
    """
    if of is not None and of.type is not Event:
        raise InvalidInput.of(Message.of("a Gantt chart is that of an Event, not of {of}", of=sayable(of)))
    events = reader.all(Event)
    if of is None and len(events) != 1:
        raise InvalidInput.of(Message.of("there are {n} events; say of which the Gantt chart is to be", n=len(events)))
    event = events[0] if of is None else reader.get(Event, of.id)
    if event is None:
        raise UnknownReference.of(no_such(Event.__record__, of.id if of is not None else ""))
    laid = backward_plan(reader, event.id)
    zone = zone_of(reader, event.id)
    parts = [f"# {markdown(called(reader, Event, event.id))}\n"]
    if laid.tasks:
        chart = list(_chart(reader, laid, event.id, event.zone))
        if chart:
            parts += ["```text", *chart, "```\n", f"{_legend(language)}\n"]
        parts.append(_table(reader, laid, zone, language))
    else:
        parts.append(f"{translate('No task of it is open.', language)}\n")
    return "\n".join(parts).encode()


def _chart(reader: Reader, laid: BackwardPlan, event: str, zone_name: str) -> Iterator[str]:
    zone = zone_of(reader, event)
    first = _floor(min(laid.opens, *(one.laid.start for one in laid.tasks)))
    last = max(laid.closes, *(one.laid.finish for one in laid.tasks))
    count = -((first - last) // _HOUR)
    if count > _LONGEST:
        return
    hours = [first + number * _HOUR for number in range(count)]
    nights = [night_hours(Window(hour, hour + _HOUR), zone_name) > timedelta(0) for hour in hours]
    yield _ruler(hours, zone)
    for one in laid.tasks:
        cells = [_cell(one, hour, night=night) for hour, night in zip(hours, nights, strict=True)]
        yield f"{''.join(cells)} {'*' if one.laid.critical else ' '} {_plain(reader, one.task)}"


def _legend(language: str) -> str:
    return translate(
        "One character is one hour: █ work, ▓ work at night, · free, : free at night. * marks the critical path.",
        language,
    )


def _floor(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _ruler(hours: list[datetime], zone: Any) -> str:
    line = [" "] * len(hours)
    for number, hour in enumerate(hours):
        shown = local(hour, zone)
        if number == 0 or shown.hour == 0:
            mark = f"|{shown:%m-%d %H:%M}" if number == 0 else f"|{shown:%m-%d}"
            if number + len(mark) <= len(line) and all(cell == " " for cell in line[number : number + len(mark)]):
                line[number : number + len(mark)] = mark
    return "".join(line).rstrip()


def _cell(one: PlannedTask, hour: datetime, *, night: bool) -> str:
    start, finish = one.laid.start, max(one.laid.finish, one.laid.start + timedelta(minutes=1))
    # What takes days rests at night.
    if start < hour + _HOUR and finish > hour and not (night and finish - start >= timedelta(days=1)):
        return _NIGHT_WORK if night else _DAY_WORK
    return _NIGHT_FREE if night else _DAY_FREE


def _plain(reader: Reader, id: str) -> str:
    task = reader.get(Task, id)
    title = " ".join(str(task.title).split()) if task is not None else ""
    return (title or id).replace("`", "'")


def _table(reader: Reader, laid: BackwardPlan, zone: Any, language: str) -> str:
    headings = [
        Task.__record__.label if is_chinese(language) else "Task",
        translate("Start", language),
        translate("Finish", language),
        translate("Slack", language),
        translate("At night", language),
        translate("Compressed by", language),
        translate("Late by", language),
    ]
    rows = [
        (
            _plain(reader, one.task),
            f"{local(one.laid.start, zone):%m-%d %H:%M}",
            f"{local(one.laid.finish, zone):%m-%d %H:%M}",
            _length(one.laid.slack, language),
            _length(one.night, language),
            _length(one.laid.compressed, language),
            _length(one.laid.late, language),
        )
        for one in laid.tasks
    ]
    return table(headings, rows)


def _length(length: timedelta, language: str) -> str:
    if length < timedelta(0):
        return f"−{show_value(-length, language)}"
    return show_value(length, language) if length else "—"


GANTT_EXPORTER = Exporter("gantt", ".md", "text/markdown", write_gantt)
"""Writes the work of an event hour by hour."""
