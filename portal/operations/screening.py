"""Stopping what is never stored, and letting a false hit pass.

A passage itself is never stored and never logged: a release keeps its SHA-256 and the reason.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from portal.audit import record
from portal.models import Member, ScreeningRelease
from portal.rules import is_association_staff
from portal.vocabulary.audit import Verb
from portal.vocabulary.never_stored import Finding, findings
from portal.vocabulary.refusals import Refusal

WHY = (
    "People whom the topics are about are never named or numbered here, because what is stored "
    "may become a public record."
)
WHAT_TO_DO = (
    "Remove it and try again. If it is something else, the staff of an association can release it."
)
WHAT_STAFF_DO = "Remove it, or say below why it is something else."


class ScreeningStop(Refusal):
    """Something that is never stored was found.

    `findings` are keyed like the texts that were screened; `str()` names kind and line and not
    the passage, so that it may be logged.
    """

    def __init__(self, found: Mapping[str, Sequence[Finding]]) -> None:
        self.findings = found
        super().__init__(f"{_places(self.passages)} {WHY} {WHAT_TO_DO}")

    @property
    def passages(self) -> list[Finding]:
        return [finding for several in self.findings.values() for finding in several]


def check_screened(*, texts: Mapping[str, str]) -> None:
    """Lets texts pass or raises ScreeningStop; what staff released before passes."""
    found = {name: findings(text) for name, text in texts.items()}
    hashes = {finding.sha256 for several in found.values() for finding in several}
    if not hashes:
        return
    released = set(
        ScreeningRelease.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)
    )
    stopped = {
        name: left
        for name, several in found.items()
        if (left := [finding for finding in several if finding.sha256 not in released])
    }
    if stopped:
        raise ScreeningStop(stopped)


@transaction.atomic
def release_passage(*, passage_sha256: str, reason: str, actor: Member) -> ScreeningRelease:
    """Association staff let exactly this passage pass, everywhere and from now on."""
    if not is_association_staff(actor):
        raise Refusal("Only the staff of an association can release what screening stopped.")
    if not reason.strip():
        raise Refusal("Say why this is a false hit.")
    if findings(reason):
        raise Refusal("Say why this is a false hit without repeating what was stopped.")
    release = ScreeningRelease.objects.create(
        sha256=passage_sha256, reason=reason.strip(), released_by=actor
    )
    record(
        Verb.SCREENING_RELEASED,
        actor=actor,
        subject=release,
        after={"sha256": passage_sha256},
        reason=reason.strip(),
    )
    return release


@transaction.atomic
def release_stop(*, stop: ScreeningStop, reason: str, actor: Member) -> None:
    """Releases every passage of a stop for one reason."""
    for sha256 in sorted({finding.sha256 for finding in stop.passages}):
        release_passage(passage_sha256=sha256, reason=reason, actor=actor)


def _places(passages: Iterable[Finding]) -> str:
    return " ".join(
        f"Line {finding.line} looks like {finding.reason}." for finding in list(passages)[:5]
    )
