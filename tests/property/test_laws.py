"""What holds of every plan and every change."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import assume, event, given
from hypothesis import strategies as st

from meetsupport.core.codec import json_schema
from meetsupport.core.errors import MeetSupportError, NotPermitted
from meetsupport.core.records import Record, evolved
from meetsupport.core.times import Window
from meetsupport.desk import BUILTIN, Desk, Impact
from meetsupport.journal import MemoryJournal
from meetsupport.model import DayOff, Role
from meetsupport.plan import Change, PlainReader, Plan, Put, ViewReader, changes_between
from meetsupport.plan.change import edited
from meetsupport.plugins import Registry
from meetsupport.readings import diets, special_needs
from meetsupport.testing import IDS, MODEL, SECRET, START, FrozenClock, changes, memory_desk, plans, with_secrets
from tests.property.looking import briefs, derived_values, finding, notice, picture, records
from tests.property.walks import Walk


def opened(plan: Plan, clock: FrozenClock | None = None, **about: Any) -> Desk:
    """Open a desk that has a plan at its first revision."""
    desk = memory_desk(clock=clock, **about)
    desk.apply(desk.plan.diff(plan))
    return desk


# Undo


def taken_back(desk: Desk, revision: int) -> Impact:
    """Undo as somebody who may: rights may have changed with what is undone."""
    for by in (*IDS, ""):
        try:
            return desk.undo(revision, by=by, override="office")
        except NotPermitted:
            event("somebody may not undo")
    assume(condition=False)
    raise AssertionError


@given(st.data())
def test_undo_restores_the_records(data: st.DataObject) -> None:
    desk = opened(data.draw(plans(unknown=True)))
    for _ in range(3):
        before = desk.plan
        impact = desk.apply(data.draw(changes(before, unknown=True)))
        if impact.revision is not None:
            back = taken_back(desk, impact.revision)
            assert desk.plan.same_records(before)
            assert Counter(map(finding, back.cleared)) >= Counter()
            desk.apply(data.draw(changes(desk.plan, unknown=True)))


@given(st.data())
def test_an_undone_undo_is_the_change(data: st.DataObject) -> None:
    desk = opened(data.draw(plans(unknown=True)))
    impact = desk.apply(data.draw(changes(desk.plan, unknown=True)))
    assume(impact.revision is not None)
    after = desk.plan
    back = taken_back(desk, impact.revision or 0)
    again = taken_back(desk, back.revision or 0)
    assert desk.plan.same_records(after)
    assert sorted(map(finding, again.raised)) == sorted(map(finding, impact.raised))


# Changes that have nothing to do with each other


def neighbours(plan: Plan, key: tuple[str, str]) -> set[tuple[str, str]]:
    """The records that one refers to, or that refer to it."""
    found: set[tuple[str, str]] = set()
    record = plan.find(*key)
    if record is not None:
        for spec in record.__record__.refs:
            value = getattr(record, spec.name)
            found.update((str(spec.refers_to), one) for one in (value if spec.many else (value,)) if one is not None)
    found.update((other.__record__.name, other.id) for other in plan.referring(*key))
    return found


def shown(desk: Desk) -> tuple[Any, ...]:
    report = desk.check()
    return records(desk), list(map(finding, report)), report.failures, briefs(desk), derived_values(desk)


@given(st.data())
def test_changes_of_records_that_do_not_refer_to_each_other_commute(data: st.DataObject) -> None:
    plan = data.draw(plans())
    one = data.draw(changes(plan, max_edits=2, based=False))
    other = data.draw(changes(plan, max_edits=2, based=False))
    mine, theirs = edited(one.edits), edited(other.edits)
    first, second = opened(plan), opened(plan)
    results: list[list[Impact]] = []
    for desk, order in ((first, (one, other)), (second, (other, one))):
        try:
            results.append([desk.apply(change) for change in order])
        except MeetSupportError:
            event("refused")
            assume(condition=False)
    touching = {key for change in (one, other) for key in edited(change.edits)}
    around = {key: neighbours(first.plan, key) | neighbours(plan, key) for key in touching}
    assume(not mine & theirs)
    assume(not any(around[key] & theirs for key in mine))
    assume(not any(impact.held for impacts in results for impact in impacts))
    assert shown(first) == shown(second)


# Files and journals


@given(plans(unknown=True))
def test_a_plan_read_back_is_the_plan_byte_for_byte(plan: Plan) -> None:
    written = plan.write()
    again = Plan.read(written, MODEL)
    assert again.same_records(plan)
    assert again.write() == written
    assert {(one.type, one.id): one.raw for one in again.unknown()} == {
        (one.type, one.id): one.raw for one in plan.unknown()
    }


@given(plans(unknown=True), st.sets(st.sampled_from(sorted(MODEL)), max_size=4))
def test_a_desk_that_knows_fewer_types_keeps_the_records_of_the_others(plan: Plan, missing: set[str]) -> None:
    fewer = {name: rt for name, rt in MODEL.items() if name not in missing}
    # A record that refers to an unknown one stays unknown too, as the registry sees to.
    while bad := [n for n, rt in fewer.items() if any(spec.refers_to not in fewer for spec in rt.refs)]:
        for name in bad:
            del fewer[name]
    there = Plan.read(plan.write(), fewer)
    back = Plan.read(there.write(), MODEL)
    assert back.same_records(plan)


@given(st.data())
def test_a_journal_gives_the_plan_that_it_was_made_of(data: st.DataObject) -> None:
    desk = opened(data.draw(plans(unknown=True)))
    for _ in range(data.draw(st.integers(0, 3))):
        desk.apply(data.draw(changes(desk.plan, unknown=True)))
    again = Desk(desk.journal, desk.registry, FrozenClock())
    assert again.plan.same_records(desk.plan)
    other = opened(again.plan)
    assert other.plan.same_records(desk.plan)
    for revision in range(desk.revision + 1):
        assert desk.at(revision).plan.revision == revision


@given(st.data())
def test_the_difference_of_two_plans_leads_from_one_to_the_other(data: st.DataObject) -> None:
    one, other = data.draw(plans(unknown=True)), data.draw(plans(unknown=True))
    after, _ = one.moved(one.diff(other).edits, 1)
    assert after.same_records(other)
    assert not list(changes_between(after, other))
    assert not other.diff(other).edits


@given(plans())
def test_a_plan_holds_to_its_schema(plan: Plan) -> None:
    schema = json_schema(MODEL)
    for record in plan:
        shape = schema["$defs"][type(record).__name__]
        assert set(shape["properties"]) == set(record.__record__.fields)
        assert set(shape["required"]) <= set(record.__record__.fields)


# Renaming and shifting


BY_ID = {"Document": ("steps",), "Review": ("step",), "Freeze": ("ids",)}
"""Fields that name records of any type by their ids."""


def renamed(plan: Plan, to: dict[str, str]) -> Plan:
    """Give all records other ids, and all references with them."""

    def again(record: Record) -> Record:
        fields: dict[str, Any] = {"id": to.get(record.id, record.id)}
        for spec in record.__record__.refs:
            value = getattr(record, spec.name)
            fields[spec.name] = tuple(to[one] for one in value) if spec.many else to.get(value, value)
        for name in BY_ID.get(record.__record__.name, ()):
            held: tuple[str, ...] | str = getattr(record, name)
            fields[name] = tuple(to.get(one, one) for one in held) if isinstance(held, tuple) else to.get(held, held)
        return attrs.evolve(record, **fields)  # type: ignore[misc]

    return Plan(plan.types).moved([Put(again(record)) for record in plan], 1)[0]


@given(plans(types={name: rt for name, rt in MODEL.items() if name != "RemovalLimit"}))
def test_renaming_ids_in_order_changes_nothing_else(plan: Plan) -> None:
    to = {"a": "k-α", "b": "k-β", "丙 3": "k-γ"}
    other = opened(renamed(plan, to))
    desk = opened(plan)
    ids = {to[one]: one for one in to}

    def back(key: str) -> str:
        for new, old in ids.items():
            key = key.replace(new, old)
        return key

    mine = [(f.code, f.severity, str(f.subject), f.key) for f in desk.check()]
    theirs = [(f.code, f.severity, back(str(f.subject)), back(f.key)) for f in other.check()]
    assert sorted(mine) == sorted(theirs)  # keys hold ids among other words, so that names change their order
    for recipient in plan.table("Recipient"):
        ours = [(line.key, back(line.message.key)) for line in desk.brief(recipient)]
        again = [(back(line.key), back(line.message.key)) for line in other.brief(to[recipient])]
        assert sorted((key, back(text)) for key, text in ours) == sorted(again)


CALENDAR = (
    "core.task-due-on-day-off",
    "core.registration-on-day-off",
    "core.delegation-registration-on-day-off",
    "core.leave-owed",
    "core.nights-in-a-row",
    "core.nights-uneven",
    "core.units-uneven",
    "core.working-days-unknown",
)
"""Rules that ask whether a day is off, or an hour is of the night, or what year it is."""

BY_DAY = (
    "core.night-without-room",
    "core.order-overnight",
    "core.participant-not-cleared",
    "core.participant-watched-untested",
    "core.person-not-cleared",
    "core.person-watched-untested",
)
"""Rules that count nights or days, which begin at midnight: they change where times move by part of a day."""


def shifted(plan: Plan, by: timedelta) -> Plan:
    """Move all times."""

    def move(value: Any) -> Any:
        if isinstance(value, Window):
            return value.shifted(by)
        if isinstance(value, datetime):
            return value + by
        return value + timedelta(days=by.days) if isinstance(value, date) else value

    def again(record: Record) -> Record:
        fields = {name: move(getattr(record, name)) for name in record.__record__.fields}
        return type(record)(**fields)

    return Plan(plan.types).moved([Put(again(record)) for record in plan], 1)[0]


@given(plans(), st.sampled_from((timedelta(days=1), timedelta(days=-400), timedelta(hours=7, minutes=11))))
def test_shifting_all_times_changes_nothing_but_the_calendar(plan: Plan, by: timedelta) -> None:
    registry = Registry.of({"core": BUILTIN}).without(*CALENDAR, *(BY_DAY if by % timedelta(days=1) else ()))
    desks = [
        Desk(MemoryJournal(), registry, FrozenClock(START)),
        Desk(MemoryJournal(), registry, FrozenClock(START + by)),
    ]
    for desk, there in zip(desks, (plan, shifted(plan, by)), strict=True):
        desk.apply(desk.plan.diff(there))
    one, other = (
        [(f.code, f.severity, str(f.subject), f.message.template) for f in sorted(desk.check(), key=str_of)]
        for desk in desks
    )
    assert sorted(one) == sorted(other)
    for recipient in plan.table("Recipient"):
        assert [line.key for line in desks[0].brief(recipient)] == [line.key for line in desks[1].brief(recipient)]
        now, then = (desk.notice(recipient) for desk in desks)
        assert (now is None) == (then is None)
        if now is not None and then is not None:
            assert [line.key for line in now.lines] == [line.key for line in then.lines]
            assert (now.deadline is None) == (then.deadline is None)
            if now.deadline is not None and then.deadline is not None:
                assert then.deadline - now.deadline == by


def str_of(one: Any) -> str:
    return str(one.identity)


# Previewing


def impact_of(impact: Impact) -> dict[str, Any]:
    return {
        "changes": impact.changes,
        "notices": [notice(attrs.evolve(one, revision=0)) for one in impact.notices],
        "withdrawn": impact.withdrawn,
        "raised": list(map(finding, impact.raised)),
        "cleared": list(map(finding, impact.cleared)),
        "unheard": list(map(str, impact.unheard)),
        "held": impact.held,
        "reason": impact.reason,
    }


@given(st.data())
def test_a_preview_says_what_happens_and_leaves_no_trace(data: st.DataObject) -> None:
    walk = Walk()
    walk.begin(data.draw)
    for _ in range(data.draw(st.integers(0, 5))):
        walk.step(data.draw)
    change = data.draw(changes(walk.desk.plan, types=walk.types, unknown=True))
    before = picture(walk.desk)
    foreseen = walk.desk.preview(change)
    assert picture(walk.desk) == before
    happened = walk.desk.apply(change)
    if happened.held:
        assert foreseen.held
        assert foreseen.reason == happened.reason
    else:
        assert impact_of(foreseen) == impact_of(happened)


@given(st.data())
def test_an_impact_is_the_difference_of_what_is_shown(data: st.DataObject) -> None:
    walk = Walk()
    walk.begin(data.draw)
    before = {finding(f)[0:2] + finding(f)[3:5]: f for f in walk.desk.check()}
    told = {one.recipient for one in walk.desk.notices()}
    impact = walk.desk.apply(data.draw(changes(walk.desk.plan, types=walk.types)))
    after = {finding(f)[0:2] + finding(f)[3:5]: f for f in walk.desk.check()}
    assert {finding(f) for f in impact.raised} == {finding(f) for key, f in after.items() if key not in before}
    assert {finding(f) for f in impact.cleared} == {finding(f) for key, f in before.items() if key not in after}
    now = {one.recipient for one in walk.desk.notices()}
    assert set(impact.withdrawn) == told - now
    assert {one.recipient for one in impact.notices} >= now - told


# Masking


def everything(reader: Any, types: Any) -> str:
    parts: list[str] = []
    for rt in types.values():
        for record in reader.all(rt.cls):
            for name in rt.fields:
                parts.append(repr(getattr(record, name)))
                parts.append(str(reader.get(rt.cls, record.id)))
            for spec in rt.refs:
                value = getattr(record, spec.name)
                if spec.sensitive is None and isinstance(value, str):
                    for one in reader.where(rt.cls, **{spec.name: value}):
                        parts += [repr(getattr(one, name)) for name in rt.fields]
            if rt.name == "Participant":
                parts.append(repr(reader.derive(special_needs, record.id)))
            if rt.name == "Meal":
                parts.append(repr(reader.derive(diets, record.id)))
    return " ".join(parts)


@given(plans(of_each=1, least=1))
def test_a_view_that_sees_nothing_sensitive_never_shows_it(plan: Plan) -> None:
    there = with_secrets(plan)
    reader = PlainReader(there, START)
    assert SECRET not in everything(ViewReader(reader, ()), MODEL)
    assert SECRET in everything(ViewReader(reader, ("personal", "health", "confidential")), MODEL)


@given(st.data())
def test_masking_changes_no_finding(data: st.DataObject) -> None:
    """Rules judge unmasked, whatever the roles of the recipients."""
    plan = data.draw(plans())
    desk = opened(plan)
    before = list(map(finding, desk.check()))
    roles = [evolved(role, sees=()) for role in plan.all(Role)]
    desk.apply(Change(tuple(Put(role) for role in roles)))
    assert [f for f in map(finding, desk.check()) if f[0] != "core.host-uninformed"] == [
        f for f in before if f[0] != "core.host-uninformed"
    ]


@given(plans(types={name: MODEL[name] for name in MODEL if name != "DayOff"}), st.booleans())
def test_a_whole_table_synced_is_the_table(plan: Plan, mapped: bool) -> None:  # noqa: FBT001 - drawn by position
    desk = opened(plan)
    table = plan.all(MODEL["Participant"].cls)
    rows: list[Any] = [attrs.asdict(record) for record in table] if mapped else list(table)
    assert not desk.sync(MODEL["Participant"].cls, rows).changes
    assert desk.sync(DayOff, [DayOff(id="x", day=START.date())]).changes
