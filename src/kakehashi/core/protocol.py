"""What the protocol kinds say in their envelopes, as the exchange needs it before all else."""

from pydantic import ValidationError

from kakehashi.core.envelope import Envelope
from kakehashi.core.keys import PublicKey


def opened_keys(envelope: Envelope) -> tuple[PublicKey, ...] | None:
    """The keys that a `journal.opened` names; None for any other kind, or unreadable."""
    return _keys(envelope, "journal.opened")


def replaced_keys(envelope: Envelope) -> tuple[PublicKey, ...] | None:
    """The keys that a `keys.changed` puts in force from the next index on.

    None for any other kind, and where one of the keys may not be pinned (small order, another
    curve): such a notice is set aside and changes nothing.
    """
    return _keys(envelope, "keys.changed")


def excused_part(envelope: Envelope) -> tuple[int, int] | None:
    """The place (entry, part number) that a `part.excused` speaks of; None for any other kind."""
    if envelope.kind != "part.excused" or not envelope.statement:
        return None
    seq, number = envelope.statement.get("seq"), envelope.statement.get("part")
    return (seq, number) if isinstance(seq, int) and isinstance(number, int) else None


def _keys(envelope: Envelope, kind: str) -> tuple[PublicKey, ...] | None:
    if envelope.kind != kind or not envelope.statement:
        return None
    listed = envelope.statement.get("keys")
    try:
        keys = tuple(PublicKey.model_validate(item) for item in listed or ())  # type: ignore[attr-defined]
    except (ValidationError, TypeError):
        return None
    return keys if keys and all(key.is_acceptable() for key in keys) else None
