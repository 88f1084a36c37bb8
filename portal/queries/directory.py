"""The organizations that somebody looks for, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from math import ceil
from operator import add, or_
from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from portal.intake.search_words import words_of
from portal.models import Mandate, Membership, Organization, Seat
from portal.queries.matching import tolerantly
from portal.queries.organizations import HEADS
from portal.queries.search import Pages
from portal.vocabulary.directory import PER_PAGE, SIMILAR_AT_MOST
from portal.vocabulary.organizations import OrganizationKind

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Place(TypedDict):
        """Where in the list an organization stands."""

        kind_order: int

    ListedOrganization = WithAnnotations[Organization, Place]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for; `place` is `US` or `US-OH`."""

    words: str = ""
    kind: str = ""
    association: int | None = None
    place: str = ""
    may_sign: bool = False
    is_headless: bool = False
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return self != Wanted(page=self.page)

    @property
    def is_filtered(self) -> bool:
        """By more than words."""
        return self != Wanted(words=self.words, page=self.page)


@dataclass(frozen=True)
class Directory:
    """One page of what was found, by kind; similar names where nothing is called so."""

    groups: Sequence[tuple[str, Sequence[Organization]]]
    count: int
    pages: Pages
    similar: Sequence[Organization] = ()


def directory(wanted: Wanted) -> Directory:
    """As many queries for three organizations as for fifteen hundred."""
    found = organizations_wanted(wanted)
    count = found.count()
    last = max(1, ceil(count / PER_PAGE))
    number = min(wanted.page, last)
    rows = list(_with_heads(found)[(number - 1) * PER_PAGE : number * PER_PAGE])
    groups = [
        (str(OrganizationKind(kind).label), list(bodies))
        for kind, bodies in groupby(rows, key=lambda body: body.kind)
    ]
    similar = [] if count or not wanted.words else _similar(wanted)
    return Directory(groups=groups, count=count, pages=Pages(number, last), similar=similar)


def organizations_wanted(wanted: Wanted) -> "QuerySet[ListedOrganization]":
    """Everything that was asked for, by kind and name."""
    found = _listed(wanted)
    for word in words_of(wanted.words).words:
        found = found.filter(_is_about(word))
    return found


def signing_now() -> QuerySet[Mandate]:
    """Authority of this moment; who cannot sign in cannot sign."""
    return Mandate.objects.valid().filter(seat__member__is_active=True)


def current_heads() -> QuerySet[Seat]:
    return Seat.objects.current().filter(capacity__in=HEADS).select_related("member")


def directory_associations() -> QuerySet[Organization]:
    """Those that have or had members."""
    return Organization.objects.filter(pk__in=Membership.objects.values("association"))


def directory_places() -> list[tuple[str, str]]:
    """Every country and state or province in which an organization is."""
    places = Organization.objects.order_by("-country", "region")
    return list(places.values_list("country", "region").distinct())


def _listed(wanted: Wanted) -> "QuerySet[ListedOrganization]":
    order = [When(kind=kind, then=Value(at)) for at, kind in enumerate(OrganizationKind)]
    found = Organization.objects.select_related("parent").annotate(kind_order=Case(*order))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.association is not None:
        joined = Membership.objects.filter(association=wanted.association, until__isnull=True)
        found = found.filter(pk__in=joined.values("organization"))
    if wanted.place:
        country, _, region = wanted.place.partition("-")
        found = found.filter(country=country)
        found = found.filter(region=region) if region else found
    if wanted.may_sign:
        found = found.filter(pk__in=signing_now().values("seat__organization"))
    if wanted.is_headless:
        found = found.filter(~Exists(current_heads().filter(organization=OuterRef("pk"))))
    return found.order_by("kind_order", "name")


def _is_about(word: str) -> Q:
    """A word may stand in its name, its place, or the name of who leads it."""
    heads = current_heads().filter(organization=OuterRef("pk"), member__name__icontains=word)
    return (
        Q(name__icontains=word)
        | Q(short_name__icontains=word)
        | Q(place__icontains=word)
        | Q(region__iexact=word)
        | Q(Exists(heads))
    )


def _similar(wanted: Wanted) -> list[Organization]:
    """Names and places that are written much like one of the words, the most similar first."""
    words = words_of(wanted.words).words
    if not words:
        return []
    alike = reduce(or_, (_looks_like(word) for word in words))
    likeness = reduce(add, (_likeness(word) for word in words))
    found = _listed(wanted).filter(alike).annotate(likeness=likeness)
    with tolerantly():
        return list(_with_heads(found.order_by("-likeness", "name"))[:SIMILAR_AT_MOST])


def _looks_like(word: str) -> Q:
    return Q(name__trigram_word_similar=word) | Q(place__trigram_word_similar=word)


def _likeness(word: str) -> Greatest:
    return Greatest(TrigramWordSimilarity(word, "name"), TrigramWordSimilarity(word, "place"))


def _with_heads(found: QuerySet[Organization]) -> QuerySet[Organization]:
    return found.prefetch_related(
        Prefetch("seats", queryset=current_heads(), to_attr="principal_seats")
    )
