"""What law, custom and the protocols of the time say of a case, where the plugins that know them are installed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import entry_points

import meetsupport as ms
from meetsupport.cli.demo.office import Office, grouped
from meetsupport.desk import BUILTIN
from meetsupport.plan import PlainReader
from meetsupport.plugins.specs import GROUP
from meetsupport.readings import day_of, edition_on

__all__ = ["by_the_book", "plugin"]

FAMILY = "covid-19"


def by_the_book(office: Office) -> None:
    """
    Tell what the rules of China, and the protocols of the days of the case, have to say of its plan.

    They judge a copy: what is told of the plan itself is the same with them and without.
    """
    for name, label, judge in (("china", "law", _law), ("epidemic", "protocol", _protocols)):
        registry = plugin(name)
        if registry is not None:
            with ms.Desk.open(registry=registry, clock=office.clock) as copy:
                copy.apply(ms.Change(tuple(ms.Put(one) for one in office.desk.plan), by="office"))
                for line in judge(office, copy):
                    office.teller.fact(label, line)


def plugin(name: str) -> ms.Registry | None:
    """Give the core with one plugin, or ``None`` where that is not installed or cannot be loaded."""
    for point in entry_points(group=GROUP, name=name):
        made = ms.Registry.of({"core": BUILTIN})
        made.add_entry_point(point)
        return None if made.failures else made
    return None


def _law(office: Office, copy: ms.Desk) -> Iterator[str]:
    copy.adopt("china", years=sorted({day.year for day in _days(copy)}), by="office")
    yield from map(office.broken, grouped(one for one in copy.check() if one.code.startswith("china.")))


def _protocols(office: Office, copy: ms.Desk) -> Iterator[str]:
    known = {one.identity for one in copy.check()}
    for event in copy.show("Event"):
        copy.adopt(FAMILY, event=event.id, by="office")
    plan = PlainReader(copy.plan, office.clock.now)
    held = sorted({id for day in _days(copy) if (id := edition_on(plan, FAMILY, day)) is not None})
    for id in held:
        yield office.say("of that time: {id}, {name}", name=copy.get(ms.HealthProtocol, id).name, id=id)
    if held:
        yield from map(office.broken, grouped(one for one in copy.check() if one.identity not in known))


def _days(copy: ms.Desk) -> list[date]:
    plan = PlainReader(copy.plan, datetime.max.replace(tzinfo=UTC))
    return [day_of(plan, event.id, event.window.start) for event in plan.all(ms.Event) if event.window is not None]
