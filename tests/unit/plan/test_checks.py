"""What is refused of a change, and how edits are journalled."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from meetsupport.core.codec import MASK, Contents
from meetsupport.core.errors import (
    InvalidInput,
    InvalidRecord,
    RefusedTransition,
    StillReferredTo,
    UnknownReference,
)
from meetsupport.core.records import Record, Unknown, record
from meetsupport.model import Duty, Participant, Person, Place, Post, Recipient, Task
from meetsupport.plan import Change, Edit, Plan, Put, Remove, body_of, checked, edit_of
from meetsupport.testing import MODEL
from tests.unit.plan.engine_room import plan_of

PLAN = plan_of(
    Person(id="p"),
    Post(id="o"),
    Duty(id="d", person="p", post="o"),
    Person(id="signer"),
    Task(id="t", state="accepted", accepted_by="signer"),
    Task(id="u"),
    *(Place(id=f"in-{n}", within="all") for n in range(7)),
    Place(id="all"),
)


def take(*edits: Edit, plan: Plan = PLAN, **about: Any) -> Plan:
    return checked(plan, Change(edits, **about), 1)[1]


def refused(kind: type[InvalidInput], *edits: Edit, **about: Any) -> list[str]:
    with pytest.raises(kind) as caught:
        take(*edits, **about)
    assert type(caught.value) is kind
    return [str(fault) for fault in caught.value.faults]


def test_all_kinds_of_faults_are_collected() -> None:
    wrong: Any = 5
    faults = refused(
        InvalidInput,
        Put(Place(id="x", name=wrong)),
        Put(Task(id="t", state="open")),
        Put(Task(id="u", state="no such state")),
        Remove(Place, "nowhere"),
    )
    assert faults == [
        "invalid value 5, expected a text @ $.Place['x'].name",
        "no Place with the id 'nowhere' to remove @ $.Place['nowhere']",
        "'accepted' may not become 'open', only nothing @ $.Task['t'].state",
        "invalid value 'no such state', expected one of open, started, done, accepted, dropped @ $.Task['u'].state",
    ]


def test_references_are_checked_of_new_and_of_changed_records() -> None:
    with pytest.raises(UnknownReference, match=r"invalid value 'q', expected the id of a Person @ \$.Duty\['e'\]"):
        take(Put(Duty(id="e", person="q", post="o")))
    with pytest.raises(UnknownReference, match=r"\$.Duty\['d'\].post"):
        take(Put(Duty(id="d", person="p", post="nowhere")))
    with pytest.raises(UnknownReference, match=r"\$.Task\['u'\].after"):
        take(Put(Task(id="u", after=("t", "v"))))


def test_a_removed_record_may_not_be_referred_to() -> None:
    with pytest.raises(StillReferredTo, match=r"cannot be removed while Duty:d refer to it @ \$.Person\['p'\]"):
        take(Remove(Person, "p"))
    with pytest.raises(StillReferredTo, match="in-4 and 2 more refer to it"):
        take(Remove(Place, "all"))


def test_a_record_goes_together_with_what_refers_to_it() -> None:
    assert len(take(Remove(Person, "p"), Remove(Duty, "d"))) == len(PLAN) - 2


def test_a_record_comes_together_with_what_it_refers_to() -> None:
    after = take(Put(Duty(id="e", person="new", post="o")), Put(Person(id="new")))
    assert after.get(Duty, "e") is not None


def test_a_record_that_is_removed_twice_is_not_there() -> None:
    with pytest.raises(UnknownReference, match="no Task with the id 'u' to remove"):
        take(Remove(Task, "u"), Remove(Task, "u"))
    take(Remove(Task, "u"), Put(Task(id="u")), Remove(Task, "u"))


def test_nothing_is_taken_when_anything_is_wrong() -> None:
    wrong: Any = None
    refused(InvalidRecord, Put(Place(id="fine")), Put(Place(id="x", kind=wrong)))
    assert PLAN.get(Place, "fine") is None


def test_states_follow_each_other_whoever_puts_them() -> None:
    with pytest.raises(RefusedTransition, match="only nothing"):
        take(Put(Task(id="t", state="done")))
    take(Put(Task(id="u", state="done")))
    take(Put(Task(id="new", state="done")))
    with pytest.raises(RefusedTransition):
        take(
            Put(Task(id="u", state="done")),
            Put(Task(id="u", state="accepted", accepted_by="p")),
            Put(Task(id="u", state="open")),
        )


def test_a_task_is_accepted_by_somebody_and_not_by_whoever_did_it() -> None:
    with pytest.raises(RefusedTransition, match="may not be 'accepted' while accepted_by is not set"):
        take(Put(Task(id="u", state="accepted")))
    with pytest.raises(RefusedTransition, match="responsible and accepted_by may not both be 'p'"):
        take(Put(Task(id="u", state="accepted", responsible="p", accepted_by="p")))


def test_only_an_undo_may_take_a_state_back() -> None:
    take(Put(Task(id="t", state="open")), undoes=1)


def test_removing_and_putting_does_not_go_round_the_states() -> None:
    with pytest.raises(RefusedTransition):
        take(Remove(Task, "t"), Put(Task(id="t", state="open")))


def test_a_type_that_nobody_installed_cannot_be_put() -> None:
    @record(name="mycity.Gate")
    class Gate(Record):
        pass

    with pytest.raises(UnknownReference, match=r"no installed plugin defines the record type 'mycity.Gate'"):
        take(Put(Gate(id="g")))


def test_another_class_of_the_same_name_cannot_be_put() -> None:
    @record(name="Place")
    class Other(Record):
        pass

    with pytest.raises(UnknownReference):
        take(Put(Other(id="g")))


@pytest.mark.parametrize("bad", ["", " a", "a\n", "x" * 201, "\u200b"])
def test_an_id_is_printable(bad: str) -> None:
    assert len(refused(InvalidRecord, Put(Place(id=bad)))) == 1


@pytest.mark.parametrize("good", ["a", "张-3", "a b", "x" * 200, "𠮷"])
def test_an_id_may_be_any_text(good: str) -> None:
    assert take(Put(Place(id=good))).get(Place, good) is not None


def test_a_masked_value_is_refused_in_every_sensitive_field() -> None:
    faults = refused(
        InvalidRecord,
        Put(Participant(id="x", name=MASK, phone=MASK)),
        Put(Recipient(id="r", addresses=("a:b", MASK))),
    )
    assert len(faults) == 3
    assert all("it is masked, and would overwrite what it hides" in fault for fault in faults)
    take(Put(Place(id="x", name=MASK)))


def test_a_sensitive_value_is_not_repeated_in_a_fault() -> None:
    wrong: Any = ["13800000000"]
    (fault,) = refused(InvalidRecord, Put(Participant(id="x", phone=wrong)))
    assert "13800000000" not in fault
    assert "hidden" in fault


@pytest.mark.parametrize("value", ["\ud800", {"a"}, object()])
def test_what_cannot_be_written_is_refused(value: Any) -> None:
    assert len(refused(InvalidRecord, Put(Place(id="x", kind=value)))) == 1


def test_windows_come_back_with_a_fixed_offset() -> None:
    edits, after, deltas = checked(PLAN, Change.of(Put(Place(id="all"))), 1)
    assert (edits, deltas) == ((Put(Place(id="all")),), ())
    assert after.same_records(PLAN)


# As journalled

GATE = Unknown("x.Gate", "g", b'{"id":"g","a":1,"b":2}')
WITH_FOREIGN = Plan.of(MODEL, Contents((Place(id="a", kind="hall"),), {("Place", "a"): {"x": b"1"}}, (GATE,)))


@pytest.mark.parametrize(
    "edit",
    [
        Put(Place(id="b", kind="gate")),
        Put(Place(id="a", kind="gate")),
        Put(Place(id="a", kind="hall")),
        Put(Place(id="a", kind="gate"), {"x": b"2", "y": b"[ 1 ]"}),
        Put(Place(id="a", kind="hall"), {}),
        Put(Place(id="a", kind="hall"), {"y": b"3"}),
        Remove(Place, "a"),
        Remove("x.Gate", "g"),
        Put(Unknown("x.Gate", "h", b'{ "id": "h" }')),
        Put(attrs.evolve(GATE, raw=b'{"id":"g","a":[1.50]}')),
    ],
)
def test_an_edit_read_back_does_the_same(edit: Edit) -> None:
    body = body_of(WITH_FOREIGN, edit)
    again = edit_of(WITH_FOREIGN, body)
    assert WITH_FOREIGN.moved([again], 1)[0].same_records(WITH_FOREIGN.moved([edit], 1)[0])


def test_only_the_fields_that_differ_are_journalled() -> None:
    body = body_of(WITH_FOREIGN, Put(Place(id="a", kind="gate", name="east")))
    assert json.loads(body) == {"type": "Place", "id": "a", "fields": {"name": "east", "kind": "gate"}}


def test_an_edit_of_a_type_whose_plugin_is_gone_is_kept() -> None:
    """Written while the plugin was there, read when it is not: first the record as a whole, then what changed of it."""
    types = {name: rt for name, rt in MODEL.items() if name != "Place"}
    bare = Plan(types)
    plan, _ = bare.moved([edit_of(bare, body_of(plan_of(), Put(Place(id="a", kind="hall"))))], 1)
    changed = body_of(plan_of(Place(id="a", kind="hall")), Put(Place(id="a", kind="gate")))
    after, _ = plan.moved([edit_of(plan, changed)], 2)
    (one,) = after.unknown()
    assert b'"kind":"gate"' in one.raw
    dropping = body_of(
        Plan.of(MODEL, Contents((Place(id="a"),), {("Place", "a"): {"kind2": b"1"}}, ())), Put(Place(id="a"), {})
    )
    assert isinstance(edit_of(after, dropping), Put)
    assert isinstance(edit_of(bare, changed), Put)


@pytest.mark.parametrize(
    "edit",
    [
        Put(Place(id="x"), {"q": b"not json"}),
        Put(Unknown("x.Gate", "1", b"nonsense")),
        Put(Unknown("x.Gate", "1", b'{"id":"2"}')),
        Put(Unknown("x.Gate", "1", b"[1]")),
        Put(Place(id="x"), {"kind": b'"hidden"'}),
    ],
    ids=["extra", "unknown", "other id", "no object", "own field"],
)
def test_what_is_kept_unread_must_be_json_all_the_same(edit: Edit) -> None:
    with pytest.raises(InvalidInput):
        take(edit)
