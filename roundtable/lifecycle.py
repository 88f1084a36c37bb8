"""Which step may follow which in the life of an issue, who takes it, and what it needs.

What stands in the way is a sentence of the table; the operation that takes the step says it.
"""

from dataclasses import dataclass
from enum import StrEnum

from roundtable.vocabulary.issues import FINAL_STATES, OPEN_STATES, WaitingOn
from roundtable.vocabulary.issues import IssueState as State

PAUSED = frozenset({State.DEFERRED, State.DORMANT})
"""Neither open nor final: taken up again at any time."""


class Need(StrEnum):
    """What an issue must have before a step."""

    OWNER = "owner"
    CONTENT = "content"
    COUNTERPART = "counterpart"


MISSING = {
    Need.OWNER: "Nobody owns this issue. Choose an owner first.",
    Need.CONTENT: "There is nothing to read yet. Write a background or a talking point first.",
    Need.COUNTERPART: "No federal body is named. Choose the counterpart first.",
}
"""What to do about each."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """The sentence that a step asks for; `refusal` is said when it is missing."""

    label: str
    refusal: str


ANSWER = Note(label="What was the answer?", refusal="Say in a sentence what the answer was.")
OUTCOME = Note(label="What holds now?", refusal="Say in a sentence what was reached.")
REASON = Note(label="Why?", refusal="Say in a sentence why.")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row: from `sources` to `target`, for holders of `permission`.

    `waits_on` is who moves next afterwards; without it that stays as it is.
    """

    name: str
    label: str
    sources: frozenset[State]
    target: State
    permission: str
    needs: tuple[Need, ...] = ()
    note: Note | None = None
    waits_on: WaitingOn | None = None

    @property
    def is_usual(self) -> bool:
        """Whether it leads on; a way out needs a reason and stands under "More"."""
        return self.note is not REASON

    @property
    def ends(self) -> bool:
        """Whether the issue is final by it: then no question may be open."""
        return self.target in FINAL_STATES


STEER = "roundtable.steer"
MANAGE = "roundtable.manage"

STEPS = {
    step.name: step
    for step in (
        Step(
            name="prepare",
            label="Start preparing",
            sources=frozenset({State.PROPOSED}),
            target=State.PREPARING,
            permission=STEER,
            needs=(Need.OWNER,),
            waits_on=WaitingOn.OWNER,
        ),
        Step(
            name="ready",
            label="Mark as ready",
            sources=frozenset({State.PREPARING}),
            target=State.READY,
            permission=STEER,
            needs=(Need.CONTENT,),
            waits_on=WaitingOn.STAFF,
        ),
        Step(
            name="put",
            label="Put to the counterpart",
            sources=frozenset({State.READY, State.ANSWERED}),
            target=State.WITH_COUNTERPART,
            permission=MANAGE,
            needs=(Need.COUNTERPART,),
            waits_on=WaitingOn.FEDERAL_BODY,
        ),
        Step(
            name="answer",
            label="Record the answer",
            sources=frozenset({State.WITH_COUNTERPART}),
            target=State.ANSWERED,
            permission=STEER,
            note=ANSWER,
            waits_on=WaitingOn.OWNER,
        ),
        Step(
            name="in-force",
            label="Now in force",
            sources=frozenset({State.ANSWERED}),
            target=State.IN_FORCE,
            permission=STEER,
            note=OUTCOME,
        ),
        Step(
            name="resolve",
            label="Mark as resolved",
            sources=frozenset({State.ANSWERED, State.IN_FORCE}),
            target=State.RESOLVED,
            permission=STEER,
            note=OUTCOME,
            waits_on=WaitingOn.NOBODY,
        ),
        Step(
            name="rework",
            label="Back to preparing",
            sources=frozenset({State.READY}),
            target=State.PREPARING,
            permission=STEER,
            waits_on=WaitingOn.OWNER,
        ),
        Step(
            name="take-up",
            label="Take up again",
            sources=PAUSED,
            target=State.PREPARING,
            permission=STEER,
            needs=(Need.OWNER,),
            waits_on=WaitingOn.OWNER,
        ),
        Step(
            name="reopen",
            label="Open again",
            sources=FINAL_STATES,
            target=State.PREPARING,
            permission=MANAGE,
            needs=(Need.OWNER,),
            note=REASON,
            waits_on=WaitingOn.OWNER,
        ),
        Step(
            name="defer",
            label="Defer",
            sources=OPEN_STATES,
            target=State.DEFERRED,
            permission=STEER,
            note=REASON,
            waits_on=WaitingOn.NOBODY,
        ),
        Step(
            name="rest",
            label="Let it rest",
            sources=OPEN_STATES | {State.DEFERRED},
            target=State.DORMANT,
            permission=MANAGE,
            note=REASON,
            waits_on=WaitingOn.NOBODY,
        ),
        Step(
            name="withdraw",
            label="Withdraw",
            sources=OPEN_STATES | PAUSED,
            target=State.WITHDRAWN,
            permission=MANAGE,
            note=REASON,
            waits_on=WaitingOn.NOBODY,
        ),
        Step(
            name="close",
            label="Close without agreement",
            sources=OPEN_STATES | PAUSED,
            target=State.CLOSED_WITHOUT_AGREEMENT,
            permission=MANAGE,
            note=REASON,
            waits_on=WaitingOn.NOBODY,
        ),
    )
}
SHOWN_AT_ONCE = 3
"""So many next steps stand on the page; the others under "More"."""


def steps_from(state: str) -> list[Step]:
    """The steps that the table allows from here, the usual ones first."""
    return [step for step in STEPS.values() if state in step.sources]
