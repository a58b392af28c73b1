"""HTML to the plain text that a person would read, and plain text to HTML."""

import html as entities
import re

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from lxml.etree import LxmlError

from helpdesk.kernel.safehtml_bounds import too_large

_TRAILING = re.compile(r"[ \t\u00a0\u200b\u200c\u200d\ufeff]+(?=\n|$)")
_GAPS = re.compile(r"\n{3,}")
_BLOCKS = frozenset(
    "address article blockquote br center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol p pre section table tr ul".split()
)
_UNREAD = ("style", "script", "title", "template", "noscript")
_URL = re.compile(r"https?://[^\s<>\"'\u00a0]{1,2000}")
_TEXT_LIMIT = 2_000_000
# Tables within tables are laid out again at each level.
_LAYOUT_BUDGET = 1_000_000
# The other profile indents every <div>, of which mail is full.
_LAYOUT = ParserConfig(css=CSS_PROFILES["strict"])


def to_text(html: str) -> str:
    """The visible text of HTML. Too large or too deep HTML loses its layout, not its words."""
    if too_large(html) or html.lower().count("<table") * html.count("<") > _LAYOUT_BUDGET:
        return strip_tags(html)
    try:
        # Characters that XML forbids make the tree builder refuse the whole text.
        return tidy(get_text(html.replace("\x00", "\ufffd").replace("\x0c", " "), _LAYOUT))
    except (LxmlError, RecursionError, ValueError, LookupError, AttributeError, TypeError):
        return strip_tags(html)


def tidy(text: str) -> str:
    """Text without trailing blanks, runs of empty lines, and empty ends."""
    return _GAPS.sub("\n\n", _TRAILING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip("\n")


def strip_tags(html: str) -> str:
    """Words and line breaks of HTML by one linear pass, for what no tree builder should see."""
    out: list[str] = []
    position, lowered = 0, None
    while True:
        tag = html.find("<", position)
        if tag < 0:
            break
        out.append(_collapse(html[position:tag]))
        if html.startswith("<!--", tag):
            end = html.find("-->", tag)
            position = end + 3 if end >= 0 else len(html)
            continue
        end = html.find(">", tag)
        if end < 0:
            position = len(html)
            break
        name = re.match(r"/?([a-zA-Z0-9]{1,12})", html[tag + 1 : tag + 14])
        position = end + 1
        if name is None:
            continue
        word = name[1].lower()
        if word in _BLOCKS:
            out.append("\n")
        elif word in {"td", "th"}:
            out.append(" ")
        if word in _UNREAD and html[tag + 1] != "/":
            lowered = html.lower() if lowered is None else lowered
            close = lowered.find(f"</{word}", position) if len(lowered) == len(html) else -1
            position = close if close >= 0 else position
    out.append(_collapse(html[position:]))
    lines = (line.strip() for line in entities.unescape("".join(out))[:_TEXT_LIMIT].split("\n"))
    return tidy("\n".join(lines))


def _collapse(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")


def text_to_html(text: str) -> str:
    """Plain text as safe HTML: paragraphs, line breaks, and web addresses as links."""
    paragraphs = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    return "".join(f"<p>{_linked(paragraph).replace(chr(10), '<br>')}</p>" for paragraph in paragraphs if paragraph)


def _linked(text: str) -> str:
    out: list[str] = []
    position = 0
    for match in _URL.finditer(text):
        # A sentence may end with the address: its full stop is not part of it.
        url = match[0].rstrip(".,;:!?)]}")
        out.append(entities.escape(text[position : match.start()]))
        shown = entities.escape(url)
        out.append(f'<a href="{shown}" rel="noopener noreferrer" target="_blank">{shown}</a>')
        position = match.start() + len(url)
    out.append(entities.escape(text[position:]))
    return "".join(out)
