"""Django's settings, all of them derived from the node's home; nothing secret stands here."""

import hashlib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from kakehashi import node

NODE = node.this()
PACKAGE = Path(__file__).parent
IS_DEMO = NODE.identity.demo
ORIGIN = NODE.identity.web.origin

SECRET_KEY = NODE.secret
DEBUG = False
ALLOWED_HOSTS = list(NODE.identity.web.hosts)
CSRF_TRUSTED_ORIGINS = [ORIGIN]
ROOT_URLCONF = "kakehashi.urls"
WSGI_APPLICATION = "kakehashi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The entrance stands before allauth, so that its templates are found first.
INSTALLED_APPS = [
    "kakehashi.web.parts",
    "kakehashi.web.entrance",
    "kakehashi.web.portal",
    "kakehashi.web.verify",
    "kakehashi.web.holder",
    "kakehashi.web.desk",
    "kakehashi.web.report",
    "kakehashi.web.applicant",
    "kakehashi.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "kakehashi.journal",
    "kakehashi.exchange",
    "kakehashi.registers",
    "kakehashi.acceptance",
    "kakehashi.approvals",
    "kakehashi.desk",
    "kakehashi.certificates",
    "kakehashi.intake",
    "kakehashi.screening",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kakehashi.web.parts.doors.CounterpartMiddleware",
    # Before the assets, so that they are packed too: data is dear where candidates live.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kakehashi.web.parts.security.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kakehashi.web.parts.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kakehashi.web.parts.doors.DoorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kakehashi.web.parts.context.page",
            ]
        },
    }
]

# Durable before anything is acknowledged: WAL loses nothing only with synchronous=FULL. A REPLACE
# fires the triggers that refuse it only where triggers may be recursive. A checkpoint of the WAL is
# paid by the commit that it falls into, and writes a page that many commits changed only once: so
# they are rare, at 64 MiB, where the file is cut as well.
SQLITE_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 16384",
    "journal_size_limit = 67108864",
    "cache_size = -16384",
    "mmap_size = 134217728",
    "temp_store = MEMORY",
    "secure_delete = FAST",
    "recursive_triggers = ON",
)
# A writer that waits half a minute in line gets an error, not a page that never comes.
POSTGRESQL_OPTIONS = "-c synchronous_commit=on -c lock_timeout=30s"


def database(url: str | None, home: Path) -> dict[str, Any]:
    """Give Django's description of the database: SQLite in the home, or PostgreSQL by URL."""
    lasting = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    if url is None:
        return lasting | {
            "ENGINE": "kakehashi.database.sqlite",
            "NAME": str(home / "db.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": ";".join(f"PRAGMA {pragma}" for pragma in SQLITE_PRAGMAS),
                "write_lock": str(home / "run" / "write.lock"),
            },
            "TEST": {"NAME": str(home / "test.sqlite3")},
        }
    said = conninfo_to_dict(url)
    name = said.pop("dbname", "kakehashi")
    said["options"] = f"{said.get('options', '')} {POSTGRESQL_OPTIONS}".strip()
    return lasting | {"ENGINE": "kakehashi.database.postgresql", "NAME": name, "OPTIONS": said}


DATABASES = {"default": database(NODE.identity.database, NODE.home)}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ja", _("Japanese")),
    ("km", _("Khmer")),
    ("tg", _("Tajik")),
    ("ru", _("Russian")),
]
LOCALE_PATHS = [str(PACKAGE / "locale")]

FORM_RENDERER = "kakehashi.web.parts.forms.Renderer"
# In a cookie: a public page then looks up no session.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"


def content_digest(folder: Path) -> str:
    """Digest a folder's files with their names: 12 hex characters that change when they do."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


# Assets are served from the package as they are, under an address that changes with them, so
# that browsers keep them for ever and nothing has to be collected before a start.
ASSETS = PACKAGE / "web" / "static"
STATICFILES_DIRS = [ASSETS]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_URL = f"/static/{content_digest(ASSETS)}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"."

AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# scrypt is in the standard library and costs an attacker memory as well as time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "display_name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
# A form that lists many persons, amounts or fields sends some thousands of values, all of them
# asked for; the framework's 1,000 would refuse it, and no limit would let anybody fill the memory.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Counts sign-in attempts, and remembers which code and which form was used; every process sees the
# same. What is over is let go of by its time; by its number only far above what a day brings, since
# that would forget, in the order of their keys, attempts and codes first.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_ADAPTER = "kakehashi.web.entrance.recording.RecordingAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "kakehashi.web.entrance.forms.SignInForm",
    "reauthenticate": "kakehashi.web.entrance.forms.PasswordAgainForm",
    "change_password": "kakehashi.web.entrance.forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "kakehashi.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Clocks of phones are half a minute off: one code earlier or later passes, each only once.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "kakehashi.web.entrance.forms.CodeForm",
    "reauthenticate": "kakehashi.web.entrance.forms.CodeAgainForm",
    "activate_totp": "kakehashi.web.entrance.forms.AppForm",
    "add_webauthn": "kakehashi.web.entrance.forms.PasskeyForm",
}

IS_HTTPS = ORIGIN.startswith("https://")
# Browsers share cookies between the ports of one host; two nodes on one machine stay apart.
SUFFIX = hashlib.sha256(NODE.name.encode()).hexdigest()[:8]
SESSION_COOKIE_NAME = f"session_{SUFFIX}"
CSRF_COOKIE_NAME = f"csrf_{SUFFIX}"
APPLICANT_COOKIE_NAME = f"applicant_{SUFFIX}"
LANGUAGE_COOKIE_NAME = f"language_{SUFFIX}"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kakehashi.web.parts.again.too_late"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if IS_HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
if NODE.identity.web.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Attempts are counted by the caller's address, not by the proxy's, which all share.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # Nothing is logged of who asks the report site for what.
    "filters": {"quiet": {"()": "kakehashi.web.report.quiet.Quiet"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["quiet"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
