"""
The memo: which evaluations there are, what each has read, and which of them a change or the passing of time touches.

A change marks the evaluations whose notes it answers as *stale*, and those that rest on them as *unsure*. When one
is asked for, an unsure one first has what it rests on brought up to date; if all of that came out equal, it is not
done again.

Evaluations call each other to any depth. Python's stack is used for a few levels only; past them the running ones
are abandoned and started again once what they asked for is there, so each is begun at most twice.

It is one algorithm over one graph, and stands in one module for that.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime
from itertools import count
from typing import Any, NoReturn

from meetsupport.core.alike import same
from meetsupport.core.errors import DerivationCycle
from meetsupport.core.records import Record, RecordType
from meetsupport.plan.change import Delta
from meetsupport.plan.derived import Derived
from meetsupport.plan.node import CLEAN, RUNNING, STALE, UNSURE, Failure, Node, is_wanted, passed_on
from meetsupport.plan.plan import Plan
from meetsupport.plan.reader import INFORMED, NoteKey, Notes, NotingReader, note_keys

__all__ = ["Engine", "Failure", "Node"]

_SLACK = 64
"""How many moments that no longer matter are kept before they are swept out."""

_DEPTH = 20
"""How many evaluations may run inside each other before Python's stack is left."""


class _Deeper(BaseException):
    """Leaves Python's stack; not an `Exception`, so that plugins do not catch it."""


class _Circle(BaseException):
    """Unwinds to before the evaluations that need each other."""


class _Frame:
    __slots__ = ("children", "node", "reader", "reads_informed")

    def __init__(self, node: Node, reader: NotingReader) -> None:
        self.node = node
        self.reader = reader
        self.children: dict[Node, None] = {}
        self.reads_informed = False


class Engine:
    """
    The live evaluations over one plan.

    Args:
        plan: What they read.
        now: The moment that `passed` compares with.
        informed: Says whether a recipient has acknowledged what it must know.
        tells: Says whether recipients of a kind are told anything; it always says the same.
    """

    def __init__(
        self, plan: Plan, now: datetime, informed: Callable[[str], bool], tells: Callable[[str], bool]
    ) -> None:
        self.plan = plan
        self.now = now
        self._informed = informed
        self._tells = tells
        self._nodes: dict[tuple[Derived[Any, Any], Hashable], Node] = {}
        self._filed: dict[NoteKey, Node | set[Node]] = {}
        self._asked_by: dict[str, dict[str | None, int]] = {}
        self._due: list[tuple[datetime, int, Node]] = []
        self._tie = count()
        self._epoch = 1
        self._frames: list[_Frame] = []
        self._path: list[Node] = []
        self._unwinding: BaseException | None = None
        self._orphans: dict[Node, None] = {}
        self.touched: dict[Node, None] = {}
        """The roots that may have to be done again; whoever takes care of them empties it."""

    # Asking

    def ask(self, query: Derived[Any, Any], key: Hashable, *, root: bool = False) -> Node:
        """
        Bring one evaluation up to date.

        Args:
            query: What to evaluate.
            key: For what.
            root: Keep it until `forget`, and list it in `touched` when something it rests on changes. Others are
                dropped after the next change, unless something reads them.
        """
        node = self._nodes.get((query, key))
        if node is None:
            node = self._nodes[query, key] = Node(query, key)
        if root:
            node.root = True
        elif not node.parents and not node.root:
            self._orphans[node] = None
        if node.state != CLEAN:
            self._settle(node)
        return node

    def expect(self, query: Derived[Any, Any], key: Hashable) -> None:
        """List a new root in `touched`, to be evaluated when its turn comes."""
        node = self._nodes.get((query, key))
        if node is None:
            node = self._nodes[query, key] = Node(query, key)
        node.root = True
        self.touched[node] = None

    def peek(self, query: Derived[Any, Any], key: Hashable) -> Node | None:
        """Give an evaluation as it stands, if there is one."""
        return self._nodes.get((query, key))

    def forget(self, query: Derived[Any, Any], key: Hashable) -> None:
        """Let go of a root."""
        node = self._nodes.get((query, key))
        if node is not None:
            node.root = False
            self.touched.pop(node, None)
            self._orphans[node] = None

    def __len__(self) -> int:
        return len(self._nodes)

    # Moving on

    def move(self, plan: Plan, deltas: Iterable[Delta]) -> None:
        """
        Take another plan, and mark what its differences touch.

        Args:
            plan: The plan from now on.
            deltas: All records in which it differs from the one before.
        """
        self.plan = plan
        self._epoch += 1
        # What is marked already is not looked at again, or many changes would cost what many asked times their number.
        left: dict[NoteKey, list[Node]] = {}
        for rt, record, key in self._keys(deltas):
            readers = left.get(key)
            if readers is None:
                readers = list(self._readers(key))
            left[key] = []
            for node in readers:
                if _answers(rt, record, node, key):
                    self._mark(node)
                elif node.state != STALE:
                    left[key].append(node)

    def advance(self, now: datetime) -> None:
        """Let time pass, and mark what has waited for it."""
        self.now = now
        if self._due and self._due[0][0] <= now:
            self._epoch += 1
        while self._due and self._due[0][0] <= now:
            moment, _, node = heapq.heappop(self._due)
            if node.until == moment:
                node.until = None
                self._mark(node)

    def touch(self, key: NoteKey) -> None:
        """Mark what has read something outside the plan."""
        self._epoch += 1
        for node in self._readers(key):
            self._mark(node)

    def recipients_informed(self, recipients: Iterable[str]) -> None:
        """Mark what has read whether these recipients are informed."""
        for recipient in recipients:
            self.touch((INFORMED, "id", recipient))

    def next_moment(self) -> datetime | None:
        """Give the earliest moment at which an answer may change by itself."""
        while self._due and self._due[0][2].until != self._due[0][0]:
            heapq.heappop(self._due)
        return self._due[0][0] if self._due else None

    def collect(self) -> None:
        """Drop the evaluations that nobody reads any more."""
        while self._orphans:
            node, _ = self._orphans.popitem()
            if self._nodes.get((node.query, node.key)) is not node or is_wanted(node):
                continue
            del self._nodes[node.query, node.key]
            self._file(node, {})
            self._adopt(node, {})
            node.until = None
        if len(self._due) > _SLACK + 2 * len(self._nodes):
            self._due = [due for due in self._due if due[2].until == due[0]]
            heapq.heapify(self._due)

    def concerning(self, deltas: Iterable[Delta], wanted: Callable[[Node], bool]) -> Iterator[Delta]:
        """
        Give the differences whose old or new record answers a question of an evaluation that is wanted.

        An evaluation that is not wanted is looked at no more, or many changes would cost what many asked times their
        number.
        """
        left: dict[NoteKey, list[Node]] = {}
        found: dict[NoteKey, Node] = {}
        for delta in deltas:
            for rt, record, key in self._keys([delta]):
                if key not in left:
                    left[key] = list(self._readers(key))
                if key not in found or not _answers(rt, record, found[key], key):
                    one = _first_wanted(rt, record, left, key, wanted)
                    if one is None:
                        continue
                    found[key] = one
                yield delta
                break

    def _keys(self, deltas: Iterable[Delta]) -> Iterator[tuple[RecordType[Any], Record, NoteKey]]:
        """Give the keys under which questions may be filed that the old and the new record of differences answer."""
        for delta in deltas:
            fields = self._asked_by.get(delta.type)
            if fields:
                rt = self.plan.types[delta.type]
                for record in (delta.old, delta.new):
                    if record is not None:
                        yield from ((rt, record, key) for key in note_keys(rt, record, fields))

    def _mark(self, node: Node) -> None:
        if node.state != CLEAN:
            if node.state == UNSURE:
                node.state = STALE
            return
        node.state = STALE
        if node.root:
            self.touched[node] = None
        pending = list(node.parents)
        while pending:
            parent = pending.pop()
            if parent.state == CLEAN:
                parent.state = STALE if parent.cyclic else UNSURE
                if parent.root:
                    self.touched[parent] = None
                pending.extend(parent.parents)

    # Evaluating

    def _settle(self, node: Node) -> None:
        """Bring a node up to date. Calls nest; all of them share one path, and the outermost one owns it."""
        base = len(self._path)
        self._push(node)
        try:
            while len(self._path) > base:
                top = self._path[-1]
                try:
                    self._step(top)
                except (_Deeper, _Circle):
                    if base:
                        raise
                    self._unwinding = None
                else:
                    if self._path and self._path[-1] is top and top.state == CLEAN:
                        self._path.pop().on_path = False
        except (_Deeper, _Circle):
            raise
        except BaseException:
            self._abandon()
            raise

    def _abandon(self) -> None:
        for left in self._path:
            left.on_path = False
            if left.state == RUNNING:
                left.state = STALE
        self._path.clear()
        self._frames.clear()
        self._unwinding = None

    def _push(self, node: Node) -> None:
        if node.on_path:
            self._close_circle(node)
        node.on_path = True
        self._path.append(node)

    def _step(self, node: Node) -> None:
        if node.state == CLEAN:
            return
        if node.state == UNSURE:
            for child in node.children:
                if child.state != CLEAN:
                    self._push(child)
                    return
                if child.changed > node.computed:
                    node.state = STALE
                    break
            else:
                node.state = CLEAN
                return
        self._run(node)

    def _run(self, node: Node) -> None:
        reader = NotingReader(self.plan, self.now, self._derive, self._is_informed, self._tells)
        frame = _Frame(node, reader)
        node.state = RUNNING
        self._frames.append(frame)
        value, failure = None, None
        try:
            value = node.query.compute(reader, node.key)
            hash(value)
        except (_Deeper, _Circle) as unwinding:
            self._leave(frame, unwinding)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a plugin may raise anything, even sys.exit, and it is kept
            value, failure = None, Failure.of(error)
        if self._unwinding is not None:  # swallowed by a bare except
            self._leave(frame, self._unwinding)
        self._frames.pop()
        self._bind(frame)
        self._come_out(node, value, failure)

    def _leave(self, frame: _Frame, unwinding: BaseException) -> NoReturn:
        """Leave an evaluation half done: keep what it has read, since a circle is judged by it."""
        if frame in self._frames:
            del self._frames[self._frames.index(frame) :]
        self._bind(frame)
        if frame.node.state == RUNNING:
            frame.node.state = STALE
        raise unwinding

    def _bind(self, frame: _Frame) -> None:
        node = frame.node
        self._file(node, frame.reader.notes)
        if frame.children or node.children:
            self._adopt(node, frame.children)
        until = frame.reader.until
        if until != node.until:
            node.until = until
            if until is not None:
                heapq.heappush(self._due, (until, next(self._tie), node))
        node.reads_informed = frame.reads_informed

    def _come_out(self, node: Node, value: Any, failure: Failure | None, *, cyclic: bool = False) -> None:
        if not node.computed or failure != node.failure or not same(value, node.value):
            node.changed = self._epoch
            node.value, node.failure = value, failure
        node.computed = self._epoch
        node.cyclic = cyclic
        node.state = CLEAN

    def _derive(self, query: Derived[Any, Any], key: Hashable) -> Any:
        node = self._nodes.get((query, key))
        if node is None:
            node = self._nodes[query, key] = Node(query, key)
        frame = self._frames[-1]
        frame.children[node] = None
        if node.state != CLEAN:
            if len(self._frames) >= _DEPTH:
                self._push(node)
                self._unwinding = _Deeper()
                raise self._unwinding
            self._settle(node)
        if node.reads_informed:
            frame.reads_informed = True
        if node.failure is not None:
            raise passed_on(node.label, node.failure)
        return node.value

    def _is_informed(self, recipient: str) -> bool:
        self._frames[-1].reads_informed = True
        return self._informed(recipient)

    def _close_circle(self, node: Node) -> NoReturn:
        """Let all evaluations fail that need each other, whichever of them was asked first."""
        start = self._path.index(node)
        circle = self._path[start:]
        del self._path[start:]
        labels = [member.label for member in circle]
        first = labels.index(min(labels))
        names = labels[first:] + labels[:first]
        shown = names if len(names) <= 12 else [*names[:10], f"({len(names) - 11} more)", names[-1]]  # noqa: PLR2004
        failure = Failure(DerivationCycle.__name__, " → ".join([*shown, names[0]]))
        frames = {frame.node: frame for frame in self._frames}
        for member in circle:
            member.on_path = False
            if member in frames:
                self._bind(frames[member])
            self._come_out(member, None, failure, cyclic=True)
        self._unwinding = _Circle()
        raise self._unwinding

    # What is kept beside the values

    def _file(self, node: Node, notes: Notes) -> None:
        old = node.notes
        node.notes = notes
        if old.keys() == notes.keys():
            return
        filed, asked_by = self._filed, self._asked_by
        for key in notes:
            if key not in old:
                there = filed.get(key)
                if there is None:
                    # Most keys have one reader; a set for each would be most of the memory that notes take.
                    filed[key] = node
                    fields = asked_by.get(key[0])
                    if fields is None:
                        fields = asked_by[key[0]] = {}
                    fields[key[1]] = fields.get(key[1], 0) + 1
                elif isinstance(there, Node):
                    filed[key] = {there, node}
                else:
                    there.add(node)
        for key in old:
            if key not in notes:
                there = filed[key]
                if isinstance(there, set):
                    there.discard(node)
                if there is node or not there:
                    del filed[key]
                    fields = asked_by[key[0]]
                    fields[key[1]] -= 1
                    if not fields[key[1]]:
                        del fields[key[1]]

    def _readers(self, key: NoteKey) -> Iterable[Node]:
        there = self._filed.get(key, ())
        return (there,) if isinstance(there, Node) else there

    def _adopt(self, node: Node, children: dict[Node, None]) -> None:
        for child in node.children:
            if child not in children:
                child.parents.pop(node, None)
                if child.cyclic or not (child.parents or child.root):
                    self._orphans[child] = None
        for child in children:
            child.parents[node] = None
        node.children = children


def _answers(rt: RecordType[Any], record: Record, node: Node, key: NoteKey) -> bool:
    """Say whether a record answers a question that an evaluation asked under a key."""
    questions = node.notes[key]
    return questions is None or any(question.answered_by(rt, record) for question in questions)


def _first_wanted(
    rt: RecordType[Any],
    record: Record,
    left: dict[NoteKey, list[Node]],
    key: NoteKey,
    wanted: Callable[[Node], bool],
) -> Node | None:
    """Find a wanted evaluation that a record answers, and leave out those that it answers and that are not wanted."""
    kept: list[Node] = []
    for number, node in enumerate(left[key]):
        if not _answers(rt, record, node, key):
            kept.append(node)
        elif wanted(node):
            left[key] = [*kept, *left[key][number:]]
            return node
    left[key] = kept
    return None
