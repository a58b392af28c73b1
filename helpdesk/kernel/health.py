"""/healthz: the process lives. /readyz: it can serve (database, Redis, disk, work in time). /metrics: Prometheus."""

import os
import shutil
from datetime import timedelta
from typing import Any

import prometheus_client
import redis
from flask import Blueprint, Flask, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.kernel.clock import now
from helpdesk.kernel.counters import Counter
from helpdesk.kernel.db import db, insert_into
from helpdesk.kernel.jobs import Job

bp = Blueprint("health", __name__)
FREE_SHARE = 0.05
OLDEST_DUE = timedelta(minutes=10)


def init_app(app: Flask) -> None:
    """Add the three URLs."""
    app.register_blueprint(bp)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(ok=True)


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say whether this process can do its work, and what stands in the way. Its write is the reason it is listed."""
    database = _database()
    work = _work() if database["ok"] else database  # Asked again, a locked database would keep us waiting again.
    checks = {"database": database, "redis": _redis(), "disk": _disk(), "work": work}
    ok = all(check["ok"] for check in checks.values())
    return jsonify(ok=ok, checks=checks), 200 if ok else 503


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Return Prometheus' text format: the process, waiting and stuck jobs."""
    with_lines = prometheus_client.generate_latest().decode()
    waiting = db.session.scalar(select(func.count()).select_from(Job).where(Job.failed_at.is_(None))) or 0
    stuck = db.session.scalar(select(func.count()).select_from(Job).where(Job.failed_at.is_not(None))) or 0
    with_lines += f"# TYPE helpdesk_jobs_waiting gauge\nhelpdesk_jobs_waiting {waiting}\n"
    with_lines += f"# TYPE helpdesk_jobs_stuck gauge\nhelpdesk_jobs_stuck {stuck}\n"
    return Response(with_lines, content_type=prometheus_client.CONTENT_TYPE_LATEST)


def _database() -> dict[str, Any]:
    second = int(now().timestamp())
    try:
        statement = insert_into(Counter).values(name="readyz", value=second)
        db.session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": second}))
    except SQLAlchemyError:
        db.session.rollback()
        return {"ok": False}
    return {"ok": True}


def _redis() -> dict[str, Any]:
    url = current_app.config["REDIS_URL"]
    if not url:
        return {"ok": True, "used": False}
    try:
        redis.Redis.from_url(url, socket_timeout=2).ping()
    except redis.RedisError:
        return {"ok": False, "used": True}
    return {"ok": True, "used": True}


def _disk() -> dict[str, Any]:
    """Look where rows and where mails are kept, which may be two disks; the fuller one is told."""
    config = current_app.config
    folders = [folder for folder in (config["INSTANCE"], config["BLOBS"]) if folder.exists()]  # Mails make theirs anew.
    usages = [shutil.disk_usage(folder) for folder in folders]
    roomy = all(usage.free > FREE_SHARE * usage.total for usage in usages)
    writable = all(os.access(folder, os.W_OK) for folder in folders)
    return {"ok": roomy and writable, "free_bytes": min(usage.free for usage in usages)}


def _work() -> dict[str, Any]:
    oldest = db.session.scalar(select(func.min(Job.run_at)).where(Job.failed_at.is_(None)))
    age = (now() - oldest).total_seconds() if oldest else 0.0
    return {"ok": age < OLDEST_DUE.total_seconds(), "oldest_due_seconds": max(0, round(age))}
