"""
Bodies that something cannot do without: listed, invited to the coordination meetings, and there.

Never listed and never invited count at once, however far off the event is, since nothing that is planned without them
can be relied on. But what a template asks for is open until the work on it must begin: the office has just been told
that it needs somebody. Never came counts once the last meeting that a body was invited to is over; until then it may
still come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from meetsupport.core.records import Record, Ref
from meetsupport.model import (
    Arrival,
    Call,
    Coordination,
    Lodging,
    Meal,
    Organization,
    Place,
    Session,
    Supply,
    Task,
    Trip,
)
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import kind_word, latest_start, task_due
from meetsupport.rules._words import ref_named

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["BODIES_OF_MEANS", "RULES"]

BODIES_OF_MEANS = {"air": "airport", "rail": "railway"}
"""The kind of body that arrivals by some means cannot do without. Air: the reviewed conference; rail: by analogy."""

INNER = "inner"
"""The role of bodies that are units of the office's own."""

_Activity: TypeAlias = "Session | Trip | Call"

_BY_FIELD: tuple[tuple[type[Record], str], ...] = (
    (Arrival, "needs"),
    (Call, "host"),
    (Call, "needs"),
    (Lodging, "organization"),
    (Meal, "organization"),
    (Place, "organization"),
    (Session, "needs"),
    (Supply, "organization"),
    (Task, "needs"),
    (Task, "organization"),
    (Trip, "needs"),
    (Trip, "organization"),
)
"""Which records make a body needed, and by which field they name it."""

_BY_KIND: tuple[type[Record], ...] = (Arrival, Call, Session, Task, Trip)


@derived
def _by_kinds(plan: Reader, kinds: tuple[str, ...]) -> tuple[Ref[Any], ...]:
    """List what cannot do without a body of some kinds, once for all bodies of these."""
    found: list[Ref[Any]] = []
    for kind in kinds:
        for cls in _BY_KIND:
            found += [cls.ref(r.id) for r in plan.where(cls, needs_kinds=kind)]
        for means, implied in BODIES_OF_MEANS.items():
            if implied == kind:
                found += [Arrival.ref(r.id) for r in plan.where(Arrival, means=means)]
    return tuple(dict.fromkeys(found))


@derived
def _set_by_kinds(plan: Reader, kinds: tuple[str, ...]) -> frozenset[Ref[Any]]:
    found = plan.derive(_by_kinds, kinds)
    return frozenset(found)


def _needing(plan: Reader, body: Organization) -> tuple[list[Ref[Any]], int]:
    """List the first of what cannot do without a body, by its id or its kind, and count them all."""
    own = dict.fromkeys(cls.ref(r.id) for cls, field in _BY_FIELD for r in plan.where(cls, **{field: body.id}))
    others = plan.derive(_by_kinds, body.kinds)
    known = plan.derive(_set_by_kinds, body.kinds)
    both = sum(one in known for one in own)
    first = dict.fromkeys((*own, *others[: ABOUT_AT_MOST + both]))
    return list(first)[:ABOUT_AT_MOST], len(own) + len(others) - both


def check_coordinated(plan: Reader, body: Organization) -> Iterator[Problem]:
    """
    Find a body that something needs, and that was never invited to a coordination meeting, or never came to one.

    Whoever calls a meeting is there. A body that came without having been invited was there as well. An inner unit
    works within the office, and need not be invited.
    """
    if body.role == INNER:
        return
    if plan.where(Coordination, attended=body.id) or plan.where(Coordination, convener=body.id):
        return
    about, count = _needing(plan, body)
    if not about:
        return
    invited = plan.where(Coordination, invited=body.id)
    if not invited:
        yield Problem(
            "was never invited to a coordination meeting, and {count} things depend on it, such as {first}",
            key="invited",
            fix="invite it to the next coordination meeting, or brief it now and enter that as a meeting",
            about=about,
            count=count,
            first=ref_named(plan, about[0]),
        )
        return
    ends = [meeting.window.end for meeting in invited if meeting.window is not None]
    last: datetime | None = max(ends) if len(ends) == len(invited) else None
    if last is not None and plan.passed(last):
        yield Problem(
            "was invited to {meetings} coordination meetings, came to none; {count} things need it, such as {first}",
            key="came",
            fix="brief it now and enter that as a meeting",
            severity="warning",
            about=about,
            meetings=len(invited),
            count=count,
            first=ref_named(plan, about[0]),
        )


ABOUT_AT_MOST = 5
"""How many of the things that need a body are named with a finding."""


def check_listed(plan: Reader, activity: _Activity) -> Iterator[Problem]:
    """Find the kinds of body that an activity needs and that nobody listed."""
    for kind in dict.fromkeys(activity.needs_kinds):
        if not plan.where(Organization, kinds=kind):
            yield _unlisted(kind)


def check_task(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find the kinds of body that a task needs and that nobody listed; one of a template has until it must begin."""
    settle_by = (plan.derive(latest_start, task.id) or task_due(task)) if task.item is not None else None
    for kind in dict.fromkeys(task.needs_kinds):
        if not plan.where(Organization, kinds=kind):
            yield _unlisted(kind, settle_by)


def check_arrivals(plan: Reader) -> Iterator[Problem]:
    """Find the kinds of body that arrivals depend on and that nobody listed: one finding a kind, not one a flight."""
    for means, kind in BODIES_OF_MEANS.items():
        arrivals = plan.where(Arrival, means=means)
        if arrivals and not plan.where(Organization, kinds=kind):
            yield Problem(
                "{count} arrivals depend on a body of the kind {kind}, and none is listed",
                key=kind,
                fix="enter the body of the kind {kind}, and invite it to the coordination meetings",
                about=[Arrival.ref(one.id) for one in arrivals[:ABOUT_AT_MOST]],
                count=len(arrivals),
                kind=kind_word(kind),
            )


def check_arrival(plan: Reader, arrival: Arrival) -> Iterator[Problem]:
    """Find the kinds of body that one arrival names beside those that its means implies, and that nobody listed."""
    implied = BODIES_OF_MEANS.get(arrival.means)
    for kind in dict.fromkeys(arrival.needs_kinds):
        if kind != implied and not plan.where(Organization, kinds=kind):
            yield _unlisted(kind)


def _unlisted(kind: str, settle_by: datetime | None = None) -> Problem:
    return Problem(
        "depends on a body of the kind {kind}, and none is listed",
        key=kind,
        settle_by=settle_by,
        fix="enter the body of the kind {kind}, and invite it to the coordination meetings",
        kind=kind_word(kind),
    )


_BASIS = (
    "review of a national conference: the airport company was never invited to the coordination meetings, "
    "though pick-ups depended on it"
)


def _listed(name: str, title: str, each: type[Record], check: Callable[..., Iterator[Problem]]) -> Rule:
    return Rule(f"core.{name}-body-unlisted", title, check, each=each, basis=_BASIS)


RULES = (
    Rule(
        "core.body-uncoordinated",
        "Every body that something depends on was invited to a coordination meeting and came",
        check_coordinated,
        each=Organization,
        basis=_BASIS,
    ),
    Rule("core.arrivals-body-unlisted", "The bodies that arrivals depend on are listed", check_arrivals, basis=_BASIS),
    _listed("arrival", "The bodies that an arrival depends on are listed", Arrival, check_arrival),
    _listed("call", "The bodies that a stop depends on are listed", Call, check_listed),
    _listed("session", "The bodies that a session depends on are listed", Session, check_listed),
    _listed("task", "The bodies that a task depends on are listed", Task, check_task),
    _listed("trip", "The bodies that a trip depends on are listed", Trip, check_listed),
)
