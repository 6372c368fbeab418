"""The examples in README.md, docs/ and docstrings are tests: each document runs in an empty folder of its own."""

from __future__ import annotations

from contextlib import ExitStack, chdir
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.parsers.rest import PythonCodeBlockParser as DocstringCodeBlockParser

_FOLDER = "_folder_of_this_document"


def enter_folder(namespace: dict[str, Any]) -> None:
    """Go to a new folder before the first example of a document."""
    stack = namespace[_FOLDER] = ExitStack()
    stack.enter_context(chdir(stack.enter_context(TemporaryDirectory())))


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back after the last one."""
    namespace[_FOLDER].close()


documents = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/**/*.md"],
    setup=enter_folder,
    teardown=leave_folder,
)
docstrings = Sybil(
    parsers=[DocTestParser(), DocstringCodeBlockParser()],
    patterns=["src/**/*.py"],
    document_types={".py": PythonDocStringDocument},
    setup=enter_folder,
    teardown=leave_folder,
)

pytest_collect_file = (documents + docstrings).pytest()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the examples of one document together, since they build on each other."""
    for item in items:
        if type(item).__module__.startswith("sybil."):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
