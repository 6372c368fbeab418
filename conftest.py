"""
The examples in README.md, docs/ and docstrings are tests: each document runs in a folder of its own.

That folder is empty, but for README.md, which finds the files that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.parsers.rest import PythonCodeBlockParser as DocstringCodeBlockParser
from sybil.sybil import SybilCollection

from tests.docs.world import build, installed

_FOLDER = "_folder_of_this_document"

NEEDS = {"workbooks.md": "xlsx", "calendars.md": "ical", "china.md": "china", "epidemic.md": "epidemic"}
"""The documents whose examples use a plugin; they are skipped where it is not installed."""


def enter_folder(namespace: dict[str, Any]) -> None:
    """Go to a new folder before the first example of a document."""
    stack = namespace[_FOLDER] = ExitStack()
    stack.enter_context(chdir(stack.enter_context(TemporaryDirectory())))


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back after the last one, and let go of the journal that a document has opened."""
    if "desk" in namespace:
        namespace["desk"].close()
    if _FOLDER in namespace:
        namespace[_FOLDER].close()


def enter_world(namespace: dict[str, Any]) -> None:
    """Go to a new folder that holds the files of README.md, and give it its ``rows``."""
    need("xlsx")
    enter_folder(namespace)
    namespace["rows"] = build(Path.cwd())


def enter_with(plugin: str) -> Callable[[dict[str, Any]], None]:
    """Go to a new folder, if a plugin is installed."""

    def enter(namespace: dict[str, Any]) -> None:
        need(plugin)
        enter_folder(namespace)

    return enter


def need(plugin: str) -> None:
    """Skip the document where a plugin is not installed."""
    if not installed(plugin):
        pytest.skip(f"the plugin meetsupport-{plugin} is not installed")


def documents(
    folder: str,
    pattern: str,
    setup: Callable[[dict[str, Any]], None] = enter_folder,
    excludes: Sequence[str] = (),
) -> Sybil:
    """Collect the Python blocks of Markdown files."""
    return Sybil(
        parsers=[PythonCodeBlockParser(), SkipParser()],
        path=folder,
        pattern=pattern,
        excludes=excludes,
        setup=setup,
        teardown=leave_folder,
    )


docstrings = Sybil(
    parsers=[DocTestParser(), DocstringCodeBlockParser()],
    path="src",
    pattern="*.py",
    document_types={".py": PythonDocStringDocument},
    setup=enter_folder,
    teardown=leave_folder,
)

pytest_collect_file = SybilCollection(
    [
        documents(".", "README.md", enter_world),
        documents("docs", "*.md", excludes=tuple(NEEDS)),
        *(documents("docs", name, enter_with(plugin)) for name, plugin in NEEDS.items()),
        docstrings,
    ]
).pytest()
