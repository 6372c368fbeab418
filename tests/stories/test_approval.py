"""Plans that go through approval, and what was learnt, as offices live through it."""

from __future__ import annotations

from datetime import timedelta

import pytest

import meetsupport as ms
from meetsupport.core.records import evolved
from meetsupport.testing import FrozenClock, memory_desk

TASK_RECEIVED = ms.instant("2020-09-18T15:00+08:00")
DRAFTED = ms.instant("2020-09-19T09:00+08:00")
APPROVED = ms.instant("2020-09-19T17:00+08:00")
OPENING = ms.instant("2020-09-22T09:00+08:00")
PLANS = ("overall-service", "welcome-ceremony", "staff-assignment")


def commendation(clock: FrozenClock) -> ms.Desk:
    """The office on the morning after it was given the task: three plans must be approved by the evening."""
    event = ms.Event(id="commendation", kind="commendation", window=ms.Window(OPENING, OPENING + timedelta(hours=3)))
    people = [ms.Person(id=one) for one in ("drafter", "reviewer", "secretary")]
    plans = [
        ms.Document(
            id=plan, event="commendation", title=plan, author="drafter", approver="secretary", steps=("reviewer",),
            due=APPROVED,
        )
        for plan in PLANS
    ]  # fmt: skip
    readers = [ms.Recipient(id=f"phone.{p.id}", kinds=("duty",), person=p.id, language="en") for p in people]
    return memory_desk([event, *people, *plans, *readers], clock=clock)


def codes(desk: ms.Desk, severity: str = "blocking") -> list[tuple[str, str]]:
    found = [f for f in desk.check() if f.code.startswith("core.document") and f.severity == severity]
    return sorted((f.code, f.subject.id if f.subject else "") for f in found)


def lines(desk: ms.Desk, recipient: str) -> list[str]:
    return sorted(line.message.text("en") for line in desk.brief(recipient))


def review(desk: ms.Desk, plan: str, verdict: str, comment: str = "") -> None:
    said = ms.Review(
        id=f"{plan}-{desk.revision}", document=plan, step="reviewer", reviewer="reviewer", verdict=verdict,
        comment=comment, at=desk.now,
    )  # fmt: skip
    desk.apply(ms.Change.of(ms.Put(said), by="reviewer"))


def state(desk: ms.Desk, plan: str, state: str, **about: object) -> ms.Impact:
    if state == "submitted":
        about = {"submitted_at": desk.now, **about}
    with desk.edit(by="drafter") as edit:
        edit.set(ms.Document, plan, state=state, **about)
    return edit.impact


def test_c1_03_three_plans_are_drafted_reviewed_and_approved_each_with_version_and_approver() -> None:
    clock = FrozenClock(DRAFTED)
    desk = commendation(clock)
    assert codes(desk, "unsettled") == [("core.document-due", plan) for plan in sorted(PLANS)]
    for plan in PLANS:
        impact = state(desk, plan, "submitted")
        assert {"phone.reviewer", "phone.secretary"} <= {notice.recipient for notice in impact.notices}
    assert [text for text in lines(desk, "phone.reviewer") if "review" in text] == [
        f"for you to review: {plan}, version 1, by 2020-09-19 17:00" for plan in sorted(PLANS)
    ]
    clock.advance(hours=1)
    for plan in PLANS:
        review(desk, plan, "agreed")
        state(desk, plan, "approved", approved_at=desk.now)
    assert codes(desk) == []
    clock.set(APPROVED)
    assert codes(desk) == []
    standing = [desk.plan.get(ms.Document, plan) for plan in PLANS]
    assert [(d.state, d.version, d.approver) for d in standing if d is not None] == [("approved", 1, "secretary")] * 3


def test_c1_03_a_plan_that_nobody_approved_by_the_evening_is_found() -> None:
    clock = FrozenClock(APPROVED)
    desk = commendation(clock)
    assert codes(desk) == [("core.document-due", plan) for plan in sorted(PLANS)]


def test_c1_03_a_plan_that_was_returned_is_not_approved_past_its_reviewer() -> None:
    clock = FrozenClock(DRAFTED)
    desk = commendation(clock)
    state(desk, "welcome-ceremony", "submitted")
    review(desk, "welcome-ceremony", "returned", "the band is not confirmed")
    assert codes(desk, "warning") == [("core.document-returned", "welcome-ceremony")]
    assert "reviewer returned welcome-ceremony: the band is not confirmed" in lines(desk, "phone.drafter")
    desk.apply(ms.Change.of(ms.Put(ms.Person(id="reviewer", name="Reviewer Invented"))))
    assert "Reviewer Invented returned welcome-ceremony: the band is not confirmed" in lines(desk, "phone.drafter")
    state(desk, "welcome-ceremony", "approved", approved_at=desk.now)
    assert ("core.document-unreviewed", "welcome-ceremony") in codes(desk)


def test_c1_03_a_newer_version_takes_the_place_of_the_old_one() -> None:
    clock = FrozenClock(DRAFTED)
    desk = commendation(clock)
    state(desk, "staff-assignment", "submitted")
    review(desk, "staff-assignment", "agreed")
    state(desk, "staff-assignment", "approved", approved_at=desk.now)
    newer = ms.Document(
        id="staff-assignment-2", event="commendation", version=2, supersedes="staff-assignment", author="drafter",
        approver="secretary", approved_at=APPROVED, state="approved",
    )  # fmt: skip
    gone = desk.edit(by="drafter")
    gone.set(ms.Document, "staff-assignment", state="superseded")
    assert [(f.code, f.key) for f in desk.preview(gone.change).raised] == [("core.document-order", "none")]
    backwards = ms.Change.of(ms.Put(newer), ms.Put(evolved(newer, version=1)), by="drafter")
    assert "core.document-order" in {f.code for f in desk.preview(backwards).raised if f.key == "order"}
    desk.apply(ms.Change.of(ms.Put(newer), by="drafter"))
    assert ("core.document-twice", "staff-assignment") in codes(desk)
    state(desk, "staff-assignment", "superseded")
    assert ("core.document-twice", "staff-assignment") not in codes(desk)


def test_c1_03_nobody_approves_a_plan_of_their_own() -> None:
    desk = commendation(FrozenClock(DRAFTED))
    state(desk, "overall-service", "submitted")
    with pytest.raises(ms.RefusedTransition, match="author and approver"):
        state(desk, "overall-service", "submitted", approver="drafter")


WRONG = {
    "late-lists": ("more than ten provinces had not registered", "call each province two days before the deadline"),
    "no-seats": ("a hall was moved at 18:00", "keep a second hall on hold until the last evening"),
    "not-told": ("the stop never had the list", "have each stop sign for its list an hour before"),
    "not-asked": ("the airport was never invited", "invite the airport company to the first meeting"),
}
"""What went wrong at the national conference, by cause, and what to do next time."""


def test_c5_21_what_was_learnt_is_a_task_of_the_next_event() -> None:
    opening = ms.instant("2011-06-08T09:00+08:00")
    template = ms.ChecklistTemplate(id="tours", name="Conference with tours")
    item = ms.TemplateItem(id="tours.airport", template="tours", title="Invite the airport company")
    lessons = [
        ms.Lesson(id=one, event="2011", cause=one, title=what, mend=mend, template="tours",
                  item="tours.airport" if one == "not-asked" else None)
        for one, (what, mend) in WRONG.items()
    ]  # fmt: skip
    better = [
        ms.Lesson(id=f"better-{n}", event="2011", good=True, title="the escorts knew every guest") for n in range(2)
    ]
    event = ms.Event(id="2011", window=ms.Window(opening, opening + timedelta(days=3)))
    desk = memory_desk([event, template, item, *lessons, *better], clock=FrozenClock(opening))
    causes = {lesson.cause for lesson in desk.plan.where(ms.Lesson, event="2011") if not lesson.good}
    assert len(causes) == 4
    desk.clone("2011", "2012", shift=timedelta(days=364), by="office")
    tasks = {task.title: task for task in desk.plan.where(ms.Task, event="2012")}
    assert set(tasks) == {mend for _, mend in WRONG.values()}
    assert tasks["invite the airport company to the first meeting"].item == "tours.airport"
    open_ones = {f.subject.id for f in desk.check() if f.code == "core.task-without-responsible" and f.subject}
    assert open_ones == {task.id for task in tasks.values()}
    assert {task.due for task in tasks.values()} == {opening + timedelta(days=364)}
    assert not [f for f in desk.check() if f.code == "core.lesson-unanswered"]
    desk.apply(ms.Change.of(ms.Put(ms.Lesson(id="no-bus", event="2011", title="a coach broke down"))))
    assert [f.key for f in desk.check() if f.code == "core.lesson-unanswered"] == ["no-bus"]
