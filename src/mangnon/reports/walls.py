"""Row-level security of the reports: what `perms` and `queries` say, once more and in SQL.

It holds when a query forgets the rule, not against whoever can write SQL: who asks is a setting
of the connection (`base/walls.py`). Written apart from the first wall on purpose: the roles stand
here by name, and `tests/cases/rights/test_walls.py` holds the two against each other.
"""

from __future__ import annotations

from mangnon.base.walling import NOBODY, above_the_walls, array, dropping, of, raising, razing

_WORKS_AT = "(SELECT mangnon_works_at())::bigint[]"

FUNCTIONS = {
    "mangnon_system": """
CREATE FUNCTION mangnon_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('mangnon.system', true), '') <> '' $$""",
    "mangnon_person": """
CREATE FUNCTION mangnon_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('mangnon.person', true), '')::uuid $$""",
    # units.perms.scope_of: role and unit count today, the person is active.
    "mangnon_held": """
CREATE FUNCTION mangnon_held() RETURNS TABLE (unit_id bigint, kind text, path text, role text)
LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT u.id, u.kind::text, u.path::text, g.role::text
    FROM units_rolegrant g
    JOIN units_person p ON p.id = g.person_id AND p.is_active
    JOIN units_unit u ON u.id = g.unit_id
    CROSS JOIN (SELECT (statement_timestamp() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS t (day)
    WHERE g.person_id = mangnon_person() AND g.ended_at IS NULL AND g.valid_from <= t.day
      AND (g.valid_to IS NULL OR g.valid_to >= t.day)
      AND (u.valid_to IS NULL OR u.valid_to >= t.day)
$$""",
    # perms.key_units: whose work is with reports; a school's people read nothing.
    "mangnon_works_at": array(
        "mangnon_works_at",
        "bigint",
        "SELECT array_agg(DISTINCT unit_id) FROM mangnon_held() WHERE kind <> 'school' AND role IN "
        "('provincial_officer', 'department_officer', 'commune_worker', 'commune_leader', "
        "'counsellor', 'police_liaison')",
    ),
    # The provinces of a provincial officer, by the first id of a path.
    "mangnon_roots": array(
        "mangnon_roots",
        "text",
        "SELECT array_agg(DISTINCT split_part(path, '/', 1)) FROM mangnon_held() "
        "WHERE role = 'provincial_officer' AND mangnon_works_at() <> '{}'",
    ),
    # perms.barring: alone, or by a unit at or above any home, but for a province's committee.
    "mangnon_barred_reports": above_the_walls(
        "mangnon_barred_reports",
        "uuid",
        "SELECT DISTINCT b.report_id FROM reports_barred b "
        "WHERE b.person_id = mangnon_person() OR b.unit_id IN (SELECT unnest(h.unit_id || "
        "(string_to_array(trim(BOTH '/' FROM h.path), '/'))[2:]::bigint[]) FROM mangnon_held() h)",
    ),
    "mangnon_sealed_reports": above_the_walls(
        "mangnon_sealed_reports",
        "uuid",
        "SELECT DISTINCT e.report_id FROM reports_evidence e "
        "JOIN reports_unitkey k ON k.id = e.unit_key_id WHERE k.unit_id = ANY (mangnon_works_at())",
    ),
}


def _at_the_desk(report: str) -> str:
    """`queries.triage.reports_visible_to`: the unit's, or of the province."""
    unit = f"{report}.receiving_unit_id"
    in_the_province = (
        f"EXISTS (SELECT 1 FROM units_unit u WHERE u.id = {unit} "
        "AND split_part(u.path, '/', 1) = ANY ((SELECT mangnon_roots())::text[]))"
    )
    return f"(NOT {report}.is_test AND ({unit} = ANY ({_WORKS_AT}) OR {in_the_province}))"


_OF_THE_DESK = of("reports_report", "report_id", _at_the_desk("o"))
_SEALED_TO_US = (
    f"unit_key_id IN (SELECT k.id FROM reports_unitkey k WHERE k.unit_id = ANY ({_WORKS_AT}))"
)
# Which rows of a table a person sees; the system sees all.
SEEN = {
    "reports_report": f"{_at_the_desk('reports_report')} "
    "OR id IN (SELECT * FROM mangnon_sealed_reports())",
    "reports_reportmessage": _OF_THE_DESK,
    # Whoever carries the case must know too whom it must be kept from.
    "reports_barred": of("reports_report", "report_id"),
    "reports_reporthold": _OF_THE_DESK,
    "reports_reportkey": of("reports_report", "report_id"),
    "reports_blindmark": of("reports_report", "report_id"),
    "reports_evidence": f"{_OF_THE_DESK} OR {_SEALED_TO_US}",
    "reports_custodyevent": of("reports_evidence", "evidence_id"),
    # For whoever holds the receipt, and for the partner's system: for no member of staff.
    "reports_receipt": NOBODY,
    "reports_partnerreport": NOBODY,
}
# Deny beats allow: whatever else shows the row.
_NOT_BARRED = "NOT IN (SELECT * FROM mangnon_barred_reports())"
KEPT_FROM = {
    "reports_report": f"id {_NOT_BARRED}",
    "reports_evidence": f"report_id {_NOT_BARRED}",
}


def installing() -> list[str]:
    """The statements that put the functions and the wall in place."""
    return [*FUNCTIONS.values(), *raising(SEEN, KEPT_FROM)]


def removing() -> list[str]:
    """The statements that take all of it away."""
    return [*razing(SEEN, KEPT_FROM), *dropping(FUNCTIONS)]
