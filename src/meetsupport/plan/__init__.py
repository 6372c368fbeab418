"""The plan, what changes it, and how it is read."""

from meetsupport.plan.change import Change, Delta, Edit, Put, Question, Remove
from meetsupport.plan.checks import body_of, checked, edit_of
from meetsupport.plan.derived import Derived, Table, derived
from meetsupport.plan.engine import Engine
from meetsupport.plan.explain import Asked, Facts, facts_of
from meetsupport.plan.node import Failure, Node
from meetsupport.plan.plan import Plan, changes_between
from meetsupport.plan.reader import NotingReader, PlainReader, Reader, Shown
from meetsupport.plan.view import MASKED, View, ViewReader, masked

__all__ = [
    "MASKED",
    "Asked",
    "Change",
    "Delta",
    "Derived",
    "Edit",
    "Engine",
    "Facts",
    "Failure",
    "Node",
    "NotingReader",
    "PlainReader",
    "Plan",
    "Put",
    "Question",
    "Reader",
    "Remove",
    "Shown",
    "Table",
    "View",
    "ViewReader",
    "body_of",
    "changes_between",
    "checked",
    "derived",
    "edit_of",
    "facts_of",
    "masked",
]
