"""The documentation is complete, and its generated pages are those of the library as it is."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.cli.app import SECTIONS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["records.md", "rules.md"])
def test_a_generated_page_is_current(page: str) -> None:
    wanted = {path.name: text for path, text in generator().pages().items()}
    assert (DOCS / "reference" / page).read_text(encoding="utf-8") == wanted[page], "run python docs/generate.py"


def test_the_page_of_records_says_what_a_state_needs_and_who_must_be_apart() -> None:
    states = ms.Hazard.__record__.stateful
    assert [generator().marks(spec).split("; ") for spec in states] == [
        [
            "found → owned, mended",
            "owned (needs owner) → found, mended",
            "mended (needs mended_by, measures) → owned, verified",
            "verified (needs mended_by, measures, verified_by) → owned, closed",
            "closed (needs mended_by, measures, verified_by) → nothing",
            "begins as found or mended",
            "mended_by and verified_by may not be the same",
        ]
    ]


def test_every_page_is_in_the_navigation() -> None:
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"^\s+- (?:\w+: )?(\S+\.md)$", settings, re.MULTILINE))
    assert pages <= named


def test_what_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_no_page_fetches_anything_when_it_is_read(page: Path) -> None:
    assert re.findall(r"!\[[^\]]*\]\(https?:|<(?:script|img|iframe|link)\b", page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda path: path.name)
def test_a_page_names_only_commands_that_there_are(page: Path) -> None:
    known = {name for section in SECTIONS.values() for name in section}
    shown = re.findall(r"[`$] *meetsupport ([a-z]+)\b", page.read_text(encoding="utf-8"))
    assert set(shown) <= known


def test_the_commands_that_a_page_names_are_found() -> None:
    page = (DOCS / "workbooks.md").read_text(encoding="utf-8")
    assert "`meetsupport new conference.xlsx" in page
    assert "`meetsupport load conference.xlsx" in page
