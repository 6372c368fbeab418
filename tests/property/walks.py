"""Random walks of an office: changes, sendings, receipts and time, beside a model of what recipients believe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from meetsupport.core.errors import MeetSupportError
from meetsupport.desk import Desk, Impact, Notice
from meetsupport.journal import Journal
from meetsupport.plan import Plan
from meetsupport.plugins import Registry
from meetsupport.testing import IDS, FrozenClock, RecordingChannel, changes, memory_desk, plans, plugin
from tests.property.looking import content, recipients
from tests.property.trouble import TROUBLE
from tests.property.worlds import WORLDS, told

Draw: TypeAlias = Callable[[Any], Any]
Content: TypeAlias = "Counter[Any]"
STEPS = (
    "change",
    "change",
    "change",
    "send",
    "send",
    "acknowledge",
    "acknowledge",
    "wait",
    "undo",
    "tick",
    "decide",
    "snapshot",
    "ask",
)
TOLD = ("Duty", "Person", "Place", "Post", "Recipient", "Role", "Session", "Task", "Team")
"""Types that make for notices, in a third of the walks without the others; another third is about one rule."""
WORDS = {"Recipient.kinds": ("duty", "host", "team-lead", "caterer"), "addresses": ("recording:a", "nowhere:b", "x")}
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 29, 30, 60, 150, 24 * 60))


class Believed:
    """
    What a recipient may believe: the brief of the last notice that it acknowledged, and of each sent since.

    Reading a notice makes somebody believe the brief that it was made from. Notices are numbered in the order in which
    they were made.
    """

    def __init__(self) -> None:
        self.acknowledged: tuple[int, dict[str, Any]] = (0, {})
        self.sent: dict[int, dict[str, Any]] = {}

    @property
    def briefs(self) -> list[dict[str, Any]]:
        return [self.acknowledged[1], *self.sent.values()]

    def is_sent(self, number: int, brief: dict[str, Any]) -> None:
        if number > self.acknowledged[0]:
            self.sent[number] = brief

    def acknowledges(self, number: int, brief: dict[str, Any]) -> None:
        if number > self.acknowledged[0]:
            self.acknowledged = number, brief
            self.sent = {later: there for later, there in self.sent.items() if later > number}


class Walk:
    """
    An office at work.

    Args:
        journal: Where it begins; by default in memory.
        trouble: Whether plugins fail.
    """

    def __init__(self, journal: Journal | None = None, *, trouble: bool = True) -> None:
        self.clock = FrozenClock()
        self.channel = RecordingChannel()
        self.plugins = {"recording": plugin(channels=[self.channel]), **({"trouble": TROUBLE} if trouble else {})}
        self.desk = memory_desk(clock=self.clock, plugins=self.plugins, journal=journal)
        self.types = self.registry.types
        self.words: dict[str, Any] = dict(WORDS)
        self.made: dict[str, int] = {}
        self.seen: dict[str, Notice] = {}
        self.believed: dict[str, Believed] = {}
        self.knew: dict[str, datetime] = {}
        self.done: list[str] = []

    @property
    def registry(self) -> Registry:
        return self.desk.registry

    def begin(self, draw: Draw, **about: Any) -> None:
        kind = draw(st.sampled_from(("told", "world", "all")))
        if kind == "world":
            world = WORLDS[draw(st.sampled_from(sorted(WORLDS)))]
            self.words = {**WORDS, **world.words}
            self.types = {name: self.registry.types[name] for name in sorted({*world.types, "Recipient"})}
            plan: Plan = told(draw(world.plans()), most=1)
        else:
            if kind == "told":
                self.types = {name: self.registry.types[name] for name in TOLD}
                about = {"least": 1, "of_each": 3, **about}
            plan = draw(plans(self.types, words=self.words, **about))
        self.desk.apply(self.desk.plan.diff(plan))
        self.look()

    def look(self) -> None:
        """Take note of the open notices, as a clerk does who looks at the board after each step."""
        open_ones = self.desk.notices()
        for one in open_ones:
            self.made.setdefault(one.id, len(self.made) + 1)
            self.seen[one.id] = one
        behind = {one.recipient for one in open_ones}
        for recipient in recipients(self.desk):
            if recipient not in behind:
                self.knew[recipient] = self.desk.now

    def belief(self, recipient: str) -> Believed:
        return self.believed.setdefault(recipient, Believed())

    def step(self, draw: Draw, steps: Sequence[str] = STEPS) -> None:
        """Do one thing."""
        kind = draw(st.sampled_from(steps))
        self.done.append(kind)
        getattr(self, f"_{kind}")(draw)
        self.look()

    def _change(self, draw: Draw) -> Impact | None:
        return self.desk.apply(draw(changes(self.desk.plan, types=self.types, words=self.words, unknown=True)))

    def _undo(self, draw: Draw) -> None:
        done = [entry.revision for entry in self.desk.log() if entry.kind == "change"]
        if done:
            self.attempt(lambda: self.desk.undo(draw(st.sampled_from(done[-3:]))))

    def attempt(self, call: Callable[[], object]) -> None:
        """Do something that may be refused."""
        try:
            call()
        except MeetSupportError:
            self.done[-1] += ":refused"

    def _decide(self, draw: Draw) -> None:
        if self.desk.held:
            held = draw(st.sampled_from(self.desk.held))
            decide = draw(st.sampled_from((self.desk.confirm, self.desk.discard)))
            self.attempt(lambda: decide(held, by="lead"))

    def _send(self, draw: Draw) -> None:
        only = draw(st.sampled_from((None, None, *IDS)))
        due = [one for one in self.desk.notices(only) if one.sent_at is None]
        self.desk.send(only, by="office")
        for one in due:
            self.belief(one.recipient).is_sent(self.made[one.id], lines_of(one))

    def _acknowledge(self, draw: Draw) -> None:
        if not self.seen:
            return
        key = draw(st.sampled_from(sorted(self.seen)))
        one = self.seen[key]
        by = draw(st.sampled_from((one.recipient, one.recipient, "deputy", *IDS)))
        manner = draw(st.sampled_from(("own", "own", "telephone", "deputy", "relayed", "none needed")))
        on_behalf = draw(st.booleans()) if by != one.recipient else False
        given = one if draw(st.booleans()) else key
        try:
            self.desk.acknowledge(given, by=by, manner=manner, on_behalf=on_behalf)
        except MeetSupportError:
            self.done[-1] += ":refused"
            return
        number = self.made[key]
        if manner != "relayed" and (by == one.recipient or on_behalf or manner == "none needed"):
            self.belief(one.recipient).acknowledges(number, lines_of(one))
        else:
            # That it was told is a sending, whoever answered.
            self.belief(one.recipient).is_sent(number, lines_of(one))

    def _wait(self, draw: Draw) -> None:
        soonest = self.desk.next_moment()
        pauses = [*PAUSES]
        if soonest is not None and soonest > self.clock():
            exact = soonest - self.clock()
            pauses += [exact, exact - timedelta(microseconds=1), exact]
        self.clock.advance(draw(st.sampled_from(pauses)))

    def _tick(self, draw: Draw) -> None:
        self.desk.tick()

    def _snapshot(self, draw: Draw) -> None:
        if self.desk.revision:
            self.desk.keep_snapshot()

    def _ask(self, draw: Draw) -> None:
        self.desk.check()


def lines_of(one: Notice) -> dict[str, Any]:
    return {key: line.content for key, line in one.brief.items()}


def read(one: Notice, brief: dict[str, Any]) -> Content:
    """What somebody believes who acts on a brief and then reads a notice."""
    believed = {key: said for key, said in brief.items() if key not in one.told.withdrawn}
    believed.update({key: line.content for key, line in one.told.stated.items()})
    return Counter(believed.values())


def assert_everybody_can_catch_up(walk: Walk) -> None:
    """A notice applied to any known brief gives the current one, and nobody who needs one has none."""
    desk = walk.desk
    for recipient in recipients(desk):
        now = content(desk.brief(recipient))
        told = desk.notice(recipient)
        for brief in walk.belief(recipient).briefs:
            if told is None:
                assert Counter(brief.values()) == now, recipient
            else:
                assert read(told, brief) == now, recipient
        if told is not None:
            assert walk.knew.get(recipient, told.since) <= told.since <= desk.now, recipient


def open_like(desk: Desk, registry: Registry, clock: FrozenClock) -> Desk:
    return Desk(desk.journal, registry, clock)
