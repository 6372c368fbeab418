"""Whatever is typed or lies in files: refused or taken, never a traceback, never a fault of the program."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from meetsupport.cli.app import SECTIONS, app
from meetsupport.cli.front import Seams
from meetsupport.desk import BUILTIN
from meetsupport.plugins import Registry

NAUGHTY = (
    "",
    " ",
    "\x00",
    "\x1b]0;title\x07",
    "\u202eevil",
    "\ud800",
    "=cmd|' /C calc'!A0",
    "{name}",
    "{",
    "%s%n",
    "'; drop table entries; --",
    "../../etc/passwd",
    "-",
    "--",
    "💥" * 300,
    "9" * 5000,
    "NaN",
    "𠮷" * 201,
    "\n\t\r",
    "a" * 200_000,
)
REGISTRY = Registry.of({"core": BUILTIN})


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("MEETSUPPORT_DESK", raising=False)


def typed(*args: str) -> Result:
    """Run, and see that it ends in order."""
    result = CliRunner().invoke(app, list(args), obj=Seams(REGISTRY), prog_name="meetsupport")
    assert result.exit_code in {0, 1, 2}, (args, result.output)
    assert "Traceback" not in result.output
    return result


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
@pytest.mark.parametrize(
    "before",
    [
        ("show",),
        ("show", "Place"),
        ("show", "Place", "--where"),
        ("show", "Place", "--role"),
        ("change", "Place"),
        ("change", "Place", "x", "--add"),
        ("change", "--add", "Place", "x", "--reason"),
        ("preview",),
        ("load",),
        ("load", "plan.json", "--importer"),
        ("load", "plan.json", "--mapping"),
        ("load", "plan.json", "--decide"),
        ("export",),
        ("export", "x.json", "--of"),
        ("undo",),
        ("at",),
        ("notices",),
        ("send",),
        ("ack",),
        ("log", "--of"),
        ("check", "--code"),
        ("check", "--desk"),
        (),
    ],
    ids=" ".join,
)
def test_a_naughty_argument_is_refused_or_taken(before: tuple[str, ...], text: str) -> None:
    Path("plan.json").write_text('{"meetsupport": 1, "records": {"Place": [{"id": "hall-1"}]}}')
    typed("load", "plan.json")
    typed(*before, text)


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_a_naughty_value_is_shown_without_control_characters(text: str) -> None:
    typed("change", "Place", "x", "--add", f"name={text}")
    shown = typed("show", "Place").output + typed("log").output
    assert not {"\x1b", "\x07", "\u202e", "\x00"} & set(shown)


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_an_error_about_it_is_one_json_document(text: str) -> None:
    assert "error" in json.loads(typed("show", "Place", text, "--json").stdout)


@pytest.mark.parametrize(
    "command", [name for section in SECTIONS.values() for name in section if name not in {"demo", "new"}]
)
@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 8192, b"x"])
def test_a_journal_that_is_none_is_refused(command: str, content: bytes) -> None:
    Path("conference.db").write_bytes(content)
    needed = {
        "load": ("conference.db",),
        "change": ("Place", "x", "--add"),
        "preview": ("Place", "x", "--add"),
        "undo": ("1",),
        "export": ("x.json",),
        "ack": ("x",),
        "at": ("1",),
        "show": ("Place",),
    }
    typed(command, *needed.get(command, ()))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 100_000, b"\xef\xbb\xbf", b"\x00"])
@pytest.mark.parametrize("option", ["--mapping", "load"])
def test_a_hostile_file_is_refused(option: str, content: bytes) -> None:
    Path("plan.json").write_text('{"meetsupport": 1}')
    Path("bad.json").write_bytes(content)
    result = typed("load", "bad.json") if option == "load" else typed("load", "plan.json", "--mapping", "bad.json")
    assert result.exit_code == 2 or option == "--mapping"


@given(
    st.lists(
        st.text(max_size=12) | st.sampled_from(["Place", "hall", "--add", "--json", "name=x", "1", "-"]), max_size=5
    )
)
@settings(max_examples=60)
def test_no_sequence_of_words_is_a_fault_of_the_program(words: list[str]) -> None:
    with TemporaryDirectory() as folder:
        for command in ("show", "change", "at", "ack"):
            typed(command, f"--desk={folder}/c.db", *words)
