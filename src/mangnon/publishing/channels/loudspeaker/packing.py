"""The package: sound, script, slip, and a timetable that a station can load or print."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

from mangnon.publishing.channels.base import Draft
from mangnon.publishing.channels.zipping import zipped

# When most are at home and nobody sleeps; the station changes it as it is used to.
TIMES = ("05:30", "17:00")
EVERY_DAYS, MOST_DAYS = 2, 15
_MARK = "\ufeff"  # so that Excel reads the letters right


def pack(draft: Draft) -> tuple[str, bytes]:
    files = [(one.name, one.content) for one in draft.files]
    files += [
        ("lich-phat.csv", (_MARK + _timetable(draft)).encode()),
        ("HUONG-DAN.txt", _guide(draft).encode()),
    ]
    return "goi-phat-thanh.zip", zipped(files)


def _timetable(draft: Draft) -> str:
    out = StringIO()
    table = csv.writer(out)
    table.writerow(["Ngày", "Giờ", "Nội dung", "Tệp"])
    sound = next((one.name for one in draft.files if one.kind == "audio/mpeg"), "đọc theo kịch bản")
    for day in _days(draft):
        for at in TIMES:
            table.writerow([f"{day:%d/%m/%Y}", at, draft.title, sound])
    return out.getvalue()


def _days(draft: Draft) -> Iterator[date]:
    """Every second day from the first to the last on which the text holds."""
    day = date.fromisoformat(draft.valid_from)
    last = min(date.fromisoformat(draft.valid_until), day + EVERY_DAYS * timedelta(MOST_DAYS - 1))
    while day <= last:
        yield day
        day += timedelta(days=EVERY_DAYS)


def _guide(draft: Draft) -> str:
    return (
        f"{draft.title}\n\n"
        "1. Nghe thử tệp MP3; không có MP3 thì đọc theo kịch bản, đúng nhịp ghi trong đó.\n"
        "2. Phát theo lich-phat.csv; đổi giờ theo nếp của địa phương.\n"
        f"3. Phát đến hết ngày {date.fromisoformat(draft.valid_until):%d/%m/%Y}, sau đó thôi.\n"
        "4. Phát xong lần đầu, mở bài đăng trong hệ thống và ghi “đã phát”.\n\n"
        f"{draft.maker}\n{draft.address}\n"
    )
