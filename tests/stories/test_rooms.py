"""Halls, rooms, meals and arrivals, as the offices of the cases would live through them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.readings import (
    arrivals_board,
    forecast,
    last_arrival,
    meal_orders,
    meals_served,
    place_uses,
    return_trips,
    rooms_of_night,
)
from meetsupport.testing import FrozenClock, memory_desk
from tests.unit.rules.judging import changed

HOUR = timedelta(hours=1)
HALF = timedelta(minutes=30)
DAY = timedelta(days=1)
FIRST = ms.instant("2022-03-13T00:00+08:00")


def june(text: str) -> datetime:
    """Give a moment of June 2011: ``07T18:00``."""
    return ms.instant(f"2011-06-{text}+08:00")


def of_june(start: str, end: str) -> ms.Window:
    return ms.Window.of(f"2011-06-{start}+08:00", f"2011-06-{end}+08:00")


def about(findings: Iterable[ms.Finding], code: str) -> list[ms.Finding]:
    return [one for one in findings if one.code == f"core.{code}"]


def on(findings: Iterable[ms.Finding], code: str) -> set[tuple[str, str]]:
    """The subjects and keys of what one rule found."""
    return {(one.subject.id if one.subject else "", one.key) for one in about(findings, code)}


def told(desk: ms.Moment, recipient: str) -> dict[str, str]:
    """What a recipient must know: the text of each line by its key."""
    return {line.key: line.message.text() for line in desk.brief(recipient)}


def news(impact: ms.Impact, recipient: str) -> dict[str, str]:
    """What is new for a recipient: how each line changed, by its key."""
    return {line.line.key: line.kind for one in impact.notices if one.recipient == recipient for line in one.lines}


def read_all(desk: ms.Desk) -> None:
    for notice in desk.notices():
        desk.acknowledge(notice, by=notice.recipient)


# The guest house under closed loop ----------------------------------------------------------------------------------

HALLS = ("hall-1", "hall-2", "hall-3")


def meetings() -> Iterator[ms.Record]:
    """Nine hundred meetings in forty days, 22 or 23 a day: each of two hours, and half an hour to clean and air."""
    number = 0
    for day in range(40):
        for slot in range(23 if day % 2 else 22):
            hall, turn = HALLS[slot % 3], slot // 3
            start = FIRST + day * DAY + 4 * HOUR + turn * (2 * HOUR + HALF)
            window = ms.Window(start, start + 2 * HOUR)
            yield ms.Session(
                id=f"meeting-{number:03}", event="reception", place=hall, window=window, turnover=HALF, expected=20
            )
            number += 1


@pytest.fixture(scope="module")
def meeting_days() -> ms.Desk:
    records = list(meetings())
    assert len(records) == 900
    event = ms.Event(id="reception", window=ms.Window(FIRST, FIRST + 40 * DAY))
    halls = [ms.Place(id=hall, kind="hall", within="house", capacity=40) for hall in HALLS]
    return memory_desk([event, ms.Place(id="house"), *halls, *records], clock=FrozenClock(FIRST))


def test_c4_07_nine_hundred_meetings_are_held_apart_with_cleaning_and_airing(meeting_days: ms.Desk) -> None:
    uses = [use for hall in HALLS for use in meeting_days.derive(place_uses, hall)]
    assert len(uses) == 900
    assert len(uses) / 40 == 22.5
    assert on(meeting_days.check(), "place-overlap") == set()
    # Without an opening between them, one meeting ten minutes early is in the airing of the one before.
    moved = meeting_days.plan.table("Session")["meeting-303"]
    assert isinstance(moved, ms.Session)
    assert moved.window is not None
    assert moved.place is not None
    planted = ms.Put(changed(moved, window=moved.window.shifted(timedelta(minutes=-10))))
    impact = meeting_days.preview(ms.Change((planted,), by="meetings"))
    assert on(impact.raised, "place-overlap") == {(moved.place, "Session:meeting-303")}


def test_c4_07_a_booking_of_another_event_for_the_whole_house_is_found(meeting_days: ms.Desk) -> None:
    whole = ms.Booking(id="gala", event="gala", place="house", window=ms.Window(FIRST + 12 * HOUR, FIRST + 13 * HOUR))
    impact = meeting_days.preview(ms.Change((ms.Put(ms.Event(id="gala")), ms.Put(whole)), by="meetings"))
    assert {subject for subject, _ in on(impact.raised, "place-overlap")} == set(HALLS)


@pytest.fixture(scope="module")
def boxes() -> ms.Desk:
    """Forty days of three meals to each of 150 lodgers, and 70 late ones: 18,000 and 2,800."""
    records: list[ms.Record] = [
        ms.Event(id="reception", window=ms.Window(FIRST, FIRST + 40 * DAY)),
        ms.Organization(id="kitchen", kinds=("caterer",)),
        ms.Recipient(id="kitchen", kinds=("caterer",), organization="kitchen"),
        ms.Place(id="rooms"),
    ]
    for day in range(40):
        for name, hour in (("breakfast", 7), ("lunch", 12), ("dinner", 18)):
            start = FIRST + day * DAY + hour * HOUR
            records.append(meal(f"{name}-{day:02}", "box", start, 150, guests=150))
        evening = FIRST + day * DAY + 20 * HOUR
        records.append(
            ms.Session(
                id=f"night-{day:02}",
                event="reception",
                title="Night work",
                window=ms.Window(evening, evening + 3 * HOUR),
            )
        )
        late = meal(f"late-{day:02}", "late", evening + 2.5 * HOUR, 70, guests=70, session=f"night-{day:02}", hot=HOUR)
        records.append(late)
    return memory_desk(records, clock=FrozenClock(FIRST))


def meal(id: str, kind: str, start: datetime, covers: int, **more: Any) -> ms.Meal:
    window = ms.Window(start, start + 2 * HOUR)
    given: dict[str, Any] = {"event": "reception", "place": "rooms", "organization": "kitchen", **more}
    return ms.Meal(id=id, kind=kind, window=window, covers=covers, **given)


def test_c4_08_the_boxes_of_forty_days_add_up(boxes: ms.Desk) -> None:
    later = memory_desk(list(boxes.plan), clock=FrozenClock(FIRST + 41 * DAY))
    served = later.derive(meals_served, "reception")
    sums = Counter[str]()
    for one in served:
        sums[one.kind] += one.served
    assert sums == {"box": 18_000, "late": 2_800}
    assert {(one.kind, one.served) for one in served} == {("box", 450), ("late", 70)}


def test_c4_08_a_late_meal_follows_a_meeting_that_overruns(boxes: ms.Desk) -> None:
    assert on(boxes.check(), "late-meal") == on(boxes.check(), "meal-cold") == set()
    assert "2022-03-13 23:00" in told(boxes, "kitchen")["core.caterer-rooms:follows:late-00"]
    read_all(boxes)
    evening = FIRST + 20 * HOUR
    night = boxes.get(ms.Session, "night-00")
    overrun = changed(night, window=ms.Window(evening, evening + 4 * HOUR))
    impact = boxes.preview(ms.Change((ms.Put(overrun),), by="meetings"))
    assert news(impact, "kitchen") == {"core.caterer-rooms:follows:late-00": "changed"}
    # Hot until 23:30, and the meeting ends at midnight.
    assert on(impact.raised, "meal-cold") == {("late-00", "cold")}


def test_c4_08_a_meeting_into_the_night_without_a_meal_is_found(boxes: ms.Desk) -> None:
    impact = boxes.preview(ms.Change((ms.Remove("Meal", "late-07"),), by="kitchen"))
    assert on(impact.raised, "late-meal") == {("night-07", "")}


def house() -> list[ms.Record]:
    """A house of two loops, a floor each, and two groups that come on the first day."""
    stays = ms.Window(FIRST + 12 * HOUR, FIRST + 40 * DAY)
    records: list[ms.Record] = [
        ms.Event(id="reception", window=ms.Window(FIRST, FIRST + 40 * DAY)),
        ms.Place(id="house", kind="lodging"),
        ms.Lodging(id="inn", event="reception", name="Guest house", place="house", rooms=8, window=stays),
        ms.Loop(id="inner", event="reception"),
        ms.Loop(id="outer", event="reception", kind="outer"),
        ms.Team(id="front", event="reception"),
        ms.Team(id="gate", event="reception"),
        ms.Recipient(id="desk", kinds=("lodging",), place="house"),
    ]
    for loop, floor in (("inner", "2"), ("outer", "1")):
        records += [
            ms.Room(id=f"r{floor}0{n}", lodging="inn", number=f"{floor}0{n}", floor=floor, loop=loop) for n in range(4)
        ]
        for n in range(3):
            team = "front" if loop == "inner" else "gate"
            records += [
                ms.Person(id=f"{loop}-{n}", team=team),
                ms.LoopStay(id=f"{loop}-{n}", loop=loop, person=f"{loop}-{n}", window=stays),
                ms.Stay(id=f"{loop}-{n}", room=f"r{floor}0{n}", person=f"{loop}-{n}", window=stays),
            ]
    return records


def test_c4_09_rooms_are_changed_from_one_day_to_the_next() -> None:
    desk = memory_desk(house(), clock=FrozenClock(FIRST))
    assert desk.check().clear
    read_all(desk)
    noon = FIRST + 5 * DAY + 12 * HOUR
    old = desk.get(ms.Stay, "inner-0")
    assert old.window is not None
    with desk.edit(by="front", reason="the shower leaks") as edit:
        edit.set(ms.Stay, "inner-0", window=ms.Window(old.window.start, noon))
        edit.add(ms.Stay, "inner-0b", room="r203", person="inner-0", window=ms.Window(noon, old.window.end))
    assert edit.impact is not None
    assert news(edit.impact, "desk") == {
        "core.lodging-rooms:stay:inner-0": "changed",
        "core.lodging-rooms:stay:inner-0b": "new",
    }
    assert desk.check().clear
    nights = [desk.derive(rooms_of_night, ("inn", (FIRST + n * DAY).date())) for n in (4, 5)]
    assert [{one.room for one in night if one.who == "inner-0"} for night in nights] == [{"r200"}, {"r203"}]
    assert [len(night) for night in nights] == [6, 6]
    # A room that one forgets to give up is one room too many in that night.
    kept = desk.preview(ms.Change((ms.Put(old),), by="front"))
    assert on(kept.raised, "two-rooms") == {("inner-0b", "inner-0")}


def test_c4_09_a_room_is_fitted_out_and_checked_before_it_is_allotted() -> None:
    desk = memory_desk(house(), clock=FrozenClock(FIRST))
    with desk.edit(by="rooms") as edit:
        edit.add(ms.Room, "r204", lodging="inn", number="204", floor="2", loop="inner", state="fitting")
        edit.add(ms.Person, "new", team="front")
    assert about(desk.check(), "room-not-ready") == []
    with desk.edit(by="front") as edit:
        edit.add(ms.Stay, "new", room="r204", person="new", window=ms.Window(FIRST + DAY, FIRST + 9 * DAY))
    assert [one.severity for one in about(desk.check(), "room-not-ready")] == ["warning"]
    assert "core.lodging-rooms:room:r204" in told(desk, "desk")
    for state in ("checked", "ready"):
        with desk.edit(by="rooms") as edit:
            edit.set(ms.Room, "r204", state=state)
    assert about(desk.check(), "room-not-ready") == []
    assert "core.lodging-rooms:room:r204" not in told(desk, "desk")


def test_c4_09_no_room_and_no_floor_mixes_two_loops() -> None:
    desk = memory_desk(house(), clock=FrozenClock(FIRST))
    stay = desk.get(ms.Stay, "outer-1")
    room = desk.get(ms.Room, "r203")
    in_room = changed(stay, room="r203")
    impact = desk.preview(ms.Change((ms.Put(in_room),), by="front"))
    assert on(impact.raised, "room-loops-mixed") == {("r203", "outer-1")}
    on_floor = changed(room, loop="outer")
    impact = desk.preview(ms.Change((ms.Put(on_floor),), by="front"))
    assert on(impact.raised, "floor-loops-mixed") == {("inn", "2")}
    # Two teams in one room are two parties, whatever their loop.
    together = changed(stay, room="r200")
    impact = desk.preview(ms.Change((ms.Put(together),), by="front"))
    assert on(impact.raised, "room-two-parties") == {("r200", "outer-1")}
    assert on(impact.raised, "room-overbooked") != set()


# The national conference --------------------------------------------------------------------------------------------


def conference(**about: Any) -> ms.Event:
    given: dict[str, Any] = {
        "window": of_june("09T08:00", "11T18:00"),
        "registration_closes": june("04T18:00"),
        "settles": june("08T22:00"),
        **about,
    }
    return ms.Event(id="conf", name="Conference", **given)


def provinces(registered: int, *, sent: int = 8) -> list[ms.Record]:
    """Thirty-one provinces with a quota of eight; only some have registered."""
    records: list[ms.Record] = []
    for n in range(31):
        records.append(ms.Delegation(id=f"province-{n:02}", event="conf", quota=8))
        if n < registered:
            records += [
                ms.Participant(
                    id=f"p-{n:02}-{i}",
                    delegation=f"province-{n:02}",
                    lodging="inn",
                    state="registered",
                    departs=june("11T16:00"),
                )
                for i in range(sent)
            ]
    return records


def inn(rooms: int, beds: int | None = None) -> ms.Lodging:
    return ms.Lodging(id="inn", event="conf", rooms=rooms, beds=beds, window=of_june("08T12:00", "11T18:00"))


def test_c5_04_who_is_missing_on_the_7th_is_forecast_by_quota() -> None:
    desk = memory_desk([conference(), inn(240), *provinces(20)], clock=FrozenClock(june("07T09:00")))
    ahead = desk.derive(forecast, "conf")
    assert (len(ahead.missing), ahead.registered, ahead.unlisted, ahead.heads) == (11, 160, 88, 248)
    assert len(about(desk.check(), "delegation-unregistered")) == 11
    # So is one of a province that has registered the others, and a guest whom no delegation sends.
    late = ms.Participant(id="late", delegation="province-00", state="expected")
    guest = ms.Participant(id="guest", event="conf", state="expected")
    raised = desk.preview(ms.Change((ms.Put(late), ms.Put(guest)), by="registration")).raised
    assert [one.key for one in about(raised, "delegation-unregistered")] == ["some"]
    assert [one.subject for one in about(raised, "participant-unregistered")] == [ms.Participant.ref("guest")]
    (beds,) = about(desk.check(), "beds-forecast")
    assert (beds.message.values["heads"], beds.message.values["short"]) == (248, 8)
    # Each that registers takes its quota out of the forecast, and fewer than the quota free some beds.
    with desk.edit(by="registration") as edit:
        for n in range(20, 31):
            edit.add(ms.Participant, f"p-{n}", delegation=f"province-{n:02}", state="registered", companions=6)
    assert desk.derive(forecast, "conf").missing == ()
    assert about(desk.check(), "beds-forecast") == []


def test_c5_06_some_beds_are_left_for_ten_rooms_that_are_suddenly_demanded() -> None:
    desk = memory_desk([conference(), inn(258), *provinces(31)], clock=FrozenClock(june("07T09:00")))
    assert about(desk.check(), "room-buffer") == []
    demand = ms.RoomDemand(id="guard", lodging="inn", rooms=10)
    impact = desk.apply(ms.Change((ms.Put(demand),), by="rooms", reason="the guard bureau rang"))
    # All have a bed still, and nothing is left for the next one who rings.
    (hint,) = about(impact.raised, "room-buffer")
    assert (hint.severity, hint.message.values["left"], hint.message.values["more"]) == ("hint", 0, 10)
    assert about(desk.check(), "event-beds-short") == []


def moved_hall() -> list[ms.Record]:
    """The hall is on hold with another to fall back on, and things are made for it."""
    plenary = of_june("09T08:30", "09T12:00")
    return [
        conference(),
        ms.Organization(id="centre"),
        ms.Organization(id="theatre"),
        ms.Place(id="old-hall", name="Old hall", kind="hall", organization="centre", capacity=300),
        ms.Place(id="new-hall", name="New hall", kind="hall", organization="theatre", capacity=400),
        ms.Session(id="plenary", event="conf", title="Plenary", place="old-hall", window=plenary, expected=250),
        ms.Booking(
            id="hold",
            session="plenary",
            event="conf",
            place="old-hall",
            fallback="new-hall",
            window=of_june("09T07:00", "09T13:00"),
            answer_by=june("07T12:00"),
        ),
        ms.Task(id="backdrop", event="conf", kind="make", session="plenary", place="old-hall", state="done"),
        ms.Task(id="posters", event="conf", kind="make", session="plenary", place="old-hall"),
        ms.Meal(
            id="tea",
            event="conf",
            kind="tea",
            place="old-hall",
            window=of_june("09T10:00", "09T10:30"),
            organization="kitchen",
            covers=250,
            guests=250,
        ),
        ms.Organization(id="kitchen"),
        ms.Person(id="chair"),
        ms.Person(id="usher"),
        ms.Appearance(id="chair", session="plenary", person="chair"),
        ms.Team(id="hall", event="conf"),
        ms.Post(id="door", session="plenary", team="hall"),
        ms.Duty(id="usher", person="usher", post="door"),
        ms.Recipient(id="speaker", kinds=("speaker",), person="chair"),
        ms.Recipient(id="usher", kinds=("duty",), person="usher"),
        ms.Recipient(id="hall-lead", kinds=("team-lead",), team="hall"),
        ms.Recipient(id="centre", kinds=("host",), organization="centre"),
        ms.Recipient(id="theatre", kinds=("host",), organization="theatre"),
        ms.Recipient(id="kitchen", kinds=("caterer",), organization="kitchen"),
        ms.Delegation(id="province", event="conf"),
        ms.Recipient(id="head", kinds=("delegation",), delegation="province"),
        ms.Recipient(id="bystander", kinds=("caterer",), organization="centre"),
    ]


def test_c5_07_a_hall_on_hold_must_be_confirmed_in_time_and_its_fallback_must_do() -> None:
    clock = FrozenClock(june("06T09:00"))
    desk = memory_desk(moved_hall(), clock=clock)
    assert [one.severity for one in about(desk.check(), "booking-unanswered")] == ["unsettled"]
    clock.set(june("07T12:00"))
    assert [one.severity for one in about(desk.check(), "booking-unanswered")] == ["blocking"]
    assert about(desk.check(), "booking-fallback") == []
    taken = ms.Booking(id="other", place="new-hall", window=of_june("09T11:00", "09T15:00"))
    impact = desk.preview(ms.Change((ms.Put(taken),), by="theatre"))
    assert on(impact.raised, "booking-fallback") == {("hold", "taken")}


def test_c5_07_moved_at_18_00_everybody_whom_it_concerns_is_told_and_what_must_be_remade_is_found() -> None:
    clock = FrozenClock(june("07T17:00"))
    desk = memory_desk(moved_hall(), clock=clock)
    read_all(desk)
    assert desk.uninformed() == ()
    clock.set(june("07T18:00"))
    with desk.edit(by="hall", reason="ordered to clear the hall") as edit:
        edit.set(ms.Booking, "hold", state="released")
        edit.set(ms.Session, "plenary", place="new-hall")
        edit.add(
            ms.Booking,
            "new",
            session="plenary",
            event="conf",
            place="new-hall",
            window=of_june("09T07:00", "09T13:00"),
            state="confirmed",
        )
    assert edit.impact is not None
    assert {one.recipient for one in desk.uninformed()} == {
        "speaker",
        "usher",
        "hall-lead",
        "centre",
        "theatre",
        "head",
    }
    assert news(edit.impact, "centre") == {
        "core.host-rooms:booking:hold": "withdrawn",
        "core.host-rooms:session:plenary": "withdrawn",
    }
    assert news(edit.impact, "theatre")["core.host-rooms:booking:new"] == "new"
    left = about(edit.impact.raised, "left-at-old-place")
    assert {(one.key, one.fix.template.split()[0]) for one in left if one.fix} == {
        ("Task:backdrop@old-hall", "remake"),
        ("Task:posters@old-hall", "remake"),
        ("Meal:tea@old-hall", "move"),
    }
    with desk.edit(by="hall", reason="made anew in the night") as edit:
        for task in ("backdrop", "posters"):
            edit.set(ms.Task, task, place="new-hall")
        edit.set(ms.Meal, "tea", place="new-hall")
    assert edit.impact is not None
    assert about(desk.check(), "left-at-old-place") == []
    assert "kitchen" in {one.recipient for one in edit.impact.notices}


def test_c5_07_a_session_that_moves_without_its_booking_is_found() -> None:
    desk = memory_desk(moved_hall(), clock=FrozenClock(june("07T18:00")))
    with desk.edit(by="hall") as edit:
        edit.set(ms.Session, "plenary", place="new-hall")
    assert edit.impact is not None
    assert on(edit.impact.raised, "session-off-booking") == {("plenary", "place")}
    with desk.edit(by="hall") as edit:
        edit.set(ms.Session, "plenary", place="old-hall", window=of_june("09T08:30", "09T13:30"))
    assert on(desk.check(), "session-off-booking") == {("plenary", "time")}


def test_c5_16_orders_are_forecast_anew_by_team_and_place() -> None:
    records: list[ms.Record] = [
        conference(),
        inn(300),
        *provinces(31),
        ms.Place(id="north"),
        ms.Place(id="south"),
        ms.Team(id="catering", event="conf"),
    ]
    for n, place in enumerate(("north", "south")):
        sent = tuple(f"province-{i:02}" for i in range(31) if i % 2 == n)
        records.append(
            ms.Meal(
                id=f"lunch-{place}",
                event="conf",
                place=place,
                team="catering",
                covers=8 * len(sent),
                delegations=sent,
                window=of_june("09T12:00", "09T13:00"),
            )
        )
    desk = memory_desk(records, clock=FrozenClock(june("08T12:00")))
    assert desk.derive(meal_orders, "conf") == ()
    with desk.edit(by="registration", reason="ten more than expected, and two provinces stay away") as edit:
        for i in range(10):
            edit.add(ms.Participant, f"more-{i}", delegation="province-00", state="registered")
        for province in ("01", "03"):
            for i in range(8):
                edit.set(ms.Participant, f"p-{province}-{i}", state="left")
    orders = {one.place: (one.team, one.covers, one.heads, one.more) for one in desk.derive(meal_orders, "conf")}
    assert orders == {"north": ("catering", 128, 138, 10), "south": ("catering", 120, 104, -16)}
    assert on(desk.check(), "meal-short") == {("lunch-north", "")}
    assert on(desk.check(), "meal-over-ordered") == {("lunch-south", "")}


def flights() -> list[ms.Record]:
    due = ("08T15:00", "08T21:30", "08T23:10")
    records: list[ms.Record] = [
        conference(),
        ms.Team(id="pick-up", event="conf"),
        ms.Person(id="driver", team="pick-up"),
    ]
    for n, when in enumerate(due):
        records += [
            ms.Arrival(id=f"f{n}", event="conf", means="air", number=f"XX{n}", due=june(when), greeter="driver"),
            ms.Participant(id=f"p{n}", event="conf", arrival=f"f{n}", companions=n, state="registered"),
        ]
    return [*records, ms.Recipient(id="lead", kinds=("team-lead",), team="pick-up")]


def test_c5_17_the_board_shows_who_is_still_to_be_met_until_one_in_the_night() -> None:
    clock = FrozenClock(june("08T20:00"))
    desk = memory_desk(flights(), clock=clock)
    with desk.edit(by="driver") as edit:
        edit.set(ms.Arrival, "f0", state="met")
        edit.set(ms.Participant, "p0", state="met")
    board = desk.derive(arrivals_board, "conf")
    assert [(one.arrival, one.heads, one.state) for one in board] == [
        ("f0", 1, "met"),
        ("f1", 2, "due"),
        ("f2", 3, "due"),
    ]
    read_all(desk)
    with desk.edit(by="airport", reason="late") as edit:
        edit.set(ms.Arrival, "f1", due=june("09T01:00"), state="delayed")
    assert edit.impact is not None
    last = desk.derive(last_arrival, "conf")
    assert last is not None
    assert (last.arrival, last.due) == ("f1", june("09T01:00"))
    assert news(edit.impact, "lead") == {"core.team-lead-rooms:last-arrival": "changed"}
    # Nobody has met it by three, as far as anybody said.
    clock.set(june("09T03:00"))
    assert on(desk.check(), "arrival-unmet") == {("f1", ""), ("f2", "")}
    with desk.edit(by="driver") as edit:
        for n in (1, 2):
            edit.set(ms.Arrival, f"f{n}", state="met")
            edit.set(ms.Participant, f"p{n}", state="met")
    assert desk.derive(last_arrival, "conf") is None
    assert about(desk.check(), "arrival-unmet") == []


def test_c5_17_the_last_arrival_must_have_somebody_who_meets_it() -> None:
    desk = memory_desk(flights(), clock=FrozenClock(june("08T20:00")))
    with desk.edit(by="team") as edit:
        edit.set(ms.Arrival, "f2", greeter=None)
    assert on(desk.check(), "last-arrival-greeter") == {("conf", "f2")}


def test_c5_18_return_trips_are_gathered_with_the_registration() -> None:
    clock = FrozenClock(june("04T12:00"))
    desk = memory_desk([conference(), ms.Delegation(id="d", event="conf")], clock=clock)
    with desk.edit(by="registration") as edit:
        edit.add(
            ms.Participant, "early", delegation="d", state="registered", departs=june("10T09:00"), departs_by="air"
        )
        edit.add(
            ms.Participant, "late", delegation="d", state="registered", departs=june("11T19:00"), departs_by="rail"
        )
        edit.add(ms.Participant, "open", delegation="d", state="registered", companions=1)
        edit.add(ms.Participant, "alone", event="conf", state="registered")
    assert about(desk.check(), "delegation-return-open") == []
    clock.set(june("04T18:00"))
    (open_one,) = about(desk.check(), "delegation-return-open")
    assert (open_one.message.values["unknown"], open_one.message.values["sent"]) == (1, 3)
    assert on(desk.check(), "event-return-open") == {("conf", "")}
    returns = desk.derive(return_trips, "conf")
    assert [(one.participant, one.by, one.heads) for one in returns] == [
        ("open", "", 2),
        ("alone", "", 1),
        ("early", "air", 1),
        ("late", "rail", 1),
    ]


def ministers() -> list[ms.Record]:
    return [
        conference(),
        ms.Place(id="villa", kind="lodging"),
        ms.Place(id="tower", kind="lodging"),
        ms.Place(id="villa-dining", within="villa"),
        ms.Lodging(id="villa", event="conf", place="villa", rooms=4),
        ms.Lodging(id="tower", event="conf", place="tower", rooms=300),
        *(ms.Participant(id=f"m{n}", event="conf", lodging="villa", rank="minister") for n in range(2)),
        *(ms.Participant(id=f"b{n:02}", event="conf", lodging="tower", rank="bureau") for n in range(55)),
        ms.Meal(
            id="lunch", event="conf", kind="lunch", place="tower", covers=57, window=of_june("09T12:00", "09T13:00")
        ),
        ms.Post(id="tower-desk", place="tower", role="service-desk", heads=0),
    ]


def test_c5_24_ministerial_guests_eat_in_their_own_building() -> None:
    desk = memory_desk(ministers(), clock=FrozenClock(june("08T23:00")))
    assert on(desk.check(), "minister-eats-elsewhere") == {("conf", "villa:2011-06-09:lunch")}
    with desk.edit(by="catering") as edit:
        window = of_june("09T12:00", "09T13:00")
        edit.add(ms.Meal, "lunch-villa", event="conf", kind="lunch", place="villa-dining", covers=2, window=window)
    assert about(desk.check(), "minister-eats-elsewhere") == []


def test_c5_24_each_lodging_building_has_a_service_desk() -> None:
    desk = memory_desk(ministers(), clock=FrozenClock(june("08T23:00")))
    assert on(desk.check(), "service-desk") == {("villa", "")}
    with desk.edit(by="reception") as edit:
        edit.add(ms.Post, "villa-desk", place="villa", role="service-desk", heads=0)
    assert about(desk.check(), "service-desk") == []


def test_c5_24_each_leader_is_told_of_talks_and_banquet_and_confirms() -> None:
    records = [
        conference(),
        ms.Place(id="room", name="East room"),
        ms.Place(id="ballroom", name="Ballroom"),
        ms.Session(
            id="talks", event="conf", kind="talks", title="Talks", place="room", window=of_june("09T17:00", "09T18:00")
        ),
        ms.Session(
            id="banquet",
            event="conf",
            kind="banquet",
            title="Banquet",
            place="ballroom",
            window=of_june("09T18:30", "09T20:30"),
        ),
    ]
    for n in range(2):
        records += [
            ms.Participant(id=f"m{n}", event="conf", rank="minister"),
            ms.Recipient(id=f"m{n}", kinds=("speaker",), participant=f"m{n}"),
            *(ms.Appearance(id=f"m{n}-{s}", session=s, participant=f"m{n}") for s in ("talks", "banquet")),
        ]
    desk = memory_desk(records, clock=FrozenClock(june("08T20:00")))
    assert {key.rpartition(":")[2] for key in told(desk, "m0")} == {"m0-talks", "m0-banquet"}
    assert {one.recipient for one in desk.uninformed()} == {"m0", "m1"}
    (notice,) = desk.notices(recipient="m0")
    desk.acknowledge(notice, by="secretary.m0", manner="deputy", on_behalf=True)
    assert {one.recipient for one in desk.uninformed()} == {"m1"}
    confirmed = [entry for entry in desk.log() if entry.kind == "acknowledged"]
    assert [(entry.by, entry.what.values["recipient"]) for entry in confirmed] == [("secretary.m0", "m0")]
