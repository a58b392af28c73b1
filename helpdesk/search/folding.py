"""The one spelling in which texts are indexed and words are looked up, the same on every database.

Case and accents fall away, everything that is no letter or digit becomes a space, and each Chinese, Japanese or Thai
character stands for itself: those languages put no spaces between words.
"""

import re
import unicodedata

MAX_TEXT = (
    100_000  # PostgreSQL refuses a vector of more than 1 MB; nobody looks for a word behind the 100,000th letter.
)
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
ACCENTS = re.compile("[\u0300-\u036f]+")
BETWEEN = re.compile(r"[\W_]+")
ALONE = re.compile(f"[{UNSPACED}]")
WORD = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}]+")


def fold(text: str) -> str:
    """Return the words of a text, folded, with single spaces between them."""
    text = text[:MAX_TEXT].casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
        text = ALONE.sub(lambda found: f" {found.group()} ", text.casefold())
    return BETWEEN.sub(" ", text).strip()
