"""The decision about a plan: what was signed is kept, shown to who may, and looked at again."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.base.audit.api import AuditRow, rows_about, verify
from mangnon.base.files.blobs import put, remove, storage
from mangnon.base.files.models import blob_key
from mangnon.cases.actions.decisions import look_at_decisions
from mangnon.cases.actions.handing import make_package, open_package
from mangnon.cases.actions.retaining import wipe
from mangnon.cases.actions.sharing import share
from mangnon.cases.command import cases
from mangnon.cases.models import Case, Paper, SignedDecision
from mangnon.cases.packages import unpack
from mangnon.cases.papers import to_pdf
from mangnon.cases.refusals import IllegalMove
from mangnon.cases.signed import plan_digest
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast, paper, signing
from tests.cases.papers.filled import CHAIR
from tests.cases.papers.filled import as_fields as sent
from tests.cases.screens.conftest import Browse
from tests.cases.screens.test_case_page import SIGNED, move, page
from tests.cast import make_person
from tests.reports.cast import with_key

SCAN = to_pdf("05", paper("05"), CHAIR)


def upload(raw: bytes, name: str = "quyet-dinh.pdf") -> dict[str, Any]:
    return {"buoc-signed_file": SimpleUploadedFile(name, raw, "text/html")}


def approved(cast: Cast, client: Any, raw: bytes = SCAN) -> SignedDecision:
    cast.planned()
    answer = move(client, cast.case, "approve_plan", **sent("05"), **SIGNED, **upload(raw))
    assert answer.status_code == 302, answer.content.decode()
    return SignedDecision.objects.get()


def grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, 64, 8))


def test_what_was_signed_is_kept_and_comes_back_byte_for_byte(cast: Cast, browse: Browse) -> None:
    chair = browse(cast.chair)

    made = approved(cast, chair)

    digest = sha256(SCAN).hexdigest()
    assert (made.number, str(made.signed_on), made.signer) == (
        "12/QĐ-UBND",
        "2026-11-23",
        "Hồ Văn Xã",
    )
    assert (made.sha256, made.size_bytes) == (digest, len(SCAN))
    assert made.media_type == "application/pdf"
    row = next(one for one in rows_about(cast.case) if one.what == "case.approve_plan")
    told = {name: row.facts[name] for name in ("decision", "signed_on", "sha256", "number")}
    assert told == {
        "decision": "12/QĐ-UBND",
        "signed_on": "2026-11-23",
        "sha256": digest,
        "number": made.event.number,
    }
    assert "Hồ Văn Xã" not in str(row.facts)
    shown = page(browse(cast.worker), cast.case).content.decode()
    assert "Quyết định số 12/QĐ-UBND ngày 23/11/2026, Hồ Văn Xã ký. Kế hoạch lần 1." in shown
    assert grouped(digest) in shown
    where = reverse("case_decision_file", args=[cast.case.pk, made.pk])
    saved = browse(cast.worker).post(where)
    assert saved.content == SCAN
    assert saved["Content-Disposition"].startswith("attachment;")
    assert AuditRow.objects.filter(what="case.decision_opened").count() == 1
    with storage().open(blob_key(made.held), "rb") as blob:
        assert b"%PDF" not in blob.read()


def test_who_may_not_know_the_child_reads_the_hash_and_not_the_file(
    cast: Cast, browse: Browse
) -> None:
    made = approved(cast, browse(cast.chair))
    where = reverse("case_decision_file", args=[cast.case.pk, made.pk])
    cast.make("override_consent", cast.chair, reason="Vì lợi ích của trẻ")
    helper = make_person(Role.COUNSELLOR, cast.house.centre, name="Phạm Thị Giúp")
    with_key(helper)
    share(
        by=cast.chair,
        case_id=cast.case.pk,
        unit=cast.house.centre,
        classes=["health"],
        why="tư vấn",
        reader=cast.readers[cast.chair.pk],
    )
    helping = browse(helper)

    shown = page(helping, cast.case).content.decode()

    assert grouped(made.sha256) in shown
    assert "Tải tệp đã ký" not in shown
    assert helping.post(where).status_code == 403
    locked = browse(cast.worker, locked=True).post(where)
    assert locked.url.startswith(reverse("matters_unlock"))
    assert not AuditRow.objects.filter(what="case.decision_opened").exists()


def test_without_paper_the_hash_of_the_plan_says_what_was_approved(
    cast: Cast, browse: Browse
) -> None:
    cast.planned()
    assert move(browse(cast.chair), cast.case, "approve_plan", **sent("05"), **SIGNED).url

    made = SignedDecision.objects.get()

    assert (made.sha256, made.held, made.plan_revision) == ("", "", 1)
    assert made.plan_sha256 == plan_digest("04", 1, paper("04"))
    shown = page(browse(cast.worker), cast.case).content.decode()
    assert "Duyệt ngay trong hệ thống, không kèm tệp." in shown
    assert grouped(made.plan_sha256) in shown
    where = reverse("case_decision_file", args=[cast.case.pk, made.pk])
    assert browse(cast.worker).post(where).status_code == 409


def test_what_was_signed_afterwards_is_attached_once_and_looked_at_like_all(
    cast: Cast, browse: Browse
) -> None:
    cast.planned()
    assert move(browse(cast.chair), cast.case, "approve_plan", **sent("05"), **SIGNED).url
    made, worker = SignedDecision.objects.get(), browse(cast.worker)
    where = reverse("case_decision_attach", args=[cast.case.pk, made.pk])
    assert where in page(worker, cast.case).content.decode()
    assert worker.post(where, {"token": "a"}).status_code == 422
    bad = SimpleUploadedFile("a.txt", b"Dong y")
    assert worker.post(where, {"token": "a", "signed_file": bad}).status_code == 422

    for _ in range(2):  # a double click
        file = SimpleUploadedFile("a.pdf", SCAN)
        assert worker.post(where, {"token": "kem", "signed_file": file}).status_code == 302

    now = SignedDecision.objects.get()
    assert (now.sha256, now.plan_sha256) == (sha256(SCAN).hexdigest(), made.plan_sha256)
    assert faults() == []
    assert verify() == []
    told = next(row for row in rows_about(cast.case) if row.what == "case.decision_signed")
    assert (told.facts["of"], told.facts["sha256"]) == (made.event.number, now.sha256)
    saved = worker.post(reverse("case_decision_file", args=[cast.case.pk, made.pk]))
    assert saved.content == SCAN
    shown = page(worker, cast.case).content.decode()
    assert where not in shown
    assert "Kèm tệp quyết định đã ký" in shown
    other = SimpleUploadedFile("b.pdf", SCAN)
    refused = worker.post(where, {"token": "lai", "signed_file": other})
    assert (refused.status_code, "đã có tệp đã ký" in refused.content.decode()) == (409, True)
    police = browse(cast.officer)
    again = SimpleUploadedFile("b.pdf", SCAN)
    assert police.post(where, {"token": "x", "signed_file": again}).status_code == 403
    SignedDecision.objects.update(sha256="", held="")
    assert faults() == ["số, ngày, người ký hoặc mã băm khác với nhật ký"]


def test_a_plan_written_after_the_approval_is_said_not_to_be_approved(
    cast: Cast, browse: Browse
) -> None:
    approved(cast, browse(cast.chair))
    worker = browse(cast.worker)
    assert "lập sau khi duyệt" not in page(worker, cast.case).content.decode()

    draft = reverse("case_draft", args=[cast.case.pk, "04"])
    assert worker.post(draft, sent("04") | {"goals": "Mục tiêu khác"}).status_code == 302

    shown = page(worker, cast.case).content.decode()
    assert "Kế hoạch lần 2 lập sau khi duyệt: quyết định này không gồm." in shown


@pytest.mark.parametrize(
    ("raw", "name", "words"),
    [
        (b"Dong y", "quyet-dinh.txt", "Quyết định đã ký là tệp PDF hoặc ảnh quét."),
        (SCAN, "quyet-dinh.jpg", "Đuôi tệp .jpg không khớp với nội dung bên trong."),
        (SCAN.replace(b"/Catalog", b"/Launch "), "a.pdf", "Tệp PDF có phần tự chạy"),
        (b"<html>", "a.pdf", "trang web"),
        (b"", "a.pdf", "Tệp này trống."),
    ],
)
def test_what_is_no_signed_paper_is_no_step(
    cast: Cast, browse: Browse, raw: bytes, name: str, words: str
) -> None:
    cast.planned()
    said = {**sent("05"), **SIGNED, **upload(raw, name)}
    refused = move(browse(cast.chair), cast.case, "approve_plan", **said)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert Case.objects.get().state == "plan_review"
    assert not SignedDecision.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"buoc-number": ""}, "Hãy điền ô này."),
        ({"buoc-number": "của em Lê Thị Ví Dụ"}, "Hãy ghi số, ví dụ 12/QĐ-UBND."),
        ({"buoc-signed_on": "2099-01-01"}, "Ngày ký ở tương lai: hãy ghi ngày đã ký."),
    ],
)
def test_a_decision_has_a_number_without_words_and_a_day_that_was(
    cast: Cast, browse: Browse, said: dict[str, str], words: str
) -> None:
    cast.planned()
    refused = move(browse(cast.chair), cast.case, "approve_plan", **sent("05"), **SIGNED | said)
    assert refused.status_code in (409, 422)
    assert words in refused.content.decode()
    assert Case.objects.get().state == "plan_review"


def test_what_is_changed_afterwards_is_found_and_named(cast: Cast, browse: Browse) -> None:
    made = approved(cast, browse(cast.chair))
    assert (look_at_decisions().decisions, look_at_decisions().files) == (1, 1)
    assert faults() == []
    assert verify() == []

    Paper.objects.filter(form="04").update(sealed=b"\x01another plan")
    assert faults() == ["kế hoạch đã thay đổi sau khi duyệt"]
    shown = page(browse(cast.worker), cast.case).content.decode()
    assert "Kế hoạch đã thay đổi sau khi duyệt." in shown

    SignedDecision.objects.update(signer="Người khác")
    assert faults()[1] == "số, ngày, người ký hoặc mã băm khác với nhật ký"

    remove(made.held)
    put(made.held, io.BytesIO(b"another file under the same name"))
    assert faults()[0] == "tệp đã ký bị thay đổi hoặc không còn"
    where = reverse("case_decision_file", args=[cast.case.pk, made.pk])
    assert "Tệp đã ký khác với lúc duyệt" in browse(cast.worker).post(where).content.decode()
    assert not AuditRow.objects.filter(what="case.decision_opened").exists()

    remove(made.held)
    shown = page(browse(cast.worker), cast.case).content.decode()
    assert "Tệp đã ký không còn ở nơi lưu" in shown
    told = CliRunner().invoke(cases, ["verify"])
    assert told.exit_code == 1
    assert f"- {cast.case.number}, quyết định 12/QĐ-UBND: tệp đã ký bị thay đổi" in told.output
    assert "1 quyết định, 1 tệp đã ký: KHÔNG còn nguyên." in told.output


def faults() -> list[str]:
    return [one.words for one in look_at_decisions().faults]


def test_the_police_receive_it_as_it_was_signed(cast: Cast, browse: Browse) -> None:
    made = approved(cast, browse(cast.chair))
    cast.make("report_crime", cast.worker)

    package = make_package(
        case_id=cast.case.pk,
        by=cast.chair,
        unit=cast.house.son_ha,
        reader=cast.readers[cast.chair.pk],
        usb=False,
        token="goi",
    ).package

    found = unpack(open_package(reader=cast.readers[cast.police.pk], package=package))
    name = f"quyet-dinh/quyet-dinh-{made.event.number}.pdf"
    assert found.files[name] == SCAN
    row = next(one for one in found.said["files"] if one["name"] == name)
    assert row["sha256"] == made.sha256
    timeline = found.files["dien-bien.txt"].decode()
    assert f"SHA-256 của tệp đã ký: {made.sha256}" in timeline


def test_at_the_end_of_its_time_the_file_goes_and_the_hash_stays(
    cast: Cast, browse: Browse
) -> None:
    made = approved(cast, browse(cast.chair))

    wipe(Case.objects.get(), by=None)

    now = SignedDecision.objects.get()
    assert (now.held, bytes(now.sealed), now.sha256) == ("", b"", made.sha256)
    assert faults() == []


def test_a_chair_who_holds_no_key_decides_and_the_sealed_plan_is_marked(cast: Cast) -> None:
    cast.planned()
    deputy = make_person(Role.COMMUNE_LEADER, cast.house.son_ha, name="Mai Thị Phó")

    cast.make("approve_plan", deputy, **signing(signer="Hồ Văn Xã"))

    made = SignedDecision.objects.get()
    assert (made.signer, made.plan_sha256) == ("Hồ Văn Xã", "")
    assert made.plan_sealed_sha256 == sha256(bytes(Paper.objects.get(form="04").sealed)).hexdigest()
    assert faults() == []


def test_a_number_is_asked_for_whoever_sends_it(cast: Cast) -> None:
    cast.planned()
    with pytest.raises(Exception, match="Hãy ghi số, ví dụ 12/QĐ-UBND") as refused:
        cast.make("approve_plan", cast.chair, paper=paper("05"))
    assert not isinstance(refused.value, IllegalMove)
