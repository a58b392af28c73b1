"""The words by which people stop and start messages; carriers and Twilio heed the same ones.

https://help.twilio.com/articles/223134027 (default keywords) and CTIA's Messaging Principles 5.1.3.
"""

import unicodedata
from typing import Literal

STOP = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
START = frozenset({"start", "yes", "unstop"})

Consent = Literal["out", "in"]


def consent_in(body: str, told: str = "") -> Consent | None:
    """Return what a whole body says about consent: case, spaces and punctuation do not matter ("S.T.O.P!" stops).

    `told` is Twilio's own finding (OptOutType), which knows the keywords somebody added to the Messaging Service.
    """
    letters = "".join(one for one in unicodedata.normalize("NFKC", body).casefold() if one.isalnum())
    if letters in STOP or told == "STOP":
        return "out"
    return "in" if letters in START or told == "START" else None
