"""Erasing a record: its bytes are nowhere in the file, and everything else goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from meetsupport.core.errors import Conflict, UnknownReference
from meetsupport.core.records import Unknown
from meetsupport.desk import Desk
from meetsupport.journal import open_journal
from meetsupport.model import Participant, Place, Recipient
from meetsupport.plan import Change, Put, Remove
from meetsupport.plugins import BriefSection, Line
from meetsupport.testing import FrozenClock, RecordingChannel, memory_desk, plugin
from tests.property.looking import assert_live_is_fresh, picture
from tests.unit.desk.office import SmallOffice, reader

SECRET = "13800 geheim 某某"  # noqa: S105 - a text that is looked for, no password
NEEDLES = [SECRET.encode(), b"geheim"]


def told_and_gone(path: Path) -> SmallOffice:
    """A participant whose phone was told, changed, told again, and who was removed."""
    office = SmallOffice(reader(), Participant(id="p", phone=SECRET), Place(id="a"), path=path)
    office.tell_all()
    office.desk.keep_snapshot()
    office.put(Participant(id="p", phone=f"+86 {SECRET}"))
    office.tell_all()
    office.edit(Remove(Participant, "p"))
    office.tell_all()
    office.desk.keep_snapshot()
    return office


def in_files(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if any(needle in file.read_bytes() for needle in NEEDLES)]


def test_what_is_erased_is_nowhere_in_the_file(tmp_path: Path) -> None:
    office = told_and_gone(tmp_path / "a.db")
    assert in_files(tmp_path)
    count = office.desk.erase(Participant, "p", by="officer", reason="asked for it")
    assert count == 6
    assert in_files(tmp_path) == []
    assert office.desk.verify().ok
    assert_live_is_fresh(office.desk)
    entry = list(office.desk.log())[-1]
    assert entry.text().endswith("officer: erased 6 payloads of Participant:p (asked for it)")
    office.desk.close()
    assert in_files(tmp_path) == []


def test_a_second_desk_forgets_what_was_erased(tmp_path: Path) -> None:
    office = told_and_gone(tmp_path / "a.db")
    other = Desk(open_journal(tmp_path / "a.db"), office.desk.registry, FrozenClock(office.clock.now))
    other.check()
    office.desk.erase("Participant", "p")
    other.refresh()
    assert picture(other) == picture(office.desk)
    other.apply(Change.of(Put(Place(id="b"))))
    other.keep_snapshot()
    other.close()
    office.desk.close()
    assert in_files(tmp_path) == []


def test_a_record_that_is_there_cannot_be_erased() -> None:
    office = SmallOffice(Participant(id="p"), Place(id="a"))
    with pytest.raises(Conflict, match="Participant:p is still in the plan: remove it first"):
        office.desk.erase(Participant, "p")


def test_what_somebody_knows_cannot_be_erased() -> None:
    office = SmallOffice(reader(), Participant(id="p", phone=SECRET))
    office.tell_all()
    office.edit(Remove(Participant, "p"))
    with pytest.raises(Conflict, match="stands in what r was told last") as caught:
        office.desk.erase(Participant, "p")
    assert caught.value.said("zh_CN").startswith("参会人员:p 在最近告知 r 的内容中")
    office.desk.send()
    with pytest.raises(Conflict):
        office.desk.erase(Participant, "p")
    office.desk.acknowledge(office.notice(), by="r")
    assert office.desk.erase(Participant, "p") == 4


def test_what_is_held_cannot_be_erased() -> None:
    office = SmallOffice(Participant(id="p", phone=SECRET))
    office.desk.hold_removals(count=1)
    held = office.desk.apply(Change.of(Remove(Participant, "p"))).id
    office.desk.hold_removals()
    office.edit(Remove(Participant, "p"))
    with pytest.raises(Conflict, match=f"stands in the held change {held}: discard it first"):
        office.desk.erase(Participant, "p")
    office.desk.discard(held)
    assert office.desk.erase(Participant, "p") >= 2


def test_a_removed_recipient_that_must_still_be_told_cannot_be_erased() -> None:
    office = SmallOffice(reader(name=SECRET), Place(id="a"))
    office.tell_all()
    office.edit(Remove(Recipient, "r"))
    with pytest.raises(Conflict):
        office.desk.erase(Recipient, "r")
    office.tell_all()
    office.desk.erase(Recipient, "r")
    assert not any(needle in office.desk.journal.snapshot().state for needle in NEEDLES)  # type: ignore[union-attr]


def test_a_sensitive_instant_that_was_told_is_erased_whatever_its_offset() -> None:
    leaving = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)
    section = BriefSection("all", lambda plan, one: [Line(p.id, "{t}", t=p.departs) for p in plan.all(Participant)])
    told = plugin(briefs=[section], channels=[RecordingChannel()])
    desk = memory_desk([reader(), Participant(id="p", departs=leaving)], plugins={"told": told})
    for step in range(2):
        for notice in desk.send():
            desk.acknowledge(notice, by="r")
        if not step:
            desk.apply(Change.of(Remove(Participant, "p")))
    desk.erase(Participant, "p")
    assert not [entry.seq for entry in desk.journal.read() for part in entry.parts if b"2031-01-02" in (part or b"")]


def test_a_record_of_an_unknown_type_is_erased_as_a_whole() -> None:
    office = SmallOffice(Place(id="a"))
    office.edit(Put(Unknown("x.Gate", "g", b'{"id":"g","deep":[{"name":"geheim"}],"n":1}')))
    with pytest.raises(Conflict):
        office.desk.erase("x.Gate", "g")
    office.edit(Remove("x.Gate", "g"))
    assert office.desk.erase("x.Gate", "g") == 2
    with pytest.raises(UnknownReference, match="parts of revision 2 were erased, so it cannot be taken back"):
        office.desk.undo(2)
    shown = [entry.what.text() for entry in office.desk.log()]
    assert shown[1] == "1 erased"
