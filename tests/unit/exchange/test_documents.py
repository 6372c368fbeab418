"""Markdown documents: they say what the plan says, in the order of time, and a value never becomes markup."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.records import Record, Ref
from meetsupport.core.times import Window
from meetsupport.exchange import AGENDA_EXPORTER, MANIFEST_EXPORTER
from meetsupport.exchange.words import markdown
from meetsupport.model import (
    Appearance,
    Delegation,
    Event,
    Organization,
    Participant,
    Person,
    Place,
    Route,
    Seat,
    Session,
    Trip,
)
from meetsupport.plan import View

from .drawing import reader_of, texts

MD = MarkdownIt("commonmark").enable("table")
EVENT = Event(id="e", name="Congress", zone="Asia/Shanghai")
HALL, ROOM = Place(id="hall", name="Hall"), Place(id="room", name="Room 1")
PEOPLE = (Person(id="p-1", name="Anna Invented", phone="000"), Participant(id="g-1", name="Gerda Invented"))


def window(start: str, end: str) -> Window:
    return Window.of(f"2031-06-{start}:00Z", f"2031-06-{end}:00Z")


AGENDA = (
    EVENT,
    HALL,
    ROOM,
    *PEOPLE,
    Session(id="s-2", event="e", title="Talks", place="hall", window=window("09T03:00", "09T04:00")),
    Session(id="s-1", event="e", title="Opening", kind="plenary", place="hall", window=window("08T23:00", "09T00:00")),
    Session(id="s-3", event="e", title="Group | photo", place="room", window=window("09T15:30", "09T17:00")),
    Session(id="s-4", event="e", title="Closing", window=window("10T01:00", "10T02:00")),
    Session(id="s-5", event="e", title="Some day"),
    Appearance(id="a-1", session="s-1", person="p-1", role="chair"),
    Appearance(id="a-2", session="s-1", participant="g-1"),
)


def agenda(*records: Record, of: Ref[Any] | None = None, language: str = "en") -> str:
    return AGENDA_EXPORTER.render(reader_of(*records), of, language).decode()


def shown(text: str) -> list[str]:
    """Give the text of each heading, paragraph, item and cell as a reader of Markdown sees it."""
    return [
        "".join(child.content for child in token.children or ())
        for token in MD.parse(text)
        if token.type == "inline"
    ]  # fmt: skip


def test_sessions_stand_by_day_and_place_in_the_order_of_time() -> None:
    assert agenda(*AGENDA) == (
        "# Congress\n"
        "\n## 2031-06-09\n"
        "\n### Hall\n"
        "\n| Window | Title | Kind | Who appears |"
        "\n| --- | --- | --- | --- |"
        "\n| 07:00–08:00 | Opening | plenary | Anna Invented (chair), Gerda Invented |"
        "\n| 11:00–12:00 | Talks |  |  |\n"
        "\n### Room 1\n"
        "\n| Window | Title | Kind | Who appears |"
        "\n| --- | --- | --- | --- |"
        "\n| 23:30–2031-06-10 01:00 | Group \\| photo |  |  |\n"
        "\n## 2031-06-10\n"
        "\n### —\n"
        "\n| Window | Title | Kind | Who appears |"
        "\n| --- | --- | --- | --- |"
        "\n| 09:00–10:00 | Closing |  |  |\n"
        "\n## —\n"
        "\n### —\n"
        "\n| Window | Title | Kind | Who appears |"
        "\n| --- | --- | --- | --- |"
        "\n|  | Some day |  |  |\n"
    )


def test_headings_are_in_chinese_where_asked_for() -> None:
    text = agenda(*AGENDA, language="zh_CN")
    assert "| 起止时间 | 议程名称 | 议程类型 | 出席 |" in text


def test_words_are_said_by_their_terms_where_chinese_is_read() -> None:
    text = agenda(*AGENDA, language="zh_CN")
    assert "全体会议" in text
    assert "plenary" not in text
    assert "Anna Invented（主持人）、Gerda Invented" in text


def test_an_agenda_may_be_of_one_event() -> None:
    other = Event(id="f", name="Fair"), Session(id="x", event="f", title="Elsewhere")
    text = agenda(*AGENDA, *other, of=Event.ref("f"))
    assert text.startswith("# Fair\n")
    assert "Elsewhere" in text
    assert "Opening" not in text


def test_an_agenda_of_what_is_no_event_or_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput, match="an agenda is that of an Event, not of Place:hall"):
        agenda(*AGENDA, of=Place.ref("hall"))
    with pytest.raises(UnknownReference, match="no Event with the id 'x'"):
        agenda(*AGENDA, of=Event.ref("x"))


@pytest.mark.parametrize("zone", ["", "No/Where", "../etc/passwd", "\x00", "Asia", "/etc/localtime"])
def test_a_zone_that_is_none_is_refused_by_name(zone: str) -> None:
    event = Event(id="e", zone=zone)
    with pytest.raises(InvalidInput, match=r"expected the IANA name of a time zone @ \$.Event\['e'\].zone"):
        agenda(event, AGENDA[5])


def test_times_at_the_ends_of_time_are_written() -> None:
    early = Window.of("0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00")
    assert "9999-12-31" in agenda(EVENT, Session(id="s", event="e", window=early))


def test_a_view_shows_dots_in_an_agenda() -> None:
    text = AGENDA_EXPORTER.render(View(reader_of(*AGENDA), ()), None, "en").decode()
    assert "••• (chair), •••" in text
    assert "Invented" not in text


def test_an_empty_plan_has_an_empty_agenda() -> None:
    assert (agenda(), agenda(language="zh_CN")) == ("# Agenda\n", "# 议程\n")


@given(texts | st.text(st.sampled_from("\\`*_[]()<>|~&#!$^:/@.+-=1 \nwaé"), max_size=12), texts)
def test_a_value_is_shown_as_it_is_and_becomes_no_markup(title: str, kind: str) -> None:
    found = shown(agenda(Session(id="s", title=title, kind=kind)))
    cell = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in title or "s").split())
    assert found[-3:-1] == [cell, " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in kind).split())]


@given(texts | st.text(st.sampled_from("\\`*_[]()<>|~&#!$^:/@.+-=1 \nwaé"), max_size=12))
def test_a_value_in_a_list_or_a_heading_becomes_no_markup(text: str) -> None:
    tokens = MD.parse(f"- {markdown(text)}\n\n# {markdown(text)}\n\nlast")
    assert {token.type for token in tokens} <= {
        "bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close",
        "bullet_list_close", "heading_open", "heading_close",
    }  # fmt: skip
    for token in tokens:
        assert {child.type for child in token.children or ()} <= {"text", "text_special"}


TRIP = (
    EVENT,
    *PEOPLE,
    Person(id="driver", name="Dora Invented"),
    Delegation(id="d", name="North"),
    Organization(id="o", name="Carrier"),
    Route(id="r", name="Tour"),
    Participant(id="g-2", name="Otto Invented", delegation="d", companions=2, phone="111", mobility="wheelchair"),
    Trip(
        id="t",
        event="e",
        name="Coach 3",
        route="r",
        vehicle="TEST-1",
        seats=40,
        window=window("09T00:00", "09T01:00"),
        crew=("driver",),
        liaison="p-1",
        organization="o",
    ),
    Seat(id="a", trip="t", participant="g-2", number="10"),
    Seat(id="b", trip="t", participant="g-1", number="2"),
    Seat(id="c", trip="t", participant="g-9", heads=4),
)


def manifest(*records: Record, of: Ref[Any] | None, language: str = "en") -> str:
    return MANIFEST_EXPORTER.render(reader_of(*records), of, language).decode()


def test_a_manifest_says_who_is_on_board_by_seat_and_how_many_heads() -> None:
    assert manifest(*TRIP, of=Trip.ref("t")) == (
        "# Coach 3\n"
        "\n- Vehicle: TEST-1"
        "\n- Route: Tour"
        "\n- Window: 2031-06-09 08:00–09:00"
        "\n- Seats: 40"
        "\n- Liaison: Anna Invented 000"
        "\n- Crew: Dora Invented"
        "\n- Organization: Carrier\n"
        "\n| \\# | Seat | Name | Delegation | Phone | Heads |"
        "\n| --- | --- | --- | --- | --- | --- |"
        "\n| 1 | 2 | Gerda Invented |  |  | 1 |"
        "\n| 2 | 10 | Otto Invented | North | 111 | 3 |"
        "\n| 3 |  | g-9 |  |  | 4 |\n"
        "\n**Heads: 8**\n"
    )


def test_a_manifest_in_chinese_has_the_terms_that_clerks_write() -> None:
    text = manifest(*TRIP, of=Trip.ref("t"), language="zh_CN")
    assert "| \\# | 座位号 | 姓名 | 代表团名称 | 手机号码 | 占座人数 |" in text
    assert "- 随车联络员：Anna Invented 000" in text
    assert "**占座人数：8**" in text


def test_a_manifest_says_nothing_of_anybodys_health() -> None:
    assert "wheelchair" not in manifest(*TRIP, of=Trip.ref("t"))


def test_a_view_shows_dots_in_a_manifest() -> None:
    text = MANIFEST_EXPORTER.render(View(reader_of(*TRIP), ()), Trip.ref("t"), "en").decode()
    assert "| 2 | 10 | ••• | North | ••• | 3 |" in text
    assert "Invented" not in text


def test_a_manifest_of_what_is_no_trip_or_not_there_is_refused() -> None:
    for of in (None, Event.ref("e")):
        with pytest.raises(InvalidInput, match="a manifest is that of a Trip"):
            manifest(*TRIP, of=of)
    with pytest.raises(UnknownReference, match="no Trip with the id 'x'"):
        manifest(*TRIP, of=Trip.ref("x"))
