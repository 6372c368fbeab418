"""Bringing a whole table to what another database has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import attrs
import msgspec

from meetsupport.core.codec import decode_body, encode_body
from meetsupport.core.errors import Fault, InvalidInput, InvalidRecord
from meetsupport.core.messages import Message, termed
from meetsupport.core.records import Record
from meetsupport.desk.changing import Changing
from meetsupport.desk.impact import Impact
from meetsupport.plan import Change, Edit, Put, Remove

__all__ = ["Syncing"]

R = TypeVar("R", bound=Record)


class Syncing(Changing):
    """Takes whole tables: what is not in them any more is removed."""

    def sync(self, cls: type[R], rows: Iterable[R | Mapping[str, Any]], *, by: str = "", reason: str = "") -> Impact:
        """
        Bring a whole table to what one's own database has; the difference is the change.

        Args:
            cls: The record type.
            rows: All its records, as records or as mappings from field names to values. Fields that a mapping lacks
                keep their values.
            by: Who does it, by id.
            reason: Why.

        Raises:
            InvalidInput: Rows are wrong; every fault is listed. Otherwise as for `apply`.
        """
        self.refresh()
        wanted: dict[str, Record] = {}
        faults: list[Fault] = []
        for number, row in enumerate(rows):
            if isinstance(row, Record) and not isinstance(row, cls):
                faults.append(
                    Fault.of(
                        f"row {number}",
                        Message.of(
                            "a {type}, expected a {expected}",
                            type=termed(row.__record__.name, row.__record__.label),
                            expected=termed(cls.__record__.name, cls.__record__.label),
                        ),
                    )
                )
                continue
            try:
                made = row if isinstance(row, Record) else self._record(cls, row)
            except InvalidRecord as error:
                faults += [attrs.evolve(fault, place=f"row {number}: {fault.place}") for fault in error.faults]
                continue
            if made.id in wanted:
                faults.append(
                    Fault.of(
                        f"row {number}",
                        Message.of("invalid value {id} for id: it stands twice", id=repr(made.id)),
                    )
                )
            wanted[made.id] = made
        if faults:
            raise InvalidInput(faults, cls.__record__.name)
        table = self.plan.table(cls.__record__.name)
        edits: list[Edit] = [Put(record) for one, record in wanted.items() if table.get(one) != record]
        edits += [Remove(cls, one) for one in sorted(table) if one not in wanted]
        return self.apply(Change(tuple(edits), by=by, reason=reason, base=self.revision))

    def _record(self, cls: type[R], row: Mapping[str, Any]) -> Record:
        rt = cls.__record__
        unknown = [name for name in row if name not in rt.fields]
        if unknown:
            said = Message.of(
                "{type} has no such field, expected one of {fields}",
                type=termed(rt.name, rt.label),
                fields=tuple(termed(spec.name, f"{spec.name} {spec.label}".strip()) for spec in rt.fields.values()),
            )
            raise InvalidRecord([Fault.of(f"$.{name}", said) for name in unknown])
        old = self.plan.table(rt.name).get(str(row.get("id")))
        try:
            kept: dict[str, Any] = msgspec.json.decode(encode_body(old)) if old is not None else {}
            body = msgspec.json.encode({**kept, **row})
        except (TypeError, ValueError) as error:
            raise InvalidRecord([Fault("$", str(error))]) from error
        return decode_body(rt, body)
