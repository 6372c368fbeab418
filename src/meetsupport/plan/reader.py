"""
How rules, derived values, briefs and figures read a plan, and what is noted of it.

A note is the question that was asked, at the grain of a predicate: "the duties whose person is p-17". It is kept
whether or not there was an answer. After a change, a reading is done again only where the old or the new record
answers one of its questions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar, cast, get_args

import attrs

from meetsupport.core.errors import DerivationCycle
from meetsupport.core.records import Record, RecordType
from meetsupport.core.specs import Sensitivity
from meetsupport.core.times import Window
from meetsupport.plan.derived import Derived
from meetsupport.plan.index import DAYS, EVERY, WIDE, days_of
from meetsupport.plan.plan import Plan, matches

__all__ = ["NoteKey", "Notes", "PlainReader", "Question", "Reader", "Shown"]

R = TypeVar("R", bound=Record)
V = TypeVar("V")
K = TypeVar("K", bound=Hashable)

NoteKey: TypeAlias = "tuple[str, str | None, Hashable]"
"""The type's name, the field (``None``: any record of the type) and the value."""


@attrs.frozen(slots=True)
class Question:
    """
    The rest of a predicate, beyond the one value that it is filed under.

    Attributes:
        equal: All values asked for, by field.
        window: The window asked for, if any.
    """

    equal: tuple[tuple[str, Hashable], ...]
    window: Window | None

    def answered_by(self, rt: RecordType[Any], record: Record | None) -> bool:
        """Say whether a record fits."""
        return record is not None and matches(rt, record, dict(self.equal), self.window)


Notes: TypeAlias = "dict[NoteKey, frozenset[Question] | None]"
"""Each note with the further questions filed under it, or ``None`` where every record under the key matters."""


class Reader(Protocol):
    """What a rule, a derived value, a brief section or an exporter may ask."""

    @property
    def types(self) -> Mapping[str, RecordType[Any]]:
        """The record types that there may be records of, by name."""
        ...

    def get(self, cls: type[R], id: str, /) -> R | None:
        """Give the record of that type and id, or ``None``."""
        ...

    def all(self, cls: type[R], /) -> tuple[R, ...]:
        """Give all records of a type in the order of their ids; the reading then rests on every one of them."""
        ...

    def where(self, cls: type[R], /, **equal: Hashable) -> tuple[R, ...]:
        """
        Give the records whose fields have these values, in the order of their ids.

        For a field that holds several values, those that hold this one among them.

        Raises:
            UnknownReference: The type has no such field.
            MaskedField: A view asks by a field that it may not see.
        """
        ...

    def overlapping(self, cls: type[R], window: Window, /, **equal: Hashable) -> tuple[R, ...]:
        """Give the records whose window shares a moment with this one, in the order of their ids. Raises as `where`."""
        ...

    def passed(self, moment: datetime, /) -> bool:
        """Say whether a moment has come. It has at the very instant."""
        ...

    def derive(self, value: Derived[K, V], key: K, /) -> V:
        """
        Give a derived value.

        Raises:
            DerivationCycle: It needs itself.
            DerivationFailed: It raised.
            MaskedField: A view may not see it.
        """
        ...

    def informed(self, recipient: str, /) -> bool:
        """Say whether a recipient has acknowledged all that it must know now."""
        ...

    def tells(self, kind: str, /) -> bool:
        """Say whether an installed plugin has anything to tell recipients of a kind. That never changes."""
        ...


class Shown(Reader, Protocol):
    """A plan to be shown to somebody: what exporters, boards and people read."""

    @property
    def revision(self) -> int:
        """The revision of the plan."""
        ...

    @property
    def now(self) -> datetime:
        """The time at which it is looked at."""
        ...

    @property
    def sees(self) -> frozenset[str]:
        """The sensitivities that are not masked."""
        ...


INFORMED = "@informed"
"""The type's name under which it is noted that somebody asked who is informed; no record type can have it."""


class NotingReader:
    """A reader that notes what it is asked. Made by the engine for one evaluation, and of no use after it."""

    __slots__ = ("_derive", "_informed", "_now", "_plan", "_tells", "notes", "until")

    def __init__(
        self,
        plan: Plan,
        now: datetime,
        derive: Callable[[Derived[Any, Any], Hashable], Any],
        informed: Callable[[str], bool],
        tells: Callable[[str], bool],
    ) -> None:
        self._plan = plan
        self._now = now
        self._derive = derive
        self._informed = informed
        self._tells = tells
        self.notes: Notes = {}
        self.until: datetime | None = None

    @property
    def types(self) -> Mapping[str, RecordType[Any]]:
        return self._plan.types

    def get(self, cls: type[R], id: str, /) -> R | None:
        name = cls.__record__.name
        self.notes[name, "id", id] = None
        return cast("R | None", self._plan.find(name, id))

    def all(self, cls: type[R], /) -> tuple[R, ...]:
        self.notes[cls.__record__.name, None, None] = None
        return self._plan.all(cls)

    def where(self, cls: type[R], /, **equal: Hashable) -> tuple[R, ...]:
        rt = cls.__record__
        if len(equal) == 1:
            ((field, value),) = equal.items()
            self.notes[rt.name, field, value] = None
        else:
            self._note(rt, equal, None)
        return cast("tuple[R, ...]", self._plan.select(rt, equal))

    def overlapping(self, cls: type[R], window: Window, /, **equal: Hashable) -> tuple[R, ...]:
        rt = cls.__record__
        self._note(rt, equal, window)
        return cast("tuple[R, ...]", self._plan.select(rt, equal, window))

    def passed(self, moment: datetime, /) -> bool:
        if self._now >= moment:
            return True
        if self.until is None or moment < self.until:
            self.until = moment
        return False

    def derive(self, value: Derived[K, V], key: K, /) -> V:
        return cast("V", self._derive(value, key))

    def informed(self, recipient: str, /) -> bool:
        self.notes[INFORMED, "id", recipient] = None
        return self._informed(recipient)

    def tells(self, kind: str, /) -> bool:
        return self._tells(kind)

    def _note(self, rt: RecordType[Any], equal: Mapping[str, Hashable], window: Window | None) -> None:
        if not equal and window is None:
            self._file((rt.name, None, None), None)
            return
        question = Question(tuple(sorted(equal.items(), key=_first)), window)
        field = next((f for f in equal if f in rt.fields and rt.fields[f].refers_to), next(iter(equal), None))
        if field is not None:
            self._file((rt.name, field, equal[field]), question)
        elif window is not None:
            # A wide window is filed once, under WIDE, where every record looks; a narrow one under its days, and
            # under EVERY, where only records with wide windows look.
            for day in days_of(window):
                self._file((rt.name, DAYS, day), question)
                if day != WIDE:
                    self._file((rt.name, DAYS, EVERY), question)

    def _file(self, key: NoteKey, question: Question | None) -> None:
        if question is None:
            self.notes[key] = None
        elif key not in self.notes:
            self.notes[key] = frozenset((question,))
        elif (there := self.notes[key]) is not None:
            self.notes[key] = there | {question}


def _first(pair: tuple[str, Hashable]) -> str:
    return pair[0]


def note_keys(rt: RecordType[Any], record: Record, fields: Iterable[str | None]) -> Iterable[NoteKey]:
    """Give the keys under which a question that this record answers may be filed, for the fields asked by."""
    name = rt.name
    for field in fields:
        if field is None:
            yield name, None, None
        elif field == DAYS:
            window: Window | None = getattr(record, cast("str", rt.window))
            if window is not None:
                days = days_of(window)
                yield from ((name, DAYS, day) for day in days)
                yield name, DAYS, EVERY if WIDE in days else WIDE
        elif field in rt.fields:
            value = getattr(record, field)
            yield name, field, value
            if rt.fields[field].many and value is not None:
                yield from ((name, field, one) for one in value)


class PlainReader:
    """
    A reader that notes nothing, for exporters, reports and comparisons.

    Args:
        plan: What to read.
        now: The moment that `passed` compares with.
        informed: Says who has acknowledged what it must know; by default everybody has.
        tells: Says which kinds of recipients are told anything; by default all are.
    """

    def __init__(
        self,
        plan: Plan,
        now: datetime,
        informed: Callable[[str], bool] = lambda _: True,
        tells: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.plan = plan
        self._now = now
        self._informed = informed
        self._tells = tells
        self._memo: dict[tuple[Derived[Any, Any], Hashable], Any] = {}
        self._running: dict[tuple[Derived[Any, Any], Hashable], None] = {}

    def get(self, cls: type[R], id: str, /) -> R | None:
        return self.plan.get(cls, id)

    def all(self, cls: type[R], /) -> tuple[R, ...]:
        return self.plan.all(cls)

    def where(self, cls: type[R], /, **equal: Hashable) -> tuple[R, ...]:
        return self.plan.where(cls, **equal)

    def overlapping(self, cls: type[R], window: Window, /, **equal: Hashable) -> tuple[R, ...]:
        return self.plan.overlapping(cls, window, **equal)

    @property
    def types(self) -> Mapping[str, RecordType[Any]]:
        return self.plan.types

    @property
    def revision(self) -> int:
        return self.plan.revision

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def sees(self) -> frozenset[str]:
        return frozenset(get_args(Sensitivity))

    def passed(self, moment: datetime, /) -> bool:
        return self._now >= moment

    def derive(self, value: Derived[K, V], key: K, /) -> V:
        at = value, key
        if at not in self._memo:
            if at in self._running:
                raise DerivationCycle(" → ".join([*(d.label(k) for d, k in self._running), value.label(key)]))
            self._running[at] = None
            try:
                self._memo[at] = value.compute(self, key)
            finally:
                del self._running[at]
        return cast("V", self._memo[at])

    def informed(self, recipient: str, /) -> bool:
        return self._informed(recipient)

    def tells(self, kind: str, /) -> bool:
        return self._tells(kind)
