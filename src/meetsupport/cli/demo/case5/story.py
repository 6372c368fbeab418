"""The late changes of a real conference, one by one, told with invented names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import meetsupport as ms
from meetsupport.cli.demo.case import Case
from meetsupport.cli.demo.case5.records import records
from meetsupport.cli.demo.case5.setting import CONFERENCE, LATE_PROVINCES, World, at, teams_of, window
from meetsupport.cli.demo.office import Office
from meetsupport.cli.demo.words import Tongue
from meetsupport.readings import trip_heads

__all__ = ["CASE", "CHAPTERS", "SWITCHED_AT_ARRIVAL", "tell_story"]

SWITCHED_AT_ARRIVAL = "p-018"
SWITCHED_AT_BOARDING = ("p-052", "p-110")
DROPPED_OUT, INCOMPLETE = "p-026", "coach-5"

Chapter = Callable[[Office, World], None]


def tell_story(office: Office, world: World) -> None:
    """Tell all of it."""
    for chapter in CHAPTERS:
        chapter(office, world)
        office.end()


def opening(office: Office, world: World) -> None:  # noqa: ARG001 - as all chapters
    """Tell all who have a part in it their part, for the first time."""
    office.look()
    office.tell(examples=("host.b1", "kitchens"))


def before_the_holiday(office: Office, world: World) -> None:
    """Bring in the airport company, which nobody listed, and have the plans ready before the days off."""
    say, desk = world.say, office.desk
    office.begin("airport", at("03T14:00"), say("A body that everything hangs on, and that nobody listed"))
    with desk.edit(by="registration-lead", reason=say("arrivals by air need it")) as edit:
        edit.add(ms.Person, "contact-airport", name=world.name(), organization="airport", phone="10000000001")
        edit.add(
            ms.Organization,
            "airport",
            name=say("Airport company"),
            kinds=("airport",),
            contact="contact-airport",
        )
        edit.set(ms.Place, "airport", organization="airport")
        edit.add(
            ms.Task,
            "lane",
            event=CONFERENCE,
            title=say("Keep a lane free for the pick-ups"),
            place="airport",
            window=window("08T09:00", "09T02:00"),
            responsible="contact-airport",
            contact="transport-lead",
            organization="airport",
        )
        edit.add(
            ms.Recipient,
            "airport",
            name=say("Airport company"),
            kinds=("duty",),
            addresses=(f"outbox:{world.outbox}",),
            language=say.language,
            person="contact-airport",
            escalates_to="lead.transport",
        )
    office.did(say("The airport company is entered, with its task."), edit.impact)
    with desk.edit(by="registration-lead") as edit:
        edit.add(
            ms.Coordination,
            "meeting-2",
            event=CONFERENCE,
            title=say("Second coordination meeting"),
            window=window("03T15:00", "03T16:00"),
            convener="office",
            invited=("airport", "coaches", "railway"),
        )
    office.mended(say("It is called to a second coordination meeting at 15:00."), edit.impact)
    office.tell(examples=("airport",))
    office.wait(at("03T16:00"))
    with desk.edit(by="transport-lead") as edit:
        edit.set(ms.Coordination, "meeting-2", attended=("airport", "coaches", "railway"))
        for team in teams_of(world):
            edit.set(ms.Task, f"plan-{team}", due=at("03T17:00"), state="done", evidence=say("on file"))
    office.mended(say("It came. The transport plan is due on the 3rd; all four written plans are done."), edit.impact)
    office.tell(examples=())


def deadline_on_a_holiday(office: Office, world: World) -> None:
    """Registration closes on a holiday; three days later eleven provinces are missing."""
    say, desk = world.say, office.desk
    office.begin("late", at("04T18:00"), say("Registration closes, on a holiday: nobody is at a desk to chase it"))
    office.wait(at("07T09:00"))
    late = [p for p in desk.show("Participant") if isinstance(p, ms.Participant) and p.state == "expected"]
    with desk.edit(by="registration-2", reason=say("called on the first working day"), means=say("telephone")) as edit:
        for one in late:
            edit.set(
                ms.Participant,
                one.id,
                state="registered",
                departs=at("11T17:40"),
                departs_by="rail",
                departs_on=f"X{(one.delegation or '')[-2:]}7",
            )
    text = "7 June 09:00: {provinces} provinces are called and register {n} people, with their return trips."
    office.did(say(text, provinces=len(LATE_PROVINCES), n=len(late)), edit.impact)
    office.tell(examples=("head.province-24", "desk.annexe"))


def more_than_agreed(office: Office, world: World) -> None:
    """A province sends twelve more, three delegates bring their families."""
    say, desk = world.say, office.desk
    office.begin("more", at("07T15:00"), say("Twelve more than agreed, and families"))
    with desk.edit(by="registration-1", reason=say("fax of province 9"), document="fax-0607-3") as edit:
        for number in range(251, 263):
            edit.add(
                ms.Participant,
                f"p-{number}",
                name=world.name(),
                delegation="province-09",
                rank="division",
                title=say("Head of a division"),
                state="registered",
                arrival="arrival-09",
                lodging="residence",
                route="route-b",
                departs=at("11T16:30"),
                departs_by="rail",
                departs_on="X209",
            )
            edit.add(ms.Seat, f"seat-{number}", trip="coach-3", participant=f"p-{number}")
        for one, companions in FAMILIES.items():
            edit.set(ms.Participant, one, companions=companions)
    text = "Province 9 sends 12 more; {n} delegates bring {heads} of their families."
    office.did(say(text, n=len(FAMILIES), heads=sum(FAMILIES.values())), edit.impact)
    with desk.edit(by="office", reason=say("over-quota list"), document="approval-17") as edit:
        edit.set(ms.Delegation, "province-09", approved=12, approved_by="secretary-general")
        for one, companions in FAMILIES.items():
            delegation = desk.get(ms.Participant, one).delegation or ""
            edit.set(ms.Delegation, delegation, approved=companions, approved_by="secretary-general")
        for number in range(251, 258):
            edit.set(ms.Seat, f"seat-{number}", trip="coach-4")
        for number in range(251, 263):
            edit.set(ms.Participant, f"p-{number}", lodging="annexe")
        edit.set(ms.Lodging, "annexe", rooms=135)
        edit.set(ms.Lodging, "residence", rooms=150)
        for meal in ("dinner-8", "breakfast-9", "lunch-9"):
            edit.set(ms.Meal, meal, covers=290)
        edit.set(ms.Meal, "dinner-b", covers=105)
    how = "19 approved; seven ride on coach 4; the twelve sleep in the Garden hotel; 17 rooms, more covers are ordered."
    office.mended(say(how), edit.impact)
    office.tell(examples=("liaison.coach-4", "host.b1"))


def ten_rooms(office: Office, world: World) -> None:
    """The guard bureau needs ten rooms, at once."""
    say, desk = world.say, office.desk
    office.begin("rooms", at("07T16:30"), say("Ten rooms more, at once"))
    with desk.edit(by="registration-3", ordered_by="guard-bureau", means=say("telephone")) as edit:
        edit.add(
            ms.RoomDemand,
            "rooms-guard",
            lodging="residence",
            organization="guard-bureau",
            rooms=10,
            reason=say("guards"),
            ordered_at=at("07T16:25"),
            ordered_by="guard-bureau",
        )
    office.did(say("The guard bureau demands 10 rooms in the residence, by telephone."), edit.impact)
    with desk.edit(by="registration-lead") as edit:
        edit.set(ms.Lodging, "residence", rooms=160)
    office.mended(say("The residence closes to other guests and holds 160 rooms."), edit.impact)
    office.tell()


def hall_cleared(office: Office, world: World) -> None:
    """The hall is ordered to clear its bookings; the session moves, and much is made anew overnight."""
    say, desk = world.say, office.desk
    office.begin("hall", at("07T18:00"), say("The hall must be cleared: the session moves"))
    with desk.edit(
        by="hall-lead", ordered_by="municipal-office", means=say("telephone"), reason=say("hall requisitioned")
    ) as edit:
        for session in ("photo", "plenary"):
            edit.set(ms.Session, session, place="ballroom")
        for post in ("sign-in", "tea"):
            edit.set(ms.Post, post, place="ballroom")
        for task, title, due, who, body in (
            ("backdrop", say("Remake the backdrop"), "08T06:00", "hall-deputy", "printers"),
            ("posters", say("Remake the posters and signs"), "08T06:00", "hall-5", "printers"),
            ("tea-break", say("Buy the tea break"), "09T07:00", "catering-deputy", None),
        ):
            edit.add(
                ms.Task,
                task,
                event=CONFERENCE,
                kind="order",
                title=title,
                due=at(due),
                place="ballroom",
                responsible=who,
                team="catering" if task == "tea-break" else "hall",
                organization=body,
                ordered_at=at("07T18:00"),
                ordered_by="municipal-office",
            )
    text = "By order of the city, by telephone: session, photo, sign-in and tea move to the ballroom; three orders."
    office.did(say(text), edit.impact)
    office.tell(
        examples=("speaker.005", "hall.1"),
        silent=("head.province-14", "speaker.083"),
        by_deputy=("head.province-05",),
        by_telephone=("speaker.122",),
    )
    office.wait(at("08T06:00") - timedelta(minutes=20))
    with desk.edit(by="hall-deputy") as edit:
        edit.set(ms.Task, "backdrop", state="done", evidence=say("photo-31"))
        edit.set(ms.Task, "posters", state="done", evidence=say("photo-32"))
    text = "8 June 05:40: backdrop and posters hang in the ballroom; the tea break is bought during the day."
    office.did(say(text), edit.impact)
    office.tell(examples=(), silent=("head.province-14", "speaker.083"))
    office.wait(at("08T06:00"))
    office.teller.fact("mend", say("The lead of the team Registration calls; the head of province 14 knows now."))
    office.call("head.province-14", by="registration-lead")
    office.unread(called=1)


def itinerary_changes(office: Office, world: World) -> None:
    """A leader's visit is moved three times before anybody reads of the first."""
    say, desk = world.say, office.desk
    office.begin("itinerary", at("08T11:00"), say("A leader's itinerary changes, and changes again"))
    for moment, place, when in (
        ("08T11:00", "stop-b1", window("09T15:00", "09T15:45")),
        ("08T11:40", "stop-a1", window("09T15:30", "09T16:15")),
        ("08T12:20", "stop-a2", window("10T09:00", "10T09:45")),
    ):
        office.wait(at(moment))
        with desk.edit(by="escort", ordered_by="leaders-office", means=say("telephone")) as edit:
            edit.set(ms.Itinerary, "visit", place=place, window=when)
        office.scene.revisions.append(edit.impact.revision or 0)
        last = desk.send(by="office")
    office.scene.told += [notice.recipient for notice in last]
    text = "The visit is moved at 11:00, 11:40 and 12:20; three notices were sent, the last one stands for all."
    office.teller.fact("changed", say(text))
    office.teller.fact("told", "\n".join([office.counted(last), *(office.example(notice) for notice in last)]))
    (seen,) = desk.show("Itinerary", role="clerk")
    text = "For others it is masked, so that the driver has nothing new to read: {title}, {place}, {when}"
    if isinstance(seen, ms.Itinerary):
        office.teller.fact("masked", say(text, title=str(seen.title), place=str(seen.place), when=str(seen.window)))
    for notice in last:
        desk.acknowledge(notice, by=notice.recipient)
    office.unread()


def switch_at_arrival(office: Office, world: World) -> None:
    """A delegate chooses another route on arrival."""
    say, desk = world.say, office.desk
    office.begin("switch", at("08T15:20"), say("A delegate wants another tour, on arrival"))
    for notice in desk.notices("speaker.083"):
        desk.acknowledge(notice, by="speaker.083")
    office.teller.fact("read", say("The speaker from province 11 signs in and reads that the hall has moved."))
    with desk.edit(by="registration-1", reason=say("changed route on arrival")) as edit:
        edit.set(ms.Participant, SWITCHED_AT_ARRIVAL, route="route-b")
    office.did(say("{who} changes from route A to route B.", who=office.participant(SWITCHED_AT_ARRIVAL)), edit.impact)
    with desk.edit(by="registration-1") as edit:
        edit.set(ms.Seat, "seat-018", trip="coach-4", number="49")
    office.mended(say("The seat on coach 1 is freed, one on coach 4 is given."), edit.impact)
    office.tell(examples=("host.a1", "liaison.coach-4"))


def settled(office: Office, world: World) -> None:
    """The last flight is late; seats and photo are settled; cards are printed through the night."""
    say, desk = world.say, office.desk
    office.begin("flight", at("08T21:00"), say("The last flight is late"))
    with desk.edit(by="transport-1", reason=say("told by the airport company")) as edit:
        edit.set(ms.Arrival, "arrival-31", state="delayed", due=at("09T00:50"))
        edit.set(ms.Post, "pick-up-air", window=window("08T08:00", "09T01:30"))
        for province in range(1, 31):
            edit.set(ms.Arrival, f"arrival-{province:02}", state="met")
        edit.set(ms.Arrival, "arrival-central", state="met")
        for one in desk.show("Participant"):
            if isinstance(one, ms.Participant) and one.delegation != "province-31":
                edit.set(ms.Participant, one.id, state="met")
    text = "31 of 32 arrivals are met. The airport says that the last comes at 00:50; its pick-up stays until 01:30."
    office.did(say(text), edit.impact)
    office.tell(examples=("head.province-31", "greeter.air"))


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


FAMILIES = {"p-019": 2, "p-083": 3, "p-140": 2}
"""Who brings whom: the heads that come along."""

CHAPTERS: tuple[Chapter, ...] = (
    opening,
    before_the_holiday,
    deadline_on_a_holiday,
    more_than_agreed,
    ten_rooms,
    hall_cleared,
    itinerary_changes,
    switch_at_arrival,
    settled,
    cards,
    gifts,
    last_delegate,
    switch_at_boarding,
    head_count,
    one_hour_away,
    closing,
)
"""The steps, in the order in which they happened."""


def manifests(desk: ms.Desk, folder: Path, say: Tongue) -> Iterator[Path]:
    """Write a manifest for each coach."""
    (folder / "manifests").mkdir(exist_ok=True)
    kind, suffix = ("manifest", ".xlsx") if "manifest" in desk.registry.exporters else ("manifest-md", ".md")
    for trip in desk.show("Trip"):
        file = folder / "manifests" / f"{trip.id}{suffix}"
        desk.export(file, kind, of=ms.Trip.ref(trip.id), language=say.language)
        yield file


CASE = Case(
    title="A conference whose lists kept changing",
    under="After the review of a real conference. Every name is invented; the clock is turned by hand.",
    stem="conference",
    begins=at("01T10:00"),
    records=records,
    tell=tell_story,
    loaded="{file}: {n} records, among them {Participant} participants, {Seat} seats on coaches, "
    "{Recipient} to be told",
    counted=(ms.Participant, ms.Seat, ms.Recipient),
    papers=manifests,
)
