"""What is exported as a calendar comes back as it was, whatever the records hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from meetsupport_ical import CALENDAR_EXPORTER, CALENDAR_IMPORTER
from meetsupport_ical.appointments import appointments, uid_of
from meetsupport_ical.writing import clean, now_of

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.records import Record, Ref, evolved
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Delegation,
    Duty,
    Participant,
    Person,
    Place,
    Post,
    Seat,
    Session,
    Team,
    Trip,
)
from meetsupport.plan import PlainReader, View, checked

from .drawing import EVENT, GROUND, HALL, PERSON, POST, dated, ids, plan_of, reader_of, source_of, texts

HOUR = Window.of("2031-06-09T08:00:00+08:00", "2031-06-09T09:00:00+08:00")


def exported(*records: Record, of: Ref[Any] | None = None, language: str = "en") -> bytes:
    return CALENDAR_EXPORTER.render(reader_of(*records, revision=7), of, language)


def events(content: bytes) -> list[Any]:
    calendar: Any = Calendar.from_ical(content)
    return list(calendar.walk("VEVENT"))


@given(dated)
def test_every_record_with_a_time_comes_back_equal(records: list[Record]) -> None:
    content = exported(*GROUND, *records)
    change = CALENDAR_IMPORTER.read(source_of(content, *GROUND))
    plan = checked(plan_of(GROUND), change, 1)[1]
    wanted = [r for r in plan_of([*GROUND, *records]) if not isinstance(r, (Session, Duty, Trip)) or r.window]
    assert list(plan) == wanted


@given(dated)
def test_reading_back_into_the_same_plan_changes_nothing(records: list[Record]) -> None:
    content = exported(*GROUND, *records)
    assert CALENDAR_IMPORTER.read(source_of(content, *GROUND, *records)).edits == ()


@given(dated)
def test_the_library_reads_what_was_to_be_shown(records: list[Record]) -> None:
    reader = reader_of(*GROUND, *records)
    read = {str(one["UID"]): one for one in events(exported(*GROUND, *records))}
    wanted = appointments(reader, None, "en")
    assert read.keys() == {one.uid for one in wanted}
    for one in wanted:
        event = read[one.uid]
        assert str(event["SUMMARY"]) == clean(one.summary)
        assert str(event.get("LOCATION", "")) == clean(one.location)
        assert str(event.get("DESCRIPTION", "")) == clean("\n".join(one.notes))
        assert event["DTSTART"].dt <= one.window.start < event["DTSTART"].dt + timedelta(seconds=1)
        assert event["DTEND"].dt - timedelta(seconds=1) < one.window.end <= event["DTEND"].dt


@given(dated)
def test_lines_are_short_and_hold_no_control_characters(records: list[Record]) -> None:
    for line in exported(*GROUND, *records).split(b"\r\n"):
        assert len(line) <= 75
        assert not any(byte < 0x20 and byte != 0x09 for byte in line.decode().encode())


@given(
    st.lists(st.tuples(st.sampled_from(["Session", "Duty", "Trip"]), texts, st.none() | ids), unique=True, max_size=9)
)
def test_no_two_records_share_a_uid(keys: list[tuple[str, str, str | None]]) -> None:
    made = [uid_of(*key) for key in keys]
    assert len(set(made)) == len(keys)
    assert all(len(uid) < 255 and uid.isascii() and uid.isprintable() for uid in made)


@given(st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30)))  # noqa: DTZ001 - made UTC below
def test_stamp_is_the_moment_of_the_reader_in_whole_seconds(when: datetime) -> None:
    moment = when.replace(tzinfo=UTC)
    assert now_of(PlainReader(plan_of(()), moment)) == moment.replace(microsecond=0)


def test_uid_stays_when_everything_but_id_and_event_changes() -> None:
    one = Session(id="s", event="congress", title="Opening", window=HOUR)
    other = evolved(one, title="Closing", kind="plenary", place="hall", window=HOUR.shifted(timedelta(days=1)))
    (before,), (after,) = events(exported(*GROUND, one)), events(exported(*GROUND, other))
    assert before["UID"] == after["UID"]
    assert before["SUMMARY"] != after["SUMMARY"]


def test_a_duty_lasts_as_long_as_the_session_of_its_post() -> None:
    session = Session(id="s-0", event="congress", title="Opening", window=HOUR)
    event = next(one for one in events(exported(*GROUND, session, Duty(id="d", person="p-1", post="door")))
                 if "Duty" in one["UID"])  # fmt: skip
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (HOUR.start, HOUR.end)
    assert str(event["LOCATION"]) == "Great Hall (1 Fictitious Road)"


def test_a_lent_window_stays_lent_when_it_is_read_back() -> None:
    session = Session(id="s-0", event="congress", title="Opening", window=HOUR)
    duty = Duty(id="d", person="p-1", post="door")
    change = CALENDAR_IMPORTER.read(source_of(exported(*GROUND, session, duty), *GROUND))
    assert duty in [getattr(edit, "record", None) for edit in change.edits]


def test_sequence_is_the_revision_where_the_reader_knows_it() -> None:
    (event,) = events(exported(Session(id="s", window=HOUR)))
    assert event["SEQUENCE"] == 7


def test_labels_are_in_the_language_asked_for() -> None:
    trip = Trip(id="t", name="Coach 3", vehicle="TEST-1", window=HOUR)
    (english,), (chinese,) = events(exported(trip)), events(exported(trip, language="zh_CN"))
    assert (str(english["DESCRIPTION"]), str(chinese["DESCRIPTION"])) == ("Vehicle: TEST-1", "车辆：TEST-1")


def test_kinds_and_roles_are_said_in_chinese_where_chinese_is_read() -> None:
    there = evolved(HALL, name="大会堂", address="假设路1号")
    records = (
        there,
        Session(id="s", kind="plenary", place=HALL.id, window=HOUR),
        Person(id="p", name="甲某"),
        Appearance(id="a", session="s", person="p", role="speaker"),
    )
    (chinese,) = events(exported(*records, language="zh_CN"))
    (english,) = events(exported(*records))
    said = [[str(one["CATEGORIES"].to_ical(), "utf-8"), str(one["DESCRIPTION"])] for one in (chinese, english)]
    assert said == [
        ["全体会议", "议程类型：全体会议\n发言人：甲某"],
        ["plenary", "Kind: plenary\nspeaker: 甲某"],
    ]
    assert str(chinese["LOCATION"]) == "大会堂（假设路1号）"


def test_a_calendar_in_chinese_comes_back_as_it_was() -> None:
    one = Session(id="s", kind="plenary", window=HOUR)
    change = CALENDAR_IMPORTER.read(source_of(exported(*GROUND, one, language="zh_CN"), *GROUND, one))
    assert change.edits == ()


# Whose calendar

OTHER = Person(id="p-2", name="Otto Invented", team="t-1")
GUEST = Participant(id="g-1", name="Gerda Invented", delegation="del")
PARTS = (
    EVENT,
    HALL,
    PERSON,
    OTHER,
    GUEST,
    Team(id="t-1"),
    Delegation(id="del"),
    evolved(POST, team="t-1", session=None, window=HOUR),
    Post(id="gate", window=HOUR),
    Session(id="heard", window=HOUR),
    Session(id="other", window=HOUR, event="congress"),
    Duty(id="d-1", person="p-1", post="door"),
    Duty(id="d-2", person="p-2", post="gate"),
    Trip(id="crewed", window=HOUR, crew=("p-1",)),
    Trip(id="led", window=HOUR, liaison="p-1"),
    Trip(id="ridden", window=HOUR),
    Seat(id="seat", trip="ridden", participant="g-1"),
    Appearance(id="a-1", session="heard", person="p-1", role="chair"),
    Appearance(id="a-2", session="heard", participant="g-1", role="speaker"),
)
ALL = {"Session:heard", "Session:other", "Duty:d-1", "Duty:d-2", "Trip:crewed", "Trip:led", "Trip:ridden"}


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (None, ALL),
        (Person.ref("p-1"), {"Session:heard", "Duty:d-1", "Trip:crewed", "Trip:led"}),
        (Person.ref("p-2"), {"Duty:d-2"}),
        (Participant.ref("g-1"), {"Session:heard", "Trip:ridden"}),
        (Delegation.ref("del"), {"Session:heard", "Trip:ridden"}),
        (Team.ref("t-1"), {"Duty:d-1", "Duty:d-2"}),
        (EVENT.ref("congress"), {"Session:other", "Duty:d-1"}),
        (Session.ref("other"), {"Session:other"}),
        (Trip.ref("led"), {"Trip:led"}),
    ],
    ids=lambda value: "" if isinstance(value, set) else str(value),
)
def test_a_calendar_holds_what_is_its_owners(of: Ref[Any] | None, expected: set[str]) -> None:
    found = appointments(reader_of(*PARTS), of, "en")
    assert {f"{one.record.__record__.name}:{one.record.id}" for one in found} == expected


def test_there_is_no_calendar_of_a_record_that_is_not_there() -> None:
    with pytest.raises(UnknownReference, match="no Person with the id 'nobody'"):
        exported(*PARTS, of=Person.ref("nobody"))


def test_there_is_no_calendar_of_a_place() -> None:
    with pytest.raises(InvalidInput, match="a Place has no calendar"):
        exported(*PARTS, of=Place.ref("hall"))


# What not everybody may see


def test_what_names_a_person_is_confidential() -> None:
    marked = {str(one["UID"]).split("@")[0] for one in events(exported(*PARTS)) if one.get("CLASS") == "CONFIDENTIAL"}
    assert marked == {"Session.heard", "Duty.d-1", "Duty.d-2", "Trip.led"}


def test_a_view_shows_dots_and_nobodys_name() -> None:
    content = CALENDAR_EXPORTER.render(View(reader_of(*PARTS), ()), None, "en").replace(b"\r\n ", b"")
    assert "Door · •••" in content.decode()
    assert b"Invented" not in content
    assert b"CONFIDENTIAL" not in content


def test_a_persons_own_calendar_names_nobody_else() -> None:
    content = exported(*PARTS, of=Participant.ref("g-1")).replace(b"\r\n ", b"")
    assert b"Role: speaker" in content
    assert b"Anna" not in content


# What cannot be written


def test_times_without_a_year_in_utc_are_all_named() -> None:
    early = Window.of("0001-01-01T00:00:00+08:00", "2031-01-01T00:00:00Z")
    late = Window.of("2031-01-01T00:00:00Z", "9999-12-31T23:00:00-08:00")
    with pytest.raises(InvalidInput) as caught:
        exported(Session(id="s-1", window=early), Trip(id="t-1", window=late))
    assert [fault.place for fault in caught.value.faults] == ["$.Session['s-1'].window", "$.Trip['t-1'].window"]
