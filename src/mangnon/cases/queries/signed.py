"""A signed decision as the page of its case shows it, and whether it is as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from mangnon.base.files.api import is_kept
from mangnon.cases.models import CaseEvent, Paper, SignedDecision

PLAN = "04"


@dataclass(frozen=True)
class ShownDecision:
    """`wrong`: what is not as it was when it was signed; `later`: a plan that came after it."""

    row: SignedDecision
    wrong: tuple[str, ...]
    later: int

    @property
    def digest(self) -> str:
        """In groups of eight, to be compared with a paper."""
        whole = self.row.sha256 or self.row.plan_sha256
        return " ".join(whole[at : at + 8] for at in range(0, len(whole), 8))


def shown_decision(event: CaseEvent, papers: Iterable[Paper]) -> ShownDecision | None:
    """No query: the row came with its event, the last plan with the papers of the page. Whether
    the bytes of the file are the same is asked when they are opened, and by `mangnon cases verify`.
    """
    row: SignedDecision | None = getattr(event, "decision", None)
    if row is None:
        return None
    plan = next((one for one in papers if one.form == PLAN), None)
    wrong = []
    if row.held and not is_kept(row.held):
        wrong.append("Tệp đã ký không còn ở nơi lưu: hãy báo người quản trị.")
    if plan is not None and plan.revision == row.plan_revision and not _same(plan, row):
        wrong.append("Kế hoạch đã thay đổi sau khi duyệt.")
    later = plan.revision if plan is not None and plan.revision > row.plan_revision else 0
    return ShownDecision(row, tuple(wrong), later)


def _same(plan: Paper, row: SignedDecision) -> bool:
    return sha256(bytes(plan.sealed)).hexdigest() == row.plan_sealed_sha256
