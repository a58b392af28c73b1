"""A visitor of a shop, as the frame's page speaks for them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from helpdesk.channels.models import Inbox
from tests import factories

SECRET = "a secret the shop's server knows"


@pytest.fixture
def chat(introduce, inbox) -> Inbox:
    """The shop's chat, whose unread replies leave through Support's mail inbox."""
    settings = {"fallback_inbox_id": str(inbox.id), "identify_secret": SECRET, "sites": "https://shop.example"}
    return introduce(lambda: factories.a_chat("shop.example", **settings))


class Visitor:
    """One browser on the shop's page."""

    def __init__(self, client: FlaskClient, inbox: str) -> None:
        self._client, self.inbox = client, inbox
        page = client.get(f"/widget/{inbox}").get_data(as_text=True)
        data = json.loads(page.split('id="page-data"')[1].partition(">")[2].partition("</script>")[0])
        self.token: Any = data["token"]
        self.keys = 0

    def ask(self, method: str, path: str, body: object = None, **more: Any) -> TestResponse:
        """Send what the page sends."""
        headers = {"Accept": "application/json"} | ({"X-Visitor": self.token} if self.token else {})
        more |= {"json": body} if body is not None else {}
        return self._client.open(f"/widget/{self.inbox}{path}", method=method, headers=headers, **more)

    def say(self, text: str = "Do you ship to Norway?", key: str | None = None) -> TestResponse:
        """Write a message."""
        self.keys += 1
        return self.ask("POST", "/messages", {"text": text, "client_key": key or f"key-{id(self)}-{self.keys}"})

    def read(self, after: str = "") -> Any:
        """Fetch the conversation, or what changed since a cursor."""
        return self.ask("GET", f"/messages?after={after}" if after else "/messages").json

    def texts(self) -> list[str]:
        """Return what stands on the page."""
        return [message["text"] for message in self.read()["messages"]]


@pytest.fixture
def visitor(app: Flask, chat: Inbox) -> Callable[[], Visitor]:
    """Make a visitor; each call is another browser."""
    return lambda: Visitor(app.test_client(), chat.public_id)
