"""
Replay a recorded timetable: every difference must reach the people of that session, and nobody else.

::

    python -m benchmarks.replay FILE --json OUT [--without-briefs]

FILE has one version of the timetable a line, as JSON (plain or ``.xz``): ``committed``, and ``sessions`` with ``id``,
``title``, ``room``, ``start``, ``duration`` and ``persons``. OUT gets one line a version from the second on:
``{"version": 1, "notified": [...], "held": false}``.

Each version becomes the records that it would be in an office, and the difference from the plan is one change. Whoever
is notified reads it at once. With ``--without-briefs`` the section that tells speakers is switched off, and nobody can
be notified.

An id may stand several times in one version. So every slot is a `Session` of its own, and what the timetable lists
under one id is a `Listing`; the desk holds a change that removes fifty listings or more, however many slots each had.

What people are told must differ exactly where the published text does. A session says so where it can: its window
starts and lasts as published. What it cannot say (an instant in another offset, ``1:00`` for ``01:00``, no title, a
start that is no instant) stands as published in the role in which they appear.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import TextIO, TypeAlias

import attrs
import msgspec

from benchmarks.figures import percentile
from meetsupport.core.codec import Contents
from meetsupport.core.errors import Fault, InvalidInput, MeetSupportError
from meetsupport.core.fields import Id, ref
from meetsupport.core.records import Record, record
from meetsupport.core.specs import is_set
from meetsupport.core.times import Window
from meetsupport.desk import Desk
from meetsupport.desk.builtin import BUILTIN
from meetsupport.model import Appearance, Person, Place, Recipient, RemovalLimit, Session
from meetsupport.plan import Plan
from meetsupport.plugins import Registry, hookimpl

Text: TypeAlias = "str | int | None"
"""What a field of a recording may hold."""

HELD_FROM = 50
SECTION = "core.speaker"
_PLAIN = re.compile(r"[^#/=]{1,80}")
_LENGTH = re.compile(r"(\d+):([0-5]\d)", re.ASCII)


@record(name="replay.Listing")
class Listing(Record):
    """What the timetable lists under one id, and what of it no session and no appearance says."""

    sessions: tuple[Id, ...] = ref(Session, default=())
    unsaid: tuple[str, ...] = ()


@hookimpl
def meetsupport_records() -> Iterable[type[Record]]:
    """Give the benchmark's own record type."""
    return (Listing,)


PLUGIN = SimpleNamespace(meetsupport_records=meetsupport_records)


class Slot(msgspec.Struct, frozen=True):
    """A session as the recording has it."""

    id: Text
    title: Text
    room: Text
    start: Text
    duration: Text
    persons: tuple[Text, ...]


class Version(msgspec.Struct, frozen=True):
    """One version of the timetable, and when it was published, where that is known."""

    sessions: tuple[Slot, ...]
    committed: Text = None


# Reading a recording


def versions(path: Path) -> Iterator[Version]:
    """
    Read a recording, line by line.

    Raises:
        InvalidInput: A line is not a version.
    """
    with open_text(path) as lines:
        for number, line in enumerate(lines):
            yield version_of(line, f"version {number}")


def open_text(path: Path) -> TextIO:
    """Open a text file, packed or not."""
    return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")


def version_of(line: str, place: str) -> Version:
    """
    Read one version.

    Args:
        line: Its JSON. Python's own reader takes it, since msgspec refuses lone surrogates.
        place: What to call it in messages.

    Raises:
        InvalidInput: It is not one.
    """
    try:
        return msgspec.convert(json.loads(line), Version)
    except (ValueError, RecursionError) as error:
        raise InvalidInput([Fault(place, str(error))]) from None


def _instant(text: Text) -> datetime | None:
    """Read an instant; a text without an offset is none."""
    try:
        read = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return read if read is not None and read.tzinfo is not None else None


def zone_of(version: Version) -> tzinfo:
    """Find the offset in which most of a version's sessions start."""
    offsets = Counter(start.tzinfo for slot in version.sessions if (start := _instant(slot.start)) is not None)
    return next((zone for zone, _ in offsets.most_common(1) if zone is not None), UTC)


# Making records of it


def id_of(value: Text) -> str:
    """Make an id of a text: the text itself where it can be one, or its digest. No two texts have one id."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.isprintable() and value == value.strip():
        return value
    return "=" + hashlib.sha256(json.dumps(value).encode()).hexdigest()[:40]


def sayable(value: Text) -> bool:
    """Say whether a record can hold a text and show it as it is: it is more than blanks, and has no lone surrogate."""
    if not isinstance(value, str) or not is_set(value):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(value: Text) -> str:
    """Show a text as well as it can be shown."""
    return "–" if not is_set(value) else str(value).encode(errors="replace").decode()


def window_of(slot: Slot, zone: tzinfo) -> Window | None:
    """
    Say when a session is held; ``None`` where the recording does not, or not as an instant and hours and minutes.

    A window ends after its start, so a session of no length lasts as short as can be, and is shown as 0 min.
    """
    start = _instant(slot.start)
    length = _LENGTH.fullmatch(slot.duration) if isinstance(slot.duration, str) else None
    if start is None or length is None:
        return None
    try:
        first = start.astimezone(zone)
        lasts = timedelta(hours=int(length[1]), minutes=int(length[2]))
        return Window(first, first + (lasts or timedelta.resolution))
    except (OverflowError, ValueError):  # beyond the years that there are
        return None


def unsaid(slot: Slot, window: Window | None) -> str:
    """Give what was published and a session's fields do not say, as text."""
    left: dict[str, Text] = {}
    if not sayable(slot.title):
        left["title"] = slot.title
    if slot.room != "" and not sayable(slot.room):
        left["room"] = slot.room
    if window is None or window.start.isoformat() != slot.start:
        left["start"] = slot.start
    if window is None or slot.duration != _clock(window.length):
        left["duration"] = slot.duration
    return ", ".join(f"{name} {json.dumps(value)}" for name, value in left.items())


def _clock(length: timedelta) -> str:
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    return f"{hours:02}:{minutes:02}"


@attrs.define
class Records:
    """
    Makes the records of versions.

    Attributes:
        zone: The offset in which windows are kept.
        people: The person whom each recipient stands for, as the recording names it.
    """

    zone: tzinfo
    people: dict[str, Text] = attrs.field(factory=dict[str, Text])
    _last: dict[tuple[str, Slot], tuple[Record, ...]] = attrs.field(factory=dict[tuple[str, Slot], tuple[Record, ...]])

    def of(self, version: Version) -> tuple[Record, ...]:
        """Make all records of a version; those of slots that the last one had too are taken from there."""
        made: dict[tuple[str, Slot], tuple[Record, ...]] = {}
        listed: dict[str, list[Slot]] = {}
        for slot in version.sessions:
            listing = id_of(slot.id)
            slots = listed.setdefault(listing, [])
            slots.append(slot)
            key = f"{listing}#{len(slots)}", slot
            made[key] = self._last.get(key) or tuple(self._of_slot(*key))
        self._last = made
        listings = (self._listing(one, slots) for one, slots in listed.items())
        records = {(r.__record__.name, r.id): r for r in chain(listings, *made.values())}
        return tuple(records.values())

    def _of_slot(self, session: str, slot: Slot) -> Iterator[Record]:
        window = window_of(slot, self.zone)
        place = None if slot.room in {None, ""} else id_of(slot.room)
        if place is not None:
            yield Place(id=place, name=shown(slot.room))
        yield Session(id=session, title=shown(slot.title), place=place, window=window)
        times = Counter[str]()
        for person in slot.persons:
            who = id_of(person)
            self.people[who] = person
            times[who] += 1
            yield Person(id=who)
            yield Recipient(id=who, kinds=("speaker",), person=who)
            yield Appearance(id=f"{session}/{who}/{times[who]}", session=session, person=who, role=unsaid(slot, window))

    def _listing(self, one: str, slots: list[Slot]) -> Listing:
        sessions = tuple(f"{one}#{number}" for number in range(1, len(slots) + 1))
        left = (unsaid(slot, window_of(slot, self.zone)) for slot in slots if not slot.persons)
        return Listing(id=one, sessions=sessions, unsaid=tuple(text for text in left if text))


# Replaying it


@attrs.frozen
class Told:
    """
    What the desk made of one version.

    Attributes:
        version: Its number.
        notified: The people who had to be told.
        held: Whether it was held first.
        seconds: From the recording's version to its notices.
        apply_seconds: What of that the desk took: applying, or holding and confirming.
        receipts_seconds: From the notices until all was read.
    """

    version: int
    notified: tuple[Text, ...]
    held: bool
    seconds: float
    apply_seconds: float
    receipts_seconds: float


class RecordedClock:
    """Tells when the version was published that is being replayed."""

    def __init__(self) -> None:
        self.at = datetime(2000, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give that moment."""
        return self.at


def replay(recorded: Iterable[Version], registry: Registry, held_from: int = HELD_FROM) -> Iterator[Told]:
    """
    Take a desk through all versions.

    Args:
        recorded: The versions, oldest first.
        registry: The plugins; `PLUGIN` must be among them.
        held_from: From how many removed listings on a version is held.
    """
    clock = RecordedClock()
    records: Records | None = None
    with Desk.open(":memory:", registry=registry, clock=clock) as desk:
        desk.hold_removals()
        desk.hold_removals(count=held_from, of=Listing)
        for number, version in enumerate(recorded):
            clock.at = _instant(version.committed) or clock.at
            records = records or Records(zone_of(version))
            begin = time.perf_counter()
            wanted = (*records.of(version), *desk.plan.all(RemovalLimit))
            after = Plan.of(registry.types, Contents(wanted, {}, ()))
            change = desk.plan.diff(after, by="timetable", base=desk.revision)
            apply = time.perf_counter()
            impact = desk.apply(change)
            held = impact.held
            if held:
                impact = desk.confirm(impact.id, by="programme")
            done = time.perf_counter()
            for notice in impact.notices:
                desk.acknowledge(notice, by=notice.recipient)
            read = time.perf_counter()
            notified = tuple(records.people[notice.recipient] for notice in impact.notices)
            yield Told(number, notified, held, done - begin, done - apply, read - done)


def registry_for(*, briefs: bool) -> Registry:
    """Give the plugins: the built-in one, with or without the section that tells speakers, and the benchmark's own."""
    registry = Registry.of({"core": BUILTIN, "replay": PLUGIN})
    return registry if briefs else registry.without(SECTION)


def summary(told: list[Told]) -> dict[str, object]:
    """Sum up a replay; the first version, which is the whole plan, does not count as one."""
    later = [one for one in told if one.version]
    found: dict[str, object] = {
        "versions": len(later),
        "notices": sum(len(one.notified) for one in later),
        "held": sum(one.held for one in later),
        "whole_s": sum(one.seconds + one.receipts_seconds for one in told),
    }
    for name, seconds in (
        ("version", [one.seconds for one in later]),
        ("apply", [one.apply_seconds for one in later]),
        ("with_receipts", [one.seconds + one.receipts_seconds for one in later]),
    ):
        if seconds:
            found |= {f"{name}_median_s": statistics.median(seconds), f"{name}_p99_s": percentile(seconds, 0.99)}
    return found


def main(arguments: list[str] | None = None, say: Callable[[str], object] = sys.stderr.write) -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description="Replay a recorded timetable.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--without-briefs", action="store_true", help="tell nobody anything")
    options = parser.parse_args(arguments)
    told: list[Told] = []
    try:
        with options.json.open("w", encoding="utf-8") as out:
            for one in replay(versions(options.file), registry_for(briefs=not options.without_briefs)):
                told.append(one)
                if one.version:
                    line = {"version": one.version, "notified": one.notified, "held": one.held}
                    out.write(json.dumps(line) + "\n")
                if one.version % 50 == 0:
                    say(f"version {one.version}: {sum(len(t.notified) for t in told)} notices so far\n")
    except (MeetSupportError, OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        say(f"cannot be replayed: {error}\n")
        return 2
    rounded = {name: round(v, 4) if isinstance(v, float) else v for name, v in summary(told).items()}
    print(json.dumps(rounded, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
