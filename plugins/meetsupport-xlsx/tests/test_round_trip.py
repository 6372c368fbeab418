"""What is written and read back unchanged is no edit; what is typed into an empty workbook is what was typed."""

# ruff: noqa: DTZ001 - cells hold wall clocks, without a zone

from __future__ import annotations

import string
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport import model
from meetsupport.core.codec import normalised
from meetsupport.core.records import Record
from meetsupport.core.times import Window

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(
    lambda text: text != "•••"
) | st.sampled_from(
    [
        "=1+1",
        "+86",
        "-3",
        "@x",
        "'quoted",
        "㛃𠮷",
        "ＡＢＣ１２３",
        "007",
        "1e5",
        "TRUE",
        "2011-06-09",
        " trail ",
        "a\r\nb",
        "_x0041_",
        "•",
        "、",
        "，",
        "#REF!",
        "\t",
    ]
)
names = st.text(st.sampled_from(string.ascii_letters + "甲乙丙丁㛃𠮷 "), min_size=1, max_size=4) | texts
offsets = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))])
instants = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)).flatmap(
    lambda d: offsets.map(lambda z: d.replace(tzinfo=z))
) | st.datetimes(datetime(2011, 3, 1), datetime(2011, 11, 30)).map(
    lambda d: d.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(hours=8)))
)
windows = st.tuples(instants, instants).filter(lambda w: w[0] < w[1]).map(lambda w: Window(*w))
numbers = st.integers(-(2**62), 2**62) | st.integers(0, 500)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.decimals(
    allow_nan=False, allow_infinity=False
)
spans = st.timedeltas(timedelta(days=-3), timedelta(days=400)) | st.sampled_from([timedelta(0), timedelta(hours=30)])

places = st.builds(model.Place, id=st.just(""), name=names, kind=texts, capacity=st.none() | numbers, address=texts)
supplies = st.builds(model.Supply, id=st.just(""), name=texts, quantity=decimals, unit=texts, due=st.none() | instants)
people = st.builds(
    model.Person, id=st.just(""), name=names, title=texts, phone=texts, skills=st.lists(texts, max_size=3).map(tuple)
)
days = st.builds(model.DayOff, id=st.just(""), day=st.dates(), name=texts, working=st.booleans())
recipients = st.builds(
    model.Recipient,
    id=st.just(""),
    name=names,
    limit=st.none() | spans,
    margin=spans,
    addresses=st.lists(texts, max_size=2).map(tuple),
)
roles = st.builds(
    model.Role,
    id=st.just(""),
    name=texts,
    sees=st.lists(st.sampled_from(["personal", "health", "confidential"]), unique=True).map(tuple),
)
events = st.builds(
    model.Event,
    id=st.just(""),
    name=texts,
    window=st.none() | windows,
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns"]),
)
ids = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6)


@st.composite
def plans(draw: st.DrawFn) -> list[Record]:
    """Draw records of several types, and others that refer to them."""
    found: list[Record] = []
    for strategy in (places, supplies, people, days, recipients, roles, events):
        group = draw(st.lists(strategy, max_size=3))
        named = draw(st.lists(ids, min_size=len(group), max_size=len(group), unique=True))
        found += [attrs.evolve(cast("Any", record), id=one) for record, one in zip(group, named, strict=True)]
    place_ids = [r.id for r in found if isinstance(r, model.Place)]
    person_ids = [r.id for r in found if isinstance(r, model.Person)]
    if place_ids:
        found.append(
            model.Session(id="s-1", title=draw(texts), place=draw(st.sampled_from(place_ids)), window=draw(windows))
        )
    if person_ids:
        chosen = draw(st.lists(st.sampled_from(person_ids), unique=True))
        found.append(model.Trip(id="t-1", crew=tuple(chosen), liaison=chosen[0] if chosen else None, state="boarded"))
    return found


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@given(records=plans(), sees=st.none() | st.sets(st.sampled_from(["personal", "health", "confidential"])))
def test_a_copy_that_nobody_touched_changes_nothing(
    office: Any, language: str, records: list[Record], sees: set[str] | None
) -> None:
    plan = office.plan(*records, revision=3)
    change = office.read(office.export(plan, language, sees), plan)
    assert change.edits == ()
    assert change.questions == ()


words = st.text(st.sampled_from("abcXYZ甲乙丙丁㛃𠮷ＡＢ０１=+-@'"), min_size=1, max_size=6)
moments = st.datetimes(datetime(2011, 3, 1), datetime(2012, 11, 30)).map(
    lambda d: d.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(hours=8)))
)
clean = st.one_of(
    st.builds(
        model.Place, id=st.just(""), name=words, kind=words, capacity=st.none() | st.integers(0, 10**14), address=words
    ),
    st.builds(
        model.Supply, id=st.just(""), name=words, quantity=st.decimals(0, 10**6, places=2), due=st.none() | moments
    ),
    st.builds(model.Person, id=st.just(""), name=words, phone=words, skills=st.lists(words, max_size=3).map(tuple)),
    st.builds(model.DayOff, id=st.just(""), day=st.dates(date(1900, 3, 1)), name=words, working=st.booleans()),
    st.builds(model.Recipient, id=st.just(""), limit=st.none() | st.timedeltas(timedelta(0), timedelta(days=400))),
    st.builds(
        model.Session,
        id=st.just(""),
        title=words,
        window=st.none() | st.tuples(moments, moments).filter(lambda w: w[0] < w[1]).map(lambda w: Window(*w)),
    ),
)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@given(records=st.lists(clean, max_size=8))
def test_a_copy_loaded_into_an_empty_plan_brings_every_record(
    office: Any, language: str, records: list[Record]
) -> None:
    given = [attrs.evolve(cast("Any", record), id=f"x{number:03}") for number, record in enumerate(records)]
    numbered = [normalised(record)[0] for record in given]
    change = office.read(office.export(office.plan(*numbered, revision=3), language), office.plan())
    assert office.records(change) == {record.id: record for record in numbered}
    assert not change.questions


def test_every_kind_of_value_survives_being_typed_into_another_plan(office: Any) -> None:
    cst = timezone(timedelta(hours=8))
    records: list[Record] = [
        model.Event(id="e", name="年会", window=Window.of("2011-06-08T08:00:00+08:00", "2011-06-11T18:00:00+08:00")),
        model.Supply(
            id="su", name="水", quantity=Decimal("12.5"), unit="箱", due=datetime(2011, 6, 8, 7, 30, tzinfo=cst)
        ),
        model.DayOff(id="do", day=date(2011, 6, 6), name="端午", working=False),
        model.Recipient(
            id="r", name="东山", kinds=("host", "liaison"), limit=timedelta(minutes=90), margin=timedelta(hours=30)
        ),
        model.Role(id="ro", name="接待", sees=("personal", "health")),
        model.Organization(id="o", name="机场", role="undertake", kinds=("airport",)),
        model.Person(id="007", name="𠮷㛃", phone="01380000000", title="=1+1"),
        model.Trip(id="t", name="3号车", crew=("007",), liaison="007", seats=45, state="boarded", organization="o"),
    ]
    for language in ("en", "zh_CN"):
        plan = office.plan(*records, revision=3)
        change = office.read(office.export(plan, language), office.plan())
        assert office.records(change) == {record.id: record for record in records}
        assert not change.questions


def test_two_exports_of_one_plan_are_equal(office: Any) -> None:
    assert office.export(office.small()) == office.export(office.small())
