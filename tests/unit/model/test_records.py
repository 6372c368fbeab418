from __future__ import annotations

from typing import Any

import pytest

from meetsupport import model
from meetsupport.core.codec import json_schema
from meetsupport.core.records import RecordType
from meetsupport.core.specs import FieldSpec

TYPES: dict[str, RecordType[Any]] = {name: getattr(model, name).__record__ for name in model.__all__}
FIELDS = [(rt, spec) for rt in TYPES.values() for spec in rt.fields.values()]
WORDED = [(rt, spec) for rt, spec in FIELDS if spec.words]
STATES = [(rt, spec) for rt, spec in FIELDS if spec.transitions]


def name(value: object) -> str:
    return str(getattr(value, "name", value))


@pytest.mark.parametrize(("rt", "spec"), FIELDS, ids=name)
def test_a_field_says_what_a_clerk_calls_it(rt: RecordType[Any], spec: FieldSpec) -> None:
    if spec.name != "id":
        assert any("\u4e00" <= letter <= "\u9fff" for letter in spec.label)
        assert spec.doc


@pytest.mark.parametrize("rt", TYPES.values(), ids=TYPES)
def test_the_headings_of_a_type_differ(rt: RecordType[Any]) -> None:
    labels = [spec.label for spec in rt.fields.values()]
    assert len(set(labels)) == len(labels)


def test_the_headings_of_types_differ() -> None:
    assert len({rt.label for rt in TYPES.values()}) == len(TYPES)
    assert all(rt.label for rt in TYPES.values())


@pytest.mark.parametrize("rt", TYPES.values(), ids=TYPES)
def test_references_lead_to_records_of_the_model(rt: RecordType[Any]) -> None:
    assert {spec.refers_to for spec in rt.refs} <= set(TYPES)


@pytest.mark.parametrize(("rt", "spec"), STATES, ids=name)
def test_states_lead_to_states_and_are_explained(rt: RecordType[Any], spec: FieldSpec) -> None:
    assert spec.transitions is not None
    for following in spec.transitions.values():
        assert set(following) <= set(spec.transitions)


@pytest.mark.parametrize(("rt", "spec"), WORDED, ids=name)
def test_words_have_chinese_terms_that_mean_them(rt: RecordType[Any], spec: FieldSpec) -> None:
    for word, term in spec.words.items():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in term) or word == term == word.upper()
        assert spec.meant(term) == spec.meant(word) == word
    assert not any(spec.wrong(word) for word in spec.words)


@pytest.mark.parametrize(("rt", "spec"), STATES, ids=name)
def test_every_state_has_its_term(rt: RecordType[Any], spec: FieldSpec) -> None:
    assert spec.words.keys() == (spec.transitions or {}).keys()


@pytest.mark.parametrize("field", ["name", "phone"])
@pytest.mark.parametrize("rt", [TYPES["Person"], TYPES["Participant"]], ids=["Person", "Participant"])
def test_people_are_masked(rt: RecordType[Any], field: str) -> None:
    assert rt.fields[field].sensitive == "personal"


def test_health_and_leaders_itineraries_are_masked() -> None:
    participant, itinerary = TYPES["Participant"], TYPES["Itinerary"]
    assert {participant.fields[name].sensitive for name in ("diet", "mobility")} == {"health"}
    assert {itinerary.fields[name].sensitive for name in ("title", "place", "window")} == {"confidential"}


def test_the_only_window_of_a_record_is_called_so() -> None:
    assert {rt.window for rt in TYPES.values()} == {None, "window"}


def test_a_schema_can_be_written() -> None:
    schema = json_schema(TYPES)
    assert set(schema["properties"]["records"]["properties"]) == set(TYPES)
