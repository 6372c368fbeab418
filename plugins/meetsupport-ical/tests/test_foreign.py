"""Calendars that other programs wrote, or that somebody edited: taken where they are clear, refused by name if not."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from meetsupport_ical import CALENDAR_EXPORTER, CALENDAR_IMPORTER

from meetsupport.core.errors import InvalidInput
from meetsupport.core.records import Record, evolved
from meetsupport.core.times import Window
from meetsupport.model import Duty, Event, Place, Session, Trip
from meetsupport.plan import Put, Remove, checked

from .drawing import EVENT, GROUND, plan_of, reader_of, source_of

HOUR = Window.of("2031-06-09T08:00:00+08:00", "2031-06-09T09:00:00+08:00")


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def vevent(*lines: str, uid: str = "u-1@example.org") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


UTC_TIMES = ("DTSTART:20310609T000000Z", "DTEND:20310609T010000Z")


def put(content: bytes, *records: Record, **options: object) -> list[Record]:
    change = CALENDAR_IMPORTER.read(source_of(content, *records, **options))
    return [edit.record for edit in change.edits if isinstance(edit, Put) and isinstance(edit.record, Record)]


def session(content: bytes, *records: Record, **options: object) -> Session:
    (made,) = [one for one in put(content, *records, **options) if isinstance(one, Session)]
    return made


def faults(content: bytes, *records: Record, **options: object) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        CALENDAR_IMPORTER.read(source_of(content, *records, **options))
    return [str(fault) for fault in caught.value.faults]


# Foreign calendars


def test_a_foreign_event_becomes_a_session_of_the_only_event() -> None:
    made = session(calendar(vevent("SUMMARY:Opening\\, with music", "CATEGORIES:plenary,x", *UTC_TIMES)), EVENT)
    assert (made.title, made.kind, made.event, made.window) == ("Opening, with music", "plenary", "congress", HOUR)


def test_its_id_is_made_of_the_uid_and_shows_nothing_of_it() -> None:
    made = session(calendar(vevent(*UTC_TIMES, uid="someone@example.org")))
    assert made.id == session(calendar(vevent("SUMMARY:x", *UTC_TIMES, uid="someone@example.org"))).id
    assert "someone" not in made.id


def test_reading_it_again_changes_nothing() -> None:
    content = calendar(vevent("SUMMARY:Opening", "LOCATION:New Hall", *UTC_TIMES))
    plan = checked(plan_of([EVENT]), CALENDAR_IMPORTER.read(source_of(content, EVENT)), 1)[1]
    assert put(content, *plan) == []


def test_reading_it_again_keeps_what_a_calendar_lacks() -> None:
    made = evolved(session(calendar(vevent(*UTC_TIMES)), EVENT), needs_kinds=("police",))
    assert session(calendar(vevent("SUMMARY:New", *UTC_TIMES)), EVENT, made).needs_kinds == ("police",)


def test_of_several_events_the_option_names_one() -> None:
    two = EVENT, Event(id="fair")
    content = calendar(vevent(*UTC_TIMES))
    assert (session(content, *two).event, session(content, *two, event="fair").event) == (None, "fair")
    assert faults(content, *two, event="nope") == ["invalid value 'nope', expected the id of an event @ option event"]


def test_a_location_is_the_place_of_that_name() -> None:
    content = calendar(vevent("LOCATION:Great Hall", *UTC_TIMES))
    assert session(content, Place(id="hall", name="Great Hall")).place == "hall"


def test_a_location_that_no_place_has_becomes_one_place() -> None:
    content = calendar(*(vevent("LOCATION:New Hall", *UTC_TIMES, uid=uid) for uid in "ab"))
    place, *sessions = put(content)
    assert isinstance(place, Place)
    assert place.name == "New Hall"
    assert {one.place for one in sessions if isinstance(one, Session)} == {place.id}


def test_a_location_of_two_places_is_a_fault() -> None:
    content = calendar(vevent("LOCATION:Hall", *UTC_TIMES))
    (fault,) = faults(content, Place(id="h-1", name="Hall"), Place(id="h-2", name="Hall"))
    assert fault.startswith("its LOCATION is the name of 2 places: h-1, h-2 @ VEVENT 1")


def test_a_cancelled_event_removes_its_session_and_no_other() -> None:
    made = session(calendar(vevent(*UTC_TIMES)))
    content = calendar(vevent("STATUS:CANCELLED", *UTC_TIMES), vevent("STATUS:CANCELLED", *UTC_TIMES, uid="unknown"))
    assert CALENDAR_IMPORTER.read(source_of(content, made)).edits == (Remove(Session, made.id),)


def test_what_is_no_event_is_passed_over_and_said() -> None:
    content = calendar("BEGIN:VTODO", "UID:t", "END:VTODO", vevent(*UTC_TIMES))
    assert CALENDAR_IMPORTER.read(source_of(content)).reason == "read from some.ics, passing over 1 VTODO"


def test_a_change_names_who_and_against_what() -> None:
    change = CALENDAR_IMPORTER.read(source_of(calendar(vevent(*UTC_TIMES))))
    assert (change.by, change.base) == ("clerk", 0)


# Times


@pytest.mark.parametrize(
    "times",
    [
        ("DTSTART:20310609T000000Z", "DURATION:PT1H"),
        ("DTSTART;TZID=Asia/Shanghai:20310609T080000", "DTEND;TZID=Asia/Shanghai:20310609T090000"),
        ("DTSTART;TZID=China Standard Time:20310609T080000", "DTEND:20310609T010000Z"),
        ("DTSTART;TZID=/vendor.example/20310101_1/Asia/Shanghai:20310609T080000", "DURATION:PT60M"),
        ('DTSTART;TZID="Asia/Tokyo":20310609T090000', "DURATION:PT60M"),
    ],
    ids=str,
)
def test_every_way_to_write_a_moment_is_the_same_moment(times: tuple[str, ...]) -> None:
    assert session(calendar(vevent(*times))).window == HOUR


def zone(name: str, offset: str) -> str:
    parts = ("DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "TZNAME:X")
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", *parts, "END:STANDARD", "END:VTIMEZONE"])


def test_a_zone_of_the_files_own_is_that_of_this_file_and_no_other() -> None:
    times = "DTSTART;TZID=Hall Clock:20310609T080000", "DTEND;TZID=Hall Clock:20310609T090000"
    first = session(calendar(zone("Hall Clock", "+0300"), vevent(*times))).window
    second = session(calendar(zone("Hall Clock", "+0800"), vevent(*times))).window
    assert (first, second) == (HOUR.shifted(timedelta(hours=5)), HOUR)
    (fault,) = faults(calendar(vevent(*times)))
    assert fault.startswith("unknown TZID 'Hall Clock' without a VTIMEZONE @ VEVENT 1")


def test_whole_days_are_counted_in_the_events_zone() -> None:
    made = session(calendar(vevent("DTSTART;VALUE=DATE:20310609", "DTEND;VALUE=DATE:20310611")), EVENT)
    assert made.window == Window.of("2031-06-09T00:00:00+08:00", "2031-06-11T00:00:00+08:00")


def test_one_whole_day_needs_no_end() -> None:
    made = session(calendar(vevent("DTSTART;VALUE=DATE:20310609")), EVENT)
    assert made.window == Window.of("2031-06-09T00:00:00+08:00", "2031-06-10T00:00:00+08:00")


def test_a_day_on_which_clocks_change_is_as_long_as_it_is() -> None:
    berlin = Event(id="e", zone="Europe/Berlin")
    made = session(calendar(vevent("DTSTART;VALUE=DATE:20310330")), berlin)
    assert made.window is not None
    assert made.window.length == timedelta(hours=23)


def test_an_hour_that_a_zone_repeats_is_no_empty_window() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2031, 10, 26, 0, 30, tzinfo=ZoneInfo("UTC"))
    assert start.astimezone(berlin).utcoffset() == timedelta(hours=2)
    content = calendar(vevent("DTSTART:20311026T003000Z", "DTEND:20311026T013000Z"))
    made = session(content, Event(id="e", zone="Europe/Berlin"))
    assert made.window == Window(start, start + timedelta(hours=1))


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("DTSTART:20310609T080000", "DTEND:20310609T090000"), "DTSTART 2031-06-09T08:00:00 has no zone, expected UTC"),
        (("DTSTART;TZID=No/Where:20310609T080000", "DURATION:PT1H"), "unknown TZID 'No/Where' without a VTIMEZONE"),
        (("DTSTART:20310609T080000Z",), "it has neither DTEND nor DURATION"),
        (("DTSTART:20310609T080000Z", "DTEND:20310609T080000Z"), "expected an end after its start"),
        (("DTSTART:20310609T080000Z", "DTEND:20310609T070000Z"), "expected an end after its start"),
        (("DTSTART:20310609T080000Z", "DURATION:-PT1H"), "expected an end after its start"),
        (("DTSTART;VALUE=DATE:20310609",), "is a whole day, but it is not known in which event's zone"),
        (("DTSTART:20311309T080000Z", "DURATION:PT1H"), "DTSTART cannot be read"),
        (("DTSTART:20310609T240000Z", "DURATION:PT1H"), "DTSTART cannot be read"),
        (("DTSTART:20310609T080000Z", "DTSTART:20310609T090000Z", "DURATION:PT1H"), "DTSTART stands twice"),
        (("DTSTART;TZID=Asia/Shanghai:99991231T235900", "DURATION:P9999W"), "out of range"),
        (("SUMMARY:no time",), "it has no DTSTART"),
        ((*UTC_TIMES, "RRULE:FREQ=DAILY"), "RRULE makes it recur, which is not read"),
        ((*UTC_TIMES, "RDATE:20310610T000000Z"), "RDATE makes it recur"),
        ((*UTC_TIMES, "RECURRENCE-ID:20310609T000000Z"), "RECURRENCE-ID makes it recur"),
        ((*UTC_TIMES, "X-MEETSUPPORT-RECORD:!!!"), "X-MEETSUPPORT-RECORD cannot be read"),
        ((*UTC_TIMES, "X-MEETSUPPORT-RECORD:e30="), "X-MEETSUPPORT-RECORD cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_not_clear_is_refused_by_name(lines: tuple[str, ...], problem: str) -> None:
    (fault,) = faults(calendar(vevent(*UTC_TIMES, uid="fine"), vevent(*lines)))
    assert problem in fault
    assert fault.endswith("@ VEVENT 2, UID u-1@example.org")


def test_every_fault_is_listed() -> None:
    content = calendar(
        vevent("DTSTART:20310609T080000", "DTEND:20310609T090000"),
        vevent(*UTC_TIMES, "RRULE:FREQ=DAILY", uid="b"),
        vevent(),
    )  # fmt: skip
    assert len(faults(content)) == 3


def test_an_event_without_uid_and_one_that_stands_twice_are_refused() -> None:
    bare = "\r\n".join(["BEGIN:VEVENT", *UTC_TIMES, "END:VEVENT"])
    first, second = faults(calendar(bare, vevent(*UTC_TIMES), vevent(*UTC_TIMES)))
    assert first == "it has no UID @ VEVENT 1"
    assert "as VEVENT 2, UID u-1@example.org @ VEVENT 3" in second


# Calendars of our own that somebody edited


def edited(record: Record, old: str, new: str) -> bytes:
    content = CALENDAR_EXPORTER.render(reader_of(*GROUND, record), None, "en").decode().replace("\r\n ", "")
    assert content.count(old) == 1
    return content.replace(old, new).encode()


OURS = Session(id="s", event="congress", title="Opening", place="hall", window=HOUR, needs=("police",))


def test_a_title_changed_in_a_calendar_program_is_taken() -> None:
    assert put(edited(OURS, "SUMMARY:Opening", "SUMMARY:Closing"), *GROUND, OURS) == [evolved(OURS, title="Closing")]


def test_a_time_changed_in_a_calendar_program_is_taken() -> None:
    (made,) = put(edited(OURS, "DTEND:20310609T010000Z", "DTEND:20310609T020000Z"), *GROUND, OURS)
    assert made == evolved(OURS, window=Window(HOUR.start, HOUR.end + timedelta(hours=1)))


def test_a_place_changed_in_a_calendar_program_is_taken() -> None:
    garden = Place(id="garden", name="Garden")
    content = edited(OURS, "LOCATION:Great Hall (1 Fictitious Road)", "LOCATION:Garden")
    assert put(content, *GROUND, garden, OURS) == [evolved(OURS, place="garden")]


def test_a_trips_name_changed_in_a_calendar_program_is_taken() -> None:
    trip = Trip(id="t", name="Coach 3", window=HOUR)
    assert put(edited(trip, "SUMMARY:Coach 3", "SUMMARY:Coach 4"), *GROUND, trip) == [evolved(trip, name="Coach 4")]


def test_blanks_that_a_program_folds_change_nothing() -> None:
    two = evolved(OURS, title="Opening  of\nall")
    assert put(edited(two, "SUMMARY:Opening  of\\nall", "SUMMARY: Opening of all"), *GROUND, two) == []


def test_what_a_duty_shows_of_its_post_is_not_changed_here() -> None:
    duty = Duty(id="d", person="p-1", post="door", window=HOUR)
    (fault,) = faults(edited(duty, "SUMMARY:Door", "SUMMARY:Gate"), *GROUND)
    assert fault.startswith("its SUMMARY was changed, but is that of the post: change the post @ VEVENT 1")
    (fault,) = faults(edited(duty, "LOCATION:Great Hall", "LOCATION:Garden"), *GROUND)
    assert fault.startswith("its LOCATION was changed, but a Duty has none of its own @ VEVENT 1")


def test_a_time_taken_away_is_a_fault() -> None:
    content = edited(OURS, "DTSTART:20310609T000000Z\r\n", "")
    assert faults(content, *GROUND)[0].startswith("its DTSTART was taken away @ VEVENT 1")


def test_a_forged_record_is_refused_with_its_faults() -> None:
    from base64 import urlsafe_b64encode  # noqa: PLC0415

    for body, problem in [
        (b'{"type":"Person","record":{"id":"p"},"shown":{}}', "invalid type 'Person'"),
        (b'{"type":"Session","record":{"id":5},"shown":{}}', "id"),
    ]:
        kept = urlsafe_b64encode(body).decode()
        assert problem in faults(calendar(vevent(*UTC_TIMES, f"X-MEETSUPPORT-RECORD:{kept}")))[0]
