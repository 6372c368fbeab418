"""The words of a workbook: titles of sheets, headings of columns, and what is said in them, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from meetsupport.core.records import RecordType

__all__ = ["FURTHER", "ORDER", "is_chinese", "is_total", "plain", "sheet_title", "spaced", "word"]

ORDER = (
    "Event",
    "Place",
    "Organization",
    "Coordination",
    "Team",
    "Person",
    "Delegation",
    "Participant",
    "Arrival",
    "Session",
    "Appearance",
    "Post",
    "Duty",
    "Task",
    "Route",
    "Trip",
    "Call",
    "Seat",
    "Lodging",
    "RoomDemand",
    "Meal",
    "Supply",
    "Itinerary",
    "Recipient",
    "Role",
    "DayOff",
    "RemovalLimit",
)
"""The sheets that every conference fills in, in order: what is referred to stands first, as far as that goes."""

FURTHER = (
    "Opening",
    "Booking",
    "Room",
    "Stay",
    "SeatPlan",
    "Placement",
    "Cue",
    "Movement",
    "KitItem",
    "Donation",
    "ChecklistTemplate",
    "TemplateItem",
    "Checklist",
    "Round",
    "Document",
    "Review",
    "Responsibility",
    "EditRight",
    "Freeze",
    "Lesson",
    "Training",
    "Handover",
    "Leave",
    "DutyLimit",
    "Hazard",
    "Incident",
    "IncidentReport",
    "ReportingClock",
    "Visitor",
    "Survey",
    "Answer",
    "HealthProtocol",
    "Requirement",
    "Adoption",
    "Cohort",
    "Loop",
    "LoopStay",
    "HealthTest",
    "HealthReport",
    "Vaccination",
    "RiskFactor",
    "RiskBand",
)
"""The sheets that only some offices fill in, by topic; an empty workbook has them hidden."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "id": ("Id", "编号"),
    "start": ("start", "起"),
    "end": ("end", "止"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "sep": (", ", "、"),
    "how": ("How to fill in", "填写说明"),
    "manifest": ("Manifest", "乘车名单"),
}


def is_chinese(language: str) -> bool:
    """Say whether a language is Chinese."""
    return language.lower().startswith("zh")


def word(key: str, language: str) -> str:
    """Give one of the fixed words."""
    return _WORDS[key][is_chinese(language)]


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Reduce a heading to what counts: no case, no full-width forms, no spaces, underscores, brackets or marks."""
    return re.sub(r"[\s_*＊:：()\[\]【】「」/·.\-]+", "", unicodedata.normalize("NFKC", text).casefold())


def spaced(name: str) -> str:
    """Write an English name as people do: ``needs_kinds`` as ``Needs kinds``, ``RoomDemand`` as ``Room demand``."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name.rpartition(".")[2]).lower()
    return words[:1].upper() + words[1:]


def sheet_title(rt: RecordType[Any], language: str) -> str:
    """Title the sheet of a record type as Excel takes it: 31 characters at most, without brackets, slashes, ``:*?``."""
    title = rt.label if is_chinese(language) and rt.label else spaced(rt.name)
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31] or "Sheet"


_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|总数|合 计|total|subtotal|sub-total|grand total|sum)\s*[:：]?\s*[\d.,]*\s*[人名个间份]?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:注|备注|说明|填表说明|notes?|remarks?|n\.b\.)\s*[:：].*", re.IGNORECASE | re.DOTALL)


def is_total(text: str) -> bool:
    """Say whether a row that begins with this text adds up the others."""
    return bool(_TOTAL.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def is_note(text: str) -> bool:
    """Say whether a row that holds nothing but this text is a remark."""
    return bool(_NOTE.fullmatch(unicodedata.normalize("NFKC", text).strip()))
