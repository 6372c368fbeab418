"""The agenda in Markdown: sessions by day and place, with who appears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import attrs

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.messages import Message, sayable
from meetsupport.core.records import Ref, no_such
from meetsupport.core.times import Window
from meetsupport.exchange.words import called, heading, is_chinese, local, markdown, shown_window, table, term, zone_of
from meetsupport.model import Appearance, Event, Participant, Person, Place, Session
from meetsupport.plan import Reader
from meetsupport.plugins import Exporter

__all__ = ["AGENDA_EXPORTER", "write_agenda"]


@attrs.frozen(order=True)
class _Item:
    """A session at its place in the document; sessions without a day stand last."""

    undated: bool
    day: str
    place: str
    start: float
    id: str
    session: Session = attrs.field(order=False)
    hours: str = attrs.field(order=False)


def write_agenda(reader: Reader, of: Ref[Any] | None, language: str) -> bytes:
    """
    Write the sessions by day and place.

    Days are those of each event's zone.

    Args:
        reader: What to read; a masked value is written as dots.
        of: The event whose sessions to write, or ``None`` for all.
        language: The language of the headings.

    Returns:
        Markdown with tables, in UTF-8.

    Raises:
        UnknownReference: There is no such event.
        InvalidInput: *of* is no event, or an event's zone is none.
    """
    if of is not None and of.type is not Event:
        raise InvalidInput.of(Message.of("an agenda is that of an Event, not of {of}", of=sayable(of)))
    event = reader.get(Event, of.id) if of is not None else None
    if of is not None and event is None:
        raise UnknownReference.of(no_such(Event.__record__, of.id))
    sessions = reader.all(Session) if of is None else reader.where(Session, event=of.id)
    events = reader.all(Event) if event is None else (event,)
    parts = [f"# {markdown(' / '.join(called(reader, Event, one.id) for one in events) or _title(language))}\n"]
    for (_, day), of_day in groupby(sorted(_items(reader, sessions)), key=lambda item: (item.undated, item.day)):
        parts.append(f"## {day or '—'}\n")
        for place, here in groupby(of_day, key=lambda item: item.place):
            parts.append(f"### {markdown(place) or '—'}\n")
            parts.append(_table(reader, here, language))
    return "\n".join(parts).encode()


def _title(language: str) -> str:
    return Session.__record__.label if is_chinese(language) else "Agenda"


def _items(reader: Reader, sessions: Iterable[Session]) -> Iterator[_Item]:
    for session in sessions:
        window: Any = session.window
        dated = isinstance(window, Window)
        zone = zone_of(reader, session.event) if dated else None
        yield _Item(
            undated=not dated,
            day=local(window.start, zone).date().isoformat() if dated else "",
            place=called(reader, Place, session.place),
            start=window.start.timestamp() if dated else 0.0,
            id=session.id,
            session=session,
            hours=shown_window(window, zone, day=False),
        )


def _table(reader: Reader, items: Iterable[_Item], language: str) -> str:
    headings = [heading(Session, name, language) for name in ("window", "title", "kind")]
    who = Appearance.__record__.label if is_chinese(language) else "Who appears"
    rows = [
        (
            item.hours,
            str(item.session.title) or item.session.id,
            term(item.session, "kind", language),
            _who(reader, item.session, language),
        )
        for item in items
    ]
    return table([*headings, who], rows)


def _who(reader: Reader, session: Session, language: str) -> str:
    names: list[str] = []
    for appearance in reader.where(Appearance, session=session.id):
        person = called(reader, Person, appearance.person) or called(reader, Participant, appearance.participant)
        role = term(appearance, "role", language)
        names.append((f"{person}（{role}）" if is_chinese(language) else f"{person} ({role})") if role else person)
    return ("、" if is_chinese(language) else ", ").join(names)


AGENDA_EXPORTER = Exporter("agenda-md", ".md", "text/markdown", write_agenda)
"""Writes the agenda in Markdown."""
