"""What stands in a calendar: the sessions, duties and trips that have a time, as a reader shows them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from urllib.parse import quote

import attrs

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.messages import translate
from meetsupport.core.records import Record, Ref
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Delegation,
    Duty,
    Event,
    Participant,
    Person,
    Place,
    Post,
    Route,
    Seat,
    Session,
    Team,
    Trip,
)
from meetsupport.plan import MASKED, Reader

__all__ = ["Appointment", "Dated", "appointments", "location_of", "uid_of"]

Dated: TypeAlias = "Session | Duty | Trip"

_LONGEST_PART = 180
_SUBJECTS = (Event, Session, Duty, Trip, Person, Participant, Team, Delegation)


@attrs.frozen
class Appointment:
    """
    One record as a calendar shows it.

    Attributes:
        uid: What tells it from all others, for as long as the record keeps its id and its event.
        record: The record.
        window: When it is.
        summary: Its title.
        location: Where it is; empty if that is not known.
        notes: What else there is to know, line by line.
        kind: What kind of thing it is; may be empty.
        sensitive: Whether it shows anything that not everybody may see.
    """

    uid: str
    record: Dated
    window: Window
    summary: str
    location: str
    notes: tuple[str, ...]
    kind: str
    sensitive: bool


def appointments(reader: Reader, of: Ref[Any] | None, language: str) -> tuple[Appointment, ...]:
    """
    Give what stands in the calendar of a record, by type and id.

    A record without a window, and without a post or session that lends it one, has no place in a calendar and is left
    out.

    Args:
        reader: What to read; a masked value shows as dots.
        of: Whose calendar: a person's, participant's, team's, delegation's or event's, or that of one session, duty or
            trip; ``None`` for all.
        language: The language of the labels.

    Raises:
        UnknownReference: There is no such record.
        InvalidInput: Records of that type have no calendar.
    """
    if of is not None and reader.get(_subject(of), of.id) is None:
        raise UnknownReference(f"no {of.type.__record__.name} with the id {of.id!r}")
    return tuple(_made(reader, of, language))


def _subject(of: Ref[Any]) -> type[Record]:
    for cls in _SUBJECTS:
        if of.type is cls:
            return cls
    expected = ", ".join(cls.__record__.name for cls in _SUBJECTS)
    raise InvalidInput(f"a {of.type.__record__.name} has no calendar, expected one of {expected}")


def if_there(reader: Reader, of: Ref[Any] | None, language: str) -> tuple[Appointment, ...]:
    """Give what `appointments` gives, or nothing where the record is not there."""
    if of is not None and reader.get(_subject(of), of.id) is None:
        return ()
    return tuple(_made(reader, of, language))


def _made(reader: Reader, of: Ref[Any] | None, language: str) -> Iterator[Appointment]:
    found = {(r.__record__.name, r.id): r for r in _chosen(reader, of)}
    for key in sorted(found):
        record = found[key]
        window = _window(reader, record)
        if isinstance(window, Window):  # a masked one is none
            yield _Drafter(reader, of, language).draft(record, window)


def _chosen(reader: Reader, of: Ref[Any] | None) -> Iterator[Dated]:
    if of is None:
        yield from reader.all(Session)
        yield from reader.all(Duty)
        yield from reader.all(Trip)
    elif of.type is Event:
        yield from reader.where(Session, event=of.id)
        yield from (duty for duty in reader.all(Duty) if _event_id(reader, duty) == of.id)
        yield from reader.where(Trip, event=of.id)
    elif of.type is Person:
        yield from _of_person(reader, of.id)
    elif of.type is Participant:
        yield from _of_participant(reader, of.id)
    elif of.type is Team:
        for post in reader.where(Post, team=of.id):
            yield from reader.where(Duty, post=post.id)
        for person in reader.where(Person, team=of.id):
            yield from _of_person(reader, person.id)
    elif of.type is Delegation:
        for participant in reader.where(Participant, delegation=of.id):
            yield from _of_participant(reader, participant.id)
    else:
        yield from filter(None, [reader.get(of.type, of.id)])


def _of_person(reader: Reader, person: str) -> Iterator[Dated]:
    yield from _sessions(reader, reader.where(Appearance, person=person))
    yield from reader.where(Duty, person=person)
    yield from reader.where(Trip, crew=person)
    yield from reader.where(Trip, liaison=person)


def _of_participant(reader: Reader, participant: str) -> Iterator[Dated]:
    yield from _sessions(reader, reader.where(Appearance, participant=participant))
    for seat in reader.where(Seat, participant=participant):
        yield from filter(None, [reader.get(Trip, seat.trip)])


def _sessions(reader: Reader, appearances: Iterable[Appearance]) -> Iterator[Session]:
    for appearance in appearances:
        yield from filter(None, [reader.get(Session, appearance.session)])


def _post_of(reader: Reader, duty: Duty) -> tuple[Post | None, Session | None]:
    post = reader.get(Post, duty.post)
    session = reader.get(Session, post.session) if post is not None and post.session is not None else None
    return post, session


def _window(reader: Reader, record: Dated) -> Window | None:
    if not isinstance(record, Duty) or record.window is not None:
        return record.window
    post, session = _post_of(reader, record)
    if post is not None and post.window is not None:
        return post.window
    return None if session is None else session.window


def _event_id(reader: Reader, record: Dated) -> str | None:
    if not isinstance(record, Duty):
        return record.event
    post, session = _post_of(reader, record)
    if post is not None and post.event is not None:
        return post.event
    return None if session is None else session.event


def uid_of(type: str, id: str, event: str | None) -> str:
    """
    Make the UID of a record.

    It depends on nothing else, so that it stays the same whatever changes of the record, and no two records of an
    office share one. The event keeps the calendars of two offices apart. A part that is long is replaced by its
    digest: a UID should have less than 255 characters (RFC 7986, 5.3).
    """
    return f"{type}.{_part(id)}@{'' if event is None else _part(event) + '.'}meetsupport"


def _part(text: str) -> str:
    quoted = quote(text, safe="")
    if len(quoted) <= _LONGEST_PART // 2:
        return quoted
    # "=" never stands in quoted text, so a digest is nobody's id.
    return "=" + hashlib.sha256(text.encode()).hexdigest()


def location_of(place: Place, *, chinese: bool = False) -> str:
    """Say where a place is, as a calendar shows it."""
    name = str(place.name) or place.id
    if not str(place.address):
        return name
    return f"{name}（{place.address}）" if chinese else f"{name} ({place.address})"


class _Drafter:
    """Words one appointment, and notes whether anything sensitive went into it."""

    def __init__(self, reader: Reader, of: Ref[Any] | None, language: str) -> None:
        self._reader = reader
        self._language = language
        self._chinese = language.startswith("zh")
        self._own = of if of is not None and of.type in {Person, Participant} else None
        self._sensitive = False

    def draft(self, record: Dated, window: Window) -> Appointment:
        if isinstance(record, Session):
            summary, where, notes = self._shown(record, "title"), record.place, [*self._of_session(record)]
            kind = self._shown(record, "kind")
        elif isinstance(record, Trip):
            summary, where, notes = self._shown(record, "name"), None, [*self._of_trip(record)]
            kind = self._shown(record, "kind")
        else:
            summary, where, notes, kind = self._of_duty(record)
        place = None if where is None else self._reader.get(Place, where)
        return Appointment(
            uid=uid_of(record.__record__.name, record.id, _event_id(self._reader, record)),
            record=record,
            window=window,
            summary=summary or f"{self._type(record)} {record.id}",
            location=(where or "") if place is None else location_of(place, chinese=self._chinese),
            notes=tuple(notes),
            kind=kind,
            sensitive=self._sensitive,
        )

    def _shown(self, record: Record, field: str) -> str:
        """
        Give a field's text; a word that the field is known to hold by its Chinese term, where Chinese is read.

        A masked value is dots, which are no secret. It refuses to be judged true or false, so it is made a plain text.
        """
        value = getattr(record, field)
        spec = record.__record__.fields[field]
        if spec.sensitive and value is not MASKED and value:
            self._sensitive = True
        shown = str(value)
        return spec.words.get(shown, shown) if self._chinese else shown

    def _label(self, cls: type[Record], field: str) -> str:
        spec = cls.__record__.fields[field]
        if self._chinese and spec.label:
            return f"{spec.label}："
        return translate(field.replace("_", " "), self._language).capitalize() + ": "

    def _type(self, record: Record) -> str:
        rt = record.__record__
        return rt.label if self._chinese and rt.label else rt.name

    def _named(self, cls: type[Record], id: str | None) -> str:
        found = None if id is None else self._reader.get(cls, id)
        return (id or "") if found is None else self._shown(found, "name") or found.id

    def _of_session(self, session: Session) -> Iterator[str]:
        if session.kind:
            yield self._label(Session, "kind") + self._shown(session, "kind")
        for appearance in self._reader.where(Appearance, session=session.id):
            role = self._shown(appearance, "role")
            if self._own is None:
                who = (
                    self._named(Person, appearance.person)
                    if appearance.person is not None
                    else self._named(Participant, appearance.participant)
                )
                yield f"{role or self._type(appearance)}{'：' if self._chinese else ': '}{who}"
            elif self._own.id == (appearance.person if self._own.type is Person else appearance.participant) and role:
                yield self._label(Appearance, "role") + role

    def _of_trip(self, trip: Trip) -> Iterator[str]:
        if trip.route is not None:
            yield self._label(Trip, "route") + self._named(Route, trip.route)
        if trip.vehicle:
            yield self._label(Trip, "vehicle") + self._shown(trip, "vehicle")
        if trip.liaison is not None:
            yield self._label(Trip, "liaison") + self._named(Person, trip.liaison)

    def _of_duty(self, duty: Duty) -> tuple[str, str | None, list[str], str]:
        post, session = _post_of(self._reader, duty)
        name = self._shown(post, "name") if post is not None else ""
        summary = name or f"{self._type(duty)} {duty.post}"
        if self._own is None:
            summary = f"{summary} · {self._named(Person, duty.person)}"
        notes: list[str] = []
        if post is None:
            return summary, None, notes, ""
        if post.role:
            notes.append(self._label(Post, "role") + self._shown(post, "role"))
        if post.team is not None:
            notes.append(self._label(Post, "team") + self._named(Team, post.team))
        where = post.place
        if session is not None:
            notes.append(self._label(Post, "session") + (self._shown(session, "title") or session.id))
            where = session.place if where is None else where
        return summary, where, notes, self._shown(post, "role")
