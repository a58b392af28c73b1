"""What server-rendered pages share: the workspace's name, the reader's language, forms that come back with errors."""

from typing import Any

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from helpdesk.accounts.workspace import IDENTITY, NAME, workspace_name
from helpdesk.kernel import settings
from helpdesk.kernel.body import BadInput, Body
from helpdesk.kernel.db import in_unit
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import locale
from helpdesk.kernel.problems import Problem, wants_json
from helpdesk.kernel.settings import SettingRow
from helpdesk.tickets.breaker import PAUSED, is_paused
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Part, carried, part

MAX_DIGITS = 16
ON_EVERY_PAGE = (*IDENTITY, PAUSED.key)  # Read together, in one look-up.


def init_app(app: Flask) -> None:
    """Give every template `workspace_name`, `lang` and `may`."""
    app.context_processor(_shared)
    app.add_template_global(machines_paused)


def machines_paused() -> bool:
    """Tell the reader's page that machines are silent, if the reader may end that."""
    may = getattr(current_user, "may", None)
    return bool(in_unit() and may is not None and may("settings.general") and is_paused())


def _shared() -> dict[str, Any]:
    if "workspace_name" not in g and in_unit():
        settings.get_all(ON_EVERY_PAGE)
        g.workspace_name = workspace_name()
    return {"workspace_name": g.get("workspace_name", NAME.default), "lang": str(locale()).replace("_", "-")}


@carried("identity_of")
def _stored_identity(asked: Asked) -> Part | None:
    if not asked.whole_page:
        return None
    return part("identity_of", SettingRow.id, SettingRow.key, SettingRow.value).where(SettingRow.key.in_(ON_EVERY_PAGE))


def remember_identity(known: Names) -> None:
    """Take the workspace's name, colour and logo from what the page has read already."""
    stored = {found.name: found.extra for found in known.beside["identity_of"]}
    for key in ON_EVERY_PAGE:
        settings.prefill(key, stored.get(key))


def again(template: str, error: BadInput | Problem, *, field: str | None = None, **shown: Any) -> ResponseReturnValue:
    """Answer a form that cannot be taken: the page once more, the sentence beside its field, what was typed kept (422).

    `field` names the culprit when the error does not. A program that sent JSON gets the error itself.
    """
    if wants_json():
        raise error
    culprit = field or getattr(error, "field", None) or "form"
    words = error.words if isinstance(error, BadInput) else _(error.words)
    shown.setdefault("typed", request.form)
    return render_template(template, errors={culprit: words}, **shown), 422


def secret(body: Body, name: str = "password") -> str:
    """Return a password as it was typed: blanks at its ends belong to it. Raises `BadInput`."""
    value = body.values.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput(_("This is needed."), name)
    return value


def chosen_ids(body: Body, name: str, *, most: int = 500) -> list[int]:
    """Return the ids of the boxes that were checked; a form sends them as text. Raises `BadInput`."""
    given = body.texts(name, most=most)
    if not all(one.isascii() and one.isdigit() and len(one) < MAX_DIGITS for one in given):
        raise BadInput(_("This must be a list of ids."), name)
    return [int(one) for one in given]


def maybe_number(body: Body, name: str) -> int | None:
    """Return a whole number from zero on, as JSON or as typed; None for null or an empty field. Raises `BadInput`."""
    value = body.values.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    typed = value.strip() if isinstance(value, str) else value
    if isinstance(typed, str) and typed.isascii() and typed.isdigit() and len(typed) < MAX_DIGITS:
        return int(typed)
    if isinstance(typed, int) and not isinstance(typed, bool) and typed >= 0:
        return typed
    raise BadInput(_("This must be a whole number."), name)
