"""Changes that others must agree to before they are made, and events that begin as last year's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from meetsupport.core.errors import Conflict, InvalidInput, NotPermitted, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.desk import entries
from meetsupport.desk.changing import Changing
from meetsupport.desk.cloning import cloned
from meetsupport.desk.entries import pack
from meetsupport.desk.impact import Impact
from meetsupport.desk.ledger import Held
from meetsupport.journal import Draft
from meetsupport.plan import Change, checked
from meetsupport.plan.change import edited
from meetsupport.plan.permits import answers, speaks_for

__all__ = ["Proposing"]


class Proposing(Changing):
    """The part of a desk that lets others agree first."""

    def propose(self, change: Change, *, steps: Iterable[str]) -> Impact:
        """
        Hold a change until all who must agree have done so.

        It is checked as if it were applied. Whether its author may make it is asked only of whoever agrees last, who
        answers for it then.

        Args:
            change: The change, with its author.
            steps: Who must agree, in order: ids of people, teams, recipients or bodies.

        Returns:
            What is held, with the id under which it is reviewed.

        Raises:
            InvalidInput: There is no step.
            UnknownReference: A step names nobody who is in the plan, so that anybody or nobody could agree for it.
                Otherwise as for `apply`.
        """
        wanted = tuple(steps)
        if not wanted or not all(wanted):
            raise InvalidInput.of(Message.of("a proposal needs somebody who must agree to it"))
        self.refresh()
        nobody = [step for step in wanted if not answers(self.plan, step)]
        if nobody:
            raise UnknownReference.of(
                Message.of(
                    "no person, team, recipient or body {names} that could agree: enter it, or name another",
                    names=tuple(map(repr, nobody)),
                )
            )
        self._refuse_overtaken(change.base, edited(change.edits))
        edits, _, deltas = checked(self.plan, change, self.revision + 1)
        if not deltas:
            return Impact(questions=change.questions)
        return self._hold(change, edits, Message.of("waits for {steps}", steps=wanted), steps=wanted)

    @property
    def proposals(self) -> tuple[Held, ...]:
        """The proposals that wait, or were returned, in the order in which they came."""
        return tuple(held for _, held in sorted(self._ledger.held.items()) if held.head.steps)

    def review(self, held: int, *, by: str, step: str = "", agreed: bool = True, comment: str = "") -> Impact:
        """
        Agree to a proposal, or return it with a comment. When all have agreed, it is applied.

        Args:
            held: The proposal's id.
            by: Who reviews it, by id.
            step: For which step; by default the next one.
            agreed: Whether they agree.
            comment: What must be changed; needed when it is returned.

        Returns:
            What it did, or, while others must still agree, that it is held.

        Raises:
            UnknownReference: There is no such proposal, or it has no such step.
            Conflict: It was returned, another step comes first, or what it edits has changed since it was proposed.
            NotPermitted: Somebody reviews what is their own, or for a step that is not theirs.
            InvalidInput: It is returned without a comment.
        """
        self.refresh()
        waiting = self._waiting(held)
        # The step is settled now: if another desk agrees to it first, this is not taken for the next.
        step = step or (waiting.open_steps or ("",))[0]
        self._append_if(lambda: self._review(held, by, step, agreed=agreed, comment=comment))
        waiting = self._waiting(held)
        if waiting.returned:
            return Impact(id=held, held=True, why=Message.of("returned by {by}: {comment}", by=by, comment=comment))
        if waiting.open_steps:
            return Impact(id=held, held=True, why=Message.of("waits for {steps}", steps=waiting.open_steps))
        return self.confirm(held, by=by)

    def _review(self, held: int, by: str, step: str, *, agreed: bool, comment: str) -> Draft:
        waiting = self._waiting(held)
        steps = waiting.head.steps
        if not steps:
            raise UnknownReference.of(
                Message.of("{held} is held, and is no proposal: confirm or discard it", held=held)
            )
        if waiting.returned:
            raise Conflict.of(Message.of("the proposal {held} was returned: propose it anew, or discard it", held=held))
        if step and step not in steps:
            raise UnknownReference.of(
                Message.of(
                    "the proposal {held} has no step {step}, its steps are {steps}",
                    held=held,
                    step=repr(step),
                    steps=steps,
                )
            )
        following = waiting.open_steps[0] if waiting.open_steps else ""
        if following and step != following:
            raise Conflict.of(
                Message.of(
                    "the proposal {held} waits for {following}, not for {step}",
                    held=held,
                    following=repr(following),
                    step=repr(step),
                )
            )
        if by == waiting.head.by:
            raise NotPermitted.of(
                Message.of("{by} made the proposal {held}, and may not review it", by=repr(by), held=held)
            )
        if not speaks_for(self.plan, by, following):
            raise NotPermitted.of(
                Message.of(
                    "the proposal {held} waits for {following}, for whom {by} does not speak",
                    held=held,
                    following=repr(following),
                    by=repr(by),
                )
            )
        if not agreed and not comment:
            raise InvalidInput.of(Message.of("what must be changed? a proposal is returned with a comment"))
        return Draft("reviewed", self.now, (pack(entries.ReviewedHead(held, by, following, agreed, comment)),))

    def clone(self, event: str, to: str, *, shift: timedelta, by: str = "", reason: str = "") -> Impact:
        """
        Begin an event as last year's: its agenda, posts, tours, rooms and tasks, with the lessons that were learnt.

        Who came is not taken along, nor what happened, nor what was frozen. States begin anew. A team that has people
        works for both events; one without is copied.

        Args:
            event: The id of the event to begin from.
            to: The id of the new one.
            shift: How much later it is; hours of the day stay as they are in its zone.
            by: Who does it, by id.
            reason: Why.

        Raises:
            UnknownReference: There is no such event.
            Conflict: There is an event with the new id already.
            InvalidInput: So much later, or earlier, there are no days.
        """
        self.refresh()
        return self.apply(Change(cloned(self.plan, event, to, shift), by=by, reason=reason, base=self.revision))
