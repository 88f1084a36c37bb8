"""Words for signing, for the answers besides it, and for releasing."""

from django.db.models import TextChoices


class SigningAs(TextChoices):
    """In what capacity a name stands under a text: the "signing as" line."""

    OFFICEHOLDER = "officeholder", "As officeholder, for the organization"
    ORGANIZATION = "organization", "For the organization"
    IDENTIFICATION = "identification", "As an individual; organization for identification only"


SIGNED_AS = {
    SigningAs.OFFICEHOLDER: "as officeholder",
    SigningAs.ORGANIZATION: "for the organization",
    SigningAs.IDENTIFICATION: "as an individual, organization for identification only",
}
"""The same inside a line."""


class Ending(TextChoices):
    """How a signature ended. Staleness, dropping and lapsing are derived, never stored."""

    RECALLED = "recalled", "Recalled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISPUTED = "disputed", "Disputed by the signer"
    DISOWNED = "disowned", "Disputed by the organization"
    REPLACED = "replaced", "Replaced by a signature of the new text"


DISPUTES = frozenset({Ending.DISPUTED, Ending.DISOWNED})
"""Somebody said that it was not given: who is named as the signer, or another of the
organization."""


class CityAnswerKind(TextChoices):
    """What a city says of its agency's signature, where a rule asks it."""

    NO_OBJECTION = "no_objection", "No objection"
    OBJECTION = "objection", "The city objects"


class CounselAnswer(TextChoices):
    """What counsel may answer; there is no free text, so nothing privileged is kept."""

    NO_OBJECTION = "no_objection", "No legal objection"
    CALL_ME = "call_me", "Call me"
    COUNCIL = "council", "This needs council action"


class AnswerKind(TextChoices):
    """What an organization may answer instead of signing."""

    NO_OBJECTION = "no_objection", "No objection"
    DECLINED = "declined", "Not signing"
    RECUSED = "recused", "Recused"


class Standing(TextChoices):
    """Where an organization stands with the current text; derived at an instant."""

    SIGNED = "signed", "Signed this text"
    STALE = "stale", "Signed an earlier text"
    LAPSED = "lapsed", "Authority ended"
    WITHDRAWN = "withdrawn", "Withdrew"
    NO_OBJECTION = "no_objection", "No objection"
    DECLINED = "declined", "Not signing"
    RECUSED = "recused", "Recused"
    SILENT = "silent", "No answer yet"


STANDING_TONES = {
    Standing.SIGNED: "good",
    Standing.STALE: "wait",
    Standing.LAPSED: "stop",
    Standing.WITHDRAWN: "stop",
    Standing.NO_OBJECTION: "neutral",
    Standing.DECLINED: "neutral",
    Standing.RECUSED: "neutral",
    Standing.SILENT: "neutral",
}
"""Colour of each standing's tag."""


class SignatoryOrder(TextChoices):
    """In which order the signatories are listed."""

    LEADERS = "leaders", "Leaders of the associations first, then by organization"
    PLACE = "place", "By state and city"
    SURNAME = "surname", "By surname"
    ORGANIZATION = "organization", "By organization"


class FileFormat(TextChoices):
    """The files of a publication."""

    PDF = "pdf", "PDF"
    TEXT = "txt", "Plain text"
    JSON = "json", "JSON"


RECALL_MINUTES = 10
RECORDED = "Recorded by staff from a letter"
"""What stands with a signature that nobody gave on the page."""
RECORDED_ATTESTATION = (
    "A letter signed for {organization} names this text by its text code. "
    "Staff of an issuing association recorded it."
)
ATTESTATION = (
    "I have read this text and I am authorized to sign it for {organization}. "
    "My name may be published with it."
)
