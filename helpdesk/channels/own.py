"""Which addresses are our own: a mail from us to us would go round for ever."""


def is_own(address: str, own: frozenset[str]) -> bool:
    """Tell whether an address is one of our inboxes', with or without a reply token."""
    local, _, domain = address.rpartition("@")
    return address in own or f"{local.rpartition('+')[0]}@{domain}" in own
