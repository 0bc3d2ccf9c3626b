"""Telling people: by e-mail and on their desk, once, with the transaction it belongs to."""

from mangnon.base.notices.actions import Message, mark_read, tell, tell_many
from mangnon.base.notices.models import Notice
from mangnon.base.notices.queries import notices_of, outbox_waiting, unread_count

__all__ = [
    "Message",
    "Notice",
    "mark_read",
    "notices_of",
    "outbox_waiting",
    "tell",
    "tell_many",
    "unread_count",
]
