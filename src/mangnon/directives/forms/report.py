"""The result letter, as it is edited: its head, its sections line by line, its closing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from mangnon.directives.api import StandingReport
from mangnon.directives.outgoing import (
    LetterDate,
    Letterhead,
    ReportDraft,
    Signer,
    section_text,
    with_text,
)


def _line(label: str, length: int = 300) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False)


def _area(label: str, rows: int, **given: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=60_000, **given
    )


def _part(label: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class HeadForm(forms.Form):
    """What stands around the report. Number and day may stay open until it is signed."""

    parent = _line("Cơ quan chủ quản")
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=300)
    number = _line("Số", 20)
    symbol = _line("Ký hiệu", 60)
    place = _line("Địa danh", 100)
    day = _part("Ngày", 31)
    month = _part("Tháng", 12)
    year = _part("Năm", 2100)
    addressees = _area("Kính gửi (mỗi dòng một nơi)", 2, required=False)
    authority = _area("Thẩm quyền ký (mỗi dòng một cấp)", 2, required=False)
    position = _line("Chức vụ người ký")
    name = _line("Người ký", 100)
    copies = _area("Nơi nhận (mỗi dòng một nơi)", 3, required=False)

    @staticmethod
    def values_of(head: Letterhead) -> dict[str, Any]:
        return {
            "parent": head.parent or "",
            "issuer": head.issuer,
            "number": head.number or "",
            "symbol": head.symbol or "",
            "place": head.place or "",
            "day": head.date.day,
            "month": head.date.month,
            "year": head.date.year,
            "addressees": "\n".join(head.addressees),
            "authority": "\n".join(head.signer.authority),
            "position": head.signer.position or "",
            "name": head.signer.name or "",
            "copies": "\n".join(head.copies),
        }

    def head(self, before: Letterhead) -> Letterhead:
        given = self.cleaned_data
        return replace(
            before,
            issuer=given["issuer"],
            parent=given["parent"] or None,
            number=given["number"] or None,
            symbol=given["symbol"] or None,
            place=given["place"] or None,
            date=LetterDate(given["day"], given["month"], given["year"]),
            addressees=_lines(given["addressees"]),
            signer=Signer(
                _lines(given["authority"]), given["position"] or None, given["name"] or None
            ),
            copies=_lines(given["copies"]),
        )


class ReportForm(forms.Form):
    """The words of the report; tables stand in the text as `[Bảng 1: …]`."""

    subject = _area("Trích yếu", 2)
    opening = _area("Mở đầu", 3)
    closing = _area("Kết thúc", 2)

    def __init__(self, data: QueryDict | None, *, standing: StandingReport) -> None:
        draft = standing.draft
        initial = {"subject": draft.subject, "opening": draft.opening, "closing": draft.closing}
        super().__init__(data, initial=initial)
        self.standing = standing
        self.section_names = [f"section-{at}" for at, _ in enumerate(draft.sections)]
        for name, section in zip(self.section_names, draft.sections, strict=True):
            self.fields[name] = _area(f"{section.mark}. {section.title}", 8, required=False)
            self.fields[name].initial = section_text(section)
        self.head = HeadForm(data, initial=HeadForm.values_of(standing.head), prefix="head")

    @property
    def sections(self) -> list[forms.BoundField]:
        return [self[name] for name in self.section_names]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.head.is_valid()])

    def edited(self) -> StandingReport:
        """The report with what was typed. Raises nothing: lines are taken as they stand."""
        given, before = self.cleaned_data, self.standing.draft
        draft = ReportDraft(
            subject=" ".join(given["subject"].split()),
            opening=given["opening"],
            closing=given["closing"],
            sections=tuple(
                with_text(section, given[name])
                for name, section in zip(self.section_names, before.sections, strict=True)
            ),
            annexes=before.annexes,
        )
        return replace(self.standing, draft=draft, head=self.head.head(self.standing.head))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
