"""Rosters, rest and coverage, as offices live through them."""

from __future__ import annotations

from datetime import date, timedelta

import meetsupport as ms
from meetsupport.readings import (
    attendance,
    days_off_worked,
    duty_shares,
    leave_owed,
    nights_worked,
    open_at_handover,
    roles_of,
)
from meetsupport.testing import FrozenClock, memory_desk

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def window(start: str, hours: float) -> ms.Window:
    begin = ms.instant(f"{start}+08:00")
    return ms.Window(begin, begin + hours * HOUR)


def found(desk: ms.Desk, code: str) -> list[str]:
    return sorted(finding.subject.id for finding in desk.check() if finding.code == code and finding.subject)


def says(desk: ms.Desk, code: str) -> list[str]:
    return [finding.message.text() for finding in desk.check() if finding.code == code]


# A commendation conference: 26 of the office's own, 22 hired, 200 students

COMMENDATION = ms.Event(id="commendation", window=window("2020-09-22T09:00", 3))
RECEIVED = ms.instant("2020-09-18T15:00+08:00")
SHIFTS = {
    "decoration": window("2020-09-19T09:00", 10),
    "supplies": window("2020-09-20T09:00", 10),
    "rehearsal": window("2020-09-21T13:00", 6),
    "night": window("2020-09-21T22:00", 8),
}


def office(rest: timedelta | None = None) -> ms.Desk:
    """An office of 26, in which one has four posts, leads, and answers for the boards."""
    posts = [ms.Post(id=role, event="commendation", role=role, heads=0, window=when) for role, when in SHIFTS.items()]
    return memory_desk(
        [
            COMMENDATION,
            ms.Team(id="office", event="commendation", lead="staff-01"),
            *(ms.Person(id=f"staff-{n:02}", team="office") for n in range(1, 27)),
            *posts,
            *(ms.Duty(id=f"duty-{role}", person="staff-01", post=role) for role in SHIFTS),
            ms.Task(id="boards", event="commendation", responsible="staff-01", title="20 display boards"),
            ms.DutyLimit(id="limit", team="office", basis="office rule", rest=rest),
        ],
        clock=FrozenClock(RECEIVED),
    )


def test_c1_06_one_person_with_six_roles_is_pointed_out() -> None:
    desk = office()
    assert found(desk, "core.many-roles") == ["staff-01"]
    held = desk.derive(roles_of, "staff-01")
    assert set(held) == {*SHIFTS, "lead", "responsible"}


def test_c1_06_three_hours_of_rest_before_the_night_are_too_few() -> None:
    desk = office(rest=11 * HOUR)
    assert found(desk, "core.rest-short") == ["staff-01"]
    assert "rests 3 h" in says(desk, "core.rest-short")[0]


def test_c1_06_the_weekend_is_owed_until_leave_is_given() -> None:
    desk = office()
    assert desk.derive(days_off_worked, "staff-01") == (date(2020, 9, 19), date(2020, 9, 20))
    assert found(desk, "core.leave-owed") == ["staff-01"]
    given = ms.Leave(id="off", person="staff-01", kind="make-up", window=window("2020-09-24T00:00", 48))
    desk.apply(ms.Change.of(ms.Put(given)))
    assert desk.derive(leave_owed, "staff-01") == 0
    assert found(desk, "core.leave-owed") == []


def students(count: int = 200) -> list[ms.Record]:
    """The students of the welcome party, whose school has agreed, with a teacher for each twenty."""
    call = window("2020-09-22T07:00", 2)
    teachers = [ms.Person(id=f"teacher-{n:02}", organization="school") for n in range(count // 20)]
    pupils = [
        ms.Person(
            id=f"student-{n:03}", organization="school", minor=True, consent="consent", dress="white shirt",
            chaperone=f"teacher-{n // 20:02}", skills=("welcome",),
        )
        for n in range(count)
    ]  # fmt: skip
    everybody = [*teachers, *pupils]
    return [
        ms.Organization(id="school"),
        ms.Person(id="head"),
        ms.Document(id="consent", kind="consent", state="approved", approver="head", approved_at=RECEIVED),
        ms.Post(id="welcome", event="commendation", role="welcome", heads=count, window=call),
        *everybody,
        *(ms.Duty(id=f"d-{person.id}", person=person.id, post="welcome") for person in everybody),
    ]


def welcome() -> ms.Desk:
    return memory_desk([COMMENDATION, *students()], clock=FrozenClock(RECEIVED))


def test_c1_07_two_hundred_students_come_with_consent_and_chaperones() -> None:
    desk = welcome()
    assert len([one for one in desk.plan.all(ms.Person) if one.minor]) == 200
    assert found(desk, "core.minor-unprotected") == []


def test_c1_07_without_the_schools_consent_all_are_found() -> None:
    desk = welcome()
    desk.apply(ms.Change.of(ms.Put(ms.Document(id="paper", kind="consent"))))
    with desk.edit(by="office") as edit:
        for n in range(200):
            edit.set(ms.Person, f"student-{n:03}", consent="paper")
    assert len(found(desk, "core.minor-unprotected")) == 200


def test_c1_07_a_teacher_who_is_called_later_leaves_twenty_alone() -> None:
    desk = welcome()
    with desk.edit(by="office") as edit:
        edit.set(ms.Duty, "d-teacher-03", window=window("2020-09-22T08:00", 1))
    assert found(desk, "core.minor-unprotected") == [f"student-{n:03}" for n in range(60, 80)]


def test_c1_07_who_is_under_age_is_personal_data() -> None:
    seen = welcome().view("")
    assert seen.get(ms.Person, "student-000").minor is ms.MASKED  # type: ignore[union-attr]


def test_c1_14_a_lift_without_a_post_is_found_where_others_have_one() -> None:
    kinds = {"lift": 4, "lounge": 3, "entrance": 5, "exit": 5, "stair": 4, "corner": 6}
    places = [ms.Place(id=f"{kind}-{n}", kind=kind) for kind, count in kinds.items() for n in range(count)]
    posts = [ms.Post(id=f"post-{place.id}", place=place.id, heads=0) for place in places]
    desk = memory_desk([*places, *posts])
    assert found(desk, "core.place-unposted") == []
    desk.apply(ms.Change.of(ms.Remove(ms.Post, "post-lift-2"), ms.Remove(ms.Post, "post-corner-0")))
    assert found(desk, "core.place-unposted") == ["corner-0", "lift-2"]


# Two congresses over a weekend


def test_c2_14_nights_and_the_weekend_are_shared_by_person_and_unit() -> None:
    guards = [ms.Person(id=f"guard-{n}", team="security") for n in range(4)]
    post = ms.Post(id="gate", event="congress", heads=0)
    event = ms.Event(id="congress", window=window("2019-05-16T08:00", 106))
    uneven = [
        ms.Duty(id=f"n-{day}", person="guard-0" if day < 19 else "guard-1", post="gate",
                window=window(f"2019-05-{day}T22:00", 8))
        for day in range(16, 20)
    ]  # fmt: skip
    limit = ms.DutyLimit(id="limit", team="security")
    desk = memory_desk([event, ms.Team(id="security"), *guards, post, *uneven, limit])
    # Three nights, and the Saturday and Sunday that two of them end or begin on; one night and the Sunday.
    shares = [(one.subject, one.nights, one.days_off) for one in desk.derive(duty_shares, "security")]
    assert shares == [("guard-0", 3, 2), ("guard-1", 1, 1), ("guard-2", 0, 0), ("guard-3", 0, 0)]
    assert found(desk, "core.nights-uneven") == ["security"]
    with desk.edit(by="lead") as edit:
        for day, guard in zip(range(16, 20), ("guard-0", "guard-1", "guard-2", "guard-3"), strict=True):
            edit.set(ms.Duty, f"n-{day}", person=guard)
    assert found(desk, "core.nights-uneven") == []


# Forty days in a closed loop

ENTERED = ms.instant("2022-03-13T08:00+08:00")
FORTY = ms.Window(ENTERED, ENTERED + 40 * DAY)


def house(*records: ms.Record, now: timedelta = timedelta(0)) -> ms.Desk:
    return memory_desk([ms.Event(id="house", window=FORTY), *records], clock=FrozenClock(ENTERED + now))


def test_c4_10_too_many_nights_in_a_row_and_too_little_rest_are_found() -> None:
    evening = ms.Window(ENTERED + 14 * HOUR, ENTERED + DAY)
    night = [ms.Duty(id=f"n-{n}", person="guard", post="desk", window=evening.shifted(n * DAY)) for n in range(6)]
    day = ms.Duty(id="d", person="guard", post="desk", window=ms.Window(ENTERED + 2 * HOUR, ENTERED + 8 * HOUR))
    limit = ms.DutyLimit(id="limit", rest=11 * HOUR, nights=5, weekly=60 * HOUR, basis="house rule")
    desk = house(ms.Person(id="guard"), ms.Post(id="desk", event="house", heads=0), *night, day, limit)
    assert len(desk.derive(nights_worked, "guard")) == 6
    assert found(desk, "core.nights-in-a-row") == ["guard"]
    assert found(desk, "core.rest-short") == ["guard"]
    assert "6 h" in says(desk, "core.rest-short")[0]
    assert found(desk, "core.week-too-long") == ["guard"]
    desk.apply(ms.Change.of(ms.Remove(ms.Duty, "n-3"), ms.Remove(ms.Duty, "d")))
    assert found(desk, "core.nights-in-a-row") == []
    assert found(desk, "core.rest-short") == []


def test_c4_11_an_entrance_is_manned_24_hours_or_the_gap_is_found() -> None:
    gates = [ms.Place(id=f"gate-{n}", kind="entrance", loop="inner") for n in range(2)]
    posts = [
        ms.Post(id=f"{gate.id}-{day}-{part}", event="house", place=gate.id, heads=0,
                window=ms.Window(ENTERED + day * DAY + part * 8 * HOUR, ENTERED + day * DAY + (part + 1) * 8 * HOUR))
        for gate in gates for day in range(40) for part in range(3)
    ]  # fmt: skip
    desk = house(ms.Loop(id="inner"), *gates, *posts)
    assert found(desk, "core.entrance-unmanned") == []
    desk.apply(ms.Change.of(ms.Remove(ms.Post, "gate-1-17-2")))
    assert found(desk, "core.entrance-unmanned") == ["gate-1"]
    assert "2022-03-31 00:00" in says(desk, "core.entrance-unmanned")[0]


def test_c4_17_who_is_inside_for_weeks_is_due_for_rotation() -> None:
    inside = ms.LoopStay(id="stay", loop="inner", person="cook", window=FORTY)
    limit = ms.DutyLimit(id="limit", weeks=3, basis="house rule")
    records = (ms.Loop(id="inner"), ms.Person(id="cook"), inside, limit)
    ahead, due = (
        [f for f in house(*records, now=after).check() if f.code == "core.rotation-due"]
        for after in (20 * DAY, 21 * DAY)
    )
    assert [(f.subject and f.subject.id, f.severity) for f in ahead] == [("cook", "unsettled")]
    assert [(f.subject and f.subject.id, f.severity) for f in due] == [("cook", "warning")]


def test_c4_17_somebody_who_is_ill_is_not_on_duty() -> None:
    duty = ms.Duty(id="d", person="cook", post="kitchen", window=ms.Window(ENTERED + DAY, ENTERED + DAY + 8 * HOUR))
    ill = ms.Leave(id="ill", person="cook", kind="sick", window=ms.Window(ENTERED, ENTERED + 3 * DAY))
    desk = house(ms.Person(id="cook"), ms.Post(id="kitchen", event="house", heads=0), duty, ill)
    assert found(desk, "core.on-duty-on-leave") == ["cook"]


def test_c4_18_the_next_shift_is_told_what_is_open() -> None:
    clock = FrozenClock(ENTERED)
    desk = memory_desk(
        [
            ms.Event(id="house", window=FORTY),
            ms.Team(id="front", event="house"),
            ms.Person(id="early", team="front"),
            ms.Person(id="late", team="front"),
            ms.Recipient(id="phone.late", kinds=("duty",), person="late", language="en"),
            ms.Task(id="towels", event="house", team="front", title="Towels on the third floor"),
            ms.Task(id="lamp", event="house", team="front", title="Lamp in 204", state="done"),
            ms.Handover(id="h", event="house", team="front", giver="early", taker="late", at=ENTERED + 8 * HOUR,
                        notes="guest of 305 asked for quiet"),
        ],
        clock=clock,
    )  # fmt: skip
    assert desk.derive(open_at_handover, "h") == ("towels",)
    (line,) = [one for one in desk.brief("phone.late") if one.key.endswith("take-over:h")]
    assert "1 tasks are open: towels; guest of 305 asked for quiet" in line.message.text()
    assert found(desk, "core.handover-untaken") == []
    clock.set(ENTERED + 8 * HOUR)
    assert found(desk, "core.handover-untaken") == ["h"]
    with desk.edit(by="late") as edit:
        edit.set(ms.Handover, "h", state="taken")
    assert found(desk, "core.handover-untaken") == []


# A conference with tours


def test_c5_20_with_no_vehicle_standing_by_for_nine_that_is_a_hint() -> None:
    opening = window("2011-06-08T09:00", 72)
    coaches = [ms.Trip(id=f"coach-{n}", event="tours", vehicle=f"plate-{n}", window=opening) for n in range(9)]
    desk = memory_desk([ms.Event(id="tours", window=opening), *coaches], clock=FrozenClock(RECEIVED - 4000 * DAY))
    (finding,) = [one for one in desk.check() if one.code == "core.spare-vehicles"]
    assert finding.severity == "hint"
    desk.apply(ms.Change.of(ms.Put(ms.Trip(id="spare", event="tours", vehicle="plate-9", kind="standby"))))
    assert found(desk, "core.spare-vehicles") == []


def test_who_is_due_present_and_on_leave_is_counted_by_delegation() -> None:
    records: list[ms.Record] = [
        ms.Event(id="e"),
        ms.Session(id="s", event="e", window=window("2019-05-16T09:00", 2)),
        ms.Delegation(id="north", event="e"),
        ms.Delegation(id="south", event="e"),
        *(ms.Participant(id=f"n{n}", delegation="north") for n in range(3)),
        *(ms.Participant(id=f"s{n}", delegation="south") for n in range(2)),
        ms.Leave(id="l", participant="n2", window=window("2019-05-16T08:00", 12)),
    ]
    desk = memory_desk(records)
    assert [(a.delegation, a.due, a.present, a.on_leave) for a in desk.derive(attendance, "s")] == [
        ("north", 3, 0, 1),
        ("south", 2, 0, 0),
    ]
    states = {"n0": "present", "n1": "absent", "n2": "awaited", "s0": "present", "s1": "on-leave"}
    named = [ms.Appearance(id=one, session="s", participant=one, state=state) for one, state in states.items()]
    desk.apply(ms.Change(tuple(ms.Put(record) for record in named)))
    assert [(a.delegation, a.due, a.present, a.on_leave) for a in desk.derive(attendance, "s")] == [
        ("north", 3, 1, 1),
        ("south", 2, 1, 1),
    ]
