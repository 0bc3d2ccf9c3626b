"""The channels that there are."""

from mangnon.base.notices.channels import Channel, email

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (email.CHANNEL,)}
