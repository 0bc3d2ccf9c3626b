"""A letter comes in as a file or as pasted text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

MAX_TEXT_CHARS = 200_000
MAX_FILE_MB = 50
ACCEPTED = ".docx,.pdf,.png,.jpg,.jpeg,.tif,.tiff,.webp,.txt,.md"


class LetterForm(forms.Form):
    """One of the two: a file, or the letter's text."""

    file = forms.FileField(
        label="Tệp văn bản",
        required=False,
        help_text="Tệp Word (.docx), PDF, bản quét, ảnh chụp rõ chữ hoặc tệp chữ (.txt).",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        label="Hoặc dán toàn văn vào đây",
        required=False,
        max_length=MAX_TEXT_CHARS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": "Văn bản dài quá. Hãy tải lên dưới dạng tệp."},
    )

    def clean_file(self) -> UploadedFile[Any] | None:
        """Too large is said before a byte is read into memory."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MAX_FILE_MB * 1024 * 1024:
            raise forms.ValidationError(
                f"Tệp lớn hơn {MAX_FILE_MB} MB. Hãy giảm dung lượng bản quét hoặc chỉ tải phần "
                "công văn."
            )
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        has_file, has_text = bool(given.get("file")), bool((given.get("text") or "").strip())
        if not self.errors and not (has_file or has_text):
            self.add_error("file", "Hãy chọn một tệp hoặc dán toàn văn của văn bản.")
        if has_file and has_text:
            self.add_error("text", "Chỉ chọn một cách: tải tệp lên hoặc dán văn bản.")
        return given
