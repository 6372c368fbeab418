"""A case that is told: what a story is made of, and the five that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path

import attrs

import meetsupport as ms
from meetsupport.cli.demo.office import Office
from meetsupport.cli.demo.words import Tongue
from meetsupport.cli.demo.world import World

__all__ = ["CASES", "Case", "Papers", "load_case"]

Papers = Callable[[ms.Desk, Path, Tongue], Iterator[Path]]
"""Writes what is left of a case, as far as plugins can."""

CASES = (1, 2, 3, 4, 5)


@attrs.frozen
class Case:
    """
    A case that is told.

    Attributes:
        title: What the story is called.
        under: What stands beneath its title.
        stem: The name of its workbook, without the ending.
        begins: When the office loads the workbook.
        records: Gives every record of the workbook.
        tell: Tells the story; the workbook has been loaded.
        loaded: What the workbook brought, as a template: ``{file}``, ``{n}`` records, and by the names of record types
            how many of each.
        counted: The record types that *loaded* counts.
        papers: Writes what is left beside the plan.
    """

    title: str
    under: str
    stem: str
    begins: datetime
    records: Callable[[World], Sequence[ms.Record]]
    tell: Callable[[Office, World], None]
    loaded: str
    counted: tuple[type[ms.Record], ...]
    papers: Papers = lambda desk, folder, say: iter(())  # noqa: ARG005 - nothing more


def load_case(number: int) -> Case:
    """Import a case."""
    found: Case = import_module(f"meetsupport.cli.demo.case{number}").CASE
    return found
