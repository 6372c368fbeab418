"""Two desks on one journal, the second of which always writes first; and desks that are cut off while they send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from meetsupport.core.errors import Conflict, UnknownReference
from meetsupport.desk import Desk
from meetsupport.desk.telling import LEASE
from meetsupport.journal import Draft, Entry
from meetsupport.model import Participant, Person, Place, Seat, Trip
from meetsupport.plan import Change, Put, Remove
from tests.unit.desk.office import SmallOffice, reader

LOBBY = Place(id="lobby", kind="entrance")


class Overtaken:
    """A journal of one desk, to which somebody else writes just before that desk does."""

    def __init__(self, desk: Desk, kind: str, first: Callable[[], object]) -> None:
        self._journal = desk.journal
        self._kind = kind
        self._first: Callable[[], object] | None = first

    def append(self, drafts: Sequence[Draft], *, after: int) -> tuple[Entry, ...]:
        first = self._first
        if first is not None and any(draft.kind == self._kind for draft in drafts):
            self._first = None
            first()
        return self._journal.append(drafts, after=after)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)


def overtake(office: SmallOffice, kind: str, first: Callable[[], object]) -> None:
    stand_in: Any = Overtaken(office.desk, kind, first)
    office.desk.journal = stand_in


def test_what_another_desk_sends_first_is_not_sent_twice() -> None:
    office = SmallOffice(LOBBY, reader())
    other = office.another()
    overtake(office, "sending", other.send)
    office.desk.send()
    assert len(office.channel.keys) == 1
    assert office.notice().state == "sent"


def test_what_another_desk_escalates_first_is_not_escalated_twice() -> None:
    office = SmallOffice(LOBBY, reader(limit=timedelta(hours=1), escalates_to="boss"), reader("boss", kinds=()))
    office.desk.send()
    office.clock.advance(timedelta(hours=2))
    other = office.another()
    overtake(office, "escalated", other.tick)
    office.desk.tick()
    assert [delivery.address for delivery in office.channel.deliveries] == ["r", "boss"]
    assert [step.to for step in office.notice().escalations] == ["boss"]


def test_a_notice_that_another_desk_sends_meanwhile_is_acknowledged_once_and_known() -> None:
    office = SmallOffice(LOBBY, reader())
    other = office.another()
    notice = office.notice()
    overtake(office, "acknowledged", other.send)
    office.desk.acknowledge(notice, by="r")
    assert office.desk.informed("r")
    other.refresh()
    assert other.informed("r")


def test_a_change_meets_what_another_desk_changed_first() -> None:
    office = SmallOffice(LOBBY, reader())
    other = office.another()
    overtake(office, "change", lambda: other.apply(Change.of(Put(Place(id="lift")))))
    impact = office.desk.apply(Change.of(Put(Place(id="stair"))))
    assert {place.id for place in office.desk.plan.all(Place)} == {"lobby", "lift", "stair"}
    assert impact.revision == office.desk.revision
    assert office.desk.plan.same_records(office.another().plan)
    assert set(office.lines()) == {str(line) for line in office.another().notices()[0].lines}


class _PowerCut(BaseException):
    """What nothing on the way catches."""


def test_a_desk_that_is_cut_off_while_it_sends_leaves_it_to_another_after_a_while() -> None:
    office = SmallOffice(LOBBY, reader())

    def cut() -> None:
        raise _PowerCut

    overtake(office, "sent", cut)
    with pytest.raises(_PowerCut):
        office.desk.send()
    (key,) = office.channel.keys
    other = office.another()
    assert other.notices()[0].state == "sending"
    other.send()
    assert office.channel.keys == [key]
    office.clock.advance(LEASE)
    other.send()
    assert office.channel.keys == [key, key]
    assert other.notices()[0].state == "sent"


def test_a_desk_that_is_cut_off_while_it_escalates_leaves_it_to_another_after_a_while() -> None:
    office = SmallOffice(LOBBY, reader(limit=timedelta(hours=1), escalates_to="boss"), reader("boss", kinds=()))
    office.desk.send()
    office.clock.advance(timedelta(hours=2))

    def cut() -> None:
        raise _PowerCut

    overtake(office, "sent", cut)
    with pytest.raises(_PowerCut):
        office.desk.tick()
    other = office.another()
    assert other.tick() == ()
    office.clock.advance(LEASE)
    assert [notice.recipient for notice in other.tick()] == ["r"]
    assert [delivery.address for delivery in office.channel.deliveries] == ["r", "boss", "boss"]
    assert len(other.notices()[0].escalations) == 1


AGREEING = (Person(id="secretary"), Person(id="chief"))


def proposed(office: SmallOffice, *steps: str) -> int:
    impact = office.desk.propose(Change.of(Put(Place(id="lift")), by="clerk"), steps=steps)
    assert impact.id is not None
    return impact.id


def test_a_step_that_another_desk_agrees_to_first_does_not_stand_for_the_next() -> None:
    office = SmallOffice(LOBBY, *AGREEING)
    one = proposed(office, "secretary", "chief")
    other = office.another()
    overtake(office, "reviewed", lambda: other.review(one, by="secretary", step="secretary"))
    with pytest.raises(Conflict, match="waits for 'chief', not for 'secretary'"):
        office.desk.review(one, by="secretary", step="secretary")
    assert office.desk.plan.get(Place, "lift") is None
    assert office.desk.proposals[0].open_steps == ("chief",)


def test_what_another_desk_returns_first_cannot_be_agreed_to() -> None:
    office = SmallOffice(LOBBY, *AGREEING)
    one = proposed(office, "chief")
    other = office.another()
    overtake(office, "reviewed", lambda: other.review(one, by="chief", agreed=False, comment="no"))
    with pytest.raises(Conflict, match="was returned"):
        office.desk.review(one, by="chief")
    assert office.desk.plan.get(Place, "lift") is None


def test_what_another_desk_makes_first_cannot_be_discarded() -> None:
    office = SmallOffice(LOBBY, *AGREEING)
    one = proposed(office, "chief")
    other = office.another()
    overtake(office, "discarded", lambda: other.review(one, by="chief"))
    with pytest.raises(UnknownReference, match=f"no held change {one}"):
        office.desk.discard(one)
    assert [entry.kind for entry in office.desk.log()][-1] == "change"


def test_a_proposal_about_what_is_gone_says_what_it_met() -> None:
    office = SmallOffice(
        LOBBY, *AGREEING, Trip(id="bus"), Participant(id="p"), Seat(id="s", trip="bus", participant="p")
    )
    change = Change.of(Put(Seat(id="s", trip="bus", participant="p", number="4")), by="clerk")
    one = office.desk.propose(change, steps=("chief",)).id
    office.desk.apply(Change.of(Remove(Seat, "s")))
    with pytest.raises(Conflict, match="Seat:s"):
        office.desk.review(one or 0, by="chief")
