"""Before, during and after: what is found wrong is mended, signed and closed."""

from __future__ import annotations

from datetime import date, timedelta

import meetsupport as ms
from meetsupport.cli.demo.case import Case
from meetsupport.cli.demo.case2.records import INSTALLATIONS, at, records, window
from meetsupport.cli.demo.office import Office
from meetsupport.cli.demo.world import World

__all__ = ["CASE", "tell_story"]


def tell_story(office: Office, world: World) -> None:
    """Tell all of it."""
    office.routine = frozenset({"core.phase-unsigned", "core.task-gate-open", "core.hazard-open", "core.round-missed"})
    office.look()
    office.tell(examples=("lead.watch", "body.police"))
    for chapter in (joint, inspected, registered, opened, visitor, incident, days, closing):
        office.end()
        chapter(office, world)
    office.end()


def joint(office: Office, world: World) -> None:
    """Give each matter one that answers for it, brief who never came, and renew a licence."""
    say, desk = world.say, office.desk
    office.begin("joint", at("09T10:00"), say("Who answers for what, and who never came"))
    with desk.edit(by="office", reason=say("one body answers for each matter")) as edit:
        edit.set(ms.Responsibility, "matter-vehicles", responsible=("vehicles",), supporting=("logistics",))
    office.mended(say("The vehicle centre answers for the vehicles, logistics supports it."), edit.impact)
    with desk.edit(by="office", reason=say("they were not there on the 8th")) as edit:
        edit.add(
            ms.Coordination,
            "meeting-2",
            event="people",
            title=say("Briefing of the fire service"),
            window=window("09T08:00", "09T09:00"),
            place="main-hall",
            convener="office",
            invited=("fire-service", "fire-works"),
            attended=("fire-service", "fire-works"),
        )
    office.mended(say("The fire service, which did not come on the 8th, is briefed."), edit.impact)
    with desk.edit(by="office", reason=say("renewed")) as edit:
        edit.set(ms.Organization, "lift-works", qualified_until=date(2020, 12, 31))
    office.mended(say("The licence of the lift company would end on the 18th; it is renewed."), edit.impact)
    office.tell(examples=())


def inspected(office: Office, world: World) -> None:
    """Inspect every installation; two inspections find something wrong."""
    say, desk = world.say, office.desk
    office.begin("inspected", at("13T16:00"), say("Every installation is inspected, item by item"))
    with desk.edit(by="inspection-01", reason=say("inspected")) as edit:
        for kind in INSTALLATIONS:
            failed = kind in {"lighting", "fire"}
            edit.set(
                ms.Task, f"inspect-{kind}", state="done", result="failed" if failed else "passed", evidence=say("form")
            )
    office.did(say("Seven inspections: five pass, lighting and fire equipment fail."), edit.impact)
    with desk.edit(by="inspection-01", reason=say("what the inspections found")) as edit:
        edit.add(
            ms.Hazard,
            "lamp",
            event="people",
            title=say("A lamp over the platform flickers"),
            kind="lighting",
            place="main-hall",
            found_at=at("13T11:00"),
            found_by="inspection-02",
            task="inspect-lighting",
            mended_by="contact-power",
            mended_at=at("13T11:20"),
            measures=say("lamp replaced"),
            state="mended",
        )
        edit.add(
            ms.Hazard,
            "hydrant",
            event="people",
            title=say("A hydrant has no pressure"),
            kind="fire",
            grade="major",
            place="centre",
            found_at=at("13T14:00"),
            found_by="inspection-03",
            task="inspect-fire",
            state="found",
        )
    office.mended(say("Both hazards are registered; the lamp was mended on the spot."), edit.impact)


def registered(office: Office, world: World) -> None:
    """Give the major hazard what it must have, mend it, have somebody else verify it, and inspect again."""
    say, desk = world.say, office.desk
    office.begin("registered", at("13T17:00"), say("The hazard register: found, owned, mended, verified, closed"))
    with desk.edit(by="management", reason=say("five elements")) as edit:
        edit.set(
            ms.Hazard,
            "hydrant",
            state="owned",
            owner="contact-fire-works",
            measures=say("replace the valve"),
            funds=say("upkeep budget"),
            due=at("14T18:00"),
            fallback=say("two fire engines stand by"),
        )
    office.mended(say("The hydrant has an owner, measures, funds, a time limit and a fallback plan."), edit.impact)
    office.pass_to(at("14T15:00"))
    with desk.edit(by="fire-works", reason=say("valve replaced")) as edit:
        edit.set(ms.Hazard, "hydrant", state="mended", mended_by="contact-fire-works", mended_at=at("14T15:00"))
    try:
        with desk.edit(by="fire-works") as edit:
            edit.set(ms.Hazard, "hydrant", state="verified", verified_by="contact-fire-works")
    except ms.MeetSupportError:
        office.teller.fact("refused", say("Whoever mended it may not verify it."))
    for state in ("verified", "closed"):
        with desk.edit(by="inspection-03", reason=say(state)) as edit:
            for hazard, inspector in (("hydrant", "inspection-03"), ("lamp", "inspection-02")):
                edit.set(ms.Hazard, hazard, state=state, verified_by=inspector, verified_at=at("14T16:00"))
    with desk.edit(by="inspection-01", reason=say("inspected again")) as edit:
        for kind in ("lighting", "fire"):
            edit.set(ms.Task, f"inspect-{kind}", state="open", result="")
    with desk.edit(by="inspection-01", reason=say("inspected again")) as edit:
        for kind in ("lighting", "fire"):
            edit.set(ms.Task, f"inspect-{kind}", state="done", result="passed")
    office.mended(say("Both are verified by the inspectors, closed, and inspected again: passed."), edit.impact)
    office.tell(examples=())


def opened(office: Office, world: World) -> None:
    """Open both congresses; one phase of a sitting is not signed in time."""
    say = world.say
    office.pass_to(at("16T08:20"))
    _signed(office, 16, ("sweep",), but="sweep-consultative-16")
    _rounds(office, "08:00", "patrol", "hygiene")
    office.begin("opened", at("16T08:45"), say("Both congresses open: sweep, hold, guide out, clear"))
    office.wait(at("16T09:05"))
    _signed(office, 16, ("sweep", "hold"))
    office.mended(say("The sweep of the second hall was done, and is signed now."))
    office.tell(examples=())


def _signed(office: Office, day: int, phases: tuple[str, ...], *, but: str = "") -> None:
    """Enter that phases of a day's sittings are done, and signed by the lead of the watch."""
    desk = office.desk
    tasks = [f"{phase}-{event}-{day}" for phase in phases for event in ("people", "consultative")]
    # The hold begins half an hour before the sitting, when the sweep is signed.
    with desk.edit(by="watch-30", reason=office.say("begun")) as edit:
        for event in ("people", "consultative") if "sweep" in phases else ():
            if desk.get(ms.Task, f"hold-{event}-{day}").state == "open":
                edit.set(ms.Task, f"hold-{event}-{day}", state="started")
    for state in ("done", "accepted"):
        with desk.edit(by="watch-30", reason=office.say(state)) as edit:
            for task in tasks:
                if task != but and desk.get(ms.Task, task).state != "accepted":
                    edit.set(ms.Task, task, state=state, accepted_by="watch-30")


def visitor(office: Office, world: World) -> None:
    """Let somebody from outside come in, and stay longer than they may."""
    say, desk = world.say, office.desk
    office.begin("visitor", at("16T09:40"), say("A visitor at entrance 3"))
    with desk.edit(by="watch-11", reason=say("came in")) as edit:
        edit.add(
            ms.Visitor,
            "visitor-1",
            event="people",
            name=world.name(),
            reason=say("delivers print"),
            host="hall-01",
            questioned_by="watch-11",
            entrance="entrance-3",
            window=window("16T09:30", "16T11:00"),
            came=at("16T09:40"),
        )
    office.did(say("Questioned and registered, but given no badge."), edit.impact)
    with desk.edit(by="watch-11", reason=say("badge given")) as edit:
        edit.set(ms.Visitor, "visitor-1", badge="B-017")
    office.mended(say("The badge B-017 is given."), edit.impact)
    office.wait(at("16T11:10"))
    with desk.edit(by="watch-11", reason=say("seen out")) as edit:
        edit.set(ms.Visitor, "visitor-1", went=at("16T11:10"))
    office.mended(say("Seen out at 11:10, the badge came back."), edit.impact)
    reason = say("the patrol was needed at entrance 3")
    _rounds(office, "10:00", "patrol", reason=reason)
    office.mended(say("The patrol of 10:00 was left out: {reason}. That is written down.", reason=reason))


def incident(office: Office, world: World) -> None:
    """Have a large incident, whose clocks run."""
    say, desk = world.say, office.desk
    office.pass_to(at("16T12:10"))
    _rounds(office, "12:00", "patrol", "hygiene")
    _rest_of_day(office, 16)
    for hour, kinds in (("14:00", ("patrol",)), ("16:00", ("patrol", "hygiene"))):
        office.pass_to(at(f"16T{hour}"))
        _rounds(office, hour, *kinds)
    office.tell_quietly()
    office.pass_to(at("17T08:20"))
    _signed(office, 17, ("sweep",))
    office.tell_quietly()
    office.begin(
        "incident", at("17T10:05"), say("A power cut in the second hall: 30 minutes by telephone, 60 in writing")
    )
    with desk.edit(by="hall-02", reason=say("power cut")) as edit:
        edit.add(
            ms.Incident,
            "cut",
            event="consultative",
            title=say("Power cut in the second hall"),
            kind="power",
            grade="large",
            place="second-hall",
            at=at("17T10:00"),
            reported_by="hall-02",
        )
    office.did(say("Reported to the desk at 10:05."), edit.impact)
    with desk.edit(by="office", reason=say("the crew is on its way")) as edit:
        edit.set(ms.Incident, "cut", state="handled", handler="contact-power")
        edit.add(
            ms.IncidentReport,
            "cut-1",
            incident="cut",
            stage="first",
            means="telephone",
            to="office",
            at=at("17T10:12"),
            by="hall-02",
        )
    office.mended(say("The power crew handles it; it is reported by telephone at 10:12."), edit.impact)
    office.wait(at("17T11:05"))
    with desk.edit(by="office", reason=say("written report")) as edit:
        edit.add(
            ms.IncidentReport,
            "cut-2",
            incident="cut",
            stage="final",
            means="written",
            to="office",
            at=at("17T11:05"),
            by="hall-02",
        )
        edit.set(ms.Incident, "cut", state="closed", measures=say("switched to the second supply after 4 minutes"))
    office.mended(say("The written report is made at 11:05, five minutes late; the incident is settled."), edit.impact)
    office.tell(examples=())


def _rest_of_day(office: Office, day: int) -> None:
    """Sign what is left of a day's phases, each in its time."""
    for time, phases in (("09:00", ("sweep", "hold")), ("12:00", ("guide-out",)), ("12:45", ("clear",))):
        office.pass_to(max(at(f"{day}T{time}"), office.clock.now))
        _signed(office, day, phases)


ROUNDS = {"patrol": "Fire patrol", "hygiene": "Cleaning of halls and stairs"}
"""What the rounds are called."""


def _rounds(office: Office, hour: str, *kinds: str, reason: str = "") -> None:
    """Enter that rounds were done at a time, or why one was left out."""
    with office.desk.edit(by="watch-01", reason=office.say("rounds")) as edit:
        for kind in kinds:
            edit.add(
                ms.Task,
                f"{kind}-{hour[:2]}",
                event="people",
                kind="round",
                title=f"{office.say(ROUNDS[kind])} {hour}",
                round=kind,
                due=at(f"16T{hour}") + timedelta(minutes=30),
                responsible="watch-01" if kind == "patrol" else "cleaning-01",
                state="dropped" if reason else "done",
                reason=reason,
            )


def days(office: Office, world: World) -> None:
    """Go on until the last day."""
    say = world.say
    for day in range(17, 21):
        office.pass_to(max(at(f"{day}T08:20"), office.clock.now))
        _signed(office, day, ("sweep",))
        _rest_of_day(office, day)
    office.begin("days", at("20T15:00"), say("Five days, ten sittings, a weekend inside"))
    office.mended(say("All forty phases are signed."))
    office.tell(examples=())


def closing(office: Office, world: World) -> None:
    """Count what the delegates thought, instead of asserting it."""
    say, desk = world.say, office.desk
    office.begin("end", at("20T19:00"), say("Both congresses close; satisfaction is counted, not asserted"))
    with desk.edit(by="office", reason=say("asked at the doors")) as edit:
        edit.add(ms.Survey, "service", event="people", question=say("How was the service?"), asked=60, best=5)
        for n in range(48):
            edit.add(ms.Answer, f"answer-{n + 1:02}", survey="service", score=5 if n % 4 else 4)
    office.did(say("48 of 60 answer; 36 give five, 12 give four of five."), edit.impact)
    office.tell(examples=())


CASE = Case(
    title="Two congresses side by side",
    under="After the report of a real office. Every name is invented; the clock is turned by hand.",
    stem="congresses",
    begins=at("09T08:30"),
    records=records,
    tell=tell_story,
    loaded="{file}: {n} records, among them {Organization} bodies, {Session} sittings, {Recipient} to be told",
    counted=(ms.Organization, ms.Session, ms.Recipient),
)
