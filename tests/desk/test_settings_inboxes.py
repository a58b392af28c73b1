"""Settings, inboxes: opened, connected, told honestly how they are."""

import re

import pytest

from helpdesk.channels.inboxes import pause
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db as rows

FORM = {"channel": "email", "name": "Billing", "address": "Billing@Acme.example", "team": ""}
HOOK = re.compile(r"http://127\.0\.0\.1:5000/hooks/email/[A-Za-z0-9_-]+")


@pytest.fixture
def admin(client, login, alma):
    return login(client, alma)


@pytest.fixture
def opened(admin):
    """An inbox's page, just opened."""
    return admin.post("/desk/settings/inboxes", data=FORM, follow_redirects=True)


def settings(**more):
    return {"name": "Billing", "team": ""} | {f"setting-{name}": value for name, value in more.items()}


def test_a_new_inbox_says_how_to_connect_it_and_that_nothing_is_sent_yet(opened, admin):
    assert HOOK.search(opened.text)
    assert "No provider is configured: replies are recorded, not sent." in opened.text
    assert "Nothing has arrived yet." in opened.text
    listed = admin.get("/desk/settings/inboxes").text
    assert "billing@acme.example" in listed
    assert "Not sending" in listed


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("address", "nowhere"), ("address", ""), ("team", "999"), ("team", "x")]
)
def test_a_wrong_answer_is_said_beside_its_field(admin, field, value):
    answer = admin.post("/desk/settings/inboxes", data=FORM | {field: value})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_an_address_belongs_to_one_inbox(opened, admin):
    answer = admin.post("/desk/settings/inboxes", data=FORM)
    assert answer.status_code == 422
    assert "Another inbox has this address." in answer.text


def test_a_provider_is_set_and_its_key_never_shown_again(opened, admin):
    form = settings(provider="sendgrid", sendgrid_api_key="SG.very-secret")
    saved = admin.post(opened.request.path, data=form, follow_redirects=True).text
    assert "A provider is configured: replies are sent." in saved
    assert "SG.very-secret" not in saved
    assert "Kept; type to replace" in saved
    again = admin.post(opened.request.path, data=settings(provider="sendgrid"), follow_redirects=True).text
    assert "A provider is configured: replies are sent." in again


def test_a_setting_that_cannot_be_is_said_beside_it(opened, admin):
    form = settings(provider="smtp", smtp_host="mail server", smtp_port="70000", sendgrid_api_key="SG.very-secret")
    answer = admin.post(opened.request.path, data=form)
    assert answer.status_code == 422
    assert 'value="mail server"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "SG.very-secret" not in answer.text


def test_an_unknown_setting_is_refused(opened, admin):
    assert admin.post(opened.request.path, data=settings(bcc="mallory@evil.example")).status_code == 422


def test_an_inbox_is_disabled_and_enabled(opened, admin):
    page = admin.post(f"{opened.request.path}/disabled", follow_redirects=True).text
    assert "Nothing is lost" in page
    assert "Disabled" in admin.get("/desk/settings/inboxes").text
    assert "Not sending" in admin.post(f"{opened.request.path}/enabled", follow_redirects=True).text


def test_a_paused_inbox_says_why_and_can_send_again(opened, admin, work):
    with work():
        pause(rows.session.get(Inbox, 1), "SendGrid: 401 Unauthorized")
    page = admin.get(opened.request.path).text
    assert "SendGrid: 401 Unauthorized" in page
    assert "Send again" in page
    assert "Paused since" not in admin.post(f"{opened.request.path}/resumption", follow_redirects=True).text


def test_a_new_hook_address_replaces_the_old_one(opened, admin):
    renewed = admin.post(f"{opened.request.path}/secret", follow_redirects=True).text
    assert HOOK.search(renewed)[0] != HOOK.search(opened.text)[0]


def test_only_admins_set_up_inboxes(client, login, ada, inbox):
    lead = login(client, ada)
    assert lead.get("/desk/settings/inboxes").status_code == 403
    assert lead.post(f"/desk/settings/inboxes/{inbox.id}/disabled").status_code == 403


def test_an_unknown_inbox_is_nothing(admin):
    assert admin.get("/desk/settings/inboxes/99").status_code == 404


def test_the_pages_ask_the_database_little(opened, admin, count_queries):
    for path in ("/desk/settings/inboxes", opened.request.path):
        with count_queries() as seen:
            admin.get(path)
        assert len(seen) <= 10


def parts(page):
    """Which parts of the form stand open, by their heading."""
    found = re.findall(r'<details class="part"([^>]*)>\s*<summary>(.*?)</summary>', page.text, re.DOTALL)
    return {re.sub(r"<[^>]+>", "", heading).strip(): "open" in state for state, heading in found}


def test_of_a_long_form_only_those_parts_are_open_that_say_something(opened, admin):
    assert parts(opened) == {
        "Send": False,
        "Fetch mail from a mailbox": False,
        "Judge senders": False,
        "Replies": False,
        "Acknowledgement": False,
    }
    saved = admin.post(opened.request.path, data=settings(authserv_id="mx.example"), follow_redirects=True)
    assert (parts(saved)["Judge senders"], parts(saved)["Send"]) == (True, False)
    wrong = admin.post(opened.request.path, data=settings(imap_host="mail server"))
    assert parts(wrong)["Fetch mail from a mailbox"]


def test_a_text_of_several_lines_keeps_them(opened, admin):
    form = settings(acknowledge="1", acknowledgement="Thank you.\nWe answer soon.")
    page = admin.post(opened.request.path, data=form, follow_redirects=True).text
    assert re.search(r"<textarea[^>]*>Thank you\.\nWe answer soon\.</textarea>", page)
