"""What the site asks of a draft."""

from __future__ import annotations

from mangnon.publishing.channels.base import Draft, Problem
from mangnon.publishing.channels.wanting import described, titled


def check(draft: Draft) -> list[Problem]:
    return [*titled(draft), *described(draft)]
