"""`flask mail consent`: an admin's permission to read a mailbox of Google or Microsoft, as a refresh token."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import click

from helpdesk.channels.base import SendingFailed
from helpdesk.channels.inboxes import change_inbox
from helpdesk.channels.places import place_of
from helpdesk.cli.delivering import email_inbox
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.commandline import TryAgain, answering, say
from helpdesk.kernel.db import unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.imports import Lazy

if TYPE_CHECKING:
    from helpdesk.channels.email import oauth
else:  # Every start of the program reads the commands.
    oauth = Lazy("helpdesk.channels.email.oauth")


@click.command("consent")
@click.option("--inbox", "address", required=True, help="The inbox, by its address.")
@answering
def consent(address: str) -> None:
    """Print where to allow it, read the address that the browser ends at, and keep the permission."""
    with unit(write=False):
        settings = place_of(email_inbox(address)).settings
    if settings.imap_login == "password" or not settings.oauth_client_id:
        raise BadInput("Choose Google or Microsoft and name the OAuth2 client in the inbox's settings first.", "inbox")
    click.echo(f"Open this address and allow it: {oauth.consent_url(settings)}", err=True)
    landed = str(click.prompt("Then paste the address at which the browser ended", err=True)).strip()
    code = parse_qs(urlsplit(landed).query).get("code", [""])[0]
    if not code:
        raise BadInput("There is no code in this address.", "address")
    try:
        token = oauth.refresh_token(settings, code)
    except SendingFailed as error:
        raise TryAgain(error.words) from error
    with unit():
        change_inbox(email_inbox(address), settings={"oauth_refresh_token": token}, partial=True, by=SYSTEM)
    say({"inbox": address, "allowed": True})
