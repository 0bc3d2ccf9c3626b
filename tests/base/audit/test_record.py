"""The record: what an act leaves behind, and that nothing can take it away again."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from mangnon.base.audit import guard
from mangnon.base.audit.anchor import anchors_file
from mangnon.base.audit.api import (
    head,
    judge,
    record,
    record_many,
    rows_about,
    verify,
    write_anchor,
)
from mangnon.base.audit.chain import GENESIS, Entry, plain
from mangnon.base.audit.command import audit
from mangnon.base.audit.models import AuditHead, AuditRow

OWNER = SimpleNamespace(pk="0b5c0a56-1111-4000-8000-000000000001")
LETTER = ("directives.directive", "7")


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def five(db, data_dir):
    """Five acts upon one letter."""
    for step in ("created", "reviewed", "issued", "returned", "accepted"):
        record(by=OWNER, what=f"directive.{step}", on=LETTER, facts={"units": 96})


def tamper(sql: str, *values: object) -> None:
    """What somebody with the database's own password can do."""
    with connection.cursor() as cursor:
        for line in guard.removing(connection.vendor):
            cursor.execute(line)
        cursor.execute(sql, values)
        for line in guard.installing(connection.vendor):
            cursor.execute(line)


def kinds() -> list[tuple[str, int]]:
    return [(each.kind, each.seq) for each in verify()]


def test_an_act_is_chained_to_the_one_before(five):
    first, second = AuditRow.objects.all()[:2]
    assert (first.seq, first.previous) == (1, GENESIS)
    assert (second.seq, second.previous) == (2, first.hash)
    assert second.by == OWNER.pk
    assert rows_about(LETTER).count() == 5
    assert head() == (5, AuditRow.objects.get(seq=5).hash)
    assert verify() == []


def test_the_hash_is_the_same_on_every_machine():
    entry = Entry(
        seq=1,
        at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        by="",
        what="directive.issued",
        on_type="directives.directive",
        on_id="7",
        unit="3",
        facts={"b": 1, "a": "Sơn Hà"},
        previous=GENESIS,
    )
    assert entry.canonical().decode() == (
        '[1,"2026-11-23T08:00:00.000000+00:00","","directive.issued","directives.directive","7",'
        '"3",{"a":"Sơn Hà","b":1},"' + GENESIS + '"]'
    )
    assert entry.digest() == "3e47dd0306a511c5ade2c835dffb0b020e84bcf05b793d0376ab4b46cd62f29d"


def test_the_act_falls_with_the_transaction(db):
    with transaction.atomic():
        record(by=OWNER, what="directive.issued", on=LETTER)
        transaction.set_rollback(True)
    assert AuditRow.objects.count() == 0
    assert head() is None


def test_a_bulk_act_is_one_write_and_one_row_each(db, django_assert_max_num_queries):
    record(by=None, what="system.started", on=("system", ""))
    letters = [("directives.assignment", str(number)) for number in range(1000)]
    # SQLite takes some hundred rows a statement.
    with django_assert_max_num_queries(15):
        record_many(by=OWNER, what="assignment.issued", on=letters, facts={"clause": 3})
    assert head()[0] == 1001
    assert verify() == []


def test_facts_are_counts_states_and_ids():
    assert plain({"on": datetime(2026, 1, 2, tzinfo=UTC).date(), "ids": {3, 1}}) == {
        "on": "2026-01-02",
        "ids": [1, 3],
    }
    assert plain(["hoa@example.org", "a\x00b"]) == ["‹thư›", "ab"]
    with pytest.raises(TypeError, match="float"):
        plain({"share": 0.5})


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditrow SET what = 'nothing' WHERE seq = 3",
        "DELETE FROM audit_auditrow WHERE seq = 5",
        "DELETE FROM audit_audithead",
        "UPDATE audit_audithead SET seq = 2",
    ],
)
def test_the_database_refuses_to_change_the_record(five, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)
    assert verify() == []


def test_a_row_cannot_be_replaced_by_an_insert(five):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO audit_auditrow SELECT seq, at, by, 'x', on_type, on_id, unit,"
            " facts, previous, hash FROM audit_auditrow WHERE seq = 2"
        )


def test_the_table_cannot_be_truncated(five):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE audit_auditrow")


def test_a_changed_row_is_named(five):
    tamper("UPDATE audit_auditrow SET by = %s WHERE seq = 3", "somebody else")
    assert kinds() == [("changed", 3)]
    assert verify()[0].words == "Bản ghi 3 đã bị sửa."


def test_a_changed_row_with_its_hash_made_anew_is_named(five):
    row = AuditRow.objects.get(seq=3)
    row.what = "directive.cancelled"
    tamper(
        "UPDATE audit_auditrow SET what = %s, hash = %s WHERE seq = 3",
        row.what,
        row.entry.digest(),
    )
    assert kinds() == [("unlinked", 4)]


def test_missing_rows_are_named(five):
    tamper("DELETE FROM audit_auditrow WHERE seq IN (2, 3)")
    assert kinds() == [("missing", 2)]
    assert verify()[0].words == "Thiếu các bản ghi 2–3."


def test_swapped_rows_are_named(five):
    tamper(
        "UPDATE audit_auditrow SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END WHERE seq IN (2, 3)"
    )
    tamper("UPDATE audit_auditrow SET seq = seq - 100 WHERE seq > 100")
    assert kinds() == [
        ("unlinked", 2),
        ("changed", 2),
        ("unlinked", 3),
        ("changed", 3),
        ("unlinked", 4),
    ]


def test_rows_cut_off_the_end_are_missed(five):
    tamper("DELETE FROM audit_auditrow WHERE seq > 3")
    assert kinds() == [("truncated", 4)]
    # The chain goes on from where it stood, so that the cut stays in sight.
    record(by=OWNER, what="directive.closed", on=LETTER)
    assert kinds() == [("missing", 4)]


def test_a_chain_cut_together_with_its_head_is_missed_by_the_anchor(five):
    write_anchor()
    kept = AuditRow.objects.get(seq=3).hash
    tamper("DELETE FROM audit_auditrow WHERE seq > 3")
    tamper("UPDATE audit_audithead SET seq = 3, hash = %s", kept)
    assert kinds() == [("truncated", 4)]


def test_a_chain_written_anew_differs_from_the_anchor(five):
    write_anchor()
    anchored = head()
    tamper("DELETE FROM audit_auditrow")
    tamper("DELETE FROM audit_audithead")
    record_many(by=OWNER, what="directive.faked", on=[LETTER] * 5)
    assert kinds() == [("anchor", 5)]
    # A head kept on paper finds it too, were the anchors deleted with the rest.
    anchors_file().unlink()
    assert kinds() == []
    assert [each.kind for each in verify(kept=anchored)] == ["anchor"]


def test_a_forged_anchor_is_named(five):
    write_anchor()
    line = json.loads(anchors_file().read_text())
    anchors_file().write_text(json.dumps({**line, "seq": 2}) + "\n")
    assert kinds() == [("anchor", 2)]


def test_a_row_added_past_the_head_is_named(five):
    row = AuditRow.objects.get(seq=5)
    row.seq, row.previous = 6, row.hash
    row.hash = row.entry.digest()
    row.save(force_insert=True)
    assert kinds() == [("added", 6)]


def test_a_lost_head_is_named(five):
    tamper("DELETE FROM audit_audithead")
    assert kinds() == [("head", 5)]


def test_the_command_says_whether_the_record_holds(five):
    run = CliRunner().invoke(audit, ["verify"])
    assert (run.exit_code, run.output[:35]) == (0, "Nhật ký nguyên vẹn: 5 bản ghi, điểm")
    tamper("UPDATE audit_auditrow SET what = 'x' WHERE seq = 2")
    run = CliRunner().invoke(audit, ["verify"])
    assert run.exit_code == 1
    assert "Bản ghi 2 đã bị sửa." in run.output
    run = CliRunner().invoke(audit, ["verify", "--json"])
    said = json.loads(run.output)
    assert (said["ok"], said["rows"]) == (False, 5)
    assert said["breaks"] == [{"kind": "changed", "seq": 2, "words": "Bản ghi 2 đã bị sửa."}]


def test_the_command_takes_a_head_kept_elsewhere(five):
    printed = CliRunner().invoke(audit, ["anchor"]).output.strip()
    assert printed == "5:" + AuditRow.objects.get(seq=5).hash
    assert CliRunner().invoke(audit, ["verify", "--head", printed]).exit_code == 0
    assert CliRunner().invoke(audit, ["verify", "--head", "5:" + "a" * 64]).exit_code == 1
    assert CliRunner().invoke(audit, ["verify", "--head", "5"]).exit_code == 2


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_one_chain(data_dir):
    def write(number: int) -> None:
        for _ in range(5):
            record(by=OWNER, what="race.run", on=("race", str(number)))
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = judge()
    assert (verdict.rows, verdict.breaks) == (30, [])
    assert AuditHead.objects.get().seq == 30
