"""The manifest of a trip in Markdown: the vehicle, who is on it, and how many heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.messages import Message, sayable
from meetsupport.core.records import Ref, no_such
from meetsupport.exchange.words import called, heading, is_chinese, markdown, shown_window, table, zone_of
from meetsupport.model import Delegation, Organization, Participant, Person, Route, Seat, Trip
from meetsupport.plan import Reader
from meetsupport.plugins import Exporter

__all__ = ["MANIFEST_EXPORTER", "write_manifest"]


def write_manifest(reader: Reader, of: Ref[Any] | None, language: str) -> bytes:
    """
    Write the manifest of a trip.

    It has what the liaison officer needs to count heads and to call people, and nothing of anybody's health.

    Args:
        reader: What to read; a masked value is written as dots.
        of: The trip.
        language: The language of the headings.

    Returns:
        Markdown with a table, in UTF-8.

    Raises:
        UnknownReference: There is no such trip.
        InvalidInput: *of* is no trip, or the zone of its event is none.
    """
    if of is None or of.type is not Trip:
        raise InvalidInput.of(
            Message.of(
                "a manifest is that of a Trip, not of {of}", of=Message.of("nothing") if of is None else sayable(of)
            )
        )
    trip = reader.get(Trip, of.id)
    if trip is None:
        raise UnknownReference.of(no_such(Trip.__record__, of.id))
    colon = "：" if is_chinese(language) else ": "
    about = [f"- {markdown(name)}{colon}{markdown(value)}" for name, value in _about(reader, trip, language) if value]
    seats = sorted(reader.where(Seat, trip=trip.id), key=_by_number)
    rows = [_row(reader, number, seat) for number, seat in enumerate(seats, 1)]
    fields = ((Seat, "number"), (Participant, "name"), (Delegation, "name"), (Participant, "phone"), (Seat, "heads"))
    names = ["Seat", "Name", "Delegation", "Phone", "Heads"]
    heads = [heading(cls, field, language) for cls, field in fields] if is_chinese(language) else names
    total = f"**{markdown(heads[-1])}{colon}{sum(row[-1] for row in rows)}**"
    parts = [
        f"# {markdown(str(trip.name) or trip.id)}\n",
        "\n".join(about) + "\n",
        table(["#", *heads], rows),
        total + "\n",
    ]
    return "\n".join(parts).encode()


def _about(reader: Reader, trip: Trip, language: str) -> Iterator[tuple[str, str]]:
    crew = [_reached(reader, person) for person in trip.crew]
    values = {
        "vehicle": str(trip.vehicle),
        "route": called(reader, Route, trip.route),
        "window": shown_window(trip.window, zone_of(reader, trip.event), day=True),
        "seats": "" if trip.seats is None else str(trip.seats),
        "liaison": _reached(reader, trip.liaison),
        "crew": ("、" if is_chinese(language) else ", ").join(crew),
        "organization": called(reader, Organization, trip.organization),
    }
    for field, value in values.items():
        yield heading(Trip, field, language), value


def _reached(reader: Reader, id: str | None) -> str:
    found = reader.get(Person, id) if id is not None else None
    return " ".join(filter(None, [called(reader, Person, id), "" if found is None else str(found.phone)]))


def _row(reader: Reader, number: int, seat: Seat) -> tuple[int, str, str, str, str, int]:
    participant = reader.get(Participant, seat.participant)
    heads = seat.heads
    if heads is None:
        heads = 1 if participant is None else 1 + participant.companions
    return (
        number,
        str(seat.number),
        called(reader, Participant, seat.participant),
        "" if participant is None else called(reader, Delegation, participant.delegation),
        "" if participant is None else str(participant.phone),
        heads,
    )


def _by_number(seat: Seat) -> tuple[bool, list[tuple[int, str]], str]:
    """Sort 2 before 10, seats without a number last."""
    parts = re.findall(r"[0-9]{1,9}|[^0-9]+", seat.number)
    return not parts, [(int(p), "") if p.isdecimal() else (-1, p) for p in parts], seat.id


MANIFEST_EXPORTER = Exporter("manifest-md", ".md", "text/markdown", write_manifest)
"""Writes the manifest of a trip in Markdown."""
