"""What the shared ground itself puts into the registry."""

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out

from portal.adapters import on_authentication, on_sign_in, on_sign_out, on_wrong_code
from portal.notify import ANNOUNCE_JOB
from portal.operations.authority_news import KINDS as AUTHORITY_KINDS
from portal.operations.demo import load_organizations_and_people
from portal.operations.demo_authority import load_authority
from portal.operations.digests import DIGEST_JOB, make_digest
from portal.operations.exports import EXPORT_JOB, make_export
from portal.operations.mail import MAIL_JOB, deliver_mail
from portal.operations.notifications import send_announcement
from portal.operations.passwords import RESET_JOB, mail_new_password
from portal.operations.telling import KINDS
from portal.queries.authority import holds_letter
from portal.queries.authority_waiting import authority_cards, delegations_given
from portal.queries.organization_page import holds_logo
from portal.queries.record_kinds import KINDS as RECORD_KINDS
from portal.queries.recovery import recovery_cards
from portal.queries.searched_threads import THREAD_SEARCH
from portal.queries.threads import holds_attachment
from portal.registry import JobKind, registry
from portal.vocabulary.jobs import MAIL_QUEUE, RENDER_QUEUE

registry.add_job_kind(
    JobKind(
        name=EXPORT_JOB,
        queue=RENDER_QUEUE,
        run=make_export,
        failed="This document could not be made. Try again, or tell the staff of your association.",
        slow="This took too long. Make the text shorter, or ask staff to look into it.",
        ends_when_slow=True,
        max_attempts=4,
    )
)
registry.add_job_kind(
    JobKind(
        name=MAIL_JOB,
        queue=MAIL_QUEUE,
        run=deliver_mail,
        failed="This mail could not be sent.",
        slow="Sending this mail took too long. It will be tried again.",
        max_attempts=8,
    )
)
registry.add_job_kind(
    JobKind(
        name=ANNOUNCE_JOB,
        queue=MAIL_QUEUE,
        run=send_announcement,
        failed="Not everybody could be told of this. Tell the staff of your association.",
        slow="Telling everybody took too long. Whoever is left will be told.",
        max_attempts=8,
    )
)
registry.attachment_holders.append(holds_attachment)
registry.attachment_holders.append(holds_logo)
registry.attachment_holders.append(holds_letter)
registry.cards.append(authority_cards)
registry.duties.append(delegations_given)
registry.searchers.append(THREAD_SEARCH)
registry.add_job_kind(
    JobKind(
        name=DIGEST_JOB,
        queue=MAIL_QUEUE,
        run=make_digest,
        failed="This digest could not be made.",
        slow="Making this digest took too long. It will be tried again.",
    )
)
registry.add_job_kind(
    JobKind(
        name=RESET_JOB,
        queue=MAIL_QUEUE,
        run=mail_new_password,
        failed="The link to a new password could not be mailed.",
        slow="Mailing the link to a new password took too long. It will be tried again.",
    )
)
registry.cards.append(recovery_cards)
registry.demo.append(load_organizations_and_people)
registry.demo.append(load_authority)
for kind in (*KINDS, *AUTHORITY_KINDS):
    registry.add_announcement_kind(kind)
for record_kind in RECORD_KINDS:
    registry.record_kinds[record_kind.object_type] = record_kind
user_logged_in.connect(on_sign_in)
user_logged_out.connect(on_sign_out)
authentication_step_completed.connect(on_authentication)
authentication_failed.connect(on_wrong_code)
