"""Runs a stand-in's server beside the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import Protocol


class Standin(Protocol):
    """Somebody who pretends: `url` is where, `awake` is clear while it answers nothing."""

    url: str
    awake: threading.Event


@contextmanager
def serving(standin: Standin, server: ThreadingHTTPServer) -> Iterator[None]:
    """Serve until the block ends, and let go of whoever still waits for an answer."""
    standin.awake.set()
    with server:
        standin.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            standin.awake.set()
            server.shutdown()
            thread.join()
