"""Inline style through an allow-list: looks may pass, reaching out or covering the page may not."""

import re

_DECLARATION_LIMIT = 60
_VALUE_LIMIT = 200

_PROPERTIES = frozenset(
    """
    color background background-color font font-family font-size font-style font-variant font-weight line-height
    letter-spacing word-spacing text-align text-decoration text-decoration-color text-decoration-line
    text-decoration-style text-indent text-transform vertical-align white-space word-break word-wrap overflow-wrap
    direction margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right
    padding-bottom padding-left border border-top border-right border-bottom border-left border-color border-style
    border-width border-radius border-top-color border-right-color border-bottom-color border-left-color
    border-top-style border-right-style border-bottom-style border-left-style border-top-width border-right-width
    border-bottom-width border-left-width border-collapse border-spacing width max-width min-width height max-height
    min-height display float clear list-style list-style-type table-layout caption-side empty-cells
    """.split()
)
_DISPLAYS = frozenset(
    "none block inline inline-block list-item table table-row table-cell table-row-group table-header-group "
    "table-footer-group table-column table-column-group table-caption inline-table".split()
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PLAIN = re.compile(r"[\w\s#%.,()'\"!+/-]*")
_FUNCTION = re.compile(r"([\w-]*)\s*\(")
_FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla"})
# A minus before a number anywhere: margins, indents and spacings could hide or cover things.
_NEGATIVE = re.compile(r"(?<![\w#])-\s*[\d.]")
# Longer than any screen: a frame that high would bury the conversation.
_HUGE = re.compile(r"(?<![\w#.])\d{5,}|\d[eE][+-]?\d")


def clean_style(style: str) -> str:
    """The declarations that only change looks, in one canonical spelling; empty if none is left."""
    if "\\" in style or len(style) > _VALUE_LIMIT * _DECLARATION_LIMIT:
        return ""  # CSS escapes spell anything; no mailer needs them.
    kept: list[str] = []
    for declaration in _declarations(_COMMENT.sub(" ", style))[:_DECLARATION_LIMIT]:
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), " ".join(value.split())
        if colon and name in _PROPERTIES and _is_harmless(name, value):
            kept.append(f"{name}: {value}")
    return "; ".join(kept)


def _declarations(style: str) -> list[str]:
    """Split at semicolons that stand outside quotes."""
    pieces: list[str] = []
    start, quote = 0, ""
    for index, char in enumerate(style):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == ";":
            pieces.append(style[start:index])
            start = index + 1
    # A quote that never ends swallows the rest of the style, as it does in a browser.
    return pieces if quote else [*pieces, style[start:]]


def _is_harmless(name: str, value: str) -> bool:
    if not value or len(value) > _VALUE_LIMIT or not _PLAIN.fullmatch(value) or not value.isprintable():
        return False
    if any(function.lower() not in _FUNCTIONS for function in _FUNCTION.findall(value)):
        return False
    if name == "display":
        return value.lower().removesuffix("!important").strip() in _DISPLAYS
    return not _NEGATIVE.search(value) and not _HUGE.search(value)
