"""The pages of those who publish: from a product to a post, its receipts, its recall."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.test import Client

from mangnon.base.audit.api import AuditRow
from mangnon.kit import clock
from mangnon.publishing.actions import working
from mangnon.publishing.choices import OfferState, State
from mangnon.publishing.models import ChannelAccount, Interest, Offer, Post
from mangnon.publishing.vault import RowVault
from mangnon.units.choices import Role
from tests.cast import make_person, sign_in
from tests.publishing.cast import Stage, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def editor(stage: Stage) -> Client:
    return sign_in(Client(), stage.editor)


def _compose(stage: Stage, client: Client, channel: str, **said: str) -> Post:
    address = f"/dang-tai/san-pham/{stage.article.pk}/kenh/{channel}/"
    form = client.get(address).context["form"]
    given = {name: form.initial.get(name, "") or "" for name in form.fields}
    answer = client.post(address, {**given, **said})
    assert answer.status_code == 302, answer.context["form"].errors
    return Post.objects.latest("made_at")


def _work(post: Post) -> Post:
    working.work(post.pk, clock.now())
    return Post.objects.get(pk=post.pk)


def test_a_post_is_written_from_its_product_and_stands_in_the_month(
    stage: Stage, editor: Client
) -> None:
    day = clock.today().replace(year=clock.today().year + 1)
    post = _compose(stage, editor, "handkit", platform="facebook", day=f"{day}", time="07:30")
    assert (post.state, post.title) == (State.SCHEDULED, "Giữ kín thông tin riêng")
    assert post.due_at is not None
    assert f"{clock.local(post.due_at):%Y-%m-%d %H:%M}" == f"{day} 07:30"
    for kind in ("", "&kieu=danh-sach"):
        page = editor.get(f"/dang-tai/?thang={day:%Y-%m}{kind}").content.decode()
        assert f"/dang-tai/bai/{post.pk}/" in page
        assert f"/dang-tai/bai/{post.pk}/" not in editor.get("/dang-tai/").content.decode()


def test_what_is_wrong_is_said_beside_its_field(stage: Stage, editor: Client) -> None:
    address = f"/dang-tai/san-pham/{stage.article.pk}/kenh/handkit/"
    key = editor.get(address).context["form"].initial["key"]
    said = {"key": str(key), "platform": "zalo", "title": "a" * 151, "text": "Gọi 111."}
    page = editor.post(address, said)
    assert "nhiều nhất 150. (theo nguồn thứ cấp, chưa đối chiếu)" in page.content.decode()
    half = editor.post(address, {**said, "title": "a", "day": f"{clock.today()}"})
    assert half.context["form"].errors == {"time": ["Hãy ghi cả ngày và giờ."]}
    past = editor.post(address, {**said, "title": "a", "day": "2025-01-02", "time": "07:00"})
    assert past.context["form"].errors == {"time": ["Thời điểm đăng đã qua."]}
    assert Post.objects.count() == 0


def test_a_kit_is_taken_along_and_its_address_comes_back(stage: Stage, editor: Client) -> None:
    post = _work(_compose(stage, editor, "handkit", platform="facebook"))
    page = editor.get(f"/dang-tai/bai/{post.pk}/").content.decode()
    assert "Ghi nơi đã đăng" in page
    assert "Đã phát" not in page
    packed = editor.get(f"/dang-tai/bai/{post.pk}/goi/")
    assert "index.html" in zipfile.ZipFile(BytesIO(packed.content)).namelist()

    other = editor.post(f"/dang-tai/bai/{post.pk}/da-dang/", {"address": "https://zalo.me/s/1"})
    assert other.status_code == 422
    assert "đúng nền tảng đã chọn" in other.content.decode()
    there = "https://www.facebook.com/soyte.example/posts/1"
    editor.post(f"/dang-tai/bai/{post.pk}/da-dang/", {"address": there})
    post.refresh_from_db()
    assert (post.state, post.address) == (State.SENT, there)


def test_loudspeakers_are_noted_without_an_address(stage: Stage, editor: Client) -> None:
    address = f"/dang-tai/san-pham/{stage.audio.pk}/kenh/loudspeaker/"
    form = editor.get(address).context["form"]
    editor.post(address, {"key": str(form.initial["key"]), "title": "Giữ kín"})
    post = _work(Post.objects.get())
    page = editor.get(f"/dang-tai/bai/{post.pk}/").content.decode()
    assert "Đã phát" in page
    editor.post(f"/dang-tai/bai/{post.pk}/da-dang/", {})
    post.refresh_from_db()
    assert post.state == State.SENT


def test_a_recall_is_one_form_and_its_receipts_stand_on_each_post(
    stage: Stage, editor: Client
) -> None:
    site = _work(_compose(stage, editor, "website"))
    mail = _work(_compose(stage, editor, "email", recipients="van-thu@son-ha.example"))
    address = f"/dang-tai/san-pham/{stage.article.pk}/thu-hoi/"
    assert "Làm bằng tay" in editor.get(address).content.decode()
    assert editor.post(address, {"reason": ""}).status_code == 200
    assert editor.post(address, {"reason": "Sai số điện thoại"}).status_code == 302
    states = dict(Post.objects.values_list("pk", "state"))
    assert states == {site.pk: State.RECALLED, mail.pk: State.HAND_RECALL}
    page = editor.get(f"/dang-tai/bai/{mail.pk}/").content.decode()
    assert "hãy báo cho nơi nhận" in page
    assert "Sai số điện thoại" in page
    editor.post(f"/dang-tai/bai/{mail.pk}/da-lam/")
    mail.refresh_from_db()
    assert mail.state == State.RECALLED
    desk = editor.get("/ban-lam-viec/").content.decode()
    assert "Bài đăng cần xử lý" not in desk


def test_what_waits_for_a_hand_stands_on_the_desk(stage: Stage, editor: Client) -> None:
    _work(_compose(stage, editor, "handkit", platform="tiktok"))
    assert "Bài đăng cần xử lý" in editor.get("/ban-lam-viec/").content.decode()


def test_a_post_is_moved_dropped_and_corrected_by_its_pages(stage: Stage, editor: Client) -> None:
    day = clock.today().replace(year=clock.today().year + 1)
    post = _compose(stage, editor, "email", recipients="a@b.example", day=f"{day}", time="07:30")
    editor.post(f"/dang-tai/bai/{post.pk}/hen-lai/", {"day": f"{day}", "time": "09:15"})
    post.refresh_from_db()
    assert post.due_at is not None
    assert f"{clock.local(post.due_at):%H:%M}" == "09:15"
    editor.post(f"/dang-tai/bai/{post.pk}/bo/")
    post.refresh_from_db()
    assert post.state == State.CANCELLED
    again = editor.post(f"/dang-tai/bai/{post.pk}/bo/")
    assert again.status_code == 409
    assert "đã chuyển sang bước khác" in again.content.decode()

    site = _work(_compose(stage, editor, "website"))
    editor.post(f"/dang-tai/san-pham/{stage.article.pk}/dinh-chinh/", {"note": "Số đúng là 111."})
    assert _work(site).state == State.CORRECTED
    editor.post(f"/dang-tai/bai/{site.pk}/go/", {"reason": "Để sửa"})
    site.refresh_from_db()
    assert site.state == State.RECALLED


def test_others_see_no_post_and_teachers_have_no_such_pages(stage: Stage, editor: Client) -> None:
    post = _compose(stage, editor, "website")
    clerk = sign_in(Client(), stage.clerk)
    assert clerk.get(f"/dang-tai/bai/{post.pk}/").status_code == 404
    assert clerk.post(f"/dang-tai/bai/{post.pk}/bo/").status_code == 404
    assert str(post.pk) not in clerk.get("/dang-tai/").content.decode()
    teacher = sign_in(Client(), make_person(Role.TEACHER, stage.house.primary))
    assert teacher.get("/dang-tai/").status_code == 403


def test_tokens_are_typed_once_sealed_and_gone_with_the_account(
    stage: Stage, editor: Client
) -> None:
    said = {
        "unit": str(stage.house.health.pk),
        "name": "Sở Y tế",
        "outside_id": "1234567890",
        "given_access": "tok-access-1",
        "given_refresh": "tok-refresh-1",
        "given_app_id": "42",
        "given_app_secret": "tok-secret-1",
        "until": "2027-02-28",
    }
    assert editor.post("/dang-tai/tai-khoan/ket-noi/zalo/", said).status_code == 302
    account = ChannelAccount.objects.get()
    assert b"tok-" not in bytes(account.sealed or b"")
    tokens = RowVault(account.pk).read()
    assert (tokens.access, tokens.refresh) == ("tok-access-1", "tok-refresh-1")
    assert dict(tokens.extra)["app_secret"] == "tok-secret-1"
    assert "tok-" not in repr(tokens)
    page = editor.get("/dang-tai/tai-khoan/").content.decode()
    assert "tok-" not in page
    assert "1234567890" in page
    assert not AuditRow.objects.filter(facts__icontains="tok-").exists()

    editor.post("/dang-tai/tai-khoan/ket-noi/zalo/", {**said, "given_access": "tok-access-2"})
    assert ChannelAccount.objects.count() == 1
    assert RowVault(account.pk).read().access == "tok-access-2"
    editor.post(f"/dang-tai/tai-khoan/{account.pk}/ngat/")
    account.refresh_from_db()
    assert account.sealed is None
    assert account.closed_at is not None


def test_an_account_of_another_unit_is_not_taken(stage: Stage, editor: Client) -> None:
    ChannelAccount.objects.create(
        unit=stage.house.son_ha, channel="zalo", name="Xã", outside_id="77"
    )
    fields = ("access", "refresh", "app_id", "app_secret")
    given = {f"given_{name}": "x" for name in fields}
    said = {"unit": str(stage.house.health.pk), "name": "A", "outside_id": "77", **given}
    page = editor.post("/dang-tai/tai-khoan/ket-noi/zalo/", said).content.decode()
    assert "đã được một đơn vị khác kết nối" in page
    assert ChannelAccount.objects.get().unit == stage.house.son_ha


def test_a_unit_follows_a_kind_and_uses_what_comes(stage: Stage, editor: Client) -> None:
    clerk = sign_in(Client(), stage.clerk)
    unit = str(stage.house.son_ha.pk)
    clerk.post("/dang-tai/theo-doi/", {"unit": unit, "audience": "phu-huynh", "genre": "article"})
    clerk.post("/dang-tai/theo-doi/", {"unit": unit, "audience": "tieu-hoc", "genre": ""})
    assert Interest.objects.count() == 2
    _work(_compose(stage, editor, "website"))
    offered = Offer.objects.get()
    assert offered.unit == stage.house.son_ha
    assert "Sản phẩm mới cho đơn vị" in clerk.get("/ban-lam-viec/").content.decode()

    answer = clerk.post(f"/dang-tai/theo-doi/moi/{offered.pk}/dung/")
    assert answer.status_code == 302
    offered.refresh_from_db()
    assert offered.state == OfferState.TAKEN
    own = stage.article.adapted.get()
    assert (own.unit, own.parent) == (stage.house.son_ha, stage.article)
