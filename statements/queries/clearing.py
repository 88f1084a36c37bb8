"""Which clearances count: those of a text that reads, in every printed word, as the newest does.

The text code leaves some passages out, so a clearance is compared by all of them.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from portal.models import Organization
from statements.models import Block, Clearance, Revision, Statement

PRINTED = ("kind", "html", "speaker", "speaker_title", "in_quotation")


def clearances_that_count() -> QuerySet[Clearance]:
    """Of every statement, as its newest text stands."""
    newest = Revision.objects.filter(statement=OuterRef("statement")).order_by("-number")
    return Clearance.objects.alias(
        newest=Subquery(newest.values("pk")[:1]),
        printed_then=_printed("revision"),
        printed_now=_printed("newest"),
    ).filter(printed_then=F("printed_now"))


def uncleared_issuers(statement: Statement) -> list[Organization]:
    """Issuing associations that have not cleared exactly this text."""
    found = clearances_that_count().filter(statement=statement)
    cleared = set(found.values_list("organization", flat=True))
    return [issuer for issuer in statement.issuers_in_order if issuer.pk not in cleared]


def _printed(revision: str) -> ArraySubquery:
    """All passages of a revision in their order."""
    blocks = Block.objects.filter(revision=OuterRef(revision)).order_by("position")
    return ArraySubquery(blocks.values_list(JSONObject(**{name: name for name in PRINTED})))
