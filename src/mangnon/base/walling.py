"""What a wall is made of: policies and functions of PostgreSQL as statements, for migrations.

A policy asks its functions once a statement; what may be many rows is hashed. Who asks is said in
`base/walls.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SYSTEM = "(SELECT mangnon_system())"
NOBODY = "false"


# Back to what was said before; when a question fails, all of it is undone anyhow.
_ABOVE = """DECLARE former text := coalesce(current_setting('mangnon.system', true), '');
BEGIN
    PERFORM set_config('mangnon.system', 'the wall itself', true);
    RETURN QUERY {select};
    PERFORM set_config('mangnon.system', former, true);
END"""


def array(name: str, kind: str, select: str) -> str:
    """A function that gives a short array, asked as `(SELECT f())`.

    Names are looked for where the migration does: pg_dump and a restore look nowhere.
    """
    return (
        f"CREATE FUNCTION {name}() RETURNS {kind}[] LANGUAGE plpgsql STABLE PARALLEL SAFE "
        "SET search_path FROM CURRENT AS "
        f"$$ BEGIN RETURN coalesce(({select}), '{{}}'); END $$"
    )


def above_the_walls(name: str, kind: str, select: str) -> str:
    """A function that gives rows, asked as `IN (SELECT * FROM f())`, and looks over the walls.

    Rows and no array: the planner evaluates an array to guess at it, and would do so for ever. Not
    for parallel work, amid which no setting may change.
    """
    return (
        f"CREATE FUNCTION {name}() RETURNS SETOF {kind} LANGUAGE plpgsql STABLE ROWS 100 "
        f"SET search_path FROM CURRENT AS $$ {_ABOVE.format(select=select)} $$"
    )


def of(table: str, column: str, also: str = "true") -> str:
    """The rows that belong to a row which is seen itself."""
    return f"EXISTS (SELECT 1 FROM {table} o WHERE o.id = {column} AND {also})"


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
