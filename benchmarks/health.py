"""
Everybody's clearance at every duty, from scratch, beside what one would write by hand for this one question.

::

    python -m benchmarks.health [--people 20000] [--json OUT]

Every person has 10 duties and 40 tests, and belongs to a cohort under a protocol with two requirements: a negative test
within 48 hours before duty, and no positive one within 7 days. All passes start from the same records in id order, and
find the same duties.

- *grouped bisect*: tests grouped by person in dicts, sorted, and searched for each duty; the floor. A result counts
  from when it is known, here six hours after the sample.
- *clearance*: the library's reading for everybody at once, which takes cohorts, editions and requirements from the
  plan, through a reader that notes nothing, on a plan that has its tables and no index.
- *one by one*: the derived value of each person, as rules ask for it; the indexes by person are part of the pass.
  *Again* is the same with the indexes there.
- *numpy*: one composite key of person and time, sorted once, and `searchsorted`; with the arrays made from the records,
  and without.
- *polars*: `join_asof` by that key, in the same two ways.
- *one result*: a test that arrives at a desk, until its findings and notices are there; negative and positive apart.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import random
import resource
import statistics
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from benchmarks.figures import percentile, say, timed
from meetsupport import model
from meetsupport.core.codec import Contents
from meetsupport.core.records import Record, RecordType
from meetsupport.core.times import Window
from meetsupport.model import (
    Adoption,
    Cohort,
    Duty,
    Event,
    HealthProtocol,
    HealthTest,
    Person,
    Place,
    Post,
    Recipient,
    Requirement,
    Team,
)
from meetsupport.plan import Change, PlainReader, Plan, Put
from meetsupport.readings.health_lacks import all_duty_lacks, duty_lacks
from meetsupport.rules.health import RULES
from meetsupport.testing import memory_desk

DUTIES, TESTS, TEAMS = 10, 40, 20
POSITIVES = 5
"""One in so many of the results that arrive at a desk is positive."""
START = datetime(2022, 3, 13, tzinfo=UTC)
NOW = START + timedelta(days=TESTS - DUTIES)
WITHIN, CLEAR, AFTER = timedelta(hours=48), timedelta(days=7), timedelta(hours=6)
TYPES: dict[str, RecordType[Any]] = {name: getattr(model, name).__record__ for name in model.__all__}
SAMPLED: Callable[[HealthTest], datetime] = attrgetter("sampled")
Lacking: TypeAlias = "set[tuple[str, str]]"
"""The ids of duties, and of the requirements that their people do not meet."""


def records_of(people: int, seed: int = 1) -> Iterator[Record]:
    """
    Make all records.

    Args:
        people: How many people.
        seed: For the hours of the tests, the one in a hundred without a result, and the one in 5,000 positive. Those
            are known at once, the others after some hours.
    """
    luck = random.Random(seed)
    yield Event(id="e", window=Window(START, START + timedelta(days=TESTS + 1)))
    yield Place(id="house")
    yield from (Team(id=f"team-{n}", event="e") for n in range(TEAMS))
    yield from (Post(id=f"post-{n}", event="e", place="house") for n in range(TEAMS))
    yield Cohort(id="all", event="e", teams=tuple(f"team-{n}" for n in range(TEAMS)))
    yield HealthProtocol(id="edition", family="rule", starts=date(2022, 1, 1))
    yield Requirement(id="clear", protocol="edition", kind="clear", within=CLEAR)
    yield Requirement(id="test", protocol="edition", kind="test", at="duty", within=WITHIN)
    yield Adoption(id="kept", event="e", family="rule")
    for number in range(people):
        person = f"p-{number:06}"
        yield Person(id=person, team=f"team-{number % TEAMS}")
        for day in range(DUTIES):
            begin = START + timedelta(days=TESTS - DUTIES + day, hours=8 + number % 8)
            window = Window(begin, begin + timedelta(hours=8))
            yield Duty(id=f"{person}-{day}", person=person, post=f"post-{number % TEAMS}", window=window)
        for day in range(TESTS):
            taken = START + timedelta(days=day, minutes=luck.randrange(6 * 60, 8 * 60))
            drawn = luck.random()
            result = "positive" if drawn < 0.0002 else "pending" if drawn < 0.01 else "negative"  # noqa: PLR2004
            known = None if result == "pending" else taken if result == "positive" else taken + AFTER
            yield HealthTest(id=f"{person}-{day:02}", person=person, sampled=taken, resulted=known, result=result)


def by_hand(plan: Plan) -> Lacking:  # noqa: C901, PLR0912 - it is to be the shortest way, in one piece
    """Answer this one question with dicts of lists and bisect."""
    negative: dict[str, list[HealthTest]] = {}
    positive: dict[str, list[datetime]] = {}
    for test in plan.all(HealthTest):
        if test.person is not None and test.sampled is not None:
            if test.result == "negative":
                negative.setdefault(test.person, []).append(test)
            elif test.result == "positive":
                positive.setdefault(test.person, []).append(test.sampled)
    for tests in negative.values():
        tests.sort(key=SAMPLED)
    duties: dict[str, list[Duty]] = {}
    for duty in plan.all(Duty):
        duties.setdefault(duty.person, []).append(duty)
    found: Lacking = set()
    for person, own in duties.items():
        tests, bad = negative.get(person, []), positive.get(person, ())
        times = [SAMPLED(test) for test in tests]
        for duty in own:
            if duty.window is None:
                continue
            start = duty.window.start
            at = bisect_right(times, start)
            while at:
                resulted = tests[at - 1].resulted
                if resulted is None or resulted <= start:
                    break
                at -= 1
            ill = max((sampled for sampled in bad if sampled <= start), default=None)
            if not at or start - times[at - 1] > WITHIN or (ill is not None and times[at - 1] <= ill):
                found.add((duty.id, "test"))
            if bad and any(timedelta() <= start - sampled <= CLEAR for sampled in bad):
                found.add((duty.id, "clear"))
    return found


def by_library(plan: Plan) -> Lacking:
    """Ask for everybody at once."""
    lacking = all_duty_lacks(PlainReader(plan, NOW))
    return {(lack.source[1], lack.requirement) for _, lacks in lacking for lack in lacks}


def one_by_one(plan: Plan) -> Lacking:
    """Ask for the derived value of every person."""
    reader = PlainReader(plan, NOW)
    return {
        (lack.source[1], lack.requirement) for one in plan.all(Person) for lack in reader.derive(duty_lacks, one.id)
    }


# Columns


@attrs.frozen
class Columns:
    """
    What both column libraries need, people as numbers and moments as seconds.

    Attributes:
        tests: Of each negative test: whose, when known, when sampled.
        positive: The same of each positive one; it counts from the sample on.
        duties: Of each duty: whose, when it begins.
        ids: The ids of the duties.
    """

    tests: tuple[list[int], list[float], list[float]]
    positive: tuple[list[int], list[float], list[float]]
    duties: tuple[list[int], list[float]]
    ids: list[str]


def columns(plan: Plan) -> Columns:
    """Take it out of the records."""
    number = {one.id: n for n, one in enumerate(plan.all(Person))}
    made = Columns(([], [], []), ([], [], []), ([], []), [])
    for test in plan.all(HealthTest):
        if test.person is not None and test.sampled is not None and test.result in {"negative", "positive"}:
            into = made.tests if test.result == "negative" else made.positive
            into[0].append(number[test.person])
            known = test.sampled if test.result == "positive" else test.resulted or test.sampled
            into[1].append(known.timestamp())
            into[2].append(test.sampled.timestamp())
    for duty in plan.all(Duty):
        if duty.window is not None:
            made.duties[0].append(number[duty.person])
            made.duties[1].append(duty.window.start.timestamp())
            made.ids.append(duty.id)
    return made


WIDE = 1e10
"""Seconds; more than any moment has, so that the people of one composite key do not mix."""


def by_numpy(numpy: Any, data: Columns) -> Lacking:
    """Sort one composite key, and search it for all duties at once."""
    on, start = (numpy.asarray(one) for one in data.duties)

    def last(tests: tuple[list[int], list[float], list[float]]) -> Any:
        """Give when the last test before each duty was sampled, and long ago where there is none."""
        who, known, sampled = (numpy.asarray(one, dtype=float) for one in tests)
        if not len(who):
            return numpy.full(len(on), -WIDE)
        keys = who * WIDE + known
        order = numpy.argsort(keys, kind="stable")
        at = numpy.searchsorted(keys[order], on * WIDE + start, side="right") - 1
        found = order[numpy.maximum(at, 0)]
        return numpy.where((at >= 0) & (who[found] == on), sampled[found], -WIDE)

    negative, positive = last(data.tests), last(data.positive)
    lacks = (start - negative > WITHIN.total_seconds()) | (positive >= negative)
    barred = start - positive <= CLEAR.total_seconds()
    return {(data.ids[n], code) for code, mask in (("test", lacks), ("clear", barred)) for n in numpy.flatnonzero(mask)}


def by_polars(polars: Any, data: Columns) -> Lacking:
    """Join the last test of each sort before each duty, on the same key."""
    key = (polars.col("who") * WIDE + polars.col("at")).alias("key")
    joined = (
        polars.DataFrame({"who": data.duties[0], "at": data.duties[1], "id": data.ids}).with_columns(key).sort("key")
    )
    for name, tests in (("negative", data.tests), ("positive", data.positive)):
        schema = {"who": polars.Int64, "at": polars.Float64, name: polars.Float64}
        frame = polars.DataFrame(dict(zip(schema, tests, strict=True)), schema=schema).with_columns(key).sort("key")
        joined = joined.join_asof(frame, on="key", strategy="backward", suffix=f"_{name}")
        own = polars.when(polars.col(f"who_{name}") == polars.col("who")).then(polars.col(name))
        joined = joined.with_columns(own.otherwise(-WIDE).fill_null(-WIDE).alias(name))
    negative, positive = joined["negative"], joined["positive"]
    lacks = (joined["at"] - negative > WITHIN.total_seconds()) | (positive >= negative)
    barred = joined["at"] - positive <= CLEAR.total_seconds()
    return {(id, code) for code, mask in (("test", lacks), ("clear", barred)) for id in joined.filter(mask)["id"]}


def optional(name: str) -> Any:
    """Import a library that is no part of the project, or say that it is left out."""
    try:
        return importlib.import_module(name)
    except ImportError:
        say(f"{name} is left out: it is not installed")
        return None


# One result


def time_results(plan: Plan, records: tuple[Record, ...], count: int) -> dict[str, float]:
    """Time test results that arrive at a desk one by one, until their findings and notices are there."""
    people = plan.all(Person)
    recipients = tuple(Recipient(id=f"r-{one.id}", kinds=("duty",), person=one.id) for one in people[:200])
    desk = memory_desk((*records, *recipients), clock=lambda: NOW)
    desk.check()
    for notice in desk.notices():
        desk.acknowledge(notice, by=notice.recipient)
    luck = random.Random(3)
    taken: dict[str, list[float]] = {"negative": [], "positive": []}
    followed = 0
    gc.collect()
    gc.freeze()
    for number in range(count):
        person = luck.choice(people).id
        result = "positive" if number % POSITIVES == 0 else "negative"
        test = HealthTest(id=f"{person}-new-{number}", person=person, sampled=NOW, result=result)
        begin = time.perf_counter()
        impact = desk.apply(Change.of(Put(test), by="laboratory"))
        followed += len(impact.raised) + len(impact.cleared) + len(impact.notices)
        taken[result].append(time.perf_counter() - begin)
    gc.unfreeze()
    assert followed, "no result changed anything"
    figures: dict[str, float] = {}
    for result, seconds in taken.items():
        figures[f"{result}_median_s"] = statistics.median(seconds)
        figures[f"{result}_p99_s"] = percentile(seconds, 0.99)
        figures[f"{result}_worst_s"] = max(seconds)
    return figures


def measure(people: int, rounds: int = 5, *, desk: bool = True) -> dict[str, float]:
    """
    Measure all of it at one size.

    Args:
        people: How many people.
        rounds: How often each pass is timed; the median counts.
        desk: Whether results are timed on a desk as well.
    """
    records = tuple(records_of(people))
    contents = Contents(records, {}, ())
    plan = Plan.of(TYPES, contents)
    assert not plan.dangling(), "references dangle"
    # Made beforehand and kept: what it costs to let a million records go would fall on whatever pass comes next.
    fresh = [Plan.of(TYPES, contents) for _ in range(rounds)]
    gc.collect()
    gc.freeze()
    say(f"{people} people, {len(plan)} records")
    numpy, polars = optional("numpy"), optional("polars")
    seconds: dict[str, list[float]] = {}

    def note(name: str, work: Callable[[], Lacking]) -> Lacking:
        found, took = timed(work)
        seconds.setdefault(name, []).append(took)
        return found

    expected: Lacking = set()
    for bare in fresh:
        expected = note("by_hand_s", lambda: by_hand(bare))  # noqa: B023
        assert note("clearance_s", lambda: by_library(bare)) == expected, "the library finds something else"  # noqa: B023
        assert note("one_by_one_s", lambda: one_by_one(bare)) == expected, "one by one finds something else"  # noqa: B023
        note("one_by_one_again_s", lambda: one_by_one(bare))  # noqa: B023
        if numpy is not None or polars is not None:
            data, took = timed(lambda: columns(plan))
            seconds.setdefault("columns_s", []).append(took)
            if numpy is not None:
                assert note("numpy_s", lambda: by_numpy(numpy, data)) == expected, "numpy finds something else"  # noqa: B023
            if polars is not None:
                assert note("polars_s", lambda: by_polars(polars, data)) == expected, "polars finds something else"  # noqa: B023
    figures: dict[str, float] = {"people": people, "records": len(plan), "lacking": len(expected), "rules": len(RULES)}
    figures |= {name: statistics.median(took) for name, took in seconds.items()}
    figures["clearance / by hand, at most 1.5"] = figures["clearance_s"] / figures["by_hand_s"]
    figures["one by one / by hand"] = figures["one_by_one_s"] / figures["by_hand_s"]
    gc.unfreeze()
    if desk:
        figures |= time_results(plan, records, 1000)
    figures["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.health", description="Time clearance beside a hand-written pass."
    )
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--no-desk", action="store_true", help="leave out the results that arrive at a desk")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    figures = measure(options.people, desk=not options.no_desk)
    print("\n".join(f"{name:36}{value:>14.6g}" for name, value in figures.items()))
    if options.json is not None:
        shown = {name: round(value, 7) for name, value in figures.items()}
        options.json.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
