"""What is hashed of a decision: the plan that was approved, and what was said of the signing.

The same content gives the same bytes, whenever and wherever it is asked again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from mangnon.cases.models import SignedDecision


def plan_digest(form: str, version: int, answers: Mapping[str, object]) -> str:
    """The SHA-256 of a filled form: its answers in the order of their names, UTF-8, no spaces."""
    return _digest({"form": form, "version": version, "answers": dict(answers)})


def decision_digest(made: SignedDecision) -> str:
    """Of all that the row says, who signed too: the record keeps this and names nobody."""
    return _digest(
        {
            "number": made.number,
            "signed_on": made.signed_on.isoformat(),
            "signer": made.signer,
            "sha256": made.sha256,
            "plan_revision": made.plan_revision,
            "plan_sha256": made.plan_sha256,
            "plan_sealed_sha256": made.plan_sealed_sha256,
        }
    )


def _digest(told: Mapping[str, object]) -> str:
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()
