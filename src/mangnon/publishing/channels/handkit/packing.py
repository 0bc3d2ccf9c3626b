"""The kit: a page that opens without a network, with buttons that copy, and sized pictures."""

from __future__ import annotations

from html import escape
from pathlib import Path

from mangnon.publishing.channels.base import Draft
from mangnon.publishing.channels.handkit.pictures import Sized, sized
from mangnon.publishing.channels.handkit.platforms import PLATFORMS
from mangnon.publishing.channels.zipping import zipped

PAGE = Path(__file__).parent / "page.txt"


def pack(draft: Draft) -> tuple[str, bytes]:
    pictures = sized(draft.pictures)
    files = [(f"anh/{one.name}", one.content) for one in pictures]
    if draft.video:
        files.append((f"video/{draft.video.name}", draft.video.content))
    files += [(f"kem-theo/{one.name}", one.content) for one in draft.files]
    texts = {
        "index.html": _page(draft, pictures),
        "noi-dung.txt": whole_text(draft),
        "mo-ta-anh.txt": "\n".join(f"{one.name}: {one.alt}" for one in pictures) + "\n",
    }
    files += [(name, text.encode()) for name, text in texts.items()]
    return f"bo-dang-tay-{draft.platform}.zip", zipped(files)


def whole_text(draft: Draft) -> str:
    """What is pasted into the post."""
    tags = " ".join(f"#{tag}" for tag in draft.hashtags if f"#{tag}" not in draft.text)
    address = "" if draft.address in draft.text else draft.address
    parts = (draft.text.strip() or draft.title, address, tags)
    return "\n\n".join(part for part in parts if part) + "\n"


def _page(draft: Draft, pictures: list[Sized]) -> str:
    words = PLATFORMS[draft.platform].words
    shown = "\n".join(
        f'<li><img src="anh/{one.name}" alt="{escape(one.alt)}" width="200">'
        f"<p>anh/{one.name} ({one.width}×{one.height})</p>{_copied(f'alt-{n}', one.alt)}</li>"
        for n, one in enumerate(pictures)
    )
    film = f"<p>Video: video/{escape(draft.video.name)}</p>" if draft.video else ""
    steps = (
        f"Mở {words} bằng tài khoản của đơn vị, không dùng trang cá nhân.",
        "Chép nội dung và dán vào bài.",
        "Chọn ảnh theo đúng thứ tự; dán lời mô tả cho từng ảnh." if pictures else "",
        "Tải video lên; chờ xử lý xong mới đăng." if draft.video else "",
        "Xem lại bài như người đọc: số 111, nguồn, ngày còn đủ.",
        "Chép địa chỉ bài đã đăng, dán vào bài đăng trong hệ thống.",
    )
    checks = "\n".join(
        f'<li><label><input type="checkbox"> {escape(step)}</label></li>' for step in steps if step
    )
    template = PAGE.read_text(encoding="utf-8")
    filled = {
        "{{title}}": escape(draft.title),
        "{{platform}}": words,
        "{{heading}}": _copied("tieu-de", draft.title),
        "{{text}}": _copied("noi-dung", whole_text(draft)),
        "{{pictures}}": f"<ol class=anh>{shown}</ol>" if shown else "<p>Không có ảnh.</p>",
        "{{film}}": film,
        "{{steps}}": checks,
    }
    for mark, value in filled.items():
        template = template.replace(mark, value)
    return template


def _copied(name: str, text: str) -> str:
    """A text that can be marked by hand, with a button that copies it."""
    rows = min(14, max(2, len(text) // 70 + text.count("\n") + 1))
    return (
        f'<textarea id="{name}" rows="{rows}" readonly aria-label="Nội dung để chép">'
        f"{escape(text)}</textarea>"
        f'<button type="button" data-for="{name}">Chép</button>'
    )
