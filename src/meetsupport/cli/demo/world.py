"""
The conference as the office knew it on 1 June 2011, before anything changed: records for a workbook.

The figures are those of a real conference's review: about 250 participants, 2 of ministerial and 55 of bureau rank,
four teams, three routes. Everything that has a name is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain

import attrs

import meetsupport as ms
from meetsupport.cli.demo.names import invented_names, numeral
from meetsupport.cli.demo.words import Tongue

__all__ = ["BUREAU_RANK", "LATE_PROVINCES", "PROVINCES", "ROUTES", "World", "at", "window"]

PROVINCES = 31
LATE_PROVINCES = range(21, 32)
"""The eleven that had not registered when registration closed."""

BUREAU_RANK = 55
MEMBERS = 8
"""How many each province sends, by its quota."""

ROUTES = "abc"
COACH_SEATS = 49
CONFERENCE = "conference"


def at(text: str) -> datetime:
    """Read a moment of that June: ``08T18:00``."""
    return ms.instant(f"2011-06-{text}:00+08:00")


def window(start: str, end: str) -> ms.Window:
    """Read a window of that June."""
    return ms.Window(at(start), at(end))


@attrs.define
class World:
    """
    All that is planned, in a language.

    Attributes:
        say: The language of what has a name; the names of people are Chinese in any.
        outbox: The folder that notices are delivered to.
    """

    say: Tongue
    outbox: str
    _names: Iterator[str] = attrs.field(factory=invented_names, init=False)

    def records(self) -> Sequence[ms.Record]:
        """Give every record of the plan."""
        return tuple(
            chain(
                self._event(),
                self._bodies(),
                self._places(),
                self._teams(),
                self._programme(),
                self._posts(),
                self._tasks(),
                self._lodging(),
                self._routes(),
                self._delegations(),
                self._meals(),
                self._recipients(),
            )
        )

    def name(self) -> str:
        """Give a name that nobody bears."""
        return next(self._names)

    def ordinal(self, number: int) -> int | str:
        """Give the number in a name: a figure, or Chinese numerals."""
        return number if self.say.language == "en" else numeral(number)

    # The event and who runs it

    def _event(self) -> Iterator[ms.Record]:
        yield ms.Event(
            id=CONFERENCE,
            name=self.say("National Exchange Conference"),
            kind="conference",
            window=window("08T08:00", "11T18:00"),
            place="residence",
            organization="office",
            registration_closes=at("04T18:00"),
            settles=at("08T22:00"),
            chief_liaison="chief-liaison",
        )
        for day in (4, 5, 6):
            yield ms.DayOff(id=f"dragon-boat-{day}", day=date(2011, 6, day), name=self.say("Dragon Boat Festival"))
        yield ms.Role(id="confidant", name=self.say("may see itineraries"), sees=("personal", "confidential"))
        yield ms.Role(id="clerk", name=self.say("may see people"), sees=("personal",))

    def _bodies(self) -> Iterator[ms.Record]:
        say = self.say
        listed = [
            ("office", say("Reception office"), "host", ("office",)),
            ("residence", say("Lakeside residence"), "contractor", ("hotel", "venue")),
            ("annexe", say("Garden hotel"), "contractor", ("hotel",)),
            ("hall-company", say("Conference hall"), "contractor", ("venue",)),
            ("kitchens", say("Catering company"), "contractor", ("caterer",)),
            ("coaches", say("Coach company"), "contractor", ("carrier",)),
            ("railway", say("Railway station"), "partner", ("railway",)),
            ("guard-bureau", say("Guard bureau"), "partner", ("police",)),
            ("printers", say("Printing works"), "contractor", ("printer",)),
        ]
        listed += [
            (f"host-{stop}", say("Reception office of stop {stop}", stop=stop.upper()), "assist", ("host",))
            for stop in STOPS
        ]
        for id, name, role, kinds in listed:
            yield ms.Organization(id=id, name=name, role=role, kinds=kinds, contact=f"contact-{id}")
            yield ms.Person(
                id=f"contact-{id}", name=self.name(), organization=id, title=say("contact"), phone=_phone(id)
            )
        everybody = tuple(id for id, *_ in listed)
        yield ms.Coordination(
            id="meeting-1",
            event=CONFERENCE,
            title=say("First coordination meeting"),
            window=window("01T08:30", "01T10:00"),
            place="residence",
            convener="office",
            invited=everybody,
            attended=everybody,
        )

    def _places(self) -> Iterator[ms.Record]:
        say = self.say
        yield ms.Place(id="residence", name=say("Lakeside residence"), kind="lodging", organization="residence")
        yield ms.Place(id="annexe", name=say("Garden hotel"), kind="lodging", organization="annexe")
        yield ms.Place(
            id="hall", name=say("Conference hall"), kind="hall", capacity=600, organization="hall-company"
        )
        for id, name, kind, capacity in (
            ("ballroom", say("Residence ballroom"), "hall", 400),
            ("restaurant", say("Residence restaurant"), "restaurant", 320),
            ("lobby", say("Residence lobby"), "entrance", None),
        ):
            yield ms.Place(id=id, name=name, kind=kind, capacity=capacity, within="residence", organization="residence")
        yield ms.Place(id="airport", name=say("Airport"), kind="airport")
        yield ms.Place(id="station", name=say("Railway station"), kind="station", organization="railway")
        for stop in STOPS:
            name = say("Stop {stop}", stop=stop.upper())
            yield ms.Place(id=f"stop-{stop}", name=name, kind="stop", organization=f"host-{stop}")

    def _teams(self) -> Iterator[ms.Record]:
        for team, (name, staff) in self.teams().items():
            yield ms.Team(
                id=team,
                event=CONFERENCE,
                name=name,
                lead=f"{team}-lead",
                deputy=f"{team}-deputy",
                organization="office",
            )
            for member in ("lead", "deputy", *(str(n) for n in range(1, staff + 1))):
                yield self._worker(f"{team}-{member}", team, self.say("Team {team}", team=name))
        for n in range(1, 7):
            yield self._worker(f"liaison-{n}", "transport", self.say("Liaison officer of coach {n}", n=n))
            yield self._worker(f"driver-{n}", None, self.say("Driver of coach {n}", n=n), "coaches", ("driver",))
        yield self._worker("chief-liaison", "transport", self.say("Chief liaison officer"))
        for n in range(1, 4):
            yield self._worker(f"standby-{n}", None, self.say("Driver of the standby vehicle"), "coaches", ("driver",))
        for route in ROUTES:
            yield self._worker(f"lead-{route}", "transport", self.say("Lead of route {route}", route=route.upper()))
        yield self._worker("escort", "registration", self.say("Escort"))
        yield self._worker("escort-driver", None, self.say("Driver of the escort"), "coaches", ("driver",))

    def teams(self) -> dict[str, tuple[str, int]]:
        """Give the four teams: their names, and how many staff each has beside lead and deputy."""
        return {
            "registration": (self.say("Registration"), 6),
            "hall": (self.say("Hall"), 8),
            "catering": (self.say("Catering"), 4),
            "transport": (self.say("Transport"), 4),
        }

    def _worker(
        self, id: str, team: str | None, title: str, body: str = "office", skills: tuple[str, ...] = ()
    ) -> ms.Person:
        return ms.Person(
            id=id, name=self.name(), team=team, organization=body, title=title, phone=_phone(id), skills=skills
        )

    # What happens

    def _programme(self) -> Iterator[ms.Record]:
        say = self.say
        for id, title, kind, start, end in (
            ("photo", say("Group photo"), "group photo", "09T08:00", "09T08:20"),
            ("plenary", say("Plenary session"), "plenary", "09T08:30", "09T11:30"),
        ):
            yield ms.Session(
                id=id, event=CONFERENCE, title=title, kind=kind, place="hall", window=window(start, end), needs_kinds=("police",)
            )
        for n in SPEAKERS:
            yield ms.Appearance(
                id=f"talk-{n}", session="plenary", participant=f"p-{n:03}", role=say("speaks on experience")
            )
        yield ms.Appearance(id="chair", session="plenary", participant="p-249", role=say("takes the chair"))
        yield ms.Itinerary(
            id="visit",
            event=CONFERENCE,
            participant="p-249",
            escorts=("escort", "escort-driver"),
            title=say("Visits a site"),
            place="stop-a1",
            window=window("09T14:30", "09T15:15"),
        )

    def _posts(self) -> Iterator[ms.Record]:
        say = self.say
        for id, name, team, place, role, shift, staff in (
            (
                "desk", say("Registration desk"), "registration", "lobby", say("sign-in"),
                window("08T08:00", "08T22:00"), ("registration-1", "registration-2", "registration-3"),
            ),
            (
                "pick-up-air", say("Pick-up at the airport"), "transport", "airport", say("pick-up"),
                window("08T08:00", "08T23:30"), ("transport-1", "transport-2"),
            ),
            (
                "pick-up-rail", say("Pick-up at the station"), "transport", "station", say("pick-up"),
                window("08T08:00", "08T23:30"), ("transport-3", "transport-4"),
            ),
            (
                "sign-in", say("Sign-in at the hall"), "hall", "hall", say("sign-in"),
                window("09T07:20", "09T08:30"), ("hall-1", "hall-2", "hall-3", "hall-4"),
            ),
            (
                "tea", say("Tea in the hall"), "hall", "hall", say("tea"),
                window("09T08:00", "09T11:30"), ("hall-5", "hall-6", "hall-7", "hall-8"),
            ),
        ):  # fmt: skip
            yield ms.Post(
                id=id, event=CONFERENCE, name=name, team=team, place=place, role=role, heads=len(staff), window=shift
            )
            for person in staff:
                yield ms.Duty(id=f"duty-{person}", person=person, post=id)
        yield ms.Post(
            id="standby",
            event=CONFERENCE,
            name=say("Standby vehicle"),
            team="transport",
            place="residence",
            role=say("ready to drive"),
            skill="driver",
            window=window("08T08:00", "11T08:00"),
        )
        for turn in range(9):
            start = at("08T08:00") + timedelta(hours=8 * turn)
            yield ms.Duty(
                id=f"standby-turn-{turn + 1}",
                person=f"standby-{turn % 3 + 1}",
                post="standby",
                window=ms.Window(start, start + timedelta(hours=8)),
            )

    def _tasks(self) -> Iterator[ms.Record]:
        say = self.say
        for team, (name, _) in self.teams().items():
            yield ms.Task(
                id=f"plan-{team}",
                event=CONFERENCE,
                kind="make",
                title=say("Written plan of the team {team}", team=name),
                due=at("05T17:00" if team == "transport" else "03T17:00"),
                responsible=f"{team}-lead",
                deputy=f"{team}-deputy",
                leader="contact-office",
                team=team,
            )
        for link, title, team in (
            ("registration", say("Link: registration"), "registration"),
            ("lodging", say("Link: lodging"), "registration"),
            ("banquet", say("Link: banquet"), "catering"),
            ("meals", say("Link: meals"), "catering"),
            ("meeting", say("Link: meeting"), "hall"),
            ("transport", say("Link: transport"), "transport"),
            ("tours", say("Link: study tours"), "transport"),
        ):
            yield ms.Task(
                id=f"link-{link}",
                event=CONFERENCE,
                kind="link",
                title=title,
                window=window("08T08:00", "11T18:00"),
                responsible="chief-liaison" if link == "tours" else f"{team}-lead",
                contact=f"{team}-deputy",
                leader="contact-office",
                team=team,
            )

    def _lodging(self) -> Iterator[ms.Record]:
        for id, rooms in (("residence", 140), ("annexe", 128)):
            yield ms.Lodging(
                id=id,
                event=CONFERENCE,
                name=self.say("Lakeside residence" if id == "residence" else "Garden hotel"),
                place=id,
                organization=id,
                window=window("08T12:00", "11T14:00"),
                rooms=rooms,
            )
        yield ms.RoomDemand(
            id="rooms-staff", lodging="residence", organization="office", rooms=10, reason=self.say("staff on duty")
        )

    def _routes(self) -> Iterator[ms.Record]:
        say = self.say
        for number, route in enumerate(ROUTES):
            yield ms.Route(
                id=f"route-{route}",
                event=CONFERENCE,
                name=say("Route {route}", route=route.upper()),
                lead=f"lead-{route}",
            )
            for coach in (2 * number + 1, 2 * number + 2):
                yield ms.Trip(
                    id=f"coach-{coach}",
                    event=CONFERENCE,
                    name=say("Coach {n}", n=coach),
                    route=f"route-{route}",
                    vehicle=f"X-{coach:04}",
                    seats=COACH_SEATS,
                    window=window("09T13:30", "11T11:30"),
                    crew=(f"driver-{coach}",),
                    liaison=f"liaison-{coach}",
                    organization="coaches",
                )
        for stop, (start, end) in STOPS.items():
            yield ms.Call(
                id=f"call-{stop}",
                route=f"route-{stop[0]}",
                place=f"stop-{stop}",
                window=window(start, end),
                host=f"host-{stop}",
            )

    # Who comes

    def _delegations(self) -> Iterator[ms.Record]:
        say = self.say
        for province in range(1, PROVINCES + 1):
            late = province in LATE_PROVINCES
            first = (province - 1) * MEMBERS + 1
            yield ms.Delegation(
                id=f"province-{province:02}",
                event=CONFERENCE,
                name=say("Province {n}", n=self.ordinal(province)),
                head=f"p-{first:03}",
                quota=MEMBERS,
            )
            yield self._arrival(province)
            for number in range(first, first + MEMBERS):
                yield from self._member(number, province, late=late)
        yield ms.Delegation(id="central", event=CONFERENCE, name=say("Central bodies"), head="p-249", quota=2)
        yield ms.Arrival(
            id="arrival-central", event=CONFERENCE, means="air", number="XA 900", place="airport",
            due=at("08T16:10"), greeter="escort",
        )  # fmt: skip
        for number in (249, 250):
            yield ms.Participant(
                id=f"p-{number}",
                name=self.name(),
                delegation="central",
                rank="minister",
                title=say("Minister"),
                arrival="arrival-central",
                lodging="residence",
                room=f"1-{number}",
                departs=at("10T19:30"),
                departs_by="air",
                departs_on="XA 901",
                state="registered",
            )

    def _arrival(self, province: int) -> ms.Arrival:
        air = province % 2 == 1
        # One after the other from ten in the morning, the last at ten past nine.
        due = at("08T10:00") + timedelta(minutes=22 * (province - 1) + (10 if province == PROVINCES else 0))
        return ms.Arrival(
            id=f"arrival-{province:02}",
            event=CONFERENCE,
            means="air" if air else "rail",
            number=f"XA {100 + province}" if air else f"X{100 + province}",
            place="airport" if air else "station",
            due=due,
            greeter="transport-1" if air else "transport-3",
        )

    def _member(self, number: int, province: int, *, late: bool) -> Iterator[ms.Record]:
        first = number % MEMBERS == 1
        second = number % MEMBERS == 2 and province <= BUREAU_RANK - PROVINCES
        coach, place = self.seat_of(number)
        building = "residence" if province <= 16 else "annexe"
        rank = "bureau" if first or second else "division"
        yield ms.Participant(
            id=f"p-{number:03}",
            name=self.name(),
            delegation=f"province-{province:02}",
            rank=rank,
            title=self.say("Deputy head of a bureau" if rank == "bureau" else "Head of a division"),
            phone=_phone(f"p-{number}"),
            arrival=f"arrival-{province:02}",
            diet=self.say("halal") if number % 41 == 0 else "",
            mobility=self.say("no stairs") if number % 97 == 0 else "",
            departs=None if late else at("11T16:30"),
            departs_by="" if late else "rail",
            departs_on="" if late else f"X{200 + province}",
            route=f"route-{ROUTES[number % 3]}",
            lodging=building,
            room=f"{1 if building == 'residence' else 2}-{number:03}",
            state="expected" if late else "registered",
        )
        yield ms.Seat(id=f"seat-{number:03}", trip=coach, participant=f"p-{number:03}", number=str(place))

    def seat_of(self, number: int) -> tuple[str, int]:
        """Give the coach and the seat that a participant is given at first: the two coaches of a route by turns."""
        turn = number // 3
        return f"coach-{2 * (number % 3) + 1 + turn % 2}", turn // 2 + 1

    def _meals(self) -> Iterator[ms.Record]:
        say = self.say
        for id, name, kind, start, end in (
            ("dinner-8", say("Welcome dinner"), "banquet", "08T18:30", "08T20:00"),
            ("breakfast-9", say("Breakfast on the 9th"), "breakfast", "09T06:45", "09T07:45"),
            ("lunch-9", say("Lunch on the 9th"), "lunch", "09T11:45", "09T12:45"),
        ):
            yield ms.Meal(
                id=id, event=CONFERENCE, name=name, kind=kind, place="restaurant", window=window(start, end),
                covers=260, organization="kitchens", team="catering",
            )  # fmt: skip
        for route in ROUTES:
            yield ms.Meal(
                id=f"dinner-{route}", event=CONFERENCE, name=say("Dinner of route {route}", route=route.upper()),
                kind="dinner", place=f"stop-{route}1", window=window("09T18:30", "09T20:00"), covers=90,
                routes=(f"route-{route}",), organization=f"host-{route}1", team="catering",
            )  # fmt: skip

    # Who must be told

    def _recipients(self) -> Iterator[ms.Record]:
        say = self.say
        yield self._recipient("duty-officer", say("Duty officer of the office"), ())
        for team, (name, _) in self.teams().items():
            kinds = ("team-lead", "duty", "caterer") if team == "catering" else ("team-lead", "duty")
            yield self._recipient(
                f"lead.{team}", say("Lead of the team {team}", team=name), kinds, team=team, person=f"{team}-lead",
                escalates_to="duty-officer",
            )  # fmt: skip
        for n in range(1, 9):
            yield self._recipient(f"hall.{n}", say("Hall staff {n}", n=n), ("duty",), person=f"hall-{n}")
        yield self._recipient("greeter.air", say("Pick-up at the airport"), ("duty",), person="transport-1")
        yield self._recipient("greeter.rail", say("Pick-up at the station"), ("duty",), person="transport-3")
        yield self._recipient(
            "liaison.chief", say("Chief liaison officer"), ("liaison", "duty"), person="chief-liaison",
            escalates_to="duty-officer", limit=timedelta(minutes=15),
        )  # fmt: skip
        for n in range(1, 7):
            yield self._recipient(
                f"liaison.coach-{n}", say("Liaison officer of coach {n}", n=n), ("liaison",), person=f"liaison-{n}",
                escalates_to="liaison.chief",
            )  # fmt: skip
        for route in ROUTES:
            yield self._recipient(
                f"lead.route-{route}", say("Lead of route {route}", route=route.upper()), ("duty",),
                person=f"lead-{route}", escalates_to="liaison.chief",
            )  # fmt: skip
        for stop in STOPS:
            relayed = stop == "c1"  # its fax is out of order, so the lead of the route passes its lists on
            yield self._recipient(
                f"host.{stop}", say("Host of stop {stop}", stop=stop.upper()), ("host",), organization=f"host-{stop}",
                through=f"lead.route-{stop[0]}" if relayed else None, escalates_to="liaison.chief",
                addresses=() if relayed else None,
            )  # fmt: skip
        for province in range(1, PROVINCES + 1):
            yield self._recipient(
                f"head.province-{province:02}", say("Head of province {n}", n=self.ordinal(province)), ("delegation",),
                delegation=f"province-{province:02}", limit=timedelta(hours=12), escalates_to="lead.registration",
            )  # fmt: skip
        yield self._recipient("head.central", say("Secretary of the central bodies"), ("delegation",), delegation="central")
        for n in SPEAKERS:
            yield self._recipient(
                f"speaker.{n:03}", say("Speaker from province {n}", n=self.ordinal((n - 1) // MEMBERS + 1)), ("speaker",),
                participant=f"p-{n:03}", escalates_to="lead.hall",
            )  # fmt: skip
        yield self._recipient("kitchens", say("Catering company"), ("caterer",), organization="kitchens")
        yield self._recipient("desk.residence", say("Desk of the residence"), ("lodging",), place="residence")
        yield self._recipient("desk.annexe", say("Desk of the Garden hotel"), ("lodging",), place="annexe")
        yield self._recipient("escort", say("Escort"), ("duty",), person="escort", role="confidant")
        yield self._recipient("escort-driver", say("Driver of the escort"), ("duty",), person="escort-driver")

    def _recipient(
        self,
        id: str,
        name: str,
        kinds: tuple[str, ...],
        *,
        addresses: tuple[str, ...] | None = None,
        limit: timedelta | None = None,
        **stands_for: str | None,
    ) -> ms.Recipient:
        return ms.Recipient(
            id=id,
            name=name,
            kinds=kinds,
            addresses=(f"outbox:{self.outbox}",) if addresses is None else addresses,
            language=self.say.language,
            limit=limit,
            **stands_for,
        )


STOPS = {
    "a1": ("09T15:30", "09T17:00"),
    "a2": ("10T09:00", "10T11:30"),
    "b1": ("09T16:00", "09T17:30"),
    "b2": ("10T09:30", "10T12:00"),
    "c1": ("09T15:00", "09T16:30"),
    "c2": ("10T08:30", "10T11:00"),
}
"""Two stops for each route, and when its coaches call there."""

SPEAKERS = (5, 44, 83, 122, 137, 200)
"""The participants who speak, by number."""


def _phone(seed: str) -> str:
    """Give a number that no network assigns: it begins with 100."""
    return f"100{sum(ord(c) * 31**i for i, c in enumerate(seed)) % 10**8:08}"
