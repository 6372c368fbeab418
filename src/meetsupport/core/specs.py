"""
What is known of a field of a record type, as it said by `field`, `ref`, `sensitive` or `states`.

Reference integrity, indexes, masking, state machines and the sheets of a workbook all follow from this.
"""

import re
import types
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

import attrs

if TYPE_CHECKING:
    from meetsupport.core.messages import Message

__all__ = [
    "MARK",
    "Alike",
    "FieldSpec",
    "Sensitivity",
    "is_set",
    "refuse_mutable",
    "spec_of",
]

Sensitivity: TypeAlias = Literal["personal", "health", "confidential"]
"""
Why a field is masked for those who need not know it: personal data, health data (PIPL art. 28), or confidential ones
such as a leader's itinerary.
"""

Alike: TypeAlias = Literal["word", "number"]
"""
How texts of a field that are written in several ways are made one, so that they compare: a word in narrow letters and
digits without blanks round it; a number (a plate, a flight) also in capitals, without blanks and middle dots in it.
Names of people and sentences are neither.
"""

MARK = "meetsupport"
"""Under this, the metadata of an attribute hold what was said of it."""

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
        return self.means.get(_folded(text)) or _one_way(text, self.alike)

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
    def counts(self) -> bool:
        """Whether it holds how many people or things there are, which is never below nothing (`Count`)."""
        return any(getattr(one, "ge", None) == 0 for one in _constraints(self.hint))

    @property
    def optional(self) -> bool:
        """Whether it may be ``None``."""
        return type(None) in get_args(self.hint)


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
    mark: dict[str, Any] = attribute.metadata.get(MARK, {})
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


def _one_way(text: str, alike: Alike | None) -> str:
    """Write a text in the one way in which texts of its field are written."""
    if alike is None:
        return text
    text = text.translate(_NARROW)
    return re.sub(r"[\s·•・]+", "", text).upper() if alike == "number" else " ".join(text.split())


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _options(hint: Any) -> tuple[Any, ...]:
    hint = _bare(hint)
    return get_args(hint) if get_origin(hint) in {Union, types.UnionType} else ()


def _constraints(hint: Any) -> Iterator[Any]:
    """Give the constraints of a type, also of one that may be ``None`` or of several."""
    if get_origin(hint) is Annotated:
        yield from get_args(hint)[1:]
    for inner in get_args(hint):
        yield from _constraints(inner)


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
