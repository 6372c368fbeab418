"""From the afternoon of the 18th to the morning of the 22nd: what was done, hour by hour."""

from __future__ import annotations

from decimal import Decimal
from importlib.metadata import entry_points

import meetsupport as ms
from meetsupport.cli.demo.case import Case
from meetsupport.cli.demo.case1.records import (
    ATTENDANTS,
    BAND,
    DOORS,
    ENTRANCES,
    EVENT,
    HEADS,
    STAFF,
    STUDENTS,
    at,
    records,
    team_names,
    window,
)
from meetsupport.cli.demo.law import plugin
from meetsupport.cli.demo.office import Office
from meetsupport.cli.demo.world import World
from meetsupport.plugins.specs import GROUP

__all__ = ["CASE", "tell_story"]

PENDING = "student-117"
CLASS = 50
"""Students that one of the staff looks after."""

THINGS = ("boards", "banners", "signs")


def tell_story(office: Office, world: World) -> None:
    """Tell all of it."""
    office.look()
    _doors(office)
    office.tell(examples=("lead.staff", "attendants.05"))
    for chapter in (plans, supplies, party, tests, rehearsal, night, morning, closing):
        office.end()
        chapter(office, world)
    office.end()


def _doors(office: Office) -> None:
    """Tell how many doors the law wants, where the plugin that knows it is installed."""
    if plugin("china") is None:
        return
    (point,) = entry_points(group=GROUP, name="china")
    needed: int = point.load().doors_needed(HEADS)
    text = "{heads} people need at least {needed} doors, and {there} are listed"
    office.teller.fact("law", office.say(text, heads=HEADS, needed=needed, there=DOORS))


def plans(office: Office, world: World) -> None:
    """Draft three plans, send them for approval, have one returned, and approved."""
    say, desk = world.say, office.desk
    office.begin("plans", at("19T11:00"), say("Three plans, drafted overnight, go for approval"))
    ids = ("plan-service", "plan-welcome", "plan-staffing")
    with desk.edit(by="staff-02", reason=say("drafted overnight")) as edit:
        for id in ids:
            edit.set(ms.Document, id, state="submitted", submitted_at=at("19T11:00"))
    office.did(say("All three are submitted."), edit.impact)
    with desk.edit(by="staff-01", reason=say("reviewed")) as edit:
        for id in ids:
            returned = id == "plan-welcome"
            edit.add(
                ms.Review,
                f"{id}-1",
                document=id,
                step="staff-01",
                reviewer="staff-01",
                verdict="returned" if returned else "agreed",
                comment=say("say who leads the students") if returned else "",
                at=at("19T14:00"),
            )
            if returned:
                edit.set(ms.Document, id, state="returned")
            else:
                edit.set(ms.Document, id, state="approved", approver="contact-office", approved_at=at("19T16:00"))
    office.did(say("Two are approved; the welcome ceremony comes back with a comment."), edit.impact)
    office.wait(at("19T17:30"))
    with desk.edit(by="staff-02", reason=say("comment taken in")) as edit:
        edit.set(ms.Document, "plan-welcome", state="submitted", submitted_at=at("19T17:00"))
        edit.add(
            ms.Review,
            "plan-welcome-2",
            document="plan-welcome",
            step="staff-01",
            reviewer="staff-01",
            verdict="agreed",
            at=at("19T17:20"),
        )
    with desk.edit(by="contact-office", reason=say("approved")) as edit:
        edit.set(ms.Document, "plan-welcome", state="approved", approver="contact-office", approved_at=at("19T17:30"))
    office.mended(say("It says now who leads the students, and is approved."), edit.impact)
    _made(office, "design")
    office.tell(examples=())


def _begun(office: Office, step: str) -> None:
    """Enter that a step of all that is made has begun."""
    with office.desk.edit(by="staff-10", reason=office.say(step)) as edit:
        for thing in THINGS:
            edit.set(ms.Task, f"{thing}-{step}", state="started")


def _made(office: Office, step: str) -> None:
    """Enter that a step of all that is made is done."""
    with office.desk.edit(by="staff-10", reason=office.say(step)) as edit:
        for thing in THINGS:
            edit.set(ms.Task, f"{thing}-{step}", state="done")


def supplies(office: Office, world: World) -> None:
    """Receive, allocate and lay out the supplies; one entrance is forgotten."""
    say, desk = world.say, office.desk
    office.pass_to(at("20T08:50"))
    _begun(office, "proof")
    office.begin("supplies", at("20T09:30"), say("Masks, gel and water: received, laid out at the entrances"))
    _made(office, "proof")
    with desk.edit(by="staff-05", reason=say("delivered")) as edit:
        for supply, quantity in (("masks", 2800), ("gel", 2700), ("water", 2700), ("tea", 2700), ("cups", 2700)):
            _moved(edit, f"{supply}-in", supply, "received", quantity, "20T09:00")
        for supply in ("tea", "cups"):
            _moved(edit, f"{supply}-foyer", supply, "placed", 2700, "20T11:00", place="foyer")
        for n in range(1, ENTRANCES):
            _lay_out(edit, n)
    office.did(say("Delivered, and laid out at three entrances of four."), edit.impact)
    with desk.edit(by="staff-05", reason=say("entrance 4 was forgotten")) as edit:
        _lay_out(edit, ENTRANCES)
    office.mended(say("Laid out at entrance 4 too."), edit.impact)


def _lay_out(edit: ms.Edit, entrance: int) -> None:
    for supply in ("masks", "gel", "water"):
        _moved(edit, f"{supply}-{entrance}", supply, "placed", 650, "20T11:00", place=f"entrance-{entrance}")


def _moved(
    edit: ms.Edit, id: str, supply: str, kind: str, quantity: int, when: str, *, place: str | None = None
) -> None:
    """Enter that something was received, laid out or used."""
    edit.add(
        ms.Movement,
        id,
        supply=supply,
        kind=kind,
        quantity=Decimal(quantity),
        at=at(when),
        place=place,
        by="staff-05" if kind == "received" else "staff-06",
    )


def party(office: Office, world: World) -> None:
    """Borrow 200 students from a school: consent, chaperones, dress, when they are called."""
    say, desk = world.say, office.desk
    office.begin("party", at("20T15:00"), say("A welcome party of 200 students"))
    with desk.edit(by="contact-school", reason=say("the school's list")) as edit:
        for n in range(1, STUDENTS + 1):
            edit.add(
                ms.Person,
                f"student-{n:03}",
                name=world.name(),
                team="students",
                organization="school",
                minor=True,
                dress=say("white shirt"),
            )
        edit.add(
            ms.Post,
            "welcome",
            event=EVENT,
            name=say("Welcome at the square"),
            place="square",
            team="students",
            role=say("welcome"),
            heads=STUDENTS,
            window=window("22T07:00", "22T09:00"),
        )
        for n in range(1, STUDENTS + 1):
            edit.add(ms.Duty, f"welcome-{n:03}", person=f"student-{n:03}", post="welcome")
    office.did(say("The school names 200 students, all under age."), edit.impact)
    with desk.edit(by="contact-school", reason=say("consent of school and guardians")) as edit:
        edit.add(
            ms.Document,
            "consent",
            event=EVENT,
            title=say("Consent of school and guardians"),
            kind="consent",
            author="contact-school",
            approver="contact-office",
            approved_at=at("20T16:00"),
            state="approved",
        )
        edit.add(
            ms.Post,
            "chaperones",
            event=EVENT,
            name=say("With the students"),
            place="square",
            team="staff",
            role="chaperone",
            heads=STUDENTS // CLASS,
            window=window("22T07:00", "22T09:00"),
        )
        for n in range(STUDENTS // CLASS):
            edit.add(ms.Duty, f"chaperone-{n + 1}", person=f"staff-{20 + n:02}", post="chaperones")
        for n in range(1, STUDENTS + 1):
            edit.set(ms.Person, f"student-{n:03}", consent="consent", chaperone=f"staff-{20 + (n - 1) // CLASS:02}")
    office.mended(say("The school sends the consent; four of the staff look after fifty each."), edit.impact)
    office.tell()


def tests(office: Office, world: World) -> None:
    """Test 248 people; one result is pending, and the band is in no tested group."""
    say, desk = world.say, office.desk
    office.begin("tests", at("21T10:00"), say("248 people are tested: 26 + 22 + 200"))
    tested = [
        *(f"staff-{n:02}" for n in range(1, STAFF + 1)),
        *(f"attendants-{n:02}" for n in range(1, ATTENDANTS + 1)),
        *(f"student-{n:03}" for n in range(1, STUDENTS + 1)),
    ]
    with desk.edit(by="staff-07", reason=say("results")) as edit:
        for person in tested:
            pending = person == PENDING
            edit.add(
                ms.HealthTest,
                f"test-{person}",
                person=person,
                sampled=at("20T17:00"),
                result="pending" if pending else "negative",
                resulted=None if pending else at("21T09:00"),
            )
    office.did(
        say("{n} results are in, all negative; that of {who} is pending.", n=len(tested) - 1, who=PENDING), edit.impact
    )
    with desk.edit(by="staff-07", reason=say("the band is on duty too")) as edit:
        edit.add(ms.Cohort, "band", event=EVENT, name=team_names(world)["band"], kinds=("staff",), teams=("band",))
        for n in range(1, BAND + 1):
            edit.add(
                ms.HealthTest,
                f"test-band-{n:02}",
                person=f"band-{n:02}",
                sampled=at("21T07:00"),
                result="negative",
                resulted=at("21T09:50"),
            )
    office.mended(say("The band and the guard of honour, whom nobody had tested, are tested too."), edit.impact)
    office.pass_to(at("21T11:30"))
    _begun(office, "make")
    office.wait(at("21T14:00"))
    with desk.edit(by="staff-07", reason=say("the last result")) as edit:
        edit.set(ms.HealthTest, f"test-{PENDING}", result="negative", resulted=at("21T14:00"))
    office.mended(say("The last result is negative: all 248 are cleared."), edit.impact)
    office.tell()


def rehearsal(office: Office, world: World) -> None:
    """Rehearse; what is found goes to the register of hazards."""
    say, desk = world.say, office.desk
    office.begin("rehearsal", at("21T16:30"), say("Rehearsal, with everybody in place"))
    with desk.edit(by="staff-01", reason=say("found at the rehearsal")) as edit:
        edit.add(
            ms.Hazard,
            "carpet",
            event=EVENT,
            title=say("The red carpet forms a fold before door 3"),
            kind="crowd",
            place="door-3",
            found_at=at("21T16:20"),
            found_by="staff-08",
        )
    office.did(say("The red carpet forms a fold before door 3."), edit.impact)
    office.wait(at("21T17:00"))
    with desk.edit(by="staff-08", reason=say("mended on the spot")) as edit:
        edit.set(
            ms.Hazard,
            "carpet",
            state="mended",
            owner="staff-09",
            mended_by="attendants-03",
            mended_at=at("21T16:50"),
            measures=say("stretched and taped"),
        )
    for state in ("verified", "closed"):
        with desk.edit(by="staff-08", reason=say(state)) as edit:
            edit.set(ms.Hazard, "carpet", state=state, verified_by="staff-08", verified_at=at("21T17:00"))
    office.mended(say("Stretched and taped by an attendant, verified by one of the staff, closed."), edit.impact)
    office.tell(examples=())


def night(office: Office, world: World) -> None:
    """Install through the night; the banners are late."""
    say, desk = world.say, office.desk
    office.pass_to(at("21T19:30"))
    with desk.edit(by="staff-12", reason=say("made")) as edit:
        for thing in ("boards", "signs"):
            edit.set(ms.Task, f"{thing}-make", state="done")
    office.begin("night", at("21T20:10"), say("The banners are late, and installation must begin at ten"))
    office.tell(silent=("staff.13",))
    office.wait(at("21T21:30"))
    with desk.edit(by="staff-12", reason=say("made")) as edit:
        edit.set(ms.Task, "banners-make", state="done")
    office.mended(say("60 banners are delivered at 21:30."), edit.impact)
    office.pass_to(at("21T21:55"))
    _begun(office, "install")
    office.wait(at("22T01:50"))
    _made(office, "install")
    office.mended(say("01:50: 20 boards, 60 banners and 21 sets of signs stand; ten minutes to spare."))
    for notice in desk.notices("staff.13"):
        desk.acknowledge(notice, by="staff.13")
    office.tell(examples=())


def morning(office: Office, world: World) -> None:
    """Have everybody at the post at six; one is ill, and somebody stands in."""
    say, desk = world.say, office.desk
    office.begin("morning", at("22T05:20"), say("The guide of door 7 is ill"))
    with desk.edit(by="attendants-01", reason=say("ill"), means=say("telephone"), ordered_by="attendants-07") as edit:
        edit.add(
            ms.Leave,
            "ill",
            person="attendants-07",
            kind="sick",
            window=window("22T05:00", "23T00:00"),
            approved_by="attendants-01",
        )
    office.did(say("An attendant calls in sick, forty minutes before six."), edit.impact)
    with desk.edit(by="attendants-01", reason=say("stands in")) as edit:
        edit.set(ms.Duty, "at-door-7", person="attendants-22")
    office.mended(say("Attendant 22 stands in at door 7."), edit.impact)
    office.tell(by_telephone=("attendants.22",))
    office.wait(at("22T06:25"))
    with desk.edit(by="staff-05", reason=say("delivered")) as edit:
        _moved(edit, "breakfast-in", "breakfast", "received", HEADS, "22T06:00")
        _moved(edit, "breakfast-foyer", "breakfast", "placed", HEADS, "22T06:25", place="foyer")
    office.did(say("Breakfast for 2,600 stands on the table in the foyer."), edit.impact)
    office.tell(examples=())


def closing(office: Office, world: World) -> None:
    """End."""
    say, desk = world.say, office.desk
    office.begin("end", at("22T11:45"), say("The commendation is over"))
    with desk.edit(by="staff-05", reason=say("handed out")) as edit:
        for supply in ("masks", "gel", "water"):
            for n in range(1, ENTRANCES + 1):
                _moved(edit, f"{supply}-used-{n}", supply, "used", 640, "22T08:50", place=f"entrance-{n}")
        for supply in ("breakfast", "tea", "cups"):
            _moved(edit, f"{supply}-used", supply, "used", 2560, "22T08:50", place="foyer")
    office.did(say("2,560 kits were handed out at four entrances, as counted there."), edit.impact)
    office.tell(examples=())


CASE = Case(
    title="2,600 people, three days, no precedent",
    under="After the bulletin of a real office. Every name is invented; the clock is turned by hand.",
    stem="commendation",
    begins=at("18T20:00"),
    records=records,
    tell=tell_story,
    loaded="{file}: {n} records, among them {Person} who work, {Task} tasks, {Recipient} to be told",
    counted=(ms.Person, ms.Task, ms.Recipient),
)
