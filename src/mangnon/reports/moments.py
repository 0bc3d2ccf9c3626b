"""How exactly a moment is told that comes from somebody without an account.

A school or a commune keeps records of its network, and so may learn which device spoke with this
server at which minute. What people see of such a moment is therefore the hour in which it fell, for
everybody who told it on the public pages: also for who gave a name, which two people decide about.
Always down, never up: what is counted from it ends earlier and never later than the law says. The
moment itself is in the record of the installation, whose rows cannot be changed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mangnon.reports.choices import Channel

ROUNDED_BY = timedelta(hours=1)
# Told by whoever holds a device; others were heard by somebody who knows when.
OWN_DEVICE = frozenset({Channel.WEB, Channel.QR})


def rounded(moment: datetime) -> datetime:
    """The hour in which it fell; Vietnam's hours begin with those of UTC."""
    return moment.replace(minute=0, second=0, microsecond=0)
