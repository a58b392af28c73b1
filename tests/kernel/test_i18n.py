"""Words and instants reach a reader in his own language and zone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string

from helpdesk.kernel import i18n
from helpdesk.kernel.clock import freeze, thaw
from helpdesk.kernel.i18n import Speech, ago, clock_time, day, gettext, instant, lazy, ngettext, speaking

GERMAN = Speech("de", "Europe/Berlin")
MIDNIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    catalogue = Catalog(locale="de")
    catalogue.add("Hello %(name)s", "Hallo %(name)s")
    catalogue.add("100% sure", "100% sicher")
    catalogue.add(("%(num)s ticket", "%(num)s tickets"), ("%(num)s Anfrage", "%(num)s Anfragen"))
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "TRANSLATIONS", tmp_path)
    i18n._catalogue.cache_clear()
    yield
    i18n._catalogue.cache_clear()


@pytest.fixture
def site():
    app = Flask(__name__)
    i18n.init_app(app)
    return app


def test_english_needs_no_catalogue():
    assert gettext("Hello %(name)s", name="Dora") == "Hello Dora"
    assert gettext("100% sure") == "100% sure"
    assert [ngettext("%(num)s ticket", "%(num)s tickets", n) for n in (1, 2)] == ["1 ticket", "2 tickets"]


def test_a_german_reads_german():
    with speaking(GERMAN):
        assert gettext("Hello %(name)s", name="Dora") == "Hallo Dora"
        assert gettext("100% sure") == "100% sicher"
        assert ngettext("%(num)s ticket", "%(num)s tickets", 3) == "3 Anfragen"
        assert gettext("Not translated yet") == "Not translated yet"


def test_a_label_written_at_import_time_is_translated_when_shown():
    label = lazy("Hello %(name)s", name="Dora")
    assert str(label) == "Hello Dora"
    with speaking(GERMAN):
        assert str(label) == "Hallo Dora"


def test_a_template_escapes_what_it_fills_in(site):
    page = '{{ _("Hello %(name)s", name="<b>") }}, {{ ngettext("%(num)s ticket", "%(num)s tickets", 2) }}'
    with site.test_request_context(), speaking(GERMAN):
        assert render_template_string(page) == "Hallo &lt;b&gt;, 2 Anfragen"


def test_the_reader_of_a_request_is_asked_how_he_is_spoken_to(site, monkeypatch):
    monkeypatch.setattr(i18n, "_chooser", [])
    i18n.choose_by(lambda: GERMAN)
    with site.test_request_context():
        assert gettext("100% sure") == "100% sicher"
        assert render_template_string("{{ at|clock_time }}", at=MIDNIGHT) == "00:30"
    assert gettext("100% sure") == "100% sure"


def test_an_instant_is_shown_in_the_readers_zone():
    assert day(MIDNIGHT) == "Mar 1, 2026"
    with speaking(GERMAN):
        assert day(MIDNIGHT) == "02.03.2026"
        assert day(date(2026, 3, 1)) == "01.03.2026"
        assert clock_time(MIDNIGHT) == "00:30"
        assert instant(MIDNIGHT, "short").startswith("02.03.26")


def test_it_says_how_long_ago():
    freeze(MIDNIGHT)
    assert ago(MIDNIGHT - timedelta(hours=3)) == "3 hours ago"
    assert ago(MIDNIGHT + timedelta(minutes=5)) == "in 5 minutes"
    thaw()


@pytest.mark.parametrize("name", ["xx", "", "de_XX_YY_ZZ", "../../etc/passwd", "Europe", "\0", "é"])
def test_an_unknown_language_or_zone_falls_back(name):
    with speaking(Speech(name, name)):
        assert gettext("100% sure") == "100% sure"
        assert day(MIDNIGHT) == "Mar 1, 2026"


def test_it_knows_its_languages():
    assert i18n.known_locales() == ["de", "en"]
