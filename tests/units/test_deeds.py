"""What is filled in and sent on the pages of units, by the whole cast: who may, and what is done.

A refusal also shows that nothing changed, neither in the rows nor in the record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mangnon.base.audit.models import AuditRow
from mangnon.units.choices import Role
from mangnon.units.models import Contact, ImportDraft, Invitation, Person, RoleGrant, Unit
from tests.cast import House, make_person, sign_in

pytestmark = pytest.mark.django_db

CAST = ("officer", "mate", "stranger", "far", "nobody")
OFFICER = {"officer"}
CONTACT = {"title": "Trung tâm", "kind": "phone", "value": "0255 000 000", "source": "thử"}
SCHOOLS = "Mã trường,Tên trường,Cấp học,Mã xã\nT9001,Trường THCS Ánh Sao,THCS,21289\n"


@pytest.fixture
def cast(
    officer: Person, mate: Person, stranger: Person, far_officer: Person
) -> dict[str, Person | None]:
    people = {"officer": officer, "mate": mate, "stranger": stranger, "far": far_officer}
    return {**people, "nobody": None}


@pytest.fixture
def ask(cast: dict[str, Person | None]) -> Callable[[str], Client]:
    def browser_of(name: str) -> Client:
        person = cast[name]
        return Client() if person is None else sign_in(Client(), person)

    return browser_of


@pytest.fixture
def teacher(house: House) -> Person:
    return make_person(Role.TEACHER, house.primary, name="Giáo viên có tài khoản")


@pytest.fixture
def contact(house: House) -> Contact:
    return Contact.objects.create(
        province_id="51", valid_from="2025-07-01", **{**CONTACT, "value": "0255 111 111"}
    )


def refused(name: str) -> int:
    """Nobody is sent to sign in; whoever is signed in learns nothing."""
    return 302 if name == "nobody" else 404


def rows() -> list[Any]:
    tables = (Contact, Invitation, RoleGrant, Unit, ImportDraft)
    kept = [list(table.objects.order_by("pk").values()) for table in tables]  # type: ignore[attr-defined]
    return [*kept, AuditRow.objects.count()]


def sent(client: Client, path: str, words: dict[str, Any]) -> tuple[Any, bool]:
    """The answer, and whether anything changed."""
    before = rows()
    answer = client.post(path, words)
    return answer, rows() != before


@pytest.mark.parametrize("name", CAST)
def test_roles_at_a_school(name: str, ask: Any, house: House, teacher: Person) -> None:
    path = f"/don-vi/{house.primary.pk}/giao-vai-tro/"
    assert ask(name).get(path).status_code == (200 if name in OFFICER else refused(name))

    words = {"email": teacher.email, "role": Role.PRINCIPAL}
    answer, changed = sent(ask(name), path, words)

    if name not in OFFICER:
        assert (answer.status_code, changed) == (refused(name), False)
        return
    assert answer.url == f"/don-vi/{house.primary.pk}/"
    held = RoleGrant.objects.filter(person=teacher, unit=house.primary)
    assert {one.role for one in held} == {Role.TEACHER, Role.PRINCIPAL}


def test_a_role_needs_an_account_and_a_place_that_has_it(
    ask: Any, house: House, teacher: Person
) -> None:
    path = f"/don-vi/{house.primary.pk}/giao-vai-tro/"
    unknown, changed = sent(
        ask("officer"), path, {"email": "la@vi-du.test", "role": Role.PRINCIPAL}
    )
    assert "Hãy gửi lời mời." in unknown.content.decode()
    assert not changed

    words = {"email": teacher.email, "role": Role.COMMUNE_LEADER}
    answer, changed = sent(ask("officer"), path, words)
    assert (answer.status_code, changed) == (200, False)


@pytest.mark.parametrize("name", CAST)
def test_the_file_to_fill_in_with_people(name: str, ask: Any) -> None:
    answer = ask(name).get("/don-vi/nhap/nguoi/mau.xlsx")

    # An officer of another province may bring in people too: of that province.
    assert answer.status_code == (200 if name in {"officer", "far"} else refused(name))
    if answer.status_code == 200:
        assert answer.content.startswith(b"PK")
        assert answer["Content-Disposition"] == 'attachment; filename="mau-nguoi.xlsx"'


@pytest.mark.parametrize("name", CAST)
def test_a_contact_is_added_to_the_own_province(name: str, ask: Any, house: House) -> None:
    answer, changed = sent(ask(name), "/don-vi/lien-he/them/", {**CONTACT, "order": 20})

    if name not in {"officer", "far"}:
        assert (answer.status_code, changed) == (refused(name), False)
        return
    contact = Contact.objects.get(value=CONTACT["value"])
    assert contact.province_id == {"officer": "51", "far": "80"}[name]
    assert contact.checked_on is None
    assert AuditRow.objects.filter(what="contact.added").count() == 1


@pytest.mark.parametrize("name", CAST)
def test_a_contact_is_mended(name: str, ask: Any, contact: Contact) -> None:
    words = {**CONTACT, "order": 20, "public": "on"}
    answer, changed = sent(ask(name), f"/don-vi/lien-he/{contact.pk}/", words)

    if name not in OFFICER:
        assert (answer.status_code, changed) == (refused(name), False)
        return
    contact.refresh_from_db()
    assert (contact.value, contact.public) == (CONTACT["value"], True)


def test_a_contact_with_a_wrong_number_is_not_kept(ask: Any, contact: Contact) -> None:
    words = {**CONTACT, "value": "gọi cô Thử", "order": 20}
    for path in ("/don-vi/lien-he/them/", f"/don-vi/lien-he/{contact.pk}/"):
        answer, changed = sent(ask("officer"), path, words)
        assert "Ghi số điện thoại bằng chữ số" in answer.content.decode()
        assert not changed


@pytest.mark.parametrize("name", CAST)
def test_a_list_is_sent_up(name: str, ask: Any, house: House) -> None:
    file = SimpleUploadedFile("truong.csv", SCHOOLS.encode())
    answer, changed = sent(ask(name), "/don-vi/nhap/truong/", {"file": file})

    if name not in {"officer", "far"}:
        assert (answer.status_code, changed) == (refused(name), False)
        return
    draft = ImportDraft.objects.get()
    assert answer.url == f"/don-vi/nhap/ban/{draft.pk}/"
    assert draft.made_by.full_name == {"officer": "Cán bộ tỉnh", "far": "Cán bộ tỉnh khác"}[name]
    assert not Unit.objects.filter(code="T9001").exists()


@pytest.mark.parametrize("name", CAST)
def test_a_list_is_confirmed_by_whoever_sent_it(name: str, ask: Any, house: House) -> None:
    file = SimpleUploadedFile("truong.csv", SCHOOLS.encode())
    ask("officer").post("/don-vi/nhap/truong/", {"file": file})
    path = f"/don-vi/nhap/ban/{ImportDraft.objects.get().pk}/"
    shown = ask("officer").get(path).context["plan"].digest()

    answer, changed = sent(ask(name), path, {"shown": shown})

    if name not in OFFICER:
        assert (answer.status_code, changed) == (refused(name), False)
        return
    assert answer.url == "/don-vi/"
    assert Unit.objects.get(code="T9001").parent == house.son_ha


def test_another_province_brings_nothing_in_here(ask: Any, house: House, far_house: House) -> None:
    file = SimpleUploadedFile("truong.csv", SCHOOLS.encode())
    ask("far").post("/don-vi/nhap/truong/", {"file": file})
    path = f"/don-vi/nhap/ban/{ImportDraft.objects.get().pk}/"
    plan = ask("far").get(path).context["plan"]
    assert (len(plan.new), len(plan.problems)) == (0, 1)

    ask("far").post(path, {"shown": plan.digest()})

    assert not Unit.objects.filter(code="T9001").exists()


@pytest.mark.parametrize("name", CAST)
def test_somebody_is_invited(name: str, ask: Any, house: House) -> None:
    words = {"email": "Moi@vi-du.test", "full_name": "Người mới", "role": Role.PRINCIPAL}
    answer, changed = sent(ask(name), f"/don-vi/{house.primary.pk}/moi/", words)

    if name not in OFFICER:
        assert (answer.status_code, changed) == (refused(name), False)
        return
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.unit) == ("moi@vi-du.test", house.primary)
    assert not Person.objects.filter(email=invitation.email).exists()


@pytest.mark.parametrize("name", CAST)
def test_a_unit_is_renamed(name: str, ask: Any, house: House) -> None:
    words = {"name": "Trường Tiểu học Suối Mới", "valid_from": "2025-09-01"}
    answer, changed = sent(ask(name), f"/don-vi/{house.primary.pk}/doi-ten/", words)

    if name not in OFFICER:
        assert (answer.status_code, changed) == (refused(name), False)
        return
    names = house.primary.names.order_by("valid_from").values_list("name", flat=True)
    assert list(names) == ["Trường Tiểu học Suối Reo", "Trường Tiểu học Suối Mới"]
    assert Unit.objects.get(pk=house.primary.pk).name == "Trường Tiểu học Suối Mới"
