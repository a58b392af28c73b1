"""`python -m tests.bench --size small|full`: measure, print a table, write instance/bench.json."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpdesk.demo.synthetic import make_tickets
from tests import servers
from tests.bench.apps import ADMIN, analysed, bench
from tests.bench.lanes import lanes
from tests.bench.mail import accepted, processed
from tests.bench.many import many
from tests.bench.pages import pages
from tests.bench.rows import HEAD, Row, write
from tests.bench.served import Browser, accepting, bare_weight, hearing, served, weight
from tests.bench.talk import answering, chats, texts
from tests.bench.weights import cold

RESULT = servers.PROJECT / "instance" / "bench.json"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    tickets: tuple[int, ...]
    mails: int
    jobs: int
    desks: int


SIZES = {
    "small": Size(tickets=(1_000, 20_000), mails=300, jobs=4_000, desks=20),
    "full": Size(tickets=(1_000, 20_000, 100_000), mails=1_000, jobs=10_000, desks=200),
}


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small")
    size = SIZES[parser.parse_args().size]
    pipe = servers.open_session()
    rows: list[Row] = []
    try:
        with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder:
            _say(HEAD)
            for row in _measure(size, Path(folder)):
                _say(row.line())
                rows.append(row)
    finally:
        if pipe is not None:
            servers.close_session(pipe)
    write(rows, RESULT)
    _say(f"written to {RESULT}")
    return 0


def _measure(size: Size, folder: Path) -> Iterator[Row]:
    for database in ("SQLite", "PostgreSQL"):
        (folder / database).mkdir()
        yield from _in_process(size, database, folder / database)
    yield from _served(size, folder / "served")


def _in_process(size: Size, database: str, folder: Path) -> Iterator[Row]:
    with bench(database, folder / f"bench_{database.lower()}") as made:
        yield from accepted(made, size.mails)
        yield from processed(made, size.mails, at="0")
        yield from texts(made, size.mails)
        yield from chats(made, size.mails)
        yield from lanes(made, size.jobs)
        there = 0
        for count in size.tickets:
            with made.app.app_context():
                make_tickets(count - there, seed=count)
                analysed()
            there = count
            yield from pages(made, at=f"{count:,}")
        yield from many(made, at=f"{there:,}")
        yield from processed(made, size.mails, at=f"{there:,}")


def _served(size: Size, folder: Path) -> Iterator[Row]:
    floor = bare_weight()
    with served(folder, WORKER="external") as (server, hook, started):
        yield Row("from start to first page, migrations included", "s", started, None, 1)
        yield Row("memory of the web process, fresh", "MB", weight(server), floor, 1)
        yield from accepting(server, hook, 2 * size.mails)
        server.cli("work", "--until-idle")
        yield from hearing(server, size.desks, 40)
        agent = Browser(server.url, ADMIN)
        yield from answering(server, agent, 40)
        yield from cold(server, agent.get("/desk/tickets?view=all")["tickets"][0]["number"])
        yield Row("memory of the web process, after load", "MB", weight(server), floor, 1)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
