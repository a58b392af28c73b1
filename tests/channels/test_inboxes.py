"""Opening, changing, pausing an inbox; its hook address and its secrets."""

import json

import pytest
from sqlalchemy import select

from helpdesk.channels.inboxes import (
    change_inbox,
    create_inbox,
    disable,
    enable,
    hand_to,
    pause,
    renew_secret,
    resume,
)
from helpdesk.channels.places import described, hooked, place_of, token_of
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, EventRow


def an_inbox(**more):
    told = {"channel": "email", "name": "Support", "address": "Support@ACME.example", "by": SYSTEM}
    return create_inbox(**(told | more))


def events():
    return [row.name for row in rows.session.scalars(select(EventRow).order_by(EventRow.id))]


def test_it_is_described_as_the_command_line_prints_it(db, support):
    inbox = an_inbox(team=support)
    told = described(inbox)

    assert json.loads(json.dumps(told)) == told
    assert (told["id"], told["channel"], told["name"]) == (inbox.id, "email", "Support")
    assert told["address"] == "support@acme.example"
    assert told["hook_url"] == f"http://127.0.0.1:5000/hooks/email/{told['token']}"
    assert told["event_url"] == f"{told['hook_url']}/events"
    assert told["script_tag"] is None
    assert inbox.team_id == support.id


def test_its_token_is_long_its_own_and_not_kept_in_the_open(db):
    one, other = an_inbox(), an_inbox(address="billing@acme.example")
    secret = token_of(one).partition("-")[2]

    assert len(secret) >= 32
    assert token_of(one) != token_of(other)
    assert secret not in one.hook_secret


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"address": "support"}, "address"),
        ({"address": "a b@acme.example"}, "address"),
        ({"address": "a@b, c@d"}, "address"),
        ({"settings": {"nonsense": "1"}}, "nonsense"),
        ({"settings": {"provider": "pigeon"}}, "provider"),
        ({"settings": {"smtp_port": "70000"}}, "smtp_port"),
        ({"settings": {"smtp_host": "a b"}}, "smtp_host"),
    ],
)
def test_a_wrong_value_is_named(db, wrong, field):
    with pytest.raises(BadInput) as refused:
        an_inbox(**wrong)
    assert refused.value.field == field


def test_an_address_belongs_to_one_inbox(db):
    an_inbox()
    with pytest.raises(BadInput):
        an_inbox(address="support@acme.EXAMPLE")


def test_its_secrets_are_sealed_and_a_blank_answer_keeps_them(db):
    inbox = an_inbox(settings={"smtp_host": "mail.acme.example", "smtp_password": "hunter2"})
    assert "hunter2" not in f"{inbox.settings}{inbox.secrets}"

    change_inbox(inbox, by=SYSTEM, name="Help", settings={"smtp_host": "mx.acme.example", "smtp_password": ""})

    settings = place_of(inbox).settings
    assert (inbox.name, settings.smtp_host, settings.smtp_password) == ("Help", "mx.acme.example", "hunter2")
    assert "hunter2" not in repr(settings)


def test_a_part_of_the_settings_can_be_changed_alone(db):
    inbox = an_inbox(settings={"smtp_host": "mail.acme.example"})
    change_inbox(inbox, by=SYSTEM, settings={"provider": "smtp"}, partial=True)
    assert place_of(inbox).settings.smtp_host == "mail.acme.example"


def test_changing_nothing_says_nothing(db, support):
    inbox = an_inbox()
    change_inbox(inbox, by=SYSTEM, name="Support", settings={}, partial=True)
    enable(inbox, by=SYSTEM)
    resume(inbox, by=SYSTEM)
    hand_to(inbox, None, by=SYSTEM)
    assert [name for name in events() if name.startswith("inbox.")] == ["inbox.created"]


def test_its_life_is_told(db, support):
    inbox = an_inbox()
    hand_to(inbox, support, by=SYSTEM)
    disable(inbox, by=SYSTEM)
    enable(inbox, by=SYSTEM)
    pause(inbox, "401")
    pause(inbox, "again")
    assert inbox.pause_reason == "401"
    resume(inbox, by=SYSTEM)
    assert [name for name in events() if name.startswith("inbox.")] == [
        "inbox.created", "inbox.changed", "inbox.disabled", "inbox.enabled", "inbox.paused", "inbox.resumed",
    ]  # fmt: skip


def test_a_new_secret_ends_the_old_address(work):
    with work():
        inbox = an_inbox()
        old = token_of(inbox)
    with work():
        assert hooked("email", old)
        renew_secret(rows.session.merge(inbox), by=SYSTEM)
    with work():
        assert hooked("email", old) is None
        assert hooked("email", token_of(rows.session.get_one(type(inbox), inbox.id)))
