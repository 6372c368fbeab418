from __future__ import annotations

import gettext
import string
from pathlib import Path

import pytest

from meetsupport.cli.app import SECTIONS, app
from meetsupport.cli.help import paragraphs
from meetsupport.cli.words import LOCALE
from tests.unit.cli.strings import PLURALS, said

SAID: list[str] = sorted(said())
CHINESE = gettext.translation("meetsupport", LOCALE, ["zh_CN"])


def placeholders(text: str) -> set[tuple[str | None, str | None]]:
    return {(name, conversion) for _, name, _, conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("text", SAID)
def test_every_string_is_translated_with_its_placeholders(text: str) -> None:
    translated = CHINESE.gettext(text)
    assert translated != text
    assert placeholders(translated) == placeholders(text)


def test_the_gathering_finds_strings_of_all_kinds() -> None:
    some = {
        "times in {zone}",
        "Only findings of this rule; may be repeated.",
        "Installation",
        "seen by others",
        "everybody is informed",
    }
    assert some <= set(SAID)


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    pofile = pytest.importorskip("babel.messages.pofile")
    with Path(LOCALE, "zh_CN/LC_MESSAGES/meetsupport.po").open("rb") as file:
        source = {one.id: one.string for one in pofile.read_po(file) if one.id}
    assert {text: CHINESE.gettext(text) for text in source if isinstance(text, str)} == {
        text: one for text, one in source.items() if isinstance(text, str)
    }
    assert {text: (CHINESE.ngettext(*text, 2),) for text in PLURALS} == {text: source[text] for text in PLURALS}


def test_nothing_is_translated_that_is_never_said() -> None:
    pofile = pytest.importorskip("babel.messages.pofile")
    with Path(LOCALE, "zh_CN/LC_MESSAGES/meetsupport.po").open("rb") as file:
        assert {one.id for one in pofile.read_po(file) if one.id} == {*SAID, *PLURALS}


@pytest.mark.parametrize(("name", "about"), [(n, a) for s in SECTIONS.values() for n, (_, a) in s.items()])
def test_what_help_says_without_importing_a_command_is_what_the_command_says(name: str, about: str) -> None:
    command = app.get_command(None, name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert command is not None
    assert paragraphs(command.help or "")[0] == about
