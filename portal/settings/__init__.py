"""All settings, read from the environment, safe by default.

Without `MODE` the portal is in production mode: it refuses to start without its secret, its
addresses and its services. `make run` sets `MODE=demo` and everything else (`portal.local`).
"""

from pathlib import Path

from csp.constants import NONE, SELF

from portal.addresses import database_settings, redis_database
from portal.settings.environment import (
    BASE_DIR,
    DATABASE_URL,
    ENVIRONMENT,
    HTTPS,
    PRODUCTION,
    REDIS_URL,
    SITE_URL,
    required,
)
from portal.settings.environment import MODE as MODE
from portal.settings.environment import SECRET_KEY as SECRET_KEY
from portal.settings.environment import TRUSTED_PROXIES as TRUSTED_PROXIES
from portal.settings.signing_in import *  # noqa: F403 - what that module sets is set here
from portal.settings.work import *  # noqa: F403 - the same

# --- where the portal is reached ---------------------------------------------------------------
DEBUG = False
ALLOWED_HOSTS = [
    name for name in required("ALLOWED_HOSTS", "portal.example.org").split(",") if name
]
if not PRODUCTION:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

# --- what it consists of ------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    *("portal", "statements", "roundtable"),
    *("allauth", "allauth.account", "allauth.mfa", "allauth.usersessions"),
    *("csp", "django_htmx"),
    "rules.apps.AutodiscoverRulesConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.headers.PolicyHeaders",
    "portal.middleware.bodies.BoundedBodies",
    "portal.middleware.characters.StorableText",
    "portal.middleware.address.OwnAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.origin.OurOwnForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.record.OnRecord",
    "portal.middleware.sessions.SessionLimits",
    "portal.middleware.factors.FactorsFirst",
    "portal.middleware.zones.MemberTimeZone",
    "portal.middleware.refusals.Refusals",
    "portal.middleware.preview.PreviewAs",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.http.site",
            ],
            "builtins": ["portal.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "portal.forms.PortalFormRenderer"

# --- services -----------------------------------------------------------------------------------
DATABASES = {"default": database_settings(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_database(REDIS_URL, offset=1),
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
    }
}
DATA_DIR = Path(ENVIRONMENT.get("DATA_DIR", BASE_DIR / ".local")).resolve()
FILES_ROOT = DATA_DIR / "files"

# --- sessions, cookies, headers (reasons in docs/decisions.md) ----------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "portal.views.errors.lost_session"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # more comes only where a view takes files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # the editor sends up to four fields for each of 400 passages
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- mail ---------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = ENVIRONMENT.get("DEFAULT_FROM_EMAIL", "portal@portal.example")
EMAIL_TIMEOUT = 10
if PRODUCTION:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = ENVIRONMENT.get("EMAIL_HOST", "localhost")
    EMAIL_PORT = int(ENVIRONMENT.get("EMAIL_PORT", "587"))
    EMAIL_HOST_USER = ENVIRONMENT.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = ENVIRONMENT.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = ENVIRONMENT.get("EMAIL_USE_TLS", "1") == "1"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# --- time ---------------------------------------------------------------------------------------
TIME_ZONE = "UTC"

# --- static files -------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(ENVIRONMENT.get("STATIC_ROOT", BASE_DIR / ".build" / "static"))
FONTS_DIR = BASE_DIR / ".build" / "fonts"
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", FONTS_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# --- logs: one line each, whatever is in it; no bodies, no addresses ----------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.intake.log_lines.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
