"""What the tests of verbs share: several hands at the same moment."""

from threading import Barrier, Thread

import pytest


@pytest.fixture
def at_once(work):
    """Do several things at the same moment, each in a unit of its own; returns what they raised."""

    def do(*acts):
        start, raised = Barrier(len(acts)), []

        def one(act):
            start.wait(10)
            try:
                with work():
                    act()
            except Exception as error:  # noqa: BLE001 -- The test says what may be raised.
                raised.append(error)

        threads = [Thread(target=one, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return raised

    return do
