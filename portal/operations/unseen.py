"""Ending a question that nobody can see any more, without reading it."""

from django.db import transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.intake.texts import check_text
from portal.models import Member, Thread
from portal.operations.screening import check_screened
from portal.operations.threads import LONGEST_RESOLUTION
from portal.queries.unseen import unseen_questions
from portal.registry import Discussed
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal


@transaction.atomic
def resolve_unseen(*, about: Discussed, thread_id: int, sentence: str, actor: Member) -> Thread:
    """Association staff end it with a sentence (key `sentence`), so that its subject can go on.

    Its text stays closed to them. `about` was found to be open to the actor.
    """
    Thread.objects.select_for_update().filter(pk=thread_id).first()
    thread = next((one for one in unseen_questions(actor, about) if one.pk == thread_id), None)
    if thread is None:
        raise Refusal("Somebody can see this question again, or it is resolved. Look at the list.")
    if not sentence.strip():
        raise Refusal("Say in a sentence why it is ended.")
    if len(sentence) > LONGEST_RESOLUTION:
        raise Refusal(f"Say it in at most {LONGEST_RESOLUTION} characters.")
    check_screened(texts={"sentence": sentence})
    thread.resolution = " ".join(check_text(sentence).split())
    thread.resolved_at, thread.resolved_by = Now(), actor
    thread.save(update_fields=["resolution", "resolved_at", "resolved_by"])
    record(Verb.THREAD_RESOLVED, actor=actor, subject=thread, reason=thread.resolution)
    return thread
