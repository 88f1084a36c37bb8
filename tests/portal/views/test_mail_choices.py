"""What a member wants by mail."""

import pytest

from portal.models import MailSettings, Member

pytestmark = pytest.mark.django_db
PATH = "/accounts/mail/"


def kept(member: Member) -> tuple[list[int], bool, str]:
    chosen = MailSettings.objects.get(member=member)
    zone = Member.objects.values_list("time_zone", flat=True).get(pk=member.pk)
    return chosen.digest_days, chosen.mails_mentions, zone


def test_monday_and_thursday_are_ticked_before_a_choice(mayor, signed_in):
    form = signed_in(mayor).get(PATH).context["form"]

    assert [form[name].value() for name in form.fields] == [
        [1, 4], True, True, "America/New_York",
    ]  # fmt: skip
    assert MailSettings.objects.count() == 0


def test_choices_are_kept(mayor, signed_in):
    sent = {"digest_days": ["7", "2"], "mails_mentions": "on", "time_zone": "Pacific/Honolulu"}
    answer = signed_in(mayor).post(PATH, sent)

    assert answer.url == PATH
    assert kept(mayor) == ([2, 7], True, "Pacific/Honolulu")


def test_no_day_means_never(mayor, signed_in):
    signed_in(mayor).post(PATH, {"time_zone": "America/New_York"})

    assert kept(mayor) == ([], False, "America/New_York")


@pytest.mark.parametrize("wrong", [{"digest_days": ["8"]}, {"time_zone": "Mars/Olympus"}])
def test_nonsense_is_refused_in_place(mayor, signed_in, wrong):
    sent = {"digest_days": ["1"], "time_zone": "America/New_York"}
    answer = signed_in(mayor).post(PATH, sent | wrong)

    assert answer.status_code == 422
    assert MailSettings.objects.count() == 0


def test_a_zone_that_is_not_on_the_list_can_be_kept(mayor, signed_in):
    Member.objects.filter(pk=mayor.pk).update(time_zone="America/Detroit")
    signed_in(mayor).post(PATH, {"digest_days": ["1"], "time_zone": "America/Detroit"})

    assert kept(mayor) == ([1], False, "America/Detroit")


def copies_of(member: Member) -> bool:
    return MailSettings.objects.get(member=member).copies_to_staff


def test_a_principal_chooses_whether_staff_get_copies(mayor, signed_in):
    client = signed_in(mayor)
    page = client.get(PATH).text
    client.post(PATH, {"time_zone": "America/New_York"})
    without = copies_of(mayor)
    client.post(PATH, {"time_zone": "America/New_York", "copies_to_staff": "on"})

    assert page.count("Send my staff a copy of what is mailed to me") == 1
    assert (without, copies_of(mayor)) == (False, True)


def test_who_leads_nobody_is_not_asked_and_keeps_the_choice(aide, signed_in):
    MailSettings.objects.create(member=aide, copies_to_staff=False)
    client = signed_in(aide)
    page = client.get(PATH).text
    client.post(PATH, {"time_zone": "America/New_York", "copies_to_staff": "on"})

    assert "copies_to_staff" not in page
    assert copies_of(aide) is False
