"""What a member typed into a composer and has not sent."""

from collections.abc import Collection

from portal.models import ComposerDraft, Member


def kept_drafts(member: Member, places: Collection[str]) -> dict[str, ComposerDraft]:
    """The member's own drafts of some composers, by place."""
    found = ComposerDraft.objects.filter(member=member, place__in=list(places))
    return {draft.place: draft for draft in found}
