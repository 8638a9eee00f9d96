"""A report's code: five words, the reporter's only way back, and the keys made of them.

72 bits of chance and 8 bits by which a mistyped word is noticed. What the node keeps is made of the
code by scrypt, so that whoever has stolen the database guesses at 2^72 times 32 MiB of memory.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kakehashi.core.keys import Algorithm, thumbprint
from kakehashi.core.proquints import NotWords, spell, unspell

CHANCE: Final = 9
"""Bytes of chance in a code."""
SECRET: Final = 32
_COST: Final = 2**15
_BLOCK: Final = 8
_MEMORY: Final = 2 * 128 * _COST * _BLOCK
_SALT: Final = b"kakehashi/report/1\0"


class NotACode(ValueError):
    """What was typed is no report code: `is_mistyped` where only a letter or two are wrong."""

    def __init__(self, *, is_mistyped: bool) -> None:
        super().__init__("mistyped" if is_mistyped else "not a code")
        self.is_mistyped = is_mistyped


@dataclass(frozen=True, slots=True)
class WayBack:
    """What a code opens: `locator` finds the report, `private` opens what is sealed to its owner.

    All of it comes from `secret` (32 bytes), which stands in the reporter's browser while she is
    here, and nowhere else.
    """

    secret: bytes = field(repr=False)

    @property
    def locator(self) -> bytes:
        """The 32 bytes under which the report is found; they give nothing else away."""
        return self._made("locator")

    @property
    def private(self) -> bytes:
        """The private half of the reporter's X25519 key."""
        return self._made("x25519")

    @property
    def public(self) -> bytes:
        """The public half, to which answers and questions are sealed."""
        return X25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()

    @property
    def kid(self) -> str:
        """The thumbprint of the public half."""
        return thumbprint(self.public, Algorithm.X25519)

    def mark(self, *of: bytes) -> bytes:
        """Give 32 bytes that tell one thing sent from another, and say nothing about either."""
        return hmac.digest(self._made("marks"), b"\0".join(of), "sha256")

    def _made(self, purpose: str) -> bytes:
        return hmac.digest(self.secret, b"kakehashi/report/1/" + purpose.encode(), "sha256")


def code_of(chance: bytes) -> str:
    """Spell nine bytes of chance as a code, its words joined by hyphens."""
    return "-".join(spell(chance + _check(chance)))


def read_code(typed: str) -> bytes:
    """Give the nine bytes of a code as it was typed; NotACode where it is none."""
    try:
        data = unspell(typed[:200])
    except NotWords as error:
        raise NotACode(is_mistyped=False) from error
    chance = data[:CHANCE]
    if len(data) != CHANCE + 1:
        raise NotACode(is_mistyped=False)
    if data[CHANCE:] != _check(chance):
        raise NotACode(is_mistyped=True)
    return chance


def way_back(chance: bytes, *, node_name: str) -> WayBack:
    """Make a code's keys; slow on purpose (a tenth of a second, 32 MiB)."""
    salt = _SALT + node_name.encode()
    secret = hashlib.scrypt(chance, salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY, dklen=SECRET)
    return WayBack(secret)


def _check(chance: bytes) -> bytes:
    return hashlib.sha256(b"kakehashi/report-code/1\0" + chance).digest()[:1]
