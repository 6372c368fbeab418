"""
The hooks.

Each takes no argument and returns an iterable of values; the core calls the values itself, one at a time, behind a
guard.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from meetsupport.core.records import Record
from meetsupport.plugins.values import BriefSection, Channel, Exporter, Importer, Rule

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
