"""Cuts the quoted original out of the HTML of a reply, by the marks that mail programs leave.

Works on the HTML as it came, for cleaning removes those marks. Interleaved answers and
forwarded mail are left whole.
"""

import re
from collections.abc import Iterator

from lxml.etree import LxmlError, ParserError, iterwalk
from lxml.html import HtmlElement, document_fromstring, tostring

from helpdesk.channels.email.attribution import attribution_at, looks_like_one
from helpdesk.channels.email.quote_words import COLONS, FORWARDED, HEADER_KINDS, ORIGINAL
from helpdesk.kernel.safehtml_bounds import too_large

# The element holds the quote, whole.
_QUOTES = (
    "//div[contains(concat(' ',@class,' '),' gmail_quote ')]"
    "|//div[contains(@class,'protonmail_quote')]|//blockquote[contains(@class,'protonmail_quote')]"
    "|//div[contains(@class,'yahoo_quoted')]|//div[contains(@class,'yQTDBase')]|//div[starts-with(@id,'yahoo_quoted')]"
    "|//div[contains(@class,'zmail_extra')]|//*[@data-marker='__QUOTED_TEXT__']"
    "|//div[contains(@class,'freshdesk_quote')]|//blockquote[contains(@class,'front-blockquote')]"
    "|//div[contains(@class,'hs_reply')]|//*[@name='messageReplySection']|//div[@name='quote']"
    "|//div[contains(@class,'tutanota_quote')]|//blockquote[contains(@class,'tutanota_quote')]"
    "|//div[contains(@class,'ms-outlook-mobile-reference-message')]|//div[@id='mail-editor-reference-message-container']"
    "|//div[contains(@class,'aol_quote')]|//div[contains(@class,'moz-cite-prefix')]"
    "|//blockquote[contains(@class,'iosymail')]"
    "|//blockquote[translate(@type,'CITE','cite')='cite']|//blockquote[contains(@class,'gmail_quote')]"
)
# The quote starts here and goes on to the end of the mail.
_TAILS = (
    "//div[@id='divRplyFwdMsg']|//div[@id='appendonsend']|//hr[@id='stopSpelling']|//hr[@id='zwchr']"
    "|//*[@id='reply-intro']|//div[@id='OLK_SRC_BODY_SECTION']|//span[@id='OLK_SRC_BODY_SECTION']"
    "|//div[contains(@style,'border-top:solid #E1E1E1') or contains(@style,'border-top:solid #B5C4DF')"
    " or contains(@style,'border-top: solid #E1E1E1') or contains(@style,'border-top: 1pt solid')"
    " or contains(@style,'border-top:solid windowtext') or contains(@style,'border-top: solid windowtext')"
    " or contains(@style,'border-top:1pt solid')]"
)
_PICTURES = frozenset({"img", "video", "object"})
_UNREAD = frozenset({"style", "script", "title", "head"})
_XML_START = re.compile(r"^\s{0,100}<\?xml[^>]{0,200}\?>")
_NODE_LIMIT = 20_000
_MARK_LIMIT = 20
_INTRO_LIMIT = 4
_TOP = 600
_DASHES = "-\u2010\u2013\u2014 "
_BREAKS = frozenset({"br", "p", "div", "tr", "hr", "li", "blockquote"})


def cut_quote_html(html: str) -> str | None:
    """The HTML without its quote; None if there is none, or if nothing would be left."""
    if "<" not in html or too_large(html):
        return None
    try:
        return _cut(document_fromstring(_XML_START.sub("", html.replace("\x00", ""))))
    except (LxmlError, ParserError, ValueError, RecursionError, AssertionError):
        return None


def _cut(root: HtmlElement) -> str | None:
    nodes = list(root.iter())
    if len(nodes) > _NODE_LIMIT:
        return None
    order = {node: index for index, node in enumerate(nodes)}
    marks = sorted(root.xpath(_TAILS), key=order.__getitem__)[:_MARK_LIMIT]
    tail = next((mark for mark in marks if _is_reply_header(mark)), None)
    quotes = root.xpath(_QUOTES) + [
        one for one in list(root.iter("blockquote"))[:_MARK_LIMIT] if _introduces_itself(one)
    ]
    quote = next(iter(sorted(quotes, key=order.__getitem__)), None)
    if tail is not None and (quote is None or order[tail] < order[quote]):
        _remove_onwards(tail)
    elif quote is None or _is_forward(quote) or not _remove_quote(root, quote):
        return None
    body = root.find("body")
    left = root if body is None else body
    return tostring(left, encoding="unicode") if _shows_something(left) else None


def _introduces_itself(quote: HtmlElement) -> bool:
    """Tell whether "On … wrote:" stands inside, at the top: so does Yahoo on Android, without any mark."""
    lines = [line for line in _text(quote)[:_TOP].split("\n") if line.strip()][:_INTRO_LIMIT]
    return any(attribution_at(lines[:count], count - 1) == 0 for count in range(1, len(lines) + 1))


def _is_reply_header(mark: HtmlElement) -> bool:
    """A rule alone decides nothing: From:, Sent: or the like has to follow it."""
    words = _text(mark)[:600]
    following = mark.getnext()
    if len(words.strip()) < _INTRO_LIMIT and following is not None:
        words += _text(following)[:600]
    if not words.strip() and mark.getparent() is not None:
        words = _text(mark.getparent())[-600:]
    lines = [
        line.partition(COLONS[0])[0].partition(COLONS[1])[0].strip("*_ \u00a0").lower() for line in words.split("\n")
    ]
    return sum(line in HEADER_KINDS for line in lines) > 1 or mark.get("id") in {"zwchr", "stopSpelling", "reply-intro"}


def _remove_quote(root: HtmlElement, quote: HtmlElement) -> bool:
    """Take away one quote and its introduction, if the rest of the mail is one whole answer."""
    if "moz-cite-prefix" in (quote.get("class") or ""):
        following = quote.getnext()
        _drop(quote)
        if following is None or following.tag != "blockquote":
            return True
        quote = following
    container_answers = quote.tag == "div" and _answers_inside(quote)
    if container_answers or (_text_after(quote).strip() and _text_before(root, quote)):
        return False
    _remove_introduction(quote)
    _remove_original_mark(quote)
    _drop(quote)
    return True


def _answers_inside(container: HtmlElement) -> bool:
    """Gmail wraps quote and interleaved answers alike: own words between inner quotes are answers."""
    quotes = list(container.iter("blockquote"))
    if not quotes:
        return False
    outer = quotes[0]
    return bool(_siblings_text(outer).strip()) and any(quote.getparent() is outer.getparent() for quote in quotes[1:])


def _siblings_text(node: HtmlElement) -> str:
    """Text beside and after a node within its parent, quotes left out."""
    words = [node.tail or ""]
    for sibling in node.itersiblings():
        if sibling.tag != "blockquote":
            words.append(_text(sibling))
        words.append(sibling.tail or "")
    return "".join(words)


def _text_after(node: HtmlElement) -> str:
    """Own words after a quote anywhere in the document, with quotes left out."""
    words: list[str] = []
    current: HtmlElement | None = node
    while current is not None and current.tag != "body":
        words.append(_siblings_text(current))
        current = current.getparent()
    return "".join(words)


def _text_before(root: HtmlElement, node: HtmlElement) -> bool:
    """Tell whether there are words before the node that are not its introduction."""
    words = "".join(_words(root, until=node))
    lines = [line for line in words.split("\n") if line.strip()]
    return len(lines) > _INTRO_LIMIT or any(not looks_like_one(line) for line in lines[:-1])


def _remove_introduction(quote: HtmlElement) -> None:
    """Remove "On … wrote:" right before a quote: an element, or text that belongs to one."""
    for _ in range(_INTRO_LIMIT):
        before = quote.getprevious()
        parent = quote.getparent()
        loose = (before.tail if before is not None else parent.text if parent is not None else None) or ""
        if loose.strip():
            if _is_introduction(loose):
                _set_loose(quote, loose[: len(loose) - len(loose.lstrip())])
            return
        if before is None:
            return
        words = _text(before).strip()
        if words and not _is_introduction(words):
            return
        if words or before.tag == "br":
            _drop(before)
        if words or before.tag != "br":
            return


def _remove_original_mark(quote: HtmlElement) -> None:
    """Remove "---- Original Message ----" that stands above an introduction which is gone."""
    for _ in range(_INTRO_LIMIT):
        before, parent = quote.getprevious(), quote.getparent()
        loose = (before.tail if before is not None else parent.text if parent is not None else None) or ""
        words = loose.strip() or (_text(before).strip() if before is not None else "")
        bare = words.strip(_DASHES)
        if bare != words and bare.lower() in ORIGINAL:
            _set_loose(quote, "")
            if not loose.strip() and before is not None:
                _drop(before)
            return
        if words or before is None or before.tag != "br":
            return
        _drop(before)


def _set_loose(quote: HtmlElement, text: str) -> None:
    before, parent = quote.getprevious(), quote.getparent()
    if before is not None:
        before.tail = text
    elif parent is not None:
        parent.text = text


def _is_introduction(words: str) -> bool:
    lines = [line for line in words.strip().split("\n") if line.strip()]
    if not 0 < len(lines) <= _INTRO_LIMIT:
        return False
    return attribution_at(lines, len(lines) - 1) == 0 or looks_like_one(" ".join(lines))


def _is_forward(quote: HtmlElement) -> bool:
    words = _text(quote)[:400].lower()
    return any(line.strip("-_=* :") in FORWARDED for line in words.split("\n")[:8])


def _remove_onwards(mark: HtmlElement) -> None:
    """Remove an element and all that follows it in the document."""
    current: HtmlElement | None = mark
    while current is not None and current.tag not in {"body", "html"}:
        for sibling in list(current.itersiblings()):
            sibling.getparent().remove(sibling)
        current.tail = None
        current = current.getparent()
    before = mark.getprevious()
    if before is not None and before.tag == "hr":
        _drop(before)
    _drop(mark)


def _drop(node: HtmlElement) -> None:
    """Remove an element, keeping the text after it."""
    if node.getparent() is not None:
        node.drop_tree()


def _text(node: HtmlElement) -> str:
    return "".join(_words(node)) if isinstance(node.tag, str) else ""


def _words(node: HtmlElement, *, until: HtmlElement | None = None) -> Iterator[str]:
    """The readable text of an element in reading order, lines broken where a browser would."""
    for event, current in iterwalk(node, events=("start", "end", "comment", "pi")):
        if current is until:
            return
        if event == "start":
            if current.tag in _BREAKS:
                yield "\n"
            if current.tag not in _UNREAD:
                yield current.text or ""
        elif current is not node:
            yield current.tail or ""


def _shows_something(node: HtmlElement) -> bool:
    return bool(_text(node).strip()) or any(current.tag in _PICTURES for current in node.iter())
