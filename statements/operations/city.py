"""What an agency's city has to do with its signature: the check, asking the mayor, answering."""

from django.db import transaction

from portal.audit import record
from portal.models import Announcement, Member, Organization
from portal.notify import announce
from portal.operations.screening import check_screened
from portal.queries.clock import in_words
from portal.queries.signing_rules import city_of
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.models import CityAnswer, Signature, Statement
from statements.operations.authority import locked_mandate, require_window
from statements.operations.lifecycle import locked
from statements.queries.asked import mayor_asked_key
from statements.queries.city import city_rule, newest_answers
from statements.queries.city_side import answering_for
from statements.vocabulary.signing import CityAnswerKind


def require_city(*, statement: Statement, organization: Organization) -> None:
    """Refuses while the organization's city has not let it sign this statement.

    Asked under the lock of the statement's row, at signing and again at every reconfirmation. The
    clock runs from the opening of sign-on also for a newer text, and the city's last answer
    counts for it too. The database's guard holds the same.
    """
    rule = city_rule(statement, organization)
    if rule is not None and not rule.is_met:
        raise Refusal(rule.obstacle)


@transaction.atomic
def ask_mayor(*, statement_id: int, agency_id: int, actor: Member) -> Announcement:
    """Mails those who can answer for the city of an agency that waits for it; once."""
    statement = locked(statement_id)
    agency = locked_mandate(actor=actor, organization_id=agency_id).seat.organization
    require_window(statement=statement, organization=agency, late=True)
    rule = city_rule(statement, agency)
    if rule is None or not rule.is_waiting:
        raise Refusal("There is nothing to ask your city now. Open the page again.")
    key = mayor_asked_key(statement.pk, agency.pk)
    if asked := Announcement.objects.filter(key=key).first():
        raise Refusal(
            f"The mayor was asked on {in_words(asked.created_at)}. Call the office if it is urgent."
        )
    if not answering_for(rule.city):
        raise Refusal(
            f"Nobody here may answer for {rule.city.short_name}. Ask the staff of your "
            "association to invite the mayor."
        )
    record(Verb.MAYOR_ASKED, actor=actor, subject=statement, after={"organization": agency.pk})
    detail = {"agency": agency.pk, "by": actor.name}
    return announce("mayor_asked", subject_id=statement.pk, key=key, detail=detail)


@transaction.atomic
def answer_for_city(
    *, statement_id: int, agency_id: int, kind: str, reason: str, actor: Member
) -> CityAnswer:
    """Says for a city whether it objects to its agency's signature; the newest answer counts.

    Whoever may sign for the city answers. Once the agency has signed only an objection is taken,
    or taken back: it takes no signature back, and the agency and the issuers' staff learn of it by
    mail.
    """
    check_screened(texts={"reason": reason})
    statement = locked(statement_id)
    agency = Organization.objects.get(pk=agency_id)
    city = city_of(agency)
    rule = city_rule(statement, agency)
    if city is None or rule is None:
        raise Refusal(f"No rule asks a city about the signature of {agency.short_name}.")
    mandate = locked_mandate(actor=actor, organization_id=city.pk)
    require_window(statement=statement, organization=agency, late=True)
    if kind not in CityAnswerKind.values:
        raise Refusal("Choose one of the answers.")
    has_signed = Signature.objects.filter(
        statement=statement, organization=agency, ended_at__isnull=True
    ).exists()
    if has_signed and kind == CityAnswerKind.NO_OBJECTION and not rule.has_objected:
        raise Refusal(f"{agency.short_name} has signed already. There is nothing to answer.")
    given = {"seat": mandate.seat, "kind": kind, "reason": reason.strip()}
    last = newest_answers(statement.pk, [agency.pk]).get(agency.pk)
    if last and all(getattr(last, name) == value for name, value in given.items()):
        return last
    answer = CityAnswer.objects.create(statement=statement, agency=agency, **given)
    facts = {"organization": agency.pk, "kind": kind, "answer": answer.pk}
    record(Verb.CITY_ANSWERED, actor=actor, subject=statement, after=facts)
    announce(
        "city_answered",
        subject_id=statement.pk,
        key=f"city-answered:{answer.pk}",
        detail={**facts, "has_signed": has_signed},
    )
    return answer
