"""
Planted bugs: each is caught by a check that passes without it.

A bug is a few words of a kernel function replaced by others. Where the kernel is rewritten so that the words are no
longer there, the test says so: plant the bug anew.
"""

# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations
import __future__

import inspect
import sys
import textwrap
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import attrs
import pytest

from meetsupport.core import alike, times
from meetsupport.core.errors import MeetSupportError
from meetsupport.desk import changing, journalled, judging, known, ledger, live, notices, office, sending, telling, undo
from meetsupport.plan import checks as plan_checks
from meetsupport.plan import engine, explain, index, plan, reader, view
from tests.planted import checks


@attrs.frozen
class Bug:
    """
    Something wrong with the kernel.

    Attributes:
        name: What is wrong.
        where: The function, or class and function.
        right: The words that are replaced.
        wrong: By what.
        check: What must catch it.
    """

    name: str
    module: Any
    where: str
    right: str
    wrong: str
    check: Callable[[], None]


BUGS = (
    # Reading
    Bug(
        "a negative read is not noted",
        reader,
        "NotingReader.where",
        "self.notes[rt.name, field, value] = None",
        "self.notes.update({(rt.name, field, value): None} if self._plan.select(rt, equal) else {})",
        checks.negative_reads,
    ),
    Bug(
        "the old value of an index is not matched",
        engine,
        "Engine._keys",
        "(delta.old, delta.new)",
        "(delta.new,)",
        checks.old_values,
    ),
    Bug(
        "an index keeps the old value",
        index,
        "updated",
        "if delta.old is not None:",
        "if delta.new is None:",
        checks.old_values,
    ),
    Bug(
        "wide questions look at their days only",
        reader,
        "note_keys",
        "EVERY if WIDE in days else WIDE",
        "EVERY if WIDE in days else EVERY",
        checks.wide_questions,
    ),
    Bug(
        "narrow questions are not filed for wide records",
        reader,
        "NotingReader._note",
        "if day != WIDE:",
        "if False:",
        checks.wide_records,
    ),
    Bug(
        "windows that touch overlap",
        times,
        "Window.overlaps",
        "other.start < self.end",
        "other.start <= self.end",
        checks.touching_windows,
    ),
    # The memo
    Bug(
        "a boundary is crossed an instant late",
        engine,
        "Engine.advance",
        "while self._due and self._due[0][0] <= now",
        "while self._due and self._due[0][0] < now",
        checks.the_very_instant,
    ),
    Bug(
        "a moment has passed an instant late",
        reader,
        "NotingReader.passed",
        "self._now >= moment",
        "self._now > moment",
        checks.the_very_instant,
    ),
    Bug(
        "a failure is not memoised",
        engine,
        "Engine.ask",
        "if node.state != CLEAN:",
        "node.state = STALE if node.failure else node.state\n    if node.state != CLEAN:",
        checks.memoised_failures,
    ),
    Bug(
        "the cut-off comes too early",
        engine,
        "Engine._step",
        "child.changed > node.computed",
        "child.changed > node.computed + 9",
        checks.cut_off,
    ),
    Bug("the cut-off never comes", alike, "same", "bool(one == other)", "False", checks.cut_off),
    Bug("an offset is not looked at", alike, "same", "and _reads_alike(one, other)", "", checks.offsets),
    Bug(
        "only parents are marked, not theirs",
        engine,
        "Engine._mark",
        "pending.extend(parent.parents)",
        "pass",
        checks.circles,
    ),
    Bug(
        "a circle is named by whoever asks first",
        engine,
        "Engine._close_circle",
        "labels.index(min(labels))",
        "0",
        checks.circles,
    ),
    Bug("nothing is collected", engine, "Engine._adopt", "self._orphans[child] = None", "pass", checks.collected),
    Bug(
        "the walk of the facts stops early",
        explain,
        "facts_of",
        "for child in node.children:",
        "for child in list(node.children)[:0]:",
        checks.facts,
    ),
    # Live readings
    Bug(
        "a view is shared between recipients",
        judging,
        "section_query",
        "view = _BriefReader(plan, SEEN_BY_DEFAULT if role is None else role.sees)",
        "view = vars(owned.value.compose).setdefault("
        "'v', _BriefReader(plan, SEEN_BY_DEFAULT if role is None else role.sees))",
        checks.views,
    ),
    Bug("a view masks nothing", view, "masked", "if hidden else record", "if not hidden else record", checks.views),
    Bug(
        "findings of removed subjects stay",
        live,
        "Live._change_subjects",
        "self.findings.pop(gone, ())",
        "self.findings.get(gone, ())",
        checks.removed_subjects,
    ),
    Bug(
        "a failure is forgotten",
        live,
        "Live.all_failures",
        "yield from self.failures.values()",
        "pass",
        checks.failures,
    ),
    Bug(
        "a failure stays when its rule is well again",
        live,
        "Live._take_findings",
        "self.failures.pop(node, None)\n        return",
        "return",
        checks.failures,
    ),
    Bug(
        "nobody who is removed is told",
        ledger,
        "Ledger._changed",
        "self.gone[delta.id] = delta.old",
        "pass",
        checks.withdrawals,
    ),
    # Notices
    Bug(
        "the baseline moves backwards",
        ledger,
        "Ledger._acknowledged",
        "if notice is None:\n        return set()",
        "if notice is None:\n        self.standings[head.recipient] = Standing()\n        return {head.recipient}",
        checks.baselines,
    ),
    Bug(
        "only the latest known brief counts",
        ledger,
        "Standing.known",
        "(self.baseline, *(notice.lines for notice in self.sent))",
        "(self.latest,)",
        checks.catching_up,
    ),
    Bug(
        "the order of lines is content",
        known,
        "same_content",
        "if len(one) != len(other):",
        "if list(one) != list(other):",
        checks.order_of_lines,
    ),
    Bug(
        "lines pair by key alone",
        known,
        "BriefLine.content",
        "self.message, self.window",
        "(self.message, self.key), self.window",
        checks.keys_that_move,
    ),
    Bug(
        "what was sent is sent again",
        telling,
        "Telling._is_due",
        'return notice.state in {"open", "failed"}',
        "return True",
        checks.sent_once,
    ),
    Bug(
        "another try has another key",
        sending,
        "_delivery",
        "notice.id, notice.recipient",
        "str(__import__('time').perf_counter_ns()), notice.recipient",
        checks.sent_once,
    ),
    Bug(
        "somebody else's receipt does not stop the ladder",
        telling,
        "Telling._next_above",
        'notice.state == "seen" or ',
        "",
        checks.stopped_ladder,
    ),
    Bug("relayed is received", ledger, "counts_as_own", 'head.manner != "relayed" and', "True and", checks.relaying),
    Bug(
        "what is cancelled has no start",
        notices,
        "deadline_of",
        "for line in lines for window in line.windows",
        "for line in lines if line.kind != 'withdrawn' for window in line.windows",
        checks.old_starts,
    ),
    # Changes
    Bug(
        "references of new records are not checked",
        plan_checks,
        "_broken",
        "if delta.new is None:",
        "if delta.old is None:",
        checks.references,
    ),
    Bug("what is referred to may go", plan_checks, "_broken", "if users:", "if len(users) > 1:", checks.removals),
    Bug(
        "states follow in any order",
        plan_checks,
        "_bad_step",
        "state not in following",
        "False",
        checks.states,
    ),
    Bug(
        "a rebase overwrites",
        changing,
        "Changing._refuse_overtaken",
        "if clashes:",
        "if len(clashes) > 1:",
        checks.rebases,
    ),
    Bug(
        "a rebase is lost",
        changing,
        "Changing._apply",
        "checked(self.plan, change, self.revision + 1)",
        "checked(self._plan_of(change.base) if change.base is not None else self.plan, change, self.revision + 1)",
        checks.rebases,
    ),
    Bug(
        "an undo forgets a field",
        undo,
        "_fields_back",
        "fields[name] = old",
        "fields.update({name: old} if not fields else {})",
        checks.undone,
    ),
    Bug(
        "a share is held one too late",
        changing,
        "Changing._surprise",
        "count >= share * there",
        "count > share * there",
        checks.holding,
    ),
    Bug(
        "a preview leaves its findings",
        changing,
        "Changing._back",
        "self._reading.move(before,",
        "self._reading.engine.touch(('', '', '')) if True else (before,",
        checks.previews,
    ),
    Bug(
        "a snapshot forgets what was sent",
        ledger,
        "_encode_standing",
        "for n in standing.sent",
        "for n in standing.sent[1:]",
        checks.snapshots,
    ),
    Bug(
        "a snapshot is taken for the end",
        office,
        "Office.from_journal",
        "journal.read(made.plan.revision, upto)",
        "journal.read(made.plan.revision, upto or (snapshot.seq if snapshot else None))",
        checks.snapshots,
    ),
    Bug(
        "a second desk takes no receipts",
        journalled,
        "Journalled.refresh",
        "self._reading.told(touched)",
        "pass",
        checks.followers,
    ),
    Bug(
        "unknown fields are dropped by a change",
        plan,
        "Plan.moved",
        "made._extras.insert(key, edit.extra) if edit.extra",
        "made._extras.discard(key) if edit.extra",
        checks.extras,
    ),
)


def _plan_of(self: Any, revision: int) -> Any:
    """Give an old plan, for a bug that needs one."""
    return self.at(revision).plan


@contextmanager
def planted(bug: Bug, patch: pytest.MonkeyPatch) -> Generator[None]:
    """Replace a function, wherever it is known by name."""
    owner_name, _, name = bug.where.rpartition(".")
    owner = getattr(bug.module, owner_name) if owner_name else bug.module
    there = inspect.getattr_static(owner, name)
    function: Any = there.fget if isinstance(there, property) else getattr(there, "__func__", there)
    source = textwrap.dedent(inspect.getsource(function))
    right = bug.right
    assert source.count(right) == 1, f"{bug.where} no longer has these words once: {right}"
    code = compile(source.replace(right, bug.wrong), f"<{bug.name}>", "exec", __future__.annotations.compiler_flag)
    made: dict[str, Any] = {}
    exec(code, vars(bug.module), made)  # noqa: S102 - the source is the kernel's own
    patch.setattr(changing.Changing, "_plan_of", _plan_of, raising=False)
    if owner_name:
        patch.setattr(owner, name, made[name])
    else:
        for one in [m for key, m in sys.modules.items() if key.startswith(("meetsupport", "tests"))]:
            if vars(one).get(name) is function:
                patch.setattr(one, name, made[name])
    yield
    patch.undo()


CHECKS = sorted({bug.check.__name__: bug.check for bug in BUGS}.items())


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    with planted(bug, monkeypatch), pytest.raises((AssertionError, MeetSupportError, RecursionError)):
        bug.check()


@pytest.mark.parametrize("check", [check for _, check in CHECKS], ids=[name for name, _ in CHECKS])
def test_a_check_passes_without_its_bug(check: Callable[[], None]) -> None:
    check()


def test_every_check_has_its_bug() -> None:
    written = {name for name, value in vars(checks).items() if getattr(value, "__module__", "") == checks.__name__}
    assert written - {"same_as_fresh", "_refused"} == {name for name, _ in CHECKS}
