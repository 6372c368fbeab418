"""Workdays, order of names, seating by rank, and rules of law and custom of China."""

from __future__ import annotations

from meetsupport_china.calendar import YEARS, work_days
from meetsupport_china.crowd import doors_needed, evacuation_minutes, width_needed_m
from meetsupport_china.hooks import (
    WORKDAYS_IMPORTER,
    meetsupport_calendars,
    meetsupport_checklists,
    meetsupport_importers,
    meetsupport_records,
    meetsupport_rules,
)
from meetsupport_china.names import Custom, Order, order_by_pinyin, order_by_strokes
from meetsupport_china.placing import Place, order_list, placements
from meetsupport_china.protocol import (
    CAPTIONS,
    EvenRule,
    Sides,
    View,
    audience_view,
    banquet,
    car,
    coach,
    meeting,
    photo,
    platform,
    platform_rows,
    signing,
    tables,
    talks,
    viewed,
)
from meetsupport_china.records import MeetingClass, SeatBlock
from meetsupport_china.seating import seats_in_row
from meetsupport_china.strokes import stroke_count, stroke_order
from meetsupport_china.surnames import padded, plain, surname
from meetsupport_china.templates import LARGE_MEALS

__all__ = [
    "CAPTIONS",
    "LARGE_MEALS",
    "WORKDAYS_IMPORTER",
    "YEARS",
    "Custom",
    "EvenRule",
    "MeetingClass",
    "Order",
    "Place",
    "SeatBlock",
    "Sides",
    "View",
    "audience_view",
    "banquet",
    "car",
    "coach",
    "doors_needed",
    "evacuation_minutes",
    "meeting",
    "meetsupport_calendars",
    "meetsupport_checklists",
    "meetsupport_importers",
    "meetsupport_records",
    "meetsupport_rules",
    "order_by_pinyin",
    "order_by_strokes",
    "order_list",
    "padded",
    "photo",
    "placements",
    "plain",
    "platform",
    "platform_rows",
    "seats_in_row",
    "signing",
    "stroke_count",
    "stroke_order",
    "surname",
    "tables",
    "talks",
    "viewed",
    "width_needed_m",
    "work_days",
]
