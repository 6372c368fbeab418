from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from meetsupport.model import (
    Appearance,
    Delegation,
    Event,
    Meal,
    Participant,
    Person,
    Placement,
    Route,
    SeatPlan,
    Session,
)
from meetsupport.readings import (
    Card,
    card_changes,
    cards,
    gone_sitters,
    room_for,
    seat_plan_place,
    seat_plan_window,
    seated_twice,
    seats_together,
    sittings,
    unplaced,
)
from tests.unit.rules.judging import changed, reader, span

texts = st.sampled_from(["甲", "乙", "丙"])
some_cards = st.lists(st.tuples(texts, st.integers(1, 4)), max_size=6, unique_by=lambda pair: pair[1]).map(
    lambda pairs: [Card(text, ("", 1, number), f"p{number}") for text, number in pairs]
)


def said(listed: list[Card] | tuple[Card, ...]) -> Counter[str]:
    return Counter(card.text for card in listed)


@given(some_cards, some_cards)
def test_printing_moving_and_discarding_turns_the_old_cards_into_the_new(then: list[Card], now: list[Card]) -> None:
    changes = card_changes(then, now)
    assert said(then) + said(changes.to_print) - said(changes.to_discard) == said(now)
    # No card is printed that lies about: for no text is one printed and another thrown away.
    assert not said(changes.to_print) & said(changes.to_discard)
    stays = {(card.text, card.seat) for card in then} & {(card.text, card.seat) for card in now}
    touched = {(card.text, card.seat) for card in (*changes.to_print, *changes.to_move)}
    assert touched == {(card.text, card.seat) for card in now} - stays
    assert all((card.text, card.seat) not in stays for card in changes.to_discard)


@given(some_cards)
def test_cards_that_did_not_change_are_left_alone(same: list[Card]) -> None:
    changes = card_changes(same, reversed(same))
    assert changes.to_print == changes.to_move == changes.to_discard == ()


SESSION = Session(id="s", window=span(0, 1))
PEOPLE = tuple(Participant(id=f"g{n}", name=f"某{n}") for n in range(5))
PLANS = (
    SeatPlan(id="hall", session="s", kind="hall"),
    SeatPlan(id="photo", session="s", kind="photo"),
    SeatPlan(id="platform", session="s", kind="platform"),
)
placed = st.lists(st.tuples(st.sampled_from(["hall", "photo", "platform"]), st.integers(0, 4)), max_size=8)
states = st.lists(st.sampled_from(["awaited", "present", "on-leave", "absent"]), min_size=5, max_size=5)


@given(placed, states)
def test_who_has_no_place_two_or_one_for_nothing(places: list[tuple[str, int]], came: list[str]) -> None:
    plan = reader(
        SESSION,
        *PEOPLE,
        *PLANS,
        *(Appearance(id=f"a{n}", session="s", participant=f"g{n}", state=state) for n, state in enumerate(came)),
        *(Placement(id=f"p{n}", plan=where, participant=f"g{who}") for n, (where, who) in enumerate(places)),
    )
    room = [who for where, who in places if where != "photo"]
    coming = {n for n, state in enumerate(came) if state in {"awaited", "present"}}
    for of in ("hall", "platform"):
        assert {ref.id for ref in plan.derive(unplaced, of)} == {f"g{n}" for n in coming - set(room)}
        gone = [who for where, who in places if where == of and who not in coming]
        assert sorted(place.who.id for place in plan.derive(gone_sitters, of) if place.who) == sorted(
            f"g{n}" for n in gone
        )
    assert plan.derive(unplaced, "photo") == ()
    twice = [ref.id for of in ("hall", "platform") for ref, _ in plan.derive(seated_twice, of)]
    assert sorted(twice) == sorted(f"g{n}" for n, count in Counter(room).items() if count > 1)


def test_seats_come_by_block_row_and_number() -> None:
    plan = reader(
        SeatPlan(id="x"),
        Placement(id="p1", plan="x", block="B", row=1, number=1),
        Placement(id="p2", plan="x", block="A", row=2, number=1),
        Placement(id="p3", plan="x", block="A", row=1, number=2),
        Placement(id="p4", plan="x", block="A", row=1, number=1),
    )
    assert [place.placement for place in plan.derive(sittings, "x")] == ["p4", "p3", "p2", "p1"]


def test_a_card_says_the_name_or_what_was_written_and_a_free_seat_has_none() -> None:
    plan = reader(
        SeatPlan(id="x"),
        *PEOPLE[:2],
        Person(id="a", name="乙某"),
        Participant(id="left", name="丙某", state="left"),
        Placement(id="p1", plan="x", participant="g0"),
        Placement(id="p2", plan="x", participant="g1", card="Guest of honour"),
        Placement(id="p3", plan="x", person="a"),
        Placement(id="p4", plan="x"),
        Placement(id="p5", plan="x", card="Reserved"),
        Placement(id="p6", plan="x", participant="left"),
    )
    assert [card.text for card in plan.derive(cards, "x")] == ["某0", "Guest of honour", "乙某", "Reserved"]


def test_a_meal_expects_those_who_eat_it() -> None:
    table = SeatPlan(id="x", meal="m", kind="banquet")
    meal = Meal(id="m", event="e", window=span(0, 1))
    who = (
        Participant(id="a", delegation="d"),
        Participant(id="b", event="e"),
        Participant(id="c", event="e", state="on-leave"),
        Participant(id="z"),
    )
    base = (Event(id="e"), Delegation(id="d", event="e"), *who, table)
    plan = reader(*base, meal, Placement(id="p", plan="x", participant="b"))
    assert [ref.id for ref in plan.derive(unplaced, "x")] == ["a"]
    plan = reader(*base, changed(meal, delegations=("d",)))
    assert [ref.id for ref in plan.derive(unplaced, "x")] == ["a"]
    plan = reader(*base, Route(id="r"), changed(meal, routes=("r",)))
    assert plan.derive(unplaced, "x") == ()
    assert (seat_plan_window(plan, table), seat_plan_place(plan, table)) == (span(0, 1), None)
    assert [one.id for one in seats_together(plan, table)] == ["x"]


def test_a_plan_for_nothing_expects_nobody_and_stands_alone() -> None:
    alone = SeatPlan(id="x")
    plan = reader(alone, SeatPlan(id="y"))
    assert [one.id for one in seats_together(plan, alone)] == ["x"]
    assert plan.derive(unplaced, "x") == plan.derive(unplaced, "gone") == ()
    assert plan.derive(gone_sitters, "gone") == ()
    assert plan.derive(room_for, "x") is plan.derive(room_for, "gone") is None
