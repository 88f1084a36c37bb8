"""Which step may follow which in the life of a statement.

`state` is stored; "published" is not a stored state but follows from a built publication whose
instant has come (`statements.queries.standing`). What a step needs besides its source state (the
clearances of all issuers, a deadline) is asked by the operation that takes it.
"""

from dataclasses import dataclass

from statements.vocabulary.states import StatementState as State


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the table: from `sources` to `target`, for holders of `permission`."""

    name: str
    label: str
    sources: frozenset[State]
    target: State
    permission: str


def _step(name: str, label: str, sources: set[State], target: State, permission: str) -> Step:
    return Step(
        name=name,
        label=label,
        sources=frozenset(sources),
        target=target,
        permission=f"statements.{permission}",
    )


STEPS = {
    step.name: step
    for step in (
        _step("open_markup", "Open for markup", {State.DRAFTING}, State.MARKUP, "edit"),
        _step("freeze", "Freeze text", {State.DRAFTING, State.MARKUP}, State.FROZEN, "edit"),
        _step("reopen", "Change the text again", {State.FROZEN}, State.DRAFTING, "edit"),
        _step("open_sign_on", "Open sign-on", {State.FROZEN}, State.SIGN_ON, "publish"),
        _step("undo_sign_on", "Undo", {State.SIGN_ON}, State.FROZEN, "publish"),
        _step("publish", "Publish", {State.FROZEN, State.SIGN_ON}, State.SCHEDULED, "publish"),
        _step("undo_publish", "Undo", {State.SCHEDULED}, State.FROZEN, "publish"),
        _step("withdraw", "Withdraw", {State.SCHEDULED}, State.WITHDRAWN, "publish"),
        _step(
            "abandon",
            "Abandon",
            {State.DRAFTING, State.MARKUP, State.FROZEN},
            State.ABANDONED,
            "edit",
        ),
    )
}
EDITABLE = frozenset({State.DRAFTING, State.MARKUP})
REVISABLE = frozenset({State.FROZEN, State.SIGN_ON})
"""The text is fixed here; staff may still put a new version in its place, and everybody who
signed or cleared the old one is asked again."""
UNDO_SECONDS = 60
