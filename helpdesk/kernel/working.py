"""The worker as a process: threads that run jobs until SIGTERM, woken by commits; its exit leaves no lease behind."""

import gc
import logging
import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from types import FrameType

from flask import Flask

from helpdesk.kernel.db import db, unit
from helpdesk.kernel.timers import plan_housekeeping
from helpdesk.kernel.wakeups import Listener
from helpdesk.kernel.worker import Worker

log = logging.getLogger("helpdesk.worker")
IDLE_SECONDS = 0.5
TROUBLE_SECONDS = 1.0
THREADS_ON_POSTGRESQL = 3
GARBAGE = (20_000, 20, 50)
Context = Callable[[], AbstractContextManager[object]]
Beside = Callable[[Context, threading.Event], object]
_beside: list[Beside] = []


def alongside(run: Beside) -> Beside:
    """Run the function in a thread of each worker process until the event is set; the context is an app's."""
    _beside.append(run)
    return run


def run_forever(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; the job in hand is finished first (its lease would bring it back otherwise)."""
    stop = threading.Event()
    workers: list[Worker] = []

    def asked(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        for worker in workers:
            worker.stopping = True

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)
    spare_garbage()
    runs: list[Callable[[threading.Event], object]] = [partial(_work, worker) for worker in _crew(app, workers)]
    runs += [partial(run, app.app_context) for run in _beside]
    threads = [threading.Thread(target=_loop, args=(app, run, stop)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def spare_garbage() -> None:
    """Let nobody look through what is loaded again and again: that took a tenth of the worker's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _crew(app: Flask, workers: list[Worker]) -> list[Worker]:
    """SQLite has one writer, so one thread thinks and one sends; PostgreSQL carries a few of each."""
    with app.app_context():
        count = 1 if db.engine.dialect.name == "sqlite" else THREADS_ON_POSTGRESQL
    workers.extend(Worker(sending=sending) for sending in (False, True) for _ in range(count))
    return workers


def _loop(app: Flask, run: Callable[[threading.Event], object], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with app.app_context():
                run(stop)
        except Exception:  # Mostly the database is away or full. Nothing is lost, and a dead thread would help nobody.
            log.exception("worker_trouble")
            stop.wait(TROUBLE_SECONDS)


def _work(worker: Worker, stop: threading.Event) -> None:
    listener = Listener(db.engine)
    try:
        with unit():
            plan_housekeeping()
        while not stop.is_set():
            if not worker.round():
                listener.wait(IDLE_SECONDS)
    finally:
        listener.close()
