"""Bytes kept once under their SHA-256: raw mails, attachments. What `store` returned is on the disk.

The file is written before its row, so a row never points at nothing. A file that a crash left without a row is swept
away after a day.
"""

import io
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import BinaryIO

from flask import Flask, current_app
from sqlalchemy import Executable, String, select
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.blob_store import BlobMissing, FolderStore, StorageUnavailable, Store, disk, sweep
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import Base, BigId, core, db, dialect, insert_into
from helpdesk.kernel.off_hub import off_hub
from helpdesk.kernel.timers import every

SWEPT_AFTER = timedelta(hours=24)
ASKED_AT_ONCE = 500


class Blob(Base):
    """What is known about kept bytes: their name, size in bytes, and the type they first came with.

    `erased_at`: the bytes were deleted for good (kernel/erasing.py); that there were any stays.
    """

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigId)
    media_type: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=now)
    erased_at: Mapped[datetime | None]


def init_app(app: Flask) -> None:
    """Choose the store that the configuration names."""
    app.extensions["blobs"] = FolderStore(Path(app.config["BLOBS"]))


def store(data: bytes | BinaryIO, *, media_type: str) -> Blob:
    """Keep the bytes and their row in this unit, and return what the row says; the same bytes are kept once.

    The first media type stays. Raises `StorageUnavailable`; then nothing is kept.
    """
    place, source = _store(), io.BytesIO(data) if isinstance(data, bytes) else data
    sha, size = off_hub(lambda: place.put(source))  # It waits for the disk.
    row = {"sha256": sha, "size": size, "media_type": media_type[:255], "created_at": now()}
    if core().execute(_unless_known(dialect()), row).first():
        return Blob(**row)
    blob = db.session.get_one(Blob, sha)
    if blob.erased_at is not None:
        blob.erased_at = None
    return blob


def discard(sha: str, *, before: float) -> bool:
    """Delete bytes that were not put again since an instant (seconds since 1970); tell whether they are gone."""
    return _store().discard(sha, before=before) or not exists(sha)


@cache
def _unless_known(_dialect: str) -> Executable:
    return insert_into(Blob).on_conflict_do_nothing().returning(Blob.sha256)


def open_blob(sha: str) -> BinaryIO:
    """Open the bytes for reading. Raises `BlobMissing` or `StorageUnavailable`."""
    return _store().open(sha)


def read(sha: str) -> bytes:
    """Return the bytes whole. Raises `BlobMissing` or `StorageUnavailable`."""
    with disk(), open_blob(sha) as file:
        return file.read()


def exists(sha: str) -> bool:
    """Tell whether the bytes are there, whatever the table says."""
    try:
        open_blob(sha).close()
    except BlobMissing:
        return False
    return True


def kept() -> Iterator[tuple[str, float]]:
    """Yield the name of everything in the store and when it was last put, for the check that files and rows agree.

    A name that is no SHA-256 is a draft which a killed process left; `sweep_orphans` takes it away.
    """
    return _store().names()


@every("blobs.sweep_orphans", timedelta(hours=6))
def sweep_orphans() -> None:
    """Delete files that have had no row for a day."""
    sweep(_store(), before=(now() - SWEPT_AFTER).timestamp(), known=_with_rows)


def _with_rows(names: Collection[str]) -> set[str]:
    listed, found = list(names), set[str]()
    for start in range(0, len(listed), ASKED_AT_ONCE):
        some = listed[start : start + ASKED_AT_ONCE]
        found.update(db.session.scalars(select(Blob.sha256).where(Blob.sha256.in_(some))))
    return found


def _store() -> Store:
    chosen: Store = current_app.extensions["blobs"]
    return chosen


__all__ = [
    "Blob", "BlobMissing", "StorageUnavailable", "discard", "exists", "init_app", "kept", "open_blob", "read", "store",
    "sweep_orphans",
]  # fmt: skip
