"""What changed while it was held: cards, gifts, who comes late, who changes coaches."""

from __future__ import annotations

import meetsupport as ms
from meetsupport.cli.demo.case5.setting import CONFERENCE, World, at
from meetsupport.cli.demo.office import Office
from meetsupport.readings import trip_heads

__all__ = ["cards", "closing", "gifts", "head_count", "last_delegate", "one_hour_away", "switch_at_boarding"]

SWITCHED_AT_BOARDING = ("p-052", "p-110")
DROPPED_OUT, INCOMPLETE = "p-026", "coach-5"


def cards(office: Office, world: World) -> None:
    """Seat plan and photo are settled at 22:00; the cards are printed until four."""
    say, desk = world.say, office.desk
    office.begin("cards", at("08T22:00"), say("Seat plan and photo placing are settled"))
    with desk.edit(by="hall-lead", reason=say("seat plan settled at 22:00")) as edit:
        edit.set(ms.Task, "tea-break", state="done", evidence=say("receipt-8"))
        for task, title, who in (
            ("cards", say("Print and place the seat cards"), "hall-6"),
            ("photo-marks", say("Mark the places of the group photo"), "hall-7"),
        ):
            edit.add(
                ms.Task,
                task,
                event=CONFERENCE,
                kind="make",
                title=title,
                due=at("09T04:00"),
                place="ballroom",
                responsible=who,
                team="hall",
                ordered_at=at("08T22:00"),
            )
    office.did(
        say("Cards and marks are ordered for 04:00. From now on an open gap is a breach: none is open."), edit.impact
    )
    office.tell(examples=("hall.6",))


def gifts(office: Office, world: World) -> None:
    """An order by telephone at 23:00, for 07:30."""
    say, desk = world.say, office.desk
    office.begin("gifts", at("08T23:00"), say("An order at 23:00, for half past seven"))
    with desk.edit(
        by="catering-lead",
        ordered_by="leaders-office",
        means=say("telephone"),
        reason=say("leaders' meeting in the morning"),
    ) as edit:
        edit.add(
            ms.Supply,
            "gifts",
            event=CONFERENCE,
            name=say("Gifts for the leaders' meeting"),
            quantity=30,
            unit=say("sets"),
            place="lobby",
            responsible="catering-deputy",
            due=at("09T07:30"),
        )
        edit.add(
            ms.Task,
            "gifts",
            event=CONFERENCE,
            kind="order",
            title=say("Buy and deliver the gifts"),
            due=at("09T07:30"),
            place="lobby",
            responsible="catering-deputy",
            team="catering",
            ordered_at=at("08T23:00"),
            ordered_by="leaders-office",
        )
    office.did(
        say("30 sets of gifts, due at 07:30: ordered by the leaders' office, by telephone, taken at 23:00."),
        edit.impact,
    )
    office.tell(examples=("catering.deputy",), by_telephone=("catering.deputy",))


def last_delegate(office: Office, world: World) -> None:
    """The last delegate is met at one; at four the cards lie, at seven the gifts are there."""
    say, desk = world.say, office.desk
    office.begin("night", at("09T01:00"), say("The last delegate is met"))
    with desk.edit(by="transport-1") as edit:
        edit.set(ms.Arrival, "arrival-31", state="met")
        edit.set(ms.Task, "lane", state="done")
        for one in desk.show("Participant"):
            if isinstance(one, ms.Participant) and one.state in {"registered", "expected"}:
                edit.set(ms.Participant, one.id, state="met")
    office.did(say("Province 31 is met at 01:00: all are there."), edit.impact)
    office.tell(examples=())
    office.wait(at("09T03:50"))
    with desk.edit(by="hall-lead") as edit:
        edit.set(ms.Task, "cards", state="done", evidence=say("round-2"))
        edit.set(ms.Task, "photo-marks", state="done", evidence=say("round-2"))
    office.did(say("03:50: the cards are on the tables."), edit.impact)
    office.wait(at("09T07:10"))
    with desk.edit(by="catering-deputy", document="order-0609-1") as edit:
        edit.set(ms.Task, "gifts", state="done", evidence=say("receipt-9"))
    office.did(say("07:10: the gifts are in the lobby; the written order has followed."), edit.impact)
    office.tell(examples=("catering.deputy",))


def switch_at_boarding(office: Office, world: World) -> None:
    """Two more change at the door of the coach, and one is missing who told no one."""
    say, desk = world.say, office.desk
    office.begin("boarding", at("09T13:10"), say("Boarding: two change their route at the coach door"))
    with desk.edit(by="liaison-1", reason=say("changed route at boarding")) as edit:
        for one, number in zip(SWITCHED_AT_BOARDING, ("48", "49"), strict=True):
            edit.set(ms.Participant, one, route="route-a")
            edit.set(ms.Seat, f"seat-{one[2:]}", trip="coach-1", number=number)
    office.did(
        say("{who} change from routes B and C to coach 1.", who=tuple(map(office.participant, SWITCHED_AT_BOARDING))),
        edit.impact,
    )
    office.tell(examples=("host.a1", "host.c1"), silent=("host.b1", "host.c1"))


def head_count(office: Office, world: World) -> None:
    """Every liaison officer counts; on coach 5 one is missing who told no one."""
    say, desk = world.say, office.desk
    office.begin("count", at("09T13:25"), say("Every liaison officer counts heads: one is missing on coach 5"))
    with desk.edit(by="chief-liaison", reason=say("head counts merged")) as edit:
        for n in range(1, 7):
            listed = desk.derive(trip_heads, f"coach-{n}")
            edit.set(ms.Trip, f"coach-{n}", state="boarded", head_count=listed - (f"coach-{n}" == INCOMPLETE))
    office.did(say("The six coaches have boarded; the chief liaison officer merges the counts."), edit.impact)
    with desk.edit(by="liaison-5", reason=say("left at noon and told no one"), means=say("roll call")) as edit:
        edit.set(ms.Participant, DROPPED_OUT, state="left")
        edit.remove(ms.Seat, f"seat-{DROPPED_OUT[2:]}")
    office.mended(
        say("The roll is called: {who} flew home at noon. The seat is freed.", who=office.participant(DROPPED_OUT)),
        edit.impact,
    )
    office.tell(examples=("host.c1", "liaison.chief"), silent=("host.b1", "host.c1"))


def one_hour_away(office: Office, world: World) -> None:
    """The coaches are on their way, and two hosts have not read who comes."""
    say, desk = world.say, office.desk
    office.begin("stop", at("09T13:30"), say("The coaches leave, and two hosts have not read their lists"))
    with desk.edit(by="chief-liaison") as edit:
        for n in range(1, 7):
            edit.set(ms.Trip, f"coach-{n}", state="departed")
    office.did(say("All six coaches have left."), edit.impact)
    office.wait(at("09T13:40"))
    for notice in desk.notices("host.c1"):
        desk.acknowledge(notice, by="lead.route-c", manner="relayed")
    text = "13:40: the lead of route C says that it has passed the list on. Relayed is not received: {host} stays open."
    office.teller.fact("relayed", say(text, host=office.called("host.c1")))
    office.wait(at("09T14:00"))
    office.teller.fact("unread", say("14:00: coach 5 is one hour from stop C1, and the host has no names."))
    office.call("host.c1", by="chief-liaison")
    office.mended(say("The chief liaison officer calls the host of C1, reads out the changes and enters the receipt."))
    office.wait(at("09T15:00"))
    for notice in desk.notices("host.b1"):
        desk.acknowledge(notice, by="host.b1.deputy", manner="deputy", on_behalf=True, called_by="chief-liaison")
    office.mended(say("The chief liaison officer calls; the host's deputy has read the list."))
    office.unread()


def closing(office: Office, world: World) -> None:
    """The coaches are back, and everybody knows."""
    say, desk = world.say, office.desk
    office.begin("end", at("11T12:00"), say("The coaches are back"))
    with desk.edit(by="chief-liaison", reason=say("the tours have ended")) as edit:
        for n in range(1, 7):
            edit.set(ms.Trip, f"coach-{n}", state="arrived")
        for call in desk.show("Call"):
            edit.set(ms.Call, call.id, state="left")
        for task in desk.show("Task"):
            if isinstance(task, ms.Task) and task.state == "open":
                edit.set(ms.Task, task.id, state="done")
    office.did(say("All coaches have arrived, all stops are left, all tasks are done."), edit.impact)
    office.tell(examples=())
