"""Settings, macros: everybody writes their own, leads write those of others; nothing typed is lost."""

import pytest
from sqlalchemy import select

from helpdesk.automation.macros.checking import MacroDraft
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.macros.writing import create_macro
from helpdesk.kernel.events import SYSTEM

MACROS = "/desk/settings/macros"
FORM = {"name": "Refund", "text": "Hi {{contact.name}}", "whom": "everyone", "act": "save"}
TAG = {"a0-do": "add_tag", "a0-tag": "refund"}


@pytest.fixture
def stored(work):
    """Every macro, as it is kept."""

    def look():
        with work() as session:
            return session.scalars(select(Macro).order_by(Macro.id)).all()

    return look


@pytest.fixture
def a_macro(work):
    def write(name="Refund", **more):
        with work():
            return create_macro(MacroDraft(name=name, **({"text": "Hello"} | more)), by=SYSTEM).id

    return write


def test_a_lead_builds_a_macro_action_by_action_without_scripts(lead, stored, support):
    page = lead.post(MACROS, data=FORM | {"act": "add-action", "new-action": "add_tag"})
    assert (page.status_code, 'name="a0-tag"' in page.text) == (200, True)
    assert "Hi {{contact.name}}" in page.text
    page = lead.post(MACROS, data=FORM | TAG | {"act": "drop-a0"})
    assert 'name="a0-tag"' not in page.text
    assert stored() == []

    kept = lead.post(MACROS, data=FORM | TAG | {"whom": f"team:{support.id}"}, follow_redirects=True)

    assert "The macro Refund is kept." in kept.text
    assert "tags refund" in kept.text
    (macro,) = stored()
    assert (macro.scope, macro.team_id, macro.text) == ("team", support.id, "Hi {{contact.name}}")
    assert macro.actions == [{"do": "add_tag", "params": {"tag": "refund"}}]


def test_an_agent_writes_macros_of_their_own_and_for_nobody_else(desk, stored, ben):
    assert "Only me" in desk.get(f"{MACROS}/new").text
    refused = desk.post(MACROS, data=FORM)
    assert (refused.status_code, stored()) == (422, [])
    assert "This is not one of the choices." in refused.text
    desk.post(MACROS, data=FORM | {"whom": "personal"})
    assert [(one.scope, one.agent_id) for one in stored()] == [("personal", ben.id)]
    assert "Refund" in desk.get(MACROS).text


@pytest.mark.parametrize("whose", ["shared", "personal", "unknown"])
def test_what_one_may_not_change_is_not_there(desk, a_macro, cy, stored, whose):
    identity = {"shared": a_macro, "personal": lambda: a_macro(agent=cy), "unknown": lambda: 4711}[whose]()
    assert desk.get(f"{MACROS}/{identity}").status_code == 404
    assert desk.post(f"{MACROS}/{identity}", data=FORM | {"whom": "personal"}).status_code == 404
    assert desk.post(f"{MACROS}/{identity}/archived", data={"on": "1"}).status_code == 404
    assert {one.name for one in stored()} <= {"Refund"}
    assert {one.archived_at for one in stored()} <= {None}


def test_a_leads_list_holds_no_macro_of_anothers_own(lead, a_macro, cy):
    a_macro("Secret of Cy", agent=cy)
    assert "Secret of Cy" not in lead.get(MACROS).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "A name of at most 80 characters is needed."),
        ({"text": ""}, "Write a text or add an action"),
        ({"whom": "team:4711"}, "This is not one of the choices."),
        ({"a0-do": "set_status", "a0-status": ""}, "This is needed."),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(lead, stored, wrong, words):
    page = lead.post(MACROS, data={"name": "Fine name", "text": "Fine text", "whom": "everyone"} | wrong)
    assert (page.status_code, words in page.text, stored()) == (422, True, [])
    assert ("Fine name" in page.text) == ("name" not in wrong)


def test_an_unknown_variable_is_kept_and_spoken_of(lead, stored):
    page = lead.post(MACROS, data=FORM | {"text": "{{order.id}}"}, follow_redirects=True)
    assert "{{order.id}} is not known and will stay as it is." in page.text
    assert stored()[0].text == "{{order.id}}"


def test_a_text_that_is_left_alone_keeps_its_looks(lead, a_macro, stored):
    identity = a_macro(html="<p>Hi <b>you</b></p>")
    text = stored()[0].text
    lead.post(f"{MACROS}/{identity}", data=FORM | {"name": "New name", "text": text})
    assert (stored()[0].name, stored()[0].html) == ("New name", "<p>Hi <b>you</b></p>")
    lead.post(f"{MACROS}/{identity}", data=FORM | {"text": "Plain"})
    assert (stored()[0].text, stored()[0].html) == ("Plain", None)


def test_what_is_put_away_can_be_brought_back(lead, desk, a_macro):
    identity = a_macro()
    lead.post(f"{MACROS}/{identity}/archived", data={"on": "1"})
    assert desk.get("/desk/macros").json["macros"] == []
    assert f"{MACROS}/{identity}" not in lead.get(MACROS).text
    assert "Refund" in lead.get(f"{MACROS}?archived=1").text
    assert "This macro is put away" in lead.get(f"{MACROS}/{identity}").text
    page = lead.post(f"{MACROS}/{identity}/archived", data={"on": "0"}, follow_redirects=True)
    assert "The macro Refund can be used again." in page.text
    assert [one["name"] for one in desk.get("/desk/macros").json["macros"]] == ["Refund"]


def test_a_team_that_is_gone_is_said_and_another_can_be_chosen(lead, a_macro, work, support, stored):
    identity = a_macro(team=support)
    lead.post(f"/desk/settings/teams/{support.id}/deletion")
    assert "Nobody: its team is gone" in lead.get(MACROS).text
    assert "A team that is gone" in lead.get(f"{MACROS}/{identity}").text
    assert lead.post(f"{MACROS}/{identity}", data=FORM | {"whom": "team:"}).status_code == 422
    lead.post(f"{MACROS}/{identity}", data=FORM)
    assert stored()[0].scope == "everyone"


def test_what_the_editor_wrote_keeps_its_form_and_a_plain_field_does_not_lose_it(lead, stored):
    formed = FORM | {"text": "Hi, bold", "html": "<p>Hi, <strong>bold</strong></p>"}
    lead.post(MACROS, data=formed)
    (macro,) = stored()
    assert (macro.text, macro.html) == ("Hi, bold", "<p>Hi, <strong>bold</strong></p>")
    page = lead.get(f"{MACROS}/{macro.id}").text
    assert 'data-formed="&lt;p&gt;Hi, &lt;strong&gt;bold' in page

    lead.post(f"{MACROS}/{macro.id}", data=FORM | {"text": "Hi, bold", "name": "Other"})
    assert [(one.name, one.html) for one in stored()] == [("Other", "<p>Hi, <strong>bold</strong></p>")]
    lead.post(f"{MACROS}/{macro.id}", data=FORM | {"text": "Hi, bold", "html": ""})
    assert [one.html for one in stored()] == [None]


def test_hostile_form_is_cleaned_before_it_is_kept(lead, stored):
    lead.post(MACROS, data=FORM | {"text": "x", "html": "<p onclick=alert(1)>Hi<script>alert(1)</script></p>"})
    assert [one.html for one in stored()] == ["<p>Hi</p>"]
