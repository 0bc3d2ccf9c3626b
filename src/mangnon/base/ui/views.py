"""The page that shows every component, for whoever builds screens; open only in a demo."""

from __future__ import annotations

from datetime import date

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.base.ui.forms import DayInput, DayPartsField
from mangnon.base.ui.site import Site
from mangnon.base.ui.templatetags.ui import TONES, icon_names


class SampleForm(forms.Form):
    """One of each control."""

    name = forms.CharField(label="Họ và tên", help_text="Như trên thẻ căn cước.")
    unit = forms.ChoiceField(
        label="Đơn vị", choices=[("", "Chọn đơn vị"), ("1", "Phường Hoa Sen"), ("2", "Xã Lá Tre")]
    )
    due_on = forms.DateField(label="Hạn trả lời", widget=DayInput)
    born_on = DayPartsField(label="Ngày ban hành", help_text="Ví dụ: 5 8 2025", required=False)
    kind = forms.ChoiceField(
        label="Loại nội dung",
        widget=forms.RadioSelect,
        choices=[("a", "Truyền thông"), ("b", "Giáo dục"), ("c", "Kỹ thuật")],
    )
    levels = forms.MultipleChoiceField(
        label="Cấp học",
        widget=forms.CheckboxSelectMultiple,
        choices=[("mn", "Mầm non"), ("th", "Tiểu học"), ("cs", "Trung học cơ sở")],
        required=False,
    )
    text = forms.CharField(label="Kết quả thực hiện", widget=forms.Textarea)
    evidence = forms.FileField(label="Minh chứng", help_text="PDF, ảnh hoặc DOCX.", required=False)
    sure = forms.BooleanField(label="Tôi đã kiểm tra nội dung báo cáo")


STATES = (
    ("issued", "C", "Chưa tiếp nhận", "grey"),
    ("acknowledged", "N", "Đã tiếp nhận", "blue"),
    ("in_progress", "Đ", "Đang thực hiện", "teal"),
    ("returned", "B", "Chờ duyệt báo cáo", "violet"),
    ("sent_back", "S", "Cần bổ sung", "amber"),
    ("accepted", "H", "Hoàn thành", "green"),
    ("frozen", "D", "Dừng thực hiện", "grey"),
)
_UNITS = ("Xã Lá Tre", "Xã Măng Trúc", "Phường Hoa Sen", "Phường Bến Nước", "Đặc khu Cát Trắng")
CLAUSES = 9


def _board() -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """An invented board: each unit with (state, letter, words, late) for each clause."""
    rows = []
    for place, unit in enumerate(_UNITS * 3):
        cells = [STATES[(place * 5 + clause * clause) % 7] for clause in range(CLAUSES)]
        rows.append(
            (
                unit,
                [
                    (s, letter, w, s == "in_progress" and place % 3 == 0)
                    for s, letter, w, _ in cells
                ],
            )
        )
    return rows


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    page = Paginator(range(240), 20).page(3)
    context = {
        "tones": sorted(TONES),
        "icons": icon_names(),
        "states": STATES,
        "board": _board(),
        "clauses": range(1, CLAUSES + 1),
        "sample": SampleForm(),
        "wrong": SampleForm(
            {"due_on": "", "born_on_ngay": "31", "born_on_thang": "2", "born_on_nam": "2025"},
            prefix=None,
            auto_id="wrong_%s",
        ),
        "page_of": page,
        "day": date(2025, 8, 5),
        "rows": [
            ("Số, ký hiệu", "512/UBND-VHXH"),
            ("Nơi ban hành", "Ủy ban nhân dân tỉnh"),
            ("Hạn báo cáo", "20/11/2025", "#", "Sửa"),
        ],
        "columns": ["Đơn vị", "Người phụ trách", "Đã làm", "Còn lại"],
        "table_rows": [[unit, "Người được giao", 6, 3] for unit in _UNITS],
        "tabs": [
            ("Bảng", "#", False, 96),
            ("Bản đồ", "#", False),
            ("Tiến trình", "#", False),
            ("Số liệu và biểu đồ", "#", True, 8),
        ],
        "platform": Site(demo=True, request=request),
    }
    return render(request, "ui/components.html", context)
