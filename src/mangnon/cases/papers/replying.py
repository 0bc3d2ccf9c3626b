"""The letter that answers a request about data, in the official layout. Values in, bytes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from mangnon.kit.official import docx, pdf
from mangnon.kit.official.letter import Kind, Letterhead, OfficialLetter, Paragraph

SUBJECT = "trả lời yêu cầu về dữ liệu cá nhân"


@dataclass(frozen=True)
class Reply:
    """What is answered. `ground` and `article` only when it was refused in whole or in part;
    `result` is empty for the first answer, which says until when it will be done."""

    number: str
    name: str
    kind: str
    received_on: date
    due_on: date
    result: str = ""
    ground: str = ""
    article: str = ""
    text: str = ""


def letter(reply: Reply, head: Letterhead) -> OfficialLetter:
    """The letter to whoever asked."""
    made = replace(head, addressees=(reply.name,), copies=("Như trên", "Lưu: VT"))
    body = tuple(Paragraph(words) for words in _said(reply))
    return made.letter(kind=Kind.DISPATCH, subject=SUBJECT, body=body)


def _said(reply: Reply) -> list[str]:
    asked = f"yêu cầu số {reply.number} của ông/bà: {reply.kind.lower()}."
    said = [f"Ngày {reply.received_on:%d/%m/%Y}, chúng tôi nhận được {asked}"]
    if not reply.result:
        said.append(
            f"Yêu cầu được xem xét và trả lời kết quả chậm nhất ngày {reply.due_on:%d/%m/%Y}."
        )
    else:
        said.append(f"Kết quả: {reply.result.lower()}.")
    if reply.ground:
        said.append(f"Lý do: {reply.ground} ({reply.article}).")
    said += [line.strip() for line in reply.text.splitlines() if line.strip()]
    said.append(
        "Nếu không đồng ý, ông/bà có quyền khiếu nại, tố cáo hoặc khởi kiện theo quy định của "
        "pháp luật"
    )
    return said


def reply_docx(reply: Reply, head: Letterhead) -> bytes:
    return docx.to_docx(letter(reply, head))


def reply_pdf(reply: Reply, head: Letterhead) -> bytes:
    """Raises kit.fonts.FontsMissing."""
    return pdf.to_pdf(letter(reply, head))
