"""What is open, who is inside, what must be reported: hazards, incidents, visitors, phases of a sitting."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import Event, Hazard, Incident, IncidentReport, ReportingClock, Session, Task, Trip, Visitor
from meetsupport.plan import derived
from meetsupport.readings.whereabouts import spots

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "PHASES",
    "Phase",
    "ReportDue",
    "badge_clashes",
    "double_uses",
    "earlier_use",
    "found_by",
    "inside",
    "missing_elements",
    "open_hazards",
    "phase_of",
    "reports_due",
    "sitting_phases",
    "unfollowed",
    "vehicle_clashes",
    "verifier",
    "verify_by",
]

ELEMENTS = ("owner", "measures", "funds", "due", "fallback")
"""What every hazard must have (五落实): responsibility, measures, funds, time limit, fallback plan."""

PHASES = {"sweep": "before", "hold": "during", "guide-out": "after", "clear": "after"}
"""
The phases of a sitting, as kinds of task, and the gate of each: sweep 会前清查, hold 会中值守, guide-out 疏导离场,
clear 清场. As the security staff of the reviewed congresses worked.
"""

FAILED = "failed"
"""The result of an inspection or a test that found something wrong."""

_STANDING_BY = "standby"


def missing_elements(hazard: Hazard) -> tuple[str, ...]:
    """
    List what a hazard still lacks of the five elements (五落实), as names of its fields.

    Source: a municipal ledger of hazards with 责任, 措施, 资金, 时限, 预案; other places have the same five as 五到位.
    """
    return tuple(name for name in ELEMENTS if getattr(hazard, name) in {None, ""})


@derived
def open_hazards(plan: Reader, event: str) -> tuple[str, ...]:
    """List the hazards of an event that are not closed (未销号), in the order of their ids."""
    return tuple(hazard.id for hazard in plan.where(Hazard, event=event) if hazard.state != "closed")


@derived
def found_by(plan: Reader, task: str) -> tuple[str, ...]:
    """List the hazards that an inspection, round or rehearsal found, in the order of their ids."""
    return tuple(hazard.id for hazard in plan.where(Hazard, task=task))


def verifier(plan: Reader, hazard: Hazard) -> str | None:
    """
    Say who is to verify a hazard that is mended: anybody but who mended it.

    Whoever is entered as its verifier; or else who found it, who sees that it is mended, and who answers for the
    inspection that found it, the first of these who did not mend it.

    Returns:
        The id of the person; ``None`` where nobody is known.
    """
    if hazard.verified_by is not None:
        return hazard.verified_by
    found = plan.get(Task, hazard.task) if hazard.task is not None else None
    looked = (found.leader, found.responsible) if found is not None else ()
    return next((one for one in (hazard.found_by, hazard.owner, *looked) if one not in {None, hazard.mended_by}), None)


def verify_by(plan: Reader, hazard: Hazard) -> datetime | None:
    """Say by when a mended hazard must be verified: before its event opens, or, where that is past, by its due time."""
    event = plan.get(Event, hazard.event) if hazard.event is not None else None
    opening = event.window.start if event is not None and event.window is not None else None
    known = [at for at in (hazard.mended_at, hazard.found_at) if at is not None]
    return opening if opening is not None and all(at < opening for at in known) else hazard.due


def unfollowed(plan: Reader, task: Task) -> bool:
    """Say whether an inspection, round or rehearsal found something wrong, of which no hazard is registered."""
    return task.result == FAILED and task.state != "dropped" and not plan.derive(found_by, task.id)


def inside(plan: Reader, at: datetime, *, event: str | None = None, place: str | None = None) -> tuple[str, ...]:
    """
    List the visitors who are inside at a moment.

    Whoever came at that very moment is inside; whoever went at it is not.

    Args:
        plan: What to read.
        at: The moment, timezone-aware; it may be any, past or to come.
        event: Only visitors of this event.
        place: Only those who came in at this place, or at one that is part of it.

    Returns:
        The ids of the visitors, in their order.
    """
    visitors = plan.all(Visitor) if event is None else plan.where(Visitor, event=event)
    return tuple(
        one.id
        for one in visitors
        if one.came is not None
        and one.came <= at
        and (one.went is None or at < one.went)
        and (place is None or (one.entrance is not None and place in plan.derive(spots, one.entrance)))
    )


def double_uses(uses: Iterable[tuple[str, datetime, datetime | None]]) -> tuple[tuple[str, str], ...]:
    """
    Find uses of one thing that overlap.

    Args:
        uses: Of each use its id, when it starts and when it ends, ``None`` where it has not ended. Half-open.

    Returns:
        For each use that starts while another one lasts, its id and that of the one that lasts longest, in the order of
        the ids: at most one pair a use.
    """
    found: list[tuple[str, str]] = []
    last: tuple[str, datetime | None] | None = None
    for one, start, end in sorted(uses, key=lambda use: (use[1], use[0])):
        if end is not None and end <= start:
            continue
        if last is not None and (last[1] is None or start < last[1]):
            found.append((one, last[0]))
            if last[1] is None or (end is not None and end <= last[1]):
                continue
        last = one, end
    return tuple(sorted(found))


def earlier_use(clashes: tuple[tuple[str, str], ...], one: str) -> str | None:
    """Look up in what `double_uses` gives which use was still going on when this one began."""
    place = bisect_left(clashes, (one, ""))
    return clashes[place][1] if place < len(clashes) and clashes[place][0] == one else None


@derived
def badge_clashes(plan: Reader, badge: tuple[str | None, str]) -> tuple[tuple[str, str], ...]:
    """
    Find visitors of an event who had a badge that was still out.

    Args:
        plan: What to read.
        badge: The event's id, if there is one, and the number of the badge.

    Returns:
        The ids of the visitor who got the badge later and of the one who still had it, in the order of the first.
    """
    event, number = badge
    return double_uses(
        (one.id, one.came, one.went)
        for one in plan.where(Visitor, badge=number)
        if one.event == event and one.came is not None
    )


@derived
def vehicle_clashes(plan: Reader, vehicle: str) -> tuple[tuple[str, str], ...]:
    """
    Find trips of one vehicle that overlap, of whichever event.

    A vehicle that stands by, or is kept as a spare, may be sent on a trip, which is what it is there for; a trip that
    has arrived has given its vehicle back.

    Returns:
        The ids of the trip that starts later and of the other, in the order of the first.
    """
    return double_uses(
        (trip.id, trip.window.start, trip.window.end)
        for trip in plan.where(Trip, vehicle=vehicle)
        if trip.window is not None and trip.kind != _STANDING_BY and not trip.spare and trip.state != "arrived"
    )


@attrs.frozen
class ReportDue:
    """
    A report that an incident calls for.

    Attributes:
        clock: The id of the `ReportingClock` that asks for it.
        means: How it must be made: telephone, written.
        to: The body that must be told, by id; ``None`` where the clock names none, and any will do.
        due: By when; ``None`` where nobody entered when the incident happened.
        report: The id of the first `IncidentReport` that answers it, or ``None``.
        made: When that was made.
    """

    clock: str
    means: str
    to: str | None
    due: datetime | None
    report: str | None
    made: datetime | None

    @property
    def late(self) -> bool:
        """Whether it was made, and after its time."""
        return self.made is not None and self.due is not None and self.made > self.due


@derived
def clocks(plan: Reader, key: None) -> tuple[ReportingClock, ...]:  # noqa: ARG001 - one for the whole plan
    """List the reporting clocks of the plan, in the order of their ids."""
    return plan.all(ReportingClock)


@derived
def reports_due(plan: Reader, incident: str) -> tuple[ReportDue, ...]:
    """
    List the reports that an incident calls for by the reporting clocks of the plan, the most urgent first.

    Clocks differ from place to place, so they are data. One that is seen: 15 minutes by telephone and 30 in writing for
    major incidents, 30 and 60 for large ones. A report counts for a clock when it went to its body by its means and
    says when, and when that was not before the incident and is not still to come.
    """
    found = plan.get(Incident, incident)
    if found is None:
        return ()
    reports = plan.where(IncidentReport, incident=incident)
    made = [report for report in reports if report.at is not None and plan.passed(report.at)]
    asked = [
        clock
        for clock in plan.derive(clocks, None)
        if clock.grade in {"", found.grade} and (not clock.kinds or found.kind in clock.kinds)
    ]
    return tuple(_answered(clock, found.at, made) for clock in sorted(asked, key=lambda c: (c.within, c.id)))


def _answered(clock: ReportingClock, at: datetime | None, made: Iterable[IncidentReport]) -> ReportDue:
    fitting = [
        (report.at, report.id)
        for report in made
        if report.at is not None
        and report.means == clock.means
        and clock.to in {None, report.to}
        and (at is None or report.at >= at)
    ]
    when, report = min(fitting, default=(None, None))
    due = _after(at, clock.within)
    return ReportDue(clock.id, clock.means, clock.to, due, report, when)


def _after(at: datetime | None, within: timedelta) -> datetime | None:
    try:
        return None if at is None else at + within
    except OverflowError:
        return None


@attrs.frozen
class Phase:
    """
    One phase of a sitting.

    Attributes:
        kind: sweep, hold, guide-out or clear.
        task: The id of its task, or ``None`` where nobody planned it.
        due: Until when it must be signed; ``None`` where the sitting has no time.
        signed: Who signed it, by id; ``None`` while nobody has.
    """

    kind: str
    task: str | None
    due: datetime | None
    signed: str | None


@derived
def sitting_phases(plan: Reader, session: str) -> tuple[Phase, ...]:
    """
    List the phases of a sitting in their order, with who signed each.

    The sweep must be signed when the sitting begins, the hold when it ends, guiding out and clearing when their own
    time is up, or, without one, once the hall has had its time to be cleared. Where several tasks are one phase (one
    for each hall), each is listed. Dropped tasks count as not planned.
    """
    found = plan.get(Session, session)
    if found is None:
        return ()
    tasks = [task for task in plan.where(Task, session=session) if task.state != "dropped"]
    starts = found.window.start if found.window is not None else None
    phases: list[Phase] = []
    for kind in PHASES:
        own = [phase_of(found, task) for task in tasks if task.kind == kind]
        phases += own or [Phase(kind, None, starts, None)]
    return tuple(phases)


def phase_of(session: Session, task: Task) -> Phase:
    """Give the phase of a sitting that a task is, with who signed it."""
    return Phase(task.kind, task.id, _signs_by(session, task), task.accepted_by if task.state == "accepted" else None)


def _signs_by(session: Session, task: Task) -> datetime | None:
    own = task.due or (task.window.end if task.window is not None else None)
    if session.window is None:
        return own
    gate = task.gate or PHASES[task.kind]
    if gate == "before":
        return session.window.start
    if gate == "during":
        return session.window.end
    return own or _after(session.window.end, session.turnover or timedelta(0))
