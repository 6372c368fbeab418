"""What a record is: a frozen attrs class with an ``id``, and what its fields say of themselves."""

import types
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Self,
    TypeVar,
    cast,
    dataclass_transform,
    get_type_hints,
    overload,
)

import attrs

from meetsupport.core.fields import Id, field, ref, sensitive, states
from meetsupport.core.specs import FieldSpec, refuse_mutable, spec_of
from meetsupport.core.times import Window

if TYPE_CHECKING:
    from meetsupport.core.messages import Message

__all__ = ["Record", "RecordType", "Ref", "Unknown", "evolved", "no_such", "not_the_id", "record", "unknown_type"]

R = TypeVar("R", bound="Record")
T = TypeVar("T")


@attrs.frozen
class Ref(Generic[R]):
    """A pointer to a record: its type and its id."""

    type: "type[R]"
    id: str

    def __str__(self) -> str:
        return f"{self.type.__record__.name}:{self.id}"


@attrs.frozen(eq=False, repr=False)
class RecordType(Generic[R]):
    """
    What is known of a record type.

    Attributes:
        cls: The class.
        name: The name that journals and files know it by.
        label: The Chinese term for it, as clerks write it.
        fields: Its fields in order, ``id`` first.
        window: The name of its window field, if it has one.
    """

    cls: "type[R]"
    name: str
    label: str
    fields: Mapping[str, FieldSpec]
    window: str | None
    refs: tuple[FieldSpec, ...]
    masked: tuple[FieldSpec, ...]
    stateful: tuple[FieldSpec, ...]
    worded: tuple[FieldSpec, ...]
    measured: tuple[FieldSpec, ...]
    renamed: tuple[FieldSpec, ...]
    values: "Callable[[object], Any]"
    """Gives the values of all fields of a record."""

    def __repr__(self) -> str:
        return f"<record type {self.name}>"


@dataclass_transform(frozen_default=True, kw_only_default=True)
def _root(cls: type[T]) -> type[T]:
    """Make the base of all records in a way that type checkers carry its ``id`` into the subclasses."""
    return attrs.frozen(kw_only=True, repr=False, eq=False)(cls)


@_root
class Record:
    """The base of all records. Subclasses are made with `record`."""

    __record__: "ClassVar[RecordType[Any]]"

    id: Id

    @classmethod
    def ref(cls, id: str) -> Ref[Self]:
        """Point to the record of this type with that id."""
        return Ref(cls, id)

    def __repr__(self) -> str:
        """Give type and id only: a repr ends up in logs, and a field may be somebody's name."""
        return f"{self.__record__.name}({self.id!r})"

    # Here once: attrs would compile these for each class, which is a third of what importing the model costs.
    def __eq__(self, other: object) -> bool:
        """Say whether the other is of the same type and all fields are equal."""
        if other.__class__ is not self.__class__:
            return NotImplemented
        values = self.__record__.values
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        """Give a hash of type and fields."""
        return hash((self.__class__, self.__record__.values(self)))


@attrs.frozen
class Unknown:
    """
    A record of a type that no installed plugin defines. It is kept and written back byte for byte.

    Attributes:
        type: The name of its type.
        id: Its id.
        raw: Its JSON text as read.
    """

    type: str
    id: str
    raw: bytes

    def __repr__(self) -> str:
        return f"Unknown({self.type}:{self.id})"


def evolved(record: R, **fields: Any) -> R:
    """
    Give a record with other values for some fields.

    Raises:
        TypeError: It has no such field.
    """
    changed: R = attrs.evolve(cast("Any", record), **fields)
    return changed


def no_such(rt: RecordType[Any], id: str) -> "Message":
    """Say that there is no record of a type with an id."""
    from meetsupport.core.messages import Message, termed  # noqa: PLC0415 - records need no messages till one is missing

    return Message.of("no {type} with the id {id}", type=termed(rt.name, rt.label), id=repr(id))


def not_the_id(types: "Mapping[str, RecordType[Any]]", value: object, type: str) -> "Message":
    """Say that a value is the id of no record of a type."""
    from meetsupport.core.messages import Message, termed  # noqa: PLC0415 - as above

    term = types[type].label if type in types else type
    return Message.of("invalid value {value}, expected the id of a {type}", value=repr(value), type=termed(type, term))


def type_term(types: "Mapping[str, RecordType[Any]]", name: str) -> "Message":
    """Name a record type for a message: in Chinese by its term, where it is known and has one."""
    from meetsupport.core.messages import termed  # noqa: PLC0415 - as above

    return termed(name, types[name].label if name in types else name)


def unknown_type(types: "Mapping[str, RecordType[Any]]", name: str, known: Iterable[str]) -> "Message":
    """Say that there is no record type of a name, and which there are."""
    from meetsupport.core.messages import Message, termed  # noqa: PLC0415 - as above

    near = tuple(termed(one, f"{one} {types[one].label}".strip()) for one in known)
    return Message.of("unknown record type {type}, expected one of {near}", type=repr(name), near=near)


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(*, name: str = ..., label: str = ...) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, ref, sensitive, states))
def record(cls: "type[Any] | None" = None, /, *, name: str = "", label: str = "") -> Any:
    """
    Make a record type of a class that inherits from `Record`.

    Args:
        cls: The class; its annotated attributes become the fields.
        name: What journals and files call it; by default the class's name. Plugins put their own name before it:
            ``mycity.Gate``.
        label: The Chinese term for it, as clerks write it.

    Raises:
        TypeError: A field has a type that records cannot hold, or the class does not inherit from `Record`.
    """

    def make(cls: type[Any]) -> type[Any]:
        if not issubclass(cls, Record):
            raise TypeError(f"{cls.__name__} must inherit from meetsupport.Record")
        hints = vars(cls).get("__annotations__", {})
        for attribute, hint in hints.items():
            refuse_mutable(name or cls.__name__, attribute, hint)
        made = attrs.frozen(kw_only=True, repr=False, eq=False)(cls)
        later = _Description(made, name or cls.__name__, label)
        # Annotations that are texts say only when they are resolved whether they are of a kind that can be held.
        unread = any(isinstance(hint, str) for hint in hints.values())
        made.__record__ = cast("Any", later.described() if unread else later)
        return made

    return make if cls is None else make(cls)


class _Description:
    """Stands in for what is known of a record type until somebody asks: working it out costs as much as the class."""

    def __init__(self, cls: type[Any], name: str, label: str) -> None:
        self.cls = cls
        self.name = name
        self.label = label

    def described(self) -> RecordType[Any]:
        return _describe(self.cls, self.name, self.label)

    def __get__(self, instance: Record | None, owner: type[Any]) -> RecordType[Any]:
        described = self.described()
        self.cls.__record__ = described
        return described


def _describe(cls: type[Any], name: str, label: str) -> RecordType[Any]:
    hints = get_type_hints(cls, include_extras=True)
    fields: dict[str, FieldSpec] = {}
    for attribute in attrs.fields(cls):
        fields[attribute.name] = spec_of(name, attribute, hints[attribute.name])
    windows = [f.name for f in fields.values() if f.base is Window and not f.many]
    return RecordType(
        cls=cls,
        name=name,
        label=label,
        fields=types.MappingProxyType(fields),
        window=windows[0] if windows else None,
        refs=tuple(f for f in fields.values() if f.refers_to),
        masked=tuple(f for f in fields.values() if f.sensitive),
        stateful=tuple(f for f in fields.values() if f.transitions),
        worded=tuple(f for f in fields.values() if f.alike),
        measured=tuple(f for f in fields.values() if f.base is Decimal),
        renamed=tuple(f for f in fields.values() if f.also),
        values=attrgetter(*fields),
    )
