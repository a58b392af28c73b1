"""Access tokens for mail of Google and Microsoft, from the refresh token that an admin's consent gave.

Google: https://developers.google.com/workspace/gmail/imap/xoauth2-protocol. Microsoft:
https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session

from helpdesk.channels.base import CredentialsRefused, Unreachable
from helpdesk.channels.email.settings import EmailSettings
from helpdesk.kernel.ambient import configured

TIMEOUT_SECONDS = 15
CALLBACK = "http://localhost"  # Nobody listens there: the code is copied from the browser's address bar.
EARLY_SECONDS = 120


@dataclass(frozen=True)
class Provider:
    """Where a provider asks for consent and gives tokens, and what we ask for."""

    authorize: str
    token: str
    scope: str


def provider_of(settings: EmailSettings) -> Provider:
    """Return the provider of an inbox; OAUTH_API_BASE stands in for both (tests, proxies)."""
    base = configured("OAUTH_API_BASE")
    if settings.imap_login == "google":
        return Provider(
            f"{base or 'https://accounts.google.com'}/o/oauth2/v2/auth",
            f"{base or 'https://oauth2.googleapis.com'}/token",
            "https://mail.google.com/",
        )
    tenant = settings.oauth_tenant or "common"
    root = f"{base or 'https://login.microsoftonline.com'}/{tenant}/oauth2/v2.0"
    scope = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
    if settings.smtp_login == "mailbox":  # Google's one scope allows both.
        scope = f"https://outlook.office.com/SMTP.Send {scope}"
    return Provider(f"{root}/authorize", f"{root}/token", scope)


def consent_url(settings: EmailSettings) -> str:
    """Return where an admin allows us to read the mailbox; the browser then goes to `CALLBACK` with a code."""
    provider = provider_of(settings)
    session = OAuth2Session(settings.oauth_client_id, scope=provider.scope, redirect_uri=CALLBACK)
    # Google gives a refresh token only to who asks for one, and only the first time unless asked again.
    url, _state = session.create_authorization_url(
        provider.authorize, access_type="offline", prompt="consent", login_hint=settings.imap_user
    )
    return str(url)


def refresh_token(settings: EmailSettings, code: str) -> str:
    """Return the refresh token for the code that the consent gave. Raises a `SendingFailed`."""
    session = OAuth2Session(settings.oauth_client_id, settings.oauth_client_secret, redirect_uri=CALLBACK)
    with _meant():
        told = session.fetch_token(provider_of(settings).token, code=code, timeout=TIMEOUT_SECONDS)
        return str(told["refresh_token"])


_known: dict[tuple[str, str], tuple[str, float]] = {}
_turn = threading.Lock()


def access_token(settings: EmailSettings, remember: Callable[..., None]) -> str:
    """Return a token that is good for a while, asked for only when the last one ends. Raises a `SendingFailed`.

    `remember` keeps a new refresh token.
    """
    key = (settings.oauth_client_id, settings.oauth_refresh_token)
    with _turn:
        token, until = _known.get(key, ("", 0.0))
        if time.monotonic() < until:
            return token
        told = _refreshed(settings)
        newer = str(told.get("refresh_token") or "")
        if newer and newer != settings.oauth_refresh_token:
            remember(oauth_refresh_token=newer)
        _known.pop(key, None)
        good = float(told.get("expires_in") or 0) - EARLY_SECONDS
        _known[settings.oauth_client_id, newer or settings.oauth_refresh_token] = (
            str(told["access_token"]),
            time.monotonic() + good,
        )
        return str(told["access_token"])


def forget(settings: EmailSettings) -> None:
    """Ask for a new token next time: one of this client was refused."""
    with _turn:
        for key in [key for key in _known if key[0] == settings.oauth_client_id]:
            del _known[key]


def _refreshed(settings: EmailSettings) -> dict[str, Any]:
    token = settings.oauth_refresh_token
    if not token:
        raise CredentialsRefused("Nobody has allowed us to read this mailbox yet.")
    session = OAuth2Session(settings.oauth_client_id, settings.oauth_client_secret)
    with _meant():
        told = session.refresh_token(provider_of(settings).token, token, timeout=TIMEOUT_SECONDS)
        return {"access_token": told["access_token"]} | dict(told)


@contextmanager
def _meant() -> Iterator[None]:
    """Say in our own words what goes wrong at the provider that gives tokens."""
    try:
        yield
    except AuthlibBaseError as error:
        raise CredentialsRefused(f"The provider refused our permission to read this mailbox: {error.error}") from error
    except (OSError, ValueError, KeyError) as error:  # The HTTP library's own errors are OSErrors.
        raise Unreachable("The provider that gives tokens did not answer.") from error
