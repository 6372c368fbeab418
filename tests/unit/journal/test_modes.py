from __future__ import annotations

import sqlite3

import pytest

from meetsupport.journal import describe_sqlite
from meetsupport.journal.modes import choose_mode


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 44, 10), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 49, 99), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 0), "truncate"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "wal"),
        ((4, 0, 0), "wal"),
    ],
)
def test_write_ahead_logging_only_where_the_reset_loss_is_mended(version: tuple[int, int, int], mode: str) -> None:
    assert choose_mode(version) == mode


def test_the_library_is_described_as_it_is() -> None:
    facts = describe_sqlite()
    assert facts.version == sqlite3.sqlite_version
    assert facts.mode == choose_mode()
    assert facts.wal_reset_fixed == (facts.mode == "wal")
