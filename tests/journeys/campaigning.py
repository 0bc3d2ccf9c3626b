"""What an editor and a leader do in a browser, step by step, on a running demo."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document

from mangnon.studio.genres import genres
from tests.journeys.running import PHONE, Running, until
from tests.publishing.fakes import facebook, zalo

EDITOR = "bien-tap@trinhdien.mangnon"
LONGEST = 280.0  # seconds that all genres may take on a busy machine
Look = Callable[[Any], None]
_COUNT = re.compile(r"Đã xong (\d+)/\d+")
LIBRARY = "/thu-vien-noi-bo/"
TITLE = "Giữ kín thông tin riêng khi lên mạng"
KEPT = (
    "Trẻ em không đăng họ tên đầy đủ, tên trường, số nhà và số điện thoại của mình lên mạng.",
    "Cha mẹ cùng con xem lại các ảnh đã đăng và gỡ những ảnh cho thấy nơi ở, nơi học.",
)
OLD = "Khi có người lạ hỏi chuyện riêng, trẻ không trả lời và kể ngay với cha mẹ hoặc thầy cô."
NEW = "Khi có người lạ hỏi chuyện riêng, trẻ chụp lại màn hình rồi kể ngay với cha mẹ, thầy cô."
LAST = "Khi cần giúp đỡ, trẻ em và người lớn gọi Tổng đài 111, miễn phí, vào mọi giờ trong ngày."


def source(folder: Path, *paragraphs: str) -> Path:
    """A DOCX as an office writes it: a title, then paragraphs."""
    paper = Document()
    paper.add_heading(TITLE, level=0)
    for text in paragraphs:
        paper.add_paragraph(text)
    file = folder / f"nguon-{len(list(folder.iterdir()))}.docx"
    paper.save(str(file))
    return file


def upload(page: Any, file: Path, title: str = TITLE) -> str:
    """A source, read and described; its address."""
    page.goto(page.url.split("/ban-lam-viec")[0] + f"{LIBRARY}tai-lieu/moi/")
    page.set_input_files("input[type=file]", file)
    page.get_by_label("Tên tài liệu").fill(title)
    page.locator("main form button[type=submit]").first.click()
    _when_read(page)
    address = str(page.url)
    page.get_by_role("link", name="Sửa thông tin").first.click()
    page.get_by_label("Do đơn vị soạn").check()
    page.locator("main form button[type=submit]").first.click()
    return address


def _when_read(page: Any) -> None:
    def read() -> bool:
        page.reload()
        return bool(page.get_by_role("heading", name="Các đoạn").count())

    assert until(read)


def accept_map(page: Any, document: str, audience: str) -> str:
    """The proposed map, accepted as it is; its address."""
    page.goto(document)
    page.get_by_label("Lập sơ đồ mới cho").select_option(label=audience)
    page.get_by_role("button", name="Đề xuất sơ đồ").click()
    address = str(page.url)
    page.get_by_role("button", name="Chấp nhận sơ đồ").click()
    page.get_by_text("đã chấp nhận").first.wait_for()
    return address


def make(
    page: Any, the_map: str, *, but: frozenset[str] = frozenset(), look: Look = lambda _: None
) -> dict[str, str]:
    """Every genre, made while one looks on; their addresses by genre.

    but: what is not made. look: is given the page each time the count has moved, which only grows.
    """
    wanted = [name for name in genres() if name not in but]
    page.goto(f"{the_map}dung/")
    for box in page.locator("input[name=genres]").all():
        box.set_checked(box.get_attribute("value") in wanted)
    page.locator("main form button[type=submit]").last.click()
    seen: list[int] = []

    def made() -> bool:
        said = _COUNT.search(str(page.inner_text("main")))
        if said and int(said[1]) not in seen:
            seen.append(int(said[1]))
            look(page)
        return said is None

    assert until(made, LONGEST), page.inner_text("main")
    drafts = page.locator(".tag", has_text="Bản nháp").count()
    assert drafts == len(wanted), page.inner_text("main")
    assert seen == sorted(seen)
    assert len(seen) > 2, "the count of what is made was not seen to move"
    links = page.locator(f'main a[href*="{LIBRARY}san-pham/"]').evaluate_all(
        "all => all.map(one => [one.closest('li, tr, article').innerText, one.href])"
    )
    return {name: _address_of(links, genres()[name].words) for name in wanted}


def _address_of(links: list[list[str]], words: str) -> str:
    return next(href for text, href in links if words in text)


def approved_by_link(page: Any, browser: Any, product: str) -> None:
    """Asked for by the editor, decided by a leader without an account on another phone."""
    page.goto(product)
    page.get_by_role("link", name="Trình duyệt").click()
    page.get_by_label("bằng liên kết dùng một lần").check()
    page.get_by_label("Tên người duyệt").fill("Bà Lan")
    page.get_by_role("button", name="Trình duyệt").click()
    link = page.locator("#lien-ket").input_value()
    leader = browser.new_context(
        viewport=PHONE, locale="vi-VN", java_script_enabled=False
    ).new_page()
    leader.goto(link)
    leader.get_by_role("button", name="Duyệt", exact=True).click()
    leader.get_by_text("Bà Lan đã quyết định lúc").wait_for()
    leader.context.close()


def connect(page: Any, demo: Running) -> None:
    """The unit's OA and Page, with what the fakes grant."""
    access, refresh = demo.oa.grant()
    accounts = {
        "zalo": {
            "outside_id": zalo.OA_ID,
            "given_access": access,
            "given_refresh": refresh,
            "given_app_id": zalo.APP_ID,
            "given_app_secret": zalo.APP_SECRET,
        },
        "facebook": {
            "outside_id": facebook.PAGE_ID,
            "given_access": demo.graph.grant(),
            "given_app_secret": facebook.APP_SECRET,
        },
    }
    for channel, fields in accounts.items():
        page.goto(f"{demo.web}/dang-tai/tai-khoan/ket-noi/{channel}/")
        for name, value in {"name": "Sở Văn hóa", **fields}.items():
            page.fill(f"input[name={name}]", str(value))
        page.get_by_role("button", name="Kết nối").click()
        page.wait_for_url("**/tai-khoan/")


def post(page: Any, demo: Running, product: str, channel: str) -> str:
    """Posted now, by the words that are proposed; the address of its page when it stands there."""
    pk = product.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{demo.web}/dang-tai/san-pham/{pk}/kenh/{channel}/")
    account = page.locator("select[name=account]")
    if account.count():
        account.select_option(index=1)
    page.get_by_role("button", name="Ghi vào lịch").click()
    page.wait_for_url("**/dang-tai/bai/**")
    assert until(lambda: state(page) == "Đã đăng"), page.inner_text("main")
    return str(page.url)


def state(page: Any) -> str:
    page.reload()
    return str(page.locator(".page-head .tag").first.inner_text())


def recall(page: Any, demo: Running, product: str) -> None:
    pk = product.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{demo.web}/dang-tai/san-pham/{pk}/thu-hoi/")
    page.get_by_label("Lý do").fill("Ảnh thứ hai chưa rõ")
    page.get_by_role("button", name="Thu hồi").click()
    page.wait_for_url(f"**/dang-tai/san-pham/{pk}/")


def revise(page: Any, document: str, file: Path, number: int = 2) -> None:
    page.goto(f"{document}ban-moi/")
    page.set_input_files("input[type=file]", file)
    page.locator("main form button[type=submit]").first.click()
    page.goto(document)
    read = f"Bản {number}: đã đọc"
    assert until(lambda: bool(page.reload() and page.get_by_text(read).count()))


def flagged(page: Any, the_map: str) -> set[str]:
    """The genres of the map whose product wants an update."""
    page.goto(f"{the_map}san-pham/")
    told = page.locator("li.product", has_text="Cần cập nhật").all_inner_texts()
    return {name for name, one in genres().items() if any(one.words in text for text in told)}
