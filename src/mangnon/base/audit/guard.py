"""Triggers with which the database refuses to change or remove a row of the record.

A migration that remakes `audit_auditrow` on SQLite loses them and must call `install` again.
"""

from __future__ import annotations

ROWS, HEAD = "audit_auditrow", "audit_audithead"
REFUSAL = "the audit record is append-only"

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
        return [
            f"CREATE TRIGGER IF NOT EXISTS {name} {event} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for name, event in _SQLITE.items()
        ]
    lines = [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    ]
    for name, (table, event) in _POSTGRESQL.items():
        lines += [
            f"CREATE OR REPLACE TRIGGER {name} {event.format(table=table)} "
            "EXECUTE FUNCTION audit_refuse()",
            # ALWAYS: also for a session that plays a replica.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return lines


def removing(vendor: str) -> list[str]:
    """The statements that take the triggers away: for undoing the migration, and for tests."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, _) in _POSTGRESQL.items()]
