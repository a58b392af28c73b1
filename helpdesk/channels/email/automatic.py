"""Was this mail written by a machine? RFC 3834, and what mailers do instead of following it."""

# ruff: noqa: RUF001 - Subjects are written in many scripts.

import re
from dataclasses import dataclass

from helpdesk.channels.email.headers import Headers
from helpdesk.channels.email.mime import Part
from helpdesk.channels.email.parsed import ParsedMail

_AUTO_REPLY_FIELDS = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-autoreply-from",
    "x-autoresponder",
    "x-autoresponse",
    "x-auto-respond",
    "x-mail-autoreply",
    "x-mail-auto-reply",
    "x-vacation",
    "x-ms-exchange-inbox-rules-loop",
    "auto-reply",
    "x-away-message",
    "x-auto-response",
    "x-ooo",
)
_MACHINES = frozenset(
    "mailer-daemon postmaster no-reply noreply donotreply do-not-reply do_not_reply no_reply bounce bounces "
    "mdaemon mail-daemon mailerdaemon".split()
)
# Only at the very start of a subject, where mailers put it; a person may mention it later on.
_SUBJECTS = re.compile(
    r"(?:out[ -]of[ -](?:the[ -])?office\b|ooo\b\s?[:-]|automatic reply\s?:|"
    r"auto(?:matic)?[- ]?(?:reply|response|respond"
    r"er)\b|autoreply\b|vacation (?:reply|response|notice|message)\b|away from (?:my )?(?:the )?(?:office|mail)|"
    r"abwesenheits(?:notiz|nachricht|meldung|benachrichtigung)|automatische (?:antwort|reactie)|abwesend\s?:|"
    r"r[ée]ponse automatique|absence du bureau|message d'absence|"
    r"respuesta autom[áa]tica|fuera de (?:la )?oficina|resposta autom[áa]tica|fora do escrit[óo]rio|"
    r"risposta automatica|fuori (?:sede|ufficio)|afwezig(?:heid)?\b|"
    r"autosvar\b|automatisk(?:t)? svar|fr[åa]nvaro|frav[æa]r|"
    r"automaattinen vastaus|poissa\b|autom(?:atyczna|atick[áa]) odpowied[źz]|automatick[áa] odpov[ěe]|"
    r"poza biurem|nieobecno|автоматический ответ|автоответ|вне офиса|automatikus v[áa]lasz|"
    r"otomatik yan[ıi]t|automatski odgovor|r[ăa]spuns automat|αυτόματη απάντηση|"
    r"自動返信|不在通知|自动回复|自動回覆|자동 회신|부재 중|מענה אוטומטי|رد تلقائي)",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"(?:\[[^\]]{0,40}\]\s{0,3}|(?:auto|re|aw|sv|fwd?)\s{0,2}:\s{0,3}){0,5}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Automatic:
    """`is_automatic`: never answer by machine, never reopen. `is_auto_reply`: it answers one of our mails."""

    is_automatic: bool
    is_auto_reply: bool


def automatic_of(headers: Headers, root: Part, mail: ParsedMail, *, is_bounce: bool) -> Automatic:
    """What the header tells; bodies are not asked, for people quote machines."""
    reply = not is_bounce and _is_auto_reply(headers, root, mail)
    return Automatic(reply or is_bounce or _is_machine_mail(headers, mail), reply)


def _is_auto_reply(headers: Headers, root: Part, mail: ParsedMail) -> bool:
    submitted = _word(mail.auto_submitted)
    if submitted and submitted != "no":
        return True
    if _word(mail.precedence) in {"auto_reply", "auto-reply", "autoreply"}:
        return True
    if any(headers.has(name) and _says_yes(headers.first(name)) for name in _AUTO_REPLY_FIELDS):
        return True
    if "autoresponder" in headers.first("x-mailer").lower() or _word(headers.first("x-post-messageclass")) == "9":
        return True
    report = root.kind.parameters.get("report-type", "").lower()
    # A read receipt, and a provider's report that somebody called our mail spam (RFC 8098, RFC 5965).
    if root.kind.value == "multipart/report" and report in {"disposition-notification", "feedback-report"}:
        return True
    prefix = _PREFIX.match(mail.subject)
    return bool(_SUBJECTS.match(mail.subject, prefix.end() if prefix else 0))


def _is_machine_mail(headers: Headers, mail: ParsedMail) -> bool:
    if _word(mail.precedence) in {"bulk", "list", "junk"}:
        return True
    if any(name.startswith("list-") for name in headers.values):
        return True
    suppress = headers.first("x-auto-response-suppress").lower()
    if suppress and suppress != "none":
        return True
    local = mail.from_email.rpartition("@")[0].lower()
    if mail.return_path == "" or local in _MACHINES:
        return True
    return headers.has("feedback-id") or headers.has("x-failed-recipients")


def _word(value: str) -> str:
    return value.partition(";")[0].partition(" ")[0].strip().lower()


def _says_yes(value: str) -> bool:
    return value.strip().lower() not in {"no", "false", "0", "none"}
