"""The site and e-mail keep what every channel keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mangnon.base.notices.models import Outbox
from mangnon.library import api as library
from mangnon.publishing.channels.base import Draft, Refused
from mangnon.publishing.channels.email import CHANNEL as EMAIL
from mangnon.publishing.channels.website import CHANNEL as WEBSITE
from tests.publishing.cast import make_stage
from tests.publishing.channels.contract import ChannelContract, Outside, good_draft


class Site:
    def standing(self) -> list[str]:
        return [str(one.pk) for one in library.public_products()]


@pytest.mark.django_db
class TestWebsite(ChannelContract):
    name = "website"

    @pytest.fixture
    def draft(self) -> Draft:
        return replace(good_draft(), product=str(make_stage().article.pk))

    @pytest.fixture
    def outside(self) -> Outside:
        return Site()


@pytest.mark.django_db
class TestEmail(ChannelContract):
    name = "email"


@pytest.mark.django_db
def test_a_product_that_is_not_there_is_not_shown() -> None:
    with pytest.raises(Refused):
        WEBSITE.send(None, good_draft(), "1")


@pytest.mark.django_db
def test_a_letter_goes_once_to_each_however_often_it_is_sent() -> None:
    two = ("van-thu@son-ha.example", "toa-soan@bao.example")
    draft = replace(good_draft(), recipients=two)
    EMAIL.send(None, draft, "key-1")
    EMAIL.send(None, draft, "key-1")
    assert sorted(Outbox.objects.values_list("to", flat=True)) == sorted(two)
    letter = Outbox.objects.get(to="van-thu@son-ha.example")
    assert letter.subject == "Giữ kín thông tin riêng"
    assert draft.text in letter.body
    assert draft.address in letter.body


@pytest.mark.parametrize(
    ("recipients", "words"),
    [
        ((), "Chưa có địa chỉ nhận."),
        (("khong-phai-thu",), "“khong-phai-thu” không phải địa chỉ thư."),
        (tuple(f"a{n}@b.example" for n in range(201)), "Nhiều hơn 200 địa chỉ trong một lần gửi."),
    ],
)
def test_letters_want_addresses(recipients: tuple[str, ...], words: str) -> None:
    found = EMAIL.check(replace(good_draft(), recipients=recipients))
    assert [one.words for one in found] == [words]
