"""Settings: inboxes. The form of an inbox's settings is drawn from its channel, so a new channel needs nothing here."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.accounts.models import Team
from helpdesk.accounts.queries import all_teams, team_with_id
from helpdesk.channels import inboxes
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of
from helpdesk.channels.registry import all_channels
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.desk.settings.inbox_reads import SETTING, all_inboxes, health_of, inbox_with_id, last_arrival, shown
from helpdesk.desk.settings.trial_reads import trial_shown
from helpdesk.kernel import forms
from helpdesk.kernel.body import BadInput, Body, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.tokens import BadToken
from helpdesk.kernel.web import see_other

bp = Blueprint("inboxes", __name__, url_prefix="/desk/settings/inboxes")


@bp.get("")
@permitted("settings.inboxes")
def index() -> ResponseReturnValue:
    """List the inboxes with how each is doing."""
    listed = [(inbox, health_of(inbox)) for inbox in all_inboxes()]
    return render_template("desk/settings/inboxes/index.html", inboxes=listed)


@bp.get("/new")
@permitted("settings.inboxes")
def new() -> ResponseReturnValue:
    """Ask for channel, name and address."""
    return render_template("desk/settings/inboxes/new.html", errors={}, typed={}, **_choices())


@bp.post("")
@permitted("settings.inboxes")
def create() -> ResponseReturnValue:
    """Open the inbox; its page says how to connect it."""
    sent = body("channel", "name", "address", "team")
    try:
        inbox = inboxes.create_inbox(
            channel=sent.choice("channel", list(all_channels())),
            name=sent.text("name"),
            address=sent.text("address"),
            team=_team(sent),
            by=me(),
        )
    except BadInput as error:
        return again("desk/settings/inboxes/new.html", error, **_choices())
    flash(_("%(name)s is open. Connect it below.", name=inbox.name), "good")
    return see_other(".show", inbox_id=inbox.id)


@bp.get("/<int:inbox_id>")
@permitted("settings.inboxes")
def show(inbox_id: int) -> ResponseReturnValue:
    """Show how to connect an inbox, how it is doing, and its settings."""
    return _page(inbox_with_id(inbox_id), {})


@bp.post("/<int:inbox_id>")
@permitted("settings.inboxes")
def update(inbox_id: int) -> ResponseReturnValue:
    """Change name, team and settings; a blank secret keeps the old one."""
    inbox = inbox_with_id(inbox_id)
    names = forms.names(channel_of(inbox).Settings)
    sent = body("name", "team", *(SETTING + name for name in names))
    answers = {name: str(sent.values.get(SETTING + name, "")) for name in names}
    try:
        inboxes.change_inbox(inbox, name=sent.text("name"), settings=answers, by=me())
        inboxes.hand_to(inbox, _team(sent), by=me())
    except BadToken:
        return _page(inbox, {"form": health_of(inbox).sentence}), 409
    except BadInput as error:
        culprit = f"{SETTING}{error.field}" if error.field in names else error.field
        return _page(inbox, {culprit or "form": error.words}), 422
    flash(_("%(name)s is up to date.", name=inbox.name), "good")
    return see_other(".show", inbox_id=inbox.id)


@bp.post("/<int:inbox_id>/enabled")
@permitted("settings.inboxes")
def enable(inbox_id: int) -> ResponseReturnValue:
    """Take messages again."""
    inbox = inbox_with_id(inbox_id)
    inboxes.enable(inbox, by=me())
    flash(_("%(name)s takes messages again.", name=inbox.name), "good")
    return see_other(".show", inbox_id=inbox.id)


@bp.post("/<int:inbox_id>/disabled")
@permitted("settings.inboxes")
def disable(inbox_id: int) -> ResponseReturnValue:
    """Keep aside what arrives."""
    inbox = inbox_with_id(inbox_id)
    inboxes.disable(inbox, by=me())
    flash(_("What arrives for %(name)s is kept aside from now on.", name=inbox.name), "good")
    return see_other(".show", inbox_id=inbox.id)


@bp.post("/<int:inbox_id>/resumption")
@permitted("settings.inboxes")
def resume(inbox_id: int) -> ResponseReturnValue:
    """Let what waits leave again, after the credentials were mended."""
    inbox = inbox_with_id(inbox_id)
    inboxes.resume(inbox, by=me())
    flash(_("%(name)s sends again.", name=inbox.name), "good")
    return see_other(".show", inbox_id=inbox.id)


@bp.post("/<int:inbox_id>/secret")
@permitted("settings.inboxes")
def renew_secret(inbox_id: int) -> ResponseReturnValue:
    """Give the inbox another hook address."""
    inbox = inbox_with_id(inbox_id)
    inboxes.renew_secret(inbox, by=me())
    flash(_("The old address is dead. Give the new one to your provider."), "good")
    return see_other(".show", inbox_id=inbox.id)


def _page(inbox: Inbox, errors: dict[str, str]) -> str:
    typed: Any = request.form if errors else {"name": inbox.name, "team": inbox.team_id or ""}
    return render_template(
        "desk/settings/inboxes/show.html",
        inbox=inbox,
        health=health_of(inbox),
        arrived_at=last_arrival(inbox),
        trial=trial_shown(inbox),
        errors=errors,
        typed=typed,
        **shown(inbox, errors),
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    teams = [(team.id, team.name) for team in all_teams()]
    return {"channels": [(key, str(channel.label)) for key, channel in all_channels().items()], "teams": teams}


def _team(sent: Body) -> Team | None:
    identity = sent.maybe_id("team")
    try:
        return team_with_id(identity) if identity else None
    except NotFound:
        raise BadInput(_("This team is gone."), "team") from None
