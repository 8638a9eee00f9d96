"""Django's settings, all of them derived from the node's home; nothing secret stands here."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from kakehashi import node

NODE = node.this()
PACKAGE = Path(__file__).parent

SECRET_KEY = NODE.secret
DEBUG = False
ALLOWED_HOSTS = list(NODE.identity.web.hosts)
CSRF_TRUSTED_ORIGINS = [NODE.identity.web.origin]
ROOT_URLCONF = "kakehashi.urls"
WSGI_APPLICATION = "kakehashi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "kakehashi.journal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
            ]
        },
    }
]

# Durable before anything is acknowledged: WAL loses nothing only with synchronous=FULL. A REPLACE
# fires the triggers that refuse it only where triggers may be recursive.
SQLITE_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 1000",
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

STATIC_URL = "static/"

IS_HTTPS = NODE.identity.web.origin.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if NODE.identity.web.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
