"""Posts at each place, entrances round the clock, hand-over, skills, escorts and links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Duty, Event, Handover, Itinerary, Loop, Participant, Person, Place, Post, Task
from meetsupport.plan import Table, derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    GONE,
    duty_window,
    has_skill,
    kind_word,
    loop_of_place,
    participant_event,
    post_window,
    spots,
)
from meetsupport.readings.attendance import open_at_handover
from meetsupport.readings.rosters import post_event
from meetsupport.rules._settling import event_over, over, settles
from meetsupport.rules.meals import MINISTERIAL
from meetsupport.rules.posts import CLOSED, gaps

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

MANNED = frozenset({"entrance", "exit", "lift", "lounge", "stair", "corner"})
"""Kinds of place at which somebody stands: each lift, lounge, entrance, exit, stair and corner of the reviewed case."""

GATES = frozenset({"entrance", "exit"})
"""Kinds of place at which people come into a closed loop or leave it."""

LINK = "link"
"""The kind of task that stands for a link of the work."""


@derived
def _venue(plan: Reader, place: str) -> str:
    """Say which venue a place belongs to: the largest place that holds it, or none where nothing does."""
    held = plan.derive(spots, place)
    return held[-1] if len(held) > 1 else ""


@derived
def _manned(plan: Reader, kind: str) -> tuple[tuple[str, datetime | None], ...]:
    """List the venues in which some place of a kind has a post, and until when; ``None`` without an end."""
    found: dict[str, datetime | None] = {}
    for place in plan.where(Place, kind=kind):
        for post in plan.where(Post, place=place.id):
            venue, window = plan.derive(_venue, place.id), post_window(plan, post)
            until = window.end if window is not None else None
            known = found.get(venue, until)
            found[venue] = max(known, until) if known is not None and until is not None else None
    return tuple(sorted(found.items()))


@derived
def _manned_in(plan: Reader, at: tuple[str, str]) -> tuple[datetime | None, ...]:
    """Say until when places of a kind in a venue have posts; empty where none has any."""
    kind, venue = at
    return tuple(until for other, until in plan.derive(_manned, kind) if other == venue)


def check_posted(plan: Reader, place: Place) -> Iterator[Problem]:
    """Find a place without a post where others of its kind in the same venue have one, until the last of those ends."""
    if place.kind not in MANNED or plan.where(Post, place=place.id):
        return
    for until in plan.derive(_manned_in, (place.kind, plan.derive(_venue, place.id))):
        if until is None or not plan.passed(until):
            yield Problem(
                "nobody is posted at this {kind}, as at others",
                fix="add a post, or say why it needs none",
                kind=kind_word(place.kind),
            )


def check_round_the_clock(plan: Reader, place: Place) -> Iterator[Problem]:
    """
    Find when no post mans an entrance or exit of a closed loop.

    It must be manned as long as the event of the loop lasts, or without one, from its first post until its last.
    """
    loop = plan.derive(loop_of_place, place.id) if place.kind in GATES else None
    if loop is None:
        return
    posts = [
        (post, window) for post in plan.where(Post, place=place.id) if (window := post_window(plan, post)) is not None
    ]
    zone = plan.get(Loop, loop)
    events = [zone.event if zone is not None else None, *(post_event(plan, post) for post, _ in posts)]
    event = next((plan.get(Event, one) for one in events if one is not None), None)
    needed = event.window if event is not None else None
    if needed is None and posts:
        needed = Window(min(window.start for _, window in posts), max(window.end for _, window in posts))
    if needed is None or over(plan, needed):
        return
    for gap, _ in gaps(needed, 1, [(post.id, window) for post, window in posts]):
        if not over(plan, gap):
            yield Problem(
                "no post mans it, {gap}",
                key=gap.start.isoformat(),
                fix="add a post for that time",
                settle_by=settles(plan, event.id if event is not None else None),
                gap=gap,
            )


def check_handover(plan: Reader, handover: Handover) -> Iterator[Problem]:
    """Find a hand-over that nobody has taken when its time has come."""
    if handover.state == "waiting" and handover.at is not None and plan.passed(handover.at):
        tasks = plan.derive(open_at_handover, handover.id)
        yield Problem(
            "was due {at}, and nobody has taken over; {count} tasks are open",
            fix="have the next shift take over",
            about=[Task.ref(task) for task in tasks],
            at=handover.at,
            count=len(tasks),
        )


def check_fit_for_duty(plan: Reader, duty: Duty) -> Iterator[Problem]:
    """Find somebody on duty at a post whose skill or language they lack, until the duty ends."""
    post, person = plan.get(Post, duty.post), plan.get(Person, duty.person)
    if post is None or person is None or not post.skill or over(plan, duty_window(plan, duty)):
        return
    if not has_skill(person, post.skill):
        yield Problem(
            "lacks what the post needs: {skill}", fix="put somebody with that skill on duty", skill=post.skill
        )


def check_escorted(plan: Reader, guest: Participant) -> Iterator[Problem]:
    """Find a guest of ministerial rank with whom nobody goes along, at any item of their programme that is not over."""
    if guest.rank not in MINISTERIAL or guest.state in GONE:
        return
    event = participant_event(plan, guest)
    if event_over(plan, event):
        return
    for item in plan.where(Itinerary, participant=guest.id):
        if not item.escorts and not over(plan, item.window):
            yield Problem(
                "is of ministerial rank, and nobody goes along at {item}",
                key=item.id,
                fix="name who goes along",
                settle_by=settles(plan, event),
                about=[Itinerary.ref(item.id)],
                item=item.id,
            )


@derived
def _links(plan: Reader, event: str | None) -> Table[str, tuple[str, str]]:
    """Give for each link of an event its first open entry, by id, and who is responsible for it."""
    found: dict[str, tuple[str, str]] = {}
    for task in plan.where(Task, event=event, kind=LINK):
        if task.state not in CLOSED and task.responsible is not None:
            found.setdefault(task.title, (task.id, task.responsible))
    return Table(found)


@derived
def _first_link(plan: Reader, link: tuple[str | None, str]) -> tuple[str, str] | None:
    """Give the first open entry of a link of an event, by id, and who is responsible for it."""
    event, title = link
    return plan.derive(_links, event).get(title)


def check_link(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a link that is entered again, with somebody else responsible. It is told of the later entries, by id."""
    if task.kind != LINK or not task.title or task.responsible is None or task.state in CLOSED:
        return
    first = plan.derive(_first_link, (task.event, task.title))
    if first is not None and first[1] != task.responsible:
        yield Problem(
            "the link has two people responsible: {one} and {other}",
            key=first[0],
            fix="leave it to one of them, and drop the other entry",
            about=[Task.ref(first[0])],
            one=first[1],
            other=task.responsible,
        )


_SHIFTS = "closed-loop reception of forty days: long shifts, illness and families at home make rest a real limit"
RULES: tuple[Rule, ...] = (
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
        "Entrances and exits of a closed loop are manned round the clock",
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
        "core.minister-unescorted",
        "Somebody goes along with guests of ministerial rank",
        check_escorted,
        each=Participant,
        severity="hint",
        basis="duty texts of reception offices: one person goes along with each leader (grade C); in the reviewed "
        "conference 2 of 250 guests were of ministerial rank",
    ),
    Rule(
        "core.link-two-people",
        "Each link has one person who is responsible, not two",
        check_link,
        each=Task,
        basis="review of a national conference: four teams, and each of seven links had one named person",
    ),
)
