"""The installed package is found the way the registry finds it."""

from __future__ import annotations

from importlib.metadata import entry_points

import meetsupport_epidemic


def test_entry_point_loads_the_package() -> None:
    (entry,) = entry_points(group="meetsupport", name="epidemic")
    assert entry.load() is meetsupport_epidemic
