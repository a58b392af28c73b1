"""What stands below a reply: signatures and what is answered, in the mail and nowhere else."""

from helpdesk.accounts.models import Agent
from helpdesk.channels.inboxes import change_inbox
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Message

JSON = {"Accept": "application/json"}


def settle(work, inbox, **settings):
    with work():
        change_inbox(db.session.get_one(Inbox, inbox.id), settings=settings, partial=True, by=SYSTEM)


def bodies(configured):
    return [part["value"] for part in configured.accepted[0]["content"]]


def test_agent_and_inbox_sign_with_their_names_filled_in(configured, answer, run_jobs, work, inbox, ben, app, login):
    with work():
        db.session.get_one(Agent, ben.id).signature = "Cheers, Ben"
    settle(work, inbox, signature="{{agent.name}} <{{ agent.email }}>, {{inbox.name}} {{price}}")

    message = answer()
    run_jobs()

    text, html = bodies(configured)
    signed = "Cheers, Ben\nBen <ben@acme.example>, Support {{price}}"
    assert f"-- \n{signed}" in text.replace("\r\n", "\n")
    assert "Ben &lt;ben@acme.example&gt;" in html
    with work():
        assert "Cheers" not in db.session.get_one(Message, message).text
    shown = login(app.test_client(), ben).get("/desk/drafts", headers=JSON).json["signatures"]
    assert shown == {str(inbox.id): signed}


def test_what_is_answered_stands_below_where_an_admin_wants_it(configured, answer, run_jobs, work, inbox):
    settle(work, inbox, quote_history="on")

    message = answer()
    run_jobs()

    text, html = bodies(configured)
    assert text.rstrip().endswith("Dora Diaz wrote:\n> It stays cold.")
    assert "<blockquote" in html
    assert html.index("We are looking into it.") < html.index("It stays cold.")
    with work():
        assert "It stays cold." not in db.session.get_one(Message, message).text


def test_without_it_the_mail_holds_the_answer_only(configured, answer, run_jobs):
    answer()
    run_jobs()

    assert all("It stays cold." not in body for body in bodies(configured))
