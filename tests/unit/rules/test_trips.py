from __future__ import annotations

import pytest

from meetsupport.model import (
    Call,
    Event,
    Organization,
    Participant,
    Person,
    Recipient,
    Route,
    Seat,
    Trip,
)
from meetsupport.rules._words import named
from tests.unit.rules.judging import MOMENT, at, found, judge, reader, span

HOST = "core.host-uninformed"
ANNA, ROUTE, MUSEUM = Person(id="anna"), Route(id="r"), Organization(id="museum")
DESK = Recipient(id="desk", organization="museum", kinds=("host",))
CALL = Call(id="c", route="r", host="museum", window=span(1, 2))


def coach(state: str = "planned", one: str = "t", **about: object) -> Trip:
    return Trip(id=one, route="r", liaison="anna", state=state, **about)  # type: ignore[arg-type]


def test_a_host_must_know_from_exactly_one_hour_before() -> None:
    stop = (ANNA, ROUTE, MUSEUM, DESK, CALL, coach())
    assert found(HOST, *stop, now=at(0) - MOMENT, uninformed=["desk"]) == []
    assert found(HOST, *stop, now=at(0), uninformed=["desk"]) == ["c/desk"]


def test_a_host_must_know_once_a_coach_has_departed_however_early() -> None:
    stop = (ANNA, ROUTE, MUSEUM, DESK, CALL)
    assert found(HOST, *stop, coach("boarded"), now=at(-9), uninformed=["desk"]) == []
    assert found(HOST, *stop, coach("departed"), now=at(-9), uninformed=["desk"]) == ["c/desk"]


def test_every_recipient_of_the_host_must_know() -> None:
    second = Recipient(id="gate", organization="museum", kinds=("host",))
    stop = (ANNA, ROUTE, MUSEUM, DESK, second, CALL, coach())
    assert found(HOST, *stop, uninformed=["desk", "gate"]) == ["c/desk", "c/gate"]
    assert found(HOST, *stop, uninformed=["gate"]) == ["c/gate"]


def test_a_recipient_that_gets_no_lists_does_not_stand_for_the_host() -> None:
    kitchen = Recipient(id="desk", organization="museum", kinds=("caterer",))
    assert found(HOST, ROUTE, MUSEUM, kitchen, CALL, now=at(-99)) == ["c/nobody"]


def test_a_host_without_recipient_is_found_long_before() -> None:
    assert found(HOST, ROUTE, MUSEUM, CALL, now=at(-999)) == ["c/nobody"]


def test_a_stop_without_host_expects_nobody_to_know() -> None:
    assert found(HOST, ROUTE, Call(id="c", route="r", window=span(0, 1))) == []


@pytest.mark.parametrize("state", ["reached", "left"])
def test_a_coach_that_has_called_needs_no_announcement(state: str) -> None:
    called = Call(id="c", route="r", host="museum", window=span(1, 2), state=state)
    assert found(HOST, ANNA, ROUTE, MUSEUM, DESK, called, coach(), uninformed=["desk"]) == []


def test_nobody_needs_to_know_of_coaches_that_have_all_arrived() -> None:
    stop = (ANNA, ROUTE, MUSEUM, DESK, CALL, coach("arrived"))
    assert found(HOST, *stop, uninformed=["desk"]) == []
    assert found(HOST, *stop, coach("planned", "t2"), uninformed=["desk"]) == ["c/desk"]


def test_a_call_of_one_trip_heeds_no_other() -> None:
    call = Call(id="c", route="r", host="museum", trip="t", window=span(1, 2))
    stop = (ANNA, ROUTE, MUSEUM, DESK, call, coach(), coach("departed", "t2"))
    assert found(HOST, *stop, now=at(-9), uninformed=["desk"]) == []


def test_companions_take_seats_unless_the_seat_says_otherwise() -> None:
    trip = coach(seats=1)
    family = Participant(id="pat", companions=1)
    assert found("core.trip-overbooked", ANNA, ROUTE, trip, family, Seat(id="s", trip="t", participant="pat")) == ["t/"]
    alone = Seat(id="s", trip="t", participant="pat", heads=1)
    assert found("core.trip-overbooked", ANNA, ROUTE, trip, family, alone) == []


@pytest.mark.parametrize("state", ["left", "substituted", "on-leave"])
def test_who_is_not_there_takes_no_seat(state: str) -> None:
    who = Participant(id="pat", state=state)
    assert (
        found("core.trip-overbooked", ANNA, ROUTE, coach(seats=0), who, Seat(id="s", trip="t", participant="pat")) == []
    )


def test_who_changed_the_route_is_off_the_old_manifest_and_wants_a_seat() -> None:
    who, other = Participant(id="pat", route="r2"), Route(id="r2")
    records = (ANNA, ROUTE, other, coach(seats=0), who, Seat(id="s", trip="t", participant="pat"))
    assert found("core.trip-overbooked", *records) == []
    assert found("core.participant-unseated", *records) == ["pat/"]
    assert found("core.seat-stale", *records) == ["s/"]


def test_a_seat_of_who_left_is_stale() -> None:
    who = Participant(id="pat", state="left")
    assert found("core.seat-stale", ANNA, ROUTE, coach(), who, Seat(id="s", trip="t", participant="pat")) == ["s/"]


def test_seats_may_be_open_until_the_lists_settle() -> None:
    event, route = Event(id="e", settles=at(5)), Route(id="r", event="e")
    ((_, problem),) = judge(reader(event, route, Participant(id="pat", route="r")), "core.participant-unseated")
    assert problem.settle_by == at(5)


def test_two_seats_on_one_trip() -> None:
    seats = (Seat(id="s1", trip="t", participant="pat"), Seat(id="s2", trip="t", participant="pat"))
    assert found("core.passenger-on-two-trips", ANNA, ROUTE, coach(), Participant(id="pat"), *seats) == ["pat/s2"]


def test_a_long_trip_overlaps_all_that_start_in_it() -> None:
    trips = (Trip(id="a", window=span(0, 9)), Trip(id="b", window=span(1, 2)), Trip(id="c", window=span(3, 4)))
    seats = [Seat(id=trip.id, trip=trip.id, participant="pat") for trip in trips]
    code = "core.passenger-on-two-trips"
    assert found(code, Participant(id="pat"), *trips, *seats) == ["pat/trip:b", "pat/trip:c"]


@pytest.mark.parametrize("state", ["boarded", "departed", "arrived"])
def test_whoever_boarded_was_counted(state: str) -> None:
    assert found("core.head-count", ANNA, ROUTE, coach(state)) == ["t/missing"]


def test_a_planned_trip_is_not_counted_yet() -> None:
    assert found("core.head-count", ANNA, ROUTE, coach()) == []


def test_a_liaison_officer_may_be_named_until_departure() -> None:
    trip = Trip(id="t", route="r", window=span(3, 4))
    ((_, problem),) = judge(reader(ROUTE, trip), "core.trip-without-liaison")
    assert problem.settle_by == at(3)


def test_any_trip_with_passengers_needs_a_liaison_officer() -> None:
    seat = Seat(id="s", trip="t", participant="pat")
    assert found("core.trip-without-liaison", Trip(id="t"), Participant(id="pat"), seat) == ["t/"]
    assert found("core.trip-without-liaison", Trip(id="t")) == []


def test_who_left_is_on_no_trip() -> None:
    trips = (Trip(id="a", window=span(0, 2)), Trip(id="b", window=span(1, 3)))
    seats = [Seat(id=trip.id, trip=trip.id, participant="pat") for trip in trips]
    assert found("core.passenger-on-two-trips", Participant(id="pat", state="left"), *trips, *seats) == []


@pytest.mark.parametrize("state", ["left", "substituted", "on-leave"])
def test_who_is_not_there_wants_no_seat(state: str) -> None:
    assert found("core.participant-unseated", ROUTE, Participant(id="pat", route="r", state=state)) == []


def test_a_seat_on_another_route_is_no_seat() -> None:
    other, who = Route(id="r2"), Participant(id="pat", route="r2")
    records = (ANNA, ROUTE, other, coach(), who, Seat(id="s", trip="t", participant="pat"))
    assert found("core.participant-unseated", *records) == ["pat/"]
    mine = Trip(id="t2", route="r2")
    assert found("core.participant-unseated", *records, mine, Seat(id="s2", trip="t2", participant="pat")) == []


def test_a_host_is_chased_until_the_stop_is_over_unless_a_coach_is_late() -> None:
    stop = (ANNA, ROUTE, MUSEUM, DESK, CALL)
    assert found(HOST, *stop, coach(), now=at(2) - MOMENT, uninformed=["desk"]) == ["c/desk"]
    assert found(HOST, *stop, coach(), now=at(2), uninformed=["desk"]) == []
    assert found(HOST, *stop, coach("departed"), now=at(2), uninformed=["desk"]) == ["c/desk"]


OVER = (ANNA, ROUTE, coach("arrived", seats=0, head_count=1), Seat(id="s", trip="t", participant="pat"))


def test_who_leaves_after_a_trip_has_sat_on_it() -> None:
    for state in ("left", "on-leave"):
        assert found("core.head-count", *OVER, Participant(id="pat", state=state)) == []
        assert found("core.seat-stale", *OVER, Participant(id="pat", state=state)) == []


def test_more_were_counted_than_ever_had_a_seat() -> None:
    trip = coach("arrived", head_count=2)
    seat = Seat(id="s", trip="t", participant="pat")
    assert found("core.head-count", ANNA, ROUTE, trip, seat, Participant(id="pat", state="left")) == ["t/differs"]


def test_who_left_before_a_coach_set_out_was_not_counted() -> None:
    trip = coach("departed", head_count=1)
    seat = Seat(id="s", trip="t", participant="pat")
    assert found("core.head-count", ANNA, ROUTE, trip, seat, Participant(id="pat", state="left")) == ["t/differs"]


def test_nothing_is_mended_on_a_trip_that_is_over() -> None:
    late = Participant(id="quinn", route="r")
    codes = ("core.trip-overbooked", "core.participant-unseated", "core.trip-without-liaison")
    seat = Seat(id="s", trip="t", participant="pat")
    for state, count in (("planned", 1), ("arrived", 0)):
        trip = Trip(id="t", route="r", seats=0, state=state, window=span(0, 4))
        for code in codes:
            assert len(found(code, ROUTE, trip, seat, Participant(id="pat"), late)) == count


def test_a_trip_that_never_set_out_is_over_when_its_time_is() -> None:
    trip = Trip(id="t", route="r", window=span(0, 4))
    assert found("core.trip-without-liaison", ROUTE, trip, now=at(4) - MOMENT) == ["t/"]
    assert found("core.trip-without-liaison", ROUTE, trip, now=at(4)) == []


@pytest.mark.parametrize("kind", ["car", "shuttle", "standby"])
def test_only_coaches_need_a_liaison_officer(kind: str) -> None:
    seat = Seat(id="s", trip="t", participant="pat")
    assert found("core.trip-without-liaison", Trip(id="t", kind=kind), Participant(id="pat"), seat) == []


def test_routes_and_trips_go_by_their_names_and_people_by_their_ids() -> None:
    route, who = Route(id="r2", name="Coast"), Participant(id="pat", name="P. Sample", route="r2")
    records = (ANNA, ROUTE, route, coach(name="Coach 3"), who, Seat(id="s", trip="t", participant="pat"))
    ((_, problem),) = judge(reader(*records), "core.seat-stale")
    assert problem.message.text() == "is held for pat, who changed to the route Coast"
    assert problem.fix is not None
    assert problem.fix.text() == "free the seat on Coach 3, and give one on a coach of Coast"


def test_seats_on_a_trip_that_is_over_clash_no_more() -> None:
    seats = (Seat(id="s1", trip="t", participant="pat"), Seat(id="s2", trip="t", participant="pat"))
    assert found("core.passenger-on-two-trips", ANNA, ROUTE, coach("arrived"), Participant(id="pat"), *seats) == []


def test_who_is_still_there_was_counted_when_the_trip_arrived() -> None:
    assert found("core.head-count", *OVER, Participant(id="pat")) == []
    assert found("core.head-count", *OVER, Participant(id="pat", companions=1)) == ["t/differs"]


def test_what_is_not_there_goes_by_its_id() -> None:
    assert named(reader(), Route, "r") == "r"
