"""Notices: who must be told what, from which baseline, until when, and what receipts do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from meetsupport.core.errors import UnknownReference
from meetsupport.core.messages import show_value
from meetsupport.model import Itinerary, Participant, Place, Recipient, Role, Session
from meetsupport.plan import Put, Remove
from meetsupport.plugins import BriefSection, Line
from meetsupport.testing import START, FrozenClock, memory_desk, plugin
from tests.unit.desk.office import HOUR, SmallOffice, reader, span


def test_several_changes_make_one_notice() -> None:
    office = SmallOffice(reader(), Place(id="a", kind="hall"))
    office.tell_all()
    office.put(Place(id="b", kind="gate"))
    office.put(Place(id="a", kind="room"))
    assert office.lines() == ["Changed: a is a room (was: hall)", "New: b is a gate"]
    assert [notice.recipient for notice in office.desk.uninformed()] == ["r"]


def test_a_change_undone_before_anything_was_sent_makes_none() -> None:
    office = SmallOffice(reader(), Place(id="a", kind="hall"))
    office.tell_all()
    office.put(Place(id="a", kind="room"))
    office.desk.undo(office.desk.revision)
    assert office.desk.notices() == ()
    assert office.desk.informed("r")


def test_a_change_undone_after_it_was_sent_is_told() -> None:
    office = SmallOffice(reader(), Place(id="a", kind="hall"))
    office.tell_all()
    office.put(Place(id="a", kind="room"), Place(id="b"))
    office.desk.send()
    office.desk.undo(office.desk.revision - 2)
    assert office.lines() == ["Changed: a is a hall (was: room)", "Withdrawn: b is a "]
    assert office.notice().state == "open"


def test_a_notice_supersedes_the_one_before_and_covers_it() -> None:
    office = SmallOffice(reader(), Place(id="a", kind="one"))
    office.tell_all()
    office.put(Place(id="a", kind="two"))
    office.desk.send()
    office.put(Place(id="a", kind="one"), Place(id="b"))
    # Whoever has read the one that was sent must be told that it is no longer so; whoever has not, of b alone.
    assert office.lines() == ["Changed: a is a one (was: two)", "New: b is a "]


def test_a_line_that_says_the_same_of_another_time_says_which() -> None:
    office = SmallOffice(reader(), Session(id="s", title="Talks", window=span(1, 2)))
    office.tell_all()
    office.put(Session(id="s", title="Talks", window=span(3, 4)))
    (line,) = office.notice().lines
    now, was = (show_value(span(*ends)) for ends in ((3, 4), (1, 2)))
    assert line.text() == f"Changed: Talks, now {now} (was: {was})"
    assert line.text("zh_CN") == f"变更：Talks，现为{now}（原为：{was}）"
    office.put(Session(id="s", title="Talks"))
    assert office.lines()[0].endswith(f"now time not settled (was: {was})")


def test_a_late_receipt_of_a_superseded_notice_moves_the_baseline_that_far() -> None:
    office = SmallOffice(reader(), Place(id="a", kind="one"))
    office.tell_all()
    office.put(Place(id="a", kind="two"))
    (first,) = office.desk.send()
    office.put(Place(id="b"))
    office.desk.send()
    office.desk.acknowledge(first, by="r")
    assert office.lines() == ["New: b is a "]
    assert office.notice().state == "sent"


def test_a_late_receipt_of_what_is_known_already_changes_nothing() -> None:
    office = SmallOffice(reader(), Place(id="a", kind="one"))
    (first,) = office.desk.send()
    office.put(Place(id="a", kind="two"))
    (second,) = office.desk.send()
    office.desk.acknowledge(second, by="r")
    assert office.desk.informed("r")
    office.desk.acknowledge(first, by="r")
    assert office.desk.informed("r")
    assert office.desk.notices() == ()


@pytest.mark.parametrize(
    ("about", "counts"),
    [
        ({"by": "r"}, True),
        ({"by": "deputy", "on_behalf": True, "manner": "deputy"}, True),
        ({"by": "r", "manner": "telephone", "called_by": "clerk", "answered_by": "r"}, True),
        ({"by": "office", "manner": "none needed"}, True),
        ({"by": "other"}, False),
        ({"by": "r", "manner": "relayed"}, False),
        ({"by": "deputy", "on_behalf": True, "manner": "relayed"}, False),
    ],
)
def test_only_the_recipients_own_receipt_says_that_it_knows(about: dict[str, Any], *, counts: bool) -> None:
    office = SmallOffice(reader(), Place(id="a"))
    (notice,) = office.desk.send()
    office.desk.acknowledge(notice, **about)
    assert office.desk.informed("r") is counts
    assert (office.desk.notice("r") is None) is counts


def test_somebody_elses_receipt_is_kept_and_stops_the_ladder() -> None:
    office = SmallOffice(reader(limit=HOUR, escalates_to="boss"), reader("boss", kinds=()), Place(id="a"))
    (notice,) = office.desk.send()
    office.desk.acknowledge(notice, by="neighbour", manner="own")
    assert office.notice().state == "seen"
    assert office.notice().seen == (("neighbour", "own"),)
    office.clock.advance(3 * HOUR)
    assert office.desk.tick() == ()


def test_relaying_neither_informs_nor_stops_the_ladder() -> None:
    office = SmallOffice(reader(limit=HOUR, escalates_to="boss"), reader("boss", kinds=()), Place(id="a"))
    (notice,) = office.desk.send()
    office.desk.acknowledge(notice, by="r", manner="relayed")
    assert office.notice().state == "sent"
    office.clock.advance(3 * HOUR)
    assert [one.recipient for one in office.desk.tick()] == ["r"]


def test_a_notice_may_be_told_before_it_is_sent() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    notice = office.notice()
    office.desk.acknowledge(notice, by="r", manner="telephone", called_by="clerk")
    assert office.desk.informed("r")
    assert office.channel.deliveries == []
    assert [entry.kind for entry in office.desk.log()] == ["change", "sending", "acknowledged"]


def test_a_notice_is_known_by_its_id_before_and_after_it_is_sent() -> None:
    office = SmallOffice(reader(), reader("s"), Place(id="a"))
    office.desk.acknowledge(office.notice("s").id, by="s")
    (notice,) = office.desk.send()
    office.desk.acknowledge(notice.id, by="r")
    assert office.desk.uninformed() == ()
    with pytest.raises(UnknownReference, match="no notice 'x' is open or waits for a receipt"):
        office.desk.acknowledge("x", by="r")


def test_an_old_notice_told_after_a_newer_one_was_sent_says_what_it_said() -> None:
    office = SmallOffice(reader(), Place(id="a", kind="one"))
    old = office.notice()
    office.put(Place(id="a", kind="two"), Place(id="b"))
    office.desk.send()
    office.desk.acknowledge(old, by="r", manner="telephone")
    assert office.lines() == ["Changed: a is a two (was: one)", "New: b is a "]


def test_a_receipt_from_before_the_removal_of_a_recipient_changes_nothing() -> None:
    office = SmallOffice(reader(), Place(id="a", kind="one"))
    (first,) = office.desk.send()
    office.desk.acknowledge(first, by="r")
    office.edit(Remove(Recipient, "r"))
    office.tell_all()
    office.desk.acknowledge(first, by="r")
    office.put(reader())
    assert office.lines() == ["New: a is a one"]


# Sending


def test_what_was_sent_is_not_sent_again() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    office.desk.send()
    assert office.desk.send() == ()
    assert office.another().send() == ()
    assert len(office.channel.deliveries) == 1


def test_what_no_channel_took_is_tried_again_under_the_same_key() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    office.channel.answer = False
    (notice,) = office.desk.send()
    assert notice.state == "failed"
    office.channel.answer = True
    (again,) = office.desk.send()
    assert again.state == "sent"
    assert len(set(office.channel.keys)) == 1
    assert len(office.channel.keys) == 2


def test_addresses_are_tried_in_order_until_one_takes_it() -> None:
    office = SmallOffice(reader(addresses=("nowhere:x", "recording:two", "recording:three")), Place(id="a"))
    (notice,) = office.desk.send()
    assert notice.state == "sent"
    assert [delivery.address for delivery in office.channel.deliveries] == ["two"]
    details = [entry.what.text() for entry in office.desk.log() if entry.kind == "sent"]
    assert details[0].startswith("nowhere did not take r@")
    assert "no channel 'nowhere', expected one of console, outbox, recording" in details[0]


def test_one_without_an_address_is_reached_through_another() -> None:
    office = SmallOffice(reader(addresses=(), through="aide"), reader("aide", kinds=()), Place(id="a"))
    office.desk.send()
    (delivery,) = office.channel.deliveries
    assert (delivery.address, delivery.recipient) == ("aide", "r")
    assert delivery.subject.startswith("To pass on to r: ")


def test_one_that_nobody_can_reach_is_named() -> None:
    office = SmallOffice(reader(addresses=()), Place(id="a"))
    (notice,) = office.desk.send()
    assert notice.state == "failed"
    assert "no address" in [entry.what.text() for entry in office.desk.log()][-1]


def test_only_one_recipient_is_sent_its_notice_if_asked() -> None:
    office = SmallOffice(reader(), reader("s"), Place(id="a"))
    assert [notice.recipient for notice in office.desk.send("s")] == ["s"]
    assert [notice.recipient for notice in office.desk.notices() if notice.state == "open"] == ["r"]


def test_a_channel_that_raises_is_a_refusal_and_others_go_on() -> None:
    office = SmallOffice(reader(), reader("s"), Place(id="a"))
    office.channel.answer = ConnectionError("no line")
    assert [notice.state for notice in office.desk.send()] == ["failed", "failed"]


# Deadlines and the ladder


def test_the_deadline_is_the_margin_before_the_earliest_thing() -> None:
    office = SmallOffice(
        reader(margin=HOUR / 2), Session(id="s", window=span(5, 6)), Session(id="t", window=span(4, 6))
    )
    assert office.notice().deadline == START + 3.5 * HOUR


def test_a_thing_that_is_moved_counts_with_its_old_start_too() -> None:
    office = SmallOffice(reader(), Session(id="s", window=span(5, 6)))
    office.tell_all()
    office.put(Session(id="s", window=span(50, 51)))
    assert office.notice().deadline == START + 4 * HOUR


def test_a_cancelled_thing_counts_with_its_old_start() -> None:
    office = SmallOffice(reader(), Session(id="s", window=span(5, 6)))
    office.tell_all()
    office.edit(Remove(Session, "s"))
    assert office.notice().deadline == START + 4 * HOUR


def test_what_was_over_when_the_notice_arose_has_no_deadline() -> None:
    office = SmallOffice(reader(), Session(id="s", window=span(-3, 0)))
    assert office.notice().deadline is None


def test_the_own_limit_of_a_recipient_counts_if_it_is_earlier() -> None:
    office = SmallOffice(reader(limit=HOUR), Session(id="s", window=span(50, 51)))
    assert office.notice().deadline == START + HOUR
    assert office.desk.next_moment() == START + HOUR


def test_a_notice_is_escalated_at_its_deadline_and_not_before() -> None:
    office = SmallOffice(reader(limit=HOUR, escalates_to="boss"), reader("boss", kinds=()), Place(id="a"))
    office.desk.send()
    office.clock.set(START + HOUR - timedelta(microseconds=1))
    assert office.desk.tick() == ()
    office.clock.set(START + HOUR)
    (risen,) = office.desk.tick()
    assert [step.to for step in risen.escalations] == ["boss"]
    assert office.channel.deliveries[-1].address == "boss"
    assert office.channel.deliveries[-1].subject.startswith("r has not answered; ")
    assert office.desk.tick() == ()


def test_a_notice_that_is_late_already_is_escalated_at_once() -> None:
    office = SmallOffice(reader(escalates_to="boss"), reader("boss", kinds=()), Session(id="s", window=span(0.5, 6)))
    assert [notice.recipient for notice in office.desk.tick()] == ["r"]


def test_the_ladder_is_climbed_step_by_step_and_ends() -> None:
    office = SmallOffice(
        reader(limit=HOUR, escalates_to="boss"),
        reader("boss", kinds=(), limit=2 * HOUR, escalates_to="chief"),
        reader("chief", kinds=(), escalates_to="r"),
        Place(id="a"),
    )
    climbed: list[list[str]] = []
    for _ in range(12):
        office.clock.advance(HOUR)
        climbed.append([step.to for notice in office.desk.tick() for step in notice.escalations])
    assert climbed[0] == ["boss"]
    assert climbed[2] == ["boss", "chief"]
    assert all(not steps for steps in climbed[3:])


def test_an_own_receipt_ends_the_escalation() -> None:
    office = SmallOffice(reader(limit=HOUR, escalates_to="boss"), reader("boss", kinds=()), Place(id="a"))
    (notice,) = office.desk.send()
    office.clock.advance(HOUR)
    office.desk.tick()
    office.desk.acknowledge(notice, by="r")
    office.put(Place(id="b"))
    assert office.notice().escalations == ()


# Recipients that come and go


def test_a_removed_recipient_is_told_that_all_is_withdrawn() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    office.tell_all()
    office.edit(Remove(Recipient, "r"))
    assert office.lines() == ["Withdrawn: a is a "]
    office.desk.send()
    assert office.channel.deliveries[-1].address == "r"
    office.desk.acknowledge(office.notice(), by="r")
    assert office.desk.notices() == ()
    with pytest.raises(UnknownReference):
        office.desk.brief("r")


def test_a_removed_recipient_that_was_told_nothing_is_gone() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    office.edit(Remove(Recipient, "r"))
    assert office.desk.notices() == ()


def test_a_recipient_that_comes_back_is_told_what_changed_since() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    office.tell_all()
    office.edit(Remove(Recipient, "r"))
    office.put(reader(), Place(id="b"))
    assert office.lines() == ["New: b is a "]


def test_a_role_decides_what_a_recipient_is_told() -> None:
    office = SmallOffice(
        Role(id="all", sees=("personal", "confidential")),
        Role(id="none"),
        Participant(id="p", phone="555"),
        Itinerary(id="i", title="walk"),
        reader("default"),
        reader("nothing", role="none"),
        reader("everything", role="all"),
    )
    shown = {
        one: [line.message.text() for line in office.desk.brief(one)] for one in ("default", "nothing", "everything")
    }
    assert shown == {
        "default": ["•••", "call 555"],
        "nothing": ["•••", "call •••"],
        "everything": ["walk", "call 555"],
    }


def test_time_alone_can_make_something_new() -> None:
    section = BriefSection("clock", lambda plan, one: [Line("k", "begun")] if plan.passed(START + HOUR) else [])
    clock = FrozenClock()
    desk = memory_desk([reader(kinds=("clock",))], plugins={"p": plugin(briefs=[section])}, clock=clock)
    assert desk.next_moment() == START + HOUR
    clock.advance(2 * HOUR)
    (notice,) = desk.notices()
    assert notice.since == START + 2 * HOUR
    clock.advance(HOUR)
    desk.tick()
    assert [entry.kind for entry in desk.log()] == ["change", "moved"]


def test_put_of_an_equal_record_tells_nobody() -> None:
    office = SmallOffice(reader(), Place(id="a"))
    office.tell_all()
    before = office.desk.revision
    office.edit(Put(Place(id="a")))
    assert office.desk.revision == before
