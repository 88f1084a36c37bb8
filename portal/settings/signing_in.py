"""Who gets in, and how: allauth's settings, and how a second factor is asked for."""

import base64
import hashlib
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import (
    ENVIRONMENT,
    HTTPS,
    PRODUCTION,
    SECRET_KEY,
    SITE_URL,
    TRUSTED_PROXIES,
    required,
)

AUTH_USER_MODEL = "portal.Member"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "portal.adapters.InvitationOnlyAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "portal.adapters.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # asked of the adapter, which never puts a form aside
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_LOGIN_TIMEOUT = 900
ACCOUNT_FORMS = {
    "request_login_code": "portal.forms.own_account.CodeRequestForm",
    "reset_password": "portal.forms.own_account.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# In place of rates in portal.vocabulary.limits: "export=10/m/user&search=" ends one limit
RATE_LIMITS = dict(parse_qsl(ENVIRONMENT.get("RATE_LIMITS", ""), keep_blank_values=True))

# --- second factors -----------------------------------------------------------------------------
MFA_ADAPTER = "portal.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False  # http://localhost is a secure context without it
MFA_TOTP_TOLERANCE = 0
MFA_TOTP_ISSUER = "Joint Working Group"
MFA_TRUST_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = (
    True  # an address is invited; one being changed must not stand in the way
)
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # nothing can be guessed; a hall shares an address
MFA_FORMS = {
    "authenticate": "portal.forms.factors.AppCodeSecondStepForm",
    "authenticate_webauthn": "portal.forms.factors.PasskeySecondStepForm",
    "login_webauthn": "portal.forms.factors.PasskeySignInForm",
    "reauthenticate": "portal.forms.factors.AppCodeProofForm",
    "reauthenticate_webauthn": "portal.forms.factors.PasskeyProofForm",
}
PASSKEY_SITE = urlsplit(SITE_URL).hostname or ""
"""The name that passkeys are made for."""
DUTY_PHONE = required("DUTY_PHONE", "202-555-0100") or "202-555-0100"
"""Who answers when somebody cannot get in or sign: shown where a passkey is asked for."""


def _password_for_passkey() -> bool:
    """Whether the demo password does where a passkey is asked for. Never in production mode."""
    wanted = ENVIRONMENT.get("PASSWORD_FOR_PASSKEY", "0" if PRODUCTION else "1") == "1"
    if wanted and PRODUCTION:
        raise ImproperlyConfigured(
            "PASSWORD_FOR_PASSKEY is for the demo: a password would be enough to sign. "
            "Take it out of the environment."
        )
    return wanted


def _second_factor_keys() -> list[str]:
    """Fernet keys, newest first: the first encrypts, all of them decrypt."""
    example = "$(openssl rand -base64 32 | tr +/ -_)"
    given = [key for key in required("SECOND_FACTOR_KEYS", example).split(",") if key]
    derived = hashlib.sha256(f"second factors {SECRET_KEY}".encode()).digest()
    return given or [base64.urlsafe_b64encode(derived).decode()]


PASSWORD_FOR_PASSKEY = _password_for_passkey()
SECOND_FACTOR_KEYS = _second_factor_keys()
