"""The face of publishing: what the portal and others may use."""

from mangnon.publishing.choices import State as PostState
from mangnon.publishing.perms import publishes_somewhere
from mangnon.publishing.queries.public import Shown, newest
from mangnon.publishing.queries.visible import offers_to, posts_to_see_to

__all__ = [
    "PostState",
    "Shown",
    "newest",
    "offers_to",
    "posts_to_see_to",
    "publishes_somewhere",
]
