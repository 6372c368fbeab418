"""
Days and times as clerks write them.

What is written is read when it has one meaning, and named otherwise: ``8日下午`` has no hour, ``06/09/2011`` may be
June or September. A day without a year is taken in the year round the event; one without a month only within the event.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

import attrs

from meetsupport.core.messages import Message

__all__ = ["Calendar", "duration", "split_range"]

_DAY = re.compile(
    r"(?:(?P<y>\d{4})(?:[-/.]|年\s*)(?P<m>\d{1,2})(?:[-/.]|月\s*)(?P<d>\d{1,2})[日号]?"
    r"|(?P<m2>\d{1,2})月\s*(?P<d2>\d{1,2})[日号]?"
    r"|(?P<d3>\d{1,2})[日号])"
)
_PART = "凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|夜里|早"
_TIME = re.compile(
    rf"(?P<part>{_PART})?\s*(?P<h>\d{{1,2}})"
    r"(?::(?P<mi>\d{2})(?::(?P<s>\d{2})(?:\.(?P<us>\d{1,6}))?)?"
    r"|[时点](?:(?P<half>半)|整|钟|(?P<mi2>\d{1,2})分?(?:(?P<s2>\d{1,2})秒)?)?"
    r"|(?=\s*[ap]\.?m))"
    r"\s*(?P<ampm>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<z>z)|(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2})(?::(?P<os>\d{2}))?", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"[\s(,]*(?:(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])|\b(?P<en>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)[\s),]*",
    re.IGNORECASE,
)
_WEEKDAYS = {
    **{c: i for i, c in enumerate("一二三四五六日")},
    "天": 6,
    **{c: i for i, c in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
_RANGE = re.compile(r"\s*[–—~至到]\s*|\s+(?:-|to)\s+|(?<=:\d\d)-(?=\d)|(?<=[时点分半整])-(?=\d)")
_SPAN = re.compile(
    r"(?P<sign>[-−])?(?:(?P<d>\d+)\s*(?:d|days?|天|日))?\s*(?:(?P<h>\d+(?:\.\d+)?)\s*(?:h|hours?|小时|钟头))?\s*"
    r"(?:(?P<m>\d+(?:\.\d+)?)\s*(?:min|minutes?|分钟|分))?\s*(?:(?P<s>\d+(?:\.\d+)?)\s*(?:s|seconds?|秒))?",
    re.IGNORECASE,
)
_CLOCK_SPAN = re.compile(r"(?P<sign>[-−])?(?P<h>\d+):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d(?:\.\d{1,6})?))?")

_EXCEL_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock, as all times of a workbook
_EXCEL_DAY_0_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_SERIALS = range(14_000, 110_000)  # 1938 to 2201: numbers outside are no days that somebody meant
_YEAR = 365


@attrs.frozen
class Calendar:
    """
    What is needed to tell which moment somebody means.

    Attributes:
        zone: The time zone of all times without an offset.
        events: First and last day of each event.
        since_1904: Whether the workbook counts its days from 1904.
    """

    zone: tzinfo
    events: Sequence[tuple[date, date]] = ()
    since_1904: bool = False

    def wall(self, moment: datetime) -> datetime:
        """Give the wall clock in the zone at a moment, without an offset."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def instant(self, value: object, *, day_only: bool = False, day: date | None = None) -> datetime:
        """
        Read a moment.

        Args:
            value: What a cell holds.
            day_only: Whether the cell shows a day without a time.
            day: The day to take when there is only a time.

        Raises:
            ValueError: It is no moment, or may mean several.
        """
        if isinstance(value, datetime):
            return self.located(value)
        if isinstance(value, date):
            if day_only:
                raise ValueError("a day without a time, expected a day and a time such as 2011-06-09 08:00")
            return self.located(datetime.combine(value, time()))
        if isinstance(value, time) and day is not None:
            return self.located(datetime.combine(day, value))
        if isinstance(value, float) and int(value) in _SERIALS:
            return self.located(self._of_serial(value))
        if isinstance(value, str):
            return self._of_text(value, day)
        raise ValueError("expected a day and a time such as 2011-06-09 08:00")

    def day(self, value: object) -> date:
        """
        Read a day.

        Raises:
            ValueError: It is no day, or may mean several.
        """
        if isinstance(value, datetime):
            if value.time() != time():
                raise ValueError("a time of day where only a day is expected")
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, float) and value.is_integer() and int(value) in _SERIALS:
            return self._of_serial(value).date()
        if isinstance(value, str):
            day, rest = self._day(_plain(value))
            if day is None or rest:
                raise ValueError(
                    _why_no_day(rest)
                    if day is None
                    else Message.of("{rest} after a day, expected a day alone", rest=repr(rest))
                )
            return day
        raise ValueError("expected a day such as 2011-06-09")

    def located(self, wall: datetime) -> datetime:
        """
        Give the moment at which clocks in the zone show this.

        Raises:
            ValueError: They never do, or do twice, because clocks are put forward or back.
        """
        first, second = wall.replace(tzinfo=self.zone, fold=0), wall.replace(tzinfo=self.zone, fold=1)
        if first.utcoffset() != second.utcoffset():
            if self.wall(first.astimezone(UTC)) != wall:
                raise ValueError(
                    Message.of("clocks in {zone} never show that time: they are put forward then", zone=str(self.zone))
                )
            raise ValueError(
                Message.of(
                    "clocks in {zone} show that time twice; write it with its offset, such as 2011-06-09T08:00+08:00",
                    zone=str(self.zone),
                )
            )
        offset = first.utcoffset()
        return first.replace(tzinfo=timezone(offset) if offset is not None else UTC)

    def _of_serial(self, number: float) -> datetime:
        start = _EXCEL_DAY_0_1904 if self.since_1904 else _EXCEL_DAY_0
        return start + timedelta(milliseconds=round(number * 86_400_000))

    def _of_text(self, text: str, fallback: date | None) -> datetime:
        short = _plain(text)
        day, rest = self._day(short)
        if day is None:
            if fallback is None or not _TIME.match(short):
                raise ValueError(_why_no_day(short))
            day, rest = fallback, short
        rest = rest.lstrip("tT ,")
        found = _TIME.match(rest)
        if not found:
            raise ValueError(
                "a day without an hour, expected a day and a time such as 2011-06-09 14:00"
                if not re.search(r"\d", rest)
                else "expected a day and a time such as 2011-06-09 08:00"
            )
        tail = rest[found.end() :].strip()
        offset = _OFFSET.fullmatch(tail) if tail else None
        if tail and not offset:
            raise ValueError(
                Message.of("{rest} after a time, expected a day and a time such as 2011-06-09 08:00", rest=repr(tail))
            )
        wall = datetime.combine(day, _clock(found))
        return wall.replace(tzinfo=_zone_of(offset)) if offset else self.located(wall)

    def _day(self, text: str) -> tuple[date | None, str]:
        """Split a text into the day that it starts with, and the rest."""
        weekday: int | None = None
        bare = text
        named = _WEEKDAY.search(text)
        if named:
            weekday = _WEEKDAYS[(named["zh"] or named["en"]).lower()]
            bare = f"{text[: named.start()]} {text[named.end() :]}".strip()
        found = _DAY.match(bare)
        if not found:
            return None, bare
        try:
            made = self._which(found)
        except ValueError as error:
            if "must be in" in str(error) or "out of range" in str(error):
                raise ValueError("there is no such day") from None
            raise
        if weekday is not None and made.weekday() != weekday:
            raise ValueError(
                Message.of("{day} is no {weekday}", day=made, weekday=named[0].strip(" (),") if named else "")
            )
        return made, bare[found.end() :].strip()

    def _which(self, found: re.Match[str]) -> date:
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        if found["m2"]:
            days = {d for span in self.events for d in _in_year_round(span, int(found["m2"]), int(found["d2"]))}
            if len(days) != 1:
                raise ValueError("a day without a year, and the plan has no one event that would tell it")
        else:
            wanted = int(found["d3"])
            days = {d for first, last in self.events for d in _days(first, last) if d.day == wanted}
            if len(days) != 1:
                raise ValueError("a day without a month, and it is not exactly one of the event's days")
        return days.pop()


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range(min((last - first).days, 10 * _YEAR) + 1))


def _in_year_round(span: tuple[date, date], month: int, day: int) -> Iterable[date]:
    """Give the days of that name in the 365 days with the event in their middle."""
    first, last = span
    spare = max(0, _YEAR - (last - first).days - 1)
    before = spare // 2
    date(2000, month, day)  # a day that no year has is refused; 29 February is in the leap year 2000
    for year in range(first.year - 1, last.year + 2):
        try:
            one = date(year, month, day)
        except ValueError:
            continue
        if first - timedelta(days=before) <= one <= last + timedelta(days=spare - before):
            yield one


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _why_no_day(text: str) -> str:
    if re.match(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text):
        return "a day whose month and day may be swapped, expected the year first, such as 2011-06-09"
    if _TIME.match(text):
        return "a time without a day, expected a day and a time such as 2011-06-09 08:00"
    return "expected a day such as 2011-06-09"


def _zone_of(found: re.Match[str]) -> tzinfo:
    if found["z"]:
        return UTC
    length = timedelta(hours=int(found["oh"]), minutes=int(found["om"]), seconds=int(found["os"] or 0))
    return timezone(-length if found["sign"] == "-" else length)


def _clock(found: re.Match[str]) -> time:
    hour = int(found["h"])
    minute = 30 if found["half"] else int(found["mi"] or found["mi2"] or 0)
    part = found["part"] or ""
    mark = (found["ampm"] or "")[:1].lower()
    if hour == 24 and not part and not mark:  # noqa: PLR2004
        raise ValueError("24:00, expected 00:00 of the day after")
    if part and mark:
        raise ValueError("two parts of the day, expected a time such as 14:00")
    hour = _hour(hour, part or mark)
    try:
        return time(hour, minute, int(found["s"] or found["s2"] or 0), int((found["us"] or "0").ljust(6, "0")))
    except ValueError:
        raise ValueError("there is no such time of day, expected 00:00 to 23:59") from None


_NOON = 12


def _hour(hour: int, part: str) -> int:
    if not part:
        return hour
    if part in {"a", "p"} and 1 <= hour <= _NOON:
        return hour % _NOON + (_NOON if part == "p" else 0)
    if part in {"凌晨", "清晨"} and hour < 7:  # noqa: PLR2004
        return hour
    if part in {"早", "早上", "早晨", "上午"} and hour < _NOON:
        return hour
    if part == "中午" and hour in {11, 12, 13, 14}:
        return hour
    if part == "中午" and hour in {1, 2}:
        return hour + _NOON
    if part in {"下午", "傍晚"} and (hour == _NOON or _NOON < hour < 24):  # noqa: PLR2004
        return hour
    if part in {"下午", "傍晚", "晚", "晚上", "晚间", "夜间", "夜里"}:
        if _NOON < hour < 24:  # noqa: PLR2004
            return hour
        late = part not in {"下午", "傍晚"}
        # At night, 1 to 4 o'clock may be of the next day already, and 12 is midnight: of which day?
        if (5 if late else 1) <= hour < _NOON:
            return hour + _NOON
    raise ValueError(
        Message.of("{hour} o'clock does not go with {part}, expected a time such as 14:00", hour=hour, part=repr(part))
    )


def split_range(text: str) -> tuple[str, str] | None:
    """Split ``2011-06-09 08:00–12:00`` at its dash; give ``None`` when it is no range."""
    parts = _RANGE.split(_plain(text))
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None  # noqa: PLR2004


def duration(value: object) -> timedelta:
    """
    Read a length of time.

    Raises:
        ValueError: It is none, or has no unit.
    """
    if isinstance(value, timedelta):
        return value
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    if isinstance(value, str):
        short = _plain(value)
        clock, units = _CLOCK_SPAN.fullmatch(short), _SPAN.fullmatch(short)
        found = clock or (units if units and any(units[part] for part in "dhms") else None)
        if found:
            numbers = found.groupdict()
            try:
                made = timedelta(
                    days=int(numbers.get("d") or 0),
                    hours=float(numbers["h"] or 0),
                    minutes=float(numbers["m"] or 0),
                    seconds=float(numbers["s"] or 0),
                )
            except OverflowError:
                raise ValueError("a length of time beyond all measure") from None
            return -made if found["sign"] else made
    raise ValueError("expected a length of time with its unit, such as 90 min, 90分钟 or 1:30")
