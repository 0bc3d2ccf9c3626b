"""Telling people: by e-mail and on their desk, once, with the transaction it belongs to."""

from mangnon.base.notices.actions import Message, mark_read, tell, tell_many, withdraw_letters
from mangnon.base.notices.models import Notice
from mangnon.base.notices.queries import keys_not_reached, notices_of, outbox_waiting, unread_count

__all__ = [
    "Message",
    "Notice",
    "keys_not_reached",
    "mark_read",
    "notices_of",
    "outbox_waiting",
    "tell",
    "tell_many",
    "unread_count",
    "withdraw_letters",
]
