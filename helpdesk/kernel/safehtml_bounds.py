"""Is this HTML small and flat enough to be parsed in reasonable time?

A tree builder needs 15 s for 250 kB of nested <div>, so size, number of tags and depth are
estimated by one linear pass before any tree builder sees the text.
"""

import re

SIZE_LIMIT = 1_000_000
TAG_LIMIT = 50_000
DEPTH_LIMIT = 256
# Formatting that is never closed is rebuilt in each later block: a product, so a budget.
_REBUILD_LIMIT = 500_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# An end tag cannot reach beyond one of these, so a wrong one closes nothing.
_WALLS = frozenset("table td th caption button object marquee applet template select html".split())
# What an opening tag ends by itself when that stands open on top.
_ENDS = {
    "li": {"li", "p"},
    "p": {"p"},
    "dd": {"dd", "dt", "p"},
    "dt": {"dd", "dt", "p"},
    "option": {"option"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
    "tr": {"td", "th", "tr", "p"},
    "tbody": {"td", "th", "tr", "tbody", "thead", "p"},
}


def too_large(html: str) -> bool:
    """Would parsing this HTML take more than a fraction of a second?"""
    if len(html) > SIZE_LIMIT:
        return True
    if html.count("<") < DEPTH_LIMIT:
        return False
    return _Depth().exceeded(html)


class _Depth:
    """The open elements as a tree builder would hold them, never fewer."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.formatting = 0
        self.rebuilt = 0

    def exceeded(self, html: str) -> bool:
        tags = 0
        for match in _TAG.finditer(html):
            tags += 1
            name = match[2].lower()
            if match[1]:
                self._close(name)
            elif name not in _VOID:
                self._open(name)
            if tags > TAG_LIMIT or len(self.open) > DEPTH_LIMIT:
                return True
            if self.formatting > DEPTH_LIMIT or self.rebuilt > _REBUILD_LIMIT:
                return True
        return False

    def _open(self, name: str) -> None:
        ends = _ENDS.get(name)
        while ends and self.open and self.open[-1] in ends:
            self.open.pop()
        self.open.append(name)
        self.rebuilt += self.formatting
        self.formatting += name in _FORMATTING

    def _close(self, name: str) -> None:
        if name in _FORMATTING and self.formatting:
            self.formatting -= 1
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index] == name:
                del self.open[index:]
                return
            if self.open[index] in _WALLS and name not in _WALLS:
                return
