"""Authority to sign from a letter: entered by one member of staff, for another to confirm."""

from datetime import datetime

from django.core.files import File
from django.db import transaction

from portal.audit import record
from portal.models import Mandate, Member
from portal.operations.attachments import add_attachment
from portal.operations.screening import check_screened
from portal.operations.seats import take_charge
from portal.queries.authority import seats_for_letters
from portal.queries.clock import database_now
from portal.vocabulary.attachments import LARGEST, LARGEST_IN_WORDS
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Instrument
from portal.vocabulary.refusals import Refusal


@transaction.atomic
def enter_letter(
    *,
    organization_id: int,
    seat_id: int,
    evidence: str,
    begins: datetime | None,
    until: datetime | None,
    file: "File[bytes]",
    actor: Member,
    release_reason: str = "",
) -> Mandate:
    """Enters what a letter says about who may sign; it counts once a second person confirmed it.

    Association staff do, never for themselves. Raises Refusal, and ScreeningStop for a file with
    what is never stored.
    """
    organization, actor = take_charge(organization_id=organization_id, actor=actor)
    if not actor.has_perm("portal.enter_authority", organization):
        raise Refusal("Letters of authority are entered by association staff. Ask them.")
    seat = seats_for_letters(organization, actor).filter(pk=seat_id).first()
    if seat is None:
        raise Refusal("Choose somebody who works there now, other than yourself.")
    said = " ".join(evidence.split())
    if not said:
        raise Refusal("Say in a sentence what the letter says: who wrote it, when, and about whom.")
    check_screened(texts={"evidence": said})
    now = database_now()
    if until is not None and until <= max(begins or now, now):
        raise Refusal("Choose an end that lies ahead, after the beginning, or leave it empty.")
    letter = add_attachment(
        data=_bytes(file),
        name=file.name or "",
        actor=actor,
        holder=seat,
        release_reason=release_reason,
    )
    mandate = Mandate.objects.create(
        seat=seat,
        instrument=Instrument.LETTER,
        valid_until=until,
        evidence=said,
        letter=letter,
        granted_by=actor,
        **({"valid_from": begins} if begins else {}),
    )
    record(
        Verb.MANDATE_GRANTED,
        actor=actor,
        subject=mandate,
        after={
            "instrument": mandate.instrument,
            "from": begins.isoformat() if begins else None,
            "until": until.isoformat() if until else None,
            "letter": str(letter.pk),
        },
    )
    return mandate


def _bytes(file: "File[bytes]") -> bytes:
    if file.size > LARGEST:
        raise Refusal(f"This file is larger than {LARGEST_IN_WORDS}. Make it smaller or split it.")
    data: bytes = file.read()
    return data
