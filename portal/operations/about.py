"""Writing what an organization says about itself."""

import re
from datetime import date

from django.db import transaction

from portal.audit import record
from portal.intake import check_text
from portal.models import AboutText, Member, Organization
from portal.operations.screening import check_screened
from portal.queries.about import about_texts_of
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal

_EMPTY_LINES = re.compile(r"\n\s*\n")


@transaction.atomic
def save_about_text(
    *, organization_id: int, text: str, review_by: date | None, seen: int, actor: Member
) -> AboutText:
    """Adds the next version, or gives the newest one if it says just this.

    `seen` is the number of the version that the writer read (0: none): a version that came
    meanwhile is not passed over. Nothing that was published changes.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    if not actor.has_perm("portal.write_about_text", organization):
        raise Refusal(f"Only the people of {organization.name} write its About text.")
    said = _in_paragraphs(text)
    check_screened(texts={"text": said})
    newest = about_texts_of(organization).first()
    if newest is not None and (newest.text, newest.review_by) == (said, review_by):
        return newest
    number = newest.number if newest else 0
    if number != seen:
        raise Refusal(
            f"Version {number} was saved meanwhile. Read it on this page, then save yours again "
            "if it should take its place."
        )
    made = AboutText.objects.create(
        organization=organization,
        number=number + 1,
        text=said,
        review_by=review_by,
        created_by=actor,
    )
    record(
        Verb.ABOUT_TEXT_SAVED,
        actor=actor,
        subject=made,
        before={"number": number} if newest else None,
        after={"number": made.number, "review_by": review_by.isoformat() if review_by else None},
    )
    return made


def _in_paragraphs(text: str) -> str:
    """How a paragraph was broken into lines while it was typed says nothing."""
    parts = (" ".join(part.split()) for part in _EMPTY_LINES.split(check_text(text)))
    return "\n\n".join(part for part in parts if part)
