from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from meetsupport import model
from meetsupport.cli.fields import Assignments, moment_of, reference, type_named
from meetsupport.core.errors import InvalidInput, InvalidRecord, UnknownReference
from meetsupport.core.records import Record
from meetsupport.core.times import Window, instant
from meetsupport.desk import BUILTIN
from meetsupport.plan import Plan, Put
from meetsupport.plugins import Registry

TYPES = Registry.of({"core": BUILTIN}).types


def plan_of(*records: Record) -> Plan:
    return Plan(TYPES).moved([Put(record) for record in records], 1)[0]


SHANGHAI = model.Event(id="e", zone="Asia/Shanghai")
BERLIN = model.Event(id="b", zone="Europe/Berlin")
ONE_ZONE = plan_of(SHANGHAI, model.Session(id="s", event="e"), model.Post(id="p", session="s"))


def read(cls: type[Record], *texts: str, plan: Plan = ONE_ZONE, old: Record | None = None) -> dict[str, Any]:
    return Assignments(plan, cls.__record__, old).read(texts)


def problems(cls: type[Record], *texts: str, plan: Plan = ONE_ZONE) -> dict[str, str]:
    with pytest.raises(InvalidRecord) as caught:
        read(cls, *texts, plan=plan)
    return {fault.place: fault.problem for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("cls", "text", "value"),
    [
        (model.Place, "name=a=b, c", "a=b, c"),
        (model.Place, "capacity=300", 300),
        (model.Place, "capacity=", None),
        (model.Place, "name=", ""),
        (model.Supply, "quantity=2.50", Decimal("2.50")),
        (model.DayOff, "working=是", True),
        (model.DayOff, "day=2011-06-06", date(2011, 6, 6)),
        (model.Recipient, "limit=90min", timedelta(minutes=90)),
        (model.Recipient, "limit=2小时", timedelta(hours=2)),
        (model.Recipient, "limit=PT1H30M", timedelta(minutes=90)),
        (model.Recipient, "limit=", None),
        (model.Person, "skills=tea, English", ("tea", "English")),
        (model.Person, "skills=茶水、英语", ("茶水", "English")),
        (model.Person, 'skills=["a, b","c"]', ("a, b", "c")),
        (model.Person, "skills=", ()),
        (model.Role, "sees=personal,health", ("personal", "health")),
        (model.Participant, "姓名=某某", "某某"),
        (model.RemovalLimit, "share=0.25", Decimal("0.25")),
    ],
)
def test_a_value_is_read_by_the_type_of_its_field(cls: type[Record], text: str, value: object) -> None:
    assert list(read(cls, text).values()) == [value]


def test_a_field_of_several_values_may_be_given_several_times() -> None:
    assert read(model.Person, "skills=a", "skills=b,c") == {"skills": ("a", "b", "c")}


def test_a_time_without_offset_is_in_the_zone_of_the_event() -> None:
    assert read(model.Event, "settles=2011-06-09 08:00", old=BERLIN)["settles"] == instant("2011-06-09T08:00+02:00")


def test_the_event_is_found_by_way_of_other_records() -> None:
    plan = plan_of(
        SHANGHAI, BERLIN, model.Session(id="s", event="b"), model.Person(id="w"), model.Post(id="p", session="s")
    )
    window = read(model.Duty, "person=w", "post=p", "window=2011-06-09T08:00/09:00", plan=plan)["window"]
    assert window.start == instant("2011-06-09T08:00+02:00")


def test_the_zone_that_is_being_set_counts_for_times_beside_it() -> None:
    found = read(model.Event, "zone=Asia/Tokyo", "settles=2011-06-09T08:00", old=SHANGHAI)
    assert found["settles"] == instant("2011-06-09T08:00+09:00")


def test_a_time_is_not_guessed_where_events_have_several_zones() -> None:
    faults = problems(model.Meal, "window=2011-06-09T08:00/09:00", plan=plan_of(SHANGHAI, BERLIN))
    assert "an offset" in faults["window"]


@pytest.mark.parametrize(
    "text", ["2011-06-09T08:00/2011-06-09T09:30", "2011-06-09 08:00–09:30", "2011-06-09T08:00+08:00 至 09:30"]
)
def test_a_window_may_be_written_in_several_ways(text: str) -> None:
    assert read(model.Session, f"window={text}") == {
        "window": Window.of("2011-06-09T08:00+08:00", "2011-06-09T09:30+08:00")
    }


@pytest.mark.parametrize("text", ["2011-03-27T02:30", "2011-10-30T02:30"])
def test_a_time_that_the_clocks_show_twice_or_never_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="twice or never"):
        moment_of(text, ZoneInfo("Europe/Berlin"))


def test_a_time_of_a_zone_is_kept_with_a_fixed_offset() -> None:
    found = moment_of("2011-06-09T08:00", ZoneInfo("Europe/Berlin"))
    assert (found, found.tzname()) == (datetime.fromisoformat("2011-06-09T08:00+02:00"), "UTC+02:00")


@pytest.mark.parametrize(
    ("cls", "text", "expected"),
    [
        (model.Place, "capacity=many", "a whole number"),
        (model.Place, "capacity=１２", "a whole number"),
        (model.Place, "capacity=" + "9" * 40, "a whole number"),
        (model.Supply, "quantity=NaN", "a finite number"),
        (model.Supply, "quantity=x", "a number"),
        (model.Supply, "quantity=", "it must have a value"),
        (model.DayOff, "working=perhaps", "yes or no"),
        (model.DayOff, "day=9.6.2011", "a day such as"),
        (model.Role, "sees=all", "one of personal 个人信息, health 健康信息, confidential 保密信息"),
        (model.Recipient, "limit=soon", "a length such as"),
        (model.Recipient, "limit=999999d" * 2, "a length such as"),
        (model.Session, "window=2011-06-09T08:00", "from/to"),
        (model.Session, "window=2011-06-09T08:00/07:00", "an end after its start"),
        (model.Session, "window=2011-06-09T08:00/24:00", "an end such as"),
        (model.Session, "window=2011-06-09T24:00/2011-06-10T01:00", "a time such as"),
        (model.Event, "settles=99999-01-01T00:00", "a time such as"),
        (model.Person, 'skills=["a"', "a JSON list"),
        (model.Place, "id=x", "an id is never changed"),
        (model.Place, "nosuch=x", "expected one of name, kind"),
        (model.Place, "name", "expected field=value"),
    ],
)
def test_a_wrong_value_is_refused_with_what_was_expected(cls: type[Record], text: str, expected: str) -> None:
    assert any(expected in problem for problem in problems(cls, text).values())


def test_every_fault_is_listed() -> None:
    assert problems(model.Place, "capacity=x", "nosuch=1", "id=2", "name=fine").keys() == {"capacity", "nosuch", "id"}


def test_a_field_of_one_value_is_not_given_twice() -> None:
    assert "more than once" in problems(model.Place, "name=a", "name=b")["name"]


def test_a_wrong_value_of_a_sensitive_field_is_not_repeated() -> None:
    assert "secret" not in problems(model.Participant, "departs=secret")["departs"]


@pytest.mark.parametrize("name", ["Trip", "trip", "车次", "TRIP"])
def test_a_type_may_be_named_in_any_case_or_in_chinese(name: str) -> None:
    assert type_named(TYPES, name).name == "Trip"


def test_a_mistyped_type_brings_a_suggestion() -> None:
    with pytest.raises(UnknownReference, match=r"expected one of Participant$"):
        type_named(TYPES, "Particpant")


def test_a_record_is_named_by_type_and_id() -> None:
    rt, one = reference(ONE_ZONE, "trip:coach:3")
    assert (rt.name, one) == ("Trip", "coach:3")


@pytest.mark.parametrize("text", ["coach-3", "Trip:", ":x"])
def test_what_names_no_record_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        reference(ONE_ZONE, text)
