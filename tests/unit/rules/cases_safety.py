"""Records that the rules about safety find wrong, and records that come near and are right."""

from __future__ import annotations

from datetime import date, timedelta

from meetsupport.core.records import Record
from meetsupport.model import (
    Answer,
    Coordination,
    Event,
    Hazard,
    Incident,
    IncidentReport,
    Organization,
    Person,
    Place,
    ReportingClock,
    Responsibility,
    Session,
    Survey,
    Task,
    Training,
    Trip,
    Visitor,
)
from tests.unit.rules.judging import at, changed, span

Records = tuple[Record, ...]

ANNA, BO = Person(id="anna"), Person(id="bo")
EVENT = Event(id="e", window=span(0, 60))
GUARDS, LIFTS = Organization(id="guards"), Organization(id="lifts")
LAMP = Hazard(
    id="h", event="e", owner="anna", measures="new lamp", funds="office", due=at(-2), fallback="torches", state="owned"
)
BURST = Incident(id="i", grade="major", at=at(-1), handler="anna", state="handled")
CLOCK = ReportingClock(id="c15", grade="major", within=timedelta(minutes=15))
CALL = IncidentReport(id="call", incident="i", at=at(-0.9))
GUEST = Visitor(id="v", came=at(-2), questioned_by="anna", host="bo", reason="papers", badge="7", window=span(-3, 1))
GATES: Records = (
    Place(id="venue"),
    Place(id="gate-1", kind="entrance", within="venue"),
    Place(id="gate-2", kind="entrance", within="venue"),
)
LICENSED = Organization(
    id="guards",
    role="contractor",
    scope="entrances",
    qualification="licence",
    qualified_until=date(2030, 6, 8),
    on_call="555-0100",
    response=timedelta(minutes=10),
)
BRIEFING = Training(id="t", persons=("anna", "bo"), signed=("anna",), due=at(0))
ASKED = Survey(id="s", asked=1)
SITTING = Session(id="x", event="e", window=span(-1, 1))
PHASES: Records = tuple(Task(id=kind, session="x", kind=kind) for kind in ("sweep", "hold", "guide-out", "clear"))


def owned(**about: object) -> Records:
    """A hazard of an event that is open, and its people."""
    return (EVENT, ANNA, BO, changed(LAMP, **about))


def come(**about: object) -> Records:
    """A visitor, and two who work there."""
    return (ANNA, BO, changed(GUEST, **about))


def burst(*more: Record, **about: object) -> Records:
    """An incident and the clock that it sets going."""
    return (ANNA, changed(BURST, **about), CLOCK, *more)


def van(start: float, **about: object) -> Records:
    """Two trips of one vehicle."""
    first = Trip(id="t1", vehicle="X-1", window=span(0, 2))
    return (first, changed(first, id="t2", window=span(start, start + 2), **about))


FIRES: dict[str, tuple[Records, str]] = {
    "core.hazard-elements": (owned(funds=""), "h/"),
    "core.hazard-overdue": (owned(due=at(0)), "h/"),
    "core.hazard-times": (owned(found_at=at(1), verified_at=at(0)), "h/verified_at"),
    "core.hazard-open": (owned(), "h/"),
    "core.inspection-without-hazard": ((Task(id="k", result="failed"),), "k/"),
    "core.incident-report": (burst(), "i/c15"),
    "core.report-times": (burst(changed(CALL, at=at(-2))), "call/"),
    "core.incident-stages": (burst(changed(CALL, stage="continued")), "i/first"),
    "core.incident-unhandled": (burst(CALL, state="reported", handler=None), "i/handler"),
    "core.visitor-unregistered": (come(badge=""), "v/"),
    "core.visitor-overstays": (come(window=span(-3, 0)), "v/still"),
    "core.badge-used-twice": ((*come(), changed(GUEST, id="w", came=at(-1))), "w/v"),
    "core.phase-missing": ((EVENT, SITTING, *PHASES[1:]), "x/sweep"),
    "core.phase-unsigned": ((ANNA, EVENT, SITTING, PHASES[0]), "sweep/"),
    "core.matter-owner": ((Responsibility(id="r", matter="lifts"),), "r/nobody"),
    "core.place-uncovered": ((*GATES, Responsibility(id="r", matter="patrol", place="gate-1")), "gate-2//patrol"),
    "core.body-without-matter": (
        (EVENT, changed(GUARDS, role="contractor"), Responsibility(id="r", event="e", matter="patrol")),
        "guards/",
    ),
    "core.contractor-incomplete": ((changed(LICENSED, on_call=""),), "guards/"),
    "core.contractor-unqualified": ((EVENT, changed(LICENSED, qualified_until=date(2030, 6, 6))), "guards/e"),
    "core.partner-unreachable": ((GUARDS, Coordination(id="m", invited=("guards",))), "guards/"),
    "core.training-unsigned": ((ANNA, BO, BRIEFING), "t/"),
    "core.survey-unanswered": ((ASKED,), "s/"),
    "core.survey-overcounted": (
        (ASKED, Answer(id="a", survey="s", score=5), Answer(id="b", survey="s", score=4)),
        "s/",
    ),
    "core.answer-out-of-range": ((ASKED, Answer(id="a", survey="s", score=6)), "a/"),
    "core.vehicle-on-two-trips": (van(1), "t2/t1"),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, Records] = {
    "core.hazard-elements": (*owned(), changed(LAMP, id="m", funds="", state="mended", mended_by="bo")),
    "core.hazard-overdue": owned(state="mended", mended_by="bo"),
    "core.hazard-times": owned(found_at=at(0), mended_at=at(0), verified_at=at(1)),
    "core.hazard-open": owned(state="closed", mended_by="bo", verified_by="anna"),
    "core.inspection-without-hazard": (*owned(task="k"), Task(id="k", result="failed")),
    "core.incident-report": burst(CALL),
    "core.report-times": burst(CALL, changed(CALL, id="once", at=BURST.at)),
    "core.incident-stages": burst(
        CALL, changed(CALL, id="end", stage="final", at=at(0)), state="closed", measures="valve shut"
    ),
    "core.incident-unhandled": burst(CALL),
    "core.visitor-unregistered": come(),
    "core.visitor-overstays": (*come(), changed(GUEST, id="w", window=span(-3, -1), went=at(0))),
    "core.badge-used-twice": (*come(went=at(-1)), changed(GUEST, id="w", came=at(-1))),
    "core.phase-missing": (EVENT, SITTING, *PHASES, Session(id="talk")),
    "core.phase-unsigned": (
        ANNA,
        EVENT,
        SITTING,
        changed(PHASES[0], accepted_by="anna", state="accepted"),
        Task(id="other", session="x", kind="item"),
    ),
    "core.matter-owner": (
        GUARDS,
        LIFTS,
        Responsibility(id="r", matter="lifts", responsible=("lifts",), supporting=("guards",)),
        *GATES,
        Responsibility(id="r1", matter="patrol", place="gate-1", responsible=("lifts",)),
        Responsibility(id="r2", matter="patrol", place="gate-2", responsible=("guards",)),
        Responsibility(id="r3", matter="patrol", place="gate-2", responsible=("guards",)),
    ),
    "core.place-uncovered": (
        *GATES,
        Place(id="yard"),
        Place(id="back-gate", kind="entrance", within="yard"),
        Responsibility(id="r1", matter="patrol", place="gate-1"),
        Responsibility(id="r2", matter="patrol", place="venue"),
        Responsibility(id="r3", matter="keys", place="gate-2"),
        Responsibility(id="r4", matter="keys"),
    ),
    "core.body-without-matter": (
        EVENT,
        changed(GUARDS, role="contractor"),
        changed(LIFTS, role="partner"),
        Responsibility(id="r", event="e", matter="patrol", supporting=("guards",)),
    ),
    "core.contractor-incomplete": (LICENSED, LIFTS),
    "core.contractor-unqualified": (EVENT, changed(LICENSED, qualified_until=date(2030, 6, 7))),
    "core.partner-unreachable": (
        ANNA,
        changed(GUARDS, contact="anna"),
        changed(LIFTS, on_call="555-0101"),
        Organization(id="bank"),
        Coordination(id="m", invited=("guards", "lifts")),
    ),
    "core.training-unsigned": (ANNA, BO, changed(BRIEFING, signed=("anna", "bo"))),
    "core.survey-unanswered": (ASKED, Answer(id="a", survey="s", score=1)),
    "core.survey-overcounted": (ASKED, Answer(id="a", survey="s", score=5)),
    "core.answer-out-of-range": (ASKED, Answer(id="a", survey="s", score=5), Answer(id="b", survey="s", score=1)),
    "core.vehicle-on-two-trips": (
        *van(2),
        Trip(id="t3", window=span(0, 2)),
        Trip(id="t4", vehicle="X-1", kind="standby", window=span(0, 9)),
        Trip(id="t5", vehicle="X-1", spare=True, window=span(0, 9)),
    ),
}
"""For each rule, records that come near and are right."""
