"""The manifest of a trip: everybody on it, as far as the reader may see, and a line to count heads on."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from meetsupport_xlsx.manifest import render_manifest

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.times import Window
from meetsupport.model import Call, Organization, Participant, Person, Place, Route, Seat, Trip
from meetsupport.plan import PlainReader, View

NOW = datetime(2011, 6, 1, tzinfo=UTC)


@pytest.fixture
def plan(office: Any) -> Any:
    window = Window.of("2011-06-09T13:00:00+08:00", "2011-06-09T17:30:00+08:00")
    return office.small(
        Route(id="r", name="滨海线", event="conference"),
        Trip(
            id="t",
            name="3号车",
            event="conference",
            route="r",
            vehicle="甲A00001",
            seats=45,
            window=window,
            liaison="person-2",
            crew=("person-1",),
        ),
        Trip(id="other", name="4号车", event="conference", route="r"),
        Organization(id="o", name="港区管委会"),
        Place(id="quay", name="一号码头"),
        Place(id="museum", name="博物馆"),
        Call(
            id="c-2",
            route="r",
            place="museum",
            window=Window.of("2011-06-09T15:30:00+08:00", "2011-06-09T16:30:00+08:00"),
        ),
        Call(
            id="c-1",
            route="r",
            place="quay",
            host="o",
            window=Window.of("2011-06-09T14:00:00+08:00", "2011-06-09T15:00:00+08:00"),
        ),
        Call(id="c-3", route="r", place="hall-1", trip="other"),
        Participant(id="p-3", name="壬九", delegation="d-1", companions=2, mobility="轮椅"),
        Seat(id="s-1", trip="t", participant="p-1", number="2"),
        Seat(id="s-2", trip="t", participant="p-3", number="1"),
        Seat(id="s-3", trip="other", participant="p-2"),
    )


def rows(plan: Any, language: str = "zh_CN", sees: Iterable[str] | None = None) -> list[list[Any]]:
    reader: Any = PlainReader(plan, NOW)
    content = render_manifest(reader if sees is None else View(reader, sees), Trip.ref("t"), language)
    book: Any = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_who_sits_on_it_in_the_order_of_seats(plan: Any) -> None:
    listed = rows(plan)
    start = next(index for index, row in enumerate(listed) if row[0] == "序号" and row[1] == "姓名")
    assert listed[start + 1] == [1, "壬九", "东山代表团", None, 3, "1", "轮椅", "☐"]
    assert listed[start + 2] == [2, "丙三", "东山代表团", "厅局级", 1, "2", "清真", "☐"]
    assert listed[start + 3][0] == "应到人数：4　座位数：45"
    assert listed[start + 4][0].startswith("实到人数：")


def test_vehicle_liaison_officer_and_stops_in_the_order_of_time(plan: Any) -> None:
    listed = rows(plan)
    said = {row[0]: row[2] for row in listed if row[2]}
    assert said["车辆"].startswith("甲A00001")
    assert said["起止时间"] == "2011-06-09 13:00–17:30"
    assert said["随车联络员"] == "乙二 01380000002"
    stops = [(row[1], row[3], row[6]) for row in listed if row[1] in {"一号码头", "博物馆", "第一会议室"}]
    assert stops == [("一号码头", "2011-06-09 14:00–15:00", "港区管委会"), ("博物馆", "2011-06-09 15:30–16:30", None)]


def test_what_a_role_may_not_see_is_not_on_it(plan: Any) -> None:
    everything = str(rows(plan, sees=[]))
    assert not [secret for secret in ("丙三", "壬九", "乙二", "0138", "轮椅", "清真") if secret in everything]
    assert "p-1" in everything
    assert "•••" in everything


def test_health_needs_alone_can_be_hidden(plan: Any) -> None:
    everything = str(rows(plan, sees=["personal"]))
    assert "壬九" in everything
    assert "轮椅" not in everything


def test_a_trip_without_passengers_says_so(office: Any) -> None:
    assert "nobody is seated yet" in str(rows(office.plan(Trip(id="t")), "en"))


def test_it_is_asked_of_a_trip_that_there_is(plan: Any) -> None:
    with pytest.raises(InvalidInput, match="expected the trip"):
        render_manifest(PlainReader(plan, NOW), None, "en")
    with pytest.raises(InvalidInput, match="expected the trip"):
        render_manifest(PlainReader(plan, NOW), Place.ref("quay"), "en")
    with pytest.raises(UnknownReference, match="no Trip with the id 'x'"):
        render_manifest(PlainReader(plan, NOW), Trip.ref("x"), "en")


def test_a_person_who_is_not_there_is_shown_by_the_id(office: Any) -> None:
    listed = str(rows(office.plan(Trip(id="t", liaison="ghost"), Person(id="x", name="y")), "en"))
    assert "ghost" in listed


def test_the_list_of_a_full_coach_is_printed_on_one_page_and_a_longer_one_on_several(office: Any) -> None:
    def pages(heads: int) -> int | None:
        seats = (Seat(id=f"s-{n}", trip="t", participant="p", number=str(n)) for n in range(heads))
        reader: Any = PlainReader(office.plan(Trip(id="t"), Participant(id="p", name="甲一"), *seats), NOW)
        book: Any = openpyxl.load_workbook(io.BytesIO(render_manifest(reader, Trip.ref("t"), "en")))
        high: int | None = book.active.page_setup.fitToHeight
        return 1 if high is None else high  # what the format leaves out

    assert pages(49) == 1
    assert pages(120) == 0


def test_the_kind_of_vehicle_is_said_by_its_term(office: Any) -> None:
    listed = rows(office.plan(Trip(id="t", vehicle="X-0003", kind="coach")))
    assert any("X-0003 大巴" in row for row in listed)
