"""The one sanitiser: every piece of HTML from outside passes here before anybody sees it.

Cleaned HTML runs nothing, covers nothing and loads nothing from elsewhere: remote pictures
wait in data-remote-src until somebody asks for them (show_pictures). Cleaning twice changes
nothing.
"""

import html as entities
import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from helpdesk.kernel.safehtml_bounds import SIZE_LIMIT, bounded
from helpdesk.kernel.safehtml_css import clean_style
from helpdesk.kernel.safehtml_text import text_to_html, to_text

__all__ = ["Cleaned", "clean", "show_pictures", "text_to_html", "to_text"]

_TAGS = {
    *"a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del".split(),
    *"dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main".split(),
    *"mark nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot".split(),
    *"th thead tr tt u ul var wbr".split(),
}
# Their content is code or meant for other readers, never text.
_DROPPED = {"script", "style", "title", "template", "noscript", "svg", "math", "iframe", "object", "textarea", "select"}
_BOX = {"align", "valign", "bgcolor", "width", "height"}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align"},
    "a": {"href"},
    "img": {"src", "data-remote-src", "alt", "width", "height", "border", "hspace", "vspace"},
    "font": {"color", "face", "size"},
    "table": {*_BOX, "border", "cellpadding", "cellspacing", "summary"},
    "tr": _BOX,
    "td": {*_BOX, "colspan", "rowspan", "nowrap", "abbr"},
    "th": {*_BOX, "colspan", "rowspan", "nowrap", "abbr", "scope"},
    "tbody": {"valign"},
    "thead": {"valign"},
    "tfoot": {"valign"},
    "col": {"span", "width", "valign"},
    "colgroup": {"span", "width", "valign"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value", "type"},
    "hr": {"width", "size", "noshade", "color"},
    "div": {"bgcolor"},
}
_NUMBERS = frozenset(
    "width height border hspace vspace cellpadding cellspacing colspan rowspan size start span".split()
)
_NUMBER = re.compile(r"[+]?\d{1,4}(?:\.\d{0,3})?(?:px|%|\*)?")
_LINKS = ("http:", "https:", "mailto:", "tel:")
_PICTURES = ("http:", "https:", "cid:")
# What the serialiser writes: attributes always in double quotes, so this reads it exactly.
_WRITTEN_TAG = re.compile(r'<(/?[a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_WRITTEN_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


_PASSES = 5


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Safe HTML. If it was too large or too deep to be cleaned, `html` is empty: show the text."""

    html: str
    has_remote_images: bool = False
    too_large: bool = False


def clean(html: str) -> Cleaned:
    """Safe HTML of any HTML."""
    flat = bounded(html.replace("\x00", ""))
    if flat is None:
        return Cleaned("", too_large=True)
    written = _settled(_CLEANER.clean(flat))
    parked = _WRITTEN_TAG.sub(_park, written) if "<img" in written else written
    if len(parked) > SIZE_LIMIT:  # Escaping made it grow.
        return Cleaned("", too_large=True)
    return Cleaned(parked, has_remote_images=" data-remote-src=" in parked and _has_parked(parked))


def _settled(html: str) -> str:
    """Clean until nothing changes, for a dropped tag may have kept apart what now is read differently.

    What never settles keeps its words only.
    """
    for _ in range(_PASSES):
        again = _CLEANER.clean(html)
        if again == html:
            return html
        html = again
    return text_to_html(to_text(html))


def show_pictures(html: str, proxy: Callable[[str], str]) -> str:
    """Cleaned HTML with its remote pictures back, each loaded from where `proxy` says."""

    def back(match: re.Match[str]) -> str:
        if match[1] != "img":
            return match[0]
        url = dict(_WRITTEN_ATTRIBUTE.findall(match[2])).get("data-remote-src")
        if url is None:
            return match[0]
        shown = entities.escape(proxy(entities.unescape(url)))
        others = "".join(f' {name}="{value}"' for name, value in _attributes(match[2], without="data-remote-src"))
        return f'<img src="{shown}"{others}>'

    return _WRITTEN_TAG.sub(back, html)


def _filter(tag: str, name: str, value: str) -> str | None:
    """What the sanitiser asks for each allowed attribute: its value, or None to drop it."""
    if name == "style":
        return clean_style(value) or None
    if name == "href":
        return value if _has_scheme(value, _LINKS) else None
    if name == "src":
        return value if _has_scheme(value, _PICTURES) else None
    if name == "data-remote-src":
        return value if _has_scheme(value, ("http:", "https:")) else None
    if name in _NUMBERS and not (tag == "font" and name == "size"):
        return value if _NUMBER.fullmatch(value.strip()) else None
    return value


def _has_scheme(url: str, schemes: tuple[str, ...]) -> bool:
    # Browsers skip controls and blanks inside a scheme, so none may be there at all.
    return url.lower().startswith(schemes) and url[:12].isprintable()


def _park(match: re.Match[str]) -> str:
    """Move the remote source of a picture to where browsers do not look."""
    if match[1] != "img":
        return match[0]
    pairs = _WRITTEN_ATTRIBUTE.findall(match[2])
    source = dict(pairs).get("src")
    if source is None:
        return match[0]
    if source.lower().startswith("cid:"):
        return _image(_attributes(match[2], without="data-remote-src"))
    return _image([("data-remote-src", source), *((n, v) for n, v in pairs if n not in {"src", "data-remote-src"})])


def _image(attributes: list[tuple[str, str]]) -> str:
    return "<img" + "".join(f' {name}="{value}"' for name, value in attributes) + ">"


def _attributes(written: str, *, without: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in _WRITTEN_ATTRIBUTE.findall(written) if name != without]


def _has_parked(html: str) -> bool:
    return any(match[1] == "img" and " data-remote-src=" in match[2] for match in _WRITTEN_TAG.finditer(html))


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED,
    attributes=_ATTRIBUTES,
    attribute_filter=_filter,
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    url_relative="deny",
    link_rel="noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)
