"""What stops a release, and what the one next step is: read from the stored facts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Now

from portal.models import Mandate, Organization
from statements.models import Clearance, Publication, Revision, SignOn, Statement
from statements.queries.clearing import clearances_that_count
from statements.queries.publishing import is_out, release_holds, standing_publication
from statements.queries.splits import Cities, with_cities
from statements.queries.standing import Stand, counted, stands
from statements.queries.unconfirmed import unconfirmed_offices, why_unconfirmed
from statements.vocabulary.signing import Standing
from statements.vocabulary.states import StatementState as State

REACHED = {
    State.DRAFTING: 0,
    State.MARKUP: 0,
    State.FROZEN: 1,
    State.SIGN_ON: 2,
    State.SCHEDULED: 3,
    State.PUBLISHED: 4,
    State.WITHDRAWN: 4,
    State.ABANDONED: 0,
}


@dataclass(frozen=True)
class Progress:
    """A statement as its staff see it."""

    statement: Statement
    revision: Revision
    sign_on: SignOn | None
    is_opening: bool
    is_past_deadline: bool
    stands: Sequence[Stand]
    clearances: Sequence[Clearance]
    uncleared: Sequence[Organization]
    publication: Publication | None
    is_out: bool
    holds: Sequence[str]
    splits: Sequence[str]
    unconfirmed: Sequence[Mandate]

    @property
    def waiting_offices(self) -> set[int]:
        """Authority that a signature rests on and that a second person has to confirm."""
        return {mandate.pk for mandate in self.unconfirmed}

    @property
    def is_asking(self) -> bool:
        """Whether those who are asked to sign can answer at this moment."""
        is_under_way = not self.is_opening and not self.is_past_deadline
        return self.statement.state == State.SIGN_ON and is_under_way

    @property
    def counts(self) -> Counter[Standing]:
        return counted(self.stands)

    @property
    def words(self) -> str:
        """The four counts in words: signed, earlier text, not signing, silent."""
        found = self.counts
        away = found[Standing.DECLINED] + found[Standing.RECUSED] + found[Standing.NO_OBJECTION]
        return (
            f"{found[Standing.SIGNED]} signed this text, {found[Standing.STALE]} signed an earlier "
            f"text, {away} answered without signing, {found[Standing.SILENT]} silent."
        )

    @property
    def steps(self) -> list[dict[str, object]]:
        """The way to publication, for the row of steps."""
        reached = REACHED[State(self.statement.state)] + (1 if self.is_out else 0)
        names: tuple[str, ...] = ("Draft", "Frozen", "Signing", "Ready", "Published")
        if self.sign_on is None:
            names = tuple(name for name in names if name != "Signing")
            reached = reached - 1 if reached > 1 else reached
        return [
            {"label": name, "done": place < reached, "current": place == reached}
            for place, name in enumerate(names)
        ]

    @property
    def groups(self) -> list[tuple[str, list[Stand]]]:
        """Who answered, by kind of organization and region, those who answered first."""
        found: dict[str, list[Stand]] = {}
        for stand in sorted(self.stands, key=_answered_first):
            found.setdefault(stand.organization.get_kind_display(), []).append(stand)
        return sorted(found.items())

    @property
    def obstacles(self) -> list[str]:
        """What still stops the release, each in a sentence."""
        if self.statement.state not in {State.FROZEN, State.SIGN_ON}:
            return list(self.holds)
        found = [f"{body.short_name} has not cleared this text." for body in self.uncleared]
        if self.unconfirmed:
            found.append(why_unconfirmed(self.unconfirmed))
        if self.is_opening:
            found.append("Sign-on opens in less than a minute.")
        elif self.statement.state == State.SIGN_ON and not self.is_past_deadline:
            found.append("Co-signers have time until the deadline; you may publish earlier.")
        return found


def progress_of(statement: Statement) -> Progress:
    """Everything that the staff page shows, in a number of queries that does not grow."""
    revision = statement.revisions.select_related("author").latest("number")
    sign_on = SignOn.objects.filter(statement=statement).first()
    if statement.state not in {State.SIGN_ON, State.SCHEDULED, State.WITHDRAWN}:
        sign_on = None
    cleared = list(
        clearances_that_count()
        .filter(statement=statement)
        .select_related("organization", "seat__member")
    )
    done = {clearance.organization_id for clearance in cleared}
    publication = standing_publication(statement)
    has_come = publication is not None and is_out(publication)
    cities = with_cities(sign_on, stands(statement)) if sign_on else Cities([], [])
    return Progress(
        statement=statement,
        revision=revision,
        sign_on=sign_on,
        is_opening=_is(sign_on, opens_at__gt=Now()),
        is_past_deadline=_is(sign_on, deadline_at__lte=Now()),
        stands=cities.stands,
        splits=cities.splits,
        unconfirmed=unconfirmed_offices(
            stand.signature for stand in cities.stands if stand.signature
        ),
        clearances=cleared,
        uncleared=[body for body in statement.issuers_in_order if body.pk not in done],
        publication=publication,
        is_out=has_come,
        holds=release_holds(publication) if publication and not has_come else [],
    )


def _answered_first(stand: Stand) -> tuple[bool, str, str]:
    return (stand.standing == Standing.SILENT, stand.organization.region, stand.organization.name)


def _is(sign_on: SignOn | None, **condition: object) -> bool:
    """Whether the row fulfills a condition by the database's clock."""
    if sign_on is None:
        return False
    return SignOn.objects.filter(pk=sign_on.pk, **condition).exists()
