"""What the rules about rooms and stock say in the cases beside the plain one."""

from __future__ import annotations

from decimal import Decimal

from meetsupport.core.records import Record
from meetsupport.model import Booking, Event, KitItem, Meal, Place, Room, Session, Stay, Supply
from tests.unit.rules.cases_rooms import EVENT, HOUSE, MINISTER, PLACES, TALK, dinner, night
from tests.unit.rules.cases_stock import kit, moved
from tests.unit.rules.judging import at, changed, found, judge, reader, span

HOLD = Booking(id="b", place="yard", session="talk", window=span(1, 2), answer_by=at(0))


def severities(code: str, *records: Record) -> list[str | None]:
    return [problem.severity for _, problem in judge(reader(*records), code)]


def test_a_session_in_a_hall_and_one_in_the_whole_centre_are_a_warning_within_one_event() -> None:
    whole = Session(id="whole", event="e", place="centre", window=span(1, 2))
    assert severities("core.place-overlap", *PLACES, TALK, whole) == ["warning"]


def test_a_session_in_a_hall_and_one_of_another_event_in_the_whole_centre_are_a_breach() -> None:
    whole = Session(id="whole", event="x", place="centre", window=span(1, 2))
    assert severities("core.place-overlap", *PLACES, Event(id="x"), TALK, whole) == [None]


def test_what_is_over_overlaps_no_more() -> None:
    other = Session(id="other", place="hall", window=span(1, 3))
    assert found("core.place-overlap", *PLACES, TALK, other, now=at(1.9)) == ["hall/Session:talk"]
    assert found("core.place-overlap", *PLACES, TALK, other, now=at(2)) == []


def test_a_hall_on_hold_without_a_fallback_is_a_hint() -> None:
    assert found("core.booking-fallback", *PLACES, TALK, HOLD) == ["b/none"]
    assert severities("core.booking-fallback", *PLACES, TALK, HOLD) == ["hint"]


def test_guests_wear_nothing_out_at_a_rehearsal_where_they_are_not() -> None:
    before = Session(id="walk", event="e", kind="rehearsal", window=span(-24, -12))
    same_day = Session(id="again", event="e", kind="rehearsal", window=span(-4, 1))
    assert found("core.kit-worn-out", *kit(2), before, same_day) == []
    assert found("core.kit-worn-out", *kit(2), changed(before, kind="plenary")) == ["k/"]


def test_a_part_of_a_place_is_no_fallback_for_it() -> None:
    hold = changed(HOLD, place="centre", fallback="hall")
    assert found("core.booking-fallback", *PLACES, TALK, hold) == ["b/same"]


def test_a_fallback_that_is_too_small_is_found() -> None:
    small = Place(id="small", capacity=9)
    talk = changed(TALK, expected=10)
    assert found("core.booking-fallback", *PLACES, small, talk, changed(HOLD, fallback="small")) == ["b/small"]


def test_a_session_that_outlasts_its_booking_is_off_it() -> None:
    hold = changed(HOLD, place="hall", window=span(1, 1.5))
    assert found("core.session-off-booking", *PLACES, TALK, hold) == ["talk/time"]


def test_a_session_whose_bookings_are_all_released_is_off_them() -> None:
    assert found("core.session-off-booking", *PLACES, TALK, changed(HOLD, state="released")) == ["talk/released"]


def test_a_checked_room_is_not_ready_once_somebody_moves_in() -> None:
    room = Room(id="r3", lodging="inn", state="checked")
    stay = night("s1", "r3", "pat", 1, 48)
    assert found("core.room-not-ready", *HOUSE, room, stay, now=at(1)) == ["r3/ready"]


def test_a_second_room_without_dates_is_found() -> None:
    inn = tuple(changed(one, window=None) if one.id == "inn" else one for one in HOUSE)
    stays = (Stay(id="s1", room="r1", participant="pat"), night("s2", "r2", "pat", 0, 24))
    assert found("core.two-rooms", *inn, *stays) == ["s2/s1"]


def test_ministers_without_a_meal_in_their_building_are_found_though_it_has_no_time() -> None:
    meal = changed(dinner("yard"), window=None)
    records = [*(one for one in HOUSE if one.id != "pat"), Place(id="yard"), MINISTER, meal]
    assert found("core.minister-eats-elsewhere", *records) == ["e/inn::dinner"]


def test_a_meal_that_ends_before_its_session_does_is_found_without_a_word_on_how_hot_it_is() -> None:
    long = Session(id="long", event="e", window=span(1, 5))
    meal = changed(dinner("hotel"), session="long")
    assert found("core.meal-cold", *HOUSE, long, meal) == ["m/over"]
    assert isinstance(meal, Meal)


def test_a_kit_for_which_too_little_has_come_is_open_until_it_is_due() -> None:
    gel = Supply(id="gel", event="e", quantity=Decimal(3), due=at(5))
    kit = KitItem(id="k", event="e", supply="gel")
    event = changed(EVENT, expected=3)
    came = moved("m", "received", Decimal(2))
    ((_, problem),) = judge(reader(event, gel, kit, came), "core.kit-short")
    assert (problem.key, problem.settle_by) == ("come", at(5))
