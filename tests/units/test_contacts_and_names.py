"""Contacts and the names of agencies: data with a source, a day, and a history."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from mangnon.base.audit.models import AuditRow
from mangnon.units import actions, api
from mangnon.units.choices import Certainty
from mangnon.units.models import Contact, Person
from mangnon.units.refusals import Invalid, NotAllowed
from tests.cast import House, sign_in

pytestmark = pytest.mark.django_db

CONTACT = {
    "title": "Trung tâm công tác xã hội",
    "kind": "phone",
    "value": "0255 000 0000",
    "note": "",
    "source": "công văn của trung tâm",
    "public": True,
    "order": 40,
}


@pytest.fixture
def contact(officer: Person) -> Contact:
    return actions.add_contact(by=officer, province_id="51", **CONTACT)


def test_a_new_contact_is_not_checked_until_somebody_calls(
    client: Client, officer: Person, contact: Contact
) -> None:
    assert contact.certainty == Certainty.UNCHECKED
    sign_in(client, officer).post(f"/don-vi/lien-he/{contact.pk}/doi-chieu/")

    contact.refresh_from_db()
    assert contact.certainty == Certainty.CHECKED
    assert contact.checked_on is not None


def test_another_number_has_to_be_checked_again(officer: Person, contact: Contact) -> None:
    actions.check_contact(by=officer, contact=contact)
    actions.edit_contact(by=officer, contact=contact, **{**CONTACT, "note": "giờ làm việc"})
    assert contact.certainty == Certainty.CHECKED

    actions.edit_contact(by=officer, contact=contact, **{**CONTACT, "value": "0255 111 1111"})
    assert (contact.certainty, contact.checked_on) == (Certainty.UNCHECKED, None)


def test_an_ended_contact_is_no_longer_shown(officer: Person, contact: Contact) -> None:
    assert contact in api.contacts_shown("51")
    actions.end_contact(by=officer, contact=contact)

    assert contact not in api.contacts_shown("51")
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_another_province_does_not_show_or_touch_it(far_officer: Person, contact: Contact) -> None:
    assert contact not in api.contacts_shown("80")
    with pytest.raises(NotAllowed):
        actions.check_contact(by=far_officer, contact=contact)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [("web", "vn-cop.vn", "bắt đầu bằng https://"), ("phone", "gọi cô Hoa", "bằng chữ số")],
)
def test_a_contact_that_cannot_be_opened_is_refused(
    client: Client, officer: Person, kind: str, value: str, words: str
) -> None:
    page = sign_in(client, officer).post(
        "/don-vi/lien-he/them/", {**CONTACT, "kind": kind, "value": value}
    )

    assert words in page.content.decode()
    assert not Contact.objects.exists()


def test_the_officer_adds_a_contact_on_the_screen(client: Client, officer: Person) -> None:
    sign_in(client, officer).post("/don-vi/lien-he/them/", CONTACT)

    assert Contact.objects.get().province_id == "51"
    assert AuditRow.objects.filter(what="contact.added").count() == 1


def test_a_renamed_department_keeps_its_old_name(officer: Person, house: House) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 3, 0, tzinfo=UTC)):
        actions.rename_unit(
            by=officer,
            unit=house.education,
            name="Sở Giáo dục, Đào tạo và Thanh niên",
            source="Nghị quyết trình diễn",
        )
        found = api.resolve_addressee(
            "Sở Giáo dục và Đào tạo", issuer=house.health, on=date(2026, 11, 20)
        )

    names = list(house.education.names.values_list("name", "valid_from", "valid_to"))
    assert names == [
        ("Sở Giáo dục và Đào tạo", date(2025, 7, 1), date(2026, 11, 19)),
        ("Sở Giáo dục, Đào tạo và Thanh niên", date(2026, 11, 20), None),
    ]
    house.education.refresh_from_db()
    assert house.education.name == "Sở Giáo dục, Đào tạo và Thanh niên"
    assert found.units == (house.education,)


def test_a_name_cannot_begin_tomorrow_or_before_the_current_one(
    officer: Person, house: House
) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 3, 0, tzinfo=UTC)):
        for day in (date(2026, 11, 21), date(2024, 1, 1)):
            with pytest.raises(Invalid):
                actions.rename_unit(by=officer, unit=house.police, name="X", valid_from=day)

    assert house.police.names.count() == 1


def test_a_stranger_renames_nothing(mate: Person, house: House) -> None:
    with pytest.raises(NotAllowed):
        actions.rename_unit(by=mate, unit=house.son_ha, name="Xã khác")

    house.son_ha.refresh_from_db()
    assert house.son_ha.name == "Ủy ban nhân dân xã Sơn Hà"


def test_the_screen_shows_what_is_kept_and_saves_what_is_mended(
    client: Client, officer: Person, contact: Contact
) -> None:
    sign_in(client, officer)
    page = client.get(f"/don-vi/lien-he/{contact.pk}/").content.decode()
    assert 'value="0255 000 0000"' in page
    assert "---------" not in page

    client.post(f"/don-vi/lien-he/{contact.pk}/", {**CONTACT, "note": "giờ làm việc"})

    contact.refresh_from_db()
    assert contact.note == "giờ làm việc"


def test_the_screen_renames_a_unit(client: Client, officer: Person, house: House) -> None:
    sign_in(client, officer)
    page = client.get(f"/don-vi/{house.primary.pk}/doi-ten/").content.decode()
    assert 'value="Trường Tiểu học Suối Reo"' in page

    client.post(
        f"/don-vi/{house.primary.pk}/doi-ten/",
        {"name": "Trường Tiểu học Suối Mới", "valid_from": "2026-01-05", "address": "Thôn 3"},
    )

    house.primary.refresh_from_db()
    assert (house.primary.name, house.primary.address) == ("Trường Tiểu học Suối Mới", "Thôn 3")
    assert house.primary.names.count() == 2


def test_a_closed_school_is_gone_tomorrow_and_a_commune_with_schools_stays(
    client: Client, officer: Person, house: House
) -> None:
    sign_in(client, officer)
    with time_machine.travel(datetime(2026, 11, 20, 3, 0, tzinfo=UTC)) as clock:
        client.post(f"/don-vi/{house.primary.pk}/ngung/")
        kept = client.post(f"/don-vi/{house.son_ha.pk}/ngung/", follow=True).content.decode()
        clock.move_to(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
        living = set(api.units_under(house.root))

    assert "còn đơn vị trực thuộc" in kept
    assert house.primary not in living
    assert house.son_ha in living
