"""Whether the key of the installation stands beside the database that was sealed with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from mangnon.base.health.api import Finding
from mangnon.base.walls import for_the_system
from mangnon.reports import keys
from mangnon.reports.installation import FILE
from mangnon.reports.models import Report, UnitKey

_MEND = (
    "Dừng hệ thống, chép tệp này từ bản giấy cất trong két vào thư mục dữ liệu (quyền 600) rồi "
    "chạy lại. Thiếu khóa này: tin báo ở bàn trực chưa ai nhận khóa không mở được, tên và số điện "
    "thoại trong tin cũ không tìm lại được."
)


@for_the_system("whether the key fits")
def key_file() -> Iterator[Finding]:
    """A restored database finds its key missing, or another one that was made anew."""
    if not Report.objects.exists():
        return
    place = Path(settings.DATA_DIR) / FILE
    yield Finding(place.is_file(), f"Có tệp khóa {FILE} của các tin báo", _MEND)
    if place.is_file():
        kept = UnitKey.objects.filter(retired_at=None).exclude(kept_private=b"")
        fits = all(keys.is_kept(key) for key in kept)
        yield Finding(fits, f"Tệp khóa {FILE} đúng là của cơ sở dữ liệu này", _MEND)
