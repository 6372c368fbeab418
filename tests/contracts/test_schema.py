"""The JSON Schema takes what is written, and refuses what cannot be read."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import meetsupport as ms
from meetsupport.core.codec import json_schema, read_file
from meetsupport.plan import Plan
from meetsupport.testing import MODEL, plans

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
SAMPLE = Path(__file__).with_name("samples") / "plan-1.json"


@cache
def validator() -> Any:
    schema = json_schema(MODEL)
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema)


def faults(document: Any) -> list[str]:
    return [error.json_path for error in validator().iter_errors(document)]


@settings(max_examples=30)
@given(plan=plans(unknown=True))
def test_every_plan_that_is_written_is_valid(plan: Plan) -> None:
    assert faults(json.loads(plan.write())) == []


def test_the_stored_sample_is_valid() -> None:
    assert faults(json.loads(SAMPLE.read_bytes())) == []


BROKEN: dict[str, Callable[[Any], object]] = {
    "no version": lambda doc: doc.pop("meetsupport"),
    "a later version": lambda doc: doc.update(meetsupport=2),
    "no list": lambda doc: doc["records"].update(Place={}),
    "a number for an id": lambda doc: doc["records"]["Place"][0].update(id=5),
    "an empty id": lambda doc: doc["records"]["Place"][0].update(id=""),
    "no id": lambda doc: doc["records"]["Place"][0].pop("id"),
    "a required field left out": lambda doc: doc["records"]["Seat"][0].pop("trip"),
    "half a head": lambda doc: doc["records"]["Place"][0].update(capacity=1.5),
    "a text for a number": lambda doc: doc["records"]["Place"][0].update(capacity="many"),
    "a window without an end": lambda doc: doc["records"]["Call"][0].update(
        window={"start": "2030-06-09T15:00:00+08:00"}
    ),
    "a state that there is not": lambda doc: doc["records"]["Trip"][0].update(state="flying"),
    "a value that there is not": lambda doc: doc["records"]["Role"][0].update(sees=["everything"]),
    "one id for several": lambda doc: doc["records"]["Trip"][0].update(crew="ann"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_plan_is_refused_by_the_schema_and_by_the_library(how: str) -> None:
    document = copy.deepcopy(json.loads(SAMPLE.read_bytes()))
    BROKEN[how](document)
    assert faults(document)
    desk = ms.Desk.open(":memory:")
    path = json.dumps(document).encode()
    with pytest.raises(ms.MeetSupportError):
        desk.apply(ms.Change(tuple(ms.Put(one) for one in read_file(path, MODEL).records)))


def test_the_schema_says_what_a_field_refers_to_and_how_private_it_is() -> None:
    fields = json_schema(MODEL)["$defs"]["Participant"]["properties"]
    assert (fields["delegation"]["x-refers-to"], fields["diet"]["x-sensitive"]) == ("Delegation", "health")


def test_each_record_type_stands_under_its_name() -> None:
    assert set(json_schema(MODEL)["properties"]["records"]["properties"]) == set(MODEL)
