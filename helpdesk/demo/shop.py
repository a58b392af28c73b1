"""The shop that Ternfold's customers see: its goods, and its server's word for who is logged in."""

import hashlib
import hmac
import json
import tomllib
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import select

from helpdesk.channels.chat.settings import ChatSettings
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import place_of
from helpdesk.demo.company import described
from helpdesk.demo.customers import Customer, customers
from helpdesk.demo.script import CONTENT
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db

VOUCHED_FOR = timedelta(hours=1)


@cache
def goods() -> list[dict[str, Any]]:
    """Return what the shop shows."""
    return list(tomllib.loads((CONTENT / "shop.toml").read_text("utf-8"))["goods"])


def accounts() -> list[Customer]:
    """Return who can log in at the shop, by name."""
    return sorted((one for one in customers().values() if one.has_account), key=lambda one: one.name)


def chat() -> Inbox | None:
    """Return the inbox of the shop's chat, if it is there."""
    address = next(one["address"] for one in described()["inboxes"] if one.get("channel") == "chat")
    return db.session.scalar(select(Inbox).where(Inbox.channel == "chat", Inbox.address == address))


def claim_for(customer: Customer, inbox: Inbox) -> dict[str, Any] | None:
    """Return what a shop's server signs for a customer who is logged in (docs/chat.md); None without a secret."""
    settings: ChatSettings = place_of(inbox).settings
    if not settings.identify_secret:
        return None
    exp = int((now() + VOUCHED_FOR).timestamp())
    payload = json.dumps([customer.key, customer.address, exp], ensure_ascii=False, separators=(",", ":"))
    signature = hmac.new(settings.identify_secret.encode(), payload.encode(), hashlib.sha256).hexdigest()
    return {"user_id": customer.key, "email": customer.address, "exp": exp, "signature": signature}
