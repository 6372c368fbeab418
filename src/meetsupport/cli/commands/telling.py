"""Telling people: ``notices``, ``send``, ``ack``, ``uninformed``, ``tick``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

import click

from meetsupport.cli import complete, shapes, views
from meetsupport.cli.faults import Refused
from meetsupport.cli.fields import moment_of
from meetsupport.cli.front import Answer, Front, command
from meetsupport.cli.help import Option
from meetsupport.cli.page import Page, Part
from meetsupport.cli.words import colon, say
from meetsupport.core.errors import Fault, InvalidInput, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.desk import Desk, Moment, Notice

__all__ = ["ack", "notices", "send", "tick", "uninformed"]

MANNERS = ("own", "deputy", "telephone", "none needed", "relayed")


def _shape(found: Iterable[Notice], front: Front, moment: Moment) -> dict[str, Any]:
    return {
        "revision": moment.revision,
        "at": moment.now.isoformat(),
        "notices": [shapes.notice(one, front.language, moment.now) for one in found],
    }


@command(
    click.Argument(["recipient"], metavar="[RECIPIENT]", required=False, shell_complete=complete.notices),
    epilog="meetsupport notices\nmeetsupport notices host.beach",
)
def notices(front: Front, recipient: str | None) -> Answer:
    """
    Show the open notices and what they say.

    The most urgent come first; there is one for each recipient who may act on an old plan.
    """
    moment = front.moment
    if recipient is not None:
        moment.brief(recipient)
    with front.busy(say("working out who must be told")):
        found = moment.notices(recipient)

    def paint(page: Page) -> None:
        if not found:
            page.line(
                (
                    say("everybody is informed") if recipient is None else say("{who} is informed", who=recipient),
                    "bold green",
                )
            )
            return
        front.zone_note(page)
        for one in found:
            views.notice(page, one, front, moment.now)
            page.line((say("notice {id}", id=one.id), "dim"), indent=2)

    return Answer(lambda: _shape(found, front, moment), paint)


@command(
    click.Argument(["recipient"], metavar="[RECIPIENT]", required=False, shell_complete=complete.notices),
    epilog="meetsupport send\nmeetsupport send host.beach --by duty-officer",
)
def send(front: Front, recipient: str | None) -> Answer:
    """
    Send the notices that have not been sent yet.

    Each goes over its recipient's channels, in order; one that no channel took is tried again the next time.
    """
    desk = front.desk()
    if recipient is not None:
        desk.brief(recipient)
    with front.busy(say("sending")):
        sent = desk.send(recipient, by=front.by)
    failed = [one for one in sent if one.state == "failed"]

    def paint(page: Page) -> None:
        if not sent:
            page.line(say("there is nothing to send"))
            return
        _table(page, sent, front, desk.now)
        if failed:
            page.line(
                (
                    say("not delivered: {n}; call them, or mend their addresses and send again", n=len(failed)),
                    "bold red",
                )
            )

    return Answer(lambda: _shape(sent, front, desk), paint, blocking=bool(failed))


def _table(page: Page, found: Sequence[Notice], front: Front, now: datetime) -> None:
    front.zone_note(page)
    columns = [say("recipient"), say("since"), say("read by"), say("state"), say("lines"), say("told besides")]
    rows: list[list[Part]] = []
    for one in found:
        beside = [*(f"{by} ({say(manner)})" for by, manner in one.seen), *(f"↑ {step.to}" for step in one.escalations)]
        style = "bold red" if views.overdue(one, now) else "bold"
        times = [front.time(one.since, page=page), views.deadline(one, front, now, page)]
        rows.append([(one.recipient, style), *times, views.short_state(one), str(len(one.lines)), ", ".join(beside)])
    if page.width is not None and not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    page.table(columns, rows, fixed=[0, 1, 2, 4])


@command(
    Option(["--overdue"], is_flag=True, help="Only those whose deadline is past."),
    epilog="meetsupport uninformed\nmeetsupport uninformed --overdue --json",
)
def uninformed(front: Front, *, overdue: bool) -> Answer:
    """
    Show who may still act on an old plan.

    Since when, until when they must have read of it, and who was told when they did not answer. The exit code is 1
    when a deadline is past.
    """
    moment = front.moment
    with front.busy(say("working out who must be told")):
        found = moment.uninformed()
    late = [one for one in found if views.overdue(one, moment.now)]
    shown = late if overdue else found

    def paint(page: Page) -> None:
        if not found:
            page.line((say("everybody is informed"), "bold green"))
            return
        if shown:
            _table(page, shown, front, moment.now)
        page.line(
            say("uninformed: {n}", n=len(found)),
            *(((say(", of them overdue: {n}", n=len(late)), "bold red"),) if late else ()),
        )

    return Answer(lambda: _shape(shown, front, moment), paint, blocking=bool(late))


@command(
    click.Argument(["which"], metavar="NOTICE|RECIPIENT...", nargs=-1, required=True, shell_complete=complete.notices),
    Option(
        ["--manner"], type=click.Choice(MANNERS), default="own", help="How it was received; 'relayed' is not received."
    ),
    Option(
        ["--on-behalf"], is_flag=True, help="Whoever received it answers for the recipient: its deputy, its secretary."
    ),
    Option(["--called-by"], metavar="WHO", help="For a telephone call, who called; else whoever gives this command."),
    Option(["--answered-by"], default="", metavar="WHO", help="And who answered."),
    Option(["--when"], metavar="TIME", help="When, if that was before now."),
    Option(["--note"], default="", metavar="TEXT", help="Anything else."),
    epilog="meetsupport ack host.beach\nmeetsupport ack lead.tea --by secretary.tea --manner deputy --on-behalf\n"
    "meetsupport ack host.beach --manner telephone --answered-by front-desk",
)
def ack(
    front: Front,
    which: tuple[str, ...],
    *,
    manner: Literal["own", "deputy", "telephone", "none needed", "relayed"],
    on_behalf: bool,
    called_by: str | None,
    answered_by: str,
    when: str | None,
    note: str,
) -> Answer:
    """
    Write down that notices were received.

    Name the notice, or the recipient for its open one. --by is who received it; without it, the recipient itself.
    What somebody else received stops the reminders, but only the recipient's own receipt, or one with --on-behalf,
    says that it knows.
    """
    desk = front.desk()
    time = None
    if when is not None:
        try:
            time = moment_of(when, front.zone)
        except InvalidInput as error:
            raise InvalidInput(error.faults, "--when") from None
    if called_by is not None and manner != "telephone":
        raise Refused(say("--called-by goes with --manner telephone"))
    caller = (called_by or front.by) if manner == "telephone" else ""
    chosen = _chosen(desk, which)
    for recipient, notice in chosen:
        desk.acknowledge(
            notice,
            by=front.asked_by or recipient,
            manner=manner,
            on_behalf=on_behalf,
            called_by=caller,
            answered_by=answered_by,
            when=time,
            note=note,
        )
    informed = {recipient: desk.informed(recipient) for recipient, _ in chosen}

    def paint(page: Page) -> None:
        for recipient, knows in informed.items():
            page.line(
                (recipient, "bold"),
                colon(),
                (say("is informed"), "green") if knows else (say("is not informed yet"), "yellow"),
            )

    return Answer(
        lambda: {"acknowledged": [{"recipient": one, "informed": knows} for one, knows in informed.items()]}, paint
    )


def _chosen(desk: Desk, which: Sequence[str]) -> list[tuple[str, Notice | str]]:
    open_ones = desk.notices()
    by_recipient = {one.recipient: one for one in open_ones}
    by_id = {one.id: one for one in open_ones}
    chosen: list[tuple[str, Notice | str]] = []
    faults: list[Fault] = []
    for one in dict.fromkeys(which):
        found = by_recipient.get(one) or by_id.get(one)
        if found is not None:
            chosen.append((found.recipient, found))
        elif "@" in one and one.rpartition("@")[0] in by_recipient:
            # An earlier notice of somebody who has a newer one: the desk knows whether it waits for a receipt.
            chosen.append((one.rpartition("@")[0], one))
        elif _is_recipient(desk, one):
            faults.append(Fault.of(one, Message.of("has nothing to read: it is informed")))
        else:
            said = Message.of("no notice or recipient of that id waits for a receipt; 'meetsupport notices' lists them")
            faults.append(Fault.of(one, said))
    if faults:
        raise InvalidInput(faults)
    return chosen


def _is_recipient(desk: Desk, one: str) -> bool:
    try:
        desk.brief(one)
    except UnknownReference:
        return False
    return True


@command(epilog="meetsupport tick")
def tick(front: Front) -> Answer:
    """
    Do what is due: escalate what was not answered.

    Call it every few minutes, by cron or a timer. It says until when nothing is due, and its exit code is 1 when a
    deadline is past.
    """
    desk = front.desk()
    with front.busy(say("doing what is due")):
        risen = desk.tick()
        late = [one for one in desk.uninformed() if views.overdue(one, desk.now)]
        following = desk.next_moment()

    def paint(page: Page) -> None:
        if risen:
            page.line((say("escalated: {n}", n=len(risen)), "bold"))
            _table(page, risen, front, desk.now)
        else:
            page.line(say("nothing was due"))
        if late:
            page.line((say("overdue: {n}", n=len(late)), "bold red"))
        if following is not None:
            page.line((say("nothing more is due before {time}", time=front.time(following)), "dim"))

    def shape() -> Any:
        return {
            **_shape(risen, front, desk),
            "overdue": [one.recipient for one in late],
            "next": None if following is None else following.isoformat(),
        }

    return Answer(shape, paint, blocking=bool(late))
