"""I1 and I5: the bytes of every envelope and attachment are there, unchanged, and no file lies about unclaimed."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import select

from helpdesk.cli.invariants.check import Check, found
from helpdesk.kernel.blobs import Blob, BlobMissing, exists, kept, open_blob
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.models import Attachment

CHUNK_BYTES = 1024 * 1024
GRACE = timedelta(hours=24)
SOON = timedelta(hours=1)


def stored() -> Iterator[Check]:
    """Yield the checks of the store, in the caller's unit; every byte is read once."""
    every = db.session.execute(select(Blob.sha256, Blob.size, Blob.erased_at)).all()
    erased = {row.sha256 for row in every if row.erased_at is not None}
    sizes = {row.sha256: row.size for row in every}
    broken = {sha: words for sha, size in sizes.items() if sha not in erased and (words := _wrong(sha, size))}
    broken |= dict.fromkeys(erased, "erased")
    envelopes = db.session.execute(select(Envelope.id, Envelope.blob_sha).where(Envelope.blanked_at.is_(None))).all()
    yield found("I1 an envelope's bytes are what arrived", len(envelopes), _told("envelope", envelopes, broken))
    files = db.session.execute(select(Attachment.id, Attachment.blob_sha, Attachment.size)).all()
    yield found(
        "I5 an attachment has its bytes", len(files), _told("attachment", ((i, s) for i, s, _ in files), broken)
    )
    unlike = (f"attachment {i}" for i, sha, size in files if sizes.get(sha) != size)
    yield found("I5 an attachment has the size of its bytes", len(files), unlike)
    left = (row.sha256 for row in every if row.erased_at and row.erased_at < now() - SOON and exists(row.sha256))
    yield found("What was erased is gone", len(erased), left)
    old = (now() - GRACE).timestamp()
    lying = [(sha, at) for sha, at in kept() if sha not in sizes]
    yield found(
        "I5 no file older than a day lacks its row", len(sizes) + len(lying), (s for s, at in lying if at < old)
    )


def _told(kind: str, rows: Iterable[tuple[int, str]], broken: dict[str, str]) -> Iterator[str]:
    return (f"{kind} {identity}: {broken[sha]}" for identity, sha in rows if sha in broken)


def _wrong(sha: str, size: int) -> str:
    """Return what is wrong with the bytes under a name, or nothing."""
    digest, length = hashlib.sha256(), 0
    try:
        with open_blob(sha) as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                length += len(chunk)
    except BlobMissing:
        return "missing"
    if digest.hexdigest() != sha:
        return "changed"
    return "" if length == size else "another size"
