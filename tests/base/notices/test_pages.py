"""A person's own notices on pages."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from mangnon.base.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return get_user_model().objects.create_user("owner@example.org", full_name="Chị Hoa")


@pytest.fixture
def mate():
    return get_user_model().objects.create_user("mate@example.org", full_name="Anh Nam")


@pytest.fixture
def notice(owner):
    return Notice.objects.create(
        key="1", person_id=str(owner.pk), subject="Việc mới: kiểm tra", link="/lien-he/"
    )


def test_the_owner_sees_opens_and_has_read_it(client, owner, notice):
    client.force_login(owner)
    page = client.get("/thong-bao/").content.decode()
    assert "1 thông báo chưa đọc" in page
    assert "Việc mới: kiểm tra" in page
    response = client.get(f"/thong-bao/{notice.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/lien-he/")
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert "Bạn đã đọc hết thông báo" in client.get("/thong-bao/").content.decode()


def test_a_notice_without_a_matter_leads_to_the_list(client, owner, notice):
    Notice.objects.update(link="")
    client.force_login(owner)
    assert client.get(f"/thong-bao/{notice.pk}/")["Location"] == "/thong-bao/"


def test_all_are_read_at_once(client, owner, notice):
    client.force_login(owner)
    assert client.get("/thong-bao/da-doc/").status_code == 405
    assert client.post("/thong-bao/da-doc/").status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_mate_sees_nothing_of_it(client, mate, notice):
    client.force_login(mate)
    assert "Chưa có thông báo nào" in client.get("/thong-bao/").content.decode()
    assert client.get(f"/thong-bao/{notice.pk}/").status_code == 404
    client.post("/thong-bao/da-doc/")
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("path", ["/thong-bao/", "/thong-bao/1/"])
def test_somebody_signed_out_signs_in_first(client, path):
    assert client.get(path).status_code == 302
