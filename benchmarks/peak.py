"""
A congress at its peak: 5,000 delegates and 20,000 staff for five days, loaded, checked and exported.

::

    python -m benchmarks.peak [--delegates 5000] [--times 1,2,4] [--json OUT]

Everybody has a room, a seat in the hall and one on a coach; everybody who works has a duty on each day; meals are
served three times a day by delegation. Beside it stands what each rule's tests have, so many times (`peak_world`), so
that every rule of all installed plugins judges something. Each size runs in a process of its own, so that memory is its
own: *load* reads a plan file into a desk, which judges it and composes all briefs; *check* judges every rule and
composes every brief once more from scratch; *export* writes a file each; *change* moves one delegate to another coach;
*load_workbook* reads the workbook that was written into an empty desk.

In a second process each rule is timed on its own, with all that it derives, on a reader that notes nothing; and each
section of the briefs in a desk, with what it derives where it is the first to ask. (A rule in a desk would pay for what
the table of evaluations costs whenever it is doubled, which is none of its doing.) The garbage collector is off then,
or it would charge one of them with collecting for all. No rule may be worse than n log n, so four times the people may
cost a rule at most 4 × log(4 n) / log(n) times as much, and half of that again for a machine that is not quiet.
`tests/unit/rules/test_growth.py` holds the same by counting. All seconds are those of the processor, which other work
on the machine lengthens less.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import math
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import attrs

import meetsupport as ms
from benchmarks.figures import say
from benchmarks.peak_world import DELEGATION, NOW, world
from meetsupport.core.codec import write_file
from meetsupport.desk import BUILTIN
from meetsupport.plan import PlainReader, Plan

__all__ = ["allowed", "main", "measure"]

T = TypeVar("T")

SHOWN = 3
"""The slowest rules that are profiled."""

STEPS = 4
"""The functions that are named of each."""

NOISE = 1.5
FLOOR_S = 0.05
"""A rule that takes less says nothing about how it grows."""

EXPORTS = ("plan", "workbook", "calendar", "agenda-md", "manifest-md")
OF: dict[str, ms.Ref[Any]] = {
    "calendar": ms.Event.ref("congress"),
    "agenda-md": ms.Event.ref("congress"),
    "manifest-md": ms.Trip.ref("coach-0"),
}
"""What the exporters are asked for that write about one record."""


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Do something; give what it gave, and the seconds of the processor, which other work does not lengthen."""
    gc.collect()
    begin = time.process_time()
    done = work()
    return done, time.process_time() - begin


def time_sections(registry: ms.Registry, spent: Counter[str]) -> None:
    """Have each section of the briefs write down the seconds that it takes."""
    sections: dict[str, Any] = registry._values["meetsupport_briefs"]  # pyright: ignore[reportPrivateUsage]
    for code, owned in sections.items():
        sections[code] = attrs.evolve(
            owned, value=attrs.evolve(owned.value, compose=_timing(code, owned.value.compose, spent))
        )


def _timing(code: str, work: Callable[..., Iterable[Any]], spent: Counter[str]) -> Callable[..., list[Any]]:
    def worked(*args: Any) -> list[Any]:
        begin = time.process_time()
        try:
            return list(work(*args))
        finally:
            spent[code] += time.process_time() - begin  # type: ignore[assignment]

    return worked


def written(delegates: int, file: Path) -> None:
    """Write the plan file that is loaded."""
    groups: defaultdict[str, list[ms.Record]] = defaultdict(list)
    for one in world(delegates):
        groups[one.__record__.name].append(one)
    file.write_bytes(write_file(groups))


def measure(delegates: int) -> dict[str, Any]:
    """
    Load, check and export one size.

    Args:
        delegates: How many take part.

    Returns:
        Seconds, the memory at its peak in MiB, and how many records and findings there were.
    """
    registry = ms.Registry.load(BUILTIN)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "congress.json")
        _apart("--write", str(delegates), str(file))
        with ms.Desk.open(registry=registry, clock=lambda: NOW) as desk:
            loaded, load_s = timed(lambda: desk.load(file, by="bench"))
            loaded_mib = peak_mib()
            report, check_s = timed(lambda: desk.at(revision=desk.revision).check())
            exports = dict(_exported(desk, Path(folder)))
            moved = ms.Change((ms.Put(ms.Seat(id="c-0", trip="coach-1", participant="p-0", number="49")),), by="bench")
            _, change_s = timed(lambda: desk.apply(moved))
            if report.failures:
                raise SystemExit(f"a rule failed: {report.failures[0]}")
        workbook = Path(folder, "workbook.xlsx")
        read_back: dict[str, float] = json.loads(_apart("--load", str(workbook))) if workbook.exists() else {}
    return {
        "delegates": delegates,
        "records": len(loaded.changes),
        "findings": len(report),
        "load_s": load_s,
        "check_s": check_s,
        **{f"export_{name}_s": seconds for name, seconds in exports.items()},
        "change_s": change_s,
        "memory_load_mib": loaded_mib,
        "memory_mib": peak_mib(),
        **read_back,
    }


def from_workbook(file: Path) -> dict[str, float]:
    """Load a workbook into an empty desk."""
    with ms.Desk.open(registry=ms.Registry.load(BUILTIN), clock=lambda: NOW) as desk:
        seconds = timed(lambda: desk.load(file, by="bench"))[1]
    return {"load_workbook_s": seconds, "memory_workbook_mib": peak_mib()}


def peak_mib() -> float:
    """Give the most memory that this process had at once, in MiB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # On Linux getrusage gives a process started from a large one the peak of that one.
    (kib,) = (line.split()[1] for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
    return int(kib) / 1024


def _exported(desk: ms.Desk, folder: Path) -> Iterator[tuple[str, float]]:
    suffixes = {exporter.name: exporter.suffix for exporter in (o.value for o in desk.registry.exporters.values())}
    for name in EXPORTS:
        if name in suffixes:
            export = partial(desk.export, folder / f"{name}{suffixes[name]}", name, of=OF.get(name))
            yield name, timed(export)[1]


def by_rule(delegates: int) -> dict[str, Any]:
    """Time each rule and section of one size on its own; profile the slowest rules; say what had nothing to judge."""
    sections: Counter[str] = Counter()
    registry = ms.Registry.load(BUILTIN)
    plain = {code: owned.value for code, owned in registry.rules.items()}
    time_sections(registry, sections)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "congress.json")
        _apart("--write", str(delegates), str(file))
        gc.disable()
        with ms.Desk.open(registry=registry, clock=lambda: NOW) as desk:
            desk.load(file, by="bench")
            plan = desk.plan
            spent = dict(sections)
            judged = {code: plan.count(rule.each) if rule.each is not None else 1 for code, rule in plain.items()}
    rules: Counter[str] = Counter()
    for code, rule in plain.items():
        _timing(code, partial(judged_by, plan, rule), rules)()
    slowest = sorted(plain, key=lambda code: -rules[code])[:SHOWN]
    return {
        "rules": rules,
        "sections": spent,
        "judged": judged,
        "profiles": {code: profile(plan, plain[code]) for code in slowest},
    }


def judged_by(plan: Plan, rule: ms.Rule) -> Iterator[object]:
    """Give what a rule finds, on a reader that notes nothing and remembers what is derived."""
    reader = PlainReader(plan, NOW)
    check: Callable[..., Iterable[object]] = rule.check
    if rule.each is None:
        yield from check(reader)
    else:
        for one in plan.all(rule.each):
            yield from check(reader, one)


def profile(plan: Plan, rule: ms.Rule) -> list[str]:
    """Say in which functions a rule spends its time."""
    profiler = cProfile.Profile()
    profiler.enable()
    list(judged_by(plan, rule))
    profiler.disable()
    entries = pstats.Stats(profiler).get_stats_profile()
    most = sorted(entries.func_profiles.items(), key=lambda one: -one[1].tottime)[:STEPS]
    whole = entries.total_tt or 1.0
    return [f"{one.tottime / whole:.0%} {name} ({Path(one.file_name).name})" for name, one in most]


def _apart(*arguments: str) -> str:
    """Do something in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.peak", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def allowed(delegates: int, times: int) -> float:
    """Say by how much n log n grows, and the noise of a machine with it."""
    return times * math.log(times * delegates) / math.log(delegates) * NOISE


def _row(name: str, values: Iterable[float | None], rest: str = "") -> None:
    print(f"{name:36}", *(f"{value:>12.6g}" if value is not None else f"{'-':>12}" for value in values), rest)


def main(arguments: list[str] | None = None) -> int:
    """Measure each size, and say how rules grow."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peak", description="Time a congress at its peak.")
    parser.add_argument("--delegates", type=int, default=5000)
    parser.add_argument("--times", default="1,2,4", help="the sizes, as multiples")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--by-rule", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one is not None:
        print(json.dumps(measure(options.one)))
        return 0
    if options.by_rule is not None:
        print(json.dumps(by_rule(options.by_rule)))
        return 0
    if options.load is not None:
        print(json.dumps(from_workbook(options.load)))
        return 0
    if options.write is not None:
        written(int(options.write[0]), Path(options.write[1]))
        return 0
    if options.delegates < DELEGATION or options.delegates % DELEGATION:
        parser.error(f"--delegates {options.delegates}: delegations are of {DELEGATION}, so it is a multiple of that")
    times = [int(one) for one in options.times.split(",")]
    found: dict[int, dict[str, Any]] = {}
    for one in times:
        found[one] = json.loads(_apart("--one", str(options.delegates * one)))
        found[one] |= json.loads(_apart("--by-rule", str(options.delegates * one)))
        say(f"{one} x: {found[one]['records']} records, {found[one]['load_s']:.1f} s to load")
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return shown(options.delegates, found)


def shown(delegates: int, found: dict[int, dict[str, Any]]) -> int:
    """Print what was found, and give how many rules and sections grow too fast."""
    times = list(found)
    first, last = times[0], times[-1]
    for name, value in found[first].items():
        if value is None or isinstance(value, int | float):
            _row(name, (found[one][name] for one in times))
    worst = 0
    for kind, most in (("rules", 3 * SHOWN), ("sections", SHOWN)):
        spent: dict[int, dict[str, float]] = {one: found[one][kind] for one in times}
        _row(f"\nall {kind}", (sum(spent[one].values()) for one in times))
        slow = sorted(spent[last], key=lambda code: -spent[last][code])
        for number, code in enumerate(slow):
            ratio = spent[last][code] / max(spent[first].get(code, 0.0), 1e-9)
            steep = spent[last][code] >= FLOOR_S and ratio > allowed(delegates, last // first)
            worst += steep
            if number < most or steep:
                _row(code, (spent[one].get(code, 0.0) for one in times), f" {ratio:.2f} x{' GROWS TOO FAST' * steep}")
    print("\nthe slowest rules:", *(f"\n  {code}: {', '.join(s)}" for code, s in found[last]["profiles"].items()))
    idle = [code for code, count in found[last]["judged"].items() if not count]
    print(f"\nrules: {len(found[last]['judged'])}; with nothing to judge: {', '.join(idle) or 'none'}")
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
