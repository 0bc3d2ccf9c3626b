"""Mẫu 01 begins with what was told in the report, where its reader holds the key of that.

So the words reach the commune that takes the case: the report stays sealed to whoever received it.
Who reported is not carried over; which kind of harm it is, a person judges.
"""

from __future__ import annotations

from typing import Any

from mangnon.cases.models import Case
from mangnon.cases.papers import Answers, schema
from mangnon.cases.papers.answers import LONG_LENGTH, fits
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports import api as reports

INTAKE_FORM = "01"
_CHANNELS = {
    reports.Channel.PHONE: "phone",
    reports.Channel.IN_PERSON: "in_person",
    reports.Channel.WEB: "online",
    reports.Channel.QR: "online",
}
_SEX = {"Nam": "male", "Nữ": "female"}
_MORE = "… (còn nữa, đọc trong tin báo)"


def begun(reader: reports.Reader, case: Case) -> Answers:
    """Empty for whoever does not open the report; the reading is recorded."""
    try:
        told = reports.read_report(reader, case.report).fields
    except (NotOpened, reports.NotAllowed):
        return {}
    asked = schema(INTAKE_FORM)
    said = {key: fits(asked, key, value) for key, value in _said(case, told).items() if value}
    return {key: value for key, value in said.items() if value is not None}


def _said(case: Case, told: Any) -> dict[str, Any]:
    report, word = case.report, {key: value for key, value in told.items() if value}
    age = "" if report.age_band == reports.AgeBand.UNKNOWN else report.get_age_band_display()
    commune = case.commune_of_event.name if case.commune_of_event else ""
    return {
        "channel": _CHANNELS.get(reports.Channel(report.channel), "other_person"),
        "received_at": clock.local(report.counted_from).isoformat(timespec="minutes"),
        "child_name": word.get("child_name"),
        "child_born": word.get("child_born"),
        "child_age": age,
        "child_sex": _SEX.get(word.get("child_sex", "")),
        "event_place": ", ".join(filter(None, [word.get("place"), commune])),
        "child_address": word.get("child_address"),
        "child_state": _cut("\n".join(filter(None, [word.get("now"), word.get("what")]))),
        "consequences": word.get("guess"),
        "father": {"name": word["father"]} if "father" in word else None,
        "mother": {"name": word["mother"]} if "mother" in word else None,
        "family": f"Hiện ở với: {word['with_whom']}" if "with_whom" in word else None,
        "carer": word.get("carer"),
        "done_before": word.get("done"),
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONG_LENGTH else text[: LONG_LENGTH - len(_MORE)] + _MORE
