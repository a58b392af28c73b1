"""A small burst of mails while processes are killed; `python -m tests.burst` is the large one."""

import pytest

from tests.burst import burst


@pytest.mark.timeout(420)
@pytest.mark.database
def test_nothing_that_was_acknowledged_is_lost_when_processes_are_killed(serve, database):
    server = serve()

    outcome = burst(server, database.url, mails=200, kills=2, report=lambda _line: None)

    assert outcome.kills == {"web": 2, "worker": 2}
    assert outcome.problems() == []
