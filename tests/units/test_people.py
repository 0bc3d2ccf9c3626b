"""Inviting, giving and ending roles, leaving."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from mangnon.base.audit.models import AuditRow
from mangnon.base.notices.models import Outbox
from mangnon.units import actions, api
from mangnon.units.choices import Role
from mangnon.units.models import ImportDraft, Invitation, Person, RoleGrant
from mangnon.units.refusals import Invalid, NotAllowed
from tests.cast import PASSWORD, House, make_person, sign_in

pytestmark = pytest.mark.django_db


def invited(client: Client, officer: Person, house: House, email: str = "moi@vi-du.test") -> str:
    """The officer invites a worker; the path in the letter that leaves."""
    sign_in(client, officer)
    answer = client.post(
        f"/don-vi/{house.son_ha.pk}/moi/",
        {"email": email, "full_name": "Người Mới", "position": "", "role": Role.COMMUNE_WORKER},
    )
    assert answer.status_code == 302
    letter = Outbox.objects.filter(to=email).latest("pk")
    link = re.search(r"/tai-khoan/nhan-loi-moi/\S+/", letter.body)
    assert link is not None
    return link[0]


def accept(path: str, password: str = PASSWORD, name: str = "Tên Thật"):
    return Client().post(path, {"full_name": name, "password": password, "again": password})


def test_a_worker_is_invited_and_sets_the_own_password(
    client: Client, officer: Person, house: House
) -> None:
    path = invited(client, officer, house)
    assert "Ủy ban nhân dân xã Sơn Hà" in Client().get(path).content.decode()

    answer = accept(path)

    assert answer["Location"] == "/tai-khoan/dang-nhap/"
    person = Person.objects.get(email="moi@vi-du.test")
    assert person.full_name == "Tên Thật"
    assert not person.is_staff
    assert person.check_password(PASSWORD)
    assert api.can_act_for(person, house.son_ha)
    assert not api.can_act_for(person, house.son_haj)
    said = list(AuditRow.objects.order_by("seq").values_list("what", flat=True))
    assert said[-2:] == ["invitation.sent", "invitation.accepted"]


def test_only_a_digest_of_the_link_is_kept(client: Client, officer: Person, house: House) -> None:
    secret = invited(client, officer, house).split("/")[-2]

    kept = Invitation.objects.get()
    assert secret not in str(vars(kept))
    assert len(kept.digest) == 64


def test_a_link_works_once(client: Client, officer: Person, house: House) -> None:
    path = invited(client, officer, house)
    accept(path)

    assert accept(path, "mot-mat-khau-khac-nua").status_code == 410
    assert Person.objects.get(email="moi@vi-du.test").check_password(PASSWORD)


def test_a_link_ends_after_seven_days(client: Client, officer: Person, house: House) -> None:
    with time_machine.travel(datetime(2026, 11, 1, 3, 0, tzinfo=UTC)) as clock:
        path = invited(client, officer, house)
        clock.shift(timedelta(days=7, minutes=1))
        assert accept(path).status_code == 410

    assert not Person.objects.filter(email="moi@vi-du.test").exists()


def test_a_withdrawn_link_is_dead(client: Client, officer: Person, house: House) -> None:
    path = invited(client, officer, house)
    client.post(f"/don-vi/loi-moi/{Invitation.objects.get().pk}/rut/")

    assert accept(path).status_code == 410


def test_a_second_invitation_replaces_the_first(
    client: Client, officer: Person, house: House
) -> None:
    old = invited(client, officer, house)
    new = invited(client, officer, house)

    assert accept(old).status_code == 410
    assert accept(new).status_code == 302


def test_a_weak_password_is_refused_in_vietnamese(
    client: Client, officer: Person, house: House
) -> None:
    page = accept(invited(client, officer, house), "12345678").content.decode()

    assert not Person.objects.filter(email="moi@vi-du.test").exists()
    assert "Mật khẩu" in page
    assert "This password" not in page


def test_who_has_an_account_is_not_invited_but_given_a_role(
    client: Client, officer: Person, mate: Person, house: House
) -> None:
    sign_in(client, officer)
    words = {"full_name": "X", "position": "", "role": Role.COMMUNE_LEADER}
    page = client.post(f"/don-vi/{house.son_ha.pk}/moi/", {"email": mate.email, **words})
    assert "đã có tài khoản" in page.content.decode()

    client.post(
        f"/don-vi/{house.son_haj.pk}/giao-vai-tro/",
        {"email": mate.email, "role": Role.COMMUNE_WORKER},
    )
    assert api.can_act_for(mate, house.son_haj)


def test_the_same_role_is_not_given_twice(officer: Person, mate: Person, house: House) -> None:
    with pytest.raises(Invalid, match="đang giữ vai trò"):
        actions.grant_role(by=officer, person=mate, role=Role.COMMUNE_WORKER, unit=house.son_ha)

    assert mate.grants.count() == 1


def test_a_role_needs_a_unit_of_its_kind(officer: Person, mate: Person, house: House) -> None:
    with pytest.raises(Invalid, match="không có vai trò"):
        actions.grant_role(by=officer, person=mate, role=Role.PRINCIPAL, unit=house.son_ha)


def test_a_principal_gives_the_roles_of_the_school_and_no_other(house: House) -> None:
    principal = make_person(Role.PRINCIPAL, house.primary)
    teacher = make_person(None, None)

    actions.grant_role(by=principal, person=teacher, role=Role.TEACHER, unit=house.primary)
    with pytest.raises(NotAllowed):
        actions.grant_role(by=principal, person=teacher, role=Role.PRINCIPAL, unit=house.primary)
    with pytest.raises(NotAllowed):
        actions.grant_role(
            by=principal, person=teacher, role=Role.TEACHER, unit=house.lower_secondary
        )

    assert [held.role for held in api.scope_of(teacher).held] == [Role.TEACHER]


def test_a_role_ends_at_once(officer: Person, mate: Person, house: House) -> None:
    actions.end_role(by=officer, grant=mate.grants.get())

    assert not api.scope_of(mate).covers(house.son_ha)
    assert api.current_unit(mate) is None
    assert not api.people_at(house.son_ha).exists()


def test_a_role_may_end_on_a_later_day(officer: Person, mate: Person, house: House) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 3, 0, tzinfo=UTC)) as clock:
        last = datetime(2026, 11, 30, tzinfo=UTC).date()
        actions.end_role(by=officer, grant=mate.grants.get(), on=last)
        assert api.can_act_for(mate, house.son_ha)
        clock.move_to(datetime(2026, 12, 1, 3, 0, tzinfo=UTC))
        assert not api.can_act_for(mate, house.son_ha)


def test_nobody_ends_the_own_role(officer: Person) -> None:
    with pytest.raises(NotAllowed):
        actions.end_role(by=officer, grant=officer.grants.get())

    assert api.scope_of(officer).has(Role.PROVINCIAL_OFFICER)


def test_who_leaves_is_out_everywhere(
    client: Client, officer: Person, mate: Person, house: House
) -> None:
    theirs = sign_in(Client(), mate)
    sign_in(client, officer)

    client.post(f"/don-vi/nguoi/{mate.pk}/ngung/")

    mate.refresh_from_db()
    assert not mate.is_active
    assert not RoleGrant.objects.filter(person=mate, ended_at=None).exists()
    assert theirs.get("/tai-khoan/").status_code == 302
    assert AuditRow.objects.filter(what="person.deactivated", on_id=str(mate.pk)).count() == 1


def test_who_comes_back_is_invited_anew(
    client: Client, officer: Person, mate: Person, house: House
) -> None:
    actions.deactivate_person(by=officer, person=mate)
    accept(invited(client, officer, house, mate.email), "mat-khau-khi-tro-lai")

    mate.refresh_from_db()
    assert mate.is_active
    assert mate.check_password("mat-khau-khi-tro-lai")
    assert api.can_act_for(mate, house.son_ha)


def test_the_first_officer_is_invited_by_command_once(house: House) -> None:
    said = StringIO()
    call_command("first_officer", "dau-tien@vi-du.test", "Người Đầu Tiên", stdout=said)
    accept("/" + said.getvalue().strip().split("/", 3)[3])

    person = Person.objects.get(email="dau-tien@vi-du.test")
    assert person.is_staff
    assert api.scope_of(person).has(Role.PROVINCIAL_OFFICER, house.root)
    with pytest.raises(CommandError, match="Đã có cán bộ"):
        call_command("first_officer", "thu-hai@vi-du.test", "Người Thứ Hai")


@pytest.mark.parametrize("words", [["khong-phai-thu", "A"], ["a@vi-du.test", "A", "--unit", "x"]])
def test_a_command_with_wrong_words_opens_nothing(house: House, words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("first_officer", *words)

    assert not Invitation.objects.exists()


def test_what_is_stale_is_forgotten(officer: Person, mate: Person, house: House) -> None:
    words = {"full_name": "A", "position": "", "role": Role.COMMUNE_WORKER, "unit": house.son_ha}
    now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    for email, sent in [("cu@vi-du.test", 400), ("moi@vi-du.test", 3)]:
        invitation = actions.invite(by=officer, email=email, **words)
        Invitation.objects.filter(pk=invitation.pk).update(invited_at=now - timedelta(days=sent))
    for days in (2, 0):
        draft = ImportDraft.objects.create(kind="nguoi", name="a", rows={}, made_by=mate)
        ImportDraft.objects.filter(pk=draft.pk).update(made_at=now - timedelta(days=days))

    gone = actions.forget_stale(now=now)

    assert (gone["invitations"], gone["drafts"]) == (1, 1)
    assert Invitation.objects.get().email == "moi@vi-du.test"
    assert ImportDraft.objects.count() == 1


def test_the_own_name_is_mended_and_the_address_stays(client: Client, mate: Person) -> None:
    sign_in(client, mate)
    assert 'value="Người cùng tỉnh"' in client.get("/tai-khoan/sua/").content.decode()

    client.post("/tai-khoan/sua/", {"full_name": "Tên Đúng", "position": "Công chức", "email": "x"})

    before = mate.email
    mate.refresh_from_db()
    assert (mate.full_name, mate.position, mate.email) == ("Tên Đúng", "Công chức", before)
