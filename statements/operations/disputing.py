""" "This wasn't me": who is named under a signature that they did not give ends it at once.

So does whoever may sign for an organization in whose name staff recorded a letter: nobody there
has pressed a button for it. What somebody of the organization pressed, others only withdraw.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.models import Member
from portal.notify import announce
from portal.operations.screening import check_screened
from portal.operations.seats import standing_now
from portal.vocabulary.audit import Verb
from statements.models import Signature
from statements.operations.signatures import ended, facts, locked_signature
from statements.queries.receipts import is_named, may_dispute
from statements.vocabulary.signing import Ending


@transaction.atomic
def dispute_signature(*, signature_id: int, reason: str, actor: Member) -> Signature:
    """Ends a signature as disputed; one that has ended stays as it is. No reason is asked for.

    A release that lists it and has not come yet is held in the same transaction; what is out
    keeps its bytes and says so with the date, and whether the signer said it. PermissionDenied
    for whoever cannot say so.
    """
    check_screened(texts={"reason": reason})
    signature = locked_signature(signature_id)
    actor = standing_now(actor)
    if signature.ended_at is not None:
        return signature
    if not may_dispute(actor, signature):
        raise PermissionDenied
    ended(
        signature,
        ending=Ending.DISPUTED if is_named(actor, signature) else Ending.DISOWNED,
        reason=reason.strip(),
        actor=actor,
        verb=Verb.SIGNATURE_DISPUTED,
    )
    announce(
        "disputed",
        subject_id=signature.statement_id,
        key=f"disputed:{signature.pk}",
        detail={**facts(signature), "by": actor.pk},
    )
    return signature
