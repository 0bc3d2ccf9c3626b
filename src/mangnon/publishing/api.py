"""The face of publishing: what the portal and others may use."""

from mangnon.publishing.choices import to_do_words
from mangnon.publishing.perms import publishes_somewhere
from mangnon.publishing.queries.public import Shown, newest
from mangnon.publishing.queries.visible import offers_to, posts_to_see_to, to_do

__all__ = [
    "Shown",
    "newest",
    "offers_to",
    "posts_to_see_to",
    "publishes_somewhere",
    "to_do",
    "to_do_words",
]
