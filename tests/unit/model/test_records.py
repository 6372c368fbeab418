from __future__ import annotations

import pytest

from meetsupport import model
from meetsupport.core.codec import json_schema
from meetsupport.core.records import FieldSpec, RecordType

TYPES: dict[str, RecordType[object]] = {name: getattr(model, name).__record__ for name in model.__all__}  # type: ignore[type-var]
FIELDS = [pytest.param(rt, spec, id=f"{rt.name}.{spec.name}") for rt in TYPES.values() for spec in rt.fields.values()]


@pytest.mark.parametrize(("rt", "spec"), FIELDS)
def test_a_field_says_what_a_clerk_calls_it(rt: RecordType[object], spec: FieldSpec):  # type: ignore[type-var]
    if spec.name != "id":
        assert any("\u4e00" <= letter <= "\u9fff" for letter in spec.label)
        assert spec.doc


@pytest.mark.parametrize("rt", TYPES.values(), ids=TYPES)
def test_the_headings_of_a_type_differ(rt: RecordType[object]):  # type: ignore[type-var]
    labels = [spec.label for spec in rt.fields.values()]
    assert len(set(labels)) == len(labels)


def test_the_headings_of_types_differ():
    assert len({rt.label for rt in TYPES.values()}) == len(TYPES)
    assert all(rt.label for rt in TYPES.values())


@pytest.mark.parametrize("rt", TYPES.values(), ids=TYPES)
def test_references_lead_to_records_of_the_model(rt: RecordType[object]):  # type: ignore[type-var]
    assert {spec.refers_to for spec in rt.refs} <= set(TYPES)


@pytest.mark.parametrize(("rt", "spec"), [p for p in FIELDS if p.values[1].transitions])
def test_states_lead_to_states_and_are_explained(rt: RecordType[object], spec: FieldSpec):  # type: ignore[type-var]
    assert spec.transitions is not None
    for state, following in spec.transitions.items():
        assert set(following) <= set(spec.transitions)
        assert f"{state} " in f"{spec.doc},"


@pytest.mark.parametrize("name", ["name", "phone"])
@pytest.mark.parametrize("rt", [TYPES["Person"], TYPES["Participant"]], ids=["Person", "Participant"])
def test_people_are_masked(rt: RecordType[object], name: str):  # type: ignore[type-var]
    assert rt.fields[name].sensitive == "personal"


def test_health_and_leaders_itineraries_are_masked():
    participant, itinerary = TYPES["Participant"], TYPES["Itinerary"]
    assert {participant.fields[name].sensitive for name in ("diet", "mobility")} == {"health"}
    assert {itinerary.fields[name].sensitive for name in ("title", "place", "window")} == {"confidential"}


def test_the_only_window_of_a_record_is_called_so():
    assert {rt.window for rt in TYPES.values()} == {None, "window"}


def test_a_schema_can_be_written():
    schema = json_schema(TYPES)
    assert set(schema["properties"]["records"]["properties"]) == set(TYPES)
