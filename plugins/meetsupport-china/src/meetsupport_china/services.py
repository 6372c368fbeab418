"""Notices to authorities, food samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import attrs

from meetsupport import Document, Event, Meal, Organization, Task
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import expected_heads, is_zone, years_without_days_off
from meetsupport_china.basis import event_day, is_over, working_days_before
from meetsupport_china.calendar import ADOPT, LOAD, YEARS, years_known_in_part

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "CATERING",
    "CATERING_WORKING_DAYS",
    "RULES",
    "SAMPLES",
    "SAMPLE_HOURS",
    "Sample",
    "check_samples",
    "large_meals",
    "mass_event_authority",
    "sample_for",
]

MASS = 1000
CITY = 5000
NOTICE_DAYS = 20
CATERING_WORKING_DAYS = 20

PERMITS = frozenset({"permit", "mass-event application", "许可", "安全许可申请"})
CATERING_NOTICES = frozenset({"catering notice", "餐饮报告", "餐饮告知"})
SECURITY_PLANS = frozenset({"security plan", "安保方案", "安全工作方案"})
CATERING = (
    "重大活动餐饮服务食品安全监督管理规范 (2011), as a secondary page quotes it; grade C. "
    "Whether it is still in force is not confirmed"
)
"""Where the notice of large meals is laid down."""

LARGE = 100
"""
From how many people on meals count as large here.

The rules on notices and samples say of major events and catering at large; the one figure in the sources is that of a
district of Changsha, where meals of 100 people and more are filed.
"""

TEAS = frozenset({"tea", "茶歇"})
SAMPLE_KINDS = frozenset({"food sample", "留样"})
KEEP_SAMPLES = "add a task of the kind 'food sample' for the caterer"
OUT = frozenset({"submitted", "approved"})


@attrs.frozen
class Sample:
    """
    What must be kept of each dish (留样).

    Attributes:
        since: From which day on.
        grams: How much of each dish, at least.
        hours: How long, at least, refrigerated in a closed vessel of its own; ``None`` where the source does not say.
        basis: Where it is laid down.
    """

    since: date
    grams: int
    hours: int | None
    basis: str


SAMPLE_HOURS = 48

SAMPLES: Sequence[Sample] = (
    Sample(date(2007, 12, 31), 100, None, "a rule of Shanghai of 2007, as a secondary page quotes it; grade C"),
    Sample(
        date(2018, 12, 31),
        125,
        SAMPLE_HOURS,
        "餐饮服务食品安全操作规范 of 2018, as a secondary page quotes it; grade C",
    ),
)
"""
What is known, by date; a source that has the year counts from its end.

The first is local, of Shanghai: taken everywhere until that of 2018 it is a default, no rule. 200 g, which some pages
name now, has no date; the text of GB 31654-2021 was not seen. So an office may go by a table of its own, in a rule of
its own: ``Rule("office.food-sample", ..., functools.partial(check_samples, table=...), each=Event)``.
"""


def sample_for(day: date, table: Sequence[Sample] = SAMPLES) -> Sample | None:
    """Give what must be kept of each dish on a day; ``None`` before the first that is known."""
    return max((one for one in table if one.since <= day), key=lambda one: one.since, default=None)


def _out(plan: Reader, event: str, kinds: frozenset[str]) -> bool:
    return any(one.kind in kinds and one.state in OUT for one in plan.where(Document, event=event))


def _start_of(event: Event, day: date) -> datetime:
    zone = ZoneInfo(event.zone) if is_zone(event.zone) else None
    opens = event.window.start if event.window is not None else None
    return datetime.combine(day, time(), zone or (opens.tzinfo if opens is not None else None))


def mass_event_authority(heads: int, *, across_provinces: bool = False) -> str:
    """
    Say which police decide on a public event.

    Args:
        heads: How many people come to one sitting.
        across_provinces: Whether it is held across provinces; no record says so.

    Returns:
        ``"county"`` below 5,000 people, ``"city"`` from there, and ``"state council"`` across provinces: the police
        department of the State Council.
    """
    if across_provinces:
        return "state council"
    return "county" if heads < CITY else "city"


def check_mass_event(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find a public event of 1,000 or more without an application 20 days before, or without a security plan.

    What a government of county level or above holds itself needs a security plan and no permit. No record has the level
    of a body, so of any government the finding says both, until either paper is out.
    """
    day, heads = event_day(plan, event), plan.derive(expected_heads, event.id)
    if day is None or not event.public or heads < MASS or is_over(plan, event.id):
        return
    holder = plan.get(Organization, event.organization) if event.organization is not None else None
    if _out(plan, event.id, PERMITS):
        return
    by = day - timedelta(days=NOTICE_DAYS)
    deadline = _start_of(event, by + timedelta(days=1))
    county = mass_event_authority(heads) == "county"
    if holder is None or "government" not in holder.kinds:
        yield Problem(
            "{heads} people come to a public event: the county's police must have the application by {by}"
            if county
            else "{heads} people come to a public event: the city's police must have the application by {by}",
            key="permit",
            fix="apply with the safety plan; a reply takes up to 7 days"
            if not plan.passed(deadline)
            else "the time is over: ask the police at once what is still possible",
            settle_by=deadline,
            heads=heads,
            by=by,
        )
    elif not _out(plan, event.id, SECURITY_PLANS):
        yield Problem(
            "{heads} people come to a public event that a government holds: one of county level or above, if it "
            "holds it itself, needs a security plan and no permit, which has to be confirmed; for any other the "
            "county's police must have the application by {by}"
            if county
            else "{heads} people come to a public event that a government holds: one of county level or above, if it "
            "holds it itself, needs a security plan and no permit, which has to be confirmed; for any other the city's "
            "police must have the application by {by}",
            key="government",
            fix="confirm with the police which it is, and agree on a security plan with them, or apply",
            settle_by=deadline,
            heads=heads,
            by=by,
        )


@derived
def large_meals(plan: Reader, event: str) -> bool:
    """Say whether an event serves dishes (tea is none) to so many that they are large meals by any source."""
    meals = (meal for meal in plan.where(Meal, event=event) if meal.kind not in TEAS)
    return any((meal.covers or plan.derive(expected_heads, event)) >= LARGE for meal in meals)


def check_catering_notice(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event with large meals of which the food regulator was not told 20 working days before."""
    day = event_day(plan, event)
    if day is None or is_over(plan, event.id) or not plan.derive(large_meals, event.id):
        return
    if _out(plan, event.id, CATERING_NOTICES):
        return
    by = working_days_before(plan, day, CATERING_WORKING_DAYS)
    unknown = years_without_days_off(plan, by, day) or years_known_in_part(plan, by, day)
    if unknown:
        yield Problem(
            "the food regulator was to be told {days} working days before {day}; which day that is nobody can say, for "
            "days off of {year} are missing in the plan; and whether the rule is still in force is not confirmed",
            key="notice",
            fix=ADOPT if unknown[0] in YEARS else LOAD,
            days=CATERING_WORKING_DAYS,
            day=day,
            year=unknown[0],
        )
        return
    deadline = _start_of(event, by + timedelta(days=1))
    late = plan.passed(deadline)
    yield Problem(
        "the food regulator was to be told by {by}, {days} working days before; whether the rule is still in force is "
        "not confirmed",
        key="notice",
        fix="tell the regulator at once, and ask whether the rule still stands"
        if late
        else "tell the regulator of time, place, number, lodging and caterers, or ask whether it must be told",
        settle_by=deadline,
        by=by,
        days=CATERING_WORKING_DAYS,
    )


def check_samples(plan: Reader, event: Event, table: Sequence[Sample] = SAMPLES) -> Iterator[Problem]:
    """Find an event with large meals and nobody who keeps samples of the food, by a table of what to keep."""
    day = event_day(plan, event)
    sample = sample_for(day, table) if day is not None else None
    if sample is None or is_over(plan, event.id) or not plan.derive(large_meals, event.id):
        return
    if any(one.kind in SAMPLE_KINDS and one.state != "dropped" for one in plan.where(Task, event=event.id)):
        return
    if sample.hours is None:
        yield Problem(
            "nobody is to keep samples of the food: {grams} g of each dish, by a local rule; for how long is not known",
            fix=KEEP_SAMPLES,
            grams=sample.grams,
        )
    else:
        yield Problem(
            "nobody is to keep samples of the food: {grams} g of each dish for {hours} h",
            fix=KEEP_SAMPLES,
            grams=sample.grams,
            hours=sample.hours,
        )


RULES = (
    Rule(
        "china.mass-event",
        "A public event of 1,000 or more is applied for 20 days before",
        check_mass_event,
        each=Event,
        severity="hint",
        basis="大型群众性活动安全管理条例 (State Council order 505, in force from 2007-10-01), as secondary pages "
        "quote it; grade C. What the government of a county or above holds needs no permit. A closed conference "
        "is outside it by our reading, which is no ruling",
        valid=(date(2007, 10, 1), None),
    ),
    Rule(
        "china.catering-notice",
        "The food regulator is told of large meals 20 working days before",
        check_catering_notice,
        each=Event,
        severity="hint",
        basis=f"{CATERING}. Asked here from 100 people on, as one district files large meals",
        valid=(date(2011, 12, 31), None),
    ),
    Rule(
        "china.food-sample",
        "Samples of the food are kept",
        check_samples,
        each=Event,
        severity="hint",
        basis=f"{SAMPLES[-1].basis}. Before it, from the end of 2007 on: {SAMPLES[0].basis}, which is local. "
        "Asked here from 100 people on, as one district files large meals",
        valid=(SAMPLES[0].since, None),
    ),
)
