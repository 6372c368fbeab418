"""
The templates that come with the library, as records.

They are a beginning for an office without precedent, not a norm: what an office learns belongs into templates of its
own. Items follow the steps that published manuals of meeting service have in common (accept and plan, papers, notice,
name lists, hall, logistics, check before, receive, during, papers of the meeting, close, review) and what the reviewed
cases did; offsets are ordinary lead times, not law. Titles are in English; `checklist_for` writes tasks in the language
of the office.
"""

from __future__ import annotations

from meetsupport.core.records import Record
from meetsupport.readings.templates.conferences import CONFERENCE, CONGRESS
from meetsupport.readings.templates.occasions import CEREMONY, CLOSED_LOOP, PARTY_DAY, TOUR
from meetsupport.readings.templates.rooms import HALL, LINK, MAKE, REHEARSAL, SURVEY

__all__ = ["BUILTIN_TEMPLATES"]

BUILTIN_TEMPLATES: tuple[Record, ...] = (
    *CONFERENCE,
    *TOUR,
    *CONGRESS,
    *CEREMONY,
    *PARTY_DAY,
    *CLOSED_LOOP,
    *HALL,
    *LINK,
    *REHEARSAL,
    *SURVEY,
    *MAKE,
)
"""Templates with their items."""
