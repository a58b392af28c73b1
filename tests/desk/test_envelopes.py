"""The journal page: everything that arrived is there, once, with its source and its end."""

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Envelope

MAIL = b"""From: Dora Diaz <dora@customer.example>\r
To: support@acme.example\r
Subject: Where is <b>my</b> parcel?\r
Message-ID: <one@customer.example>\r
\r
It should be here <script>alert(1)</script> by now.\r
"""


@pytest.fixture
def lead(client, login, ada):
    return login(client, ada)


@pytest.fixture
def arrived(work, inbox):
    with work():
        return deliver(rows.session.merge(inbox), MAIL).envelope_id


def set_state(work, identity, state, reason=None):
    with work():
        envelope = rows.session.get(Envelope, identity)
        envelope.state, envelope.reason = state, reason


def test_the_counts_prove_that_nothing_is_lost(lead, arrived, run_jobs):
    assert "1 = 0 processed + 0 ignored + 0 suspended + 0 quarantined + 1 waiting" in lead.get("/desk/envelopes").text
    run_jobs()
    page = lead.get("/desk/envelopes").text
    assert "1 = 1 processed + 0 ignored + 0 suspended + 0 quarantined + 0 waiting" in page
    assert "Where is &lt;b&gt;my&lt;/b&gt; parcel?" in page


def test_the_source_is_shown_as_text_and_never_rendered(lead, arrived):
    page = lead.get(f"/desk/envelopes/{arrived}")
    assert "Message-ID: &lt;one@customer.example&gt;" in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "<script>alert" not in page.text


def test_mail_that_waits_too_long_raises_an_alarm(lead, work, arrived, clock):
    with work():
        rows.session.get(Envelope, arrived).created_at = clock.now
    clock.tick(minutes=9)
    assert "Is the worker running?" not in lead.get("/desk/envelopes").text
    clock.tick(minutes=2)
    assert "Is the worker running?" in lead.get("/desk/envelopes").text


@pytest.mark.parametrize("state", ["suspended", "quarantined", "ignored"])
def test_what_was_kept_aside_can_be_processed_again(lead, work, arrived, run_jobs, state):
    run_jobs()
    set_state(work, arrived, state, "auto_reply")
    assert "An automatic reply that belongs to no ticket." in lead.get(f"/desk/envelopes?state={state}").text
    assert "Process again" in lead.get(f"/desk/envelopes/{arrived}").text
    answer = lead.post(f"/desk/envelopes/{arrived}/replay", follow_redirects=True)
    assert "It is being processed again." in answer.text
    assert "Waiting" in answer.text


def test_what_was_processed_stays_one_message(lead, arrived, run_jobs):
    run_jobs()
    assert "Process again" not in lead.get(f"/desk/envelopes/{arrived}").text
    answer = lead.post(f"/desk/envelopes/{arrived}/replay", follow_redirects=True)
    assert "there is never a second message" in answer.text


def test_only_leads_and_admins_read_everything_that_arrived(client, login, ben, arrived):
    bens = login(client, ben)
    assert bens.get("/desk/envelopes").status_code == 403
    assert bens.get(f"/desk/envelopes/{arrived}").status_code == 403
    assert bens.post(f"/desk/envelopes/{arrived}/replay").status_code == 403


@pytest.mark.parametrize("number", ["999", "0", "-1", "1e3", "\uff11", "9" * 40])
def test_an_unknown_envelope_is_nothing(lead, number):
    assert lead.get(f"/desk/envelopes/{number}").status_code == 404


def test_missing_bytes_are_said_and_are_no_error(lead, app, arrived):
    for path in app.config["BLOBS"].glob("??/??/*"):
        path.unlink()
    page = lead.get(f"/desk/envelopes/{arrived}")
    assert page.status_code == 200
    assert "The bytes are missing" in page.text


def test_the_pages_ask_the_database_little(lead, arrived, run_jobs, count_queries):
    run_jobs()
    for path in ("/desk/envelopes", f"/desk/envelopes/{arrived}"):
        with count_queries() as seen:
            lead.get(path)
        assert len(seen) <= 10


def test_each_inbox_and_day_adds_up_and_leads_to_its_lists(lead, work, inbox, clock, arrived, run_jobs):
    run_jobs()
    with work():
        rows.session.get(Envelope, arrived).created_at = clock.now
        other = deliver(rows.session.merge(inbox), MAIL + b"again").envelope_id
        rows.session.flush()
        rows.session.get(Envelope, other).created_at = clock.now
    set_state(work, other, "suspended", "blocked")

    page = lead.get("/desk/envelopes/days").text

    day = clock.now.date().isoformat()
    assert f"inbox={inbox.id}&amp;day={day}&amp;state=suspended" in page
    assert f'day={day}">2</a>' in page
    assert lead.get(f"/desk/envelopes?inbox={inbox.id}&day={day}&state=suspended").text.count("nowrap") == 1
    assert lead.get(f"/desk/envelopes?inbox={inbox.id}&day=2001-01-01").text.count('class="nowrap"') == 0


@pytest.mark.parametrize("asked", ["day=x", "inbox=x", "day=2026-13-01", "inbox=-1"])
def test_a_place_that_is_none_is_refused(lead, asked):
    assert lead.get(f"/desk/envelopes?{asked}").status_code == 400


@pytest.mark.parametrize("state", ["suspended", "quarantined"])
def test_what_was_kept_aside_is_rejected_with_one_click_and_can_still_be_let_in(lead, work, arrived, run_jobs, state):
    set_state(work, arrived, state, "blocked")
    answer = lead.post(f"/desk/envelopes/{arrived}/rejection?from={state}")
    assert answer.location.endswith(f"/desk/envelopes?state={state}")
    with work():
        kept = rows.session.get(Envelope, arrived)
        assert (kept.state, kept.reason) == ("ignored", "rejected")

    lead.post(f"/desk/envelopes/{arrived}/replay")
    run_jobs()
    with work():
        assert rows.session.get(Envelope, arrived).state == "processed"


def test_what_is_processed_is_not_rejected(lead, work, arrived, run_jobs):
    run_jobs()
    lead.post(f"/desk/envelopes/{arrived}/rejection")
    with work():
        assert rows.session.get(Envelope, arrived).state == "processed"
