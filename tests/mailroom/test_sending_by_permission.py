"""Mail leaves through Google's or Microsoft's server by the permission that the inbox has for its mailbox (XOAUTH2)."""

import pytest

from helpdesk.channels.email import oauth
from helpdesk.channels.email.settings import EmailSettings
from helpdesk.channels.inboxes import change_inbox
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import place_of
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from tests.standins import dovecot
from tests.standins import oauth as oauth_provider
from tests.standins import smtp as mail_server


@pytest.fixture
def provider(app, monkeypatch):
    """Gives the token `day` and, each time, another refresh token; the list says with which ones it was asked."""
    asked = []

    def says(form):
        asked.append(form["refresh_token"][0])
        fresh = f"r{len(asked)}"
        return 200, {"access_token": "day", "expires_in": 3600, "token_type": "Bearer", "refresh_token": fresh}

    with oauth_provider.running(says) as standin:
        monkeypatch.setitem(app.config, "OAUTH_API_BASE", standin.url)
        monkeypatch.setitem(app.config, "ALLOW_NETWORKS", dovecot.NETWORKS)
        oauth._known.clear()
        yield asked


@pytest.fixture
def permitted(work, inbox):
    """Set Support up to send through a server on this port by the permission to read its mailbox."""

    def set_up(port, **more):
        known = {
            "imap_host": "127.0.0.1", "imap_user": "support@gmail.example", "imap_login": "google",
            "oauth_client_id": "us", "oauth_client_secret": "s", "oauth_refresh_token": "r0",
            "smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_security": "none", "smtp_login": "mailbox",
        }  # fmt: skip
        with work():
            change_inbox(rows.session.get(Inbox, inbox.id), by=SYSTEM, settings=known | more, partial=True)

    return set_up


def port_of(server):
    return int(server.url.rpartition(":")[2])


def test_an_answer_leaves_with_the_mailboxs_permission_and_the_new_one_is_kept(
    provider, permitted, answer, run_jobs, went, work, inbox
):
    with mail_server.running(token="day") as server:
        permitted(port_of(server))
        first = answer()
        run_jobs()
        second = answer(text="One more thing.")
        run_jobs()
    assert len(server.mails) == 2
    assert {state for message in (first, second) for state, *_ in went(message).values()} == {"sent"}
    assert server.logins == ["user=support@gmail.example\x01auth=Bearer day\x01\x01"] * 2
    assert provider == ["r0"]  # The token of the first mail was good for the second.
    with work():
        assert place_of(rows.session.get(Inbox, inbox.id)).settings.oauth_refresh_token == "r1"


def test_a_permission_that_the_server_refuses_pauses_the_inbox_and_is_renewed_next_time(
    provider, permitted, answer, run_jobs, went, work, inbox
):
    with mail_server.running(token="another") as server:
        permitted(port_of(server))
        message = answer()
        run_jobs()
    assert [state for state, *_ in went(message).values()] == ["queued"]
    assert server.mails == []
    with work():
        found = rows.session.get(Inbox, inbox.id)
        assert "535" in found.pause_reason
        settings = place_of(found).settings
    assert (settings.oauth_client_id, settings.oauth_refresh_token) not in oauth._known


def test_a_permission_that_nobody_gave_pauses_the_inbox(provider, permitted, answer, run_jobs, went, work, inbox):
    with mail_server.running(token="day") as server:
        permitted(port_of(server))
        with work():
            found = rows.session.get(Inbox, inbox.id)
            found.secrets = None
        message = answer()
        run_jobs()
    assert [state for state, *_ in went(message).values()] == ["queued"]
    with work():
        assert rows.session.get(Inbox, inbox.id).pause_reason


def test_it_needs_a_mailbox_with_such_a_permission(permitted):
    with pytest.raises(BadInput) as refused:
        permitted(25, imap_login="password")
    assert refused.value.field == "smtp_login"


def test_microsoft_is_asked_for_both_only_where_both_are_wanted(app):
    known = {"imap_login": "microsoft", "oauth_client_id": "us"}
    with app.app_context():
        assert "SMTP.Send" not in oauth.provider_of(EmailSettings(**known)).scope
        assert "SMTP.Send" in oauth.provider_of(EmailSettings(**known, smtp_login="mailbox")).scope
