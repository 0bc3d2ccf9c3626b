"""The system in use: told by every way in, read, answered, turned into a case, noted, printed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mangnon.kit import clock
from mangnon.reports.forms import adult, child
from mangnon.reports.forms.phone import PhoneForm
from mangnon.reports.models import Report
from mangnon.reports.partnering import FIELDS
from tests.cases.machine.cast import Cast, paper
from tests.reports.canaries.words import Planted

_TOLD_ON_PAPER = ("child_name", "child_address", "carer", "body", "mind", "feelings", "family",
                  "relations", "parents_ability", "risk_reasons", "needs")  # fmt: skip


def free_text(form: Mapping[str, forms.Field]) -> list[str]:
    """The fields of a form in which anything can be written."""
    return [name for name, one in form.items() if type(one) is forms.CharField]


def tell_by_pages(planted: Planted, lane: str) -> str:
    """Every free field of a lane; gives the receipt."""
    client, steps = Client(), {"child": child.STEPS, "adult": adult.STEPS}[lane]
    address = client.post("/bao-tin/", {"age": {"child": "6_10", "adult": "adult"}[lane]}).url
    answer: Any = None
    for step in steps.values():
        names = free_text(step.base_fields)
        said = {name: planted.word(f"{lane}.{name}") for name in names}
        more = {"commune": "21289"} if "commune" in step.base_fields else {}
        answer = client.post(address, said | more)
        address = getattr(answer, "url", address)
    return receipt_on(answer)


def receipt_on(answer: Any) -> str:
    return "-".join(re.findall(r'<span class="nowrap">(\w{4})</span>', answer.content.decode()))


def write_and_send(planted: Planted, code: str) -> None:
    """A message with the receipt, a text as a file, and a draft that nobody ever sends."""
    said = {"code": code, "text": planted.word("message.reporter"), "token": "a" * 64}
    assert Client().post("/bao-tin/tra-loi/", said).status_code == 200
    file = SimpleUploadedFile("a.txt", planted.word("file.text").encode())
    sent = {"code": code, "answer": "no", "send": "1", "chosen": file}
    assert "Đã nhận và khóa 1 tệp" in Client().post("/bao-tin/tep/", sent).content.decode()
    client = Client()
    address = client.post("/bao-tin/", {"age": "6_10"}).url
    address = client.post(address, {}).url
    client.post(address, {"what": planted.word("draft.what")})


def hear(planted: Planted, client: Client) -> None:
    """The telephone's page: kept while typed, then sent."""
    names = free_text(PhoneForm.base_fields)
    said = {name: planted.word(f"phone.{name}") for name in names}
    said |= {"channel": "phone", "token": "b" * 64, "commune": "21289"}
    kept = client.post("/bao-tin/truc/luu/", said | {"what": planted.word("phone.kept")}).json()
    assert client.post("/bao-tin/truc/", said | {"draft": kept["draft"]}).status_code == 200
    client.post("/bao-tin/truc/luu/", {"what": planted.word("phone.left lying")})


def send_as_partner(planted: Planted, key: str) -> None:
    free = [one for one in FIELDS if not (one.choices or one.yes_no or one.pattern)]
    said = {one.name: planted.word(f"partner.{one.name}") for one in free}
    head = {"Authorization": f"Bearer {key}", "Idempotency-Key": uuid4().hex}
    for body in (said | {"commune": "21289"}, said | {"kind": "khong-co"}):
        Client().post(
            "/bao-tin/doi-tac/bao-tin", json.dumps(body), "application/json", headers=head
        )


def work(planted: Planted, cast: Cast, client: Client, report: Report) -> None:
    """The worker reads and answers, opens the file, and writes and prints about a case."""
    at = reverse("case_report", args=[report.pk])
    assert planted.word("child.what") in client.get(at).content.decode()
    said = {"text": planted.word("message.staff"), "token": uuid4().hex}
    assert client.post(reverse("case_report_reply", args=[report.pk]), said).status_code == 302
    one = report.evidence.get()
    opened = client.post(f"/bao-tin/tep/{one.pk}/mo/", {"which": "original", "why": "đối chiếu"})
    assert planted.word("file.text").encode() == opened.content
    _on_the_case(planted, cast, client)


def _on_the_case(planted: Planted, cast: Cast, client: Client) -> None:
    case = cast.case
    note = {"text": planted.word("note"), "field_class": "work", "internal": "yes", "token": "n"}
    assert client.post(reverse("case_note", args=[case.pk]), note).status_code == 302
    told = {name: planted.word(f"paper.{name}") for name in _TOLD_ON_PAPER}
    cast.make("assess_risk", cast.worker, urgency="urgent", paper=paper("02"))
    measure = planted.word("move.measure")
    cast.make("protect", cast.chair, measure=measure, measured_at=clock.now())
    cast.make("assess", cast.worker, paper=paper("03", **told))
    row = case.papers.get(form="03")
    for kind in ("pdf", "docx"):
        answer = client.get(reverse("case_paper_file", args=[case.pk, row.pk, kind]))
        assert answer.status_code == 200
    shown = client.get(reverse("case", args=[case.pk])).content.decode()
    assert planted.word("note") in shown


# --- in a browser -------------------------------------------------------------------------------


def chromium() -> str:
    from tests.browser.watching import CHROMIUM

    return CHROMIUM


def switches() -> list[str]:
    from tests.browser import watching

    return watching.switches()


def tell_in_a_browser(planted: Planted, page: Any, home: str) -> None:
    """The child's lane to the receipt, then a message with it, and a draft left lying."""
    page.goto(f"{home}/bao-tin/")
    page.get_by_role("button", name="6 đến 10 tuổi").click()
    for _ in child.STEPS:
        for box in page.locator("main input[type=text], main textarea").all():
            box.fill(planted.word(f"browser.{box.get_attribute('name')}"))
        if page.locator("select[name=commune]").count():
            page.select_option("select[name=commune]", "21289")
        page.locator("main form button").last.click()
    code = planted.words["browser.receipt"] = page.locator(".receipt__code").inner_text()
    page.goto(f"{home}/bao-tin/tra-loi/")
    page.get_by_label("Mã bí mật").fill(code)
    page.get_by_role("button", name="Xem").click()
    page.locator("textarea").fill(planted.word("browser.message"))
    page.locator("main form button").first.click()
    page.get_by_text("Đã gửi thêm.").wait_for()
    page.goto(f"{home}/bao-tin/")
    page.get_by_role("button", name="6 đến 10 tuổi").click()
    page.locator("main form button").last.click()
    page.locator("textarea").fill(planted.word("browser.left lying"))
    page.wait_for_timeout(1500)
