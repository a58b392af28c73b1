"""Verbs on definitions: create, change, move, archive and restore a custom field. Each change is an event."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.custom_fields.events import (
    CustomFieldArchived,
    CustomFieldChanged,
    CustomFieldCreated,
    CustomFieldMoved,
    CustomFieldRestored,
)
from helpdesk.custom_fields.models import CustomField, Kind, Subject
from helpdesk.custom_fields.naming import key_for, label_of, options_of
from helpdesk.custom_fields.reading import all_fields, forget_fields, has_values, living_fields
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import contested, db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _

MOST_FIELDS = 50


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A field as somebody wants it; `options` matter to a choice, `required` to tickets."""

    label: str
    type: str
    options: Sequence[str] = ()
    required: bool = False


def create_field(subject: Subject, draft: Draft, *, by: Acts) -> CustomField:
    """Ask for one more thing; it comes last. Raises `BadInput`."""
    columns = _checked(subject, draft)
    known = [field for field in all_fields() if field.subject == subject]
    if sum(field.archived_at is None for field in known) >= MOST_FIELDS:
        raise BadInput(_("There can be %(most)s fields at most.", most=MOST_FIELDS), "label")
    _refuse_twin(subject, str(columns["label"]))
    field = CustomField(
        **columns,
        subject=subject,
        key=key_for(str(columns["label"]), {one.key for one in known}),
        position=max((one.position for one in known), default=0) + 1,
    )
    with contested():
        db.session.add(field)
    db.session.flush()
    forget_fields()
    record(CustomFieldCreated(field, subject, field.type), by=by)
    return field


def change_field(field: CustomField, draft: Draft, *, by: Acts) -> None:
    """Let a field be another one. Raises `BadInput`, for another type too once something is written in it."""
    lock(field)
    columns = _checked(Subject(field.subject), draft)
    changed = tuple(name for name, value in columns.items() if getattr(field, name) != value)
    if not changed:
        return
    if "label" in changed:
        _refuse_twin(Subject(field.subject), str(columns["label"]), but=field)
    if "type" in changed and has_values(field):
        raise BadInput(_("Something is written in this field already, so its type must stay."), "type")
    for name in changed:
        setattr(field, name, columns[name])
    forget_fields()
    record(CustomFieldChanged(field, changed), by=by)


def move_field(field: CustomField, *, to: int, by: Acts) -> None:
    """Put a field at another place of its row, counted from 0; beyond an end is the end."""
    row = living_fields(Subject(field.subject))
    lock(*row)
    row.sort(key=lambda one: (one.position, one.id))
    if field not in row:
        return
    at, to = row.index(field), max(0, min(to, len(row) - 1))
    if at == to:
        return
    row.insert(to, row.pop(at))
    for place, one in enumerate(row, start=1):
        one.position = place
    forget_fields()
    record(CustomFieldMoved(field, field.position), by=by)


def archive_field(field: CustomField, *, by: Acts) -> None:
    """Ask for it no more; what was written in it stays."""
    lock(field)
    if field.archived_at is None:
        field.archived_at = now()
        forget_fields()
        record(CustomFieldArchived(field), by=by)


def restore_field(field: CustomField, *, by: Acts) -> None:
    """Ask for it again; it comes last. Raises `BadInput` when another field has its name now."""
    lock(field)
    if field.archived_at is None:
        return
    _refuse_twin(Subject(field.subject), field.label, but=field)
    field.archived_at = None
    field.position = max(one.position for one in all_fields()) + 1
    forget_fields()
    record(CustomFieldRestored(field), by=by)


def _checked(subject: Subject, draft: Draft) -> dict[str, object]:
    if draft.type not in list(Kind):
        raise BadInput(_("This is not one of the choices."), "type")
    return {
        "label": label_of(draft.label),
        "type": str(draft.type),
        "options": options_of(draft.type, draft.options),
        "required": draft.required and subject == Subject.TICKET,
    }


def _refuse_twin(subject: Subject, label: str, *, but: CustomField | None = None) -> None:
    """Refuse a name that another living field has: nobody could tell the two apart."""
    if any(one.label.lower() == label.lower() for one in living_fields(subject) if one is not but):
        raise BadInput(_("There is a field of this name already."), "label")
