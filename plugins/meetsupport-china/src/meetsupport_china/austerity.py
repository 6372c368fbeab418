"""
What may not be lavish, by kind of meeting and date (厉行节约).

Rules flag, they forbid nothing: what a thing is for, and whether it was approved, is the office's to say. Each has the
day from which it holds, as far as its source says.

What the rules go by: the kind of the event (``working meeting`` 工作会议, ``visit`` 调研, ``reception`` 接待), of
supplies (``flowers``, ``backdrop``, ``banner``, ``carpet``, ``gift``), of meals and sessions (``banquet``,
``welcome``), of places (``airport``, ``station``, ``wharf``, ``border``) and the role of posts (``welcome``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from meetsupport import Document, Event, Meal, Place, Placement, Post, Ref, SeatPlan, Session, Supply
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import spots
from meetsupport_china.basis import event_day, is_over
from meetsupport_china.records import MeetingClass

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["EIGHT", "RULES", "THRIFT", "WORKING"]

THRIFT = date(2025, 5, 18)
"""From when the revised regulations on thrift (党政机关厉行节约反对浪费条例) hold."""

EIGHT = date(2012, 12, 31)
"""From when the eight provisions (八项规定) are gone by: the source has the month, December 2012, so from its end."""

ESCORTS = date(2013, 12, 31)
"""From when the rule on hosts at a meal is gone by: it was issued in early December 2013, so from the end of it."""

HENAN = date(2014, 12, 31)
"""From when the rules of Henan are gone by: the source has the year, 2014, so from its end."""

WORKING = frozenset({"working meeting", "work meeting", "工作会议"})
VISITS = frozenset({"visit", "inspection", "调研", "reception", "接待"})
"""What the rules on reception (公务接待) are for. That those on leaders' visits (调研) hold for it is our reading."""

DECOR = frozenset({"flowers", "backdrop", "鲜花", "花草", "背景板"})
FRUIT = frozenset({"fruit", "水果"})
WELCOME_DECOR = frozenset({"banner", "carpet", "flowers", "横幅", "地毯", "鲜花"})
GIFTS = frozenset({"gift", "souvenir", "礼品", "纪念品"})
BANQUETS = frozenset({"banquet", "宴请", "宴会"})
WELCOMES = frozenset({"welcome", "farewell", "welcome ceremony", "迎接", "送行", "迎送"})
SCENIC = frozenset({"scenic area", "风景名胜区"})
TOURISM = frozenset({"sightseeing", "tourism", "旅游", "游览"})
LETTERS = frozenset({"official letter", "公函"})
LISTS = frozenset({"reception list", "接待清单"})
DRINKS = frozenset({"alcohol", "tobacco", "酒", "酒水", "烟", "香烟"})
GATES = frozenset({"airport", "station", "wharf", "border", "机场", "车站", "码头"})


def _holds(plan: Reader, event: Event, since: date) -> bool:
    day = event_day(plan, event)
    return day is not None and day >= since and not is_over(plan, event.id)


def check_decor(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find flowers and a backdrop at a working meeting. A commendation, a ceremony or a congress is none."""
    if event.kind in WORKING and _holds(plan, event, THRIFT):
        for supply in plan.where(Supply, event=event.id):
            if supply.kind in DECOR:
                yield _about_supply(supply, "a working meeting has no flowers and no backdrop: {what}")


def check_henan(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find fruit, or flowers and a backdrop before another rule says so, at a working meeting by Henan's rules."""
    if event.kind not in WORKING or not _holds(plan, event, HENAN):
        return
    if all(one.rules != "henan" for one in plan.where(MeetingClass, event=event.id)):
        return
    kinds = FRUIT if _holds(plan, event, THRIFT) else FRUIT | DECOR
    for supply in plan.where(Supply, event=event.id):
        if supply.kind in kinds:
            yield _about_supply(supply, "a working meeting in Henan has no flowers, no backdrop and no fruit: {what}")


def check_list(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find a visit of which no reception list is kept, from its end on."""
    if event.kind not in VISITS or event.window is None:
        return
    day = event_day(plan, event)
    if day is None or day < THRIFT or any(one.kind in LISTS for one in plan.where(Document, event=event.id)):
        return
    yield Problem(
        "no reception list is kept of the visit",
        fix="enter it as a document of the kind 'reception list'",
        settle_by=event.window.end,
    )


def check_visit(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find banners, carpets, flowers and crowds that welcome at a leader's visit; a reception counts by our reading."""
    if event.kind not in VISITS or not _holds(plan, event, EIGHT):
        return
    for supply in plan.where(Supply, event=event.id):
        if supply.kind in WELCOME_DECOR:
            yield _about_supply(supply, "a visit has no banners, carpets or flowers: {what}")
    for ref, place in _welcomes(plan, event):
        # At an airport or a station another rule says so.
        if place is None or place.kind not in GATES:
            yield Problem(
                "a visit has no crowd that welcomes: {what}",
                key=f"{ref}",
                fix="leave it out, or write down why it is allowed",
                about=(ref,),
                what=f"{ref}",
            )


def _welcomes(plan: Reader, event: Event) -> Iterator[tuple[Ref[Post] | Ref[Session], Place | None]]:
    at: list[tuple[Ref[Post] | Ref[Session], str | None]] = [
        (Post.ref(post.id), post.place) for post in plan.where(Post, event=event.id) if post.role in WELCOMES
    ]
    at += [(Session.ref(one.id), one.place) for one in plan.where(Session, event=event.id) if one.kind in WELCOMES]
    for ref, id in at:
        yield ref, plan.get(Place, id) if id is not None else None


def check_letter(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find a visit that no official letter announced, from its beginning on."""
    if event.kind not in VISITS or event.window is None or not _holds(plan, event, THRIFT):
        return
    if not any(one.kind in LETTERS for one in plan.where(Document, event=event.id)):
        yield Problem(
            "no official letter announces the visit",
            fix="ask who sends the visitors for one, and enter it as a document of the kind 'official letter'",
            settle_by=event.window.start,
        )


def check_drinks(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find tobacco and alcohol where only working meals are served: at visits, receptions and working meetings.

    Of other meetings the sources say that no banquet is given, and nothing of what is drunk at a meal.
    """
    if event.kind in VISITS | WORKING and _holds(plan, event, THRIFT):
        for supply in plan.where(Supply, event=event.id):
            if supply.kind in DRINKS:
                yield _about_supply(supply, "a working meal has no tobacco and no alcohol: {what}")


def check_outing(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find a meeting in a scenic area, or with an item that is tourism by its kind. A study tour is none."""
    if not _holds(plan, event, THRIFT):
        return
    for session in plan.where(Session, event=event.id):
        larger = plan.derive(spots, session.place) if session.place is not None else ()
        places = (plan.get(Place, id) for id in larger)
        scenic = next((place for place in places if place is not None and place.kind in SCENIC), None)
        if session.kind in TOURISM:
            yield Problem(
                "a meeting has no tourism in it: {what}",
                key=session.id,
                fix="leave it out, or write down how it belongs to the meeting",
                about=(Session.ref(session.id),),
                what=session.title or session.id,
            )
        elif scenic is not None:
            yield Problem(
                "it is held in {place}, a scenic area, where meetings are not held against the rules",
                key=session.id,
                fix="hold it elsewhere, or write down which rule allows it",
                about=(Session.ref(session.id),),
                place=scenic.name or scenic.id,
            )


def check_gifts(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find gifts at a meeting."""
    if _holds(plan, event, THRIFT):
        for supply in plan.where(Supply, event=event.id):
            if supply.kind in GIFTS:
                yield _about_supply(supply, "a meeting gives no souvenirs under any name: {what}")


def _about_supply(supply: Supply, template: str) -> Problem:
    return Problem(
        template,
        key=f"{supply.id}",
        fix="leave it out, or write down why it is allowed",
        about=(Supply.ref(supply.id),),
        what=supply.name or supply.id,
    )


def check_banquet(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find a banquet during a meeting: from the eight provisions on a hint, from the revised regulations on more."""
    if not _holds(plan, event, EIGHT):
        return
    strict = _holds(plan, event, THRIFT)
    found: list[tuple[Ref[Meal] | Ref[Session], str]] = [
        (Meal.ref(meal.id), meal.name or meal.id) for meal in plan.where(Meal, event=event.id) if meal.kind in BANQUETS
    ]
    found += [
        (Session.ref(one.id), one.title or one.id)
        for one in plan.where(Session, event=event.id)
        if one.kind in BANQUETS
    ]
    for ref, name in found:
        yield Problem(
            "no banquet is given during a meeting: {what}",
            key=f"{ref}",
            fix="serve a working meal, or write down why it is allowed",
            severity=None if strict else "hint",
            about=(ref,),
            what=name,
        )


def check_welcome(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find guests who are welcomed or seen off at an airport, a station, a wharf or the border of the district."""
    if not _holds(plan, event, EIGHT):
        return
    for ref, place in _welcomes(plan, event):
        if place is not None and place.kind in GATES:
            yield Problem(
                "guests are not welcomed or seen off at {place}",
                key=f"{ref}",
                fix="have a liaison officer meet them without ceremony",
                about=(ref,),
                place=place.name or place.id,
            )


def check_escorts(plan: Reader, seats: SeatPlan) -> Iterator[Problem]:
    """Find a meal with more hosts at the table than its guests allow: by the seat plan, people are hosts."""
    meal = plan.get(Meal, seats.meal) if seats.meal is not None else None
    event = plan.get(Event, meal.event) if meal is not None and meal.event is not None else None
    if event is None or not _holds(plan, event, ESCORTS):
        return
    placed = plan.where(Placement, plan=seats.id)
    guests = sum(one.participant is not None for one in placed)
    hosts = sum(one.participant is None and one.person is not None for one in placed)
    most = 3 if guests <= 10 else guests // 3  # noqa: PLR2004 - the rule's own figure
    if guests and hosts > most:
        yield Problem(
            "{hosts} hosts eat with {guests} guests; at most {most} may",
            fix="have fewer hosts at the meal",
            hosts=hosts,
            guests=guests,
            most=most,
        )


def check_meals(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find a visit at which hosts eat with the guests more than once: by the seat plans, people are hosts."""
    if event.kind not in VISITS or not _holds(plan, event, ESCORTS):
        return
    hosted = [meal for meal in plan.where(Meal, event=event.id) if plan.derive(_has_hosts, meal.id)]
    if len(hosted) > 1:
        yield Problem(
            "hosts eat with the guests at {count} meals; one may be given",
            fix="let the guests eat on their own at the others",
            about=[Meal.ref(meal.id) for meal in hosted],
            count=len(hosted),
        )


@derived
def _has_hosts(plan: Reader, meal: str) -> bool:
    """Say whether people sit with the guests at a meal."""
    placed = (one for seats in plan.where(SeatPlan, meal=meal) for one in plan.where(Placement, plan=seats.id))
    return {one.participant is None for one in placed} == {True, False}


_THRIFT = (
    "党政机关厉行节约反对浪费条例, revised, from 2025-05-18: as a district's discipline commission quotes it; grade A. "
    "Which clauses stood in the text of 2013 already was not checked"
)
_EIGHT = "八项规定 of December 2012, as a newspaper of 2013 quotes it; grade C"
_RECEPTION = (
    "党政机关厉行节约反对浪费条例, revised, from 2025-05-18, on reception: an official letter is asked for, a "
    "reception list is kept, a working meal has no tobacco and no alcohol; as secondary pages quote it, grade C"
)
_HOSTS = (
    "党政机关国内公务接待管理规定 of December 2013: one working meal may be given; up to 10 guests at most 3 "
    "hosts, beyond at most a third of the guests (陪餐), as secondary pages quote it; grade C"
)

RULES = (
    Rule(
        "china.working-meeting-decor",
        "A working meeting has no flowers and no backdrop",
        check_decor,
        each=Event,
        severity="warning",
        basis=_THRIFT,
        valid=(THRIFT, None),
    ),
    Rule(
        "china.henan-decor",
        "In Henan a working meeting has no flowers, backdrop or fruit",
        check_henan,
        each=Event,
        severity="hint",
        basis="rules of the province of Henan, from 2014, as a local newspaper prints them; grade C. For events whose "
        "class of meeting goes by them",
        valid=(HENAN, None),
    ),
    Rule(
        "china.meeting-gifts",
        "A meeting gives no souvenirs",
        check_gifts,
        each=Event,
        severity="warning",
        basis=_THRIFT,
        valid=(THRIFT, None),
    ),
    Rule(
        "china.meeting-banquet",
        "No banquet is given during a meeting",
        check_banquet,
        each=Event,
        severity="warning",
        basis=f"{_EIGHT}: a hint. From 2025-05-18: {_THRIFT}",
        valid=(EIGHT, None),
    ),
    Rule(
        "china.welcome-at-gate",
        "Guests are not welcomed at airport, station, wharf or border",
        check_welcome,
        each=Event,
        severity="hint",
        basis=f"rules on official reception, as secondary pages quote them; grade C. {_EIGHT}",
        valid=(EIGHT, None),
    ),
    Rule(
        "china.visit-decor",
        "A leader's visit has no banners, carpets, flowers or crowds",
        check_visit,
        each=Event,
        severity="hint",
        basis=f"{_EIGHT}. That it holds for a reception is our reading",
        valid=(EIGHT, None),
    ),
    Rule(
        "china.visit-letter",
        "An official letter announces a visit",
        check_letter,
        each=Event,
        severity="hint",
        basis=_RECEPTION,
        valid=(THRIFT, None),
    ),
    Rule(
        "china.reception-list",
        "A reception list is kept of a visit",
        check_list,
        each=Event,
        severity="hint",
        basis=_RECEPTION,
        valid=(THRIFT, None),
    ),
    Rule(
        "china.working-meal",
        "A working meal has no tobacco and no alcohol",
        check_drinks,
        each=Event,
        severity="hint",
        basis=_RECEPTION,
        valid=(THRIFT, None),
    ),
    Rule(
        "china.meeting-outing",
        "A meeting is not held in a scenic area and has no tourism in it",
        check_outing,
        each=Event,
        severity="warning",
        basis=_THRIFT,
        valid=(THRIFT, None),
    ),
    Rule(
        "china.hosted-meals",
        "Hosts eat with the guests of a visit once",
        check_meals,
        each=Event,
        severity="hint",
        basis=_HOSTS,
        valid=(ESCORTS, None),
    ),
    Rule(
        "china.meal-hosts",
        "Few hosts eat with the guests",
        check_escorts,
        each=SeatPlan,
        severity="hint",
        basis=_HOSTS,
        valid=(ESCORTS, None),
    ),
)
