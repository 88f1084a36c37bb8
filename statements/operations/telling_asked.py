"""Whom it is told that a city or counsel is asked, or has answered; computed when it is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.urls import reverse

from portal.models import Announcement, Member, Organization
from portal.registry import AnnouncementKind, Message
from portal.vocabulary.organizations import WORKING_CAPACITIES
from statements.models import CityAnswer, CounselRequest, Signature, Statement
from statements.operations.messages import row_for_staff, to_signer, to_staff
from statements.operations.telling import statement_titles
from statements.queries.city import CityRule, city_rule
from statements.queries.city_side import (
    answering_for,
    members_of_asked_cities,
    titles_for_cities,
)
from statements.queries.readers import members_who_see
from statements.queries.recipients import issuing_staff
from statements.queries.signing import TAKES_SIGNATURES, Window, sign_on_now
from statements.vocabulary.signing import CityAnswerKind


def titles_in_the_city(member: Member, statement_ids: Sequence[int]) -> Mapping[int, str]:
    """Also of those about which only the member's city is asked."""
    asked = titles_for_cities(member, statement_ids)
    return {**asked, **statement_titles(member, statement_ids)}


def may_see_in_the_city(members: QuerySet[Member], statement_id: int) -> QuerySet[Member]:
    """The same read the other way round."""
    seeing = members_who_see(members, statement_id).values("pk")
    asked = members_of_asked_cities(members, statement_id).values("pk")
    return members.filter(Q(pk__in=seeing) | Q(pk__in=asked))


def tell_city_asked(announcement: Announcement) -> list[Message]:
    """Who answers for the city, once sign-on is open; of an opening that was undone and repeated,
    the last."""
    statement = _statement(announcement)
    openings = Announcement.objects.filter(
        kind=announcement.kind,
        subject_id=announcement.subject_id,
        detail__agency=announcement.detail["agency"],
    )
    is_open = sign_on_now(statement).window == Window.OPEN
    if not is_open or openings.latest("pk") != announcement:
        return []
    return _to_city("city_asked", announcement, statement)


def tell_mayor_asked(announcement: Announcement) -> list[Message]:
    """The same people, while the agency still waits for them."""
    statement = _statement(announcement)
    if sign_on_now(statement).window not in TAKES_SIGNATURES:
        return []
    return _to_city("mayor_asked", announcement, statement)


def tell_city_answered(announcement: Announcement) -> list[Message]:
    """The agency by mail; the issuers' staff by mail where it had signed before the objection."""
    statement = _statement(announcement)
    answer = CityAnswer.objects.select_related("agency", "seat__organization", "seat__member").get(
        pk=announcement.detail["answer"]
    )
    facts = {
        "answer": answer,
        "city": answer.seat.organization,
        "is_objection": answer.kind == CityAnswerKind.OBJECTION,
        "has_signed": announcement.detail["has_signed"],
    }
    to_issuers = to_staff if facts["has_signed"] else row_for_staff
    return [
        *(
            to_signer("city_answered", statement, seat, **facts)
            for seat in answering_for(answer.agency)
        ),
        *(
            to_issuers("city_answered", statement, seat, organization=answer.agency, **facts)
            for seat in issuing_staff(statement)
        ),
    ]


def tell_counsel_asked(announcement: Announcement) -> list[Message]:
    """Counsel, while they work there."""
    request = _request(announcement)
    seats = request.counsel.seats.current().filter(
        organization=request.organization_id, capacity__in=WORKING_CAPACITIES
    )
    if request.answer:
        return []
    return [
        replace(
            to_signer("counsel_asked", _statement(announcement), seat, request=request),
            url=reverse("counsel", args=[request.statement.ref, request.pk]),
            why=f"you were asked as counsel of {request.organization}",
            principal_of=None,
        )
        for seat in seats.select_related("member", "organization")[:1]
    ]


def tell_counsel_answered(announcement: Announcement) -> list[Message]:
    """Who asked."""
    request = _request(announcement)
    message = to_signer(
        "counsel_answered", _statement(announcement), request.asked_by, request=request
    )
    page = reverse("sign", args=[request.statement.ref])
    return [
        replace(
            message,
            url=f"{page}?organization={request.organization_id}",
            why=f"you asked counsel for {request.organization}",
            principal_of=None,
        )
    ]


IN_THE_CITY: dict[str, Callable[[Announcement], list[Message]]] = {
    "city_asked": tell_city_asked,
    "mayor_asked": tell_mayor_asked,
}
AT_HOME: dict[str, Callable[[Announcement], list[Message]]] = {
    "city_answered": tell_city_answered,
    "counsel_asked": tell_counsel_asked,
    "counsel_answered": tell_counsel_answered,
}
KINDS = [
    *(
        AnnouncementKind(
            name=name,
            tell=tell,
            subjects=titles_in_the_city,
            may_see=may_see_in_the_city,
            nameable=set,
        )
        for name, tell in IN_THE_CITY.items()
    ),
    *(
        AnnouncementKind(
            name=name, tell=tell, subjects=statement_titles, may_see=members_who_see, nameable=set
        )
        for name, tell in AT_HOME.items()
    ),
]


def _to_city(template: str, announcement: Announcement, statement: Statement) -> list[Message]:
    agency = Organization.objects.get(pk=announcement.detail["agency"])
    rule = city_rule(statement, agency)
    signed = Signature.objects.filter(
        statement=statement, organization=agency, ended_at__isnull=True
    )
    if rule is None or rule.answer is not None or signed.exists():
        return []
    facts = _facts(announcement, rule)
    page = reverse("city_answer", args=[statement.ref, agency.pk])
    return [
        replace(
            to_signer(template, statement, seat, **facts),
            url=page,
            why=f"you may answer for {rule.city}",
        )
        for seat in answering_for(rule.city)
    ]


def _facts(announcement: Announcement, rule: CityRule) -> dict[str, object]:
    return {
        "agency": rule.agency,
        "rule": rule,
        "deadline": rule.sign_on.deadline_at,
        "by": announcement.detail.get("by", ""),
    }


def _statement(announcement: Announcement) -> Statement:
    statements = Statement.objects.select_related("organization")
    return statements.prefetch_related("issuings__organization").get(pk=announcement.subject_id)


def _request(announcement: Announcement) -> CounselRequest:
    found = CounselRequest.objects.select_related(
        "statement", "organization", "counsel", "asked_by__member", "asked_by__organization"
    )
    return found.get(pk=int(announcement.key.rpartition(":")[2]))
