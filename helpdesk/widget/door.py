"""What stands before every request of the widget: which inbox, and which visitor. Both answer strangers alike."""

from typing import TypeVar

from flask import request
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.channels.registry import is_live
from helpdesk.contacts.models import Visitor
from helpdesk.contacts.visitors import hash_of, met
from helpdesk.kernel.db import db
from helpdesk.kernel.problems import NotFound, Problem
from helpdesk.kernel.tokens import BadToken

HEADER = "X-Visitor"
MAX_TOKEN = 64
View = TypeVar("View")


class Stranger(Problem):
    """No token, a forged one, a revoked one, another inbox's: the answers are the same."""

    status, code, words = 401, "unknown_visitor", "This chat is not known here any more. Please start a new one."


def public(view: View) -> View:
    """Mark a view that anybody may reach, as the test of every route demands."""
    view.needs = "anybody"  # type: ignore[attr-defined] # What the test reads.
    return view


def inbox_of(token: str) -> Inbox:
    """Return the chat inbox with this public token. Raises `NotFound`."""
    inbox = db.session.scalar(select(Inbox).where(Inbox.public_id == token)) if len(token) <= MAX_TOKEN else None
    if inbox is None or not is_live(inbox.channel):
        raise NotFound
    return inbox


def token_hash(inbox: Inbox) -> str:
    """Return the hash of the token this request carries. Raises `Stranger`."""
    try:
        return hash_of(request.headers.get(HEADER), inbox.id)
    except BadToken:
        raise Stranger from None


def visitor_of(inbox: Inbox) -> Visitor | None:
    """Return who asks; None when their token is good but nothing was said with it yet. Raises `Stranger`."""
    try:
        return met(token_hash(inbox))
    except BadToken:
        raise Stranger from None


def known_visitor(inbox: Inbox) -> Visitor:
    """Return who asks, as somebody who was here before. Raises `Stranger`."""
    visitor = visitor_of(inbox)
    if visitor is None:
        raise Stranger
    return visitor
