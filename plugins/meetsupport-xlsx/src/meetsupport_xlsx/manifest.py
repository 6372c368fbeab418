"""The manifest of a trip, to be printed: who sits on it, what they need, where it stops, and a line to count heads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from meetsupport.core.codec import MASK
from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.records import Record, Ref
from meetsupport.core.times import Window
from meetsupport.model import Call, Delegation, Event, Organization, Participant, Person, Place, Route, Seat, Trip
from meetsupport.plan import Reader, Shown
from meetsupport_xlsx.out import Book, Sheet, width_of
from meetsupport_xlsx.table import zone_of
from meetsupport_xlsx.words import is_chinese, word

__all__ = ["render_manifest"]

_TEXTS: Mapping[str, tuple[str, str]] = {
    "vehicle": ("Vehicle", "车辆"),
    "window": ("From – to", "起止时间"),
    "liaison": ("Liaison officer", "随车联络员"),
    "crew": ("Crew", "驾乘人员"),
    "route": ("Route", "线路"),
    "stops": ("Stops", "停靠点"),
    "stop": ("Stop", "停靠点"),
    "planned": ("Planned", "计划时间"),
    "host": ("Host", "接待单位"),
    "reached": ("Reached at", "实到时间"),
    "number": ("No.", "序号"),
    "name": ("Name", "姓名"),
    "delegation": ("Delegation", "代表团"),
    "rank": ("Rank", "级别"),
    "heads": ("Heads", "人数"),
    "seat": ("Seat", "座位"),
    "needs": ("Needs", "特殊需求"),
    "on board": ("On board", "登车"),
    "total": ("Heads expected: {heads}", "应到人数：{heads}"),
    "seats": ("of {seats} seats", "座位数：{seats}"),
    "counted": (
        "Heads counted: ______   Time: ______   Signed: __________",
        "实到人数：______   时间：______   签字：__________",
    ),
    "nobody": ("nobody is seated yet", "尚未安排乘车人员"),
    "zone": ("All times: {zone}; plan as of revision {revision}", "时区：{zone}；取自第 {revision} 版"),
}
_COLUMNS = ("number", "name", "delegation", "rank", "heads", "seat", "needs", "on board")
_STOPS = {"stop": (1, 2), "planned": (3, 5), "host": (6, 6), "reached": (7, 7)}
_LINE: Mapping[str, Any] = {"border": 1, "border_color": "#808080", "text_wrap": True}
_HEAD: Mapping[str, Any] = {**_LINE, "bold": True, "bg_color": "#DDE7F0"}
_LAST = len(_COLUMNS) - 1

_ONE_PAGE = 66
"""As many rows as are still read with ease on one page: the list of a coach of 49 is not to lose its last line."""


def render_manifest(reader: Shown, of: Ref[Any] | None, language: str) -> bytes:
    """
    Write the manifest of one trip, as far as the reader may see it.

    Raises:
        InvalidInput: It was not asked of a trip.
        UnknownReference: There is no such trip.
    """
    if of is None or of.type is not Trip:
        raise InvalidInput(f"invalid value {of} for of, expected the trip that the manifest is of")
    trip = reader.get(Trip, of.id)
    if trip is None:
        raise UnknownReference(f"no Trip with the id {of.id!r}")

    event = reader.get(Event, trip.event) if trip.event else None
    zone = zone_of([event] if event else reader.all(Event))
    page = _Page(reader, trip, language, ZoneInfo(zone))
    return page.render(zone, reader.revision)


class _Page:
    def __init__(self, reader: Reader, trip: Trip, language: str, zone: ZoneInfo) -> None:
        self.reader, self.trip, self.language, self.zone = reader, trip, language, zone
        self.book = Book()
        self.sheet: Sheet = self.book.sheet(word("manifest", language))

    def render(self, zone: str, revision: int | None) -> bytes:
        sheet, raw = self.sheet, self.sheet.raw
        title = f"{word('manifest', self.language)}　{self.trip.name or self.trip.id}"
        self._wide(0, 0, _LAST, title, bold=True, font_size=16)
        raw.set_row(0, 28)
        row = self._about(1)
        row = self._stops(row)
        head = row
        for column, key in enumerate(_COLUMNS):
            sheet.text(row, column, self._say(key), **_HEAD)
        row, expected = self._people(row + 1)
        seats = "" if self.trip.seats is None else "　" + self._say("seats").format(seats=self.trip.seats)
        self._wide(row, 0, _LAST, self._say("total").format(heads=expected) + seats, bold=True, **_LINE)
        self._wide(row + 1, 0, _LAST, self._say("counted"), bold=True, **_LINE)
        raw.set_row(row + 1, 30)
        note = self._say("zone").format(zone=zone, revision="–" if revision is None else revision)
        self._wide(row + 2, 0, _LAST, note, font_size=9, font_color="#606060")
        sheet.widths({0: 6, 1: 16, 2: 20, 3: 10, 4: 7, 5: 7, 6: 24, 7: 11})
        raw.set_paper(9)
        raw.fit_to_pages(1, 1 if row <= _ONE_PAGE else 0)
        raw.repeat_rows(head)
        raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        raw.set_footer("&C&P / &N")
        return self.book.close()

    def _say(self, key: str) -> str:
        return _TEXTS[key][is_chinese(self.language)]

    def _wide(self, row: int, first: int, last: int, text: str, **about: Any) -> None:
        if last > first:
            self.sheet.raw.merge_range(row, first, row, last, "", self.book.format(**about))
        self.sheet.text(row, first, text, **about)

    def _high(self, row: int, *texts: tuple[str, int]) -> None:
        """Make a row as high as its texts need in columns of these widths; merged cells do not grow by themselves."""
        lines = max((-(-width_of(text) // width) for text, width in texts), default=1)
        self.sheet.raw.set_row(row, 4 + 14 * max(lines, 1))

    def _about(self, row: int) -> int:
        trip = self.trip
        route = self.reader.get(Route, trip.route) if trip.route else None
        crew = "；".join(self._person(one) for one in trip.crew)
        said = (
            ("vehicle", " ".join(part for part in (trip.vehicle, self._term(trip, "kind")) if part)),
            ("window", self._window(trip.window)),
            ("route", (route.name or route.id) if route else ""),
            ("liaison", self._person(trip.liaison) if trip.liaison else ""),
            ("crew", crew),
        )
        for key, text in said:
            if text:
                self._wide(row, 0, 1, self._say(key), **_HEAD)
                self._wide(row, 2, _LAST, text, **_LINE)
                self._high(row, (text, 75))
                row += 1
        return row + 1

    def _stops(self, row: int) -> int:
        calls = self.reader.where(Call, route=self.trip.route) if self.trip.route else ()
        own = [call for call in calls if call.trip is None or call.trip == self.trip.id]
        if not own:
            return row
        self.sheet.text(row, 0, self._say("number"), **_HEAD)
        for key, (first, last) in _STOPS.items():
            self._wide(row, first, last, self._say(key), **_HEAD)
        for number, call in enumerate(sorted(own, key=_by_start), start=1):
            row += 1
            place = self.reader.get(Place, call.place) if call.place else None
            host = self.reader.get(Organization, call.host) if call.host else None
            said = {
                "stop": (place.name or place.id) if place else call.place or "",
                "planned": self._window(call.window),
                "host": (host.name or host.id) if host else "",
                "reached": "",
            }
            self.sheet.value(row, 0, number, **_LINE, align="center")
            self._high(row, (said["stop"], 36), (said["planned"], 24), (said["host"], 22))
            for key, (first, last) in _STOPS.items():
                self._wide(row, first, last, said[key], **_LINE)
        return row + 2

    def _people(self, row: int) -> tuple[int, int]:
        expected = 0
        seats = sorted(self.reader.where(Seat, trip=self.trip.id), key=self._order)
        for number, seat in enumerate(seats, start=1):
            one = self.reader.get(Participant, seat.participant)
            heads = seat.heads if seat.heads is not None else 1 + (one.companions if one else 0)
            expected += heads
            needs = _needs(one)
            said: Sequence[Any] = (
                number, _shown(one.name if one else "", seat.participant), self._delegation(one),
                self._term(one, "rank"), heads, seat.number, needs, "☐",
            )  # fmt: skip
            self._high(row, (str(said[1]), 15), (str(said[2]), 19), (needs, 22))
            for column, value in enumerate(said):
                about = {**_LINE, "align": "center"} if column in {0, 4, 5, _LAST} else _LINE
                self.sheet.value(row, column, value if value != "" else None, **about)
            row += 1
        if not seats:
            self._wide(row, 0, _LAST, self._say("nobody"), **_LINE)
            row += 1
        return row, expected

    def _order(self, seat: Seat) -> tuple[Any, ...]:
        one = self.reader.get(Participant, seat.participant)
        digits = re.findall(r"\d+", seat.number)
        number = (0, int(digits[0][:9]), seat.number) if digits else (1, 0, seat.number)
        return *number, (one.delegation or "") if one else "", seat.participant

    def _delegation(self, one: Participant | None) -> str:
        found = self.reader.get(Delegation, one.delegation) if one and one.delegation else None
        return (found.name or found.id) if found else ""

    def _term(self, record: Record | None, field: str) -> str:
        """Give a word that a field holds, by its Chinese term where Chinese is read."""
        if record is None:
            return ""
        word = str(getattr(record, field))
        return record.__record__.fields[field].words.get(word, word) if is_chinese(self.language) else word

    def _person(self, one: str) -> str:
        person = self.reader.get(Person, one)
        if person is None:
            return one
        phone = "" if person.phone in {"", MASK} else person.phone
        return " ".join(part for part in (_shown(person.name, one), phone) if part != "")

    def _window(self, window: Window | None) -> str:
        if window is None:
            return ""
        try:
            start, end = window.start.astimezone(self.zone), window.end.astimezone(self.zone)
        except OverflowError:
            return f"{window.start.isoformat()} – {window.end.isoformat()}"
        same_day = start.date() == end.date()
        return f"{_clock(start)}–{end:%H:%M}" if same_day else f"{_clock(start)} – {_clock(end)}"


def _clock(moment: datetime) -> str:
    return f"{moment.date().isoformat()} {moment:%H:%M}"


def _by_start(call: Call) -> tuple[Any, ...]:
    return (0, call.window.start, call.id) if call.window else (1, call.id)


def _shown(name: str, one: str) -> str:
    """Give a name; where it is hidden or missing, the id, so that the row can be told from others."""
    return one if name == MASK or name == "" else name  # noqa: PLR1714 - a masked value may not be tested for truth


def _needs(one: Participant | None) -> str:
    if one is None:
        return ""
    # Two hidden values look like one; none is left out, so that nobody takes "hidden" for "none".
    said = [text for text in (one.diet, one.mobility) if text != ""]
    return "；".join(dict.fromkeys(said))
