"""The signed decision of a plan: kept with the step, opened by who may, looked at again later."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, cast

from mangnon.base.audit.api import record, rows_about
from mangnon.base.files.api import drop_sealed, open_blob, store_sealed
from mangnon.cases.actions.keeping import holders
from mangnon.cases.actions.opened import Opener
from mangnon.cases.actions.papers import last_paper
from mangnon.cases.choices import FieldClass
from mangnon.cases.machine.facts import Data
from mangnon.cases.models import Case, CaseEvent, Paper, SignedDecision
from mangnon.cases.refusals import IllegalMove, Invalid, NotAllowed
from mangnon.cases.sealed import decision_place, opened_words, paper_place, seal_words
from mangnon.cases.signed import decision_digest, plan_digest
from mangnon.kit import sealing
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import Arrived, Reader
from mangnon.units.api import Person

PLAN, PURPOSE = "04", "decision"
# It names the child: whoever reads it may know who the child is.
READS_IT = frozenset({FieldClass.WORK, FieldClass.IDENTITY})
CHANGED = "Tệp đã ký khác với lúc duyệt hoặc không còn: hãy báo người quản trị."
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def digest_of_plan(case: Case, key: bytes | None, reader: Reader | None) -> str:
    """Of the plan that is decided on; "" for a chair who holds no key and decides all the same."""
    plan = last_paper(case, PLAN)
    if plan is None or reader is None:
        return ""
    try:
        place = paper_place(case.pk, PLAN, plan.revision)
        told = opened_words(key, reader.unit_privates, bytes(plan.sealed), place)
    except NotOpened:
        return ""
    return plan_digest(PLAN, plan.schema_version, told)


def keep_decision(
    case: Case, event: CaseEvent, said: Data, *, by: Person, key: bytes | None
) -> dict[str, Any]:
    """The row and its file, in the caller's transaction; gives what the record says of it.

    Raises Invalid when there is no plan to decide on.
    """
    plan = last_paper(case, PLAN)
    if plan is None:
        raise Invalid("Chưa có kế hoạch (Mẫu 04) để duyệt.", "number")
    made = SignedDecision(
        case=case,
        event=event,
        number=str(said["number"]),
        signed_on=cast(Any, said["signed_on"]),
        signer=str(said.get("signer") or by.full_name).strip()[:120],
        plan_revision=plan.revision,
        plan_sha256=str(said.get("plan_sha256", "")),
        plan_sealed_sha256=sha256(bytes(plan.sealed)).hexdigest(),
    )
    file = said.get("signed_file")
    if isinstance(file, Arrived):
        seal_file(made, file, key)
    made.save(force_insert=True)
    return facts_of_decision(made)


def seal_file(made: SignedDecision, file: Arrived, key: bytes | None) -> None:
    """Into the row, which the caller saves."""
    own, place = sealing.new_key(), decision_place(made.case_id, made.event.number)
    made.sha256, made.size_bytes, made.media_type = file.sha256, file.size_bytes, file.media_type
    sealed = sealing.seal(own, file.raw, f"{place}:file")
    made.held = store_sealed(sealed=sealed, purpose=PURPOSE)
    words = {"key": base64.b64encode(own).decode()}
    made.sealed = seal_words(key, holders(made.case), words, place)


def facts_of_decision(made: SignedDecision) -> dict[str, Any]:
    """For the record: hashes, number and day; who signed is inside the last of them."""
    return {
        "decision": made.number,
        "signed_on": made.signed_on.isoformat(),
        "sha256": made.sha256,
        "plan_revision": made.plan_revision,
        "plan_sha256": made.plan_sha256,
        "decision_sha256": decision_digest(made),
    }


def name_of(made: SignedDecision) -> str:
    """Of its file, without what the number of the decision may hold."""
    return f"quyet-dinh-{made.event.number}.{_ENDINGS[made.media_type]}"


def contents(made: SignedDecision, opener: Opener) -> bytes:
    """The file as it was signed, byte for byte. Raises IllegalMove when it is not that any more."""
    place = decision_place(made.case_id, made.event.number)
    try:
        words = opened_words(opener.key, opener.privates, bytes(made.sealed), place)
        own = base64.b64decode(str(words["key"]))
        with open_blob(made.held) as blob:
            raw = sealing.opened(own, blob.read(), f"{place}:file")
    except (FileNotFoundError, NotOpened, KeyError):
        raise IllegalMove(CHANGED) from None
    if sha256(raw).hexdigest() != made.sha256:
        raise IllegalMove(CHANGED)
    return raw


def open_decision(made: SignedDecision, opener: Opener, *, by: Person) -> bytes:
    """Recorded before a byte leaves. Raises NotAllowed, IllegalMove."""
    if not opener.classes >= READS_IT:
        raise NotAllowed("Anh/chị không được mở quyết định này.")
    if not made.held:
        raise IllegalMove("Quyết định này không kèm tệp, hoặc tệp đã xóa theo hạn lưu giữ.")
    raw = contents(made, opener)
    facts = {"decision": made.number, "sha256": made.sha256}
    what, unit = "case.decision_opened", made.case.owner_id
    record(by=by, what=what, on=made.case, facts=facts, unit=unit)
    return raw


def drop_decisions(case: Case) -> None:
    """The files and their keys go with the words of a case; numbers, days and hashes stay."""
    for made in case.decisions.exclude(held=""):
        drop_sealed(made.held)
    case.decisions.update(held="", sealed=b"")


# --- looked at again ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """What is not as it was when it was signed."""

    case: str
    number: str
    words: str


@dataclass(frozen=True)
class Looked:
    decisions: int
    files: int
    faults: list[Fault] = field(default_factory=list)


def look_at_decisions() -> Looked:
    """Every decision, with its file, its plan and what the record says of it."""
    rows = SignedDecision.objects.select_related("case", "event").order_by("pk")
    faults, files, count = [], 0, 0
    for made in rows.iterator(chunk_size=200):
        count, files = count + 1, files + bool(made.held)
        faults += [Fault(made.case.number, made.number, words) for words in faults_of(made)]
    return Looked(count, files, faults)


def faults_of(made: SignedDecision) -> Iterator[str]:
    """In words; nothing while all of it is as it was signed. Needs no key."""
    if made.held and not _is_whole(made.held):
        yield "tệp đã ký bị thay đổi hoặc không còn"
    if made.case.keys.exists() and not _plan_is_same(made):
        yield "kế hoạch đã thay đổi sau khi duyệt"
    rows = [row for row in rows_about(made.case) if _tells(row.facts, made)]
    told = max(rows, key=lambda row: row.seq, default=None)
    if told is None or told.facts.get("decision_sha256") != decision_digest(made):
        yield "số, ngày, người ký hoặc mã băm khác với nhật ký"


def _is_whole(held: str) -> bool:
    digest = sha256()
    try:
        with open_blob(held) as blob:
            while chunk := blob.read(2**20):
                digest.update(chunk)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == held


def _plan_is_same(made: SignedDecision) -> bool:
    plan = Paper.objects.filter(case=made.case_id, form=PLAN, revision=made.plan_revision).first()
    return plan is not None and sha256(bytes(plan.sealed)).hexdigest() == made.plan_sealed_sha256


def _tells(facts: Any, made: SignedDecision) -> bool:
    return "decision_sha256" in facts and made.event.number in (
        facts.get("number"),
        facts.get("of"),
    )
