"""A plan at a moment, with all that can be asked of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from meetsupport.core.errors import DerivationCycle, DerivationFailed, PluginError, UnknownReference
from meetsupport.core.memory import uncollected
from meetsupport.core.messages import Message
from meetsupport.core.records import Record, Ref, no_such
from meetsupport.desk.findings import Report
from meetsupport.desk.known import BriefLine
from meetsupport.desk.ledger import Ledger
from meetsupport.desk.live import Live
from meetsupport.desk.notices import Notice, compose
from meetsupport.desk.office import Office
from meetsupport.model import Event, Recipient, Role
from meetsupport.plan import Derived, PlainReader, Plan, Shown, View
from meetsupport.plugins import Registry, guarded
from meetsupport.readings import is_zone

__all__ = ["Moment"]

EVERY = "*"
"""The id by which an exporter is asked for all records of a type."""

R = TypeVar("R", bound=Record)
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Moment:
    """
    The plan as it stood at one revision, and everything that follows from it.

    It is read-only; a `Desk` is one that moves on.

    Args:
        registry: The plugins.
        office: Plan and ledger.
        now: The time at which it is looked at.
    """

    def __init__(self, registry: Registry, office: Office, now: datetime) -> None:
        self.registry = registry
        self._office = office
        self._now = now
        self._reading: Live | None = None
        self._leaving: dict[str, Recipient] = {}

    @property
    def plan(self) -> Plan:
        """All records."""
        return self._office.plan

    @property
    def revision(self) -> int:
        """The number of the last entry that it contains."""
        return self._office.plan.revision

    @property
    def now(self) -> datetime:
        """The time at which it is looked at."""
        return self._now

    @property
    def _ledger(self) -> Ledger:
        return self._office.ledger

    def _live(self) -> Live:
        if self._reading is None:
            self._reading = Live(self.registry, self.plan, self._ledger, self.now)
        return self._reading

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone that the plan's events share, or ``None`` if they do not, or there is none."""
        zones = {event.zone for event in self.plan.all(Event)}
        name = zones.pop() if len(zones) == 1 else ""
        return ZoneInfo(name) if name and is_zone(name) else None

    # Records

    def get(self, cls: type[R], id: str, /) -> R:
        """
        Give a record.

        Raises:
            UnknownReference: There is none of that type and id.
        """
        found = self.plan.get(cls, id)
        if found is None:
            raise UnknownReference.of(no_such(cls.__record__, id))
        return found

    def show(self, cls: type[Record] | str, /, role: str | None = None) -> tuple[Record, ...]:
        """
        Give all records of a type, as a role may see them.

        Args:
            cls: The type, or its name.
            role: The role; ``None`` sees everything.

        Raises:
            UnknownReference: There is no such type or role.
        """
        return self.view(role).all(self.plan.type_of(cls).cls)

    def view(self, role: str | None = None) -> Shown:
        """
        Give the plan as a role may see it.

        Args:
            role: The id of a `Role`; ``None`` sees everything, and ``""`` nothing sensitive.

        Raises:
            UnknownReference: There is no such role.
        """
        reader = PlainReader(self.plan, self.now, self.informed, self.registry.kinds.__contains__)
        if role is None:
            return reader
        return View(reader, self.get(Role, role).sees if role else ())

    # Rules and derived values

    @uncollected()
    def check(self) -> Report:
        """Judge every rule, the worst findings first."""
        live = self._live()
        found = (finding for findings in live.findings.values() for finding in findings)
        return Report(found, live.all_failures())

    def derive(self, value: Derived[K, V], key: K, /) -> V:
        """
        Give a derived value.

        Raises:
            DerivationCycle: It needs itself.
            DerivationFailed: It raised.
        """
        node = self._live().engine.ask(value, key)
        if node.failure is not None:
            error = DerivationCycle if node.failure.kind == DerivationCycle.__name__ else DerivationFailed
            raise error(f"{value.label(key)}: {node.failure.kind}: {node.failure.message}")
        return node.value  # type: ignore[no-any-return]

    # Notices

    def notice(self, recipient: str) -> Notice | None:
        """Give what a recipient must still be told, if anything."""
        live = self._live()
        if recipient not in live.waiting:
            return None
        record = self._recipient(recipient)
        standing = live.ledger.standing(recipient)
        return compose(recipient, record, standing, live.now(recipient), self.revision, self.now, self.zone)

    def _recipient(self, recipient: str) -> Recipient | None:
        return self.plan.get(Recipient, recipient) or self._ledger.gone.get(recipient) or self._leaving.get(recipient)

    def notices(self, recipient: str | None = None) -> tuple[Notice, ...]:
        """
        Give the open notices, the most urgent first: one for each recipient that may act on an old plan.

        Args:
            recipient: Only this one's.
        """
        live = self._live()
        ids: Iterable[str] = tuple(live.waiting) if recipient is None else (recipient,)
        found = (self.notice(one) for one in ids)
        return tuple(sorted((notice for notice in found if notice is not None), key=_urgency))

    def uninformed(self) -> tuple[Notice, ...]:
        """Give who may still act on an old plan, since when, and what each must be told; the most urgent first."""
        return self.notices()

    def informed(self, recipient: str) -> bool:
        """Say whether a recipient has acknowledged all that it must know."""
        return self._live().is_informed(recipient)

    def brief(self, recipient: str) -> tuple[BriefLine, ...]:
        """
        Give all that a recipient must know now.

        Raises:
            UnknownReference: There is no such recipient.
        """
        live = self._live()
        if recipient not in live.briefs:
            raise UnknownReference.of(no_such(Recipient.__record__, recipient))
        return tuple(sorted(live.now(recipient).values(), key=_by_time))

    # Files

    def export(
        self,
        path: str | Path | None,
        exporter: str | None = None,
        *,
        of: Ref[Any] | None = None,
        role: str | None = None,
        language: str = "en",
    ) -> bytes:
        """
        Write something of the plan.

        Args:
            path: The file to write; ``None`` to get the bytes alone. It appears whole or not at all.
            exporter: The exporter's name; by default the one whose suffix the path has.
            of: The record that it is of; one with the id ``*`` stands for all of its type.
            role: As whom to see the plan; ``None`` sees everything.
            language: The language of headings.

        Returns:
            What was written.

        Raises:
            UnknownReference: There is no such exporter, record or role.
            PluginError: The exporter failed.
        """
        name = exporter or self._exporter_for(path)
        owned = self.registry.exporters.get(name)
        if owned is None:
            raise UnknownReference.of(
                Message.of(
                    "no exporter {name}, expected one of {known}",
                    name=repr(name),
                    known=tuple(sorted(self.registry.exporters)),
                )
            )
        if of is not None and of.id != EVERY:
            self.get(of.type, of.id)
        reader = self.view(role)
        with uncollected():
            made, failure = guarded(
                owned.plugin, "meetsupport_exporters", name, lambda: owned.value.render(reader, of, language)
            )
        if not isinstance(made, bytes):
            raise PluginError(str(failure) if failure else f"the exporter {name!r} gave no bytes")
        if path is not None:
            write_whole(Path(path), made)
        return made

    def _exporter_for(self, path: str | Path | None) -> str:
        suffix = Path(path).suffix.lower() if path is not None else ""
        fitting = [name for name, owned in self.registry.exporters.items() if owned.value.suffix == suffix]
        if not fitting:
            known = tuple(sorted({owned.value.suffix for owned in self.registry.exporters.values()}))
            raise UnknownReference.of(
                Message.of("no exporter for {suffix}, expected one of {known}", suffix=repr(suffix), known=known)
            )
        return fitting[0]

    def __iter__(self) -> Iterator[Record]:
        return iter(self.plan)


def _urgency(notice: Notice) -> tuple[datetime, str]:
    return notice.deadline or datetime.max.replace(tzinfo=UTC), notice.recipient


def _by_time(line: BriefLine) -> tuple[bool, float, str]:
    return line.window is None, line.window.start.timestamp() if line.window else 0.0, line.key


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that whoever looks finds the old one or the new one, never half of it."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
