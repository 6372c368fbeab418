"""
Nothing looks for garbage while a change is taken, or a file is read or written: what is made then stays.

On a congress of thousands it would walk all that the desk holds, over and over, and reading and writing would cost more
than what they hold.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.plugins import Exporter, Importer, Rule
from meetsupport.testing import memory_desk, plugin

SEEN: dict[str, bool] = {}


def seen(what: str, gives: Any) -> Any:
    def work(*_: object) -> Any:
        SEEN[what] = gc.isenabled()
        return gives

    return work


OFFERS = plugin(
    rules=[Rule("offers.seen", "Seen", seen("judging", ()), basis="a test")],
    importers=[Importer("seen", (".seen",), seen("reading", ms.Change.of(ms.Put(ms.Place(id="new")))))],
    exporters=[Exporter("seen", ".seen", "text/plain", seen("writing", b""))],
)


@pytest.fixture
def desk() -> ms.Desk:
    SEEN.clear()
    return memory_desk([ms.Place(id="hall")], plugins={"offers": OFFERS})


def test_a_file_is_read_and_written_without_looking_for_garbage(desk: ms.Desk, tmp_path: Path) -> None:
    file = tmp_path / "a.seen"
    file.write_bytes(b"")
    desk.load(file)
    desk.export(file)
    assert SEEN == {"judging": False, "reading": False, "writing": False}
    assert gc.isenabled()


def test_a_change_is_checked_without_looking_for_garbage(desk: ms.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from meetsupport.desk import changing  # noqa: PLC0415 - the module, not a name of it

    monkeypatch.setattr(changing, "permit", seen("checking", None))
    desk.apply(ms.Change.of(ms.Put(ms.Place(id="yard"))))
    desk.preview(ms.Change.of(ms.Put(ms.Place(id="gate"))))
    assert SEEN["checking"] is False
    assert gc.isenabled()


def test_after_a_refusal_garbage_is_looked_for_again(desk: ms.Desk) -> None:
    with pytest.raises(ms.UnknownReference):
        desk.apply(ms.Change.of(ms.Put(ms.Place(id="x", within="nowhere"))))
    assert gc.isenabled()
