"""An article: what stands on the account afterwards, and that it stands there once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mangnon.kit import clock
from mangnon.publishing.channels.base import (
    Account,
    Draft,
    Later,
    Media,
    Refused,
    Sent,
    TokenExpired,
    Unsure,
)
from mangnon.publishing.channels.zalo import CHANNEL, notes
from tests.publishing.channels.contract import good_draft
from tests.publishing.fakes.serving import Fault, Reply
from tests.publishing.fakes.zalo import ZaloFake

KEY = "3f9c2a7b-1d4e-4c11-9a55-0d6f5b1c2e77"
MARK = "3f9c2a7b1d4e"
CLIP = Media("clip-ngang.mp4", b"\0\0\0\x18ftypmp42", "video/mp4", "Hoạt cảnh hai mẹ con")


def made(oa: ZaloFake) -> int:
    return len(oa.articles)


def test_an_article_is_what_was_approved_with_the_way_back_to_our_page(
    oa: ZaloFake, account: Account
) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    said = oa.articles[sent.outside_id].said
    assert said["title"] == "Giữ kín thông tin riêng"
    assert said["author"] == "Sở Y tế"
    assert said["description"] == "Ba điều cha mẹ và con cùng nhớ."
    assert said["comment"] == "hide"
    assert [part.get("content") for part in said["body"] if part["type"] == "text"] == [
        "Không đưa số nhà, tên trường lên mạng.",
        "Gọi 111 khi cần giúp.",
        "#BaoVeTreEm #TongDai111",
        "Xem trên trang của chúng tôi: "
        f"https://tre-em.example.gov.vn/thu-vien/san-pham/1/?bai={MARK}",
    ]
    captions = [part["caption"] for part in said["body"] if part["type"] == "image"]
    assert captions == ["Bạn nhỏ che màn hình điện thoại", "Bàn tay gọi 111"]
    assert said["cover"]["photo_url"] in {part.get("url") for part in said["body"]}
    assert sent.address == f"{oa.url}/bai/{sent.outside_id}"


def test_a_video_is_worked_on_first_and_covers_its_article(oa: ZaloFake, account: Account) -> None:
    oa.video_looks = 2
    sent = CHANNEL.send(account, replace(good_draft(), pictures=(), video=CLIP), KEY)
    said = oa.articles[sent.outside_id].said
    assert said["body"][0]["type"] == "video"
    assert said["cover"]["video_id"] == said["body"][0]["video_id"]


@pytest.mark.parametrize("status", [2, 4, 5])
def test_a_video_that_zalo_cannot_use_is_no_article(
    oa: ZaloFake, account: Account, status: int
) -> None:
    oa.video_ends = status
    with pytest.raises(Refused, match="không xử lý được video"):
        CHANNEL.send(account, replace(good_draft(), video=CLIP), KEY)
    assert made(oa) == 0


def test_a_video_that_takes_long_is_tried_later(oa: ZaloFake, account: Account) -> None:
    oa.video_looks = 99
    with pytest.raises(Later, match="đang xử lý video"):
        CHANNEL.send(account, replace(good_draft(), video=CLIP), KEY)
    assert made(oa) == 0


def test_an_answer_that_did_not_arrive_is_found_by_the_mark(oa: ZaloFake, account: Account) -> None:
    oa.strike(Fault("/article/create", after=True))
    with pytest.raises(Unsure):
        CHANNEL.send(account, good_draft(), KEY)
    with pytest.raises(Later, match="có thể đang xử lý"):  # no list shows it yet
        CHANNEL.look_up(account, KEY)  # type: ignore[misc]
    with pytest.raises(Later):
        CHANNEL.send(account, good_draft(), KEY)
    oa.finish()
    there = CHANNEL.look_up(account, KEY)  # type: ignore[misc]
    assert there == Sent(oa.standing()[0], f"{oa.url}/bai/{oa.standing()[0]}")
    assert CHANNEL.send(account, good_draft(), KEY) == there
    assert made(oa) == 1


def test_an_article_still_in_the_making_is_asked_after_by_its_token(
    oa: ZaloFake, account: Account
) -> None:
    oa.looks = 6  # longer than a worker waits
    with pytest.raises(Unsure, match="chưa xử lý xong"):
        CHANNEL.send(account, good_draft(), KEY)
    with pytest.raises(Later):
        CHANNEL.look_up(account, KEY)  # type: ignore[misc]
    oa.looks = 0
    for article in oa.articles.values():
        article.looks = 0
    there = CHANNEL.look_up(account, KEY)  # type: ignore[misc]
    assert there is not None
    assert oa.standing() == [there.outside_id]
    assert notes.read(KEY) is None


def test_what_cannot_be_known_is_left_to_a_person(
    oa: ZaloFake, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    oa.strike(Fault("/article/create"))  # cut before Zalo heard it; nobody here can tell
    with pytest.raises(Unsure):
        CHANNEL.send(account, good_draft(), KEY)
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Refused, match="Hãy xem trên OA"):
        CHANNEL.look_up(account, KEY)  # type: ignore[misc]
    assert CHANNEL.look_up(account, KEY) is None  # type: ignore[misc]  # a person has looked
    CHANNEL.send(account, good_draft(), KEY)
    assert (len(oa.standing()), made(oa)) == (1, 1)


@pytest.mark.parametrize(
    ("path", "reply"),
    [
        ("/article/verify", Reply({"error": -216, "message": "Access token is invalid"})),
        ("/article/verify", Reply({"error": -100, "message": "Unknown error"})),
        ("/article/create", Reply(b"<html>", 502, "text/html")),
        ("/article/create", Reply({"error": -100, "message": "Unknown error"})),
    ],
)
def test_after_the_article_was_asked_for_nothing_says_that_it_is_not_there(
    oa: ZaloFake, account: Account, path: str, reply: Reply
) -> None:
    oa.strike(*[Fault(path, reply=reply)] * 9)
    with pytest.raises(Unsure):
        CHANNEL.send(account, good_draft(), KEY)
    assert notes.read(KEY) is not None


def test_an_article_whose_picture_zalo_cannot_load_is_refused(
    oa: ZaloFake, account: Account
) -> None:
    oa.strike(Fault("/article/verify", reply=Reply({"error": -200, "message": "Upload failed"})))
    with pytest.raises(Refused, match="không tải được ảnh"):
        CHANNEL.send(account, good_draft(), KEY)
    assert oa.standing() == []
    assert notes.read(KEY) is None


def test_a_picture_without_an_address_cannot_be_shown(oa: ZaloFake, account: Account) -> None:
    reply = Reply({"error": 0, "data": {"attachment_id": "7"}})
    oa.strike(Fault("/oa/upload/image", reply=reply))
    with pytest.raises(Refused, match="không cho địa chỉ của ảnh"):
        CHANNEL.send(account, good_draft(), KEY)
    assert made(oa) == 0


def test_a_correction_keeps_the_mark_and_the_article(oa: ZaloFake, account: Account) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    CHANNEL.correct(account, sent.outside_id, replace(good_draft(), text="Đã sửa. Gọi 111."))
    texts = [part.get("content", "") for part in oa.articles[sent.outside_id].said["body"]]
    assert texts[0] == "Đã sửa. Gọi 111."
    assert f"?bai={MARK}" in texts[2]
    assert CHANNEL.look_up(account, KEY) == sent  # type: ignore[misc]


def test_what_is_gone_cannot_be_corrected(oa: ZaloFake, account: Account) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    CHANNEL.recall(account, sent.outside_id)
    with pytest.raises(Refused, match="không còn trên OA"):
        CHANNEL.correct(account, sent.outside_id, good_draft())


def test_a_refusal_to_take_back_what_still_stands_is_said(oa: ZaloFake, account: Account) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    oa.strike(Fault("/article/remove", reply=Reply({"error": -209, "message": "no"})))
    with pytest.raises(Refused, match="tính năng bài viết"):
        CHANNEL.recall(account, sent.outside_id)
    assert oa.standing() == [sent.outside_id]


def test_reach_is_views_and_shares(oa: ZaloFake, account: Account) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    assert CHANNEL.reach(account, sent.outside_id) == {"Lượt xem": 17, "Lượt chia sẻ": 3}
    assert CHANNEL.reach(account, "mot-bai-khac") == {}


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": "a" * 151}, "title", "Tiêu đề bài viết dài quá 1 ký tự (nhiều nhất 150)."),
        ({"maker": "a" * 53}, "maker", "Tên tác giả dài quá 3 ký tự (nhiều nhất 50)."),
        ({"description": "a" * 301}, "description", "Mô tả ngắn dài quá 1 ký tự (nhiều nhất 300)."),
        ({"description": " "}, "description", "Bài viết Zalo cần mô tả ngắn."),
        ({"text": ""}, "text", "Bài viết chưa có nội dung."),
        ({"text": "a" * 20001}, "text", "Nội dung bài viết dài quá 1 ký tự (nhiều nhất 20.000)."),
        ({"pictures": ()}, "pictures", "Bài viết Zalo cần ảnh bìa hoặc video."),
        (
            {"pictures": (Media("to.png", b"0" * (2**20 + 1), "image/png", "To"),)},
            "pictures",
            "“to.png” nặng hơn 1 MB.",
        ),
        (
            {"pictures": (Media("dong.gif", b"GIF89a", "image/gif", "Động"),)},
            "pictures",
            "“dong.gif” phải là PNG hoặc JPEG.",
        ),
        (
            {"video": replace(CLIP, kind="video/webm")},
            "video",
            "“clip-ngang.mp4” phải là MP4 hoặc AVI.",
        ),
        (
            {"video": replace(CLIP, content=b"0" * (50 * 2**20 + 1))},
            "video",
            "“clip-ngang.mp4” nặng hơn 50 MB.",
        ),
    ],
)
def test_what_zalo_would_not_take_is_stopped_before_it_is_asked(
    oa: ZaloFake, account: Account, change: dict[str, Any], field: str, words: str
) -> None:
    draft: Draft = replace(good_draft(), **change)
    stops = [(one.field, one.words) for one in CHANNEL.check(draft) if one.stops]
    assert stops == [(field, words)]
    with pytest.raises(Refused):
        CHANNEL.send(account, draft, KEY)
    assert oa.asked == []


def test_at_its_limits_a_draft_goes(oa: ZaloFake, account: Account) -> None:
    most = replace(good_draft(), title="Ữ" * 150, maker="ơ" * 50, description="ặ" * 300)
    assert CHANNEL.check(most) == []
    CHANNEL.send(account, most, KEY)
    assert len(oa.standing()) == 1


@pytest.mark.parametrize(
    ("rules", "kind", "words"),
    [
        ({"scopes": set()}, Refused, "manage_article"),
        ({"package_allows": False}, Refused, "Gói dịch vụ của OA"),
        ({"a_day": 0}, Later, "hết lượt"),
        ({"a_minute": 0}, Later, "quá nhiều yêu cầu"),
        ({"accesses": {}, "refreshes": {}}, TokenExpired, "kết nối lại OA"),
    ],
)
def test_what_zalo_says_no_to_is_told_apart(
    oa: ZaloFake, account: Account, rules: dict[str, Any], kind: type[Exception], words: str
) -> None:
    for name, value in rules.items():
        setattr(oa, name, value)
    with pytest.raises(kind, match=words):
        CHANNEL.send(account, good_draft(), KEY)
    assert (made(oa), notes.read(KEY)) == (0, None)


def test_a_stale_token_is_renewed_and_the_article_goes(oa: ZaloFake, account: Account) -> None:
    oa.accesses.clear()
    CHANNEL.send(account, good_draft(), KEY)
    assert len(oa.standing()) == 1
    assert [one.given for one in oa.refreshes.values()] == [["taken"], []]


def test_without_an_account_nothing_is_sent() -> None:
    with pytest.raises(Refused, match="Chưa chọn OA"):
        CHANNEL.send(None, good_draft(), KEY)
