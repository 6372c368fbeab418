"""What takes long and depends on no version of Python: it is tested on one alone, with all cases (see noxfile.py)."""

from __future__ import annotations

import os

import pytest

__all__ = ["REASON", "SHORT", "on_one_python"]

SHORT = bool(os.environ.get("MEETSUPPORT_SHORT"))
REASON = "it takes long: it is tested on one Python alone, with all cases"

on_one_python = pytest.mark.skipif(SHORT, reason=REASON)
