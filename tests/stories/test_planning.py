"""How the work is planned: the rows of the cases about plans, checklists, gates, rounds and orders."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import meetsupport_china as china
import pytest

import meetsupport as ms
from meetsupport.core.errors import InvalidInput
from meetsupport.core.records import Record
from meetsupport.model import ChecklistTemplate, Round, TemplateItem
from meetsupport.readings import (
    backward_plan,
    checklist_for,
    item_time,
    last_working_day,
    longest_gap,
    round_slots,
)
from meetsupport.readings.templates import BUILTIN_TEMPLATES
from meetsupport.testing import memory_desk

HOUR = timedelta(hours=1)


class Clock:
    def __init__(self, now: str) -> None:
        self.now = ms.instant(now)

    def __call__(self) -> datetime:
        return self.now


def when(text: str, year: int = 2020) -> datetime:
    return ms.instant(f"{year}-{text}+08:00")


def span(start: str, end: str, year: int = 2020) -> ms.Window:
    return ms.Window(when(start, year), when(end, year))


def desk_of(now: str, *records: Record) -> tuple[ms.Desk, Clock]:
    clock = Clock(now)
    return memory_desk(records, clock=clock), clock


def codes(desk: ms.Desk, code: str) -> dict[str, ms.Finding]:
    """The findings of one rule by their subject and key."""
    return {f"{f.subject.id if f.subject else ''}/{f.key}": f for f in desk.check() if f.code == code}


def put(desk: ms.Desk, *records: Record) -> None:
    desk.apply(ms.Change(tuple(ms.Put(record) for record in records), by="office"))


def done(desk: ms.Desk, id: str, **about: Any) -> None:
    with desk.edit(by="office") as edit:
        edit.set(ms.Task, id, **{"state": "done", **about})


COMMENDATION = ms.Event(
    id="commendation",
    name="Commendation conference",
    kind="commendation",
    received=when("09-18T15:00"),
    window=span("09-22T09:00", "09-22T11:30"),
    preparation=72 * HOUR,
)


def test_c1_02_a_plan_backward_in_a_window_shorter_than_the_template() -> None:
    clock = Clock("2020-09-18T15:00+08:00")
    breakfast = ms.Meal(id="breakfast", event="commendation", covers=2600)
    desk = memory_desk((COMMENDATION, breakfast), plugins={"china": china}, clock=clock)
    desk.apply(checklist_for(desk.view(), "commendation", "commendation"))
    desk.adopt("china.large-meals", by="office")
    desk.apply(checklist_for(desk.view(), "china.large-meals", "commendation"))
    plan = backward_plan(desk.view(), "commendation")
    assert plan.length == 90 * HOUR
    stated = codes(desk, "core.preparation-differs")["commendation/"]
    assert "3 d to prepare are stated, and by the clock there are 3 d 18 h" in str(stated)
    compressed = {one.task.partition(":")[2]: one.laid.compressed for one in plan.compressed}
    # It takes twelve hours and could be done by eight the next morning, but for the night; the template wants it twenty
    # days before the opening.
    assert plan["commendation.commendation:overall"].laid.earliest_finish == when("09-19T08:00")
    assert compressed["overall"] == when("09-19T18:00") - when("09-02T09:00")
    assert compressed["design"] > timedelta(days=11)
    assert "install" not in compressed
    assert {"make", "install"} <= {one.task.partition(":")[2] for one in plan.at_night}
    assert plan["commendation.commendation:install"].laid.finish == when("09-22T02:00")
    notice = "commendation.china.large-meals:notice"
    assert [one.task for one in plan.unmet] == [notice]
    late = plan.unmet[0].laid.late
    # Twenty working days before Tuesday 22 September, no holiday between: Tuesday 25 August.
    assert late == when("09-18T15:00") - when("08-25T09:00")
    finding = codes(desk, "core.task-impossible")[f"{notice}/"]
    assert finding.severity == "hint"
    assert "that this time is in force is not confirmed" in str(finding)
    assert codes(desk, "china.catering-notice")["commendation/notice"].severity == "hint"
    told = ms.Document(
        id="n", event="commendation", kind="catering notice", state="submitted", submitted_at=when("09-18T17:00")
    )
    put(desk, told)
    assert not codes(desk, "china.catering-notice")


MILESTONES = (
    ("plans", "Three plans drafted", span("09-19T08:00", "09-19T12:00")),
    ("supplies", "Supplies laid out", span("09-20T08:00", "09-20T12:00")),
    ("party", "Welcome party formed", span("09-20T14:00", "09-20T18:00")),
    ("signs", "Boards, banners and signs made", span("09-21T08:00", "09-21T20:00")),
    ("rehearsal", "Rehearsal", span("09-21T14:00", "09-21T18:00")),
    ("install", "Installation", span("09-21T20:00", "09-22T02:00")),
    ("posts", "Everybody at the post", span("09-22T06:00", "09-22T09:00")),
)


def test_c1_02_in_thirty_hours_it_says_what_cannot_be_met_and_nothing_is_due_after_the_opening() -> None:
    late = ms.Event(id="late", received=when("09-21T03:00"), window=span("09-22T09:00", "09-22T12:00"))
    desk, _ = desk_of("2020-09-21T03:00+08:00", late)
    drafted = desk.draft_checklist("conference-with-tours", "late", by="office")
    desk.apply(drafted.change)
    before = [task for task in desk.view().all(ms.Task) if task.gate not in {"during", "after"}]
    assert {task.id for task in before if task.due and task.due > when("09-22T09:00")} == {
        "late.conference-with-tours:returns"
    }
    found = codes(desk, "core.task-impossible")
    # A plan of a day that is approved in another, and then a notice: 72 hours, of which there are 30.
    notice = found["late.conference-with-tours:notice/"]
    assert (notice.severity, notice.message.values["late"]) == ("blocking", 42 * HOUR)
    assert {f"{one.task}/" for one in drafted.plan.unmet} == set(found)


def test_c1_02_what_is_received_may_not_wait_until_after_the_opening() -> None:
    late = ms.Event(id="late", received=when("09-22T06:00"), window=span("09-22T09:00", "09-22T12:00"))
    desk, _ = desk_of("2020-09-22T06:00+08:00", late)
    desk.apply(checklist_for(desk.view(), "commendation", "late"))
    survey = desk.view().get(ms.Task, "late.commendation:survey")
    assert survey is not None
    assert survey.due == when("09-22T09:00")
    # Two hours to mobilise and three to survey, of which there are three.
    assert codes(desk, "core.task-impossible")[f"{survey.id}/"].message.values["late"] == 2 * HOUR


def test_c1_02_a_plan_that_is_looked_at_later_begins_then() -> None:
    desk, clock = desk_of("2020-09-18T15:00+08:00", COMMENDATION)
    desk.apply(checklist_for(desk.view(), "commendation", "commendation"))
    clock.now = when("09-22T06:00")
    plan = backward_plan(desk.view(), "commendation")
    assert plan.length == 3 * HOUR
    assert min(one.laid.start for one in plan.tasks) == clock.now
    assert plan["commendation.commendation:survey"].laid.late == 2 * HOUR
    assert str(desk.export(None, "gantt", of=ms.Event.ref("commendation")), "utf-8").count("|09-22 06:00") == 1


def test_c5_07_what_hangs_on_the_opening_is_found_and_moved_when_it_moves() -> None:
    desk, _ = desk_of("2020-09-18T15:00+08:00", COMMENDATION)
    desk.apply(desk.draft_checklist("commendation", "commendation").change)
    stem = "commendation.commendation"
    with desk.edit(by="office") as edit:
        edit.set(ms.Task, f"{stem}:supplies", due=when("09-20T12:00"))
    done(desk, f"{stem}:mobilise")
    with desk.edit(by="office", reason="a day sooner") as edit:
        edit.set(ms.Event, "commendation", window=span("09-21T09:00", "09-21T11:30"))
    moved = {key.removesuffix("/"): finding for key, finding in codes(desk, "core.task-anchor-moved").items()}
    install = moved[f"{stem}:install"]
    assert (install.severity, install.message.values["late"]) == ("blocking", 17 * HOUR)
    assert moved[f"{stem}:overall"].severity == "warning"
    # What was done, set by hand or hangs on the receipt of the task stays as it is.
    assert not moved.keys() & {f"{stem}:{one}" for one in ("mobilise", "supplies", "numbers", "survey")}
    again = desk.draft_checklist("commendation", "commendation")
    assert again.made == ()
    assert set(again.moved) == set(moved)
    desk.apply(again.change)
    assert not codes(desk, "core.task-anchor-moved")
    due = {task.id.partition(":")[2]: task.due for task in desk.view().all(ms.Task)}
    assert due["posts"] == when("09-21T06:00")
    assert due["supplies"] == when("09-20T12:00")
    assert len(desk.draft_checklist("commendation", "commendation").change) == 0


def test_c1_17_only_a_rehearsal_is_rehearsed_and_boards_are_made_before_it() -> None:
    plenary = ms.Session(id="plenary", event="commendation", kind="plenary", window=COMMENDATION.window)
    desk, _ = desk_of("2020-09-18T15:00+08:00", COMMENDATION, plenary)
    with pytest.raises(InvalidInput, match="no session of the kind rehearsal"):
        checklist_for(desk.view(), "rehearsal", "commendation")
    put(desk, ms.Session(id="r", event="commendation", kind="rehearsal", window=span("09-21T14:00", "09-21T18:00")))
    made = desk.draft_checklist("rehearsal", "commendation").made
    assert {id.partition(":")[0] for id in made} == {"commendation.rehearsal.r"}
    desk.apply(checklist_for(desk.view(), "commendation", "commendation"))
    plan = backward_plan(desk.view(), "commendation")
    rehearse, make = (plan[f"commendation.commendation:{one}"].laid for one in ("rehearse", "make"))
    assert (rehearse.start, rehearse.finish) == (when("09-21T14:00"), when("09-21T18:00"))
    assert make.finish <= rehearse.start


def test_c1_04_the_milestones_hour_by_hour_with_the_night_marked(tmp_path: Path) -> None:
    tasks = [ms.Task(id=id, event="commendation", title=title, window=window) for id, title, window in MILESTONES]
    desk, _ = desk_of("2020-09-18T15:00+08:00", COMMENDATION, *tasks)
    desk.export(tmp_path / "plan.md", "gantt", of=ms.Event.ref("commendation"))
    lines = (tmp_path / "plan.md").read_text(encoding="utf-8").splitlines()
    assert "|09-18 15:00" in next(line for line in lines if line.startswith("|09"))
    bars = {title: next(line for line in lines if line.endswith(title)) for _, title, _ in MILESTONES}
    # Two hours before the night, four in it: until 02:00.
    assert bars["Installation"].count("█") == 2
    assert bars["Installation"].count("▓") == 4
    assert bars["Installation"].index("█") == 77
    assert [bars[title].count("▓") for _, title, _ in MILESTONES] == [0, 0, 0, 0, 0, 4, 0]
    assert "| Installation | 09-21 20:00 | 09-22 02:00 | — | 4 h | — | — |" in lines


def test_c1_11_things_to_be_made_have_their_chain_and_their_deadlines() -> None:
    desk, clock = desk_of("2020-09-18T15:30+08:00", COMMENDATION)
    for copy, about in (("boards", "20 boards"), ("banners", "60 banners"), ("signs", "21 sets of signs")):
        change = checklist_for(
            desk.view(),
            "things-to-make",
            "commendation",
            copy=copy,
            about=about,
            anchors={"opening": when("09-22T02:00")},
        )
        desk.apply(change)
    tasks = {task.id.rpartition(".")[2]: task for task in desk.view().all(ms.Task)}
    assert len(tasks) == 12
    for copy in ("boards", "banners", "signs"):
        assert tasks[f"{copy}:install"].due == when("09-22T02:00")
        assert tasks[f"{copy}:install"].after == (tasks[f"{copy}:make"].id,)
        assert tasks[f"{copy}:make"].after == (tasks[f"{copy}:proof"].id,)
        assert tasks[f"{copy}:proof"].after == (tasks[f"{copy}:design"].id,)
    assert tasks["banners:make"].title == "60 banners: Make"
    assert not codes(desk, "core.task-not-begun")
    # The signs were installed at 02:00 only if they began to be made before: their chain says by when.
    clock.now = when("09-21T10:30")
    late = codes(desk, "core.task-not-begun")
    assert f"{tasks['signs:make'].id}/" in late
    assert "by 2020-09-21 06:00" in str(late[f"{tasks['signs:make'].id}/"])
    done(desk, tasks["signs:design"].id)
    done(desk, tasks["signs:proof"].id, evidence="proof sheet")
    assert f"{tasks['signs:proof'].id}/nobody" in codes(desk, "core.task-sign-off")
    with desk.edit(by="office") as edit:
        edit.set(ms.Task, tasks["boards:proof"].id, due=when("09-21T23:00"))
    assert f"{tasks['boards:make'].id}/{tasks['boards:proof'].id}" in codes(desk, "core.task-order")


def test_c1_16_an_office_without_precedent_has_templates_and_a_list_of_what_is_unknown() -> None:
    desk, clock = desk_of("2020-09-18T16:00+08:00", COMMENDATION)
    templates = {one.id for one in BUILTIN_TEMPLATES if isinstance(one, ChecklistTemplate)}
    assert {
        "conference-with-tours",
        "congress",
        "commendation",
        "party-day",
        "closed-loop",
        "hall-set-up",
        "video-link",
        "rehearsal",
        "site-survey",
    } <= templates
    desk.apply(checklist_for(desk.view(), "site-survey", "commendation", language="zh_CN"))
    unknown = codes(desk, "core.question-open")
    assert len(unknown) == 12
    assert {finding.severity for finding in unknown.values()} == {"unsettled"}
    exits = desk.view().get(ms.Task, "commendation.site-survey:exits")
    assert exits is not None
    assert exits.title == "各出口的数量、宽度和开启方向"
    assert exits.due == when("09-19T15:00")
    clock.now = when("09-19T15:00")
    assert {finding.severity for finding in codes(desk, "core.question-open").values()} == {"blocking"}
    done(desk, exits.id, result="10 doors of 1.8 m, all outward")
    assert len(codes(desk, "core.question-open")) == 11
    done(desk, "commendation.site-survey:fire")
    assert "commendation.site-survey:fire/answer" in codes(desk, "core.question-open")


def test_c1_17_a_rehearsal_with_everybody_in_place_and_what_it_found_in_the_register() -> None:
    hall = ms.Place(id="hall", name="Hall")
    rehearsal = ms.Session(
        id="rehearsal",
        event="commendation",
        kind="rehearsal",
        title="Rehearsal",
        place="hall",
        window=span("09-21T14:00", "09-21T18:00"),
    )
    crew = [ms.Person(id=f"s-{number}") for number in range(3)]
    expected = [ms.Appearance(id=f"a-{one.id}", session="rehearsal", person=one.id) for one in crew]
    desk, clock = desk_of("2020-09-21T13:00+08:00", COMMENDATION, hall, rehearsal, *crew, *expected)
    desk.apply(checklist_for(desk.view(), "rehearsal", "commendation", sessions=["rehearsal"], signs="s-0"))
    stem = "commendation.rehearsal.rehearsal"
    assert {task.id for task in desk.view().where(ms.Task, checklist=stem)} == {
        f"{stem}:{key}" for key in ("brief", "posts", "walk", "mobility", "lifts", "found")
    }
    with desk.edit(by="office") as edit:
        edit.set(ms.Appearance, "a-s-0", state="present")
        edit.set(ms.Appearance, "a-s-1", state="present")
    clock.now = when("09-21T18:00")
    assert "1 of those who must be in place are not present" in str(codes(desk, "core.rehearsal-absent")["rehearsal/"])
    done(desk, f"{stem}:lifts")
    assert f"{stem}:lifts/result" in codes(desk, "core.inspection-result")
    done(desk, f"{stem}:lifts", result="failed")
    assert f"{stem}:lifts/" in codes(desk, "core.inspection-without-hazard")
    put(desk, ms.Hazard(id="h-1", event="commendation", title="lift too slow", task=f"{stem}:lifts"))
    assert not codes(desk, "core.inspection-without-hazard")
    assert "h-1/" in codes(desk, "core.hazard-open")


CONGRESS = ms.Event(
    id="congress",
    kind="congress",
    received=when("04-10T09:00", 2019),
    window=span("05-16T09:00", "05-20T12:00", 2019),
)
INSTALLATIONS = ("power", "lighting", "sound", "air-con", "video", "lifts", "fire")


def test_c2_05_every_installation_is_inspected_with_a_result_and_inspected_again() -> None:
    desk, clock = desk_of("2019-05-10T09:00+08:00", CONGRESS)
    desk.apply(checklist_for(desk.view(), "congress", "congress"))
    tasks = {task.id.partition(":")[2]: task for task in desk.view().where(ms.Task, kind="inspection")}
    assert set(INSTALLATIONS) <= set(tasks)
    for name in INSTALLATIONS:
        done(desk, tasks[name].id, result="failed" if name == "lifts" else "passed", evidence=f"sheet {name}")
    found = codes(desk, "core.inspection-result")
    assert [key for key in found if key.endswith("/again")] == [f"{tasks['lifts'].id}/again"]
    again = ms.Task(
        id="lifts-2", event="congress", kind="inspection", after=(tasks["lifts"].id,), state="done", result="passed"
    )
    put(desk, again)
    assert not codes(desk, "core.inspection-result")
    done(desk, tasks["fire"].id, result="", evidence="")
    assert f"{tasks['fire'].id}/result" in codes(desk, "core.inspection-result")
    assert f"{tasks['fire'].id}/" in codes(desk, "core.task-evidence")
    assert f"{tasks['power'].id}/nobody" in codes(desk, "core.task-sign-off")
    clock.now = CONGRESS.window.start if CONGRESS.window else clock.now
    assert codes(desk, "core.gate-open")["congress.congress/before"].severity == "blocking"


HALLS = ms.Place(id="great-hall", kind="hall")
MORNING = ms.Session(id="am", event="congress", place="great-hall", window=span("05-16T08:30", "05-16T11:30", 2019))
EVENING = ms.Session(id="pm", event="congress", place="great-hall", window=span("05-16T13:00", "05-16T20:00", 2019))


def test_c2_10_a_hall_is_cleared_after_its_sitting_and_set_up_between_two() -> None:
    desk, _ = desk_of("2019-05-01T09:00+08:00", CONGRESS, HALLS, MORNING, EVENING)
    for template in ("congress", "hall-set-up"):
        desk.apply(checklist_for(desk.view(), template, "congress"))
    due = {task.id: task.due for task in desk.view().all(ms.Task)}
    assert due["congress.congress.pm:guide-out"] == when("05-16T20:30", 2019)
    assert due["congress.congress.pm:clear"] == when("05-16T21:00", 2019)
    # Two hours and a quarter before 13:00 would be in the morning's sitting: there is time after it.
    assert due["congress.hall-set-up.pm:clean"] == when("05-16T12:15", 2019)
    assert not codes(desk, "core.task-in-sitting")
    with desk.edit(by="office") as edit:
        edit.set(ms.Session, "am", window=span("05-16T08:30", "05-16T12:50", 2019))
    assert set(codes(desk, "core.task-in-sitting")) >= {
        "congress.congress.pm:sweep/",
        "congress.hall-set-up.pm:clean/",
    }
    with desk.edit(by="office") as edit:
        edit.set(ms.Session, "pm", window=span("05-17T13:00", "05-17T20:00", 2019))
    desk.apply(checklist_for(desk.view(), "hall-set-up", "congress"))
    moved = codes(desk, "core.task-anchor-moved")
    assert not [key for key in moved if key.startswith("congress.hall-set-up.pm:")]
    assert "congress.congress.pm:clear/" in moved


ENTRANCES = tuple(ms.Place(id=f"entrance-{n}", name=f"Entrance {n}", kind="entrance") for n in range(1, 6))
LEAD = ms.Person(id="guard-lead")
GUARDS = ms.Team(id="guards", event="congress", name="security", lead="guard-lead")


def test_c2_08_posts_at_five_entrances_and_patrols_with_their_missed_rounds() -> None:
    patrol = Round(
        id="fire-patrol",
        event="congress",
        name="Fire patrol",
        kind="fire",
        rule="FREQ=HOURLY;INTERVAL=2",
        window=span("05-16T08:00", "05-16T20:00", 2019),
        within=HOUR,
        places=tuple(one.id for one in ENTRANCES),
        team="guards",
    )
    posts = [
        ms.Post(id=f"p-{one.id}", place=one.id, team="guards", window=span("05-16T08:00", "05-16T20:00", 2019))
        for one in ENTRANCES
    ]
    reached = ms.Recipient(id="guards.lead", team="guards", kinds=("team-lead",))
    desk, clock = desk_of("2019-05-16T07:00+08:00", CONGRESS, LEAD, GUARDS, *ENTRANCES, patrol, *posts, reached)
    assert len(codes(desk, "core.post-understaffed")) == 5
    line = next(line for line in desk.brief("guards.lead") if "round:fire-patrol" in line.key)
    assert "every 2 hours" in str(line.message)
    day = span("05-16T08:00", "05-16T20:00", 2019)
    slots = round_slots(desk.view(), "fire-patrol", day)
    assert [slot.at.astimezone(day.start.tzinfo).hour for slot in slots] == [8, 10, 12, 14, 16, 18]
    put(
        desk,
        ms.Task(
            id="r-08",
            event="congress",
            round="fire-patrol",
            window=span("05-16T08:00", "05-16T08:40", 2019),
            state="done",
        ),
        *(
            ms.Task(
                id=f"r-10-{one.id}",
                event="congress",
                round="fire-patrol",
                place=one.id,
                due=when("05-16T10:50", 2019),
                state="done",
            )
            for one in ENTRANCES[:4]
        ),
    )
    clock.now = when("05-16T11:00", 2019)
    missed = codes(desk, "core.round-missed")
    assert [finding.key for finding in missed.values()] == ["2019-05-16T02:00:00+00:00"]
    assert "Entrance 5" in str(*missed.values())
    clock.now = when("05-16T13:00", 2019)
    assert len(codes(desk, "core.round-missed")) == 2
    # No two rounds more than two hours apart would be a gap of two; two were missed.
    assert longest_gap(desk.view(), "fire-patrol", span("05-16T08:00", "05-16T14:00", 2019)) == 6 * HOUR


def test_c2_08_a_fire_patrol_comes_every_two_hours_while_they_sit() -> None:
    sitting = ms.Session(id="s", event="congress", window=span("05-16T09:00", "05-16T13:00", 2019))
    desk = memory_desk((CONGRESS, sitting), plugins={"china": china}, clock=Clock("2019-05-16T07:00+08:00"))
    assert set(codes(desk, "china.fire-patrol")) == {"congress/none"}
    put(desk, Round(id="patrol", event="congress", kind="fire", rule="FREQ=HOURLY;INTERVAL=3"))
    (slow,) = codes(desk, "china.fire-patrol").values()
    assert (slow.message.values["gap"], slow.message.values["limit"]) == (3 * HOUR, 2 * HOUR)
    put(desk, Round(id="patrol", event="congress", kind="fire", rule="FREQ=HOURLY;INTERVAL=2"))
    assert not codes(desk, "china.fire-patrol")


def test_c2_13_hygiene_rounds_by_zone_done_and_missed() -> None:
    zones = [ms.Place(id=f"zone-{name}", name=f"Zone {name}", zone=name) for name in "ABC"]
    rounds = [
        Round(
            id=f"clean-{zone.zone}",
            event="congress",
            kind="hygiene",
            rule="FREQ=DAILY;BYHOUR=7,12,18;BYMINUTE=0",
            places=(zone.id,),
            responsible="guard-lead",
        )
        for zone in zones
    ]
    desk, clock = desk_of("2019-05-16T09:00+08:00", CONGRESS, LEAD, *zones, *rounds)
    put(
        desk,
        *(
            ms.Task(id=f"{zone}-12", round=f"clean-{zone}", due=when("05-16T12:30", 2019), state="done")
            for zone in "AB"
        ),
    )
    clock.now = when("05-16T13:00", 2019)
    assert list(codes(desk, "core.round-missed")) == ["clean-C/2019-05-16T04:00:00+00:00"]
    whole = CONGRESS.window
    assert whole is not None
    states = [slot.state for slot in round_slots(desk.view(), "clean-A", whole)]
    # From the opening at 09:00 on the 16th until noon of the 20th: 2 + 3 × 3 + 1.
    assert (len(states), states[0], set(states[1:])) == (12, "done", {"ahead"})


GUEST_HOUSE = ms.Event(
    id="guest-house",
    kind="closed loop",
    received=when("03-13T08:00", 2022),
    window=span("03-13T08:00", "06-30T00:00", 2022),
)
HALL = ms.Place(id="hall-1", name="Hall 1", kind="hall")
SITTING = ms.Session(
    id="sitting",
    event="guest-house",
    title="Evening meeting",
    place="hall-1",
    window=span("03-20T20:00", "03-20T23:30", 2022),
)
STEWARD = ms.Person(id="steward")


def hall_desk(template: str) -> tuple[ms.Desk, Clock, str]:
    reached = ms.Recipient(id="steward.phone", person="steward", kinds=("duty",))
    desk, clock = desk_of("2022-03-15T08:00+08:00", GUEST_HOUSE, HALL, SITTING, STEWARD, reached)
    desk.apply(checklist_for(desk.view(), template, "guest-house", signs="steward"))
    return desk, clock, f"guest-house.{template}.sitting"


def test_c4_12_the_set_up_of_a_hall_is_ticked_off_and_signed_before_the_sitting() -> None:
    desk, clock, stem = hall_desk("hall-set-up")
    keys = ("spacing", "alignment", "plates", "microphone", "link")
    tasks = {task.id.partition(":")[2]: task for task in desk.view().where(ms.Task, checklist=stem)}
    assert set(keys) <= set(tasks)
    assert all(tasks[key].gate == "before" and tasks[key].place == "hall-1" for key in keys)
    assert tasks["plates"].due == when("03-20T18:40", 2022)
    assert f"sign:{stem}" in str([line.key for line in desk.brief("steward.phone")])
    unsigned = codes(desk, "core.checklist-unsigned")[f"{stem}/unsigned"]
    assert unsigned.severity == "unsettled"
    clock.now = when("03-20T20:00", 2022)
    assert codes(desk, "core.checklist-unsigned")[f"{stem}/unsigned"].severity == "blocking"
    with desk.edit(by="steward") as edit:
        edit.set(ms.Checklist, stem, signed_at=when("03-20T19:50", 2022))
    assert "items are open" in str(codes(desk, "core.checklist-unsigned")[f"{stem}/early"])
    for task in tasks.values():
        if task.gate == "before":
            done(desk, task.id, evidence="list", result="passed")
    assert not codes(desk, "core.checklist-unsigned")


def test_c4_12_a_sitting_that_was_added_late_has_no_list_until_the_same_call_makes_one() -> None:
    desk, _, _ = hall_desk("hall-set-up")
    late = ms.Session(id="late", event="guest-house", place="hall-1", window=span("03-21T01:00", "03-21T03:00", 2022))
    put(desk, late)
    assert list(codes(desk, "core.session-unlisted")) == ["late/hall-set-up"]
    desk.apply(checklist_for(desk.view(), "hall-set-up", "guest-house", signs="steward"))
    assert len(desk.view().where(ms.Task, checklist="guest-house.hall-set-up.late")) == 9
    assert not codes(desk, "core.session-unlisted")


def test_c4_13_a_video_link_has_two_lines_a_test_log_and_a_fallback_before_the_sitting() -> None:
    desk, clock, stem = hall_desk("video-link")
    tasks = {task.id.partition(":")[2]: task for task in desk.view().where(ms.Task, checklist=stem)}
    # Three working days before Sunday the 20th, and the day before: 20:00 on Wednesday and on Saturday.
    assert tasks["apply"].due == when("03-16T20:00", 2022)
    assert tasks["fallback"].after == (tasks["line-1"].id, tasks["line-2"].id)
    for name in ("line-1", "line-2", "fallback"):
        done(desk, tasks[name].id, result="failed" if name == "line-2" else "passed")
    assert {f"{tasks[name].id}/" for name in ("line-1", "line-2", "fallback")} == set(codes(desk, "core.task-evidence"))
    for name in ("line-1", "line-2", "fallback"):
        done(desk, tasks[name].id, evidence="test log 2022-03-19")
    assert not codes(desk, "core.task-evidence")
    assert list(codes(desk, "core.inspection-result")) == [f"{tasks['line-2'].id}/again"]
    clock.now = when("03-20T20:00", 2022)
    assert codes(desk, "core.inspection-result")[f"{tasks['line-2'].id}/again"].severity == "blocking"


def test_c4_14_no_gate_is_passed_with_open_items() -> None:
    desk, clock, stem = hall_desk("hall-set-up")
    assert codes(desk, "core.gate-open")[f"{stem}/before"].severity == "unsettled"
    done(desk, f"{stem}:present", state="started")
    passed = codes(desk, "core.gate-open")[f"{stem}/before"]
    assert passed.severity == "blocking"
    assert "7 of its items for the gate before are open, and items of a later gate have begun" in str(passed)
    done(desk, f"{stem}:link", state="dropped")
    assert "7 of its items" in str(codes(desk, "core.gate-open")[f"{stem}/before"])
    done(desk, f"{stem}:link", state="dropped", reason="no other hall tonight")
    assert "6 of its items" in str(codes(desk, "core.gate-open")[f"{stem}/before"])
    for key in ("clean", "spacing", "alignment", "plates", "microphone", "tea"):
        done(desk, f"{stem}:{key}")
    assert f"{stem}/before" not in codes(desk, "core.gate-open")
    # A task of no list stands at the gate of its sitting just the same.
    put(desk, ms.Task(id="flags", event="guest-house", session="sitting", gate="before"))
    assert codes(desk, "core.task-gate-open")["flags/"].severity == "unsettled"
    clock.now = when("03-20T20:00", 2022)
    assert codes(desk, "core.task-gate-open")["flags/"].severity == "blocking"
    done(desk, "flags")
    assert not codes(desk, "core.task-gate-open")
    clock.now = when("03-20T23:30", 2022)
    over = codes(desk, "core.gate-open")
    assert {key: finding.severity for key, finding in over.items()} == {
        f"{stem}/during": "blocking",
        f"{stem}/after": "unsettled",
    }


def test_c4_15_zones_are_disinfected_by_schedule_for_weeks() -> None:
    zones = [ms.Place(id=name, name=name) for name in ("lobby", "stairs", "toilets")]
    rounds = [
        Round(
            id=f"disinfect-{zone.id}",
            event="guest-house",
            kind="disinfection",
            rule="FREQ=HOURLY;INTERVAL=4",
            places=(zone.id,),
            responsible="steward",
        )
        for zone in zones
    ]
    desk, clock = desk_of("2022-03-13T08:00+08:00", GUEST_HOUSE, STEWARD, *zones, *rounds)
    start = when("03-13T08:00", 2022)
    times = [start + number * 4 * HOUR for number in range(39 * 6)]
    skipped = {times[-2], times[100]}
    put(
        desk,
        *(
            ms.Task(
                id=f"{zone.id}-{at:%m%dT%H}",
                round=f"disinfect-{zone.id}",
                window=ms.Window(at, at + HOUR / 2),
                state="done",
            )
            for zone in zones
            for at in times
            if zone.id != "stairs" or at not in skipped
        ),
    )
    clock.now = when("04-21T08:00", 2022)
    # The time of the last week is told of; the one of a month ago is found by asking for the whole run.
    missed = codes(desk, "core.round-missed")
    assert [finding.subject.id for finding in missed.values() if finding.subject] == ["disinfect-stairs"]
    whole = round_slots(desk.view(), "disinfect-stairs", ms.Window(start, clock.now))
    assert [slot.at for slot in whole if slot.state == "missed"] == sorted(skipped)
    assert len(whole) == 39 * 6


def test_c5_03_work_is_planned_backward_over_the_holiday_and_done_before_it() -> None:
    conference = ms.Event(
        id="conference",
        kind="conference",
        received=when("05-24T09:00", 2011),
        arrives=when("06-08T14:00", 2011),
        registration_closes=when("06-04T18:00", 2011),
        window=span("06-09T08:30", "06-11T12:00", 2011),
    )
    holiday = [ms.DayOff(id=f"d-{n}", day=date(2011, 6, n), name="Dragon Boat holiday") for n in (4, 5, 6)]
    desk, _ = desk_of("2011-05-24T10:00+08:00", conference, *holiday)
    desk.apply(checklist_for(desk.view(), "conference-with-tours", "conference"))
    plan = backward_plan(desk.view(), "conference")
    assert not [one.task for one in plan.on_days_off if set(one.off_days) & {date(2011, 6, n) for n in (4, 5, 6)}]
    close = desk.view().get(ms.Task, "conference.conference-with-tours:close")
    assert close is not None
    # By the template four days before arrival: the 4th, a day off; so it is planned for before the holiday.
    item = desk.view().get(TemplateItem, "conference-with-tours.close")
    assert item is not None
    wanted = item_time(desk.view(), item, conference, conference.arrives)
    assert wanted == when("06-04T14:00", 2011)
    assert close.due is not None
    assert close.due <= when("06-04T00:00", 2011)
    assert last_working_day(desk.view(), date(2011, 6, 4)) == date(2011, 6, 3)
    with desk.edit(by="office") as edit:
        edit.set(ms.Task, close.id, due=wanted)
    flagged = codes(desk, "core.task-due-on-day-off")[f"{close.id}/2011-06-04"]
    assert "2011-06-03, the last working day before" in str(flagged)
    put(desk, ms.Delegation(id="late", event="conference", registers_by=when("06-05T12:00", 2011)))
    assert set(codes(desk, "core.delegation-registration-on-day-off")) == {"late/2011-06-05"}
    # Registration itself closed on the first day of the holiday.
    closes = codes(desk, "core.registration-on-day-off")["conference/2011-06-04"]
    assert closes.fix is not None
    assert closes.fix.values["before"] == date(2011, 6, 3)


def test_c5_13_a_late_order_has_the_time_it_came_and_the_time_it_is_due() -> None:
    conference = ms.Event(id="conference", window=span("06-09T08:30", "06-11T12:00", 2011))
    gifts = ms.Task(
        id="gifts",
        event="conference",
        kind="order",
        title="Gifts for the leaders' meeting",
        ordered_at=when("06-08T23:00", 2011),
        ordered_by="reception office",
        due=when("06-09T07:30", 2011),
    )
    bare = ms.Task(id="call", event="conference", kind="order")
    desk, clock = desk_of("2011-06-08T23:05+08:00", conference, gifts, bare)
    late = codes(desk, "core.order-overnight")["gifts/"]
    text = str(late)
    assert "it came 2011-06-08 23:00 and is due 2011-06-09 07:30: 7 h of its 8 h 30 min are at night" in text
    assert "call/" in codes(desk, "core.order-unrecorded")
    assert "gifts/" not in codes(desk, "core.order-unrecorded")
    clock.now = when("06-09T07:30", 2011)
    assert "gifts/" in codes(desk, "core.task-overdue")
    done(desk, "gifts", evidence="receipt")
    assert not codes(desk, "core.order-overnight")
    assert "gifts/" not in codes(desk, "core.task-overdue")


def test_working_days_that_count_otherwise_since_days_off_are_known_are_found() -> None:
    desk, _ = desk_of(
        "2026-08-03T09:00+08:00",
        ms.Event(id="autumn", zone="Asia/Shanghai", window=span("10-08T09:00", "10-09T17:00", 2026)),
        ChecklistTemplate(id="notices"),
        TemplateItem(id="notices.apply", template="notices", working_days=-3, force="fixed"),
        TemplateItem(id="notices.tell", template="notices", working_days=-3, force="unconfirmed"),
        TemplateItem(id="notices.print", template="notices", working_days=-3),
    )
    desk.apply(checklist_for(desk.view(), "notices", "autumn"))
    assert not codes(desk, "core.task-anchor-moved")
    put(desk, *(ms.DayOff(id=f"off-{day}", day=date(2026, 10, day)) for day in range(1, 8)))
    stale = codes(desk, "core.task-anchor-moved")
    severities = {key: finding.severity for key, finding in stale.items()}
    assert severities == {"autumn.notices:apply/count": "blocking", "autumn.notices:tell/count": "warning"}
    assert "must be done by 2026-09-28 09:00" in str(stale["autumn.notices:apply/count"])
    desk.apply(checklist_for(desk.view(), "notices", "autumn"))
    assert not codes(desk, "core.task-anchor-moved")


def test_what_hangs_on_a_sitting_that_was_called_off_is_found() -> None:
    desk, _ = desk_of(
        "2019-05-01T09:00+08:00",
        CONGRESS,
        HALLS,
        MORNING,
        ChecklistTemplate(id="doors"),
        TemplateItem(id="doors.open", template="doors", anchor="session", offset=-HOUR),
    )
    desk.apply(checklist_for(desk.view(), "doors", "congress"))
    assert not codes(desk, "core.task-anchor-moved")
    with desk.edit(by="office") as edit:
        edit.set(ms.Session, "am", window=None)
    assert set(codes(desk, "core.task-anchor-moved")) == {"congress.doors.am:open/lost"}
    with desk.edit(by="office") as edit:
        edit.set(ms.Task, "congress.doors.am:open", state="dropped")
    assert not codes(desk, "core.task-anchor-moved")
