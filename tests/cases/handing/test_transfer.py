"""A case goes from Quảng Ngãi to Tây Ninh as a file, and is given up when its receipt is back.

Two installations in one database: what makes an installation another is its key file and its
province, so `at` changes both. What they do with each other's files is real; that they do not share
rows is not shown here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mangnon.base.audit.api import rows_about
from mangnon.cases.actions.arriving import forget_province, know_province, take_in
from mangnon.cases.actions.signing import own_card, sealing_private
from mangnon.cases.actions.transfer import accept_receipt, file_to_carry, send_away
from mangnon.cases.models import Arrival, Case, Deadline, Package, ProvinceCard
from mangnon.cases.packages import (
    BadSignature,
    Changed,
    NotForUs,
    Refused,
    locked_to,
    opened_by,
)
from mangnon.cases.refusals import IllegalMove, Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.reports.api import Reader
from mangnon.reports.models import Barred, Report
from mangnon.units.choices import Role
from mangnon.units.models import Person, Unit
from tests.cases.handing.conftest import CHAT, Told
from tests.cases.machine.cast import paper
from tests.cases.screens.conftest import Browse
from tests.cast import House, make_person, make_province, sign_in
from tests.reports.cast import STORY, with_key


@dataclass
class TayNinh:
    """The other province: its officer with an open key, and how to be there."""

    house: House
    officer: Person
    reader: Reader
    at: Any


@pytest.fixture
def tay_ninh(told: Told, settings: Any, tmp_path: Path) -> TayNinh:
    house = make_province("80")
    officer = make_person(Role.PROVINCIAL_OFFICER, house.health, name="Võ Thị Tây")

    @contextmanager
    def at() -> Iterator[None]:
        here = settings.DATA_DIR, settings.PROVINCE_CODE
        settings.DATA_DIR, settings.PROVINCE_CODE = tmp_path, "80"
        try:
            yield
        finally:
            settings.DATA_DIR, settings.PROVINCE_CODE = here

    with at():
        reader = with_key(officer)
    return TayNinh(house, officer, reader, at)


@pytest.fixture
def known(told: Told, tay_ninh: TayNinh) -> ProvinceCard:
    """Each knows the other, as two officers on the telephone made sure."""
    with tay_ninh.at():
        theirs = own_card().line
    row = know_province(by=told.cast.officer, line=theirs)
    ours = own_card().line
    with tay_ninh.at():
        know_province(by=tay_ninh.officer, line=ours)
    return row


def sent(told: Told, to: ProvinceCard, form: str = "chuyen") -> tuple[Package, bytes]:
    """The desk, which still owns the case, sends it away."""
    cast = told.cast
    package = send_away(
        case_id=cast.case.pk,
        by=cast.officer,
        unit=cast.house.health,
        reader=cast.readers[cast.officer.pk],
        to=to,
        token=form,
    )
    return package, file_to_carry(by=cast.officer, package=package)


def taken(there: TayNinh, raw: bytes) -> Arrival:
    with there.at():
        return take_in(
            raw=raw,
            reader=there.reader,
            unit=there.house.health,
            residence=there.house.son_ha.commune,
        )


def accept(told: Told, package: Package, raw: bytes, form: str = "bien-nhan") -> Package:
    cast = told.cast
    return accept_receipt(
        package_id=package.pk,
        raw=raw,
        by=cast.officer,
        unit=cast.house.health,
        reader=cast.readers[cast.officer.pk],
        token=form,
    )


def counted() -> tuple[int, int, int]:
    return Report.objects.count(), Case.objects.count(), Arrival.objects.count()


def test_a_case_goes_to_another_province_and_is_given_up_with_its_receipt(
    told: Told, tay_ninh: TayNinh, known: ProvinceCard
) -> None:
    # Given a case five hours old, with the commune of its event barred
    cast, case = told.cast, told.cast.case
    first = clock.now() - timedelta(hours=5)
    Case.objects.filter(pk=case.pk).update(received_at=first)
    Deadline.objects.filter(case=case).update(started_at=first, due_at=first + timedelta(hours=12))
    Barred.objects.create(report=case.report, unit=tay_ninh.house.nghia_lo)

    # When it is sent and taken in
    package, raw = sent(told, known)
    assert STORY.encode() not in raw
    arrival = taken(tay_ninh, raw)

    # Then it stands there with its hours, its words, its file, and who must not see it
    there = arrival.case
    assert there.pk != case.pk
    assert there.received_at == first
    assert (there.owner, there.receiver) == (tay_ninh.house.health, tay_ninh.house.health)
    clocks = {row.rule: row for row in there.deadlines.all()}
    assert {row.due_at for row in clocks.values()} == {first + timedelta(hours=12)}
    assert set(clocks) == {"emergency_12h", "initial_risk"}
    files = [(one.sha256, one.state) for one in there.report.evidence.all()]
    assert files == [(told.chat.sha256, "sealed")]
    assert told.chat.size_bytes == len(CHAT)
    assert there.report.barred.filter(unit=tay_ninh.house.nghia_lo).exists()
    # And here the old owner is responsible until the receipt is in
    case.refresh_from_db()
    assert (case.state, case.owner) == ("intake", cast.house.health)

    accept(told, package, bytes(arrival.receipt))

    case.refresh_from_db()
    assert (case.state, case.close_reason, case.retention) == ("closed", "moved_away", "crime")
    assert not case.deadlines.filter(ended_at=None).exists()
    assert case.report.stage == "passed_on"
    package.refresh_from_db()
    assert (package.state, package.locked) == ("received", "")
    assert rows_about(case).filter(what="case.given_up").count() == 1
    assert there.deadlines.filter(ended_at=None).count() == 2


def test_what_was_met_there_stays_met_and_its_papers_come_along(
    told: Told, tay_ninh: TayNinh, known: ProvinceCard
) -> None:
    cast = told.cast
    cast.forward()
    cast.make("take", cast.chair, person=cast.worker)
    cast.make("assess_risk", cast.worker, urgency="urgent", paper=paper("02"))
    package = send_away(
        case_id=cast.case.pk,
        by=cast.chair,
        unit=cast.house.son_ha,
        reader=cast.readers[cast.chair.pk],
        to=known,
        token="a",
    )
    arrival = taken(tay_ninh, file_to_carry(by=cast.chair, package=package))

    initial = arrival.case.deadlines.get(rule="initial_risk")
    assert initial.state == "met"
    assert initial.ended_at == cast.case.deadlines.get(rule="initial_risk").ended_at
    emergency = arrival.case.deadlines.get(rule="emergency_12h")
    assert emergency.started_at == cast.case.received_at
    assert (emergency.state, emergency.ended_at) == ("armed", None)
    papers = [(one.form, one.final) for one in arrival.case.papers.all()]
    assert papers == [("01", True), ("02", True)]


def test_the_same_file_again_is_refused_and_changes_nothing(
    told: Told, tay_ninh: TayNinh, known: ProvinceCard
) -> None:
    _, raw = sent(told, known)
    taken(tay_ninh, raw)
    before = counted()
    with pytest.raises(IllegalMove, match="đã được nhận lúc"):
        taken(tay_ninh, raw)
    assert counted() == before


def test_a_file_of_a_stranger_for_another_or_with_a_changed_byte_is_refused(
    told: Told, tay_ninh: TayNinh, known: ProvinceCard
) -> None:
    _, raw = sent(told, known)
    before = counted()

    def refused(raw: bytes, kind: type[Refused], words: str) -> None:
        with pytest.raises(kind, match=words):
            taken(tay_ninh, raw)
        assert counted() == before

    broken = bytearray(raw)
    broken[-40] ^= 1
    refused(bytes(broken), NotForUs, "đã bị sửa")
    refused(b"khong phai", NotForUs, "không gửi cho nơi này")
    # Brought back to the sender: locked for another
    with pytest.raises(NotForUs):
        take_in(
            raw=raw,
            reader=told.cast.readers[told.cast.officer.pk],
            unit=told.cast.house.health,
            residence=None,
        )
    with tay_ninh.at():
        quang_ngai = ProvinceCard.objects.get(code="51")
        forget_province(by=tay_ninh.officer, card=quang_ngai)
    refused(raw, BadSignature, "Chưa biết khóa")


def test_who_changes_what_is_inside_needs_the_key_that_signed(
    told: Told, tay_ninh: TayNinh, known: ProvinceCard
) -> None:
    _, raw = sent(told, known)
    with tay_ninh.at():
        inside = opened_by(raw, sealing_private())
    changed = locked_to(inside.replace(CHAT, CHAT.upper()), [bytes.fromhex(known.sealing)])
    before = counted()
    with pytest.raises(Changed):
        taken(tay_ninh, changed)
    assert counted() == before


def test_a_receipt_of_somebody_else_or_for_another_package_gives_nothing_up(
    told: Told, tay_ninh: TayNinh, known: ProvinceCard
) -> None:
    old, raw = sent(told, known)
    receipt = bytes(taken(tay_ninh, raw).receipt)
    newer, _ = sent(told, known, "lan-hai")

    with pytest.raises(IllegalMove, match="của một gói khác"):
        accept(told, newer, receipt)
    with pytest.raises(IllegalMove, match="đã thay bằng gói khác"):
        accept(told, old, receipt)
    ProvinceCard.objects.filter(pk=known.pk).update(signing="0" * 64)
    with pytest.raises(BadSignature, match="do nơi khác ký"):
        accept(told, newer, receipt)
    with pytest.raises(BadSignature):
        accept(told, newer, receipt.replace(b"manifest", b"manjfest"))
    told.cast.case.refresh_from_db()
    assert told.cast.case.state == "intake"


def test_what_is_open_here_holds_the_case_back_and_nothing_is_half_done(
    told: Told, tay_ninh: TayNinh, known: ProvinceCard
) -> None:
    package, raw = sent(told, known)
    receipt = bytes(taken(tay_ninh, raw).receipt)
    told.cast.case.identity_requests.create(asked_by=told.cast.officer, reason="cần")
    with pytest.raises(IllegalMove, match="Còn 1 việc chưa xong"):
        accept(told, package, receipt)
    package.refresh_from_db()
    assert (package.state, bool(package.locked)) == ("made", True)
    told.cast.case.identity_requests.all().update(granted=False)
    accept(told, package, receipt)


def test_only_officers_say_whom_to_believe_and_only_owners_send(
    told: Told, tay_ninh: TayNinh, known: ProvinceCard
) -> None:
    cast = told.cast
    with pytest.raises(NotAllowed):
        know_province(by=cast.chair, line=own_card().line)
    with pytest.raises(Invalid, match="chính tỉnh mình"):
        know_province(by=cast.officer, line=own_card().line)
    with tay_ninh.at():
        theirs = own_card().line
    with pytest.raises(Invalid, match="đã có"):
        know_province(by=cast.officer, line=theirs)
    with pytest.raises(NotAllowed):
        send_away(
            case_id=cast.case.pk,
            by=cast.police,
            unit=cast.house.police,
            reader=cast.readers[cast.police.pk],
            to=known,
            token="x",
        )


# --- the pages ----------------------------------------------------------------------------------


def upload(client: Client, at: str, name: str, raw: bytes, **more: Any) -> Any:
    return client.post(at, {name: SimpleUploadedFile("tep", raw), **more})


def test_the_pages_lead_from_the_card_to_the_receipt(
    told: Told, tay_ninh: TayNinh, browse: Browse
) -> None:
    # Given two officers who give each other their cards
    cast, case = told.cast, told.cast.case
    here, provinces = browse(cast.officer), reverse("case_provinces")
    assert provinces in here.get(reverse("cases")).content.decode()
    with tay_ninh.at():
        there = browse(tay_ninh.officer)
        theirs = own_card()
        shown = there.get(provinces).content.decode()
        assert theirs.line in shown
        assert theirs.fingerprint in shown
    wrong = here.post(provinces, {"line": "mangnon-tinh-1.abc"})
    assert wrong.status_code == 422
    assert here.post(provinces, {"line": theirs.line}).status_code == 302
    assert theirs.fingerprint in here.get(provinces).content.decode()
    ours = own_card().line
    with tay_ninh.at():
        there.post(provinces, {"line": ours})
    known = ProvinceCard.objects.get(code="80")

    # When the case goes by file, and its receipt comes by file
    send = reverse("case_transfer", args=[case.pk])
    assert here.post(send, {"province": known.pk, "token": "chuyen"}).status_code == 302
    package = Package.objects.get()
    raw = here.post(reverse("case_transfer_file", args=[package.pk])).content
    arrive = reverse("case_arrive")
    with tay_ninh.at():
        bad = upload(there, arrive, "file", b"khong phai", residence="")
        assert bad.status_code == 422
        assert "không gửi cho nơi này" in bad.content.decode()
        assert upload(there, arrive, "file", raw, residence="25567").status_code == 302
        arrival = Arrival.objects.get()
        page = there.get(arrive).content.decode()
        assert arrival.case.number in page
        receipt = there.get(reverse("case_arrival_receipt", args=[arrival.pk])).content
        assert (
            "Nhận vụ việc từ tỉnh khác"
            in there.get(reverse("case", args=[arrival.case_id])).content.decode()
        )

    # Then the case here is closed, and its page says who has it
    take = reverse("case_transfer_receipt", args=[package.pk])
    assert upload(here, take, "receipt", raw[:99], token="a").status_code == 422
    assert upload(here, take, "receipt", receipt, token="b").status_code == 302
    assert "Tỉnh khác đã nhận vụ việc" in here.get(reverse("case", args=[case.pk])).content.decode()
    ended = here.post(reverse("case_province_end", args=[known.pk]))
    assert ended.status_code == 302
    assert "Chưa có tỉnh nào" not in here.get(provinces).content.decode()


def test_nobody_else_opens_these_pages(told: Told, browse: Browse) -> None:
    cast = told.cast
    stranger: Unit = cast.house.nghia_lo
    leader = sign_in(Client(), make_person(Role.COMMUNE_LEADER, stranger))
    assert leader.get(reverse("case_provinces")).status_code == 403
    assert leader.get(reverse("case_arrive")).status_code in (302, 403)
    assert leader.get(reverse("case_transfer", args=[cast.case.pk])).status_code == 404
    police = browse(cast.police)
    assert police.get(reverse("case_transfer", args=[cast.case.pk])).status_code == 403
