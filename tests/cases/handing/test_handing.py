"""From the desk of who hands over to the desk of the police, with every step of custody."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.base.audit.api import rows_about
from mangnon.base.files.models import StoredFile
from mangnon.base.notices.models import Notice
from mangnon.cases.actions import handing
from mangnon.cases.actions.handing import make_package, open_package
from mangnon.cases.actions.retaining import wipe
from mangnon.cases.models import Case, Package
from mangnon.cases.packages import Changed, opened_with, unpack
from mangnon.cases.refusals import Conflict, IllegalMove
from mangnon.reports.models import Evidence
from mangnon.units.choices import Role
from tests.cases.handing.conftest import BODY, CHAT, Told
from tests.cases.machine.cast import Cast, paper
from tests.cases.screens.conftest import Browse
from tests.cast import make_person
from tests.reports.cast import STORY, with_key


def page(case: Case) -> str:
    return reverse("case_handing", args=[case.pk])


def make(client: Client, case: Case, **said: Any) -> Any:
    return client.post(page(case), {"token": "lap-goi", **said})


def custody(one: Evidence) -> list[str]:
    return [f"{row.what}: {row.by or 'người báo'}" for row in one.custody.all()]


def take_out(client: Client, one: Evidence) -> Any:
    data = {"which": "original", "why": "Nhận bàn giao"}
    return client.post(reverse("evidence_open", args=[one.pk]), data)


def test_the_police_get_everything_byte_for_byte_and_what_is_theirs_still_sealed(
    told: Told, browse: Browse
) -> None:
    # Given a package made by the officer who holds the report's key
    cast, case = told.cast, told.cast.case
    made = make(browse(cast.officer), case)
    assert made.status_code == 200
    assert "Đã lập gói" in made.content.decode()
    package = Package.objects.get()
    assert Notice.objects.filter(person_id=cast.police.pk, key__contains=f"{case.pk}").exists()

    # When the police open it at their own desk
    police = browse(cast.police)
    raw = police.post(reverse("case_package_file", args=[package.pk])).content

    # Then the files are those of the manifest, and the hashes those of the common tool
    files = unpack(raw).files
    assert sorted(files) == ["dien-bien.txt", "tep/1.txt", "tep/2.niem-phong", "tin-bao.txt"]
    assert files["tep/1.txt"] == CHAT
    assert BODY not in raw
    assert STORY in files["tin-bao.txt"].decode()
    rows = {row["name"]: row for row in json.loads(bytes(package.manifest))["files"]}
    assert rows["tep/1.txt"]["sha256"] == told.chat.sha256 == sha256(CHAT).hexdigest()
    assert rows["tep/2.niem-phong"]["seal"]["original_sha256"] == sha256(BODY).hexdigest()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sums = archive.read("SHA256SUMS").decode()
    assert f"{told.chat.sha256}  tep/1.txt\n" in sums
    # And the timeline carries the chain of the record
    last = [row for row in rows_about(case) if row.what == "case.report_crime"][-1]
    assert f"Nhật ký số {last.seq}: {last.hash}" in files["dien-bien.txt"].decode()


def test_receiving_checks_both_hashes_and_destroys_what_only_the_police_could_open(
    told: Told, browse: Browse
) -> None:
    cast, case = told.cast, told.cast.case
    make(browse(cast.officer), case)
    package, police = Package.objects.get(), browse(cast.police)
    receive = reverse("case_package_receive", args=[package.pk])
    right = {"asked": package.manifest_sha256[:8], "token": "da-nhan"}

    # While the sealed file was not taken out, nothing is received and nothing lost
    early = police.post(receive, right)
    assert early.status_code == 409
    assert "tệp 2" in early.content.decode()
    assert "chỉ công an mở được" in police.get(page(case)).content.decode()
    assert take_out(police, told.body).content == BODY

    # And the wrong letters of the record are refused beside their field
    wrong = police.post(receive, {**right, "asked": "00000000"})
    assert wrong.status_code == 422
    assert "Không khớp" in wrong.content.decode()
    package.refresh_from_db()
    assert package.state == "made"

    assert police.post(receive, right).status_code == 302

    package.refresh_from_db()
    assert (package.state, package.received_by) == ("received", cast.police)
    assert (package.locked, package.usb) == ("", "")
    assert not StoredFile.objects.filter(purpose="package").exists()
    told.body.refresh_from_db()
    told.chat.refresh_from_db()
    assert (told.body.state, told.body.original) == ("destroyed", "")
    assert told.chat.state == "handed_over"
    assert custody(told.body)[-3:] == [
        f"exported: {cast.police}",
        f"handed_over: {cast.officer}",
        f"destroyed: {cast.police}",
    ]
    checked = rows_about(case).get(what="case.package_checked")
    assert checked.facts["manifest_sha256"] == package.manifest_sha256
    assert checked.facts["sha256"] == package.sha256
    assert checked.by == str(cast.police.pk)
    # Twice is once
    assert police.post(receive, right).status_code in (302, 409)
    assert rows_about(case).filter(what="case.package_received").count() == 1


def test_what_the_law_holds_is_not_destroyed(told: Told, browse: Browse) -> None:
    cast, case = told.cast, told.cast.case
    make(browse(cast.officer), case)
    Case.objects.filter(pk=case.pk).update(held=True)
    package, police = Package.objects.get(), browse(cast.police)
    take_out(police, told.body)

    data = {"asked": package.manifest_sha256[:8], "token": "da-nhan"}
    assert police.post(reverse("case_package_receive", args=[package.pk]), data).status_code == 302

    told.body.refresh_from_db()
    assert told.body.state == "handed_over"
    assert take_out(police, told.body).content == BODY


def test_a_stick_opens_with_the_words_said_by_phone_and_with_no_others(
    told: Told, browse: Browse
) -> None:
    cast, case = told.cast, told.cast.case
    officer = browse(cast.officer)
    shown = make(officer, case, usb="on")
    words = shown.context["made"].passphrase
    assert words in shown.content.decode()
    assert len(words.replace("-", "")) == 20
    package = Package.objects.get()

    stick = officer.post(reverse("case_package_usb", args=[package.pk])).content

    assert sha256(opened_with(stick, words)).hexdigest() == package.sha256
    # The same form again makes no other package and tells no words
    again = make(officer, case, usb="on")
    assert again.context["made"].package == package
    assert again.context["made"].passphrase == ""
    assert words not in again.content.decode()


def made_by_the_worker(cast: Cast) -> Any:
    """The package of the commune's worker, as the police unpacks it."""
    package = make_package(
        case_id=cast.case.pk,
        by=cast.worker,
        unit=cast.house.son_ha,
        reader=cast.readers[cast.worker.pk],
        usb=False,
        token="a",
    ).package
    return unpack(open_package(reader=cast.readers[cast.police.pk], package=package))


def test_the_worker_hands_over_what_the_worker_may_read(told: Told) -> None:
    """The report went on with the case, but for what the police alone opens."""
    cast = told.cast
    cast.forward()
    cast.make("take", cast.chair, person=cast.worker)
    cast.make("assess_risk", cast.worker, urgency="urgent", paper=paper("02"))

    found = made_by_the_worker(cast)

    assert found.files["mau/mau-02-lan-1.pdf"].startswith(b"%PDF")
    assert STORY in found.files["tin-bao.txt"].decode()
    assert found.files["tep/1.txt"] == CHAT
    assert "tep/2.niem-phong" in found.files
    assert [why.split(":")[0] for why in found.said["left_out"]] == ["Người báo tin là ai"]


def test_what_is_still_sealed_where_it_came_is_left_out_and_named(told: Told) -> None:
    cast = told.cast
    cast.forward()
    cast.make("take", cast.chair, person=cast.worker)
    cast.case.report.keys.exclude(handed_on_at=None).delete()

    found = made_by_the_worker(cast)

    assert "tin-bao.txt" not in found.files
    left = found.said["left_out"]
    assert left[0].startswith("Lời người báo tin: đơn vị giao không giữ khóa")
    assert left[1].startswith("Tệp 1: đơn vị giao không giữ khóa")
    assert "tep/2.niem-phong" in found.files


def test_who_is_no_part_of_it_finds_nothing(told: Told, browse: Browse) -> None:
    cast, case = told.cast, told.cast.case
    make(browse(cast.officer), case)
    package = Package.objects.get()
    stranger = make_person(Role.COMMUNE_LEADER, cast.house.nghia_lo)
    teacher = make_person(Role.TEACHER, cast.house.lower_secondary)
    names = ["case_package_file", "case_package_usb", "case_package_receive"]
    addresses = [reverse(name, args=[package.pk]) for name in names]

    for person, wanted in ((stranger, 404), (teacher, 403)):
        client = browse(person, locked=True)
        assert client.get(page(case)).status_code == wanted
        assert {client.post(at).status_code for at in addresses} == {wanted}
    # The maker cannot open what was locked for the police
    assert browse(cast.officer).post(addresses[0]).status_code == 403


def test_without_the_police_told_or_without_their_key_nothing_is_made(
    told: Told, browse: Browse
) -> None:
    cast = told.cast
    other = cast.house.police
    other.matter_keys.all().update(retired_at=cast.case.received_at)
    answer = make(browse(cast.officer), cast.case)
    assert answer.status_code == 422
    assert "chưa đặt khóa hồ sơ" in answer.content.decode()
    Case.objects.filter(pk=cast.case.pk).update(crime="none")
    assert make(browse(cast.officer), cast.case).status_code == 403
    assert not Package.objects.exists()


def test_a_newer_package_takes_the_place_of_one_that_waits(told: Told, browse: Browse) -> None:
    cast, case = told.cast, told.cast.case
    officer = browse(cast.officer)
    make(officer, case)
    make(officer, case, token="lan-hai")

    assert list(Package.objects.order_by("made_at", "state").values_list("state", flat=True)) in (
        ["replaced", "made"],
        ["made", "replaced"],
    )
    old = Package.objects.get(state="replaced")
    refused = browse(cast.police).post(reverse("case_package_file", args=[old.pk]))
    assert refused.status_code == 409
    assert StoredFile.objects.filter(purpose="package").count() == 1


def test_what_happens_meanwhile_makes_nothing(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = told.cast
    whole = handing.pack

    def slow(*args: Any, **more: Any) -> Any:
        cast.make("find_content", cast.officer, address="https://trang.example/")
        return whole(*args, **more)

    monkeypatch.setattr(handing, "pack", slow)
    reader, unit = cast.readers[cast.officer.pk], cast.house.health
    with pytest.raises(Conflict):
        make_package(
            case_id=cast.case.pk, by=cast.officer, unit=unit, reader=reader, usb=False, token="b"
        )
    assert not Package.objects.exists()
    assert [row.what for row in told.chat.custody.all()] == ["received", "sealed"]


def test_a_byte_that_was_changed_where_it_lies_is_not_received(
    told: Told, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = told.cast
    make(browse(cast.officer), cast.case)
    package, reader = Package.objects.get(), cast.readers[cast.police.pk]
    whole = handing.opened_by

    def changed(locked: bytes, private: bytes) -> bytes:
        return whole(locked, private).replace(CHAT, CHAT.upper())

    monkeypatch.setattr(handing, "opened_by", changed)
    with pytest.raises(Changed, match=r"tep/1\.txt không khớp"):
        open_package(reader=reader, package=package)
    Package.objects.update(sha256="0" * 64)
    package.refresh_from_db()
    monkeypatch.setattr(handing, "opened_by", whole)
    with pytest.raises(IllegalMove, match="khác với lúc lập"):
        open_package(reader=reader, package=package)


def test_nothing_of_an_erased_case_waits_in_a_locked_file(told: Told, browse: Browse) -> None:
    cast = told.cast
    make(browse(cast.officer), cast.case, usb="on")
    wipe(cast.case, by=None)
    package = Package.objects.get()
    assert (package.locked, package.usb) == ("", "")
    assert not StoredFile.objects.filter(purpose="package").exists()
    assert len(package.manifest_sha256) == 64


def test_another_member_of_the_police_reads_on(told: Told, browse: Browse) -> None:
    cast = told.cast
    make(browse(cast.officer), cast.case)
    shown = browse(cast.police).get(page(cast.case)).content.decode()
    assert "Tải gói (ZIP)" in shown
    assert "Lập gói bàn giao" not in shown
    colleague = make_person(Role.POLICE_LIAISON, cast.house.police)
    with_key(colleague)  # has a passphrase, was not let in to the unit's key yet
    package = Package.objects.get()
    answer = browse(colleague).post(reverse("case_package_file", args=[package.pk]))
    assert answer.status_code == 302
    assert "/bao-tin/khoa/" in answer.url
