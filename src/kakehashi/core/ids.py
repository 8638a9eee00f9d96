"""Public ids: UUID version 7 (RFC 9562), which sort by the millisecond they were made."""

import re

from kakehashi.core.notices.payload import UUID7

RANDOM_BYTES = 10
_UUID7 = re.compile(UUID7)


def uuid7(now_ms: int, random: bytes) -> str:
    """Make an id from milliseconds since the epoch (48 bits) and ten random bytes.

    ValueError where the time does not fit in 48 bits, or there are not ten random bytes.
    """
    if not 0 <= now_ms < 2**48 or len(random) != RANDOM_BYTES:
        raise ValueError("a UUIDv7 takes 48 bits of milliseconds and 10 random bytes")
    head, tail = int.from_bytes(random[:2]) & 0x0FFF, int.from_bytes(random[2:]) & (2**62 - 1)
    text = f"{now_ms << 80 | 0x7 << 76 | head << 64 | 0b10 << 62 | tail:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid7(text: str) -> bool:
    """Say whether `text` is a UUIDv7 in its one lower-case form."""
    return _UUID7.fullmatch(text) is not None
