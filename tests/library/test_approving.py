"""Two see what is published: by account, or by a link that decides once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mangnon.base.audit.models import AuditRow
from mangnon.base.jobs.api import run_due
from mangnon.base.limits.models import Tally
from mangnon.base.notices.models import Notice, Outbox
from mangnon.kit import clock
from mangnon.library.actions.approving import (
    ask_approval,
    decide,
    forget_links,
    renew_link,
    take_back,
)
from mangnon.library.choices import ProductState
from mangnon.library.links import digest_of, new_token
from mangnon.library.models import Approval, Product
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from tests.library.cast import Cast, add, make, make_cast, map_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def social(cast: Cast) -> Product:
    return make(cast, map_of(cast, add(cast)), "social", "poster")[0]


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_the_maker_never_approves_the_own_work(cast: Cast, social: Product) -> None:
    social.made_by = cast.binh
    social.save()
    ask_approval(by=cast.hoa, product=social)

    with pytest.raises(NotAllowed, match="không tự duyệt"):
        decide(by=cast.binh, product=social, decision="approved")
    social.refresh_from_db()
    assert social.state == ProductState.ASKED


def test_an_editor_asks_and_the_officer_decides(cast: Cast, social: Product) -> None:
    ask_approval(by=cast.hoa, product=social)
    with pytest.raises(NotAllowed):
        decide(by=cast.mai, product=social, decision="approved")
    with pytest.raises(Invalid, match="Hãy ghi ý kiến"):
        decide(by=cast.binh, product=social, decision="sent_back")
    decide(by=cast.binh, product=social, decision="sent_back", remark="Bỏ dấu chấm than.")

    social.refresh_from_db()
    assert social.state == ProductState.SENT_BACK
    told = Notice.objects.get(person_id=str(cast.hoa.pk), subject__startswith="Cần sửa")
    assert "Bỏ dấu chấm than." in told.body
    acts = AuditRow.objects.filter(what__startswith="product.").values_list("what", flat=True)
    assert {"product.approval_asked", "product.sent_back"} <= set(acts)


def test_a_leader_without_an_account_approves_by_link_once(cast: Cast, social: Product) -> None:
    asked = ask_approval(by=cast.hoa, product=social, by_link=True, to_name="Bà Lan")
    phone = Client(enforce_csrf_checks=False)

    page = phone.get(path_of(asked.link))
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "☎ 111" in page.content.decode()
    wrong = phone.post(path_of(asked.link), {"name": "Bà Lan", "decision": "sent_back"})
    assert wrong.status_code == 422
    done = phone.post(path_of(asked.link), {"name": "Bà Lan", "decision": "approved"})
    assert done.status_code == 302

    social.refresh_from_db()
    assert social.state == ProductState.APPROVED
    after = phone.get(path_of(asked.link)).content.decode()
    assert "Bà Lan đã quyết định" in after
    again = phone.post(
        path_of(asked.link), {"name": "Ai đó", "decision": "sent_back", "remark": "Không."}
    )
    assert again.status_code == 409
    social.refresh_from_db()
    assert social.state == ProductState.APPROVED
    assert phone.get(path_of(asked.link) + "tep/bai-dang-zalo.txt").status_code == 404


def test_the_secret_is_long_and_only_its_digest_is_kept(cast: Cast, social: Product) -> None:
    asked = ask_approval(by=cast.hoa, product=social, by_link=True, to_name="Bà Lan")
    token = path_of(asked.link).split("/")[3]

    secret = token.rpartition(".")[0]
    assert len(secret) == 43  # 256 bits
    row = Approval.objects.get()
    assert row.token_sha256 == digest_of(token)
    assert secret not in str(Approval.objects.values().get())
    assert digest_of(f"{secret}.doan-bua") == ""
    assert new_token() != new_token()


def test_a_link_dies_with_its_days_and_with_the_next_one(cast: Cast, social: Product) -> None:
    first = ask_approval(by=cast.hoa, product=social, by_link=True, to_name="Bà Lan")
    second = renew_link(by=cast.hoa, product=social, to_name="Ông Sơn", days=2)
    phone = Client()
    assert phone.get(path_of(first.link)).status_code == 404
    assert phone.get(path_of(second.link)).status_code == 200

    Approval.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert "Liên kết đã hết hạn" in phone.get(path_of(second.link)).content.decode()
    late = phone.post(path_of(second.link), {"name": "Ông Sơn", "decision": "approved"})
    assert late.status_code == 409
    social.refresh_from_db()
    assert social.state == ProductState.ASKED


def test_a_request_taken_back_kills_its_link(cast: Cast, social: Product) -> None:
    asked = ask_approval(by=cast.hoa, product=social, by_link=True, to_name="Bà Lan")
    take_back(by=cast.hoa, product=social)

    assert Client().get(path_of(asked.link)).status_code == 404
    with pytest.raises(Conflict):
        take_back(by=cast.hoa, product=social)


def test_who_guesses_links_is_paused_in_every_process_and_nobody_else_is(
    cast: Cast, social: Product
) -> None:
    asked = ask_approval(by=cast.hoa, product=social, by_link=True, to_name="Bà Lan")
    phone = Client()
    codes = [phone.get(f"/thu-vien-noi-bo/duyet/doan.{n}/").status_code for n in range(21)]

    assert codes == [404] * 20 + [429]
    paused = phone.get(path_of(asked.link))
    assert (paused.status_code, paused["Cache-Control"]) == (429, "no-store")
    # What is counted stands in the database: another process sees it, the address itself does not.
    kept = Tally.objects.values_list("of", "count")
    assert sorted(count for _, count in kept) == [20, 20]
    assert not any("127.0.0.1" in of for of, _ in kept)
    assert Client(REMOTE_ADDR="10.1.2.3").get(path_of(asked.link)).status_code == 200


def test_many_guesses_from_everywhere_stop_no_right_link(cast: Cast, social: Product) -> None:
    asked = ask_approval(by=cast.hoa, product=social, by_link=True, to_name="Bà Lan")
    Tally.objects.all().delete()
    phone = Client()
    phone.get("/thu-vien-noi-bo/duyet/doan.1/")
    Tally.objects.update(count=2000)
    other = Client(REMOTE_ADDR="10.1.2.3")
    assert other.get("/thu-vien-noi-bo/duyet/doan.2/").status_code == 429
    assert Tally.objects.count() == 2
    assert other.get(path_of(asked.link)).status_code == 200


def test_the_link_goes_by_mail_and_its_address_is_forgotten(cast: Cast, social: Product) -> None:
    ask_approval(
        by=cast.hoa, product=social, by_link=True, to_name="Bà Lan", to_address="lan@tinh.example"
    )
    letter = Outbox.objects.get(to="lan@tinh.example")
    assert "/thu-vien-noi-bo/duyet/" in letter.body
    run_due()
    assert Outbox.objects.get(pk=letter.pk).body == ""

    assert forget_links() == 0
    Approval.objects.update(asked_at=clock.now() - timedelta(days=91))
    assert forget_links() == 1
    assert Approval.objects.get().to_address == ""


def test_what_needs_an_update_is_not_sent_to_approval(cast: Cast, social: Product) -> None:
    social.outdated_at = clock.now()
    social.save()
    with pytest.raises(Conflict, match="cần cập nhật"):
        ask_approval(by=cast.hoa, product=social)
