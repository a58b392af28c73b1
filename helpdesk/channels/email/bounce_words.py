"""The words of bounces that follow no standard: which mail smells like one, and what it says."""

import re

# Subjects under which mail servers return mail.
SUBJECTS = re.compile(
    r"undeliver|non[- ]?deliver|not (?:be )?delivered|delivery (?:status|failure|failed|report|"
    r"problem|error|unsuccessful|"
    r"notification|has failed|incomplete|delayed|final)|failure (?:notice|delivery)|"
    r"returned (?:mail|e-?mail|message)|"
    r"returning (?:message|mail)|mail (?:system )?(?:delivery )?(?:error|failure|failed|fail|delayed)|failed mail|"
    r"message (?:delivery )?(?:delayed|failure|failed)|delayed mail|could ?n[o']t be (?:sent|delivered)|"
    r"(?:warning|notice).{0,40}(?:delayed|could not send|not yet been delivered|user unknown)|rejected mail|"
    r"unzustellbar|nicht zugestellt|zustellung fehlgeschlagen|fehlgeschlagene zustellung|rückläufer|"
    r"non[ -]remis|échec de la remise|non distribu|retour de mail|utilisateur non recens|"
    r"no entregado|no se puede entregar|devuelto|entrega fallida|não entregue|falha na entrega|devolvid|"
    r"mancato recapito|impossibile recapitare|onbestelbaar|niet bezorgd|olevererbart|ej levererad|"
    r"toimitus epäonnistui|nie dostarczono|niedostarczon|nedoručen|не доставлен|недоставлен|"
    r"配信不能|未配達|エラーメール|退信|无法投递|投递失败|반송|전송 실패",
    re.IGNORECASE,
)
DAEMONS = frozenset(
    {
        "mailer-daemon",
        "mailerdaemon",
        "mail-daemon",
        "maildaemon",
        "mdaemon",
        "postmaster",
        "mailadm",
        "mail.delivery.system",
        "maildelivery",
        "mail-delivery",
        "delivery-failure",
        "bounce",
        "bounces",
        "ndr",
    }
)
DAEMON_NAMES = re.compile(
    r"mail(?:er)?[ -]?(?:delivery|daemon|administrator)|delivery (?:sub)?system|postmaster|system administrator|"
    r"internet mail delivery|jetmail system",
    re.IGNORECASE,
)
# Where the returned mail starts; addresses after it are those of the mail, not of the failure.
RETURNED_MAIL = re.compile(
    r"^(?:[-=*_ >]{2,}.{0,20}(?:original message|returned message|returned mail|a copy of (?:the|your) message|"
    r"copy of your message|below this line is|your message (?:was|follows)|included is a copy|message header|"
    r"header|body of message|unsent message|undelivered message|ursprüngliche nachricht|message d'origine).{0,80}|"
    r"(?:received|return-path|mime-version|message-id|x-mailer):.*)$",
    re.IGNORECASE | re.MULTILINE,
)
FAILURE = re.compile(
    r"\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|unknown|no such|does ?n[o']t exist|not exist|"
    r"invalid|reject|refus|denied|"
    r"undeliver|not (?:be )?deliver|deliver(?:y|ed|ing)?|fail|error|quota|full|disabled|inactive|"
    r"not found|blocked|expired|"
    r"recipient|mailbox|unable|couldn't|could not|unzustellbar|unbekannt|introuvable|inconnu|desconocid|"
    r"не найден|不存在|不明|宛先",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
CODE = re.compile(r"(?<![\d.])([45])[0-5]\d[ -](?!\d\d)")

# The address itself is wrong, for ever: what may suppress it.
NO_SUCH_ADDRESS = re.compile(
    r"user (?:is )?(?:unknown|not found|doesn't exist|does not exist)|unknown (?:user|recipient|"
    r"address|mailbox|account)|"
    r"no (?:such|valid) (?:user|recipient|mailbox|address|person|account)|no mailbox here|"
    r"mailbox (?:not found|unavailable|"
    r"does not exist|unknown)|(?:recipient|address|account|mailbox|email)[^.\n]{0,40}(?:does not exist|doesn't exist|"
    r"not exist|is unknown|not found|has been disabled|no longer (?:exists|valid|available|active))|"
    r"address rejected: "
    r"(?:user|unknown)|recipient (?:address )?rejected: (?:user|unknown)|invalid (?:recipient|mailbox|user)|"
    r"not (?:listed|our customer|a valid (?:user|mailbox|recipient))|host (?:unknown|not found|"
    r"or domain name not found)|"
    r"(?:domain|host)[^.\n]{0,30}(?:not found|does not exist|doesn't exist|unknown)|unrouteable|unroutable|"
    r"bad destination|couldn't find any host|account (?:has been |is )?(?:disabled|closed|inactive)|"
    r"unbekannter? (?:benutzer|"
    r"empfänger)|destinataire inconnu|usuario desconocido|doesn't have a .{0,40} account",
    re.IGNORECASE,
)
_FOR_EVER = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4", "5.0.911"})
_NOT_FOR_EVER = re.compile(
    r"quota|over ?quota|mailbox (?:is )?full|disk full|insufficient|too (?:large|big|many)|spam|"
    r"blacklist|block(?:ed|list)|"
    r"reputation|policy|greylist|try again|temporar|timed? ?out|relay",
    re.IGNORECASE,
)


def is_hard(status: str, words: str) -> bool:
    """Say whether the address does not exist, as far as status and diagnosis tell."""
    if status.startswith("4"):
        return False
    if status in _FOR_EVER and status != "5.1.0":
        return not (_NOT_FOR_EVER.search(words) and not NO_SUCH_ADDRESS.search(words))
    if NO_SUCH_ADDRESS.search(words):
        return status in {"", "5.1.0", "5.0.0"} or not _NOT_FOR_EVER.search(words)
    return False
