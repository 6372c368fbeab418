"""Finding all that a journal holds of one record."""

from __future__ import annotations

from typing import Any

import msgspec

from meetsupport.core.errors import Conflict
from meetsupport.core.records import RecordType
from meetsupport.desk.ledger import Ledger
from meetsupport.journal import Journal
from meetsupport.plan.change import EditBody

__all__ = ["payloads_of"]

_SHORTEST = 2
"""Sensitive texts shorter than this many characters are not looked for in other payloads: they would be found
everywhere."""


def payloads_of(
    journal: Journal, ledger: Ledger, rt: RecordType[Any] | None, name: str, one: str
) -> list[tuple[int, int]]:
    """
    List the payloads that speak of a record: its edits, and lines that were sent with one of its sensitive texts.

    Args:
        journal: Where to look.
        ledger: What recipients know now.
        rt: The record's type; without it, every text of the record counts as sensitive.
        name: The type's name.
        one: The record's id.

    Raises:
        Conflict: A recipient's last known brief still has such a text, or a held change the record.
    """
    found: list[tuple[int, int]] = []
    secrets: set[str] = set()
    for entry in journal.read():
        if entry.kind in {"change", "held"}:
            for number, part in enumerate(entry.parts[1:], 1):
                body = msgspec.json.decode(part, type=EditBody) if part is not None else None
                if body is not None and (body.type, body.id) == (name, one):
                    found.append((entry.seq, number))
                    secrets |= _secrets(body, rt)
    needles = [msgspec.json.encode(secret)[1:-1] for secret in secrets if len(secret) >= _SHORTEST]
    _refuse_known(ledger, needles, name, one)
    for entry in journal.read():
        if entry.kind == "sending":
            found += [
                (entry.seq, number)
                for number, part in enumerate(entry.parts[1:], 1)
                if part is not None and any(needle in part for needle in needles)
            ]
    return found


def _secrets(body: EditBody, rt: RecordType[Any] | None) -> set[str]:
    if not bytes(body.fields):
        return set()
    fields = msgspec.json.decode(body.fields, type=dict[str, Any])
    kept = {spec.name for spec in rt.masked} if rt is not None else set(fields) - {"id"}
    texts: set[str] = set()
    pending = [value for field, value in fields.items() if field in kept]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            texts.add(value)
        elif isinstance(value, (list, tuple)):
            pending.extend(value)  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(value, dict):
            pending.extend(value.values())  # pyright: ignore[reportUnknownArgumentType]
    return texts


def _refuse_known(ledger: Ledger, needles: list[bytes], name: str, one: str) -> None:
    for held in ledger.held.values():
        for body in held.bodies:
            edit = msgspec.json.decode(body, type=EditBody)
            if (edit.type, edit.id) == (name, one):
                raise Conflict(f"{name}:{one} stands in the held change {held.id}: discard it first")
    knowing = [
        recipient
        for recipient, standing in sorted(ledger.standings.items())
        for known in standing.known
        if any(needle in line.encoded() for line in known.values() for needle in needles)
    ]
    if knowing:
        who = ", ".join(dict.fromkeys(knowing))
        raise Conflict(
            f"{name}:{one} stands in what {who} was told last: send the withdrawal and have it acknowledged first"
        )
