"""A hundred lies of ten kinds: each is found, and the row is named. A thousand are a program."""

from __future__ import annotations

from typing import Any

import pytest

from mangnon.base.audit import guard
from mangnon.base.audit.api import record, verify
from tests.base.audit.tampering import store
from tests.base.audit.tampering.kinds import KINDS
from tests.base.audit.tampering.trying import tampered, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(settings: Any, tmp_path: Any) -> store.Chain:
    settings.DATA_DIR = tmp_path
    return store.written(60, anchors_every=20)


def test_a_hundred_lies_are_found_and_named(whole: store.Chain) -> None:
    done, missed = tampered(whole, 100, seed=2056)

    assert missed == []
    assert done == {kind.__name__: 10 for kind in KINDS}
    assert verified() == (0, set())


def test_the_record_still_takes_acts_when_all_lies_are_undone(whole: store.Chain) -> None:
    tampered(whole, 10, seed=7)
    record(by=None, what="letter.closed", on=("letter", "61"))
    assert verify() == []


def test_a_trigger_that_only_bears_the_name_is_named(whole: store.Chain) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN NEW; END $$"
            )
        else:
            cursor.execute("DROP TRIGGER audit_no_update")
            cursor.execute(
                f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {guard.ROWS} BEGIN SELECT 1; END"
            )
    assert ("guard", 0) in {(each.kind, each.seq) for each in verify()}
    with store.triggers_aside(put_back=True):
        pass
    assert verify() == []
