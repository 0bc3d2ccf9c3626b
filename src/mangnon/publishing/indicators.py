"""What publishing gives as indicators of letters: posts, units that posted, reach."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db.models import QuerySet

from mangnon.directives.api import Asked, Measured, register_indicator
from mangnon.kit import clock
from mangnon.publishing.models import Post


def posts_published(asked: Asked) -> Measured:
    """Posts of the units that went out within the span, also those taken back since."""
    return Measured(Decimal(_sent(asked).count()))


def units_that_published(asked: Asked) -> Measured:
    """Of the units asked, those with a post that went out within the span."""
    found = _sent(asked).values("unit").distinct().count()
    return Measured(Decimal(found), Decimal(len(asked.unit_ids)))


def reach(asked: Asked) -> Measured:
    """Of each post the largest figure that its channel gives: its figures count the same people."""
    figures = [max(one.values()) for one in _sent(asked).values_list("reach", flat=True) if one]
    note = "chỉ gồm kênh có số liệu"
    return Measured(Decimal(sum(figures)), note=note, given_by=len(figures))


def _sent(asked: Asked) -> QuerySet[Post]:
    since = clock.start_of(asked.since)
    until = clock.start_of(asked.until + timedelta(days=1))
    found = Post.objects.filter(unit__in=asked.unit_ids, sent_at__gte=since, sent_at__lt=until)
    return found.order_by()


def register() -> None:
    register_indicator("publishing.posts", "Số bài đã đăng trên các kênh", posts_published)
    register_indicator("publishing.units", "Tỷ lệ đơn vị có bài đã đăng", units_that_published)
    register_indicator("publishing.reach", "Số lượt tiếp cận của các bài đã đăng", reach)
