"""No input breaks us: hostile ids, queries and bodies on every route, as an admin who may do everything."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import select

from helpdesk.channels.inboxes import create_inbox
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.db import unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Delivery, Envelope
from helpdesk.tickets.saved_views import Wish, create_view
from helpdesk.tickets.uploads import upload
from tests.factories import a_reply, a_ticket

MAIL = b"From: Dora <dora@customer.example>\r\nSubject: Lamp\r\nMessage-ID: <1@customer.example>\r\n\r\nDark.\r\n"
IDS = [
    "0", "-1", "1e3", "0x1", "1.0", "01", "\uff11", "\u0663", "9" * 16, "9" * 400, "%00", "a%0d%0ab", "..", "[]",
    "%ff", "%ed%a0%80", "'--", "1%2f..", " 1",
]  # fmt: skip
GOOD = {
    "text": "x", "html": "<p>x</p>", "to": ["a@b.example"], "cc": [], "bcc": [], "attachments": [], "client_key": None,
    "last_message_id": None, "status": "open", "snoozed_until": None, "priority": "low", "agent_id": None,
    "team_id": None, "name": "Some", "email": "x@y.example", "role": "agent", "address": "z@y.example",
    "channel": "email", "agents[]": [], "teams[]": [], "tz": "UTC", "locale": "en", "signature": "", "team": None,
    "numbers": [1], "message_id": 1, "subject": "x", "number": 1, "inbox_id": 1,
    "now": False, "release_at": None, "kind": "reply", "draft": 1,
    "icon": None, "filter": {"all": []}, "sort": "due", "scope": "agent", "ids": [],
    "theme": "dark", "density": "compact",
}  # fmt: skip
FIELDS = {
    "/replies": "text html to cc bcc attachments client_key last_message_id status now release_at",
    "/draft": "kind text html to cc bcc attachments last_message_id status",
    "/undo": "draft",
    "/release": "draft",
    "/notes": "text attachments client_key",
    "/status": "status snoozed_until",
    "/priority": "priority",
    "/assignee": "agent_id",
    "/team": "team_id",
    "/tags": "name",
    "/forward": "to text client_key",
    "/merge": "numbers",
    "/split": "message_id subject",
    "/links": "number",
    "/inbox": "inbox_id",
    "/contacts/1": "name",
    "/teams": "name agents[]",
    "/settings/agents": "name email role teams[]",
    "/settings/inboxes": "channel name address team",
    "/views": "name icon filter sort scope team_id",
    "/order": "ids",
    "/profile": "name tz locale signature theme density",
}
VALUES = [
    None, True, 0, -1, 1.5, 1e308, 2**53, 2**63, 10**400, " ", "x" * 5000, "\u202e", "\ud7ff\ufffe", "1e3", "\uff11",
    "2026-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "a@b", [None], ["x"], [1], [[]],
    [10**400], {"a": [{}]},
]  # fmt: skip
BODIES = [
    b"", b"{", b"[]", b"null", b"7", b'"x"', b"NaN", b'{"text": NaN}', b'{"text": Infinity}', b'{"text": "\\ud800"}',
    b'{"\\ud800": 1}', b'{"text": "\\u0000"}', b'{"text": "\xff"}', b"[" * 5000, b'{"a":' * 200 + b"1" + b"}" * 200,
    b"\xef\xbb\xbf{}", b'{"text": "x", "text": 1}', b'{"unheard_of": 1}', b"1" * 5000, "{}".encode("utf-16"),
]  # fmt: skip
FORMS = [
    b"",
    b"%",
    b"=&&==",
    b"name=%00",
    b"name=%ff%fe",
    b"name=%ed%a0%80",
    b"x" * 3000,
    b"name=" + b"x" * 3000,
    b"a=1&" * 600,
]
HOSTILE = ["x", "\0", "9" * 40, "-1", "\uff11", "%", "team:" + "9" * 14, "W10", "9" * 20 + ".1", "1.9", "ticket:1,desk"]
ANYWHERE = ["%ff=%ff", "q=%ed%a0%80", "q[]=1&q=2", "after=%00", "after=" + "9" * 40, "x" * 3000]
QUERIES = {
    "/tickets": "view status sort q f after inbox tag priority needs_reply",
    "/preview": "view f sort",
    "/belonging": "view f only",
    "/messages": "before",
    "/news": "after rooms",
    "/contacts": "q after",
    "/contacts/suggestions": "q kind",
    "/deliveries": "state before",
    "/envelopes": "state before",
    "/stuck": "before",
    "/satisfaction": "days",
    "/answers": "days which agent team channel before",
    "/login": "next",
    "/mailbox": "address",
    "/write": "address",
    "/phone": "number inbox",
    "/shop": "customer",
}


@pytest.fixture
def ask(client, login, alma):
    """Alma's browser: returns what was asked when the answer is a 500, else nothing."""

    login(client, alma)

    def send(method, path, **sent):
        with client.open(path, method=method, **sent) as answer:
            found = [(answer.status_code, method, path, str(sent)[:300])] if answer.status_code >= 500 else []
        if path.startswith("/log"):
            login(client, alma)
        return found

    return send


@pytest.fixture
def things(work, alma, ben, support, inbox, dora):
    """One id of everything that a path can name."""
    with work():
        ticket = a_ticket(by=dora, inbox=inbox)
        message = a_reply(ticket, by=ben)
        file = upload(b"words", filename="x.txt", claimed_type="text/plain", by=alma)
        deliver(inbox, MAIL)
        rows.session.flush()
        return {
            "number": ticket.number, "contacts": dora.id, "messages": message.id, "uploads": file.id,
            "attachments": file.id, "agent_id": ben.id, "team_id": support.id, "inbox_id": inbox.id, "job_id": 1,
            "delivery_id": rows.session.scalars(select(Delivery.id)).first(),
            "view_id": create_view(Wish("All", {"all": []}), by=rows.session.merge(alma)).id,
            "envelope_id": rows.session.scalars(select(Envelope.id)).one(),
        }  # fmt: skip


def routes(app):
    """Every method and rule but the static files'."""
    return [
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint != "static"
    ]


def filled(rule, things):
    """The path of something that exists."""
    for noun in ("contacts", "messages", "uploads", "attachments"):
        rule = re.sub(rf"/{noun}/<int:identity>", f"/{noun}/{things[noun]}", rule)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(things.get(part[1], "nothing")), rule)


def writes(app, things):
    return [(method, filled(rule, things)) for method, rule in routes(app) if method != "GET"]


def test_no_path_breaks_us(app, ask, things):
    broken = []
    for method, rule in routes(app):
        for odd in IDS:
            if (path := re.sub(r"<[^>]*>", odd, rule)) != rule:
                broken += ask(method, path, json={} if method != "GET" else None)

    assert broken == []


def test_no_query_breaks_us(app, ask, things):
    broken = []
    for path in [filled(rule, things) for method, rule in routes(app) if method == "GET"]:
        names = QUERIES.get("/" + path.rpartition("/")[2], "").split()
        own = [f"{name}={quote(value)}" for name in names for value in HOSTILE]
        broken += [found for query in own + ANYWHERE for found in ask("GET", f"{path}?{query}")]

    assert broken == []


@pytest.mark.one_database
def test_no_json_breaks_us(app, ask, things):
    broken = []
    for method, path in writes(app, things):
        for body in BODIES:
            broken += ask(method, path, data=body, content_type="application/json")

    assert broken == []


@pytest.mark.one_database
def test_no_form_breaks_us(app, ask, things):
    broken = []
    for method, path in writes(app, things):
        for body in FORMS:
            broken += ask(method, path, data=body, content_type="application/x-www-form-urlencoded")
        for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "text/xml", "\uff11", ""):
            broken += ask(method, path, data=b"--x\r\n\r\n--x", content_type=kind)

    assert broken == []


def test_no_value_of_a_field_breaks_us(app, ask, things):
    broken = []
    for method, path in writes(app, things):
        known = next((names.split() for ending, names in FIELDS.items() if path.endswith(ending)), [])
        for field in known:
            for value in VALUES:
                broken += ask(method, path, json={name: GOOD[name] for name in known} | {field: value})

    assert broken == []


def test_nothing_breaks_the_demo(make_app, things):
    demo = make_app(DEMO="1")
    demo.config["WTF_CSRF_ENABLED"] = False
    with demo.app_context(), unit():
        create_inbox(channel="sms", name="Texts", address="+15005550001", by=SYSTEM)
    own = {"number": "+447700900777", "inbox": "2", "text": "x", "address": "a@b.example", "name": "A", "subject": "B"}
    fields = {"/phone": ("number", "inbox", "text"), "/write": ("address", "name", "inbox", "subject", "text")}
    sent = []
    for method, path in [(method, filled(rule, things)) for method, rule in routes(demo) if rule.startswith("/demo")]:
        if method == "GET":
            names = QUERIES.get("/" + path.rpartition("/")[2], "").split()
            sent += [(path, {"query_string": {name: value}}) for name in names for value in HOSTILE]
            sent += [(path, {"query_string": query}) for query in ANYWHERE]
            continue
        known = {name: own[name] for name in fields.get("/" + path.rpartition("/")[2], ("address", "text"))}
        sent += [(path, {"json": known | {name: value}}) for name in known for value in VALUES]
        sent += [(path, {"data": body, "content_type": "application/json"}) for body in BODIES]
        sent += [(path, {"data": body, "content_type": "application/x-www-form-urlencoded"}) for body in FORMS]
    browser = demo.test_client()
    broken = [
        (path, str(more)[:300])
        for path, more in sent
        if browser.open(path, method="GET" if "query_string" in more else "POST", **more).status_code >= 500
    ]

    assert broken == []
