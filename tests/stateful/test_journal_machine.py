"""The journal in a file does what the one in memory does, whatever happens to its process."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from meetsupport.core.errors import JournalMoved, MeetSupportError
from meetsupport.journal import Draft, MemoryJournal, Snapshot, SQLiteJournal, Verification, modes

ZONES = [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))]
DRAFTS = st.builds(
    Draft,
    kind=st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    at=st.datetimes(timezones=st.sampled_from(ZONES)),
    parts=st.lists(st.binary(max_size=40) | st.binary(max_size=40).map(lambda some: some * 300), max_size=3).map(tuple),
)


def counted_salt() -> Callable[[int], bytes]:
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


class JournalMachine(RuleBasedStateMachine):
    """Two journals that draw the same salts must be the same entry by entry, digests included."""

    mode = "truncate"

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.generation = 0
        self.salt = counted_salt()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(modes, "choose_mode", lambda: self.mode)

    def teardown(self) -> None:
        self.real.close()
        self.patch.undo()
        shutil.rmtree(self.folder)

    @property
    def path(self) -> Path:
        return self.folder / f"{self.generation}.db"

    @initialize()
    def begin(self) -> None:
        self.model = MemoryJournal(salt=counted_salt())
        self.real = SQLiteJournal(self.path, salt=self.salt)

    @rule(drafts=st.lists(DRAFTS, max_size=4))
    def append(self, drafts: list[Draft]) -> None:
        expected = self.model.append(drafts, after=self.model.head)
        assert self.real.append(drafts, after=self.real.head) == expected

    @rule(drafts=st.lists(DRAFTS, min_size=1, max_size=2), distance=st.integers(-2, 2).filter(bool))
    def append_at_a_wrong_place(self, drafts: list[Draft], distance: int) -> None:
        with pytest.raises(JournalMoved) as caught:
            self.real.append(drafts, after=self.model.head + distance)
        assert caught.value.head == self.model.head

    @rule(share=st.floats(0, 1), state=st.binary(max_size=50).map(lambda some: some * 200))
    @precondition(lambda self: self.model.head)
    def save_snapshot(self, share: float, state: bytes) -> None:
        snapshot = Snapshot(1 + int(share * (self.model.head - 1)), state)
        self.model.save_snapshot(snapshot)
        self.real.save_snapshot(snapshot)

    @rule(pairs=st.lists(st.tuples(st.integers(0, 12), st.integers(-1, 3)), max_size=4))
    def erase(self, pairs: list[tuple[int, int]]) -> None:
        outcomes: list[int | str] = []
        for journal in (self.model, self.real):
            try:
                outcomes.append(journal.erase(pairs))
            except MeetSupportError as error:
                outcomes.append(str(error))
        assert outcomes[0] == outcomes[1]

    @rule()
    def close_and_reopen(self) -> None:
        self.real.close()
        self.real = SQLiteJournal(self.path, salt=self.salt)

    @rule()
    def crash_and_reopen(self) -> None:
        # What a process that dies leaves is what stands in its files at that moment; the shared memory of a log goes.
        old, dying = self.path, self.real
        self.generation += 1
        for suffix in ("", "-journal", "-wal"):
            if Path(f"{old}{suffix}").exists():
                shutil.copy(f"{old}{suffix}", f"{self.path}{suffix}")
        self.real = SQLiteJournal(self.path, salt=self.salt)
        dying.close()

    @rule(drafts=st.lists(DRAFTS, min_size=1, max_size=2))
    def another_process_appends(self, drafts: list[Draft]) -> None:
        self.model.append(drafts, after=self.model.head)
        other = SQLiteJournal(self.path, salt=self.salt)
        other.append(drafts, after=other.head)
        other.close()

    @rule(after=st.integers(-1, 15), upto=st.none() | st.integers(-1, 15))
    def read(self, after: int, upto: int | None) -> None:
        assert list(self.real.read(after, upto)) == list(self.model.read(after, upto))

    @rule(upto=st.none() | st.integers(-1, 15))
    def snapshot(self, upto: int | None) -> None:
        assert self.real.snapshot(upto) == self.model.snapshot(upto)

    @invariant()
    def same_head(self) -> None:
        assert (self.real.head, self.real.head_digest) == (self.model.head, self.model.head_digest)

    @invariant()
    def both_verify(self) -> None:
        found = self.real.verify()
        assert found == self.model.verify()
        assert found == Verification(self.model.head, found.erased, ok=True, problems=())


class LoggedJournalMachine(JournalMachine):
    """The same with write-ahead logging."""

    mode = "wal"


_SETTINGS = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestJournal = JournalMachine.TestCase
TestJournal.settings = _SETTINGS
TestLoggedJournal = LoggedJournalMachine.TestCase
TestLoggedJournal.settings = _SETTINGS
