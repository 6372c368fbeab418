from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Call,
    Duty,
    Itinerary,
    Participant,
    Person,
    Place,
    Post,
    Route,
    Seat,
    Session,
    Trip,
)
from meetsupport.rules.whereabouts import Engagement, clashes
from tests.unit.rules.judging import MOMENT, at, found, judge, reader, span

CODE = "core.person-in-two-places"
ANNA = Person(id="anna")
PLACES = (Place(id="centre"), Place(id="hall", within="centre"), Place(id="stage", within="hall"), Place(id="yard"))


def duties(*where: tuple[str | None, Window]) -> list[Post | Duty]:
    made: list[Post | Duty] = []
    for number, (place, window) in enumerate(where):
        made.append(Post(id=f"p{number}", place=place, window=window))
        made.append(Duty(id=f"d{number}", person="anna", post=f"p{number}"))
    return made


def test_windows_that_touch_do_not_clash() -> None:
    assert found(CODE, ANNA, *PLACES, *duties(("hall", span(0, 1)), ("yard", span(1, 2)))) == []


def test_windows_that_share_one_moment_clash() -> None:
    late = Window(at(1) - MOMENT, at(2))
    assert found(CODE, ANNA, *PLACES, *duties(("hall", span(0, 1)), ("yard", late))) == ["anna/Duty:d1"]


def test_a_room_is_in_its_building() -> None:
    assert found(CODE, ANNA, *PLACES, *duties(("centre", span(0, 2)), ("stage", span(1, 3)))) == []


def test_two_rooms_of_a_building_are_two_places() -> None:
    rooms = (Place(id="centre"), Place(id="a", within="centre"), Place(id="b", within="centre"))
    assert found(CODE, ANNA, *rooms, *duties(("a", span(0, 2)), ("b", span(1, 3)))) == ["anna/Duty:d1"]


def test_unknown_places_are_not_the_same() -> None:
    assert found(CODE, ANNA, *duties((None, span(0, 2)), (None, span(1, 3)))) == ["anna/Duty:d1"]


def test_a_ring_of_places_ends() -> None:
    ring = (Place(id="a", within="b"), Place(id="b", within="a"))
    assert found(CODE, ANNA, *ring, *duties(("a", span(0, 2)), ("b", span(1, 3)))) == []


def test_a_liaison_officer_is_on_the_coach() -> None:
    trip = Trip(id="t", liaison="anna", crew=("anna",), window=span(1, 3))
    assert found(CODE, ANNA, *PLACES, trip, *duties(("hall", span(0, 2)))) == ["anna/Trip:t"]


def test_a_driver_is_on_the_coach() -> None:
    trip = Trip(id="t", crew=("anna",), window=span(1, 3))
    assert found(CODE, ANNA, *PLACES, trip, *duties(("hall", span(0, 2)))) == ["anna/Trip:t"]


def test_an_escort_is_with_the_leader() -> None:
    item = Itinerary(id="i", escorts=("anna",), place="yard", window=span(1, 3))
    assert found(CODE, ANNA, *PLACES, item, *duties(("hall", span(0, 2)))) == ["anna/Itinerary:i"]


def test_two_roles_in_one_session_are_one_place() -> None:
    talk = Session(id="x", window=span(0, 1))
    roles = (
        Appearance(id="a", session="x", person="anna"),
        Appearance(id="b", session="x", person="anna", role="chair"),
    )
    assert found(CODE, ANNA, talk, *roles) == []


def test_a_duty_takes_its_time_from_post_and_session() -> None:
    talk = Session(id="x", window=span(0, 2))
    late = [Post(id="px", place="yard", session="x"), Duty(id="dx", person="anna", post="px")]
    assert found(CODE, ANNA, *PLACES, talk, *late, *duties(("hall", span(1, 3)))) == ["anna/Duty:d0"]


def test_a_participant_who_left_is_expected_nowhere() -> None:
    sessions = (Session(id="x", window=span(0, 2)), Session(id="y", window=span(1, 3)))
    gone = Participant(id="pat", state="left")
    appearances = [Appearance(id=one.id, session=one.id, participant="pat") for one in sessions]
    assert found("core.participant-in-two-places", gone, *sessions, *appearances) == []


def test_two_trips_of_a_passenger_are_for_another_rule() -> None:
    trips = (Trip(id="t1", window=span(0, 2)), Trip(id="t2", window=span(1, 3)))
    seats = [Seat(id=trip.id, trip=trip.id, participant="pat") for trip in trips]
    assert found("core.participant-in-two-places", Participant(id="pat"), Route(id="r"), *trips, *seats) == []


_hours = st.integers(0, 12)
_places = st.sampled_from([None, "centre", "hall", "stage", "yard"])
_made: st.SearchStrategy[list[tuple[int, int, str | None]]] = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6), _places), max_size=9
)


@given(_made)
def test_the_sweep_finds_what_comparing_all_pairs_finds(made: list[tuple[int, int, str | None]]) -> None:
    plan = reader(*PLACES)
    engagements = [
        Engagement(span(start, start + length), Duty.ref(str(number)), place)
        for number, (start, length, place) in enumerate(made)
    ]
    inside = {"centre": {"centre"}, "hall": {"hall", "centre"}, "stage": {"stage", "hall", "centre"}, "yard": {"yard"}}

    def together(one: str | None, other: str | None) -> bool:
        return one is not None and other is not None and (one in inside[other] or other in inside[one])

    ordered = sorted(engagements, key=lambda e: (e.window.start, str(e.of)))
    expected = {
        str(later.of)
        for index, later in enumerate(ordered)
        for earlier in ordered[:index]
        if earlier.window.overlaps(later.window) and not together(earlier.place, later.place)
    }
    pairs = list(clashes(plan, engagements))
    assert {str(later.of) for later, _ in pairs} == expected
    assert len(pairs) == len(expected)
    for later, earlier in pairs:
        assert earlier.window.overlaps(later.window)
        assert not together(earlier.place, later.place)


def test_what_has_no_time_clashes_with_nothing() -> None:
    timeless = (
        Post(id="p", place="yard"),
        Duty(id="d", person="anna", post="p"),
        Session(id="x", place="yard"),
        Appearance(id="a", session="x", person="anna"),
        Itinerary(id="i", escorts=("anna",)),
        Trip(id="t", liaison="anna"),
    )
    assert found(CODE, ANNA, *PLACES, *timeless, *duties(("hall", span(0, 9)))) == []


def test_a_trip_without_a_time_clashes_with_nothing() -> None:
    records = (
        Participant(id="pat"),
        Trip(id="t"),
        Seat(id="s", trip="t", participant="pat"),
        Session(id="x", window=span(0, 1)),
        Appearance(id="a", session="x", participant="pat"),
    )
    assert found("core.participant-in-two-places", *records) == []


def test_the_longest_of_several_engagements_in_a_place_counts() -> None:
    busy = duties(("hall", span(0, 5)), ("hall", span(1, 2)), ("yard", span(3, 4)))
    assert found(CODE, ANNA, *PLACES, *busy) == ["anna/Duty:d2"]


def test_a_post_for_a_session_is_where_the_session_is() -> None:
    talk = Session(id="x", place="hall", window=span(0, 2))
    tea = (Post(id="p", session="x"), Duty(id="d", person="anna", post="p"))
    assert found(CODE, ANNA, *PLACES, talk, *tea, Appearance(id="a", session="x", person="anna")) == []


def test_two_duties_at_one_post_are_in_one_place() -> None:
    twice = (Duty(id="d1", person="anna", post="p", window=span(0, 2)), Duty(id="d2", person="anna", post="p"))
    assert found(CODE, ANNA, Post(id="p", window=span(1, 3)), *twice) == []


def test_a_coach_takes_people_to_its_stops() -> None:
    trip = Trip(id="t", route="r", liaison="anna", window=span(0, 9))
    tour = (ANNA, *PLACES, Route(id="r"), trip, Call(id="c", route="r", place="centre"))
    assert found(CODE, *tour, *duties(("stage", span(1, 3)))) == []
    assert found(CODE, *tour, *duties(("yard", span(1, 3)))) == ["anna/Duty:d0"]


def test_a_coach_does_not_take_people_to_the_stops_of_another() -> None:
    trips = (Trip(id="t", route="r", liaison="anna", window=span(0, 9)), Trip(id="t2", route="r"))
    call = Call(id="c", route="r", place="yard", trip="t2")
    assert found(CODE, ANNA, *PLACES, Route(id="r"), *trips, call, *duties(("yard", span(1, 3)))) == ["anna/Duty:d0"]


def test_an_item_without_a_place_may_be_the_drive() -> None:
    item = Itinerary(id="i", participant="pat", escorts=("anna",), window=span(1, 3))
    trip = Trip(id="t", crew=("anna",), window=span(0, 4))
    seat = Seat(id="s", trip="t", participant="pat")
    records = (ANNA, *PLACES, Participant(id="pat"), item, trip, seat)
    assert found(CODE, *records) == []
    assert found("core.participant-in-two-places", *records) == []
    assert found(CODE, *records, *duties(("yard", span(2, 5)))) == ["anna/Duty:d0"]


def test_nobody_drives_two_trips_at_once() -> None:
    trips = (Trip(id="t1", crew=("anna",), window=span(0, 4)), Trip(id="t2", crew=("anna",), window=span(1, 4)))
    assert found(CODE, ANNA, *trips) == ["anna/Trip:t2"]


def test_what_is_over_clashes_no_more() -> None:
    busy = duties(("hall", span(0, 3)), ("yard", span(1, 2)))
    assert found(CODE, ANNA, *PLACES, *busy, now=at(2) - MOMENT) == ["anna/Duty:d1"]
    assert found(CODE, ANNA, *PLACES, *busy, now=at(2)) == []


def test_a_clash_names_posts_and_keeps_a_leaders_item_to_itself() -> None:
    post = (
        Post(id="p", name="Door 1", place="hall", window=span(0, 4)),
        Duty(id="d", person="anna", post="p"),
    )
    item = Itinerary(id="i", escorts=("anna",), title="Visit", place="yard", window=span(1, 3))
    ((_, problem),) = judge(reader(ANNA, *PLACES, *post, item), CODE)
    assert problem.message.text() == "i and Door 1 overlap, and are not in the same place"
