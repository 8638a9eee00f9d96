"""The holder's code: five words on a slip of their own, never on the paper that others may hold.

What the node keeps is made of the code by scrypt, under the node's name; whoever has stolen the
database guesses at 2^72 times 32 MiB of memory, and no number of wrong tries locks anybody out.
"""

import hashlib
from typing import Final

_COST: Final = 2**15
_BLOCK: Final = 8
_MEMORY: Final = 2 * 128 * _COST * _BLOCK
_SALT: Final = b"kakehashi/holder/1\0"
LOCATOR: Final = 32


def locator(chance: bytes, *, node_name: str) -> bytes:
    """Give the 32 bytes under which a code is found; slow on purpose (a tenth of a second)."""
    salt = _SALT + node_name.encode()
    return hashlib.scrypt(chance, salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY, dklen=LOCATOR)
