"""
Records as JSON: one body a record, one file a plan.

msgspec decodes frozen attrs classes natively and fast, and stops at the first error. When it refuses, cattrs reads
the same bytes again to list every error with its path. Field names that a type does not have are kept beside the
record and written back.

What JSON leaves open is settled here: NaN and infinities are refused (they are not JSON); a key that stands twice in
one object counts with its last value; lone surrogates, naive instants, ``24:00`` and years beyond 9999 are refused;
nesting beyond the decoder's limit is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from types import GenericAlias
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import attrs
import msgspec

from meetsupport.core.errors import Fault, InvalidInput, InvalidRecord, UnreadableFile
from meetsupport.core.memory import uncollected
from meetsupport.core.records import Record, RecordType, Unknown, evolved
from meetsupport.core.specs import FieldSpec, is_set

if TYPE_CHECKING:
    from meetsupport.core.messages import Message

__all__ = [
    "FORMAT",
    "MASK",
    "Contents",
    "Extra",
    "decode_body",
    "encode_body",
    "fields_of",
    "json_schema",
    "normalised",
    "read_file",
    "write_file",
]

FORMAT = 1
"""The version of the file format. Files of every earlier version are read."""

MASK = "•••"
"""What a masked value looks like. It is refused in any change, so that a masked copy cannot overwrite what it hides."""

MOST_FAULTS = 10_000
"""After so many faults the rest is not looked at: a hostile file could have millions."""

MAX_BYTES = 512 * 1024 * 1024

Extra: TypeAlias = Mapping[str, bytes]
"""Fields that a record's type does not have, as their JSON text."""

_MASK_BYTES = msgspec.json.encode(MASK)


def _plain(value: Any) -> Any:
    """Write a masked value, which is a text of a type of its own, as text; refuse everything else."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


_encode = msgspec.json.Encoder(enc_hook=_plain).encode
_fields_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])


class _Peek(msgspec.Struct):
    id: str


_peek = msgspec.json.Decoder(_Peek)


@cache
def _one(rt: RecordType[Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(rt.cls)


@cache
def _many(rt: RecordType[Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cast("type[Any]", GenericAlias(list, (rt.cls,))))


@cache
def _only_known(rt: RecordType[Any]) -> msgspec.json.Decoder[Any]:
    """A decoder that looks at nothing but the names of fields, and refuses those that the type does not have."""
    fields = [(name, msgspec.Raw, msgspec.field(default=msgspec.Raw(b""))) for name in rt.fields]
    shape = msgspec.defstruct(rt.cls.__name__, fields, forbid_unknown_fields=True, rename=None, gc=False)
    return msgspec.json.Decoder(cast("type[Any]", GenericAlias(list, (shape,))))


def encode_body(record: Record) -> bytes:
    """Write a record as JSON."""
    return _encode(record)


def decode_body(rt: RecordType[Any], body: bytes) -> Record:
    """
    Read a record from JSON; fields that its type does not have are passed over.

    What was written before a word got its name (`FieldSpec.also`) is read by that name.

    Raises:
        InvalidRecord: The body does not fit the type; every fault is listed.
    """
    try:
        made = cast("Record", _one(rt).decode(body))
        return _as_meant(made, rt.renamed) if rt.renamed else made
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise InvalidRecord(_faults(rt, body, f"$.{rt.name}", error)) from None


def fields_of(body: bytes) -> dict[str, bytes]:
    """Split a JSON object into its fields, each as its JSON text."""
    return {name: bytes(raw) for name, raw in _fields_decoder.decode(body).items()}


def normalised(record: Record) -> tuple[Record, bytes]:
    """
    Check that a record's fields have their types, and give it as it will come back from the journal.

    Instants come back with a fixed offset: comparing two instants of one daylight-saving zone would otherwise
    compare wall clocks. Words come back as the field has them, whichever way they were written (`FieldSpec.meant`).

    Returns:
        The record and its JSON body.

    Raises:
        InvalidRecord: A field has another type, cannot be written as JSON, or holds a masked value, a word that it
            does not have, or a number that is none (NaN) or without end.
    """
    rt = record.__record__
    where = f"$.{rt.name}[{record.id!r}]"
    try:
        body = _encode(record)
    except (TypeError, ValueError, UnicodeEncodeError) as error:
        raise InvalidRecord(list(_unwritable(record, where)) or [Fault(where, str(error))]) from None
    if rt.masked and _MASK_BYTES in body:
        from meetsupport.core.messages import Message  # noqa: PLC0415 - seldom wrong

        said = Message.of("invalid value {value}: it is masked, and would overwrite what it hides", value=repr(MASK))
        faults = [
            Fault.of(f"{where}.{spec.name}", said)
            for spec in rt.masked
            if MASK in (value := getattr(record, spec.name), *(value if isinstance(value, tuple) else ()))
        ]
        if faults:
            raise InvalidRecord(faults)
    try:
        made = cast("Record", _one(rt).decode(body))
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise InvalidRecord(_faults(rt, body, where, error)) from None
    if not made.id.isprintable() or made.id != made.id.strip():
        raise InvalidRecord([_unprintable(f"{where}.id", made.id)])
    as_meant = _as_meant(made, rt.worded)
    if _BLANK.search(body):
        as_meant = _without_blanks(as_meant)
    if as_meant is not made:
        made, body = as_meant, _encode(as_meant)
    wrong = [Fault.of(f"{where}.{spec.name}", said) for spec in rt.worded for said in _wrong(spec, made)]
    wrong += [fault for spec in rt.measured for fault in _endless(spec, made, where)]
    if wrong:
        raise InvalidRecord(wrong)
    return made, body


_BLANK = re.compile(
    rb':"(?: |\\[tnrbf]|\\u00[0-9a-f]{2}'
    rb"|\xc2[\x85\xa0\xad]|\xe1\x9a\x80|\xe2\x80[\x80-\xaf]|\xe2\x81[\x9f-\xaf]|\xe3\x80\x80|\xef\xbb\xbf)"
    rb'+"'
)
"""A JSON text that may be nothing but blanks: `is_set` says whether it is."""


def _without_blanks(record: Record) -> Record:
    """Take what may be empty and holds nothing but blanks for empty, so that a blank is never an answer."""
    blank = {
        spec.name: ""
        for spec in record.__record__.fields.values()
        if spec.may_be_empty and (text := getattr(record, spec.name)) and not is_set(text)
    }
    return evolved(record, **blank) if blank else record


def _unprintable(place: str, id: str) -> Fault:
    from meetsupport.core.messages import Message  # noqa: PLC0415 - seldom wrong

    said = Message.of("invalid value {value} for an id, expected printable characters", value=repr(id))
    return Fault.of(place, said)


def _as_meant(record: Record, specs: Iterable[FieldSpec]) -> Record:
    meant = {spec.name: value for spec in specs if (value := _meant(spec, record)) is not None}
    return evolved(record, **meant) if meant else record


def _meant(spec: FieldSpec, record: Record) -> Any:
    """Give what a field's words stand for, if that is anything else than what is written."""
    value: Any = getattr(record, spec.name)
    if not value or value in spec.words:
        return None
    meant = tuple(map(spec.meant, value)) if spec.many else spec.meant(value)
    return None if meant == value else meant


def _wrong(spec: FieldSpec, record: Record) -> Iterator[Message]:
    if spec.closed and not spec.transitions:  # a state is held against the one before it as well
        value: Any = getattr(record, spec.name)
        yield from (said for one in (value if spec.many else (value,)) if (said := spec.wrong(one)) is not None)


def _endless(spec: FieldSpec, record: Record, where: str) -> Iterator[Fault]:
    """Find what is no number to count with: whatever is compared with it or added to it would be hidden."""
    value: Any = getattr(record, spec.name)
    for one in value if spec.many else (value,):
        if one is not None and not one.is_finite():
            from meetsupport.core.messages import Message  # noqa: PLC0415 - seldom wrong

            number = Message.of("a number")
            said = (
                Message.of("invalid value (hidden, since the field is sensitive), expected {expected}", expected=number)
                if spec.sensitive
                else Message.of("invalid value {value}, expected {expected}", value=repr(str(one)), expected=number)
            )
            yield Fault.of(f"{where}.{spec.name}", said)


def _unwritable(record: Record, where: str) -> Iterator[Fault]:
    for spec in record.__record__.fields.values():
        try:
            _encode(getattr(record, spec.name))
        except (TypeError, ValueError, UnicodeEncodeError) as error:
            yield Fault(f"{where}.{spec.name}", f"{error}, expected {spec.base.__name__}")


@attrs.frozen
class Contents:
    """
    What a file held.

    Attributes:
        records: The records of known types.
        extras: By type and id, the fields that the type does not have.
        unknown: The records of unknown types.
    """

    records: tuple[Record, ...]
    extras: Mapping[tuple[str, str], Extra]
    unknown: tuple[Unknown, ...]


class _File(msgspec.Struct):
    meetsupport: int
    records: dict[str, msgspec.Raw] = {}


_file = msgspec.json.Decoder(_File)


def read_file(
    content: bytes, types: Mapping[str, RecordType[Any]], source: str = "", *, most: int | None = None
) -> Contents:
    """
    Read a plan's file.

    Args:
        content: The file's bytes, JSON.
        types: The record types that are known, by name.
        source: What to call the file in messages.
        most: How many bytes to read at the most; by default 512 MiB.

    Raises:
        UnreadableFile: It is not JSON of this format, or larger than that.
        InvalidInput: Records in it are wrong; every fault is listed with its path.
    """
    from meetsupport.core.messages import Message, sayable  # noqa: PLC0415 - seldom wrong

    limit = MAX_BYTES if most is None else most
    if len(content) > limit:
        raise UnreadableFile(
            Message.of("{size} bytes, more than the {most} that are read", size=len(content), most=limit), source
        )
    with uncollected():
        try:
            content.decode()  # texts that are kept as they are would not be looked at otherwise
            file = _file.decode(content)
        except UnicodeDecodeError as error:
            problem = Message.of(
                "not a plan's file: not UTF-8: byte {number} is {byte}",
                number=error.start,
                byte=f"{content[error.start]:#04x}",
            )
            raise UnreadableFile(problem, source) from None
        except (msgspec.MsgspecError, RecursionError) as error:
            raise UnreadableFile(Message.of("not a plan's file: {why}", why=sayable(error)), source) from None
        if not 1 <= file.meetsupport <= FORMAT:
            problem = Message.of(
                "invalid value {value} for meetsupport, expected a format version from 1 to {last}",
                value=file.meetsupport,
                last=FORMAT,
            )
            raise UnreadableFile(problem, source)
        return _read_groups(file.records, types, source)


def _read_groups(groups: Mapping[str, msgspec.Raw], types: Mapping[str, RecordType[Any]], source: str) -> Contents:
    records: list[Record] = []
    extras: dict[tuple[str, str], Extra] = {}
    unknown: list[Unknown] = []
    ids: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for name, raw in groups.items():
        if len(faults) > MOST_FAULTS:
            break
        path = f"$.records.{name}"
        rt = types.get(name)
        try:
            if rt is None:
                kept = list(_read_unknown(name, raw))
                ids[name] = [one.id for one in kept]
                unknown += kept
                continue
            has_more = _has_more(rt, raw)
            made = _many(rt).decode(raw)
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            faults += _group_faults(rt, bytes(raw), path, error)
            continue
        ids[name] = [one.id for one in made]
        records += made
        if has_more:
            extras.update(_read_extras(rt, raw))
    wrong = (fault for name, group in ids.items() for fault in _wrong_ids(name, group))
    faults += islice(wrong, MOST_FAULTS + 1)
    if faults:
        raise InvalidInput(capped(faults), source)
    return Contents(tuple(records), extras, tuple(unknown))


def capped(faults: Iterable[Fault]) -> list[Fault]:
    """List faults up to `MOST_FAULTS`, and say so where there are more."""
    found = list(islice(faults, MOST_FAULTS + 1))
    if len(found) > MOST_FAULTS:
        from meetsupport.core.messages import Message  # noqa: PLC0415 - seldom wrong

        found[-1] = Fault.of("", Message.of("{n} faults so far: the rest was not looked at", n=MOST_FAULTS))
    return found


def _has_more(rt: RecordType[Any], raw: msgspec.Raw) -> bool:
    """Say whether records may have fields that their type does not have."""
    try:
        _only_known(rt).decode(raw)
    except msgspec.ValidationError:
        return True
    return False


def _read_unknown(name: str, raw: msgspec.Raw) -> Iterator[Unknown]:
    for one in msgspec.json.decode(raw, type=list[msgspec.Raw]):
        yield Unknown(name, _peek.decode(one).id, bytes(one))


def _read_extras(rt: RecordType[Any], raw: msgspec.Raw) -> Iterator[tuple[tuple[str, str], Extra]]:
    for fields in msgspec.json.decode(raw, type=list[dict[str, msgspec.Raw]]):
        extra = {name: bytes(value) for name, value in fields.items() if name not in rt.fields}
        if extra:
            yield (rt.name, msgspec.json.decode(fields["id"], type=str)), extra


def _wrong_ids(name: str, ids: list[str]) -> Iterator[Fault]:
    text = "".join(ids)
    if len(set(ids)) == len(ids) and text.isprintable() and " " not in text:
        return
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            from meetsupport.core.messages import Message  # noqa: PLC0415 - seldom wrong

            said = Message.of("invalid value {value} for id: it stands twice", value=repr(one))
            yield Fault.of(f"$.records.{name}", said)
        if not one.isprintable() or one != one.strip():
            yield _unprintable(f"$.records.{name}", one)
        seen.add(one)


def write_file(
    groups: Mapping[str, Iterable[Record | Unknown]], extras: Mapping[tuple[str, str], Extra] | None = None
) -> bytes:
    """
    Write a plan's file, one record a line, so that versions of it can be compared.

    Args:
        groups: The records by type, in the order in which they are to stand.
        extras: By type and id, the fields to write back beside those of the type.
    """
    kept = extras or {}
    parts: list[bytes] = []
    for name, group in groups.items():
        bodies = [
            one.raw if isinstance(one, Unknown) else with_extra(_encode(one), kept.get((name, one.id))) for one in group
        ]
        if bodies:
            parts.append(_encode(name) + b":[\n" + b",\n".join(bodies) + b"\n]")
    return b'{"meetsupport":%d,"records":{%s}}\n' % (FORMAT, b",\n".join(parts))


def with_extra(body: bytes, extra: Extra | None) -> bytes:
    """Add fields to a JSON object."""
    if not extra:
        return body
    more = b",".join(_encode(name) + b":" + raw for name, raw in extra.items())
    return body[:-1] + (b"," if body != b"{}" else b"") + more + b"}"


def json_schema(types: Mapping[str, RecordType[Any]]) -> dict[str, Any]:
    """
    Describe the file format as a JSON Schema (draft 2020-12).

    Fields that refer to a record have ``x-refers-to``, sensitive ones ``x-sensitive``, and words have their
    Chinese terms in ``x-words``.
    """
    names = sorted(types)
    refs, components = msgspec.json.schema_components(
        [types[name].cls for name in names], ref_template="#/$defs/{name}"
    )
    for name, ref in zip(names, refs, strict=True):
        rt = types[name]
        shape = components[ref["$ref"].removeprefix("#/$defs/")]
        for spec in rt.fields.values():
            about = shape["properties"][spec.name]
            if spec.refers_to:
                about["x-refers-to"] = spec.refers_to
            if spec.sensitive:
                about["x-sensitive"] = spec.sensitive
            if spec.doc:
                about["description"] = spec.doc
            if spec.words:
                about["x-words"] = dict(spec.words)
            if spec.transitions:
                about["enum"] = sorted(spec.transitions)
            elif spec.closed and spec.base is str and not spec.many:
                about["enum"] = sorted({*spec.words, *([""] if not spec.wrong("") else [])})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A meetsupport plan",
        "type": "object",
        "required": ["meetsupport", "records"],
        "properties": {
            "meetsupport": {"type": "integer", "minimum": 1, "maximum": FORMAT},
            "records": {
                "type": "object",
                "properties": {
                    name: {"type": "array", "items": shape} for name, shape in zip(names, refs, strict=True)
                },
            },
        },
        "$defs": components,
    }


def _group_faults(rt: RecordType[Any] | None, raw: bytes, path: str, error: Exception) -> list[Fault]:
    from meetsupport.core.messages import Message, sayable  # noqa: PLC0415 - seldom wrong

    if rt is None:
        said = Message.of("records of an unknown type need an id each: {why}", why=sayable(error))
        return [Fault.of(path, said)]
    try:
        bodies = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError):
        return [Fault.of(path, Message.of("expected a list of records: {why}", why=sayable(error)))]
    faults: list[Fault] = []
    for index, body in enumerate(bodies):
        if len(faults) > MOST_FAULTS:
            break
        try:
            _one(rt).decode(body)
        except (msgspec.MsgspecError, RecursionError, ValueError) as one:
            faults += _faults(rt, bytes(body), f"{path}[{index}]", one)
    return faults


def _faults(rt: RecordType[Any], body: bytes, path: str, error: Exception) -> list[Fault]:
    from meetsupport.core import faults  # noqa: PLC0415 - cattrs takes long to load and is needed only here

    return faults.of(rt, body, path) or [Fault(path, str(error))]
