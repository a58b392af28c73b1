"""Chooses what of a message is its text and what is kept as a file. Nothing is in neither."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpdesk.channels.email.charsets import decode
from helpdesk.channels.email.flowed import unfold
from helpdesk.channels.email.headers import Headers
from helpdesk.channels.email.mime import Part, read_message
from helpdesk.channels.email.parameters import Field
from helpdesk.channels.email.tnef import Broken, files_in

TEXT_LIMIT = 1_000_000
_OPENED_LIMIT = 10
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,10}=\s{0,10}[\"']?\s{0,10}([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE
)


@dataclass(slots=True)
class Segment:
    """One stretch of the visible body: as text, as HTML, or as both (alternatives)."""

    text: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Kept:
    """A part to keep as a file; `related` if the body's HTML may show it."""

    part: Part
    related: bool = False
    data: bytes | None = None  # when it was decoded already


@dataclass(slots=True)
class Bodies:
    """The visible stretches in their order, and the files."""

    segments: list[Segment] = field(default_factory=list)
    files: list[Kept] = field(default_factory=list)


def divide(root: Part, defects: list[str]) -> Bodies:
    """Walk the tree of parts."""
    bodies = _divide(root, defects, named_is_body=True)
    if not bodies.segments:
        _show_a_file(bodies, defects)
    if root.kind.value != "multipart/report":
        bodies.files = [one for kept in _with_opened(bodies.files, defects) for one in kept]
    return bodies


def _with_opened(files: list[Kept], defects: list[str]) -> Iterator[list[Kept]]:
    """Add the files inside of attached mails and of Outlook's winmail.dat, so that nobody has to open those."""
    opened = 0
    for kept in files:
        opens = (
            _of_mail if kept.part.kind.value == "message/rfc822" else _of_outlook if _is_outlooks(kept.part) else None
        )
        if opens is None or opened >= _OPENED_LIMIT:
            yield [kept]
            continue
        opened += 1
        kept.data = kept.part.content(defects)
        yield [kept, *opens(kept.data, defects)]


def _of_mail(mail: bytes, _defects: list[str]) -> list[Kept]:
    return [Kept(leaf) for leaf in read_message(mail, []).leaves() if leaf.is_named_file]


def _is_outlooks(part: Part) -> bool:
    if part.kind.value in {"application/ms-tnef", "application/vnd.ms-tnef"}:
        return True
    names = (part.disposition.parameters.get("filename"), part.kind.parameters.get("name"))
    return any(name is not None and name.lower() == "winmail.dat" for name in names)


def _of_outlook(stream: bytes, defects: list[str]) -> list[Kept]:
    """Return what was whole, also of a stream that breaks off; the stream itself is kept beside."""
    found = []
    try:
        for hidden in files_in(stream):
            content_id = {"content-id": [hidden.content_id.encode("utf-8", "replace")]} if hidden.content_id else {}
            disposition = Field("attachment", {"filename": hidden.filename})
            part = Part(Headers(content_id), Field(hidden.media_type.lower()), disposition)
            found.append(Kept(part, data=hidden.data))
    except Broken as error:
        defects.append(f"winmail.dat cannot be read: {error}")
    return found


def _divide(part: Part, defects: list[str], *, named_is_body: bool) -> Bodies:
    if not part.children:
        return _leaf(part, defects, named_is_body=named_is_body)
    if part.kind.value == "multipart/alternative":
        return _alternative(part, defects)
    if part.kind.value == "multipart/related":
        return _related(part, defects, named_is_body=named_is_body)
    joined = Bodies()
    for child in part.children:
        inner = _divide(child, defects, named_is_body=False)
        joined.segments += inner.segments
        joined.files += inner.files
    return joined


def _leaf(part: Part, defects: list[str], *, named_is_body: bool) -> Bodies:
    kind = part.kind.value
    if kind not in {"text/plain", "text/html"} or part.disposition.value == "attachment":
        return Bodies(files=[Kept(part)])
    if not named_is_body and (part.disposition.parameters.get("filename") or part.kind.parameters.get("name")):
        return Bodies(files=[Kept(part)])
    data = part.content(defects)
    text = read_text(part, data, defects)
    if len(text) <= TEXT_LIMIT or kind == "text/html":
        segment = Segment(html=text) if kind == "text/html" else Segment(text=text)
        return Bodies(segments=[segment] if text.strip() else [])
    defects.append("text larger than 1 MB: its whole is kept as a file")
    return Bodies([Segment(text=text[:TEXT_LIMIT])], [Kept(part, data=data)])


def _alternative(part: Part, defects: list[str]) -> Bodies:
    """One meaning in several forms: the last of each form is the best (RFC 2046)."""
    chosen, files = Segment(), []
    for child in part.children:
        inner = _divide(child, defects, named_is_body=True)
        files += inner.files
        texts = [segment.text for segment in inner.segments if segment.text]
        htmls = [segment.html for segment in inner.segments if segment.html]
        if htmls:
            chosen.html = "\n".join(htmls)
        elif texts:
            chosen.text = "\n\n".join(texts)
    return Bodies([chosen] if chosen.text or chosen.html else [], files)


def _related(part: Part, defects: list[str], *, named_is_body: bool) -> Bodies:
    """A root and what it shows. Parts of the root's own type are its continuation, not files."""
    start = part.kind.parameters.get("start", "").strip("<> ")
    root = part.children[0]
    for child in part.children:
        if start and child.headers.first("content-id").strip("<> ") == start:
            root = child
    bodies = _divide(root, defects, named_is_body=named_is_body or not root.children)
    for child in part.children:
        if child is root:
            continue
        inner = _divide(child, defects, named_is_body=False)
        bodies.segments += inner.segments
        bodies.files += [Kept(kept.part, related=True, data=kept.data) for kept in inner.files]
    return bodies


def _show_a_file(bodies: Bodies, defects: list[str]) -> None:
    """A mail whose only text came as a named inline part: it is shown, and kept as well."""
    for kept in bodies.files:
        shown = kept.part.disposition.value != "attachment"
        if kept.part.kind.value in {"text/plain", "text/html"} and shown:
            kept.data = kept.part.content(defects)
            text = read_text(kept.part, kept.data, defects)[:TEXT_LIMIT]
            bodies.segments.append(Segment(html=text) if kept.part.kind.value == "text/html" else Segment(text=text))
            return


def read_text(part: Part, data: bytes, defects: list[str]) -> str:
    """The text of a text part, lines ended by a single line feed."""
    claimed = part.kind.parameters.get("charset")
    if claimed is None and part.kind.value == "text/html":
        meta = _META_CHARSET.search(data[:4096])
        claimed = meta[1].decode("ascii") if meta else None
    text, honest = decode(data, claimed)
    if not honest:
        defects.append(f"text is not in its charset {(claimed or 'ascii')[:40]!a}")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if part.kind.value == "text/plain" and part.kind.parameters.get("format", "").lower() == "flowed":
        return unfold(text, delete_space=part.kind.parameters.get("delsp", "").lower() == "yes")
    return text
