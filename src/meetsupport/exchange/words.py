"""Headings in the reader's language, times in the event's zone, and values as Markdown that says nothing but them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from meetsupport.core.errors import Fault, InvalidInput
from meetsupport.core.messages import Message, translate
from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import Event
from meetsupport.plan import Reader

__all__ = ["called", "heading", "is_chinese", "local", "markdown", "shown_window", "table", "term", "zone_of"]

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&#!$^]|(?<=\b[wW]{3})\.|(?<=:)/(?=/)|@")
_LEADING = re.compile(r"^(?=[-+=])|^(\d+)(?=[.)])")


def is_chinese(language: str) -> bool:
    """Say whether a language is Chinese."""
    return language.partition("_")[0].partition("-")[0] == "zh"


def heading(cls: type[Record], field: str, language: str) -> str:
    """Give the heading of a field: the term that clerks write, or its name in words."""
    spec = cls.__record__.fields[field]
    if is_chinese(language) and spec.label:
        return spec.label
    return translate(field.replace("_", " ").capitalize(), language)


def term(record: Record, field: str, language: str) -> str:
    """Give the word that a field holds: its Chinese term, where it has one and Chinese is read."""
    word = str(getattr(record, field))
    return record.__record__.fields[field].words.get(word, word) if is_chinese(language) else word


def markdown(text: Any) -> str:
    """
    Write a value so that Markdown shows it as it is, on one line.

    Nothing in it becomes a heading, a list, a link, an image, HTML, the end of a table's cell or code. A masked value
    shows as dots.
    """
    plain = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in str(text)).split())
    escaped = _SPECIAL.sub(lambda found: "\\" + found.group(), plain)
    return _LEADING.sub(lambda found: f"{found.group(1)}\\" if found.group(1) else "\\", escaped)


def table(headings: Iterable[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write a table, its values escaped."""
    head = [markdown(one) for one in headings]
    lines = [head, ["---"] * len(head), *([markdown(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def called(reader: Reader, cls: type[Record], id: str | None) -> str:
    """Give what a record is called, or its id if it has no name; a masked name is dots."""
    if id is None:
        return ""
    found: Any = reader.get(cls, id)
    name = "" if found is None else str(found.name)
    return name or str(id)


def zone_of(reader: Reader, event: str | None) -> ZoneInfo | None:
    """
    Give the zone that an event's days are counted in; without an event, that of the only one.

    Raises:
        InvalidInput: The event's zone is none.
    """
    found = reader.get(Event, event) if event is not None else None
    if found is None:
        events = reader.all(Event)
        found = events[0] if len(events) == 1 else None
    if found is None:
        return None
    try:
        return ZoneInfo(found.zone)
    except (ValueError, OSError):  # a name with odd characters, a folder; ZoneInfoNotFoundError is a KeyError
        pass
    except KeyError:
        pass
    place = f"$.Event[{found.id!r}].zone"
    said = Message.of("invalid value {zone}, expected the IANA name of a time zone", zone=repr(found.zone))
    raise InvalidInput.of(Fault.of(place, said))


def local(moment: datetime, zone: ZoneInfo | None) -> datetime:
    """Give a moment as clocks show it; at the ends of time, and without a zone, with the offset that it has."""
    try:
        return moment.astimezone(zone) if zone is not None else moment
    except OverflowError:
        return moment


def shown_window(window: Any, zone: ZoneInfo | None, *, day: bool) -> str:
    """Write a window as clocks show it, with the day of its start if asked for; a masked one is dots."""
    if not isinstance(window, Window):
        return "" if window is None else str(window)
    start, end = local(window.start, zone), local(window.end, zone)
    head = start.strftime("%H:%M")
    tail = end.strftime("%H:%M") if end.date() == start.date() else f"{end.date().isoformat()} {end.strftime('%H:%M')}"
    return f"{start.date().isoformat()} {head}–{tail}" if day else f"{head}–{tail}"
