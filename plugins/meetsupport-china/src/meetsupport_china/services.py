"""Notices to authorities, fire patrols, food samples."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import attrs

from meetsupport import Document, Event, InvalidInput, Meal, Opening, Organization, Place, Round, Session, Task, Window
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import day_of, expected_heads, is_zone, occurrences, round_span, spots, years_without_days_off
from meetsupport.readings.critical_path import later
from meetsupport_china.basis import event_day, is_over, working_days_before
from meetsupport_china.calendar import ADOPT, LOAD, YEARS

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "CATERING",
    "CATERING_WORKING_DAYS",
    "RULES",
    "SAMPLES",
    "Sample",
    "large_meals",
    "longest_gap",
    "mass_event_authority",
    "opening_hours",
    "sample_for",
]

MASS = 1000
CITY = 5000
NOTICE_DAYS = 20
CATERING_WORKING_DAYS = 20
PATROL = timedelta(hours=2)

CLOSING = timedelta(hours=12)
"""How long after the last sitting of a day its closing check is looked for. No source has a figure; this is ours."""

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
PATROLS = frozenset({"fire", "防火", "消防"})
SAMPLE_KINDS = frozenset({"food sample", "留样"})
OUT = frozenset({"submitted", "approved"})


@attrs.frozen
class Sample:
    """
    What must be kept of each dish (留样).

    Attributes:
        since: From which day on.
        grams: How much of each dish, at least.
        hours: How long, at least, refrigerated in a closed vessel of its own.
        basis: Where it is laid down.
    """

    since: date
    grams: int
    hours: int
    basis: str


SAMPLES: Sequence[Sample] = (
    Sample(date(2018, 12, 31), 125, 48, "餐饮服务食品安全操作规范 of 2018, as a secondary page quotes it; grade C"),
)
"""
What is known, by date; a source that has the year counts from its end.

The rules before are local (100 g in Shanghai, 2007), and 200 g, which some pages name now, has no date; the text of
GB 31654-2021 was not seen. So an office may go by a table of its own.
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
    unknown = years_without_days_off(plan, by, day)
    if unknown:
        yield Problem(
            "the food regulator was to be told {days} working days before {day}; which day that is nobody can say, for "
            "no days off of {year} are in the plan; and whether the rule is still in force is not confirmed",
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


def opening_hours(plan: Reader, event: Event, place: str | None = None) -> tuple[Window, ...]:
    """
    Give when the halls of an event are open to those who come: what fire patrols are counted in.

    Args:
        plan: What to read.
        event: The event.
        place: Only the sittings there count; without it, all of the event's.

    Returns:
        The opening times of the places of its sittings, within the event; where none are entered, each day from its
        first sitting until its last is over.
    """
    if event.window is None:
        return ()
    sittings = [one for one in plan.where(Session, event=event.id) if place in {None, one.place}]
    places = {spot for one in sittings if one.place is not None for spot in (one.place, *plan.derive(spots, one.place))}
    found = [one.window for spot in sorted(places) for one in plan.where(Opening, place=spot) if one.window is not None]
    if not found:
        days: dict[date, list[Window]] = {}
        for one in sittings:
            held = one.window or event.window
            days.setdefault(day_of(plan, event.id, held.start), []).append(held)
        found = [Window(min(w.start for w in held), max(w.end for w in held)) for held in days.values()]
    inside = [(max(one.start, event.window.start), min(one.end, event.window.end)) for one in found]
    merged: list[Window] = []
    for start, end in sorted(pair for pair in inside if pair[0] < pair[1]):
        if merged and start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Window(start, end))
    return tuple(merged)


def longest_gap(times: Iterable[datetime], hours: Iterable[Window]) -> timedelta:
    """
    Give the longest time in opening hours in which nobody comes round.

    Args:
        times: When somebody comes, whoever it is.
        hours: The opening hours; the beginning and the end of each count as if somebody came.
    """
    listed = sorted(times)
    gaps = [timedelta(0)]
    for open_ in hours:
        inside = listed[bisect_right(listed, open_.start) : bisect_left(listed, open_.end)]
        gaps += (later - earlier for earlier, later in pairwise([open_.start, *inside, open_.end]))
    return max(gaps)


def check_patrol(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find an event with sittings whose fire patrols do not come every two hours while it is open.

    The patrols that go to a place of a sitting count together: those that name it, or a place that it is part of or
    that is part of it, and those that name no place.
    """
    sittings = plan.where(Session, event=event.id)
    if is_over(plan, event.id) or event.window is None or not sittings:
        return
    rounds = [one for one in plan.where(Round, event=event.id) if one.kind in PATROLS]
    if not rounds:
        yield Problem(
            "no fire patrol is planned; in opening hours there must be one every {hours} h",
            key="none",
            fix="add a round of the kind 'fire' with FREQ=HOURLY;INTERVAL=2 for the halls",
            hours=int(PATROL.total_seconds() // 3600),
        )
        return
    places = sorted({one.place for one in sittings if one.place is not None})
    by_place = {place: [one for one in rounds if _goes_to(plan, one, place)] for place in places}
    if not places or any(len(those) == len(rounds) for those in by_place.values()):
        gap = _gap(plan, event, rounds, None)
        if gap > PATROL:
            yield Problem(
                "fire patrols leave {gap} in opening hours without one; one every {limit} is asked for",
                key="gap",
                fix="patrol more often",
                about=[Round.ref(one.id) for one in rounds],
                gap=gap,
                limit=PATROL,
            )
    for place, those in by_place.items():
        gap = _gap(plan, event, those, place) if len(those) < len(rounds) else timedelta(0)
        if gap > PATROL:
            there = plan.get(Place, place)
            yield Problem(
                "fire patrols leave {place} {gap} in opening hours without one; one every {limit} is asked for",
                key=f"gap-{place}",
                fix="name the place among those of a round of the kind 'fire', or patrol it more often",
                about=[Place.ref(place), *(Round.ref(one.id) for one in those)],
                place=there.name or place if there is not None else place,
                gap=gap,
                limit=PATROL,
            )


def _goes_to(plan: Reader, one: Round, place: str) -> bool:
    larger = plan.derive(spots, place)
    return not one.places or any(named in larger or place in plan.derive(spots, named) for named in one.places)


def _gap(plan: Reader, event: Event, rounds: Iterable[Round], place: str | None) -> timedelta:
    hours = opening_hours(plan, event, place)
    try:
        times = [at for one in rounds for open_ in hours for at in _times(plan, event, one, open_)]
    except InvalidInput:
        return timedelta(0)  # another rule says of a recurrence that it is none
    return longest_gap(times, hours)


def _times(plan: Reader, event: Event, one: Round, open_: Window) -> tuple[datetime, ...]:
    span = round_span(plan, one)
    return occurrences(one.rule, event.zone, span, open_) if span is not None else ()


def check_closing(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find a day after whose last sitting no fire check comes: no round or task of the kind.

    Looked for from the end of the last sitting on, until the next day's first or for half a day at most; which place it
    is at is not asked. Where no patrol is planned at all, another rule says so.
    """
    rounds = [one for one in plan.where(Round, event=event.id) if one.kind in PATROLS]
    if is_over(plan, event.id) or not rounds:
        return
    days: dict[date, list[Window]] = {}
    for one in plan.where(Session, event=event.id):
        if one.window is not None:
            days.setdefault(day_of(plan, event.id, one.window.start), []).append(one.window)
    held = sorted((min(one.start for one in sat), max(one.end for one in sat), day) for day, sat in days.items())
    tasks = [one for one in plan.where(Task, event=event.id) if one.kind in PATROLS and one.state != "dropped"]
    checked = [at for one in tasks if (at := one.due or (one.window.end if one.window is not None else None))]
    unchecked: list[date] = []
    for number, (_, end, day) in enumerate(held):
        until = later(end, CLOSING)
        if number + 1 < len(held):
            until = max(end, min(until, held[number + 1][0]))
        if until == end or plan.passed(until) or any(end <= at < until for at in checked):
            continue
        try:
            if not any(_times(plan, event, one, Window(end, until)) for one in rounds):
                unchecked.append(day)
        except InvalidInput:
            return  # another rule says of a recurrence that it is none
    if unchecked:
        yield Problem(
            "after the last sitting of {day} no fire check comes; so it is on {count} days",
            fix="add a task or a round of the kind 'fire' after the last sitting of each day",
            about=[Round.ref(one.id) for one in rounds],
            day=unchecked[0],
            count=len(unchecked),
        )


def check_samples(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event with large meals and nobody who keeps samples of the food."""
    day = event_day(plan, event)
    sample = sample_for(day) if day is not None else None
    if sample is None or is_over(plan, event.id) or not plan.derive(large_meals, event.id):
        return
    if not any(one.kind in SAMPLE_KINDS and one.state != "dropped" for one in plan.where(Task, event=event.id)):
        yield Problem(
            "nobody is to keep samples of the food: {grams} g of each dish for {hours} h",
            fix="add a task of the kind 'food sample' for the caterer",
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
        "china.fire-patrol",
        "A fire patrol comes every two hours",
        check_patrol,
        each=Event,
        severity="hint",
        basis="公安部令61号: places of public assembly are patrolled at least every 2 h in opening hours; "
        "as secondary pages quote it, grade C. Without opening hours, from the first sitting of a day to the last",
    ),
    Rule(
        "china.closing-check",
        "A fire check comes after the last sitting of a day",
        check_closing,
        each=Event,
        severity="hint",
        basis="公安部令61号: places of public assembly are checked when they close; as secondary pages quote "
        "it, grade C. That the last sitting of a day is when a hall closes is our reading",
    ),
    Rule(
        "china.food-sample",
        "Samples of the food are kept",
        check_samples,
        each=Event,
        severity="hint",
        basis=f"{SAMPLES[-1].basis}. Asked here from 100 people on, as one district files large meals",
        valid=(SAMPLES[0].since, None),
    ),
)
