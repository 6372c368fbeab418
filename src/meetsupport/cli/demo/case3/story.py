"""What was done, what was given, and who reported it; the bulletin itself comes later."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import meetsupport as ms
from meetsupport.cli.demo.case import Case
from meetsupport.cli.demo.case3.records import CITY, DISTRICTS, PARTS, REPORTING, at, records, window
from meetsupport.cli.demo.office import Office
from meetsupport.cli.demo.world import World

__all__ = ["CASE", "tell_story"]

LATE = REPORTING[2]
"""Reports after the deadline."""


def tell_story(office: Office, world: World) -> None:
    """Tell all of it."""
    office.look()
    office.tell(examples=("contact.district-01",))
    for chapter in (care, same_hour, theme_day, reports, late, summing_up):
        office.end()
        chapter(office, world)
    office.end()


def care(office: Office, world: World) -> None:
    """Visit households before the festival, and write down what was given."""
    say, desk = world.say, office.desk
    office.begin(
        "care", at("06-24T11:00"), say("The day before the Dragon Boat festival: goods for households in need")
    )
    goods = (
        ("rice", say("rice"), 40, say("bag")),
        ("oil", say("oil"), 40, say("bottle")),
        ("dumplings", say("rice dumplings"), 80, say("box")),
        ("salted-eggs", say("salted eggs"), 40, say("box")),
        ("preserved-eggs", say("preserved eggs"), 40, say("box")),
    )
    with desk.edit(by=f"contact-{CITY}", reason=say("given on the visit")) as edit:
        for id, name, quantity, unit in goods:
            edit.add(
                ms.Donation,
                f"given-{id}",
                event=CITY,
                organization=CITY,
                receiver=say("households in need"),
                kind="goods",
                name=name,
                quantity=Decimal(quantity),
                unit=unit,
                day=at("06-24T11:00").date(),
            )
    office.did(say("Five kinds of goods go to 40 households."), edit.impact)


def same_hour(office: Office, world: World) -> None:
    """See that the head leads two activities in the same hour, and move one."""
    say, desk = world.say, office.desk
    office.begin("same-hour", at("06-29T10:00"), say("The head leads lecture and visit in the same hour"))
    with desk.edit(by=f"contact-{CITY}", reason=say("straight after the lecture")) as edit:
        edit.set(ms.Session, "visit", window=window("07-01T10:45", "07-01T12:00"))
        edit.set(ms.Session, "oath", place=None)
    office.mended(say("The visit begins straight after the lecture, at 10:45; the oath is a part of it."), edit.impact)
    office.tell(examples=("editor",))


def theme_day(office: Office, world: World) -> None:
    """Hold the theme day: one of the five fixed parts is not done in time."""
    say, desk = world.say, office.desk
    office.pass_to(at("07-02T16:50"))
    with desk.edit(by=f"contact-{CITY}", reason=say("done")) as edit:
        for n in range(1, PARTS):
            edit.set(ms.Task, f"part-{n}", state="done")
    office.begin("theme-day", at("07-02T17:10"), say("The theme day: five fixed parts, and N of one's own"))
    with desk.edit(by=f"contact-{CITY}", reason=say("done after the discussion")) as edit:
        edit.set(ms.Task, f"part-{PARTS}", state="done")
        edit.add(
            ms.Task,
            "own-1",
            event=CITY,
            kind="item",
            title=say("A part of one's own: birthday cards"),
            session="theme-day",
            due=at("07-02T17:30"),
            responsible=f"contact-{CITY}",
            organization=CITY,
            state="done",
        )
    office.mended(say("The fifth part is done after the discussion; one part of their own comes with it."), edit.impact)
    office.tell(examples=())


def reports(office: Office, world: World) -> None:
    """Take the reports of two districts, one of them on an activity that four branches hold together."""
    say, desk = world.say, office.desk
    office.begin("reports", at("07-09T16:00"), say("Two districts report, each in its own way"))
    first, second, _ = REPORTING
    with desk.edit(by=f"contact-{first}", reason=say("report"), means=say("e-mail"), document="workbook") as edit:
        for id, title, kind, day in (
            ("theme-day", say("Theme day, 5 + N"), "theme-day", "07-01"),
            ("lecture", say("Lecture"), "lecture", "07-01"),
            ("study", say("Study session"), "study", "07-03"),
        ):
            edit.add(
                ms.Session,
                f"{first}-{id}",
                event=first,
                title=title,
                kind=kind,
                window=window(f"{day}T09:00", f"{day}T10:00")
                if id != "study"
                else window(f"{day}T14:00", f"{day}T16:00"),
            )
        edit.add(
            ms.Donation,
            f"{first}-money",
            event=first,
            organization=first,
            receiver=say("a relief fund"),
            kind="money",
            name=say("one day's pay"),
            quantity=Decimal(3200),
            unit=say("yuan"),
            day=at("07-01T00:00").date(),
        )
        edit.set(ms.Task, f"report-{first}", state="done", evidence=say("e-mail"))
    office.did(say("District 1 sends a workbook: three activities, one day's pay."), edit.impact)
    with desk.edit(
        by=f"contact-{CITY}", reason=say("report"), means=say("telephone"), ordered_by=f"contact-{second}"
    ) as edit:
        edit.add(
            ms.Session,
            f"{second}-joint",
            event=second,
            title=say("Joint theme day of four branches"),
            kind="theme-day",
            window=window("07-03T09:00", "07-03T11:30"),
        )
        edit.add(
            ms.Responsibility,
            f"{second}-branches",
            event=second,
            matter=say("Joint theme day of four branches"),
            responsible=(second,),
        )
        edit.set(ms.Task, f"report-{second}", state="done", evidence=say("telephone"))
    office.did(say("District 2 telephones: four branches, one joint theme day. It counts once."), edit.impact)
    office.tell(examples=())


def late(office: Office, world: World) -> None:
    """Chase the thirteen that have not reported; one sends its report, twelve have sent nothing."""
    say, desk = world.say, office.desk
    office.begin("late", at("07-10T18:30"), say("The deadline has passed: who has not reported"))
    office.wait(at("07-12T09:00"))
    with desk.edit(by=f"contact-{LATE}", reason=say("report"), means=say("e-mail"), document="text") as edit:
        edit.add(
            ms.Session,
            f"{LATE}-village",
            event=LATE,
            title=say("Theme day with a village"),
            kind="theme-day",
            window=window("07-04T09:00", "07-04T11:00"),
        )
        edit.set(ms.Task, f"report-{LATE}", state="done", evidence=say("e-mail"))
    office.mended(say("District 3 reports two days late: a theme day together with a village."), edit.impact)
    with desk.edit(by=f"contact-{CITY}", reason=say("called on 12 July")) as edit:
        for district in DISTRICTS:
            if district not in REPORTING:
                edit.set(
                    ms.Task,
                    f"report-{district}",
                    state="dropped",
                    reason=say("called on 12 July; sends nothing for this issue"),
                )
    office.mended(say("Twelve districts are called, and send nothing for this issue. That is not: nothing was done."))
    office.tell(examples=())


def summing_up(office: Office, world: World) -> None:
    """Say what the records hold, agency by agency."""
    say, desk = world.say, office.desk
    office.begin("end", at("07-16T09:00"), say("What the records hold, on the day of the bulletin"))
    sessions = [one for one in desk.show("Session") if isinstance(one, ms.Session)]
    gifts = [one for one in desk.show("Donation") if isinstance(one, ms.Donation)]
    for agency in (CITY, *REPORTING):
        kinds = Counter(one.kind for one in sessions if one.event == agency)
        given = say(", ").join(f"{one.name} {one.quantity} {one.unit}" for one in gifts if one.organization == agency)
        office.teller.fact(
            "so far",
            say(
                "{agency}: activities: {n} ({kinds}); given: {given}",
                agency=desk.get(ms.Organization, agency).name,
                n=kinds.total(),
                kinds=say(", ").join(f"{say(kind)} {n}" for kind, n in kinds.items()),
                given=given or say("nothing"),
            ),
        )
    office.teller.fact(
        "later",
        say(
            "The bulletin that merges these reports, its numbers and its imprint come with the summaries, which are "
            "not built yet."
        ),
    )
    office.tell(examples=())


CASE = Case(
    title="An anniversary told by several agencies",
    under="After the bulletin of a real office. Every name is invented; the clock is turned by hand.",
    stem="anniversary",
    begins=at("06-20T09:00"),
    records=records,
    tell=tell_story,
    loaded="{file}: {n} records, among them {Organization} bodies, {Session} activities, {Recipient} to be told",
    counted=(ms.Organization, ms.Session, ms.Recipient),
)
