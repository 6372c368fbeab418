"""What every journal promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from meetsupport.core.errors import InvalidInput, JournalError, JournalMoved, UnknownReference
from meetsupport.journal import Draft, Journal, Snapshot, open_journal

EVENING = datetime(2019, 11, 2, 23, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))


def drafts(*payloads: bytes) -> list[Draft]:
    return [Draft("change", EVENING, (payload,)) for payload in payloads]


def payloads(journal: Journal, after: int = 0, upto: int | None = None) -> list[bytes | None]:
    return [part for entry in journal.read(after, upto) for part in entry.parts]


def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert (journal.head, journal.head_digest, list(journal.read()), journal.snapshot()) == (0, bytes(32), [], None)


def test_append_numbers_entries_from_one_without_a_gap(journal: Journal) -> None:
    journal.append(drafts(b"1", b"2"), after=0)
    journal.append(drafts(b"3"), after=2)
    assert [entry.seq for entry in journal.read()] == [1, 2, 3]
    assert journal.head == 3


def test_what_append_returns_is_what_read_gives(journal: Journal) -> None:
    made = journal.append(
        [Draft("sent", EVENING, (b"", b"\x00\xff", "签收".encode())), Draft("", EVENING, ())], after=0
    )
    assert tuple(journal.read()) == made


def test_the_chain_begins_with_zeros_and_each_entry_holds_the_digest_before(journal: Journal) -> None:
    first, second = journal.append(drafts(b"1", b"2"), after=0)
    assert (first.previous, second.previous, journal.head_digest) == (bytes(32), first.digest, second.digest)


def test_the_digest_is_the_documented_one(journal: Journal) -> None:
    (entry,) = journal.append([Draft("sent", EVENING, (b"a", b"b"))], after=0)
    parts = [sha256((n).to_bytes(32, "big") + payload).digest() for n, payload in ((1, b"a"), (2, b"b"))]
    kind, at = b"sent", EVENING.isoformat().encode()
    lengths = b"".join(n.to_bytes(8, "big") for n in (1, len(kind), len(at), 2))
    assert entry.digest == sha256(b"meetsupport entry 1\0" + bytes(32) + lengths + kind + at + b"".join(parts)).digest()


@pytest.mark.parametrize(
    "at",
    [
        EVENING,
        datetime(2022, 2, 4, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai")),
        datetime(1900, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=-9, seconds=-1, microseconds=-5))),
    ],
)
def test_a_time_keeps_its_instant_and_its_offset(journal: Journal, at: datetime) -> None:
    journal.append([Draft("change", at, ())], after=0)
    (entry,) = journal.read()
    assert (entry.at, entry.at.utcoffset()) == (at, at.utcoffset())


def test_every_bad_draft_is_named_and_nothing_appended(journal: Journal) -> None:
    naive = EVENING.replace(tzinfo=None)
    with pytest.raises(InvalidInput) as caught:
        journal.append([*drafts(b"1"), Draft("change", naive, ()), Draft("\ud800", EVENING, ())], after=0)
    assert [fault.place for fault in caught.value.faults] == ["drafts[1].at", "drafts[2].kind"]
    assert journal.head == 0


@pytest.mark.parametrize("after", [-1, 0, 2, 2**70])
def test_append_behind_another_head_is_refused(journal: Journal, after: int) -> None:
    journal.append(drafts(b"1"), after=0)
    with pytest.raises(JournalMoved) as caught:
        journal.append(drafts(b"2"), after=after)
    assert (caught.value.expected, caught.value.head, journal.head) == (after, 1, 1)


def test_appending_nothing_appends_nothing(journal: Journal) -> None:
    assert journal.append([], after=0) == ()
    assert journal.head == 0


@pytest.mark.parametrize(
    ("after", "upto", "expected"),
    [
        (0, None, range(1, 601)),
        (255, 258, range(256, 259)),
        (599, None, [600]),
        (600, None, []),
        (601, None, []),
        (2**70, None, []),
        (-5, 2, [1, 2]),
        (3, 3, []),
        (5, 3, []),
        (598, 2**70, [599, 600]),
        (0, -1, []),
    ],
)
def test_read_gives_the_entries_behind_after_up_to_upto(
    journal: Journal, after: int, upto: int | None, expected: Sequence[int]
) -> None:
    journal.append(drafts(*[b"%d" % n for n in range(1, 601)]), after=0)
    assert [entry.seq for entry in journal.read(after, upto)] == list(expected)


def test_reading_goes_on_with_what_is_appended_meanwhile(journal: Journal) -> None:
    journal.append(drafts(b"1"), after=0)
    reading = journal.read()
    next(reading)
    journal.append(drafts(b"2"), after=1)
    assert [entry.seq for entry in reading] == [2]


def test_the_newest_snapshot_at_or_before_an_entry_is_given(journal: Journal) -> None:
    journal.append(drafts(b"1", b"2", b"3"), after=0)
    for seq in (1, 3):
        journal.save_snapshot(Snapshot(seq, b"state %d" % seq))
    found = [journal.snapshot(upto) for upto in (None, 2**70, 3, 2, 1, 0)]
    assert [snapshot and snapshot.seq for snapshot in found] == [3, 3, 3, 1, 1, None]


def test_a_snapshot_comes_back_as_it_was_saved(journal: Journal) -> None:
    journal.append(drafts(b"1"), after=0)
    journal.save_snapshot(Snapshot(1, bytes(range(256)) * 1000))
    assert journal.snapshot() == Snapshot(1, bytes(range(256)) * 1000)


def test_a_snapshot_of_the_same_entry_replaces_the_one_before(journal: Journal) -> None:
    journal.append(drafts(b"1"), after=0)
    journal.save_snapshot(Snapshot(1, b"older code"))
    journal.save_snapshot(Snapshot(1, b"newer code"))
    assert journal.snapshot() == Snapshot(1, b"newer code")


def test_only_the_newest_three_snapshots_are_kept(journal: Journal) -> None:
    journal.append(drafts(*[b"x"] * 5), after=0)
    for seq in range(1, 6):
        journal.save_snapshot(Snapshot(seq, b""))
    assert [bool(journal.snapshot(upto)) for upto in range(1, 6)] == [False, False, True, True, True]


@pytest.mark.parametrize("seq", [-1, 0, 2, 2**70])
def test_a_snapshot_of_no_entry_is_refused(journal: Journal, seq: int) -> None:
    journal.append(drafts(b"1"), after=0)
    with pytest.raises(UnknownReference, match=f"no entry {seq} "):
        journal.save_snapshot(Snapshot(seq, b""))


def test_an_erased_part_is_none_and_the_others_stay(journal: Journal) -> None:
    journal.append([Draft("change", EVENING, (b"kept", b"diagnosis")), *drafts(b"next")], after=0)
    assert journal.erase([(1, 1)]) == 1
    assert payloads(journal) == [b"kept", None, b"next"]


def test_the_chain_verifies_after_an_erasure(journal: Journal) -> None:
    journal.append(drafts(b"1", b"2", b"3"), after=0)
    before = journal.head_digest
    journal.erase([(1, 0), (3, 0)])
    found = journal.verify()
    assert (found.entries, found.erased, found.ok, found.problems) == (3, 2, True, ())
    assert journal.head_digest == before


def test_only_what_was_there_counts_as_erased_now(journal: Journal) -> None:
    journal.append(drafts(b"1", b"2"), after=0)
    journal.erase([(1, 0)])
    assert [journal.erase(pairs) for pairs in ([(1, 0)], [(1, 0), (2, 0), (2, 0)], [])] == [0, 1, 0]


def test_erasing_drops_all_snapshots(journal: Journal) -> None:
    journal.append(drafts(b"1", b"2"), after=0)
    journal.save_snapshot(Snapshot(2, b"1 and 2"))
    journal.erase([(1, 0)])
    assert journal.snapshot() is None


def test_a_snapshot_may_be_saved_by_whoever_erased(journal: Journal) -> None:
    journal.append(drafts(b"1", b"2"), after=0)
    journal.erase([(1, 0)])
    journal.save_snapshot(Snapshot(2, b"only 2"))
    assert journal.snapshot() == Snapshot(2, b"only 2")


def test_erasures_are_counted_by_call_that_erased_something(journal: Journal) -> None:
    journal.append(drafts(b"1", b"2"), after=0)
    for pairs in ([(1, 0), (2, 0)], [(1, 0)], []):
        journal.erase(pairs)
    assert journal.erasures == 1


@pytest.mark.parametrize("pair", [(0, 0), (-1, 0), (3, 0), (2**70, 0), (1, 1), (1, -1)])
def test_an_unknown_part_is_refused_and_nothing_erased(journal: Journal, pair: tuple[int, int]) -> None:
    journal.append(drafts(b"1", b"2"), after=0)
    with pytest.raises(UnknownReference, match=f"entry {pair[0]}"):
        journal.erase([(2, 0), pair])
    assert payloads(journal) == [b"1", b"2"]


def test_entries_may_be_appended_after_an_erasure(journal: Journal) -> None:
    journal.append(drafts(b"1"), after=0)
    journal.erase([(1, 0)])
    journal.append(drafts(b"2"), after=1)
    assert journal.verify().ok


def test_equal_payloads_have_different_digests(journal: Journal) -> None:
    first, second = journal.append(drafts(b"positive", b"positive"), after=0)
    assert first.digest != second.digest


def test_several_threads_may_use_one_journal(journal: Journal) -> None:
    def append_ten() -> None:
        for _ in range(10):
            while True:
                try:
                    journal.append(drafts(b"x"), after=journal.head)
                except JournalMoved:
                    continue
                break

    threads = [Thread(target=append_ten) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (journal.head, journal.verify().ok) == (40, True)


def test_a_closed_journal_may_be_closed_again(journal: Journal) -> None:
    journal.close()
    journal.close()


USES: list[Callable[[Journal], object]] = [
    lambda journal: journal.head,
    lambda journal: journal.head_digest,
    lambda journal: journal.erasures,
    lambda journal: journal.append(drafts(b"1"), after=0),
    lambda journal: list(journal.read()),
    lambda journal: journal.snapshot(),
    lambda journal: journal.save_snapshot(Snapshot(1, b"")),
    lambda journal: journal.verify(),
    lambda journal: journal.erase([(1, 0)]),
]


@pytest.mark.parametrize("use", USES)
def test_a_closed_journal_refuses_each_use(journal: Journal, use: Callable[[Journal], object]) -> None:
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        use(journal)


def test_memory_is_opened_by_its_name() -> None:
    journal = open_journal(":memory:")
    journal.append(drafts(b"1"), after=0)
    assert open_journal(":memory:").head == 0
