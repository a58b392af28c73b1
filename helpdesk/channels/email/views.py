"""The visible body in every form the desk needs: text, new text, clean HTML, clean new HTML."""

from dataclasses import dataclass, field

from helpdesk.channels.email.bodies import Kept, Segment
from helpdesk.channels.email.charsets import storable
from helpdesk.channels.email.headers import Headers
from helpdesk.channels.email.mime import Part
from helpdesk.channels.email.parameters import Field
from helpdesk.channels.email.quote_words import FORWARD_SUBJECTS
from helpdesk.channels.email.quoting import cut_quote
from helpdesk.channels.email.quoting_html import cut_quote_html
from helpdesk.kernel.safehtml import clean, text_to_html, to_text

_STUB_LENGTH = 300
_STUB_WORDS = ("html", "browser", "e-mail client", "email client", "mail reader")


@dataclass(slots=True)
class Views:
    """The body; `files` holds HTML that was too large to be shown."""

    text: str = ""
    reply_text: str = ""
    quoted_text: str = ""
    html: str | None = None
    reply_html: str | None = None
    html_too_large: bool = False
    has_remote_images: bool = False
    files: list[Kept] = field(default_factory=list)


def views_of(segments: list[Segment], subject: str, defects: list[str]) -> Views:
    """Make all forms of the visible stretches of a mail."""
    is_forward = subject.lower().startswith(FORWARD_SUBJECTS)
    views = Views()
    texts = [_text_of(segment) for segment in segments]
    views.text = storable("\n\n".join(text for text in texts if text).strip("\n"))
    views.reply_text, views.quoted_text = cut_quote(views.text, is_forward=is_forward)
    if any(segment.html for segment in segments):
        html = "\n".join(segment.html or text_to_html(segment.text or "") for segment in segments)
        _add_html(views, html, defects)
        if views.html is not None and not is_forward:
            _add_new_html(views, html, is_only_form=not any(segment.text for segment in segments))
        elif views.html is not None and not views.quoted_text:
            views.reply_html = views.html
    return views


def _text_of(segment: Segment) -> str:
    text = (segment.text or "").strip("\n")
    if segment.html is None or (text.strip() and not _looks_like_stub(text)):
        return text
    from_html = to_text(segment.html)
    # A sentence that only says "this mail is HTML" is no text; short real answers are.
    if not text.strip() or len(from_html) > 3 * len(text):
        segment.text = None
        return from_html
    return text


def _looks_like_stub(text: str) -> bool:
    return len(text) < _STUB_LENGTH and any(word in text.lower() for word in _STUB_WORDS)


def _add_html(views: Views, html: str, defects: list[str]) -> None:
    cleaned = clean(html)
    if cleaned.too_large:
        views.html_too_large = True
        defects.append("HTML too large or too deep: shown as text, kept as a file")
        part = Part(Headers(), Field("text/html"), Field("attachment"))
        views.files.append(Kept(part, data=html.encode("utf-8", "replace")))
        return
    views.html, views.has_remote_images = storable(cleaned.html), cleaned.has_remote_images


def _add_new_html(views: Views, html: str, *, is_only_form: bool) -> None:
    new_html = cut_quote_html(html)
    if new_html is None:
        if not views.quoted_text:
            views.reply_html = views.html
        return
    new_text, rest = cut_quote(storable(to_text(new_html)))
    if not new_text:
        return
    if not rest:
        views.reply_html = storable(clean(new_html).html)
    if is_only_form or not views.quoted_text:
        views.reply_text = new_text
        views.quoted_text = _remainder(views.text, new_text)


def _remainder(whole: str, new: str) -> str:
    """What of the whole text is not new."""
    if whole.startswith(new):
        return whole[len(new) :].strip("\n")
    left = new.split("\n")
    rest: list[str] = []
    position = 0
    for line in whole.split("\n"):
        if position < len(left) and line.strip() == left[position].strip():
            position += 1
        else:
            rest.append(line)
    return "\n".join(rest).strip("\n")
