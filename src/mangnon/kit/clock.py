"""What time it is, and what day it is in Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day on a calendar in Vietnam, whatever the zone of the machine."""
    return datetime.now(VIETNAM).date()


def local(moment: datetime) -> datetime:
    """The same moment on a Vietnamese clock."""
    return moment.astimezone(VIETNAM)


def start_of(day: date) -> datetime:
    """The moment at which a day begins in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)
