"""Keeping what somebody types until it is sent. A draft is seen by nobody else."""

import re

from django.db import transaction
from django.db.models.functions import Now

from portal.models import ComposerDraft, Member
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import LONGEST_COMMENT

_PLACE = re.compile(r"[a-z0-9-]{1,60}")


def new_thread_place(kind: str, subject_id: int) -> str:
    """The composer of a new thread about something."""
    return f"new-{kind}-{subject_id}"


def thread_place(thread_id: int) -> str:
    return f"thread-{thread_id}"


def reply_place(comment_id: int) -> str:
    return f"reply-{comment_id}"


def edit_place(comment_id: int) -> str:
    return f"edit-{comment_id}"


@transaction.atomic
def save_draft(*, member: Member, place: str, text: str) -> None:
    """Keeps the text in the place of the one before; an empty one is not kept."""
    if not _PLACE.fullmatch(place):
        raise Refusal("This draft belongs to no composer. Load the page again.")
    if len(text) > LONGEST_COMMENT:
        raise Refusal(f"A comment has at most {LONGEST_COMMENT:,} characters. Shorten the draft.")
    if "\x00" in text:
        raise Refusal("This draft holds a control character. Take it out.")
    if not text.strip():
        discard_draft(member=member, place=place)
        return
    kept = {"text": text, "saved_at": Now()}
    ComposerDraft.objects.update_or_create(member=member, place=place, defaults=kept)


def discard_draft(*, member: Member, place: str) -> None:
    ComposerDraft.objects.filter(member=member, place=place).delete()
