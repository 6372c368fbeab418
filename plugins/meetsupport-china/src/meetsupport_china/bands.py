"""
How many staff a meeting has by rule of thumb, and what it may cost.

A *band* is what planners go by (grade C), a *cap* is what a rule sets. They do not agree, and both are shown as hints.
Caps of the rule of 2016 for classes 2 and 3 by number of people are widely remembered, but no source was found: they
are not here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from meetsupport import Event, Organization, Person, Session, Team
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import clock_of, expected_heads
from meetsupport_china.basis import event_day, event_days, is_over
from meetsupport_china.records import MeetingClass

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["CAPS", "RULES", "Cap", "Caps", "caps_for", "meeting_days", "staff_band", "staff_count"]


@attrs.frozen
class Cap:
    """
    What a meeting of a class may be at most; ``None`` where nothing is laid down.

    Attributes:
        yuan: What it may cost, in yuan for a person and day (综合定额).
        heads: How many people may come.
        percent: How many staff it may have, in percent of those who come.
        days: How many days it may take, sign-in and leaving included, as `meeting_days` counts them.
    """

    yuan: int | None = None
    heads: int | None = None
    percent: int | None = None
    days: Decimal | None = None


@attrs.frozen
class Caps:
    """
    The caps of a rule.

    Attributes:
        since: From which day on; ``None`` where its source does not say.
        classes: By class of meeting, 1 to 4.
    """

    since: date | None
    classes: Mapping[int, Cap]


CAPS: Mapping[str, Sequence[Caps]] = {
    "central": (
        Caps(
            None,
            {
                1: Cap(heads=180, percent=20, days=Decimal(5)),
                2: Cap(heads=180, percent=20, days=Decimal(4)),
                3: Cap(heads=100, percent=15, days=Decimal(3)),
            },
        ),
        Caps(
            date(2016, 7, 1),
            {
                1: Cap(yuan=760),
                2: Cap(yuan=650),
                3: Cap(yuan=550),
                4: Cap(yuan=550, heads=50, percent=5, days=Decimal("1.5")),
            },
        ),
    ),
    "henan": (
        Caps(
            date(2014, 12, 31),
            {1: Cap(yuan=600), 2: Cap(yuan=550), 3: Cap(yuan=400, heads=200, percent=10)},
        ),
    ),
    "pengyang": (
        Caps(
            date(2020, 4, 28),
            {
                2: Cap(heads=300, days=Decimal(2)),
                3: Cap(heads=150, days=Decimal("1.5")),
                4: Cap(heads=60, days=Decimal("0.5")),
            },
        ),
    ),
}
"""
Caps by whose rules a meeting goes by, the oldest first.

The first of ``central`` is an older rule of the State Council, whose source has no date: it is taken until that of 2016
came into force. That of Henan counts from the end of 2014, the year that its source has; that of Pengyang, a county,
from the day of the tender that names it.
"""


def caps_for(rules: str, grade: int, day: date) -> Cap | None:
    """Give the caps of a class of meeting on a day, by whose rules it goes; ``None`` where there are none."""
    known = [one for one in CAPS.get(rules, ()) if one.since is None or one.since <= day]
    return known[-1].classes.get(grade) if known else None


def staff_band(heads: int) -> tuple[Decimal, Decimal] | None:
    """
    Give the planning band of staff for a meeting of that size, in percent of those who come.

    Returns:
        4 to 7 beyond 500 people, 5 to 8 from 200, 6 to 9 from 50; ``None`` below, for which no band is known.
    """
    for least, low, high in ((501, 4, 7), (200, 5, 8), (50, 6, 9)):
        if heads >= least:
            return Decimal(low), Decimal(high)
    return None


@derived
def staff_count(plan: Reader, event: str) -> int:
    """
    Count the staff of an event: the people of its teams.

    Whom another body lends to perform or to help (a school's welcome party, a band: bodies that assist or are partners)
    is no staff of the office, and neither is anybody under age. Attendants of a contractor are.
    """
    counted = 0
    for team in plan.where(Team, event=event):
        for person in plan.where(Person, team=team.id):
            sender = person.organization or team.organization
            body = plan.get(Organization, sender) if sender is not None else None
            counted += not person.minor and (body is None or body.role not in LENT)
    return counted


LENT = frozenset({"partner", "assist"})
"""The parts in an event of bodies whose people are lent to it."""


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"))


def check_staff(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event whose staff are fewer, or more, than the planning band."""
    heads, staff = plan.derive(expected_heads, event.id), plan.derive(staff_count, event.id)
    band = staff_band(heads)
    if band is None or not staff or is_over(plan, event.id):
        return
    share = Decimal(100 * staff) / heads
    if share < band[0] or share > band[1]:
        yield Problem(
            "{staff} staff for {heads} people are {share} %; planners go by {low} to {high} %",
            fix="see whether the staff is enough; {low} % would be {least} people"
            if share < band[0]
            else "see whether so many are needed; {high} % would be {most} people",
            staff=staff,
            heads=heads,
            share=_share(staff, heads),
            low=band[0],
            high=band[1],
            least=math.ceil(heads * band[0] / 100),
            most=int(heads * band[1] / 100),
        )


NOON, AFTERNOON = time(12), time(14)
HALF_DAY = timedelta(hours=4)
"""What a half day goes by: what ends by the one or begins from the other on, or is no longer than this."""


def meeting_days(plan: Reader, event: Event) -> Decimal:
    """
    Count the days that a meeting takes, sign-in and leaving included, in half days.

    No source says how half days are counted, so this is our reading, which finds only what is clear. A calendar day
    counts as half a day if its sessions (without any, what the event's window has of it) end by 14:00, begin at 12:00
    or later, or last no more than four hours together; else as a whole one. A day on which people only arrive, before
    the window begins, counts as half a day, at whatever hour they come.
    """
    if event.window is None:
        return Decimal(0)

    def local(moment: datetime) -> datetime:
        return clock_of(plan, event.id, moment).replace(tzinfo=None)

    begins, end = local(event.arrives or event.window.start), local(event.window.end)
    start = max(begins, local(event.window.start))
    sat = [
        (max(local(one.window.start), start), min(local(one.window.end), end))
        for one in plan.where(Session, event=event.id)
        if one.window is not None
    ]
    sat = [one for one in sat if one[0] < one[1]]
    final = max(begins, end - _TICK).date()
    # Any other day is a whole one: within a session or the window, or between those who arrive and the beginning.
    judged = {begins.date(), start.date(), final, *(at.date() for one in sat for at in (one[0], one[1] - _TICK))}
    halves = sum(_is_half(_on(day, sat) or _on(day, [(start, end)])) for day in judged)
    return (final - begins.date()).days + 1 - Decimal(halves) / 2


_TICK = timedelta(microseconds=1)


def _on(day: date, spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    opens, closes = datetime.combine(day, time()), datetime.combine(day, time.max)
    return sorted((max(start, opens), min(end, closes)) for start, end in spans if start <= closes and end > opens)


def _is_half(parts: Sequence[tuple[datetime, datetime]]) -> bool:
    """Say whether what is held on a day takes half of it at most; nothing held does."""
    if all(end.time() <= AFTERNOON for _, end in parts) or all(start.time() >= NOON for start, _ in parts):
        return True
    total, until = timedelta(0), parts[0][0]
    for start, end in parts:
        total += max(end - max(start, until), timedelta(0))
        until = max(until, end)
    return total <= HALF_DAY


def _cap(plan: Reader, meeting: MeetingClass) -> tuple[Event, Cap] | None:
    event = plan.get(Event, meeting.event)
    day = event_day(plan, event) if event is not None else None
    cap = caps_for(meeting.rules, meeting.grade or 0, day) if day is not None else None
    return (event, cap) if event is not None and cap is not None else None


def check_cost(plan: Reader, meeting: MeetingClass) -> Iterator[Problem]:
    """Find a meeting that costs more than its class may."""
    found = _cap(plan, meeting)
    if found is None or found[1].yuan is None or meeting.yuan is None:
        return
    event, rate = found[0], found[1].yuan
    heads = plan.derive(expected_heads, event.id) + plan.derive(staff_count, event.id)
    cap = rate * heads * event_days(plan, event)
    if cap and meeting.yuan > cap:
        yield Problem(
            "it is to cost {yuan} yuan; {rate} yuan a day for each of {heads} people are {cap}",
            fix="cut what it costs, or have the excess approved",
            about=(Event.ref(event.id),),
            yuan=meeting.yuan,
            rate=rate,
            heads=heads,
            cap=cap,
        )


def check_caps(plan: Reader, meeting: MeetingClass) -> Iterator[Problem]:
    """Find a meeting that is too large or too long for its class, or has too many staff."""
    found = _cap(plan, meeting)
    if found is None:
        return
    event, cap = found
    heads, staff = plan.derive(expected_heads, event.id), plan.derive(staff_count, event.id)
    if cap.heads is not None and heads > cap.heads:
        yield Problem(
            "{heads} people come to a meeting of class {grade}, which has at most {most}",
            key="heads",
            fix="invite fewer, or hold it as a meeting of another class",
            heads=heads,
            grade=meeting.grade or 0,
            most=cap.heads,
        )
    days = meeting_days(plan, event)
    if cap.days is not None and days > cap.days:
        yield Problem(
            "it takes {days} days, sign-in included; a meeting of class {grade} has at most {most} days",
            key="days",
            fix="shorten it, or hold it as a meeting of another class",
            days=days,
            grade=meeting.grade or 0,
            most=cap.days,
        )
    if cap.percent is not None and heads and 100 * staff > cap.percent * heads:
        yield Problem(
            "{staff} staff for {heads} people are {share} %; a meeting of class {grade} has at most {most} %",
            key="staff",
            fix="have fewer staff",
            staff=staff,
            heads=heads,
            share=_share(staff, heads),
            grade=meeting.grade or 0,
            most=cap.percent,
        )


_COST = (
    "财行〔2016〕214号 中央和国家机关会议费管理办法, in force from 2016-07-01, as quoted by secondary pages; grade C"
)
_CAPS = (
    f"{_COST}. Before it: an older rule of the State Council, whose source has no date; grade C. Where the class says "
    "so, the rules of Henan from 2014, or of the county of Pengyang as a tender of 2020 names them; grade C"
)

RULES = (
    Rule(
        "china.staff-band",
        "Staff are as many as planners go by",
        check_staff,
        each=Event,
        severity="hint",
        basis="a planner's guide: staff are 4–7 in 100 beyond 500 people, 5–8 from 200, 6–9 from 50; grade C, "
        "the only source",
    ),
    Rule(
        "china.meeting-cost",
        "A meeting costs no more than its class may",
        check_cost,
        each=MeetingClass,
        severity="hint",
        basis=_CAPS,
    ),
    Rule(
        "china.class-caps",
        "A meeting is no larger and no longer than its class may be",
        check_caps,
        each=MeetingClass,
        severity="hint",
        basis=f"{_CAPS}. How days count in halves is our reading",
    ),
)
