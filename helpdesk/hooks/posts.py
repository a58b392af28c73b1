"""Reads what was posted, spooled to disk: a mail of 40 MB must not be 40 MB of memory, and its bytes must stay bytes.

Werkzeug's own form reading decodes every field as UTF-8 and loses what is not, so its decoder is used one level below.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, BinaryIO
from urllib.parse import unquote_to_bytes

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from helpdesk.channels.base import Part
from helpdesk.kernel.blobs import StorageUnavailable

MAX_BYTES = 40 * 1024 * 1024
MAX_PARTS = 2000
SPOOL_BYTES = 512 * 1024
CHUNK = 64 * 1024


class NotAForm(ValueError):
    """The body is no form, or a broken one."""


def spooled(stream: IO[bytes], files: ExitStack) -> BinaryIO:
    """Return the whole body as a file, closed by `files`. Raises `StorageUnavailable`, and 413 above 40 MB."""
    file = _spool(files)
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise RequestEntityTooLarge
        _write(file, chunk)
    file.seek(0)
    return file


def parts_of(body: BinaryIO, content_type: str, files: ExitStack) -> list[Part]:
    """Return the fields and files of a form, closed by `files`. Raises `NotAForm`, 413 for more than 2,000 parts."""
    kind, options = parse_options_header(content_type)
    body.seek(0)
    try:
        if kind == "multipart/form-data" and options.get("boundary"):
            return list(_multipart(body, options["boundary"].encode("latin-1"), files))
        if kind == "application/x-www-form-urlencoded":
            return list(_urlencoded(body.read(), files))
    except (ValueError, UnicodeError) as error:
        raise NotAForm from error
    finally:
        body.seek(0)
    return []


def _multipart(body: BinaryIO, boundary: bytes, files: ExitStack) -> Iterator[Part]:
    decoder = MultipartDecoder(boundary, max_parts=MAX_PARTS)
    open_part: Part | None = None
    while True:
        event = decoder.next_event()
        if isinstance(event, NeedData):
            decoder.receive_data(body.read(CHUNK) or None)
        elif isinstance(event, Field | File):
            filename = event.filename if isinstance(event, File) else None
            open_part = Part(event.name, _spool(files), filename, event.headers.get("content-type", "")[:200])
        elif isinstance(event, Data) and open_part is not None:
            _write(open_part.file, event.data)
            if not event.more_data:
                open_part.file.seek(0)
                yield open_part
        elif isinstance(event, Epilogue):
            return


def _urlencoded(raw: bytes, files: ExitStack) -> Iterator[Part]:
    pairs = [pair for pair in raw.split(b"&") if pair]
    if len(pairs) > MAX_PARTS:
        raise RequestEntityTooLarge
    for pair in pairs:
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        file = _spool(files)
        _write(file, unquote_to_bytes(value))
        file.seek(0)
        yield Part(unquote_to_bytes(name).decode("utf-8", "replace"), file)


def _spool(files: ExitStack) -> BinaryIO:
    # It is a binary file in all but its type.
    return files.enter_context(tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES))  # type: ignore[return-value]


def _write(file: BinaryIO, data: bytes | bytearray) -> None:
    try:
        file.write(data)
    except OSError as error:
        raise StorageUnavailable(error.strerror or "unknown error") from error
