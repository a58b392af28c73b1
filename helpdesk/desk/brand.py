"""The logo and the colour, for every page of ours and for mails: addresses that name their content, kept for good."""

from typing import Any

from flask import Blueprint, Flask, Response, url_for
from flask.typing import ResponseReturnValue

from helpdesk.accounts.workspace import PICTURES, identity
from helpdesk.desk.door import public
from helpdesk.kernel.blobs import BlobMissing, read
from helpdesk.kernel.colours import READABLE, contrast_with_white, hex_of
from helpdesk.kernel.db import in_unit
from helpdesk.kernel.problems import NotFound

bp = Blueprint("brand", __name__, url_prefix="/brand")
TYPES = {ending: kind for kind, ending in PICTURES.items()}
FOR_GOOD = "public, max-age=31536000, immutable"
# What depends on the colour in shared/css/tokens.css, portal and widget; a sheet without a layer wins over theirs.
SHEET = """:root {{
  --accent: {0};
  --accent-h: color-mix(in oklab, {0} 86%, black);
  --accent-text: light-dark(color-mix(in oklab, {0} 88%, black), color-mix(in oklab, {0} 40%, white));
  --accent-soft: light-dark(color-mix(in oklab, {0} 8%, white), color-mix(in oklab, {0} 26%, #16171b));
  --accent-line: light-dark(color-mix(in oklab, {0} 30%, white), color-mix(in oklab, {0} 55%, #16171b));
  --mine: light-dark(color-mix(in oklab, {0} 3%, white), color-mix(in oklab, {0} 12%, #16171b));
  --mine-line: light-dark(color-mix(in oklab, {0} 14%, white), color-mix(in oklab, {0} 30%, #16171b));
}}
.mark:not(:has(img)) {{ background: {0}; }}
"""


def init_app(app: Flask) -> None:
    """Give every template `brand`: addresses of the logo and of the colour's sheet, empty without."""
    app.context_processor(lambda: {"brand": _addresses()})


def _addresses() -> dict[str, Any]:
    if not in_unit():  # An error page while the database is away.
        return {"logo": "", "sheet": ""}
    known = identity()
    return {
        "logo": url_for("brand.logo", name=known.logo) if known.logo else "",
        "sheet": url_for("brand.sheet", colour=known.accent.removeprefix("#")) if known.accent else "",
    }


@bp.get("/<name>")
@public
def logo(name: str) -> ResponseReturnValue:
    """Send the present logo; any other name is nothing."""
    ending = name.rpartition(".")[2]
    if name != identity().logo or ending not in TYPES:
        raise NotFound
    try:
        data = read(name.partition(".")[0])
    except BlobMissing:
        raise NotFound from None
    response = Response(data, content_type=TYPES[ending])
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # Mails and chats show it elsewhere.
    response.headers["Cache-Control"] = FOR_GOOD
    return response


@bp.get("/colour/<colour>.css")
@public
def sheet(colour: str) -> ResponseReturnValue:
    """Send the style sheet of a colour that white words can be read on."""
    known = hex_of(colour)
    if known is None or known.removeprefix("#") != colour or contrast_with_white(known) < READABLE:
        raise NotFound
    response = Response(SHEET.format(known), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = FOR_GOOD
    return response
