"""
Write the first workbook of the demo's conference: 250 invented participants, four teams, three routes, 75 recipients.

    python examples/case5_workbook.py conference.xlsx
    python examples/case5_workbook.py 会议.xlsx zh_CN

The suffix chooses the exporter: .xlsx needs the plugin meetsupport-xlsx, .json needs none. ``meetsupport load`` reads
either into a journal.
"""

from __future__ import annotations

from meetsupport.cli.demo.case5.records import records
from meetsupport.cli.demo.example import main

if __name__ == "__main__":
    main(records, "conference.xlsx")
