"""The late changes of a real conference, one by one, told with invented names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import meetsupport as ms
from meetsupport.cli.demo.case import Case
from meetsupport.cli.demo.case5.before import (
    before_the_holiday,
    deadline_on_a_holiday,
    hall_cleared,
    itinerary_changes,
    more_than_agreed,
    opening,
    settled,
    switch_at_arrival,
    ten_rooms,
)
from meetsupport.cli.demo.case5.during import (
    cards,
    closing,
    gifts,
    head_count,
    last_delegate,
    one_hour_away,
    switch_at_boarding,
)
from meetsupport.cli.demo.case5.records import records
from meetsupport.cli.demo.case5.setting import World, at
from meetsupport.cli.demo.office import Office
from meetsupport.cli.demo.words import Tongue

__all__ = ["CASE"]

Chapter = Callable[[Office, World], None]


def tell_story(office: Office, world: World) -> None:
    """Tell all of it."""
    for chapter in CHAPTERS:
        chapter(office, world)
        office.end()


CHAPTERS: tuple[Chapter, ...] = (
    opening,
    before_the_holiday,
    deadline_on_a_holiday,
    more_than_agreed,
    ten_rooms,
    hall_cleared,
    itinerary_changes,
    switch_at_arrival,
    settled,
    cards,
    gifts,
    last_delegate,
    switch_at_boarding,
    head_count,
    one_hour_away,
    closing,
)
"""The steps, in the order in which they happened."""


def manifests(desk: ms.Desk, folder: Path, say: Tongue) -> Iterator[Path]:
    """Write a manifest for each coach."""
    (folder / "manifests").mkdir(exist_ok=True)
    kind, suffix = ("manifest", ".xlsx") if "manifest" in desk.registry.exporters else ("manifest-md", ".md")
    for trip in desk.show("Trip"):
        file = folder / "manifests" / f"{trip.id}{suffix}"
        desk.export(file, kind, of=ms.Trip.ref(trip.id), language=say.language)
        yield file


CASE = Case(
    title="A conference whose lists kept changing",
    under="After the review of a real conference. Every name is invented; the clock is turned by hand.",
    stem="conference",
    begins=at("01T10:00"),
    records=records,
    tell=tell_story,
    loaded="{file}: {n} records, among them {Participant} participants, {Seat} seats on coaches, "
    "{Recipient} to be told",
    counted=(ms.Participant, ms.Seat, ms.Recipient),
    papers=manifests,
)
