"""Where mails come from on the command line: files, folders, or one mail on standard input."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from helpdesk.kernel.commandline import Unusable

STANDARD_INPUT = "-"


class Mail(NamedTuple):
    """One mail and where it lay; `path` is `-` for standard input."""

    path: str
    raw: bytes


def mails(paths: Sequence[Path]) -> Iterator[Mail]:
    """Yield every mail below the paths in a fixed order; without paths, the one on standard input.

    Hidden files are no mails. Raises `Unusable` for a file that cannot be read.
    """
    if not paths:
        yield Mail(STANDARD_INPUT, sys.stdin.buffer.read())
    for path in paths:
        for file in _files(path):
            yield Mail(_shown(file), _read(file))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unusable(f"{_shown(file)} cannot be read: {error.strerror}.") from error


def _shown(file: Path) -> str:
    """Return the path as text; a name that is no UTF-8 must not break the JSON it goes into."""
    return os.fsencode(file).decode("utf-8", "replace")
