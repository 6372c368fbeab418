"""
What keeping an answer up to date costs, beside finding it anew.

::

    python -m benchmarks.live [--people 20000] [--json OUT]
    python -m benchmarks.live --scale [--json OUT]

Every person has 10 duties and 40 dated tests, and is told of the duties. Two rules of the benchmark's own plugin judge
the plan: each person must be tested, clear and rested before each duty (`unmet`), and every positive test is listed, so
that one result grows with the changes.

The passes are timed a second time under a *lean* rule (`untested`), which does next to nothing but read, and so shows
what noting costs at its worst.

The garbage collector is on, and the plan is frozen out of it, for all of these alike:

- *plain*: the same logic over dicts of lists that were grouped beforehand; the floor.
- *untracked*: the same rules through a reader that notes nothing.
- *check*: the desk's own pass from scratch, which notes what each rule read.
- *change*: from `Desk.apply` to the findings that it raised and cleared and the notices that it made, for changes that
  concern one person each; *change_report*: until the whole report is there too, sorted.
- *hall*, *limit*: one change that concerns many, and that divided by their number.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TypeAlias

import attrs

from benchmarks.figures import percentile, say, timed
from meetsupport.core.codec import Contents
from meetsupport.core.fields import Id, ref
from meetsupport.core.records import Record, evolved, record
from meetsupport.core.times import Instant, Window
from meetsupport.desk import Desk
from meetsupport.desk.builtin import BUILTIN
from meetsupport.desk.entries import MovedHead, pack
from meetsupport.desk.ledger import Ledger, Standing
from meetsupport.desk.live import Live
from meetsupport.desk.office import Office
from meetsupport.journal import Draft, Journal, MemoryJournal, SQLiteJournal
from meetsupport.model import Duty, Person, Place, Post, Recipient
from meetsupport.plan import Change, PlainReader, Plan, Put, Reader
from meetsupport.plugins import Problem, Registry, Rule, hookimpl

DUTIES = 10
TESTS = 40
CHANGES = 500
IN_THE_HALL = 5_000
START = datetime(2022, 1, 1, tzinfo=UTC)
NOW = START + timedelta(days=1)
APART, CLEAR, REST = timedelta(hours=20), timedelta(days=7), timedelta(hours=11)
NEGATIVE, POSITIVE, INVALID = "negative", "positive", "invalid"
Answers: TypeAlias = "set[tuple[str, str]]"
"""What is wrong: a rule's code, and the key of its problem."""
Logic: TypeAlias = "Callable[[Iterable[Duty], Iterable[Swab], int], Iterator[tuple[str, str]]]"
"""From somebody's duties and tests and the hours that a test may be old to what is lacking: a duty's id, and what."""


@record(name="bench.Swab")
class Swab(Record):
    """A test of a person."""

    person: Id = ref(Person)
    taken: Instant
    result: str


@record(name="bench.Limit")
class Limit(Record):
    """How old the last test may be when a duty begins."""

    hours: int


def unmet(duties: Iterable[Duty], swabs: Iterable[Swab], hours: int) -> Iterator[tuple[str, str]]:
    """
    Find what the duties of one person lack: the logic that all passes share.

    Before each duty there must be a negative test within so many hours and another one at least 20 hours before that,
    within twice as many (the shape of the Beijing 2022 rule: two on separate days within 96 hours); no positive within
    seven days; and eleven hours of rest since the duty before.

    Yields:
        The id of the duty, and what it lacks.
    """
    negative: list[datetime] = []
    positive: list[datetime] = []
    for swab in swabs:
        if swab.result == NEGATIVE:
            negative.append(swab.taken)
        elif swab.result == POSITIVE:
            positive.append(swab.taken)
    negative.sort()
    positive.sort()
    allowed = timedelta(hours=hours)
    timed = [(duty.window.start, duty.window.end, duty.id) for duty in duties if duty.window is not None]
    ended: datetime | None = None
    for start, end, duty in sorted(timed):
        at = bisect_right(negative, start)
        if not at or start - negative[at - 1] > allowed:
            yield duty, "test"
        else:
            earlier = bisect_right(negative, negative[at - 1] - APART)
            if not earlier or start - negative[earlier - 1] > 2 * allowed:
                yield duty, "second test"
        if positive:
            before = bisect_right(positive, start)
            if before and start - positive[before - 1] <= CLEAR:
                yield duty, "days since a positive"
        if ended is not None and start - ended < REST:
            yield duty, "rest"
        ended = end


def untested(duties: Iterable[Duty], swabs: Iterable[Swab], hours: int) -> Iterator[tuple[str, str]]:
    """Find only what lacks a test, with next to no work: what is left is the cost of reading. As for `unmet`."""
    allowed = timedelta(hours=hours)
    negative = sorted([swab.taken for swab in swabs if swab.result == NEGATIVE])
    for duty in duties:
        if duty.window is not None:
            start = duty.window.start
            at = bisect_right(negative, start)
            if not at or start - negative[at - 1] > allowed:
                yield duty.id, "test"


def rules_with(logic: Logic) -> tuple[Rule, Rule]:
    """Give the two rules."""

    def ready(plan: Reader, person: Person) -> Iterator[Problem]:
        limit = plan.get(Limit, "limit")
        hours = limit.hours if limit is not None else 0
        for duty, lacks in logic(plan.where(Duty, person=person.id), plan.where(Swab, person=person.id), hours):
            yield Problem("no {lacks} before {duty}", key=f"{duty} {lacks}", duty=duty, lacks=lacks)

    def positive(plan: Reader) -> Iterator[Problem]:
        for swab in plan.where(Swab, result=POSITIVE):
            yield Problem("{test} is positive", key=swab.id, test=swab.id)

    return (
        Rule("bench.ready", "Ready for each duty", each=Person, check=ready, basis="the benchmark"),
        Rule("bench.positive", "Nobody tested positive", check=positive, basis="the benchmark"),
    )


@hookimpl
def meetsupport_records() -> Iterable[type[Record]]:
    """Give the benchmark's own record types."""
    return Swab, Limit


def registry_for(logic: Logic = unmet) -> Registry:
    """Give the benchmark's rules and no others, so that all passes do the same; the built-in sections stay."""

    @hookimpl
    def meetsupport_rules() -> Iterable[Rule]:
        return rules_with(logic)

    plugin = SimpleNamespace(meetsupport_records=meetsupport_records, meetsupport_rules=meetsupport_rules)
    registry = Registry.of({"core": BUILTIN, "bench": plugin})
    return registry.without(*(code for code, owned in registry.rules.items() if owned.plugin == "core"))


# The plan


def records_of(people: int, seed: int = 1) -> Iterator[Record]:
    """
    Make all records.

    Args:
        people: How many people; each has 10 duties, 40 tests and somebody to be told.
        seed: For what is drawn: the hours of the tests and the one in a hundred that did not count.
    """
    luck = random.Random(seed)
    posts = max(2, people // 20)
    yield Limit(id="limit", hours=24)
    yield from (Place(id=f"place-{n}", name=f"Place {n}") for n in range(max(2, people // 200)))
    places = max(2, people // 200)
    yield from (Post(id=f"post-{n}", place=f"place-{1 + n % (places - 1)}") for n in range(posts))
    yield Post(id="post-hall", place="place-0")
    for number in range(people):
        person = f"p-{number:06}"
        yield Person(id=person, name=f"Person {number}")
        yield Recipient(id=person, kinds=("duty",), person=person)
        for day in range(DUTIES):
            begin = START + timedelta(days=TESTS - DUTIES + day, hours=8 + number % 8)
            in_hall = not day and number < hall_users(people)
            post = "post-hall" if in_hall else f"post-{(number + day) % posts}"
            yield Duty(id=f"{person}-{day}", person=person, post=post, window=Window(begin, begin + timedelta(hours=8)))
        for day in range(TESTS):
            taken = START + timedelta(days=day, minutes=luck.randrange(6 * 60, 8 * 60))
            result = INVALID if luck.random() < 0.001 else NEGATIVE  # noqa: PLR2004
            yield Swab(id=f"{person}-{day}", person=person, taken=taken, result=result)


def hall_users(people: int) -> int:
    """Say how many people have a duty in the hall that moves."""
    return min(IN_THE_HALL, max(1, people // 4))


class Plain:
    """The records as somebody would group them who writes only this check: dicts of lists."""

    def __init__(self, plan: Plan) -> None:
        self.hours = plan.all(Limit)[0].hours
        self.people = [person.id for person in plan.all(Person)]
        self.duties: dict[str, list[Duty]] = {}
        self.swabs: dict[str, list[Swab]] = {}
        self.by_result: dict[str, list[Swab]] = {}
        for duty in plan.all(Duty):
            self.duties.setdefault(duty.person, []).append(duty)
        for swab in plan.all(Swab):
            self.swabs.setdefault(swab.person, []).append(swab)
            self.by_result.setdefault(swab.result, []).append(swab)

    def check(self, logic: Logic = unmet) -> Answers:
        """Do what the two rules do."""
        found = {("bench.positive", swab.id) for swab in self.by_result.get(POSITIVE, ())}
        for person in self.people:
            for duty, lacks in logic(self.duties.get(person, ()), self.swabs.get(person, ()), self.hours):
                found.add(("bench.ready", f"{duty} {lacks}"))
        return found


def check_untracked(registry: Registry, plan: Plan) -> Answers:
    """Judge every rule through a reader that notes nothing."""
    reader = PlainReader(plan, NOW)
    found: Answers = set()
    for rule in (owned.value for owned in registry.rules.values()):
        for subject in plan.all(rule.each) if rule.each is not None else (None,):
            problems = rule.check(reader) if subject is None else rule.check(reader, subject)
            found.update((rule.code, problem.key) for problem in problems)
    return found


def check_tracked(registry: Registry, plan: Plan) -> Live:
    """Judge every rule as a desk does that has just been opened."""
    return Live(registry, plan, Ledger(), NOW)


def answers_of(live: Live) -> Answers:
    """Give what the desk's pass found, as the other passes do."""
    return {(finding.code, finding.key) for found in live.findings.values() for finding in found}


def desk_with(plan: Plan, registry: Registry, journal: Journal) -> Desk:
    """
    Make a desk over a plan, all of whose recipients have read what they must know.

    It stands as if it had been opened from a snapshot. A million records in one change, and a receipt from each
    recipient, would take minutes to journal and are not what is measured.
    """
    office = Office(registry)
    office.plan, office.at = plan.at_revision(1), START
    briefs = Live(registry, office.plan, office.ledger, NOW).briefs
    office.ledger.standings = {one: Standing(1, brief.by_key()) for one, brief in briefs.items()}
    journal.append([Draft("moved", START, (pack(MovedHead(())),))], after=0)
    desk = Desk(journal, registry, lambda: NOW)
    desk._office = office  # pyright: ignore[reportPrivateUsage]
    assert not desk.notices(), "somebody has something to read already"
    return desk


# Timing


def changes_of(plan: Plan, count: int, seed: int = 2) -> Iterator[Change]:
    """Make changes that concern one person each, another one every time as long as there are others."""
    luck = random.Random(seed)
    people = plan.all(Person)
    chosen = luck.sample(people, min(count, len(people)))
    posts = [post for post in plan.all(Post) if post.place != "place-0"]
    for number in range(count):
        person = chosen[number % len(chosen)].id
        duty = luck.choice(plan.where(Duty, person=person)[1:])  # the first may be in the hall
        assert duty.window is not None, "a duty has no window"
        swab = luck.choice(plan.where(Swab, person=person)[-DUTIES:])
        at = START + timedelta(days=TESTS, minutes=number)
        changed: tuple[Record, ...] = (
            evolved(duty, window=duty.window.shifted(timedelta(hours=1))),
            evolved(duty, post=luck.choice([post for post in posts if post.id != duty.post]).id),
            evolved(swab, result=INVALID),
            Swab(id=f"{person}-new-{number}", person=person, taken=at, result=NEGATIVE),
            Swab(id=f"{person}-new-{number}", person=person, taken=at, result=POSITIVE),
        )
        yield Change.of(Put(changed[number % len(changed)]), by="bench")


@attrs.define
class Seconds:
    """
    How long the changes of one run took, each.

    Attributes:
        change: From `Desk.apply` to the findings raised and cleared, and the notices.
        report: From `Desk.apply` until all findings are there, sorted, and the notices.
        notices: How many notices there were.
        findings: How many findings were raised or cleared.
    """

    change: list[float] = attrs.field(factory=list[float])
    report: list[float] = attrs.field(factory=list[float])
    notices: int = 0
    findings: int = 0

    def figures(self, prefix: str) -> dict[str, float]:
        """Give medians and 99th percentiles."""
        return {
            f"{prefix}_median_s": statistics.median(self.change),
            f"{prefix}_p99_s": percentile(self.change, 0.99),
            f"{prefix}_report_median_s": statistics.median(self.report),
            f"{prefix}_report_p99_s": percentile(self.report, 0.99),
        }


def time_changes(desk: Desk, changes: Iterable[Change]) -> Seconds:
    """Apply changes one by one."""
    taken = Seconds()
    for change in changes:
        begin = time.perf_counter()
        impact = desk.apply(change)
        findings, notices = impact.raised + impact.cleared, impact.notices
        done = time.perf_counter()
        desk.check()
        reported = time.perf_counter()
        taken.change.append(done - begin)
        taken.report.append(reported - begin)
        taken.notices += len(notices)
        taken.findings += len(findings)
    return taken


def passes(plan: Plan, logic: Logic, rounds: int) -> tuple[dict[str, float], Answers]:
    """Time the three passes in turns, and see that they find the same; the median round of each counts."""
    plain, registry = Plain(plan), registry_for(logic)
    seconds: dict[str, list[float]] = {"check_plain_s": [], "check_untracked_s": [], "check_s": []}
    found: Answers = set()
    for _ in range(rounds):
        found, took = timed(lambda: plain.check(logic))
        seconds["check_plain_s"].append(took)
        untracked, took = timed(lambda: check_untracked(registry, plan))
        seconds["check_untracked_s"].append(took)
        live, took = timed(lambda: check_tracked(registry, plan))
        seconds["check_s"].append(took)
        assert found == untracked == answers_of(live), "the passes do not find the same"
        del live
    return {name: statistics.median(took) for name, took in seconds.items()}, found


def measure(people: int, rounds: int = 3, changes: int = CHANGES, *, sqlite: bool = True) -> dict[str, float]:
    """
    Measure all of it at one size.

    Args:
        people: How many people.
        rounds: How often the passes from scratch are timed.
        changes: How many changes are timed.
        sqlite: Whether the changes are timed on a journal in a file as well.
    """
    registry = registry_for()
    begin = time.perf_counter()
    records = tuple(records_of(people))
    judged = Plan.of(registry.types, Contents(tuple(r for r in records if not isinstance(r, Recipient)), {}, ()))
    assert not judged.dangling(), "references dangle"
    judged.where(Swab, result=POSITIVE)
    plan, _ = judged.moved((Put(r) for r in records if isinstance(r, Recipient)), 1)
    build_s = time.perf_counter() - begin
    gc.collect()
    gc.freeze()
    say(f"{people} people, {len(plan)} records built in {build_s:.1f} s")
    found, before = passes(judged, unmet, rounds)
    lean, _ = passes(judged, untested, rounds)
    found |= {f"lean_{name}": took for name, took in lean.items()}
    say(f"full check {found['check_s']:.2f} s, untracked {found['check_untracked_s']:.2f} s")
    figures: dict[str, float] = {"people": people, "records": len(plan), "build_s": build_s, **found}
    figures["findings"] = len(before)
    desk, figures["open_s"] = timed(lambda: desk_with(plan, registry, MemoryJournal()))
    gc.freeze()
    made = list(changes_of(plan, changes))
    taken = time_changes(desk, made)
    figures |= taken.figures("change") | {"change_notices": taken.notices, "change_findings": taken.findings}
    say(f"changes: median {figures['change_median_s'] * 1e3:.3f} ms, p99 {figures['change_p99_s'] * 1e3:.3f} ms")
    assert answers_of(desk._live()) == Plain(desk.plan).check(), "the desk does not show what is there"  # pyright: ignore[reportPrivateUsage]
    figures |= fan_out(desk, people)
    if sqlite:
        del desk
        with tempfile.TemporaryDirectory() as folder:
            journal = SQLiteJournal(Path(folder) / "journal.db")
            with desk_with(plan, registry, journal) as on_disk:
                figures |= time_changes(on_disk, made).figures("sqlite_change")
    gc.unfreeze()
    figures["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return figures


def fan_out(desk: Desk, people: int) -> dict[str, float]:
    """Time two changes that concern many people."""
    users = hall_users(people)
    impact, hall = timed(lambda: desk.apply(Change.of(Put(Place(id="place-0", name="Hall 2")))))
    assert len(impact.notices) == users, f"{len(impact.notices)} were told, not {users}"
    moved, limit = timed(lambda: desk.apply(Change.of(Put(Limit(id="limit", hours=16)))))
    assert moved.raised, "the limit changed nothing"
    return {
        "hall_people": users,
        "hall_s": hall,
        "hall_per_person_s": hall / users,
        "limit_people": people,
        "limit_findings": len(moved.raised),
        "limit_s": limit,
        "limit_per_person_s": limit / people,
    }


TARGETS: tuple[tuple[str, Callable[[dict[str, float]], float], float], ...] = (
    ("check_s / change_median_s, at least", lambda f: f["check_s"] / f["change_median_s"], 1000),
    ("check_s / change_p99_s, at least", lambda f: f["check_s"] / f["change_p99_s"], 20),
    ("check_s / check_untracked_s, at most", lambda f: f["check_s"] / f["check_untracked_s"], 1.6),
    ("check_s / check_plain_s, at most", lambda f: f["check_s"] / f["check_plain_s"], 5),
    ("the same, lean: untracked", lambda f: f["lean_check_s"] / f["lean_check_untracked_s"], 1.6),
    ("the same, lean: plain", lambda f: f["lean_check_s"] / f["lean_check_plain_s"], 5),
)


def scale(folder: Path) -> list[dict[str, float]]:
    """Measure several sizes, each in a process of its own."""
    found: list[dict[str, float]] = []
    for people in (1_000, 5_000, 20_000, 100_000):
        out = folder / f"{people}.json"
        command = [
            sys.executable,
            "-m",
            "benchmarks.live",
            "--people",
            str(people),
            "--memory-only",
            "--json",
            str(out),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found.append(json.loads(out.read_text(encoding="utf-8")))
    return found


def table(rows: list[dict[str, float]]) -> str:
    """Set figures side by side, one size a column."""
    lines = [f"{name:28}" + "".join(f"{row[name]:>14.6g}" for row in rows) for name in rows[0]]
    lines += [f"{name:40} {limit:>6}: " + ", ".join(f"{of(row):.2f}" for row in rows) for name, of, limit in TARGETS]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.live", description="Time one change beside a full check."
    )
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--scale", action="store_true", help="1,000, 5,000, 20,000 and 100,000 people, in memory")
    parser.add_argument("--memory-only", action="store_true", help="no journal in a file")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    rows: list[dict[str, float]]
    if options.scale:
        with tempfile.TemporaryDirectory() as folder:
            rows = scale(Path(folder))
    else:
        rows = [measure(options.people, sqlite=not options.memory_only)]
    print(table(rows))
    if options.json is not None:
        shown = [{name: round(value, 7) for name, value in row.items()} for row in rows]
        text = json.dumps(shown if options.scale else shown[0], indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
