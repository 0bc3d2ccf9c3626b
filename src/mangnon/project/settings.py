"""Django's settings, all of them drawn from `environment`."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from mangnon.project import environment as env

_get = env.environment.get

DEMO: bool = _get(env.DEMO)
DATA_DIR: Path = _get(env.DATA)
try:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # names and keys: for the owner alone
    (DATA_DIR / "tmp").mkdir(exist_ok=True)
except OSError as wrong:
    raise env.BadSetting(
        f"{env.DATA.name}={DATA_DIR}: không tạo được thư mục ({wrong.strerror}). {env.DATA.mend}"
    ) from None
HOST: str = _get(env.HOST)
PORT: int = _get(env.PORT)
PROVINCE_CODE: str = _get(env.PROVINCE)
LOG_FORMAT: str = _get(env.LOG_FORMAT)
METRICS_TOKEN: str | None = _get(env.METRICS_TOKEN)
WEB_THREADS: int = _get(env.WEB_THREADS)
COUNTERS_URL: str | None = _get(env.COUNTERS_URL)

PUBLIC_URL: str = _get(env.PUBLIC_URL) or f"http://{HOST}:{PORT}"
HTTPS: bool = _get(env.HTTPS)
HUB_PORT: int = _get(env.HUB_PORT)
# Where filters wait for news: behind the same web server when there is one (deploy/nginx.conf).
_hub_host = f"[{HOST}]" if ":" in HOST else HOST
HUB_URL: str = f"{_get(env.PUBLIC_URL) or f'http://{_hub_host}:{HUB_PORT}'}/bo-loc/cho/"


def _kept_secret(path: Path) -> str:
    """The key in the file, made at the first start and readable by its owner alone."""
    try:
        with path.open("x", encoding="utf-8") as new:
            path.chmod(0o600)
            new.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()


SECRET_KEY: str = _get(env.SECRET_KEY) or _kept_secret(DATA_DIR / "secret-key")
DEBUG = False
ALLOWED_HOSTS = [
    *_get(env.ALLOWED_HOSTS),
    *(name for name in (urlsplit(PUBLIC_URL).hostname, "localhost", "127.0.0.1", "[::1]") if name),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []

INSTALLED_APPS = [
    "mangnon.base.ui",
    "mangnon.base.audit",
    "mangnon.base.files",
    "mangnon.base.jobs",
    "mangnon.base.limits",
    "mangnon.base.notices",
    "mangnon.base.health",
    "mangnon.units",
    "mangnon.directives",
    "mangnon.library",
    "mangnon.gateway",
    "mangnon.reports",
    "mangnon.cases",
    "mangnon.publishing",
    "mangnon.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "mangnon.base.health.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mangnon.units.signin.LastSeenMiddleware",
    "mangnon.units.signin.ScopeMiddleware",
    "mangnon.base.walls.WhoAsks",
    "mangnon.units.signin.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
    "mangnon.base.health.middleware.PlainAddress",
]

ROOT_URLCONF = "mangnon.project.urls"
WSGI_APPLICATION = "mangnon.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "mangnon.base.ui.context.site",
            ],
        },
    }
]
FORM_RENDERER = "mangnon.base.ui.forms.Renderer"

# SQLite: a write lock is taken at the start of each writing transaction, so that two writers
# queue instead of failing; WAL lets readers go on meanwhile. FULL: what was acknowledged outlives
# a power cut too (NORMAL may lose the last commits).
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA busy_timeout=20000; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
        "PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY"
    ),
}
_database = dj_database_url.parse(
    _get(env.DATABASE_URL) or f"sqlite:///{DATA_DIR / 'mangnon.sqlite3'}",
    conn_max_age=600,
    conn_health_checks=True,
)
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = dict(_SQLITE_OPTIONS)
    _database["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
else:
    _database["ENGINE"] = "mangnon.base.postgresql"
    # Every question carries the walls (`reports/walls.py`): compiling takes longer than asking.
    _database["OPTIONS"] = {"options": "-c jit=off", **_database.get("OPTIONS", {})}
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "units.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["mangnon.units.signin.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "mangnon.units.passwords.NotLikeTheOwner"},
    {"NAME": "mangnon.units.passwords.MinimumLength", "OPTIONS": {"min_length": 10}},
    {"NAME": "mangnon.units.passwords.NotCommon"},
    {"NAME": "mangnon.units.passwords.NotOfTheHouse"},
]
PASSWORD_RESET_TIMEOUT = 2 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/ban-lam-viec/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "mangnon.units.signin.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
# Wrong passwords of one account are counted by axes below; these also count codes of the
# second factor and addresses that try many accounts.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/5m/key"}
ACCOUNT_FORMS = {
    "login": "mangnon.units.signin_forms.LoginForm",
    "reauthenticate": "mangnon.units.signin_forms.ReauthenticateForm",
    "reset_password": "mangnon.units.signin_forms.ResetPasswordForm",
    "reset_password_from_key": "mangnon.units.signin_forms.ResetPasswordKeyForm",
    "change_password": "mangnon.units.signin_forms.ChangePasswordForm",
}
MFA_FORMS = {
    "authenticate": "mangnon.units.signin_forms.CodeForm",
    "reauthenticate": "mangnon.units.signin_forms.ReauthenticateCodeForm",
    "activate_totp": "mangnon.units.signin_forms.ActivateTOTPForm",
}
MFA_ADAPTER = "mangnon.units.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Măng Non"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False  # would write on every page; LastSeenMiddleware does it
ALLAUTH_TRUSTED_PROXY_COUNT = _get(env.TRUSTED_PROXIES)
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "mangnon.units.signin.attempted_email"
AXES_CLIENT_IP_CALLABLE = "mangnon.units.signin.client_address"
AXES_LOCKOUT_CALLABLE = "mangnon.units.signin.locked_out"

SESSION_ENGINE = "mangnon.project.sessions"
# Behind HTTPS the names bind cookies to this host and to HTTPS: no neighbour can set them.
_bound = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_bound}mangnon", f"{_bound}csrftoken"
SESSION_COOKIE_AGE = 8 * 3600  # without use
SESSION_LASTS = timedelta(hours=24)  # in all
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Nothing is told to other sites. Not "no-referrer": browsers then send `Origin: null` with our own
# forms, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "mangnon.portal.views.stale"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["mangnon.project.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
_s3 = urlsplit(_get(env.STORAGE_URL) or "")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(_s3.username or ""),
            "secret_key": unquote(_s3.password or ""),
            "endpoint_url": f"https://{_s3.hostname}" + (f":{_s3.port}" if _s3.port else ""),
            "bucket_name": _s3.path.strip("/"),
            "querystring_auth": True,
            # Names are hashes: the same bytes again only make a blob young (see base.files.blobs).
            "file_overwrite": True,
        },
    }
    if _s3.scheme == "s3"
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "tep"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "tmp"

CLAMD: str | None = _get(env.CLAMD)
VOICE_MODEL: Path | None = _get(env.VOICE_MODEL)
FILM_LINES: str = _get(env.FILM_LINES)
AI_URL: str | None = _get(env.AI_URL)
AI_MODEL: str = _get(env.AI_MODEL)
AI_KEY: str | None = _get(env.AI_KEY)
LISTS_OVER_HTTP: bool = _get(env.LISTS_OVER_HTTP)
LISTS_FROM_INSIDE: bool = _get(env.LISTS_FROM_INSIDE)

# How many cases one may carry off alone, and how often a month.
EXPORT_ALONE: int = _get(env.EXPORT_ALONE)
EXPORTS_A_MONTH: int = _get(env.EXPORTS_A_MONTH)

# Servers that stand for those of the channels, in tests and rehearsals.
CHANNELS_AT: dict[str, str] = {
    name: url
    for name, url in (("zalo", _get(env.ZALO_URL)), ("facebook", _get(env.FACEBOOK_URL)))
    if url
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

TASKS = {"default": {"BACKEND": "mangnon.base.jobs.backend.Backend", "QUEUES": ["default"]}}

_mail = urlsplit(_get(env.EMAIL_URL) or "")
DEFAULT_FROM_EMAIL = _get(env.EMAIL_FROM)
if _mail.scheme.startswith("smtp"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or ""
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtp+ssl"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "thu-gui"
# The public may ask for letters only where they leave the house; in a demo they lie in the folder.
NEWS_BY_MAIL: bool = DEMO or _mail.scheme.startswith("smtp")

LOGGING_CONFIG = "mangnon.base.health.logs.configure"
LOGGING = {"format": LOG_FORMAT}
SILENCED_SYSTEM_CHECKS: list[str] = []
