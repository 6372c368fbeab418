"""
Views: a plan as a role may see it.

Rules and derived values read unmasked, so that masking never makes anybody look clear.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

from meetsupport.core.codec import MASK
from meetsupport.core.errors import MaskedField
from meetsupport.core.messages import Message, termed
from meetsupport.core.records import Record, RecordType, evolved
from meetsupport.core.times import Window
from meetsupport.plan.derived import Derived
from meetsupport.plan.reader import Reader, Shown

__all__ = ["MASKED", "View", "ViewReader", "masked"]

R = TypeVar("R", bound=Record)
V = TypeVar("V")
K = TypeVar("K", bound=Hashable)


class _Masked(str):
    """The one value that stands for all hidden ones. It shows as dots, and refuses to be judged true or false."""

    __slots__ = ()

    def __bool__(self) -> bool:
        raise MaskedField("a masked value was tested: read unmasked, or do without it")

    def __repr__(self) -> str:
        return "MASKED"


MASKED = _Masked(MASK)


def masked(record: R, sees: Iterable[str]) -> R:
    """
    Hide what a role may not see of a record.

    Args:
        record: The record.
        sees: The sensitivities that the role may see.
    """
    allowed = frozenset(sees)
    hidden = {spec.name: MASKED for spec in record.__record__.masked if str(spec.sensitive) not in allowed}
    return evolved(record, **hidden) if hidden else record


class ViewReader:
    """
    A reader through which a role sees a plan.

    Args:
        reader: The reader that it asks.
        sees: The sensitivities that the role may see: any of "personal", "health", "confidential".
    """

    def __init__(self, reader: Reader, sees: Iterable[str]) -> None:
        self._reader = reader
        self._sees = frozenset(sees)

    @property
    def sees(self) -> frozenset[str]:
        return self._sees

    @property
    def types(self) -> Mapping[str, RecordType[Any]]:
        return self._reader.types

    def get(self, cls: type[R], id: str, /) -> R | None:
        found = self._reader.get(cls, id)
        return None if found is None else masked(found, self._sees)

    def all(self, cls: type[R], /) -> tuple[R, ...]:
        return self._masked(cls, self._reader.all(cls))

    def where(self, cls: type[R], /, **equal: Hashable) -> tuple[R, ...]:
        self._refuse(cls, equal)
        return self._masked(cls, self._reader.where(cls, **equal))

    def overlapping(self, cls: type[R], window: Window, /, **equal: Hashable) -> tuple[R, ...]:
        rt = cls.__record__
        self._refuse(cls, [*equal, *([rt.window] if rt.window else [])])
        return self._masked(cls, self._reader.overlapping(cls, window, **equal))

    def passed(self, moment: datetime, /) -> bool:
        return self._reader.passed(moment)

    def derive(self, value: Derived[K, V], key: K, /) -> V:
        made = self._reader.derive(value, key)
        return made if self._may(value.sensitive) else cast("V", MASKED)

    def informed(self, recipient: str, /) -> bool:
        return self._reader.informed(recipient)

    def tells(self, kind: str, /) -> bool:
        return self._reader.tells(kind)

    def _may(self, sensitive: str | None) -> bool:
        return sensitive is None or sensitive in self._sees

    def _masked(self, cls: type[R], records: tuple[R, ...]) -> tuple[R, ...]:
        if all(self._may(spec.sensitive) for spec in cls.__record__.masked):
            return records
        return tuple(masked(record, self._sees) for record in records)

    def _refuse(self, cls: type[R], fields: Iterable[str]) -> None:
        rt = cls.__record__
        for field in fields:
            spec = rt.fields.get(field)
            if spec is not None and not self._may(spec.sensitive):
                raise MaskedField.of(
                    Message.of(
                        "{type}.{field} is {sensitivity}: this view may not ask by it",
                        type=termed(rt.name, rt.label),
                        field=termed(field, spec.label),
                        sensitivity=Message(str(spec.sensitive)),
                    )
                )


class View(ViewReader):
    """
    A whole plan as a role may see it.

    Args:
        shown: The plan, unmasked.
        sees: As for `ViewReader`.
    """

    def __init__(self, shown: Shown, sees: Iterable[str]) -> None:
        super().__init__(shown, sees)
        self._shown = shown

    @property
    def revision(self) -> int:
        return self._shown.revision

    @property
    def now(self) -> datetime:
        return self._shown.now
