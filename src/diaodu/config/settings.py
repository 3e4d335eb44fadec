"""Django's settings, read from the city's folder and the environment."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from diaodu.bureau.directory import policy
from diaodu.config import home

HOME = home.current()
CITY = HOME.settings
PACKAGE = Path(__file__).resolve().parent.parent

SECURITY = policy.read(CITY.get("security"))
SECRET_KEY = HOME.secret()
DEBUG = False
HTTPS = bool(CITY.get("https", False))
ALLOWED_HOSTS = CITY.get("hosts", ["127.0.0.1", "localhost"])
# Behind a proxy that ends https we are spoken to in http; the browser's form says https all the same.
CSRF_TRUSTED_ORIGINS = CITY.get("trusted_origins") or (
    [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if host != "*"]
    if HTTPS
    else []
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "diaodu.bureau.audit",
    "diaodu.bureau.directory",
    "diaodu.bureau.notices",
    "diaodu.bureau.catalogue",
    "diaodu.bureau.figures",
    "diaodu.bureau.reports",
    "diaodu.bureau.snapshots",
    "diaodu.bureau.analyses",
    "diaodu.bureau.findings",
    "diaodu.bureau.documents",
    "diaodu.bureau.pipeline",
    "diaodu.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "diaodu.web.noted.Noted",
    "diaodu.web.access.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "diaodu.web.access.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "diaodu.web.uploads.Bounded",
    "diaodu.web.sessions.Sessions",
    "diaodu.web.access.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "diaodu.web.urls"
WSGI_APPLICATION = "diaodu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "diaodu.web.context.chrome",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "diaodu.web.templatetags.numbers",
                "diaodu.web.templatetags.words",
            ],
        },
    }
]


# What a signer was told outlives a power cut too; `normal` saves 2 ms a commit and may lose the last ones.
SQLITE_SYNC = "NORMAL" if CITY.get("sqlite_sync") == "normal" else "FULL"


def _database(url: str) -> dict:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME.database_file,
            # Without IMMEDIATE a reader that turns writer fails at once with "database is locked".
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={SQLITE_SYNC};",
            },
        }
    parts = urlparse(url)
    socket = parse_qs(parts.query).get("host", [""])[0]  # postgresql:///name?host=/folder/of/the/socket
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or socket,
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        # All rows of a cursor are read here, never its first tenth: planned for that, or the ledger is walked
        # from its first row to find a report's few in order.
        "OPTIONS": {"options": "-c cursor_tuple_fraction=1"},
    }


DATABASES = {"default": _database(os.environ.get("DIAODU_DATABASE_URL") or CITY.get("database", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "diaodu.web.passwords.Rules"}]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_HANDLER = "diaodu.web.doors.Handler"
AXES_FAILURE_LIMIT = SECURITY.failures
AXES_COOLOFF_TIME = SECURITY.lock_minutes / 60  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "diaodu.web.doors.locked"
AXES_CLIENT_IP_CALLABLE = "diaodu.web.client.address"
OTP_TOTP_ISSUER = f"调度 {CITY.get('name', '')}".strip()

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CITY.get("time_zone", "Asia/Shanghai")

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
}

UPLOAD_LIMIT_BYTES = int(CITY.get("upload_limit_mb", 30)) * 1024 * 1024
REQUEST_LIMIT_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT_BYTES + 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "diaodu.web.uploads.Counted",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CSRF_FAILURE_VIEW = "diaodu.web.pages.errors.forged"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "diaodu_session", "diaodu_csrf"
SESSION_COOKIE_AGE = SECURITY.session_hours * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# The proxy in front ends https, sends http on to it, and says which it was; subdomains are not ours to bind.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}
