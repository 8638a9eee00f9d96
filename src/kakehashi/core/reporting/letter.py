"""How a report and what follows it is sealed: padded, then a JWE to one reader's X25519 key.

The office reads with the intake key, the reporter with the key of her code. Padding keeps lengths
from telling an empty answer from a long one.
"""

import json
from typing import Final

from kakehashi.core.package import Unreadable
from kakehashi.core.sealing import Form, open_sealed, recipient_of, seal

LETTER: Final = Form("kakehashi-report+jwe", 24 * 2**20)
SMALLEST: Final = 1024
_DOUBLING_UP_TO: Final = 2**18
_STEP: Final = 2**18
_LENGTH: Final = 4


def padded_length(length: int) -> int:
    """Say to how many bytes so many are filled up: powers of two, above 256 KiB multiples of it."""
    if length <= _DOUBLING_UP_TO:
        return max(SMALLEST, 1 << (length - 1).bit_length())
    return -(-length // _STEP) * _STEP


def seal_letter(plain: bytes, *, to: bytes, kid: str) -> bytes:
    """Pad and seal bytes to an X25519 public key."""
    framed = len(plain).to_bytes(_LENGTH) + plain
    return seal(framed.ljust(padded_length(len(framed)), b"\0"), form=LETTER, to=to, kid=kid)


def open_letter(sealed: bytes, *, public: bytes, private: bytes) -> bytes:
    """Open what was sealed, without its padding; Unreadable where it does not open."""
    framed = open_sealed(sealed, form=LETTER, public=public, private=private)
    length = int.from_bytes(framed[:_LENGTH])
    if len(framed) < _LENGTH + length:
        raise Unreadable("shorter than it says")
    return framed[_LENGTH : _LENGTH + length]


def is_letter_to(sealed: bytes, kid: str) -> bool:
    """Say whether bytes have the form of a letter to the key of this thumbprint."""
    try:
        return len(sealed) <= LETTER.most and recipient_of(sealed, form=LETTER) == kid
    except Unreadable:
        return False


def fields_of(plain: bytes) -> dict[str, list[str]]:
    """Read an answer as it was sealed: field names to values; Unreadable where it is none.

    Whoever sealed it in a browser may have written anything.
    """
    try:
        said = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not an answer") from error
    if not isinstance(said, dict):
        raise Unreadable("not an answer")
    return {
        str(name): [str(value) for value in values if isinstance(value, str)]
        for name, values in said.items()
        if isinstance(values, list)
    }
