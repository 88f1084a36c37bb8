"""The kinds of blocks that a statement's text is made of."""

from django.db import models


class BlockKind(models.TextChoices):
    HEADLINE = "headline", "Headline"
    DATELINE = "dateline", "Dateline"
    LEAD = "lead", "Lead"
    PARAGRAPH = "paragraph", "Paragraph"
    QUOTE = "quote", "Quote"
    LIST = "list", "Bulleted list"
    NUMBERED_LIST = "numbered_list", "Numbered list"
    SUBHEAD = "subhead", "Subhead"
    WHEREAS = "whereas", "Whereas clause"
    RESOLVED = "resolved", "Resolved clause"
    ADDRESSEE = "addressee", "Addressee"
    SALUTATION = "salutation", "Salutation"
    CLOSING = "closing", "Closing"
    SIGNATORIES = "signatories", "Signatories"
    FOOTNOTE = "footnote", "Footnote"
    BOILERPLATE = "boilerplate", "About the issuer"


# What the text code does not cover: who signed is recorded as signatures, and each issuer keeps
# its own About text.
OUTSIDE_DIGEST = frozenset({BlockKind.BOILERPLATE, BlockKind.SIGNATORIES})
