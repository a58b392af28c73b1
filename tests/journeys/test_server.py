"""`python wsgi.py` as a whole: it starts, answers, and comes back by itself."""

import urllib.request

import pytest

from tests.live_server import LiveServer, until

pytestmark = pytest.mark.timeout(300)


def test_it_starts_and_says_it_is_ready(serve):
    server = serve()

    with urllib.request.urlopen(f"{server.url}/readyz", timeout=5) as answer:
        assert answer.status == 200


@pytest.mark.postgres
@pytest.mark.redis
def test_it_runs_on_postgresql_and_redis_with_a_worker_apart(serve, postgres, redis_url):
    server = serve(DATABASE_URL=postgres.url, REDIS_URL=redis_url, WORKER="external")

    with urllib.request.urlopen(f"{server.url}/readyz", timeout=5) as answer:
        assert answer.status == 200
    assert server.cli("work", "--until-idle")[0]["failed"] == 0


def test_web_and_worker_come_back_after_being_killed(serve):
    server = serve()
    killed = {child.pid for child in server.children()}

    server.kill_children()

    until(lambda: len({child.pid for child in server.children()} - killed) >= 2, what="a new web and worker process")
    until(server.answers, seconds=20, what="an answer from the new web process")


def test_a_stopped_server_leaves_no_process_behind(serve):
    server = serve()
    family = server.children()

    server.stop()

    assert [child for child in family if child.is_running()] == []


def test_a_server_without_its_database_says_so_in_one_sentence(tmp_path):
    server = LiveServer(tmp_path, {"DATABASE_URL": "postgresql://127.0.0.1:1/helpdesk"})

    with pytest.raises(AssertionError) as said:
        server.start()
    assert "The database cannot be used: " in str(said.value)
    assert "Traceback" not in str(said.value)


def test_a_server_that_cannot_prepare_its_database_ends_whole_and_says_why(tmp_path):
    (tmp_path / "helpdesk.db").write_bytes(b"This was a shopping list. " * 200)
    server = LiveServer(tmp_path, {})

    with pytest.raises(AssertionError, match="file is not a database"):
        server.start()
    until(lambda: not server.is_served(), what="the end of the web process")
