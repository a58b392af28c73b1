"""/demo/shop: a site with the public script tag, and its server's word for who is logged in."""

import html
import json
import re

import pytest
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import described
from helpdesk.contacts.visitors import issue
from helpdesk.kernel.db import db, unit


@pytest.fixture
def demo(stage):
    return stage("leonie")


@pytest.fixture
def shopper(demo):
    return demo.test_client()


@pytest.fixture
def chat(demo):
    """The shop's inbox, as the command line describes it, and a fresh visitor's token."""
    with demo.app_context(), unit(write=False):
        inbox = db.session.scalars(select(Inbox).where(Inbox.channel == "chat")).one()
        return described(inbox) | {"visitor": issue(inbox.id)}


def claim_on(page):
    found = re.search(r'data-claim="([^"]+)"', page)
    return json.loads(html.unescape(found[1])) if found else None


def test_the_shop_has_the_very_tag_that_customers_get(demo, shopper, chat):
    shown = shopper.get("/demo/shop")

    assert chat["script_tag"] in shown.text
    policy, ours = shown.headers["Content-Security-Policy"], demo.config["BASE_URL"]
    assert f"script-src 'self' {ours};" in policy
    assert f"frame-src {ours};" in policy
    frame = shopper.get(f"/widget/{chat['token']}")
    assert f"frame-ancestors 'self' {ours}" in frame.headers["Content-Security-Policy"]


def test_who_is_logged_in_at_the_shop_is_known_in_the_chat(shopper, chat):
    claim = claim_on(shopper.get("/demo/shop?customer=leonie").text)
    headers = {"X-Visitor": chat["visitor"]}

    forged = shopper.post(f"/widget/{chat['token']}/identify", json=claim | {"user_id": "sofia"}, headers=headers)
    assert forged.status_code == 401
    known = shopper.post(f"/widget/{chat['token']}/identify", json=claim, headers=headers)
    assert known.status_code == 200
    assert "Newsletter auch auf Deutsch" in known.json["messages"][0]["text"]


def test_who_has_no_account_is_a_stranger(shopper):
    for query in ("", "?customer=", "?customer=nobody", "?customer=tom"):
        page = shopper.get(f"/demo/shop{query}").text
        assert claim_on(page) is None
        assert "Log in as" in page


def test_there_is_a_shop_without_its_chat(demo, shopper):
    with demo.app_context(), unit():
        db.session.scalars(select(Inbox).where(Inbox.channel == "chat")).one().address = "elsewhere"

    page = shopper.get("/demo/shop?customer=leonie")
    assert page.status_code == 200
    assert "widget.js" not in page.text
