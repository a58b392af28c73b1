"""Every event has a name of its own and a sentence that tells a person what happened."""

from collections import Counter

import pytest

from helpdesk.kernel.events import Event, known_events
from tests.servers import PROJECT


def test_no_two_events_share_a_name(app):
    assert [name for name, times in Counter(kind.name for kind in known_events()).items() if times > 1] == []


@pytest.mark.parametrize("kind", known_events(), ids=lambda kind: kind.name)
def test_an_event_has_a_sentence(kind: type[Event]):
    assert (PROJECT / "templates" / "events" / f"{kind.name}.html").is_file()


@pytest.mark.parametrize("kind", known_events(), ids=lambda kind: kind.name)
def test_an_event_is_named_after_its_subject(kind: type[Event]):
    assert kind.name.isascii()
    assert kind.name == kind.name.lower()
    assert kind.subject_kind
