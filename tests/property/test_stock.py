"""Amounts of a supply: never below nothing, and conserved, in whatever order they are written down."""

from __future__ import annotations

from decimal import Decimal

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import meetsupport as ms
from meetsupport.model import Event, Movement, Supply
from meetsupport.plan import PlainReader, Put, Remove
from meetsupport.readings import ledger, planned_stock, stock
from meetsupport.readings.stock import KINDS, Stock
from meetsupport.testing import memory_desk
from tests.unit.rules.judging import NOON, at, plan_of

AMOUNTS = st.sampled_from([Decimal(text) for text in ("0", "-1", "0.5", "1", "2.50", "7")])
POOLS = ("store", "allocated", "placed", "used", "returned", "lost")


@st.composite
def movements(draw: st.DrawFn, id: str = "") -> Movement:
    """Any movement of gel, also of amounts below nothing."""
    return Movement(
        id=id or f"m{draw(st.integers(0, 9))}",
        supply="gel",
        kind=draw(st.sampled_from(KINDS)),
        quantity=draw(AMOUNTS),
        at=draw(st.none() | st.integers(-3, 3).map(at)),
    )


def assert_adds_up(there: Stock) -> None:
    amounts = attrs.asdict(there)
    assert all(amount >= 0 for amount in amounts.values())
    assert sum(amounts[pool] for pool in POOLS) == there.received
    assert there.on_hand + there.used + there.returned + there.lost == there.received
    assert there.placed <= there.set_out


class Storekeeper(RuleBasedStateMachine):
    """Movements written down, corrected and struck out in any order, on a live desk."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = memory_desk([Event(id="e"), Supply(id="gel", event="e", quantity=Decimal(5))])
        self.known: dict[str, Movement] = {}

    @rule(one=movements())
    def write(self, one: Movement) -> None:
        self.desk.apply(ms.Change((Put(one),), by="store"))
        self.known[one.id] = one

    @rule(data=st.data())
    def strike_out(self, data: st.DataObject) -> None:
        if self.known:
            gone = data.draw(st.sampled_from(sorted(self.known)))
            self.desk.apply(ms.Change((Remove("Movement", gone),), by="store"))
            del self.known[gone]

    @invariant()
    def adds_up(self) -> None:
        plan = PlainReader(self.desk.plan, NOON)
        steps = (*plan.derive(ledger, "gel"), *plan.derive(planned_stock, "gel"))
        for step in steps:
            assert_adds_up(step.after)
            assert 0 <= step.short <= step.quantity
        assert {step.movement for step in steps} == set(self.known)

    @invariant()
    def what_was_written_last_makes_no_difference(self) -> None:
        fresh = memory_desk([Event(id="e"), Supply(id="gel", event="e", quantity=Decimal(5)), *self.known.values()])
        assert stock(PlainReader(fresh.plan, NOON), "gel") == stock(PlainReader(self.desk.plan, NOON), "gel")

    @invariant()
    def what_was_not_there_is_found(self) -> None:
        plan = PlainReader(self.desk.plan, NOON)
        short = {step.movement for step in plan.derive(ledger, "gel") if step.short}
        said = {f.key for f in self.desk.check() if f.code == "core.stock-overdrawn"}
        assert said == short


TestStorekeeper = Storekeeper.TestCase
TestStorekeeper.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)


def balance(moved: list[Movement]) -> tuple[Decimal, set[str]]:
    """
    Keep the one balance that matters: what is there at all, whatever part of it is allocated or placed.

    Giving back, using and losing can take all of it; what they cannot take is short.
    """
    there, short = Decimal(0), set[str]()
    timed = [(one.at, KINDS.index(one.kind), one.id, one) for one in moved if one.at is not None and one.kind in KINDS]
    for *_, one in sorted(timed, key=lambda entry: entry[:3]):
        if one.quantity <= 0:
            continue
        if one.kind == "received":
            there += one.quantity
        elif one.kind in {"used", "returned", "lost"}:
            if one.quantity > there:
                short.add(one.id)
            there = max(there - one.quantity, Decimal(0))
    return there, short


@given(st.lists(movements(), max_size=10, unique_by=lambda one: one.id))
def test_what_is_there_is_what_came_less_what_went(moved: list[Movement]) -> None:
    plan = PlainReader(plan_of(Supply(id="gel"), *moved), NOON)
    there, short = balance(moved)
    steps = plan.derive(ledger, "gel")
    assert stock(plan, "gel").on_hand == there
    assert {s.movement for s in steps if s.short and s.kind in {"used", "returned", "lost"}} == short


@given(st.lists(movements(), max_size=10, unique_by=lambda one: one.id), st.integers(-3, 3))
def test_the_stock_at_a_moment_knows_nothing_of_later_ones(moved: list[Movement], hour: int) -> None:
    until = [one for one in moved if one.at is not None and one.at <= at(hour)]
    now, then = (PlainReader(plan_of(Supply(id="gel"), *some), NOON) for some in (moved, until))
    assert stock(now, "gel", at(hour)) == stock(then, "gel")
