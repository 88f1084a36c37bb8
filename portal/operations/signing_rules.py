"""Setting what must be true inside an agency before it signs."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from portal.audit import record
from portal.models import Member, Organization, SigningRule
from portal.operations.mail import queue_mail
from portal.operations.seats import take_charge
from portal.queries.signing_rules import (
    city_of,
    exemption,
    heads_of,
    is_for_later,
    rules_so_far,
)
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.signing_rules import (
    HOLD_HOURS_MOST,
    MEANINGS,
    SigningRuleKind,
    in_words,
)


@transaction.atomic
def set_signing_rule(
    *, organization_id: int, kind: str, hours: int | None, seen: int, actor: Member
) -> SigningRule:
    """Sets the rule that counts from now on, also for statements that are open for signing.

    Looser than the one before, and set by the agency's own head, it counts only for statements
    that open afterwards: nobody takes their city's say away from what it is being asked about.
    `seen` is the number of the rule that was on the page, 0 for none: another one meanwhile is a
    Refusal. The rule that stands already is left alone. The heads of the agency and of its city
    are told by mail, but for who set it.
    """
    agency, actor = take_charge(organization_id=organization_id, actor=actor)
    if not actor.has_perm("portal.set_signing_rule", agency):
        raise Refusal(
            f"Only the heads of {agency.short_name} and of its city, and the associations' staff, "
            "set this rule."
        )
    if reason := exemption(agency):
        raise Refusal(reason)
    wanted = _checked(kind, hours)
    last = rules_so_far(agency).first()
    if last is not None and (last.kind, last.hours) == wanted:
        return last
    if seen != (last.pk if last else 0):
        who = last.set_by.name if last else "Somebody"
        raise Refusal(f"{who} changed the rule meanwhile. Read what it says now, then decide.")
    rule = SigningRule.objects.create(
        organization=agency, kind=wanted[0], hours=wanted[1], set_by=actor
    )
    record(
        Verb.SIGNING_RULE_SET,
        actor=actor,
        subject=agency,
        before={"kind": last.kind, "hours": last.hours} if last else None,
        after={"kind": rule.kind, "hours": rule.hours},
    )
    _tell_heads(rule, agency=agency, is_later=is_for_later(rule))
    return rule


def _checked(kind: str, hours: int | None) -> tuple[str, int | None]:
    if kind not in SigningRuleKind.values:
        raise Refusal("Choose one of the rules.")
    if kind != SigningRuleKind.HOLD:
        return kind, None
    if hours is None or not 1 <= hours <= HOLD_HOURS_MOST:
        raise Refusal(f"Give the hours of the hold: at least 1, at most {HOLD_HOURS_MOST}.")
    return kind, hours


def _tell_heads(rule: SigningRule, *, agency: Organization, is_later: bool) -> None:
    """Neither side learns of a changed rule only when it wants to sign."""
    city = city_of(agency)
    if city is None:
        return
    names = {"agency": agency.short_name, "city": city.short_name}
    facts = {
        "rule": rule,
        "agency": agency,
        "words": in_words(rule.kind, rule.hours),
        "meaning": MEANINGS[SigningRuleKind(rule.kind)].format(**names),
        "is_later": is_later,
        "link": settings.SITE_URL + reverse("signing_rule", args=[agency.pk]),
    }
    subject, _, text = render_to_string("members/mail/rule_set.txt", facts).strip().partition("\n")
    told = {rule.set_by_id}
    for seat in heads_of([agency.pk, city.pk]).filter(member__is_active=True):
        if seat.member_id not in told:
            told.add(seat.member_id)
            queue_mail(to=seat.member.email, subject=subject, text=text.strip())
