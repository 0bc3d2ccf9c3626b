"""Coming back: the right receipt opens, the wrong one costs and says the same."""

from __future__ import annotations

import math
import re
from datetime import timedelta

import pytest
from django.test import Client

from mangnon.base.notices.models import Outbox
from mangnon.kit import clock
from mangnon.kit.shamir import ALPHABET
from mangnon.reports import api, receipts
from mangnon.reports.actions import receipts as actions
from mangnon.reports.choices import ReportState, Stage
from mangnon.reports.models import Receipt, Report, ReportMessage
from mangnon.reports.stages import STAGE_OF, progress
from mangnon.units.choices import Role
from tests.reports.cast import make_province, member, tell, with_key

pytestmark = pytest.mark.django_db
PAGE = "/bao-tin/tra-loi/"


def test_the_secret_is_over_eighty_bits_and_read_whatever_the_hand() -> None:
    code = receipts.made("token", b"key")

    assert receipts.SECRET * math.log2(len(ALPHABET)) > 83
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{5}}[{ALPHABET}]{{4}}", code.written)
    assert receipts.read(f" {code.written.lower().replace('-', ' ')} ") == code
    assert receipts.read(code.written[:-1]) is None
    assert receipts.made("token", b"key") == code != receipts.made("token", b"key", 1)


def test_a_receipt_is_not_in_the_database() -> None:
    make_province()
    receipt = tell().receipt

    kept = Receipt.objects.get()
    code = receipts.read(receipt)
    assert code is not None
    assert kept.lookup == code.lookup
    assert code.secret.encode() not in bytes(kept.secret_hash) + bytes(kept.wrapped_key)


def test_messages_go_both_ways_sealed() -> None:
    house = make_province()
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    reader = with_key(worker)
    opened = tell(commune="21289")
    client = Client()

    api.said_by_staff(reader=reader, report=opened.report, text="Cô đọc rồi.", token="a")
    page = client.post(PAGE, {"code": opened.receipt}).content.decode()
    assert "Cô đọc rồi." in page
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token
    more = {"code": opened.receipt, "text": "Em cảm ơn cô.", "token": token.group(1)}
    client.post(PAGE, more)
    client.post(PAGE, more)

    said = [(one.side, one.text) for one in api.read_messages(reader, opened.report)]
    assert said == [("staff", "Cô đọc rồi."), ("reporter", "Em cảm ơn cô.")]
    assert all("cô" not in str(bytes(one.sealed)) for one in ReportMessage.objects.all())
    assert Outbox.objects.filter(to=worker.email, subject="Có lời nhắn viết thêm").count() == 1


def test_wrong_of_every_kind_gets_the_same_page() -> None:
    make_province()
    receipt = tell().receipt
    last = "2" if receipt[-1] != "2" else "3"
    wrong = ["x", receipt[:-1] + last, "2222-" * 5 + "2222", receipt[:-4]]

    pages = [Client().post(PAGE, {"code": code}) for code in wrong]

    assert {page.status_code for page in pages} == {422}
    assert all(actions.WRONG in page.content.decode() for page in pages)


def test_right_and_wrong_pay_for_one_hash_each(monkeypatch: pytest.MonkeyPatch) -> None:
    make_province()
    receipt = tell().receipt
    paid: list[str] = []
    real = receipts.hashed
    monkeypatch.setattr(receipts, "hashed", lambda s, salt: (paid.append(s), real(s, salt))[1])

    actions.open_receipt(receipt)
    for wrong in ("x", "2222-" * 5 + "2222"):
        with pytest.raises(api.Invalid):
            actions.open_receipt(wrong)

    assert len(paid) == 3


def test_ten_wrong_secrets_rest_one_receipt_and_no_other() -> None:
    make_province()
    ours, others = tell().receipt, tell().receipt
    guess = ours[:-4] + ("2222" if ours[-4:] != "2222" else "3333")

    for _ in range(10):
        with pytest.raises(api.Invalid):
            actions.open_receipt(guess)

    with pytest.raises(api.Invalid, match="Không mở được"):
        actions.open_receipt(ours)
    assert actions.open_receipt(others).report.number
    Receipt.objects.update(blocked_until=clock.now() - timedelta(seconds=1))
    assert actions.open_receipt(ours).report.number


def test_a_receipt_in_a_message_is_asked_out_and_the_words_stay() -> None:
    make_province()
    receipt = tell().receipt
    more = {"code": receipt, "text": f"mã {receipt} ba bốn", "token": "a"}

    page = Client().post(PAGE, more)

    assert page.status_code == 422
    assert "ba bốn" in page.content.decode()
    assert ReportMessage.objects.count() == 0


def test_what_a_reporter_sees_is_the_stage_and_nothing_else() -> None:
    make_province()
    opened = tell()
    Report.objects.update(reason="Ghi chú nội bộ", state=ReportState.NO_ACTION)
    api.set_stage(opened.report.pk, Stage.CHECKING)

    page = Client().post(PAGE, {"code": opened.receipt}).content.decode()

    assert "Đang tìm hiểu thêm." in page
    assert "Ghi chú nội bộ" not in page
    assert opened.report.number not in page


def test_every_state_has_a_stage_and_every_stage_words_for_both_lanes() -> None:
    assert set(STAGE_OF) == set(ReportState)
    assert all(progress(stage, lane).title for stage in Stage for lane in api.Lane)
    assert progress(Stage.PASSED_ON, "child").step == 0
