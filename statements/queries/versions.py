"""The versions of a statement's text, for those who draft it and those who issue it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.models import Member
from statements.models import Block, Revision, Statement
from statements.queries.statements import statements_worked_on_by


@dataclass(frozen=True)
class Version:
    """One revision with its blocks."""

    revision: Revision
    blocks: Sequence[Block]


def drafted_statement(member: Member, ref: str) -> Statement | None:
    """A statement whose earlier versions the member may read: not a co-signer's to see."""
    found = (
        statements_worked_on_by(member)
        .select_related("organization")
        .prefetch_related("issuings__organization")
        .filter(ref=ref)
        .first()
    )
    return found if found and member.has_perm("statements.see_versions", found) else None


def versions(statement: Statement) -> QuerySet[Revision]:
    """Newest first."""
    return statement.revisions.select_related("author").order_by("-number")


def newest_version(statement: Statement) -> Version:
    return _version(versions(statement)[0])


def version_by_id(statement: Statement, revision_id: int) -> Version | None:
    found = versions(statement).filter(pk=revision_id).first()
    return _version(found) if found else None


def numbered_versions(statement: Statement, numbers: Sequence[int]) -> list[Version] | None:
    """The versions of these numbers, in their order; None where there is no such version."""
    found = {
        revision.number: revision for revision in versions(statement).filter(number__in=numbers)
    }
    if not set(numbers) <= found.keys():
        return None
    return [_version(found[number]) for number in numbers]


def _version(revision: Revision) -> Version:
    return Version(revision, list(revision.blocks.all()))
