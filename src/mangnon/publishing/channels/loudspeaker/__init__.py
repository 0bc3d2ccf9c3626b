"""The commune's loudspeakers: a package for whoever runs them."""

from mangnon.publishing.channels.base import Channel
from mangnon.publishing.channels.loudspeaker.checking import check
from mangnon.publishing.channels.loudspeaker.packing import pack
from mangnon.publishing.channels.loudspeaker.sending import send

CHANNEL = Channel(name="loudspeaker", words="Loa truyền thanh", check=check, send=send, pack=pack)
