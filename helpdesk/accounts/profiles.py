"""What agents say about themselves, and their password."""

from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

from helpdesk.accounts import passwords
from helpdesk.accounts.events import PasswordChanged, ProfileChanged
from helpdesk.accounts.models import Agent, Density, Theme
from helpdesk.accounts.sessions import end_sessions
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import known_locales

MAX_NAME = 120
MAX_SIGNATURE = 2000


class Look(NamedTuple):
    """How an agent's own screen looks and listens: words of `Theme` and `Density`, and whether single keys act."""

    theme: str = Theme.SYSTEM
    density: str = Density.COMFORTABLE
    single_keys: bool = True


def update_profile(
    agent: Agent, *, name: str, signature: str, tz: str | None, locale: str | None, look: Look, by: Acts
) -> None:
    """Change name, signature, time zone (`Europe/Berlin`), language and look. Raises `BadInput` with the field."""
    if tz is not None and tz not in known_zones():
        raise BadInput(_("There is no such time zone."), "tz")
    if locale is not None and locale not in known_locales():
        raise BadInput(_("There is no such language."), "locale")
    if len(signature) > MAX_SIGNATURE:
        raise BadInput(_("This is too long (at most %(most)s characters).", most=MAX_SIGNATURE), "signature")
    for field, word, words in (("theme", look.theme, Theme), ("density", look.density, Density)):
        if word not in list(words):
            raise BadInput(_("This is not one of the choices."), field)
    new = {"name": fitting_name(name), "signature": signature, "tz": tz, "locale": locale, **look._asdict()}
    lock(agent)
    changed = tuple(field for field, value in new.items() if getattr(agent, field) != value)
    for field in changed:
        setattr(agent, field, new[field])
    if changed:
        record(ProfileChanged(agent, changed), by=by)


@cache
def known_zones() -> tuple[str, ...]:
    """Return every time zone by its name; looking them up reads a folder, so it is done once."""
    return tuple(sorted(available_timezones()))


def change_password(agent: Agent, password: str, *, by: Acts) -> None:
    """Set another password; every session ends. Who asks has proved the old one. Raises `PasswordRefused`."""
    new = passwords.hash_of(passwords.fitting(password))
    lock(agent)
    agent.password_hash = new
    agent.invitation_hash = agent.invited_until = None
    end_sessions(agent)
    record(PasswordChanged(agent), by=by)


def fitting_name(name: str) -> str:
    """Return a name that may stand in a mail's From. Raises `BadInput`."""
    kept = " ".join(name.split())
    if not kept or not kept.isprintable() or len(kept) > MAX_NAME:
        raise BadInput(_("A name of at most %(most)s characters is needed.", most=MAX_NAME), "name")
    return kept
