"""Letters that sign for an organization, and what staff make of them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import Member
from statements.models import Signature, Statement
from statements.operations.recording import Letter, record_signature
from statements.vocabulary.signing import SigningAs
from tests.proofs import PROOF, step_up_of
from tests.statements.signing_data import newest, organization_of

WORDS = b"The City of Alder signs the joint statement whose text code is given below."


def letter_file(words: bytes = WORDS, name: str = "letter.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words, content_type="text/plain")


def letter_of(statement: Statement, member: Member, **given: Any) -> Letter:
    """The member signed a letter that names the newest text."""
    terms: dict[str, Any] = {
        "organization_id": organization_of(member).pk,
        "seat_id": member.current_seats[0].pk,
        "signing_as": SigningAs.OFFICEHOLDER,
        "printed_name": member.name,
        "printed_title": member.current_seats[0].title,
        "text_code": newest(statement).text_code,
        "file": letter_file(),
    }
    return Letter(**(terms | given))


def recorded(
    statement: Statement, member: Member, staff: Member, *, key: str | None = None, **given: Any
) -> Signature:
    """The staff record the member's letter."""
    return record_signature(
        statement_id=statement.pk,
        letter=letter_of(statement, member, **given),
        attested=True,
        actor=staff,
        step_up=step_up_of(staff),
        key=key,
    )


def posted_letter(statement: Statement, member: Member, /, **changed: Any) -> dict[str, Any]:
    """What the page's own form sends."""
    return {
        "organization": organization_of(member).pk,
        "key": "form",
        "seat": member.current_seats[0].pk,
        "printed_name": member.name,
        "printed_title": "Mayor",
        "signing_as": "officeholder",
        "text_code": newest(statement).text_code,
        "file": letter_file(),
        "attested": "on",
        **PROOF,
    } | changed
