"""What every channel keeps, asked of each alike.

    class TestEmail(ChannelContract):
        name = "email"

A channel with servers of its own gives `account` and `outside` (what stands at the other end).
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest
from PIL import Image

from mangnon.publishing import channels as registry
from mangnon.publishing.channels.base import Account, Channel, Draft, Media, Refused

HERE = Path(registry.__file__).parent


def picture(name: str = "anh-1.png", alt: str = "Bạn nhỏ che màn hình điện thoại") -> Media:
    out = BytesIO()
    Image.new("RGB", (1080, 1080), "#0e3b2a").save(out, "PNG")
    return Media(name, out.getvalue(), "image/png", alt)


def good_draft() -> Draft:
    return Draft(
        title="Giữ kín thông tin riêng",
        description="Ba điều cha mẹ và con cùng nhớ.",
        text="Không đưa số nhà, tên trường lên mạng.\nGọi 111 khi cần giúp.",
        pictures=(picture(), picture("anh-2.png", "Bàn tay gọi 111")),
        address="https://tre-em.example.gov.vn/thu-vien/san-pham/1/",
        hashtags=("BaoVeTreEm", "TongDai111"),
        files=(
            Media("phat-thanh.mp3", b"ID3", "audio/mpeg"),
            Media("phat-thanh-kich-ban.txt", "Kính thưa bà con".encode(), "text/plain"),
            Media("phat-thanh.json", b'{"seconds": 61}', "application/json"),
        ),
        recipients=("van-thu@son-ha.example",),
        maker="Sở Y tế",
        valid_from="2026-12-01",
        valid_until="2026-12-31",
        product=str(uuid4()),
        platform="facebook",
    )


class Outside(Protocol):
    """What stands at the other end: the ids of the posts that can be seen there."""

    def standing(self) -> list[str]: ...


class ChannelContract:
    name: str

    @pytest.fixture
    def channel(self) -> Channel:
        return registry.channels()[self.name]

    @pytest.fixture
    def account(self) -> Account | None:
        return None

    @pytest.fixture
    def outside(self) -> Outside | None:
        """None: nothing can be counted there."""
        return None

    @pytest.fixture
    def draft(self) -> Draft:
        return good_draft()

    def test_its_folder_has_the_files_of_a_channel(self, channel: Channel) -> None:
        there = {path.name for path in (HERE / channel.name).glob("*.py")}
        assert channel.name == self.name
        assert there >= {"__init__.py", "sending.py", "checking.py"}
        assert channel.words
        assert channel.words[0].isupper()

    def test_nothing_speaks_against_a_good_draft(self, channel: Channel, draft: Draft) -> None:
        assert [one for one in channel.check(draft) if one.stops] == []

    def test_a_draft_without_a_title_is_stopped(self, channel: Channel, draft: Draft) -> None:
        found = [one for one in channel.check(replace(draft, title="")) if one.stops]
        assert [one.field for one in found] == ["title"]
        assert found[0].certainty.value

    def test_what_is_sent_stands_there_once(
        self, channel: Channel, account: Account | None, outside: Outside | None, draft: Draft
    ) -> None:
        key = str(uuid4())
        sent = channel.send(account, draft, key)
        if sent.waits:
            assert channel.pack is not None
            return
        if outside is not None:
            assert outside.standing() == [sent.outside_id]
        if channel.look_up is not None:
            assert channel.look_up(account, key) == sent
            assert channel.look_up(account, str(uuid4())) is None

    def test_what_is_taken_back_is_gone(
        self, channel: Channel, account: Account | None, outside: Outside | None, draft: Draft
    ) -> None:
        if not channel.can_recall:
            with pytest.raises(Refused):
                channel.recall(account, "1")
            return
        sent = channel.send(account, draft, str(uuid4()))
        channel.recall(account, sent.outside_id)
        channel.recall(account, sent.outside_id)  # gone already is gone
        if outside is not None:
            assert outside.standing() == []

    def test_what_is_corrected_stays_one(
        self, channel: Channel, account: Account | None, outside: Outside | None, draft: Draft
    ) -> None:
        if not channel.can_correct:
            with pytest.raises(Refused):
                channel.correct(account, "1", draft)
            return
        sent = channel.send(account, draft, str(uuid4()))
        channel.correct(account, sent.outside_id, replace(draft, text="Đã sửa. Gọi 111."))
        if outside is not None:
            assert outside.standing() == [sent.outside_id]

    def test_reach_is_counts_by_words(
        self, channel: Channel, account: Account | None, draft: Draft
    ) -> None:
        if not channel.has_reach:
            assert channel.reach(account, "1") == {}
            return
        sent = channel.send(account, draft, str(uuid4()))
        found = channel.reach(account, sent.outside_id)
        assert all(isinstance(words, str) and count >= 0 for words, count in found.items())

    def test_an_account_is_asked_for_where_one_is_needed(self, channel: Channel) -> None:
        assert channel.needs_account == bool(channel.accounts)
