"""What an agent wrote, as it came: text, HTML, or both."""

from helpdesk.kernel.body import LONG_TEXT, BadInput, Body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.safehtml import clean
from helpdesk.kernel.safehtml_text import to_text


def written(sent: Body) -> tuple[str, str | None]:
    """Return the words as text and cleaned HTML; either may be what was written, one of them must."""
    text, html = sent.text("text", most=LONG_TEXT, required=False), sent.text("html", most=LONG_TEXT, required=False)
    cleaned = clean(html) if html else None
    if cleaned and cleaned.too_large:
        raise BadInput(_("This is too long."), "html")
    if cleaned and not text:
        text = to_text(cleaned.html)
    if not text:
        raise BadInput(_("Write something first."), "text")
    return text, cleaned.html if cleaned else None
