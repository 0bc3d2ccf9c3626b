"""A signed file that comes after its decision."""

from __future__ import annotations

from mangnon.cases.forms.moves import TokenForm
from mangnon.cases.forms.signed import SignedFileField


class AttachForm(TokenForm):
    signed_file = SignedFileField(label="Tệp đã ký")
