"""How far posts reached, where a channel tells."""

from __future__ import annotations

import logging
from datetime import timedelta

from mangnon.kit import clock
from mangnon.publishing.accounts import account_of
from mangnon.publishing.channels import channels
from mangnon.publishing.channels.base import Later, Refused, TokenExpired, Unsure
from mangnon.publishing.choices import LIVE
from mangnon.publishing.models import Post

WATCHED = timedelta(days=90)  # after that hardly anybody comes
MOST_A_DAY = 500
_log = logging.getLogger(__name__)


def measure_reach() -> int:
    """Ask for every post of the last 90 days, those asked longest ago first. How many answered."""
    telling = [name for name, channel in channels().items() if channel.has_reach]
    posts = Post.objects.filter(
        channel__in=telling, state__in=LIVE, sent_at__gt=clock.now() - WATCHED
    ).select_related("account")
    ordered = posts.order_by("reach_at", "sent_at")[:MOST_A_DAY]
    return sum(_measured(post) for post in ordered)


def _measured(post: Post) -> bool:
    try:
        found = channels()[post.channel].reach(account_of(post.account), post.outside_id)
    except (Later, Refused, TokenExpired, Unsure) as why:
        _log.info("no reach of %s: %s", post.pk, type(why).__name__)
        return False
    Post.objects.filter(pk=post.pk).update(reach=found, reach_at=clock.now())
    return True
