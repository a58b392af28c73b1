"""Ring 3. What customers see of us without a password: pages behind signed links."""

from flask import Flask

from helpdesk.kernel.web import csrf
from helpdesk.portal import surveys


def init_app(app: Flask) -> None:
    """Open the doors. There is no session to abuse: whoever holds the link is whom it was made for."""
    csrf.exempt(surveys.bp)
    app.register_blueprint(surveys.bp)
