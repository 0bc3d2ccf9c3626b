"""Signing in, the smaller promises: codes once, words of the house, what stays open meanwhile."""

from __future__ import annotations

import logging
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cast import PASSWORD, House, make_person, make_province, sign_in

pytestmark = pytest.mark.django_db

LOGIN = "/tai-khoan/dang-nhap/"
CHANGE = "/tai-khoan/mat-khau/doi/"


@pytest.fixture(autouse=True)
def _nothing_counted_before() -> None:
    cache.clear()


@pytest.fixture
def house() -> House:
    return make_province()


@pytest.fixture
def teacher(house: House) -> Person:
    return make_person(Role.TEACHER, house.primary, name="Cô giáo", password=PASSWORD)


@pytest.fixture
def worker(house: House) -> Person:
    return make_person(Role.COMMUNE_WORKER, house.son_ha, name="Cán bộ xã", password=PASSWORD)


def knock(client: Client, person: Person, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": person.email, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"


@pytest.mark.parametrize(
    "page", ["/bao-tin/", "/bao-tin/q/TC000001/", "/bao-tin/tra-loi/", "/bao-tin/an-toan/"]
)
def test_who_owes_a_second_factor_can_still_tell(client: Client, worker: Person, page: str) -> None:
    sign_in(client, worker, second_factor=False)
    assert client.get("/vu-viec/")["Location"] == "/tai-khoan/xac-thuc-hai-lop/bat/"
    assert client.get(page).status_code == 200


def test_a_report_is_begun_by_who_owes_a_second_factor(client: Client, worker: Person) -> None:
    sign_in(client, worker, second_factor=False)
    begun = client.post("/bao-tin/", {"age": "adult"})
    assert begun.status_code == 302
    assert client.get(begun["Location"]).status_code == 200


def test_a_code_works_once(client: Client, worker: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(worker, secret)
    code = code_of(secret)
    first, second = Client(), Client()
    for browser in (first, second):
        asked = knock(browser, worker)
        browser.post(asked["Location"], {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_password_set_anew_still_asks_for_the_code(client: Client, worker: Person) -> None:
    TOTP.activate(worker, generate_totp_secret())
    worker.set_password("ba-bui-tre-va-mot-con-suoi")
    worker.save()
    asked = knock(client, worker, "ba-bui-tre-va-mot-con-suoi")
    assert asked.status_code == 302
    assert "_auth_user_id" not in client.session


def test_signing_in_changes_the_session(client: Client, teacher: Person) -> None:
    client.get(LOGIN)
    session = client.session
    session["seen"] = True
    session.save()
    before = client.cookies["mangnon"].value if "mangnon" in client.cookies else session.session_key
    knock(client, teacher)
    assert client.session.session_key != before


def test_signed_out_is_out_on_the_server(client: Client, teacher: Person) -> None:
    knock(client, teacher)
    stolen = client.cookies["mangnon"].value
    client.post("/tai-khoan/dang-xuat/")
    thief = Client()
    thief.cookies["mangnon"] = stolen
    assert thief.get("/ban-lam-viec/").status_code == 302


def test_a_session_in_use_ends_after_a_day_but_not_while_something_is_sent(
    client: Client, teacher: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    knock(client, teacher)
    client.get("/ban-lam-viec/")
    began = timezone.now()

    for hours in (6, 12, 18, 23):
        monkeypatch.setattr(timezone, "now", lambda later=hours: began + timedelta(hours=later))
        client.get("/ban-lam-viec/")
        assert is_in(client)
    monkeypatch.setattr(timezone, "now", lambda: began + timedelta(hours=25))
    client.post(CHANGE, {})
    assert is_in(client)
    client.get("/ban-lam-viec/")
    assert not is_in(client)


def test_the_password_is_changed_with_the_present_one(client: Client, teacher: Person) -> None:
    knock(client, teacher)
    new = "hai-hang-cau-truoc-ngo"
    said = {"oldpassword": "khong-phai-no", "password1": new, "password2": new}
    client.post(CHANGE, said)
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)
    client.post(CHANGE, {**said, "oldpassword": PASSWORD})
    teacher.refresh_from_db()
    assert teacher.check_password(new)


@pytest.mark.parametrize(
    "word", ["Măng Non 2026", "QuangNgai12345", "baovetreem111", "ubnd-ubnd-99"]
)
def test_a_word_of_this_house_is_no_password(client: Client, teacher: Person, word: str) -> None:
    knock(client, teacher)
    answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": word, "password2": word})
    assert "chỉ gồm từ của hệ thống này" in answer.content.decode()
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


@pytest.mark.parametrize(
    "new", ["  hai cây cau 🌴  ", "một-hàng-rào-dài-" * 5, "chỉ toàn chữ thường"]
)
def test_any_signs_make_a_password(client: Client, teacher: Person, new: str) -> None:
    """Spaces at the ends, marks, pictures, eighty letters: kept as they were typed."""
    knock(client, teacher)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    teacher.refresh_from_db()
    assert teacher.check_password(new)
    assert not teacher.check_password(new.strip().upper())


def test_password_fields_hide_and_can_be_filled_by_a_keeper_of_passwords(client: Client) -> None:
    field = re.search(r'<input[^>]*name="password"[^>]*>', client.get(LOGIN).content.decode())
    assert field is not None
    assert 'type="password"' in field[0]
    assert 'autocomplete="current-password"' in field[0]
    assert "onpaste" not in field[0]


def test_a_wrong_password_is_logged_without_whose(
    client: Client, teacher: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        knock(client, teacher, "khong-phai-no")
    lines = [
        record.getMessage() for record in caplog.records if "sign-in failed" in record.getMessage()
    ]
    assert len(lines) == 1
    assert teacher.email not in caplog.text
