"""One Vietnamese sentence for each thing missing, inferred or doubtful."""

from collections.abc import Iterator, Mapping

from mangnon.directives.letters.arrange import Sheet
from mangnon.directives.letters.layout import Role
from mangnon.directives.letters.model import Letter, LetterDate

_DOUBTFUL = 0.7


def warnings_for(
    letter: Letter, called: str, sheet: Sheet, confidence: Mapping[str, float]
) -> Iterator[str]:
    """Every warning, in the order of the letter."""
    if letter.type != "công văn":
        yield f"Văn bản này là {called}, không phải công văn."
    elif not sheet.saluted:
        yield "Không thấy dòng “Kính gửi”; đoán là công văn từ số, ký hiệu và nơi nhận."
    yield from sheet.notes
    yield from _about_head(letter, sheet, confidence)
    yield from _about_body(letter, sheet, confidence)
    yield from _about_foot(letter)


def _about_head(letter: Letter, sheet: Sheet, confidence: Mapping[str, float]) -> Iterator[str]:
    if letter.issuer is None:
        yield "Không thấy tên cơ quan ban hành."
    elif confidence.get("issuer", 1) < _DOUBTFUL:
        yield (
            "Phần đầu không có tên cơ quan ban hành;"
            f" suy ra “{letter.issuer}” từ nội dung, cần kiểm tra."
        )
    if letter.number is None:
        yield "Văn bản chưa ghi số." if letter.symbol else "Không thấy số và ký hiệu."
    elif letter.symbol is None:
        yield "Không thấy ký hiệu sau số."
    yield from _about_date(letter.date)
    if letter.place is None:
        yield "Không thấy địa danh trước ngày ban hành."
    if letter.subject is None:
        yield "Không thấy trích yếu (V/v)."
    if remains := [
        block.text for block in sheet.page.of(Role.STRAY) if _says_something(block.text)
    ]:
        yield f"Chưa rõ phần chữ này thuộc về đâu: “{'; '.join(remains)[:160]}”."


def _says_something(text: str) -> bool:
    return any(map(str.isalpha, text))


def _about_date(date: LetterDate) -> Iterator[str]:
    parts = (("ngày", date.day), ("tháng", date.month), ("năm", date.year))
    missing = [name for name, value in parts if value is None]
    if len(missing) == len(parts):
        yield "Không thấy ngày ban hành."
    elif missing:
        yield f"Ngày ban hành chưa ghi {' và '.join(missing)}."


def _about_body(letter: Letter, sheet: Sheet, confidence: Mapping[str, float]) -> Iterator[str]:
    if letter.type == "công văn" and not letter.addressees:
        yield "Không thấy nơi nhận công văn ở dòng “Kính gửi”."
    if letter.type == "công văn" and not letter.clauses:
        yield "Không thấy nội dung được chia thành mục; người giao việc cần tự tách nội dung."
    for ground in letter.grounds:
        if ground.date is None:
            yield f"Căn cứ {ground.notation} không ghi ngày đầy đủ."
    yield from _about_numbers(letter)
    if letter.deadline is None:
        yield "Văn bản không nêu thời hạn."
    elif confidence.get("deadline", 1) < _DOUBTFUL:
        yield f"Có nhiều mốc thời gian; chọn “{letter.deadline}” làm thời hạn, cần kiểm tra."
    elif not letter.deadline[:1].isdigit():
        yield f"Thời hạn “{letter.deadline}” không ghi đủ ngày, tháng, năm."
    if sheet.page.of(Role.ANNEX):
        yield "Có phụ lục kèm theo; phụ lục chưa được tách thành nội dung."


def _about_numbers(letter: Letter) -> Iterator[str]:
    orders = [
        int(clause.number) for clause in letter.clauses if clause.number and clause.number.isdigit()
    ]
    if orders and orders != list(range(1, len(orders) + 1)):
        yield "Số thứ tự của các mục không liền nhau; có thể thiếu một mục."


def _about_foot(letter: Letter) -> Iterator[str]:
    if letter.signer.name is None:
        yield "Không thấy tên người ký."
    if letter.signer.position is None and letter.signer.authority is None:
        yield "Không thấy chức vụ người ký."
    if not letter.copies:
        yield "Không thấy phần “Nơi nhận”."
