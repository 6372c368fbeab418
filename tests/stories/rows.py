"""
What the five cases demand, row by row, and which tests show it: ``python -m tests.stories.rows``.

A test shows a row when it stands in this folder and its name begins with the row's id: ``test_c4_06_…`` shows c4-06.
The exit code is 1 when a row has no test, unless it waits, or when a test names a row that there is not.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

__all__ = ["ROWS", "WAITING", "Shown", "named_row", "shown", "table", "tests_in"]

FOLDER = Path(__file__).parent

ROWS: Mapping[str, str] = {
    "c1-01": "doors, widths and evacuation for 2,600 heads",
    "c1-02": "planned backward in a window that is too short",
    "c1-03": "three plans drafted, submitted, approved",
    "c1-04": "milestones by the hour, night work marked",
    "c1-05": "staff against attendance, a hint",
    "c1-06": "several roles, long hours, leave owed",
    "c1-07": "borrowed students: consent, chaperones, call times",
    "c1-08": "248 people negative before the opening",
    "c1-09": "a kit for each, stock by use",
    "c1-10": "supplies placed at each entrance, amounts add up",
    "c1-11": "things to be made, step by step, by 02:00",
    "c1-12": "austerity by kind of meeting and date",
    "c1-13": "run sheet to the minute, guides before the files",
    "c1-14": "a post at each lift, lounge, door, stair, corner",
    "c1-15": "the foyer table for all who come",
    "c1-16": "templates, site survey, what is still unknown",
    "c1-17": "rehearsal, and what it found",
    "c1-18": "fifteen districts rolled up",
    "c1-19": "honours by level and kind add up",
    "c1-20": "the bulletin's numbers and imprint",
    "c2-01": "two bodies side by side over five days",
    "c2-02": "one responsible for each matter, not none, not two",
    "c2-03": "contractors: licence, line on call, response",
    "c2-04": "partner bodies at coordination meetings",
    "c2-05": "installations inspected item by item, retested",
    "c2-06": "hazards from found to closed",
    "c2-07": "leaders' inspections, and the plan behind them",
    "c2-08": "five entrances manned, patrols and missed ones",
    "c2-09": "visitors in and out, who is inside",
    "c2-10": "a sitting's four phases, each signed",
    "c2-11": "incidents reported by their clocks",
    "c2-12": "training read and signed",
    "c2-13": "hygiene rounds by zone",
    "c2-14": "holidays and nights shared fairly",
    "c2-15": "satisfaction counted, not asserted",
    "c2-16": "a summary without figures",
    "c3-01": "reports late and of different shape; who has not sent",
    "c3-02": "kinds of activity that agencies extend",
    "c3-03": "five fixed parts: done, not done, not reported",
    "c3-04": "tasks that come again; birthdays are personal",
    "c3-05": "donations by kind and receiver",
    "c3-06": "a joint activity counts once",
    "c3-07": "merged in the order of units, sent twice or not",
    "c3-08": "each statement leads back to its report",
    "c3-09": "dates and anniversaries",
    "c3-10": "language checks",
    "c3-11": "length by unit, repetition",
    "c3-12": "inexact figures stay inexact",
    "c4-01": "a run without an end, days counted either way",
    "c4-02": "two loops and a buffer, a breach",
    "c4-03": "rounds of tests by cohort, who is overdue",
    "c4-04": "anybody's clearance at any moment",
    "c4-05": "editions of a protocol re-judge everybody",
    "c4-06": "a positive: contacts, posts that empty, who steps in",
    "c4-07": "900 bookings with airing between them",
    "c4-08": "meals that follow meetings, hot until",
    "c4-09": "rooms by loop and day, checked first",
    "c4-10": "rosters round the clock: rest, nights in a row",
    "c4-11": "a guide at each entrance, all 24 hours",
    "c4-12": "the hall's checklist signed before each sitting",
    "c4-13": "video links by two carriers, tested",
    "c4-14": "gates: before, during, after",
    "c4-15": "zones disinfected by schedule",
    "c4-16": "running totals with their records",
    "c4-17": "weeks inside, illness, rotation due",
    "c4-18": "hand-over: what is open",
    "c5-01": "ranks: 2 and 55 of 250",
    "c5-02": "four teams, one name for each link",
    "c5-03": "backward over a holiday",
    "c5-04": "registration chased",
    "c5-05": "quotas, companions, who approved more",
    "c5-06": "ten rooms more",
    "c5-07": "the hall moves at 18:00",
    "c5-08": "three routes at once",
    "c5-09": "switches at arrival and boarding",
    "c5-10": "heads counted on each coach",
    "c5-11": "a stop's host has read the list, or it escalates",
    "c5-12": "the airport company that nobody invited",
    "c5-13": "an order at 23:00 for 07:30",
    "c5-14": "seat plan frozen, only changed cards reprinted",
    "c5-15": "seating and its customs",
    "c5-16": "meals follow the heads",
    "c5-17": "arrivals until the last one is met",
    "c5-18": "return trips gathered at registration",
    "c5-19": "a standby vehicle round the clock",
    "c5-20": "spare vehicles, a hint",
    "c5-21": "lessons that the next templates read",
    "c5-22": "dispatches and turns by unit",
    "c5-23": "gifts, welcome and banquet by the rules of the day",
    "c5-24": "leaders confirmed, meals and desks by building",
    "c5-25": "an order by telephone, on the change itself",
    "c5-26": "relayed is not received",
    "c5-27": "an offline workbook comes back days later",
}
"""Every row by its id: a few words for the table."""

WAITING = frozenset(
    {"c1-18", "c1-19", "c1-20", "c2-16", "c4-16", "c5-22", *(row for row in ROWS if row.startswith("c3-"))}
)
"""The rows about bulletins, documents and roll-ups: they may be without a test until there are summaries."""

_NAME = re.compile(r"test_(c\d+)_(\d+)(?:_|$)")


@attrs.frozen
class Shown:
    """
    Which tests show which rows.

    Attributes:
        rows: The tests of each row, by the row's id, each as ``file::name``.
        strangers: Tests of rows that there are not.
    """

    rows: Mapping[str, Sequence[str]]
    strangers: Sequence[str]

    @property
    def missing(self) -> Sequence[str]:
        """The rows that must have a test and have none."""
        return [row for row, tests in self.rows.items() if not tests and row not in WAITING]


def named_row(test: str) -> str | None:
    """Give the row that a test's name begins with, known or not."""
    found = _NAME.match(test)
    return f"{found[1]}-{found[2]}" if found else None


def tests_in(file: Path) -> Iterator[str]:
    """Name the test functions of a file as pytest does, methods of test classes among them; nothing is imported."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from (f"{node.name}::{name}" for name in map(_test, node.body) if name)
        elif name := _test(node):
            yield name


def _test(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
        return node.name
    return ""


def shown(folder: Path = FOLDER) -> Shown:
    """Collect the tests that show a row."""
    rows: dict[str, list[str]] = {row: [] for row in ROWS}
    strangers: list[str] = []
    for file in sorted(folder.glob("test_*.py")):
        for test in tests_in(file):
            row = named_row(test.rpartition("::")[2])
            if row is not None:
                rows.get(row, strangers).append(f"{file.name}::{test}")
    return Shown(rows, strangers)


def table(found: Shown) -> Iterator[str]:
    """Write the rows with their tests, and what is wrong with them."""
    width = max(map(len, ROWS.values()))
    for row, tests in found.rows.items():
        missing = "waits for the summaries" if row in WAITING else "NO TEST"
        first, *more = tests or [missing]
        yield f"{row}  {ROWS[row]:{width}}  {first}"
        yield from (f"{'':{width + 9}}{test}" for test in more)
    yield ""
    with_tests = sum(1 for tests in found.rows.values() if tests)
    waiting = sum(1 for row, tests in found.rows.items() if row in WAITING and not tests)
    yield f"{with_tests} of {len(ROWS)} rows are shown, {waiting} wait, {len(found.missing)} have no test"
    yield from (f"no such row: {test}" for test in found.strangers)


def main() -> int:
    """Print the table."""
    found = shown()
    print("\n".join(table(found)))  # noqa: T201 - its output is its purpose
    return 1 if found.missing or found.strangers else 0


if __name__ == "__main__":
    sys.exit(main())
