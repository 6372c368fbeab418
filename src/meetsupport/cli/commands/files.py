"""Files in and out: ``new``, ``load``, ``export``, ``schema``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import attrs
import click
import msgspec

from meetsupport.cli import complete, shapes, views
from meetsupport.cli.faults import Refused
from meetsupport.cli.fields import reference
from meetsupport.cli.front import Answer, Front, command
from meetsupport.cli.help import Option
from meetsupport.cli.words import say
from meetsupport.core.codec import json_schema
from meetsupport.core.errors import Fault, InvalidInput, UnreadableFile
from meetsupport.core.messages import Message, sayable
from meetsupport.core.records import Ref
from meetsupport.desk import Desk, Impact

__all__ = ["DECIDE", "OVERRIDE", "decisions", "export", "load", "new", "schema"]

EMPTY = "empty-workbook"
"""What the exporter of empty workbooks is called."""

OVERRIDE = Option(
    ["--override"], default="", metavar="WHO", help="Who allows it although records in it are frozen, by id or office."
)

DECIDE = Option(
    ["--decide"],
    multiple=True,
    metavar="PLACE=CHOICE",
    help="The answer to a question of an earlier try, such as 'Sheet!C5=file'.",
)

MAX_MAPPING = 4 * 1024 * 1024


@command(
    click.Argument(["file"], type=click.Path(dir_okay=False)),
    Option(["--force"], is_flag=True, help="Replace a file that is there."),
    epilog="meetsupport new conference.xlsx",
)
def new(front: Front, file: str, *, force: bool) -> Answer:
    """
    Write an empty workbook to fill in.

    It has a sheet for each record type, with headings in the chosen language; those that only some offices need are
    hidden. The first sheet explains how to fill them in.
    """
    if EMPTY not in front.registry.exporters:
        raise Refused(
            say(
                "empty workbooks need a plugin that is not installed: {install}",
                install="python -m pip install meetsupport-xlsx",
            )
        )
    path = Path(file)
    suffix = front.registry.exporters[EMPTY].value.suffix
    if path.suffix.lower() != suffix:
        raise Refused(say("{file} must end with {suffix}", file=file, suffix=suffix))
    if path.exists() and not force:
        raise Refused(say("{file} is there already; --force replaces it", file=file))
    with Desk.open(":memory:", registry=front.registry) as desk:
        made = desk.export(path, EMPTY, language=front.language)
    return _written(front, path, EMPTY, len(made))


def _written(front: Front, path: Path, exporter: str, size: int) -> Answer:
    del front
    return Answer(
        lambda: {"file": str(path), "exporter": exporter, "bytes": size},
        lambda page: page.line(say("wrote {file}, {n} bytes", file=str(path), n=size)),
    )


@command(
    click.Argument(["file"], type=click.Path(), shell_complete=None),
    Option(
        ["--importer"],
        metavar="NAME",
        help="The importer, where the file's ending does not tell.",
        shell_complete=complete.importers,
    ),
    Option(
        ["--mapping"], metavar="FILE", help="A file that says which column is which field, for workbooks of others."
    ),
    DECIDE,
    Option(
        ["--type", "type_"],
        metavar="TYPE",
        help="For CSV: the record type; else the file's name tells.",
        shell_complete=complete.types,
    ),
    Option(["--replace"], is_flag=True, help="For a plan's file: remove what it lacks."),
    Option(["--reason"], default="", metavar="TEXT", help="Why."),
    OVERRIDE,
    Option(["--restores"], is_flag=True, help="It takes over what stood elsewhere: records may begin in any state."),
    Option(["--dry-run"], is_flag=True, help="Say what it would do, without doing it."),
    epilog="meetsupport load conference.xlsx --by registration\n"
    "meetsupport load conference.xlsx --decide 'Participant!D17=file'",
)
def load(  # noqa: PLR0913 - one for each of its options
    front: Front,
    file: str,
    *,
    importer: str | None,
    mapping: str | None,
    decide: tuple[str, ...],
    type_: str | None,
    replace: bool,
    reason: str,
    override: str,
    restores: bool,
    dry_run: bool,
) -> Answer:
    """
    Read a file into the plan, as one change.

    The file's ending chooses the importer. A file that would remove surprisingly much is held: nothing changes
    before somebody confirms it. What the importer cannot decide is asked, and left out until you load the file
    again with your decisions.
    """
    options: dict[str, Any] = {}
    if mapping is not None:
        options["mapping"] = _mapping(Path(mapping))
    if decide:
        options["decisions"] = decisions(decide)
    if type_ is not None:
        options["type"] = type_
    if replace:
        options["replace"] = True
    # A file that cannot be read must not leave a new journal behind.
    if not Path(file).is_file():
        raise UnreadableFile(Message.of("there is no such file"), file)
    desk = front.desk(make=True)
    with front.busy(say("reading {file}", file=Path(file).name)):
        change = desk.read(file, by=front.by, importer=importer, restores=restores, **options)
        change = attrs.evolve(change, reason=reason or change.reason, override=override)
    with front.busy(say("working out what it changes")):
        impact = desk.preview(change) if dry_run else desk.apply(change)
    return impact_answer(front, desk, impact, detail=False, would=dry_run)


def impact_answer(front: Front, desk: Desk, impact: Impact, *, detail: bool, would: bool = False) -> Answer:
    """Answer with what a change did; blocking if it is held, asks, or raises something blocking."""
    blocking = impact.held or bool(impact.questions) or any(one.severity == "blocking" for one in impact.raised)
    return Answer(
        lambda: shapes.impact(impact, front.language, desk.now),
        lambda page: views.impact(page, impact, front, desk.now, detail=detail, would=would),
        blocking=blocking,
    )


def _mapping(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_MAPPING:
            raise UnreadableFile(
                Message.of("more than the {most} bytes that a mapping may have", most=MAX_MAPPING), path.name
            )
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(Message.of("it is not text in UTF-8"), path.name) from None
    except OSError as error:
        raise UnreadableFile(
            Message.of("cannot be read: {why}", why=sayable(error.strerror or error)), path.name
        ) from error


def decisions(given: tuple[str, ...]) -> dict[str, str]:
    """Read the answers of ``--decide``, by place."""
    faults: list[Fault] = []
    made: dict[str, str] = {}
    for one in given:
        place, equals, choice = one.rpartition("=")
        if not (equals and place and choice):
            faults.append(Fault.of(one, Message.of("expected PLACE=CHOICE, such as 'Participant!D17=file'")))
        elif made.setdefault(place, choice) != choice:
            faults.append(
                Fault.of(
                    place,
                    Message.of("decided twice, {first} and {second}", first=repr(made[place]), second=repr(choice)),
                )
            )
    if faults:
        raise InvalidInput(faults, "--decide")
    return made


@command(
    click.Argument(["file"], type=click.Path(allow_dash=True)),
    click.Argument(["exporter"], required=False, shell_complete=complete.exporters),
    Option(["--of"], metavar="TYPE:ID", help="The record that it is of, such as Trip:coach-3."),
    Option(
        ["--role"], metavar="ROLE", help="As whom to see the plan; without it, all is shown. '' sees nothing sensitive."
    ),
    epilog="meetsupport export plan.json\nmeetsupport export manifest.xlsx manifest --of Trip:coach-3 --role liaison",
)
def export(front: Front, file: str, exporter: str | None, *, of: str | None, role: str | None) -> Answer | None:
    """
    Write something of the plan to a file.

    The file's ending chooses the exporter where none is named; 'meetsupport plugins' lists them. Without --role the
    file holds everything, as the office itself sees it: give one for whatever leaves the office. With - as the
    file, it goes to standard output.
    """
    moment = front.moment
    target = None
    if of is not None:
        rt, one = reference(moment.plan, of)
        target = Ref(rt.cls, one)
    out = file == "-"
    if out and (front.json or exporter is None):
        raise Refused(say("to write to standard output, name the exporter, and leave --json away"))
    with front.busy(say("writing {file}", file=file)):
        made = moment.export(None if out else file, exporter, of=target, role=role, language=front.language)
    if out:
        sys.stdout.flush()
        click.echo(made, nl=False)
        return None
    return _written(front, Path(file), exporter or "", len(made))


@command(
    click.Argument(["file"], required=False, type=click.Path(dir_okay=False)),
    epilog="meetsupport schema plan.schema.json",
)
def schema(front: Front, file: str | None) -> Answer:
    """
    Describe the file format as a JSON Schema.

    It covers the record types of all installed plugins. Without a file it goes to standard output.
    """
    made = json_schema(front.registry.types)
    if file is None:
        return Answer(lambda: made, lambda _: click.echo(msgspec.json.format(msgspec.json.encode(made), indent=2)))
    from meetsupport.desk.moment import write_whole  # noqa: PLC0415 - only here

    content = msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"
    write_whole(Path(file), content)
    return _written(front, Path(file), "schema", len(content))
