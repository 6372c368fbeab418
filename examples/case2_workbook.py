"""
Write the first workbook of the demo's congresses.

It has 18 bodies, ten sittings with their phases, five entrances, inspections.

    python examples/case2_workbook.py congresses.xlsx
    python examples/case2_workbook.py 两会.xlsx zh_CN

The suffix chooses the exporter: .xlsx needs the plugin meetsupport-xlsx, .json needs none. ``meetsupport load`` reads
either into a journal.
"""

from __future__ import annotations

from meetsupport.cli.demo.case2.records import records
from meetsupport.cli.demo.example import main

if __name__ == "__main__":
    main(records, "congresses.xlsx")
