"""Rules about rest, leave, minors, coverage and hand-over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Document, Duty, Event, Handover, Leave, LoopStay, Person, Place, Post, Team, Trip
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import duty_window, post_window
from meetsupport.readings.rosters import (
    busiest_week,
    duty_limit,
    leave_owed,
    longest_run,
    night_shares,
    nights,
    open_at,
    roles,
    spans,
    stretches,
)
from meetsupport.rules._settling import event_over, over

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

MANNED = frozenset({"entrance", "exit", "lift", "lounge", "stair", "corner"})
"""Kinds of place at which somebody stands: each lift, lounge, entrance, exit, stair and corner of the reviewed case."""

MANY_ROLES = 4
"""So many roles on one person are pointed out; the reviewed case had few staff with several roles each."""

UNFAIR = 2
"""So many more nights and days off than a colleague of the same team are still fair."""

SPARE_SHARE = Decimal("0.1")
"""The least share of spare vehicles that a vendor advises (10 to 20 %); a weak source."""

FEW_VEHICLES = 5
"""With fewer vehicles one stands by for all, and a share says nothing."""


def check_rest(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find two stretches of work with too little rest between them."""
    limits = [(limit.rest, limit.basis) for limit in duty_limit(plan, person) if limit.rest is not None]
    if not limits:
        return
    rest, basis = max(limits)
    worked = plan.derive(stretches, person.id)
    for one, following in pairwise(worked):
        if following.start - one.end < rest and not plan.passed(following.start):
            yield Problem(
                "rests {pause} between {one} and {following}, and needs {rest} ({basis})",
                key=following.start.isoformat(),
                fix="give one of the duties to somebody else",
                pause=following.start - one.end,
                one=one,
                following=following,
                rest=rest,
                basis=basis,
            )


def check_longest(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find a stretch of work that is too long."""
    limits = [(limit.longest, limit.basis) for limit in duty_limit(plan, person) if limit.longest is not None]
    if not limits:
        return
    longest, basis = min(limits)
    for one in plan.derive(stretches, person.id):
        if one.end - one.start > longest and not plan.passed(one.end):
            yield Problem(
                "is on duty for {length}, {when}, and may be for {longest} ({basis})",
                key=one.start.isoformat(),
                fix="have somebody relieve them",
                length=one.end - one.start,
                when=one,
                longest=longest,
                basis=basis,
            )


def check_week(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find seven days in which somebody works too long."""
    limits = [(limit.weekly, limit.basis) for limit in duty_limit(plan, person) if limit.weekly is not None]
    if not limits:
        return
    weekly, basis = min(limits)
    stretched = plan.derive(stretches, person.id)
    worked, when = busiest_week(stretched)
    if worked > weekly and when is not None and not over(plan, when):
        yield Problem(
            "works {worked} in seven days, {when}, and may for {weekly} ({basis})",
            fix="share the duties out",
            worked=worked,
            when=when,
            weekly=weekly,
            basis=basis,
        )


def check_nights(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find too many nights in a row."""
    limits = [(limit.nights, limit.basis) for limit in duty_limit(plan, person) if limit.nights is not None]
    if not limits:
        return
    most, basis = min(limits)
    worked = plan.derive(nights, person.id)
    run = longest_run(worked)
    if len(run) > most:
        yield Problem(
            "works {count} nights in a row, {first} to {last}, and may for {most} ({basis})",
            fix="have somebody else take a night in between",
            count=len(run),
            first=run[0],
            last=run[-1],
            most=most,
            basis=basis,
        )


def check_weeks(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find somebody who has been in a closed loop for too many weeks, whose rotation is due."""
    limits = [(limit.weeks, limit.basis) for limit in duty_limit(plan, person) if limit.weeks is not None]
    if not limits:
        return
    weeks, basis = min(limits)
    for stay in plan.where(LoopStay, person=person.id):
        if stay.window is None:
            continue
        due = stay.window.start + timedelta(weeks=weeks)
        if due < stay.window.end and plan.passed(due) and not plan.passed(stay.window.end):
            yield Problem(
                "has been inside since {since}; rotation was due {due} ({basis})",
                key=stay.id,
                fix="have somebody take over, and let them out",
                since=stay.window.start,
                due=due,
                basis=basis,
            )


def check_leave(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find duties of somebody who is on leave or ill then."""
    away = [leave.window for leave in plan.where(Leave, person=person.id) if leave.window is not None]
    for span in plan.derive(spans, person.id) if away else ():
        window = Window(span.start, span.end)
        if any(window.overlaps(leave) for leave in away) and not plan.passed(span.end):
            yield Problem(
                "is away, and on duty {when}",
                key=f"{span.start.isoformat()}/{span.event}",
                fix="put somebody else on duty",
                when=window,
            )


def check_owed(plan: Reader, person: Person) -> Iterator[Problem]:
    """Point out what leave is owed to somebody for work on days off, in offices that keep limits of duty."""
    if any(True for _ in duty_limit(plan, person)):
        owed = plan.derive(leave_owed, person.id)
        if owed:
            yield Problem(
                "is owed {owed} days of leave for work on days off",
                fix="give the days, and enter them as leave",
                owed=owed,
            )


def check_roles(plan: Reader, person: Person) -> Iterator[Problem]:
    """Point out somebody with many roles, in offices that keep limits of duty."""
    if any(True for _ in duty_limit(plan, person)):
        held = plan.derive(roles, person.id)
        if len(held) >= MANY_ROLES:
            yield Problem("is {roles} at once", fix="hand one of them on", roles=held)


def check_fair(plan: Reader, team: Team) -> Iterator[Problem]:
    """Point out a team whose nights and days off are shared unevenly, in offices that keep limits of duty."""
    members = plan.where(Person, team=team.id)
    if len(members) < 2 or not any(True for _ in duty_limit(plan, members[0])):  # noqa: PLR2004 - nobody to share with
        return
    shares = plan.derive(night_shares, team.id)
    (most, many), (least, few) = shares[0], shares[-1]
    if many - few > UNFAIR:
        yield Problem(
            "{most} works {many} nights and days off, {least} {few}",
            fix="share them out",
            about=[Person.ref(most), Person.ref(least)],
            most=most,
            many=many,
            least=least,
            few=few,
        )


def check_minor(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find somebody under age without consent, or on duty without whoever looks after them."""
    if not person.minor:
        return
    consent = plan.get(Document, person.consent) if person.consent is not None else None
    if consent is None or consent.state != "approved":
        yield Problem(
            "is under age, and there is no consent of school and guardians",
            key="consent",
            fix="get the consent, and enter it as an approved document",
        )
    if person.chaperone is None:
        yield Problem("is under age, and nobody looks after them", key="chaperone", fix="name who looks after them")
        return
    there = [Window(one.start, one.end) for one in plan.derive(spans, person.chaperone)]
    for span in plan.derive(spans, person.id):
        if not any(one.start <= span.start and span.end <= one.end for one in there) and not plan.passed(span.end):
            yield Problem(
                "is under age and on duty {when}, when {chaperone} is not",
                key=f"{span.start.isoformat()}/{span.event}",
                fix="put {chaperone} on duty for that time, or name another",
                when=Window(span.start, span.end),
                chaperone=person.chaperone,
            )


def check_posted(plan: Reader, place: Place) -> Iterator[Problem]:
    """Find a place without a post where others of its kind have one."""
    if place.kind not in MANNED or plan.where(Post, place=place.id):
        return
    others = [other.id for other in plan.where(Place, kind=place.kind) if other.id != place.id]
    if any(plan.where(Post, place=other) for other in others):
        yield Problem(
            "nobody is posted at this {kind}, as at others", fix="add a post, or say why it needs none", kind=place.kind
        )


def check_round_the_clock(plan: Reader, place: Place) -> Iterator[Problem]:
    """Find when no post mans an entrance of a closed loop, between its first post and its last."""
    if place.kind != "entrance" or place.loop is None:
        return
    given = [post_window(plan, post) for post in plan.where(Post, place=place.id)]
    windows = sorted((one.start, one.end) for one in given if one is not None)
    reached = windows[0][1] if windows else None
    for start, end in windows:
        if reached is not None and start > reached and not plan.passed(start):
            yield Problem(
                "no post mans this entrance, {gap}",
                key=reached.isoformat(),
                fix="add a post for that time",
                gap=Window(reached, start),
            )
        reached = end if reached is None else max(reached, end)


def check_handover(plan: Reader, handover: Handover) -> Iterator[Problem]:
    """Find a hand-over that nobody has taken when its time has come."""
    if handover.state == "waiting" and handover.at is not None and plan.passed(handover.at):
        yield Problem(
            "was due {at}, and nobody has taken over; {count} tasks are open",
            fix="have the next shift take over",
            at=handover.at,
            count=len(plan.derive(open_at, handover.id)),
        )


def check_fit_for_duty(plan: Reader, duty: Duty) -> Iterator[Problem]:
    """Find somebody on duty at a post whose skill they lack."""
    post, person = plan.get(Post, duty.post), plan.get(Person, duty.person)
    window = duty_window(plan, duty)
    if post is None or person is None or not post.skill or over(plan, window):
        return
    if post.skill not in (*person.skills, *person.languages):
        yield Problem(
            "lacks what the post needs: {skill}", fix="put somebody with that skill on duty", skill=post.skill
        )


def check_spare(plan: Reader, event: Event) -> Iterator[Problem]:
    """Point out an event with few spare vehicles."""
    if event_over(plan, event.id):
        return
    trips = plan.where(Trip, event=event.id)
    used = {trip.vehicle or trip.id for trip in trips if trip.kind != "standby" and not trip.spare}
    spare = {trip.vehicle or trip.id for trip in trips if trip.kind == "standby" or trip.spare} - used
    if len(used) >= FEW_VEHICLES and len(spare) < SPARE_SHARE * len(used):
        yield Problem(
            "{spare} vehicles stand by for {used}; 10 to 20 in a hundred are advised",
            fix="have more vehicles stand by",
            spare=len(spare),
            used=len(used),
        )


_REST = "limits of duty as the plan has them (DutyLimit), with the basis that each states"
_SHIFTS = "closed-loop reception of forty days: long shifts, illness and families at home make rest a real limit"
_ROLES = "commendation conference prepared in 72 hours: 26 staff with several roles each, a weekend worked through"
_MINORS = "commendation conference: 200 students of a school formed the welcome party; PIPL art. 28 for those under 14"

RULES: tuple[Rule, ...] = (
    Rule("core.rest-short", "People rest between two duties", check_rest, each=Person, basis=_REST),
    Rule("core.duty-too-long", "No duty is too long", check_longest, each=Person, basis=_REST),
    Rule("core.week-too-long", "Nobody works too long in seven days", check_week, each=Person, basis=_REST),
    Rule("core.nights-in-a-row", "Nobody works too many nights in a row", check_nights, each=Person, basis=_REST),
    Rule(
        "core.rotation-due",
        "Nobody stays in a closed loop too long",
        check_weeks,
        each=Person,
        severity="warning",
        basis=_SHIFTS,
    ),
    Rule("core.on-duty-on-leave", "Nobody is on duty while away", check_leave, each=Person, basis=_SHIFTS),
    Rule("core.leave-owed", "Leave for days off is given", check_owed, each=Person, severity="hint", basis=_ROLES),
    Rule("core.many-roles", "Nobody has too many roles", check_roles, each=Person, severity="hint", basis=_ROLES),
    Rule(
        "core.nights-uneven",
        "Nights and days off are shared evenly",
        check_fair,
        each=Team,
        severity="hint",
        basis="city congresses over a weekend: holiday and night duty must be shared fairly by person and unit",
    ),
    Rule(
        "core.minor-unprotected",
        "Those under age have consent and a chaperone",
        check_minor,
        each=Person,
        basis=_MINORS,
    ),
    Rule(
        "core.place-unposted",
        "Each lift, lounge, door, stair and corner has a post where others have",
        check_posted,
        each=Place,
        severity="warning",
        basis="commendation conference: one attendant at every lift and lounge, guides at every entrance, exit, stair, "
        "corner",
    ),
    Rule(
        "core.entrance-unmanned",
        "An entrance of a closed loop is manned round the clock",
        check_round_the_clock,
        each=Place,
        basis="closed-loop reception: guides stood at every entrance and exit 24 hours a day",
    ),
    Rule("core.handover-untaken", "A shift is handed over", check_handover, each=Handover, basis=_SHIFTS),
    Rule(
        "core.duty-without-skill",
        "Who is on duty has the skill or language of the post",
        check_fit_for_duty,
        each=Duty,
        severity="warning",
        basis="a post with a skill counts only people who have it",
    ),
    Rule(
        "core.spare-vehicles",
        "Vehicles stand by",
        check_spare,
        each=Event,
        severity="hint",
        basis="a vendor's figure of 10 to 20 spare vehicles in a hundred; no standard was found (grade C)",
    ),
)
