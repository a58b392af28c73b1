"""An agent's own page: name, signature, language and time zone; and the password."""

from typing import Any

from babel import Locale
from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.accounts import logging_in, profiles
from helpdesk.accounts.logging_in import WrongCredentials
from helpdesk.accounts.passwords import MIN_CHARACTERS
from helpdesk.accounts.throttle import TooManyTries
from helpdesk.desk.door import let_in, me, permitted
from helpdesk.desk.pages import again, secret
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import known_locales
from helpdesk.kernel.web import see_other

bp = Blueprint("profile", __name__, url_prefix="/desk/profile")


@bp.get("")
@permitted()
def show() -> ResponseReturnValue:
    """Show both forms."""
    return render_template("desk/profile.html", errors={}, typed=_as_typed(), **_choices())


@bp.post("")
@permitted()
def update() -> ResponseReturnValue:
    """Keep the profile."""
    sent = body("name", "signature", "tz", "locale", "theme", "density", "single_keys")
    try:
        profiles.update_profile(
            me(),
            name=sent.text("name"),
            signature=sent.text("signature", most=profiles.MAX_SIGNATURE, required=False),
            tz=sent.text("tz", required=False) or None,
            locale=sent.text("locale", required=False) or None,
            look=profiles.Look(
                sent.text("theme", required=False) or me().theme,
                sent.text("density", required=False) or me().density,
                sent.switch("single_keys"),
            ),
            by=me(),
        )
    except BadInput as error:
        return again("desk/profile.html", error, **_choices())
    flash(_("Your profile is saved."), "good")
    return see_other(".show")


@bp.post("/password")
@permitted()
def change_password() -> ResponseReturnValue:
    """Change the password; every other session of this agent ends."""
    sent, agent = body("old", "new"), me()
    try:
        logging_in.confirm(agent, secret(sent, "old"), ip=request.remote_addr or "")
        profiles.change_password(agent, secret(sent, "new"), by=agent)
    except WrongCredentials:
        return _password_again(BadInput(_("This is not your present password.")), "old")
    except TooManyTries as error:
        return _password_again(error, "old")
    except BadInput as error:
        return _password_again(error, "old" if error.field == "old" else "new")
    let_in(agent)
    flash(_("Your password is changed. Other devices have to log in again."), "good")
    return see_other(".show")


def _password_again(error: BadInput | TooManyTries, field: str) -> ResponseReturnValue:
    return again("desk/profile.html", error, field=field, typed=_as_typed(), **_choices())


def _as_typed() -> dict[str, Any]:
    agent = me()
    return {
        "name": agent.name,
        "signature": agent.signature,
        "tz": agent.tz or "",
        "locale": agent.locale or "",
        "theme": agent.theme,
        "density": agent.density,
        "single_keys": agent.single_keys,
    }


def _choices() -> dict[str, Any]:
    languages = [(code, Locale.parse(code).get_display_name(code) or code) for code in known_locales()]
    zones = [(zone, zone.replace("_", " ")) for zone in profiles.known_zones()]
    return {
        "languages": languages,
        "zones": zones,
        "themes": [("system", _("As the system says")), ("light", _("Light")), ("dark", _("Dark"))],
        "densities": [("comfortable", _("Comfortable")), ("compact", _("Compact"))],
        "least": MIN_CHARACTERS,
    }
