"""Tells whether HTML is small and flat enough to be parsed in reasonable time, and flattens sloppy HTML.

The tree builder of the sanitiser needs 15 s for 250 kB of nested <div>. So size, number of
tags and depth are bounded first, by one linear pass that only ever overestimates. What it
cannot vouch for is laid out anew by libxml2, which is fast and stops at a fixed depth.
"""

import re

from lxml.etree import Comment, LxmlError, ProcessingInstruction, strip_elements, strip_tags
from lxml.html import HtmlElement, document_fromstring, tostring

SIZE_LIMIT = 1_000_000
TAG_LIMIT = 50_000
DEPTH_LIMIT = 256
_SAFE_DEPTH = 250  # libxml2 gives up at 256: a tree that deep may lack its end.
# Formatting that is never closed is rebuilt in each later block: a product, so a budget.
_REBUILD_LIMIT = 500_000
_ATTRIBUTE_LIMIT = 20_000

# One well-formed token; possessive, so that no text makes it try twice.
_TOKEN = re.compile(
    r"<!--.*?-->|<![a-zA-Z][^>]*+>|<\?[^>]*+>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*+)"
    r"(?P<rest>(?:\s++|/|[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+)>",
    re.DOTALL,
)
_DOUBTFUL = re.compile(r"<[!?/a-zA-Z]")
_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("style", "title")}
# Inside these other rules hold.
_FOREIGN = frozenset("script svg math textarea xmp iframe noembed noframes noscript plaintext template select".split())
_UNSHOWN = ("script", "style", "title", "svg", "math", "iframe", "noscript", "template", "textarea", "select", "object")
# What an opening tag ends by itself when that is the innermost open element.
_ENDS = {
    "p": frozenset({"p"}),
    "li": frozenset({"li", "p"}),
    "dd": frozenset({"dd", "dt", "p"}),
    "dt": frozenset({"dd", "dt", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tr": frozenset({"td", "th", "tr", "p"}),
    "tbody": frozenset({"td", "th", "tr", "tbody", "thead", "p"}),
}


def bounded(html: str) -> str | None:
    """HTML that is surely fast to parse: as it is, or laid out anew; None if it is too large or too deep."""
    if len(html) > SIZE_LIMIT or html.count("<") > 2 * TAG_LIMIT:
        return None
    return html if _Scan().is_flat(html) else _laid_out(html)


def too_large(html: str) -> bool:
    """Tell whether parsing this HTML might take more than a second or two."""
    return bounded(html) is None


class _Scan:
    """The open elements as a tree builder would hold them, never fewer."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.formatting = 0
        self.rebuilt = 0

    def is_flat(self, html: str) -> bool:
        """Tell whether all tags are well-formed and within the limits."""
        position = tags = 0
        while (start := _DOUBTFUL.search(html, position)) is not None:
            token = _TOKEN.match(html, start.start())
            if token is None:
                return False
            position = token.end()
            name = (token["name"] or "").lower()
            if not name:
                continue
            tags += 1
            if name in _FOREIGN or tags > TAG_LIMIT or len(token["rest"]) > _ATTRIBUTE_LIMIT:
                return False
            if token["end"]:
                self._close(name)
            elif name in _RAW:
                end = _RAW[name].search(html, position)
                position = len(html) if end is None else end.start()
            elif name not in _VOID:
                self._open(name)
            if max(len(self.open), self.formatting) > DEPTH_LIMIT or self.rebuilt > _REBUILD_LIMIT:
                return False
        return True

    def _open(self, name: str) -> None:
        ends = _ENDS.get(name)
        while ends and self.open and self.open[-1] in ends:
            self.open.pop()
        self.open.append(name)
        self.rebuilt += self.formatting
        self.formatting += name in _FORMATTING

    def _close(self, name: str) -> None:
        # A misplaced end tag may close much or nothing: only the certain case counts.
        if self.open and self.open[-1] == name:
            self.open.pop()
            self.formatting -= name in _FORMATTING


def _laid_out(html: str) -> str | None:
    """The same content as well-formed HTML, without comments and what is never shown."""
    try:
        root = document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", html.replace("\x00", "")))
    except (LxmlError, ValueError, AssertionError):
        return None
    if not _is_shallow(root):
        return None
    strip_elements(root, *_UNSHOWN, Comment, ProcessingInstruction, with_tail=False)
    strip_tags(root, "html", "body", "form", "plaintext", "xmp")
    written: str = tostring(root, encoding="unicode")
    return written if len(written) <= SIZE_LIMIT and _Scan().is_flat(written) else None


def _is_shallow(root: HtmlElement) -> bool:
    depth, nodes = 0, 0
    waiting: list[tuple[HtmlElement, int]] = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if depth > _SAFE_DEPTH or nodes > TAG_LIMIT:
            return False
        waiting.extend((child, depth + 1) for child in node)
    return True
