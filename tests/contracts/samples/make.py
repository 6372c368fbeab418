"""
Write the stored samples of the formats of today: ``python tests/contracts/samples/make.py``.

Run it once for each version of a format, and never again for an old one: what it wrote then is what must be read
forever. All names are made up.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import meetsupport as ms
from meetsupport.core.codec import FORMAT
from meetsupport.desk import BUILTIN, Desk
from meetsupport.plugins import BriefSection, Line, Registry
from meetsupport.testing import FrozenClock, RecordingChannel, plugin

FOLDER = Path(__file__).parent
START = ms.instant("2030-06-05T08:00:00+08:00")


@ms.record(name="elsewhere.Gate")
class Gate(ms.Record):
    """A type that whoever reads the sample does not have."""

    place: ms.Id | None = ms.ref(ms.Place, default=None)
    lanes: int = ms.field(default=1)


def watch(plan: ms.Reader, recipient: ms.Recipient) -> Iterable[Line]:
    """Tell something that time alone makes new."""
    if plan.passed(ms.instant("2030-06-09T13:00:00+08:00")):
        yield Line(f"hour:{recipient.id}", "it is past one")


def fill(desk: ms.Desk) -> None:
    """Put one record of each sort of field into the plan."""
    with desk.edit(by="office", reason="first plan", ordered_by="lead", means="telephone", document="note 1") as edit:
        edit.add(
            ms.Event,
            "conference",
            name="Example 例会",
            window=ms.Window.of("2030-06-08T09:00:00+08:00", "2030-06-10T18:00:00+08:00"),
        )
        edit.add(ms.Place, "hall", name="Hall 1", capacity=300)
        edit.add(ms.Organization, "town", name="Town hall")
        edit.add(ms.Route, "tour", event="conference", name="Tour")
        edit.add(ms.Trip, "coach", event="conference", name="Coach 1", route="tour", seats=30)
        edit.add(
            ms.Call,
            "stop",
            route="tour",
            place="hall",
            host="town",
            window=ms.Window.of("2030-06-09T15:00:00+08:00", "2030-06-09T16:00:00+08:00"),
        )
        edit.add(ms.Supply, "chairs", event="conference", name="Chairs", quantity=Decimal("12.50"), unit="set")
        edit.add(ms.DayOff, "holiday", day=START.date(), name="Holiday")
        edit.add(ms.Role, "desk", sees=("personal", "health"))
        edit.add(ms.Recipient, "lead", addresses=("recording:lead",), limit=timedelta(minutes=20))
        edit.add(
            ms.Recipient,
            "host",
            kinds=("host",),
            organization="town",
            addresses=("recording:host",),
            escalates_to="lead",
            role="desk",
        )
        edit.add(ms.Recipient, "watch", kinds=("watch",))
        for number in range(1, 4):
            edit.add(ms.Participant, f"p-{number}", name=f"Guest {number}", route="tour", diet="no nuts")
            edit.add(ms.Seat, f"s-{number}", trip="coach", participant=f"p-{number}")
        edit.put(Gate(id="g-1", place="hall", lanes=3))
    hall = desk.get(ms.Place, "hall")
    desk.apply(ms.Change.of(ms.Put(hall, {"x_colour": b'"red"', "号": b"[1, 2]"}), by="office"))


def live(desk: ms.Desk, clock: FrozenClock) -> None:
    """Do everything that is journalled."""
    (first,) = desk.send(by="office")
    desk.acknowledge(first, by="host")
    with desk.edit(by="liaison", reason="went home") as edit:
        edit.set(ms.Participant, "p-3", state="left")
    (second,) = desk.send(by="office")
    clock.set(ms.instant("2030-06-09T14:00:00+08:00"))
    desk.tick()
    desk.acknowledge(second, by="officer", manner="telephone", called_by="lead", answered_by="porter", note="late")
    desk.undo(edit.impact.revision or 0, by="lead", reason="came back")
    desk.hold_removals(count=1, of=ms.Supply, by="lead")
    held = desk.apply(ms.Change.of(ms.Remove(ms.Supply, "chairs"), by="clerk"))
    again = desk.apply(ms.Change.of(ms.Remove(ms.Supply, "chairs"), by="clerk", reason="twice"))
    desk.discard(held.id, by="lead", reason="still needed")
    if not again.held:
        raise SystemExit("the second removal should wait")
    with desk.edit(by="office") as added:
        added.add(ms.Person, "forgotten", name="To Be Forgotten")
    with desk.edit(by="office") as gone:
        gone.remove(ms.Person, "forgotten")
    desk.erase(ms.Person, "forgotten", by="privacy", reason="asked for")
    with desk.edit(by="office", reason="after the snapshot") as edit:
        edit.set(ms.Place, "hall", capacity=280)


def main() -> None:
    """Write the samples of this version, unless they are there."""
    journal = FOLDER / f"journal-{FORMAT}.db"
    if journal.exists():
        raise SystemExit(f"{journal} is there: it must be read as it is, forever")
    clock = FrozenClock(START)
    others = plugin(records=[Gate], briefs=[BriefSection("watch", watch)], channels=[RecordingChannel()])
    with Desk.open(journal, registry=Registry.of({"core": BUILTIN, "elsewhere": others}), clock=clock) as desk:
        fill(desk)
        live(desk, clock)
        desk.export(FOLDER / f"plan-{FORMAT}.json", "plan")
        about = {"head": desk.revision, "digest": desk.journal.head_digest.hex(), "kinds": [e.kind for e in desk.log()]}
    journal.with_name(f"{journal.name}-journal").unlink(missing_ok=True)
    (FOLDER / f"journal-{FORMAT}.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{journal}\n")


if __name__ == "__main__":
    main()
