from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetsupport.core.times import instant
from meetsupport.model import DayOff, Delegation, Event, Participant, Task
from tests.unit.rules.judging import MOMENT, at, found, judge, reader, span

TASK = "core.task-due-on-day-off"
FRIDAY_LATE = instant("2030-06-07T23:59:59+08:00")
SATURDAY = instant("2030-06-08T00:00+08:00")


def test_the_day_begins_at_midnight() -> None:
    assert found(TASK, Task(id="k", due=FRIDAY_LATE)) == []
    assert found(TASK, Task(id="k", due=SATURDAY)) == ["k/2030-06-08"]


def test_the_day_is_that_of_the_event() -> None:
    lisbon = Event(id="e", zone="Europe/Lisbon")
    assert found(TASK, lisbon, Task(id="k", event="e", due=SATURDAY)) == []


def test_in_an_unknown_zone_the_day_is_that_of_the_offset() -> None:
    assert found(TASK, Event(id="e", zone="nowhere"), Task(id="k", event="e", due=SATURDAY)) == ["k/2030-06-08"]


def test_a_holiday_within_the_week_is_off() -> None:
    holiday = DayOff(id="o", day=date(2030, 6, 5))
    assert found(TASK, holiday, Task(id="k", due=at(0))) == ["k/2030-06-05"]


def test_the_fix_is_the_last_working_day_before_until_that_is_past() -> None:
    holidays = [DayOff(id=str(day), day=date(2030, 6, day)) for day in (5, 6, 7)]
    tuesday = SATURDAY - timedelta(days=4)
    for now, before in ((tuesday - MOMENT, date(2030, 6, 4)), (tuesday, None)):
        ((_, problem),) = judge(reader(*holidays, Task(id="k", due=SATURDAY), now=now), TASK)
        assert problem.message.values["before"] == before


def test_a_worked_weekend_day_is_the_last_working_day() -> None:
    worked = DayOff(id="o", day=date(2030, 6, 8), working=True)
    ((_, problem),) = judge(reader(worked, Task(id="k", due=SATURDAY + timedelta(days=1))), TASK)
    assert problem.message.values["before"] == date(2030, 6, 8)


def test_a_calendar_without_working_days_gives_no_date() -> None:
    holidays = [DayOff(id=str(back), day=date(2030, 6, 8) - timedelta(days=back)) for back in range(40)]
    ((_, problem),) = judge(reader(*holidays, Task(id="k", due=SATURDAY)), TASK)
    assert problem.message.values["before"] is None
    assert problem.fix is not None
    assert problem.fix.text() == "set it to a working day, or have somebody at work on the day"


def test_on_the_days_of_the_event_nobody_is_off() -> None:
    event = Event(id="e", window=span(48, 80))
    assert found(TASK, event, Task(id="k", event="e", due=SATURDAY)) == []


@pytest.mark.parametrize("state", ["done", "accepted", "dropped"])
def test_a_closed_task_has_no_deadline(state: str) -> None:
    assert found(TASK, Task(id="k", due=SATURDAY, state=state)) == []


def test_a_registration_may_be_missing_until_it_closes() -> None:
    event = Event(id="e", registration_closes=at(3))
    ((_, problem),) = judge(reader(event, Delegation(id="d", event="e")), "core.delegation-unregistered")
    assert problem.settle_by == at(3)


def test_a_delegation_may_have_its_own_deadline() -> None:
    event = Event(id="e", registration_closes=at(3))
    ((_, problem),) = judge(
        reader(event, Delegation(id="d", event="e", registers_by=at(5))), "core.delegation-unregistered"
    )
    assert problem.settle_by == at(5)


def test_some_of_a_delegation_may_be_missing() -> None:
    event, delegation = Event(id="e", registration_closes=at(3)), Delegation(id="d", event="e")
    members = (Participant(id="p1", delegation="d"), Participant(id="p2", delegation="d", state="registered"))
    ((_, problem),) = judge(reader(event, delegation, *members), "core.delegation-unregistered")
    assert (problem.key, problem.message.values["missing"], problem.message.values["sent"]) == ("some", 1, 2)


def test_without_a_deadline_nothing_is_late() -> None:
    assert found("core.delegation-unregistered", Event(id="e"), Delegation(id="d", event="e")) == []
    assert found("core.participant-unregistered", Participant(id="p")) == []


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "America", "Asia/Shanghai\0"])
def test_names_of_no_zone(zone: str) -> None:
    assert found("core.event-zone", Event(id="e", zone=zone)) == ["e/"]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Urumqi", "Europe/Lisbon"])
def test_names_of_zones(zone: str) -> None:
    assert found("core.event-zone", Event(id="e", zone=zone)) == []


def test_what_has_no_deadline_is_never_due_on_a_day_off() -> None:
    assert found(TASK, Task(id="k")) == []
    assert found("core.registration-on-day-off", Event(id="e")) == []


def test_after_the_event_people_are_off_again() -> None:
    event = Event(id="e", window=span(0, 2))
    assert found(TASK, event, Task(id="k", event="e", due=SATURDAY)) == ["k/2030-06-08"]


def test_nobody_is_chased_once_the_event_is_over() -> None:
    event = Event(id="e", window=span(-9, 0), registration_closes=at(-20))
    records = (event, Delegation(id="d", event="e"), Participant(id="p", event="e"))
    for code, expected in (("core.delegation-unregistered", "d/nobody"), ("core.participant-unregistered", "p/")):
        assert found(code, *records, now=at(0) - MOMENT) == [expected]
        assert found(code, *records, now=at(0)) == []


def test_a_delegation_of_which_nobody_registered_has_registered_nobody() -> None:
    event, delegation = Event(id="e", registration_closes=at(3)), Delegation(id="d", event="e")
    members = (Participant(id="p1", delegation="d"), Participant(id="p2", delegation="d"))
    assert found("core.delegation-unregistered", event, delegation, *members) == ["d/nobody"]
