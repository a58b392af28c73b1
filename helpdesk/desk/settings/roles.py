"""Settings: roles. The built-in ones to look at, and others to make, change and delete; each change asks who it is."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.accounts.custom_roles import (
    BuiltIn,
    RoleInUse,
    change_role_words,
    create_role,
    delete_role,
    holders,
    role_with_id,
)
from helpdesk.accounts.models import Role
from helpdesk.accounts.permissions import WORDS
from helpdesk.accounts.roles import all_roles
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.desk.proving import proved
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.web import see_other

bp = Blueprint("roles", __name__, url_prefix="/desk/settings/roles")
PAGE = "desk/settings/roles/show.html"


@bp.get("")
@permitted("settings.roles")
def index() -> ResponseReturnValue:
    """List the roles."""
    return render_template("desk/settings/roles/index.html", roles=all_roles(), holders=holders(), words=WORDS)


@bp.get("/new")
@permitted("settings.roles")
def new() -> ResponseReturnValue:
    """Ask what the role shall be."""
    return render_template(PAGE, errors={}, **_of(None))


@bp.post("")
@permitted("settings.roles")
@proved
def create() -> ResponseReturnValue:
    """Make a role."""
    sent = body("name", "permissions[]")
    try:
        role = create_role(sent.text("name"), sent.texts("permissions[]"), by=me())
    except BadInput as error:
        return again(PAGE, error, **_of(None))
    flash(_("The role %(name)s is there. Give it to somebody under Agents.", name=role.name), "good")
    return see_other(".index")


@bp.get("/<int:role_id>")
@permitted("settings.roles")
def show(role_id: int) -> ResponseReturnValue:
    """Show a role and what it may do."""
    return render_template(PAGE, errors={}, **_of(role_with_id(role_id)))


@bp.post("/<int:role_id>")
@permitted("settings.roles")
@proved
def update(role_id: int) -> ResponseReturnValue:
    """Rename a role and say what it may do."""
    role, sent = role_with_id(role_id), body("name", "permissions[]")
    try:
        change_role_words(role, sent.text("name"), sent.texts("permissions[]"), by=me())
    except (BadInput, BuiltIn) as error:
        return again(PAGE, error, **_of(role))
    flash(_("%(name)s is up to date.", name=role.name), "good")
    return see_other(".index")


@bp.post("/<int:role_id>/deletion")
@permitted("settings.roles")
@proved
def delete(role_id: int) -> ResponseReturnValue:
    """Do away with a role nobody has."""
    role = role_with_id(role_id)
    body()
    try:
        delete_role(role, by=me())
    except (BuiltIn, RoleInUse) as error:
        return again(PAGE, error, typed={"name": role.name}, **_of(role))
    flash(_("The role %(name)s is gone.", name=role.name), "good")
    return see_other(".index")


def _of(role: Role | None) -> dict[str, Any]:
    sent = request.form if "name" in request.form else None
    chosen = sent.getlist("permissions[]") if sent is not None else role.permissions if role else ["tickets.work"]
    shown: dict[str, Any] = {"role": role, "chosen": chosen, "words": list(WORDS.items())}
    return shown if request.method == "POST" else shown | {"typed": {"name": role.name if role else ""}}
