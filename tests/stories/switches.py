"""
Which stories notice that something is switched off: ``python -m tests.stories.switches``.

All stories are told once, and it is written down which rules, sections, importers, exporters and templates had
something to say in each. Then each of those that serves a row (`served` says which) is left out of every registry in
turn, and the stories of the rows that it serves are told again: those that fail now notice. The exit code is 1 when
what serves a row is not noticed by any of its stories, when nothing serves a row, or when a story fails as it is.

Each run happens in a fork of a process that has imported no story, so that nothing is remembered from one to the next.
"""

from __future__ import annotations

import argparse
import inspect
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

from meetsupport.core.records import Record
from meetsupport.desk import BUILTIN
from meetsupport.plugins import BriefSection, Exporter, Importer, Registry, Rule
from tests.stories.rows import FOLDER, ROWS, WAITING, named_row
from tests.stories.served import SERVED

__all__ = ["Told", "asking", "main", "noticing", "switchable", "tell_all"]

ROOT = Path(__file__).parents[2]

CALLED = {Rule: "check", BriefSection: "compose", Importer: "read", Exporter: "render"}
"""Which function of a registered value does its work."""


@attrs.define
class Told:
    """
    What the stories did when nothing was switched off.

    Attributes:
        passed: The tests of rows that passed, by node id.
        failed: Those that did not; they cannot notice anything.
        spoke: What had something to say, by test.
        seconds: How long each test took.
        sources: The source of each test.
    """

    passed: list[str] = attrs.field(factory=list[str])
    failed: list[str] = attrs.field(factory=list[str])
    spoke: dict[str, set[str]] = attrs.field(factory=dict[str, set[str]])
    seconds: dict[str, float] = attrs.field(factory=dict[str, float])
    sources: dict[str, str] = attrs.field(factory=dict[str, str])

    def of(self, key: str, rows: Container[str | None]) -> list[str]:
        """Name the tests of some rows that something had a part in: those first that name it, then the quick ones."""
        word = key.rpartition(" ")[2].partition(".")[2] or key.rpartition(" ")[2]
        own = [test for test in self.passed if key in self.spoke[test] and row_of(test) in rows]
        return sorted(own, key=lambda test: (word not in self.sources[test], self.seconds[test]))


@attrs.define(eq=False)  # pytest keeps plugins in sets
class Watch:
    """
    A pytest plugin that writes down what speaks in which test.

    What tests share (a desk that the whole module looks at) computes an answer once, in whichever test asks first; so
    each test is given all that spoke in any test with which it shares a fixture.
    """

    told: Told = attrs.field(factory=Told)
    heard: set[str] = attrs.field(factory=set[str])
    _shared: dict[int, set[str]] = attrs.field(factory=lambda: defaultdict(set))
    _uses: dict[str, list[int]] = attrs.field(factory=dict[str, list[int]])

    def hear(self, key: str) -> None:
        """Write down that something spoke just now."""
        self.heard.add(key)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what shows no row."""
        items[:] = [item for item in items if row_of(item.nodeid) is not None]

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, object, object]:
        """Hear what speaks while something shared is set up."""
        if fixturedef.scope == "function":
            return (yield)
        before, self.heard = self.heard, set()
        try:
            return (yield)
        finally:
            self._shared[id(fixturedef)] |= self.heard
            self.heard = before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Hear what speaks in a test."""
        self.heard = set()
        started = time.perf_counter()
        result = yield
        self.told.sources[item.nodeid] = inspect.getsource(getattr(item, "function"))  # noqa: B009 - not of all items
        self.told.seconds[item.nodeid] = time.perf_counter() - started
        self.told.spoke[item.nodeid] = self.heard
        info: Mapping[str, Sequence[Any]] = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009 - private
        used = [id(one) for fixtures in info.values() for one in fixtures if one.scope != "function"]
        self._uses[item.nodeid] = used
        for fixture in used:
            self._shared[fixture] |= self.heard
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down how a test ended."""
        if report.failed and report.nodeid not in self.told.failed:
            self.told.failed.append(report.nodeid)
        if report.when == "call" and report.passed:
            self.told.passed.append(report.nodeid)

    def result(self) -> Told:
        """Give what was written down."""
        for test, fixtures in self._uses.items():
            self.told.spoke[test] = self.told.spoke[test].union(*(self._shared[one] for one in fixtures))
        self.told.passed = [test for test in self.told.passed if test not in self.told.failed]
        return self.told


def _patched(change: Callable[[dict[str, dict[str, Any]]], None]) -> None:
    """Have every registry that is made from now on pass through a function, plugin by plugin."""
    add = Registry.add

    def changed(self: Registry, *args: Any, **kwargs: Any) -> None:
        add(self, *args, **kwargs)
        change(self._values)  # pyright: ignore[reportPrivateUsage]

    Registry.add = changed  # type: ignore[method-assign]


def _listening(heard: Callable[[str], None]) -> Callable[[dict[str, dict[str, Any]]], None]:
    done: set[int] = set()
    kept: list[Any] = []  # ids are only unique among what lives

    def wrap(code: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def speaking(*args: Any) -> Any:
            for one in function(*args):
                heard(code)
                yield one

        def working(*args: Any) -> Any:
            heard(code)
            return function(*args)

        return speaking if code.startswith(("rule", "section")) else working

    def change(values: dict[str, dict[str, Any]]) -> None:
        for hook, by_code in values.items():
            for code, owned in by_code.items():
                name = CALLED.get(owned.value.__class__)
                if name is None or id(owned.value) in done:
                    continue
                wrapped = wrap(_key(hook, code), getattr(owned.value, name))
                by_code[code] = attrs.evolve(owned, value=attrs.evolve(owned.value, **{name: wrapped}))
                kept.append(by_code[code].value)
                done.add(id(by_code[code].value))

    return change


PARTS = {"ChecklistTemplate": "template", "HealthProtocol": "protocol"}
"""Records that plugins give, and which field of others says that they are a part of one."""

OFFERS = ("meetsupport_checklists", "meetsupport_protocols")
"""The hooks that give such records."""

HOOKS = {
    "meetsupport_rules": "rule",
    "meetsupport_briefs": "section",
    "meetsupport_importers": "importer",
    "meetsupport_exporters": "exporter",
}
"""What is switched off, by hook, and what it is called."""


def _key(hook: str, code: str) -> str:
    return f"{HOOKS.get(hook, hook)} {code}"


def forgetting(kind: str, id: str) -> Callable[[object], bool]:
    """Say what goes with a template or a protocol: itself, and its items or requirements."""
    part = PARTS[kind]

    def gone(value: object) -> bool:
        if not isinstance(value, Record):
            return False
        return (value.__record__.name == kind and value.id == id) or getattr(value, part, None) == id

    return gone


def _forget(gone: Callable[[object], bool]) -> None:
    """Take records out of every tuple that a module holds them in, for stories that import them from there."""
    for name, module in list(sys.modules.items()):
        if name.startswith("meetsupport"):
            for attribute, value in list(vars(module).items()):
                held = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
                if any(map(gone, held)):
                    setattr(module, attribute, tuple(one for one in held if not gone(one)))


def _dropping(key: str) -> Callable[[dict[str, dict[str, Any]]], None]:
    kind, _, id = key.partition(" ")
    gone = forgetting(kind, id) if kind in PARTS else None

    def change(values: dict[str, dict[str, Any]]) -> None:
        for hook, by_code in values.items():
            for code, owned in list(by_code.items()):
                if _key(hook, code) == key or (gone is not None and gone(owned.value)):
                    del by_code[code]

    if gone is not None:
        _forget(gone)
    return change


def _pytest(root: Path, tests: Iterable[str], *plugins: object) -> None:
    """Run tests, named from *root* on, without a word."""
    sys.stdout.flush()
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - it is no path
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        os.chdir(root)
        options = [
            "-q",
            "--assert=plain",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-p",
            "no:sugar",
        ]
        pytest.main([*options, "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(root), *tests], plugins)


def _named_in(tests: Iterable[str], root: Path, registry: Registry) -> Iterator[tuple[str, str]]:
    """Find the stories that speak of a template or a protocol: nothing of theirs is called, so their files are read."""
    given = [
        (owned.value.__record__.name, owned.value.id)
        for hook in OFFERS
        for owned in registry._values.get(hook, {}).values()  # pyright: ignore[reportPrivateUsage]
        if owned.value.__record__.name in PARTS
    ]
    texts: dict[str, str] = {}
    for test in tests:
        file = test.partition("::")[0]
        text = texts.setdefault(file, (root / file).read_text(encoding="utf-8"))
        yield from ((test, f"{kind} {id}") for kind, id in given if f'"{id}' in text)


def tell_all(root: Path, folder: Path) -> Told:
    """Tell every story, and write down what spoke. Run it in a process of its own."""
    watch = Watch()
    _patched(_listening(watch.hear))
    files = [str(file) for file in sorted(folder.glob("test_*.py"))]
    _pytest(root, files, watch)
    told = watch.result()
    for test, key in _named_in(told.passed, root, Registry.load(BUILTIN)):
        told.spoke[test].add(key)
    return told


@attrs.define(eq=False)  # pytest keeps plugins in sets
class _Failures:
    rows: set[str | None] = attrs.field(factory=set[str | None])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.rows.add(row_of(report.nodeid))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        # One story of a row that notices is enough.
        return True if row_of(item.nodeid) in self.rows else None


def noticing(task: tuple[Path, str, Sequence[str]]) -> tuple[str, list[str], float]:
    """
    Tell stories again with something switched off. Run it in a process of its own.

    Args:
        task: The folder that stories are named from, what is switched off, and the stories.

    Returns:
        What was switched off, the rows that noticed, and how many seconds it took.
    """
    root, key, tests = task
    started = time.perf_counter()
    _patched(_dropping(key))
    failures = _Failures()
    _pytest(root, tests, failures)
    return key, sorted(row for row in failures.rows if row is not None), time.perf_counter() - started


def row_of(node: str) -> str | None:
    """Give the row that a test shows, by its node id."""
    return named_row(node.partition("[")[0].rpartition("::")[2])


def main(arguments: Sequence[str] | None = None) -> int:
    """Switch off one thing after another, and say who noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.stories.switches", description="Switch off, and see.")
    parser.add_argument("only", nargs="*", help="rows, or parts of the names of what is switched off; by default all")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the stories are")
    parser.add_argument("--all", action="store_true", help="ask every row that it had a part in, not those it serves")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    say: Callable[..., None] = print
    fork = multiprocessing.get_context("fork")
    # Loads what plugins give, so that each fork can forget some of it.
    registry = Registry.load(BUILTIN)
    root = ROOT if chosen.folder.resolve().is_relative_to(ROOT) else chosen.folder.resolve()
    began = time.perf_counter()
    with fork.Pool(1, maxtasksperchild=1) as alone:
        told = alone.apply(tell_all, (root, chosen.folder.resolve()))
    say(f"{len(told.passed)} stories told in {time.perf_counter() - began:.0f} s, {len(told.failed)} fail as they are")
    there = {row for test in (*told.passed, *told.failed) if (row := row_of(test))}
    asked = asking(told, there, everything=chosen.all)
    if chosen.only:
        asked = {
            key: kept
            for key, rows in asked.items()
            if (kept := {row for row in rows if row in chosen.only or any(part in key for part in chosen.only)})
        }
    noticed: dict[str, set[str]] = defaultdict(set)
    tasks = [(root, key, tests) for key, rows in asked.items() if (tests := told.of(key, rows))]
    # What takes long first, so that no worker is left with it at the end.
    tasks.sort(key=lambda task: -sum(told.seconds[test] for test in task[2]))
    with fork.Pool(chosen.jobs, maxtasksperchild=1) as pool:
        for key, rows, seconds in pool.imap_unordered(noticing, tasks):
            deaf = sorted(asked[key] - set(rows))
            say(f"{key}: {', '.join(rows) or 'nobody'} ({seconds:.1f} s)", "DEAF:" if deaf else "", *deaf, flush=True)
            for row in rows:
                noticed[row].add(key)
    say("")
    for row in ROWS:
        if any(row in rows for rows in asked.values()):
            say(f"{row}  {', '.join(sorted(noticed[row])) or 'NOTICES NOTHING'}")
    faults = [
        f"{row} does not notice {key}" for key, rows in asked.items() for row in sorted(rows) if key not in noticed[row]
    ]
    if chosen.all:
        faults = []
    faults += [f"{row} is served by nothing" for row in sorted(there - WAITING) if not SERVED.get(row)]
    faults += [f"fails as it is: {test}" for test in told.failed]
    known = set(switchable(registry))
    faults += [
        f"there is no {key}, which serves {row}" for row, keys in SERVED.items() for key in keys if key not in known
    ]
    say(f"\n{len(tasks)} switched off in {time.perf_counter() - began:.0f} s; {len(faults)} faults")
    for fault in faults:
        say(fault)
    return 1 if faults else 0


def asking(told: Told, there: Container[str], *, everything: bool = False) -> dict[str, set[str]]:
    """
    Say which rows must notice what, by what is switched off.

    Args:
        told: What the stories did.
        there: The rows that have stories.
        everything: Ask every row that something had a part in, instead of those that it serves.
    """
    asked: dict[str, set[str]] = defaultdict(set)
    if everything:
        for test in told.passed:
            for key in told.spoke[test]:
                asked[key].add(row_of(test) or "")
    else:
        for row, keys in SERVED.items():
            if row in there:
                for key in keys:
                    asked[key].add(row)
    return asked


def switchable(registry: Registry) -> Iterator[str]:
    """Name all that can be switched off."""
    for hook, by_code in registry._values.items():  # pyright: ignore[reportPrivateUsage]
        for code, owned in by_code.items():
            if hook in HOOKS:
                yield _key(hook, code)
            elif hook in OFFERS and owned.value.__record__.name in PARTS:
                yield f"{owned.value.__record__.name} {owned.value.id}"


if __name__ == "__main__":
    sys.exit(main())
