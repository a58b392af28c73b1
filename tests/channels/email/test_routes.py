"""By which way mail leaves: the inbox's own settings before the environment's, SendGrid before SMTP."""

import pytest

from helpdesk.channels.base import Outbound, PermanentFailure, Place, TemporaryFailure, Unreachable
from helpdesk.channels.email import email, smtp
from helpdesk.channels.email.settings import EmailSettings, SendGridRoute, SmtpRoute, route_of


@pytest.fixture
def route(app, monkeypatch):
    """The way of an inbox with these settings, in an environment with these values."""

    def find(environ=None, **settings):
        for name, value in (environ or {}).items():
            monkeypatch.setitem(app.config, name, value)
        with app.app_context():
            return route_of(Place(1, "Support", "support@acme.example", EmailSettings(**settings)))

    return find


BOTH = {"SENDGRID_API_KEY": "SG.env", "SMTP_URL": "smtp://u%40x:p%2Fw@mail.env:2525"}


def test_nothing_configured_is_no_way(route):
    assert route() is None
    assert route(BOTH, provider="none") is None


def test_the_environment_is_trusted(route):
    assert isinstance(route(BOTH), SendGridRoute)
    assert route(BOTH, provider="smtp") == SmtpRoute("mail.env", 2525, "offered", "u@x", "p/w", trusted=True)
    assert route({"SMTP_URL": "smtps://mail.env"}, provider="smtp") == SmtpRoute(
        "mail.env", 465, "tls", "", "", trusted=True
    )


def test_what_an_admin_typed_comes_first_and_is_not_trusted(route):
    assert route(BOTH, smtp_host="mail.typed") == SmtpRoute("mail.typed", 587, "starttls", "", "", trusted=False)
    assert route(BOTH, sendgrid_api_key="SG.own").api_key == "SG.own"
    assert route(BOTH, smtp_host="mail.typed", provider="sendgrid").api_key == "SG.env"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "169.254.169.254"])
def test_a_typed_server_inside_our_network_is_not_reached(app, host):
    settings = EmailSettings(smtp_host=host, smtp_security="none")
    mail = Outbound(number=1, subject="Hi", text="Hello", recipients=("dora@customer.example",))
    with app.app_context(), pytest.raises((PermanentFailure, Unreachable)):
        email.send(mail, Place(1, "Support", "support@acme.example", settings))


def test_a_server_without_the_encryption_we_demand_gets_nothing(smtp_server_named):
    with pytest.raises(TemporaryFailure):
        smtp.send(
            b"Subject: x\r\n\r\n",
            sender="a@acme.example",
            own="a@acme.example",
            recipients=["d@x.example"],
            route=smtp_server_named,
        )


@pytest.fixture
def smtp_server_named(request):
    server = request.getfixturevalue("smtp")
    host, port = server.url.removeprefix("smtp://").split(":")
    return SmtpRoute(host, int(port), "starttls", "", "", trusted=True)
