"""
What a field of a record type says of itself: its words, what it refers to, how private it is, which states follow.

Reference integrity, indexes, masking, state machines and the sheets of a workbook all follow from this.
"""

import re
import types
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    overload,
)

import attrs
import msgspec

if TYPE_CHECKING:
    from meetsupport.core.messages import Message
    from meetsupport.core.records import Record

__all__ = [
    "FieldSpec",
    "Id",
    "Sensitivity",
    "field",
    "is_set",
    "is_time",
    "one_way",
    "ref",
    "refuse_mutable",
    "sensitive",
    "spec_of",
    "states",
]

T = TypeVar("T")

Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
"""An identifier: 1 to 200 printable characters, unique among the records of its type, never a personal name."""

Sensitivity: TypeAlias = Literal["personal", "health", "confidential"]
"""
Why a field is masked for those who need not know it: personal data, health data (PIPL art. 28), or confidential ones
such as a leader's itinerary.
"""

Alike: TypeAlias = Literal["word", "number"]
"""
How texts of a field that are written in several ways are made one, so that they compare: a word in narrow letters and
digits without blanks round it; a number (a plate, a flight) also without blanks and middle dots in it. Names of people
and sentences are neither.
"""

_MARK = "meetsupport"
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if chr(wide - 0xFEE0).isalnum()}


@attrs.frozen
class FieldSpec:
    """
    What is known of one field of a record type.

    Attributes:
        name: The attribute's name.
        hint: Its type, as annotated.
        required: Whether it has no default.
        refers_to: The name of the record type whose id it holds, if any.
        many: Whether it holds a tuple of values.
        sensitive: Why it is masked, if it is.
        transitions: For a state: from each state, the states that may follow.
        needs: For a state: the fields that must be set while a record is in it.
        apart: For a state: pairs of fields that must not name the same one.
        begins: For a state: the states in which a record may begin; none: any.
        stands: For a state: the fields that stand as they are once a record is in it.
        anew: For a state: the field that must be set anew, and later than before, when a record comes into it.
        part: Whether the record is part of the one that it refers to here.
        words: The words that it is known to hold, each with its Chinese term.
        closed: Whether it holds no other words.
        also: Other ways of writing a word, each with the word: what clerks also write, and older words for it.
        alike: How texts that are written in several ways are made one, if they are.
        label: The Chinese term for it, as clerks write it.
        doc: One line about it, with its unit.
        means: Which word is meant by it, by its term and by what is also written for it, each in small, narrow letters
            without blanks.
        may_be_empty: Whether an empty text is no word that is missing.
    """

    name: str
    hint: Any
    required: bool
    refers_to: str | None
    many: bool
    sensitive: Sensitivity | None
    transitions: Mapping[str, tuple[str, ...]] | None
    needs: Mapping[str, tuple[str, ...]]
    apart: tuple[tuple[str, str], ...]
    begins: tuple[str, ...]
    stands: Mapping[str, tuple[str, ...]]
    anew: Mapping[str, str]
    part: bool
    words: Mapping[str, str]
    closed: bool
    also: Mapping[str, str]
    alike: Alike | None
    label: str
    doc: str
    means: Mapping[str, str]
    may_be_empty: bool

    def meant(self, text: str) -> str:
        """
        Give the word that a text stands for.

        That is the word itself, its Chinese term or what is also written for it, in any case and width, with blanks or
        not. A text that stands for none is given in the one way in which this field's texts are written.
        """
        if text in self.words:
            return text
        return self.means.get(_folded(text)) or one_way(text, self.alike)

    def wrong(self, text: str) -> "Message | None":
        """Say what is wrong with a word: that the field does not have it. ``None`` if it has."""
        if not self.closed or text in self.words or (not text and self.may_be_empty):
            return None
        from meetsupport.core.messages import Message  # noqa: PLC0415 - records need no messages till one is wrong

        if self.sensitive:
            return Message.of("invalid value, expected one of {words}", words=self.expected)
        return Message.of("invalid value {value}, expected one of {words}", value=repr(text[:60]), words=self.expected)

    @property
    def expected(self) -> str:
        """The words that it is known to hold, with their Chinese terms."""
        return ", ".join(word if word == term else f"{word} {term}" for word, term in self.words.items())

    @property
    def base(self) -> Any:
        """The type of one value: without ``None``, without the tuple, without constraints."""
        return _base(self.hint)

    @property
    def optional(self) -> bool:
        """Whether it may be ``None``."""
        return type(None) in get_args(self.hint)


@overload
def field(
    *,
    default: T,
    sensitive: Sensitivity | None = ...,
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
    sensitive: Sensitivity | None = ...,
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
    sensitive: Sensitivity | None = None,
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
        sensitive: Why it is masked for roles that need not know it.
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
        sensitive=sensitive,
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
        sensitive: As for `field`.
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
    return attrs.field(default=default, metadata={_MARK: mark})


def spec_of(owner: str, attribute: "attrs.Attribute[Any]", hint: Any) -> FieldSpec:
    """
    Say what is known of a field of a record type.

    Args:
        owner: The name of the record type.
        attribute: The attribute that `field` and the others made.
        hint: Its type.

    Raises:
        TypeError: It has a type that records cannot hold.
    """
    mark: dict[str, Any] = attribute.metadata.get(_MARK, {})
    refuse_mutable(owner, attribute.name, hint)
    words = _words(mark, hint)
    return FieldSpec(
        name=attribute.name,
        hint=hint,
        required=attribute.default is attrs.NOTHING,
        refers_to=mark.get("refers_to"),
        many=any(get_origin(_bare(h)) is tuple for h in (hint, *_options(hint))),
        sensitive=mark.get("sensitive"),
        transitions=mark.get("transitions"),
        needs=mark.get("needs", {}),
        apart=mark.get("apart", ()),
        begins=mark.get("begins", ()),
        stands=mark.get("stands", {}),
        anew=mark.get("anew", {}),
        part=mark.get("part", False),
        words=words,
        closed=bool(mark.get("closed") or mark.get("transitions")) or get_origin(_base(hint)) is Literal,
        also=mark.get("also", {}),
        alike=mark.get("alike") or ("word" if words else None),
        means={_folded(text): word for text, word in mark.get("also", {}).items()}
        | {_folded(text): word for word, term in words.items() for text in (term, word)},
        may_be_empty=attribute.default == "",
        label=mark.get("label", ""),
        doc=mark.get("doc", ""),
    )


def _words(mark: Mapping[str, Any], hint: Any) -> Mapping[str, str]:
    """Give the words of a field; a state or a word of a Literal that has no Chinese term stands for itself."""
    base = _base(hint)
    named = {word: word for word in get_args(base)} if get_origin(base) is Literal else {}
    named |= {state: state for state in mark.get("transitions") or ()}
    return types.MappingProxyType(named | dict(mark.get("words", {})))


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", text)).casefold()


def one_way(text: str, alike: Alike | None) -> str:
    """Write a text in the one way in which texts of its field are written."""
    if alike is None:
        return text
    text = text.translate(_NARROW)
    return re.sub(r"[\s·•・]+", "", text) if alike == "number" else " ".join(text.split())


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _options(hint: Any) -> tuple[Any, ...]:
    hint = _bare(hint)
    return get_args(hint) if get_origin(hint) in {Union, types.UnionType} else ()


def _base(hint: Any) -> Any:
    hint = _bare(hint)
    options = [h for h in _options(hint) if h is not type(None)]
    if options:
        return _base(options[0])
    if get_origin(hint) is tuple:
        return _base(get_args(hint)[0])
    return hint


_MUTABLE = (list, dict, set, bytearray)


def refuse_mutable(owner: str, name: str, hint: Any) -> None:
    """Raise a TypeError if a field has a type whose values can be changed."""
    if type(hint) is type and hint not in _MUTABLE:
        return
    hint = _bare(hint)
    if hint in _MUTABLE or get_origin(hint) in _MUTABLE:
        raise TypeError(f"{owner}.{name} is of the mutable type {hint}; use a tuple, or a record of its own")
    for inner in get_args(hint):
        if inner is not Ellipsis and get_origin(hint) is not Literal:
            refuse_mutable(owner, name, inner)


def is_set(value: object) -> bool:
    """Say whether a value is there: a text of nothing but blanks, wide or of no width, is not."""
    if isinstance(value, str):
        return any(one.isprintable() and not one.isspace() for one in value)
    return value is not None and value != ()


def is_time(base: Any) -> bool:
    """Say whether a field's base type is an instant or a day."""
    return base is datetime or base is date
