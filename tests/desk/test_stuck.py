"""Stuck work is seen, tried again, or given up; what merely waits is seen too."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.jobs import Job, enqueue, job


@job("tests.stuck", tries=1)
def break_down(number):
    raise RuntimeError(number)


@pytest.fixture
def lead(client, login, ada):
    return login(client, ada)


@pytest.fixture
def stuck(work, run_jobs):
    """Two jobs of one lane that gave up."""
    with work():
        enqueue(break_down, {"number": 7}, lane="tests:1")
        enqueue(break_down, {"number": 8}, lane="tests:1")
    run_jobs()


def jobs_of(work):
    with work():
        found = rows.session.scalars(select(Job).where(Job.kind == "tests.stuck").order_by(Job.id))
        return [(one.payload["number"], one.failed_at is None) for one in found]


def test_work_that_gave_up_is_listed_with_its_reason(lead, stuck):
    page = lead.get("/desk/stuck").text
    assert "tests.stuck" in page
    assert "RuntimeError" in page
    assert page.count("Try again</button>") == 2


def test_one_job_is_tried_again_and_another_dropped(lead, work, stuck):
    page = lead.get("/desk/stuck").text
    first, second = [int(part.split("/")[0]) for part in page.split("/desk/stuck/")[1:] if "/retry" in part[:20]][::-1]
    assert "being tried again" in lead.post(f"/desk/stuck/{first}/retry", follow_redirects=True).text
    assert "dropped" in lead.post(f"/desk/stuck/{second}/drop", follow_redirects=True).text
    assert jobs_of(work) == [(7, True)]
    assert lead.post(f"/desk/stuck/{first}/drop").status_code == 404
    assert lead.post(f"/desk/stuck/{second}/retry").status_code == 404


def test_all_are_tried_again_at_once(lead, work, stuck):
    assert "2 jobs are being tried again." in lead.post("/desk/stuck/retry", follow_redirects=True).text
    assert jobs_of(work) == [(7, True), (8, True)]


def test_without_trouble_the_page_says_so(lead):
    page = lead.get("/desk/stuck").text
    assert "Nothing is stuck" in page


def test_lanes_that_wait_for_a_worker_are_seen(lead, work):
    with work():
        enqueue(break_down, {"number": 1}, lane="tests:waits", run_at=now())
    assert "tests:waits" in lead.get("/desk/stuck").text


def test_agents_have_no_business_here(client, login, ben, stuck):
    bens = login(client, ben)
    assert bens.get("/desk/stuck").status_code == 403
    assert bens.post("/desk/stuck/retry").status_code == 403


def test_the_page_asks_the_database_little(lead, stuck, count_queries):
    with count_queries() as seen:
        lead.get("/desk/stuck")
    assert len(seen) <= 10
