"""What this plugin registers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from meetsupport import Record
from meetsupport.core.messages import add_translations
from meetsupport.plugins import Importer, Rule, WorkCalendar, hookimpl
from meetsupport_china import austerity, bands, calendar, crowd, services
from meetsupport_china.calendar import read_workdays, work_days
from meetsupport_china.records import MeetingClass

__all__ = [
    "WORKDAYS_IMPORTER",
    "meetsupport_calendars",
    "meetsupport_importers",
    "meetsupport_records",
    "meetsupport_rules",
]

# What rules say is shown long after they ran, so the catalogue is there from the first import on.
add_translations(Path(__file__).parent / "locale")

WORKDAYS_IMPORTER = Importer("workdays", (".workdays",), read_workdays)
"""Reads the days off of a year that the calendar lacks: ``desk.load("2027.csv", importer="workdays")``."""


@hookimpl
def meetsupport_records() -> Iterable[type[Record]]:
    """Give the record of the class and budget of a meeting."""
    return (MeetingClass,)


@hookimpl
def meetsupport_rules() -> Iterable[Rule]:
    """Give the rules of law and custom."""
    return (*calendar.RULES, *crowd.RULES, *bands.RULES, *austerity.RULES, *services.RULES)


@hookimpl
def meetsupport_importers() -> Iterable[Importer]:
    """Give the importer of days off."""
    return (WORKDAYS_IMPORTER,)


@hookimpl
def meetsupport_calendars() -> Iterable[WorkCalendar]:
    """Give the calendar of working days and days off."""
    return (WorkCalendar("china", work_days),)
