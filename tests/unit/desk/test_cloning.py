"""What a new event takes along of an earlier one, and what follows from what was learnt there."""

from __future__ import annotations

from datetime import timedelta

import meetsupport as ms
from meetsupport.core.records import evolved
from meetsupport.readings import checklist_for, must_sign
from meetsupport.readings.lessons import lessons_for, unanswered_lessons
from meetsupport.readings.rosters import duty_limits, events_of_team, teams_of_event
from meetsupport.testing import START, FrozenClock, memory_desk

HOUR = timedelta(hours=1)
YEAR = timedelta(days=364)
OPENING = START + 48 * HOUR
LAST: tuple[ms.Record, ...] = (
    ms.Event(id="e", window=ms.Window(OPENING, OPENING + 4 * HOUR), chief_liaison="lin"),
    ms.Person(id="lin"),
    ms.Person(id="anna", team="hall"),
    ms.Team(id="hall", event="e", name="hall"),
    ms.Team(id="nobody", event="e", name="nobody's"),
    ms.Lodging(id="l", event="e"),
    ms.Room(id="r", lodging="l", beds=2, state="occupied"),
    ms.Post(id="p", event="e", team="hall", window=ms.Window(OPENING, OPENING + HOUR)),
    ms.Training(id="tr", event="e", teams=("hall",), due=OPENING),
    ms.DutyLimit(id="dl", event="e", team="hall", rest=11 * HOUR),
    ms.Freeze(id="f", event="e", type="Session"),
    ms.EditRight(id="er", event="e", type="Session", persons=("lin",)),
    ms.ChecklistTemplate(id="tours"),
    ms.TemplateItem(id="tours.air", template="tours", title="Ask the airport", role="hall"),
    ms.Task(id="k", event="e", item="tours.air", responsible="anna", team="hall", due=OPENING - 24 * HOUR),
    ms.Lesson(id="asked", event="e", title="nobody asked", mend="ask first", template="tours", item="tours.air"),
    ms.Lesson(id="hall", event="e", title="the hall was cold", mend="heat it"),
    ms.Lesson(id="cold", event="e", title="the soup was cold", cause="late"),
    ms.Lesson(id="good", event="e", title="guides were early", good=True),
)


def cloned(*more: ms.Record) -> ms.Desk:
    desk = memory_desk([*LAST, *more], clock=FrozenClock(OPENING + 300 * 24 * HOUR))
    desk.clone("e", "n", shift=YEAR, by="lin")
    return desk


def unanswered(desk: ms.Desk) -> set[str]:
    return {finding.key for finding in desk.check() if finding.code == "core.lesson-unanswered"}


def test_a_building_is_taken_along_with_its_rooms() -> None:
    room = cloned().plan.get(ms.Room, "n.r")
    assert room is not None
    assert (room.lodging, room.beds, room.state) == ("n.l", 2, "ready")


def test_nothing_is_frozen_and_everybody_may_edit() -> None:
    desk = cloned()
    assert not [one for one in (*desk.plan.table("Freeze"), *desk.plan.table("EditRight")) if one.startswith("n.")]


def test_a_team_with_people_works_for_both_events() -> None:
    desk = cloned()
    view = desk.view()
    assert desk.plan.get(ms.Team, "n.hall") is None
    assert view.derive(must_sign, "n.tr") == ("anna",)
    anna = desk.plan.get(ms.Person, "anna")
    assert anna is not None
    assert "n.dl" in {limit.id for limit in duty_limits(view, anna)}
    assert view.derive(events_of_team, "hall") == ("e", "n")
    assert view.derive(teams_of_event, "n") == ("hall", "n.nobody")


def test_a_lesson_of_an_item_is_due_and_owned_as_the_item_is() -> None:
    task = cloned().plan.get(ms.Task, "n.lesson.asked")
    assert task is not None
    assert (task.title, task.lessons, task.due) == ("ask first", ("asked",), OPENING - 24 * HOUR + YEAR)
    assert (task.responsible, task.team) == ("anna", "hall")


def test_any_other_lesson_is_due_at_the_opening_and_the_chief_liaison_officers() -> None:
    task = cloned().plan.get(ms.Task, "n.lesson.hall")
    assert task is not None
    assert (task.due, task.responsible) == (OPENING + YEAR, "lin")


def test_a_lesson_that_nobody_knew_what_to_do_about_is_not_lost() -> None:
    desk = cloned(ms.Recipient(id="r", kinds=("team-lead",), team="hall", language="en"))
    assert unanswered(desk) == {"cold"}
    said = [line.message.text() for line in desk.brief("r")]
    assert [line for line in said if "last time the soup was cold (late); nothing answers it yet" in line]
    assert [line for line in said if "last time nobody asked; what to do: ask first" in line]


def test_a_lesson_is_answered_by_a_task_that_names_it() -> None:
    desk = cloned()
    desk.apply(ms.Change.of(ms.Put(ms.Task(id="k2", event="n", lessons=("cold",)))))
    assert unanswered(desk) == set()
    with desk.edit(by="lin") as edit:
        edit.set(ms.Task, "k2", state="dropped")
    assert unanswered(desk) == {"cold"}


def test_lessons_come_down_through_several_years() -> None:
    desk = cloned()
    desk.clone("n", "m", shift=YEAR, by="lin")
    assert desk.view().derive(unanswered_lessons, "m") == ("cold",)


def test_the_lessons_of_a_template_stand_at_the_item_that_they_concern() -> None:
    view = cloned(ms.Lesson(id="all", template="tours", mend="begin a week earlier")).view()
    assert [one.id for one in lessons_for(view, "tours", "tours.air")] == ["asked"]
    assert [one.id for one in lessons_for(view, "tours")] == ["all"]


def test_a_checklist_of_a_template_names_what_was_learnt_and_the_team_of_last_year() -> None:
    desk = cloned()
    desk.apply(checklist_for(desk.view(), "tours", "n", copy="again", by="lin"))
    (made,) = [task for task in desk.plan.where(ms.Task, event="n", item="tours.air") if task.checklist]
    assert (made.lessons, made.team) == (("asked",), "hall")


WHOLE = ms.Lesson(id="whole", event="e", title="all was late", mend="begin a week earlier", template="tours")


def test_a_lesson_of_a_template_as_a_whole_is_a_task_of_the_event_that_is_cloned() -> None:
    task = cloned(WHOLE).plan.get(ms.Task, "n.lesson.whole")
    assert task is not None
    assert (task.title, task.lessons, task.due) == ("begin a week earlier", ("whole",), OPENING + YEAR)


def test_a_checklist_of_a_template_has_a_task_for_what_was_learnt_of_it_as_a_whole() -> None:
    desk = memory_desk([*LAST, WHOLE, ms.Event(id="m", window=ms.Window(OPENING + YEAR, OPENING + YEAR + HOUR))])
    desk.apply(checklist_for(desk.view(), "tours", "m", by="lin"))
    task = desk.plan.get(ms.Task, "m.tours:lesson.whole")
    assert task is not None
    assert (task.title, task.checklist, task.gate) == ("begin a week earlier", "m.tours", "before")
    assert (task.lessons, task.due) == (("whole",), OPENING + YEAR)
    assert not checklist_for(desk.view(), "tours", "m").edits
    with desk.edit() as edit:
        edit.set(ms.Event, "m", window=ms.Window(OPENING + YEAR + HOUR, OPENING + YEAR + 2 * HOUR))
    desk.apply(checklist_for(desk.view(), "tours", "m", by="lin"))
    moved = desk.plan.get(ms.Task, "m.tours:lesson.whole")
    assert moved is not None
    assert moved.due == OPENING + YEAR + HOUR


def test_what_the_event_answers_already_is_no_second_task() -> None:
    desk = cloned(WHOLE)
    change = checklist_for(desk.view(), "tours", "n", copy="again")
    assert [task for edit in change.edits if "lesson" in (task := edit.key[1])] == []
    assert [
        edit.key[1] for edit in checklist_for(desk.view(), "tours", "e", copy="again").edits if "lesson" in edit.key[1]
    ] == []


def test_a_sitting_that_an_event_got_since_it_was_cloned_has_its_list_beside_those_that_came_along() -> None:
    talks = (
        ms.Session(id="am", event="e", window=ms.Window(OPENING, OPENING + HOUR)),
        ms.ChecklistTemplate(id="hall"),
        ms.TemplateItem(id="hall.key", template="hall", title="get the key"),
        ms.TemplateItem(id="hall.sound", template="hall", title="try the sound", anchor="session", after=("hall.key",)),
    )
    desk = memory_desk([*LAST, *talks], clock=FrozenClock(OPENING - 40 * HOUR))
    desk.apply(checklist_for(desk.view(), "hall", "e"))
    desk.clone("e", "n", shift=YEAR)
    start = OPENING + YEAR + 2 * HOUR
    desk.apply(ms.Change.of(ms.Put(ms.Session(id="pm", event="n", window=ms.Window(start, start + HOUR)))))
    draft = desk.draft_checklist("hall", "n")
    assert draft.others == ("n.e.hall", "n.e.hall.am")
    assert draft.made == ("n.hall.pm:sound",)
    desk.apply(draft.change)
    made = desk.plan.get(ms.Task, "n.hall.pm:sound")
    assert made is not None
    assert made.after == ("n.e.hall:key",)
    assert not desk.draft_checklist("hall", "n").made


def test_the_list_that_came_with_a_cloned_event_is_due_anew_where_its_sitting_moves() -> None:
    talks = (
        ms.Session(id="am", event="e", window=ms.Window(OPENING, OPENING + HOUR)),
        ms.ChecklistTemplate(id="hall"),
        ms.TemplateItem(id="hall.sound", template="hall", title="try the sound", anchor="session"),
        ms.TemplateItem(id="hall.light", template="hall", title="try the light", anchor="session"),
    )
    desk = memory_desk([*LAST, *talks], clock=FrozenClock(OPENING - 40 * HOUR))
    desk.apply(checklist_for(desk.view(), "hall", "e"))
    desk.clone("e", "n", shift=YEAR)
    desk.apply(ms.Change.of(ms.Remove(ms.Task, "n.e.hall.am:light")))
    assert len(desk.draft_checklist("hall", "n").change) == 0
    (sitting,) = (one for one in desk.plan.all(ms.Session) if one.event == "n")
    assert sitting.window is not None
    later = ms.Window(sitting.window.start + 3 * HOUR, sitting.window.end + 3 * HOUR)
    desk.apply(ms.Change.of(ms.Put(evolved(sitting, window=later))))
    assert "core.task-anchor-moved" in {one.code for one in desk.check()}
    draft = desk.draft_checklist("hall", "n")
    assert (draft.made, draft.moved) == ((), ("n.e.hall.am:sound",))
    desk.apply(draft.change)
    assert desk.get(ms.Task, "n.e.hall.am:sound").due == later.start
    assert "core.task-anchor-moved" not in {one.code for one in desk.check()}
