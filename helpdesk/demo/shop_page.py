"""/demo/shop: a page as Ternfold's own site would have it, with the public script tag and a policy of its own."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from helpdesk.channels.places import described as inbox_described
from helpdesk.demo import shop
from helpdesk.demo.company import described
from helpdesk.demo.door import bp, public
from helpdesk.kernel.ambient import configured

# What docs/chat.md asks of a site that has a policy: our origin for scripts and frames, and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self' {ours}; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src {ours}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@bp.get("/shop")
@public
def shop_page() -> ResponseReturnValue:
    """Show the shop; with `customer`, as it looks to somebody who logged in there."""
    inbox = shop.chat()
    accounts = shop.accounts() if inbox else []
    customer = next((one for one in accounts if one.key == request.args.get("customer")), None)
    page = render_template(
        "demo/shop.html",
        company=described()["name"],
        goods=shop.goods(),
        accounts=accounts,
        customer=customer,
        claim=shop.claim_for(customer, inbox) if customer and inbox else None,
        # Built by us from our own address and the inbox's public token.
        script=Markup(inbox_described(inbox)["script_tag"]) if inbox else "",  # noqa: S704
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = POLICY.format(ours=configured("BASE_URL"))
    return response
