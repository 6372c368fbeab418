"""Files: what is read, what is refused, and that every fault is named."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportArgumentType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from meetsupport.core import codec, faults
from meetsupport.core.codec import decode_body, encode_body, json_schema, normalised, read_file, write_file
from meetsupport.core.errors import InvalidInput, InvalidRecord, UnreadableFile
from meetsupport.core.records import Record, Unknown, record
from meetsupport.core.times import Window
from meetsupport.model import Event, Hazard, HealthReport, Movement, Participant, Place, RemovalLimit, Role, Session
from meetsupport.plan import Plan
from meetsupport.testing import MODEL, START

PLACE, EVENT, SESSION = Place.__record__, Event.__record__, Session.__record__


def file(records: str) -> bytes:
    return f'{{"meetsupport":1,"records":{{{records}}}}}'.encode("utf-8", "surrogatepass")


def refused(content: bytes) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_file(content, MODEL, "plan.json")
    assert caught.value.source == "plan.json"
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a plan's file"),
        (b"PK\x03\x04", "not a plan's file"),
        (b"[]", "Expected `object`"),
        (b"{}", "missing required field `meetsupport`"),
        (b'{"meetsupport":"1"}', "Expected `int`"),
        (b'{"meetsupport":1', "truncated"),
        (b'{"meetsupport":1,"records":[]}', "Expected `object`"),
        (b'\xff\xfe{"meetsupport":1}', "not a plan's file"),
        (b'{"meetsupport":0}', "invalid value 0 for meetsupport, expected a format version from 1 to 1"),
        (b'{"meetsupport":2}', "invalid value 2 for meetsupport"),
        (b'{"meetsupport":NaN}', "malformed"),
    ],
)
def test_what_is_no_plan_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=r"plan.json") as caught:
        read_file(content, MODEL, "plan.json")
    assert says in str(caught.value)


def test_a_file_that_is_too_large_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MAX_BYTES", 10)
    with pytest.raises(UnreadableFile, match="11 bytes, more than the 10 that are read"):
        read_file(b"x" * 11, MODEL)


def test_all_faults_are_listed_with_their_paths() -> None:
    content = file(
        '"Place":[{"id":"a","capacity":"many","name":5},{"name":"no id"},{"id":""},"text"],'
        '"Session":[{"id":"s","window":{"start":"2030-06-05T08:00:00","end":"2030-06-05T09:00:00+08:00"}}],'
        '"Event":{"id":"e"},"x.Gate":[{"id":"g"},{"no":"id"}]'
    )
    assert refused(content) == [
        "invalid value 5, expected a text @ $.records.Place[0].name",
        "invalid value 'many', expected a whole number from 0 or null @ $.records.Place[0].capacity",
        "a value for id is missing @ $.records.Place[1]",
        "invalid value '', expected a text of 1 to 200 characters @ $.records.Place[2].id",
        "invalid value 'text', expected an object @ $.records.Place[3]",
        (
            "invalid value '2030-06-05T08:00:00', expected an ISO 8601 instant with offset "
            "@ $.records.Session[0].window.start"
        ),
        "expected a list of records: Expected `array`, got `object` @ $.records.Event",
        "records of an unknown type need an id each: Object missing required field `id` @ $.records.x.Gate",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "Infinity",
        "1.5",
        '"1"',
        "true",
        "[1]",
        "{}",
        "1e400",
    ],
)
def test_what_is_no_whole_number_is_refused(value: str) -> None:
    assert len(refused(file(f'"Place":[{{"id":"a","capacity":{value}}}]'))) == 1


@pytest.mark.parametrize(
    "value",
    [
        "2030-06-05T08:00:00",
        "2030-06-05",
        "2030-06-05T24:00:00+08:00",
        "2030-06-05T23:60:00+08:00",
        "2030-02-30T08:00:00+08:00",
        "10000-01-01T00:00:00Z",
        "12030-06-05T08:00:00Z",
        "0000-01-01T00:00:00Z",
        "tomorrow",
        "",
    ],
)
def test_what_is_no_instant_is_refused(value: str) -> None:
    (fault,) = refused(file(f'"Event":[{{"id":"e","settles":"{value}"}}]'))
    assert fault == (
        f"invalid value {value!r}, expected an ISO 8601 instant with offset or null @ $.records.Event[0].settles"
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [("09:00:00+08:00", "09:00:00+08:00"), ("09:00:00+08:00", "08:59:59+08:00"), ("09:00:00Z", "09:00:00+08:00")],
)
def test_a_window_that_does_not_end_after_its_start_is_refused(start: str, end: str) -> None:
    window = f'{{"start":"2030-06-05T{start}","end":"2030-06-05T{end}"}}'
    (fault,) = refused(file(f'"Session":[{{"id":"s","window":{window}}}]'))
    assert "$.records.Session[0].window" in fault


def test_a_number_for_an_id_is_refused() -> None:
    assert refused(file('"Place":[{"id":5}]')) == [
        "invalid value 5, expected a text of 1 to 200 characters @ $.records.Place[0].id"
    ]


def test_an_id_that_stands_twice_is_refused_also_for_unknown_types() -> None:
    assert refused(file('"Place":[{"id":"a"},{"id":"a"}],"x.Gate":[{"id":"g"},{"id":"g"}]')) == [
        "invalid value 'a' for id: it stands twice @ $.records.Place",
        "invalid value 'g' for id: it stands twice @ $.records.x.Gate",
    ]


@pytest.mark.parametrize("one", ["a\\nb", " a", "a\\u200b", "\\u202e"])
def test_an_id_that_cannot_be_printed_is_refused(one: str) -> None:
    assert "expected printable characters" in refused(file(f'"Place":[{{"id":"{one}"}}]'))[0]


def test_of_a_key_that_stands_twice_the_last_value_counts() -> None:
    contents = read_file(file('"Place":[{"id":"a","kind":"x","kind":"y"}]'), MODEL)
    assert contents.records == (Place(id="a", kind="y"),)


def test_a_type_that_stands_twice_counts_once() -> None:
    contents = read_file(file('"Place":[{"id":"a"}],"Place":[{"id":"b"}]'), MODEL)
    assert [one.id for one in contents.records] == ["b"]


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, '[{"a":' * 50_000])
def test_nesting_without_end_is_refused(deep: str) -> None:
    with pytest.raises(InvalidInput):
        read_file(deep.encode(), MODEL)
    with pytest.raises(InvalidInput):
        read_file(file(f'"Place":[{{"id":"a","x":{deep}}}]'), MODEL)


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(InvalidInput):
        read_file(file('"Place":[{"id":"a","name":"\ud800"}]'), MODEL)
    with pytest.raises(InvalidInput):
        read_file(file('"Place":[{"id":"a","name":"\\ud800"}]'), MODEL)


def test_unknown_fields_and_types_are_kept_as_they_are_written() -> None:
    content = file('"Place":[{"id":"a","x": [ 1.50, "é" ],"kind":"k"}],"x.Gate":[{ "n" : 1.50, "id":"g" }]')
    contents = read_file(content, MODEL)
    assert contents.extras == {("Place", "a"): {"x": '[ 1.50, "é" ]'.encode()}}
    assert contents.unknown == (Unknown("x.Gate", "g", b'{ "n" : 1.50, "id":"g" }'),)
    plan = Plan.of(MODEL, contents)
    assert b'"x":[ 1.50, "\xc3\xa9" ]' in plan.write()
    assert b'{ "n" : 1.50, "id":"g" }' in plan.write()


def test_an_empty_plan_is_a_file() -> None:
    assert write_file({}) == b'{"meetsupport":1,"records":{}}\n'
    assert write_file({"Place": []}) == b'{"meetsupport":1,"records":{}}\n'
    assert read_file(write_file({}), MODEL).records == ()
    assert read_file(b'{"meetsupport":1}', MODEL).records == ()


def test_a_file_has_one_record_a_line() -> None:
    written = write_file({"Place": [Place(id="a"), Place(id="b")]}, {("Place", "b"): {"x": b"1"}})
    lines = written.decode().splitlines()
    assert len(lines) == 4
    assert json.loads(lines[2])["x"] == 1


def test_a_bodys_faults_are_those_of_a_file() -> None:
    with pytest.raises(InvalidRecord) as caught:
        decode_body(PLACE, b'{"id":"a","capacity":"x"}')
    assert caught.value.faults[0].place == "$.Place.capacity"
    with pytest.raises(InvalidRecord):
        decode_body(PLACE, b"nonsense")
    assert decode_body(PLACE, encode_body(Place(id="a", capacity=3))) == Place(id="a", capacity=3)


def test_a_body_that_only_the_fast_decoder_refuses_is_a_fault_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "of", lambda *_: [])
    with pytest.raises(InvalidRecord, match="capacity"):
        decode_body(PLACE, b'{"id":"a","capacity":"x"}')


def test_values_that_are_one_of_a_few_are_named() -> None:
    (fault,) = refused(file('"Role":[{"id":"r","sees":["everything"]}]'))
    assert "expected one of 'personal', 'health', 'confidential'" in fault
    (fault,) = refused(file('"RemovalLimit":[{"id":"*","share":"many"}]'))
    assert "expected a number or null" in fault
    assert RemovalLimit.__record__.fields["share"].optional
    assert Role.__record__.fields["sees"].many


def test_sensitive_values_are_not_repeated() -> None:
    (fault,) = refused(file('"Participant":[{"id":"p","phone":5551234}]'))
    assert "5551234" not in fault
    (fault,) = refused(file('"Recipient":[{"id":"p","addresses":["a",5551234]}]'))
    assert "5551234" not in fault


def test_instants_come_back_with_a_fixed_offset() -> None:
    summer = datetime(2030, 6, 5, 8, tzinfo=ZoneInfo("Europe/Berlin"))
    made, _ = normalised(Event(id="e", settles=summer))
    assert isinstance(made, Event)
    assert made.settles == summer
    assert made.settles is not None
    assert made.settles.utcoffset() == timedelta(hours=2)
    assert isinstance(made.settles.tzinfo, timezone)


@pytest.mark.parametrize(
    "bad",
    [
        Place(id="a", capacity=2**70),
        Place(id="a", name="\ud800"),
        Place(id="a", kind={1: object()}),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        Event(id="e", settles=datetime(2030, 1, 1)),  # noqa: DTZ001 - a naive time is what is tested
        Event(id="e", settles="soon"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        Session(id="s", needs="abc"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ],
    ids=["int", "surrogate", "object", "naive", "text", "text for a tuple"],
)
def test_a_record_with_wrong_fields_is_refused_or_comes_back_equal(bad: Record) -> None:
    try:
        made, body = normalised(bad)
    except InvalidRecord as error:
        assert error.faults  # noqa: PT017 - refusing is one of two right answers
    else:
        assert made == bad
        assert decode_body(bad.__record__, body) == bad


def test_a_list_for_a_tuple_is_made_one() -> None:
    listed: Any = ["a"]
    made, _ = normalised(Session(id="s", needs_kinds=listed))
    assert made == Session(id="s", needs_kinds=("a",))


def test_the_schema_says_what_is_known_of_each_field() -> None:
    schema = json_schema(MODEL)
    participant = schema["$defs"]["Participant"]["properties"]
    assert participant["phone"]["x-sensitive"] == "personal"
    assert participant["delegation"]["x-refers-to"] == "Delegation"
    assert participant["state"]["enum"] == sorted(Participant.__record__.fields["state"].transitions or {})
    assert schema["properties"]["records"]["properties"]["Place"]["items"] == {"$ref": "#/$defs/Place"}
    assert json.dumps(schema)


def test_the_schema_keeps_classes_of_one_name_apart() -> None:
    @record(name="mycity.Place")
    class Place(Record):
        gate: int = 0

    schema = json_schema({**MODEL, "mycity.Place": Place.__record__})
    shapes = schema["properties"]["records"]["properties"]
    assert shapes["Place"] != shapes["mycity.Place"]


def test_windows_are_written_with_their_offset() -> None:
    body = encode_body(Session(id="s", window=Window(START.astimezone(UTC), START + timedelta(hours=1))))
    assert msgspec.json.decode(body)["window"] == {
        "start": "2030-06-05T00:00:00Z",
        "end": "2030-06-05T09:00:00+08:00",
    }
    assert decode_body(SESSION, body) == Session(id="s", window=Window(START, START + timedelta(hours=1)))
    assert EVENT.window == "window"


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_to_count_with_is_refused(text: str) -> None:
    said = rf"invalid value '{text}', expected a number @ \$.Movement\['m'\].quantity"
    with pytest.raises(InvalidRecord, match=said):
        normalised(Movement(id="m", supply="s", quantity=Decimal(text)))
    with pytest.raises(InvalidRecord, match="hidden, since the field is sensitive") as refused:
        normalised(HealthReport(id="h", temperature=Decimal(text)))
    assert text not in str(refused.value)


@pytest.mark.parametrize("blank", [" ", "\u3000", "\t\n", "\u00a0 ", "\u200b", "\x00", "\ufeff \u2028"])
def test_a_text_of_blanks_is_no_text(blank: str) -> None:
    made, body = normalised(Hazard(id="h", title="gap", reason=blank, funds=f"{blank}1{blank}"))
    assert made == Hazard(id="h", title="gap", funds=f"{blank}1{blank}")
    assert body == encode_body(made)
