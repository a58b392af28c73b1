"""Settings, service levels: working hours and targets, read strictly, shown as they are."""

import re

import pytest

from helpdesk.sla.models import Metric
from helpdesk.sla.promising import terms_now
from helpdesk.tickets.models import Priority
from tests.factories import PASSWORD

URL = "/desk/settings/service-levels"
FORM = {
    "enabled": "1",
    "tz": "Europe/Stockholm",
    "mon_from_0": "08:00", "mon_to_0": "12:00", "mon_from_1": "13:00", "mon_to_1": "24:00",
    "first_reply_urgent": "1", "resolution_urgent": "8:30",
    "holidays": "2026-12-24 Christmas Eve\n\n2026-12-25",
}  # fmt: skip


@pytest.fixture
def admin(client, alma):
    client.post("/login", data={"email": alma.email, "password": PASSWORD})
    return client


@pytest.fixture
def kept(work):
    def read():
        with work():
            return terms_now()

    return read


def test_a_working_week_is_offered_and_nothing_is_promised_yet(admin, kept):
    page = admin.get(URL).text

    assert page.count('value="08:00"') == 5
    assert 'value="80:00"' in page
    assert not kept().enabled


def test_what_is_saved_is_promised_and_shown_again(admin, kept):
    answer = admin.post(URL, data=FORM, follow_redirects=True)

    assert "The service levels are saved" in answer.text
    for shown in ('value="24:00"', 'value="8:30"', "2026-12-24 Christmas Eve", "selected>Europe/Stockholm"):
        assert shown in answer.text
    terms = kept()
    assert (terms.enabled, terms.tz, terms.week[0], terms.week[1]) == (
        True, "Europe/Stockholm", ((480, 720), (780, 1440)), (),
    )  # fmt: skip
    assert terms.targets == {(Metric.FIRST_REPLY, Priority.URGENT): 60, (Metric.RESOLUTION, Priority.URGENT): 510}


def test_an_interval_is_added_in_the_empty_pair_and_removed_by_clearing_it(admin, kept):
    admin.post(URL, data=FORM)
    admin.post(URL, data=FORM | {"mon_from_0": "", "mon_to_0": "", "tue_from_0": "9:00", "tue_to_0": "17.30"})

    assert [day for day in kept().week if day] == [((780, 1440),), ((540, 1050),)]
    assert len(re.findall(r'name="mon_from_', admin.get(URL).text)) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mon_to_0": "14:00"}, "These intervals overlap."),
        ({"mon_from_0": "12:00"}, "must end after it begins"),
        ({"mon_to_0": ""}, "Write times as 08:00"),
        ({"mon_to_1": "24:01"}, "Write times as 08:00"),
        ({"mon_from_0": "\u0668:00"}, "Write times as 08:00"),
        ({"tz": "Mars/Olympus"}, "no such time zone"),
        ({"first_reply_urgent": "-1"}, "Write hours and minutes"),
        ({"first_reply_urgent": "0:00"}, "Write hours and minutes"),
        ({"resolution_urgent": "9999"}, "Write hours and minutes"),
        ({"holidays": "Christmas"}, "Write each day as year-month-day"),
        ({"first_reply_urgent": "", "resolution_urgent": ""}, "Set at least one target"),
        ({"mon_from_0": "", "mon_to_0": "", "mon_from_1": "", "mon_to_1": ""}, "Without working hours"),
    ],
)
def test_what_makes_no_sense_comes_back_with_what_was_typed(admin, kept, wrong, sentence):
    answer = admin.post(URL, data=FORM | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "2026-12-24" in answer.text or "Christmas" in answer.text
    assert not kept().enabled


def test_switched_off_it_keeps_its_hours(admin, kept):
    admin.post(URL, data=FORM)
    admin.post(URL, data={name: value for name, value in FORM.items() if name != "enabled"})

    assert not kept().enabled
    assert kept().week[0] == ((480, 720), (780, 1440))
