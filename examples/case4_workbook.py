"""
Write the first workbook of the demo's guest house.

It has 240 who work, 150 who lodge, two loops, the first day's programme.

    python examples/case4_workbook.py guest-house.xlsx
    python examples/case4_workbook.py 宾馆.xlsx zh_CN

The suffix chooses the exporter: .xlsx needs the plugin meetsupport-xlsx, .json needs none. ``meetsupport load`` reads
either into a journal.
"""

from __future__ import annotations

from meetsupport.cli.demo.case4.records import records
from meetsupport.cli.demo.example import main

if __name__ == "__main__":
    main(records, "guest-house.xlsx")
