"""The intake as commands and the worker reach it: its keys, its holders, its old drafts."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.core.reporting.code import CHANCE, code_of, read_code, way_back
from kakehashi.core.reporting.steps import Place
from kakehashi.desk import acts
from kakehashi.intake import actions, keyholding
from kakehashi.intake.keyholding import AlreadyMade, TooShort, WrongPassphrase
from kakehashi.intake.models import IntakeKey, KeyGrant, Keyholder

__all__ = ["AlreadyMade", "TooShort", "WrongPassphrase"]


def make_first_key(holders: Sequence[tuple[Officer, str]], *, now: datetime) -> str:
    """Make the office's first key for officers with their passphrases; give its thumbprint."""
    key = keyholding.make_first_key(holders, now=now)
    acts.note("intake-key.made", by=None, now=now, holders=[one.pk for one, _ in holders])
    return key.kid


def add_holder(
    officer: Officer, passphrase: str, *, by: Officer, by_passphrase: str, now: datetime
) -> None:
    """Give the office's keys to one more officer, by one who holds them. WrongPassphrase."""
    keys = keyholding.open_keys(by, by_passphrase)
    keyholding.add_holder(officer, passphrase, keys=keys, now=now)
    acts.note("intake-key.granted", by=by.pk, now=now, officer=officer.pk)


def remove_holder(officer: Officer, *, now: datetime) -> bool:
    """Take the office's keys back from an officer; False where they held none."""
    if not keyholding.remove_holder(officer):
        return False
    acts.note("intake-key.withdrawn", by=None, now=now, officer=officer.pk)
    return True


def change_key(*, now: datetime) -> str:
    """Make a new key of the office for all its holders; give its thumbprint."""
    key = keyholding.change_key(now=now)
    acts.note("intake-key.made", by=None, now=now, holders=list(_holders()))
    return key.kid


def change_passphrase(officer: Officer, *, old: str, new: str, now: datetime) -> None:
    """Lock an officer's own key by another passphrase. WrongPassphrase, TooShort."""
    keyholding.change_passphrase(officer, old=old, new=new)
    acts.note("intake-key.relocked", by=officer.pk, now=now)


def key_lines() -> list[tuple[str, bool, list[str]]]:
    """The office's keys, newest first: thumbprint, whether in force, and who holds it."""
    lines = []
    for key in IntakeKey.objects.order_by("-made_at"):
        grants = KeyGrant.objects.filter(key=key).select_related("holder__officer")
        lines.append((key.kid, key.is_in_force, sorted(g.holder.officer.username for g in grants)))
    return lines


def leave_report(
    answers: Mapping[str, Mapping[str, Sequence[str]]], *, agreement: str, lang: str, now: datetime
) -> str:
    """Leave an invented report on a demonstration, as a reporter would; give its code.

    Raises:
        ValueError: this node is no demonstration.

    """
    if not node.this().identity.demo:
        raise ValueError("only a demonstration invents reports")
    code = code_of(os.urandom(CHANCE))
    way = way_back(read_code(code), node_name=node.this().name)
    report = actions.begin_report(way, agreement=agreement, now=now)
    actions.keep_code(report, code, now=now)
    for name, fields in answers.items():
        if (place := Place.named(name)) is not None:
            actions.keep_answer(report, place, fields, now=now)
    actions.receive_report(report, way, lang=lang, now=now)
    return code


def tidy(*, now: datetime) -> bool:
    """Destroy drafts that were left behind and keys that were left open; say if any drafts were."""
    keyholding.end_unlockings(now=now)
    return actions.expire_drafts(now=now) > 0


def _holders() -> list[int]:
    return list(Keyholder.objects.order_by("pk").values_list("officer_id", flat=True))
