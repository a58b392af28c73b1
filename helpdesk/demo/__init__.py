"""Ring 3. A believable small company to try things on, and its customers' side at /demo (only with DEMO=1)."""

from flask import Flask

from helpdesk.demo import commands, door, mail_pages, phone_pages, shop_page
from helpdesk.demo.seeding import prepare

__all__ = ["init_app", "mail_pages", "phone_pages", "shop_page"]


def init_app(app: Flask) -> None:
    """Add `flask seed`; with DEMO=1 also /demo, and a company made before the server starts."""
    app.cli.add_command(commands.seed)
    if app.config["DEMO"]:
        app.register_blueprint(door.bp)
        app.extensions.setdefault("helpdesk_prepare", []).append(prepare)
