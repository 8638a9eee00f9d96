"""What the protocol kinds say in their envelopes, as the exchange needs it before all else."""

from pydantic import ValidationError

from kakehashi.core.envelope import Envelope
from kakehashi.core.keys import PublicKey, may_be_pinned
from kakehashi.core.strict import Unexpected, count, items

MAX_KEYS = 16


def opened_keys(envelope: Envelope) -> tuple[PublicKey, ...] | None:
    """The keys that a `journal.opened` names; None for any other kind, or unreadable."""
    return _keys(envelope, "journal.opened") or None


def replaced_keys(envelope: Envelope) -> tuple[PublicKey, ...] | None:
    """The keys that a `keys.changed` puts in force from the next index on.

    None for any other kind, and where one of the keys may not be pinned (small order, another
    curve, a role twice): such a notice is set aside and changes nothing. Empty where it is about
    certificate keys only.
    """
    return _keys(envelope, "keys.changed")


def keys_instead(envelope: Envelope) -> tuple[PublicKey, ...] | None:
    """The keys that a `keys.replaced` of the own record puts in place of lost ones; else None."""
    return _keys(envelope, "keys.replaced") or None


def excused_part(envelope: Envelope) -> tuple[int, int] | None:
    """The place (entry, part number) that a `part.excused` speaks of; None for any other kind."""
    if envelope.kind != "part.excused" or not envelope.statement:
        return None
    try:
        return count(envelope.statement.get("seq")), count(envelope.statement.get("part"))
    except Unexpected:
        return None


def _keys(envelope: Envelope, kind: str) -> tuple[PublicKey, ...] | None:
    if envelope.kind != kind or not envelope.statement:
        return None
    try:
        listed = items(envelope.statement.get("keys"), MAX_KEYS)
        keys = tuple(PublicKey.model_validate(item) for item in listed)
    except (ValidationError, Unexpected):
        return None
    return keys if may_be_pinned(keys) else None
