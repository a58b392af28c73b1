"""Conditions as people read and write them: one description for the builder of views and for the editor of rules.

Also how a condition stands in an address: `["all",["status","is","open"],["not",["tags","contains","spam"]]]`.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from helpdesk.accounts.models import Agent, Team
from helpdesk.channels.models import Inbox
from helpdesk.channels.registry import all_channels
from helpdesk.kernel.body import BadInput, json_object
from helpdesk.kernel.db import db
from helpdesk.kernel.filters import ME, Field, Filter, FilterError, Type
from helpdesk.kernel.i18n import lazy as _
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.models import Tag

MAX_WRITTEN = 3000  # Servers refuse much longer addresses.
MOST_TAGS = 500
NOT = "_not"  # "contains_not" is how forms spell {"not": {… "contains" …}}.
WITHOUT_VALUE = ("empty", "not_empty")
_HAVING = (
    ("contains", _("include")),
    ("contains_not", _("do not include")),
    ("empty", _("are none")),
    ("not_empty", _("are any")),
)
OPERATORS: Mapping[Type, Sequence[tuple[str, Any]]] = {
    Type.TEXT: (
        ("contains", _("contains")),
        ("contains_not", _("does not contain")),
        ("is", _("is exactly")),
        ("is_not", _("is not")),
        ("ends", _("ends with")),
        ("empty", _("is empty")),
        ("not_empty", _("is not empty")),
    ),
    Type.NUMBER: (
        ("is", _("is")),
        ("greater", _("is more than")),
        ("less", _("is less than")),
        ("empty", _("is empty")),
        ("not_empty", _("is not empty")),
    ),
    Type.DATE: (
        ("last", _("in the last")),
        ("ago", _("more than … ago")),
        ("next", _("in the next")),
        ("before", _("before")),
        ("after", _("after")),
        ("empty", _("is empty")),
        ("not_empty", _("is not empty")),
    ),
    Type.DAY: (
        ("before", _("is before")),
        ("after", _("is after")),
        ("is", _("is")),
        ("empty", _("is empty")),
        ("not_empty", _("is not empty")),
    ),
    Type.CHOICE: (("is", _("is")), ("is_not", _("is not"))),
    Type.REF: (("is", _("is")), ("is_not", _("is not")), ("empty", _("is empty")), ("not_empty", _("is not empty"))),
    Type.TAGS: _HAVING,
    Type.PEOPLE: _HAVING,
    Type.BOOLEAN: (("is", _("is")),),
}
WORDS = {
    "open": _("Open"), "pending": _("Pending"), "snoozed": _("Snoozed"), "resolved": _("Resolved"),
    "closed": _("Closed"), "low": _("Low"), "normal": _("Normal"), "high": _("High"), "urgent": _("Urgent"),
}  # fmt: skip
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))
SPANS = (
    ("30m", _("30 minutes")), ("1h", _("1 hour")), ("2h", _("2 hours")), ("4h", _("4 hours")), ("8h", _("8 hours")),
    ("1d", _("1 day")), ("2d", _("2 days")), ("3d", _("3 days")), ("7d", _("7 days")), ("14d", _("14 days")),
    ("30d", _("30 days")), ("90d", _("90 days")), ("365d", _("365 days")),
)  # fmt: skip
HIDDEN = frozenset({"contact"})  # A contact's id is nothing to choose; there are name and address.


def condition_in(written: str | None) -> Filter | None:
    """Read a condition from an address; None where there is none. Raises `BadInput` whose field is f."""
    if not written:
        return None
    if len(written) > MAX_WRITTEN:
        raise BadInput(str(_("This filter is too large for an address. Save it as a view.")), "f")
    try:
        return TICKETS.parse(_unpacked(json_object(f'{{"f":{written}}}'.encode("utf-8", "replace"))["f"]))
    except FilterError as error:
        raise placed(error, "f") from error
    except BadInput as error:
        raise BadInput(error.words, "f") from error


def placed(error: FilterError, name: str) -> BadInput:
    """Return the error with its place as the field: `filter.0.2` is the third test of the first group."""
    return BadInput(error.words, ".".join([name, *map(str, error.path)]))


def _unpacked(given: object) -> object:
    """Return the language's own words for the short form; what is neither is left for the vocabulary to refuse."""
    match given:
        case ["all" | "any" as join, *parts]:
            return {join: [_unpacked(part) for part in parts]}
        case ["not", part]:
            return {"not": _unpacked(part)}
        case [str(field), str(operator)]:
            return {"field": field, "op": operator}
        case [str(field), str(operator), value]:
            return {"field": field, "op": operator, "value": value}
    return given


def described() -> list[dict[str, Any]]:
    """Return every field that can be asked about: key, label, type, operators and choices, all in words."""
    return [
        {
            "key": field.key,
            "label": str(field.label),
            "type": field.type.value,
            "operators": [[key, str(words)] for key, words in OPERATORS[field.type]],
            "choices": [[key, str(words)] for key, words in _choices_with_me(field)],
        }
        for field in TICKETS.offered().values()
        if field.key not in HIDDEN
    ]


def _choices_with_me(field: Field) -> Sequence[tuple[str, Any]]:
    if field.type is Type.TAGS:
        tags = db.session.scalars(select(Tag.name).order_by(Tag.name).limit(MOST_TAGS))
        return [(name, name) for name in tags]
    if field.type is Type.DATE:
        return ()
    choices = choices_of(field) or ()
    return [(ME, _("Me")), *choices] if field.people else choices


def choices_of(field: Field) -> Sequence[tuple[str, Any]] | None:
    """Return the values a field can have, with their words; None where text is typed."""
    match field.type:
        case Type.BOOLEAN:
            return YES_OR_NO
        case Type.CHOICE:
            return worded(field.words()) if field.key in TICKETS.fields else [(word, word) for word in field.words()]
        case Type.DATE:
            return SPANS
        case Type.REF | Type.PEOPLE if field.key in REFERRED:
            named = REFERRED[field.key]
            found = select(named.id, named.name).order_by(func.lower(named.name), named.id)
            if named is Agent:
                found = found.where(Agent.deactivated_at.is_(None))
            return [(str(identity), name) for identity, name in db.session.execute(found)]
    return None


def worded(words: Collection[str]) -> list[tuple[str, Any]]:
    """Return closed words, or keys of channels, with what people call them."""
    return [
        (word, WORDS.get(word) or (all_channels()[word].label if word in all_channels() else word)) for word in words
    ]


REFERRED: Mapping[str, type[Agent | Team | Inbox]] = {
    "inbox": Inbox,
    "team": Team,
    "assignee": Agent,
    "followers": Agent,
}
