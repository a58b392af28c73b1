"""Words in the reader's language and instants in the reader's zone (gettext and Babel).

Who reads is said by callbacks (`choose_by`) or, in jobs and mails, by `speaking`. English is written in the code, so it
needs no catalogue; a translation is a folder in helpdesk/translations.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.support import LazyProxy, NullTranslations, Translations
from flask import Flask, has_request_context

from helpdesk.kernel.clock import now

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
ENGLISH = Locale("en")
Style = Literal["short", "medium", "long", "full"]


class Speech(NamedTuple):
    """How somebody is spoken to: locale as `de` or `pt_BR`, zone as `Europe/Berlin`; None means the default."""

    locale: str | None = None
    timezone: str | None = None


_chooser: list[Callable[[], Speech]] = []
_speech: ContextVar[Speech | None] = ContextVar("speech", default=None)


def init_app(app: Flask) -> None:
    """Give templates `_`, `gettext`, `ngettext` and the filters `instant`, `day`, `clock_time`, `ago`."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # Jinja fills in the values itself, escaping them, so it gets the functions that only look up.
    app.jinja_env.install_gettext_callables(_look_up, _look_up_plural, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(instant=instant, day=day, clock_time=clock_time, ago=ago)
    app.jinja_env.globals["locale"] = locale


def choose_by(chooser: Callable[[], Speech]) -> Callable[[], Speech]:
    """Ask this function, in requests, how the reader is spoken to; the last one registered wins."""
    _chooser[:] = [chooser]
    return chooser


@contextmanager
def speaking(speech: Speech) -> Iterator[None]:
    """Speak this way inside, whoever is logged in: for mails to somebody else."""
    token = _speech.set(speech)
    try:
        yield
    finally:
        _speech.reset(token)


def locale() -> Locale:
    """Return the reader's locale; an unknown one becomes English."""
    return _locale(_speaks().locale or "en")


def timezone() -> tzinfo:
    """Return the reader's zone; an unknown one becomes UTC."""
    return _zone(_speaks().timezone or "UTC")


def gettext(message: str, /, **values: object) -> str:
    """Translate; with values, fill `%(name)s` in the translation."""
    text = _look_up(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Translate in the form that the number asks for; `%(num)s` is the number, other values fill their names."""
    return _look_up_plural(singular, plural, number) % {"num": number, **values}


def lazy(message: str, /, **values: object) -> Any:
    """Return what translates itself when it is shown: for labels written at import time."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def instant(at: datetime, style: Style = "medium") -> str:
    """Write an instant as date and time, in the reader's language and zone."""
    return format_datetime(at, style, tzinfo=timezone(), locale=locale())


def day(on: date | datetime, style: Style = "medium") -> str:
    """Write a date; an instant becomes the date it has in the reader's zone."""
    local = on.astimezone(timezone()) if isinstance(on, datetime) else on
    return format_date(local, style, locale=locale())


def clock_time(at: datetime, style: Style = "short") -> str:
    """Write an instant's time of day in the reader's zone."""
    return format_time(at, style, tzinfo=timezone(), locale=locale())


def ago(at: datetime) -> str:
    """Write how long ago, or how soon, an instant is: "3 hours ago", "in 5 minutes"."""
    return format_timedelta(at - now(), add_direction=True, locale=locale())


def known_locales() -> list[str]:
    """Return the languages there is a catalogue for, and English."""
    return sorted({"en", *(path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))})


def _look_up(message: str) -> str:
    return _catalogue(locale()).ugettext(message)


def _look_up_plural(singular: str, plural: str, number: int) -> str:
    return _catalogue(locale()).ungettext(singular, plural, number)


def _speaks() -> Speech:
    said = _speech.get()
    if said is not None:
        return said
    return _chooser[-1]() if _chooser and has_request_context() else Speech()


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return ENGLISH


@lru_cache(maxsize=640)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # Unknown, a folder of zones, not a name at all.
        return UTC


@lru_cache(maxsize=64)
def _catalogue(chosen: Locale) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [str(chosen), chosen.language])
