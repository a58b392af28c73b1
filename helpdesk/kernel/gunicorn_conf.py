"""Settings of the web server: one gevent worker and a quick farewell. Read as a file, before any import of ours.

When the worker is asked to stop, open sockets are closed in sweeps (a client may come back before the listener closes):
with 1,000 sockets that takes 2-3 seconds instead of the 30 of gunicorn's patience.
"""

import ctypes
import os
import select
import signal
import sys
from typing import TYPE_CHECKING, Any

import gevent

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker

PR_SET_PDEATHSIG = 1
LOOK_SECONDS = 0.2
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '5000')}"
raw_env = ["HELPDESK_ROLE=web"]
worker_class = "gevent"
workers = 1
worker_connections = 6000
keepalive = 5
timeout = 60
graceful_timeout = 20
control_socket_disable = True
accesslog = None
loglevel = "warning"
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def on_starting(_server: object) -> None:
    """Die with the supervisor, however it dies (on Linux)."""
    if sys.platform == "linux" and os.environ.get("HELPDESK_ROLE") == "web":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def post_worker_init(worker: "Worker") -> None:
    """Serve when the database is ready, from then on tell the news, and watch for the end."""
    _wait_at_the_gate(worker)
    for begin in worker.wsgi.extensions["helpdesk_serving"]:
        begin()
    gevent.spawn(_drain, worker)


def _wait_at_the_gate(worker: "Worker") -> None:
    """Wait until the supervisor has migrated and closes its end of the pipe; it stays closed for who comes later."""
    gate = os.environ.get("HELPDESK_GATE")
    while gate and not select.select([int(gate)], [], [], LOOK_SECONDS)[0]:
        worker.notify()
        if not worker.alive:
            sys.exit()


def _drain(worker: "Worker") -> None:
    while worker.alive:
        gevent.sleep(0.2)
    server: Any = worker.wsgi.extensions["socketio"].server
    while True:
        for socket in list(server.eio.sockets.values()):
            gevent.spawn(socket.close, wait=False, abort=True)
        gevent.sleep(0.2)
