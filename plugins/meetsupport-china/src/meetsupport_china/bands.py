"""
How many staff a meeting has by rule of thumb, and what it may cost.

A *band* is what planners go by (grade C), a *cap* is what a rule sets. They do not agree, and both are shown as hints.
Caps of classes 2 and 3 by number of people are widely remembered, but no source was found: they are not here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from meetsupport import Event, Organization, Person, Team
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import day_of, expected_heads
from meetsupport_china.basis import is_over
from meetsupport_china.records import MeetingClass

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RATES", "RULES", "staff_band", "staff_count"]

RATES = {1: 760, 2: 650, 3: 550, 4: 550}
"""What a meeting of a class may cost, in yuan for a person and day (综合定额)."""


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

    Who is sent by a partner body (a school's welcome party, a band) performs or helps, and is not counted.
    """
    counted = 0
    for team in plan.where(Team, event=event):
        for person in plan.where(Person, team=team.id):
            sender = person.organization or team.organization
            body = plan.get(Organization, sender) if sender is not None else None
            counted += body is None or body.role != "partner"
    return counted


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


def _days(plan: Reader, event: Event) -> int:
    if event.window is None:
        return 0
    first, last = (day_of(plan, event.id, moment) for moment in (event.window.start, event.window.end))
    return (last - first).days + 1


def check_cost(plan: Reader, meeting: MeetingClass) -> Iterator[Problem]:
    """Find a meeting that costs more than its class may."""
    event = plan.get(Event, meeting.event)
    rate = RATES.get(meeting.grade or 0)
    if event is None or rate is None or meeting.yuan is None or not _since(plan, event, COST_FROM):
        return
    heads = plan.derive(expected_heads, event.id) + plan.derive(staff_count, event.id)
    cap = rate * heads * _days(plan, event)
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


def check_fourth(plan: Reader, meeting: MeetingClass) -> Iterator[Problem]:
    """Find a meeting of the fourth class that is too large, too long, or has too many staff."""
    event = plan.get(Event, meeting.event)
    if event is None or meeting.grade != 4 or not _since(plan, event, COST_FROM):  # noqa: PLR2004 - the class
        return
    heads, staff = plan.derive(expected_heads, event.id), plan.derive(staff_count, event.id)
    if heads > 50:  # noqa: PLR2004 - the cap
        yield Problem(
            "{heads} people come to a meeting of class 4, which has at most 50",
            key="heads",
            fix="invite fewer, or hold it as a meeting of another class",
            heads=heads,
        )
    start = event.arrives or (event.window.start if event.window is not None else None)
    if start is not None and event.window is not None and event.window.end - start > CLASS_FOUR_LASTS:
        yield Problem(
            "it takes {length} from arrival to the end; a meeting of class 4 has at most {most}",
            key="days",
            fix="shorten it, or hold it as a meeting of another class",
            length=event.window.end - start,
            most=CLASS_FOUR_LASTS,
        )
    if heads and staff * 20 > heads:
        yield Problem(
            "{staff} staff for {heads} people are {share} %; a meeting of class 4 has at most 5 %",
            key="staff",
            fix="have fewer staff",
            staff=staff,
            heads=heads,
            share=_share(staff, heads),
        )


COST_FROM = date(2016, 7, 1)

CLASS_FOUR_LASTS = timedelta(days=1, hours=12)
"""How long a meeting of class 4 may take, sign-in and leaving included; taken by the clock, so only what is clear."""


def _since(plan: Reader, event: Event, day: date) -> bool:
    return event.window is not None and day_of(plan, event.id, event.window.start) >= day


_COST = (
    "财行〔2016〕214号 中央和国家机关会议费管理办法, in force from 2016-07-01, as quoted by secondary pages; grade C"
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
        basis=_COST,
        valid=(COST_FROM, None),
    ),
    Rule(
        "china.class-four",
        "A meeting of class 4 is small",
        check_fourth,
        each=MeetingClass,
        severity="hint",
        basis=_COST,
        valid=(COST_FROM, None),
    ),
)
