"""Every door of the desk says whom it lets in; tests/laws/test_permissions.py sees to it that it keeps to that."""

from helpdesk.accounts.permissions import WORDS
from helpdesk.desk.door import ANY_AGENT, ANYBODY

NO_DESK = ("static", "health.", "hooks.", "surveys.", "widget_", "demo.")
PUBLIC = {
    "brand.logo",
    "brand.sheet",
    "invitation.accept",
    "invitation.show",
    "login.enter",
    "login.home",
    "login.show",
    "setup.finish",
    "setup.show",
}


def test_every_door_says_what_it_needs(app):
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(NO_DESK):
            needs = getattr(app.view_functions[rule.endpoint], "needs", None)
            assert needs in {ANYBODY, ANY_AGENT, *WORDS}, rule.endpoint
            assert (needs == ANYBODY) == (rule.endpoint in PUBLIC), rule.endpoint
