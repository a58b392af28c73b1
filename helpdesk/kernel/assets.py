"""Built files: found through the manifest, sent packed, kept by browsers for good, since a change renames them."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, url_for
from whitenoise import WhiteNoise

from helpdesk.kernel.web import POLICY

HASHED = r"^.*/dist/.+-[0-9A-Z]{8}\.[a-z0-9]+$"
MINUTE = 60


def init_app(app: Flask) -> None:
    """Serve `static/` before Flask sees the request: no session, no transaction, gzip made by the build."""
    folder = Path(str(app.static_folder))
    if folder.exists():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign] # Flask's own way to put something in front.
            app.wsgi_app, root=folder, prefix="static/", max_age=MINUTE, immutable_file_test=HASHED,
            add_headers_function=_harden,
        )  # fmt: skip
    app.jinja_env.globals["asset"] = asset


def _harden(headers: "dict[str, str]", _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = POLICY.format(nonce="none", ancestors="'none'")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"


def asset(name: str) -> str:
    """Return the URL of a built file, `asset("desk.js")` for `static/dist/desk-<hash>.js`."""
    return url_for("static", filename=built(name))


def built(name: str) -> str:
    """Return where a built file lies below static/."""
    known = Path(str(current_app.static_folder)) / "dist" / "manifest.json"
    manifest = _manifest(str(known), known.stat().st_mtime if known.exists() else 0.0)
    return manifest.get(name, f"dist/{name}")


@lru_cache(maxsize=4)
def _manifest(file: str, _changed: float) -> dict[str, str]:
    path = Path(file)
    return dict(json.loads(path.read_text())) if path.exists() else {}
