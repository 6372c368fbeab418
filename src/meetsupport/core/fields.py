"""
How a record type says of a field: its words, what it refers to, how private it is, which states follow.

`meetsupport.core.specs` gives what was said.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, overload

import attrs
import msgspec

from meetsupport.core.specs import MARK, Alike, Sensitivity

if TYPE_CHECKING:
    from meetsupport.core.records import Record

__all__ = ["Count", "Id", "field", "ref", "sensitive", "states"]

T = TypeVar("T")

Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
"""An identifier: 1 to 200 printable characters, unique among the records of its type, never a personal name."""

Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
"""How many people or things there are: a whole number that is never below nothing."""


@overload
def field(
    *,
    default: T,
    words: Mapping[str, str] = ...,
    closed: bool = ...,
    also: Mapping[str, str] = ...,
    alike: Alike | None = ...,
    label: str = ...,
    doc: str = ...,
) -> T: ...
@overload
def field(
    *,
    words: Mapping[str, str] = ...,
    closed: bool = ...,
    also: Mapping[str, str] = ...,
    alike: Alike | None = ...,
    label: str = ...,
    doc: str = ...,
) -> Any: ...
def field(
    *,
    default: Any = attrs.NOTHING,
    words: Mapping[str, str] | None = None,
    closed: bool = False,
    also: Mapping[str, str] | None = None,
    alike: Alike | None = None,
    label: str = "",
    doc: str = "",
) -> Any:
    """
    Describe a plain field.

    Args:
        default: Its value when none is given; it must be immutable.
        words: The words that a field of texts is known to hold, each with its Chinese term. Whoever writes the term
            means the word.
        closed: Whether it holds no other words: any other is refused. For those that would have no effect, unseen.
        also: Other ways of writing a word, each with the word that it means: 不及格 for what is called 不合格, a word
            of an earlier version. Records of older journals are read so too.
        alike: How texts that are written in several ways are made one; with words, as a word.
        label: The Chinese term for it, as clerks write it.
        doc: One line about it, with its unit.
    """
    return _field(
        default,
        sensitive=None,
        words=words or {},
        closed=closed,
        also=also or {},
        alike=alike,
        label=label,
        doc=doc,
    )


@overload
def ref(
    to: "type[Record] | str",
    *,
    default: T,
    part: bool = ...,
    sensitive: Sensitivity | None = ...,
    label: str = ...,
    doc: str = ...,
) -> T: ...
@overload
def ref(
    to: "type[Record] | str",
    *,
    part: bool = ...,
    sensitive: Sensitivity | None = ...,
    label: str = ...,
    doc: str = ...,
) -> Any: ...
def ref(
    to: "type[Record] | str",
    *,
    default: Any = attrs.NOTHING,
    part: bool = False,
    sensitive: Sensitivity | None = None,
    label: str = "",
    doc: str = "",
) -> Any:
    """
    Describe a field that holds the id of another record, or a tuple of such ids.

    Args:
        to: The record type, or its name where the class is defined later.
        default: As for `field`.
        part: Whether the record is part of that other one, as a seat is of its seat plan: what freezes the whole
            freezes its parts, and whose the whole is, theirs are its parts.
        sensitive: Why it is masked for roles that need not know it.
        label: As for `field`.
        doc: As for `field`.
    """
    # What a record type is called is known before the rest of it is worked out.
    name: str = to if isinstance(to, str) else vars(to)["__record__"].name
    return _field(default, sensitive=sensitive, label=label, doc=doc, refers_to=name, part=part)


@overload
def sensitive(
    why: Sensitivity,
    *,
    default: T,
    words: Mapping[str, str] = ...,
    closed: bool = ...,
    also: Mapping[str, str] = ...,
    alike: Alike | None = ...,
    label: str = ...,
    doc: str = ...,
) -> T: ...
@overload
def sensitive(
    why: Sensitivity,
    *,
    words: Mapping[str, str] = ...,
    closed: bool = ...,
    also: Mapping[str, str] = ...,
    alike: Alike | None = ...,
    label: str = ...,
    doc: str = ...,
) -> Any: ...
def sensitive(
    why: Sensitivity,
    *,
    default: Any = attrs.NOTHING,
    words: Mapping[str, str] | None = None,
    closed: bool = False,
    also: Mapping[str, str] | None = None,
    alike: Alike | None = None,
    label: str = "",
    doc: str = "",
) -> Any:
    """Describe a field that is masked for roles that need not know it. Arguments as for `field`."""
    return _field(
        default,
        sensitive=why,
        words=words or {},
        closed=closed,
        also=also or {},
        alike=alike,
        label=label,
        doc=doc,
    )


def states(  # noqa: PLR0913 - keywords, each for what a state alone has
    transitions: Mapping[str, tuple[str, ...]],
    *,
    default: str,
    needs: Mapping[str, tuple[str, ...]] | None = None,
    apart: tuple[tuple[str, str], ...] = (),
    begins: tuple[str, ...] = (),
    stands: Mapping[str, tuple[str, ...]] | None = None,
    anew: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    also: Mapping[str, str] | None = None,
    label: str = "",
    doc: str = "",
) -> Any:
    """
    Describe a field that holds a state.

    Args:
        transitions: From each state, the states that may follow. A change that does anything else is refused,
            whoever makes it.
        default: The state of a new record when none is given. It needs no field.
        needs: From a state, the fields that must be set while a record is in it. A change that leaves one empty is
            refused, whoever makes it.
        apart: Pairs of fields that must not name the same one: who mends a thing may not verify it.
        begins: The states in which a new record may begin; none: any. Only a change that restores what stood elsewhere
            begins in others.
        stands: From a state, the fields that stand as they are once a record is in it: a change of one needs somebody
            who overrides that by name.
        anew: From a state, the field with the time at which a record came into it: whenever it does, that time must be
            later than the one before.
        words: The Chinese term for each state.
        also: As for `field`: what a state was called in an earlier version.
        label: As for `field`.
        doc: As for `field`.
    """
    return _field(
        default,
        sensitive=None,
        label=label,
        doc=doc,
        transitions=dict(transitions),
        needs=dict(needs or {}),
        apart=apart,
        begins=begins,
        stands=dict(stands or {}),
        anew=dict(anew or {}),
        words=words or {},
        also=also or {},
    )


def _field(default: Any, **mark: Any) -> Any:
    return attrs.field(default=default, metadata={MARK: mark})
