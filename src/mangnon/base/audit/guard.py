"""Triggers with which the database refuses to change or remove a row of the record.

A migration that remakes `audit_auditrow` on SQLite loses them and must call `install` again.
"""

from __future__ import annotations

ROWS, HEAD = "audit_auditrow", "audit_audithead"
REFUSAL = "the audit record is append-only"

_REFUSE = f" BEGIN RAISE EXCEPTION '{REFUSAL}'; END "
_LAST = "(SELECT coalesce(max(seq), 0) FROM audit_auditrow)"

_SQLITE = {
    "audit_no_update": f"BEFORE UPDATE ON {ROWS}",
    "audit_no_delete": f"BEFORE DELETE ON {ROWS}",
    # INSERT OR REPLACE removes the old row without a DELETE trigger.
    "audit_no_replace": f"BEFORE INSERT ON {ROWS} WHEN NEW.seq <= {_LAST}",
    "audit_head_stays": f"BEFORE DELETE ON {HEAD}",
    "audit_head_grows": f"BEFORE UPDATE ON {HEAD} WHEN NEW.seq < OLD.seq",
}
_POSTGRESQL = {
    "audit_no_change": (ROWS, "BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"),
    "audit_head_stays": (HEAD, "BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"),
    "audit_head_grows": (
        HEAD,
        "BEFORE UPDATE ON {table} FOR EACH ROW WHEN (NEW.seq < OLD.seq)",
    ),
}


def installing(vendor: str) -> list[str]:
    """The statements that put the triggers in place."""
    if vendor == "sqlite":
        return [f"CREATE TRIGGER IF NOT EXISTS {_on_sqlite(name)}" for name in _SQLITE]
    lines = [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$${_REFUSE}$$"
    ]
    for name, (table, event) in _POSTGRESQL.items():
        lines += [
            f"CREATE OR REPLACE TRIGGER {name} {event.format(table=table)} "
            "EXECUTE FUNCTION audit_refuse()",
            # ALWAYS: also for a session that plays a replica.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return lines


def _on_sqlite(name: str) -> str:
    return f"{name} {_SQLITE[name]} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def standing(vendor: str) -> str:
    """The question which triggers stand: their names, and what each does when it is called."""
    if vendor == "sqlite":
        return "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    return (
        "SELECT t.tgname, concat(t.tgenabled, ' ', t.tgtype, p.prosrc) FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid IN ('audit_auditrow'::regclass, 'audit_audithead'::regclass)"
    )


def expected(vendor: str) -> dict[str, str]:
    """The answer to `standing` while nobody laid a trigger aside."""
    if vendor == "sqlite":
        return {name: f"CREATE TRIGGER {_on_sqlite(name)}" for name in _SQLITE}
    # The type is PostgreSQL's own sum: 1 row, 2 before, 8 delete, 16 update, 32 truncate.
    kinds = {"audit_no_change": 58, "audit_head_stays": 42, "audit_head_grows": 19}
    return {name: f"A {kind}{_REFUSE}" for name, kind in kinds.items()}


def removing(vendor: str) -> list[str]:
    """The statements that take the triggers away: for undoing the migration, and for tests."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, _) in _POSTGRESQL.items()]
