"""
The small conference that README.md speaks of. All names are made up.

Twenty-four participants tour two places by coach; the host of each stop, the liaison officer of each coach and the two
delegations are told what concerns them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import meetsupport as ms
from meetsupport.testing import memory_desk

__all__ = ["SWITCHED", "build", "conference", "installed", "rows"]

SWITCHED = "p-017"
"""Who changes the route at boarding."""

_TOUR = ms.Window.of("2031-06-09T14:00:00+08:00", "2031-06-09T18:00:00+08:00")
_STOP = ms.Window.of("2031-06-09T15:00:00+08:00", "2031-06-09T16:30:00+08:00")


def installed(plugin: str) -> bool:
    """Say whether a plugin is installed, so that its entry point is found."""
    return any(point.name == plugin for point in entry_points(group="meetsupport"))


def build(folder: Path) -> list[dict[str, Any]]:
    """Put the files that README.md names into a folder; give the table that it calls ``rows``."""
    from meetsupport_xlsx import meetsupport_exporters  # noqa: PLC0415 - README.md is skipped where it is missing

    desk = memory_desk(conference(), plugins={"xlsx": _module(meetsupport_exporters)})
    desk.export(folder / "national-conference.xlsx", "workbook", language="zh_CN")
    return rows()


def _module(hook: Any) -> object:
    return type("Xlsx", (), {"meetsupport_exporters": staticmethod(hook)})


def conference() -> Iterator[ms.Record]:
    """Give the records of the conference."""
    yield ms.Event(
        id="conference",
        name="Example conference",
        window=ms.Window.of("2031-06-09T09:00:00+08:00", "2031-06-10T12:00:00+08:00"),
    )
    yield ms.Place(id="east-gate", name="East gate", kind="entrance")
    for town, coach in (("nanshan", "coach-1"), ("beihai", "coach-3")):
        yield ms.Organization(id=f"{town}-hall", name=f"Town hall of {town.title()}")
        yield ms.Place(id=f"{town}-square", name=f"{town.title()} square", kind="stop")
        yield ms.Person(id=f"officer-{coach}", name=f"Officer {coach}", phone="000-0000")
        yield ms.Route(id=f"route-{town}", event="conference", name=f"{town.title()} tour")
        yield ms.Trip(
            id=coach,
            event="conference",
            name=coach.replace("-", " ").capitalize(),
            route=f"route-{town}",
            seats=30,
            window=_TOUR,
            liaison=f"officer-{coach}",
        )
        yield ms.Call(
            id=f"stop-{town}", route=f"route-{town}", place=f"{town}-square", window=_STOP, host=f"{town}-hall"
        )
        yield _recipient(f"host.{town}", "host", organization=f"{town}-hall")
        yield _recipient(f"liaison.{coach}", "liaison", person=f"officer-{coach}")
    yield from _delegations()


def _delegations() -> Iterator[ms.Record]:
    for number in (1, 2):
        yield ms.Delegation(id=f"delegation-{number}", event="conference", name=f"Delegation {number}")
        yield _recipient(f"head.delegation-{number}", "delegation", delegation=f"delegation-{number}")
    for number in range(1, 25):
        first = number <= 18
        one = f"p-{number:03}"
        yield ms.Participant(
            id=one,
            name=f"Guest {number}",
            delegation=f"delegation-{number % 2 + 1}",
            route="route-nanshan" if first else "route-beihai",
            state="signed-in",
        )
        yield ms.Seat(id=f"seat-{one}", trip="coach-1" if first else "coach-3", participant=one)


def _recipient(one: str, kind: str, **stands_for: Any) -> ms.Recipient:
    return ms.Recipient(id=one, kinds=(kind,), addresses=(f"outbox:{one}",), language="en", **stands_for)


def rows() -> list[dict[str, Any]]:
    """Give the table of another database: all participants, one of them with a new title."""
    return [
        {"id": one.id, "name": one.name, "title": "Director" if one.id == "p-003" else ""}
        for one in conference()
        if isinstance(one, ms.Participant)
    ]
