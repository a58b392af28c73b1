"""Which custom fields there are, and whether anything is written in one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import InstrumentedAttribute

from helpdesk.custom_fields.models import CustomField, Subject
from helpdesk.kernel.db import db, memo
from helpdesk.kernel.problems import NotFound

MEMO = "custom_fields"
_kept_in: dict[str, InstrumentedAttribute[Any]] = {}


def keeps_values(subject: Subject, column: InstrumentedAttribute[Any]) -> None:
    """Say which column holds the values of a subject's fields; its package calls this once."""
    _kept_in[subject] = column


def all_fields() -> Sequence[CustomField]:
    """Return every definition in its order, archived ones too; read once a unit."""
    kept = memo()
    if MEMO not in kept:
        order = (CustomField.subject, CustomField.position, CustomField.id)
        kept[MEMO] = db.session.scalars(select(CustomField).order_by(*order)).all()
    return list(kept[MEMO])


def forget_fields() -> None:
    """Read the definitions again when they are next asked for; whoever changes one calls this."""
    memo().pop(MEMO, None)


def living_fields(subject: Subject) -> list[CustomField]:
    """Return the fields that are asked for, in their order."""
    return [field for field in all_fields() if field.subject == subject and field.archived_at is None]


def archived_fields(subject: Subject) -> list[CustomField]:
    """Return the fields nobody is asked for any more."""
    return [field for field in all_fields() if field.subject == subject and field.archived_at is not None]


def field_with_id(identity: int, *, subject: Subject | None = None) -> CustomField:
    """Return a definition, of one subject if it is given. Raises `NotFound`."""
    field = db.session.get(CustomField, identity)
    if field is None or subject not in {None, field.subject}:
        raise NotFound
    return field


def has_values(field: CustomField) -> bool:
    """Tell whether anything is written in this field anywhere."""
    column = _kept_in[field.subject]
    return bool(db.session.scalar(select(exists().where(column[field.key].as_string().is_not(None)))))
