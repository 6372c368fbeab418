"""Invitations: what an attendee's calendar holds after all messages is what the plan says, and their numbers grow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from meetsupport_ical import Invitation, invitations
from meetsupport_ical.appointments import appointments
from meetsupport_ical.writing import clean

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.records import Record, Ref, evolved
from meetsupport.core.times import Window
from meetsupport.model import Appearance, Duty, Event, Person, Session
from meetsupport.plan import PlainReader, View

from .drawing import GROUND, dated, reader_of

HOUR = Window.of("2031-06-09T08:00:00+08:00", "2031-06-09T09:00:00+08:00")
OPENING = Session(id="s", event="congress", title="Opening", place="hall", window=HOUR)
OFFICE, GUEST = "mailto:office@example.org", "mailto:guest@example.org"


def invite(before: Any, after: Any, of: Ref[Any] | None = None, **more: Any) -> tuple[Invitation, ...]:
    options: dict[str, Any] = {"organizer": OFFICE, "attendees": [GUEST], "language": "en", **more}
    return invitations(before, after, of, **options)


def at(revision: int, *records: Record) -> PlainReader:
    return reader_of(*GROUND, *records, revision=revision)


def event_of(message: Invitation) -> Any:
    calendar: Any = Calendar.from_ical(message.content)
    (event,) = calendar.walk("VEVENT")
    return event


class Attendee:
    """A calendar program as RFC 5546 wants it: a message that is not newer than what it has is ignored."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.held: dict[str, Any] = {}

    def take(self, message: Invitation) -> None:
        calendar = Calendar.from_ical(message.content)
        event = event_of(message)
        uid, number = str(event["UID"]), int(event.get("SEQUENCE", 0))
        assert number > self.numbers.get(uid, -1), "an older message would be ignored"
        self.numbers[uid] = number
        if str(calendar["METHOD"]) == "CANCEL":
            self.held.pop(uid)
        else:
            self.held[uid] = event


@given(
    st.lists(st.tuples(dated, st.integers(1, 5)), min_size=1, max_size=6), st.sampled_from([None, Person.ref("p-1")])
)
def test_an_attendee_holds_what_the_plan_says_after_any_sequence_of_plans(
    steps: list[tuple[list[Record], int]], of: Ref[Person] | None
) -> None:
    attendee, before, revision = Attendee(), None, 0
    for records, step in steps:
        revision += step
        after = at(revision, *records)
        for message in invite(before, after, of):
            assert message.sequence == revision
            attendee.take(message)
        wanted = {one.uid: one for one in appointments(after, of, "en")}
        assert attendee.held.keys() == wanted.keys()
        for uid, one in wanted.items():
            shown = attendee.held[uid]
            assert (str(shown["SUMMARY"]), shown["DTSTART"].dt) == (
                clean(one.summary), one.window.start.replace(microsecond=0)
            )  # fmt: skip
        before = after


def test_nothing_is_sent_for_what_looks_the_same() -> None:
    moved_offset = Window.of("2031-06-09T00:00:00Z", "2031-06-09T01:00:00Z")
    assert invite(at(1, OPENING), at(2, evolved(OPENING, needs=("police",), window=moved_offset))) == ()


def test_a_request_says_all_that_itip_wants() -> None:
    (message,) = invite(None, at(3, OPENING))
    event = event_of(message)
    assert message.media_type == "text/calendar; method=REQUEST; charset=utf-8"
    assert Calendar.from_ical(message.content)["METHOD"] == "REQUEST"
    assert (str(event["ORGANIZER"]), str(event["ATTENDEE"]), event["SEQUENCE"]) == (OFFICE, GUEST, 3)
    assert (event["STATUS"], event["ATTENDEE"].params["RSVP"]) == ("CONFIRMED", "TRUE")


def test_a_cancellation_names_what_is_off_as_it_was() -> None:
    (asked,) = invite(None, at(3, OPENING))
    (off,) = invite(at(3, OPENING), at(4))
    event = event_of(off)
    assert (off.method, off.uid, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", asked.uid, "CANCELLED", 4)
    assert (str(event["SUMMARY"]), event["DTSTART"].dt) == ("Opening", HOUR.start)


def test_whoever_leaves_a_duty_is_told_that_it_is_off() -> None:
    other = Person(id="p-2")
    duty = Duty(id="d", person="p-1", post="door", window=HOUR)
    before, after = at(1, other, duty), at(2, other, evolved(duty, person="p-2"))
    assert [m.method for m in invite(before, after, Person.ref("p-1"))] == ["CANCEL"]
    assert [m.method for m in invite(before, after, Person.ref("p-2"))] == ["REQUEST"]


def test_whoever_is_gone_from_the_plan_is_told_that_all_is_off() -> None:
    guest = Person(id="p-9")
    before = at(1, guest, OPENING, Appearance(id="a", session="s", person="p-9"))
    assert [m.method for m in invite(before, at(2, OPENING), Person.ref("p-9"))] == ["CANCEL"]


def test_another_event_is_another_uid_so_the_old_one_is_cancelled() -> None:
    moved = evolved(OPENING, event="fair")
    sent = invite(at(1, OPENING), at(2, Event(id="fair"), moved))
    assert sorted(m.method for m in sent) == ["CANCEL", "REQUEST"]


def test_a_window_that_is_taken_away_is_a_cancellation() -> None:
    assert [m.method for m in invite(at(1, OPENING), at(2, evolved(OPENING, window=None)))] == ["CANCEL"]


def test_a_moved_session_is_requested_again_under_its_uid() -> None:
    (first,) = invite(None, at(1, OPENING))
    (again,) = invite(at(1, OPENING), at(2, evolved(OPENING, window=HOUR.shifted(timedelta(hours=1)))))
    assert (again.method, again.uid) == ("REQUEST", first.uid)
    assert again.sequence > first.sequence


def test_a_view_says_its_revision() -> None:
    assert invite(None, View(at(5, OPENING), ()))[0].sequence == 5


def test_a_revision_that_does_not_grow_is_refused() -> None:
    with pytest.raises(InvalidInput, match="invalid value 4, expected 5 to 2147483647 @ revision"):
        invite(at(4, OPENING), at(4))


def test_every_bad_argument_is_listed_and_no_address_is_shown() -> None:
    with pytest.raises(InvalidInput) as caught:
        invite(at(1), at(1), organizer="office@example.org", attendees=["mailto:a@example.org\r\nX:y", GUEST])
    assert [fault.place for fault in caught.value.faults] == ["organizer", "attendees[0]", "revision"]
    assert "example.org\r" not in str(caught.value)
    with pytest.raises(InvalidInput, match="at least one"):
        invite(None, at(1), attendees=[])


def test_somebody_in_neither_plan_is_not_known() -> None:
    with pytest.raises(UnknownReference):
        invite(at(1), at(2), Person.ref("nobody"))


def test_times_that_cannot_be_written_are_refused() -> None:
    early = evolved(OPENING, window=Window.of("0001-01-01T00:00:00+08:00", "2031-01-01T00:00:00Z"))
    with pytest.raises(InvalidInput, match=r"\$.Session\['s'\].window"):
        invite(None, at(1, early))
