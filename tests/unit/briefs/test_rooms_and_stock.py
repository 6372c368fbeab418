"""Who is told of rooms, halls, meals and supplies, and in which lines."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.records import Record
from meetsupport.model import (
    Booking,
    Delegation,
    Donation,
    Event,
    KitItem,
    Lodging,
    Meal,
    Movement,
    Organization,
    Participant,
    Person,
    Place,
    Recipient,
    Room,
    Session,
    Stay,
    Supply,
    Team,
)
from tests.unit.rules.judging import at, reader, span

SECTIONS = {section.code: section for section in BUILTIN_SECTIONS}

HOUSE: tuple[Record, ...] = (
    Event(id="e"),
    Place(id="hotel"),
    Lodging(id="inn", event="e", name="Inn", place="hotel", window=span(0, 72)),
    Room(id="r", lodging="inn", number="101", state="fitting"),
    Delegation(id="d", event="e"),
    Participant(id="pat", name="P. One", delegation="d"),
    Participant(id="gone", name="P. Two", delegation="d", state="left"),
    Team(id="t"),
    Person(id="anna", name="A. Three", team="t"),
    Stay(id="s1", room="r", participant="pat", window=span(0, 24)),
    Stay(id="s2", room="r", participant="gone", window=span(0, 24)),
    Stay(id="s3", room="r", person="anna", window=span(24, 48)),
)
HALL: tuple[Record, ...] = (
    Organization(id="owner"),
    Place(id="hall", name="Hall", organization="owner"),
    Session(id="talk", title="Talk", place="hall", window=span(1, 2), expected=9),
)
GEL: tuple[Record, ...] = (
    *HALL,
    Team(id="t"),
    Person(id="anna", team="t"),
    Supply(id="gel", name="gel", unit="box", quantity=Decimal(9), place="hall", responsible="anna", due=at(2)),
    Movement(id="in", supply="gel", kind="received", quantity=Decimal(5), at=at(-1)),
    Movement(id="out", supply="gel", kind="placed", quantity=Decimal(3), place="hall", team="t"),
    KitItem(id="kit", kit="staff", supply="gel", teams=("t",)),
)


def said(code: str, *records: Record, **about: str) -> dict[str, str]:
    """Write up one section for a recipient: the text of its lines by key."""
    section = SECTIONS[code]
    who = Recipient(id="who", kinds=(section.kind,), **about)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    return {line.key: line.message.text() for line in section.compose(reader(*records, who), who)}


def test_a_lodging_desk_is_told_who_sleeps_in_which_room_but_not_of_those_who_left() -> None:
    lines = said("core.lodging-rooms", *HOUSE, place="hotel")
    assert lines.keys() == {"stay:s1", "stay:s3", "room:r"}
    assert lines["stay:s1"].startswith("Inn, room 101: P. One, ")


def test_a_room_that_is_ready_is_not_spoken_of() -> None:
    ready = tuple(Room(id="r", lodging="inn", number="101") if isinstance(one, Room) else one for one in HOUSE)
    assert "room:r" not in said("core.lodging-rooms", *ready, place="hotel")


def test_somebody_who_works_is_told_where_they_sleep() -> None:
    assert said("core.duty-rooms", *HOUSE, person="anna").keys() == {"stay:s3"}


def test_a_delegation_is_told_the_rooms_of_its_members() -> None:
    assert said("core.delegation-rooms", *HOUSE, delegation="d").keys() == {"night:s1"}


def test_a_host_is_told_what_its_hall_is_kept_for_and_until_when_it_will_be_answered() -> None:
    booking = Booking(id="b", place="hall", session="talk", window=span(0, 3), answer_by=at(-5))
    lines = said("core.host-rooms", *HALL, booking, organization="owner")
    assert lines.keys() == {"booking:b", "session:talk"}
    assert "Talk" in lines["booking:b"]
    assert "answer by" in lines["booking:b"]


def test_a_host_is_not_told_twice_of_a_session_that_is_booked_to_the_minute() -> None:
    booking = Booking(id="b", place="hall", session="talk", window=span(1, 2), state="confirmed")
    assert said("core.host-rooms", *HALL, booking, organization="owner").keys() == {"booking:b"}


def test_a_host_is_told_nothing_of_what_was_released() -> None:
    booking = Booking(id="b", place="hall", purpose="store", window=span(5, 6), state="released")
    assert "booking:b" not in said("core.host-rooms", *HALL, booking, organization="owner")


def test_a_caterer_is_told_what_a_meal_follows_and_how_long_it_is_hot() -> None:
    meal = Meal(id="m", organization="owner", window=span(1, 3), session="talk", hot=timedelta(minutes=30))
    lines = said("core.caterer-rooms", *HALL, meal, organization="owner")
    assert lines.keys() == {"follows:m", "hot:m"}
    assert "follows Talk in Hall" in lines["follows:m"]


def test_who_sees_to_a_supply_is_told_its_amounts_and_what_is_still_to_be_moved() -> None:
    lines = said("core.duty-stock", *GEL, person="anna")
    assert lines["need:gel"] == "needed for all who get it: 1 box gel"
    assert lines["stock:gel"] == "gel: requested 0, received 5, placed 0, left in the store 5"
    assert lines["move:out"].startswith("to be placed: 3 box gel, Hall")
    assert "move:in" not in lines


def test_a_team_is_told_what_it_is_given() -> None:
    lines = said("core.team-lead-stock", *GEL, team="t")
    assert lines.keys() == {"move:out", "kit:kit"}


def test_a_host_is_told_what_will_be_placed_in_its_hall() -> None:
    assert said("core.host-stock", *GEL, organization="owner").keys() == {"supply:gel"}
    assert said("core.host-stock", *GEL, place="hall").keys() == {"supply:gel"}


def test_who_gave_something_is_told_what_is_entered_of_it() -> None:
    gift = Donation(
        id="g",
        organization="owner",
        receiver="pupils",
        name="rice",
        quantity=Decimal(20),
        unit="bag",
        day=date(2030, 6, 1),
    )
    plan = reader(*HALL, gift, Donation(id="other"), Recipient(id="r", organization="owner", kinds=("host",)))
    lines = [*SECTIONS["core.host-gifts"].compose(plan, plan.all(Recipient)[0])]
    assert [(line.key, line.message.text()) for line in lines] == [
        ("gift:g", "entered as given by you: 20 bag rice, for pupils, 2030-06-01")
    ]
