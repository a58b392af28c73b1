"""Settings of the web server: one gevent worker and a quick farewell. Read as a file, before any import of ours.

When the worker is asked to stop, open sockets are closed in sweeps (a client may come back before the listener closes):
with 1,000 sockets that takes 2-3 seconds instead of the 30 of gunicorn's patience.
"""

import os
from typing import TYPE_CHECKING, Any

import gevent

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker

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


def post_worker_init(worker: "Worker") -> None:
    """Watch for the end."""
    gevent.spawn(_drain, worker)


def _drain(worker: "Worker") -> None:
    while worker.alive:
        gevent.sleep(0.2)
    server: Any = worker.wsgi.extensions["socketio"].server
    while True:
        for socket in list(server.eio.sockets.values()):
            gevent.spawn(socket.close, wait=False, abort=True)
        gevent.sleep(0.2)
