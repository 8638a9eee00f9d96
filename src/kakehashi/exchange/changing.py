"""Changing a key of ours: a new one that is valid from the next entry of our journal on."""

from collections.abc import Callable
from datetime import datetime

from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.notices.protocol import ChangedKeys, KeyChangeWhy, KeysChanged, NodeKey
from kakehashi.exchange.issuing import Issued, IssueRefused, issue
from kakehashi.exchange.opening import decided_here
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
