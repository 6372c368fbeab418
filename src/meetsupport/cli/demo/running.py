"""Running the demo: from an empty folder to the papers that it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
from rich.console import Console

import meetsupport as ms
from meetsupport.cli.demo.office import Clock, Office, Scene
from meetsupport.cli.demo.setting import World, at
from meetsupport.cli.demo.story import tell_story
from meetsupport.cli.demo.telling import Teller, console_for
from meetsupport.cli.demo.words import Tongue
from meetsupport.cli.demo.world import records

__all__ = ["Ending", "FolderTaken", "StoryBroken", "run"]

JOURNAL = "journal.db"
MARK = ".meetsupport-demo"
"""Lies in a folder that an earlier run made its own; elsewhere files of these names may be somebody's work."""

OWN = (
    "conference.xlsx",
    "conference.json",
    "conference-final.xlsx",
    "conference-final.json",
    "calendar.ics",
    "log.md",
    f"{JOURNAL}*",
    "manifests/coach-*",
    "outbox/*.jsonl",
)
"""What the demo writes, and so what it deletes when it starts afresh."""


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
) -> Ending:
    """
    Tell the story of a conference whose lists kept changing.

    Args:
        folder: Where its papers are left; made if missing. What an earlier run left there is deleted, nothing else.
        console: Where it is told; by default standard output, plain if that is a pipe.
        language: ``en`` or ``zh_CN``.
        pace: Seconds to wait after each step.
        registry: The plugins; by default the built-in one and all that are installed.

    Returns:
        How it ended.

    Raises:
        FolderTaken: The folder holds files of these names that no earlier run has left.
        StoryBroken: Somebody was left uninformed, or something blocking stands.
    """
    say = Tongue(language)
    old = clear(folder)
    teller = Teller(say, console_for(console), folder / "log.md", pace)
    teller.title(
        say("A conference whose lists kept changing"),
        say("After the review of a real conference. Every name is invented; the clock is turned by hand."),
    )
    if old:
        teller.fact("afresh", say("{n} files of an earlier run were deleted.", n=old))
    world = World(say, (folder / "outbox").as_posix())
    clock = Clock(at("01T10:00"))
    first = write_workbook(folder, world, clock, registry)
    with ms.Desk.open(folder / JOURNAL, registry=registry, clock=clock) as desk:
        office = Office(desk, clock, teller)
        office.begin("load", clock.now, say("The office loads the workbook that its clerks have filled in"))
        loaded = desk.load(first, by="registration", reason="first lists")
        office.loaded(first.name, loaded)
        if first.suffix != ".xlsx":
            teller.fact(
                "plugins", say("No plugin for workbooks is installed (meetsupport-xlsx): JSON stands in for them.")
            )
        tell_story(office, world)
        papers = tuple(leave_papers(desk, folder, say))
        finish(office, (first, *papers))
    teller.close()
    return Ending(tuple(office.scenes), folder / JOURNAL, (first, *papers, teller.log), teller.lines)


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


def write_workbook(folder: Path, world: World, clock: Clock, registry: ms.Registry | None) -> Path:
    """Fill in a workbook at a desk that is not kept, as a clerk would; a JSON file where no plugin writes workbooks."""
    with ms.Desk.open(registry=registry, clock=clock) as scratch:
        scratch.apply(ms.Change(tuple(ms.Put(record) for record in records(world)), by="clerk"))
        workbooks = "workbook" in scratch.registry.exporters
        file = folder / ("conference.xlsx" if workbooks else "conference.json")
        scratch.export(file, "workbook" if workbooks else "plan", language=world.say.language)
    return file


def leave_papers(desk: ms.Desk, folder: Path, say: Tongue) -> Iterator[Path]:
    """Write the plan as it is at the end, a manifest for each coach, and the calendar, as far as plugins can."""
    workbooks = "workbook" in desk.registry.exporters
    file = folder / ("conference-final.xlsx" if workbooks else "conference-final.json")
    desk.export(file, "workbook" if workbooks else "plan", language=say.language)
    yield file
    manifests = folder / "manifests"
    manifests.mkdir(exist_ok=True)
    kind, suffix = ("manifest", ".xlsx") if "manifest" in desk.registry.exporters else ("manifest-md", ".md")
    for trip in desk.show("Trip"):
        file = manifests / f"{trip.id}{suffix}"
        desk.export(file, kind, of=ms.Trip.ref(trip.id), language=say.language)
        yield file
    if "calendar" in desk.registry.exporters:
        file = folder / "calendar.ics"
        desk.export(file, "calendar", language=say.language)
        yield file


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
    for finding in report:
        office.teller.fact("lesson", office.broken([finding]))
    office.teller.fact(
        "journal", say("{n} entries; each one's digest rests on the one before: verified.", n=proof.entries)
    )
    manifests = [paper for paper in papers if paper.parent.name == "manifests"]
    named = [JOURNAL, "log.md", "outbox/", *(paper.name for paper in papers if paper not in manifests)]
    office.teller.fact("papers", say(", ").join([*named, say("manifests/ ({n} coaches)", n=len(manifests))]))
