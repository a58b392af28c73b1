"""The name of a field for people, its choices, and the key under which its values are kept for good."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from helpdesk.custom_fields.models import Kind
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.i18n import gettext as _

MAX_LABEL = 60
MAX_KEY = 40
MAX_OPTION = 80
MOST_OPTIONS = 100
GAPS = re.compile(r"[^a-z0-9]+")


def label_of(typed: str) -> str:
    """Return a field's name in its one spelling. Raises `BadInput`."""
    label = " ".join(typed.split())
    if not label or len(label) > MAX_LABEL or not label.isprintable():
        raise BadInput(_("A field needs a name of at most %(most)s characters.", most=MAX_LABEL), "label")
    return label


def options_of(kind: str, typed: Sequence[str]) -> list[str]:
    """Return the words of a choice, each once, in their order; other types have none. Raises `BadInput`."""
    if kind != Kind.CHOICE:
        return []
    words = list(dict.fromkeys(" ".join(word.split()) for word in typed if word.strip()))
    if not words:
        raise BadInput(_("A choice needs something to choose from."), "options")
    if len(words) > MOST_OPTIONS:
        raise BadInput(_("There can be %(most)s choices at most.", most=MOST_OPTIONS), "options")
    if any(len(word) > MAX_OPTION or not word.isprintable() for word in words):
        raise BadInput(_("A choice is one line of at most %(most)s characters.", most=MAX_OPTION), "options")
    return words


def key_for(label: str, taken: Collection[str]) -> str:
    """Return a key for a new field: its name in plain letters, with a number when that is taken."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    key = GAPS.sub("_", plain).strip("_")[:MAX_KEY].rstrip("_") or "field"
    spellings = [key, *(f"{key[: MAX_KEY - 4]}_{number}" for number in range(2, len(taken) + 3))]
    return next(spelling for spelling in spellings if spelling not in taken)
