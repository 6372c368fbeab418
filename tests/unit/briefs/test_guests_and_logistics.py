from __future__ import annotations

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
        "delegation:d": "North: quota 3, 1 more approved, registration closes 2030-06-05 03:00",
        "session:x": "Opening, Great Hall, 2030-06-05 12:00–13:00",
        "meal:m": "Banquet, Great Hall, 2030-06-05 14:00–15:00",
        "stay:pat": "P. Sample: lodged in Inn, room 302, 1 companions",
        "arrival:pat": "P. Sample arrives with XX1 at Airport, due 2030-06-05 10:00, state due; "
        "met by A. Example 5550100",
        "route:pat": "P. Sample is on the route Coast",
        "seat:s": "P. Sample rides on Coach 3, vehicle X-3, seat 4, 2030-06-05 17:00–21:00; "
        "liaison officer A. Example 5550100",
        "return:pat": "P. Sample returns 2030-06-09 06:00 with XX2",
    }


def test_a_member_who_left_has_no_lines() -> None:
    assert set(texts("delegation", "head", changed(PAT, state="left"))) == {"delegation:d", "session:x", "meal:m"}


def test_a_meal_of_others_is_not_told() -> None:
    banquet = RECORDS["m"]
    assert isinstance(banquet, Meal)
    assert "meal:m" not in texts("delegation", "head", changed(banquet, routes=("r",)))
    assert "meal:m" in texts("delegation", "head", changed(banquet, delegations=("d",)))


def test_a_delegation_is_told_its_own_deadline() -> None:
    own = Delegation(id="d", event="e", registers_by=at(0))
    assert texts("delegation", "head", own)["delegation:d"] == (
        "d: quota not settled, 0 more approved, registration closes 2030-06-05 12:00"
    )


def test_a_caterer_knows_heads_and_diets_without_names() -> None:
    expected = {
        "meal:m": "Banquet, Great Hall, 2030-06-05 14:00–15:00: 2 heads, 5 covers ordered",
        "diets:m": "Banquet: special diets halal × 1",
    }
    assert texts("caterer", "manager") == expected
    assert texts("caterer", "team") == expected


def test_the_lodging_desk_knows_the_guests_and_the_demands() -> None:
    expected = {
        "lodging:inn": "Inn, 2030-06-05 03:00–2030-06-09 15:00: 9 rooms held, 2 heads lodged",
        "demand:guard": "Inn: 2 rooms for Hotel, guards",
        "guest:pat": "Inn: P. Sample, Bureau, room 302, 1 companions, from 2030-06-05 10:00 to 2030-06-09 06:00, "
        "needs halal",
    }
    assert texts("lodging", "desk") == expected
    assert texts("lodging", "manager") == expected


def test_a_guest_who_left_is_off_the_desks_list() -> None:
    assert "guest:pat" not in texts("lodging", "desk", changed(PAT, state="left"))


def test_what_is_open_is_said_to_be_open() -> None:
    lines = texts("lodging", "desk", changed(PAT, arrival=None, departs=None))
    assert "from not settled to not settled" in lines["guest:pat"]


def test_whoever_may_see_nothing_gets_masks_and_no_error() -> None:
    view = ViewReader(reader(*RECORDS.values()), [])
    for kind, recipient in (("delegation", "head"), ("lodging", "desk"), ("caterer", "manager")):
        lines = brief(view, kind, recipient)
        assert "•••" in " ".join(line.message.text() for line in lines.values())
        assert "Sample" not in " ".join(line.message.text() for line in lines.values())
