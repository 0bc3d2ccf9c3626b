"""A letter is taken in, understood and corrected."""

from __future__ import annotations

import pytest

from mangnon.base.audit.api import AuditRow
from mangnon.base.files.api import StoredFile
from mangnon.base.jobs.api import run_due
from mangnon.directives import api
from mangnon.directives.exchange import Attachment, Code, Message, Organ, write_message
from mangnon.directives.models import Clause, Directive
from mangnon.directives.outgoing import to_pdf
from tests.directives.work.cast import Cast, in_days, make_draft, make_issued

LETTER = """\
UBND TỈNH QUẢNG NGÃI
SỞ Y TẾ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 41/SYT-BTXH
Quảng Ngãi, ngày 06 tháng 8 năm 2026

V/v bảo vệ trẻ em trên môi trường mạng

Kính gửi:
- Công an tỉnh;
- UBND các xã, phường, đặc khu.

Sở Y tế đề nghị các cơ quan, địa phương thực hiện:

1. Tuyên truyền trên loa truyền thanh về an toàn mạng.

2. Công an tỉnh đấu tranh, xử lý các đối tượng xâm hại trẻ em.

Nơi nhận:
- Như trên;
- Lưu: VT.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Phạm Văn Ví Dụ
"""


def take(cast: Cast, text: str = LETTER, name: str = "cong-van.txt") -> Directive:
    return api.take_in(by=cast.officer, unit=cast.house.health, data=text.encode(), name=name)


def test_a_text_letter_is_understood_at_once(cast: Cast) -> None:
    letter = take(cast)
    assert (letter.state, letter.number, letter.symbol) == ("draft", "41", "/SYT-BTXH")
    assert letter.subject == "bảo vệ trẻ em trên môi trường mạng"
    assert (letter.day, letter.month, letter.year) == (6, 8, 2026)
    review = api.review_of(letter)
    first, second = review.clauses
    assert (first.mark, first.kind) == ("1", "communication")
    assert (second.mark, second.kind) == ("2", "intervention")
    assert [party.addressee.text for party in second.parties.all()] == ["Công an tỉnh"]
    assert review.unit_count == 4
    assert review.assignment_count == 5
    assert review.missing == ("Chưa có hạn báo cáo: văn bản không ghi, hãy chọn một ngày.",)
    start, end, _page = review.spans["number"][0]
    assert letter.text[start:end] == "41"


def test_a_file_that_is_no_letter_is_kept_with_its_reason(cast: Cast) -> None:
    letter = take(cast, "Cách nấu phở bò tại nhà.\nChọn xương ống, rửa sạch.\n")
    assert letter.state == "refused"
    assert letter.refusal
    assert letter.source is not None
    # It can still be written by hand
    draft = api.write_by_hand(by=cast.officer, directive=letter)
    assert draft.state == "draft"
    assert "Chưa có nội dung nào để giao." in api.what_is_missing(draft)


def test_a_refused_letter_may_be_read_again(cast: Cast) -> None:
    letter = take(cast, "Cách nấu phở bò tại nhà.\nChọn xương ống, rửa sạch.\n")
    again = api.read_again(by=cast.officer, directive=letter)
    assert again.state == "reading"
    with pytest.raises(api.Conflict):
        api.read_again(by=cast.officer, directive=letter)


def test_only_who_acts_for_a_unit_takes_letters_in(cast: Cast) -> None:
    for person in (cast.stranger, cast.worker, cast.teacher, cast.auditor):
        with pytest.raises(api.NotAllowed):
            api.take_in(by=person, unit=cast.house.health, data=b"x", name="a.txt")
    with pytest.raises(api.NotAllowed, match="THCS Hoa Mai"):
        api.take_in(by=cast.principal, unit=cast.house.lower_secondary, data=b"x", name="a.txt")
    assert not Directive.objects.exists()


def test_a_file_that_the_store_refuses_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(api.Invalid) as refusal:
        api.take_in(by=cast.officer, unit=cast.house.health, data=b"", name="trong.txt")
    assert refusal.value.field == "file"
    assert not Directive.objects.exists()


def test_a_correction_is_kept_with_its_version(cast: Cast) -> None:
    draft = make_draft(cast)
    after = api.correct(by=cast.officer, directive=draft, version=1, subject="  Chủ đề mới ")
    assert (after.subject, after.version) == ("Chủ đề mới", 2)
    assert AuditRow.objects.filter(what="directive.corrected").count() == 1


def test_two_who_correct_the_same_field_see_both_values(cast: Cast) -> None:
    draft = make_draft(cast)
    api.correct(by=cast.mate, directive=draft, version=1, subject="Của đồng nghiệp")
    with pytest.raises(api.Conflict) as conflict:
        api.correct(by=cast.officer, directive=draft, version=1, subject="Của tôi")
    (difference,) = conflict.value.differences
    assert (difference.label, difference.yours, difference.theirs) == (
        "Trích yếu",
        "Của tôi",
        "Của đồng nghiệp",
    )
    assert Directive.objects.get(pk=draft.pk).subject == "Của đồng nghiệp"


def test_the_same_correction_twice_is_one(cast: Cast) -> None:
    draft = make_draft(cast)
    for _ in range(2):
        api.correct(by=cast.officer, directive=draft, version=1, subject="Một lần")
    assert Directive.objects.get(pk=draft.pk).version == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"month": 13}, "month"), ({"day": 0}, "day"), ({"number": "9" * 30}, "number")],
)
def test_values_that_cannot_be_are_refused_by_field(
    cast: Cast, fields: dict[str, object], field: str
) -> None:
    draft = make_draft(cast)
    with pytest.raises(api.Invalid) as refusal:
        api.correct(by=cast.officer, directive=draft, version=1, **fields)
    assert refusal.value.field == field
    assert Directive.objects.get(pk=draft.pk).version == 1


def test_a_deadline_lies_in_the_future(cast: Cast) -> None:
    draft = make_draft(cast)
    with pytest.raises(api.Invalid):
        api.choose_deadline(by=cast.officer, directive=draft, version=1, on=in_days(-1))
    after = api.choose_deadline(by=cast.officer, directive=draft, version=1, on=in_days(10))
    assert after.deadline_on == in_days(10)


def clauses_of(draft: Directive) -> list[tuple[int, str, str]]:
    rows = Clause.objects.filter(directive=draft).order_by("order")
    return [(row.order, row.mark, row.text) for row in rows]


def test_clauses_are_split_moved_merged_and_removed(cast: Cast) -> None:
    draft = make_draft(cast)
    common = {"by": cast.officer, "directive": draft}
    first, second = draft.clauses.all()
    at = first.text.index("trên")
    draft = api.split_clause(**common, version=1, clause_id=first.pk, at=at)  # type: ignore[arg-type]
    assert clauses_of(draft) == [
        (1, "1", "Tuyên truyền về an toàn"),
        (2, "", "trên môi trường mạng."),
        (3, "2", "Tập huấn cho người làm công tác trẻ em."),
    ]
    draft = api.move_clause(**common, version=2, clause_id=second.pk, to=1)  # type: ignore[arg-type]
    assert [mark for _, mark, _ in clauses_of(draft)] == ["2", "1", ""]
    draft = api.merge_with_next(**common, version=3, clause_id=first.pk)  # type: ignore[arg-type]
    assert clauses_of(draft)[1] == (2, "1", "Tuyên truyền về an toàn\ntrên môi trường mạng.")
    draft = api.remove_clause(**common, version=4, clause_id=second.pk)  # type: ignore[arg-type]
    assert [(order, mark) for order, mark, _ in clauses_of(draft)] == [(1, "1")]
    assert draft.version == 5


@pytest.mark.parametrize(
    ("marks", "merged"),
    [
        (("-", "-"), "Một việc.\nHai việc."),
        (("1", "-"), "Một việc.\n- Hai việc."),
        (("1", "2"), "Một việc.\n2. Hai việc."),
        (("Một là", "Hai là"), "Một việc.\nHai là, Hai việc."),
    ],
)
def test_a_merged_clause_keeps_no_stray_mark(
    cast: Cast, marks: tuple[str, str], merged: str
) -> None:
    draft = make_draft(cast)
    first, second = draft.clauses.all()
    Clause.objects.filter(pk=first.pk).update(mark=marks[0], text="Một việc.")
    Clause.objects.filter(pk=second.pk).update(mark=marks[1], text="Hai việc.")
    api.merge_with_next(by=cast.officer, directive=draft, version=1, clause_id=first.pk)
    assert clauses_of(draft) == [(1, marks[0], merged)]


def test_a_clause_is_not_split_at_its_end(cast: Cast) -> None:
    draft = make_draft(cast)
    clause = draft.clauses.earliest("order")
    with pytest.raises(api.Invalid):
        api.split_clause(
            by=cast.officer, directive=draft, version=1, clause_id=clause.pk, at=len(clause.text)
        )
    assert len(clauses_of(draft)) == 2


def test_a_new_clause_has_a_proposed_kind_and_everybody_takes_part(cast: Cast) -> None:
    draft = make_draft(cast)
    first = draft.clauses.earliest("order")
    api.add_clause(
        by=cast.officer,
        directive=draft,
        version=1,
        text="Ban hành nội quy dùng điện thoại trong trường.",
        mark="1a",
        after_id=first.pk,
    )
    added = draft.clauses.get(order=2)
    assert (added.mark, added.kind, added.parties.count()) == ("1a", "rules", 1)


def test_units_are_chosen_for_a_line_that_asks(cast: Cast) -> None:
    draft = make_draft(cast)
    line = draft.addressees.get()
    line.units.clear()
    assert api.what_is_missing(draft) == ["Chưa rõ “UBND các xã” là những đơn vị nào."]
    api.choose_units(
        by=cast.officer,
        directive=draft,
        version=1,
        addressee_id=line.pk,
        unit_ids=[cast.house.nghia_lo.pk],
    )
    assert api.what_is_missing(draft) == []
    # A unit of another province is no answer
    with pytest.raises(api.Invalid):
        api.choose_units(
            by=cast.officer,
            directive=draft,
            version=2,
            addressee_id=line.pk,
            unit_ids=[cast.far_away.son_ha.pk],
        )
    assert list(line.units.all()) == [cast.house.nghia_lo]


def test_a_line_of_kinh_gui_is_resolved_when_it_is_written(cast: Cast) -> None:
    draft = make_draft(cast)
    api.add_addressee(by=cast.officer, directive=draft, version=1, text="Công an tỉnh")
    line = draft.addressees.get(order=2)
    assert list(line.units.all()) == [cast.house.police]
    api.edit_addressee(
        by=cast.officer, directive=draft, version=2, addressee_id=line.pk, text="UBND xã Sơn Hạ"
    )
    assert list(line.units.all()) == [cast.house.son_haj]
    api.remove_addressee(by=cast.officer, directive=draft, version=3, addressee_id=line.pk)
    assert draft.addressees.count() == 1


def test_grounds_and_parties_are_set(cast: Cast) -> None:
    draft = make_draft(cast)
    lines = [api.GroundLine("901/BMTE-BV", None, "Cục Bà mẹ và Trẻ em"), api.GroundLine("  ")]
    api.set_grounds(by=cast.officer, directive=draft, version=1, grounds=lines)
    assert [ground.notation for ground in draft.grounds.all()] == ["901/BMTE-BV"]
    clause, line = draft.clauses.earliest("order"), draft.addressees.get()
    api.set_parties(
        by=cast.officer,
        directive=draft,
        version=2,
        clause_id=clause.pk,
        lead=[],
        cooperate=[line.pk],
    )
    assert clause.parties.get().part == "cooperate"


def test_the_same_number_of_the_same_issuer_is_pointed_out(cast: Cast) -> None:
    issued, draft = make_issued(cast), make_draft(cast)
    assert api.review_of(draft).twins == (issued,)


def test_a_letter_that_was_issued_is_not_edited_or_thrown_away(cast: Cast) -> None:
    letter = make_issued(cast)
    with pytest.raises(api.NotAllowed):
        api.correct(by=cast.officer, directive=letter, version=letter.version, subject="Khác")
    with pytest.raises(api.NotAllowed):
        api.discard(by=cast.officer, directive=letter, version=letter.version)
    assert Directive.objects.get().subject == letter.subject


def test_a_draft_is_thrown_away_and_the_record_keeps_that(cast: Cast) -> None:
    draft = make_draft(cast)
    with pytest.raises(api.NotAllowed):
        api.discard(by=cast.stranger, directive=draft, version=1)
    api.discard(by=cast.officer, directive=draft, version=1)
    letter = take(cast)
    api.discard(by=cast.officer, directive=letter, version=letter.version)
    assert not Directive.objects.exists()
    assert not StoredFile.objects.exists()
    assert AuditRow.objects.filter(what="directive.discarded").exists()


def test_a_pdf_is_read_by_a_job(cast: Cast) -> None:
    # Given a letter printed as PDF
    issued = make_issued(cast)
    printed = to_pdf(api.giving_letter(issued, cast.house.health))
    letter = api.take_in(by=cast.officer, unit=cast.house.health, data=printed, name="cong-van.pdf")
    assert letter.state == "reading"
    # When the worker comes by
    run_due()
    # Then it is a draft
    letter = Directive.objects.get(pk=letter.pk)
    assert (letter.state, letter.clauses.count()) == ("draft", 2)


def test_a_mistake_of_the_reader_is_told_and_nothing_is_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes, *, name: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mangnon.directives.actions.reading.read_letter", broken)
    with pytest.raises(ZeroDivisionError):
        take(cast)
    letter = Directive.objects.get()
    assert letter.state == "refused"
    assert "gặp lỗi khi đọc" in letter.refusal
    assert letter.source is not None


def test_a_message_of_document_exchange_is_unpacked(cast: Cast) -> None:
    # Given a message whose sender states number, deadline and issuer
    message = Message(
        sender=Organ("00.00.G01", "Cục Thử Nghiệm"),
        receivers=(Organ("00.00.G02", "Sở Y tế"),),
        document_id="thu-1",
        subject="Trích yếu trong gói tin",
        code=Code("902", "CTN"),
        due_on=in_days(20),
        attachments=(Attachment("cong-van.txt", LETTER.encode(), "text/plain"),),
    )
    letter = api.take_in(
        by=cast.officer,
        unit=cast.house.health,
        data=write_message(message),
        name="goi-tin.xml",
    )
    # Then the letter is the message's file, and what the sender states goes before what is read
    assert letter.source is not None
    assert (letter.state, letter.source.name) == ("draft", "cong-van.txt")
    assert (letter.number, letter.symbol, letter.subject) == (
        "902",
        "/CTN",
        "Trích yếu trong gói tin",
    )
    assert (letter.deadline_on, letter.issuer_text) == (in_days(20), "Cục Thử Nghiệm")
    assert letter.clauses.count() == 2


def test_a_message_without_a_letter_is_refused(cast: Cast) -> None:
    message = Message(
        sender=Organ("00.00.G01", "Cục Thử Nghiệm"),
        receivers=(Organ("00.00.G02", "Sở Y tế"),),
        document_id="thu-2",
        subject="Không có tệp",
    )
    with pytest.raises(api.Invalid, match="không kèm tệp"):
        api.take_in(
            by=cast.officer,
            unit=cast.house.health,
            data=write_message(message),
            name="goi-tin.xml",
        )


def test_a_deadline_that_has_passed_is_to_be_chosen_anew(cast: Cast) -> None:
    draft = make_draft(cast, due_in=-3)
    assert api.what_is_missing(draft) == [
        f"Hạn báo cáo {in_days(-3):%d/%m/%Y} đã qua, hãy chọn ngày khác."
    ]
    clause = draft.clauses.earliest("order")
    with pytest.raises(api.Invalid) as refusal:
        api.edit_clause(
            by=cast.officer,
            directive=draft,
            version=1,
            clause_id=clause.pk,
            deadline_on=in_days(-1),
        )
    assert refusal.value.field == "deadline_on"
