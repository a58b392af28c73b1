"""Every route, with who may use it. A new route fails here until somebody has written down whom it is for."""

import re

import pytest

from tests.factories import an_agent

ANYBODY = """
    GET /  GET /login  POST /login  GET /setup  POST /setup  GET /invitation/<token>  POST /invitation/<token>
    GET /healthz  GET /readyz  GET /metrics  GET /static/<path:filename>
    GET /brand/<name>  GET /brand/colour/<colour>.css
"""
WITH_A_SECRET = """
    POST /hooks/<channel>/<token>  POST /hooks/<channel>/<token>/events
"""
WITH_A_VISITORS_TOKEN = """
    GET /widget.js  GET /widget/<token>
    GET /widget/<token>/messages  POST /widget/<token>/messages  POST /widget/<token>/seen
    GET /widget/<token>/files/<int:identity>  POST /widget/<token>/identify  POST /widget/<token>/email
    DELETE /widget/<token>/visitor  POST /widget/<token>/surveys/<int:identity>
"""
WITH_A_SIGNED_LINK = """
    GET /s/<token>  POST /s/<token>
"""
AGENT = """
    POST /logout  GET /desk/profile  POST /desk/profile  POST /desk/profile/password
    POST /desk/availability  POST /desk/presence  POST /desk/next
    GET /desk/  GET /desk/tickets  POST /desk/tickets  GET /desk/news
    GET /desk/tickets/<int:number>  GET /desk/tickets/<int:number>/messages
    GET /desk/tickets/<int:number>/earlier
    GET /desk/drafts  GET /desk/tickets/<int:number>/draft  PUT /desk/tickets/<int:number>/draft
    DELETE /desk/tickets/<int:number>/draft  POST /desk/tickets/<int:number>/draft/undo
    POST /desk/tickets/<int:number>/draft/release
    POST /desk/tickets/<int:number>/replies  POST /desk/tickets/<int:number>/notes
    POST /desk/tickets/<int:number>/reopening
    PUT /desk/tickets/<int:number>/status  PUT /desk/tickets/<int:number>/priority
    PUT /desk/tickets/<int:number>/assignee  PUT /desk/tickets/<int:number>/team
    POST /desk/tickets/<int:number>/tags  DELETE /desk/tickets/<int:number>/tags/<path:name>
    PUT /desk/tickets/<int:number>/fields/<int:field_id>  PUT /desk/contacts/<int:identity>/fields/<int:field_id>
    PUT /desk/tickets/<int:number>/following  DELETE /desk/tickets/<int:number>/following
    GET /desk/tickets/<int:number>/others  GET /desk/tickets/<int:number>/merge  POST /desk/tickets/<int:number>/merge
    POST /desk/tickets/<int:number>/unmerge  POST /desk/tickets/<int:number>/split
    POST /desk/tickets/<int:number>/links  DELETE /desk/tickets/<int:number>/links/<int:other>
    PUT /desk/tickets/<int:number>/inbox
    POST /desk/uploads  DELETE /desk/uploads/<int:identity>
    GET /desk/pages/<int:identity>  GET /desk/pages/<int:identity>/<int:number>
    GET /desk/attachments/<int:identity>  GET /desk/attachments/<int:identity>/<path:_name>
    GET /desk/attachments/<int:identity>/mail  GET /desk/attachments/<int:identity>/mail/<int:number>
    GET /desk/messages/<int:identity>/source  GET /desk/messages/<int:identity>/pictures  GET /desk/pictures/<token>
    POST /desk/messages/<int:identity>/retry  POST /desk/messages/<int:identity>/redaction
    POST /desk/messages/<int:identity>/forward
    GET /desk/settings/macros  POST /desk/settings/macros  GET /desk/settings/macros/new
    GET /desk/settings/macros/<int:macro_id>  POST /desk/settings/macros/<int:macro_id>
    POST /desk/settings/macros/<int:macro_id>/archived
    GET /desk/macros  POST /desk/tickets/<int:number>/macros/<int:macro_id>
    GET /desk/notifications  POST /desk/notifications/read  POST /desk/tickets/<int:number>/read
    GET /desk/profile/notifications  POST /desk/profile/notifications  GET /desk/tickets/<int:number>/notifications
    DELETE /desk/tickets/<int:number>/read  GET /desk/reads
    POST /desk/tickets/bulk  POST /desk/tickets/bulk/<int:identity>/undo
    GET /desk/views  POST /desk/views  PUT /desk/views/<int:view_id>  DELETE /desk/views/<int:view_id>
    PUT /desk/views/order  GET /desk/views/fields  GET /desk/views/preview  GET /desk/views/belonging
    GET /desk/contacts  GET /desk/contacts/suggestions  GET /desk/contacts/<int:identity>
    POST /desk/contacts/<int:identity>
    POST /desk/contacts/<int:identity>/blocked  PUT /desk/contacts/<int:identity>/blocked
    POST /desk/contacts/<int:identity>/addresses/<int:address_id>/unsuppressed
    GET /desk/contacts/<int:identity>/twins  POST /desk/contacts/<int:identity>/merge
    POST /desk/contacts/<int:identity>/unmerge
    DELETE /desk/contacts/<int:identity>/blocked  POST /desk/contacts/<int:identity>/welcome
"""
LEAD = """
    GET /desk/suppressions
    GET /desk/deliveries  POST /desk/deliveries/<int:delivery_id>/retry
    GET /desk/envelopes  GET /desk/envelopes/<int:envelope_id>  POST /desk/envelopes/<int:envelope_id>/replay
    GET /desk/envelopes/days  POST /desk/envelopes/<int:envelope_id>/rejection
    GET /desk/stuck  POST /desk/stuck/<int:job_id>/drop  POST /desk/stuck/<int:job_id>/retry  POST /desk/stuck/retry
    GET /desk/satisfaction  GET /desk/satisfaction/answers
    GET /desk/settings/teams  POST /desk/settings/teams  GET /desk/settings/teams/<int:team_id>
    POST /desk/settings/teams/<int:team_id>  POST /desk/settings/teams/<int:team_id>/deletion
    GET /desk/settings/tags  POST /desk/settings/tags  GET /desk/settings/tags/<int:tag_id>
    POST /desk/settings/tags/<int:tag_id>  POST /desk/settings/tags/<int:tag_id>/merge
    POST /desk/settings/tags/<int:tag_id>/deletion
    GET /desk/settings/rules  POST /desk/settings/rules  GET /desk/settings/rules/new
    GET /desk/settings/rules/<int:rule_id>  POST /desk/settings/rules/<int:rule_id>
    POST /desk/settings/rules/<int:rule_id>/enabled  POST /desk/settings/rules/<int:rule_id>/position
    POST /desk/settings/rules/<int:rule_id>/deletion
"""
ADMIN = """
    GET /desk/settings/roles  POST /desk/settings/roles  GET /desk/settings/roles/new  GET /desk/settings/audit
    GET /desk/settings/roles/<int:role_id>  POST /desk/settings/roles/<int:role_id>
    POST /desk/settings/roles/<int:role_id>/deletion
    GET /desk/settings/fields  POST /desk/settings/fields  GET /desk/settings/fields/new
    GET /desk/settings/fields/<int:field_id>  POST /desk/settings/fields/<int:field_id>
    POST /desk/settings/fields/<int:field_id>/position  POST /desk/settings/fields/<int:field_id>/archived
    GET /desk/settings/general  POST /desk/settings/general  POST /desk/settings/general/machines
    GET /desk/settings/inboxes  POST /desk/settings/inboxes  GET /desk/settings/inboxes/new
    GET /desk/settings/inboxes/<int:inbox_id>  POST /desk/settings/inboxes/<int:inbox_id>
    POST /desk/settings/inboxes/<int:inbox_id>/disabled  POST /desk/settings/inboxes/<int:inbox_id>/enabled
    POST /desk/settings/inboxes/<int:inbox_id>/resumption  POST /desk/settings/inboxes/<int:inbox_id>/secret
    POST /desk/settings/inboxes/<int:inbox_id>/trials
    GET /desk/settings/agents  POST /desk/settings/agents  GET /desk/settings/agents/new
    GET /desk/settings/agents/<int:agent_id>  POST /desk/settings/agents/<int:agent_id>
    POST /desk/settings/agents/<int:agent_id>/activation  POST /desk/settings/agents/<int:agent_id>/deactivation
    POST /desk/settings/agents/<int:agent_id>/invitation
    GET /desk/settings/service-levels  POST /desk/settings/service-levels
"""
DEMO = """
    GET /demo  GET /demo/mailbox  GET /demo/mailbox/<int:message_id>  POST /demo/mailbox/<int:message_id>
    GET /demo/mailbox/write  POST /demo/mailbox/write  GET /demo/phone  POST /demo/phone  GET /demo/shop
"""
WITH_SOMETHING = (WITH_A_SECRET, WITH_A_VISITORS_TOKEN, WITH_A_SIGNED_LINK)
MAY = {"agent": {AGENT}, "lead": {AGENT, LEAD}, "admin": {AGENT, LEAD, ADMIN}}
JSON = {"Accept": "application/json"}


def listed(table):
    words = table.split()
    return set(zip(words[::2], words[1::2], strict=True))


def held():
    """Routes for whoever holds something, and no session."""
    return set().union(*map(listed, WITH_SOMETHING))


def routes(app):
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def path_of(rule):
    """A path that fits the rule and names nothing that exists."""
    return re.sub(r"<[^>]*>", lambda part: "4711" if part[0].startswith("<int:") else "nothing", rule)


def test_every_route_is_listed_and_every_listed_route_exists(app):
    assert routes(app) == set().union(
        *map(listed, (ANYBODY, *WITH_SOMETHING, AGENT, LEAD, ADMIN, DEMO if demo(app) else ""))
    )


def demo(app):
    return any(rule.rule.startswith("/demo") for rule in app.url_map.iter_rules())


def test_the_demos_doors_open_only_when_asked(app, make_app):
    assert not demo(app)
    assert routes(make_app(DEMO="1")) == routes(app) | listed(DEMO)


def test_every_view_says_whom_it_is_for(app):
    silent = {rule.rule for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "needs")}

    assert silent == {rule for _method, rule in listed(WITH_A_SECRET)} | {
        "/healthz", "/readyz", "/metrics", "/static/<path:filename>",
    }  # fmt: skip


@pytest.mark.parametrize("role", [None, *MAY])
def test_nobody_uses_a_route_of_a_higher_role(app, work, login, alma, role):
    with work():
        agent = an_agent("Somebody", role=role) if role else None
        if agent:
            _ = agent.role
    answers = {}
    for method, rule in routes(app) - held():
        browser = app.test_client()
        if agent:
            login(browser, agent)
        with browser.open(path_of(rule), method=method, json={} if method != "GET" else None, headers=JSON) as answer:
            answers[method, rule] = answer.status_code

    allowed = listed(ANYBODY).union(*map(listed, MAY.get(role or "", ())))
    refusal = 403 if role else 401
    assert {route for route, status in answers.items() if status == refusal} == answers.keys() - allowed
    assert {route for route, status in answers.items() if status >= 500} == set()


def test_without_the_secret_a_hook_takes_nothing(client, alma):
    for method, rule in listed(WITH_A_SECRET):
        assert client.open(path_of(rule), method=method, data={"email": "x"}).status_code == 403


def test_a_page_of_another_site_changes_nothing(make_app, login, alma):
    app = make_app()
    for method, rule in routes(app) - held():
        if method != "GET":
            answer = login(app.test_client(), alma).open(path_of(rule), method=method, json={}, headers=JSON)
            assert (answer.status_code, answer.json["error"]["code"]) == (403, "csrf"), rule
