"""What this plugin registers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from meetsupport import ChecklistTemplate, Record, TemplateItem
from meetsupport.core.messages import add_translations
from meetsupport.plugins import Importer, Rule, WorkCalendar, hookimpl
from meetsupport_china import austerity, bands, calendar, crowd, fire, mobility, seating, services
from meetsupport_china.calendar import read_workdays, work_days
from meetsupport_china.records import MeetingClass, SeatBlock
from meetsupport_china.templates import TEMPLATES

__all__ = [
    "WORKDAYS_IMPORTER",
    "meetsupport_calendars",
    "meetsupport_checklists",
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
    """Give the records of the class and budget of a meeting, and of how a block of seats is laid out."""
    return (MeetingClass, SeatBlock)


@hookimpl
def meetsupport_rules() -> Iterable[Rule]:
    """Give the rules of law and custom."""
    return (
        *calendar.RULES,
        *crowd.RULES,
        *seating.RULES,
        *bands.RULES,
        *austerity.RULES,
        *services.RULES,
        *fire.RULES,
        *mobility.RULES,
    )


@hookimpl
def meetsupport_checklists() -> Iterable[ChecklistTemplate | TemplateItem]:
    """Give the checklist of large meals."""
    return TEMPLATES


@hookimpl
def meetsupport_importers() -> Iterable[Importer]:
    """Give the importer of days off."""
    return (WORKDAYS_IMPORTER,)


@hookimpl
def meetsupport_calendars() -> Iterable[WorkCalendar]:
    """Give the calendar of working days and days off."""
    return (WorkCalendar("china", work_days),)
