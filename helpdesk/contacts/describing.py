"""What agents note about a person: the company they speak for, when they are awake, their language, and free words."""

from dataclasses import asdict, dataclass

from babel import Locale, UnknownLocaleError

from helpdesk.accounts.profiles import known_zones
from helpdesk.contacts.events import ContactDescribed
from helpdesk.contacts.models import Contact
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _

MAX_COMPANY = 200
MAX_NOTES = 10_000
MAX_LOCALE = 12


@dataclass(frozen=True, kw_only=True)
class Description:
    """All of it, as typed; an empty text is nothing known."""

    company: str = ""
    tz: str = ""
    locale: str = ""
    notes: str = ""


def describe(contact: Contact, described: Description, *, by: Acts) -> None:
    """Keep what is known now; the same again changes nothing. Raises `BadInput`."""
    wanted = _checked(described)
    lock(contact)
    changed = tuple(name for name, value in wanted.items() if (getattr(contact, name) or "") != value)
    for name in changed:
        setattr(contact, name, wanted[name] or ("" if name in {"company", "notes"} else None))
    if changed:
        record(ContactDescribed(contact, changed), by=by)


def _checked(described: Description) -> dict[str, str]:
    wanted = {**asdict(described), "company": " ".join(described.company.split())}
    if len(wanted["company"]) > MAX_COMPANY or not wanted["company"].isprintable():
        raise BadInput(_("This must be one line of at most %(most)s characters.", most=MAX_COMPANY), "company")
    if wanted["tz"] and wanted["tz"] not in known_zones():
        raise BadInput(_("There is no such time zone."), "tz")
    if wanted["locale"] and not _is_language(wanted["locale"]):
        raise BadInput(_("There is no such language."), "locale")
    if len(wanted["notes"]) > MAX_NOTES:
        raise BadInput(_("This is too long (at most %(most)s characters).", most=MAX_NOTES), "notes")
    return wanted


def _is_language(code: str) -> bool:
    """Tell whether this is a language that people speak (BCP 47: pt, pt-BR)."""
    try:
        return len(code) <= MAX_LOCALE and Locale.parse(code) is not None
    except (UnknownLocaleError, ValueError):
        return False
