"""
A congress at its peak: 5,000 delegates and 20,000 staff for five days, loaded, checked and exported.

::

    python -m benchmarks.peak [--delegates 5000] [--times 1,2,4] [--json OUT]

Everybody has a room, a seat in the hall and one on a coach; everybody who works has a duty on each day; meals are
served three times a day by delegation. Each size runs in a process of its own, so that memory is its own: *load* reads
a plan file into a desk, which judges it and composes all briefs; *check* judges every rule of all installed plugins
once more from scratch; *export* writes the plan file and a manifest; *change* moves one delegate to another coach.

Beside the sum, each rule is timed on its own, what it derives included, where it is the first to ask; the garbage
collector is off then, or it would charge one rule with collecting for all. No rule may be worse than n log n, so four
times the people may cost a rule at most 4 × log(4 n) / log(n) times as much, and half of that again for a machine that
is not quiet.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

import meetsupport as ms
from benchmarks.figures import say, timed
from meetsupport.desk import BUILTIN

__all__ = ["congress", "main", "measure"]

DAYS = 5
STAFF = 4
"""People who work for each delegate."""

DELEGATION, COACH, TEAM, HOUSE = 50, 45, 100, 500
"""How many delegates come together, ride together, work together, and lodge in one building."""

SHOWN = 3
"""The slowest rules that are listed."""

START = ms.instant("2019-05-16T08:00:00+08:00")
NOISE = 1.5
FLOOR_S = 0.05
"""A rule that takes less says nothing about how it grows."""


def moment(day: int, hour: float) -> datetime:
    """Give an hour of a day, the days counted from 0."""
    return START + timedelta(days=day, hours=hour - 8)


def window(day: int, start: float, end: float) -> ms.Window:
    """Give a window of a day."""
    return ms.Window(moment(day, start), moment(day, end))


def congress(delegates: int) -> Iterator[ms.Record]:
    """Give the plan of a congress, in which all is in order."""
    yield ms.Organization(id="office", name="Office", role="host")
    yield ms.Place(id="hall", name="Hall", kind="hall", capacity=delegates + 100)
    yield ms.Event(id="congress", name="Congress", kind="congress", window=ms.Window(START, moment(DAYS - 1, 18)))
    for number in range(1, 11):
        yield ms.Place(id=f"door-{number}", name=f"Door {number}", kind="door", within="hall")
    yield ms.Session(
        id="plenary", event="congress", title="Plenary", kind="plenary", place="hall", window=window(0, 9, 11)
    )
    yield ms.SeatPlan(id="seats", event="congress", session="plenary", kind="hall", responsible="w-0", name="Seats")
    yield from _guests(delegates)
    yield from _staff(delegates * STAFF)


def _guests(delegates: int) -> Iterator[ms.Record]:
    stay = ms.Window(moment(-1, 14), moment(DAYS - 1, 20))
    for house in range(math.ceil(delegates / HOUSE)):
        yield ms.Place(id=f"house-{house}", name=f"House {house}", kind="lodging")
        yield ms.Place(id=f"table-{house}", name=f"Restaurant {house}", kind="restaurant", within=f"house-{house}")
        yield ms.Lodging(
            id=f"lodging-{house}", event="congress", place=f"house-{house}", window=stay, rooms=HOUSE, beds=HOUSE
        )
        groups = range(house * HOUSE // DELEGATION, min(delegates, (house + 1) * HOUSE) // DELEGATION)
        for day in range(DAYS):
            for kind, start in (("breakfast", 7.0), ("lunch", 12.0), ("dinner", 18.0)):
                yield ms.Meal(
                    id=f"{kind}-{day}-{house}",
                    event="congress",
                    name=f"{kind} {day}",
                    kind=kind,
                    place=f"table-{house}",
                    window=window(day, start, start + 1),
                    covers=len(groups) * DELEGATION,
                    delegations=tuple(f"d-{group}" for group in groups),
                )
    yield ms.Route(id="visit", event="congress", name="Visit")
    for coach in range(math.ceil(delegates / COACH)):
        yield ms.Trip(
            id=f"coach-{coach}",
            event="congress",
            name=f"Coach {coach}",
            route="visit",
            vehicle=f"X-{coach}",
            seats=COACH + 4,
            window=window(1, 14, 17),
            crew=(f"w-{coach}",),
            liaison=f"w-{10_000 + coach}" if delegates * STAFF > 10_000 + coach else None,
        )
    for group in range(delegates // DELEGATION):
        yield ms.Delegation(
            id=f"d-{group}",
            event="congress",
            name=f"Delegation {group}",
            head=f"p-{group * DELEGATION}",
            quota=DELEGATION,
        )
        yield ms.Recipient(id=f"head.{group}", kinds=("delegation",), delegation=f"d-{group}", addresses=("console:",))
    for n in range(delegates):
        house = n // HOUSE
        yield ms.Participant(
            id=f"p-{n}",
            delegation=f"d-{n // DELEGATION}",
            rank="bureau" if n % 20 == 0 else "",
            state="registered",
            lodging=f"lodging-{house}",
            route="visit",
        )
        yield ms.Room(id=f"r-{n}", lodging=f"lodging-{house}", number=str(n), floor=str(n // 50), beds=1)
        yield ms.Stay(id=f"s-{n}", room=f"r-{n}", participant=f"p-{n}", window=stay)
        yield ms.Seat(id=f"c-{n}", trip=f"coach-{n // COACH}", participant=f"p-{n}", number=str(n % COACH + 1))
        yield ms.Appearance(id=f"a-{n}", session="plenary", participant=f"p-{n}")
        yield ms.Placement(id=f"h-{n}", plan="seats", participant=f"p-{n}", row=n // 50 + 1, number=n % 50 + 1)


def _staff(heads: int) -> Iterator[ms.Record]:
    for team in range(heads // TEAM):
        yield ms.Team(
            id=f"t-{team}", event="congress", name=f"Team {team}", lead=f"w-{team * TEAM}", organization="office"
        )
        yield ms.Recipient(
            id=f"lead.{team}",
            kinds=("team-lead",),
            team=f"t-{team}",
            person=f"w-{team * TEAM}",
            addresses=("console:",),
        )
        for day in range(DAYS):
            yield ms.Post(
                id=f"k-{team}-{day}",
                event="congress",
                name=f"Post {team}",
                place=f"house-{team % max(1, heads // STAFF // HOUSE)}",
                team=f"t-{team}",
                heads=TEAM,
                window=window(day, 18.5, 22.5) if day == 1 else window(day, 8, 16),
            )
    for n in range(heads):
        yield ms.Person(id=f"w-{n}", team=f"t-{n // TEAM}", organization="office")
        for day in range(DAYS):
            yield ms.Duty(id=f"y-{n}-{day}", person=f"w-{n}", post=f"k-{n // TEAM}-{day}")


def timing(registry: ms.Registry, spent: Counter[str]) -> ms.Registry:
    """Have each rule write down the seconds that it takes."""
    rules: dict[str, Any] = registry._values["meetsupport_rules"]  # pyright: ignore[reportPrivateUsage]
    for code, owned in rules.items():
        check = _timing(code, owned.value.check, spent)
        rules[code] = attrs.evolve(owned, value=attrs.evolve(owned.value, check=check))
    return registry


def _timing(code: str, check: Callable[..., Any], spent: Counter[str]) -> Callable[..., Any]:
    def checked(*args: Any) -> list[Any]:
        begin = time.perf_counter()
        try:
            return list(check(*args))
        finally:
            spent[code] += time.perf_counter() - begin  # type: ignore[assignment]

    return checked


def measure(delegates: int, *, by_rule: bool) -> dict[str, Any]:
    """
    Load, check and export one size.

    Args:
        delegates: How many take part.
        by_rule: Whether the rules are timed one by one, which makes the sum a little larger.

    Returns:
        Seconds, the memory at its peak in MiB, how many records and findings there were, and the seconds of each rule.
    """
    spent: Counter[str] = Counter()
    registry = ms.Registry.load(BUILTIN)
    if by_rule:
        timing(registry, spent)
        gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "congress.json")
        with ms.Desk.open(registry=ms.Registry.of({"core": BUILTIN}), clock=lambda: START) as scratch:
            scratch.apply(ms.Change(tuple(ms.Put(one) for one in congress(delegates)), by="bench"))
            scratch.export(file, "plan")
        gc.collect()
        with ms.Desk.open(registry=registry, clock=lambda: moment(-2, 9)) as desk:
            loaded, load_s = timed(lambda: desk.load(file, by="bench"))
            report, check_s = timed(lambda: desk.at(revision=desk.revision).check())
            _, export_s = timed(lambda: desk.export(Path(folder, "again.json"), "plan"))
            _, manifest_s = timed(
                lambda: desk.export(Path(folder, "coach.md"), "manifest-md", of=ms.Trip.ref("coach-0"))
            )
            moved = ms.Change((ms.Put(ms.Seat(id="c-0", trip="coach-1", participant="p-0", number="49")),), by="bench")
            _, change_s = timed(lambda: desk.apply(moved))
            if report.failures:
                raise SystemExit(f"a rule failed: {report.failures[0]}")
    return {
        "delegates": delegates,
        "records": len(loaded.changes),
        "findings": dict(Counter(finding.code for finding in report)),
        "load_s": load_s,
        "check_s": check_s,
        "export_s": export_s + manifest_s,
        "change_s": change_s,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rules": dict(spent),
    }


def apart(delegates: int, *, by_rule: bool) -> dict[str, Any]:
    """Measure one size in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.peak", "--one", str(delegates), *(["--by-rule"] if by_rule else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def allowed(delegates: int, times: int) -> float:
    """Say by how much n log n grows, and the noise of a machine with it."""
    return times * math.log(times * delegates) / math.log(delegates) * NOISE


def main(arguments: list[str] | None = None) -> int:
    """Measure each size, and say how rules grow."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peak", description="Time a congress at its peak.")
    parser.add_argument("--delegates", type=int, default=5000)
    parser.add_argument("--times", default="1,2,4", help="the sizes, as multiples")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--by-rule", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one is not None:
        print(json.dumps(measure(options.one, by_rule=options.by_rule)))
        return 0
    times = [int(one) for one in options.times.split(",")]
    found: dict[int, dict[str, Any]] = {}
    for one in times:
        found[one] = apart(options.delegates * one, by_rule=False)
        found[one]["rules"] = apart(options.delegates * one, by_rule=True)["rules"]
        say(f"{one} x: {found[one]['records']} records, {found[one]['load_s']:.1f} s to load")
    first, last = times[0], times[-1]
    for name in ("delegates", "records", "load_s", "check_s", "export_s", "change_s", "memory_mib"):
        print(f"{name:36}", *(f"{found[one][name]:>12.6g}" for one in times))
    slow = sorted(found[last]["rules"], key=lambda code: -found[last]["rules"][code])
    print()
    for code in slow[: 3 * SHOWN]:
        ratio = found[last]["rules"][code] / max(found[first]["rules"][code], 1e-9)
        print(f"{code:36}", *(f"{found[one]['rules'][code]:>12.6g}" for one in times), f"  {ratio:.2f} x")
    worst = {
        code: ratio
        for code in slow
        if found[last]["rules"][code] >= FLOOR_S
        and (ratio := found[last]["rules"][code] / max(found[first]["rules"][code], 1e-9))
        > allowed(options.delegates, last // first)
    }
    for code, ratio in worst.items():
        print(f"{code} grows {ratio:.1f} x, and may grow {allowed(options.delegates, last // first):.1f} x")
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
