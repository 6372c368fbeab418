"""A command line on a desk of its own: no installed plugins, a clock that stands, an environment of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from meetsupport.cli.app import app
from meetsupport.cli.front import Seams
from meetsupport.cli.words import speak
from meetsupport.desk import BUILTIN
from meetsupport.plugins import Registry

NOW = datetime(2011, 6, 8, 2, 0, tzinfo=UTC)


class Line:
    """Runs commands as a user types them."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.now = NOW

    def __call__(self, *args: str, code: int | None = 0) -> Result:
        result = CliRunner().invoke(
            app, list(args), obj=Seams(self.registry, lambda: self.now), prog_name="meetsupport"
        )
        assert code is None or result.exit_code == code, result.output
        return result

    def json(self, *args: str, code: int | None = 0) -> Any:
        return json.loads(self(*args, "--json", code=code).stdout)


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "MEETSUPPORT_DESK", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("MEETSUPPORT_BY", "clerk")
    yield Line(Registry.of({"core": BUILTIN}))
    speak("en")


@pytest.fixture
def office(line: Line) -> Line:
    """A hall, a session in it, and somebody on duty there who is told over the outbox."""
    for args in (
        ("Event", "e", "name=Congress", "window=2011-06-09T08:00/2011-06-12T12:00"),
        ("Place", "hall-1", "name=First hall", "capacity=300"),
        ("Place", "hall-2", "name=Second hall"),
        ("Session", "opening", "event=e", "title=Opening", "place=hall-1", "window=2011-06-09T08:00/09:30"),
        ("Post", "tea", "event=e", "session=opening", "name=Tea"),
        ("Person", "w-1", "name=Jia Invented", "phone=000-1"),
        ("Duty", "d-1", "person=w-1", "post=tea"),
        ("Recipient", "r.w-1", "person=w-1", "kinds=duty", "addresses=outbox:out", "language=en"),
    ):
        line("change", *args, "--add", code=None)
    return line
