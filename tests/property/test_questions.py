"""Whatever is asked of a plan: the answer is that of looking at every record, and what alters it is noticed."""

# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Hashable
from datetime import timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.codec import Contents
from meetsupport.core.records import Record, RecordType
from meetsupport.core.times import Window
from meetsupport.model import Session
from meetsupport.plan import Derived, Engine, Plan, Put, Reader, Remove
from meetsupport.testing import IDS, MODEL, START, changes, field_values, plans, windows

ASKED = {name: MODEL[name] for name in ("Duty", "Person", "Session", "Task", "Participant")}
AROUND = {**ASKED, **{name: MODEL[name] for name in ("Organization", "Place", "Post", "Event", "Route", "Team")}}


@attrs.frozen
class Asked:
    """One question."""

    kind: str
    rt: RecordType[Any] = attrs.field(repr=lambda rt: rt.name)
    one: str = ""
    window: Window | None = None
    equal: tuple[tuple[str, Hashable], ...] = ()

    def of(self, plan: Reader) -> Any:
        match self.kind:
            case "get":
                return plan.get(self.rt.cls, self.one)
            case "all":
                return plan.all(self.rt.cls)
            case "where":
                return plan.where(self.rt.cls, **dict(self.equal))
            case _:
                assert self.window is not None
                return plan.overlapping(self.rt.cls, self.window, **dict(self.equal))

    def by_hand(self, plan: Plan) -> Any:
        """Look at every record."""
        everything = sorted(plan.table(self.rt.name).values(), key=lambda record: record.id)
        if self.kind == "get":
            return next((record for record in everything if record.id == self.one), None)
        return tuple(record for record in everything if self.is_answered_by(record))

    def is_answered_by(self, record: Record) -> bool:
        for field, wanted in self.equal:
            value = getattr(record, field)
            if value != wanted and not (isinstance(value, tuple) and wanted in value):
                return False
        if self.window is None:
            return True
        own = getattr(record, str(self.rt.window))
        return own is not None and own.start < self.window.end and self.window.start < own.end


@st.composite
def questions(draw: Any) -> Asked:
    rt = ASKED[draw(st.sampled_from(sorted(ASKED)))]
    kind = draw(st.sampled_from(("get", "all", "where", "where", "overlapping")))
    if kind == "get":
        return Asked(kind, rt, draw(st.sampled_from(IDS)))
    equal: dict[str, Hashable] = {}
    if kind != "all":
        for name in draw(st.lists(st.sampled_from(sorted(rt.fields)), max_size=2, unique=True)):
            spec = rt.fields[name]
            if spec.refers_to is not None or name == "id":
                equal[name] = draw(st.sampled_from((*IDS, None)))
            else:
                value = draw(field_values(spec, rt.name))
                equal[name] = draw(st.sampled_from(value)) if isinstance(value, tuple) and value else value
    if kind == "overlapping" and rt.window is not None:
        return Asked(kind, rt, window=draw(windows()), equal=tuple(equal.items()))
    return Asked("where" if equal else "all", rt, equal=tuple(equal.items()))


@given(st.data(), st.lists(questions(), min_size=1, max_size=4))
def test_every_answer_is_right_and_is_kept_right(data: st.DataObject, asked: list[Asked]) -> None:
    plan = data.draw(plans(AROUND, of_each=3))
    engine = Engine(plan, START, lambda _: True, lambda _: True)
    query: Derived[Asked, Any] = Derived(lambda reader, question: question.of(reader))
    for _ in range(4):
        for question in asked:
            node = engine.ask(query, question, root=True)
            assert node.failure is None
            assert node.value == question.by_hand(plan)
            assert question.of(engine.plan) == node.value  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        change = data.draw(changes(plan, types=AROUND))
        plan, deltas = plan.moved(change.edits, plan.revision + 1)
        engine.move(plan, deltas)


@given(st.data(), st.lists(questions(), min_size=1, max_size=3))
def test_only_what_a_change_may_touch_is_marked(data: st.DataObject, asked: list[Asked]) -> None:
    plan = data.draw(plans(AROUND, of_each=3))
    engine = Engine(plan, START, lambda _: True, lambda _: True)
    query: Derived[Asked, Any] = Derived(lambda reader, question: question.of(reader))
    for question in asked:
        engine.ask(query, question, root=True)
    engine.touched.clear()
    after, deltas = plan.moved(data.draw(changes(plan, types=AROUND)).edits, 1)
    engine.move(after, deltas)
    for node in engine.touched:
        asked_of: Any = node.key
        records = [r for d in deltas if d.type == asked_of.rt.name for r in (d.old, d.new) if r is not None]
        assert any(asked_of.one == r.id if asked_of.kind == "get" else asked_of.is_answered_by(r) for r in records)


ENDS = st.integers(-3 * 24 * 4, 60 * 24 * 4).map(lambda quarters: START + timedelta(minutes=15 * quarters))


@given(st.lists(st.tuples(ENDS, ENDS), max_size=8), ENDS, ENDS)
def test_overlapping_windows_of_any_length_are_found(spans: Any, start: Any, end: Any) -> None:
    made = [
        Session(id=str(number), window=Window(min(span), max(span)) if span[0] != span[1] else None)
        for number, span in enumerate(spans)
    ]
    plan = Plan.of(MODEL, Contents(tuple(made), {}, ()))
    window = Window(min(start, end), max(start, end) + timedelta(microseconds=1))
    expected = tuple(s for s in made if s.window is not None and s.window.overlaps(window))
    assert plan.overlapping(Session, window) == expected


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 150)), max_size=400),
    st.integers(0, 3),
    st.sampled_from((1, 3, 99)),
)
def test_an_index_follows_any_changes(steps: list[tuple[bool, int]], chunk: int, pause: int) -> None:
    """Also where a bucket grows past the size at which it is kept in another way, and where it is seldom read."""
    plan = Plan(MODEL)
    plan.where(Session, kind="x")  # from now on there is an index
    size = (1, 7, 90, 400)[chunk]
    known: list[Plan] = []
    for number, at in enumerate(range(0, len(steps), size)):
        edits = {
            one: Put(Session(id=f"{one:03}", kind="x"))
            if keep
            else Put(Session(id=f"{one:03}", kind="y"))
            if one % 2
            else Remove(Session, f"{one:03}")
            for keep, one in steps[at : at + size]
        }
        plan, _ = plan.moved(edits.values(), plan.revision + 1)
        if number % pause == 0 or at + size >= len(steps):
            known.append(plan)
            check_index(plan)
    for older in known[-5:]:
        check_index(older)


def check_index(plan: Plan) -> None:
    everything = sorted(plan.table("Session").values(), key=lambda record: record.id)
    for kind in ("x", "y", "z"):
        asked = Asked("where", MODEL["Session"], equal=(("kind", kind),))
        expected = tuple(record for record in everything if asked.is_answered_by(record))
        assert plan.where(Session, kind=kind) == expected
