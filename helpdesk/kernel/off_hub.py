"""Work that holds a whole thread (hashing, waiting for the disk) done beside gevent's hub, so that sockets go on."""

from collections.abc import Callable
from typing import TypeVar

import gevent

from helpdesk.kernel.sqlite_mode import patched_by_gevent

T = TypeVar("T")


def off_hub(work: Callable[[], T]) -> T:
    """Return what `work` returns: from a thread of gevent's pool in a web process, directly anywhere else."""
    if not patched_by_gevent():
        return work()
    done: T = gevent.get_hub().threadpool.apply(work)
    return done
