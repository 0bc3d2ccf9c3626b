"""A post on a Page: what stands there afterwards, and that it stands there once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

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
from mangnon.publishing.channels.facebook import CHANNEL
from tests.publishing.channels.contract import good_draft, picture
from tests.publishing.fakes.facebook import PAGE_ID, FacebookFake
from tests.publishing.fakes.serving import Fault, Reply

KEY = "3f9c2a7b-1d4e-4c11-9a55-0d6f5b1c2e77"
MARK = "3f9c2a7b1d4e"
CLIP = Media("clip-ngang.mp4", b"\0\0\0\x18ftypmp42", "video/mp4", "Hoạt cảnh hai mẹ con")
MESSAGE = f"""Giữ kín thông tin riêng

Không đưa số nhà, tên trường lên mạng.
Gọi 111 khi cần giúp.

#BaoVeTreEm #TongDai111

Xem trên trang của chúng tôi: https://tre-em.example.gov.vn/thu-vien/san-pham/1/?bai={MARK}"""


def test_a_post_shows_its_text_and_its_pictures_with_their_words(
    page: FacebookFake, account: Account
) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    post = page.posts[sent.outside_id]
    assert post.text == MESSAGE
    alts = [page.pictures[one][1] for one in post.pictures]
    assert alts == ["Bạn nhỏ che màn hình điện thoại", "Bàn tay gọi 111"]
    assert sent.address == f"{page.url}/bai/{sent.outside_id}"


def test_a_text_written_for_facebook_is_not_said_twice(
    page: FacebookFake, account: Account
) -> None:
    text = MESSAGE.partition("Xem trên")[0] + "https://tre-em.example.gov.vn/thu-vien/san-pham/1/"
    sent = CHANNEL.send(account, replace(good_draft(), text=text, pictures=()), KEY)
    assert page.posts[sent.outside_id].text == f"{text}?bai={MARK}"


def test_a_video_goes_alone(page: FacebookFake, account: Account) -> None:
    draft = replace(good_draft(), video=CLIP)
    warned = [one.words for one in CHANNEL.check(draft)]
    assert warned == ["Một bài chỉ mang ảnh hoặc video: video được đăng, ảnh ở lại."]
    sent = CHANNEL.send(account, draft, KEY)
    assert page.posts[sent.outside_id].text == MESSAGE
    assert sent.address == f"https://www.facebook.com/{PAGE_ID}/videos/{sent.outside_id}/"
    assert page.pictures == {}
    assert CHANNEL.look_up(account, KEY) == sent  # type: ignore[misc]
    assert CHANNEL.reach(account, sent.outside_id)["Lượt xem"] == 340
    CHANNEL.correct(account, sent.outside_id, replace(draft, text="Đã sửa."))
    assert page.posts[sent.outside_id].text.startswith("Giữ kín thông tin riêng\n\nĐã sửa.")
    CHANNEL.recall(account, sent.outside_id)
    assert page.standing() == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/feed", after=True),
        Fault("/feed", reply=Reply({"error": {"code": 2, "message": "Service error"}}, 500)),
        Fault("/feed", reply=Reply(b"<html>", 502, "text/html")),
    ],
)
def test_what_may_stand_there_is_found_by_its_mark_and_not_sent_again(
    page: FacebookFake, account: Account, fault: Fault
) -> None:
    page.strike(fault)
    with pytest.raises(Unsure):
        CHANNEL.send(account, good_draft(), KEY)
    heard = len(page.standing())
    there = CHANNEL.look_up(account, KEY)  # type: ignore[misc]
    assert (there is not None) == (heard == 1)
    sent = CHANNEL.send(account, good_draft(), KEY)
    assert page.standing() == [sent.outside_id]
    assert there in {None, sent}


def test_a_line_cut_among_the_pictures_is_simply_tried_later(
    page: FacebookFake, account: Account
) -> None:
    page.strike(Fault("/photos", after=True))
    with pytest.raises(Later):
        CHANNEL.send(account, good_draft(), KEY)
    assert page.standing() == []
    CHANNEL.send(account, good_draft(), KEY)
    assert len(page.standing()) == 1


def test_a_post_whose_address_cannot_be_asked_for_is_sent_all_the_same(
    page: FacebookFake, account: Account
) -> None:
    made = f"{PAGE_ID}_122000000000001"
    page.strike(Fault(f"/{made}", reply=Reply({"error": {"code": 4}}, 400)))
    assert CHANNEL.send(account, good_draft(), KEY) == Sent(made)


def test_the_copy_of_a_visitor_is_not_taken_for_the_post(
    page: FacebookFake, account: Account
) -> None:
    page.visit(MESSAGE)
    assert CHANNEL.look_up(account, KEY) is None  # type: ignore[misc]


def test_it_is_found_behind_sixty_later_posts(page: FacebookFake, account: Account) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    for number in range(60):
        page.posts[f"{PAGE_ID}_{number}"] = replace(
            page.posts[sent.outside_id], id=f"{PAGE_ID}_{number}", text=f"Bài số {number}"
        )
    assert CHANNEL.look_up(account, KEY) == sent  # type: ignore[misc]


def test_a_correction_keeps_the_mark(page: FacebookFake, account: Account) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    CHANNEL.correct(account, sent.outside_id, replace(good_draft(), text="Đã sửa. Gọi 111."))
    assert page.posts[sent.outside_id].text == MESSAGE.replace(
        "Không đưa số nhà, tên trường lên mạng.\nGọi 111 khi cần giúp.", "Đã sửa. Gọi 111."
    )


def test_somebody_elses_words_are_not_overwritten(page: FacebookFake, account: Account) -> None:
    page.visit("Cảm ơn Sở")
    theirs = next(iter(page.posts))
    with pytest.raises(Refused, match="không mang mã"):
        CHANNEL.correct(account, theirs, good_draft())
    assert page.posts[theirs].text == "Cảm ơn Sở"


def test_gone_is_believed_only_of_a_token_that_still_sees_the_page(
    page: FacebookFake, account: Account
) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    hidden = Reply({"error": {"code": 100, "error_subcode": 33, "message": "…"}}, 400)
    page.strike(
        Fault(f"/{sent.outside_id}", "DELETE", reply=hidden), Fault(f"/{PAGE_ID}", reply=hidden)
    )
    with pytest.raises(Refused, match="không xem được"):
        CHANNEL.recall(account, sent.outside_id)
    assert page.standing() == [sent.outside_id]


def test_reach_leaves_out_what_facebook_no_longer_counts(
    page: FacebookFake, account: Account
) -> None:
    sent = CHANNEL.send(account, good_draft(), KEY)
    done = {"Cảm xúc": 12, "Bình luận": 2, "Chia sẻ": 4}
    assert CHANNEL.reach(account, sent.outside_id) == {"Người xem": 210, "Lượt xem": 340, **done}
    page.dropped_metrics = {"post_media_view"}
    assert CHANNEL.reach(account, sent.outside_id) == done


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"text": "a" * 63207}, "text", "Nội dung bài dài quá 150 ký tự (nhiều nhất 63.206)."),
        ({"text": " "}, "text", "Bài đăng chưa có nội dung."),
        ({"pictures": (picture(),) * 11}, "pictures", "Một bài mang nhiều nhất 10 ảnh."),
        (
            {"pictures": (Media("to.png", b"0" * (4 * 2**20 + 1), "image/png", "To"),)},
            "pictures",
            "“to.png” nặng hơn 4 MB.",
        ),
        (
            {"video": replace(CLIP, kind="video/avi"), "pictures": ()},
            "video",
            "“clip-ngang.mp4” phải là MP4.",
        ),
    ],
)
def test_what_facebook_would_not_take_is_stopped_before_it_is_asked(
    page: FacebookFake, account: Account, change: dict[str, Any], field: str, words: str
) -> None:
    draft: Draft = replace(good_draft(), **change)
    stops = [(one.field, one.words) for one in CHANNEL.check(draft) if one.stops]
    assert stops == [(field, words)]
    with pytest.raises(Refused):
        CHANNEL.send(account, draft, KEY)
    assert page.asked == []


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply({"error": {"code": 190, "error_subcode": 463}}, 401), TokenExpired, "kết nối lại"),
        (Reply({"error": {"code": 32}}, 400), Later, "quá nhiều yêu cầu"),
        (Reply({"error": {"code": 613}}, 400), Later, "quá nhiều yêu cầu"),
        (Reply(b"", 503, "text/html"), Later, "bảo trì"),
        (Reply({"error": {"code": 10}}, 403), Refused, "pages_manage_posts"),
        (Reply({"error": {"code": 200}}, 403), Refused, "thiếu quyền"),
        (Reply({"error": {"code": 368}}, 400), Refused, "đang chặn"),
        (Reply({"error": {"code": 506}}, 400), Refused, "trùng với bài"),
    ],
)
def test_what_facebook_says_no_to_is_told_apart(
    page: FacebookFake, account: Account, reply: Reply, kind: type[Exception], words: str
) -> None:
    page.strike(Fault("/feed", reply=reply))
    with pytest.raises(kind, match=words):
        CHANNEL.send(account, good_draft(), KEY)
    assert page.standing() == []


def test_after_sixty_days_a_person_connects_anew(page: FacebookFake, account: Account) -> None:
    page.days_pass(61)
    with pytest.raises(TokenExpired, match="kết nối lại Trang"):
        CHANNEL.send(account, good_draft(), KEY)


def test_two_hundred_calls_an_hour_are_enough_and_then_it_waits(
    page: FacebookFake, account: Account
) -> None:
    page.a_hour = 6  # two look-ups, two pictures, the post, its address
    CHANNEL.send(account, good_draft(), KEY)
    with pytest.raises(Later):
        CHANNEL.send(account, good_draft(), "0" * 32)
    assert len(page.standing()) == 1


def test_without_an_account_nothing_is_sent() -> None:
    with pytest.raises(Refused, match="Chưa chọn Trang"):
        CHANNEL.send(None, good_draft(), KEY)
