"""What the package registers, used as the registry uses it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import meetsupport_xlsx

from meetsupport.model import Trip
from meetsupport.plan import PlainReader
from meetsupport.plugins import Registry, Source

NOW = datetime(2011, 6, 1, tzinfo=UTC)


def test_the_registry_takes_all_values() -> None:
    registry = Registry.of({"xlsx": meetsupport_xlsx})
    assert registry.failures == []
    assert list(registry.importers) == ["workbook"]
    assert list(registry.exporters) == ["workbook", "manifest", "empty-workbook"]


def test_exporters_give_workbooks_and_the_importer_reads_them(office: Any) -> None:
    registry = Registry.of({"xlsx": meetsupport_xlsx})
    plan = office.small(Trip(id="t"))
    reader = PlainReader(plan, NOW)
    made = {
        name: owned.value.render(reader, Trip.ref("t") if name == "manifest" else None, "en")
        for name, owned in registry.exporters.items()
    }
    assert all(content.startswith(b"PK") for content in made.values())
    read = registry.importers["workbook"].value.read
    for name in ("workbook", "empty-workbook"):
        assert read(Source("x.xlsx", made[name], plan, lambda _: plan, "clerk", NOW)).edits == ()


def test_registering_loads_no_library() -> None:
    code = "import sys, meetsupport_xlsx as x; list(x.meetsupport_importers()); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"xlsxwriter", "python_calamine"} & set(loaded)
