"""
What a hook must give: a Protocol for each, so that one that gives something else fails here.

Type-checked, never run.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import meetsupport as ms
from meetsupport.desk import builtin
from meetsupport.plugins import (
    BriefSection,
    Channel,
    Delivery,
    Exporter,
    Importer,
    Line,
    Problem,
    Receipt,
    Rule,
    Source,
    WorkCalendar,
    hookimpl,
    specs,
)


class RecordsHook(Protocol):
    def __call__(self) -> Iterable[type[ms.Record]]: ...


class RulesHook(Protocol):
    def __call__(self) -> Iterable[Rule]: ...


class ProtocolsHook(Protocol):
    def __call__(self) -> Iterable[ms.HealthProtocol | ms.Requirement]: ...


class ChecklistsHook(Protocol):
    def __call__(self) -> Iterable[ms.ChecklistTemplate | ms.TemplateItem]: ...


class BriefsHook(Protocol):
    def __call__(self) -> Iterable[BriefSection]: ...


class ImportersHook(Protocol):
    def __call__(self) -> Iterable[Importer]: ...


class ExportersHook(Protocol):
    def __call__(self) -> Iterable[Exporter]: ...


class ChannelsHook(Protocol):
    def __call__(self) -> Iterable[Channel]: ...


class CalendarsHook(Protocol):
    def __call__(self) -> Iterable[WorkCalendar]: ...


# The specifications are these, and the built-in plugin keeps to them.

records_spec: RecordsHook = specs.meetsupport_records
rules_spec: RulesHook = specs.meetsupport_rules
protocols_spec: ProtocolsHook = specs.meetsupport_protocols
checklists_spec: ChecklistsHook = specs.meetsupport_checklists
briefs_spec: BriefsHook = specs.meetsupport_briefs
importers_spec: ImportersHook = specs.meetsupport_importers
exporters_spec: ExportersHook = specs.meetsupport_exporters
channels_spec: ChannelsHook = specs.meetsupport_channels
calendars_spec: CalendarsHook = specs.meetsupport_calendars

builtin_records: RecordsHook = builtin.meetsupport_records
builtin_rules: RulesHook = builtin.meetsupport_rules
builtin_checklists: ChecklistsHook = builtin.meetsupport_checklists
builtin_briefs: BriefsHook = builtin.meetsupport_briefs
builtin_importers: ImportersHook = builtin.meetsupport_importers
builtin_exporters: ExportersHook = builtin.meetsupport_exporters
builtin_channels: ChannelsHook = builtin.meetsupport_channels


# What an agency writes.


@ms.record(name="mycity.Gate")
class Gate(ms.Record):
    guard: ms.Id | None = ms.ref(ms.Person, default=None)


def guarded(plan: ms.Reader, gate: Gate) -> Iterable[Problem]:
    if gate.guard is None:
        yield Problem("nobody guards {gate}", gate=gate.id, fix="name a guard")


def gates(plan: ms.Reader, recipient: ms.Recipient) -> Iterable[Line]:
    for gate in plan.where(Gate, guard=recipient.person):
        yield Line(f"gate:{gate.id}", "you guard {gate}", gate=gate.id)


def read_gates(source: Source) -> ms.Change:
    return ms.Change.of(ms.Put(Gate(id=source.name)), by=source.by)


def send(delivery: Delivery) -> Receipt:
    return Receipt(delivered=bool(delivery.address))


@hookimpl
def meetsupport_records() -> Iterable[type[ms.Record]]:
    yield Gate


@hookimpl
def meetsupport_rules() -> Iterable[Rule]:
    yield Rule("mycity.gate", "A guard at every gate", each=Gate, check=guarded)


@hookimpl
def meetsupport_briefs() -> tuple[BriefSection, ...]:
    return (BriefSection("guard", gates),)


@hookimpl
def meetsupport_importers() -> list[Importer]:
    return [Importer("gates", (".gates",), read_gates)]


@hookimpl
def meetsupport_channels() -> Iterable[Channel]:
    return [Channel("radio", send)]


@hookimpl
def meetsupport_protocols() -> Iterable[ms.HealthProtocol | ms.Requirement]:
    yield ms.HealthProtocol(id="heat")
    yield ms.Requirement(id="water", protocol="heat")


@hookimpl
def meetsupport_checklists() -> tuple[ms.ChecklistTemplate, ...]:
    return (ms.ChecklistTemplate(id="gates"),)


def days(first: date, last: date) -> Iterable[ms.DayOff]:
    del last
    yield ms.DayOff(id="d", day=first)


@hookimpl
def meetsupport_calendars() -> Iterable[WorkCalendar]:
    yield WorkCalendar("mycity", days)


own_protocols: ProtocolsHook = meetsupport_protocols
own_checklists: ChecklistsHook = meetsupport_checklists
own_calendars: CalendarsHook = meetsupport_calendars
own_records: RecordsHook = meetsupport_records
own_rules: RulesHook = meetsupport_rules
own_briefs: BriefsHook = meetsupport_briefs
own_importers: ImportersHook = meetsupport_importers
own_channels: ChannelsHook = meetsupport_channels


# What is refused.


@hookimpl
def gives_records_made() -> Iterable[ms.Record]:
    yield Gate(id="g-1")


@hookimpl
def gives_functions() -> Iterable[object]:
    yield guarded


@hookimpl
def takes_an_argument(plan: ms.Reader) -> Iterable[Rule]:
    del plan
    return ()


@hookimpl
def gives_one_value() -> Channel:
    return Channel("radio", send)


wrong_records: RecordsHook = gives_records_made  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
wrong_rules: RulesHook = gives_functions  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
wrong_argument: RulesHook = takes_an_argument  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
wrong_channels: ChannelsHook = gives_one_value  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
wrong_protocols: ProtocolsHook = meetsupport_checklists  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
wrong_hook: ExportersHook = meetsupport_importers  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


def gives_texts(plan: ms.Reader, recipient: ms.Recipient) -> Iterable[str]:
    del plan
    yield recipient.id


def gives_nothing(delivery: Delivery) -> None:
    del delivery


def takes_bytes(content: bytes) -> ms.Change:
    del content
    return ms.Change(())


BriefSection("guard", gives_texts)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Channel("radio", gives_nothing)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Importer("gates", (".gates",), takes_bytes)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
WorkCalendar("mycity", read_gates)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Importer("gates", ".gates", read_gates)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Rule("mycity.gate", "x", guarded, severity="awful")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Problem("nobody guards {gate}", gate=object())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
