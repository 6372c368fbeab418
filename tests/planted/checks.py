"""Small, deterministic checks of what the laws say; each must fail when the bug that it is for is planted."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, timezone
from typing import Any

from meetsupport.core.errors import Conflict, MeetSupportError
from meetsupport.core.times import Window
from meetsupport.desk import Desk
from meetsupport.model import (
    Duty,
    Itinerary,
    Participant,
    Person,
    Place,
    Post,
    Recipient,
    Role,
    Session,
    Task,
    Team,
)
from meetsupport.plan import Change, Derived, Put, Reader, Remove, facts_of
from meetsupport.testing import START
from tests.property.looking import assert_live_is_fresh, records
from tests.property.walks import Walk
from tests.unit.desk.office import HOUR, SmallOffice, reader, span
from tests.unit.plan.engine_room import Room


def same_as_fresh(*changes: Change, records: tuple[Any, ...]) -> None:
    """Incremental equals from scratch, after each change."""
    walk = Walk()
    walk.desk.apply(Change(tuple(Put(record) for record in records)))
    assert_live_is_fresh(walk.desk)
    for change in changes:
        walk.desk.apply(change)
        assert_live_is_fresh(walk.desk)


def negative_reads() -> None:
    """A question that found nothing is asked again when something comes that answers it."""
    same_as_fresh(
        Change.of(Put(Person(id="p")), Put(Duty(id="d", person="p", post="o"))),
        records=(Post(id="o", window=span(0, 1)),),
    )


def offsets() -> None:
    """The same instant in another offset is shown in that offset, also by what rests on it."""
    room = Room(Post(id="o", window=span(0, 1)))
    window = room.value(lambda plan, post: tuple(found.window for found in plan.where(Post, id=post)))
    top = room.value(lambda plan, post: str(plan.derive(window, post)))
    before = room.ask(top, "o").value
    there = timezone(-HOUR)
    moved = Window(span(0, 1).start.astimezone(there), span(0, 1).end.astimezone(there))
    room.edit(Post(id="o", name="door", window=moved))
    assert room.ask(top, "o").value != before


def old_values() -> None:
    """A question is asked again when what answered it does no longer."""
    same_as_fresh(
        Change.of(Put(Duty(id="d", person="p", post="x"))),
        records=(
            Person(id="p"),
            Post(id="o", window=span(0, 1)),
            Post(id="x", window=span(0, 1)),
            Duty(id="d", person="p", post="o"),
        ),
    )


def removed_subjects() -> None:
    """What is removed has no findings."""
    same_as_fresh(Change.of(Remove(Task, "t")), records=(Task(id="t"), Task(id="u")))


def wide_questions() -> None:
    """A question about a long window is asked again when something short comes into it."""
    same_as_fresh(
        Change.of(Put(Session(id="s", window=span(24 * 30, 24 * 30 + 1)))), records=(Place(id="a", kind="hall"),)
    )


def wide_records() -> None:
    """A question about a short window is asked again when something long comes over it."""
    room = Room(Place(id="a"))
    found = room.value(lambda plan, window: plan.overlapping(Session, window))
    room.ask(found, span(0, 1))
    room.edit(Session(id="s", window=span(-24 * 50, 24 * 50)))
    assert len(room.ask(found, span(0, 1)).value) == 1


def failures() -> None:
    """What failed stays failed until what it read changes, and is listed all the while."""
    walk = Walk()
    walk.desk.apply(Change.of(Put(Place(id="a", capacity=1))))
    assert "trouble.raises" in {failure.value for failure in walk.desk.check().failures}
    same_as_fresh(
        Change.of(Put(Team(id="t"))),
        Change.of(Put(Place(id="a"))),
        Change.of(Put(Place(id="a", capacity=1))),
        records=(Place(id="a", capacity=1),),
    )


def memoised_failures() -> None:
    """What failed is not tried again for nothing."""
    room = Room(Place(id="a"))
    bad = room.value(lambda plan, place: 1 // len(plan.where(Team, name=place)))
    for number in range(3):
        room.ask(bad, "a")
        room.edit(Person(id=str(number)))
    assert sum(room.runs.values()) == 1


def circles() -> None:
    """Places in a ring fail alike, and no longer when the ring is broken."""
    ring = (Place(id="a", within="b"), Place(id="b", within="c"), Place(id="c", within="a"))
    same_as_fresh(Change.of(Put(Place(id="c"))), Change.of(Put(Place(id="c", within="b"))), records=ring)


def cut_off() -> None:
    """What comes out equal stops the work; what does not, goes on."""
    room = Room(Person(id="p", team="t"), Team(id="t"))
    names = room.value(lambda plan, team: tuple(person.id for person in plan.where(Person, team=team)))

    def size(plan: Reader, team: str) -> int:
        return len(plan.derive(names, team))

    top = room.value(size)
    room.ask(top, "t")
    room.edit(Person(id="p", team="t", title="x"))
    room.ask(top, "t")
    assert room.runs["size", "t"] == 1
    room.edit(Person(id="q", team="t"))
    assert room.ask(top, "t").value == 2


def the_very_instant() -> None:
    """A boundary is crossed at its instant, not before and not after."""
    walk = Walk()
    walk.desk.apply(Change.of(Put(Task(id="t", due=START + HOUR))))
    for moment in (START + HOUR - timedelta(microseconds=1), START + HOUR):
        walk.clock.set(moment)
        codes = [finding.code for finding in walk.desk.check()]
        assert ("core.task-overdue" in codes) is (moment >= START + HOUR)
        assert_live_is_fresh(walk.desk)


def touching_windows() -> None:
    """Windows that only touch do not overlap, as the rules and the questions have it."""
    room = Room(Session(id="s", window=Window(START, START + HOUR)))
    found = room.value(lambda plan, window: plan.overlapping(Session, window))
    assert room.ask(found, Window(START + HOUR, START + 2 * HOUR)).value == ()
    assert len(room.ask(found, Window(START, START + HOUR)).value) == 1


def views() -> None:
    """What one role sees is never shown to another, whoever asks first."""
    for order in (("doctor", "guest"), ("guest", "doctor")):
        office = SmallOffice(
            Role(id="doctor", sees=("personal", "health", "confidential")),
            Role(id="guest"),
            Participant(id="p", phone="555"),
            Itinerary(id="i", title="walk"),
            *(reader(one, role=one) for one in order),
        )
        said = {one: [line.message.text() for line in office.desk.brief(one)] for one in order}
        assert said == {"doctor": ["walk", "call 555"], "guest": ["•••", "call •••"]}


def facts() -> None:
    """What an answer rests on is walked to the ground."""
    room = Room(*(Place(id=f"p{n}", within=f"p{n + 1}" if n < 5 else None) for n in range(6)))

    def depth(plan: Reader, place: str) -> int:
        found = plan.get(Place, place)
        return 0 if found is None or found.within is None else 1 + plan.derive(value, found.within)

    value: Derived[str, int] = room.value(depth)
    assert len(facts_of(room.engine.plan, room.ask(value, "p0")).records) == 6


def collected() -> None:
    """What nobody asks for any more is not kept."""
    room = Room(Team(id="t", name="0"))
    inner = room.value(lambda plan, place: plan.get(Place, place))
    top = room.value(lambda plan, team: plan.derive(inner, plan.all(Team)[0].name))
    for number in range(9):
        room.edit(Team(id="t", name=str(number)))
        room.ask(top, "t")
        room.engine.collect()
    assert len(room.engine) == 2


# Notices


def baselines() -> None:
    """A late receipt of an older notice does not move what somebody knows back."""
    office = SmallOffice(reader(), Place(id="a", kind="one"))
    (first,) = office.desk.send()
    office.put(Place(id="a", kind="two"))
    (second,) = office.desk.send()
    office.desk.acknowledge(second, by="r")
    office.desk.acknowledge(first, by="r")
    assert office.desk.informed("r")
    assert office.lines() == []


def catching_up() -> None:
    """Whichever notice somebody has read, the open one brings it up to date."""
    office = SmallOffice(reader(), Place(id="a", kind="one"), Place(id="b", kind="one"))
    told = [office.notice().brief]
    office.desk.send()
    office.put(Place(id="a", kind="two"))
    told.append(office.notice().brief)
    office.desk.send()
    office.edit(Put(Place(id="c")), Remove(Place, "b"))
    notice = office.notice()
    now = sorted(line.message.text() for line in office.desk.brief("r"))
    for brief in told:
        believed = {key: line for key, line in brief.items() if key not in notice.told.withdrawn}
        believed |= notice.told.stated
        assert sorted(line.message.text() for line in believed.values()) == now


def order_of_lines() -> None:
    """The order in which lines come is not content."""
    office = SmallOffice(reader(), Place(id="b"))
    office.tell_all()
    office.put(Place(id="a"))
    office.tell_all()
    assert office.desk.informed("r")
    assert office.desk.notices() == ()


def keys_that_move() -> None:
    """A line that goes under one key and comes under another says nothing new."""
    walk = Walk()
    walk.desk.apply(Change.of(Put(Place(id="a", kind="x")), Put(Recipient(id="r", kinds=("duty",)))))
    for notice in walk.desk.send():
        walk.desk.acknowledge(notice, by="r")
    walk.desk.apply(Change.of(Put(Place(id="a", kind="y"))))
    assert walk.desk.notices() == ()
    assert_live_is_fresh(walk.desk)


def sent_once() -> None:
    """What was sent is not sent again, by whatever desk; what failed is tried again under its key."""
    office = SmallOffice(reader(), Place(id="a"))
    office.desk.send()
    office.desk.send()
    office.another().send()
    assert len(office.channel.deliveries) == 1
    office.channel.answer = False
    office.put(Place(id="b"))
    office.desk.send()
    office.desk.send()
    assert len(set(office.channel.keys)) == 2


def stopped_ladder() -> None:
    """Somebody else's receipt stops the ladder."""
    office = SmallOffice(reader(limit=HOUR, escalates_to="boss"), reader("boss", kinds=()), Place(id="a"))
    (notice,) = office.desk.send()
    office.desk.acknowledge(notice, by="neighbour")
    office.clock.advance(5 * HOUR)
    assert office.desk.tick() == ()


def relaying() -> None:
    """Relayed is not received."""
    office = SmallOffice(reader(), Place(id="a"))
    (notice,) = office.desk.send()
    office.desk.acknowledge(notice, by="r", manner="relayed")
    assert not office.desk.informed("r")


def old_starts() -> None:
    """What was cancelled counts with the start that it had."""
    office = SmallOffice(reader(), Session(id="s", window=span(5, 6)))
    office.tell_all()
    office.edit(Remove(Session, "s"))
    assert office.notice().deadline == START + 4 * HOUR


def withdrawals() -> None:
    """Somebody who is removed must still be told."""
    office = SmallOffice(reader(), Place(id="a"))
    office.tell_all()
    office.edit(Remove(Recipient, "r"))
    assert office.lines() == ["Withdrawn: a is a "]
    assert_live_is_fresh(office.desk)


# Changes


def references() -> None:
    """What a new record refers to must be there."""
    office = SmallOffice(Place(id="a"))
    _refused(lambda: office.put(Duty(id="d", person="nobody", post="nowhere")))
    _refused(lambda: office.put(Place(id="a", within="nowhere")))
    assert office.desk.plan.dangling() == []


def removals() -> None:
    """What others refer to stays."""
    office = SmallOffice(Place(id="a"), Place(id="b", within="a"))
    _refused(lambda: office.edit(Remove(Place, "a")))
    assert office.desk.plan.dangling() == []


def states() -> None:
    """A state may not follow another whatever."""
    office = SmallOffice(Task(id="t", state="dropped"))
    _refused(lambda: office.put(Task(id="t", state="done")))


def _refused(call: Callable[[], object]) -> None:
    try:
        call()
    except MeetSupportError:
        return
    raise AssertionError("it was taken")


def rebases() -> None:
    """A change that was made against an older plan takes nothing of what came since away."""
    office = SmallOffice(Place(id="a"), Place(id="b"))
    edit = office.desk.edit()
    edit.set(Place, "a", kind="hall")
    office.put(Place(id="b", kind="gate"))
    office.desk.apply(edit.change)
    assert [place.kind for place in office.desk.plan.all(Place)] == ["hall", "gate"]
    edit = office.desk.edit()
    edit.set(Place, "a", kind="x")
    office.put(Place(id="a", kind="y"))
    try:
        office.desk.apply(edit.change)
    except Conflict:
        return
    raise AssertionError("the change of somebody else was overwritten")


def undone() -> None:
    """An undo restores the records, field by field."""
    office = SmallOffice(Place(id="a", kind="hall", name="A", capacity=3))
    before = records(office.desk)
    office.put(Place(id="a", kind="gate", name="B", capacity=4), Place(id="b"))
    office.desk.undo(2)
    assert records(office.desk) == before


def holding() -> None:
    """A share of exactly the limit is held, and one fewer is not."""
    office = SmallOffice(*(Place(id=str(number)) for number in range(10)))
    office.desk.hold_removals(share="0.3", of=Place)
    for gone, held in ((2, False), (3, True)):
        change = Change(tuple(Remove(Place, str(number)) for number in range(gone)))
        assert office.desk.preview(change).held is held


def previews() -> None:
    """A preview leaves no trace."""
    office = SmallOffice(reader(), Place(id="a"))
    office.tell_all()
    office.desk.preview(Change.of(Put(Place(id="a", kind="x")), Put(reader("s"))))
    assert_live_is_fresh(office.desk)
    assert office.desk.notices() == ()


def snapshots() -> None:
    """A journal opened from a snapshot is the journal read from its beginning."""
    office = SmallOffice(reader(), Place(id="a"))
    office.desk.send()
    office.desk.keep_snapshot()
    assert_live_is_fresh(office.desk)
    office.put(Place(id="b"))
    office.tell_all()
    assert_live_is_fresh(office.desk)


def followers() -> None:
    """A second desk takes in what the first did, receipts too."""
    office = SmallOffice(reader(), Place(id="a"))
    other: Desk = office.another()
    other.check()
    office.put(Place(id="b"))
    other.refresh()
    assert not other.informed("r")
    office.tell_all()
    other.refresh()
    assert other.informed("r")
    assert_live_is_fresh(other)


def extras() -> None:
    """Fields that nobody knows are kept through changes."""
    office = SmallOffice(Place(id="a"))
    office.edit(Put(Place(id="a"), {"x": b"1"}))
    office.put(Place(id="a", kind="hall"))
    assert office.desk.plan.extra(("Place", "a")) == {"x": b"1"}
    assert_live_is_fresh(office.desk)
