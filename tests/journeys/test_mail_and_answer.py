"""The main story: a mail becomes a ticket before the agent's eyes, is answered, and the answer is answered."""

import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.live_server import until
from tests.mails import a_form, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SUBJECT = "The kettle does not boil"


def arrives(hook: str, mail: bytes) -> None:
    """Post a mail as SendGrid does."""
    form = a_form(("email", mail), ("SPF", b"pass"), ("dkim", b"{@customer.example : pass}"))
    request = urllib.request.Request(hook, form["data"], {"Content-Type": form["content_type"]})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def test_a_mail_arrives_live_is_answered_and_the_customers_reply_joins_it(serve, smtp, employ, enter, page: Page):
    server = serve(SMTP_URL=smtp.url)
    hook = employ(server)
    enter(page, server)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()

    arrives(hook, a_mail("It stays cold.", subject=SUBJECT, message_id="<first@customer.example>"))
    page.get_by_text(SUBJECT).first.click(timeout=20_000)
    expect(page.get_by_text("It stays cold.").last).to_be_visible()

    page.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE)).fill("Is it plugged in?")
    page.get_by_role("button", name="Send", exact=True).click()
    until(lambda: smtp.mails, seconds=40, what="the answer at the mail server")
    answer = smtp.mails[0]
    assert answer.recipients == ["dora@customer.example"]
    assert answer.message["Subject"] == f"Re: {SUBJECT}"
    assert answer.message["In-Reply-To"] == "<first@customer.example>"
    assert "<first@customer.example>" in answer.message["References"]
    assert "Is it plugged in?" in answer.message.get_body(("plain",)).get_content()
    assert "Is it plugged in?" in answer.message.get_body(("html",)).get_content()

    back = a_mail(
        "It was not. Thank you!",
        to=answer.message["Reply-To"],
        subject=f"Re: {SUBJECT}",
        in_reply_to=answer.message["Message-ID"],
        references=f"<first@customer.example> {answer.message['Message-ID']}",
    )
    arrives(hook, back)
    expect(page.get_by_text("It was not. Thank you!").last).to_be_visible(timeout=20_000)
    assert len(server.order("ticket", "list")) == 1


def test_an_open_desk_goes_on_after_the_server_was_restarted(serve, employ, enter, page: Page, forgive):
    server = serve()
    hook = employ(server)
    enter(page, server)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    forgive(page)

    server.stop()
    server.start()
    arrives(hook, a_mail("Still cold.", subject="A mail after the restart"))

    expect(page.get_by_text("A mail after the restart").first).to_be_visible(timeout=40_000)


def test_the_workspace_and_its_pages_are_accessible(serve, employ, enter, page: Page, accessible):
    server = serve()
    hook = employ(server)
    page.goto(f"{server.url}/login")
    accessible(page)
    enter(page, server)
    accessible(page)
    arrives(hook, a_mail("It stays cold.", subject=SUBJECT))
    page.get_by_text(SUBJECT).first.click(timeout=20_000)
    expect(page.get_by_text("It stays cold.").last).to_be_visible()
    accessible(page)
    for path in (
        "contacts",
        "deliveries",
        "envelopes",
        "stuck",
        "settings/inboxes",
        "settings/teams",
        "settings/agents",
    ):
        page.goto(f"{server.url}/desk/{path}")
        accessible(page)
