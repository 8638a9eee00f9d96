"""Changing a key of ours: a new one that is valid from the next entry of our journal on."""

from collections.abc import Callable
from datetime import datetime

from kakehashi import node
from kakehashi.core.envelope import PROTOCOL_CLAUSE, Decider
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.notices.protocol import ChangedKeys, KeyChangeWhy, KeysChanged, NodeKey
from kakehashi.core.target_days import day_at
from kakehashi.exchange.issuing import Issued, IssueRefused, Outgoing, issue
from kakehashi.journal import key_files


def change_key(
    agreement: str,
    role: Role,
    *,
    why: KeyChangeWhy,
    now: datetime,
    act: Callable[[PublicKey], str],
) -> tuple[PublicKey, Issued]:
    """Make a key, and say in our journal that it replaces the one of its role.

    The new key is on the disk before it is named. `act` records the officers' act in the same
    transaction. IssueRefused where the notice may not be issued now: nothing changed then.
    """
    key, file = key_files.make_key(agreement, role)
    said = ChangedKeys(why=why, keys=(NodeKey.model_validate(key.model_dump(mode="json")),))
    try:
        (issued,) = issue(
            (decided_here(KeysChanged(statement=said), agreement, now=now),),
            agreement=agreement,
            now=now,
            act=lambda: act(key),
        )
    except IssueRefused:
        file.unlink()
        raise
    return key, issued


def decided_here(notice: KeysChanged, agreement: str, *, now: datetime) -> Outgoing:
    """Say that our contact point decided a notice of the protocol today."""
    profile, party = node.profile(agreement), node.this().party
    day = day_at(int(now.timestamp()), profile.parties[party].time_zone)
    return Outgoing(
        notice,
        PROTOCOL_CLAUSE,
        Classification.RESTRICTED,
        decided=Decided(on=day),
        by=Decider(profile.on(day).contact_points[party].office, "administers"),
    )
