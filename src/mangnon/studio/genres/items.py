"""Messages as values for sheets, alike in every genre."""

from __future__ import annotations

from typing import Any

from mangnon.studio.codes import qr
from mangnon.studio.genre import Brief
from mangnon.studio.model import Message, Sentence
from mangnon.studio.pictures import drawing, pictures


def item_of(message: Message, *, sentences: int = 2) -> dict[str, Any]:
    """A message with its first sentences, its picture and what a screen reader says of it."""
    said = [one.text for one in message.sentences[:sentences]]
    return {
        "words": " ".join([message.heading.text, *said]),
        "heading": message.heading.text,
        "sentences": said,
        "picture": drawing(message.picture),
        "alt": pictures()[message.picture].words,
    }


def codes_of(brief: Brief) -> list[dict[str, str]]:
    """Where to tell of harm, then where the source stands; each with its QR code."""
    led = [
        ("Gửi lời nhắn, không cần nói tên", brief.report_address),
        ("Xem tài liệu và các sản phẩm khác", brief.source_address),
    ]
    return [
        {"words": words, "address": address.split("://", 1)[-1], "code": qr(address)}
        for words, address in led
        if address
    ]


def says_of(brief: Brief, *, sentences: int = 2) -> tuple[Sentence, ...]:
    """The sentences that a sheet with title, lead and all messages shows."""
    plan = brief.plan
    return (
        plan.title,
        *((plan.lead,) if plan.lead else ()),
        *said_by_messages(brief, sentences=sentences),
    )


def said_by_messages(brief: Brief, *, sentences: int = 2) -> tuple[Sentence, ...]:
    """The sentences that a sheet shows with its messages alone, without title and lead."""
    messages = brief.plan.messages
    return tuple(one for m in messages for one in (m.heading, *m.sentences[:sentences]))
