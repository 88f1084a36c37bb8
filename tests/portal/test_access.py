"""Who reaches which address: URL x role -> status. An address without a row fails."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.models import Export, Invitation, Mandate, Member, Membership, Organization
from portal.operations.attachments import add_attachment
from portal.operations.exports import request_export
from portal.operations.members import invite_member
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from roundtable.operations.documents import AGENDA_PDF
from roundtable.operations.importing import Origin as AgendaOrigin
from roundtable.operations.importing import import_agenda
from statements.models import Statement
from statements.operations.importing import Origin as StatementOrigin
from statements.operations.importing import import_statement
from tests.conftest import BACKEND
from tests.factories import OrganizationFactory
from tests.portal.access_table import ROLES, TABLE
from tests.portal.samples import OUTLINE, RELEASE
from tests.portal.thread_addresses import thread_addresses
from tests.roundtable.meeting_data import meeting_addresses

pytestmark = pytest.mark.django_db


def named_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_patterns(entry)
        else:
            yield entry


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Member | None]:
    return {role: None if role == "anonymous" else request.getfixturevalue(role) for role in ROLES}


@pytest.fixture
def addresses(people: dict[str, Member | None]) -> dict[str, str]:
    """One address for every name, of objects that exist."""
    city = people["mayor"].current_seats[0].organization
    association = people["publisher"].current_seats[0].organization
    statement = import_statement(
        text=RELEASE,
        origin=StatementOrigin(
            file_name="release.txt", organization=city, issuers=[association], actor=None
        ),
    )
    Statement.objects.update(handed_over_at=Now())  # sent to staff
    proposal = import_agenda(
        text=OUTLINE,
        origin=AgendaOrigin(
            file_name="outline.txt", issuer=association, counterpart=None, actor=None
        ),
    )
    export = request_export(
        kind=AGENDA_PDF,
        subject_id=proposal.pk,
        audience="working group",
        title="Agenda",
        filename="agenda.pdf",
        content={},
        renderer="1",
        actor=people["publisher"],
    )
    invitation = invite_member(
        email="new@city.example",
        organization=city,
        capacity="staff",
        title="Aide",
        site_url="http://testserver",
        actor=None,
    )
    attachment = add_attachment(
        data=b"Notes of the call.", name="notes.txt", actor=people["mayor"], holder=statement
    )
    statement.attachments.add(attachment)
    file = {
        "attachment": f"/attachments/{attachment.pk}/",
        "about_text": f"/members/{association.pk}/about/",
        **people_addresses(people["aide"]),
        **organization_addresses(city),
    }
    meeting = meeting_addresses(people["publisher"])
    threads = thread_addresses(people["publisher"])
    return file | meeting | threads | _addresses(statement, proposal.ref, export, invitation)


def people_addresses(member: Member) -> dict[str, str]:
    """Of the organization of this member, about their seat."""
    seat = member.current_seats[0]
    page = f"/members/{seat.organization_id}/people/"
    invitation = f"{page}invitations/{Invitation.objects.get().pk}/"
    return {
        **authority_addresses(seat.organization),
        "people": page,
        "organization_history": f"/members/{seat.organization_id}/history/",
        "signing_rule": f"/members/{seat.organization_id}/rule/",
        "seat_end": f"{page}seats/{seat.pk}/end/",
        "member_suspend": f"{page}{member.pk}/suspend/",
        "recovery": f"{page}{member.pk}/recover/",
        "member_restore": f"{page}{member.pk}/restore/",
        "invitation_again": f"{invitation}again/",
        "invitation_back": f"{invitation}back/",
    }


def authority_addresses(city: Organization) -> dict[str, str]:
    """Of a city whose principal holds the office."""
    principal = city.seats.get(capacity=Capacity.PRINCIPAL)
    office = Mandate.objects.create(seat=principal, instrument=Instrument.OFFICE)
    page = f"/members/{city.pk}/authority/"
    return {
        "authority": "/authority/",
        "authority_confirm": "/authority/confirm/",
        "authority_of": page,
        "authority_delegate": f"{page}lend/",
        "authority_letter": f"{page}letter/",
        "authority_end": f"{page}{office.pk}/end/",
    }


def organization_addresses(city: Organization) -> dict[str, str]:
    """Of an organization, with its membership in an association that nobody staffs."""
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    joined = Membership.objects.create(
        organization=city, association=association, since=date(2020, 1, 1)
    )
    page = f"/members/{city.pk}/"
    return {
        "organization": page,
        "organization_edit": f"{page}edit/",
        "organization_logo": f"{page}logo/",
        "memberships": f"{page}memberships/",
        "membership_end": f"{page}memberships/{joined.pk}/end/",
    }


def _of_statement(page: str) -> dict[str, str]:
    return {
        "statement": f"{page}/",
        "statement_edit": f"{page}/edit/",
        "statement_versions": f"{page}/versions/",
        "statement_compare": f"{page}/versions/compare/",
        "statement_restore": f"{page}/versions/1/restore/",
        "statement_files": f"{page}/files/",
        "statement_pdf": f"{page}/pdf/",
        "staff_page": f"{page}/staff/",
        "sign_on": f"{page}/staff/sign-on/",
        "deadline": f"{page}/staff/deadline/",
        "take_step": f"{page}/staff/freeze/",
        "sign": f"{page}/sign/",
        "city_answer": f"{page}/city/1/",
        "mayor_ask": f"{page}/city/1/ask/",
        "counsel_ask": f"{page}/counsel/",
        "counsel": f"{page}/counsel/1/",
        "receipt": f"{page}/receipt/1/",
        "dispute_signature": f"{page}/receipt/1/dispute/",
        "record_signature": f"{page}/staff/record/",
        "statement_work": f"{page}/working/",
        "publication_file": f"{page}.pdf",
        "publish": f"{page}/publish/",
        "publish_undo": f"{page}/publish/undo/",
        "publish_again": f"{page}/publish/again/",
        "publish_withdraw": f"{page}/publish/withdraw/",
        "remind": f"{page}/remind/",
    }


def _addresses(
    statement: Statement, proposal: str, export: Export, invitation: str
) -> dict[str, str]:
    document = f"/documents/{UUID(str(export.pk))}/"
    account = {name: f"/accounts/{path}" for name, path in ACCOUNT_PATHS.items()}
    return account | {
        "home": "/",
        "healthz": "/healthz",
        "readyz": "/readyz",
        "verify": "/verify/",
        "meetings": "/meetings/",
        "sample_mail": "/sample-mail/",
        "sample_mail_message": "/sample-mail/none/",
        "invitation": invitation.removeprefix("http://testserver"),
        "style_page": "/style/",
        "preview": "/preview/",
        "preview_stop": "/preview/stop/",
        "notifications": "/notifications/",
        "mail_choices": "/accounts/mail/",
        "follow": f"/following/statement/{statement.pk}/",
        "directory": "/members/",
        "directory_export": "/members/export/",
        "roster_import": "/members/import/",
        "organization_new": "/members/new/",
        "search": "/search/?q=court",
        "record": "/record/",
        "who_opened": f"/record/opened/statements.statement/{statement.pk}/",
        "statement_list": "/statements/",
        "statement_import": "/statements/import/",
        "statement_new": "/statements/new/",
        **_of_statement(f"/statements/{statement.ref}"),
        "statement_feed": "/statements/feed/",
        "board": "/roundtable/",
        "agenda_import": "/roundtable/import/",
        "proposal": f"/roundtable/proposals/{proposal}/",
        "agenda_pdf": f"/roundtable/proposals/{proposal}/pdf/",
        "issue": "/roundtable/R-1.1/",
        **{f"issue_{name}": f"/roundtable/R-1.1/{name}/" for name in ISSUE_PARTS},
        "issue_step": "/roundtable/R-1.1/step/defer/",
        "proposal_add": f"/roundtable/proposals/{proposal}/add/",
        "proposal_paste": f"/roundtable/proposals/{proposal}/paste/",
        "export": document,
        "export_retry": f"{document}retry/",
        "export_file": f"{document}file/",
    }


ISSUE_PARTS = (
    "edit", "assign", "waiting", "update", "audience", "add", "files", "ask", "current",
    "paste", "move", "merge", "split",
)  # fmt: skip
ACCOUNT_PATHS = {
    "account_login": "login/",
    "account_logout": "logout/",
    "usersessions_list": "sessions/",
    "session_stay": "stay/",
    "confirm_options": "confirm/options/",
    "account_signup": "signup/",
    "account_inactive": "inactive/",
    "account_request_login_code": "login/code/",
    "account_confirm_login_code": "login/code/confirm/",
    "account_reauthenticate": "reauthenticate/",
    "mfa_index": "factors/",
    "mfa_add_webauthn": "factors/webauthn/add/",
    "mfa_edit_webauthn": "factors/webauthn/1/edit/",
    "mfa_remove_webauthn": "factors/webauthn/1/remove/",
    "mfa_activate_totp": "factors/totp/activate/",
    "mfa_deactivate_totp": "factors/totp/deactivate/",
    "mfa_authenticate": "factors/authenticate/",
    "mfa_login_webauthn": "factors/webauthn/login/",
    "mfa_reauthenticate": "factors/reauthenticate/",
    "mfa_reauthenticate_webauthn": "factors/webauthn/reauthenticate/",
    "sign_in_again": "factors/again/",
    "lost_passkey": "lost/",
    "account_change_password": "password/change/",
    "account_set_password": "password/set/",
    "account_email": "email/",
    "account_email_verification_sent": "confirm-email/",
    "account_confirm_email": "confirm-email/none/",
    "account_reset_password": "password/reset/",
    "account_reset_password_done": "password/reset/done/",
    "account_reset_password_from_key": "password/reset/key/1-none/",
    "account_reset_password_from_key_done": "password/reset/key/done/",
}


def status_of(client: Client, path: str) -> int:
    """A download is read to its end, which closes its file."""
    answer = client.get(path)
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


@pytest.mark.trust("A1")
def test_every_address_has_a_row():
    names = {str(pattern.name) for pattern in named_patterns(get_resolver())}

    assert names == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.trust("A1", "A10")
def test_each_role_reaches_what_the_table_says(role, people, addresses, client: Client):
    if (member := people[role]) is not None:
        client.force_login(member, backend=BACKEND)
    column = ROLES.index(role)

    reached = {name: status_of(client, path) for name, path in addresses.items()}

    assert reached == {name: row[column] for name, row in TABLE.items()}


def test_c18_no_answer_to_somebody_signed_in_is_stored(people, addresses, client: Client):
    client.force_login(people["publisher"], backend=BACKEND)

    answers = {name: client.get(path) for name, path in addresses.items()}
    kept = {name: answer["Cache-Control"] for name, answer in answers.items()}
    for answer in answers.values():
        answer.close()

    assert kept == dict.fromkeys(TABLE, "no-store, private")
