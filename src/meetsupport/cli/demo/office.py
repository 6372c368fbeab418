"""What the office does again and again: change, look, mend, tell, and ask who has read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import attrs

import meetsupport as ms
from meetsupport.cli.demo.telling import Teller
from meetsupport.cli.demo.words import Tongue

__all__ = ["Clock", "Office", "Scene", "grouped"]

SEVERITY_STYLES: Mapping[str, str] = {"blocking": "bold red", "warning": "yellow", "unsettled": "magenta"}

NAMED_AT_MOST = 8
"""To so many who are told, each is named; of more, it is said how many of each kind."""

Identity = tuple[str, str, str]


@attrs.define
class Clock:
    """A clock that stands still until it is set."""

    now: datetime

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


@attrs.define
class Scene:
    """
    A step of the story, for whoever wants to look again.

    Attributes:
        name: What the step is called.
        at: When it began.
        revisions: The revisions that its changes made.
        raised: The findings that it raised, each as code, subject and key.
        cleared: Those that it cleared.
        told: To whom notices were sent.
        unread: Who had not read them when it ended.
        escalated: Whose notices were taken further up, as it began.
        end: The last revision of the step.
    """

    name: str
    at: datetime
    revisions: list[int] = attrs.field(factory=list[int])
    raised: list[Identity] = attrs.field(factory=list[Identity])
    cleared: list[Identity] = attrs.field(factory=list[Identity])
    told: list[str] = attrs.field(factory=list[str])
    unread: list[str] = attrs.field(factory=list[str])
    escalated: list[str] = attrs.field(factory=list[str])
    end: int = 0


@attrs.define
class Office:
    """
    The office at its desk, with somebody who tells what it does.

    Attributes:
        desk: The desk.
        clock: The desk's clock.
        teller: Who tells.
        scenes: The steps so far.
        routine: Rules of which nothing is told while it may still be open: what is done every day before its time.
    """

    desk: ms.Desk
    clock: Clock
    teller: Teller
    scenes: list[Scene] = attrs.field(factory=list[Scene], init=False)
    routine: frozenset[str] = attrs.field(default=frozenset(), init=False)
    _standing: dict[Identity, ms.Finding] = attrs.field(factory=dict[Identity, ms.Finding], init=False)

    @property
    def say(self) -> Tongue:
        """The language."""
        return self.teller.say

    @property
    def scene(self) -> Scene:
        """The step that is being told."""
        return self.scenes[-1]

    # Time

    def begin(self, name: str, at: datetime, title: str) -> None:
        """Begin a step: let time pass, and tell what that alone did."""
        self.scenes.append(Scene(name, at))
        self.clock.now = at
        self.teller.heading(at, title)
        self.wait(at)

    def wait(self, until: datetime) -> None:
        """Let time pass, and tell what that alone did."""
        self.clock.now = until
        for notice in self.desk.tick():
            above = notice.escalations[-1].to
            self.scene.escalated.append(notice.recipient)
            self.teller.fact(
                "escalated",
                self.say(
                    "{moment}: {recipient} has not answered; its notice goes to {above}",
                    moment=self.teller.moment(until),
                    recipient=self.called(notice.recipient),
                    above=self.called(above),
                ),
            )
        self.look(passed="past")

    def pass_to(self, until: datetime) -> None:
        """Let time pass without a word: a day like any other."""
        self.clock.now = until
        self.desk.tick()
        there = {finding.identity for finding in self.desk.check()}
        for gone in [one for one in self._standing if one not in there]:
            self.scene.cleared.append(gone)
            del self._standing[gone]

    def end(self) -> None:
        """End a step."""
        self.scene.unread = [notice.recipient for notice in self.desk.uninformed()]
        self.scene.end = self.desk.revision

    # Changes and what they break

    def loaded(self, file: str, impact: ms.Impact, text: str, counted: Iterable[type[ms.Record]]) -> None:
        """Tell what a file brought, and how many records of some types."""
        self._took(impact)
        counts = Counter(delta.type for delta in impact.changes)
        values = {type.__record__.name: counts[type.__record__.name] for type in counted}
        self.teller.fact("loaded", self.say(text, file=file, n=len(impact.changes), **values))

    def did(self, headline: str, impact: ms.Impact) -> None:
        """Tell a change that was made, and what it breaks or mends."""
        self._took(impact)
        self.teller.fact("changed", headline + self._extent(impact))
        self.look()

    def _extent(self, impact: ms.Impact) -> str:
        count = len(impact.changes)
        text = " [1 record, revision {r}]" if count == 1 else " [{n} records, revision {r}]"
        return self.say(text, n=count, r=impact.revision)

    def mended(self, how: str, impact: ms.Impact | None = None) -> None:
        """Tell how something was mended: by a change, or by a call."""
        if impact is not None:
            self._took(impact)
        self.teller.fact("mend", how)
        self.look()

    def _took(self, impact: ms.Impact) -> None:
        if impact.revision is not None:
            self.scene.revisions.append(impact.revision)

    def look(self, *, passed: str = "mended") -> None:
        """
        Tell what findings came and went since one looked last.

        Args:
            passed: What to call it that one went: mended by a change, or past because its time is over.
        """
        now = {one.identity: one for one in self.desk.check() if not self._is_routine(one)}
        came = [f for one, f in now.items() if one not in self._standing or _worse(f, self._standing[one])]
        went = [f for one, f in self._standing.items() if one not in now]
        self._standing = now
        self.scene.raised += [finding.identity for finding in came]
        self.scene.cleared += [finding.identity for finding in went]
        for group in grouped(came):
            self.teller.fact("breaks", self.broken(group), SEVERITY_STYLES.get(group[0].severity, ""))
        # A hint goes silent where something worse is found of the same: that is no mending.
        worse = {finding.subject for finding in came if finding.severity != "hint"}
        silenced = [finding for finding in went if finding.severity == "hint" and finding.subject in worse]
        for label, group in ((passed, [finding for finding in went if finding not in silenced]), ("worse", silenced)):
            if group:
                counts = Counter(self._title(finding) for finding in group)
                listed = [f"{title} × {n}" if n > 1 else title for title, n in counts.items()]
                self.teller.fact(label, self.say("; ").join(listed))

    def _is_routine(self, finding: ms.Finding) -> bool:
        return finding.severity == "unsettled" and finding.code in self.routine

    def broken(self, group: Sequence[ms.Finding]) -> str:
        """Tell findings of one rule: the first, what would mend it, and how many more there are."""
        first = group[0]
        what = first.message.text(self.say.language)
        if first.subject is not None:
            what = self.say("{subject}: {what}", subject=self.subject(first.subject), what=what)
        fix = "" if first.fix is None else self.say(" → {fix}", fix=first.fix)
        more = self.say(" (+{n} more)", n=len(group) - 1) if len(group) > 1 else ""
        return f"{self._severity(first)} · {what}{fix}{more}"

    def _severity(self, finding: ms.Finding) -> str:
        if finding.severity == "unsettled" and finding.settle_by is not None:
            return self.say("to settle by {when}", when=self.teller.moment(finding.settle_by))
        return self.say(finding.severity)

    def _title(self, finding: ms.Finding) -> str:
        return self.say(self.desk.registry.rules[finding.code].value.title)

    # Telling, and who has read it

    def tell(
        self,
        *,
        examples: Sequence[str] | None = None,
        silent: Iterable[str] = (),
        by_deputy: Iterable[str] = (),
        by_telephone: Iterable[str] = (),
    ) -> None:
        """
        Send what is to be told, and take the answers.

        Args:
            examples: Whose notices are shown; by default those of the first two.
            silent: Who does not answer yet.
            by_deputy: For whom a deputy answers.
            by_telephone: Who is called, and answers.
        """
        sent = self.desk.send(by="office")
        self.scene.told += [notice.recipient for notice in sent]
        shown = sent[:2] if examples is None else [notice for notice in sent if notice.recipient in examples]
        if sent:
            self.teller.fact("told", "\n".join([self.counted(sent), *map(self.example, shown)]))
        silent, deputies, called = set(silent), set(by_deputy), set(by_telephone)
        for notice in sent:
            if notice.recipient in silent:
                continue
            if notice.recipient in deputies:
                by = f"{notice.recipient}.deputy"
                self.desk.acknowledge(notice, by=by, manner="deputy", on_behalf=True)
            elif notice.recipient in called:
                self.call(notice.recipient, by="office")
            else:
                self.desk.acknowledge(notice, by=notice.recipient)
        self.unread(deputies=len(deputies), called=len(called))

    def tell_quietly(self) -> None:
        """Send what is to be told without a word, and take the answers of all."""
        for notice in self.desk.send(by="office"):
            self.desk.acknowledge(notice, by=notice.recipient)

    def call(self, recipient: str, *, by: str) -> None:
        """Call somebody, and write down that the notice was understood."""
        for notice in self.desk.notices(recipient):
            self.desk.acknowledge(
                notice, by=recipient, manner="telephone", called_by=by, answered_by=recipient, when=self.clock.now
            )

    def unread(self, *, deputies: int = 0, called: int = 0) -> None:
        """Tell who has not read what it must know."""
        waiting = self.desk.uninformed()
        ways = [self.say("{n} by a deputy", n=deputies)] if deputies else []
        ways += [self.say("{n} by telephone", n=called)] if called else []
        how = self.say(" ({ways})", ways=self.say(", ").join(ways)) if ways else ""
        if not waiting:
            self.teller.fact("read", self.say("by all{how}", how=how))
            return
        listed = [
            self.say("{recipient}, until {deadline}", recipient=self.called(n.recipient), deadline=self._until(n))
            for n in waiting
        ]
        self.teller.fact("unread", self.say("; ").join(listed) + (self.say("; all others have read it{how}", how=how)))

    def _until(self, notice: ms.Notice) -> str:
        return self.teller.moment(notice.deadline) if notice.deadline is not None else "–"

    def counted(self, sent: Sequence[ms.Notice]) -> str:
        """Say to how many notices were sent, and of what kind they are."""
        if len(sent) <= NAMED_AT_MOST:
            listed = [self.called(notice.recipient) for notice in sent]
            return self.say("{n}: {who}", n=len(sent), who=self.say(", ").join(listed))
        kinds = Counter(self._kind(notice.recipient) for notice in sent)
        listed = [self.say(KINDS[kind][n > 1], n=n) for kind, n in kinds.most_common()]
        if len(listed) == 1:
            return listed[0]
        return self.say("{n}: {who}", n=len(sent), who=self.say(", ").join(listed))

    def _kind(self, recipient: str) -> str:
        kinds = self.desk.get(ms.Recipient, recipient).kinds
        return next(kind for kind in KINDS if kind in kinds)

    def example(self, notice: ms.Notice) -> str:
        """Show the beginning of a notice."""
        line = notice.lines[0].text(self.say.language)
        rest = len(notice.lines) - 1
        more = self.say(" (+1 line)" if rest == 1 else " (+{n} lines)", n=rest) if rest else ""
        return f"{self.called(notice.recipient)} ← {line}{more}"

    # What things are called

    def called(self, recipient: str) -> str:
        """Say what a recipient is called."""
        return self.desk.get(ms.Recipient, recipient).name

    def participant(self, id: str) -> str:
        """Say who a participant is: by name, and by the id that lists have."""
        return f"{self.desk.get(ms.Participant, id).name} ({id})"

    def subject(self, ref: ms.Ref[ms.Record]) -> str:
        """Say what the subject of a finding is called."""
        record = self.desk.get(ref.type, ref.id)
        if isinstance(record, ms.Participant):
            return self.participant(record.id)
        if isinstance(record, ms.Call) and record.place is not None:
            record = self.desk.get(ms.Place, record.place)
        return str(getattr(record, "name", "") or getattr(record, "title", "") or record.id)


def grouped(found: Iterable[ms.Finding]) -> Iterable[Sequence[ms.Finding]]:
    """Put findings of one rule and severity together."""
    groups: dict[tuple[str, str], list[ms.Finding]] = {}
    for finding in found:
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    return groups.values()


def _worse(now: ms.Finding, before: ms.Finding) -> bool:
    return now.severity == "blocking" and before.severity != "blocking"


KINDS: Mapping[str, tuple[str, str]] = {
    "delegation": ("1 head of a delegation", "{n} heads of delegations"),
    "speaker": ("1 speaker", "{n} speakers"),
    "team-lead": ("1 team lead", "{n} team leads"),
    "liaison": ("1 liaison officer", "{n} liaison officers"),
    "host": ("1 host of a stop", "{n} hosts of stops"),
    "caterer": ("1 caterer", "{n} caterers"),
    "lodging": ("1 lodging desk", "{n} lodging desks"),
    "duty": ("1 on duty", "{n} on duty"),
}
"""How many recipients of a kind: of one, of several. A recipient counts under the first of its kinds that is here."""
