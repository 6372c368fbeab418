"""Calendars, invitations and cancellations (iCalendar, iTIP)."""

from __future__ import annotations

from meetsupport_ical.hooks import CALENDAR_EXPORTER, CALENDAR_IMPORTER, meetsupport_exporters, meetsupport_importers
from meetsupport_ical.invitations import Invitation, invitations

__all__ = [
    "CALENDAR_EXPORTER",
    "CALENDAR_IMPORTER",
    "Invitation",
    "invitations",
    "meetsupport_exporters",
    "meetsupport_importers",
]
