"""How letters and the board are looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from mangnon.directives.api import BoardFilters, State
from mangnon.units.api import UnitKind

SIDES = [("", "Tất cả"), ("di", "Đơn vị mình giao"), ("den", "Đơn vị mình nhận")]
STATES = [
    ("", "Mọi trạng thái"),
    ("tre", "Có việc trễ hạn"),
    ("draft", "Chờ rà soát"),
    ("issued", "Đang thực hiện"),
    ("closed", "Đã kết thúc"),
    ("withdrawn", "Đã thu hồi, thay thế"),
]


@dataclass(frozen=True)
class LetterWishes:
    search: str = ""
    side: str = ""
    state: str = ""


class LetterFilters(forms.Form):
    q = forms.CharField(label="Tìm trong trích yếu, số, nơi ban hành", required=False)
    ben = forms.ChoiceField(label="Văn bản", choices=SIDES, required=False)
    trang_thai = forms.ChoiceField(label="Trạng thái", choices=STATES, required=False)

    def wishes(self) -> LetterWishes:
        """What was asked; what cannot be understood is not asked."""
        self.is_valid()
        given = self.cleaned_data
        return LetterWishes(given.get("q", ""), given.get("ben", ""), given.get("trang_thai", ""))


class BoardFiltersForm(forms.Form):
    q = forms.CharField(label="Tìm đơn vị", required=False)
    loai = forms.ChoiceField(
        label="Loại đơn vị", choices=[("", "Mọi loại"), *UnitKind.choices], required=False
    )
    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        choices=[("", "Mọi trạng thái"), ("late", "Trễ hạn"), *State.choices],
        required=False,
    )
    noi_dung = forms.ChoiceField(label="Nội dung", required=False)
    page = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, clauses: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["noi_dung"].choices = [("", "Mọi nội dung"), *clauses]  # type: ignore[attr-defined]

    def filters(self, per_page: int) -> BoardFilters:
        """What was asked; what cannot be understood is not asked."""
        self.is_valid()
        given = self.cleaned_data
        clause = given.get("noi_dung")
        return BoardFilters(
            state=given.get("trang_thai", ""),
            unit_kind=given.get("loai", ""),
            clause_id=int(clause) if clause else None,
            search=given.get("q", ""),
            page=given.get("page") or 1,
            per_page=per_page,
        )
