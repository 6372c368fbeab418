"""Values as people type them: ``field=value``, read by the field's type, with every fault collected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from meetsupport.core.errors import Fault, InvalidInput, InvalidRecord, UnknownReference
from meetsupport.core.messages import Message, termed
from meetsupport.core.records import Record, RecordType, unknown_type
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window, instant
from meetsupport.plan import Plan

__all__ = ["Assignments", "moment_of", "reference", "type_named"]

MOST = 100_000
"""The most characters that a value may have."""

_NAIVE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?")
_CLOCK = re.compile(r"\d\d:\d\d(?::\d\d)?")
_BETWEEN = re.compile(r"\s*(?:/|–|—|~|至| to )\s*")
_LENGTH = re.compile(r"(\d{1,6})\s*(d|h|min|m|天|小时|分钟)")
_SECONDS = {"d": 86400, "天": 86400, "h": 3600, "小时": 3600, "m": 60, "min": 60, "分钟": 60}
_YES_OR_NO = ("true", "yes", "1", "是", "false", "no", "0", "否")
_BOOLS: dict[str, bool] = {word: word in {"true", "yes", "1", "是"} for word in _YES_OR_NO}


def type_named(types: Mapping[str, RecordType[Any]], name: str) -> RecordType[Any]:
    """
    Find a record type by its name, in any case, or by its Chinese term.

    Raises:
        UnknownReference: There is none; the message suggests what may be meant.
    """
    wanted = _folded(name)
    for rt in types.values():
        if wanted in {_folded(rt.name), rt.label}:
            return rt
    close = difflib.get_close_matches(wanted, [_folded(one) for one in types], n=3)
    meant = [one for one in sorted(types) if _folded(one) in close] or sorted(types)
    raise UnknownReference.of(unknown_type(types, name, meant))


def _folded(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")


def reference(plan: Plan, text: str) -> tuple[RecordType[Any], str]:
    """
    Read ``Type:id``.

    Raises:
        InvalidInput: It is not of that form.
        UnknownReference: There is no such type.
    """
    name, colon, one = text.partition(":")
    if not (name and colon and one):
        raise _wrong(text, Message.of("Type:id, such as Trip:coach-3"))
    return type_named(plan.types, name), one


def no_field(rt: RecordType[Any]) -> Message:
    """Say that a record type has no such field, and which it has."""
    known = (spec for spec in rt.fields.values() if spec.name != "id")
    return Message.of(
        "{type} has no such field, expected one of {fields}",
        type=termed(rt.name, rt.label),
        fields=tuple(termed(spec.name, f"{spec.name} {spec.label}".strip()) for spec in known),
    )


class Assignments:
    """
    Reads the ``field=value`` arguments of one record.

    Args:
        plan: Where the events are, whose zones times without an offset are in.
        rt: The record's type.
        old: The record as it is, if it is there.
    """

    def __init__(self, plan: Plan, rt: RecordType[Any], old: Record | None = None) -> None:
        self._plan = plan
        self._rt = rt
        self._old = old

    def read(self, arguments: Iterable[str], *, one: bool = False) -> dict[str, Any]:
        """
        Read all arguments.

        Args:
            arguments: ``field=value``; a field of several values may be given several times, or with commas between.
            one: Read one value even for a field of several, as a question for records that have it among them.

        Raises:
            InvalidRecord: Fields or values are wrong; every fault is listed.
        """
        faults: list[Fault] = []
        texts: dict[str, list[str]] = {}
        for argument in arguments:
            name, equals, text = argument.partition("=")
            spec = self._spec(name.strip())
            if not equals:
                faults.append(Fault.of(argument, Message.of("expected field=value")))
            elif spec is None:
                faults.append(Fault.of(name, no_field(self._rt)))
            elif spec.name == "id" and not one:
                said = Message.of("an id is never changed: remove the record and add another")
                faults.append(Fault.of(spec.name, said))
            elif len(text) > MOST:
                said = Message.of("{n} characters, more than the {most} that are read", n=len(text), most=MOST)
                faults.append(Fault.of(spec.name, said))
            else:
                texts.setdefault(spec.name, []).append(text)
        values: dict[str, Any] = {}
        zone = self._zone(texts)
        for name, given in texts.items():
            spec = self._rt.fields[name]
            try:
                values[name] = _several(spec, given, zone) if spec.many and not one else _once(spec, given, zone)
            except InvalidInput as error:
                faults += [Fault(name, one.problem, one.message) for one in error.faults]
        if faults:
            raise InvalidRecord(faults, self._rt.name)
        return values

    def _spec(self, name: str) -> FieldSpec | None:
        by_label = (spec for spec in self._rt.fields.values() if spec.label == name)
        return self._rt.fields.get(name) or self._rt.fields.get(name.replace("-", "_")) or next(by_label, None)

    def _zone(self, texts: Mapping[str, Sequence[str]]) -> tzinfo | None:
        """Find the zone of the record's event, by way of other records if need be; or the only zone that there is."""
        if self._rt.name == "Event":
            return _zone_named(
                texts["zone"][-1] if "zone" in texts else getattr(self._old, "zone", _default_zone(self._rt))
            )
        found = self._zones_by(
            self._rt, lambda field: texts[field][-1] if field in texts else getattr(self._old, field, None)
        )
        zones = {getattr(event, "zone", "") for event in self._plan.table("Event").values()}
        return found or (_zone_named(zones.pop()) if len(zones) == 1 else None)

    def _zones_by(self, rt: RecordType[Any], value: Callable[[str], Any], depth: int = 3) -> tzinfo | None:
        for spec in sorted(rt.refs, key=lambda spec: spec.refers_to != "Event"):
            target = value(spec.name)
            found = self._plan.find(spec.refers_to or "", target) if isinstance(target, str) else None
            if found is None:
                continue
            if spec.refers_to == "Event":
                return _zone_named(getattr(found, "zone", ""))
            if depth and (zone := self._zones_by(found.__record__, partial(getattr, found), depth - 1)):
                return zone
        return None


def _default_zone(rt: RecordType[Any]) -> str:
    import attrs  # noqa: PLC0415 - only for a new event

    return str(getattr(attrs.fields_dict(rt.cls)["zone"], "default", ""))


def _zone_named(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):
        return None


def _several(spec: FieldSpec, given: Sequence[str], zone: tzinfo | None) -> tuple[Any, ...]:
    pieces: list[str] = []
    for text in given:
        pieces += _json_list(text) if text.startswith("[") else re.split("[,，、]", text)
    return tuple(_value(spec, piece.strip(), zone) for piece in pieces if piece.strip())


def _json_list(text: str) -> list[str]:
    """Read ``["a, b", "c"]``, for values that hold commas themselves."""
    try:
        return msgspec.json.decode(text, type=list[str])
    except (msgspec.MsgspecError, UnicodeEncodeError):
        raise _wrong(text, Message.of("a JSON list of texts")) from None


def _once(spec: FieldSpec, given: Sequence[str], zone: tzinfo | None) -> Any:
    if len(given) > 1:
        raise InvalidInput.of(Message.of("given more than once, but it holds one value"))
    text = given[0]
    if not text.strip() and spec.base is not str:
        if spec.optional:
            return None
        raise InvalidInput.of(Message.of("it must have a value"))
    if not text and spec.optional:
        return None
    return _value(spec, text, zone)


def _value(spec: FieldSpec, text: str, zone: tzinfo | None) -> Any:
    if spec.alike is not None:
        meant = spec.meant(text)
        if wrong := spec.wrong(meant):
            raise InvalidInput.of(wrong)
        return meant
    try:
        return _read(spec.base, text, zone)
    except InvalidInput as error:
        if spec.sensitive is None:
            raise
        (fault,) = error.faults
        expected = fault.message.values["expected"] if fault.message is not None else None
        said = Message.of(
            "invalid value (hidden, since the field is sensitive), expected {expected}", expected=expected
        )
        raise InvalidInput.of(said) from None


def _read(base: Any, text: str, zone: tzinfo | None) -> Any:
    if base is str:
        return text
    if base is bool:
        if text.strip().casefold() in _BOOLS:
            return _BOOLS[text.strip().casefold()]
        raise _wrong(text, Message.of("yes or no"))
    if base is datetime:
        return moment_of(text, zone)
    if base is Window:
        return _window(text, zone)
    if base is timedelta:
        return _length(text)
    return _number_or_day(base, text.strip())


def _number_or_day(base: Any, text: str) -> Any:
    if base is int:
        if re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            return int(text)
        raise _wrong(text, Message.of("a whole number"))
    if base is Decimal:
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise _wrong(text, Message.of("a number")) from None
        if not number.is_finite():
            raise _wrong(text, Message.of("a finite number"))
        return number
    if base is date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _wrong(text, Message.of("a day such as 2011-06-09")) from None
    try:
        return msgspec.json.decode(text, type=base)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        raise _wrong(text, Message.of("{type} as JSON", type=str(getattr(base, "__name__", base)))) from None


def _wrong(text: str, expected: Message) -> InvalidInput:
    return InvalidInput.of(
        Message.of("invalid value {value}, expected {expected}", value=repr(text), expected=expected)
    )


def moment_of(text: str, zone: tzinfo | None) -> datetime:
    """
    Read an instant; without an offset it is in the zone given.

    Raises:
        InvalidInput: It is none, it has no offset where no zone is known, or the zone's clocks show it twice or never.
    """
    stripped = text.strip()
    if not _NAIVE.fullmatch(stripped):
        try:
            return instant(stripped.replace(" ", "T", 1))
        except InvalidInput:
            raise _wrong(text, Message.of("a time such as 2011-06-09T08:00 or 2011-06-09T08:00+08:00")) from None
    try:
        naive = datetime.fromisoformat(stripped)
    except ValueError:
        raise _wrong(text, Message.of("a time such as 2011-06-09T08:00")) from None
    if zone is None:
        hint = Message.of(
            "an offset with it, such as 2011-06-09T08:00+08:00: there is no event whose zone it could be in"
        )
        raise _wrong(text, hint)
    found = naive.replace(tzinfo=zone)
    if found.utcoffset() != found.replace(fold=1).utcoffset():
        hint = Message.of(
            "an offset with it: the clocks of {zone} are changed then, and show this time twice or never",
            zone=str(zone),
        )
        raise _wrong(text, hint)
    return datetime.fromisoformat(found.isoformat())


def _window(text: str, zone: tzinfo | None) -> Window:
    ends = _BETWEEN.split(text.strip())
    if len(ends) != 2 or not all(ends):  # noqa: PLR2004 - from, to
        raise _wrong(text, Message.of("from/to, such as 2011-06-09T08:00/2011-06-09T09:30 or 2011-06-09T08:00/09:30"))
    start = moment_of(ends[0], zone)
    if _CLOCK.fullmatch(ends[1]):
        try:
            end = datetime.combine(start.date(), time.fromisoformat(ends[1]), start.tzinfo)
        except ValueError:
            raise _wrong(text, Message.of("an end such as 09:30 or 2011-06-09T09:30")) from None
        if zone is not None and not ends[0].endswith("Z") and _NAIVE.fullmatch(ends[0]):
            end = moment_of(f"{start.date()}T{ends[1]}", zone)
    else:
        end = moment_of(ends[1], zone)
    if not start < end:
        raise _wrong(text, Message.of("an end after its start"))
    return Window(start, end)


def _length(text: str) -> timedelta:
    found = _LENGTH.fullmatch(text.strip())
    try:
        if found:
            return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
        return msgspec.convert(text.strip(), timedelta)
    except (msgspec.MsgspecError, OverflowError):
        raise _wrong(text, Message.of("a length such as 90min, 2h, 1d or PT1H30M")) from None


def shown_fields(record: Record) -> Iterable[tuple[FieldSpec, Any]]:
    """Give a record's fields but its id, with their values."""
    return ((spec, getattr(record, spec.name)) for spec in record.__record__.fields.values() if spec.name != "id")
