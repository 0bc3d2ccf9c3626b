"""A case of Sơn Hà of which the police were told, with files; keys open in browsers' sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from mangnon.reports.actions import evidence
from mangnon.reports.evidence import arrived
from mangnon.reports.models import Evidence
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import (
    _quick_passphrases,
    browse,
    cast,
    cast_of_the_file,
)

__all__ = ["Told", "_quick_passphrases", "browse", "cast", "cast_of_the_file", "told"]
CHAT, BODY = "Bạn ấy nhắn cho em mỗi tối.".encode(), "Tệp mà em không chắc.".encode()


@dataclass
class Told:
    """The case, its officer's reader (who holds the report's key), and its two files."""

    cast: Cast
    chat: Evidence
    body: Evidence


@pytest.fixture
def told(cast: Cast) -> Told:
    """The desk received the report and still owns the case; the police know. One file anybody may
    read who has the report's key, one only the police."""
    report, reader = cast.case.report, cast.readers[cast.officer.pk]
    key = evidence.keys.key_for(reader, report.keys.all())
    files: list[Any] = [arrived(CHAT, "chat.txt"), arrived(BODY, "anh.txt")]
    chat = evidence.take(report=report, key=key, file=files[0])
    body = evidence.take(report=report, key=key, file=files[1], of_a_body=True)
    cast.make("report_crime", cast.officer)
    return Told(cast, chat, body)
