"""A mail is accepted with the change it tells of, sent once, then forgotten."""

import pytest

from portal.jobs import claim
from portal.operations.mail import deliver_mail, queue_mail
from portal.vocabulary.jobs import JobState

pytestmark = pytest.mark.django_db


def test_a_mail_is_sent_once_and_its_text_blanked(mailoutbox):
    mail = queue_mail(to="mayor@city.example", subject="A code", text="The code is 1.")
    deliver_mail(claim(mail.job_id))

    assert [(sent.to, sent.subject, sent.body) for sent in mailoutbox] == [
        (["mayor@city.example"], "A code", "The code is 1.")
    ]
    mail.refresh_from_db()
    assert (mail.text, mail.job.state) == ("", JobState.DONE)


def test_a_subject_with_a_line_break_adds_no_header(mailoutbox):
    mail = queue_mail(to="mayor@city.example", subject="A title\r\nBcc: x@y.example", text="-")
    deliver_mail(claim(mail.job_id))

    assert mailoutbox[0].subject == "A title Bcc: x@y.example"
    assert mailoutbox[0].message()["Bcc"] is None
