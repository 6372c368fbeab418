"""Finding all that a journal holds of one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from meetsupport.core.errors import Conflict
from meetsupport.core.messages import Message, termed
from meetsupport.core.records import RecordType
from meetsupport.core.times import Window
from meetsupport.desk.known import BriefLine
from meetsupport.desk.ledger import Ledger
from meetsupport.journal import Journal
from meetsupport.plan.change import EditBody

__all__ = ["payloads_of"]

_SHORTEST = 2
"""Sensitive texts shorter than this many characters are not looked for elsewhere: they would be found everywhere."""


def payloads_of(
    journal: Journal, ledger: Ledger, rt: RecordType[Any] | None, name: str, one: str
) -> list[tuple[int, int]]:
    """
    List the payloads that speak of a record.

    Those are its edits, and lines that were sent with one of its sensitive texts, instants or windows. Numbers are not
    looked for, since they would be found everywhere.

    Args:
        journal: Where to look.
        ledger: What recipients know now.
        rt: The record's type; without it, every text of the record counts as sensitive.
        name: The type's name.
        one: The record's id.

    Raises:
        Conflict: A recipient's last known brief still has such a value, or a held change the record.
    """
    found: list[tuple[int, int]] = []
    secrets: set[Any] = set()
    for entry in journal.read():
        if entry.kind in {"change", "held"}:
            for number, part in enumerate(entry.parts[1:], 1):
                body = msgspec.json.decode(part, type=EditBody) if part is not None else None
                if body is not None and (body.type, body.id) == (name, one):
                    found.append((entry.seq, number))
                    secrets.update(_secrets(body, rt))
    _refuse_known(ledger, secrets, name, one, termed(name, rt.label if rt is not None else name))
    for entry in journal.read():
        if entry.kind == "sending":
            found += [
                (entry.seq, number)
                for number, part in enumerate(entry.parts[1:], 1)
                if part is not None and _tells(BriefLine.decoded(part), secrets)
            ]
    return found


def _secrets(body: EditBody, rt: RecordType[Any] | None) -> Iterator[Any]:
    raw = bytes(body.fields)
    if not raw:
        return
    for field, value in msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).items():
        spec = rt.fields.get(field) if rt is not None else None
        if spec is not None and spec.sensitive:
            yield from _parts(msgspec.json.decode(value, type=spec.hint))
        elif spec is None and field != "id":
            yield from _parts(msgspec.json.decode(value))


def _parts(value: Any) -> Iterator[Any]:
    """Give the texts, days, instants and windows in a value."""
    if isinstance(value, str):
        if len(value) >= _SHORTEST:
            yield value
    elif isinstance(value, (datetime, date)):
        yield value
    elif isinstance(value, Window):
        yield from (value, value.start, value.end)
    elif isinstance(value, Message):
        yield from _parts(tuple(value.values.values()))
    elif isinstance(value, (tuple, list)):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _parts(item)
    elif isinstance(value, dict):
        yield from _parts(list(value.values()))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]


def _tells(line: BriefLine, secrets: Iterable[Any]) -> bool:
    told = set(_parts(line.message))
    texts = [text for text in told if isinstance(text, str)]
    return any(
        any(secret in text for text in texts) if isinstance(secret, str) else secret in told for secret in secrets
    )


def _refuse_known(ledger: Ledger, secrets: set[Any], name: str, one: str, type: Message) -> None:
    if name == "Recipient" and one in ledger.gone:
        raise Conflict.of(
            Message.of(
                "{type}:{id} has not acknowledged that it is no longer needed: have that done first",
                type=type,
                id=one,
            )
        )
    for held in ledger.held.values():
        for body in held.bodies:
            edit = msgspec.json.decode(body, type=EditBody)
            if (edit.type, edit.id) == (name, one):
                raise Conflict.of(
                    Message.of(
                        "{type}:{id} stands in the held change {held}: discard it first",
                        type=type,
                        id=one,
                        held=held.id,
                    )
                )
    knowing = [
        recipient
        for recipient, standing in sorted(ledger.standings.items())
        if any(_tells(line, secrets) for known in standing.known for line in known.values())
    ]
    if knowing:
        raise Conflict.of(
            Message.of(
                "{type}:{id} stands in what {who} was told last: send the withdrawal and have it acknowledged first",
                type=type,
                id=one,
                who=tuple(knowing),
            )
        )
