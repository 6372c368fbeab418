"""Rosters, rest and coverage, as offices live through them."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import meetsupport as ms
from meetsupport.readings import (
    attendance,
    days_off_worked,
    duty_shares,
    leave_owed,
    nights_worked,
    open_at_handover,
    rank_counts,
    roles_of,
    unit_shares,
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


def told(desk: ms.Desk, recipient: str) -> dict[str, str]:
    """Give what a recipient must know of rosters: the texts by the key of the line."""
    lines = [line for line in desk.brief(recipient) if "-rosters:" in line.key]
    return {line.key.partition(":")[2]: line.message.text() for line in lines}


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


def test_c1_06_leave_is_counted_by_the_clocks_of_the_event_not_of_who_entered_it() -> None:
    desk = office()
    day = window("2020-09-24T00:00", 24)
    in_utc = ms.Window(day.start.astimezone(UTC), day.end.astimezone(UTC))
    desk.apply(ms.Change.of(ms.Put(ms.Leave(id="off", person="staff-01", kind="make-up", window=in_utc))))
    assert desk.derive(leave_owed, "staff-01") == 1


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


def test_c1_07_a_teacher_on_duty_elsewhere_is_not_with_them() -> None:
    desk = welcome()
    with desk.edit(by="office") as edit:
        edit.add(ms.Place, "corridor")
        edit.add(ms.Place, "car-park")
        edit.add(
            ms.Post, "buses", event="commendation", place="car-park", heads=0, window=window("2020-09-22T07:00", 2)
        )
        edit.set(ms.Post, "welcome", place="corridor")
        edit.set(ms.Duty, "d-teacher-09", post="buses")
    assert found(desk, "core.minor-unprotected") == [f"student-{n:03}" for n in range(180, 200)]


def test_c1_07_teacher_and_student_read_dress_and_call_time() -> None:
    desk = welcome()
    with desk.edit(by="office") as edit:
        for one in ("teacher-03", "student-061"):
            edit.add(ms.Recipient, f"phone.{one}", person=one, kinds=("duty",), language="en")
    assert told(desk, "phone.teacher-03") == {
        "charge:d-student-060": (
            "you look after 20 people: welcome (welcome), 2020-09-22 07:00–09:00; they wear white shirt"
        )
    }
    assert told(desk, "phone.student-061") == {"dress:student-061": "you wear: white shirt"}
    (duty,) = [
        line.message.text() for line in desk.brief("phone.student-061") if line.key == "core.duty:duty:d-student-061"
    ]
    assert "2020-09-22 07:00–09:00" in duty


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


def test_c2_14_the_six_inner_units_are_compared_by_head() -> None:
    units = ("office", "housing", "logistics", "security", "service-centre", "vehicle-centre")
    event = ms.Event(id="congress", window=window("2019-05-16T08:00", 106))
    people = [ms.Person(id=f"{unit}-{n}", team=unit) for unit in units for n in range(2)]
    nights = [
        ms.Duty(id=f"{day}-{n}", person=f"security-{n}", post="gate", window=window(f"2019-05-{day}T22:00", 8))
        for day in range(16, 20)
        for n in range(2)
    ]
    records = (event, *(ms.Team(id=unit, event="congress") for unit in units), *people)
    limit = ms.DutyLimit(id="limit", event="congress")
    gate = ms.Post(id="gate", event="congress", heads=0)
    clock = FrozenClock(ms.instant("2019-05-15T09:00+08:00"))
    desk = memory_desk([*records, gate, *nights, limit], clock=clock)
    first, *others = desk.derive(unit_shares, "congress")
    assert (first.subject, first.heads, first.nights, first.days_off, first.hours) == ("security", 2, 8, 4, 64 * HOUR)
    assert [(one.subject, one.borne) for one in others] == [(unit, 0) for unit in sorted(set(units) - {"security"})]
    assert found(desk, "core.units-uneven") == ["congress"]
    assert found(desk, "core.nights-uneven") == []
    with desk.edit(by="lead") as edit:
        for day, takers in {17: ("office",) * 2, 18: ("housing", "service-centre"), 19: ("logistics",) * 2}.items():
            for n, unit in enumerate(takers):
                edit.set(ms.Duty, f"{day}-{n}", person=f"{unit}-{n}")
    shares = {one.subject: one.borne for one in desk.derive(unit_shares, "congress")}
    assert shares == {
        "office": 2,
        "logistics": 2,
        "housing": 1.5,
        "service-centre": 1.5,
        "security": 1,
        "vehicle-centre": 0,
    }
    assert found(desk, "core.units-uneven") == []


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


def test_c4_10_three_shifts_of_eight_hours_round_the_clock_for_forty_days_hold() -> None:
    """Four people take three shifts in turn, each shift four days on end."""
    shifts = [
        (day, part, (day * 3 + part) % 4)
        for day in range(40)
        for part in range(3)
    ]  # fmt: skip
    duties = [
        ms.Duty(id=f"{day}-{part}", person=f"p{who}", post="desk", window=ms.Window(
            ENTERED + day * DAY + part * 8 * HOUR, ENTERED + day * DAY + (part + 1) * 8 * HOUR))
        for day, part, who in shifts
    ]  # fmt: skip
    limit = ms.DutyLimit(id="limit", rest=11 * HOUR, longest=12 * HOUR, weekly=48 * HOUR, nights=3, basis="house rule")
    people = [ms.Person(id=f"p{n}") for n in range(4)]
    desk = house(*people, ms.Post(id="desk", event="house", window=FORTY), *duties, limit)
    codes = ("rest-short", "duty-too-long", "week-too-long", "nights-in-a-row", "post-understaffed")
    assert [found(desk, f"core.{code}") for code in codes] == [[]] * 5
    # One who takes the next shift too is on duty for sixteen hours on end.
    with desk.edit(by="office") as edit:
        edit.set(ms.Duty, "20-1", person="p0")
    assert [found(desk, f"core.{code}") for code in codes] == [[], ["p0"], ["p0"], [], []]


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


def test_c4_11_an_exit_of_the_loop_that_nobody_mans_is_found_for_all_forty_days() -> None:
    desk = house(ms.Loop(id="inner", event="house"), ms.Place(id="yard", loop="inner"))
    desk.apply(ms.Change.of(ms.Put(ms.Place(id="back", kind="exit", within="yard"))))
    (finding,) = [one for one in desk.check() if one.code == "core.entrance-unmanned"]
    assert finding.message.values["gap"] == FORTY


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
                        notes="305 asked for quiet"),
        ],
        clock=clock,
    )  # fmt: skip
    assert desk.derive(open_at_handover, "h") == ("towels",)
    assert told(desk, "phone.late") == {
        "take-over:h": "you take over: front, 2022-03-13 16:00, from early; still open: 1; 305 asked for quiet",
        "open:h:towels": "still open when you take over: Towels on the third floor, due not settled",
    }
    assert found(desk, "core.handover-untaken") == []
    clock.set(ENTERED + 8 * HOUR)
    assert found(desk, "core.handover-untaken") == ["h"]
    with desk.edit(by="late") as edit:
        edit.set(ms.Handover, "h", state="taken")
    assert found(desk, "core.handover-untaken") == []


def test_c4_18_a_department_reads_what_it_hands_over() -> None:
    desk = house(
        ms.Team(id="rooms", event="house", name="Guest rooms"),
        ms.Team(id="meals", event="house"),
        ms.Person(id="giver", team="rooms"),
        ms.Person(id="taker", team="meals"),
        ms.Handover(id="h", event="house", team="rooms", giver="giver", taker="taker", at=ENTERED + 8 * HOUR),
        ms.Recipient(id="lead.rooms", team="rooms", kinds=("team-lead",), language="en"),
    )
    assert told(desk, "lead.rooms") == {"handover:h": "Guest rooms is handed over, 2022-03-13 16:00: giver to taker"}


# A conference with tours

CONFERENCE = ms.Event(id="conference", window=window("2011-06-09T08:00", 58))
RANKS = {"minister": 2, "bureau": 55, "division": 193}


def conference(*records: ms.Record) -> ms.Desk:
    guests = [
        ms.Participant(id=f"{rank}-{n:03}", event="conference", rank=rank)
        for rank, count in RANKS.items()
        for n in range(count)
    ]
    clock = FrozenClock(ms.instant("2011-06-07T09:00+08:00"))
    return memory_desk([CONFERENCE, *guests, *(ms.Person(id=f"p-{n}") for n in range(4)), *records], clock=clock)


def test_c5_01_two_ministers_of_250_are_counted_and_each_has_somebody_who_goes_along() -> None:
    tour = window("2011-06-09T14:00", 3)
    items = [
        ms.Itinerary(id=f"tour-{n}", event="conference", participant=f"minister-{n:03}", escorts=("p-0",), window=tour)
        for n in range(2)
    ]
    others = ms.Itinerary(id="bureau", event="conference", participant="bureau-000", window=tour)
    desk = conference(*items, others)
    assert desk.derive(rank_counts, "conference") == (("bureau", 55), ("division", 193), ("minister", 2))
    assert sum(count for _, count in desk.derive(rank_counts, "conference")) == 250
    assert found(desk, "core.minister-unescorted") == []
    with desk.edit(by="office") as edit:
        edit.set(ms.Itinerary, "tour-1", escorts=())
    (finding,) = [one for one in desk.check() if one.code == "core.minister-unescorted"]
    assert (finding.subject and finding.subject.id, finding.severity) == ("minister-001", "hint")


LINKS = ("registration", "lodging", "banquet", "meals", "meeting", "transport", "tours")


def test_c5_02_each_of_seven_links_has_one_person_not_none_and_not_two() -> None:
    links = [
        ms.Task(id=link, event="conference", kind="link", title=link, responsible=f"p-{n % 4}")
        for n, link in enumerate(LINKS)
    ]
    desk = conference(*links)
    codes = ("core.task-without-responsible", "core.link-two-people")
    assert [found(desk, code) for code in codes] == [[], []]
    with desk.edit(by="office") as edit:
        edit.set(ms.Task, "meals", responsible=None)
        edit.add(ms.Task, "tours-again", event="conference", kind="link", title="tours", responsible="p-0")
    assert [found(desk, code) for code in codes] == [["meals"], ["tours-again"]]


def test_c5_05_ten_more_than_the_quota_with_families_need_approval() -> None:
    sent = [ms.Participant(id=f"d-{n}", delegation="province", companions=int(n < 3)) for n in range(15)]
    desk = conference(ms.Delegation(id="province", event="conference", quota=8), *sent)
    (finding,) = [one for one in desk.check() if one.code == "core.delegation-over-quota"]
    # Fifteen and the families of three: ten over the quota of eight.
    assert (finding.message.values["heads"], finding.message.values["over"]) == (18, 10)
    with desk.edit(by="office") as edit:
        edit.set(ms.Delegation, "province", approved=10, approved_by="contact office")
    assert found(desk, "core.delegation-over-quota") == []


def crewed(*shifts: tuple[str, float], driver: str = "p-{}") -> list[ms.Trip]:
    """One vehicle that stands by, with a driver in each shift."""
    return [
        ms.Trip(
            id=f"standby-{n}",
            event="conference",
            kind="standby",
            vehicle="X-0099",
            window=window(*shift),
            crew=(driver.format(n % 3),),
        )
        for n, shift in enumerate(shifts)
    ]


THIRDS = [(f"2011-06-{day:02}T{hour:02}:00", 8.0) for day in (8, 9, 10) for hour in (0, 8, 16)]


def test_c5_19_a_vehicle_stands_by_round_the_clock_and_its_drivers_rest() -> None:
    desk = conference(*crewed(*THIRDS), ms.DutyLimit(id="limit", rest=8 * HOUR, longest=12 * HOUR, basis="carrier"))
    codes = ("core.standby-gap", "core.rest-short", "core.duty-too-long")
    assert [found(desk, code) for code in codes] == [[], [], []]
    with desk.edit(by="transport") as edit:
        edit.set(ms.Trip, "standby-4", crew=())
    assert [found(desk, code) for code in codes] == [["conference"], [], []]
    assert "2011-06-09 08:00–16:00" in says(desk, "core.standby-gap")[0]
    with desk.edit(by="transport") as edit:
        edit.set(ms.Trip, "standby-4", crew=("p-0",))
    assert [found(desk, code) for code in codes] == [[], [], ["p-0"]]


def test_c5_19_one_driver_for_all_shifts_is_on_duty_for_three_days() -> None:
    desk = conference(*crewed(*THIRDS, driver="p-3"), ms.DutyLimit(id="limit", longest=12 * HOUR))
    (finding,) = [one for one in desk.check() if one.code == "core.duty-too-long"]
    assert finding.message.values["length"] == 72 * HOUR


def test_c5_20_with_no_vehicle_standing_by_for_nine_that_is_a_hint() -> None:
    opening = window("2011-06-08T09:00", 72)
    coaches = [ms.Trip(id=f"coach-{n}", event="tours", vehicle=f"plate-{n}", window=opening) for n in range(9)]
    desk = memory_desk([ms.Event(id="tours", window=opening), *coaches], clock=FrozenClock(RECEIVED - 4000 * DAY))
    (finding,) = [one for one in desk.check() if one.code == "core.spare-vehicles"]
    assert finding.severity == "hint"
    assert (finding.message.values["least"], finding.message.values["most"]) == (1, 2)
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
