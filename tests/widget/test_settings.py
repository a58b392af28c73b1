"""An admin opens a chat and puts it on a site."""

import pytest
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from tests import factories


def test_a_chat_is_opened_like_any_inbox_and_shows_the_line_to_paste(client, login, alma, inbox):
    browser = login(client, alma)
    opened = browser.post("/desk/settings/inboxes", data={"channel": "chat", "name": "Shop", "address": "shop.example"})

    page = browser.get(opened.location).get_data(as_text=True)

    assert "widget.js" in page
    assert "data-inbox" in page
    assert "/hooks/" not in page
    assert "Support (support@acme.example)" in page


@pytest.mark.parametrize(
    "sites",
    [
        "shop.example",
        "https://shop.example/path",
        "javascript:alert(1)",
        "https://a.example; script-src *",
        "https://*",
    ],
)
def test_what_is_no_site_is_said_beside_the_field(client, login, alma, work, introduce, sites):
    made = introduce(lambda: factories.a_chat("shop.example"))
    form = {"name": "Shop", "setting-greeting": "Hi", "setting-sites": sites}

    answer = login(client, alma).post(f"/desk/settings/inboxes/{made.id}", data=form)

    assert answer.status_code == 422
    assert "is not a site" in answer.get_data(as_text=True)
    with work():
        chat = db.session.scalars(select(Inbox).where(Inbox.address == "shop.example")).one()
        assert chat.settings["sites"] == ""


def test_only_a_mail_inbox_can_be_linked(client, login, alma, introduce):
    made = introduce(factories.a_chat)
    form = {"name": "Shop", "setting-fallback_inbox_id": str(made.id)}

    assert login(client, alma).post(f"/desk/settings/inboxes/{made.id}", data=form).status_code == 422


def test_the_command_line_prints_the_script_tag(app):
    arguments = ["inbox", "create", "--channel", "chat", "--name", "Shop", "--address", "shop.example"]

    printed = app.test_cli_runner().invoke(args=arguments).stdout

    assert 'widget.js\\" data-inbox=' in printed
    assert '"hook_url": null' in printed


def test_the_loader_has_an_address_that_never_changes(client):
    loader = client.get("/widget.js")

    if loader.status_code != 404:  # Without a built front end there is none to send.
        assert loader.headers["Content-Type"].startswith("text/javascript")
        assert loader.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "max-age" in loader.headers["Cache-Control"]
