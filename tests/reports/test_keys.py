"""Keys: set up, given on, taken away, brought back from paper, open for a while."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports import api
from mangnon.reports.actions import keys as actions
from mangnon.reports.keys import COOKIE, IDLE_SECONDS, opened_private, person_key, reader_with
from mangnon.reports.models import KeyGrant, PersonKey, UnitKey
from mangnon.units import api as units
from mangnon.units.choices import Role
from mangnon.units.models import Person, RoleGrant
from tests.reports.cast import (
    PASSPHRASE,
    STORY,
    House,
    make_province,
    member,
    sign_in,
    tell,
    unlocked,
    with_key,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_province()


def own(person: Person) -> PersonKey:
    found = person_key(person)
    assert found is not None
    return found


def private_of(person: Person) -> bytes:
    return opened_private(person, PASSPHRASE)


def test_the_first_member_founds_the_key_and_lets_the_second_in(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    leader = member(Role.COMMUNE_LEADER, house.son_ha)
    with_key(worker)
    report = tell(commune="21289").report
    private = actions.set_up(by=leader, passphrase=PASSPHRASE)

    assert reader_with(leader, private).unit_privates == {}
    client = unlocked(Client(), worker)
    page = client.get("/bao-tin/khoa/don-vi/").content.decode()
    assert str(leader) in page
    given = client.post(f"/bao-tin/khoa/don-vi/{house.son_ha.pk}/cho/{own(leader).pk}/")

    assert given.status_code == 302
    assert api.read_report(reader_with(leader, private), report).what == STORY


def test_who_has_no_part_in_it_has_no_key(house: House) -> None:
    teacher = sign_in(Client(), member(Role.TEACHER, house.primary))
    counsellor = member(Role.COUNSELLOR, house.primary)

    assert teacher.get("/bao-tin/khoa/").status_code == 403
    with pytest.raises(api.NotAllowed):
        actions.set_up(by=counsellor, passphrase=PASSPHRASE)


def test_half_of_the_open_key_is_in_the_session_and_half_in_the_cookie(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    client = unlocked(Client(), worker)

    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "")
    kept = "".join(str(session.get_decoded()) for session in Session.objects.all())
    assert cookie.value not in kept
    assert client.get("/bao-tin/khoa/don-vi/").status_code == 200
    del client.cookies[COOKIE]
    assert client.get("/bao-tin/khoa/don-vi/").url.startswith("/bao-tin/khoa/?next=")


def test_half_an_hour_without_use_locks_and_use_keeps_open(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    client = unlocked(Client(), worker)
    now = time.time()
    real = time.time

    def after(seconds: float) -> Any:
        monkeypatch.setattr("mangnon.reports.keys.time.time", lambda: now + seconds)
        answer = client.get("/bao-tin/khoa/don-vi/")
        monkeypatch.setattr("mangnon.reports.keys.time.time", real)
        return answer

    assert after(IDLE_SECONDS - 60).status_code == 200
    assert after(2 * IDLE_SECONDS - 120).status_code == 200
    assert after(3 * IDLE_SECONDS).status_code == 302


def test_the_button_locks(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    client = unlocked(Client(), worker)

    client.post("/bao-tin/khoa/dong/")

    assert client.cookies[COOKIE].value == ""
    assert client.get("/bao-tin/khoa/don-vi/").status_code == 302


def test_a_wrong_passphrase_opens_nothing_and_ten_rest_it(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    client = sign_in(Client(), worker)

    pages = [client.post("/bao-tin/khoa/", {"passphrase": "sai"}) for _ in range(11)]

    assert {page.status_code for page in pages} == {422}
    assert "Mật khẩu hồ sơ không đúng." in pages[0].content.decode()
    assert "sau 15 phút" in pages[10].content.decode()
    assert client.post("/bao-tin/khoa/", {"passphrase": PASSPHRASE}).status_code == 422


def test_setting_up_by_the_page_opens_and_goes_on(house: House) -> None:
    officer = member(Role.PROVINCIAL_OFFICER, house.health)
    tell()
    client = sign_in(Client(), officer)
    page = client.get("/bao-tin/khoa/?next=/bao-tin/khoa/doi/").content.decode()
    assert "Anh/chị là người đầu tiên" in page

    said = {"new": PASSPHRASE, "again": PASSPHRASE, "next": "/bao-tin/khoa/doi/"}
    answer = client.post("/bao-tin/khoa/", said)

    assert answer.url == "/bao-tin/khoa/doi/"
    assert client.get("/bao-tin/khoa/don-vi/").status_code == 200


def test_another_site_is_no_way_to_go_on(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    said = {"passphrase": PASSPHRASE, "next": "https://noi-khac.example/"}

    answer = sign_in(Client(), worker).post("/bao-tin/khoa/", said)

    assert answer.url == "/bao-tin/khoa/don-vi/"


def test_another_passphrase_opens_the_same_key(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    client = unlocked(Client(), worker)
    new = "ba-con-ca-duoi-cau"
    client.post("/bao-tin/khoa/doi/", {"old": PASSPHRASE, "new": new, "again": new})

    again = sign_in(Client(), worker)
    assert again.post("/bao-tin/khoa/", {"passphrase": PASSPHRASE}).status_code == 422
    assert again.post("/bao-tin/khoa/", {"passphrase": new}).status_code == 302


def test_two_pieces_of_paper_bring_a_unit_back(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    report = tell(commune="21289").report
    client = unlocked(Client(), worker)
    page = client.post(f"/bao-tin/khoa/don-vi/{house.son_ha.pk}/giay/").content.decode()
    pieces = re.findall(r'receipt__code">([^<]+)<', page)
    assert len(pieces) == 3

    client.post("/bao-tin/khoa/quen/")
    assert not KeyGrant.objects.exists()
    reader = with_key(worker)
    with pytest.raises(NotOpened):
        api.read_report(reader, report)
    with pytest.raises(api.Invalid):
        actions.recover(by=worker, unit=house.son_ha, one=pieces[0], other=pieces[0])
    said = {"one": pieces[2].lower(), "other": pieces[0]}
    client = unlocked(Client(), worker)
    answer = client.post(f"/bao-tin/khoa/don-vi/{house.son_ha.pk}/khoi-phuc/", said)

    assert answer.status_code == 302, answer.content.decode()
    private = private_of(worker)
    assert api.read_report(reader_with(worker, private), report).what == STORY


def test_who_leaves_opens_nothing_and_new_reports_have_a_new_key(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    leader = member(Role.COMMUNE_LEADER, house.son_ha)
    staying = with_key(worker)
    private = actions.set_up(by=leader, passphrase=PASSPHRASE)
    actions.grant(reader=staying, unit=house.son_ha, to=own(leader))
    old = tell(commune="21289").report
    RoleGrant.objects.filter(person=leader).update(ended_at=clock.now())

    assert reader_with(leader, private).unit_privates == {}
    assert actions.change_keys_of_leavers() == 1
    new = tell(commune="21289").report

    assert UnitKey.objects.filter(unit=house.son_ha).count() == 2
    now = reader_with(worker, private_of(worker))
    assert {api.read_report(now, one).what for one in (old, new)} == {STORY}
    assert not KeyGrant.objects.filter(person_key=own(leader)).exists()
    assert actions.change_keys_of_leavers() == 0


def test_when_the_last_one_leaves_reports_go_to_the_desk(house: House) -> None:
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    with_key(worker)
    RoleGrant.objects.filter(person=worker).update(ended_at=clock.now())

    assert tell(commune="21289").report.receiving_unit == house.health


def test_the_demo_people_open_with_the_printed_password() -> None:
    units.load_places()
    units.seed_demo()
    api.open_desk()
    for _ in range(2):
        api.seed_demo_keys()

    report = tell(commune="21289", danger_now=True).report

    for name in ("xa-son-ha", "lanh-dao-son-ha", "tinh"):
        person = Person.objects.get(email=f"{name}@trinhdien.mangnon")
        reader = reader_with(person, opened_private(person, units.DEMO_PASSWORD))
        assert api.read_report(reader, report).what == STORY
    assert UnitKey.objects.count() == 3


def test_after_a_restore_without_the_key_file_the_desk_goes_on_with_a_new_key(house: House) -> None:
    tell()
    UnitKey.objects.update(kept_private=b"sealed under a key that is gone" * 3)

    later = tell().report
    reader = with_key(member(Role.PROVINCIAL_OFFICER, house.health))

    assert UnitKey.objects.filter(unit=house.health).count() == 2
    assert api.read_report(reader, later).what == STORY
