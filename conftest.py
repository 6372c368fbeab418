"""The examples in README.md, docs/ and docstrings are tests: each document runs in an empty folder of its own."""

from __future__ import annotations

from contextlib import ExitStack, chdir
from tempfile import TemporaryDirectory
from typing import Any

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.parsers.rest import PythonCodeBlockParser as DocstringCodeBlockParser
from sybil.sybil import SybilCollection

_FOLDER = "_folder_of_this_document"


def enter_folder(namespace: dict[str, Any]) -> None:
    """Go to a new folder before the first example of a document."""
    stack = namespace[_FOLDER] = ExitStack()
    stack.enter_context(chdir(stack.enter_context(TemporaryDirectory())))


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back after the last one."""
    namespace[_FOLDER].close()


def documents(folder: str, pattern: str) -> Sybil:
    """Collect the Python blocks of Markdown files."""
    return Sybil(
        parsers=[PythonCodeBlockParser(), SkipParser()],
        path=folder,
        pattern=pattern,
        setup=enter_folder,
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

pytest_collect_file = SybilCollection([documents(".", "README.md"), documents("docs", "*.md"), docstrings]).pytest()
