"""What this plugin registers."""

from __future__ import annotations

from collections.abc import Iterable

from meetsupport.plugins import Exporter, Importer, hookimpl
from meetsupport_ical.reading import read_calendar
from meetsupport_ical.writing import MEDIA_TYPE, write_calendar

__all__ = ["CALENDAR_EXPORTER", "CALENDAR_IMPORTER", "meetsupport_exporters", "meetsupport_importers"]

CALENDAR_EXPORTER = Exporter("calendar", ".ics", MEDIA_TYPE, write_calendar)
"""Writes sessions, duties and trips as a calendar: all, or those of one record."""

CALENDAR_IMPORTER = Importer("calendar", (".ics",), read_calendar)
"""Reads a calendar: one that the exporter wrote without loss, any other as sessions."""


@hookimpl
def meetsupport_exporters() -> Iterable[Exporter]:
    """Give the exporter of calendars."""
    return (CALENDAR_EXPORTER,)


@hookimpl
def meetsupport_importers() -> Iterable[Importer]:
    """Give the importer of calendars."""
    return (CALENDAR_IMPORTER,)
