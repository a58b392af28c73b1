"""/healthz, /readyz and /metrics tell the truth."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest

from helpdesk.kernel import health
from helpdesk.kernel.clock import now
from helpdesk.kernel.jobs import enqueue, job
from tests.servers import free_port

pytestmark = pytest.mark.database


@pytest.fixture
def ring():
    @job("tests.ring", tries=1)
    def ring():
        raise RuntimeError

    return ring


def test_a_process_that_answers_lives(client):
    assert client.get("/healthz").json == {"ok": True}


def test_a_helpdesk_in_order_is_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert all(check["ok"] for check in answer.json["checks"].values())


def test_it_is_not_ready_when_the_database_takes_no_writes(read_only, doors):
    client = doors()
    with read_only():
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json["checks"]["database"] == {"ok": False}
        assert client.get("/healthz").status_code == 200


def test_it_is_not_ready_when_the_database_is_away(doors):
    answer = doors(DATABASE_URL="postgresql://127.0.0.1:9/nothing").get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"]["database"] == {"ok": False}


def test_it_is_not_ready_when_redis_is_away(doors):
    answer = doors(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0").get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"]["redis"] == {"ok": False, "used": True}


def test_it_is_not_ready_when_the_disk_is_full(client, monkeypatch):
    monkeypatch.setattr(health, "FREE_SHARE", 1.0)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"]["disk"]["ok"] is False


def test_the_disk_of_mails_counts_beside_the_disk_of_rows(client, app, monkeypatch, tmp_path):
    mails = tmp_path / "mails"
    mails.mkdir()
    roomy, fullest = SimpleNamespace(total=100, free=90), SimpleNamespace(total=100, free=4)
    monkeypatch.setitem(app.config, "BLOBS", mails)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: fullest if folder == mails else roomy)
    assert client.get("/readyz").json["checks"]["disk"] == {"ok": False, "free_bytes": 4}


def test_it_is_not_ready_when_work_is_left_lying(client, work, ring):
    with work():
        enqueue(ring, {}, run_at=now() - timedelta(minutes=11))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"]["work"]["oldest_due_seconds"] >= 660


def test_work_with_a_date_is_not_late(client, work, ring):
    with work():
        enqueue(ring, {}, run_at=now() + timedelta(days=3))
    assert client.get("/readyz").json["checks"]["work"] == {"ok": True, "oldest_due_seconds": 0}


def test_waiting_and_stuck_work_is_counted(client, work, ring, run_jobs):
    with work():
        enqueue(ring, {})
    assert "helpdesk_jobs_waiting 1\n" in client.get("/metrics").text
    run_jobs()
    text = client.get("/metrics").text
    assert "helpdesk_jobs_waiting 0\n" in text
    assert "helpdesk_jobs_stuck 1\n" in text
