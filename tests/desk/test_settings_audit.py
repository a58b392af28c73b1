"""Settings, audit log: who did what, when and from where; for admins, page by page."""

import re

import pytest

from helpdesk.accounts.membership import change_role
from helpdesk.accounts.models import Agent
from helpdesk.accounts.teams import create_team
from helpdesk.desk.settings import audit_reads
from helpdesk.kernel.events import SYSTEM

AUDIT = "/desk/settings/audit"


@pytest.fixture
def admin(app, login, alma):
    return login(app.test_client(), alma)


@pytest.fixture
def promoted(work, alma, ben):
    """Alma made Ben a lead."""
    with work() as session:
        change_role(session.get_one(Agent, ben.id), "lead", by=session.get_one(Agent, alma.id))


def rows(page):
    """The table's rows as plain words."""
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>") if row.strip()]


def test_it_says_who_changed_what_from_what_to_what(admin, promoted):
    newest = rows(admin.get(AUDIT))[0]
    assert "Alma" in newest
    assert "agent → lead" in newest
    assert "Ben" in newest


def test_it_can_be_narrowed_to_a_kind_a_person_and_a_day(clock, admin, promoted, work, ben):
    with work():
        create_team("Returns", by=SYSTEM)
    assert "agent → lead" not in admin.get(f"{AUDIT}?kind=teams").text
    assert "Returns" in admin.get(f"{AUDIT}?kind=teams").text
    assert all("Ben" in row for row in rows(admin.get(f"{AUDIT}?agent={ben.id}")))
    today = clock.now.date().isoformat()
    assert "agent → lead" in admin.get(f"{AUDIT}?day={today}").text
    assert "Nothing of this kind happened." in admin.get(f"{AUDIT}?day=2001-01-01").text


def test_it_is_read_page_by_page_without_a_gap(admin, work, monkeypatch):
    monkeypatch.setattr(audit_reads, "PAGE", 2)
    monkeypatch.setattr("helpdesk.desk.settings.audit.PAGE", 2)
    with work():
        for name in ("One", "Two", "Three"):
            create_team(name, by=SYSTEM)
    first = admin.get(f"{AUDIT}?kind=teams")
    assert ["Three" in rows(first)[0], "Two" in rows(first)[1]] == [True, True]
    older = re.search(r"before=(\d+)", first.text)[1]
    assert "One" in rows(admin.get(f"{AUDIT}?kind=teams&before={older}"))[0]


@pytest.mark.parametrize("wrong", ["kind=gossip", "agent=x", "day=yesterday", "before=x"])
def test_a_wrong_filter_is_refused(admin, wrong):
    assert admin.get(f"{AUDIT}?{wrong}").status_code in {400, 422}


def test_what_happens_every_minute_is_left_out(admin, promoted):
    assert "arrived" not in admin.get(AUDIT).text


def test_reading_tickets_is_nobodys_business(admin, ticket):
    url = f"/desk/tickets/{ticket.number}"
    page = admin.get(url, headers={"Accept": "application/json"}).json
    assert admin.post(f"{url}/read", json={"message_id": page["ticket"]["heard_id"]}).status_code == 200
    assert "looked at a ticket" not in admin.get(AUDIT).text
