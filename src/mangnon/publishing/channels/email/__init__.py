"""E-mail to addresses that the sender names: offices, schools, newspapers."""

from mangnon.publishing.channels.base import Channel
from mangnon.publishing.channels.email.checking import check
from mangnon.publishing.channels.email.sending import correct, send

CHANNEL = Channel(
    name="email",
    words="Thư điện tử",
    check=check,
    send=send,
    can_correct=True,
    needs_recipients=True,
    repeats_safely=True,
    correct=correct,
)
