from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import (
    Arrival,
    Call,
    ChecklistTemplate,
    Coordination,
    Event,
    Lodging,
    Meal,
    Organization,
    Place,
    Route,
    Session,
    Supply,
    Task,
    TemplateItem,
    Trip,
)
from meetsupport.plugins import Problem
from meetsupport.testing import START, FrozenClock, memory_desk
from tests.unit.rules.judging import at, changed, found, judge, reader, span

CODE = "core.body-uncoordinated"
BODY = Organization(id="b", kinds=("airport",))

NEEDING: list[Record] = [
    Arrival(id="x", needs=("b",)),
    Arrival(id="x", needs_kinds=("airport",)),
    Arrival(id="x", means="air"),
    Call(id="x", route="r", host="b"),
    Call(id="x", route="r", needs=("b",)),
    Call(id="x", route="r", needs_kinds=("airport",)),
    Lodging(id="x", organization="b"),
    Meal(id="x", organization="b"),
    Place(id="x", organization="b"),
    Session(id="x", needs=("b",)),
    Session(id="x", needs_kinds=("airport",)),
    Supply(id="x", organization="b"),
    Task(id="x", needs=("b",)),
    Task(id="x", needs_kinds=("airport",)),
    Task(id="x", organization="b"),
    Trip(id="x", needs=("b",)),
    Trip(id="x", needs_kinds=("airport",)),
    Trip(id="x", organization="b"),
]


@pytest.mark.parametrize("needing", range(len(NEEDING)))
def test_whatever_needs_a_body_wants_it_invited(needing: int) -> None:
    assert found(CODE, Route(id="r"), BODY, NEEDING[needing]) == ["b/invited"]


def test_a_body_that_nothing_needs_may_stay_away() -> None:
    assert found(CODE, BODY, Arrival(id="x", means="rail")) == []


def test_never_came_counts_when_the_last_meeting_is_over() -> None:
    meetings = (
        Coordination(id="m1", invited=("b",), window=span(-9, -8)),
        Coordination(id="m2", invited=("b",), window=span(0, 1)),
    )
    needing = Arrival(id="x", means="air")
    assert found(CODE, BODY, needing, *meetings, now=at(1).replace(microsecond=0) - (at(1) - at(0.5))) == []
    assert found(CODE, BODY, needing, *meetings, now=at(1)) == ["b/came"]


def test_never_came_is_a_warning_and_never_invited_is_blocking() -> None:
    needing = Arrival(id="x", means="air")
    meeting = Coordination(id="m", invited=("b",), window=span(-2, -1))
    ((_, came),) = judge(reader(BODY, needing, meeting), CODE)
    ((_, invited),) = judge(reader(BODY, needing), CODE)
    assert (came.severity, invited.severity) == ("warning", None)


def test_an_invitation_to_a_meeting_without_a_time_is_still_open() -> None:
    assert found(CODE, BODY, Arrival(id="x", means="air"), Coordination(id="m", invited=("b",))) == []


def test_the_convener_was_there() -> None:
    assert found(CODE, BODY, Arrival(id="x", means="air"), Coordination(id="m", convener="b")) == []


def test_who_came_once_came() -> None:
    meetings = (Coordination(id="m1", attended=("b",)), Coordination(id="m2", invited=("b",), window=span(-2, -1)))
    assert found(CODE, BODY, Arrival(id="x", means="air"), *meetings) == []


def test_a_body_is_named_with_few_of_the_things_that_need_it() -> None:
    arrivals = [Arrival(id=f"x{number:02}", means="air") for number in range(20)]
    ((_, problem),) = judge(reader(BODY, *arrivals), CODE)
    assert len(problem.about) == 5
    assert problem.message.values["count"] == 20


def test_a_kind_that_arrivals_lack_is_one_finding() -> None:
    arrivals = [Arrival(id=f"x{number:02}", means="air") for number in range(20)]
    assert found("core.arrivals-body-unlisted", *arrivals) == ["/airport"]
    assert found("core.arrivals-body-unlisted", Arrival(id="x", means="rail")) == ["/railway"]
    assert found("core.arrivals-body-unlisted", Arrival(id="x", means="road")) == []


def test_a_kind_that_the_means_implies_is_not_found_twice() -> None:
    assert found("core.arrival-body-unlisted", Arrival(id="x", means="air", needs_kinds=("airport",))) == []


def test_one_meeting_without_a_time_keeps_the_invitation_open() -> None:
    meetings = (Coordination(id="m1", invited=("b",), window=span(-2, -1)), Coordination(id="m2", invited=("b",)))
    assert found(CODE, BODY, Arrival(id="x", means="air"), *meetings) == []


def test_an_inner_unit_need_not_be_invited() -> None:
    assert found(CODE, Organization(id="b", role="inner"), Task(id="x", organization="b")) == []


def test_what_needs_a_body_goes_by_its_name() -> None:
    hall = Place(id="x", name="Great Hall", organization="b")
    ((_, problem),) = judge(reader(BODY, hall), CODE)
    assert problem.message.values["first"] == "Great Hall"
    ((_, problem),) = judge(reader(BODY, Arrival(id="x", means="air")), CODE)
    assert problem.message.values["first"] == "x"


ITEM = TemplateItem(id="i", template="t")
MEDICAL = Task(id="k", item="i", needs_kinds=("hospital",), due=at(10), duration=timedelta(hours=4))


def unlisted(*records: Record) -> list[Problem]:
    return [one for _, one in judge(reader(ChecklistTemplate(id="t"), ITEM, *records), "core.task-body-unlisted")]


def test_what_a_template_needs_is_open_until_the_work_on_it_must_begin() -> None:
    (problem,) = unlisted(MEDICAL)
    assert problem.settle_by == at(6)
    (earlier,) = unlisted(MEDICAL, Task(id="late", after=("k",), due=at(9), duration=timedelta(hours=1)))
    assert earlier.settle_by == at(4)


def test_what_somebody_entered_himself_needs_its_body_at_once() -> None:
    assert [one.settle_by for one in unlisted(changed(MEDICAL, item=None))] == [None]


def test_a_fresh_draft_of_a_template_breaks_nothing_before_its_time() -> None:
    opening = Window(START + timedelta(days=30), START + timedelta(days=33))
    desk = memory_desk([Event(id="e", window=opening, received=START)], clock=FrozenClock(START))
    desk.apply(desk.draft_checklist("conference-with-tours", "e").change)
    severities = [one.severity for one in desk.check() if one.code == "core.task-body-unlisted"]
    assert severities == ["unsettled", "unsettled"]
    assert not [one.code for one in desk.check() if one.severity == "blocking"]
