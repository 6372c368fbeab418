"""A replay tells exactly those whose sessions differ, whatever the recording holds."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.replay import main, registry_for, replay, version_of
from meetsupport import InvalidInput

Raw: TypeAlias = "dict[str, Any]"

HELD_FROM = 2


def slot(one: Any = "s1", **fields: Any) -> Raw:
    base = {"title": "Opening", "room": "Hall", "start": "2019-12-27T11:00:00+01:00", "duration": "01:00"}
    return {"id": one, **base, "persons": ["p1"], **fields}


def told(*recording: list[Raw]) -> list[tuple[set[Any], bool]]:
    read = [version_of(json.dumps({"sessions": sessions}), f"version {n}") for n, sessions in enumerate(recording)]
    made = list(replay(read, registry_for(briefs=True), HELD_FROM))
    return [(set(one.notified), one.held) for one in made[1:]]


def wanted(*recording: list[Raw]) -> list[tuple[set[Any], bool]]:
    """What the oracle that knows nothing of the library wants."""

    def plans(sessions: list[Raw]) -> dict[Any, Counter[Any]]:
        out: dict[Any, Counter[Any]] = {}
        for one in sessions:
            for person in one["persons"]:
                out.setdefault(person, Counter())[one["title"], one["room"], one["start"], one["duration"]] += 1
        return out

    found: list[tuple[set[Any], bool]] = []
    for before, after in pairwise(recording):
        old, new = plans(before), plans(after)
        gone = {one["id"] for one in before} - {one["id"] for one in after}
        found.append(({p for p in old.keys() | new.keys() if old.get(p) != new.get(p)}, len(gone) >= HELD_FROM))
    return found


TITLES = [
    "Opening",
    "",
    None,
    "–",
    "s1",
    "s1#1",
    "not settled",
    "{title} {",
    "•••",
    "a\ud800b",
    "a?b",
    "\x00",
    " ",
    7,
    "7",
]
ROOMS = ["Hall", "", None, "–", "not settled", " Hall", "\ud800", "?", "x" * 300, 7]
STARTS = [
    "2019-12-27T11:00:00+01:00",
    "2019-12-27T10:00:00+00:00",
    "2019-12-27T10:00:00Z",
    "2019-12-27T11:00:00",
    "9999-12-31T23:59:00-12:00",
    "soon",
    "",
    None,
]
DURATIONS = ["01:00", "1:00", "00:00", "0:00", "00:01", "24:00", "99999999:00", "01:60", "an hour", "", None, 60]
IDS = ["s1", "s1#1", "s1#2", "s1/p1", "", " s1", "y" * 300, "\ud800", 1, "1", None]
PERSONS = ["p1", "p2", "p1/1", "", 1, "1", "z" * 300, "\u202e", None]

slots = st.builds(
    slot,
    st.sampled_from(IDS),
    title=st.sampled_from(TITLES),
    room=st.sampled_from(ROOMS),
    start=st.sampled_from(STARTS),
    duration=st.sampled_from(DURATIONS),
    persons=st.lists(st.sampled_from(PERSONS), max_size=3),
)
usual = st.builds(
    slot,
    st.sampled_from(["s1", "s2", "s3"]),
    title=st.sampled_from(["Opening", "Closing"]),
    room=st.sampled_from(["Hall", "Room 2"]),
    start=st.sampled_from(STARTS[:2]),
    persons=st.lists(st.sampled_from(["p1", "p2"]), max_size=2),
)


@given(st.lists(st.lists(usual, max_size=5), min_size=2, max_size=4))
@settings(max_examples=60)
def test_exactly_those_are_told_whose_sessions_differ(recording: list[list[Raw]]) -> None:
    assert told(*recording) == wanted(*recording)


@given(st.lists(st.lists(slots, max_size=4), min_size=2, max_size=3))
@example([[slot(title="")], [slot("s2", title="")]])
@example([[slot(duration="00:00")], [slot(duration="00:01")]])
@example([[slot(persons=["p1"])], [slot(persons=["p1", "p1"])]])
@example([[slot(persons=[]), slot(title="\x00")], [slot(title="\x00")]])
def test_odd_values_are_told_of_as_well(recording: list[list[Raw]]) -> None:
    assert told(*recording) == wanted(*recording)


@pytest.mark.parametrize(
    ("field", "values"), [("title", TITLES), ("room", ROOMS), ("start", STARTS), ("duration", DURATIONS)]
)
def test_every_other_text_is_something_else_to_be_told(field: str, values: list[Any]) -> None:
    recording = [[slot(**{field: value})] for pair in permutations(values, 2) for value in pair]
    assert told(*recording) == wanted(*recording)


def test_several_slots_of_one_id_count_once_towards_holding() -> None:
    assert told([slot(), slot(), slot("s2")], [slot("s2")]) == [({"p1"}, False)]


def test_without_the_section_nobody_is_told() -> None:
    read = [version_of(json.dumps({"sessions": [slot(room=room)]}), room) for room in ("Hall", "Room 2")]
    assert [one.notified for one in replay(read, registry_for(briefs=False))] == [(), ()]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Expecting property name"),
        ("[]", "Expected `object`, got `array`"),
        ('{"sessions": [{"id": "s1"}]}', "missing required field `title` - at `$.sessions[0]`"),
        (json.dumps({"sessions": [slot(persons="p1")]}), "Expected `array`, got `str` - at `$.sessions[0].persons`"),
        (json.dumps({"sessions": [slot(title=["a"])]}), "got `array` - at `$.sessions[0].title`"),
        (json.dumps({"sessions": [slot(one=True)]}), "got `bool` - at `$.sessions[0].id`"),
    ],
)
def test_what_is_no_version_is_refused_by_name(line: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=f"{re.escape(said)}.* @ version 3"):
        version_of(line, "version 3")


def test_command_writes_one_line_a_version_from_the_second_on(tmp_path: Path) -> None:
    file, out = tmp_path / "recording.jsonl", tmp_path / "out.jsonl"
    rooms = ("Hall", "Room 2", "Room 2")
    file.write_text("".join(json.dumps({"sessions": [slot(room=room)]}) + "\n" for room in rooms), encoding="utf-8")
    assert main([str(file), "--json", str(out)], say=lambda _: None) == 0
    assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == [
        {"version": 1, "notified": ["p1"], "held": False},
        {"version": 2, "notified": [], "held": False},
    ]


def test_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    said: list[str] = []
    file = tmp_path / "recording.jsonl.xz"
    file.write_bytes(b"no archive")
    assert main([str(file), "--json", str(tmp_path / "out.jsonl")], say=said.append) == 2
    assert "cannot be replayed" in said[0]


def test_first_versions_of_the_recorded_congress(tmp_path: Path) -> None:
    folder = Path(os.environ.get("MEETSUPPORT_REAL_DATA", Path(__file__).parents[4] / "shared" / "real"))
    recorded = folder / "replay-36c3.jsonl.xz"
    if not recorded.exists():
        pytest.skip(f"no recording {recorded.name} in the folder named by MEETSUPPORT_REAL_DATA or in ../shared/real")
    import lzma  # noqa: PLC0415

    with lzma.open(recorded, "rt", encoding="utf-8") as lines:
        recording = [json.loads(next(lines))["sessions"] for _ in range(40)]
    made = told(*recording)
    assert [who for who, _ in made] == [who for who, _ in wanted(*recording)]
