"""Looking at the plan and its past: ``show``, ``check``, ``log``, ``at``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from meetsupport.cli import complete, shapes, views
from meetsupport.cli.commands import files, telling
from meetsupport.cli.fields import Assignments, no_field, type_named
from meetsupport.cli.front import Answer, Command, Front, command
from meetsupport.cli.help import Option, common
from meetsupport.cli.page import Page, Part
from meetsupport.cli.words import bracketed, say, wide
from meetsupport.core.errors import Fault, InvalidInput, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.core.records import Record, RecordType, no_such
from meetsupport.plugins import SEVERITIES, Severity

__all__ = ["at", "check", "log", "show"]

WIDEST = 28
"""How wide a column of a list may be on a terminal."""


@command(
    click.Argument(["type_"], metavar="[TYPE]", required=False, shell_complete=complete.types),
    click.Argument(["id_"], metavar="[ID]", required=False, shell_complete=complete.ids),
    Option(["--where"], multiple=True, metavar="FIELD=VALUE", help="Only records with this value; may be repeated."),
    Option(["--fields", "fields_"], metavar="FIELD,...", help="The columns to show."),
    Option(
        ["--role"],
        metavar="ROLE",
        help="As whom to see it; without it, all is shown, as the office sees it. '' sees nothing sensitive.",
    ),
    epilog="meetsupport show\n"
    "meetsupport show Participant --where route=route-sea --fields name,rank\n"
    "meetsupport show Trip coach-3 --role liaison",
)
def show(
    front: Front, type_: str | None, id_: str | None, *, where: tuple[str, ...], fields_: str | None, role: str | None
) -> Answer:
    """
    Show the records of a type, or one of them.

    Without a type, it counts what the plan holds. A terminal shows the columns that fit; a pipe and --json get all
    of them.
    """
    moment = front.moment
    if type_ is None:
        return _counts(front)
    rt = type_named(moment.plan.types, type_)
    reader = moment.view(role)
    equal = Assignments(moment.plan, rt).read(where, one=True)
    records: Sequence[Record] = reader.where(rt.cls, **equal) if equal else reader.all(rt.cls)
    chosen = _chosen(rt, fields_)
    if id_ is not None:
        records = [one for one in records if one.id == id_]
        if not records:
            raise UnknownReference.of(no_such(rt, id_))
        one = records[0]
        return Answer(lambda: shapes.record(one), lambda page: _one(page, one, front))
    return Answer(
        lambda: {"type": rt.name, "revision": moment.revision, "records": [shapes.record(one) for one in records]},
        lambda page: _list(page, rt, records, front, chosen),
    )


def _counts(front: Front) -> Answer:
    plan = front.moment.plan
    counts = {name: plan.count(name) for name in sorted(plan.types) if plan.count(name)}
    unknown = len(plan.unknown())

    def paint(page: Page) -> None:
        page.line((say("revision {n}", n=front.moment.revision), "bold"))
        rows = [[views.type_word(plan.types[name], front.language), name, str(n)] for name, n in counts.items()]
        page.table([say("records"), say("type"), say("number")], rows, fixed=[0, 1])
        if unknown:
            page.line(say("{n} records of types that no installed plugin defines; they are kept", n=unknown))

    return Answer(lambda: {"revision": front.moment.revision, "counts": counts, "unknown": unknown}, paint)


def _chosen(rt: RecordType[Any], fields: str | None) -> list[str] | None:
    if fields is None:
        return None
    names = [name.strip() for name in fields.split(",") if name.strip()]
    by_label = {spec.label: spec.name for spec in rt.fields.values() if spec.label}
    found = [name if name in rt.fields else by_label.get(name, "") for name in names]
    wrong = [Fault.of(name, no_field(rt)) for name, one in zip(names, found, strict=True) if not one]
    if wrong:
        raise InvalidInput(wrong, "--fields")
    return [name for name in found if name != "id"]


def _one(page: Page, one: Record, front: Front) -> None:
    page.line(f"{views.type_word(one.__record__, front.language)} ", (one.id, "bold"))
    views.fields(page, one, front)


def _list(page: Page, rt: RecordType[Any], records: Sequence[Record], front: Front, chosen: list[str] | None) -> None:
    zone = front.zone
    names = chosen if chosen is not None else [name for name in rt.fields if name != "id"]
    texts = {
        name: [views.value(views.term(getattr(one, name), rt.fields[name], front), front, zone) for one in records]
        for name in names
    }
    left = 0
    if chosen is None and page.width is not None:
        filled = [name for name in names if any(texts[name])]
        names = _fitting(filled, texts, page.width - max((wide(one.id) for one in records), default=0) - 2, rt, front)
        left = len(filled) - len(names)
    titles = [say("id"), *(_title(rt, name, front) for name in names)]
    rows: list[list[Part]] = [
        [(one.id, "bold"), *(texts[name][number] for name in names)] for number, one in enumerate(records)
    ]
    page.table(titles, rows, fixed=[0])
    if page.width is not None:
        note = say("{n} records", n=len(records))
        if left:
            note += say("; {n} more fields did not fit: name them with --fields, or show one record by its id", n=left)
        page.line((note, "dim"))


def _title(rt: RecordType[Any], name: str, front: Front) -> str:
    label = rt.fields[name].label
    return label if front.language.startswith("zh") and label else name


def _fitting(
    names: Sequence[str], texts: dict[str, list[str]], room: int, rt: RecordType[Any], front: Front
) -> list[str]:
    fitting: list[str] = []
    for name in names:
        needed = min(max(wide(_title(rt, name, front)), *map(wide, texts[name])), WIDEST) + 2
        if needed <= room:
            fitting.append(name)
            room -= needed
    return fitting


@command(
    Option(["--severity"], type=click.Choice(SEVERITIES), help="Only findings at least this bad."),
    Option(["--code"], multiple=True, metavar="CODE", help="Only findings of this rule; may be repeated."),
    Option(["--facts"], is_flag=True, help="Show what each finding rests on."),
    epilog="meetsupport check\nmeetsupport check --severity blocking --facts",
)
def check(front: Front, *, severity: Severity | None, code: tuple[str, ...], facts: bool) -> Answer:
    """
    Judge every rule, the worst findings first.

    The exit code is 1 when something blocking stands, or when a rule could not be judged, whatever is chosen to be
    shown.
    """
    moment = front.moment
    with front.busy(say("judging the rules")):
        report = moment.check()
    worst = SEVERITIES[: SEVERITIES.index(severity) + 1] if severity else SEVERITIES
    found = [one for one in report if one.severity in worst and (not code or one.code in code)]
    known = tuple(sorted(front.registry.rules))
    for one in sorted(set(code).difference(known)):
        raise UnknownReference.of(Message.of("no rule {code}, expected one of {known}", code=repr(one), known=known))

    def shape() -> Any:
        return {
            "revision": moment.revision,
            "at": moment.now.isoformat(),
            "clear": report.clear,
            "findings": [shapes.finding(one, front.language, facts=facts) for one in found],
            "failures": [shapes.failure(one) for one in report.failures],
        }

    def paint(page: Page) -> None:
        views.failures(page, report.failures)
        views.findings(page, found, front, facts=facts)
        counts = ", ".join(
            f"{views.severity_word(one, front)} {n}"
            for one in SEVERITIES
            if (n := sum(f.severity == one for f in report))
        )
        if report.clear:
            page.line((say("nothing blocking stands"), "bold green"), bracketed(counts))
        else:
            page.line((say("not clear"), "bold red"), bracketed(counts))

    return Answer(shape, paint, blocking=not report.clear)


@command(
    Option(
        ["--after"],
        type=click.IntRange(min=0),
        default=0,
        metavar="REVISION",
        help="Only what came after this revision.",
    ),
    Option(["--last"], type=click.IntRange(min=1), metavar="N", help="Only the last so many entries."),
    Option(["--of"], metavar="TYPE:ID", help="Only changes of this record."),
    epilog="meetsupport log --last 20\nmeetsupport log --of Trip:coach-3",
)
def log(front: Front, *, after: int, last: int | None, of: str | None) -> Answer:
    """Tell what was done, entry by entry."""
    desk = front.desk()
    entries = list(desk.log(after))
    if of is not None:
        name, _, one = of.partition(":")
        rt = type_named(desk.plan.types, name)
        entries = [entry for entry in entries if any((edit.type, edit.id) == (rt.name, one) for edit in entry.edits)]
    chosen = entries[-last:] if last else entries

    def paint(page: Page) -> None:
        front.zone_note(page)
        rows: list[list[Part]] = []
        for entry in chosen:
            what = entry.what.text(front.language) + bracketed(entry.why)
            rows.append([(str(entry.revision), "bold"), front.time(entry.at, page=page), entry.by, what])
        page.table([say("revision"), say("when"), say("by"), say("what")], rows, fixed=[0, 1])

    return Answer(lambda: {"entries": [shapes.log_entry(entry, front.language) for entry in chosen]}, paint)


def _follows(ctx: click.Context) -> bool:
    """Say whether a command comes after the moment; click keeps its name among the arguments that are left."""
    return bool([*getattr(ctx, "_protected_args", ()), *ctx.args])


class _At(Command, click.Group):
    """Remembers the moment for the command that follows."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options stand behind the moment too, where click would take them for a command."""
        valued = {
            name for param in self.params if isinstance(param, Option) and not param.is_flag for name in param.opts
        }
        moment, rest, options = args[:1], args[1:], list[str]()
        while rest and rest[0].startswith("-"):
            count = 2 if rest[0] in valued else 1
            options, rest = options + rest[:count], rest[count:]
        return super().parse_args(ctx, [*options, *moment, *rest])

    def invoke(self, ctx: click.Context) -> int:
        ctx.meta["meetsupport.when"] = ctx.params.pop("when")
        if ctx.invoked_subcommand is None and not _follows(ctx):
            return _counting.invoke(ctx)
        result: int = click.Group.invoke(self, ctx)
        return result

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Command.format_options(self, ctx, formatter)
        with formatter.section(say("Commands")):
            formatter.write_dl([(name, self.commands[name].get_short_help_str()) for name in sorted(self.commands)])


_counting = Command("at", callback=_counts)

at = _At(
    "at",
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] ...",
    params=[click.Argument(["when"], metavar="REVISION|TIME"), *common()],
    help="""
    Look at the plan as it stood.

    Give a revision's number, as 'meetsupport log' has it, or a time; then what to look at. Without a command, it
    counts what the plan held. Rules are judged by the clock of that moment.
    """,
    epilog="meetsupport at 12 check\nmeetsupport at 2011-06-09T18:00 show Session opening\nmeetsupport at 12 notices",
    commands={
        "check": check,
        "show": show,
        "notices": telling.notices,
        "uninformed": telling.uninformed,
        "export": files.export,
    },
)
