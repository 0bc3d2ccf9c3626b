"""A Facebook Page, by the Graph API v25.0.

Not proved live: the servers could not be reached while this was written, see
`docs/reference/channels.md`.
"""

from mangnon.publishing.channels.base import Channel
from mangnon.publishing.channels.facebook.checking import check
from mangnon.publishing.channels.facebook.finding import look_up, reach
from mangnon.publishing.channels.facebook.sending import correct, recall, send

CHANNEL = Channel(
    name="facebook",
    words="Trang Facebook",
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
    accounts={
        "access": "Mã truy cập của Trang (Page access token)",
        "app_secret": "Khóa bí mật của ứng dụng",
    },
)
