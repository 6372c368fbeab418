"""What plugins offer as records, taken into the plan, so that all that influences an answer is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, TypeAlias, Unpack, cast

import attrs

from meetsupport.core.errors import InvalidInput, PluginError, UnknownReference
from meetsupport.core.messages import Message, termed
from meetsupport.core.records import Record
from meetsupport.desk.changing import Changing
from meetsupport.desk.editions import Came, came, renewed
from meetsupport.desk.impact import Impact
from meetsupport.model import Adoption, ChecklistTemplate, DayOff, HealthProtocol, Requirement, TemplateItem
from meetsupport.plan import Change, Plan, Put
from meetsupport.plugins import Registry, guarded
from meetsupport.readings import ChecklistDraft, ChecklistOptions, draft_checklist
from meetsupport.readings.checklists import template_in

__all__ = ["Adoptable", "Adopting", "Offer", "offered"]

Offer: TypeAlias = Literal["protocol", "checklist", "calendar"]
"""What can be taken into a plan."""

_KINDS: Mapping[Offer, Message] = {
    "protocol": termed("protocol", HealthProtocol.__record__.label),
    "checklist": termed("checklist", ChecklistTemplate.__record__.label),
    "calendar": termed("calendar", DayOff.__record__.label),
}
"""What is said of them."""


@attrs.frozen
class Adoptable:
    """
    Something that a plugin offers.

    Attributes:
        kind: What it is.
        name: The name under which `Desk.adopt` takes it: a family of protocols or one edition, a template, a calendar.
        plugin: Who offers it.
        title: What it is called.
        records: How many records it brings; ``None`` for a calendar, whose days depend on the years.
    """

    kind: Offer
    name: str
    plugin: str
    title: str = ""
    records: int | None = None


def offered(registry: Registry) -> tuple[Adoptable, ...]:
    """List what the plugins of a registry offer, by kind and name."""
    return tuple(sorted(_offers(registry), key=lambda one: (one.kind, one.name)))


def _offers(registry: Registry) -> Iterator[Adoptable]:
    families: dict[str, str] = {}
    for owned in registry.protocols.values():
        if isinstance(owned.value, HealthProtocol):
            protocol = owned.value
            count = len(_protocol(registry, protocol.id))
            yield Adoptable("protocol", protocol.id, owned.plugin, protocol.name, count)
            if protocol.family and f"HealthProtocol:{protocol.family}" not in registry.protocols:
                families.setdefault(protocol.family, owned.plugin)
    for family, plugin in families.items():
        yield Adoptable("protocol", family, plugin, "", len(_protocol(registry, family)))
    for offer in registry.checklists.values():
        if isinstance(offer.value, ChecklistTemplate):
            count = len(_checklist(registry, offer.value.id))
            yield Adoptable("checklist", offer.value.id, offer.plugin, offer.value.name, count)
    for name, calendar in registry.calendars.items():
        yield Adoptable("calendar", name, calendar.plugin)


def _protocol(registry: Registry, name: str) -> list[Record]:
    """Give an edition, or all editions of a family, with their requirements."""
    values = [owned.value for owned in registry.protocols.values()]
    editions = [one for one in values if isinstance(one, HealthProtocol)]
    chosen = [one for one in editions if one.id == name] or [one for one in editions if one.family == name]
    ids = {one.id for one in chosen}
    return [*chosen, *(one for one in values if isinstance(one, Requirement) and one.protocol in ids)]


def _checklist(registry: Registry, name: str) -> list[Record]:
    values = [owned.value for owned in registry.checklists.values()]
    items = [one for one in values if isinstance(one, TemplateItem) and one.template == name]
    return [*(one for one in values if isinstance(one, ChecklistTemplate) and one.id == name), *items]


def _members(plan: Plan, kind: Offer, name: str, years: Iterable[int]) -> list[Record]:
    """Give the records of the plan that belong to what goes by a name, whoever put them there."""
    if kind == "calendar":
        wanted = {*years}
        return [day for day in plan.all(DayOff) if day.day.year in wanted]
    if kind == "checklist":
        template = plan.get(ChecklistTemplate, name)
        return [*([template] if template is not None else []), *plan.where(TemplateItem, template=name)]
    edition = plan.get(HealthProtocol, name)
    chosen = (edition,) if edition is not None else plan.where(HealthProtocol, family=name)
    return [*chosen, *(one for protocol in chosen for one in plan.where(Requirement, protocol=protocol.id))]


class Adopting(Changing):
    """The part of a desk that takes into the plan what plugins offer."""

    def adoptable(self) -> tuple[Adoptable, ...]:
        """List what `adopt` can take: families and editions of health protocols, checklist templates, calendars."""
        return offered(self.registry)

    def adopt(  # noqa: PLR0913 - keywords, most of which go with one kind of offer
        self,
        name: str,
        *,
        kind: Offer | None = None,
        years: Iterable[int] = (),
        event: str | None = None,
        by: str = "",
        reason: str = "",
        override: str = "",
        decisions: Mapping[str, str] | None = None,
        language: str = "en",
    ) -> Impact:
        """
        Take something that a plugin offers into the plan, as one change like any other.

        What was adopted before and is still as it came is brought to what the plugin says now, and taken out where the
        plugin offers it no longer; other editions stay. What the office has changed, removed or entered itself is its
        own: it is left alone, and `Impact.questions` names it, with the place for a decision.

        Args:
            name: Which; see `adoptable`.
            kind: What it is, where several go by that name.
            years: For a calendar, the years whose days off are taken.
            event: For a protocol, the event that keeps it from now on.
            by: Who does it, by id.
            reason: Why.
            override: Who allows it although records in it are frozen.
            decisions: By place (``TemplateItem:gates.keys``, or ``*`` for all others): ``keep`` what the office has, or
                ``take`` what is offered.
            language: The language of a template's name, titles and evidence, which are written into the plan.

        Raises:
            UnknownReference: Nothing of that name is offered, or there is no such event.
            InvalidInput: Several go by that name, *years* or *event* do not go with it, a decision is about nothing of
                it, or the calendar does not know a year. Nothing is guessed, and nothing is taken. Otherwise as for
                `apply`.
            PluginError: The calendar failed.
        """
        self.refresh()
        found = self._offered(name, kind)
        wanted = tuple(years)
        if bool(wanted) != (found.kind == "calendar"):
            template = "the {kind} {name} needs the years to take" if not wanted else "the {kind} {name} has no years"
            raise InvalidInput.of(Message.of(template, kind=_KINDS[found.kind], name=repr(name)))
        if event is not None and found.kind != "protocol":
            raise InvalidInput.of(
                Message.of("a {kind} is not kept by an event: leave the event out", kind=_KINDS[found.kind])
            )
        match found.kind:
            case "protocol":
                records = _protocol(self.registry, name)
            case "checklist":
                records = [template_in(one, language) for one in _checklist(self.registry, name)]
            case "calendar":
                records = list[Record](self._days(name, wanted))
        there = {(one.__record__.name, one.id) for one in _members(self.plan, found.kind, name, wanted)}
        shipped = {(one.__record__.name, one.id) for one in records}
        label = f"{found.kind} {name}"
        before = came(self.journal, self.revision, self.plan, there | shipped)
        dropped = {key for key in there - shipped if _belongs(before.get(key), label)}
        edits, questions = renewed(self.plan, records, dropped, before, decisions or {})
        if event is not None:
            edits = (*edits, Put(_kept(event, name, records)))
        change = Change(
            edits,
            by=by,
            reason=reason or f"{label} of {found.plugin}",
            override=override,
            base=self.revision,
            questions=questions,
            adopts=label,
        )
        return self.apply(change)

    def draft_checklist(
        self, template: str, event: str, *, reason: str = "", override: str = "", **options: Unpack[ChecklistOptions]
    ) -> ChecklistDraft:
        """
        Draft the checklists and tasks of a template for an event: what they bring, and the change that makes them.

        The template may be in the plan, or offered by a plugin; then the change brings it too. Tasks that are there
        already and whose anchor has moved, such as the opening, are due anew; what somebody set by hand stays. Apply
        or preview `ChecklistDraft.change`.

        Args:
            template: The template's id; see `adoptable`.
            event: The event's id.
            reason: Why.
            override: Who allows it although records in it are frozen.
            options: As for `meetsupport.readings.draft_checklist`: sessions, copy, about, place, signs, anchors, teams,
                language, by.

        Raises:
            UnknownReference: There is no such template, event, session or role.
            InvalidInput: The event has no window, or no session of the kinds that the template is for.
        """
        self.refresh()
        if "library" not in options:
            options["library"] = [owned.value for owned in self.registry.checklists.values()]
        drafted = draft_checklist(self.view(), template, event, **options)
        change = attrs.evolve(
            drafted.change, reason=reason or drafted.change.reason, override=override, base=self.revision
        )
        return attrs.evolve(drafted, change=change)

    def _offered(self, name: str, kind: Offer | None) -> Adoptable:
        offers = offered(self.registry)
        found = [one for one in offers if one.name == name and kind in {None, one.kind}]
        if not found:
            known = tuple(one.name for one in offers if kind in {None, one.kind}) or Message.of("nothing")
            wanted = _KINDS[kind] if kind else Message.of("protocol, checklist or calendar")
            raise UnknownReference.of(
                Message.of("no {kind} {name}, offered are {known}", kind=wanted, name=repr(name), known=known)
            )
        if len(found) > 1:
            raise InvalidInput.of(
                Message.of(
                    "several go by the name {name}: {kinds}; say which kind is meant",
                    name=repr(name),
                    kinds=tuple(_KINDS[one.kind] for one in found),
                )
            )
        return found[0]

    def _days(self, name: str, years: Iterable[int]) -> Iterator[DayOff]:
        owned = self.registry.calendars[name]
        for year in sorted({*years}):
            try:
                first, last = date(year, 1, 1), date(year, 12, 31)
            except ValueError:
                raise InvalidInput.of(
                    Message.of("invalid value {year} for a year, expected 1 to 9999", year=repr(year))
                ) from None
            made, failure = guarded(
                owned.plugin,
                "meetsupport_calendars",
                name,
                lambda: tuple(owned.value.days(first, last)),  # noqa: B023 - called at once
            )
            if made is None:
                raise PluginError(str(failure))
            days = cast("tuple[object, ...]", made)
            wrong = [day for day in days if not (isinstance(day, DayOff) and first <= day.day <= last)]
            if wrong:
                raise PluginError(f"the calendar {name!r} gave {wrong[0]!r}, expected a DayOff of {year}")
            yield from cast("tuple[DayOff, ...]", days)


def _belongs(brought: Came | None, label: str) -> bool:
    """Say whether an adoption brought a record; a day off belongs to the calendar that brought it, and to no other."""
    return brought is not None and (not label.startswith("calendar ") or brought.of == label)


def _kept(event: str, name: str, records: Iterable[Record]) -> Adoption:
    edition = next(one for one in records if isinstance(one, HealthProtocol))
    only = edition.id if edition.id == name else None
    family = edition.family or edition.id
    return Adoption(id=f"{event}.{name}", event=event, family=family, protocol=only)
