"""What changed before the conference: the holiday, heads, rooms, the hall, an itinerary."""

from __future__ import annotations

from datetime import timedelta

import meetsupport as ms
from meetsupport.cli.demo.case5.setting import CONFERENCE, LATE_PROVINCES, World, at, teams_of, window
from meetsupport.cli.demo.office import Office

__all__ = [
    "before_the_holiday",
    "deadline_on_a_holiday",
    "hall_cleared",
    "itinerary_changes",
    "more_than_agreed",
    "opening",
    "settled",
    "switch_at_arrival",
    "ten_rooms",
]

SWITCHED_AT_ARRIVAL = "p-018"

FAMILIES = {"p-019": 2, "p-083": 3, "p-140": 2}
"""Who brings whom: the heads that come along."""


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
