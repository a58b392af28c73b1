"""Settings: the custom fields of tickets and contacts, in their order; a page for each."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.custom_fields.defining import Draft, archive_field, change_field, create_field, move_field, restore_field
from helpdesk.custom_fields.models import CustomField, Kind, Subject
from helpdesk.custom_fields.reading import archived_fields, field_with_id, has_values, living_fields
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again, maybe_number
from helpdesk.kernel.body import BadInput, Body, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy
from helpdesk.kernel.web import see_other

bp = Blueprint("fields", __name__, url_prefix="/desk/settings/fields")
PAGE = "desk/settings/fields/show.html"
MAX_OPTIONS_TEXT = 10_000
KINDS = {
    Kind.TEXT: lazy("Text"),
    Kind.NUMBER: lazy("Number"),
    Kind.DATE: lazy("Date"),
    Kind.CHOICE: lazy("Choice"),
    Kind.CHECKBOX: lazy("Checkbox"),
}


@bp.get("")
@permitted("settings.fields")
def index() -> ResponseReturnValue:
    """List the fields of both, with those that were archived."""
    lists = [(subject, living_fields(subject), archived_fields(subject)) for subject in Subject]
    return render_template("desk/settings/fields/index.html", lists=lists, kinds=KINDS)


@bp.get("/new")
@permitted("settings.fields")
def new() -> ResponseReturnValue:
    """Ask what the field shall be."""
    of = request.args.get("of")
    subject = Subject(of) if of in list(Subject) else Subject.TICKET
    return render_template(PAGE, errors={}, typed={"type": Kind.TEXT}, **_shown(None, subject))


@bp.post("")
@permitted("settings.fields")
def create() -> ResponseReturnValue:
    """Ask for one more thing."""
    sent = body("of", "label", "type", "options", "required")
    subject = Subject(sent.choice("of", list(Subject)))
    try:
        field = create_field(subject, _draft(sent), by=me())
    except BadInput as error:
        return again(PAGE, error, **_shown(None, subject))
    flash(_("The field %(label)s is there.", label=field.label), "good")
    return see_other(".index")


@bp.get("/<int:field_id>")
@permitted("settings.fields")
def show(field_id: int) -> ResponseReturnValue:
    """Show a field."""
    field = field_with_id(field_id)
    typed = {
        "label": field.label, "type": field.type, "options": "\n".join(field.options), "required": field.required,
    }  # fmt: skip
    return render_template(PAGE, errors={}, typed=typed, **_shown(field, Subject(field.subject)))


@bp.post("/<int:field_id>")
@permitted("settings.fields")
def update(field_id: int) -> ResponseReturnValue:
    """Let it be another one."""
    field = field_with_id(field_id)
    sent = body("label", "type", "options", "required")
    try:
        change_field(field, _draft(sent, was=field), by=me())
    except BadInput as error:
        return again(PAGE, error, **_shown(field, Subject(field.subject)))
    flash(_("The field %(label)s is kept.", label=field.label), "good")
    return see_other(".index")


@bp.post("/<int:field_id>/position")
@permitted("settings.fields")
def move(field_id: int) -> ResponseReturnValue:
    """Put it at another place of its row, counted from 0."""
    place = maybe_number(body("to"), "to")
    if place is None:
        raise BadInput(_("This must be a whole number."), "to")
    move_field(field_with_id(field_id), to=place, by=me())
    return see_other(".index")


@bp.post("/<int:field_id>/archived")
@permitted("settings.fields")
def archive(field_id: int) -> ResponseReturnValue:
    """Ask for it no more, or again."""
    field, on = field_with_id(field_id), body("on").switch("on")
    try:
        if on:
            archive_field(field, by=me())
        else:
            restore_field(field, by=me())
    except BadInput as error:
        flash(error.words, "bad")
        return see_other(".index")
    words = _("%(label)s is archived; what was written in it stays.") if on else _("%(label)s is asked for again.")
    flash(words % {"label": field.label}, "good")
    return see_other(".index")


def _draft(sent: Body, *, was: CustomField | None = None) -> Draft:
    """Return the field as it was sent; a form whose type may not change does not send one."""
    kind = sent.text("type", required=was is None) or (was.type if was else "")
    return Draft(
        label=sent.text("label"),
        type=kind,
        options=sent.text("options", most=MAX_OPTIONS_TEXT, required=False).splitlines(),
        required=sent.switch("required"),
    )


def _shown(field: CustomField | None, subject: Subject) -> dict[str, Any]:
    kinds = [(kind.value, words) for kind, words in KINDS.items()]
    return {"known": field, "subject": subject, "kinds": kinds, "settled": field is not None and has_values(field)}
