"""The outbox page: what was sent, how it went, and another try."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.mailroom.models import Delivery
from tests import factories


@pytest.fixture
def lead(client, login, ada):
    return login(client, ada)


@pytest.fixture
def replied(work, ada, dora, inbox):
    """Ada answered Dora, and no provider is configured."""
    with work():
        ticket = factories.a_ticket("Where is my parcel?", by=rows.session.merge(dora), inbox=rows.session.merge(inbox))
        factories.a_reply(ticket, by=rows.session.merge(ada), text="It left on Monday.")


def set_state(work, state, **more):
    with work():
        for delivery in rows.session.scalars(select(Delivery)):
            delivery.state = state
            for name, value in more.items():
                setattr(delivery, name, value)


def test_a_reply_nobody_could_send_says_so_and_not_that_it_was_sent(lead, replied, run_jobs):
    run_jobs()
    page = lead.get("/desk/deliveries").text
    assert "dora@customer.example" in page
    assert "Where is my parcel?" in page
    assert "Recorded, not sent" in page
    assert "no provider configured" in page


@pytest.mark.parametrize("state", ["failed", "uncertain", "bounced"])
def test_what_failed_can_be_tried_again(lead, work, replied, state):
    set_state(work, state, error="550 No such user")
    page = lead.get(f"/desk/deliveries?state={state}").text
    assert "dora@customer.example" in page
    assert "Try again" in page
    identity = 1
    answer = lead.post(f"/desk/deliveries/{identity}/retry?state={state}", follow_redirects=True)
    assert "Trying 1 address again." in answer.text
    assert "dora@customer.example" not in answer.text
    assert "dora@customer.example" in lead.get("/desk/deliveries?state=queued").text


def test_what_arrived_is_not_sent_twice(lead, work, replied):
    set_state(work, "delivered")
    assert "Try again" not in lead.get("/desk/deliveries").text
    answer = lead.post("/desk/deliveries/1/retry", follow_redirects=True)
    assert "nothing to try again" in answer.text


@pytest.mark.parametrize("query", ["state=lost", "before=x", "before=-1", "before=1e3", "before=" + "9" * 30])
def test_a_filter_nobody_offered_is_refused(lead, query):
    assert lead.get(f"/desk/deliveries?{query}").status_code == 400


def test_agents_have_no_business_here(client, login, ben, replied):
    bens = login(client, ben)
    assert bens.get("/desk/deliveries").status_code == 403
    assert bens.post("/desk/deliveries/1/retry").status_code == 403
    assert "/desk/deliveries" not in bens.get("/desk/profile").text


def test_an_unknown_delivery_is_nothing(lead):
    assert lead.post("/desk/deliveries/999/retry").status_code == 404


def test_pages_follow_each_other_without_a_gap(lead, work, ada, dora, inbox):
    with work():
        ticket = factories.a_ticket("Many", by=rows.session.merge(dora), inbox=rows.session.merge(inbox))
        author = rows.session.merge(ada)
        for number in range(52):
            factories.a_reply(ticket, by=author, text=f"Reply {number}", client_key=f"key{number}")
    first = lead.get("/desk/deliveries").text
    assert first.count("dora@customer.example") == 50
    assert "before=3" in first
    second = lead.get("/desk/deliveries?before=3").text
    assert second.count("dora@customer.example") == 2
    assert 'rel="prev"' in second


def test_the_page_asks_the_database_little(lead, replied, count_queries):
    with count_queries() as seen:
        lead.get("/desk/deliveries")
    assert len(seen) <= 10
