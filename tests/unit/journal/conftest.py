from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from meetsupport.journal import Journal, MemoryJournal, SQLiteJournal


def counted_salt() -> Callable[[int], bytes]:
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "office.db"


@pytest.fixture(params=["memory", "truncate", "wal"])
def journal(request: pytest.FixtureRequest, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    """Each kind of journal. One process alone may use write-ahead logging with any SQLite."""
    opened: Journal
    if request.param == "memory":
        opened = MemoryJournal(salt=counted_salt())
    else:
        monkeypatch.setattr("meetsupport.journal.modes.choose_mode", lambda: request.param)
        opened = SQLiteJournal(file, salt=counted_salt())
    with closing(opened):
        yield opened
