"""Records that the rules about seating find wrong, and records that come near and are right."""

from __future__ import annotations

from meetsupport.core.records import Record

FIRES: dict[str, tuple[tuple[Record, ...], str]] = {}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, tuple[Record, ...]] = {}
"""For each rule, records that come near and are right."""
