"""What the machine must know to boot, read once from the environment and checked: wrong values stop the start.

Each `NAME` may instead be given as `NAME_FILE`, the path of a file that holds the value. Relative paths count from the
project's folder. What an admin may change while it runs is not here but in helpdesk/kernel/settings.py.
"""

import base64
import binascii
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import SplitResult, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PROJECT = Path(__file__).resolve().parent
EXIT_CODE = 78  # EX_CONFIG of sysexits.h: what the entry points exit with after printing a ConfigError.
MIN_SECRET = 16
MEBIBYTE = 1024 * 1024


Network = IPv4Network | IPv6Network


class ConfigError(Exception):
    """The environment cannot be used; the text is one sentence for whoever starts the server."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """The checked environment. Secrets stay out of its repr, so it may be logged."""

    # Signs cookies and links and seals stored secrets. Made on the first start when it is not given.
    secret_key: str = field(repr=False)
    # Where the rows live; an absolute path for SQLite, `postgresql+psycopg://…` for PostgreSQL.
    database_url: str = field(repr=False)
    # Carries typing, presence and rate limits between several web processes; not needed for one.
    redis_url: str | None = field(repr=False, default=None)
    # How browsers and mails reach us: scheme and host, no path. https, except on loopback.
    base_url: str
    # `embedded`: `python wsgi.py` runs web and worker. `external`: you run `flask worker` yourself.
    worker: Literal["embedded", "external"] = "embedded"
    # The folder of raw mails and attachments.
    blobs: Path
    # Opens /demo, which shows every customer's mail to anybody; never switch it on in front of real customers.
    demo: bool = False
    # SendGrid's API key; without it mail that would go this way is recorded, not sent.
    sendgrid_api_key: str | None = field(repr=False, default=None)
    # Where SendGrid's API is; changed for stand-in servers and proxies.
    sendgrid_api_base: str = "https://api.sendgrid.com"
    # SendGrid's base64 key for its signed event webhook; given, a signature is mandatory.
    sendgrid_event_public_key: str | None = None
    # The mail server for outgoing mail: smtp://user:password@host:587 or smtps://…:465.
    smtp_url: str | None = field(repr=False, default=None)
    # Twilio's account and its token; they also verify what Twilio posts to us.
    twilio_account_sid: str | None = None
    twilio_auth_token: str | None = field(repr=False, default=None)
    # Where Twilio's API is; changed for stand-in servers and proxies.
    twilio_api_base: str = "https://api.twilio.com"
    # Stands in for Google's and Microsoft's token servers; empty is the real ones.
    oauth_api_base: str | None = None
    # Private networks that webhooks, pictures and typed mail hosts may reach all the same (SSRF guard).
    allow_networks: tuple[Network, ...] = ()
    # The least severe log line that is written.
    log_level: str = "INFO"
    # Where the web process listens.
    port: int = 5000
    host: str = "127.0.0.1"
    # The folder for what we make ourselves: the SQLite database, the secret key, blobs.
    instance: Path

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read and check the environment. Raises `ConfigError`; makes the instance folder and, once, its secret key."""
        env = _Environment(environ)
        instance = env.folder("INSTANCE", PROJECT / "instance")
        port = env.number("PORT", 5000, least=1, most=65535)
        worker = cast("Literal['embedded', 'external']", env.choice("WORKER", ("embedded", "external")))
        sid, token = env.text("TWILIO_ACCOUNT_SID"), env.text("TWILIO_AUTH_TOKEN")
        if (sid is None) != (token is None):
            raise ConfigError("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN must be set together.")
        if env.number("WEB_CONCURRENCY", 1, least=1, most=999) > 1:
            raise ConfigError("WEB_CONCURRENCY must be 1: sockets need one worker a server, so start more servers.")
        return cls(
            instance=instance,
            port=port,
            worker=worker,
            host=_host(env.text("HOST") or "127.0.0.1"),
            base_url=_base_url(env.text("BASE_URL") or f"http://127.0.0.1:{port}"),
            database_url=_database_url(env.text("DATABASE_URL"), instance),
            redis_url=env.url("REDIS_URL", "redis", "rediss", "unix"),
            blobs=_blobs(env, instance),
            demo=env.choice("DEMO", ("0", "1", "false", "true")) in ("1", "true"),
            sendgrid_api_key=env.text("SENDGRID_API_KEY"),
            sendgrid_api_base=env.url("SENDGRID_API_BASE", "https", "http") or cls.sendgrid_api_base,
            sendgrid_event_public_key=_public_key(env.text("SENDGRID_EVENT_PUBLIC_KEY")),
            smtp_url=env.url("SMTP_URL", "smtp", "smtps"),
            twilio_account_sid=sid,
            twilio_auth_token=token,
            twilio_api_base=env.url("TWILIO_API_BASE", "https", "http") or cls.twilio_api_base,
            oauth_api_base=env.url("OAUTH_API_BASE", "https", "http"),
            allow_networks=_networks(env.text("ALLOW_NETWORKS") or ""),
            log_level=env.choice("LOG_LEVEL", ("info", "debug", "warning", "error", "critical")).upper(),
            secret_key=_secret_key(env.text("SECRET_KEY"), instance, make=worker == "embedded"),
        )

    @property
    def https(self) -> bool:
        """Tell whether browsers reach us encrypted, and cookies may be marked Secure."""
        return self.base_url.startswith("https:")

    def as_flask(self) -> dict[str, Any]:
        """Return the mapping for `app.config`: every field in upper case, and what Flask and its extensions read."""
        prefix = "__Host-" if self.https else ""
        cookies = {
            f"{kind}_COOKIE_{flag}": value
            for kind in ("SESSION", "REMEMBER")
            for flag, value in (("HTTPONLY", True), ("SAMESITE", "Lax"), ("SECURE", self.https))
        }
        return {
            **{known.name.upper(): getattr(self, known.name) for known in fields(self)},
            **cookies,
            "SESSION_COOKIE_NAME": f"{prefix}helpdesk",
            "REMEMBER_COOKIE_NAME": f"{prefix}helpdesk-remember",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
            "PREFERRED_URL_SCHEME": "https" if self.https else "http",
            # Small by default: routes that take files or mails raise their own limit (request.max_content_length).
            "MAX_CONTENT_LENGTH": 2 * MEBIBYTE,
            "MAX_FORM_MEMORY_SIZE": MEBIBYTE,
            "MAX_FORM_PARTS": 500,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            # Overflow connections are closed when they come back, so a burst costs memory only while it lasts.
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "pool_size": 5,
                "max_overflow": 40,
                "pool_timeout": 10,
                "pool_pre_ping": self.database_url.startswith("postgresql"),
            },
            "RATELIMIT_STORAGE_URI": self.redis_url or "memory://",
        }


class _Environment:
    """Reads single values; each error names the variable."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str) -> str | None:
        """Return the value of NAME or the content of the file named by NAME_FILE; an empty one counts as not given."""
        value, path = self._environ.get(name, "").strip(), self._environ.get(f"{name}_FILE", "").strip()
        if value and path:
            raise ConfigError(f"{name} and {name}_FILE are both set; keep one.")
        if path:
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigError(f"{name}_FILE names a file that cannot be read: {path}.") from error
            if not value:
                raise ConfigError(f"{name}_FILE names an empty file: {path}.")
        return value or None

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """Return one of the known words; the first is the default."""
        value = (self.text(name) or known[0]).lower()
        if value not in known:
            raise ConfigError(f"{name} must be one of {', '.join(known)}.")
        return value

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name) or str(default)
        if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
            raise ConfigError(f"{name} must be a whole number from {least} to {most}.")
        return int(value)

    def folder(self, name: str, default: Path) -> Path:
        path = PROJECT / Path(self.text(name) or default)
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ConfigError(f"{name} names a folder that cannot be made: {path}.") from error
        return path

    def url(self, name: str, *schemes: str) -> str | None:
        value = self.text(name)
        parts = _split(value or "")
        if value and (parts is None or parts.scheme not in schemes or not (parts.hostname or parts.scheme == "unix")):
            raise ConfigError(f"{name} must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}.")
        return value.rstrip("/") if value else None


def _split(value: str) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        _ = parts.port  # Reading it is what checks it.
    except ValueError:
        return None
    return parts


def _host(value: str) -> str:
    if value != "localhost":
        try:
            ip_address(value)
        except ValueError as error:
            raise ConfigError("HOST must be an IP address of this machine, or localhost.") from error
    return value


def _base_url(value: str) -> str:
    parts = _split(value)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError("BASE_URL must be an address such as https://help.example.com.")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise ConfigError("BASE_URL must be scheme and host only: no path, no query, no user name.")
    if parts.scheme == "http" and not re.fullmatch(r"localhost|127(\.\d{1,3}){3}|::1", parts.hostname):
        raise ConfigError("BASE_URL must begin with https:// unless it is a loopback address such as 127.0.0.1.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _database_url(value: str | None, instance: Path) -> str:
    if value is None:
        return f"sqlite:///{instance / 'helpdesk.db'}"
    try:
        url = make_url(value)
    except ArgumentError as error:
        raise ConfigError("DATABASE_URL must begin with sqlite:/// or postgresql://.") from error
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.drivername != "sqlite" or url.database in (None, "", ":memory:"):
        raise ConfigError("DATABASE_URL must name a SQLite file or a PostgreSQL database.")
    return url.set(database=str(PROJECT / str(url.database))).render_as_string(hide_password=False)


def _blobs(env: _Environment, instance: Path) -> Path:
    if (env.text("BLOBS") or "").startswith("s3:"):
        raise ConfigError("BLOBS must be a folder: S3 is not supported yet.")
    return env.folder("BLOBS", instance / "blobs")


def _public_key(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        key = load_der_public_key(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm) as error:
        raise ConfigError("SENDGRID_EVENT_PUBLIC_KEY must be the base64 verification key shown by SendGrid.") from error
    if not isinstance(key, EllipticCurvePublicKey):
        raise ConfigError("SENDGRID_EVENT_PUBLIC_KEY must be an ECDSA key.")
    return value


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part) for part in value.replace(",", " ").split())
    except ValueError as error:
        raise ConfigError("ALLOW_NETWORKS must be a list of networks such as 10.1.0.0/16, fd00::/8.") from error


def _secret_key(value: str | None, instance: Path, *, make: bool) -> str:
    """Return the given key, or the one kept in the instance folder, which the first start makes."""
    kept = instance / "secret_key"
    try:
        if value is None and not kept.exists():
            if not make:
                raise ConfigError("SECRET_KEY must be set when WORKER=external, because several processes share it.")
            _keep(secrets.token_hex(32), kept)
        value = value or kept.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"SECRET_KEY is not set and {kept} cannot be used.") from error
    if len(value) < MIN_SECRET:
        raise ConfigError(f"SECRET_KEY must have at least {MIN_SECRET} characters.")
    return value


def _keep(value: str, path: Path) -> None:
    """Write the file whole and only once, readable by its owner alone, though several processes start together."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mkstemp gives mode 0600.
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:  # Another process was first: its key is the key.
        pass
    finally:
        Path(draft).unlink()
