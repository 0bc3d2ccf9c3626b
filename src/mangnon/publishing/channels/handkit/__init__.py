"""For platforms closed to programs: a kit, a person who posts, an address that returns."""

from mangnon.publishing.channels.base import Channel
from mangnon.publishing.channels.handkit.checking import check
from mangnon.publishing.channels.handkit.packing import pack
from mangnon.publishing.channels.handkit.platforms import is_of
from mangnon.publishing.channels.handkit.sending import send

CHANNEL = Channel(
    name="handkit", words="Bộ đăng tay", check=check, send=send, pack=pack, is_ours=is_of
)
