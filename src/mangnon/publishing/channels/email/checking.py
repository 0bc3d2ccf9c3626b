"""What a letter asks of a draft."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mangnon.publishing.channels.base import Draft, Problem
from mangnon.publishing.channels.wanting import titled

MOST = 200  # addresses of one post; more belongs into a list of the mail server


def check(draft: Draft) -> list[Problem]:
    return [*titled(draft), *_addressed(draft)]


def _addressed(draft: Draft) -> Iterator[Problem]:
    if not draft.recipients:
        yield Problem("Chưa có địa chỉ nhận.", "recipients")
    if len(draft.recipients) > MOST:
        yield Problem(f"Nhiều hơn {MOST} địa chỉ trong một lần gửi.", "recipients")
    for address in draft.recipients:
        try:
            validate_email(address)
        except ValidationError:
            yield Problem(f"“{address}” không phải địa chỉ thư.", "recipients")
