"""Handing a message to the mail server that node.toml names: text only, over TLS or on loopback."""

from typing import Final

from django.core.mail import EmailMessage, get_connection

from kakehashi import node
from kakehashi.node import Mail

BACKEND: Final = "django.core.mail.backends.smtp.EmailBackend"
TIMEOUT_SECONDS: Final = 10
LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "::1"))


class NotSent(Exception):
    """The mail server took nothing; the message says why, without what was to be sent."""


def send(mail: Mail, *, to: str, subject: str, text: str, name: str) -> None:
    """Hand one message over; `name` makes its Message-ID, so that twice the same is one message.

    Raises:
        NotSent: it was not taken.

    """
    if mail.security == "none" and mail.host not in LOOPBACK:
        raise NotSent("without TLS only to a server on this machine")
    connection = get_connection(
        BACKEND,
        host=mail.host,
        port=mail.port,
        username=mail.user or "",
        password=_password(mail),
        use_tls=mail.security == "starttls",
        use_ssl=mail.security == "tls",
        timeout=TIMEOUT_SECONDS,
    )
    headers = {"Message-ID": f"<{name}@{node.this().name}>", "Auto-Submitted": "auto-generated"}
    message = EmailMessage(subject, text, mail.sender, [to], headers=headers, connection=connection)
    try:
        message.send()
    except (OSError, ValueError) as error:
        raise NotSent(type(error).__name__) from error


def _password(mail: Mail) -> str:
    if not mail.user:
        return ""
    try:
        return (node.this().home / "keys" / "mail.password").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NotSent("keys/mail.password cannot be read") from error
