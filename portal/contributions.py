"""What the shared ground itself puts into the registry."""

from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in

from portal.adapters import on_authentication, on_sign_in
from portal.notify import ANNOUNCE_JOB
from portal.operations.demo import load_organizations_and_people
from portal.operations.digests import DIGEST_JOB, make_digest
from portal.operations.exports import EXPORT_JOB, make_export
from portal.operations.mail import MAIL_JOB, deliver_mail
from portal.operations.notifications import send_announcement
from portal.operations.telling import KINDS
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
        max_attempts=4,
    )
)
registry.add_job_kind(
    JobKind(
        name=MAIL_JOB,
        queue=MAIL_QUEUE,
        run=deliver_mail,
        failed="This mail could not be sent.",
        max_attempts=8,
    )
)
registry.add_job_kind(
    JobKind(
        name=ANNOUNCE_JOB,
        queue=MAIL_QUEUE,
        run=send_announcement,
        failed="Nobody could be told of this. Tell the staff of your association.",
        max_attempts=8,
    )
)
registry.attachment_holders.append(holds_attachment)
registry.searchers.append(THREAD_SEARCH)
registry.add_job_kind(
    JobKind(
        name=DIGEST_JOB,
        queue=MAIL_QUEUE,
        run=make_digest,
        failed="This digest could not be made.",
    )
)
registry.demo.append(load_organizations_and_people)
for kind in KINDS:
    registry.add_announcement_kind(kind)
user_logged_in.connect(on_sign_in)
authentication_step_completed.connect(on_authentication)
