"""Masks, gel and the table in the foyer, as the office of the commendation conference would see to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import meetsupport as ms
from meetsupport.readings import Stock, donations, kit_heads, kit_pieces, stock, supplies_at, supply_needed
from meetsupport.testing import FrozenClock, memory_desk

HEADS = 2_600
GATES = tuple(f"gate-{n}" for n in range(1, 6))


def september(text: str) -> datetime:
    """Give a moment of September 2020: ``20T09:00``."""
    return ms.instant(f"2020-09-{text}+08:00")


def on(findings: Iterable[ms.Finding], code: str) -> set[tuple[str, str]]:
    """The subjects and keys of what one rule found."""
    return {(one.subject.id if one.subject else "", one.key) for one in findings if one.code == f"core.{code}"}


def told(desk: ms.Moment, recipient: str) -> dict[str, str]:
    """What a recipient must know: the text of each line by its key."""
    return {line.key: line.message.text() for line in desk.brief(recipient)}


def conference(*sessions: ms.Record) -> list[ms.Record]:
    window = ms.Window(september("22T09:00"), september("22T12:00"))
    return [
        ms.Event(id="praise", window=window, expected=HEADS),
        ms.Place(id="centre", kind="venue"),
        ms.Person(id="stores"),
        ms.Recipient(id="stores", kinds=("duty",), person="stores"),
        *sessions,
    ]


def supply(id: str, kind: str, quantity: int, **about: Any) -> ms.Supply:
    given: dict[str, Any] = {
        "event": "praise",
        "responsible": "stores",
        "due": september("21T20:00"),
        "unit": "piece",
        **about,
    }
    return ms.Supply(id=id, kind=kind, quantity=Decimal(quantity), **given)


def move(id: str, of: str, kind: str, quantity: int, when: str = "", **about: str) -> ms.Movement:
    at = september(when) if when else None
    return ms.Movement(id=id, supply=of, kind=kind, quantity=Decimal(quantity), at=at, **about)


def put(*records: ms.Record) -> ms.Change:
    return ms.Change(tuple(ms.Put(record) for record in records), by="stores")


def session(hours: float) -> ms.Session:
    start = september("22T08:00")
    return ms.Session(id="sitting", event="praise", window=ms.Window(start, start + timedelta(hours=hours)))


def kits() -> list[ms.Record]:
    """A mask and a bottle of disinfectant for each who comes, and masks for 48 who work there."""
    staff = [ms.Person(id=f"staff-{n:02}", team="service") for n in range(48)]
    return [
        ms.Team(id="service", event="praise"),
        *staff,
        ms.Post(id="hall", event="praise", window=ms.Window(september("22T06:00"), september("22T13:00"))),
        *(ms.Duty(id=f"on-{one.id}", person=one.id, post="hall") for one in staff),
        supply("masks", "mask", HEADS, lasts=timedelta(hours=8)),
        supply("bottles", "disinfectant", HEADS),
        supply("work-masks", "mask", 96, lasts=timedelta(hours=4)),
        ms.KitItem(id="kit-mask", event="praise", kit="welcome", supply="masks"),
        ms.KitItem(id="kit-bottle", event="praise", kit="welcome", supply="bottles"),
        ms.KitItem(
            id="kit-work", event="praise", kit="staff", supply="work-masks", each=Decimal(2), teams=("service",)
        ),
    ]


def test_c1_09_each_gets_a_kit_and_the_stock_follows_the_number_that_comes() -> None:
    desk = memory_desk([*conference(session(4)), *kits()], clock=FrozenClock(september("19T09:00")))
    assert desk.derive(kit_heads, "kit-mask") == HEADS
    assert desk.derive(kit_heads, "kit-work") == 48
    assert desk.derive(supply_needed, "work-masks") == 96
    assert on(desk.check(), "kit-short") == set()
    with desk.edit(by="office", reason="forty more are honoured") as edit:
        edit.set(ms.Event, "praise", expected=HEADS + 40)
    assert edit.impact is not None
    assert on(edit.impact.raised, "kit-short") == {("masks", "ordered"), ("bottles", "ordered")}
    assert "2640" in told(desk, "stores")["core.duty-stock:need:masks"]
    # What has come must suffice too, once the stock is written down.
    desk.apply(put(supply("masks", "mask", 2_640), supply("bottles", "disinfectant", 2_640)))
    assert on(desk.check(), "kit-short") == set()
    desk.apply(put(move("in", "masks", "received", 2_640, "20T09:00"), move("wet", "masks", "lost", 100, "20T10:00")))
    assert on(desk.check(), "kit-short") == {("masks", "come")}


def test_c1_09_a_mask_lasts_eight_hours_and_at_work_four() -> None:
    desk = memory_desk([*conference(session(8)), *kits()], clock=FrozenClock(september("19T09:00")))
    # Eight hours are not too long; seven hours of duty are, for a mask that is worn at work.
    assert (desk.derive(kit_pieces, "kit-mask"), desk.derive(kit_pieces, "kit-work")) == (1, 2)
    assert on(desk.check(), "kit-worn-out") == set()
    longer = desk.preview(put(session(8.5)))
    assert on(longer.raised, "kit-worn-out") == {("kit-mask", "")}
    extra = ms.Duty(
        id="late", person="staff-07", post="hall", window=ms.Window(september("22T14:00"), september("22T16:00"))
    )
    assert on(desk.preview(put(extra)).raised, "kit-worn-out") == {("kit-work", "")}


def entrances() -> list[ms.Record]:
    return [
        *conference(),
        *(ms.Place(id=gate, kind="entrance", within="centre") for gate in GATES),
        supply("thermometers", "thermometer", 10, place="centre"),
    ]


def test_c1_10_what_is_asked_for_allocated_and_placed_adds_up() -> None:
    desk = memory_desk(entrances(), clock=FrozenClock(september("20T08:00")))
    desk.apply(
        put(
            move("ask", "thermometers", "requested", 12, "19T10:00"),
            move("come", "thermometers", "received", 10, "20T08:00"),
            *(move(f"for-{gate}", "thermometers", "allocated", 2, "20T09:00", place=gate) for gate in GATES),
            *(move(f"at-{gate}", "thermometers", "placed", 2, "20T11:00", place=gate) for gate in GATES),
        )
    )
    there = stock(desk.view(), "thermometers")
    assert there == Stock(requested=Decimal(12), received=Decimal(10), placed=Decimal(10), set_out=Decimal(10))
    assert sum(amount for gate in GATES for _, amount in desk.derive(supplies_at, gate)) == 10
    assert desk.check().clear
    # A movement of nothing, or of less, would make them add up to anything.
    wrong = desk.preview(put(move("back", "thermometers", "received", -2, "20T12:00"))).raised
    assert on(wrong, "movement-amount") == {("back", "")}
    # An hour before they were placed they were allocated, and an hour before that in the store.
    earlier = [stock(desk.view(), "thermometers", september(when)) for when in ("20T08:30", "20T10:00")]
    assert [(int(one.store), int(one.allocated), int(one.placed)) for one in earlier] == [(10, 0, 0), (0, 10, 0)]
    line = told(desk, "stores")["core.duty-stock:stock:thermometers"]
    assert "requested 12, received 10, placed 10" in line


def test_c1_10_no_more_is_placed_than_there_is_at_that_moment() -> None:
    desk = memory_desk(entrances(), clock=FrozenClock(september("20T08:00")))
    desk.apply(put(move("out", "thermometers", "placed", 4, "20T09:00", place="gate-1")))
    assert on(desk.check(), "stock-overdrawn") == {("thermometers", "out")}
    # That ten come an hour later does not mend it; that they came an hour earlier does.
    desk.apply(put(move("come", "thermometers", "received", 10, "20T10:00")))
    assert on(desk.check(), "stock-overdrawn") == {("thermometers", "out")}
    desk.apply(put(move("come", "thermometers", "received", 10, "20T08:00")))
    assert on(desk.check(), "stock-overdrawn") == set()
    desk.apply(put(move("plan", "thermometers", "placed", 7, place="gate-2")))
    assert on(desk.check(), "stock-plan-short") == {("thermometers", "plan")}


def test_c1_10_every_entrance_is_covered() -> None:
    desk = memory_desk(entrances(), clock=FrozenClock(september("20T08:00")))
    assert on(desk.check(), "entrance-uncovered") == set()
    desk.apply(put(move("come", "thermometers", "received", 10, "20T08:00")))
    desk.apply(put(*(move(f"at-{gate}", "thermometers", "placed", 2, "20T11:00", place=gate) for gate in GATES[:-1])))
    assert on(desk.check(), "entrance-uncovered") == {("gate-5", "thermometer")}
    desk.apply(put(move("at-gate-5", "thermometers", "placed", 2, "20T11:00", place="gate-5")))
    assert on(desk.check(), "entrance-uncovered") == set()


def test_c1_10_what_is_not_in_place_when_it_is_due_is_found() -> None:
    clock = FrozenClock(september("20T12:00"))
    desk = memory_desk(entrances(), clock=clock)
    desk.apply(put(move("come", "thermometers", "received", 10, "20T08:00")))
    desk.apply(put(move("at", "thermometers", "placed", 8, "20T11:00", place="gate-1")))
    assert [f.severity for f in desk.check() if f.code == "core.supply-not-in-place"] == ["unsettled"]
    clock.set(september("21T20:00"))
    (late,) = (f for f in desk.check() if f.code == "core.supply-not-in-place")
    assert (late.severity, late.message.values["missing"]) == ("blocking", 2)


TABLE = ("breakfast", "water", "masks", "gel", "tea", "cups")


def test_c1_15_the_table_in_the_foyer_is_laid_for_the_number_that_comes() -> None:
    records: list[ms.Record] = [*conference(), ms.Place(id="foyer", within="centre")]
    for thing in TABLE:
        each = Decimal("0.02") if thing == "gel" else Decimal(1)
        records.append(supply(thing, thing, int(each * HEADS), place="foyer"))
        records.append(ms.KitItem(id=f"table-{thing}", event="praise", kit="foyer table", supply=thing, each=each))
    desk = memory_desk(records, clock=FrozenClock(september("20T08:00")))
    needed = {thing: desk.derive(supply_needed, thing) for thing in TABLE}
    assert needed == {**dict.fromkeys(TABLE, 2_600), "gel": 52}
    assert on(desk.check(), "kit-short") == set()
    # Guests who are listed count as soon as they are more than were expected: fifty more, with company.
    for notice in desk.notices():
        desk.acknowledge(notice, by=notice.recipient)
    guests = ms.Participant(id="choir", event="praise", companions=HEADS + 49)
    impact = desk.apply(put(guests))
    assert on(impact.raised, "kit-short") == {(thing, "ordered") for thing in TABLE}
    (notice,) = impact.notices
    assert {line.line.key for line in notice.lines} == {f"core.duty-stock:need:{thing}" for thing in TABLE}


def test_donations_of_one_kind_are_added_up() -> None:
    gifts = [
        ms.Donation(id=f"g{n}", event="praise", name=name, unit=unit, quantity=Decimal(much))
        for n, (name, unit, much) in enumerate((("rice", "bag", "20"), ("rice", "bag", "15"), ("oil", "barrel", "8")))
    ]
    money = ms.Donation(id="m", event="praise", kind="money", unit="yuan", quantity=Decimal("500.50"))
    desk = memory_desk([*conference(), *gifts, money])
    assert [(one.kind, one.name, one.quantity, one.gifts) for one in desk.derive(donations, "praise")] == [
        ("goods", "oil", 8, 1),
        ("goods", "rice", 35, 2),
        ("money", "", Decimal("500.50"), 1),
    ]
