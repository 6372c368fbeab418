"""What law and custom ask for, as the cases demand it: the plugin meetsupport-china beside the core."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import meetsupport_china as china
import pytest

import meetsupport as ms
from meetsupport.core.records import evolved
from meetsupport.core.times import instant
from meetsupport.testing import FrozenClock, memory_desk

COMMENDATION = ms.Window.of("2020-09-22T09:00+08:00", "2020-09-22T11:30+08:00")


def desk_of(*records: ms.Record, now: str = "2020-09-18T15:00+08:00") -> ms.Desk:
    return memory_desk(records, plugins={"china": china}, clock=FrozenClock(instant(now)))


def found(desk: ms.Desk, code: str) -> list[ms.Finding]:
    report = desk.check()
    assert not list(report.failures)
    return [finding for finding in report if finding.code == code]


def values(desk: ms.Desk, code: str) -> dict[str, Any]:
    (finding,) = found(desk, code)
    return dict(finding.message.values)


def commendation(doors: int = 9, width: str = "1.65", **about: Any) -> list[ms.Record]:
    """The conference of 2,600 people in a hall with so many doors."""
    return [
        ms.Event(id="e", kind="commendation", expected=2600, window=COMMENDATION, **about),
        ms.Place(id="hall", kind="hall", name="Hall"),
        *(ms.Place(id=f"door-{n}", kind="door", within="hall", width_m=Decimal(width)) for n in range(doors)),
        ms.Session(id="s", event="e", kind="plenary", place="hall", window=COMMENDATION),
    ]


def test_c1_01_2600_people_need_ten_doors_and_are_outside_the_table_of_widths() -> None:
    desk = desk_of(*commendation(doors=9))
    assert values(desk, "china.hall-doors") | {"hall": ""} == {"heads": 2600, "needed": 10, "there": 9, "hall": ""}
    width = values(desk, "china.hall-width")
    assert (width["limit"], width["needed"]) == (2500, Decimal("16.90"))
    (finding,) = found(desk, "china.hall-width")
    assert "outside the table" in finding.message.text()
    assert "estimate only" in finding.message.text()
    assert finding.severity == "hint"
    assert "GB 50016" in finding.basis

    # Nine doors of three streams let 1,080 a minute through: 2.5 minutes; eleven do it in two.
    assert values(desk, "china.hall-evacuation")["minutes"] == Decimal("2.5")
    door = {"kind": "door", "within": "hall", "width_m": Decimal("1.65")}
    desk.apply(ms.Change(tuple(ms.Put(ms.Place(id=f"door-{n}", **door)) for n in range(9, 11)), by="survey"))  # type: ignore[arg-type]
    assert found(desk, "china.hall-doors") == found(desk, "china.hall-evacuation") == []
    assert found(desk, "china.hall-width")  # still outside the table

    # 2,600 are more than a hall of 2,500 holds; one of its doors and its aisles are too narrow for them.
    survey: list[ms.Record] = [
        ms.Place(id="hall", kind="hall", name="Hall", capacity=2500),
        ms.Place(id="side", kind="door", within="hall", width_m=Decimal("1.2")),
        *(ms.Place(id=f"aisle-{n}", kind="aisle", within="hall", width_m=Decimal("2.5")) for n in range(6)),
    ]
    raised = desk.apply(ms.Change(tuple(map(ms.Put, survey)), by="survey")).raised
    assert {"core.session-over-capacity", "china.clear-width", "china.hall-aisles"} <= {one.code for one in raised}
    assert values(desk, "china.hall-aisles") | {"hall": ""} == {
        "heads": 2600,
        "needed": Decimal("15.60"),
        "there": Decimal("15.0"),
        "hall": "",
    }

    desk.apply(ms.Change((ms.Put(ms.Participant(id="p", event="e", mobility="wheelchair")),), by="registration"))
    assert values(desk, "china.mobility-help") == {"count": 1}
    desk.apply(ms.Change((ms.Put(ms.Post(id="help", session="s", role="mobility help")),), by="hall"))
    assert found(desk, "china.mobility-help") == []


def test_c1_05_48_staff_of_2600_are_fewer_than_planners_go_by() -> None:
    people: list[ms.Record] = [
        ms.Organization(id="centre", role="contractor"),
        ms.Organization(id="school", role="partner"),
        ms.Team(id="office", event="e"),
        ms.Team(id="attendants", event="e", organization="centre"),
        ms.Team(id="welcome", event="e", organization="school"),
        *(ms.Person(id=f"o{n}", team="office") for n in range(26)),
        *(ms.Person(id=f"a{n}", team="attendants") for n in range(22)),
        *(ms.Person(id=f"s{n}", team="welcome") for n in range(200)),
    ]
    desk = desk_of(*commendation(), *people)
    band = values(desk, "china.staff-band")
    assert (band["staff"], band["heads"], band["share"]) == (48, 2600, Decimal("1.8"))
    assert (band["low"], band["high"], band["least"]) == (4, 7, 104)
    (finding,) = found(desk, "china.staff-band")
    assert finding.severity == "hint"
    assert "grade C" in finding.basis


def test_c1_12_flowers_are_flagged_for_a_working_meeting_from_2025_05_and_never_for_a_commendation() -> None:
    things = [ms.Supply(id="flowers", event="e", kind="flowers"), ms.Supply(id="boards", event="e", kind="backdrop")]
    assert found(desk_of(*commendation(), *things), "china.working-meeting-decor") == []

    def flagged(kind: str, day: str) -> list[str]:
        window = ms.Window.of(f"{day}T09:00+08:00", f"{day}T11:00+08:00")
        desk = desk_of(ms.Event(id="e", kind=kind, window=window), *things, now="2020-01-01T09:00+08:00")
        return sorted(str(one.message.values["what"]) for one in found(desk, "china.working-meeting-decor"))

    assert flagged("working meeting", "2025-05-17") == []
    assert flagged("working meeting", "2025-05-18") == ["boards", "flowers"]
    assert flagged("commendation", "2025-05-18") == []


def test_c5_23_gifts_airport_welcome_and_banquet_are_flagged_by_the_rules_of_the_day() -> None:
    def flagged(day: str) -> dict[str, str]:
        window = ms.Window.of(f"{day}T09:00+08:00", f"{day}T20:00+08:00")
        desk = desk_of(
            ms.Event(id="e", kind="conference", expected=250, window=window),
            ms.Place(id="airport", kind="airport"),
            ms.Session(id="welcome", event="e", kind="welcome", place="airport", window=window),
            ms.Meal(id="dinner", event="e", kind="banquet", window=window, covers=250),
            ms.Supply(id="gifts", event="e", kind="gift"),
            now="2011-01-01T09:00+08:00",
        )
        wanted = {"china.meeting-gifts", "china.welcome-at-gate", "china.meeting-banquet"}
        return {one.code: one.severity for one in desk.check() if one.code in wanted}

    assert flagged("2011-06-09") == {}
    assert flagged("2014-06-09") == {"china.welcome-at-gate": "hint", "china.meeting-banquet": "hint"}
    assert flagged("2025-06-09") == {
        "china.welcome-at-gate": "hint",
        "china.meeting-banquet": "warning",
        "china.meeting-gifts": "warning",
    }


@pytest.mark.parametrize(
    ("rule", "own", "audience"),
    [
        ("A", [7, 5, 3, 1, 2, 4, 6, 8], [8, 6, 4, 2, 1, 3, 5, 7]),
        ("B", [8, 6, 4, 2, 1, 3, 5, 7], [7, 5, 3, 1, 2, 4, 6, 8]),
    ],
)
def test_c5_15_leaders_are_seated_by_rank_by_both_customs_and_seen_from_both_sides(
    rule: china.EvenRule, own: list[int], audience: list[int]
) -> None:
    leaders = [ms.Participant(id=f"leader-{n}", event="e") for n in range(1, 9)]
    desk = desk_of(
        ms.Event(id="e", window=COMMENDATION),
        ms.Session(id="s", event="e", window=COMMENDATION),
        ms.SeatPlan(id="platform", session="s", kind="platform"),
        *leaders,
        *(ms.Appearance(id=f"a{n}", session="s", participant=one.id) for n, one in enumerate(leaders)),
    )
    assert found(desk, "core.sitter-unplaced")[0].message.values["count"] == 8
    assert list(china.platform(8, rule)) == own
    assert china.viewed(china.platform(8, rule), "audience") == (china.CAPTIONS["audience"], tuple(audience))
    assert "面向主席台" in china.CAPTIONS["audience"]
    assert "背向主席台" in china.CAPTIONS["own"]

    order = [ms.Participant.ref(one.id) for one in leaders]
    rows = china.Place.rows(china.platform_rows([8], rule))
    chosen = china.placements(desk.view(), "platform", order, rows, by="protocol", rule=f"even {rule}")
    # Eight are an even number: until somebody says which custom it is, that is pointed out.
    unsaid = china.placements(desk.view(), "platform", order, rows, by="protocol")
    assert [one.key for one in desk.preview(unsaid).raised if one.code == "china.platform-seats"] == ["custom"]
    desk.apply(chosen)
    assert found(desk, "china.platform-seats") == []
    # The digits of the one custom, seen from the hall, are those of the other, seen from the seats.
    other: china.EvenRule = "B" if rule == "A" else "A"
    assert list(china.platform(8, other)) == audience
    mistaken = ms.Change.of(ms.Put(ms.SeatPlan(id="platform", session="s", kind="platform", rule=f"even {other}")))
    assert [one.key for one in desk.preview(mistaken).raised if one.code == "china.platform-seats"] == ["order"]
    assert found(desk, "core.sitter-unplaced") == []
    by_seat = {one.number: one.participant for one in desk.plan.all(ms.Placement)}
    assert [by_seat[n] for n in range(1, 9)] == [f"leader-{rank}" for rank in own]

    # The order is a list that somebody edits: leader 8 goes to the second place, and only then.
    assert list(china.order_list(desk.view(), "platform")) == order
    order.insert(1, order.pop())
    change = china.placements(desk.view(), "platform", order, rows, by="protocol", rule=f"even {rule}")
    assert len(change) == 7
    desk.apply(change)
    assert [ref.id for ref in china.order_list(desk.view(), "platform")][:3] == ["leader-1", "leader-8", "leader-2"]


def test_c5_15_an_odd_platform_a_banquet_talks_a_photo_and_a_car() -> None:
    assert china.platform(7) == (6, 4, 2, 1, 3, 5, 7)
    table = china.banquet(10, guests=4)
    # From the first host on, towards that host's right: guest 1 is at the right of the first host, 2 at the left,
    # 3 at the right of the second host opposite, 4 at the left.
    assert [table[n] for n in (0, 1, 9, 5, 6, 4)] == [
        ("host", 1),
        ("guest", 1),
        ("guest", 2),
        ("host", 2),
        ("guest", 3),
        ("guest", 4),
    ]
    assert china.photo(2, 2) == (("guest", 2), ("host", 1), ("guest", 1), ("host", 2))
    assert china.car() == ("rear right", "rear left", "front")
    assert china.car(host_drives=True)[0] == "front"


@pytest.mark.parametrize(
    ("custom", "order"),
    [
        ("surname", ["王某", "文某", "田富", "田大利", "林某", "欧阳少东", "洪少东"]),
        ("name", ["王某", "文某", "田大利", "田富", "林某", "欧阳少东", "洪少东"]),
    ],
)
def test_c5_15_names_by_both_orders_of_strokes(custom: china.Custom, order: list[str]) -> None:
    ordered = china.order_by_strokes(sorted(order), custom)
    assert list(ordered.decided()) == order


def test_c1_02_the_catering_notice_is_long_past_when_the_task_comes_four_days_before() -> None:
    breakfast = ms.Meal(id="breakfast", event="e", kind="breakfast", window=COMMENDATION, covers=2600)
    desk = desk_of(*commendation(), breakfast)
    (finding,) = found(desk, "china.catering-notice")
    assert finding.severity == "hint"
    assert "not confirmed" in finding.message.text()
    notice = ms.Document(id="notice", event="e", kind="catering notice")
    desk.apply(ms.Change((ms.Put(notice),), by="office"))
    assert found(desk, "china.catering-notice")
    desk.apply(ms.Change((ms.Put(evolved(notice, state="submitted", submitted_at=desk.now)),), by="office"))
    assert found(desk, "china.catering-notice") == []
