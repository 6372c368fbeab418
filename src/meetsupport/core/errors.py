"""
Everything that meetsupport raises on purpose.

::

    MeetSupportError
    ├── InvalidInput (ValueError)          input that was refused, with every fault found
    │   ├── InvalidRecord                  a record whose fields are not of their types
    │   └── UnreadableFile                 a file that is not what its name says
    ├── UnknownReference (LookupError)     a record, type or revision that is not there
    ├── StillReferredTo (ValueError)       a removal that would leave references dangling
    ├── RefusedTransition (ValueError)     a state that may not follow the one before
    ├── Conflict (RuntimeError)            somebody else changed the same thing meanwhile
    ├── NotPermitted (PermissionError)     a change of what is somebody else's
    ├── Frozen (PermissionError)           a change of what stands as it is
    ├── MaskedField (PermissionError)      a view that may not see, or may not write
    ├── DerivationCycle (RuntimeError)     derived values that need each other
    ├── DerivationFailed (RuntimeError)    a derived value that raised when it was computed
    ├── PluginError (RuntimeError)         a plugin that could not be used
    └── JournalError (RuntimeError)        a journal that cannot be read or written
        ├── JournalMoved                   another process appended first
        └── JournalDamaged                 the file or its chain of digests is broken

Messages hold identifiers, never names or other personal fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

import attrs

if TYPE_CHECKING:
    from meetsupport.core.messages import Message

__all__ = [
    "Conflict",
    "DerivationCycle",
    "DerivationFailed",
    "Fault",
    "Frozen",
    "InvalidInput",
    "InvalidRecord",
    "JournalDamaged",
    "JournalError",
    "JournalMoved",
    "MaskedField",
    "MeetSupportError",
    "NotPermitted",
    "PluginError",
    "RefusedTransition",
    "StillReferredTo",
    "UnknownReference",
    "UnreadableFile",
]


class MeetSupportError(Exception):
    """
    The base of all errors of this library.

    Attributes:
        faults: What is wrong, where that can be said in other languages too.
    """

    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, *wrong: Fault | Message) -> Self:
        """Make an error of what is wrong: faults with their places, or messages."""
        faults = tuple(one if isinstance(one, Fault) else Fault.of("", one) for one in wrong)
        error = cls("; ".join(map(str, faults)))
        error.faults = faults
        return error

    def said(self, language: str = "en") -> str:
        """Say what is wrong in a language; where there is no translation, in English."""
        if not self.faults:
            return str(self)
        said = ((one.said(language), one.place) for one in self.faults)
        return "; ".join(f"{problem} @ {place}" if place else problem for problem, place in said)


@attrs.frozen
class Fault:
    """
    One thing that is wrong with an input.

    Attributes:
        place: Where: a JSON path, ``sheet!cell``, a line number.
        problem: What is wrong, with the value and what was expected.
        message: The same as a message, where it can be said in other languages.
    """

    place: str
    problem: str
    message: Message | None = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def of(cls, place: str, message: Message) -> Fault:
        """Make a fault of a message."""
        return cls(place, message.text(), message)

    def said(self, language: str) -> str:
        """Say what is wrong in a language; where there is no translation, in English."""
        from meetsupport.core.messages import translate  # noqa: PLC0415 - errors are seldom said

        return translate(self.problem, language) if self.message is None else self.message.text(language)

    def __str__(self) -> str:
        return f"{self.problem} @ {self.place}" if self.place else self.problem


class InvalidInput(MeetSupportError, ValueError):
    """
    Input that was refused. Nothing was changed.

    Args:
        faults: Everything that is wrong, in the order of the input; or the one thing that is.
        source: What was read: a file's name, a table.
    """

    source: str

    def __init__(self, faults: Iterable[Fault] | Message | str, source: str = "") -> None:
        if isinstance(faults, str):
            self.faults = (Fault("", faults),)
        else:
            self.faults = tuple(faults) if isinstance(faults, Iterable) else (Fault.of("", faults),)
        self.source = source
        super().__init__(self.faults, source)

    @classmethod
    def of(cls, *wrong: Fault | Message) -> Self:
        """Make an error of what is wrong: faults with their places, or messages."""
        return cls(tuple(one if isinstance(one, Fault) else Fault.of("", one) for one in wrong))

    def said(self, language: str = "en") -> str:
        """Say what is wrong in a language, each fault on a line of its own; without translation, in English."""
        return self._listed([Fault(one.place, one.said(language)) for one in self.faults])

    def __str__(self) -> str:
        return self._listed(self.faults)

    def _listed(self, faults: Sequence[Fault]) -> str:
        head = f"{self.source}: " if self.source else ""
        if len(faults) == 1:
            return f"{head}{faults[0]}"
        return "\n  ".join([f"{head}{len(faults)} faults", *map(str, faults)])


class InvalidRecord(InvalidInput):
    """A record whose fields do not have the types and values that they must have."""


class UnreadableFile(InvalidInput):
    """A file that is truncated, too large, or not of the format that its name says."""


class UnknownReference(MeetSupportError, LookupError):
    """A record, a record type, a revision or a name that does not exist."""


class StillReferredTo(MeetSupportError, ValueError):
    """A record that cannot be removed while others refer to it."""


class RefusedTransition(MeetSupportError, ValueError):
    """A state that may not follow the one before it."""


class Conflict(MeetSupportError, RuntimeError):
    """A record was changed by somebody else after the revision that a change was made against."""


class NotPermitted(MeetSupportError, PermissionError):
    """A change of a record that is somebody else's to change; the message says whose."""


class Frozen(MeetSupportError, PermissionError):
    """A change of a record that stands as it is, without the name of somebody who overrides that."""


class MaskedField(MeetSupportError, PermissionError):
    """A view asked for, or a change contains, a value that its role may not see."""


class DerivationCycle(MeetSupportError, RuntimeError):
    """Derived values that need each other; the message names them in order."""


class DerivationFailed(MeetSupportError, RuntimeError):
    """A derived value raised when it was computed."""


class PluginError(MeetSupportError, RuntimeError):
    """A plugin that could not be loaded, or returned something that cannot be used."""


class JournalError(MeetSupportError, RuntimeError):
    """A journal that cannot be read or written."""


class JournalMoved(JournalError):
    """
    Another process appended first; refresh and try again.

    Args:
        expected: The last sequence number that the caller knew.
        head: The last sequence number that the journal has.
    """

    def __init__(self, expected: int, head: int) -> None:
        self.expected = expected
        self.head = head
        super().__init__(expected, head)

    def __str__(self) -> str:
        return f"the journal has moved on from entry {self.expected} to entry {self.head}"


class JournalDamaged(JournalError):
    """The file, or the chain of digests in it, is broken; the message says where."""


def one_fault(place: str, problem: Any) -> InvalidInput:
    """Make an error of a single fault."""
    return InvalidInput([Fault(place, str(problem))])
