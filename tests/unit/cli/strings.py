"""Every string that the command line says, gathered from its code and its commands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click

import meetsupport.cli
from meetsupport.cli.app import SECTIONS, app
from meetsupport.cli.commands.telling import MANNERS
from meetsupport.cli.help import paragraphs

FOLDER = Path(meetsupport.cli.__file__).parent

CLICK = (
    "Options",
    "Commands",
    "Missing command.",
    "Missing argument",
    "Missing parameter",
    "Missing option",
    "No such option {name!r}.",
    "No such command {name!r}.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Option {name!r} does not take a value.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "file",
    "directory",
    "path",
)
"""What click says itself, and this command line can make it say."""

PLURALS = (
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
)
"""What it says of one thing and of several."""


def said() -> set[str]:
    """Gather the strings."""
    return {
        *_literals(),
        *_helps(app),
        *MANNERS,
        *CLICK,
        *SECTIONS,
        *(about for s in SECTIONS.values() for _, about in s.values()),
    }


def _literals() -> Iterator[str]:
    for path in sorted(FOLDER.rglob("*.py")):
        if "demo" in path.relative_to(FOLDER).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value
                elif isinstance(first, ast.IfExp):
                    yield from (str(one.value) for one in (first.body, first.orelse) if isinstance(one, ast.Constant))


def _helps(one: click.Command) -> Iterator[str]:
    yield from paragraphs(one.help or "")
    yield from (param.help for param in one.params if isinstance(param, click.Option) and param.help)
    if isinstance(one, click.Group):
        ctx = click.Context(one)
        for name in one.list_commands(ctx):
            inner = one.get_command(ctx, name)
            assert inner is not None
            yield from _helps(inner)
