"""E-mail by Django's mail backend: plain text, one connection for many letters."""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from mangnon.base.notices.channels import Channel, Letter, Outcome


def send(letters: Sequence[Letter]) -> Iterator[Outcome]:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as wrong:
        yield from (Outcome(letter.id, _words(wrong)) for letter in letters)
        return
    try:
        for letter in letters:
            yield _outcome(letter, _message(letter, connection))
    finally:
        connection.close()


def _outcome(letter: Letter, message: EmailMessage) -> Outcome:
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        return Outcome(letter.id, _words(refused), final=all(code >= 500 for code in codes))
    except (OSError, smtplib.SMTPException) as wrong:
        return Outcome(letter.id, _words(wrong))
    return Outcome(letter.id)


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMessage:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "localhost"
    mark = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    return EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.to],
        connection=connection,
        # The same letter sent twice carries the same mark, so that mail programs show one.
        headers={
            "Message-ID": f"<{mark}@{host}>",
            "Auto-Submitted": "auto-generated",
            **letter.headers,
        },
    )


def _words(wrong: Exception) -> str:
    """The kind of error and the server's code; never its text, which repeats the address."""
    code = getattr(wrong, "smtp_code", "") or getattr(wrong, "errno", "") or ""
    return f"{type(wrong).__name__} {code}".strip()


CHANNEL = Channel("email", "Thư điện tử", send)
