"""Workbooks in and out, one sheet a record type, in English or Chinese."""

from __future__ import annotations

__all__: list[str] = []
