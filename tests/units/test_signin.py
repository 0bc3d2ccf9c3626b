"""Signing in: password, second factor, lock-out, sessions, reset."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from mangnon.base.audit.models import AuditRow
from mangnon.base.notices.models import Outbox
from mangnon.units import api
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cast import PASSWORD, House, make_person, sign_in

pytestmark = pytest.mark.django_db

LOGIN = "/tai-khoan/dang-nhap/"


@pytest.fixture(autouse=True)
def _nothing_counted_before() -> None:
    cache.clear()


@pytest.fixture
def teacher(house: House) -> Person:
    return make_person(Role.TEACHER, house.primary, name="Cô giáo", password=PASSWORD)


@pytest.fixture
def worker(house: House) -> Person:
    return make_person(Role.COMMUNE_WORKER, house.son_ha, name="Cán bộ xã", password=PASSWORD)


def knock(client: Client, person: Person, password: str = PASSWORD, **extra: str):
    return client.post(LOGIN, {"login": person.email, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_now(secret: str, *, steps: int = 0) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30 + steps):06d}"


def test_a_teacher_signs_in_with_the_password(client: Client, teacher: Person) -> None:
    answer = knock(client, teacher)

    assert answer.status_code == 302
    assert answer["Location"] == "/ban-lam-viec/"
    assert is_in(client)
    assert [row.what for row in AuditRow.objects.filter(by=str(teacher.pk))] == ["person.signed_in"]


def test_the_address_may_be_typed_in_capitals(client: Client, teacher: Person) -> None:
    client.post(LOGIN, {"login": f" {teacher.email.upper()} ", "password": PASSWORD})

    assert is_in(client)


def test_a_wrong_password_says_nothing_about_the_account(client: Client, teacher: Person) -> None:
    wrong = knock(client, teacher, "sai-mat-khau-roi").content.decode()
    nobody = client.post(LOGIN, {"login": "khong-ai@vi-du.test", "password": "x"}).content.decode()

    assert not is_in(client)
    for page in (wrong, nobody):
        assert "Thư điện tử hoặc mật khẩu không đúng." in page


def test_the_account_locks_and_the_page_says_until_when(
    client: Client, teacher: Person, worker: Person
) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 1, 0, tzinfo=UTC), tick=False):
        for _ in range(8):
            answer = knock(client, teacher, "sai")
        locked = knock(client, teacher)
        other = knock(Client(), worker)

    assert answer.status_code == locked.status_code == 429
    assert "Hãy thử lại sau <strong>08:15</strong>" in locked.content.decode()
    assert not is_in(client)
    assert other.status_code == 302


def test_the_lock_opens_by_itself(client: Client, teacher: Person) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) as clock:
        for _ in range(8):
            knock(client, teacher, "sai")
        cache.clear()
        clock.shift(timedelta(minutes=16))
        answer = knock(client, teacher)

        assert answer.status_code == 302
        assert is_in(client)


def test_a_forged_address_does_not_escape_the_lock(client: Client, teacher: Person) -> None:
    for number in range(8):
        knock(client, teacher, "sai", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert knock(client, teacher, HTTP_X_FORWARDED_FOR="198.51.100.9").status_code == 429


def test_an_address_that_tries_many_accounts_is_held_up_in_plain_words(
    client: Client, teacher: Person
) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 1, 0, tzinfo=UTC), tick=False):
        for number in range(30):
            client.post(LOGIN, {"login": f"ai-{number}@vi-du.test", "password": "sai"})
        held = knock(client, teacher)
        elsewhere = knock(Client(), teacher, REMOTE_ADDR="203.0.113.9")

    assert held.status_code == 429
    assert "<h1>Đã thử quá nhiều lần</h1>" in held.content.decode()
    assert elsewhere.status_code == 302


def test_an_address_to_go_on_to_that_nobody_can_read_is_passed_over(client: Client) -> None:
    for path in ("/tai-khoan/dang-nhap/", "/tai-khoan/mat-khau/quen/7-x-y/"):
        assert client.get(path, {"next": "http://[::1"}).status_code == 200


def test_nobody_signs_up(client: Client) -> None:
    page = client.get("/tai-khoan/dang-ky/")

    assert "Tài khoản mở theo lời mời" in page.content.decode()
    before = Person.objects.count()
    client.post("/tai-khoan/dang-ky/", {"email": "toi@vi-du.test", "password1": PASSWORD})
    assert Person.objects.count() == before


def test_a_role_that_sees_cases_sets_up_the_second_factor_first(
    client: Client, worker: Person, django_capture_on_commit_callbacks: Any
) -> None:
    knock(client, worker)

    assert client.get("/lien-he/").status_code == 200
    sent = client.get("/don-vi/")
    assert sent["Location"] == "/tai-khoan/xac-thuc-hai-lop/bat/"
    page = client.get(sent["Location"]).content.decode()
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page)
    assert secret is not None
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(sent["Location"], {"code": code_now(secret[1])}, follow=True)

    assert "Mã dự phòng" in done.content.decode()
    assert Authenticator.objects.filter(user=worker).count() == 2
    assert client.get("/don-vi/").status_code == 200
    assert Outbox.objects.filter(to=worker.email, subject="Đã bật xác thực hai lớp").exists()


@pytest.fixture
def armed(worker: Person) -> tuple[Person, str]:
    """The worker with an authenticator, and its secret."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(worker, secret)
    RecoveryCodes.activate(worker)
    return worker, secret


def test_the_second_factor_is_asked_for_and_let_in_by_its_code(
    client: Client, armed: tuple[Person, str]
) -> None:
    worker, secret = armed

    asked = knock(client, worker)
    assert asked["Location"] == "/tai-khoan/xac-thuc-hai-lop/ma/"
    assert not is_in(client)
    wrong = client.post(asked["Location"], {"code": "000000"})
    assert "Mã không đúng." in wrong.content.decode()
    client.post(asked["Location"], {"code": code_now(secret)})

    assert is_in(client)
    assert client.get("/don-vi/").status_code == 200


def test_a_recovery_code_works_once(client: Client, armed: tuple[Person, str]) -> None:
    worker, _ = armed
    codes = Authenticator.objects.get(user=worker, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]

    knock(client, worker)
    client.post("/tai-khoan/xac-thuc-hai-lop/ma/", {"code": code})
    again = Client()
    knock(again, worker)
    again.post("/tai-khoan/xac-thuc-hai-lop/ma/", {"code": code})

    assert is_in(client)
    assert not is_in(again)


def test_the_second_factor_cannot_be_taken_off_where_it_is_owed(
    client: Client, armed: tuple[Person, str]
) -> None:
    worker, secret = armed
    knock(client, worker)
    client.post("/tai-khoan/xac-thuc-hai-lop/ma/", {"code": code_now(secret)})

    client.post("/tai-khoan/xac-thuc-hai-lop/tat/", follow=True)

    assert Authenticator.objects.filter(user=worker, type="totp").exists()


def test_demo_accounts_are_spared_only_in_a_demo(client: Client, settings: Any) -> None:
    settings.DEMO = True
    api.seed_demo()
    login = {"login": "xa-son-ha@trinhdien.mangnon", "password": api.DEMO_PASSWORD}

    client.post(LOGIN, login)
    assert client.get("/don-vi/").status_code == 200

    settings.DEMO = False
    stranger = Client()
    stranger.post(LOGIN, login)
    assert not is_in(stranger)
    assert api.demo_leftovers() == 14


def test_a_demo_offers_its_accounts_and_a_real_start_does_not(
    client: Client, settings: Any
) -> None:
    api.seed_demo()
    settings.DEMO = True
    assert api.DEMO_PASSWORD in client.get(LOGIN).content.decode()

    settings.DEMO = False
    assert api.DEMO_PASSWORD not in client.get(LOGIN).content.decode()


def test_a_forgotten_password_is_set_anew_by_the_person_alone(
    client: Client, teacher: Person
) -> None:
    elsewhere = sign_in(Client(), teacher)
    client.post("/tai-khoan/mat-khau/quen/", {"email": teacher.email})

    letter = Outbox.objects.get(to=teacher.email)
    assert letter.subject == "Đặt lại mật khẩu"
    link = re.search(r"https?://\S+", letter.body)
    assert link is not None
    page = client.get(link[0].split("/", 3)[3].join(["/", ""]), follow=True)
    where = page.request["PATH_INFO"]
    client.post(where, {"password1": "mot-mat-khau-moi-hon", "password2": "mot-mat-khau-moi-hon"})

    teacher.refresh_from_db()
    assert teacher.check_password("mot-mat-khau-moi-hon")
    assert elsewhere.get("/tai-khoan/").status_code == 302
    assert Outbox.objects.filter(subject="Mật khẩu đã được đặt lại").count() == 1


def test_an_unknown_address_gets_the_same_page_and_no_letter(client: Client, house: House) -> None:
    page = client.post("/tai-khoan/mat-khau/quen/", {"email": "ai-do@vi-du.test"}, follow=True)

    assert "Đã gửi liên kết" in page.content.decode()
    assert not Outbox.objects.exists()


def test_another_device_is_signed_out_from_the_list(client: Client, teacher: Person) -> None:
    phone = Client(headers={"user-agent": "Điện thoại"})
    knock(phone, teacher)
    knock(client, teacher)
    session = UserSession.objects.get(user_agent="Điện thoại")

    assert "Máy này" in client.get("/tai-khoan/phien/").content.decode()
    client.post(f"/tai-khoan/phien/{session.pk}/ket-thuc/")

    assert phone.get("/tai-khoan/").status_code == 302
    assert client.get("/tai-khoan/").status_code == 200


def test_nobody_ends_the_session_of_another(
    client: Client, teacher: Person, stranger: Person
) -> None:
    phone = Client()
    knock(phone, teacher)
    session = UserSession.objects.get(user=teacher)

    sign_in(client, stranger).post(f"/tai-khoan/phien/{session.pk}/ket-thuc/")

    assert phone.get("/tai-khoan/").status_code == 200


def test_a_changed_password_signs_out_everywhere_else(client: Client, teacher: Person) -> None:
    phone = Client()
    knock(phone, teacher)
    knock(client, teacher)
    new = "mot-mat-khau-moi-hon"

    answer = client.post(
        "/tai-khoan/mat-khau/doi/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert answer.status_code == 302
    assert client.get("/tai-khoan/").status_code == 200
    assert phone.get("/tai-khoan/").status_code == 302


def test_whoever_works_in_two_units_chooses_one(
    client: Client, house: House, teacher: Person
) -> None:
    from mangnon.units.models import RoleGrant

    RoleGrant.objects.create(
        person=teacher, unit=house.lower_secondary, role=Role.SCHOOL_IT, valid_from="2025-07-01"
    )
    sign_in(client, teacher)
    assert api.current_unit(teacher) == house.primary

    client.post("/tai-khoan/don-vi-lam-viec/", {"unit": house.lower_secondary.pk})
    teacher.refresh_from_db()
    assert api.current_unit(teacher) == house.lower_secondary

    client.post("/tai-khoan/don-vi-lam-viec/", {"unit": house.health.pk})
    teacher.refresh_from_db()
    assert api.current_unit(teacher) == house.lower_secondary


def test_who_lost_the_phone_sets_up_a_new_one_after_the_officer_said_so(
    client: Client, officer: Person, armed: tuple[Person, str]
) -> None:
    worker, _ = armed
    sign_in(client, officer).post(f"/don-vi/nguoi/{worker.pk}/hai-lop/")
    theirs = Client()
    knock(theirs, worker)

    assert theirs.get("/don-vi/")["Location"] == "/tai-khoan/xac-thuc-hai-lop/bat/"
    assert not Authenticator.objects.filter(user=worker).exists()


def test_the_secret_is_unreadable_in_the_database(armed: tuple[Person, str], settings: Any) -> None:
    worker, secret = armed
    kept = Authenticator.objects.get(user=worker, type="totp")

    assert secret not in str(kept.data)
    settings.SECRET_KEY = "another" * 10
    assert not kept.wrap().validate_code(code_now(secret))
