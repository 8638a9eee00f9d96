"""Roles granted and withdrawn by two administrators, and who stands in for whom meanwhile."""

from datetime import datetime

from django.db import transaction

from kakehashi.accounts.models import Absence, Officer, Role, RoleChange
from kakehashi.accounts.permissions import RoleKind, may_stand_in
from kakehashi.accounts.queries import limits_of


class ChangeRefused(Exception):
    """It cannot be; nothing was changed. `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def set_role(
    officer: Officer, agreement: str, kind: RoleKind, *, is_grant: bool, now: datetime
) -> None:
    """Grant or withdraw a role.

    ChangeRefused: `held` already, `not-held`, or the account is `closed`.
    """
    held = Role.objects.filter(officer=officer, agreement=agreement, kind=kind)
    if is_grant and not Officer.objects.filter(pk=officer.pk, is_active=True).exists():
        raise ChangeRefused("closed")
    if is_grant == held.exists():
        raise ChangeRefused("held" if is_grant else "not-held")
    if is_grant:
        Role.objects.create(officer=officer, agreement=agreement, kind=kind, granted_at=now)
    else:
        held.delete()


@transaction.atomic
def ask_role_change(
    officer: Officer, agreement: str, kind: RoleKind, *, is_grant: bool, by: Officer, now: datetime
) -> RoleChange:
    """Ask that a role be granted or withdrawn; a second administrator confirms it.

    ChangeRefused: as `set_role`, or a change of this role is `waiting` already.
    """
    held = Role.objects.filter(officer=officer, agreement=agreement, kind=kind).exists()
    if not officer.is_active:
        raise ChangeRefused("closed")
    if is_grant == held:
        raise ChangeRefused("held" if is_grant else "not-held")
    change, is_new = RoleChange.objects.get_or_create(
        officer=officer,
        agreement=agreement,
        kind=kind,
        state=RoleChange.State.WAITING,
        defaults={"is_grant": is_grant, "asked_by": by, "asked_at": now},
    )
    if not is_new:
        raise ChangeRefused("waiting")
    return change


@transaction.atomic
def confirm_role_change(change: RoleChange, *, by: Officer, now: datetime) -> None:
    """Let a change of roles happen.

    ChangeRefused: `own`, where the one confirming asked for it or it is about their own role;
    `ended`, where somebody was faster; or as `set_role`.
    """
    if by.pk in {change.asked_by_id, change.officer_id}:
        raise ChangeRefused("own")
    _end(change, RoleChange.State.DONE, by, now)
    kind = RoleKind(change.kind)
    set_role(change.officer, change.agreement, kind, is_grant=change.is_grant, now=now)


@transaction.atomic
def refuse_role_change(change: RoleChange, *, by: Officer, now: datetime) -> None:
    """Let a change of roles not happen; who asked may so take it back. ChangeRefused: `ended`."""
    _end(change, RoleChange.State.REFUSED, by, now)


def _end(change: RoleChange, state: str, by: Officer, now: datetime) -> None:
    waiting = RoleChange.objects.filter(pk=change.pk, state=RoleChange.State.WAITING)
    if not waiting.update(state=state, ended_by=by, ended_at=now):
        raise ChangeRefused("ended")


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
    """Enter when an officer is away, and who is to stand in.

    ChangeRefused: `order` of the days, `past`, `self` as deputy, a deputy who is `closed`, who
    works not `here`, or who reaches `further` than the absent officer.
    """
    if from_at >= until_at:
        raise ChangeRefused("order")
    if until_at <= now:
        raise ChangeRefused("past")
    if deputy is not None:
        _refuse_deputy(officer, agreement, deputy)
    return Absence.objects.create(
        officer=officer,
        agreement=agreement,
        deputy=deputy,
        from_at=from_at,
        until_at=until_at,
        entered_by=by,
        entered_at=now,
    )


def _refuse_deputy(officer: Officer, agreement: str, deputy: Officer) -> None:
    if deputy.pk == officer.pk:
        raise ChangeRefused("self")
    if not deputy.is_active:
        raise ChangeRefused("closed")
    if not Role.objects.filter(officer=deputy, agreement=agreement).exists():
        raise ChangeRefused("here")
    lender, taker = (dict(limits_of(one.unit_id)).get(agreement) for one in (officer, deputy))
    if not may_stand_in(lender=lender, deputy=taker):
        raise ChangeRefused("further")


@transaction.atomic
def confirm_absence(absence: Absence, *, by: Officer, now: datetime) -> None:
    """Let the deputy stand in. ChangeRefused: `own`, `no-deputy`, or `ended` meanwhile."""
    if by.pk in {absence.officer_id, absence.deputy_id}:
        raise ChangeRefused("own")
    if absence.deputy_id is None:
        raise ChangeRefused("no-deputy")
    waiting = Absence.objects.filter(pk=absence.pk, confirmed_by=None, ended_at=None)
    if not waiting.update(confirmed_by=by, confirmed_at=now):
        raise ChangeRefused("ended")


@transaction.atomic
def end_absence(absence: Absence, *, now: datetime) -> None:
    """End an absence now; the deputy stands in no longer. ChangeRefused: `ended` already."""
    if not Absence.objects.filter(pk=absence.pk, ended_at=None).update(ended_at=now):
        raise ChangeRefused("ended")
