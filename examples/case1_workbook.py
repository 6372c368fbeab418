"""
Write the first workbook of the demo's commendation.

It has a commendation for 2,600 people: 94 who work, three plans, things to be made, kits, a table in the foyer, and a
post at each entrance, exit, stair, corner, door, lift and lounge.

    python examples/case1_workbook.py commendation.xlsx
    python examples/case1_workbook.py 表彰大会.xlsx zh_CN

The suffix chooses the exporter: .xlsx needs the plugin meetsupport-xlsx, .json needs none. ``meetsupport load`` reads
either into a journal.
"""

from __future__ import annotations

from meetsupport.cli.demo.case1.records import records
from meetsupport.cli.demo.example import main

if __name__ == "__main__":
    main(records, "commendation.xlsx")
