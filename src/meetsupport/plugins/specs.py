"""
The hooks.

Each takes no argument and returns an iterable of values; the core calls the values itself, one at a time, behind a
guard.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

from meetsupport.core.records import Record
from meetsupport.plugins.values import BriefSection, Channel, Exporter, Importer, Rule, WorkCalendar

if TYPE_CHECKING:
    from meetsupport.model import ChecklistTemplate, HealthProtocol, Requirement, TemplateItem

__all__ = ["GROUP", "hookimpl", "hookspec"]

GROUP = "meetsupport"
"""The entry-point group, and the prefix of all hooks."""

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)
"""Marks a function of a plugin as a hook's implementation."""


@hookspec
def meetsupport_records() -> Iterable[type[Record]]:  # type: ignore[empty-body]
    """Give record types, made with `meetsupport.record`."""


@hookspec
def meetsupport_rules() -> Iterable[Rule]:  # type: ignore[empty-body]
    """Give rules."""


@hookspec
def meetsupport_protocols() -> Iterable[HealthProtocol | Requirement]:  # type: ignore[empty-body]
    """Give health protocols and their requirements, as records that `Desk.adopt` puts into a plan."""


@hookspec
def meetsupport_checklists() -> Iterable[ChecklistTemplate | TemplateItem]:  # type: ignore[empty-body]
    """Give checklist templates and their items, as records that `Desk.adopt` puts into a plan."""


@hookspec
def meetsupport_briefs() -> Iterable[BriefSection]:  # type: ignore[empty-body]
    """Give sections of briefs."""


@hookspec
def meetsupport_importers() -> Iterable[Importer]:  # type: ignore[empty-body]
    """Give importers."""


@hookspec
def meetsupport_exporters() -> Iterable[Exporter]:  # type: ignore[empty-body]
    """Give exporters."""


@hookspec
def meetsupport_channels() -> Iterable[Channel]:  # type: ignore[empty-body]
    """Give channels."""


@hookspec
def meetsupport_calendars() -> Iterable[WorkCalendar]:  # type: ignore[empty-body]
    """Give calendars of days off."""
