"""Bytes kept once under their SHA-256: raw mails, attachments. What `store` returned is on the disk.

The file is written before its row, so a row never points at nothing; a file without a row is what a crash may leave.
"""

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from flask import Flask, current_app
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import Base, BigId, db, insert_into

CHUNK_BYTES = 256 * 1024
SHA = re.compile(r"[0-9a-f]{64}")


class BlobMissing(LookupError):
    """There are no bytes under this name."""


class StorageUnavailable(RuntimeError):
    """The disk refused (full, read-only, broken): nothing was acknowledged, and trying again later may work."""


class Blob(Base):
    """What is known about kept bytes: their name, size in bytes, and the type they first came with."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigId)
    media_type: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Store(Protocol):
    """Where the bytes are. A folder today; a bucket can follow without a change above."""

    def put(self, data: BinaryIO) -> tuple[str, int]:
        """Keep the bytes durably; return their SHA-256 in hex and their number."""

    def open(self, sha: str) -> BinaryIO:
        """Open the bytes for reading. Raises `BlobMissing`."""

    def names(self) -> Iterator[tuple[str, float]]:
        """Yield the SHA-256 of everything kept, and when it was written (seconds since 1970)."""


@dataclass(frozen=True)
class FolderStore:
    """Keeps each blob as `ab/cd/<sha256>` below a folder."""

    folder: Path

    def put(self, data: BinaryIO) -> tuple[str, int]:
        """Write to a draft while hashing, sync it, then rename: a reader never sees half a file."""
        with _writing():
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
        with _reading():
            return self._path(sha).open("rb")

    def names(self) -> Iterator[tuple[str, float]]:
        """Walk the folder; drafts are not blobs."""
        for path in self.folder.glob("??/??/*"):
            if SHA.fullmatch(path.name):
                yield path.name, path.stat().st_mtime

    def _path(self, sha: str) -> Path:
        if not SHA.fullmatch(sha):
            raise BlobMissing(sha)
        return self.folder / sha[:2] / sha[2:4] / sha

    def _settle(self, draft: Path, sha: str, size: int) -> None:
        path = self._path(sha)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size == size:
            path.touch()  # A sweep for files without a row goes by age: this one is in use again.
        else:
            draft.replace(path)
        # The names are on the disk only when their folders are: ab/cd/<sha>, cd in ab, ab in the store.
        for folder in (path.parent, path.parent.parent, self.folder):
            _sync_folder(folder)


def init_app(app: Flask) -> None:
    """Choose the store that the configuration names."""
    app.extensions["blobs"] = FolderStore(Path(app.config["BLOBS"]))


def store(data: bytes | BinaryIO, *, media_type: str) -> Blob:
    """Keep the bytes and their row in this unit, and return the row; the same bytes are kept once.

    The first media type stays. Raises `StorageUnavailable`; then nothing is kept.
    """
    sha, size = _store().put(io.BytesIO(data) if isinstance(data, bytes) else data)
    row = {"sha256": sha, "size": size, "media_type": media_type[:255], "created_at": now()}
    db.session.execute(insert_into(Blob).values(row).on_conflict_do_nothing())
    return db.session.get_one(Blob, sha)


def open_blob(sha: str) -> BinaryIO:
    """Open the bytes for reading. Raises `BlobMissing` or `StorageUnavailable`."""
    return _store().open(sha)


def read(sha: str) -> bytes:
    """Return the bytes whole. Raises `BlobMissing` or `StorageUnavailable`."""
    with _reading(), open_blob(sha) as file:
        return file.read()


def exists(sha: str) -> bool:
    """Tell whether the bytes are there, whatever the table says."""
    try:
        open_blob(sha).close()
    except BlobMissing:
        return False
    return True


def kept() -> Iterator[tuple[str, float]]:
    """Yield the name and age mark of everything in the store, for the check that files and rows agree."""
    return _store().names()


def _store() -> Store:
    chosen: Store = current_app.extensions["blobs"]
    return chosen


@contextmanager
def _reading() -> Iterator[None]:
    with _writing():
        try:
            yield
        except FileNotFoundError as error:
            raise BlobMissing(str(error.filename)) from error


@contextmanager
def _writing() -> Iterator[None]:
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


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
