"""What is done about officers, each act in the node's own record, all or nothing.

`by` is the officer who does it, None for a command of the administrator of the machine.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kakehashi.accounts import actions, sessions, trust
from kakehashi.accounts.models import Absence, Officer, RoleChange
from kakehashi.accounts.permissions import RoleKind
from kakehashi.desk.acts import note


def _id(by: Officer | None) -> int | None:
    return None if by is None else by.pk


@transaction.atomic
def add_officer(
    *,
    username: str,
    display_name: str,
    roles: Iterable[tuple[str, RoleKind]],
    now: datetime,
    unit_id: str = "",
    language: str = "",
    email: str = "",
) -> Officer:
    """Add an officer by command; OfficerRefused as `accounts.actions.add_officer`."""
    held = sorted(set(roles))
    officer = actions.add_officer(
        username=username,
        display_name=display_name,
        roles=held,
        now=now,
        unit_id=unit_id,
        language=language,
        email=email,
    )
    told = [f"{agreement}:{kind}" for agreement, kind in held]
    note("officer.added", by=None, now=now, thing=username, unit=unit_id, roles=told)
    return officer


@transaction.atomic
def invite(officer: Officer, *, by: Officer | None, now: datetime) -> str:
    """Take back what an officer enrolled, and give the token of a new enrolment link."""
    actions.take_back_factors(officer)
    note("officer.invited", by=_id(by), now=now, thing=officer.username)
    return actions.open_enrolment(officer, now=now)


@transaction.atomic
def close_account(officer: Officer, *, by: Officer | None, now: datetime) -> None:
    """Let an officer sign in no longer; their sessions end with it."""
    actions.close_account(officer)
    note("officer.closed", by=_id(by), now=now, thing=officer.username)


@transaction.atomic
def end_sessions(
    officer: Officer, *, by: Officer, now: datetime, only: Iterable[str] | None = None
) -> int:
    """End sessions of an officer, all or those of some keys; say how many."""
    count = sessions.end_sessions(officer, only=only)
    if count:
        note("session.ended", by=by.pk, now=now, thing=officer.username, count=count)
    return count


@transaction.atomic
def ask_role_change(
    officer: Officer, agreement: str, kind: RoleKind, *, is_grant: bool, by: Officer, now: datetime
) -> RoleChange:
    """Ask for a change of roles; a second administrator confirms it. ChangeRefused as `trust`."""
    change = trust.ask_role_change(officer, agreement, kind, is_grant=is_grant, by=by, now=now)
    _note_change("role.asked", change, by, now)
    return change


@transaction.atomic
def confirm_role_change(change: RoleChange, *, by: Officer, now: datetime) -> None:
    """Let a change of roles happen. ChangeRefused as `trust`."""
    trust.confirm_role_change(change, by=by, now=now)
    _note_change("role.granted" if change.is_grant else "role.withdrawn", change, by, now)


@transaction.atomic
def refuse_role_change(change: RoleChange, *, by: Officer, now: datetime) -> None:
    """Let a change of roles not happen. ChangeRefused as `trust`."""
    trust.refuse_role_change(change, by=by, now=now)
    _note_change("role.refused", change, by, now)


def _note_change(act: str, change: RoleChange, by: Officer, now: datetime) -> None:
    note(
        act,
        by=by.pk,
        now=now,
        agreement=change.agreement,
        thing=change.officer.username,
        role=change.kind,
        grant=change.is_grant,
        asked_by=change.asked_by_id,
    )


@transaction.atomic
def set_role(
    officer: Officer, agreement: str, kind: RoleKind, *, is_grant: bool, now: datetime
) -> None:
    """Grant or withdraw a role by command. ChangeRefused as `trust`."""
    trust.set_role(officer, agreement, kind, is_grant=is_grant, now=now)
    act = "role.granted" if is_grant else "role.withdrawn"
    note(act, by=None, now=now, agreement=agreement, thing=officer.username, role=kind.value)


@transaction.atomic
def enter_absence(
    officer: Officer,
    agreement: str,
    *,
    deputy: Officer | None,
    from_at: datetime,
    until_at: datetime,
    by: Officer,
    now: datetime,
) -> Absence:
    """Enter when an officer is away, and who is to stand in. ChangeRefused as `trust`."""
    absence = trust.enter_absence(
        officer, agreement, deputy=deputy, from_at=from_at, until_at=until_at, by=by, now=now
    )
    _note_absence("absence.entered", absence, by, now)
    return absence


@transaction.atomic
def confirm_absence(absence: Absence, *, by: Officer, now: datetime) -> None:
    """Let the deputy stand in. ChangeRefused as `trust`."""
    trust.confirm_absence(absence, by=by, now=now)
    _note_absence("absence.confirmed", absence, by, now)


@transaction.atomic
def end_absence(absence: Absence, *, by: Officer, now: datetime) -> None:
    """End an absence now. ChangeRefused as `trust`."""
    trust.end_absence(absence, now=now)
    _note_absence("absence.ended", absence, by, now)


def _note_absence(act: str, absence: Absence, by: Officer, now: datetime) -> None:
    note(
        act,
        by=by.pk,
        now=now,
        agreement=absence.agreement,
        thing=absence.officer.username,
        deputy=absence.deputy.username if absence.deputy else "",
        from_at=int(absence.from_at.timestamp()),
        until_at=int(absence.until_at.timestamp()),
    )
