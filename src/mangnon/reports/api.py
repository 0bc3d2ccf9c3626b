"""The face of the reports: everything that screens and other domains may use."""

from __future__ import annotations

from mangnon.reports.actions.evidence import AT_THE_END
from mangnon.reports.actions.intake import Opened, marks_of, open_report
from mangnon.reports.actions.keys import open_desk, seed_demo_keys
from mangnon.reports.actions.messages import (
    Said,
    mark_linked,
    mark_unlinked,
    read_messages,
    read_report,
    report_key,
    said_by_staff,
    set_stage,
)
from mangnon.reports.actions.packing import (
    Given,
    bar_units,
    files_to_give,
    keep_files,
    not_yet_opened,
    note_given,
    note_received,
)
from mangnon.reports.actions.passing import hand_on, take_back
from mangnon.reports.actions.retaining import (
    ended_without_case,
    erase_report,
    locked_with_twins,
    set_report_hold,
)
from mangnon.reports.actions.triage import (
    answer_no_action,
    ask_no_action,
    end_elsewhere,
    mark_duplicate,
    no_action_waits,
    note_alarm,
)
from mangnon.reports.answers import REPORTER_FIELDS, Answers, Contents
from mangnon.reports.carriers import Carriers, boxes_for, register_carriers
from mangnon.reports.choices import AgeBand, Channel, Kind, Lane, ReportState, Stage
from mangnon.reports.evidence import MOST_BYTES, Arrived, arrived
from mangnon.reports.installation import installation_key
from mangnon.reports.keys import (
    Reader,
    desk_key,
    give_key,
    keep_open,
    key_for,
    key_in_use,
    lock,
    reader_of,
    reader_with,
    recipients,
)
from mangnon.reports.models import Report, UnitKey
from mangnon.reports.moments import ROUNDED_BY
from mangnon.reports.perms import (
    barred_from,
    barred_reports,
    can_hold_key,
    can_hold_report,
    can_manage_partners,
    can_open_matters,
    can_take_calls,
    is_barred,
    key_units,
    receives,
    reports_barred_at,
)
from mangnon.reports.queries.triage import (
    alike,
    has_news,
    report_for,
    report_of_number,
    reports_held,
    reports_unheeded,
    reports_visible_to,
    reports_waiting,
    reports_with_news,
)
from mangnon.reports.refusals import Invalid, Locked, NotAllowed, Refusal
from mangnon.reports.routing import duty_desk
from mangnon.reports.scanning import Found, scan

__all__ = [
    "AT_THE_END",
    "MOST_BYTES",
    "REPORTER_FIELDS",
    "ROUNDED_BY",
    "AgeBand",
    "Answers",
    "Arrived",
    "Carriers",
    "Channel",
    "Contents",
    "Found",
    "Given",
    "Invalid",
    "Kind",
    "Lane",
    "Locked",
    "NotAllowed",
    "Opened",
    "Reader",
    "Refusal",
    "Report",
    "ReportState",
    "Said",
    "Stage",
    "UnitKey",
    "alike",
    "answer_no_action",
    "arrived",
    "ask_no_action",
    "bar_units",
    "barred_from",
    "barred_reports",
    "boxes_for",
    "can_hold_key",
    "can_hold_report",
    "can_manage_partners",
    "can_open_matters",
    "can_take_calls",
    "desk_key",
    "duty_desk",
    "end_elsewhere",
    "ended_without_case",
    "erase_report",
    "files_to_give",
    "give_key",
    "hand_on",
    "has_news",
    "installation_key",
    "is_barred",
    "keep_files",
    "keep_open",
    "key_for",
    "key_in_use",
    "key_units",
    "lock",
    "locked_with_twins",
    "mark_duplicate",
    "mark_linked",
    "mark_unlinked",
    "marks_of",
    "no_action_waits",
    "not_yet_opened",
    "note_alarm",
    "note_given",
    "note_received",
    "open_desk",
    "open_report",
    "read_messages",
    "read_report",
    "reader_of",
    "reader_with",
    "receives",
    "recipients",
    "register_carriers",
    "report_for",
    "report_key",
    "report_of_number",
    "reports_barred_at",
    "reports_held",
    "reports_unheeded",
    "reports_visible_to",
    "reports_waiting",
    "reports_with_news",
    "said_by_staff",
    "scan",
    "seed_demo_keys",
    "set_report_hold",
    "set_stage",
    "take_back",
]
