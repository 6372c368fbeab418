"""The desk: journal, live plan, plugins and clock behind one facade."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs

from meetsupport.core.codec import MAX_BYTES
from meetsupport.core.errors import Conflict, PluginError, UnknownReference, UnreadableFile
from meetsupport.core.memory import uncollected
from meetsupport.core.messages import Message, sayable
from meetsupport.core.records import Record, type_term
from meetsupport.core.times import Clock, system_clock
from meetsupport.desk import entries
from meetsupport.desk.adopting import Adopting
from meetsupport.desk.builtin import BUILTIN
from meetsupport.desk.entries import pack
from meetsupport.desk.impact import Impact
from meetsupport.desk.journalled import SNAPSHOT_EVERY
from meetsupport.desk.loads import loaded
from meetsupport.desk.office import Office
from meetsupport.desk.proposing import Proposing
from meetsupport.desk.syncing import Syncing
from meetsupport.desk.telling import Telling
from meetsupport.journal import Draft, open_journal
from meetsupport.plan import Change, Plan
from meetsupport.plugins import Importer, Owned, Registry, Source, guarded

__all__ = ["Desk"]


class Desk(Proposing, Adopting, Syncing, Telling):
    """
    The working object: the plan as it is now, and the only way to move it on.

    Made with `open`. It may be used from several threads one at a time, and several desks may work on one journal: each
    takes in what the others did before it writes.
    """

    @classmethod
    def open(
        cls, path: str | os.PathLike[str] = ":memory:", *, registry: Registry | None = None, clock: Clock = system_clock
    ) -> Desk:
        """
        Open a journal, made if missing.

        Args:
            path: A SQLite file, or ``:memory:`` for one that is not kept.
            registry: The plugins; by default the built-in one and all that are installed.
            clock: Tells the time.

        Raises:
            JournalError: The file is not a journal, is damaged, or cannot be written.
        """
        journal = open_journal(path)
        try:
            return cls(journal, registry or Registry.load(BUILTIN), clock)
        except BaseException:
            journal.close()
            raise

    def close(self) -> None:
        """Keep a snapshot if many entries have come, and let go of the journal."""
        if self.revision - self._snapshot_at >= SNAPSHOT_EVERY // 10:
            self.keep_snapshot()
        self.journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def load(
        self,
        path: str | Path,
        *,
        by: str = "",
        importer: str | None = None,
        reason: str = "",
        override: str = "",
        restores: bool = False,
        **options: Any,
    ) -> Impact:
        """
        Read a file into one change, and apply it.

        Args:
            path: The file; the importer is chosen by its suffix.
            by: Who imports it, by id.
            importer: The importer's name, where the suffix does not tell.
            reason: Why.
            override: Who allows it although records in it are frozen.
            restores: Whether it takes over what stood elsewhere, so that records may begin in any state: a hazard as
                closed. A file that is loaded into an empty plan always does.
            options: What the importer must know besides: ``mapping``, ``decisions``.

        Raises:
            UnreadableFile: The file is missing, too large, or not what its name says.
            InvalidInput: Its content is wrong; every fault is listed. Otherwise as for `apply`.
            PluginError: The importer failed.
        """
        change = self.read(path, by=by, importer=importer, restores=restores, **options)
        return self.apply(attrs.evolve(change, reason=reason or change.reason, override=override))

    def read(
        self, path: str | Path, *, by: str = "", importer: str | None = None, restores: bool = False, **options: Any
    ) -> Change:
        """Read a file into one change, without applying it. Arguments and errors as for `load`."""
        self.refresh()
        file = Path(path)
        owned = self._importer_for(file, importer)
        try:
            if file.stat().st_size > MAX_BYTES:
                raise UnreadableFile(Message.of("more than the {most} bytes that are read", most=MAX_BYTES), file.name)
            content = file.read_bytes()
        except OSError as error:
            raise UnreadableFile(
                Message.of("cannot be read: {why}", why=sayable(error.strerror or error)), file.name
            ) from error
        source = Source(file.name, content, self.plan, self._plan_at, by, self.now, options, self._loaded)
        with uncollected():
            made, failure = guarded(
                owned.plugin, "meetsupport_importers", owned.value.name, lambda: owned.value.read(source)
            )
        if not isinstance(made, Change):
            raise PluginError(str(failure) if failure else f"the importer {owned.value.name!r} gave no change")
        return attrs.evolve(made, restores=restores or not len(self.plan), read_from=file.name)

    def _plan_at(self, revision: int) -> Plan:
        return Office.from_journal(self.registry, self.journal, revision).plan

    def _loaded(self, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        return loaded(self.journal, self.revision, self.plan, keys)

    def _importer_for(self, file: Path, name: str | None) -> Owned[Importer]:
        known = self.registry.importers
        if name is not None:
            if name not in known:
                raise UnknownReference.of(
                    Message.of(
                        "no importer {name}, expected one of {known}", name=repr(name), known=tuple(sorted(known))
                    )
                )
            return known[name]
        for owned in known.values():
            if file.suffix.lower() in owned.value.suffixes:
                return owned
        suffixes = tuple(sorted({suffix for owned in known.values() for suffix in owned.value.suffixes}))
        raise UnreadableFile(
            Message.of("no importer for {suffix}, expected one of {known}", suffix=repr(file.suffix), known=suffixes),
            file.name,
        )

    def erase(self, cls: type[Record] | str, id: str, *, by: str = "", reason: str = "") -> int:
        """
        Erase all that the journal holds of a record.

        That is its edits, and every line that was sent with one of its sensitive values. The chain still verifies.
        The record must have been removed, and whoever knew of it must have acknowledged that.

        Args:
            cls: The record type, or its name.
            id: The record's id.
            by: Who erases it.
            reason: Why: a person's request, a retention date.

        Returns:
            How many payloads were erased.

        Raises:
            Conflict: The record is still in the plan, or in what somebody was told last.
        """
        from meetsupport.desk.erasing import payloads_of  # noqa: PLC0415 - seldom needed

        self.refresh()
        name = cls if isinstance(cls, str) else cls.__record__.name
        if self.plan.find(name, id) is not None or self.plan.unknown_one((name, id)) is not None:
            raise Conflict.of(
                Message.of(
                    "{type}:{id} is still in the plan: remove it first", type=type_term(self.plan.types, name), id=id
                )
            )
        parts = payloads_of(self.journal, self._ledger, self.registry.types.get(name), name, id)
        head = entries.ErasedHead(name, id, by, reason, len(parts))
        self._append([Draft("erased", self.now, (pack(head),))])
        count = self.journal.erase(parts)
        self._erasures = self.journal.erasures
        self.keep_snapshot()
        return count
