"""Whoever tells something on a device of their own is not found by the minute at which they did."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from PIL import Image

from mangnon.base.audit.api import rows_about
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.unheeded import review_reports
from mangnon.cases.models import Case
from mangnon.reports.actions import evidence
from mangnon.reports.actions.messages import said_by_reporter
from mangnon.reports.actions.receipts import open_receipt
from mangnon.reports.evidence import arrived
from mangnon.reports.models import Report
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse
from tests.reports.cast import tell

HOUR = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TOLD, MORE = HOUR + timedelta(minutes=47), HOUR + timedelta(minutes=53)
ANSWERED = HOUR + timedelta(minutes=58)


def from_a_telephone(cast: Cast, channel: str = "web") -> Report:
    """At 13:47 in Vietnam somebody tells, adds a picture, and at 13:53 writes more."""
    with time_machine.travel(TOLD, tick=False):
        opened = tell()
        where = {"receiving_unit": cast.house.health, "channel": channel}
        Report.objects.filter(pk=opened.report.pk).update(**where)
        shown = open_receipt(opened.receipt)
        picture = io.BytesIO()
        Image.new("RGB", (20, 20), "green").save(picture, "PNG")
        file = arrived(picture.getvalue(), "a.png")
        evidence.take(report=shown.report, key=shown.key, file=file)
    with time_machine.travel(MORE, tick=False):
        said_by_reporter(shown=shown, text="Hôm nay lại bị nữa.", token="them")
    return Report.objects.get(pk=opened.report.pk)


def case_of(cast: Cast, report: Report) -> Case:
    commune = cast.house.son_ha.commune
    with time_machine.travel(ANSWERED, tick=False):
        return open_case(
            by=cast.officer,
            unit=cast.house.health,
            report_id=report.pk,
            commune_of_event=commune,
            commune_of_residence=commune,
            token="mo-tu-web",
        )


def pages(client: Any, report: Report, case: Case) -> dict[str, str]:
    asked = {
        "reports": reverse("case_reports"),
        "report": reverse("case_report", args=[report.pk]),
        "files": reverse("evidence_list", args=[report.pk]),
        "case": reverse("case", args=[case.pk]),
        "cases": reverse("cases"),
        "sheet": reverse("case_draft", args=[case.pk, "01"]),
        "desk": "/ban-lam-viec/",
    }
    return {name: client.get(at).content.decode() for name, at in asked.items()}


def test_no_page_tells_the_minute_and_the_record_does(cast: Cast, browse: Browse) -> None:
    report = from_a_telephone(cast)
    officer = browse(cast.officer)
    before = officer.get(reverse("case_reports")).content.decode()
    case = case_of(cast, report)

    shown = pages(officer, report, case) | {"before": before}

    minute = re.compile(r"(?:13|06):(?:47|53)")
    assert {name for name, html in shown.items() if minute.search(html)} == set()
    assert "khoảng 13:00 23/11/2026" in shown["report"]
    assert "nhận khoảng 13:00 23/11/2026" in shown["before"]
    assert "khoảng 13:00 23/11/2026" in shown["case"]
    assert "đến 01:00 24/11/2026" in shown["case"]
    opened = rows_about(report).get(what="report.opened")
    assert opened.at == TOLD
    message = next(row for row in rows_about(report) if row.what == "report.message")
    assert message.at == MORE


def test_the_unit_never_gets_more_than_the_law_gives(cast: Cast) -> None:
    report = from_a_telephone(cast)
    assert review_reports(HOUR + timedelta(hours=5, minutes=59)) == 0
    assert review_reports(HOUR + timedelta(hours=6)) == 1

    case = case_of(cast, report)

    assert case.received_at == HOUR <= report.received_at
    ends = {row.rule: row.due_at for row in case.deadlines.all()}
    assert ends["emergency_12h"] == HOUR + timedelta(hours=12)
    assert ends["emergency_12h"] <= TOLD + timedelta(hours=12)


@pytest.mark.parametrize(("channel", "counted"), [("web", HOUR), ("qr", HOUR), ("phone", TOLD)])
def test_whoever_was_heard_by_somebody_has_the_minute(
    cast: Cast, channel: str, counted: datetime
) -> None:
    report = from_a_telephone(cast, channel)
    assert (report.received_at, report.counted_from) == (TOLD, counted)


def test_new_words_after_a_decision_are_counted_from_their_hour(cast: Cast) -> None:
    report = from_a_telephone(cast)
    Report.objects.filter(pk=report.pk).update(state="no_action", reason="x")
    with time_machine.travel(MORE, tick=False):
        evidence.look_again(report.pk)
    report.refresh_from_db()
    assert report.news_at == HOUR
