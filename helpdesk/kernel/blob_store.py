"""Where the bytes of blobs are: a folder today; a bucket can follow without a change above.

A file appears whole or not at all, and what was put is on the disk when `put` returns.
"""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK_BYTES = 256 * 1024
SHA = re.compile(r"[0-9a-f]{64}")


class BlobMissing(LookupError):
    """There are no bytes under this name."""


class StorageUnavailable(RuntimeError):
    """The disk refused (full, read-only, broken): nothing was acknowledged, and trying again later may work."""


class Store(Protocol):
    """Keeps bytes under their SHA-256 in hex."""

    def put(self, data: BinaryIO) -> tuple[str, int]:
        """Keep the bytes durably; return their name and number. Raises `StorageUnavailable`."""

    def open(self, sha: str) -> BinaryIO:
        """Open the bytes for reading. Raises `BlobMissing` or `StorageUnavailable`."""

    def names(self) -> Iterator[tuple[str, float]]:
        """Yield the name of everything kept, and when it was last put (seconds since 1970)."""

    def discard(self, sha: str, *, before: float) -> bool:
        """Delete the bytes unless they were put again since `before`; tell whether they are gone."""


@dataclass(frozen=True)
class FolderStore:
    """Keeps each blob as `ab/cd/<sha256>` below a folder."""

    folder: Path
    # Folders whose own names this process has seen safely on the disk; nobody takes a folder away again.
    _lasting: set[str] = field(default_factory=set, compare=False, repr=False)

    def put(self, data: BinaryIO) -> tuple[str, int]:
        """Write to a draft while hashing, sync it, then rename: a reader never sees half a file."""
        with disk():
            drafts = self.folder / "drafts"
            drafts.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=drafts, delete=False) as draft:
                try:
                    sha, size = _copy(data, draft)
                    self._settle(Path(draft.name), sha, size)
                finally:
                    Path(draft.name).unlink(missing_ok=True)
            return sha, size

    def open(self, sha: str) -> BinaryIO:
        """Open the file."""
        with disk():
            try:
                return self._path(sha).open("rb")
            except FileNotFoundError as error:
                raise BlobMissing(sha) from error

    def names(self) -> Iterator[tuple[str, float]]:
        """Walk the folder; drafts that a killed process left have names of their own."""
        for pattern in ("??/??/*", "drafts/*"):
            for path in self.folder.glob(pattern):
                try:
                    yield path.name, path.stat().st_mtime
                except FileNotFoundError:  # Renamed or discarded meanwhile.
                    continue

    def discard(self, sha: str, *, before: float) -> bool:
        """Unlink the file, looking at its age once more while nobody can put it again."""
        path = self._path(sha) if SHA.fullmatch(sha) else self.folder / "drafts" / Path(sha).name
        with disk(), self._locked(fcntl.LOCK_EX):
            if not path.exists() or path.stat().st_mtime >= before:
                return False
            path.unlink()
            return True

    def _path(self, sha: str) -> Path:
        if not SHA.fullmatch(sha):
            raise BlobMissing(sha)
        return self.folder / sha[:2] / sha[2:4] / sha

    def _settle(self, draft: Path, sha: str, size: int) -> None:
        path, names = self._path(sha), {sha[:2], sha[:4]}
        if not path.parent.is_dir():
            self._lasting.difference_update(names)
            path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked(fcntl.LOCK_SH):
            if path.exists() and path.stat().st_size == size:
                path.touch()  # In use again: `discard` goes by age.
            else:
                draft.replace(path)
        # The names are on the disk only when their folders are: ab/cd/<sha>, cd in ab, ab in the store. Another process
        # may have made a folder and not come to its sync, so what counts is what we synced ourselves.
        _sync(path.parent)
        if sha[:4] not in self._lasting:
            _sync(path.parent.parent)
        if sha[:2] not in self._lasting:
            _sync(self.folder)
        self._lasting.update(names)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Hold the store's lock: shared to put, alone to discard. The system frees it when a process dies."""
        with (self.folder / "lock").open("ab") as lock:
            fcntl.flock(lock, how)
            yield


def sweep(store: Store, *, before: float, known: Callable[[Collection[str]], Collection[str]]) -> int:
    """Discard what is older than `before` (seconds since 1970) and not among the known names; return how many."""
    old = [name for name, written in store.names() if written < before]
    kept = set(known(old))
    return sum(store.discard(name, before=before) for name in old if name not in kept)


@contextmanager
def disk() -> Iterator[None]:
    """Turn what the disk refuses into `StorageUnavailable`."""
    try:
        yield
    except OSError as error:
        raise StorageUnavailable(error.strerror or "unknown error") from error


def _copy(data: BinaryIO, draft: "tempfile._TemporaryFileWrapper[bytes]") -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := data.read(CHUNK_BYTES):
        digest.update(chunk)
        size += draft.write(chunk)
    draft.flush()
    os.fsync(draft.fileno())
    return digest.hexdigest(), size


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
