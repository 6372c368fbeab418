"""Records that the rules about planning find wrong, and records that come near and are right."""

from __future__ import annotations

from datetime import date, timedelta

from meetsupport.core.records import Record
from meetsupport.model import (
    Appearance,
    Checklist,
    ChecklistTemplate,
    DayOff,
    Document,
    Event,
    Person,
    Place,
    Round,
    Session,
    Task,
    TemplateItem,
)
from tests.unit.rules.judging import at, changed, span

HOUR = timedelta(hours=1)
EVENT = Event(id="e", window=span(20, 60), received=at(-4))
ANNA, BO = Person(id="anna"), Person(id="bo")
TEMPLATE = ChecklistTemplate(id="t")
ITEM = TemplateItem(id="i", template="t", evidence="test log", sign_off=True)
LIST = Checklist(id="c", event="e", signs="anna")
HALL = Place(id="hall")
WEST = Place(id="west")
TALK = Session(id="talk", event="e", kind="rehearsal", window=span(-3, -1))
SKETCH = Document(id="p", title="Traffic and parking")
SITTINGS = tuple(Session(id=one, event="e", kind="sitting", window=span(2, 3)) for one in ("first", "late"))
SET_UP = tuple(Checklist(id=f"c-{one.id}", event="e", session=one.id, template="t") for one in SITTINGS)
ROUND = Round(id="r", event="e", rule="FREQ=HOURLY;INTERVAL=2", window=span(-3, 6), responsible="anna")


WORK = ChecklistTemplate(id="w")
SIGNS = TemplateItem(id="w.signs", template="w", anchor="opening", offset=-10 * HOUR)
COUNTED = ChecklistTemplate(id="count")
COUNTS = TemplateItem(id="count.apply", template="count", working_days=-1)
DUE = Task(id="apply", event="e", item="count.apply", due=at(-4), planned=at(-4), anchored=at(20))
MADE = Task(id="signs", event="e", item="w.signs", due=at(8), planned=at(8), anchored=at(18))
MORNING = Session(id="am", event="e", place="hall", window=span(2, 5))
AFTERNOON = Session(id="pm", event="e", place="hall", window=span(6, 9))
AIRING = Task(id="air", event="e", session="pm", place="hall", gate="before", due=at(5.5), duration=HOUR)


def ring(*links: tuple[str, str]) -> tuple[Record, ...]:
    """Tasks, each after another."""
    return tuple(Task(id=one, after=(before,) if before else ()) for one, before in links)


FIRES: dict[str, tuple[tuple[Record, ...], str]] = {
    "core.task-order": (
        (Task(id="print", due=at(5)), Task(id="place", due=at(5.5), duration=HOUR, after=("print",))),
        "place/print",
    ),
    "core.task-out-of-turn": (
        (Task(id="make"), Task(id="proof", state="done"), Task(id="install", state="started", after=("make", "proof"))),
        "install/make",
    ),
    "core.task-ring": (ring(("a", "c"), ("b", "a"), ("c", "b")), "a/"),
    "core.task-impossible": (
        (EVENT, Task(id="a", event="e", duration=HOUR * 10), Task(id="b", event="e", after=("a",), due=at(5.5))),
        "b/",
    ),
    "core.task-not-begun": (
        (Task(id="a", due=at(3), duration=HOUR), Task(id="b", due=at(4), duration=3 * HOUR, after=("a",))),
        "a/",
    ),
    "core.task-anchor-moved": ((EVENT, WORK, SIGNS, MADE), "signs/"),
    "core.tasks-undated": (
        (
            changed(EVENT, received=None),
            ANNA,
            LIST,
            WORK,
            changed(SIGNS, anchor="received"),
            Task(id="signs", event="e", checklist="c", item="w.signs"),
        ),
        "c/received",
    ),
    "core.working-days-unknown": ((EVENT, COUNTED, COUNTS, DUE), "count/2030"),
    "core.task-after-gate": ((EVENT, Task(id="a", event="e", gate="before", due=at(20.5))), "a/"),
    "core.task-in-sitting": ((EVENT, HALL, MORNING, AFTERNOON, AIRING), "air/"),
    "core.preparation-differs": ((Event(id="e", window=span(20, 60), received=at(-4), preparation=HOUR * 18),), "e/"),
    "core.gate-open": (
        (
            EVENT,
            Checklist(id="c", event="e"),
            Task(id="a", checklist="c", event="e", gate="before"),
            Task(id="b", checklist="c", event="e", gate="during", state="done"),
        ),
        "c/before",
    ),
    "core.task-gate-open": ((EVENT, Task(id="a", event="e", gate="before", state="dropped")), "a/"),
    "core.checklist-unsigned": ((EVENT, ANNA, LIST), "c/unsigned"),
    "core.task-evidence": ((TEMPLATE, ITEM, Task(id="a", item="i", state="done")), "a/"),
    "core.task-sign-off": ((TEMPLATE, ITEM, Task(id="a", item="i", state="done")), "a/nobody"),
    "core.question-open": ((Task(id="a", question=True, due=at(1)),), "a/open"),
    "core.inspection-result": (
        (Task(id="a", kind="inspection", result="failed", state="done"),),
        "a/again",
    ),
    "core.rehearsal-absent": (
        (EVENT, TALK, ANNA, Appearance(id="x", session="talk", person="anna", state="confirmed")),
        "talk/",
    ),
    "core.order-unrecorded": ((Task(id="a", kind="order", due=at(1), ordered_by="office"),), "a/"),
    "core.order-overnight": ((Task(id="a", kind="order", ordered_at=at(11), due=at(19.5)),), "a/"),
    "core.task-plan": ((SKETCH, Task(id="a", document="p", due=at(1))), "a/"),
    "core.session-unlisted": ((EVENT, TEMPLATE, *SITTINGS, SET_UP[0]), "late/t"),
    "core.round-rule": ((Round(id="r", rule="FREQ=HOURLY;COUNT=3", window=span(0, 2)),), "r/rule"),
    "core.round-without-owner": ((Round(id="r", rule="FREQ=HOURLY", window=span(0, 2)),), "r/"),
    "core.round-missed": (
        (
            EVENT,
            ANNA,
            ROUND,
            Task(id="k", round="r", window=span(-1, -0.5), state="done"),
        ),
        "r/2030-06-05T01:00:00+00:00",
    ),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, tuple[Record, ...]] = {
    "core.task-order": (
        Task(id="print", due=at(5)),
        Task(id="sent", due=at(9), state="done"),
        Task(id="place", due=at(6), duration=HOUR, after=("print", "sent")),
    ),
    "core.task-out-of-turn": (
        Task(id="make", state="done"),
        Task(id="proof", state="dropped"),
        Task(id="sent"),
        Task(id="install", state="done", after=("make", "proof")),
        Task(id="place", after=("sent",)),
        Task(id="off", state="dropped", after=("sent",)),
    ),
    "core.task-ring": (
        *ring(("a", ""), ("b", "a"), ("c", "a")),
        Task(id="d", after=("b", "c")),
    ),
    "core.task-impossible": (
        EVENT,
        Task(id="a", event="e", duration=HOUR * 10, state="done"),
        Task(id="b", event="e", duration=HOUR * 10, after=("a",), due=at(6)),
    ),
    "core.task-not-begun": (
        Task(id="a", due=at(3), duration=HOUR, state="started"),
        Task(id="b", due=at(4), duration=HOUR, after=("a",)),
    ),
    "core.task-anchor-moved": (
        EVENT,
        WORK,
        SIGNS,
        Task(id="as-it-was", event="e", item="w.signs", due=at(10), planned=at(10), anchored=at(20)),
        Task(id="by-hand", event="e", item="w.signs", due=at(9), planned=at(8), anchored=at(18)),
        Task(id="ready", event="e", item="w.signs", due=at(8), planned=at(8), anchored=at(18), state="done"),
    ),
    "core.tasks-undated": (
        changed(EVENT, received=None),
        ANNA,
        LIST,
        WORK,
        changed(SIGNS, anchor="received"),
        Task(id="dated", event="e", checklist="c", item="w.signs", due=at(9)),
        Task(id="dropped", event="e", checklist="c", item="w.signs", state="dropped", reason="not asked for"),
        Task(id="own", event="e", checklist="c"),
    ),
    "core.working-days-unknown": (
        EVENT,
        COUNTED,
        COUNTS,
        WORK,
        SIGNS,
        MADE,
        DayOff(id="o", day=date(2031, 1, 1)),
        changed(DUE, id="by-hand", due=at(9)),
        changed(DUE, id="ready", state="done"),
    ),
    "core.task-after-gate": (
        EVENT,
        Task(id="a", event="e", gate="before", due=at(20)),
        Task(id="b", event="e", gate="after", due=at(90)),
        Task(id="c", event="e", gate="during", due=at(60)),
    ),
    "core.task-in-sitting": (
        EVENT,
        HALL,
        WEST,
        MORNING,
        AFTERNOON,
        Task(id="between", event="e", session="pm", place="hall", gate="before", due=at(6), duration=HOUR),
        Task(id="own", event="e", session="am", place="hall", gate="before", due=at(2.5), duration=HOUR),
        Task(id="elsewhere", event="e", session="pm", place="west", gate="before", due=at(5), duration=HOUR),
        Task(id="while", event="e", session="pm", place="hall", gate="during", due=at(5), duration=HOUR),
    ),
    "core.preparation-differs": (Event(id="e", window=span(20, 60), received=at(-4), preparation=HOUR * 24),),
    "core.gate-open": (
        EVENT,
        Checklist(id="c", event="e"),
        Task(id="a", checklist="c", event="e", gate="before", state="dropped", reason="no link tonight"),
        Task(id="b", checklist="c", event="e", gate="during", state="done"),
        Task(id="f", checklist="c", event="e", gate="after"),
    ),
    "core.task-gate-open": (EVENT, Task(id="a", event="e", gate="before", state="done")),
    "core.checklist-unsigned": (
        EVENT,
        ANNA,
        Checklist(id="c", event="e", signs="anna", signed_at=at(1)),
        Checklist(id="d", event="e"),
        Task(id="a", checklist="c", event="e", gate="before", state="done"),
        Task(id="b", checklist="c", event="e", gate="after"),
    ),
    "core.task-evidence": (
        TEMPLATE,
        ITEM,
        Task(id="a", item="i", state="done", evidence="log 7"),
        Task(id="b", item="i"),
    ),
    "core.task-sign-off": (
        TEMPLATE,
        ITEM,
        ANNA,
        BO,
        Task(id="a", item="i", state="accepted", responsible="anna", accepted_by="bo"),
    ),
    "core.question-open": (Task(id="a", question=True, state="done", result="1,200 seats"),),
    "core.inspection-result": (
        Task(id="a", kind="inspection", result="failed", state="done"),
        Task(id="b", kind="inspection", result="passed", state="done", after=("a",)),
    ),
    "core.rehearsal-absent": (
        EVENT,
        TALK,
        ANNA,
        BO,
        Appearance(id="x", session="talk", person="anna", state="present"),
        Appearance(id="y", session="talk", person="bo", state="on-leave"),
    ),
    "core.order-unrecorded": (Task(id="a", kind="order", ordered_at=at(0), due=at(1), ordered_by="office"),),
    "core.order-overnight": (Task(id="a", kind="order", ordered_at=at(2), due=at(11)),),
    "core.task-plan": (
        ANNA,
        BO,
        Document(id="p", state="approved", author="anna", approver="bo", approved_at=at(-1)),
        Document(id="old", state="superseded"),
        Task(id="a", document="p"),
        Task(id="b", document="old", state="done"),
    ),
    "core.session-unlisted": (EVENT, TEMPLATE, *SITTINGS, *SET_UP, Session(id="x", event="e", window=span(4, 5))),
    "core.round-rule": (EVENT, Round(id="r", rule="FREQ=DAILY;BYHOUR=8,20", event="e")),
    "core.round-without-owner": (ANNA, ROUND, EVENT),
    "core.round-missed": (
        EVENT,
        ANNA,
        HALL,
        WEST,
        Round(id="r", event="e", rule="FREQ=HOURLY", window=span(-2, 6), places=("hall", "west"), responsible="anna"),
        Task(id="k1", round="r", window=span(-2, -1.5), place="hall", state="done"),
        Task(id="k2", round="r", due=at(-1.5), place="west", state="accepted", accepted_by="anna"),
        Task(id="k3", round="r", due=at(-0.5), state="dropped", reason="the hall was sealed"),
    ),
}
"""For each rule, records that come near and are right."""
