"""
What it costs to load and save a plan, beside the same data without any of its promises.

::

    python -m benchmarks.codec [--records 25000] [--rounds 9] [--json OUT]

In alternating rounds of one run, with the garbage collector off for all alike:

- *structs*: msgspec's own structs with the same fields and types, decoded and encoded in one go: the floor.
- *cattrs*: ``json.loads`` and a converter of ``cattrs.preconf.json`` as it comes out of the box, and back.
- *decode*, *encode*: the file format, with every record checked, fields that are not known kept, repeated ids found.
- *load*: the whole way to a plan: decoding, references, tables, and the indexes of every field that refers to a record
  and of every window. *save*: from the plan to the bytes, in the order of ids.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import GenericAlias
from typing import Any, cast, get_args

import attrs
import cattrs.preconf.json
import msgspec

from meetsupport.core.codec import read_file, write_file
from meetsupport.core.records import Record, RecordType
from meetsupport.core.times import Instant, Window
from meetsupport.desk.builtin import BUILTIN
from meetsupport.model import (
    Appearance,
    Arrival,
    Delegation,
    Duty,
    Event,
    Organization,
    Participant,
    Person,
    Place,
    Post,
    Seat,
    Session,
    Task,
    Team,
    Trip,
)
from meetsupport.plan import Plan
from meetsupport.plugins import Registry

START = datetime(2020, 9, 8, 0, 0, tzinfo=UTC)
BEFORE = Window(START - timedelta(days=9), START - timedelta(days=8))
MEASURED = ("decode", "load", "structs_decode", "cattrs_decode", "encode", "save", "structs_encode", "cattrs_encode")


def records_of(count: int, seed: int = 1) -> Iterator[Record]:
    """
    Make the records of a conference.

    Args:
        count: About how many.
        seed: For what is drawn.
    """
    luck = random.Random(seed)
    unit = max(1, count // 250)

    def one(name: str, among: int) -> str:
        return f"{name}-{luck.randrange(among):05}"

    def window() -> Window:
        begin = START + timedelta(minutes=15 * luck.randrange(400))
        return Window(begin, begin + timedelta(minutes=30 * luck.randrange(1, 16)))

    yield Event(id="event", name="National conference", kind="conference", window=Window(START, START + timedelta(5)))
    for n in range(unit):
        yield Organization(id=f"body-{n:05}", name=f"Bureau of example matters {n}")
        yield Place(id=f"place-{n:05}", name=f"Hall {n}", kind="hall", capacity=20 + n, address=f"{n} Example Avenue")
        yield Team(id=f"team-{n:05}", event="event", name=f"Reception team {n}", lead=one("person", 25 * unit))
        yield Delegation(id=f"delegation-{n:05}", event="event", name=f"Delegation {n}", quota=40)
        yield Trip(
            id=f"trip-{n:05}", event="event", name=f"Coach {n}", vehicle=f"Example {n:05}", seats=45, window=window()
        )
    for n in range(2 * unit):
        yield Session(
            id=f"session-{n:05}",
            event="event",
            title=f"Parallel session {n}",
            place=one("place", unit),
            window=window(),
        )
        yield Post(
            id=f"post-{n:05}", event="event", name=f"Entrance {n}", place=one("place", unit), heads=2, window=window()
        )
        due = START + timedelta(minutes=5 * luck.randrange(1200))
        yield Arrival(id=f"arrival-{n:05}", event="event", means="air", number=f"EX{n}", due=due)
    for n in range(25 * unit):
        yield Person(
            id=f"person-{n:05}",
            name=f"示例工作人员{n}",
            title="接待组联络员",
            organization=one("body", unit),
            team=one("team", unit),
            phone=f"000-{n:07}",
            skills=("first aid", "English"),
        )
    for n in range(80 * unit):
        yield Participant(
            id=f"participant-{n:05}",
            name=f"示例代表{n}",
            delegation=one("delegation", unit),
            event="event",
            title=f"示例省示例事务管理局综合处第{n}科负责人",
            phone=f"001-{n:07}",
            arrival=one("arrival", 2 * unit),
            companions=n % 3,
            diet="不食用任何海产品" if n % 10 == 0 else "",
            mobility="轮椅" if n % 50 == 0 else "",
            departs_by="rail",
            departs_on=f"EX{n}",
            room=f"{n % 30}{n % 25:02}",
            departs=START + timedelta(days=4, minutes=luck.randrange(600)),
        )
        if n % 2:
            yield Seat(
                id=f"seat-on-the-coach-{n:05}",
                trip=one("trip", unit),
                participant=f"participant-{n:05}",
                number=str(n % 45),
            )
    for n in range(57 * unit):
        yield Duty(
            id=f"duty-of-the-first-day-{n:05}",
            person=one("person", 25 * unit),
            post=one("post", 2 * unit),
            window=window(),
        )
    for n in range(25 * unit):
        yield Task(
            id=f"task-{n:05}",
            event="event",
            title=f"Check the microphones and the lamps of hall {n} once more, an hour before the doors open",
            due=START + timedelta(hours=luck.randrange(96)),
            place=one("place", unit),
            responsible=one("person", 25 * unit),
            contact=one("person", 25 * unit),
            deputy=one("person", 25 * unit),
            needs_kinds=("police", "fire brigade"),
            team=one("team", unit),
        )
        if n % 2:
            yield Appearance(
                id=f"appearance-{n:05}",
                session=one("session", 2 * unit),
                person=one("person", 25 * unit),
                role="speaker",
            )


class WindowStruct(msgspec.Struct, frozen=True):
    """A window without its check."""

    start: Instant
    end: Instant


def struct_of(rt: RecordType[Any]) -> type[msgspec.Struct]:
    """Make a frozen struct with the fields of a record type."""
    fields: list[Any] = []
    for attribute in attrs.fields(rt.cls):
        hint = rt.fields[attribute.name].hint
        if Window in (hint, *get_args(hint)):
            hint = WindowStruct | None if rt.fields[attribute.name].optional else WindowStruct
        default = () if attribute.default is attrs.NOTHING else (attribute.default,)
        fields.append((attribute.name, hint, *default))
    return msgspec.defstruct(f"{rt.name}Struct", fields, frozen=True, kw_only=True)


def file_struct_of(types: list[RecordType[Any]]) -> type[msgspec.Struct]:
    """Make the struct of a whole file with records of these types."""
    groups = [(rt.name, cast("type[Any]", GenericAlias(list, (struct_of(rt),)))) for rt in types]
    tables = msgspec.defstruct("Tables", groups)
    return msgspec.defstruct("File", [("meetsupport", int), ("records", tables)])


def load(content: bytes, registry: Registry) -> Plan:
    """Read a plan with all the indexes that anybody could want at once."""
    plan = Plan.read(content, registry.types)
    for rt in registry.types.values():
        if rt.window is not None and plan.count(rt.name):
            plan.overlapping(rt.cls, BEFORE)
    return plan


def measure(count: int, rounds: int) -> dict[str, float]:
    """
    Measure all of it.

    Args:
        count: About how many records.
        rounds: How many rounds; the median of each counts.
    """
    registry = Registry.of({"core": BUILTIN})
    groups: dict[str, list[Record]] = {}
    for record in records_of(count):
        groups.setdefault(record.__record__.name, []).append(record)
    groups = {name: sorted(group, key=lambda r: r.id) for name, group in sorted(groups.items())}
    types = [registry.types[name] for name in groups]
    content = write_file(groups)
    plan = load(content, registry)
    assert plan.write() == content, "what was read is not what was written"
    decoder = msgspec.json.Decoder(file_struct_of(types))
    encoder = msgspec.json.Encoder()
    structs = decoder.decode(content)
    converter = cattrs.preconf.json.make_converter()
    lists = {rt.name: cast("type[list[Any]]", GenericAlias(list, (rt.cls,))) for rt in types}

    def through_cattrs() -> dict[str, list[Any]]:
        raw = json.loads(content)["records"]
        return {name: converter.structure(raw[name], kind) for name, kind in lists.items()}

    def from_cattrs() -> str:
        raw = {name: converter.unstructure(group) for name, group in groups.items()}
        return json.dumps({"meetsupport": 1, "records": raw}, ensure_ascii=False)

    assert through_cattrs() == groups, "cattrs reads something else"
    assert msgspec.json.decode(encoder.encode(structs)) == json.loads(content), "the structs hold something else"
    work: dict[str, Callable[[], object]] = dict(
        zip(
            MEASURED,
            (
                lambda: read_file(content, registry.types),
                lambda: load(content, registry),
                lambda: decoder.decode(content),
                through_cattrs,
                lambda: write_file(groups),
                plan.write,
                lambda: encoder.encode(structs),
                from_cattrs,
            ),
            strict=True,
        )
    )
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, do in work.items():
            taken[name].append(timed_uncollected(do))
    seconds = {f"{name}_s": statistics.median(values) for name, values in taken.items()}
    sizes: dict[str, float] = {"records": len(plan), "megabytes": len(content) / 1e6}
    return sizes | seconds | ratios(seconds)


def timed_uncollected(work: Callable[[], object]) -> float:
    """Time something with the garbage collector off, and what it gave thrown away after."""
    gc.collect()
    gc.disable()
    try:
        begin = time.perf_counter()
        made = work()
        took = time.perf_counter() - begin
    finally:
        gc.enable()
    del made
    return took


def ratios(seconds: dict[str, float]) -> dict[str, float]:
    """Give what is held to: the first at most 3, the second at most 0.5, the third at most 6."""
    return {
        "decode_to_structs": seconds["decode_s"] / seconds["structs_decode_s"],
        "decode_to_cattrs": seconds["decode_s"] / seconds["cattrs_decode_s"],
        "load_to_structs": seconds["load_s"] / seconds["structs_decode_s"],
        "encode_to_structs": seconds["encode_s"] / seconds["structs_encode_s"],
        "save_to_structs": seconds["save_s"] / seconds["structs_encode_s"],
        "save_to_cattrs": seconds["save_s"] / seconds["cattrs_encode_s"],
    }


def main(arguments: list[str] | None = None) -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.codec", description="Time loading and saving a plan.")
    parser.add_argument("--records", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    shown = json.dumps({name: round(v, 4) for name, v in measure(options.records, options.rounds).items()}, indent=2)
    print(shown)
    if options.json is not None:
        options.json.write_text(shown + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
