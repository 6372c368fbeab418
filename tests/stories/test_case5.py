"""
The conference whose lists kept changing, as its users would live through it.

The demo is told once; every test then looks at its journal through a desk of its own, at the moment that it is about.
What the story does not show (a clock a moment earlier, somebody who is not replaced) is tried on a desk that has just
loaded the same lists.
"""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

import meetsupport as ms
from meetsupport.cli.demo import Ending, FolderTaken, StoryBroken, own_plugins, run
from meetsupport.cli.demo import __main__ as demo_main
from meetsupport.cli.demo.case5.records import records
from meetsupport.cli.demo.case5.setting import World, at
from meetsupport.cli.demo.office import Clock, Office
from meetsupport.cli.demo.running import finish
from meetsupport.cli.demo.telling import Teller
from meetsupport.cli.demo.words import Tongue
from meetsupport.desk.builtin import BUILTIN
from meetsupport.readings import delegation_heads, manifest, meal_heads, trip_heads
from tests.thorough import on_one_python

MOMENT = timedelta(microseconds=1)
HEADS = {f"head.province-{n:02}" for n in range(1, 32)} | {"head.central"}
HALL_STAFF = {f"hall.{n}" for n in range(1, 9)}
SPEAKERS = {"speaker.005", "speaker.044", "speaker.083", "speaker.122", "speaker.137", "speaker.200"}


class SetClock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def tell(folder: Path, language: str = "en", registry: ms.Registry | None = None) -> tuple[Ending, str]:
    said = io.StringIO()
    ending = run(folder, Console(file=said, width=100), language, registry=registry)
    return ending, said.getvalue()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ending, str]:
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="module")
def told(story: tuple[Ending, str]) -> Ending:
    return story[0]


@pytest.fixture(scope="module")
def desk(told: Ending) -> Iterator[ms.Desk]:
    with ms.Desk.open(told.journal, registry=own_plugins(), clock=SetClock(at("11T12:00"))) as opened:
        yield opened


@pytest.fixture
def before(tmp_path: Path) -> Iterator[ms.Desk]:
    """Give a desk with the first lists, which everybody has read, and a clock to turn."""
    registry = ms.Registry.of({"core": BUILTIN})
    with ms.Desk.open(registry=registry, clock=SetClock(at("01T10:00"))) as opened:
        world = World(Tongue("en"), str(tmp_path / "outbox"))
        opened.apply(ms.Change(tuple(ms.Put(record) for record in records(world)), by="registration"))
        for notice in opened.notices():
            opened.acknowledge(notice, by=notice.recipient)
        yield opened


def codes(findings: ms.Report | tuple[ms.Finding, ...], severity: str | None = None) -> Counter[str]:
    return Counter(f.code.removeprefix("core.") for f in findings if severity in {None, f.severity})


def lines(moment: ms.Moment, recipient: str) -> list[str]:
    return [line.message.text() for line in moment.brief(recipient)]


def turn(desk: ms.Desk, to: datetime) -> None:
    clock = desk._clock  # pyright: ignore[reportPrivateUsage]
    assert isinstance(clock, SetClock)
    clock.now = to


def waiting(moment: ms.Moment) -> set[str]:
    return {notice.recipient for notice in moment.uninformed()}


class TestTheWhole:
    def test_it_ends_with_everybody_informed_and_nothing_blocking(self, desk: ms.Desk) -> None:
        assert desk.uninformed() == ()
        assert desk.check().clear

    def test_the_lesson_that_stands_is_the_deadline_on_a_holiday(self, desk: ms.Desk) -> None:
        assert codes(desk.check()) == {"registration-on-day-off": 1}

    def test_the_chain_of_the_journal_holds(self, desk: ms.Desk) -> None:
        proof = desk.verify()
        assert (proof.ok, proof.problems) == (True, ())
        assert proof.entries == desk.revision > 500

    @on_one_python
    def test_what_the_live_desk_said_is_what_the_journal_says_afterwards(self, told: Ending, desk: ms.Desk) -> None:
        for scene in told.scenes:
            assert waiting(desk.at(revision=scene.end)) == set(scene.unread), scene.name

    def test_it_leaves_its_papers(self, told: Ending) -> None:
        folder = told.journal.parent
        assert all(paper.stat().st_size > 0 for paper in told.papers)
        assert len(list((folder / "manifests").iterdir())) == 6
        assert len(list((folder / "outbox").glob("*.jsonl"))) > 200

    def test_it_takes_a_screen_or_five_and_no_more(self, story: tuple[Ending, str]) -> None:
        assert 150 <= len(story[1].splitlines()) <= 300

    def test_it_is_plain_text_in_a_pipe(self, story: tuple[Ending, str]) -> None:
        assert "\x1b" not in story[1]
        assert max(len(line) for line in story[1].splitlines()) <= 100

    def test_the_log_tells_every_step(self, told: Ending) -> None:
        log = (told.journal.parent / "log.md").read_text(encoding="utf-8")
        assert log.count("\n## ") == len(told.scenes)

    @on_one_python
    def test_a_second_run_starts_afresh_and_deletes_only_its_own_files(self, told: Ending, tmp_path: Path) -> None:
        folder = tmp_path / "demo-output"
        shutil.copytree(told.journal.parent, folder)
        mine = folder / "outbox" / "notes.txt"
        mine.write_text("mine", encoding="utf-8")
        (folder / "minutes.xlsx").write_bytes(b"mine")
        again, said = tell(folder)
        assert "of an earlier run were deleted" in said
        assert again.scene("end").unread == []
        assert mine.exists()
        assert (folder / "minutes.xlsx").exists()
        assert len(list((folder / "outbox").glob("*.jsonl"))) == len(
            list((told.journal.parent / "outbox").glob("*.jsonl"))
        )

    def test_a_story_that_leaves_somebody_uninformed_says_who(self, before: ms.Desk, tmp_path: Path) -> None:
        with before.edit(by="hall-lead") as edit:
            edit.set(ms.Trip, "coach-3", vehicle="X-9999")
        teller = Teller(Tongue("en"), Console(file=io.StringIO()), tmp_path / "log.md")
        with pytest.raises(StoryBroken, match=r"head\.province-01.*arrivals-body-unlisted"):
            finish(Office(before, Clock(before.now), teller), ())

    def test_it_is_told_by_its_module_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[tuple[Path, str, float, int]] = []

        def noted(folder: Path, *, language: str, pace: float, case: int) -> None:
            asked.append((folder, language, pace, case))

        monkeypatch.setattr(demo_main, "run", noted)
        monkeypatch.setattr("sys.argv", ["demo", str(tmp_path), "--language", "zh_CN", "--pace", "0.5"])
        demo_main.main()
        assert asked == [(tmp_path, "zh_CN", 0.5, 5)]

    def test_a_folder_with_files_of_somebody_else_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "conference.xlsx").write_bytes(b"mine")
        with pytest.raises(FolderTaken, match=r"conference\.xlsx"):
            tell(tmp_path)
        assert [file.name for file in tmp_path.iterdir()] == ["conference.xlsx"]

    @on_one_python
    def test_in_chinese_the_same_happens(self, told: Ending, tmp_path: Path) -> None:
        chinese, said = tell(tmp_path, "zh_CN")
        assert "转达不等于签收" in said
        for one, other in zip(told.scenes, chinese.scenes, strict=True):
            assert (one.name, set(one.told), one.unread) == (other.name, set(other.told), other.unread)
            assert (set(one.raised), set(one.cleared)) == (set(other.raised), set(other.cleared))

    def test_without_plugins_json_stands_in_for_workbooks(self, told: Ending, tmp_path: Path) -> None:
        plain, said = tell(tmp_path, registry=ms.Registry.of({"core": BUILTIN}))
        assert "meetsupport-xlsx" in said
        assert [scene.told for scene in plain.scenes] == [scene.told for scene in told.scenes]


class TestPreparing:
    def test_the_workbook_brings_every_record_as_its_clerk_meant_it(self, told: Ending, desk: ms.Desk) -> None:
        loaded = desk.at(revision=told.scene("load").revisions[0])
        meant = records(World(Tongue("en"), (told.journal.parent / "outbox").as_posix()))
        assert {(type(r).__name__, r.id): r for r in loaded} == {(type(r).__name__, r.id): r for r in meant}

    def test_its_names_are_as_varied_as_those_of_a_real_list(self, told: Ending, desk: ms.Desk) -> None:
        names = Counter(p.name for p in desk.at(revision=told.scene("load").end).plan.all(ms.Participant))
        assert {"㛃", "𠮷", "Ｅ", "·"} <= set("".join(names))
        assert [(name, count) for name, count in names.items() if count > 1] == [("甲试例", 2)]

    def test_c5_01_two_of_ministerial_and_fifty_five_of_bureau_rank_of_250(self, told: Ending, desk: ms.Desk) -> None:
        first = desk.at(revision=told.scene("load").end)
        people = first.plan.all(ms.Participant)
        assert len(people) == 250
        assert len(first.plan.where(ms.Participant, rank="minister")) == 2
        assert len(first.plan.where(ms.Participant, rank="bureau")) == 55

    def test_c5_02_each_team_has_a_lead_a_deputy_and_a_plan_before_the_holiday(
        self, told: Ending, desk: ms.Desk
    ) -> None:
        ready = desk.at(revision=told.scene("airport").end)
        teams = ready.plan.all(ms.Team)
        assert len(teams) == 4
        for team in teams:
            assert team.lead != team.deputy
            assert ready.get(ms.Task, f"plan-{team.id}").state == "done"

    def test_c5_02_no_link_is_without_its_named_person(self, before: ms.Desk) -> None:
        links = before.plan.where(ms.Task, kind="link")
        assert len(links) == 7
        assert all(link.responsible for link in links)

    def test_c5_02_a_link_without_a_named_person_is_found(self, before: ms.Desk) -> None:
        edit = before.edit(by="lead")
        edit.set(ms.Task, "link-meals", responsible=None)
        assert codes(before.preview(edit.change).raised) == {"task-without-responsible": 1}

    def test_c5_03_a_deadline_on_the_holiday_is_flagged_with_the_last_working_day_before(self, before: ms.Desk) -> None:
        found = [f for f in before.check() if f.code == "core.task-due-on-day-off"]
        assert [str(f.subject) for f in found] == ["Task:plan-transport"]
        assert found[0].fix is not None
        assert found[0].fix.values["before"] == date(2011, 6, 3)

    def test_c5_03_the_tuesday_after_the_holiday_is_no_day_off(self, before: ms.Desk) -> None:
        edit = before.edit(by="lead")
        edit.set(ms.Task, "plan-transport", due=at("07T17:00"))
        assert codes(before.preview(edit.change).cleared) == {"task-due-on-day-off": 1}

    def test_c5_04_eleven_provinces_are_chased_from_the_deadline_on_and_not_before(self, before: ms.Desk) -> None:
        turn(before, at("04T18:00") - MOMENT)
        assert codes(before.check(), "unsettled")["delegation-unregistered"] == 11
        turn(before, at("04T18:00"))
        assert codes(before.check(), "blocking")["delegation-unregistered"] == 11

    def test_c5_04_on_the_seventh_they_are_called_and_have_registered(self, told: Ending, desk: ms.Desk) -> None:
        scene = told.scene("late")
        assert Counter(code for code, *_ in scene.cleared) == {"core.delegation-unregistered": 11}
        after = desk.at(revision=scene.end)
        assert after.now.astimezone(at("07T09:00").tzinfo) == at("07T09:00")
        assert not after.plan.where(ms.Participant, state="expected")

    def test_c5_12_a_body_that_nobody_listed_is_missed_because_arrivals_by_air_need_it(self, before: ms.Desk) -> None:
        (found,) = (f for f in before.check() if f.code == "core.arrivals-body-unlisted")
        assert (found.severity, found.key) == ("blocking", "airport")
        assert found.message.values["count"] == 17

    def test_c5_12_once_listed_it_is_missed_at_the_coordination_meetings_until_it_came(self, told: Ending) -> None:
        scene = told.scene("airport")
        assert ("core.body-uncoordinated", "Organization:airport", "invited") in scene.raised
        assert {code for code, *_ in scene.cleared} >= {"core.arrivals-body-unlisted", "core.body-uncoordinated"}

    def test_c5_12_the_body_is_told_its_part(self, told: Ending, desk: ms.Desk) -> None:
        assert "airport" in told.scene("airport").told
        part = "\n".join(lines(desk.at(revision=told.scene("airport").end), "airport"))
        assert "Second coordination meeting" in part
        assert "Keep a lane free for the pick-ups" in part

    def test_c5_18_return_trips_are_gathered_at_registration(self, told: Ending, desk: ms.Desk) -> None:
        first, after = desk.at(revision=told.scene("load").end), desk.at(revision=told.scene("late").end)
        assert sum(p.departs is None for p in first.plan.all(ms.Participant)) == 88
        assert all(p.departs for p in after.plan.all(ms.Participant))


class TestMoreThanAgreed:
    def test_c5_05_companions_count_against_the_quota(self, told: Ending, desk: ms.Desk) -> None:
        over = {subject for code, subject, _ in told.scene("more").raised if code == "core.delegation-over-quota"}
        assert over == {f"Delegation:province-{n:02}" for n in (3, 9, 11, 18)}
        first = desk.at(revision=told.scene("more").revisions[0])
        heads = {n: first.derive(delegation_heads, f"province-{n:02}") for n in (3, 9, 11, 18)}
        assert heads == {3: 10, 9: 20, 11: 11, 18: 10}

    def test_c5_05_a_companion_is_listed_or_counted_and_not_both(self, before: ms.Desk) -> None:
        edit = before.edit(by="registration")
        edit.set(ms.Participant, "p-018", companions=1)
        edit.add(ms.Participant, "family", event="conference", accompanies="p-018", state="registered")
        raised = {str(f.subject) for f in before.preview(edit.change).raised if f.code.endswith("counted-twice")}
        assert raised == {"Participant:p-018"}

    def test_c5_05_with_approval_it_is_in_order(self, told: Ending, desk: ms.Desk) -> None:
        assert not codes(desk.at(revision=told.scene("more").end).check())["delegation-over-quota"]
        approval = next(e for e in desk.log(told.scene("more").revisions[1] - 1) if e.kind == "change")
        assert "approval-17" in approval.why

    def test_c5_05_a_coach_that_the_twelve_overfill_is_found_and_mended(self, told: Ending, desk: ms.Desk) -> None:
        first, second = (desk.at(revision=r) for r in told.scene("more").revisions)
        assert first.derive(trip_heads, "coach-3") == 42 + 12 + 2
        assert ("core.trip-overbooked", "Trip:coach-3", "") in told.scene("more").raised
        assert (second.derive(trip_heads, "coach-3"), second.derive(trip_heads, "coach-4")) == (49, 48)

    def test_c5_05_just_those_are_told_whose_work_it_changes(self, told: Ending) -> None:
        assert set(told.scene("more").told) == {
            *(f"liaison.coach-{n}" for n in (3, 4, 5, 6)),
            "liaison.chief",
            *(f"head.province-{n:02}" for n in (3, 9, 11, 18)),
            "host.b1",
            "host.b2",
            "host.c1",
            "host.c2",
            "desk.residence",
            "desk.annexe",
            "kitchens",
            "lead.catering",
        }

    def test_c5_06_ten_rooms_more_are_beyond_what_is_held_and_only_the_desk_is_told(
        self, told: Ending, desk: ms.Desk
    ) -> None:
        scene = told.scene("rooms")
        assert {code for code, *_ in scene.raised} == {
            "core.lodging-short",
            "core.event-beds-short",
            "core.room-buffer",
        }
        assert scene.told == ["desk.residence"]
        demand = desk.get(ms.RoomDemand, "rooms-guard")
        assert (demand.rooms, demand.ordered_by, demand.ordered_at) == (10, "guard-bureau", at("07T16:25"))

    def test_c5_06_a_gap_is_open_until_all_must_be_settled_and_a_breach_from_then_on(self, before: ms.Desk) -> None:
        with before.edit(by="registration") as edit:
            edit.add(ms.RoomDemand, "rooms-guard", lodging="residence", rooms=20)
        turn(before, at("08T22:00") - MOMENT)
        assert codes(before.check(), "unsettled")["lodging-short"] == 1
        turn(before, at("08T22:00"))
        assert codes(before.check(), "blocking")["lodging-short"] == 1

    def test_c5_16_covers_follow_the_heads(self, told: Ending, desk: ms.Desk) -> None:
        first, second = (desk.at(revision=r) for r in told.scene("more").revisions)
        assert first.derive(meal_heads, "lunch-9") == 250 + 12 + 7
        # Dinner on the 8th is enough: 24 of these heads land after it.
        assert first.derive(meal_heads, "dinner-8") == 250 + 12 + 7 - 24
        assert codes(first.check())["meal-short"] == 3
        assert codes(second.check())["meal-short"] == 0
        (lunch,) = (line for line in lines(second, "kitchens") if "Lunch on the 9th" in line and "diets" not in line)
        assert "269" in lunch
        assert "290" in lunch


class TestTheHall:
    def test_c5_07_just_those_are_told_who_meet_or_work_there(self, told: Ending) -> None:
        assert set(told.scene("hall").told) == {
            *HEADS,
            *SPEAKERS,
            *HALL_STAFF,
            "lead.hall",
            "lead.catering",  # the tea break
            "catering.deputy",
        }

    def test_c5_07_what_must_be_made_anew_is_a_task_with_its_order(self, desk: ms.Desk) -> None:
        for task in ("backdrop", "posters", "tea-break"):
            found = desk.get(ms.Task, task)
            assert (found.ordered_at, found.ordered_by) == (at("07T18:00"), "municipal-office")
            assert found.responsible is not None

    def test_c5_07_who_does_not_answer_within_the_limit_is_taken_up_the_ladder(
        self, told: Ending, desk: ms.Desk
    ) -> None:
        assert told.scene("hall").escalated == ["head.province-14"]
        entries = [entry for entry in desk.log(told.scene("hall").revisions[-1]) if entry.kind == "escalated"]
        assert entries[0].at.astimezone(at("08T06:00").tzinfo) == at("08T06:00")
        assert "lead.registration" in entries[0].what.text()

    def test_c5_07_moving_back_takes_the_notices_back(self, before: ms.Desk) -> None:
        with before.edit(by="hall-lead") as edit:
            edit.set(ms.Session, "plenary", place="ballroom")
        assert edit.impact.revision is not None
        assert waiting(before) == HEADS | SPEAKERS
        before.undo(edit.impact.revision, by="hall-lead")
        assert waiting(before) == set()


class TestTours:
    def test_c5_08_three_routes_leave_in_parallel_with_everybody_seated_once(self, told: Ending, desk: ms.Desk) -> None:
        first = desk.at(revision=told.scene("load").end)
        trips = first.plan.all(ms.Trip)
        assert Counter(trip.route for trip in trips) == {"route-a": 2, "route-b": 2, "route-c": 2}
        assert {trip.window.start for trip in trips if trip.window} == {at("09T13:30")}
        riding = Counter(p.participant for trip in trips for p in first.derive(manifest, trip.id))
        assert set(riding) == {p.id for p in first.plan.all(ms.Participant) if p.route}
        assert set(riding.values()) == {1}

    def test_c5_08_each_coach_has_a_manifest_of_who_rides_in_it(
        self, told: Ending, desk: ms.Desk, tmp_path: Path
    ) -> None:
        first = desk.at(revision=told.scene("load").end)
        for coach in ("coach-1", "coach-6"):
            paper = tmp_path / f"{coach}.md"
            first.export(paper, "manifest-md", of=ms.Trip.ref(coach))
            text = paper.read_text(encoding="utf-8")
            names = [first.get(ms.Participant, one.participant).name for one in first.derive(manifest, coach)]
            assert names
            assert all(name in text for name in names)

    def test_c5_08_two_seats_at_once_are_found(self, before: ms.Desk) -> None:
        edit = before.edit(by="transport-lead")
        edit.add(ms.Seat, "second", trip="coach-2", participant="p-018")
        assert codes(before.preview(edit.change).raised) == {"passenger-on-two-trips": 1}

    def test_c5_09_a_switch_on_arrival_is_told_to_just_those_whom_it_concerns(self, told: Ending) -> None:
        assert set(told.scene("switch").told) == {
            "liaison.coach-1",
            "liaison.coach-4",
            "liaison.chief",
            "host.a1",
            "host.a2",
            "host.b1",
            "host.b2",
            "head.province-03",
            "lead.catering",
        }

    def test_c5_09_manifest_seats_meals_and_hosts_follow_the_switch(self, told: Ending, desk: ms.Desk) -> None:
        scene = told.scene("switch")
        old, new = desk.at(revision=scene.revisions[0] - 1), desk.at(revision=scene.end)
        who = new.get(ms.Participant, "p-018").name
        for coach, there in (("coach-1", False), ("coach-4", True)):
            assert (who in {new.get(ms.Participant, p.participant).name for p in new.derive(manifest, coach)}) is there
        for meal, step in (("dinner-a", -1), ("dinner-b", 1), ("dinner-c", 0)):
            assert new.derive(meal_heads, meal) - old.derive(meal_heads, meal) == step
        assert any(who in line for line in lines(old, "host.a1"))
        assert not any(who in line for line in lines(new, "host.a1"))
        assert any(who in line for line in lines(new, "host.b1"))

    def test_c5_09_a_seat_on_the_old_coach_and_none_on_the_new_are_found(self, told: Ending) -> None:
        seats = {"core.seat-stale", "core.participant-unseated"}
        raised = {one for one in told.scene("switch").raised if one[0] in seats}
        assert {code for code, *_ in raised} == seats
        assert raised <= set(told.scene("switch").cleared)

    def test_c5_09_switches_at_boarding_reach_all_routes_before_the_coaches_leave(self, told: Ending) -> None:
        assert set(told.scene("boarding").told) == {
            *(f"liaison.coach-{n}" for n in (1, 4, 5)),
            "liaison.chief",
            *(f"host.{stop}" for stop in ("a1", "a2", "b1", "b2", "c1", "c2")),
            "head.province-07",
            "head.province-14",
            "lead.catering",
        }

    def test_c5_10_a_coach_without_its_liaison_officer_is_found(self, before: ms.Desk) -> None:
        edit = before.edit(by="transport-lead")
        edit.set(ms.Trip, "coach-5", liaison=None)
        (found,) = (f for f in before.preview(edit.change).raised if f.code == "core.trip-without-liaison")
        assert (str(found.subject), found.severity) == ("Trip:coach-5", "unsettled")

    def test_c5_10_a_head_count_that_differs_from_the_manifest_is_found(self, told: Ending, desk: ms.Desk) -> None:
        first = desk.at(revision=told.scene("count").revisions[0])
        (found,) = (f for f in first.check() if f.code == "core.head-count")
        assert (str(found.subject), found.severity) == ("Trip:coach-5", "blocking")
        assert found.message.values["listed"] == found.message.values["counted"] + 1  # type: ignore[operator]

    def test_c5_10_the_roll_call_mends_it_and_the_counts_are_merged(self, told: Ending, desk: ms.Desk) -> None:
        scene = told.scene("count")
        after = desk.at(revision=scene.end)
        assert not codes(after.check())["head-count"]
        assert "liaison.chief" in scene.told
        counted = [line for line in lines(after, "liaison.chief") if "heads listed" in line]
        assert len(counted) == 6
        assert not any("not settled" in line for line in counted)

    def test_c5_11_a_host_that_has_not_read_the_list_of_a_coach_on_its_way_is_found(self, told: Ending) -> None:
        found = {(code, subject) for code, subject, _ in told.scene("stop").raised}
        assert found == {("core.host-uninformed", "Call:call-b1"), ("core.host-uninformed", "Call:call-c1")}

    def test_c5_11_its_own_receipt_clears_it(self, told: Ending) -> None:
        assert set(told.scene("stop").cleared) == set(told.scene("stop").raised)

    def test_c5_11_one_hour_before_the_stop_it_is_found_even_if_no_coach_has_left(self, before: ms.Desk) -> None:
        with before.edit(by="liaison-3") as edit:
            edit.set(ms.Participant, "p-250", companions=1, route="route-b")
            edit.add(ms.Seat, "seat-250", trip="coach-3", participant="p-250")
        turn(before, at("09T15:00") - MOMENT)
        assert "Call:call-b1" not in {str(f.subject) for f in before.check()}
        turn(before, at("09T15:00"))
        assert "Call:call-b1" in {str(f.subject) for f in before.check() if f.code == "core.host-uninformed"}

    def test_c5_26_relayed_is_not_received(self, told: Ending, desk: ms.Desk) -> None:
        entries = [entry for entry in desk.log(told.scene("stop").revisions[0]) if entry.kind == "acknowledged"]
        relayed = next(entry for entry in entries if "relayed" in entry.what.text())
        assert relayed.by == "lead.route-c"
        after = desk.at(revision=relayed.revision)
        assert "host.c1" in waiting(after)
        assert not after.informed("host.c1")

    def test_c5_26_what_was_only_relayed_is_taken_up_the_ladder_at_its_deadline(self, told: Ending) -> None:
        assert told.scene("stop").escalated == ["host.c1", "host.b1"]


class TestTheNight:
    def test_c5_13_a_late_order_has_the_time_it_came_and_the_time_it_is_due(self, desk: ms.Desk) -> None:
        task = desk.get(ms.Task, "gifts")
        assert (task.ordered_at, task.due) == (at("08T23:00"), at("09T07:30"))

    def test_c5_13_it_is_overdue_at_its_time_if_it_is_not_done_and_not_before(self, before: ms.Desk) -> None:
        with before.edit(by="catering-lead") as edit:
            edit.add(ms.Task, "gifts", event="conference", due=at("09T07:30"), responsible="catering-deputy")
        turn(before, at("09T07:30") - MOMENT)
        assert "Task:gifts" not in {str(f.subject) for f in before.check()}
        turn(before, at("09T07:30"))
        assert "Task:gifts" in {str(f.subject) for f in before.check() if f.code == "core.task-overdue"}

    def test_c5_13_whoever_sees_to_it_is_told_at_once(self, told: Ending) -> None:
        assert set(told.scene("gifts").told) == {"catering.deputy", "lead.catering"}

    def test_c5_14_when_all_must_be_settled_no_gap_is_open(self, told: Ending, desk: ms.Desk) -> None:
        frozen = desk.at(revision=told.scene("cards").end)
        gaps = {
            "seat-stale",
            "participant-unseated",
            "lodging-short",
            "event-beds-short",
            "meal-short",
            "post-understaffed",
        }
        assert gaps.isdisjoint(codes(frozen.check()))

    def test_c5_14_cards_ordered_at_ten_are_due_at_four(self, desk: ms.Desk) -> None:
        for task in ("cards", "photo-marks"):
            found = desk.get(ms.Task, task)
            assert (found.ordered_at, found.due, found.state) == (at("08T22:00"), at("09T04:00"), "done")

    def test_c5_25_the_change_says_who_ordered_it_by_which_means_and_who_took_it(
        self, told: Ending, desk: ms.Desk
    ) -> None:
        order = next(desk.log(told.scene("gifts").revisions[0] - 1))
        assert order.by == "catering-lead"
        assert {"leaders-office", "telephone"} <= set(order.why.split("; "))
        followed = [entry for entry in desk.log(order.revision) if "order-0609-1" in entry.why]
        assert len(followed) == 1

    def test_c5_17_at_one_the_last_of_32_arrivals_is_met(self, told: Ending, desk: ms.Desk) -> None:
        late, met = (desk.at(revision=told.scene(name).end) for name in ("flight", "night"))
        assert [a.id for a in late.plan.all(ms.Arrival) if a.state != "met"] == ["arrival-31"]
        assert all(a.state == "met" for a in met.plan.all(ms.Arrival))
        log = next(desk.log(told.scene("night").revisions[0] - 1))
        assert log.at.astimezone(at("09T01:00").tzinfo) == at("09T01:00")

    def test_c5_17_the_delay_is_told_to_the_delegation_and_to_those_who_wait_for_it(self, told: Ending) -> None:
        assert {"head.province-31", "greeter.air", "lead.transport"} <= set(told.scene("flight").told)

    def test_c5_19_the_standby_vehicle_is_manned_round_the_clock(self, before: ms.Desk) -> None:
        edit = before.edit(by="transport-lead")
        edit.remove(ms.Duty, "standby-turn-4")
        (found,) = before.preview(edit.change).raised
        assert (found.code, str(found.subject)) == ("core.post-understaffed", "Post:standby")
        assert found.message.values["gap"] == ms.Window(at("09T08:00"), at("09T16:00"))

    def test_an_itinerary_that_changes_three_times_makes_one_open_notice(self, told: Ending, desk: ms.Desk) -> None:
        for revision in told.scene("itinerary").revisions:
            assert waiting(desk.at(revision=revision)) == {"escort", "speaker.083"}

    def test_an_itinerary_is_shown_to_those_alone_who_may_see_it(self, desk: ms.Desk) -> None:
        (shown,) = desk.show(ms.Itinerary, role="clerk")
        assert isinstance(shown, ms.Itinerary)
        assert shown.title is ms.MASKED
        assert any("Stop A2" in line for line in lines(desk, "escort"))
        assert not any("Stop A2" in line for line in lines(desk, "escort-driver"))


class TestWorkbook:
    """c5-27: a copy that was taken away comes back days later."""

    @pytest.fixture
    def copy(self, told: Ending, tmp_path: Path) -> Callable[[ms.Desk, str, str, str], Path]:
        openpyxl = pytest.importorskip("openpyxl")

        def changed(desk: ms.Desk, sheet: str, was: str, now: str) -> Path:
            if "workbook" not in desk.registry.exporters:
                pytest.skip("needs meetsupport-xlsx")
            file = tmp_path / "copy.xlsx"
            desk.export(file, "workbook")
            book = openpyxl.load_workbook(file)
            cells = [cell for row in book[sheet].iter_rows() for cell in row if cell.value == was]
            assert len(cells) == 1
            cells[0].value = now
            book.save(file)
            return file

        return changed

    @pytest.fixture
    def office(self, tmp_path: Path) -> Iterator[ms.Desk]:
        with ms.Desk.open(clock=SetClock(at("01T10:00"))) as opened:
            world = World(Tongue("en"), str(tmp_path / "outbox"))
            opened.apply(ms.Change(tuple(ms.Put(record) for record in records(world)), by="registration"))
            yield opened

    def test_c5_27_only_the_cells_that_its_user_changed_apply(
        self, office: ms.Desk, copy: Callable[[ms.Desk, str, str, str], Path]
    ) -> None:
        taken = copy(office, "Trip", "X-0003", "X-9999")
        with office.edit(by="hall-lead") as edit:
            edit.set(ms.Session, "plenary", place="ballroom")
            edit.set(ms.Trip, "coach-3", seats=55)
        impact = office.load(taken, by="transport-lead")
        assert [(delta.type, delta.id) for delta in impact.changes] == [("Trip", "coach-3")]
        coach = office.get(ms.Trip, "coach-3")
        assert (coach.vehicle, coach.seats) == ("X-9999", 55)
        assert office.get(ms.Session, "plenary").place == "ballroom"

    def test_c5_27_a_cell_that_has_moved_on_is_asked_about(
        self, office: ms.Desk, copy: Callable[[ms.Desk, str, str, str], Path]
    ) -> None:
        taken = copy(office, "Trip", "X-0003", "X-9999")
        with office.edit(by="transport-lead") as edit:
            edit.set(ms.Trip, "coach-3", vehicle="X-1111")
        impact = office.load(taken, by="transport-lead")
        assert impact.changes == ()
        assert len(impact.questions) == 1
        assert office.get(ms.Trip, "coach-3").vehicle == "X-1111"
