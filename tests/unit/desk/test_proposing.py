"""Changes that others must agree to, and events that begin as last year's."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import meetsupport as ms
from meetsupport.testing import START, FrozenClock, memory_desk

HOUR = timedelta(hours=1)
YEAR = timedelta(days=364)
OFFICE: tuple[ms.Record, ...] = (
    ms.Event(id="e", window=ms.Window(START, START + 8 * HOUR), received=START - 72 * HOUR),
    ms.Place(id="hall"),
    ms.Place(id="annex"),
    ms.Team(id="secretaries", lead="anna"),
    ms.Person(id="anna", team="secretaries"),
    ms.Person(id="bert"),
    ms.Person(id="chief"),
    ms.Organization(id="office", contact="chief"),
    ms.Session(id="s", event="e", place="hall", window=ms.Window(START, START + HOUR)),
)
MOVE = ms.Change.of(ms.Put(ms.Session(id="s", event="e", place="annex")), by="bert")


def desk_with(*records: ms.Record) -> ms.Desk:
    return memory_desk([*OFFICE, *records], clock=FrozenClock())


def place(desk: ms.Desk) -> str | None:
    session = desk.plan.get(ms.Session, "s")
    assert session is not None
    return session.place


def proposed(desk: ms.Desk, *steps: str) -> int:
    impact = desk.propose(MOVE, steps=steps)
    assert impact.held
    assert impact.id is not None
    return impact.id


def test_a_proposal_is_made_when_all_have_agreed_in_order() -> None:
    desk = desk_with()
    one = proposed(desk, "secretaries", "office")
    assert place(desk) == "hall"
    assert desk.review(one, by="anna").held
    assert place(desk) == "hall"
    impact = desk.review(one, by="chief")
    assert impact.revision
    assert place(desk) == "annex"
    assert desk.proposals == ()


def test_a_returned_proposal_stays_with_its_comment_and_is_not_made() -> None:
    desk = desk_with()
    one = proposed(desk, "office")
    desk.review(one, by="chief", agreed=False, comment="the annex has no lift")
    (waiting,) = desk.proposals
    assert (waiting.returned, waiting.reviews[0].comment) == (True, "the annex has no lift")
    with pytest.raises(ms.NotPermitted, match="was returned"):
        desk.confirm(one, by="chief")
    with pytest.raises(ms.Conflict, match="propose it anew"):
        desk.review(one, by="chief")
    desk.discard(one)
    assert desk.proposals == ()
    assert place(desk) == "hall"


def test_a_proposal_cannot_be_confirmed_past_its_reviewers() -> None:
    desk = desk_with()
    with pytest.raises(ms.NotPermitted, match="waits for office"):
        desk.confirm(proposed(desk, "office"), by="anna")


def test_nobody_reviews_their_own_proposal() -> None:
    desk = desk_with()
    with pytest.raises(ms.NotPermitted, match="may not review it"):
        desk.review(proposed(desk, "office"), by="bert")


def test_only_who_speaks_for_a_step_reviews_it() -> None:
    desk = desk_with(ms.Person(id="carl"))
    with pytest.raises(ms.NotPermitted, match="does not speak"):
        desk.review(proposed(desk, "secretaries"), by="carl")


def test_a_step_that_names_nobody_is_refused_when_it_is_proposed() -> None:
    desk = desk_with()
    with pytest.raises(ms.UnknownReference, match=r"no person, team, recipient or body '省委办公厅' that could agree"):
        desk.propose(MOVE, steps=["secretaries", "省委办公厅"])
    assert desk.proposals == ()


def test_a_body_agrees_through_its_people_its_contact_and_who_is_reached_for_it() -> None:
    records = (ms.Person(id="dora", organization="office"), ms.Recipient(id="desk-2", organization="office"))
    for by in ("chief", "dora", "desk-2", "office"):
        desk = desk_with(*records)
        assert desk.review(proposed(desk, "office"), by=by).revision, by
    desk = desk_with(*records)
    for stranger in ("anna", "xyz"):
        with pytest.raises(ms.NotPermitted, match="does not speak"):
            desk.review(proposed(desk, "office"), by=stranger)


def test_a_step_whose_person_is_gone_is_nobodys() -> None:
    desk = desk_with(ms.Person(id="dora"))
    one = proposed(desk, "dora")
    desk.apply(ms.Change.of(ms.Remove(ms.Person, "dora"), by="anna"))
    with pytest.raises(ms.NotPermitted, match="does not speak"):
        desk.review(one, by="dora")


def test_steps_come_in_order() -> None:
    desk = desk_with()
    one = proposed(desk, "office", "secretaries")
    with pytest.raises(ms.Conflict, match="waits for 'office'"):
        desk.review(one, by="anna", step="secretaries")
    with pytest.raises(ms.UnknownReference, match="has no step 'x'"):
        desk.review(one, by="anna", step="x")


def test_a_proposal_is_returned_only_with_a_comment() -> None:
    desk = desk_with()
    with pytest.raises(ms.InvalidInput, match="comment"):
        desk.review(proposed(desk, "office"), by="chief", agreed=False)


def test_a_proposal_that_was_overtaken_is_refused_when_all_have_agreed() -> None:
    desk = desk_with()
    one = proposed(desk, "office")
    with desk.edit(by="anna") as edit:
        edit.set(ms.Session, "s", title="Opening")
    with pytest.raises(ms.Conflict, match="changed since"):
        desk.review(one, by="chief")
    assert place(desk) == "hall"


def test_a_wrong_proposal_is_refused_at_once() -> None:
    desk = desk_with()
    with pytest.raises(ms.UnknownReference):
        desk.propose(ms.Change.of(ms.Put(ms.Session(id="s", place="nowhere"))), steps=["office"])
    with pytest.raises(ms.InvalidInput, match="somebody who must agree"):
        desk.propose(MOVE, steps=[])


def test_who_has_no_right_may_propose_and_who_has_it_makes_it_so() -> None:
    desk = desk_with(ms.EditRight(id="r", type="Session", persons=("anna",)))
    with pytest.raises(ms.NotPermitted):
        desk.apply(MOVE)
    one = proposed(desk, "secretaries")
    assert desk.review(one, by="anna").revision


@pytest.mark.parametrize("snapshot", [False, True])
def test_what_was_said_of_a_proposal_is_there_when_the_desk_is_opened_again(tmp_path: Path, *, snapshot: bool) -> None:
    file = tmp_path / "desk.db"
    with ms.Desk.open(file, clock=FrozenClock()) as desk:
        desk.apply(ms.Change(tuple(ms.Put(record) for record in OFFICE)))
        one = proposed(desk, "office", "secretaries")
        desk.review(one, by="chief", comment="if the lift works")
        if snapshot:
            desk.keep_snapshot()
    with ms.Desk.open(file, clock=FrozenClock()) as desk:
        (waiting,) = desk.proposals
        assert waiting.open_steps == ("secretaries",)
        assert [entry.kind for entry in desk.log()][-2:] == ["held", "reviewed"]
        assert list(desk.log())[-1].why == "if the lift works"
        assert desk.review(one, by="anna").revision


LAST_YEAR: tuple[ms.Record, ...] = (
    ms.Task(id="k", event="e", title="Signs", due=START - HOUR, state="done", evidence="photo", responsible="anna"),
    ms.Task(id="k2", event="e", title="Guides", after=("k",)),
    ms.Participant(id="p", event="e"),
    ms.Appearance(id="a", session="s", participant="p"),
    ms.Cue(id="c", session="s", title="Anthem"),
    ms.Lesson(id="l1", event="e", title="the airport was never asked", mend="invite the airport first"),
    ms.Lesson(id="l2", event="e", title="the guides were early", good=True, mend="do it again"),
)


def cloned() -> ms.Desk:
    desk = desk_with(*LAST_YEAR)
    assert desk.clone("e", "e-2031", shift=YEAR, by="anna").revision
    return desk


def test_what_is_planned_is_taken_along_at_the_same_hours() -> None:
    plan = cloned().plan
    event, session = plan.get(ms.Event, "e-2031"), plan.get(ms.Session, "e-2031.s")
    assert event is not None
    assert session is not None
    assert (event.previous, event.received) == ("e", START - 72 * HOUR + YEAR)
    assert session.window == ms.Window(START + YEAR, START + HOUR + YEAR)
    assert (session.event, session.place) == ("e-2031", "hall")


def test_tasks_begin_anew_and_hang_on_each_other() -> None:
    plan = cloned().plan
    first, second = plan.get(ms.Task, "e-2031.k"), plan.get(ms.Task, "e-2031.k2")
    assert first is not None
    assert second is not None
    assert (first.state, first.evidence, first.responsible) == ("open", "", "anna")
    assert second.after == ("e-2031.k",)


def test_who_came_is_not_taken_along() -> None:
    plan = cloned().plan
    assert not [one for one in plan.table("Participant") if one.startswith("e-2031")]
    assert not [one for one in plan.table("Appearance") if one.startswith("e-2031")]
    assert plan.get(ms.Cue, "e-2031.c") is not None


def test_what_was_learnt_becomes_a_task() -> None:
    tasks = {task.id: task.title for task in cloned().plan.all(ms.Task)}
    assert tasks["e-2031.lesson.l1"] == "invite the airport first"
    assert "e-2031.lesson.l2" not in tasks


def test_hours_stay_over_a_change_of_the_clocks() -> None:
    start = ms.instant("2030-03-20T09:00+00:00")
    desk = memory_desk([ms.Event(id="e", zone="Europe/London", window=ms.Window(start, start + HOUR))])
    desk.clone("e", "f", shift=timedelta(days=28))
    event = desk.plan.get(ms.Event, "f")
    assert event is not None
    assert event.window is not None
    assert event.window.start == ms.instant("2030-04-17T09:00+01:00")


def test_an_event_is_not_cloned_over_another() -> None:
    desk = desk_with(ms.Event(id="f"))
    with pytest.raises(ms.Conflict, match="already"):
        desk.clone("e", "f", shift=YEAR)
    with pytest.raises(ms.UnknownReference, match="no Event"):
        desk.clone("nobody's", "g", shift=YEAR)


def test_working_days_are_counted_anew_in_another_year() -> None:
    opening = ms.instant("2026-05-20T09:00+08:00")
    item = ms.TemplateItem(id="t.1", template="t", working_days=-3, force="fixed")
    asked = ms.instant("2026-05-15T09:00+08:00")
    desk = memory_desk(
        [
            ms.Event(id="e", zone="Asia/Shanghai", window=ms.Window(opening, opening + HOUR)),
            ms.ChecklistTemplate(id="t"),
            item,
            ms.Task(id="k", event="e", item="t.1", due=asked, planned=asked, anchored=opening),
            *(ms.DayOff(id=f"off-{day}", day=date(2026, 10, day)) for day in range(1, 8)),
            ms.Task(id="by-hand", event="e", item="t.1", due=asked - HOUR, planned=asked, anchored=opening),
        ]
    )
    desk.clone("e", "f", shift=timedelta(days=141))
    counted, by_hand = desk.plan.get(ms.Task, "f.k"), desk.plan.get(ms.Task, "f.by-hand")
    assert counted is not None
    assert by_hand is not None
    # The opening is on 8 October: the three working days before are 30, 29 and 28 September.
    assert counted.due == counted.planned == ms.instant("2026-09-28T09:00+08:00")
    assert by_hand.due == asked - HOUR + timedelta(days=141)


@pytest.mark.parametrize("shift", [timedelta(days=10**7), timedelta(days=-(10**6)), timedelta.max])
def test_no_event_is_cloned_out_of_the_calendar(shift: timedelta) -> None:
    opening = ms.instant("2026-05-20T09:00+08:00")
    desk = memory_desk([ms.Event(id="e", zone="Asia/Shanghai", window=ms.Window(opening, opening + HOUR))])
    with pytest.raises(ms.InvalidInput, match="outside the calendar"):
        desk.clone("e", "f", shift=shift)
    assert desk.plan.get(ms.Event, "f") is None
