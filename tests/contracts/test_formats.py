"""What an earlier version wrote is read: the stored samples in the folder beside this."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.core.codec import FORMAT
from meetsupport.desk import BUILTIN
from meetsupport.journal import Draft, MemoryJournal
from meetsupport.plugins import Registry
from meetsupport.testing import FrozenClock, memory_desk

SAMPLES = Path(__file__).with_name("samples")
LATER = ms.instant("2030-06-09T14:30:00+08:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ms.Desk]:
    """Open a copy of the journal, without the plugin that it was written with."""
    path = tmp_path / "journal.db"
    shutil.copy(SAMPLES / "journal-1.db", path)
    with ms.Desk.open(path, registry=Registry.of({"core": BUILTIN}), clock=FrozenClock(LATER)) as opened:
        yield opened


def said() -> Any:
    return json.loads((SAMPLES / "journal-1.json").read_text(encoding="utf-8"))


def groups(text: str | bytes) -> dict[str, dict[str, dict[str, Any]]]:
    """Give the records of a plan's file by type and id."""
    raw: dict[str, list[dict[str, Any]]] = json.loads(text)["records"]
    return {name: {body["id"]: body for body in bodies} for name, bodies in raw.items()}


def missing(now: str | bytes) -> list[str]:
    """List the fields of the stored plan that a plan of today lacks or has otherwise; new fields may have come."""
    old, new = groups((SAMPLES / "plan-1.json").read_bytes()), groups(now)
    return [
        f"{name}[{one}].{field}"
        for name, bodies in old.items()
        for one, body in bodies.items()
        for field, value in body.items()
        if new.get(name, {}).get(one, {}).get(field, ...) != value
    ]


def test_every_version_of_the_format_has_samples() -> None:
    assert {path.name for path in SAMPLES.glob("*-*.*")} == {
        name for n in range(1, FORMAT + 1) for name in (f"journal-{n}.db", f"journal-{n}.json", f"plan-{n}.json")
    }


def test_a_plan_file_is_read() -> None:
    desk = memory_desk()
    desk.load(SAMPLES / "plan-1.json", by="test")
    assert missing(desk.export(None, "plan")) == []


def test_each_sort_of_field_has_its_value() -> None:
    desk = memory_desk()
    desk.load(SAMPLES / "plan-1.json", by="test")
    assert desk.get(ms.Supply, "chairs").quantity == Decimal("12.50")
    assert desk.get(ms.Recipient, "lead").limit == timedelta(minutes=20)
    assert desk.get(ms.DayOff, "holiday").day.isoformat() == "2030-06-05"
    assert desk.get(ms.Event, "conference").name == "Example 例会"
    window = desk.get(ms.Call, "stop").window
    assert window is not None
    assert window.start == ms.instant("2030-06-09T15:00:00+08:00")


def test_a_journal_is_read_to_the_same_plan(desk: ms.Desk) -> None:
    assert missing(desk.export(None, "plan")) == []


def test_a_journal_verifies_to_the_digest_that_was_noted(desk: ms.Desk) -> None:
    found = desk.verify()
    assert (found.ok, found.entries, found.erased > 0) == (True, said()["head"], True)
    assert desk.journal.head_digest.hex() == said()["digest"]


def test_each_entry_can_be_told(desk: ms.Desk) -> None:
    assert [entry.kind for entry in desk.log()] == said()["kinds"]
    assert all(entry.text("zh_CN") for entry in desk.log())
    assert not any("later version" in entry.text() for entry in desk.log())


def test_the_plan_as_it_stood_is_read_at_each_revision(desk: ms.Desk) -> None:
    assert [desk.at(revision=n).revision for n in range(said()["head"] + 1)] == [*range(said()["head"] + 1)]


def test_a_snapshot_and_all_entries_give_the_same(desk: ms.Desk) -> None:
    replayed = MemoryJournal()
    for entry in desk.journal.read():
        # What was erased cannot be appended again; an entry without it is taken as it is.
        parts = tuple(part if part is not None else b'{"type":"Person","id":"forgotten"}' for part in entry.parts)
        replayed.append([Draft(entry.kind, entry.at, parts)], after=replayed.head)
    again = ms.Desk(replayed, desk.registry, FrozenClock(LATER))
    assert again.plan.same_records(desk.plan)
    assert again.held == desk.held


def test_what_waits_still_waits(desk: ms.Desk) -> None:
    (held,) = desk.held
    desk.confirm(held, by="lead")
    assert desk.plan.count(ms.Supply) == 0


def test_who_was_told_what_is_known(desk: ms.Desk) -> None:
    sending = [entry for entry in desk.log() if entry.kind == "sending"]
    assert [entry.what.values["recipient"] for entry in sending] == ["host", "host"]
    desk.acknowledge(str(sending[-1].what.values["key"]), by="host")
    notice = desk.notice("host")
    assert notice is None or notice.revision > sending[-1].revision


def test_records_and_fields_that_are_not_known_are_kept(desk: ms.Desk) -> None:
    found = groups(desk.export(None, "plan"))
    assert found["elsewhere.Gate"]["g-1"] == {"id": "g-1", "place": "hall", "lanes": 3}
    assert (found["Place"]["hall"]["x_colour"], found["Place"]["hall"]["号"]) == ("red", [1, 2])


def test_an_old_journal_can_be_written_on(desk: ms.Desk) -> None:
    with desk.edit(by="office") as edit:
        edit.set(ms.Place, "hall", capacity=200)
    assert edit.impact.revision == said()["head"] + 1
    assert desk.verify().ok
