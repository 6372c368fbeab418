from __future__ import annotations

import pytest

from meetsupport.core.records import Record
from meetsupport.model import (
    Arrival,
    Delegation,
    Event,
    Lodging,
    Meal,
    Organization,
    Participant,
    Person,
    Place,
    Recipient,
    RoomDemand,
    Route,
    Seat,
    Session,
    Team,
    Trip,
)
from meetsupport.plan import ViewReader
from tests.unit.rules.judging import at, brief, changed, reader, span

PAT = Participant(
    id="pat",
    name="P. Sample",
    title="Bureau",
    delegation="d",
    lodging="inn",
    room="302",
    companions=1,
    arrival="f",
    route="r",
    departs=at(90),
    departs_on="XX2",
    diet="halal",
)
RECORDS: dict[str, Record] = {
    one.id: one
    for one in (
        Event(id="e", registration_closes=at(-9)),
        Person(id="anna", name="A. Example", phone="5550100"),
        Place(id="hall", name="Great Hall"),
        Place(id="air", name="Airport"),
        Organization(id="hotel", name="Hotel"),
        Team(id="kitchen"),
        Route(id="r", name="Coast"),
        Trip(id="t", name="Coach 3", route="r", vehicle="X-3", window=span(5, 9), liaison="anna"),
        Delegation(id="d", name="North", event="e", quota=3, approved=1),
        Arrival(id="f", number="XX1", place="air", due=at(-2), greeter="anna"),
        Lodging(id="inn", name="Inn", place="hall", organization="hotel", rooms=9, window=span(-9, 99)),
        RoomDemand(id="guard", lodging="inn", organization="hotel", rooms=2, reason="guards"),
        PAT,
        Seat(id="s", trip="t", participant="pat", number="4"),
        Session(id="x", title="Opening", event="e", place="hall", window=span(0, 1)),
        Meal(
            id="m",
            name="Banquet",
            event="e",
            place="hall",
            window=span(2, 3),
            organization="hotel",
            team="kitchen",
            covers=5,
        ),
        Recipient(id="head", delegation="d"),
        Recipient(id="desk", place="hall"),
        Recipient(id="manager", organization="hotel"),
        Recipient(id="team", team="kitchen"),
    )
}


def texts(kind: str, recipient: str, *instead: Record) -> dict[str, str]:
    plan = reader(*{**RECORDS, **{one.id: one for one in instead}}.values())
    return {key: line.message.text() for key, line in brief(plan, kind, recipient).items()}


def test_the_head_of_a_delegation_knows_the_agenda_and_everything_about_its_members() -> None:
    assert texts("delegation", "head") == {
        "delegation:d": "North: quota 3 and 1 more approved; registration closes 2030-06-05 03:00",
        "session:x": "Opening, Great Hall, 2030-06-05 12:00–13:00",
        "meal:m": "Banquet, Great Hall, 2030-06-05 14:00–15:00",
        "stay:pat": "P. Sample with 1 companion: lodged in Inn, room 302",
        "arrival:pat": "P. Sample arrives with XX1 at Airport, time of arrival 2030-06-05 10:00; "
        "met by A. Example 5550100",
        "route:pat": "P. Sample is on the route Coast",
        "seat:s": "P. Sample rides on Coach 3, seat 4, vehicle X-3, 2030-06-05 17:00–21:00; "
        "liaison officer A. Example 5550100",
        "return:pat": "P. Sample: return 2030-06-09 06:00 with XX2",
    }


def test_a_member_who_left_has_no_lines() -> None:
    assert set(texts("delegation", "head", changed(PAT, state="left"))) == {"delegation:d", "session:x", "meal:m"}


@pytest.mark.parametrize(("kind", "recipient"), [("delegation", "head"), ("lodging", "desk")])
@pytest.mark.parametrize("state", ["landed", "met"])
def test_that_members_are_there_is_no_news(kind: str, recipient: str, state: str) -> None:
    flight = RECORDS["f"]
    assert texts(kind, recipient, changed(flight, state=state)) == texts(kind, recipient)


def test_that_members_come_late_is_news() -> None:
    lines = texts("delegation", "head", changed(RECORDS["f"], state="delayed", due=at(-1)))
    assert "time of arrival 2030-06-05 11:00 (delayed); met by" in lines["arrival:pat"]


def test_what_is_not_there_is_left_out() -> None:
    bare = changed(PAT, companions=0, lodging=None, room="", departs=None, departs_on="", title="", diet="")
    seat = Seat(id="s", trip="t", participant="pat")
    lines = texts("delegation", "head", bare, seat, Delegation(id="d"))
    assert "delegation:d" not in lines
    assert lines["stay:pat"] == "P. Sample: lodging not settled"
    assert lines["return:pat"] == "P. Sample: return not settled"
    assert lines["seat:s"].startswith("P. Sample rides on Coach 3, vehicle X-3, ")
    assert set(texts("caterer", "team", bare, changed(RECORDS["d"], event=None))) == {"meal:m"}


def test_a_return_may_have_a_time_and_no_number_yet() -> None:
    assert (
        texts("delegation", "head", changed(PAT, departs_on=""))["return:pat"] == "P. Sample: return 2030-06-09 06:00"
    )
    open_time = texts("delegation", "head", changed(PAT, departs=None))["return:pat"]
    assert open_time == "P. Sample: return not settled with XX2"


def test_rooms_are_for_a_body_or_a_purpose() -> None:
    for demand, whom in (
        (RoomDemand(id="guard", lodging="inn", reason="press"), "press"),
        (RoomDemand(id="guard", lodging="inn", organization="hotel"), "Hotel"),
        (RoomDemand(id="guard", lodging="inn"), "a body not settled yet"),
    ):
        assert texts("lodging", "desk", demand)["demand:guard"] == f"Inn: rooms for {whom}: 0"


def test_a_meal_of_others_is_not_told() -> None:
    banquet = RECORDS["m"]
    assert isinstance(banquet, Meal)
    assert "meal:m" not in texts("delegation", "head", changed(banquet, routes=("r",)))
    assert "meal:m" in texts("delegation", "head", changed(banquet, delegations=("d",)))


def test_a_delegation_is_told_its_own_deadline() -> None:
    own = Delegation(id="d", event="e", registers_by=at(0))
    assert texts("delegation", "head", own)["delegation:d"] == ("d: registration closes 2030-06-05 12:00")


def test_a_caterer_knows_heads_and_diets_without_names() -> None:
    expected = {
        "meal:m": "Banquet, Great Hall, 2030-06-05 14:00–15:00: 2 heads, covers ordered 5",
        "diets:m": "Banquet: special diets halal × 1",
    }
    assert texts("caterer", "manager") == expected
    assert texts("caterer", "team") == expected


def test_the_lodging_desk_knows_the_guests_and_the_demands() -> None:
    expected = {
        "lodging:inn": "Inn, 2030-06-05 03:00–2030-06-09 15:00: rooms held 9; 2 heads lodged",
        "demand:guard": "Inn: rooms for Hotel (guards): 2",
        "guest:pat": "Inn: P. Sample, Bureau with 1 companion, room 302, arrival 2030-06-05 10:00, "
        "return 2030-06-09 06:00; needs halal",
    }
    assert texts("lodging", "desk") == expected
    assert texts("lodging", "manager") == expected


def test_a_guest_who_left_is_off_the_desks_list() -> None:
    assert "guest:pat" not in texts("lodging", "desk", changed(PAT, state="left"))


def test_what_is_open_is_said_to_be_open() -> None:
    lines = texts("lodging", "desk", changed(PAT, arrival=None, departs=None))
    assert "room 302, dates not settled; needs" in lines["guest:pat"]
    lines = texts("lodging", "desk", changed(PAT, arrival=None, room=""))
    assert "room not settled, arrival not settled, return 2030-06-09 06:00; needs" in lines["guest:pat"]


def test_whoever_may_see_nothing_gets_masks_and_no_error() -> None:
    view = ViewReader(reader(*RECORDS.values()), [])
    for kind, recipient in (("delegation", "head"), ("lodging", "desk"), ("caterer", "manager")):
        lines = brief(view, kind, recipient)
        assert "•••" in " ".join(line.message.text() for line in lines.values())
        assert "Sample" not in " ".join(line.message.text() for line in lines.values())
