"""Publishing: accounts, posts, what units follow. Personal data kept here: see each model."""

from mangnon.publishing.models.account import ChannelAccount
from mangnon.publishing.models.following import Interest, Offer
from mangnon.publishing.models.news import NewsReader
from mangnon.publishing.models.post import Post, Receipt

__all__ = ["ChannelAccount", "Interest", "NewsReader", "Offer", "Post", "Receipt"]
