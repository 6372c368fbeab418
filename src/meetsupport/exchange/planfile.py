"""Plan files in JSON: all records of a plan, in and out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import meetsupport.model
from meetsupport.core.codec import Contents, read_file, write_file
from meetsupport.core.errors import InvalidInput
from meetsupport.core.messages import Message, sayable
from meetsupport.core.records import Record, RecordType, Ref
from meetsupport.plan import Change, Edit, PlainReader, Plan, Put, Remove, Shown
from meetsupport.plugins import Exporter, Importer, Source

__all__ = ["PLAN_EXPORTER", "PLAN_IMPORTER", "read_plan", "write_plan"]


def read_plan(source: Source) -> Change:
    """
    Read a plan file into what it changes of the plan.

    Fields that a type does not have, and records of unknown types, are kept. With the option ``replace`` the plan
    becomes what the file holds: what the file lacks is removed, fields that a type does not have among it. Without,
    that stays.

    Args:
        source: The file, and the plan that it meets.

    Raises:
        UnreadableFile: It is no plan file, or too large.
        InvalidInput: Records in it are wrong, or the option ``replace`` is neither true nor false; every fault is
            listed.
    """
    replace = source.options.get("replace", False)
    if not isinstance(replace, bool):
        raise InvalidInput(
            Message.of("invalid value {value} for the option replace, expected true or false", value=repr(replace)),
            source.name,
        )
    contents = read_file(source.content, source.plan.types, source.name)
    edits: list[Edit] = [*_puts(source.plan, contents, replace=replace)]
    if replace:
        edits += _removes(source.plan, contents)
    return Change(tuple(edits), by=source.by, reason=f"read from {source.name}", base=source.plan.revision)


def _puts(plan: Plan, contents: Contents, *, replace: bool) -> Iterator[Put]:
    for record in contents.records:
        key = record.__record__.name, record.id
        known = dict(plan.extra(key))
        extra = dict(contents.extras.get(key, {}))
        if not replace:
            extra = known | extra
        if plan.find(*key) != record or known != extra:
            yield Put(record, extra)
    for unknown in contents.unknown:
        if plan.unknown_one((unknown.type, unknown.id)) != unknown:
            yield Put(unknown)


def _removes(plan: Plan, contents: Contents) -> Iterator[Remove]:
    kept = {(r.__record__.name, r.id) for r in contents.records} | {(u.type, u.id) for u in contents.unknown}
    there = [*((r.__record__.name, r.id) for r in plan), *((u.type, u.id) for u in plan.unknown())]
    yield from (Remove(*key) for key in there if key not in kept)


def write_plan(reader: Shown, of: Ref[Any] | None, language: str) -> bytes:
    """
    Write all records as a plan file.

    A view's masked values are written as the dots that they show; no file with dots can be read back over what they
    hide. Records of unknown types, and fields that a type does not have, may hold anything, so a view never writes
    them.

    Args:
        reader: What to read.
        of: Must be ``None``: a plan file holds everything.
        language: Not used: JSON has one.

    Raises:
        InvalidInput: A record was named.
    """
    del language
    if of is not None:
        raise InvalidInput.of(
            Message.of("a plan file holds all records: write it of nothing, not of {of}", of=sayable(of))
        )
    if isinstance(reader, PlainReader):
        return reader.plan.write()
    return write_file({name: reader.all(rt.cls) for name, rt in sorted(reader.types.items())})


@lru_cache(maxsize=1)
def model_types() -> Mapping[str, RecordType[Any]]:
    """Give the record types of the model by name, for readers that do not say which types there are."""
    found = [getattr(meetsupport.model, name) for name in meetsupport.model.__all__]
    return {
        one.__record__.name: one.__record__
        for one in found
        if isinstance(one, type) and issubclass(one, Record) and one is not Record
    }


PLAN_IMPORTER = Importer("plan", (".json",), read_plan)
"""Reads plan files."""

PLAN_EXPORTER = Exporter("plan", ".json", "application/json", write_plan)
"""Writes plan files."""
