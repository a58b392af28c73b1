"""Deliveries as JSON: one state and one honest sentence for a message, and how it went for each address."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from helpdesk.contacts.suppression import Why, reason
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.mailroom.models import Delivery, DeliveryState

# The most telling state first: a message is as well as its worst address.
RANK = (
    DeliveryState.FAILED,
    DeliveryState.BOUNCED,
    DeliveryState.BLOCKED,
    DeliveryState.UNCERTAIN,
    DeliveryState.SENDING,
    DeliveryState.QUEUED,
    DeliveryState.RECORDED,
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.SEEN,
)


def deliveries_of(message_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return how each of these messages went, by message id, in one query."""
    if not message_ids:
        return {}
    found: dict[int, list[Delivery]] = {}
    query = select(Delivery).where(Delivery.message_id.in_(message_ids)).order_by(Delivery.id)
    for delivery in db.session.scalars(query):
        found.setdefault(delivery.message_id, []).append(delivery)
    return {message_id: delivery_json(deliveries) for message_id, deliveries in found.items()}


def delivery_json(deliveries: Iterable[Delivery]) -> dict[str, Any]:
    """Return one message's deliveries (at least one) as one object. Once it was seen, no second way matters."""
    every = list(deliveries)
    seen = any(one.inbox_id is None and one.state == DeliveryState.SEEN for one in every)
    counting = [one for one in every if not (seen and one.inbox_id)]
    worst = min(counting, key=lambda delivery: RANK.index(DeliveryState(delivery.state)))
    complained = [one.address for one in every if one.complained_at]
    arrived = RANK.index(DeliveryState(worst.state)) >= RANK.index(DeliveryState.SENT)
    called_spam = _("Reported as spam by %(address)s", address=", ".join(complained)) if complained else ""
    return {
        "state": worst.state,
        "words": called_spam if called_spam and arrived else words(worst),
        "complained": complained,
        "recipients": [
            {"address": one.address, "role": one.role, "state": one.state, "error": one.error} for one in every
        ],
    }


def words(delivery: Delivery) -> str:
    """Say in one sentence how a delivery stands."""
    sentences = {
        DeliveryState.QUEUED: _("Waiting to be sent"),
        DeliveryState.SENDING: _("Sending"),
        DeliveryState.SENT: _("Sent"),
        DeliveryState.DELIVERED: _("Delivered"),
        DeliveryState.SEEN: _("Seen"),
        DeliveryState.FAILED: _("Not sent"),
        DeliveryState.BOUNCED: _("Came back: the address does not accept mail"),
        DeliveryState.UNCERTAIN: _("Perhaps sent: the provider did not answer in time"),
        DeliveryState.BLOCKED: _("Not sent: they asked to get no more messages"),
        DeliveryState.RECORDED: _("Not sent: no provider configured"),
    }
    sentence = sentences[DeliveryState(delivery.state)]
    if delivery.state == DeliveryState.BLOCKED and delivery.error in list(Why):
        return _("Not sent: %(why)s", why=reason(delivery.error))
    return f"{sentence}: {delivery.error}" if delivery.error and delivery.state == DeliveryState.FAILED else sentence
