"""The one text of a post: Facebook knows no title, no description and no hashtags of their own."""

from __future__ import annotations

from mangnon.publishing.channels.base import Draft
from mangnon.publishing.channels.marks import marked


def message_of(draft: Draft, mark: str) -> str:
    """What readers see, with the mark by which it is found again."""
    text = draft.text.strip()
    if not text.startswith(draft.title):
        text = f"{draft.title}\n\n{text}"
    tags = " ".join(f"#{tag}" for tag in draft.hashtags if f"#{tag}" not in text)
    return marked(f"{text}\n\n{tags}".strip(), draft.address, mark)
