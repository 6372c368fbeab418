from __future__ import annotations

import pytest

from meetsupport.core.records import Record
from meetsupport.model import (
    Call,
    Event,
    Organization,
    Participant,
    Person,
    Place,
    Recipient,
    Route,
    Seat,
    Trip,
)
from meetsupport.plan import ViewReader
from tests.unit.rules.judging import brief, changed, reader, span

COACH = Trip(id="t", name="Coach 3", event="e", route="r", vehicle="X-3", seats=40, window=span(0, 9), liaison="anna")
TOUR: dict[str, Record] = {
    one.id: one
    for one in (
        Event(id="e", chief_liaison="bo"),
        Person(id="anna", name="A. Example", phone="5550100"),
        Person(id="bo", name="B. Example", phone="5550101"),
        Person(id="dan", name="D. Example", phone="5550102"),
        Place(id="pier", name="Pier"),
        Organization(id="museum", name="Museum", contact="bo"),
        Route(id="r", name="Coast", event="e", lead="bo"),
        COACH,
        Call(id="c", route="r", place="pier", host="museum", window=span(1, 2)),
        Participant(
            id="pat", name="P. Sample", title="Bureau", route="r", companions=1, mobility="wheelchair", diet="halal"
        ),
        Seat(id="s", trip="t", participant="pat", number="4"),
        Recipient(id="host", organization="museum"),
        Recipient(id="officer", person="anna"),
        Recipient(id="chief", person="bo"),
    )
}


def texts(kind: str, recipient: str, *instead: Record) -> dict[str, str]:
    plan = reader(*{**TOUR, **{one.id: one for one in instead}}.values())
    return {key: line.message.text() for key, line in brief(plan, kind, recipient).items()}


def test_a_host_knows_which_coach_comes_when_with_how_many_under_whom_and_whom_it_brings() -> None:
    assert texts("host", "host") == {
        "call:c": "you receive the route Coast at Pier, 2030-06-05 13:00–14:00: 2 heads chose it; "
        "in charge B. Example 5550101",
        "call:c:coach:t": "Coach 3, vehicle X-3, comes to Pier, 2030-06-05 13:00–14:00, with 2 heads; "
        "liaison officer A. Example 5550100",
        "call:c:coach:t:pat": "on Coach 3 to Pier: P. Sample, Bureau, 2 heads; needs wheelchair, halal",
    }


def test_a_hosts_lines_are_about_the_time_of_the_stop() -> None:
    plan = reader(*TOUR.values())
    assert {line.window for line in brief(plan, "host", "host").values()} == {span(1, 2)}


def test_a_host_hears_of_the_counted_heads_where_they_differ() -> None:
    same = changed(COACH, state="boarded", head_count=2)
    assert texts("host", "host", same) == texts("host", "host")
    fewer = texts("host", "host", changed(COACH, state="boarded", head_count=1))
    assert "with 1 head;" in fewer["call:c:coach:t"]


@pytest.mark.parametrize("state", ["boarded", "departed", "arrived"])
def test_that_a_coach_left_needs_no_new_receipt(state: str) -> None:
    assert texts("host", "host", changed(COACH, state=state)) == texts("host", "host")


def test_who_changed_the_route_is_gone_from_the_host_and_the_officer() -> None:
    switched = (Route(id="r2"), Participant(id="pat", route="r2"))
    assert "call:c:coach:t:pat" not in texts("host", "host", *switched)
    assert "seat:s" not in texts("liaison", "officer", *switched)


def test_a_host_hears_of_who_chose_the_route_before_there_is_a_seat() -> None:
    newcomer = Participant(id="quinn", name="Q. Sample", title="Division", route="r")
    lines = texts("host", "host", newcomer)
    assert lines["call:c:unseated:quinn"] == "no seat yet on a coach to Pier: Q. Sample, Division"
    assert "3 heads" in lines["call:c"]


def test_a_host_who_may_not_see_health_data_still_knows_who_comes() -> None:
    view = ViewReader(reader(*TOUR.values()), ["personal"])
    line = brief(view, "host", "host")["call:c:coach:t:pat"]
    assert line.message.text() == "on Coach 3 to Pier: P. Sample, Bureau, 2 heads; needs •••"


def test_a_call_of_one_trip_brings_no_other() -> None:
    other = Trip(id="t2", route="r")
    call = Call(id="c", route="r", host="museum", trip="t2")
    lines = texts("host", "host", other, call)
    assert "call:c:coach:t2" in lines
    assert "call:c:coach:t" not in lines


def test_a_liaison_officer_knows_the_coach_the_passengers_and_the_stops() -> None:
    assert texts("liaison", "officer", changed(COACH, crew=("dan",))) == {
        "trip:t": "you are liaison officer of Coach 3 (route Coast), vehicle X-3, 2030-06-05 12:00–21:00: "
        "2 heads, seats 40",
        "crew:t:dan": "crew of Coach 3: D. Example 5550102",
        "seat:s": "on Coach 3: P. Sample, Bureau, seat 4, 2 heads; needs wheelchair, halal",
        "call:c:t": "Coach 3 stops at Pier, 2030-06-05 13:00–14:00; host Museum, contact B. Example 5550101",
    }


def test_a_liaison_officer_hears_nothing_of_another_coachs_stop() -> None:
    lines = texts("liaison", "officer", Trip(id="t2", route="r"), Call(id="c", route="r", trip="t2"))
    assert "call:c:t" not in lines


def test_the_chief_liaison_officer_knows_the_counts_of_all_coaches() -> None:
    second = Trip(id="t2", name="Coach 4", event="e", route="r", state="boarded", head_count=0)
    assert texts("liaison", "chief", second) == {
        "count:t": "Coach 3 (route Coast): heads listed 2, counted not yet; liaison officer A. Example 5550100",
        "count:t2": "Coach 4 (route Coast): heads listed 0, counted 0; liaison officer nobody yet",
    }


def test_who_holds_two_seats_comes_once() -> None:
    second = Seat(id="s2", trip="t", participant="pat")
    assert texts("host", "host", second) == texts("host", "host")
    assert texts("liaison", "officer", second) == texts("liaison", "officer")


def test_crew_that_is_entered_twice_is_told_once() -> None:
    assert "crew:t:dan" in texts("liaison", "officer", changed(COACH, crew=("dan", "dan")))


def test_what_is_not_there_is_left_out() -> None:
    pat = Participant(id="pat", route="r")
    call = Call(id="c", route="r", place="pier", window=span(1, 2))
    lines = texts("liaison", "officer", pat, Seat(id="s", trip="t", participant="pat"), call)
    assert lines["seat:s"] == "on Coach 3: pat, 1 head"
    assert lines["call:c:t"] == "Coach 3 stops at Pier, 2030-06-05 13:00–14:00"


def test_a_passenger_with_a_number_can_be_called() -> None:
    pat = Participant(id="pat", name="P. Sample", phone="5550103", route="r")
    assert texts("liaison", "officer", pat)["seat:s"] == "on Coach 3: P. Sample, telephone 5550103, seat 4, 1 head"
    view = ViewReader(reader(*{**TOUR, "pat": pat}.values()), [])
    assert brief(view, "liaison", "officer")["seat:s"].message.text() == "on Coach 3: •••, seat 4, 1 head; needs •••"


def test_companions_without_a_seat_are_told() -> None:
    quinn = Participant(id="quinn", route="r", companions=2, diet="halal")
    assert texts("host", "host", quinn)["call:c:unseated:quinn"] == (
        "no seat yet on a coach to Pier: quinn with 2 companions; needs halal"
    )
