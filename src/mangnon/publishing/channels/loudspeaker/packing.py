"""The package: sound, script, slip, and a timetable that a station can load or print. How often and
when is advice by its priority; the station changes it as it is used to."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

from mangnon.publishing.channels.base import Draft
from mangnon.publishing.channels.zipping import zipped
from mangnon.studio.priorities import priority_of

MOST_DAYS = 60  # on which it is played; a longer table is nobody's plan
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
    level = priority_of(draft.priority)
    table.writerow(["Ngày", "Giờ", "Nội dung", "Tệp", "Mức ưu tiên", "Phát đến hết ngày"])
    sound = next((one.name for one in draft.files if one.kind == "audio/mpeg"), "đọc theo kịch bản")
    last = _shown(draft.valid_until)
    for day in _days(draft, level.every_days):
        for at in level.times:
            table.writerow([f"{day:%d/%m/%Y}", at, draft.title, sound, level.words, last])
    return out.getvalue()


def _days(draft: Draft, every: int) -> Iterator[date]:
    """Every so many days from the first to the last on which the text holds."""
    day = date.fromisoformat(draft.valid_from)
    last = min(date.fromisoformat(draft.valid_until), day + every * timedelta(MOST_DAYS - 1))
    while day <= last:
        yield day
        day += timedelta(days=every)


def _guide(draft: Draft) -> str:
    level = priority_of(draft.priority)
    return (
        f"{draft.title}\n\n"
        f"Mức ưu tiên: {level.words}. {level.note}\n"
        f"Phát đến hết ngày: {_shown(draft.valid_until)}\n\n"
        "1. Nghe thử tệp MP3; không có MP3 thì đọc theo kịch bản, đúng nhịp ghi trong đó.\n"
        "2. Phát theo lich-phat.csv; đổi giờ theo nếp của địa phương.\n"
        f"3. Phát đến hết ngày {_shown(draft.valid_until)}, sau đó thôi.\n"
        "4. Phát xong lần đầu, mở bài đăng trong hệ thống và ghi “đã phát”.\n\n"
        f"{draft.maker}\n{draft.address}\n"
    )


def _shown(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"
