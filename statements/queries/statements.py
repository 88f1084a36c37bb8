"""Statements that somebody may see: the one place where that is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from portal.models import Member, Organization
from portal.models.questions import Question, among, question
from portal.vocabulary.organizations import WORKING_CAPACITIES
from statements.models import Block, Issuer, Publication, Revision, Statement
from statements.queries.standing import open_sign_ons_for
from statements.vocabulary.blocks import BlockKind
from statements.vocabulary.states import StatementState

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class ListingFacts(TypedDict):
        """What the list shows of a statement's newest revision."""

        revision_number: int
        updated_at: datetime
        is_out: bool

    ListedStatement = WithAnnotations[Statement, ListingFacts]


@dataclass(frozen=True)
class CurrentText:
    """A statement with one revision's text, in the parts that a page sets apart."""

    statement: Statement
    revision: Revision
    blocks: Sequence[Block]

    @property
    def body(self) -> list[Block]:
        apart = {BlockKind.BOILERPLATE, BlockKind.FOOTNOTE}
        return [block for block in self.blocks if block.kind not in apart]

    @property
    def boilerplates(self) -> list[Block]:
        return [block for block in self.blocks if block.kind == BlockKind.BOILERPLATE]

    @property
    def leftovers(self) -> list[dict[str, object]]:
        """What of the text that was read is not part of the statement."""
        source = getattr(self.statement, "source", None)
        return source.leftovers if source else []

    @property
    def footnotes(self) -> list[Block]:
        return [block for block in self.blocks if block.kind == BlockKind.FOOTNOTE]


def statements_visible_to(member: Member | None) -> QuerySet[Statement]:
    """Everybody sees what is published, by the database's clock, and nothing else of it before.

    Besides, members see what they work on.
    """
    return Statement.objects.filter(_visible(member))


def _visible(member: Member | None) -> Q:
    seen = Q(pk__in=Publication.objects.visible().values("statement"))
    if member is not None:
        seen |= Q(pk__in=statements_worked_on_by(member).values("pk"))
    return seen


def statements_worked_on_by(member: Member) -> QuerySet[Statement]:
    """Whose working page a member sees, published or not.

    The drafting organization sees its drafts; the issuing associations' staff what was sent to
    them; the working group what is open for markup; those who may co-sign, from the moment when
    sign-on opens and not while the text is taken back; those who signed, always. A stand-in sees
    nothing that the member behind it does not.
    """
    seats = member.current_seats
    working = {seat.organization for seat in seats if seat.capacity in WORKING_CAPACITIES}
    bodies = {(body.pk, body.kind, body.country) for body in working}
    issuing = {seat.organization_id for seat in seats if seat.is_association_staff}
    if not bodies:  # without a working seat there is none in an association either
        return Statement.objects.none()
    found = Statement.objects.filter(among(_worked_on(frozenset(bodies), frozenset(issuing))))
    if member.behind is None:
        return found
    return found.filter(pk__in=statements_worked_on_by(member.behind).values("pk"))


@lru_cache(maxsize=1000)
def _worked_on(facts: frozenset[tuple[int, str, str]], issuing: frozenset[int]) -> Question:
    """For whoever holds such seats."""
    bodies = [Organization(pk=pk, kind=kind, country=country) for pk, kind, country in facts]
    seen = Q(pk__in=[])
    if bodies:
        seen |= Q(organization__in=bodies) | Q(state=StatementState.MARKUP)
        seen |= Q(pk__in=open_sign_ons_for(bodies).values("statement"))
        seen |= Q(signatures__organization__in=bodies)
    if issuing:
        seen |= Q(pk__in=_issued_by([*issuing]), handed_over_at__isnull=False)
    return question(Statement.objects.filter(seen))


def may_work_on(member: Member, statement_id: int) -> bool:
    return statements_worked_on_by(member).filter(pk=statement_id).exists()


def with_release(found: QuerySet[Statement]) -> QuerySet[Statement]:
    """The same with `is_out`: whether the release has come, by the database's clock."""
    return found.annotate(is_out=Exists(_out().filter(statement=OuterRef("pk"))))


def statement_list(
    member: Member | None, *, state: str = "", words: str = ""
) -> "QuerySet[ListedStatement]":
    """Visible statements, newest first, each with `revision_number` and `updated_at`."""
    found = _listed().filter(_visible(member))
    out = Q(state=StatementState.SCHEDULED, pk__in=_out())
    if state == StatementState.PUBLISHED:
        found = found.filter(out)
    elif state:
        found = found.filter(~out, state=state)
    if words:
        found = found.filter(Q(title__icontains=words) | Q(ref__iexact=words))
    return found


@cache
def _listed() -> "QuerySet[ListedStatement]":
    """Kept as a question: whoever asks it asks a copy."""
    newest = Revision.objects.filter(statement=OuterRef("pk")).order_by("-number")
    return (
        Statement.objects.select_related("organization")
        .prefetch_related("issuings__organization")
        .annotate(
            revision_number=Subquery(newest.values("number")[:1]),
            updated_at=Subquery(newest.values("created_at")[:1]),
            is_out=Exists(_out().filter(statement=OuterRef("pk"))),
        )
        .order_by("-updated_at", "-pk")
    )


def statement_text(member: Member, ref: str) -> CurrentText | None:
    """The newest text of a statement, if the member works on it."""
    statement = (
        with_release(statements_worked_on_by(member))
        .select_related("organization", "source")
        .prefetch_related("issuings__organization")
        .filter(ref=ref)
        .first()
    )
    if statement is None:
        return None
    revision = statement.revisions.select_related("author").latest("number")
    return CurrentText(statement=statement, revision=revision, blocks=list(revision.blocks.all()))


def _out() -> QuerySet[Publication, int]:
    """Statements whose release has come, as the numbers that other queries ask for."""
    return Publication.objects.visible().values_list("statement", flat=True)


def _issued_by(organizations: Sequence[int]) -> QuerySet[Issuer, int]:
    return Issuer.objects.filter(organization__in=organizations).values_list("statement", flat=True)
