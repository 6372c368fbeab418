"""The log: every kind of entry in words."""

from __future__ import annotations

from datetime import datetime

from meetsupport.desk.log import log_entry
from meetsupport.journal import Entry
from meetsupport.model import Place
from meetsupport.plan import Change, Remove
from meetsupport.testing import START
from tests.unit.desk.office import HOUR, SmallOffice, reader


def test_every_entry_is_told_in_words() -> None:
    office = SmallOffice(reader(limit=HOUR, escalates_to="boss"), reader("boss", kinds=()), Place(id="a"))
    (notice,) = office.desk.send(by="clerk")
    office.clock.advance(2 * HOUR)
    office.desk.tick()
    office.desk.acknowledge(notice, by="neighbour")
    office.desk.acknowledge(notice, by="deputy", manner="deputy", on_behalf=True)
    office.put(Place(id="a", kind="hall"), by="clerk", reason="why")
    office.desk.hold_removals(count=1)
    held = office.desk.apply(Change.of(Remove(Place, "a"), by="x"))
    office.desk.confirm(held.id, by="lead")
    office.desk.undo(office.desk.revision, by="lead")
    said = [f"{entry.by}: {entry.what.text()}" for entry in office.desk.log()]
    key = notice.id
    assert said == [
        "testing: added Place:a, added 2 Recipient",
        f"clerk: is sending r 1 lines ({key})",
        f": recording took {key}",
        f": took {key} to boss: r has not answered",
        f": recording took {key}",
        f"neighbour: acknowledged {key} for its own part, not for r (own)",
        f"deputy: acknowledged {key} on behalf of r (deputy)",
        "clerk: set kind of Place:a",
        ": added RemovalLimit:*",
        "x: held: removed Place:a",
        f"lead: confirmed {held.id}: removed Place:a",
        f"lead: took back revision {held.id + 1 if held.id else 0}: added Place:a",
    ]
    assert str(list(office.desk.log())[7]) == "8 2030-06-05 10:00 clerk: set kind of Place:a (why)"
    chinese = [entry.what.text("zh_CN") for entry in office.desk.log()]
    assert chinese[0] == "新增 地点:a、新增 通知对象 2 条"
    assert chinese[7] == "修改 地点:a 的地点类型"
    assert chinese[9] == "暂缓：删除 地点:a"


def test_what_is_told_by_telephone_and_what_failed_is_said() -> None:
    office = SmallOffice(reader(addresses=()), Place(id="a"))
    office.desk.send()
    notice = office.notice()
    office.put(Place(id="b"))
    office.desk.acknowledge(office.notice(), by="r", manner="telephone", called_by="clerk", answered_by="r")
    said = [entry.what.text() for entry in office.desk.log()]
    assert said[2] == f"- did not take {notice.id}: no address"
    assert any(text.startswith("told r 2 lines") for text in said)
    assert said[-1].startswith("acknowledged r@")


def test_an_entry_of_a_later_version_is_named() -> None:
    at: datetime = START
    assert log_entry(Entry(1, "voted", at, (b"{}",), b"", b"")).what.text() == "voted, written by a later version"
