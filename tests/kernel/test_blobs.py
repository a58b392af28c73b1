"""Blobs: what was stored is on the disk, once, whole, and found again by its SHA-256."""

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from helpdesk.kernel import blobs
from helpdesk.kernel.blob_store import CHUNK_BYTES, FolderStore
from helpdesk.kernel.blobs import Blob, BlobMissing, StorageUnavailable
from helpdesk.kernel.timers import plan_housekeeping

MAIL = b"Subject: hello\r\n\r\nMy parcel is late.\r\n"
SHA = hashlib.sha256(MAIL).hexdigest()
pytestmark = pytest.mark.database


def files(app) -> list[Path]:
    return [path for path in Path(app.config["BLOBS"]).glob("*/*/*") if path.is_file()]


def test_it_gives_back_the_bytes_it_was_given(db):
    blob = blobs.store(MAIL, media_type="message/rfc822")
    assert (blob.sha256, blob.size, blob.media_type) == (SHA, len(MAIL), "message/rfc822")
    assert blobs.read(SHA) == MAIL
    assert blobs.exists(SHA)
    with blobs.open_blob(SHA) as file:
        assert file.read(8) == b"Subject:"


def test_it_stores_a_stream_larger_than_its_window(db):
    big = os.urandom(3 * CHUNK_BYTES + 17)
    blob = blobs.store(io.BytesIO(big), media_type="application/pdf")
    assert blob.size == len(big)
    assert blobs.read(blob.sha256) == big


def test_it_stores_nothing_too(db):
    assert blobs.read(blobs.store(b"", media_type="text/plain").sha256) == b""


def test_the_same_bytes_are_kept_once(app, db):
    for media_type in ("text/plain", "application/octet-stream"):
        blobs.store(MAIL, media_type=media_type)
    assert db.scalar(select(func.count()).select_from(Blob)) == 1
    assert [path.name for path in files(app)] == [SHA]
    assert db.get_one(Blob, SHA).media_type == "text/plain"


def test_ten_that_store_the_same_at_once_all_succeed(app, work):
    def keep(_number: int) -> str:
        with work():
            return blobs.store(MAIL, media_type="message/rfc822").sha256

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(keep, range(10))) == {SHA}
    with work() as session:
        assert session.scalar(select(func.count()).select_from(Blob)) == 1
        assert blobs.read(SHA) == MAIL


@pytest.fixture
def synced(monkeypatch):
    """What was brought to the disk, in order."""
    seen: list[str] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        seen.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    return seen


def test_file_and_folders_are_on_the_disk_before_it_returns(app, db, synced):
    blobs.store(MAIL, media_type="message/rfc822")
    (kept,) = files(app)
    assert "/drafts/" in synced[0]
    assert synced[1:] == [str(folder) for folder in list(kept.parents)[:3]]


def test_a_folder_whose_name_is_on_the_disk_is_not_brought_there_again(app, db, synced):
    blobs.store(MAIL, media_type="message/rfc822")
    (kept,) = files(app)
    synced.clear()
    blobs.store(MAIL, media_type="message/rfc822")
    assert synced[1:] == [str(kept.parent)]


def test_a_folder_that_was_taken_away_is_brought_to_the_disk_again(app, db, synced):
    blobs.store(MAIL, media_type="message/rfc822")
    (kept,) = files(app)
    kept.unlink()
    kept.parent.rmdir()
    synced.clear()
    blobs.store(MAIL, media_type="message/rfc822")
    assert synced[1:] == [str(folder) for folder in list(kept.parents)[:3]]


def test_a_damaged_file_is_replaced_when_its_bytes_come_again(app, db):
    blobs.store(MAIL, media_type="message/rfc822")
    files(app)[0].write_bytes(b"half")
    blobs.store(MAIL, media_type="message/rfc822")
    assert blobs.read(SHA) == MAIL


@pytest.mark.parametrize("sha", ["0" * 64, "", "../../../etc/passwd", "a" * 63 + "/", SHA.upper()])
def test_what_is_not_there_is_missing(db, sha):
    with pytest.raises(BlobMissing):
        blobs.read(sha)
    assert not blobs.exists(sha)


def test_a_disk_that_refuses_leaves_no_row(app, db):
    folder = Path(app.config["BLOBS"])
    folder.mkdir(exist_ok=True)
    (folder / "drafts").write_text("a file where the folder should be")
    with pytest.raises(StorageUnavailable):
        blobs.store(MAIL, media_type="message/rfc822")
    assert db.get(Blob, SHA) is None
    (folder / "drafts").unlink()


def test_a_stream_that_breaks_leaves_nothing(app, db):
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _window: object) -> int:
            raise OSError(5, "Input/output error")

    with pytest.raises(StorageUnavailable):
        blobs.store(io.BufferedReader(Broken()), media_type="message/rfc822")
    assert files(app) == []
    assert list(blobs.kept()) == []


def test_it_lists_what_is_kept(db):
    blobs.store(MAIL, media_type="message/rfc822")
    assert [sha for sha, _written in blobs.kept()] == [SHA]


def test_what_a_crash_left_is_swept_away_after_a_day(app, work, clock, run_jobs):
    with work():
        blobs.store(MAIL, media_type="message/rfc822")
    orphan, _size = FolderStore(Path(app.config["BLOBS"])).put(io.BytesIO(b"its row was rolled back"))
    abandoned = Path(app.config["BLOBS"]) / "drafts" / "tmp_killed"
    abandoned.write_bytes(b"half a ma")
    for path in [*files(app), abandoned]:
        os.utime(path, times=(clock.now.timestamp(),) * 2)

    clock.tick(hours=23)
    with work():
        plan_housekeeping()
    run_jobs()
    with app.app_context():
        assert blobs.exists(orphan)

    clock.tick(hours=6)
    run_jobs()
    with app.app_context():
        assert not blobs.exists(orphan)
        assert blobs.read(SHA) == MAIL
    assert not abandoned.exists()


def test_a_file_that_is_stored_again_is_not_swept(app, work, clock):
    with app.app_context():
        store = FolderStore(Path(app.config["BLOBS"]))
        sha, _size = store.put(io.BytesIO(MAIL))
        os.utime(files(app)[0], times=(1, 1))
        store.put(io.BytesIO(MAIL))
        assert not store.discard(sha, before=1000)
        assert blobs.read(sha) == MAIL
