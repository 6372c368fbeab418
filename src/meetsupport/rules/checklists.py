"""Gates are closed, lists are signed, results and evidence are entered, questions answered, orders recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from meetsupport.core.messages import Message
from meetsupport.core.times import Window
from meetsupport.model import Appearance, Checklist, Event, Session, Task, TemplateItem
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    gate_time,
    night_hours,
    task_due,
    task_length,
)
from meetsupport.rules._settling import event_over
from meetsupport.rules.anchoring import GATES
from meetsupport.rules.posts import CLOSED

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

DONE = frozenset({"done", "accepted"})

_INSPECTIONS = frozenset({"inspection", "rehearsal"})
_LOOKS = _INSPECTIONS | {"round", "sweep"}
_RESULTS = frozenset({"", *Task.__record__.fields["result"].words})


def _open(task: Task) -> bool:
    """Say whether a task still stands at its gate: it is not done, and was not dropped for a written reason."""
    return task.state not in DONE and not (task.state == "dropped" and task.reason)


def check_gates(plan: Reader, checklist: Checklist) -> Iterator[Problem]:
    """
    Find items of a checklist that are open at a gate.

    A gate is passed when its time has come, or when somebody has begun with an item of a later gate. Of the gates that
    are not passed yet only the next is told of.
    """
    tasks = [task for task in plan.where(Task, checklist=checklist.id) if task.gate in GATES]
    gates = list(GATES)
    begun = max((gates.index(task.gate) for task in tasks if task.state in {"started", *DONE}), default=0)
    for number, gate in enumerate(gates):
        standing = [task for task in tasks if task.gate == gate and _open(task)]
        times = [at for at in (gate_time(plan, task) for task in standing) if at is not None]
        early = number < begun
        if not standing or not (times or early):
            continue
        yield Problem(
            "{open} of its items for the gate {gate} are open, and items of a later gate have begun"
            if early
            else "{open} of its items for the gate {gate} are open",
            key=gate,
            fix="close them, or drop each with a written reason, before going on",
            settle_by=None if early else min(times),
            about=[Task.ref(task.id) for task in standing],
            open=len(standing),
            gate=GATES[gate],
        )
        if not early and not plan.passed(min(times)):
            return


def check_gate(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a task of no checklist that is open when its gate is passed; the last gate is when it is due."""
    if task.checklist is not None or task.gate not in {"before", "during"} or not _open(task):
        return
    gate = gate_time(plan, task)
    if gate is not None:
        yield Problem(
            "it is open at the gate {gate}, which is passed {at}",
            fix="do it, or drop it with a written reason",
            settle_by=gate,
            gate=GATES[task.gate],
            at=gate,
        )


def check_signed(plan: Reader, checklist: Checklist) -> Iterator[Problem]:
    """Find a checklist that nobody signed, and one that was signed before its items were done."""
    if checklist.signs is None:
        return
    tasks = plan.where(Task, checklist=checklist.id)
    if checklist.signed_at is None:
        yield Problem(
            "it is not signed",
            key="unsigned",
            fix="go through its items on the spot and sign",
            settle_by=_sign_by(plan, tasks),
        )
        return
    unfinished = [task for task in tasks if _open(task) and task.gate in {"", "before"}]
    if unfinished:
        yield Problem(
            "it was signed, and {open} of its items are open",
            key="early",
            fix="do them and sign again",
            about=[Task.ref(task.id) for task in unfinished],
            open=len(unfinished),
        )


def _sign_by(plan: Reader, tasks: Iterable[Task]) -> datetime | None:
    """Say by when a list is signed: at the gate before, or, where it has none, when its last item is due."""
    known = list(tasks)
    gates = [at for at in (gate_time(plan, task) for task in known if task.gate == "before") if at is not None]
    dues = [at for at in map(task_due, known) if at is not None]
    return min(gates, default=max(dues, default=None))


def check_evidence(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a task that is done without what must show that it is."""
    if task.state not in DONE or task.evidence or task.item is None:
        return
    item = plan.get(TemplateItem, task.item)
    if item is not None and item.evidence:
        yield Problem(
            "it is done, and what must show it is not entered: {evidence}",
            fix="enter where it is kept, or open the task again",
            evidence=item.evidence,
        )


def check_sign_off(plan: Reader, task: Task) -> Iterator[Problem]:
    """
    Find a task that is done and must be signed off, and is not.

    That whoever did it may not sign it, and that an accepted one names who did, the record itself sees to.
    """
    if task.state != "done":
        return
    item = plan.get(TemplateItem, task.item) if task.item is not None else None
    if item is not None and item.sign_off:
        yield Problem(
            "it is done, and nobody has signed it off",
            key="nobody",
            fix="have somebody else look at it and sign",
            settle_by=gate_time(plan, task) or task_due(task),
        )


def check_question(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find something that nobody knows yet, until it is answered."""
    if not task.question or task.state == "dropped":
        return
    if task.state in DONE:
        if not task.result and not task.evidence:
            yield Problem("it is answered, and the answer is not entered", key="answer", fix="enter it as the result")
        return
    event = plan.get(Event, task.event) if task.event is not None else None
    opening = event.window.start if event is not None and event.window is not None else None
    yield Problem(
        "it is not known yet",
        key="open",
        fix="ask, look on the spot, or settle what is assumed until then",
        settle_by=task_due(task) or opening,
    )


def check_result(plan: Reader, task: Task) -> Iterator[Problem]:
    """
    Find an inspection or rehearsal without a result, and one that failed and was not done again.

    And any look round whose result says neither that it passed nor that it failed: nobody would see that it failed.
    """
    looked = task.kind in _LOOKS or task.round is not None
    if looked and not task.question and task.state != "dropped" and task.result not in _RESULTS:
        yield Problem(
            "its result says neither that it passed nor that it failed",
            key="word",
            fix="enter passed or failed, and what was found as its evidence, or as a hazard",
        )
        return
    if task.kind not in _INSPECTIONS:
        return
    if task.state in DONE and not task.result:
        yield Problem("it is done, and its result is not entered", key="result", fix="enter passed or failed")
    elif task.result == "failed" and task.state != "dropped" and not _repeated(plan, task):
        event = plan.get(Event, task.event) if task.event is not None else None
        due = gate_time(plan, task) or (event.window.start if event is not None and event.window is not None else None)
        yield Problem(
            "it failed, and has not passed since",
            key="again",
            fix="mend what was found, and enter a second {kind} that comes after this one",
            settle_by=due,
            kind=Message.of("rehearsal") if task.kind == "rehearsal" else Message.of("inspection"),
        )


def _repeated(plan: Reader, task: Task) -> bool:
    """Say whether another one of its kind, which comes after it, has passed, or has failed and is its own matter."""
    again = (one for one in plan.where(Task, after=task.id) if one.kind == task.kind and one.item in {None, task.item})
    return any(one.state in DONE and one.result for one in again)


def check_rehearsed(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find people who must be in a rehearsal and are not, until it is over."""
    if session.kind != "rehearsal" or session.window is None or event_over(plan, session.event):
        return
    missing = [one for one in plan.where(Appearance, session=session.id) if one.state not in {"present", "on-leave"}]
    if missing:
        yield Problem(
            "{missing} of those who must be in place are not present",
            fix="walk them through their place and way before the opening",
            settle_by=session.window.end,
            severity="warning",
            about=[Appearance.ref(one.id) for one in missing],
            missing=len(missing),
        )


def check_order_entered(plan: Reader, task: Task) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """Find an order of which nobody wrote down when it came, from whom, or when it is due."""
    if task.kind != "order" or task.state in CLOSED:
        return
    missing = [
        word
        for value, word in (
            (task.ordered_at, Message.of("when it came")),
            (task.ordered_by, Message.of("on whose order")),
            (task_due(task), Message.of("when it is due")),
        )
        if value is None or value == ""
    ]
    if missing:
        yield Problem(
            "it is not written down: {missing}", fix="ask who took the order, and enter it", missing=tuple(missing)
        )


def check_overnight(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find an open order most of whose time, or the time that it needs, lies at night."""
    due = task_due(task)
    if task.ordered_at is None or due is None or task.ordered_at >= due or task.state in CLOSED:
        return
    lead = due - task.ordered_at
    if lead > timedelta(days=1):
        return
    event = plan.get(Event, task.event) if task.event is not None else None
    night = night_hours(Window(task.ordered_at, due), event.zone if event is not None else "")
    if lead - night < max(task_length(plan, task), night):
        yield Problem(
            "it came {came} and is due {due}: {night} of its {lead} are at night",
            fix="name who does it tonight, call them, and call those who give or take what it needs",
            severity="warning",
            came=task.ordered_at,
            due=due,
            night=night,
            lead=lead,
        )


_TICKED = "working principle of event offices: each item is followed up until it is done (逐项落实)"
_GATES = (
    "local standards on meeting service in offices: preparation, check and acceptance before the sitting, service "
    "during it, tidying up after it (会前、会中、会后)"
)
_BLANK = (
    "review of a commendation conference: an office without precedent had unclear starting figures, and planned on them"
)
_NIGHT = "review of a national conference: an order that came at 23:00 was due at 07:30, and was met by chance"
_TESTED = "review of two congresses side by side: every installation was checked one by one, and mended at once"

RULES: tuple[Rule, ...] = (
    Rule("core.gate-open", "No gate is passed with open items", check_gates, each=Checklist, basis=_GATES),
    Rule("core.task-gate-open", "No task is open when its gate is passed", check_gate, each=Task, basis=_GATES),
    Rule(
        "core.checklist-unsigned", "A checklist is signed when all is done", check_signed, each=Checklist, basis=_GATES
    ),
    Rule(
        "core.task-evidence",
        "What is done is shown to be done where that is asked",
        check_evidence,
        each=Task,
        severity="warning",
        basis=_TICKED,
    ),
    Rule(
        "core.task-sign-off",
        "Somebody else signs off what must be signed off",
        check_sign_off,
        each=Task,
        basis=_TICKED,
    ),
    Rule("core.question-open", "What is not known is found out in time", check_question, each=Task, basis=_BLANK),
    Rule(
        "core.inspection-result",
        "An inspection has a result, and is done again if it failed",
        check_result,
        each=Task,
        basis=_TESTED,
    ),
    Rule(
        "core.rehearsal-absent",
        "Everybody is in place at the rehearsal",
        check_rehearsed,
        each=Session,
        basis="review of a commendation conference: everybody in place, briefed and rehearsed on the day before",
    ),
    Rule(
        "core.order-unrecorded",
        "An order says when it came, from whom, and when it is due",
        check_order_entered,
        each=Task,
        basis=_NIGHT,
    ),
    Rule(
        "core.order-overnight",
        "No order is left to the night",
        check_overnight,
        each=Task,
        severity="warning",
        basis=_NIGHT,
    ),
)
