"""Running the demo: from an empty folder to the papers that it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import attrs
from rich.console import Console

import meetsupport as ms
from meetsupport.cli.demo.case import Case, load_case
from meetsupport.cli.demo.law import by_the_book
from meetsupport.cli.demo.office import Clock, Office, Scene, grouped
from meetsupport.cli.demo.telling import Teller, console_for
from meetsupport.cli.demo.words import Tongue
from meetsupport.cli.demo.world import World
from meetsupport.desk import BUILTIN
from meetsupport.plugins.specs import GROUP

__all__ = ["Ending", "FolderTaken", "StoryBroken", "own_plugins", "run"]

PAPER_PLUGINS = frozenset({"ical", "xlsx"})
"""The plugins that write what the demo leaves."""

JOURNAL = "journal.db"
MARK = ".meetsupport-demo"
"""Lies in a folder that an earlier run made its own; elsewhere files of these names may be somebody's work."""

STEMS = ("commendation", "congresses", "anniversary", "guest-house", "conference")
"""The names of the workbooks, case by case."""

OWN = (
    *(f"{stem}{end}" for stem in STEMS for end in (".xlsx", ".json", "-final.xlsx", "-final.json")),
    "calendar.ics",
    "log.md",
    f"{JOURNAL}*",
    "manifests/coach-*",
    "outbox/*.jsonl",
)
"""What the demo writes, whichever case it tells, and so what it deletes when it starts afresh."""


class StoryBroken(ms.MeetSupportError):
    """The story did not end as it must: somebody was not informed, or something blocking stands."""


class FolderTaken(ms.MeetSupportError, FileExistsError):
    """The folder holds files that the demo would replace and has not written."""


@attrs.frozen
class Ending:
    """
    How it ended.

    Attributes:
        scenes: The steps, with what each did.
        journal: The journal; opening a desk on it shows all there was.
        papers: The other files that were left.
        lines: How many lines were told.
    """

    scenes: tuple[Scene, ...]
    journal: Path
    papers: tuple[Path, ...]
    lines: int

    def scene(self, name: str) -> Scene:
        """Give a step by its name."""
        return next(scene for scene in self.scenes if scene.name == name)


def run(
    folder: Path,
    console: Console | None = None,
    language: str = "en",
    pace: float = 0.0,
    registry: ms.Registry | None = None,
    case: int = 5,
) -> Ending:
    """
    Tell the story of a case: by default of a conference whose lists kept changing.

    Args:
        folder: Where its papers are left; made if missing. What an earlier run left there is deleted, nothing else.
        console: Where it is told; by default standard output, plain if that is a pipe.
        language: ``en`` or ``zh_CN``.
        pace: Seconds to wait after each step.
        registry: The plugins; by default the built-in one and those that write its papers, as `own_plugins` gives
            them.
        case: Which of the five.

    Returns:
        How it ended.

    Raises:
        FolderTaken: The folder holds files of these names that no earlier run has left.
        StoryBroken: Somebody was left uninformed, or something blocking stands.
    """
    registry = registry or own_plugins()
    told = load_case(case)
    say = Tongue(language)
    old = clear(folder)
    teller = Teller(say, console_for(console), folder / "log.md", pace)
    teller.title(say(told.title), say(told.under))
    if old:
        teller.fact("afresh", say("{n} files of an earlier run were deleted.", n=old))
    world = World(say, (folder / "outbox").as_posix())
    clock = Clock(told.begins)
    first = write_workbook(folder, told, world, clock, registry)
    with ms.Desk.open(folder / JOURNAL, registry=registry, clock=clock) as desk:
        office = Office(desk, clock, teller)
        office.begin("load", clock.now, say("The office loads the workbook that its clerks have filled in"))
        loaded = desk.load(first, by="registration", reason=say("first lists"))
        office.loaded(first.name, loaded, told.loaded, told.counted)
        if first.suffix != ".xlsx":
            teller.fact(
                "plugins", say("No plugin for workbooks is installed (meetsupport-xlsx): JSON stands in for them.")
            )
        by_the_book(office)
        told.tell(office, world)
        papers = tuple(leave_papers(desk, folder, told, say))
        finish(office, (first, *papers))
    teller.close()
    return Ending(tuple(office.scenes), folder / JOURNAL, (first, *papers, teller.log), teller.lines)


def own_plugins() -> ms.Registry:
    """
    Give the plugins that the stories are told with: the built-in one, workbooks and calendars, where installed.

    Rules of other plugins that happen to be installed would tell another story.
    """
    made = ms.Registry.of({"core": BUILTIN})
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        if point.name in PAPER_PLUGINS:
            made.add_entry_point(point)
    return made


def clear(folder: Path) -> int:
    """Make the folder, or delete what an earlier run left in it; say how many files that were."""
    folder.mkdir(parents=True, exist_ok=True)
    found = [file for pattern in OWN for file in sorted(folder.glob(pattern))]
    mark = folder / MARK
    if found and not mark.exists():
        names = ", ".join(file.relative_to(folder).as_posix() for file in found[:3])
        raise FolderTaken(f"the folder {folder} holds files that the demo did not write, such as {names}; give another")
    mark.write_text("The demo of meetsupport deletes its own files here when it runs again.\n", encoding="utf-8")
    for file in found:
        file.unlink()
    return len(found)


def write_workbook(folder: Path, case: Case, world: World, clock: Clock, registry: ms.Registry | None) -> Path:
    """Fill in a workbook at a desk that is not kept, as a clerk would; a JSON file where no plugin writes workbooks."""
    with ms.Desk.open(registry=registry, clock=clock) as scratch:
        scratch.apply(ms.Change(tuple(ms.Put(record) for record in case.records(world)), by="clerk"))
        return _plan(scratch, folder, case.stem, world.say)


def leave_papers(desk: ms.Desk, folder: Path, case: Case, say: Tongue) -> Iterator[Path]:
    """Write the plan as it is at the end, what the case leaves besides, and the calendar, as far as plugins can."""
    yield _plan(desk, folder, f"{case.stem}-final", say)
    yield from case.papers(desk, folder, say)
    if "calendar" in desk.registry.exporters:
        file = folder / "calendar.ics"
        desk.export(file, "calendar", language=say.language)
        yield file


def _plan(desk: ms.Desk, folder: Path, stem: str, say: Tongue) -> Path:
    workbooks = "workbook" in desk.registry.exporters
    file = folder / f"{stem}{'.xlsx' if workbooks else '.json'}"
    desk.export(file, "workbook" if workbooks else "plan", language=say.language)
    return file


def finish(office: Office, papers: tuple[Path, ...]) -> None:
    """Make sure of the end, and tell it."""
    say, desk = office.say, office.desk
    waiting, report, proof = desk.uninformed(), desk.check(), desk.verify()
    if waiting or not report.clear or not proof.ok:
        faults = (str(failure) for failure in report.failures)
        open_ones = ", ".join(
            [*(n.recipient for n in waiting), *(f.code for f in report.blocking), *faults, *map(str, proof.problems)]
        )
        raise StoryBroken(f"the story must end with everybody informed and nothing blocking, but there is {open_ones}")
    office.teller.fact("end", say("Everybody is informed, nothing blocking stands."))
    for group in grouped(report):
        office.teller.fact("lesson", office.broken(group))
    office.teller.fact(
        "journal", say("{n} entries; each one's digest rests on the one before: verified.", n=proof.entries)
    )
    manifests = [paper for paper in papers if paper.parent.name == "manifests"]
    named = [JOURNAL, "log.md", "outbox/", *(paper.name for paper in papers if paper not in manifests)]
    if manifests:
        named.append(say("manifests/ ({n} coaches)", n=len(manifests)))
    office.teller.fact("papers", say(", ").join(named))
