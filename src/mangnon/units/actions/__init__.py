"""Everything that changes units and people, one verb each."""

from mangnon.units.actions.account import (
    choose_unit,
    edit_own_account,
    end_other_sessions,
    end_session,
)
from mangnon.units.actions.contacts import add_contact, check_contact, edit_contact, end_contact
from mangnon.units.actions.forgetting import forget_stale
from mangnon.units.actions.importing import bring_in, keep_list, plan_of
from mangnon.units.actions.inviting import accept_invitation, invite, withdraw_invitation
from mangnon.units.actions.roles import (
    deactivate_person,
    end_role,
    grant_role,
    reset_second_factor,
)
from mangnon.units.actions.units import close_unit, rename_unit

__all__ = [
    "accept_invitation",
    "add_contact",
    "bring_in",
    "check_contact",
    "choose_unit",
    "close_unit",
    "deactivate_person",
    "edit_contact",
    "edit_own_account",
    "end_contact",
    "end_other_sessions",
    "end_role",
    "end_session",
    "forget_stale",
    "grant_role",
    "invite",
    "keep_list",
    "plan_of",
    "rename_unit",
    "reset_second_factor",
    "withdraw_invitation",
]
