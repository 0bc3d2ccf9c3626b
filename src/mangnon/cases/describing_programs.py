"""The API of the cases as a page of the documentation, from what makes its OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mangnon.base.programs import LONGEST_KEY, SHORTEST_KEY
from mangnon.cases.actions.once import KEY_LASTS
from mangnon.cases.choices import Region
from mangnon.cases.forms.moves import SAID_BY_FORM
from mangnon.cases.forms.programs import Schema, fields_asked, files_of, required_in
from mangnon.cases.machine.deciding import EVENTS
from mangnon.cases.machine.table import MOVES
from mangnon.cases.openapi import ERRORS, move_of
from mangnon.cases.paging import MOST, PER_PAGE

AT = "/api/ho-so/v1/"
EXAMPLE: dict[str, Any] = {
    "event": "raise_urgency",
    "version": 3,
    "reason": "Trẻ nói tối nay không dám về nhà",
}
_KINDS = {"boolean": "true, false", "date": "ngày", "date-time": "thời điểm có múi giờ"}
_HEAD = f"""# API vụ việc

<!-- Sinh ra bằng: make docs -->

Để chương trình của chính cán bộ đọc vụ việc và làm các bước, đúng như trên trang: cùng người, cùng
quyền, cùng bảng (`src/mangnon/cases/machine/table.py`, xem [các bước](case-workflow.md)). Không có
tên ai trong câu trả lời, trừ tên cán bộ để chọn người phụ trách. API không đọc và không nhận tệp,
lời kể, mẫu đã ghi: những thứ ấy chỉ mở trên trang. Bản máy đọc: `{AT}openapi.json` (OpenAPI 3.1).
Tin báo từ hệ thống khác đi đường khác: `/bao-tin/doi-tac/openapi.json`.

## Ai gọi được

Không có loại khóa nào mới. Chương trình dùng phiên đăng nhập của một người, mở trên trang như mọi
phiên: có xác thực hai lớp nếu vai trò bắt buộc, hết hạn sau 8 giờ không dùng và sau 24 giờ là hết
hẳn. Kết thúc phiên ở trang “Các phiên đăng nhập” là chương trình dừng. Người bị tố cáo, đơn vị bị
chặn, người mở khẩn cấp (chỉ đọc) gặp đúng những gì họ gặp trên trang.

| Gửi kèm | Khi nào |
|---|---|
| cookie `mangnon` (qua HTTPS: `__Host-mangnon`) | luôn luôn |
| cookie `csrftoken` (`__Host-csrftoken`) và cùng giá trị trong `X-CSRFToken` | khi làm một bước |
| `Referer` hoặc `Origin` là địa chỉ của nền tảng | khi làm một bước qua HTTPS |
| cookie `mangnon-ho-so` (`__Host-…`): khóa hồ sơ đang mở | bước có mẫu, chuyển đơn vị |
| `Idempotency-Key`, {SHORTEST_KEY} đến {LONGEST_KEY} ký tự | khi làm một bước |

## Địa chỉ

| Địa chỉ | Cho biết |
|---|---|
| `GET {AT}bang` | bảng: vùng, bước, ai làm, phải kèm gì, điều kiện, mẫu |
| `GET {AT}vu-viec?page=1&ended=0` | vụ việc người này xem được, gấp nhất trước |
| `GET {AT}vu-viec/MÃ` | một vụ việc; `events`: việc làm được lúc này, `body`: gửi gì |
| `POST {AT}vu-viec/MÃ/buoc` | làm một bước |

Mỗi trang {PER_PAGE} vụ việc, nhiều nhất {MOST}, như trên trang. `body` là lược đồ JSON của điều
gửi được, với người và đơn vị chọn được. Mỗi lần đọc một vụ việc được ghi vào nhật ký.

## Làm một bước

`version` là phiên bản đã thấy. Nếu ai đó đã thay đổi trước, câu trả lời là 409 với cả hai bên:
điều muốn làm và nơi vụ việc đang đứng, ai đã làm.

```json
BODY
```

Thành công là 200 với `version` và `states` mới. Cùng `Idempotency-Key`, người, vụ việc và nội dung:
một bước, gửi lại bao nhiêu lần cũng 200. Cùng khóa mà nội dung khác, trong HOURS giờ: 409
`key_used`. Máy chủ chỉ giữ mã băm của khóa và nội dung.

Bước có mẫu: `paper` là các câu trả lời của mẫu (lược đồ `Paper_02`… trong openapi.json); bỏ trống
thì bản đã ghi trên trang đi cùng. Tệp chỉ nhận trên trang.

## Khi không được

`{{"error": …, "words": …, "field": …}}`: `words` là lời cho người đọc, đúng lời trên trang.

| Mã | error | Nghĩa |
|---|---|---|
"""


def page() -> str:
    """Markdown."""
    hours = int(KEY_LASTS.total_seconds()) // 3600
    body = json.dumps(EXAMPLE, ensure_ascii=False, indent=2)
    head = _HEAD.replace("BODY", body).replace("HOURS", str(hours))
    errors = (f"| {code} | `{name}` | {words} |" for name, (code, words) in ERRORS.items())
    tables = (line for region in Region for line in _region(region))
    return head + "\n".join([*errors, "", "## Các bước nhận gì", "", *tables])


def _region(region: Region) -> Iterator[str]:
    yield f"### {region.label}"
    yield ""
    yield "| event | Việc làm | Trường (* bắt buộc) | Mẫu | Chỉ trên trang |"
    yield "|---|---|---|---|---|"
    for event in EVENTS:
        row = next(move for move in MOVES if move.event == event)
        if row.region == region:
            form = move_of(event)
            required = required_in(form)
            fields = [
                _field(name, said, "*" if name in required else "")
                for name, said in fields_asked(form).items()
            ]
            cells = [
                f"`{event}`",
                row.words,
                "; ".join(fields) or "–",
                _form(row.form),
                ", ".join(files_of(form).values()) or "–",
            ]
            yield f"| {' | '.join(cells)} |"
    yield ""


def _form(form: str) -> str:
    said = [f"`{name}`" for name in SAID_BY_FORM.get(form, {})]
    return f"{form} (nói luôn {', '.join(said)})" if said else form or "–"


def _field(name: str, said: Schema, star: str) -> str:
    if "oneOf" in said:
        kind = "một trong: " + ", ".join(one["const"] for one in said["oneOf"])
    else:
        kind = _KINDS.get(str(said.get("format", said["type"])), "")
    words = said["description"][0].lower() + said["description"][1:]
    return f"`{name}`{star} {words}" + (f" ({kind})" if kind else "")
