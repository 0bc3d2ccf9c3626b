"""What we send, our own reader understands: the loop from letter to letter closes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mangnon.directives.letters import read_letter
from mangnon.directives.outgoing import (
    LetterDate,
    OfficialLetter,
    compile_report,
    draft_to_letter,
    to_docx,
    to_pdf,
)
from tests.directives.outgoing.letters import HEAD, dispatch, facts

Writer = Callable[[OfficialLetter], bytes]
WRITERS = [pytest.param(to_docx, "docx", id="docx"), pytest.param(to_pdf, "pdf", id="pdf")]


@pytest.mark.parametrize(("write", "suffix"), WRITERS)
def test_every_field_of_a_dispatch_reads_back(write: Writer, suffix: str) -> None:
    sent = dispatch(number="512", date=LetterDate(5, 2, 2026))

    read = read_letter(write(sent), name=f"cong-van.{suffix}").as_dict()

    assert {name: read[name] for name in ("type", "issuer", "parent", "number", "symbol")} == {
        "type": "công văn",
        "issuer": "SỞ Y TẾ",
        "parent": "UBND TỈNH QUẢNG NGÃI",
        "number": "512",
        "symbol": "/SYT-BTXH",
    }
    assert read["place"] == "Quảng Ngãi"
    assert read["date"] == {"day": 5, "month": 2, "year": 2026}
    assert read["subject"] == sent.subject
    assert read["addressees"] == list(sent.addressees)
    assert [clause["number"] for clause in read["clauses"]] == ["1", "2"]
    assert read["deadline"] == "2026-12-15"
    assert read["signer"] == {
        "authority": "KT. GIÁM ĐỐC",
        "position": "PHÓ GIÁM ĐỐC",
        "name": "Nguyễn Thị Mẫu",
    }
    assert read["copies"] == list(sent.copies)
    assert read["urgency"] == "KHẨN"


@pytest.mark.parametrize(("write", "suffix"), WRITERS)
def test_a_report_reads_back_with_its_four_parts(write: Writer, suffix: str) -> None:
    letter = draft_to_letter(compile_report(facts()), HEAD)

    read = read_letter(write(letter), name=f"bao-cao.{suffix}").as_dict()

    assert (read["number"], read["symbol"]) == (None, "/BC-SYT")
    assert read["addressees"] == ["UBND tỉnh Quảng Ngãi"]
    assert [clause["number"] for clause in read["clauses"]] == ["I", "II", "III", "IV"]
    assert read["signer"]["position"] == "PHÓ GIÁM ĐỐC"
