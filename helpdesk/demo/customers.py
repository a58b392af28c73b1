"""Whom Ternfold serves: their names, addresses and numbers, and which of these the desk knows to be one person's."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from helpdesk.channels.models import Inbox
from helpdesk.contacts.identities import resolve, verify
from helpdesk.contacts.visitors import KIND, NAMED, belonging_to
from helpdesk.demo.letters import Letter
from helpdesk.demo.script import CONTENT
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM

ACCOUNT = "shop"  # What customers.toml says of those who can log in at the shop.


@dataclass(frozen=True)
class Customer:
    """Somebody who writes to Ternfold. Those who write from work send HTML; a stranger has no name and no address."""

    key: str
    name: str
    address: str
    phone: str = ""
    has_account: bool = False

    @property
    def writes_html(self) -> bool:
        """Tell whether this person's mail program sends HTML."""
        return self.key in {"katrin", "amelie", "dan", "colin", "benedict", "stefan", "fiona"}


@cache
def customers() -> dict[str, Customer]:
    """Return the customers by short name."""
    known = tomllib.loads((CONTENT / "customers.toml").read_text("utf-8"))
    return {key: _customer(key, *words) for key, words in known.items()}


def _customer(key: str, name: str, address: str, *more: str) -> Customer:
    phone = next((word for word in more if word.startswith("+")), "")
    return Customer(key, name, address, phone, ACCOUNT in more)


def letter_from(customer: Customer, **more: Any) -> Letter:
    """Return a mail of this customer; `more` are fields of Letter."""
    return Letter(sender_name=customer.name, sender=customer.address, html=customer.writes_html, **more)


def account_of(customer: Customer, shop: Inbox) -> str:
    """Return how the desk knows somebody whom the shop vouched for (helpdesk/widget/visits.py)."""
    return f"{NAMED}{customer.key}@{shop.address}"


def make_known(people: Iterable[Customer], shop: Inbox) -> None:
    """Let the desk know that a phone or an account is the same person's as the address; twice changes nothing."""
    for one in people:
        addresses = [("phone", one.phone)] if one.phone else []
        addresses += [(KIND, account_of(one, shop))] if one.has_account else []
        if not (one.address and addresses):
            continue
        contact_id = resolve("email", one.address, name=one.name, source="seed").contact_id
        for kind, value in addresses:
            verify(belonging_to(contact_id, kind, value), by=SYSTEM)
        db.session.flush()
