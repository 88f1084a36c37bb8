"""Authority to sign at an instant: one definition for signing, standing and the release."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from portal.models import Mandate
from portal.vocabulary.organizations import Instrument

Moment = datetime | Combinable


def mandates_holding(*, since: Moment, until: Moment) -> QuerySet[Mandate]:
    """Mandates that had begun at one instant and at another have not ended, nor has their seat."""
    return Mandate.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=until),
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=until),
        Q(seat__until__isnull=True) | Q(seat__until__gt=until),
        ~Q(instrument=Instrument.LETTER) | Q(confirmed_by__isnull=False),
        valid_from__lte=since,
        seat__since__lte=since,
    )
