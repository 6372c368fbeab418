"""Hazards are mended and closed, incidents reported and handled, visitors registered, sittings swept and cleared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from meetsupport.core.messages import Message
from meetsupport.model import (
    Event,
    Hazard,
    Incident,
    IncidentReport,
    Organization,
    Session,
    Task,
    Visitor,
)
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    PHASES,
    badge_clashes,
    earlier_use,
    missing_elements,
    reports_due,
    sitting_phases,
    state_word,
    unfollowed,
    verifier,
    verify_by,
)
from meetsupport.readings.safety import clocks, phase_of
from meetsupport.rules._settling import event_over
from meetsupport.rules._words import named
from meetsupport.rules.answering import RULES as _ANSWERING

if TYPE_CHECKING:
    from meetsupport.plan import Reader
    from meetsupport.readings import Phase, ReportDue

__all__ = ["ELEMENTS", "MEANS", "PHASE_NAMES", "RULES"]

ELEMENTS = {
    "owner": Message.of("responsibility"),
    "measures": Message.of("measures"),
    "funds": Message.of("funds"),
    "due": Message.of("a time limit"),
    "fallback": Message.of("a fallback plan"),
}
"""What the five elements of a hazard are called."""

MEANS = {"telephone": Message.of("by telephone"), "written": Message.of("in writing")}
"""How a report is made."""

PHASE_NAMES = {
    "sweep": Message.of("the sweep before"),
    "hold": Message.of("the hold during"),
    "guide-out": Message.of("guiding out"),
    "clear": Message.of("clearing the hall"),
}
"""What the phases of a sitting are called."""

MAJOR = "major"
"""The grade of a hazard that cannot be mended at once: it needs a stop, and time (重大隐患)."""

_TO_MEND = frozenset({"found", "owned"})


def check_elements(plan: Reader, hazard: Hazard) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """
    Find a hazard without one of the five elements.

    A general hazard that was mended needs them no more; a major one keeps its papers until it is closed.
    """
    major = hazard.grade == MAJOR
    if hazard.state == "closed" or (hazard.state not in _TO_MEND and not major):
        return
    missing = missing_elements(hazard)
    if missing:
        yield Problem(
            "it has no {missing}",
            fix="enter for it: {missing}",
            severity=None if major else "warning",
            missing=tuple(ELEMENTS[name] for name in missing),
        )


def check_hazard_overdue(plan: Reader, hazard: Hazard) -> Iterator[Problem]:
    """Find a hazard that is not mended in its time: it stays open, and says in writing why."""
    if hazard.due is None or hazard.state not in _TO_MEND or not plan.passed(hazard.due):
        return
    if hazard.reason:
        yield Problem(
            "it should have been mended by {due}, and is still open with a written reason",
            fix="mend it; until then its fallback plan holds",
            severity="warning",
            due=hazard.due,
        )
    else:
        yield Problem(
            "it should have been mended by {due}, and nobody has written why it is not",
            fix="mend it, or enter the reason; it stays open either way",
            due=hazard.due,
        )


def check_hazard_closed(plan: Reader, hazard: Hazard) -> Iterator[Problem]:
    """Find a hazard that is not closed, and one that is mended and nobody is known who could verify it."""
    if hazard.state == "mended" and verifier(plan, hazard) is None:
        yield Problem(
            "it is mended, and only whoever mended it is named, who may not verify it",
            key="verifier",
            severity="warning",
            fix="enter somebody else as who verifies it, and tell them",
            settle_by=verify_by(plan, hazard),
        )
    event = plan.get(Event, hazard.event) if hazard.event is not None else None
    if event is None or event.window is None or hazard.state == "closed":
        return
    yield Problem(
        "it is {state} and not closed; {event} opens {opening}",
        fix="have it mended, verified by somebody else and closed, or keep people away from it",
        settle_by=event.window.start,
        state=state_word(Hazard, hazard.state),
        event=event.name or event.id,
        opening=event.window.start,
    )


def check_failed_inspection(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find an inspection that found something wrong, of which no hazard was registered."""
    if unfollowed(plan, task):
        yield Problem(
            "it found something wrong, and no hazard is registered",
            fix="enter the hazard that it found; what was mended on the spot is one entry that begins as mended",
        )


def check_reports(plan: Reader, incident: Incident) -> Iterator[Problem]:
    """Find reports of an incident that its reporting clocks ask for, and that were not made, or made late."""
    dues = plan.derive(reports_due, incident.id)
    if not dues and incident.state != "closed" and plan.derive(clocks, None):
        yield Problem(
            "no reporting clock is for this grade and kind, so that nothing says when it must be reported",
            key="clock",
            fix="enter the clock that is laid down for it, or set right the grade or kind",
        )
    if dues and incident.at is None:
        yield Problem(
            "nobody entered when it happened, so its reporting clocks stand still",
            key="time",
            fix="enter when it happened",
        )
    for one in dues:
        if one.due is None:
            continue
        if one.made is None:
            yield _unreported(plan, one, one.due)
        elif one.late and incident.state != "closed":
            yield Problem(
                "it was reported to {body} {means} at {made}, and was due {due}",
                key=f"late:{one.clock}",
                fix="say in the next report why it was late",
                severity="warning",
                body=_body(plan, one.to),
                means=MEANS.get(one.means, one.means),
                made=one.made,
                due=one.due,
            )


def _unreported(plan: Reader, one: ReportDue, due: datetime) -> Problem:
    return Problem(
        "it must be reported to {body} {means} by {due}, and was not",
        key=one.clock,
        fix="report it now, and enter the report",
        settle_by=due,
        body=_body(plan, one.to),
        means=MEANS.get(one.means, one.means),
        due=due,
    )


def _body(plan: Reader, organization: str | None) -> str | Message:
    return Message.of("whom it may concern") if organization is None else named(plan, Organization, organization)


def check_stages(plan: Reader, incident: Incident) -> Iterator[Problem]:
    """
    Find reports of an incident out of order: first, continued, final (初报、续报、终报).

    An incident that had to be reported and is closed has a final report.
    """
    reports = plan.where(IncidentReport, incident=incident.id)
    firsts = [report.at for report in reports if report.stage == "first"]
    if reports and not firsts:
        yield Problem("it was reported, and never for the first time", key="first", fix="enter the first report")
    known = [at for at in firsts if at is not None]
    for report in reports:
        if report.stage != "first" and report.at is not None and known and report.at < min(known):
            yield Problem(
                "the report of {at} is no first one, and came before the first",
                key=f"order:{report.id}",
                fix="set right the stage or the time of the report",
                severity="warning",
                about=(IncidentReport.ref(report.id),),
                at=report.at,
            )
    if incident.state == "closed" and plan.derive(reports_due, incident.id) and not _has(reports, "final"):
        yield Problem("it is closed, and there is no final report", key="final", fix="make the final report")


def _has(reports: tuple[IncidentReport, ...], stage: str) -> bool:
    return any(report.stage == stage for report in reports)


def check_handled(plan: Reader, incident: Incident) -> Iterator[Problem]:
    """Find an incident that nobody handles, and one that is not closed though its event is over."""
    if incident.state == "reported" and incident.handler is not None:
        yield Problem(
            "it is still entered as reported",
            key="state",
            fix="ask who handles it how it stands, and enter it as handled",
        )
    elif incident.state == "reported":
        yield Problem("nobody handles it yet", key="handler", fix="name who handles it, and tell them at once")
    elif incident.state != "closed" and event_over(plan, incident.event):
        yield Problem(
            "it is not closed, and the event is over",
            key="closed",
            fix="close it, with what was done",
            severity="warning",
        )


def check_registered(plan: Reader, visitor: Visitor) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """Find a visitor who came in without having been questioned, registered or given a badge."""
    if visitor.came is None:
        return
    missing = [
        word
        for value, word in (
            (visitor.questioned_by, Message.of("who questioned and registered them")),
            (visitor.reason, Message.of("what they came for")),
            (visitor.host, Message.of("whom they came to see")),
            (visitor.badge, Message.of("the number of their badge")),
            (visitor.window, Message.of("how long they may be inside")),
        )
        if value in {None, ""}
    ]
    if missing:
        yield Problem(
            "came in at {came}, and it is not written down: {missing}",
            fix="enter: {missing}",
            came=visitor.came,
            missing=tuple(missing),
        )


def check_permitted(plan: Reader, visitor: Visitor) -> Iterator[Problem]:
    """Find a visitor who is inside beyond the permitted span: too early, or still."""
    if visitor.came is None or visitor.went is not None or visitor.window is None:
        return
    if plan.passed(visitor.window.end):
        yield Problem(
            "came in at {came}, might stay until {end}, and has not left",
            key="still",
            fix="see them out, or extend the permit; enter when they left",
            came=visitor.came,
            end=visitor.window.end,
        )
    elif visitor.came < visitor.window.start and not plan.passed(visitor.window.start):
        yield Problem(
            "is inside since {came}, and may be only from {start} on",
            key="early",
            fix="see them out until then, or extend the permit",
            came=visitor.came,
            start=visitor.window.start,
        )


def check_badge(plan: Reader, visitor: Visitor) -> Iterator[Problem]:
    """Find a badge that was given to a visitor while another one still had it."""
    if not visitor.badge or visitor.came is None:
        return
    earlier = earlier_use(plan.derive(badge_clashes, (visitor.event, visitor.badge)), visitor.id)
    if earlier is not None:
        yield Problem(
            "was given the badge {badge} while {other} still had it",
            key=earlier,
            fix="take the badge back from one of them, and enter when {other} left",
            about=(Visitor.ref(earlier),),
            badge=visitor.badge,
            other=earlier,
        )


def check_phases(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a sitting for which some phases are planned and others are not."""
    phases = plan.derive(sitting_phases, session.id)
    if all(phase.task is None for phase in phases) or event_over(plan, session.event):
        return
    for phase in phases:
        if phase.task is None:
            yield Problem(
                "{phase} is not planned",
                key=phase.kind,
                fix="enter the task for {phase}, with who signs it",
                settle_by=phase.due,
                phase=PHASE_NAMES[phase.kind],
            )


def check_phase(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a phase of a sitting that nobody signed when it had to be."""
    if task.kind not in PHASES or task.session is None or event_over(plan, task.event):
        return
    session = plan.get(Session, task.session)
    phase = phase_of(session, task) if session is not None and task.state != "dropped" else None
    if phase is not None and phase.signed is None:
        yield _not_signed(plan, task.session, phase)


def _not_signed(plan: Reader, session: str, phase: Phase) -> Problem:
    return Problem(
        "{phase} of {session} is not signed",
        fix="have it done, and signed by whoever checked it",
        settle_by=phase.due,
        phase=PHASE_NAMES[phase.kind],
        session=named(plan, Session, session),
    )


_LEDGER = (
    "municipal ledgers of hazards: responsibility, measures, funds, time limit and fallback plan (五落实); entered, "
    "mended, verified, struck off; what is overdue stays open with a written explanation"
)
_OPENING = (
    "review of two congresses side by side: every installation was checked one by one, and all was mended when they "
    "opened"
)
_CLOCKS = (
    "local rules on reporting incidents, which differ, so that the clocks are data: 15 minutes by telephone and 30 in "
    "writing for major ones, 30 and 60 for large ones"
)
_DOORS = "review of two congresses side by side: outside visitors were questioned and registered at five entrances"
_PHASES = (
    "review of two congresses side by side: security staff check before each sitting, hold the hall during it, guide "
    "people out after it, and clear the hall"
)

RULES: tuple[Rule, ...] = (
    Rule("core.hazard-elements", "A hazard has its five elements", check_elements, each=Hazard, basis=_LEDGER),
    Rule("core.hazard-overdue", "A hazard is mended in its time", check_hazard_overdue, each=Hazard, basis=_LEDGER),
    Rule(
        "core.hazard-open",
        "All hazards are closed before the opening",
        check_hazard_closed,
        each=Hazard,
        basis=_OPENING,
    ),
    Rule(
        "core.inspection-without-hazard",
        "What an inspection finds wrong is registered as a hazard",
        check_failed_inspection,
        each=Task,
        basis=_OPENING,
    ),
    Rule("core.incident-report", "An incident is reported in time", check_reports, each=Incident, basis=_CLOCKS),
    Rule(
        "core.incident-stages",
        "An incident has a first, continued and final report in this order",
        check_stages,
        each=Incident,
        basis="local rules on reporting incidents: first, continued and final report (初报、续报、终报)",
    ),
    Rule(
        "core.incident-unhandled",
        "Somebody handles each incident until it is closed",
        check_handled,
        each=Incident,
        basis="review of two congresses side by side: leaders on the spot handle incidents at the first moment",
    ),
    Rule(
        "core.visitor-unregistered",
        "Every visitor is questioned, registered and given a badge",
        check_registered,
        each=Visitor,
        basis=_DOORS,
    ),
    Rule(
        "core.visitor-overstays",
        "No visitor is inside beyond the permitted span",
        check_permitted,
        each=Visitor,
        basis=_DOORS,
    ),
    Rule("core.badge-used-twice", "No badge is used twice at once", check_badge, each=Visitor, basis=_DOORS),
    Rule("core.phase-missing", "A sitting has all its phases", check_phases, each=Session, basis=_PHASES),
    Rule("core.phase-unsigned", "Each phase of a sitting is signed", check_phase, each=Task, basis=_PHASES),
    *_ANSWERING,
)
