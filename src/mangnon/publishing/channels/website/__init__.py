"""Our own site: published is visible in the public library, recalled is gone at once."""

from mangnon.publishing.channels.base import Channel
from mangnon.publishing.channels.website.checking import check
from mangnon.publishing.channels.website.sending import correct, reach, recall, send

CHANNEL = Channel(
    name="website",
    words="Trang thông tin điện tử",
    check=check,
    send=send,
    can_recall=True,
    can_correct=True,
    has_reach=True,
    repeats_safely=True,
    recall=recall,
    correct=correct,
    reach=reach,
)
