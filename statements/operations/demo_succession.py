"""A sample signature whose authority has ended since."""

from portal.models import Mandate, Member
from portal.operations.mandates import revoke_mandate
from portal.operations.step_up import of_sample_data
from portal.vocabulary.demo_authority import BACK_IN_OFFICE, TAKEN_BACK
from statements.models import Statement
from statements.operations.signing import sign_statement
from statements.vocabulary.demo_life import SUMMER_JOBS
from statements.vocabulary.signing import SigningAs


def load_succession() -> None:
    """A deputy signs the text that is open; the principal then takes the authority back."""
    statement = Statement.objects.get(title=SUMMER_JOBS.partition("\n")[0])
    member = Member.objects.get(email=TAKEN_BACK.email)
    seat = member.current_seats[0]
    sign_statement(
        statement_id=statement.pk,
        organization_id=seat.organization_id,
        digest=statement.revisions.latest("number").digest,
        signing_as=SigningAs.ORGANIZATION,
        printed_name=member.name,
        printed_title=seat.title,
        attested=True,
        actor=member,
        step_up=of_sample_data(member=member),
        key=None,
    )
    revoke_mandate(
        mandate_id=Mandate.objects.get(seat=seat).pk,
        reason=BACK_IN_OFFICE,
        actor=Member.objects.get(email=TAKEN_BACK.principal),
    )
