"""A progress report says what was counted, and says so when there is nothing."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.directives.outgoing import (
    Block,
    ClauseCount,
    DirectiveRef,
    Figure,
    Heading,
    Items,
    Paragraph,
    Quote,
    ReportDraft,
    ReportSection,
    Table,
    Voice,
    compile_report,
    draft_from_dict,
    draft_to_letter,
    section_text,
    to_docx,
    to_pdf,
    with_text,
)
from mangnon.directives.outgoing.wording import in_sentence, names, number, sentence, share
from mangnon.kit.official.words import words
from tests.directives.outgoing.letters import DIRECTIVE, HEAD, facts


def _said(section: ReportSection) -> str:
    return section_text(section)


def _tables(section: ReportSection) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def test_the_report_opens_with_the_letter_that_it_answers() -> None:
    draft = compile_report(facts())

    assert draft.opening == (
        "Thực hiện Công văn số 901/BMTE-BV ngày 05 tháng 8 năm 2025 của Cục Bà mẹ và Trẻ em "
        "về việc tăng cường bảo vệ trẻ em trên môi trường mạng, Sở Y tế báo cáo kết quả "
        "thực hiện tính đến ngày 23 tháng 11 năm 2026 như sau:"
    )
    assert [(part.mark, part.title) for part in draft.sections] == [
        ("I", "TÌNH HÌNH TRIỂN KHAI"),
        ("II", "KẾT QUẢ THỰC HIỆN"),
        ("III", "KHÓ KHĂN, VƯỚNG MẮC"),
        ("IV", "ĐỀ XUẤT, KIẾN NGHỊ"),
    ]


def test_a_letter_without_number_and_day_is_named_by_what_it_has() -> None:
    plain = DirectiveRef(issuer="Sở Y tế", subject="bảo vệ trẻ em")

    assert plain.full() == "Công văn của Sở Y tế về việc bảo vệ trẻ em"


def test_the_standing_is_counted_in_words() -> None:
    said = _said(compile_report(facts()).sections[0])

    assert "Sở Y tế đã giao 2 nội dung cho 20 đơn vị, tổng cộng 32 lượt giao việc" in said
    assert (
        "Tính đến ngày 23 tháng 11 năm 2026: 30/32 lượt đã được đơn vị tiếp nhận (93,8%); "
        "5 lượt đang thực hiện; 24 lượt gửi báo cáo kết quả (75%), trong đó 18 lượt được chấp "
        "nhận, 6 lượt đang chờ duyệt."
    ) in said
    assert "Có 2 lượt giao việc quá hạn (6,3%)." in said
    assert "Còn 2/20 đơn vị chưa gửi báo cáo: UBND xã Thử Ba, UBND xã Thử Tư." in said


def test_the_table_of_clauses_adds_up() -> None:
    clauses, figures = _tables(compile_report(facts()).sections[1])

    assert clauses.rows == (
        ("1", "Phổ biến kỹ năng cho trẻ em", "20", "18", "5", "4", "8", "2"),
        ("2", "Phổ biến Tổng đài 111", "12", "12", "0", "2", "10", "0"),
    )
    assert clauses.total == ("", "Tổng cộng", "32", "30", "5", "6", "18", "2")
    assert figures.rows == (("1", "Số trẻ em được hướng dẫn", "12.345", "trẻ em", "15"),)


def test_a_column_that_says_nothing_is_left_out() -> None:
    draft = compile_report(facts(figures=(Figure("Số buổi truyền thông", 4),)))

    assert _tables(draft.sections[1])[1].header == ("TT", "Chỉ số", "Kết quả")


def test_quotes_name_their_unit_and_clause() -> None:
    quote = next(
        block for block in compile_report(facts()).sections[1].blocks if isinstance(block, Quote)
    )

    assert (quote.text, quote.source) == (
        "Đã phát thanh bằng tiếng Hrê",
        "UBND xã Thử Một, nội dung 2",
    )


def test_a_difficulty_that_two_units_name_is_said_once() -> None:
    assert _said(compile_report(facts()).sections[2]) == (
        "- Thiếu thiết bị tại điểm trường lẻ (UBND xã Thử Một, UBND xã Thử Hai)."
    )


def test_a_part_with_nothing_says_so() -> None:
    assert _said(compile_report(facts()).sections[3]) == (
        "Báo cáo của các đơn vị không nêu đề xuất, kiến nghị."
    )


def test_nothing_assigned_is_said_and_no_figure_invented() -> None:
    draft = compile_report(
        facts(units=0, clauses=(), figures=(), quotes=(), difficulties=(), silent_units=())
    )

    assert [_said(part) for part in draft.sections] == [
        "Tính đến ngày 23 tháng 11 năm 2026, các nội dung của văn bản chưa được giao cho đơn vị "
        "nào.",
        "Chưa có kết quả để tổng hợp.",
        "Chưa có báo cáo của các đơn vị nên chưa tổng hợp được khó khăn, vướng mắc.",
        "Chưa có báo cáo của các đơn vị nên chưa tổng hợp được đề xuất, kiến nghị.",
    ]


def test_assigned_but_nothing_returned_is_said() -> None:
    draft = compile_report(
        facts(
            units=2,
            clauses=(ClauseCount("1", "Phổ biến", 2),),
            figures=(),
            quotes=(),
            silent_units=("UBND xã Thử Một", "UBND xã Thử Hai"),
        )
    )
    first, second = _said(draft.sections[0]), _said(draft.sections[1])

    assert (
        "0/2 lượt đã được đơn vị tiếp nhận (0%); chưa có lượt nào đang thực hiện; "
        "chưa có lượt nào gửi báo cáo kết quả." in first
    )
    assert "Không có lượt giao việc nào quá hạn." in first
    assert "Chưa có đơn vị nào gửi báo cáo." in first
    assert "Các báo cáo đã nhận không kèm số liệu tổng hợp." in second
    assert "Chưa có báo cáo của các đơn vị nên chưa có nội dung để trích." in second


def test_a_figure_that_nobody_told_is_named_not_counted_as_nought() -> None:
    figures = (
        Figure("Số buổi phát thanh", 40, "", 3),
        Figure("Số học sinh được học", 0, "", 0),
    )
    results = compile_report(facts(figures=figures)).sections[1]
    assert [row[1] for row in _tables(results)[1].rows] == ["Số buổi phát thanh"]
    assert "Chưa có đơn vị nào báo cáo số liệu về: Số học sinh được học." in _said(results)


def test_returns_that_wait_are_not_quoted_and_that_is_said() -> None:
    waiting = ClauseCount("1", "Phổ biến", 3, 3, 0, 2, 0, 0)
    results = compile_report(facts(clauses=(waiting,), quotes=())).sections[1]
    assert (
        "Có 2 báo cáo đang chờ duyệt; nội dung chỉ được trích sau khi báo cáo được chấp nhận."
        in _said(results)
    )


def test_everybody_answered_is_said() -> None:
    said = _said(compile_report(facts(silent_units=())).sections[0])

    assert "Tất cả 20 đơn vị được giao đã gửi báo cáo." in said


def test_many_silent_units_go_to_an_annex() -> None:
    silent = tuple(f"UBND xã Thử {place}" for place in range(11))

    draft = compile_report(facts(silent_units=silent))

    assert "Còn 11/20 đơn vị chưa gửi báo cáo (danh sách tại Phụ lục kèm theo)." in _said(
        draft.sections[0]
    )
    (annex,) = draft.annexes
    assert annex.title == "Danh sách đơn vị chưa gửi báo cáo"
    assert len(_tables(ReportSection("", "", annex.body))[0].rows) == 11


def test_a_unit_tells_of_its_own_work_in_its_own_words() -> None:
    draft = compile_report(
        facts(
            own=True,
            reporter="UBND xã Thử Một",
            units=1,
            clauses=(
                ClauseCount("1", "Phổ biến kỹ năng.", 1, received=1, accepted=1),
                ClauseCount("2", "Phổ biến Tổng đài 111.", 1, received=1, returned=1),
                ClauseCount("3", "Chặn lọc.", 1, received=1, in_progress=1, late=1),
                ClauseCount("4", "Tập huấn.", 1),
            ),
            figures=(),
            silent_units=(),
            difficulties=(Voice("thiếu máy", "UBND xã Thử Một"),),
        )
    )
    first, second, third, fourth = draft.sections

    assert _said(first) == (
        "UBND xã Thử Một được giao 4 nội dung.\n"
        "Tính đến ngày 23 tháng 11 năm 2026: đã tiếp nhận 3/4 nội dung; 1 nội dung đang thực "
        "hiện; 2 nội dung đã báo cáo kết quả, trong đó 1 nội dung được chấp nhận, 1 nội dung "
        "đang chờ duyệt.\n"
        "Có 1 nội dung quá hạn."
    )
    assert [row[2] for row in _tables(second)[0].rows] == [
        "Đã hoàn thành",
        "Đã báo cáo, chờ duyệt",
        "Đang thực hiện; quá hạn",
        "Chưa tiếp nhận",
    ]
    assert "- Nội dung 2: Đã phát thanh bằng tiếng Hrê." in _said(second)
    assert _said(third) == "- Thiếu máy."
    assert _said(fourth) == "Không có đề xuất, kiến nghị."


def test_a_unit_without_work_says_so() -> None:
    nothing = facts(own=True, units=0, clauses=(), figures=(), quotes=(), difficulties=())

    said = [_said(part) for part in compile_report(nothing).sections]

    assert said[0] == "Tính đến ngày 23 tháng 11 năm 2026, Sở Y tế chưa được giao nội dung nào."
    assert said[2] == "Chưa có báo cáo kết quả nên chưa tổng hợp được khó khăn, vướng mắc."


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="nội dung 1 không khớp"):
        ClauseCount("1", "x", assigned=2, received=3)
    with pytest.raises(ValueError, match="không khớp"):
        ClauseCount("1", "x", assigned=2, late=-1)


def test_the_draft_becomes_a_report_to_its_addressee() -> None:
    letter = draft_to_letter(compile_report(facts()), HEAD)
    said = words(letter)

    assert said.title == "BÁO CÁO"
    assert said.number.endswith("/BC-SYT")
    assert " ".join(said.summary).startswith("Kết quả thực hiện Công văn số 901/BMTE-BV")
    last = said.blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.text[0].text == (  # type: ignore[union-attr]
        "Trên đây là báo cáo kết quả thực hiện Công văn số 901/BMTE-BV ngày 05 tháng 8 năm 2025 "
        "của Cục Bà mẹ và Trẻ em, Sở Y tế kính gửi UBND tỉnh Quảng Ngãi xem xét, chỉ đạo./."
    )
    assert to_docx(letter).startswith(b"PK")
    assert to_pdf(letter).startswith(b"%PDF")


def test_a_draft_survives_json() -> None:
    draft = compile_report(facts(silent_units=tuple(f"Xã {place}" for place in range(12))))

    assert draft_from_dict(json.loads(json.dumps(draft.as_dict()))) == draft


def test_a_person_edits_text_and_the_tables_stay() -> None:
    section = compile_report(facts()).sections[1]
    text = section_text(section)

    edited = with_text(section, text.replace("Đã phát thanh", "Đã phát thanh mỗi ngày"))

    assert _tables(edited) == _tables(section)
    assert "“Đã phát thanh mỗi ngày bằng tiếng Hrê” (UBND xã Thử Một, nội dung 2)." in (
        section_text(edited)
    )
    assert with_text(section, text) == section
    assert _tables(with_text(section, text.replace("[Bảng 2]", ""))) == _tables(section)[:1]


def test_edited_text_takes_headings_lists_and_unknown_tables() -> None:
    empty = ReportSection("I", "X", ())

    blocks = with_text(empty, "1. Truyền thông\n\n- việc một\n[Bảng 9]\nCâu thường.").blocks

    assert blocks == (
        Heading("1", "Truyền thông", level=2),
        Paragraph("- việc một"),
        Paragraph("Câu thường."),
    )


LINES = st.text(alphabet="abc ăâ“”()[]1.-Bảng", max_size=40)


@given(st.lists(LINES, max_size=6))
def test_any_edit_is_read_and_reads_the_same_again(lines: list[str]) -> None:
    once = with_text(ReportSection("I", "X", ()), "\n".join(lines))

    again = with_text(once, section_text(once))

    assert section_text(again) == section_text(once)


def test_a_draft_of_every_kind_of_block_survives_json() -> None:
    blocks: tuple[Block, ...] = (
        Paragraph("một"),
        Items(("a", "b"), mark="1"),
        Heading("1", "hai", 2),
        Quote("ba", "Xã Thử"),
        Table(("A",), (("1",),)),
    )
    draft = ReportDraft("s", "o", (ReportSection("I", "t", blocks),), "c")

    assert draft_from_dict(json.loads(json.dumps(draft.as_dict()))) == draft


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1234, "1.234"),
        (1234567, "1.234.567"),
        (62.5, "62,5"),
        (Decimal("0.125"), "0,13"),
        (-1500, "-1.500"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(value: float, written: str) -> None:
    assert number(value) == written


def test_a_figure_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="không phải là số"):
        compile_report(facts(figures=(Figure("x", float("nan")),)))


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("SỞ Y TẾ", "Sở Y tế"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("CỤC BÀ MẸ VÀ TRẺ EM", "Cục Bà mẹ và Trẻ em"),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("ỦY BAN NHÂN DÂN ĐẶC KHU LÝ SƠN", "Ủy ban nhân dân đặc khu Lý Sơn"),
        ("SỞ Y TẾ TỈNH QUẢNG NGÃI", "Sở Y tế tỉnh Quảng Ngãi"),
        ("UBND XÃ SƠN HÀ", "UBND xã Sơn Hà"),
        ("CÔNG AN TỈNH", "Công an tỉnh"),
        ("Sở Y tế", "Sở Y tế"),
        ("VNCERT", "VNCERT"),
    ],
)
def test_a_name_in_capitals_is_written_as_in_a_sentence(printed: str, said: str) -> None:
    assert in_sentence(printed) == said


def test_shares_names_and_sentences() -> None:
    assert share(1, 3) == " (33,3%)"
    assert share(0, 0) == ""
    assert names(["A", "B", "C"], most=2) == "A, B và 1 đơn vị khác"
    assert sentence("  thiếu máy ; ") == "Thiếu máy."
    assert sentence("Có được không?") == "Có được không?"
    assert sentence(" ") == ""


def test_a_long_clause_is_cut_at_its_first_sentence_or_at_a_word() -> None:
    long = "Câu đầu nói rõ việc. " + "rất dài " * 40
    endless = "từng chữ " * 40
    draft = compile_report(facts(clauses=(ClauseCount("1", long, 2), ClauseCount("2", endless, 2))))

    first, second = (row[1] for row in _tables(draft.sections[1])[0].rows)

    assert first == "Câu đầu nói rõ việc"
    assert second.endswith(("từng…", "chữ…"))
    assert len(second) <= 161


def test_one_voice_of_nothing_but_spaces_is_not_printed() -> None:
    draft = compile_report(facts(proposals=(Voice("  ", "Xã Thử"), Voice("cấp máy", "Xã Thử"))))

    assert _said(draft.sections[3]) == "- Cấp máy (Xã Thử)."


def test_the_directive_of_the_tests_is_quoted_without_its_about_mark() -> None:
    assert DIRECTIVE.full().endswith("về việc tăng cường bảo vệ trẻ em trên môi trường mạng")
