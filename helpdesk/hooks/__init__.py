"""Ring 3. What providers post: verify, keep the envelope, answer."""

from flask import Flask

from helpdesk.hooks.receiving import bp
from helpdesk.kernel.web import csrf


def init_app(app: Flask) -> None:
    """Open the hooks. Providers have no cookies and no forms of ours; the secret in the address is the credential."""
    csrf.exempt(bp)
    app.register_blueprint(bp)
