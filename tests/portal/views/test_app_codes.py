"""Codes of an authenticator app, and how their secrets are kept."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

from portal.models import AuditEvent
from portal.settings import CACHES
from portal.vocabulary.audit import Verb
from portal.vocabulary.factors import WRONG_CODE, Factor
from tests.passkeys import prove
from tests.portal.factor_pages import (
    APP,
    APP_OFF,
    CODE_PROOF,
    HOME,
    SECOND_STEP,
    SECRET,
    app_of,
    by_password,
    code_of,
    is_signed_in,
    let_pass,
    read_secret,
    stored_secret,
)

pytestmark = pytest.mark.django_db
FIND_IT_USED = """
import sys
from django.conf import settings
settings.configure(CACHES={"default": {"BACKEND": sys.argv[1], "LOCATION": sys.argv[2]}})
from django.core.cache import cache
print(cache.add(sys.argv[3], "y", timeout=30))
"""


@pytest.fixture(autouse=True)
def as_in_production() -> Iterator[None]:
    """Factors are required, and the tries of one test are not counted in the next."""
    cache.clear()
    with override_settings(PASSWORD_FOR_PASSKEY=False):
        yield
    cache.clear()


def test_a5_a_code_counts_once(aide):
    secret = app_of(aide)
    first, second = by_password(aide), by_password(aide)
    code = code_of(secret)
    first.post(SECOND_STEP, {"code": code})
    again = second.post(SECOND_STEP, {"code": code})

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)
    assert again.context["form"].errors["code"] == [WRONG_CODE]
    assert AuditEvent.objects.filter(verb=Verb.SIGN_IN_FAILED, object_id=aide.pk).count() == 1


def test_a5_the_code_that_set_the_app_up_is_used_up(aide, signed_in):
    client = signed_in(aide)
    client.get(APP)
    code = code_of(client.session["mfa.totp.secret"])
    assert client.post(APP, {"code": code}).url == HOME
    other = by_password(aide)
    other.post(SECOND_STEP, {"code": code})

    assert is_signed_in(other) is False


def test_a5_another_process_knows_that_it_was_used(aide):
    secret = app_of(aide)
    code = code_of(secret)
    by_password(aide).post(SECOND_STEP, {"code": code})
    app = Authenticator.objects.get(user=aide).wrap()
    here = settings.CACHES["default"]
    words = [here["BACKEND"], here["LOCATION"], app._get_used_cache_key(code)]
    told = subprocess.run(
        [sys.executable, "-c", FIND_IT_USED, *words], capture_output=True, text=True, check=True
    )

    assert told.stdout == "False\n"
    assert CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache"


def test_a6_the_database_holds_no_readable_secret(aide, signed_in):
    client = signed_in(aide)
    client.get(APP)
    secret = client.session["mfa.totp.secret"]
    client.post(APP, {"code": code_of(secret)})

    assert secret not in json.dumps(Authenticator.objects.get(user=aide).data)
    assert stored_secret(aide).startswith("gAAAA")
    assert read_secret(aide) == secret


def test_a6_a_new_key_reads_what_the_old_one_wrote(aide):
    secret = app_of(aide)
    before = stored_secret(aide)
    new = Fernet.generate_key().decode()
    with override_settings(SECOND_FACTOR_KEYS=[new, *settings.SECOND_FACTOR_KEYS]):
        client = by_password(aide)
        client.post(SECOND_STEP, {"code": code_of(secret)})

    assert is_signed_in(client) is True
    assert Fernet(settings.SECOND_FACTOR_KEYS[0]).decrypt(before.encode()).decode() == SECRET


def test_the_page_shows_the_secret_as_picture_and_text(aide, signed_in):
    client = signed_in(aide)
    page = client.get(APP)
    secret = client.session["mfa.totp.secret"]

    assert page.context["secret"].replace(" ", "") == secret
    assert page.text.count('src="data:image/svg+xml;base64,') == 1


def test_a_code_proves_again_for_whoever_has_an_app(aide, signed_in):
    secret = app_of(aide)
    client = prove(signed_in(aide), Factor.APP_CODE)
    let_pass(client, 5 * 60 + 1)
    asked = client.get(APP_OFF)
    assert asked.url.startswith(CODE_PROOF)
    answer = client.post(CODE_PROOF, {"code": code_of(secret), "next": APP_OFF})

    assert (answer.url, client.get(APP_OFF).status_code) == (APP_OFF, 200)
