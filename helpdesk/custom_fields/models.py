"""The definition of a custom field. Its key never changes: values and conditions are kept under it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.db import Row


class Subject(StrEnum):
    """What a field belongs to."""

    TICKET = "ticket"
    CONTACT = "contact"


class Kind(StrEnum):
    """What a field holds. A date is a day of the calendar, without an hour or a zone."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHECKBOX = "checkbox"


class CustomField(Row):
    """One field. `options` are the words of a choice; `required` stops agents from resolving without it.

    A field is archived, never deleted: what was written in it stays, and comes back with it.
    """

    __tablename__ = "custom_fields"
    __table_args__: Any = (
        CheckConstraint("subject IN ('ticket', 'contact')", name="subject"),
        CheckConstraint("type IN ('text', 'number', 'date', 'choice', 'checkbox')", name="type"),
        CheckConstraint("subject = 'ticket' OR NOT required", name="required"),
        UniqueConstraint("subject", "key"),
        {"sqlite_autoincrement": True},
    )

    subject: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(60))
    type: Mapped[str] = mapped_column(String(10))
    options: Mapped[list[Any]] = mapped_column(default=list)
    required: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(Integer)
    archived_at: Mapped[datetime | None]
