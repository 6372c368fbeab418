"""The desk: the one facade that most users import."""

from meetsupport.desk.adopting import Adoptable
from meetsupport.desk.builtin import BUILTIN
from meetsupport.desk.desk import Desk
from meetsupport.desk.edit import Editing
from meetsupport.desk.findings import Finding, Report
from meetsupport.desk.impact import Impact
from meetsupport.desk.known import BriefLine, NoticeLine
from meetsupport.desk.log import LogEntry
from meetsupport.desk.moment import Moment
from meetsupport.desk.notices import Notice

__all__ = [
    "BUILTIN",
    "Adoptable",
    "BriefLine",
    "Desk",
    "Editing",
    "Finding",
    "Impact",
    "LogEntry",
    "Moment",
    "Notice",
    "NoticeLine",
    "Report",
]
