"""What is said can be said in Chinese: every template of the source is in the catalogue, with the same values."""

from __future__ import annotations

import ast
import gettext
import string
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

import meetsupport.core.messages
from meetsupport import model
from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core import errors
from meetsupport.core.messages import show_value
from meetsupport.core.records import Record
from meetsupport.core.specs import FieldSpec
from meetsupport.plugins import SEVERITIES
from meetsupport.readings import kind_word, state_word
from meetsupport.readings.templates import BUILTIN_TEMPLATES
from meetsupport.rules import BUILTIN_RULES
from meetsupport.rules.bodies import BODIES_OF_MEANS
from meetsupport.rules.meals import EVERYDAY

SOURCE = Path(meetsupport.core.messages.__file__).parent.parent
FOLDER = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES"
TEMPLATES = {"Line": 1, "Message": 0, "Problem": 0, "of": 0, "translate": 0}
"""Which positional argument of these calls is a template."""

WORDS = frozenset(
    [
        "{n} d",
        "{n} h",
        "{n} min",
        "added",
        "removed",
        "set",
        "own",
        "deputy",
        "telephone",
        "none needed",
        "relayed",
        "personal",
        "health",
        "confidential",
    ]
)
"""Words that the source looks up by a value: units of time, kinds of edit, manners of receipt, why a
field is masked."""


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def of_call(call: ast.Call, *, prose: bool) -> Iterator[str]:
    name = called(call)
    place = TEMPLATES.get(name)
    if place is not None and place < len(call.args):
        yield from literals(call.args[place])
    if name == "Problem":
        yield from (text for keyword in call.keywords if keyword.arg == "fix" for text in literals(keyword.value))
    if prose and name not in {"Rule", "BriefSection"}:
        yield from (text for arg in call.args for text in literals(arg) if " " in text)


def templates() -> Iterator[str]:
    """
    Find the templates in the source.

    They are what stands in calls that take one, what is assigned to the name ``template``, and, in rules and briefs,
    any argument that reads like a sentence.
    """
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from of_call(node, prose=path.parent.name in {"rules", "briefs"})
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "template":
                yield from literals(node.value)


STATES = [
    (cls, spec, state)
    for cls in (getattr(model, name) for name in model.__all__)
    for spec in cls.__record__.stateful
    for state in spec.transitions
]


FIELDS = [
    (cls, spec)
    for cls in (getattr(model, name) for name in model.__all__)
    for spec in cls.__record__.fields.values()
    if spec.name != "id"
]


KINDS: list[tuple[type[Record], str]] = [
    (model.Place, "kind"),
    (model.Supply, "kind"),
    (model.Post, "role"),
    (model.Organization, "kinds"),
    (model.Appearance, "role"),
    (model.HealthProtocol, "pathogen"),
]
"""Fields whose words stand in messages; of meals, those of every day do."""


def said() -> set[str]:
    """Collect all that can be shown to a reader."""
    found = {text for text in templates() if text} | WORDS | set(SEVERITIES)
    for rule in BUILTIN_RULES:
        found |= {rule.title, rule.basis}
    for one in BUILTIN_TEMPLATES:
        found |= {getattr(one, name, "") for name in ("name", "title", "evidence")} - {""}
    found |= {section.title for section in BUILTIN_SECTIONS} | set(BODIES_OF_MEANS.values())
    found |= {word for cls, field in KINDS for word in cls.__record__.fields[field].words} | EVERYDAY
    found |= {spec.doc for _, spec in FIELDS}
    return found | {state_word(cls, state).template for cls, _, state in STATES}


def catalogue(folder: Path = FOLDER) -> dict[str, str]:
    """Read the .po file; entries are of one line each."""
    found: dict[str, str] = {}
    key = ""
    for line in (folder / "meetsupport.po").read_text(encoding="utf-8").splitlines():
        word, _, text = line.partition(" ")
        if word == "msgid":
            key = ast.literal_eval(text)
        elif word == "msgstr" and key:
            assert key not in found
            found[key] = ast.literal_eval(text)
    return found


PO = catalogue()
SAID = sorted(said())


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_enough_is_found_in_the_source() -> None:
    assert len(SAID) > 150
    assert {"not settled", "hold beds for {short} more", "you go along: {title}, {place}, {when}"} <= set(SAID)


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_is_translated(text: str) -> None:
    assert PO.get(text), (
        "add it to meetsupport.po, and compile: pybabel compile -d src/meetsupport/locale -D meetsupport"
    )


@pytest.mark.parametrize(("cls", "field"), KINDS)
def test_a_word_of_a_kind_is_said_as_the_workbook_writes_it(cls: type[Record], field: str) -> None:
    words = cls.__record__.fields[field].words
    assert words
    assert {word: kind_word(word).text("zh_CN") for word in words} == words


LABELLED = {"{type} records": {"label"}, "{name}": {"term"}}
"""What names a type, a field or a state by another value in Chinese: they have their terms with them, plugins' too."""


@pytest.mark.parametrize("text", PO)
def test_a_translation_names_the_same_values(text: str) -> None:
    assert names(PO[text]) == LABELLED.get(text, names(text))


def test_nothing_is_translated_that_is_never_said() -> None:
    assert set(PO) <= set(SAID)


@pytest.mark.parametrize("other", ["cli", "cli/demo"])
def test_no_other_catalogue_says_a_text_otherwise(other: str) -> None:
    theirs = catalogue(SOURCE / other / FOLDER.relative_to(SOURCE))
    assert {text: theirs[text] for text in PO.keys() & theirs} == {text: PO[text] for text in PO.keys() & theirs}


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with (FOLDER / "meetsupport.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {text: compiled.gettext(text) for text in PO} == PO
    everything = cast("dict[str, str]", vars(compiled)["_catalog"])
    assert set(everything) - {""} == set(PO)


def _name(value: object) -> str:
    return str(getattr(value, "__name__", getattr(value, "name", value)))


@pytest.mark.parametrize(("cls", "spec"), FIELDS, ids=_name)
def test_a_field_says_what_it_holds_in_words_beside_its_term(cls: type[Record], spec: FieldSpec) -> None:
    assert spec.label
    assert spec.doc
    assert PO[spec.doc] not in {spec.doc, spec.label}


@pytest.mark.parametrize(("cls", "spec", "state"), STATES, ids=_name)
def test_a_state_is_called_what_its_field_says(cls: type[Record], spec: FieldSpec, state: str) -> None:
    assert PO[state_word(cls, state).template] == spec.words[state]


def test_a_tuple_is_listed_with_the_readers_comma() -> None:
    assert show_value(("甲", "乙"), "zh_CN") == "甲、乙"
    assert show_value((), "zh_CN") == "无"


FOR_PROGRAMMERS = {
    "PluginError",
    "DerivationFailed",
    "cli/demo/running.py",
    "desk/edit.py",
    "journal/memory.py",
    "plan/plan.py",
    "plan/view.py",
}
"""Errors, and modules whose errors, are those of who writes programs and plugins: these stay English."""


def raised_in_english() -> Iterator[str]:
    """Find what is raised with a text instead of a message."""
    for path in sorted(SOURCE.rglob("*.py")):
        module = path.relative_to(SOURCE).as_posix()
        if module.startswith("testing/") or module in FOR_PROGRAMMERS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made = node.exc if isinstance(node, ast.Raise) else None
            if (
                isinstance(made, ast.Call)
                and called(made) in set(errors.__all__) - FOR_PROGRAMMERS
                and made.args
                and (isinstance(made.args[0], ast.JoinedStr) or any(literals(made.args[0])))
            ):
                yield f"{module}:{made.lineno}: {ast.unparse(made)}"


def test_what_is_refused_is_raised_with_a_message() -> None:
    assert list(raised_in_english()) == []
