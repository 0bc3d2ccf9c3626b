"""What a wall is made of: policies and functions of PostgreSQL as statements, for migrations.

A policy asks its functions once a statement, as `(SELECT f())`; a list of many comes hashed, as
`IN (SELECT unnest(f()))`. See `base/walls.py` for who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SYSTEM = "(SELECT mangnon_system())"
NOBODY = "false"


def listing(name: str, kind: str, select: str, *, above: bool = False) -> str:
    """A function that gives an array. `above`: it looks over the walls itself.

    The path of names is that of the migration: a restore and pg_dump look along none.
    """
    how = "SET mangnon.system = 'the wall itself'" if above else "PARALLEL SAFE"
    return (
        f"CREATE FUNCTION {name}() RETURNS {kind}[] LANGUAGE plpgsql STABLE "
        f"SET search_path FROM CURRENT {how} AS "
        f"$$ BEGIN RETURN coalesce(({select}), '{{}}'); END $$"
    )


def of(table: str, column: str, also: str = "true") -> str:
    """The rows that belong to a row which is seen itself."""
    return f"EXISTS (SELECT 1 FROM {table} o WHERE o.id = {column} AND {also})"  # noqa: S608  names of ours


def raising(seen: Mapping[str, str], kept_from: Mapping[str, str]) -> list[str]:
    """A wall before each table: what else a person sees than nothing, and what must hold besides.

    FORCE, for the owner of the tables is who asks.
    """
    lines = []
    for table, who in seen.items():
        lines += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY mangnon_seen ON {table} USING ({SYSTEM} OR {who})",
        ]
    for table, condition in kept_from.items():
        lines.append(
            f"CREATE POLICY mangnon_kept_from ON {table} AS RESTRICTIVE "
            f"USING ({SYSTEM} OR {condition})"
        )
    return lines


def razing(seen: Iterable[str], kept_from: Iterable[str]) -> list[str]:
    """The statements that take the walls away."""
    lines = [f"DROP POLICY IF EXISTS mangnon_kept_from ON {table}" for table in kept_from]
    for table in seen:
        lines += [
            f"DROP POLICY IF EXISTS mangnon_seen ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]
    return lines


def dropping(functions: Iterable[str]) -> list[str]:
    """Those that use others first."""
    return [f"DROP FUNCTION IF EXISTS {name}()" for name in reversed(list(functions))]
