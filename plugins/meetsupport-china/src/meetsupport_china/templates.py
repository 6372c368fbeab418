"""
A checklist of what authorities are told and caterers sign before large meals, as items with their times.

Its notice counts twenty working days back. Whether that rule is still in force is not confirmed, so its time is neither
moved nor insisted on: a plan backward from the opening shows it as what it is.
"""

from __future__ import annotations

from datetime import timedelta

from meetsupport import ChecklistTemplate, TemplateItem
from meetsupport_china.services import CATERING, CATERING_WORKING_DAYS, SAMPLE_HOURS, SAMPLES

__all__ = ["LARGE_MEALS", "TEMPLATES"]

LARGE_MEALS = "china.large-meals"
"""The template's id: ``desk.adopt("china.large-meals")``."""

_DAY = timedelta(days=1)

TEMPLATES: tuple[ChecklistTemplate | TemplateItem, ...] = (
    ChecklistTemplate(
        id=LARGE_MEALS,
        name="Large meals: notices and food safety",
        basis=f"{CATERING}. Only the notice has a time in it; the others are ordinary lead times, not law",
    ),
    TemplateItem(
        id=f"{LARGE_MEALS}.notice",
        template=LARGE_MEALS,
        role="secretariat",
        title="Tell the food regulator of time, place, number, lodging and caterers",
        working_days=-CATERING_WORKING_DAYS,
        force="unconfirmed",
        basis=CATERING,
        evidence="notice as submitted",
    ),
    TemplateItem(
        id=f"{LARGE_MEALS}.menu",
        template=LARGE_MEALS,
        role="catering",
        title="Have the menu approved",
        offset=-7 * _DAY,
        duration=timedelta(hours=4),
        sign_off=True,
    ),
    TemplateItem(
        id=f"{LARGE_MEALS}.pledge",
        template=LARGE_MEALS,
        role="catering",
        title="Have the caterer sign the pledge on food safety",
        offset=-7 * _DAY,
        duration=timedelta(hours=2),
        evidence="signed pledge",
    ),
    TemplateItem(
        id=f"{LARGE_MEALS}.accidents",
        template=LARGE_MEALS,
        role="catering",
        title="Draft the plan for food safety and for accidents",
        offset=-5 * _DAY,
        duration=_DAY,
        gate="before",
    ),
    TemplateItem(
        id=f"{LARGE_MEALS}.samples",
        template=LARGE_MEALS,
        role="catering",
        kind="food sample",
        title="Keep samples of each dish, in closed vessels and refrigerated",
        anchor="closing",
        offset=timedelta(hours=SAMPLE_HOURS),
        gate="after",
        basis=SAMPLES[-1].basis,
    ),
)
"""What `meetsupport_checklists` gives."""
