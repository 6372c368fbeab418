"""
Write the first workbook of the demo's anniversary.

It has five activities of a city's office, and the reports that fifteen districts owe.

    python examples/case3_workbook.py anniversary.xlsx
    python examples/case3_workbook.py 纪念日.xlsx zh_CN

The suffix chooses the exporter: .xlsx needs the plugin meetsupport-xlsx, .json needs none. ``meetsupport load`` reads
either into a journal.
"""

from __future__ import annotations

from meetsupport.cli.demo.case3.records import records
from meetsupport.cli.demo.example import main

if __name__ == "__main__":
    main(records, "anniversary.xlsx")
