"""Documents come in, are described, catalogued and looked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from mangnon.base.ui.forms import DayInput
from mangnon.library.choices import Rights
from mangnon.library.models import Document
from mangnon.library.queries.search import Wanted
from mangnon.studio.genres import genres
from mangnon.studio.model import Audience

MOST_MB = 50
ACCEPTED = ".docx,.pdf,.png,.jpg,.jpeg,.tif,.tiff,.webp,.txt,.md,.html,.htm"
AUDIENCES = [(one.value, one.words) for one in Audience]


class FileForm(forms.Form):
    """A file that is read into paragraphs."""

    file = forms.FileField(
        label="Tệp tài liệu",
        help_text="Word (.docx), PDF, bản quét, ảnh chụp, văn bản (.txt) hoặc trang web đã lưu"
        " (.html).",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Too large is said before a byte is read into memory."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MB * 2**20:
            raise forms.ValidationError(f"Tệp lớn hơn {MOST_MB} MB.")
        return file


class AddForm(FileForm):
    """A new source."""

    title = forms.CharField(
        label="Tên tài liệu",
        max_length=300,
        required=False,
        help_text="Bỏ trống thì lấy trích yếu hoặc tên đọc được trong tài liệu.",
    )
    field_order = ["file", "title"]


class EditionForm(FileForm):
    """A new edition of a source."""

    note = forms.CharField(label="Sửa đổi gì", max_length=300, required=False)
    field_order = ["file", "note"]


class DescribeForm(forms.ModelForm[Document]):
    """What a document is; filled in from what was read."""

    audiences = forms.MultipleChoiceField(
        label="Dành cho",
        choices=AUDIENCES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rights = forms.ChoiceField(
        label="Quyền sử dụng",
        choices=Rights.choices,
        widget=forms.RadioSelect,
        help_text="Chỉ biên soạn lại từ tài liệu được phép.",
    )

    class Meta:
        model = Document
        fields = [
            "title",
            "issuer",
            "number",
            "issued_on",
            "rights",
            "rights_note",
            "valid_until",
            "audiences",
            "address",
            "about",
        ]
        widgets = {
            "issued_on": DayInput,
            "valid_until": DayInput,
            "about": forms.Textarea(attrs={"rows": 3}),
            "address": forms.URLInput,
        }


class CatalogueForm(DescribeForm):
    """A finished product of somebody else."""

    genre = forms.ChoiceField(label="Thể loại", required=False)

    class Meta(DescribeForm.Meta):
        fields = [
            "title",
            "address",
            "genre",
            "issuer",
            "issued_on",
            "rights",
            "audiences",
            "about",
        ]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        listed = [(name, one.words) for name, one in genres().items()]
        choice = self.fields["genre"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells mypy
        choice.choices = [("", "Chưa chọn"), *listed, ("khac", "Thể loại khác")]
        self.fields["rights"].initial = Rights.SHOW_ONLY


class ListForm(forms.Form):
    """The list of products attached to a letter."""

    issuer = forms.CharField(label="Cơ quan làm các sản phẩm", max_length=200, required=False)
    lines = forms.CharField(
        label="Các sản phẩm, mỗi sản phẩm một dòng",
        help_text="Viết: tên sản phẩm | địa chỉ trên mạng. Không có địa chỉ thì chỉ ghi tên.",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class BeginForm(forms.Form):
    """For whom a map is begun."""

    audience = forms.ChoiceField(label="Đối tượng", choices=AUDIENCES)


class SearchForm(forms.Form):
    """Words; the facets are links."""

    q = forms.CharField(label="Tìm trong thư viện", required=False, max_length=200)
    loai = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    doi_tuong = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    the_loai = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    co_quan = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    nam = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)
    quyen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, min_value=1, max_value=500)

    def wanted(self) -> Wanted:
        """What cannot be read is not asked for."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            words=said.get("q") or "",
            page=said.get("page") or 1,
            **{name: said.get(field) or "" for name, field in FIELDS.items()},
        )


# The names of facets in addresses.
FIELDS = {
    "kind": "loai",
    "audience": "doi_tuong",
    "genre": "the_loai",
    "issuer": "co_quan",
    "year": "nam",
    "rights": "quyen",
}
FACET_WORDS = {
    "kind": "Loại",
    "audience": "Đối tượng",
    "genre": "Thể loại",
    "issuer": "Cơ quan",
    "year": "Năm",
    "rights": "Quyền sử dụng",
}
