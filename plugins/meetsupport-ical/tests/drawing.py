"""What the tests draw: texts as hostile as a plan can hold, and plans of a few records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from meetsupport.core.codec import Contents, normalised
from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Delegation,
    Duty,
    Event,
    Organization,
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
from meetsupport.plan import PlainReader, Plan
from meetsupport.plugins import Source

_CLASSES: tuple[type[Record], ...] = (
    *(Appearance, Delegation, Duty, Event, Organization, Participant, Person),
    *(Place, Post, Route, Seat, Session, Team, Trip),
)
TYPES = {cls.__record__.name: cls.__record__ for cls in _CLASSES}
NOW = datetime(2031, 6, 9, 12, 30, 15, tzinfo=UTC)
NASTY = (
    "a\\Nb",
    "a\\nb",
    "a,b;c:d\\",
    "\ufeff头",
    "行\r\n二\r三",
    "\x00\x07",
    "\u2028\x85",
    "𠮷野屋" * 30,
    "END:VEVENT",
    '"^n"',
)

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120).filter(lambda text: text != "•••"),
)
ids = st.one_of(st.sampled_from(["a", "b", "议程-1", "x@y", "%41", "=a", "z" * 200]), st.integers(1, 9).map(str))
offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1970, 1, 3), datetime(2100, 1, 1), timezones=offsets)  # noqa: DTZ001 - gets one
lengths = st.one_of(st.just(timedelta(microseconds=1)), st.timedeltas(timedelta(microseconds=1), timedelta(days=40)))


def _window(start: datetime, length: timedelta) -> Window:
    return Window(start, start + length)


windows = st.builds(_window, moments, lengths)


def plan_of(records: Iterable[Record], revision: int = 0) -> Plan:
    kept = {(r.__record__.name, r.id): r for r in records}
    return Plan.of(TYPES, Contents(tuple(kept.values()), {}, ()), revision)


def reader_of(*records: Record, revision: int = 0) -> PlainReader:
    return PlainReader(plan_of(records, revision), NOW)


def source_of(content: bytes, *records: Record, **options: Any) -> Source:
    plan = plan_of(records)
    return Source("some.ics", content, plan, lambda _: plan, "clerk", NOW, options)


EVENT = Event(id="congress", name="大会", zone="Asia/Shanghai")
HALL = Place(id="hall", name="Great Hall", address="1 Fictitious Road")
PERSON = Person(id="p-1", name="Anna Invented")
POST = Post(id="door", name="Door", session="s-0", place="hall", role="guide", event="congress")
GROUND = (EVENT, HALL, PERSON, POST, Organization(id="police", name="Police"), Route(id="r", name="North"))

sessions = st.builds(
    Session,
    id=ids,
    event=st.sampled_from([None, "congress"]),
    title=texts,
    kind=texts,
    place=st.sampled_from([None, "hall"]),
    window=st.none() | windows,
    needs=st.sampled_from([(), ("police",)]),
    needs_kinds=st.lists(texts, max_size=2).map(tuple),
)
duties = st.builds(Duty, id=ids, person=st.just("p-1"), post=st.just("door"), window=st.none() | windows)
trips = st.builds(
    Trip,
    id=ids,
    event=st.sampled_from([None, "congress"]),
    name=texts,
    route=st.sampled_from([None, "r"]),
    vehicle=texts,
    kind=texts,
    seats=st.none() | st.integers(0, 60),
    window=st.none() | windows,
    crew=st.sampled_from([(), ("p-1",)]),
    liaison=st.sampled_from([None, "p-1"]),
    state=st.sampled_from(["planned", "boarded", "departed", "arrived"]),
    head_count=st.none() | st.integers(0, 60),
)
dated = st.lists(st.one_of(sessions, duties, trips).map(lambda one: normalised(one)[0]), max_size=6)
