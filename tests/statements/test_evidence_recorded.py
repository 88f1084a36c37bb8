"""What the database itself holds of signatures from letters, past every page and operation."""

import pytest

from portal.models import Attachment, Member
from portal.vocabulary.organizations import Capacity
from statements.models import Signature
from tests.factories import SeatFactory
from tests.statements.signing_data import ago, editor_of, organization_of
from tests.statements.test_evidence_sql import refused, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(statement) -> Member:
    return editor_of(statement)


def from_letter(statement, member: Member, staff: Member, **changed: object) -> Signature:
    """As somebody would write it by hand."""
    letter = Attachment.objects.create(
        name="letter.txt",
        path="attachments/letter.bin",
        content_type="text/plain",
        size=9,
        sha256="0" * 64,
        uploaded_by=staff,
    )
    facts = {"recorded_by": staff, "letter": letter, "step_up": "recorded"}
    return row(statement, member, **(facts | changed))


def test_a_true_row_is_taken(statement, ana, staff):
    from_letter(statement, ana, staff).save()


def test_b9_no_recorded_row_without_its_letter_and_no_letter_without_who_recorded_it(
    statement, ana, staff
):
    refused(from_letter(statement, ana, staff, letter=None), "from_a_letter")
    refused(
        from_letter(statement, ana, staff, recorded_by=None, step_up="passkey"), "from_a_letter"
    )


@pytest.mark.parametrize("step_up", ["passkey", "password", "session"])
def test_b9_a_recorded_row_says_that_it_is_one(statement, ana, staff, step_up):
    refused(from_letter(statement, ana, staff, step_up=step_up), "marked as recorded")


def test_b9_no_other_row_says_so(statement, ana):
    refused(row(statement, ana, step_up="recorded"), "marked as recorded")


def test_b9_neither_the_signer_nor_somebody_of_the_organization_records(statement, ana, staff):
    refused(from_letter(statement, ana, staff, recorded_by=ana), "of their own")
    SeatFactory(member=staff, organization=organization_of(ana), capacity=Capacity.STAFF)
    refused(from_letter(statement, ana, staff), "of their own")


def test_who_left_the_organization_may_record(statement, ana, staff):
    SeatFactory(
        member=staff,
        organization=organization_of(ana),
        capacity=Capacity.STAFF,
        since=ago(days=9),
        until=ago(days=1),
    )

    from_letter(statement, ana, staff).save()
