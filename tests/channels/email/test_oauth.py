"""Permission to read a mailbox of Google or Microsoft: asked for, renewed, and told apart from a silent provider."""

from urllib.parse import parse_qs, urlsplit

import pytest

from helpdesk.channels.base import CredentialsRefused, Unreachable
from helpdesk.channels.email import oauth
from helpdesk.channels.email.settings import EmailSettings
from tests.standins import oauth as oauth_provider


class Desk:
    """Keeps what is to be remembered."""

    def __init__(self):
        self.kept = {}

    def remember(self, **settings):
        self.kept |= settings


@pytest.fixture
def provider(app, monkeypatch):
    """A stand-in for whoever gives tokens: what it was asked, and what it answers next."""
    answers = []
    with oauth_provider.running(lambda _form: answers.pop(0)) as standin, app.app_context():
        monkeypatch.setitem(app.config, "OAUTH_API_BASE", standin.url)
        oauth._known.clear()
        yield standin.asked, answers


def settings(**more):
    known = {"imap_user": "a@b.example", "imap_login": "google", "oauth_client_id": "us", "oauth_client_secret": "s"}
    return EmailSettings(**(known | {"oauth_refresh_token": "first"} | more))


def test_a_token_is_asked_for_once_and_a_new_refresh_token_is_kept(provider):
    asked, answers = provider
    answers.append(
        (200, {"access_token": "day", "expires_in": 3600, "refresh_token": "second", "token_type": "Bearer"})
    )
    desk = Desk()

    assert oauth.access_token(settings(), desk.remember) == "day"
    assert oauth.access_token(settings(oauth_refresh_token="second"), desk.remember) == "day"

    assert desk.kept == {"oauth_refresh_token": "second"}
    assert [(path, form["refresh_token"]) for path, form in asked] == [("/token", ["first"])]


def test_permission_that_was_taken_back_is_no_silent_provider(provider, app, monkeypatch):
    _asked, answers = provider
    answers.append((400, {"error": "invalid_grant"}))
    with pytest.raises(CredentialsRefused, match="invalid_grant"):
        oauth.access_token(settings(), Desk().remember)
    with pytest.raises(CredentialsRefused):
        oauth.access_token(settings(oauth_refresh_token=""), Desk().remember)
    answers.append((500, {"no": "token"}))
    with pytest.raises(Unreachable):
        oauth.access_token(settings(), Desk().remember)
    monkeypatch.setitem(app.config, "OAUTH_API_BASE", "http://127.0.0.1:1")
    with pytest.raises(Unreachable):
        oauth.access_token(settings(), Desk().remember)


@pytest.mark.parametrize(
    ("login", "scope"), [("google", "https://mail.google.com/"), ("microsoft", "IMAP.AccessAsUser.All")]
)
def test_an_admin_is_led_to_the_provider_and_the_code_becomes_a_refresh_token(provider, login, scope):
    asked, answers = provider
    url = urlsplit(oauth.consent_url(settings(imap_login=login)))
    assert scope in parse_qs(url.query)["scope"][0]
    assert parse_qs(url.query)["client_id"] == ["us"]

    answers.append((200, {"access_token": "day", "refresh_token": "kept", "expires_in": 3600, "token_type": "Bearer"}))
    assert oauth.refresh_token(settings(imap_login=login), "the code") == "kept"
    assert asked[0][1]["code"] == ["the code"]
