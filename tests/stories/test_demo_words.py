"""The demo can be told in Chinese to the last word, and its catalogue holds nothing else."""

from __future__ import annotations

import ast
import gettext
import io
import string
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from rich.console import Console

from meetsupport.cli.demo import case4, law, run, words
from meetsupport.cli.demo.case4.setting import ZONES
from meetsupport.cli.demo.office import KINDS
from meetsupport.cli.demo.telling import MONTHS
from meetsupport.core.messages import Value, translate
from meetsupport.desk.builtin import BUILTIN
from meetsupport.plugins import Registry
from tests.thorough import on_one_python

FOLDER = Path(words.__file__).parent / "locale" / "zh_CN" / "LC_MESSAGES"


def catalogue() -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for line in (FOLDER / "meetsupport.po").read_text(encoding="utf-8").splitlines():
        word, _, text = line.partition(" ")
        if word == "msgid":
            key = ast.literal_eval(text)
        elif word == "msgstr" and key:
            assert key not in found
            found[key] = ast.literal_eval(text)
    return found


PO = catalogue()


LONG = Path(case4.__file__).parent
"""The story of forty days is not told here once more: what it says is read from its source."""


LAW = Path(law.__file__)
"""What it says depends on how many rules of the plugins speak."""


def written(*files: Path) -> Iterator[str]:
    """Collect what is said in source: the first argument of ``say`` and ``fact``, the texts of `Case`."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                texts = node.args[:1] if called in {"say", "fact"} else []
                if called == "Case":
                    texts = [one.value for one in node.keywords if one.arg in {"title", "under", "loaded"}]
                yield from (one.value for one in texts if isinstance(one, ast.Constant) and isinstance(one.value, str))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Collect every text that is looked up while the stories are told, without plugins."""
    found = {text for pair in KINDS.values() for text in pair}
    found |= {*written(*LONG.glob("*.py"), LAW), *ZONES.values(), *MONTHS.values()}
    told = words.Tongue.__call__

    def noted(self: words.Tongue, text: str, /, **values: Value) -> str:
        found.add(text)
        return told(self, text, **values)

    folder = tmp_path_factory.mktemp("story")
    for earlier in (".meetsupport-demo", "log.md"):
        (folder / earlier).write_text("of an earlier run", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words.Tongue, "__call__", noted)
        for case in (1, 2, 3, 5):
            run(folder, Console(file=io.StringIO()), "zh_CN", registry=Registry.of({"core": BUILTIN}), case=case)
    return found


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@on_one_python
def test_whatever_is_said_has_a_translation(said: set[str]) -> None:
    assert [text for text in sorted(said) if text not in PO and translate(text, "zh_CN") == text] == []


@on_one_python
def test_nothing_is_translated_that_is_never_said(said: set[str]) -> None:
    assert set(PO) - said == set()


@pytest.mark.parametrize("text", PO)
def test_a_translation_names_no_other_values(text: str) -> None:
    assert names(PO[text]) <= names(text)


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with (FOLDER / "meetsupport.mo").open("rb") as file:
        compiled = cast("dict[str, str]", vars(gettext.GNUTranslations(file))["_catalog"])
    assert {text: one for text, one in compiled.items() if text} == PO
