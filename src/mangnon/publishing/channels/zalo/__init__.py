"""Zalo OA: articles of an official account, by Zalo's Article API v2.0.

Not proved live: the servers could not be reached while this was written, see
`docs/reference/channels.md`.
"""

from mangnon.publishing.channels.base import Channel
from mangnon.publishing.channels.zalo.checking import check
from mangnon.publishing.channels.zalo.finding import look_up, reach
from mangnon.publishing.channels.zalo.sending import correct, recall, send
from mangnon.publishing.channels.zalo.talking import keep_alive

CHANNEL = Channel(
    name="zalo",
    words="Zalo OA",
    check=check,
    send=send,
    needs_account=True,
    can_recall=True,
    can_correct=True,
    has_reach=True,
    recall=recall,
    correct=correct,
    reach=reach,
    look_up=look_up,
    keep_alive=keep_alive,
    accounts={
        "access": "Access token của OA",
        "refresh": "Refresh token của OA",
        "app_id": "ID ứng dụng",
        "app_secret": "Khóa bí mật của ứng dụng",
    },
)
